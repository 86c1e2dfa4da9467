"""Finds which files of a folder belong to a source, and its pictures by name."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from karuta.services.catalogue.sources.json_rows import json_head

SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".jpe", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".avif", ".heic", ".heif")
)
# Folders of parts of cards and looks of fields, beside the whole faces in folders of YGOPro and YGOPRODeck.
NO_FACES = frozenset(("field", "cover", "thumbnail", "thumbnails", "cropped", "cards_cropped", "art_crop", "closeup"))
# How the projects and their downloaders name the sizes of one picture, and the two sides of a card.
_LARGE = re.compile(r"[-_ .](?:hires|large|png|full)$")
_SMALL = re.compile(r"[-_ .](?:normal|small|front)$")
_BACK = re.compile(r"[-_ .]back$")


def picture_files(root: Path) -> Iterator[Path]:
    """Every picture below a folder, by its suffix."""
    return files_below(root, SUFFIXES)


def files_below(root: Path, suffixes: Collection[str], *, most_deep: int = 32) -> Iterator[Path]:
    """Every file with such a suffix, sorted by name; hidden ones and links to folders are left out."""
    for place, folders, names in os.walk(root):
        is_deepest = len(Path(place).relative_to(root).parts) + 1 >= most_deep
        folders[:] = [] if is_deepest else sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if f".{name.rpartition('.')[2].lower()}" in suffixes and not name.startswith("."):
                yield Path(place, name)


@dataclass
class PictureFolder:
    """Pictures of whole card faces by name: `46986414`, also written `046986414`; `base1/4`; `ID_2` is a second one."""

    root: Path | None = None
    files: dict[str, list[Path]] = field(default_factory=dict)
    count: int = 0
    taken: set[Path] = field(default_factory=set)
    aside: set[Path] = field(default_factory=set)

    @classmethod
    def of(cls, *roots: Path | None) -> PictureFolder:
        """The pictures below all those of the folders that exist."""
        there = [root for root in roots if root is not None and root.is_dir()]
        folder = cls(there[0] if there else None)
        for root in there:
            for path in picture_files(root):
                if not NO_FACES & {part.lower() for part in path.relative_to(root).parts[:-1]}:
                    folder.add(path)
        return folder

    def add(self, path: Path) -> None:
        self.count += 1
        self._index(path)

    def _index(self, path: Path) -> None:
        for name in (path.stem, f"{path.parent.name}/{path.stem}"):
            folded = name.casefold()
            plain = _SMALL.sub("", _LARGE.sub("", _BACK.sub("-back", folded)))
            there = self.files.setdefault(picture_name(plain), [])
            there.insert(0 if _LARGE.search(folded) else len(there), path)
            if plain != folded:
                self.files.setdefault(picture_name(folded), []).append(path)

    @classmethod
    def beside(cls, file: Path, chosen: Path | None, folders: tuple[str, ...]) -> PictureFolder:
        """The pictures of a chosen folder; else those in such folders beside a file, and those next to it.

        Pictures next to it may be anything, so they count only once they are taken.
        """
        if chosen is not None:
            return cls.of(chosen)
        below = {path.name.lower(): path for path in sorted(file.parent.iterdir())}
        folder = cls.of(*(below.get(name) for name in folders))
        folder.root = file.parent
        for path in sorted(file.parent.iterdir()):
            if path.suffix.lower() in SUFFIXES and path.is_file():
                folder._index(path)
                folder.aside.add(path)
        return folder

    def add_sub_folders(self, folder: Path, *, but: tuple[str, ...]) -> None:
        """Pictures in the sub-folders of a folder, for cells that name them: by folder and name.

        If there are no others, the name alone finds them too. They count only once they are taken.
        """
        for below in sorted(folder.iterdir()):
            if below.name.startswith(".") or below.name.lower() in but or not below.is_dir():
                continue
            for path in sorted(below.iterdir()):
                if path.suffix.lower() in SUFFIXES and path.is_file():
                    self.aside.add(path)
                    if self.count:
                        self.files.setdefault(picture_name(f"{below.name}/{path.stem}"), []).append(path)
                    else:
                        self._index(path)

    @property
    def is_empty(self) -> bool:
        return not self.files

    def find(self, name: str) -> list[Path]:
        """All that have this name, in all sizes, the one called large first."""
        return self.files.get(picture_name(name), [])

    def take(self, name: str) -> list[Path]:
        """Take them; they count as used from now on."""
        files = self.find(name)
        self.taken.update(files)
        return files

    def place_of(self, path: Path) -> str:
        """Its name as a catalogue keeps it: relative to the folder."""
        if self.root is not None and path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        return path.name

    @property
    def spare(self) -> int:
        return self.count - len(self.taken - self.aside)


def picture_name(name: str) -> str:
    """A name for comparison: lower case, numbers without leading zeros."""
    folded = name.casefold().strip()
    head, slash, tail = folded.rpartition("/")
    return head + slash + (tail.lstrip("0") or tail if tail.isdigit() else tail)


_FEW = 3
LOOKED_AT = 50
"""So many files of a folder tell what it holds."""
_MOST_DEEP = 4


def pack_name(path: Path) -> str:
    """The whole file name, because `cards.cdb` and `cards.json` come from two projects."""
    name = path.resolve().name
    return name.encode("utf-8", "replace").decode("utf-8") or "pack"


def pictures_of(path: Path, chosen: Path | None, folders: tuple[str, ...]) -> PictureFolder:
    """The pictures in a chosen folder, else those of the source itself: beside a file, or below a folder.

    `.`: anywhere below the folder. Beside a single file it is left out, because the pictures there may be anybody's.
    """
    if chosen is not None:
        return PictureFolder.of(chosen)
    root = path if path.is_dir() else path.parent
    if path.is_dir() and "." in folders:
        return PictureFolder.of(path)
    return PictureFolder.of(*(root / name for name in folders if name != "."))


def json_files(path: Path, is_it: Callable[[str], bool], *, most: int | None = None) -> list[Path]:
    """The JSON files of a source: a file itself, or those below a folder, sorted by name.

    A folder with many of them has one per card: a file there without the source's marks is a broken one, and is kept.
    `most`: stop after so many.
    """
    if path.is_file():
        return [path] if is_it(json_head(path)) else []
    signed: dict[Path, list[Path]] = {}
    others: dict[Path, list[Path]] = {}
    for file in files_below(path, (".json", ".jsonl"), most_deep=_MOST_DEEP):
        if most is not None and len(others.get(file.parent, ())) >= LOOKED_AT:
            continue  # one file a card, of something else
        of_folder = signed if is_it(json_head(file)) else others
        of_folder.setdefault(file.parent, []).append(file)
        if most is not None and of_folder is signed:
            return [file]
    broken = (file for folder, files in others.items() if len(signed.get(folder, ())) > _FEW for file in files)
    return sorted([*(file for files in signed.values() for file in files), *broken])
