"""A folder with nothing but pictures: each file's name is its card's name and id. Reads no more than their headers.

What tells a picture from others of one card (`OP01-001_p1`, a UUID) is no part of a name: they are its artworks.
A sub-folder is a pack of its own, because people keep one folder per set; `open_packs` lists them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from karuta.domain.card import Card, CardKey
from karuta.domain.errors import PictureError
from karuta.domain.sentence import Sentence
from karuta.engine.decode import open_picture
from karuta.services.catalogue.catalogue_folder import SkippedRow
from karuta.services.catalogue.sources.artwork_marks import parted_mark
from karuta.services.catalogue.sources.card_source import UNNAMED_GAME, CardSource, Rows, SourceCard, SourceOptions
from karuta.services.catalogue.sources.column_values import is_code
from karuta.services.catalogue.sources.gather_rows import gathered
from karuta.services.catalogue.sources.languages import language_by_letters
from karuta.services.catalogue.sources.picture_folder import SUFFIXES, PictureFolder, pack_name, picture_files

FORMAT = "pictures"
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)


def _read(root: Path, files: Sequence[Path], game: str, tell: Callable[[int, int], object]) -> Rows:
    """Every card once. A picture that cannot be opened is none. `tell`: as in `SourceOptions`."""
    stems = {path: _plain(path.stem) for path in files}
    names = set(stems.values())
    for done, (path, stem) in enumerate(stems.items(), start=1):
        tell(done, len(stems))
        file = path.relative_to(root).as_posix()
        base, mark = parted_mark(stem)
        card_id = base if base in names or (mark.strip("_") and is_code(base)) else stem
        name = " ".join(card_id.replace("_", " ").split())
        if not name or not card_id.isprintable() or not _is_text(file):
            yield SkippedRow(_shown(file), 0, Sentence("the file's name is not the name of a card"))
            continue
        try:
            open_picture(path)
        except PictureError as error:
            yield SkippedRow(file, 0, error.message)
            continue
        card = Card(CardKey(game, card_id), {language_by_letters([name]): name})
        yield SourceCard(card, file, pictures=(path,))


def is_pictures(path: Path) -> bool:
    if path.is_file():
        return path.suffix.lower() in SUFFIXES
    return next(picture_files(path), None) is not None


def open_packs(path: Path, options: SourceOptions) -> tuple[CardSource, ...]:
    """The folder's own pictures as one pack, those of each sub-folder as another; a single file is a pack too."""
    name = pack_name(path)
    if path.is_file():
        return (_pack(name, path.parent, (path,), options),)
    by_pack: dict[str, list[Path]] = {}
    for file in picture_files(path):
        parts = file.relative_to(path).parts
        by_pack.setdefault(parts[0] if len(parts) > 1 else "", []).append(file)
    return tuple(_pack(folder or name, path, files, options) for folder, files in sorted(by_pack.items()))


def _pack(name: str, root: Path, files: Sequence[Path], options: SourceOptions) -> CardSource:
    def read() -> Rows:
        return gathered(_read(root, files, options.game or source.pack_game or UNNAMED_GAME, options.tell))

    source = CardSource(name=name, format=FORMAT, read=read, pictures=PictureFolder(root), keeps_ids=True)
    source.makes_up_ids = True
    source.pack_game = None if options.game else UNNAMED_GAME
    return source


def _plain(stem: str) -> str:
    """Without the UUID that a site adds, where anything else is left."""
    return " ".join((_UUID.sub("", stem).strip("-_. ") or stem).split())


def _is_text(file: str) -> bool:
    return file.encode("utf-8", "replace").decode("utf-8") == file


def _shown(file: str) -> str:
    return file.encode("utf-8", "replace").decode("utf-8")
