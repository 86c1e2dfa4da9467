"""The pictures below a folder by the names that cards have for them; opens none of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".jpe", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".avif", ".heic", ".heif")
)
# Parts of cards and looks of fields, which stand beside the whole faces in the folders of YGOPro and YGOPRODeck.
NO_FACES = frozenset(("field", "cover", "thumbnail", "thumbnails", "cropped", "cards_cropped", "art_crop", "closeup"))
_COPY = re.compile(r"[-_ .]*(?:\((\d{1,2})\)|[-_ ](?:v|alt|art)?(\d{1,2}))$")
_LARGE = re.compile(r"[-_ .]?(?:hires|large|full|normal|small|front)$")


def picture_files(root: Path) -> Iterator[Path]:
    """Every picture below a folder by its suffix, in order of its name; links to folders are not followed."""
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield Path(place, name)


@dataclass
class PictureFolder:
    """Pictures of whole card faces by name: `46986414`, also written `046986414`; `base1/4`; `ID_2` is a second one."""

    root: Path | None = None
    files: dict[str, list[Path]] = field(default_factory=dict)
    count: int = 0
    taken: set[Path] = field(default_factory=set)

    @classmethod
    def of(cls, *roots: Path | None) -> PictureFolder:
        """Those below all of the folders that there are."""
        there = [root for root in roots if root is not None and root.is_dir()]
        found = cls(there[0] if there else None)
        for root in there:
            for path in picture_files(root):
                if not NO_FACES & {part.lower() for part in path.relative_to(root).parts[:-1]}:
                    found.add(path)
        return found

    def add(self, path: Path) -> None:
        self.count += 1
        for name in (path.stem, f"{path.parent.name}/{path.stem}"):
            self.files.setdefault(picture_name(name), []).append(path)

    def find(self, name: str) -> list[Path]:
        """All that have this name, the same in several sizes too: the one called large first."""
        return self.files.get(picture_name(name), [])

    def take(self, name: str) -> list[Path]:
        """The same; they count as shown from now on."""
        found = self.find(name)
        self.taken.update(found)
        return found

    def place_of(self, path: Path) -> str:
        """Its name as a catalogue keeps it: below the folder."""
        if self.root is not None and path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        return path.name

    @property
    def spare(self) -> int:
        return self.count - len(self.taken)


def picture_name(name: str) -> str:
    """A name as it is compared: in small letters, numbers without the zeros that they begin with."""
    folded = name.casefold().strip()
    head, slash, tail = folded.rpartition("/")
    return head + slash + (tail.lstrip("0") or tail if tail.isdigit() else tail)
