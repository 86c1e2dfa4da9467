"""The table of sources: the name of each, what it reads, how it is recognised, and its game."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from karuta.domain.card import CardKey
from karuta.services.catalogue.catalogue_folder import (
    CARDS,
    IMAGES,
    PICTURES,
    ArtworkRow,
    CatalogueFolder,
    SkippedRow,
    open_folder,
    read_artworks,
    read_numbered_cards,
)
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.fetch import publishers
from karuta.services.catalogue.fetch.publishers import FetchPlan
from karuta.services.catalogue.sources import (
    pictures_alone,
    pokemon,
    scryfall,
    table,
    yaml_yugi,
    ygopro,
    ygoprodeck,
)
from karuta.services.catalogue.sources.card_source import CardSource, SourceCard, SourceOptions
from karuta.services.catalogue.sources.picture_folder import (
    PicturedSource,
    Rows,
    json_files,
    pack_name,
    picture_files,
    pictures_of,
)
from karuta.services.catalogue.sources.table import open_tables, table_files
from karuta.store.cards_cdb import is_card_database

FORMAT = "karuta"


@dataclass
class KarutaFolder:
    """A folder with `cards.jsonl`, and `images.csv` and `images/` if there are pictures."""

    folder: CatalogueFolder
    named: set[Path] = field(default_factory=set)
    format: str = FORMAT
    keeps_ids: bool = True

    @property
    def name(self) -> str:
        return self.folder.name

    def cards(self) -> Iterator[SourceCard | SkippedRow]:
        for line, row in read_numbered_cards(self.folder):
            yield row if isinstance(row, SkippedRow) else SourceCard(row, CARDS, line)

    def artworks(self, find: Callable[[str, str], CardKey]) -> Iterator[ArtworkRow | SkippedRow]:
        if not (self.folder.root / IMAGES).is_file() and any(picture_files(self.folder.root)):
            yield SkippedRow(IMAGES, 0, BadRow("it is missing, and says which card each picture shows").reason)
        for row in read_artworks(self.folder, find):
            if isinstance(row, ArtworkRow):
                self.named.add(row.path)
            yield row

    def spare_pictures(self) -> int:
        return sum(path not in self.named for path in picture_files((self.folder.root / PICTURES).resolve()))


Opened = tuple[CardSource, ...]
"""One source, or several that are packs of their own."""


@dataclass(frozen=True)
class SourceFormat:
    """One kind of source. `title`: its name for a person. `reads`: the files that it is made of.

    `game`: "" where the source does not say. `is_it`: whether a file or folder is one, by a short look. `fetch`: what
    `karuta catalogue fetch` asks its project for; None where nobody publishes it.
    """

    name: str
    title: str
    reads: str
    game: str
    is_it: Callable[[Path], bool]
    open: Callable[[Path, SourceOptions], Opened]
    fetch: FetchPlan | None = None


def _is_karuta(path: Path) -> bool:
    return (path / "cards.jsonl").is_file()


def _open_karuta(path: Path, options: SourceOptions) -> Opened:
    del options
    return (KarutaFolder(open_folder(path)),)


def _databases(path: Path) -> list[Path]:
    files = ygopro.database_files(path) if path.is_dir() else [path]
    return [file for file in files if is_card_database(file)]


def _open_ygopro(path: Path, options: SourceOptions) -> Opened:
    files = _databases(path)
    return (
        PicturedSource(
            name=pack_name(path),
            format=ygopro.FORMAT,
            read=lambda: ygopro.read_databases(files, options.game),
            pictures=pictures_of(path, options, ygopro.PICTURE_FOLDERS),
        ),
    )


def _json_format(
    *,
    name: str,
    title: str,
    reads: str,
    game: str,
    is_it: Callable[[str], bool],
    read: Callable[[Sequence[Path], str | None], Rows],
    folders: tuple[str, ...],
    fetch: FetchPlan,
) -> SourceFormat:
    """A source of JSON files, recognised by their beginnings, with pictures in a folder."""

    def opened(path: Path, options: SourceOptions) -> Opened:
        files = json_files(path, is_it)
        pictures = pictures_of(path, options, folders)
        return (
            PicturedSource(
                name=pack_name(path), format=name, read=lambda: read(files, options.game), pictures=pictures
            ),
        )

    return SourceFormat(name, title, reads, game, lambda path: bool(json_files(path, is_it, most=1)), opened, fetch)


def _open_scryfall(path: Path, options: SourceOptions) -> Opened:
    files = json_files(path, scryfall.is_scryfall)
    pictures = pictures_of(path, options, scryfall.PICTURE_FOLDERS)
    return (
        PicturedSource(
            name=pack_name(path),
            format=scryfall.FORMAT,
            read=lambda: scryfall.read_bulk(files, options.game, pictures=pictures, tell=options.tell),
            pictures=pictures,
        ),
    )


def _open_tables(path: Path, options: SourceOptions) -> Opened:
    return open_tables(path, options, name=pack_name(path))


def _open_pictures(path: Path, options: SourceOptions) -> Opened:
    return pictures_alone.open_packs(path, options.game, name=pack_name(path))


FORMATS: tuple[SourceFormat, ...] = (
    SourceFormat(FORMAT, "Karuta", "a folder with cards.jsonl, images.csv and images", "", _is_karuta, _open_karuta),
    SourceFormat(
        ygopro.FORMAT,
        "YGOPro",
        "cards.cdb (one or several) and a folder pics",
        "yugioh",
        lambda path: bool(_databases(path)),
        _open_ygopro,
    ),
    _json_format(
        name=yaml_yugi.FORMAT,
        title="yaml-yugi",
        reads="cards.json, or one JSON file a card, and a folder of pictures",
        game="yugioh",
        is_it=yaml_yugi.is_yaml_yugi,
        read=yaml_yugi.read_files,
        folders=yaml_yugi.PICTURE_FOLDERS,
        fetch=publishers.YAML_YUGI,
    ),
    _json_format(
        name=ygoprodeck.FORMAT,
        title="YGOPRODeck",
        reads="cardinfo.json (one a language) and a folder of pictures",
        game="yugioh",
        is_it=ygoprodeck.is_ygoprodeck,
        read=ygoprodeck.read_lists,
        folders=ygoprodeck.PICTURE_FOLDERS,
        fetch=publishers.YGOPRODECK,
    ),
    SourceFormat(
        scryfall.FORMAT,
        "Scryfall",
        "a bulk file (JSON) and a folder of pictures",
        "magic",
        lambda path: bool(json_files(path, scryfall.is_scryfall, most=1)),
        _open_scryfall,
        publishers.SCRYFALL,
    ),
    _json_format(
        name=pokemon.FORMAT,
        title="Pokémon TCG data",
        reads="cards/en/*.json with sets/en.json, and a folder of pictures",
        game="pokemon",
        is_it=pokemon.is_pokemon,
        read=pokemon.read_sets,
        folders=pokemon.PICTURE_FOLDERS,
        fetch=publishers.POKEMON,
    ),
    SourceFormat(
        table.FORMAT,
        "a table",
        "CSV or XLSX with any columns (--map says which), and a folder of pictures",
        "",
        lambda path: bool(table_files(path)),
        _open_tables,
    ),
    SourceFormat(
        pictures_alone.FORMAT,
        "pictures",
        "a folder of pictures, each named as its card; sub-folders are packs",
        "",
        pictures_alone.is_pictures,
        _open_pictures,
    ),
)
"""In the order in which they are tried: the surest signs first."""
