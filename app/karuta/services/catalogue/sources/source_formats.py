"""The table of sources: what each one is called, what it reads, how it is recognised, and of which game it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from karuta.services.catalogue.sources import karuta_folder, ygopro
from karuta.services.catalogue.sources.card_source import CardSource, SourceOptions
from karuta.services.catalogue.sources.karuta_folder import open_karuta
from karuta.services.catalogue.sources.picture_folder import PictureFolder
from karuta.services.catalogue.sources.pictured_source import PicturedSource
from karuta.store.cards_cdb import is_card_database


@dataclass(frozen=True)
class SourceFormat:
    """One kind of source. `title`: its name for a person. `reads`: the files that it is made of.

    `is_it`: whether a file or folder is one, by a short look. `game`: "" where the source does not say.
    """

    name: str
    title: str
    reads: str
    game: str
    is_it: Callable[[Path], bool]
    open: Callable[[Path, SourceOptions], CardSource]


def _is_karuta(path: Path) -> bool:
    return (path / "cards.jsonl").is_file()


def _is_ygopro(path: Path) -> bool:
    files = ygopro.database_files(path) if path.is_dir() else [path]
    return any(is_card_database(file) for file in files)


def _open_ygopro(path: Path, options: SourceOptions) -> CardSource:
    files = ygopro.database_files(path) if path.is_dir() else [path]
    files = [file for file in files if is_card_database(file)]
    return PicturedSource(
        name=pack_name(path),
        format=ygopro.FORMAT,
        read=lambda: ygopro.read_databases(files, options.game),
        pictures=pictures_of(path, options, ygopro.PICTURE_FOLDERS),
    )


def pack_name(path: Path) -> str:
    resolved = path.resolve()
    return (resolved.name if path.is_dir() else resolved.stem) or "pack"


def pictures_of(path: Path, options: SourceOptions, folders: tuple[str, ...]) -> PictureFolder:
    """Those in a folder that a person named, else those of the source itself: beside a file, or below a folder."""
    if options.pictures is not None:
        return PictureFolder.of(options.pictures)
    root = path if path.is_dir() else path.parent
    return PictureFolder.of(*(root / name for name in folders))


FORMATS: tuple[SourceFormat, ...] = (
    SourceFormat(
        karuta_folder.FORMAT,
        "Karuta",
        "a folder with cards.jsonl, images.csv and images",
        "",
        _is_karuta,
        lambda path, _: open_karuta(path),
    ),
    SourceFormat(
        ygopro.FORMAT, "YGOPro", "one or several .cdb files and a folder pics", "yugioh", _is_ygopro, _open_ygopro
    ),
)
"""In the order in which they are tried: the surest signs first."""
