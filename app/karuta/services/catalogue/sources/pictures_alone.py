"""A folder with nothing but pictures: each file's name is its card's name and id. Reads no more than their headers.

What tells a picture from others of one card (`OP01-001_p1`, a UUID) is no part of a name: they are its artworks.
A sub-folder is a pack of its own, because people keep one folder per set; `open_packs` lists them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from karuta.domain.card import Card, CardKey
from karuta.domain.errors import PictureError
from karuta.domain.sentence import Sentence
from karuta.engine.decode import open_picture
from karuta.services.catalogue.catalogue_folder import ArtworkRow, SkippedRow
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.sources.artwork_marks import parted_mark
from karuta.services.catalogue.sources.card_source import SourceCard, SourceOptions
from karuta.services.catalogue.sources.column_values import is_code
from karuta.services.catalogue.sources.languages import language_by_letters
from karuta.services.catalogue.sources.picture_folder import SUFFIXES, picture_files

FORMAT = "pictures"
GAME = "other"
"""Where neither source nor person names one."""
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass
class PicturesAlone:
    """The pictures of one folder. One that cannot be opened is no card. `tell`: as in `SourceOptions`."""

    name: str
    root: Path
    files: tuple[Path, ...]
    game: str
    tell: Callable[[int, int], object]
    format: str = FORMAT
    keeps_ids: bool = True
    fields: Mapping[str, str] = field(default_factory=dict)
    _placed: list[tuple[CardKey, Path, str]] = field(default_factory=list)

    def cards(self) -> Iterator[SourceCard | SkippedRow]:
        cards: dict[str, SourceCard] = {}
        stems = {path: _plain(path.stem) for path in self.files}
        known = set(stems.values())
        for done, (path, stem) in enumerate(stems.items(), start=1):
            self.tell(done, len(stems))
            file = path.relative_to(self.root).as_posix()
            base, mark = parted_mark(stem)
            card_id = base if base in known or (mark.strip("_") and is_code(base)) else stem
            name = " ".join(card_id.replace("_", " ").split())
            if not name or not card_id.isprintable() or not _is_text(file):
                yield SkippedRow(_shown(file), 0, Sentence("the file's name is not the name of a card"))
                continue
            try:
                open_picture(path)
            except PictureError as error:
                yield SkippedRow(file, 0, error.message)
                continue
            key = CardKey(self.game, card_id)
            there = cards.get(card_id)
            self._placed.append((key, path, "main" if there is None else "alternate"))
            if there is None:
                cards[card_id] = SourceCard(Card(key, {language_by_letters([name]): name}), file, 0)
            else:
                cards[card_id] = replace(there, further=there.further + 1)
        yield from cards.values()

    def artworks(self, find: Callable[[str, str], CardKey]) -> Iterator[ArtworkRow | SkippedRow]:
        for key, path, role in self._placed:
            file = path.relative_to(self.root).as_posix()
            try:
                yield ArtworkRow(0, find(key.game, key.card_id), file, role, path, source=file)
            except BadRow:
                continue

    def spare_pictures(self) -> int:
        return 0


def is_pictures(path: Path) -> bool:
    if path.is_file():
        return path.suffix.lower() in SUFFIXES
    return next(picture_files(path), None) is not None


def open_packs(path: Path, options: SourceOptions, *, name: str) -> tuple[PicturesAlone, ...]:
    """The folder's own pictures as one pack, those of each sub-folder as another; a single file is a pack too."""
    said = (options.game or GAME, options.tell)
    if path.is_file():
        return (PicturesAlone(name, path.parent, (path,), *said),)
    by_pack: dict[str, list[Path]] = {}
    for file in picture_files(path):
        parts = file.relative_to(path).parts
        by_pack.setdefault(parts[0] if len(parts) > 1 else "", []).append(file)
    return tuple(PicturesAlone(folder or name, path, tuple(files), *said) for folder, files in sorted(by_pack.items()))


def _plain(stem: str) -> str:
    """Without the UUID that a site adds, where anything else is left."""
    return " ".join((_UUID.sub("", stem).strip("-_. ") or stem).split())


def _is_text(file: str) -> bool:
    return file.encode("utf-8", "replace").decode("utf-8") == file


def _shown(file: str) -> str:
    return file.encode("utf-8", "replace").decode("utf-8")
