"""Which files of a folder belong to a source, and where its pictures lie. Reads no more than their beginnings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from karuta.services.catalogue.sources.card_source import SourceOptions
from karuta.services.catalogue.sources.json_rows import json_head
from karuta.services.catalogue.sources.picture_folder import PictureFolder, files_below

_FEW = 3
_MOST_DEEP = 4


def pack_name(path: Path) -> str:
    """The whole file name, because `cards.cdb` and `cards.json` come from two projects."""
    name = path.resolve().name
    return name.encode("utf-8", "replace").decode("utf-8") or "pack"


def pictures_of(path: Path, options: SourceOptions, folders: tuple[str, ...]) -> PictureFolder:
    """Those in a folder that a person named, else those of the source itself: beside a file, or below a folder.

    `.`: anywhere below the folder. Beside a single file it is left out, because the pictures there may be anybody's.
    """
    if options.pictures is not None:
        return PictureFolder.of(options.pictures)
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
        found = signed if is_it(json_head(file)) else others
        found.setdefault(file.parent, []).append(file)
        if most is not None and found is signed:
            return [file]
    broken = (file for folder, files in others.items() if len(signed.get(folder, ())) > _FEW for file in files)
    return sorted([*(file for files in signed.values() for file in files), *broken])
