"""The table of sources: the name of each, what it reads, how it is recognised, and its game."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from karuta.domain.card import CardKey
from karuta.services.catalogue.catalogue_folder import (
    CARDS,
    IMAGES,
    PICTURES,
    ArtworkRow,
    SkippedRow,
    open_folder,
    read_artworks,
    read_numbered_cards,
)
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.fetch import publishers
from karuta.services.catalogue.fetch.publishers import FetchPlan
from karuta.services.catalogue.sources import (
    any_list,
    list_rows,
    pictures_alone,
    pokemon,
    scryfall,
    yaml_yugi,
    ygopro,
    ygoprodeck,
)
from karuta.services.catalogue.sources.any_list import JSON, YAML, open_list, open_tables, table_files
from karuta.services.catalogue.sources.card_source import CardSource, Rows, SourceCard, SourceOptions
from karuta.services.catalogue.sources.list_rows import ListRow, refuse_alone
from karuta.services.catalogue.sources.picture_folder import (
    LOOKED_AT,
    PictureFolder,
    files_below,
    json_files,
    pack_name,
    picture_files,
    pictures_of,
)
from karuta.services.catalogue.sources.yaml_whole import is_yaml
from karuta.store.cards_cdb import is_card_database

FORMAT = "karuta"
_MOST_DEEP = 4


class KarutaFolder(CardSource):
    """A folder with `cards.jsonl`, and `images.csv` and `images/` if there are pictures."""

    def __init__(self, folder: Path) -> None:
        super().__init__(name=folder.resolve().name or "pack", format=FORMAT, read=self._rows, keeps_ids=True)
        self.folder = folder
        self._named: set[Path] = set()

    def _rows(self) -> Rows:
        for line, row in read_numbered_cards(self.folder):
            yield row if isinstance(row, SkippedRow) else SourceCard(row, CARDS, line)

    def artworks(self, find: Callable[[str, str], CardKey]) -> Iterator[ArtworkRow | SkippedRow]:
        if not (self.folder / IMAGES).is_file() and any(picture_files(self.folder)):
            yield SkippedRow(IMAGES, 0, BadRow("it is missing, and says which card each picture shows").reason)
        for row in read_artworks(self.folder, find):
            if isinstance(row, ArtworkRow):
                self._named.add(row.path)
            yield row

    def spare_pictures(self) -> int:
        return sum(path not in self._named for path in picture_files((self.folder / PICTURES).resolve()))


@dataclass(frozen=True)
class SourceFormat:
    """One kind of source."""

    name: str
    title: str
    """Its name for a person."""
    reads: str
    """The files that it is made of."""
    game: str
    """Empty where the source does not say."""
    is_it: Callable[[Path], bool]
    """Whether a file or folder is one, by a short look."""
    open: Callable[[Path, SourceOptions], tuple[CardSource, ...]]
    """One source, or several that are packs of their own."""
    fetch: FetchPlan | None = None
    """What `karuta catalogue fetch` asks its project for; None where nobody publishes it."""


def _is_karuta(path: Path) -> bool:
    return (path / "cards.jsonl").is_file()


def _open_karuta(path: Path, options: SourceOptions) -> tuple[CardSource, ...]:
    del options
    return (KarutaFolder(open_folder(path)),)


def _databases(path: Path) -> list[Path]:
    files = ygopro.database_files(path) if path.is_dir() else [path]
    return [file for file in files if is_card_database(file)]


def _open_ygopro(path: Path, options: SourceOptions) -> tuple[CardSource, ...]:
    files = _databases(path)
    return (
        CardSource(
            name=pack_name(path),
            format=ygopro.FORMAT,
            read=lambda: ygopro.read_databases(files, options.game, tables=table_files(path) if path.is_dir() else ()),
            pictures=pictures_of(path, options.pictures, ygopro.PICTURE_FOLDERS),
        ),
    )


def _json_format(
    *,
    name: str,
    title: str,
    reads: str,
    game: str,
    is_it: Callable[[str], bool],
    read: Callable[[Sequence[Path], SourceOptions, PictureFolder], Rows],
    folders: tuple[str, ...],
    fetch: FetchPlan,
) -> SourceFormat:
    """A source of JSON files, recognised by their beginnings, with pictures in a folder."""

    def opened(path: Path, options: SourceOptions) -> tuple[CardSource, ...]:
        if name == scryfall.FORMAT:
            refuse_alone(path)
        files = json_files(path, is_it)
        pictures = pictures_of(path, options.pictures, folders)
        return (
            CardSource(
                name=pack_name(path), format=name, read=lambda: read(files, options, pictures), pictures=pictures
            ),
        )

    return SourceFormat(name, title, reads, game, lambda path: bool(json_files(path, is_it, most=1)), opened, fetch)


def _list_format(
    *,
    name: str,
    title: str,
    reads: str,
    suffixes: tuple[str, ...],
    is_it: Callable[[Path], bool],
    read: Callable[[Path], Iterator[ListRow]],
    fields: Mapping[str, str],
) -> SourceFormat:
    """Lists whose columns nobody knows beforehand, or that `fields` says."""

    def files_of(path: Path) -> Iterator[Path]:
        return iter([path]) if path.is_file() else files_below(path, suffixes, most_deep=_MOST_DEEP)

    def opened(path: Path, options: SourceOptions) -> tuple[CardSource, ...]:
        files = list(filter(is_it, files_of(path)))
        return open_list(path, files, read, options, format=name, fields=fields)

    return SourceFormat(name, title, reads, "", lambda path: any(map(is_it, islice(files_of(path), LOOKED_AT))), opened)


FORMATS: tuple[SourceFormat, ...] = (
    SourceFormat(FORMAT, "Karuta", "a folder with cards.jsonl, images.csv and images", "", _is_karuta, _open_karuta),
    SourceFormat(
        ygopro.FORMAT,
        "YGOPro",
        "cards.cdb (one or several), a folder pics, and tables of passcodes and set codes",
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
        read=lambda files, options, _: yaml_yugi.read_files(files, options.game),
        folders=yaml_yugi.PICTURE_FOLDERS,
        fetch=publishers.YAML_YUGI,
    ),
    _json_format(
        name=ygoprodeck.FORMAT,
        title="YGOPRODeck",
        reads="cardinfo.json (one a language) and a folder of pictures",
        game="yugioh",
        is_it=ygoprodeck.is_ygoprodeck,
        read=lambda files, options, _: ygoprodeck.read_lists(files, options.game),
        folders=ygoprodeck.PICTURE_FOLDERS,
        fetch=publishers.YGOPRODECK,
    ),
    _json_format(
        name=scryfall.FORMAT,
        title="Scryfall",
        reads="a bulk file (JSON) and a folder of pictures",
        game="magic",
        is_it=scryfall.is_scryfall,
        read=lambda files, options, pictures: scryfall.read_bulk(
            files, options.game, pictures=pictures, tell=options.tell
        ),
        folders=scryfall.PICTURE_FOLDERS,
        fetch=publishers.SCRYFALL,
    ),
    _json_format(
        name=pokemon.FORMAT,
        title="Pokémon TCG data",
        reads="cards/en/*.json with sets/en.json, and a folder of pictures",
        game="pokemon",
        is_it=pokemon.is_pokemon,
        read=lambda files, options, _: pokemon.read_sets(files, options.game),
        folders=pokemon.PICTURE_FOLDERS,
        fetch=publishers.POKEMON,
    ),
    _list_format(
        name="cockatrice",
        title="Cockatrice",
        reads="cards.xml (version 3 or 4) of any game",
        suffixes=(".xml",),
        is_it=list_rows.is_cockatrice,
        read=list_rows.rows_of_cockatrice,
        fields={
            **{"id": "", "name": "name", "text": "text", "kind": "type", "set_code": "set", "set_name": "set.longname"},
            **{"number": "set.num", "rarity": "set.rarity", "picture": "set.picurl"},
        },
    ),
    _list_format(
        name="lackey",
        title="LackeyCCG",
        reads="sets/*.txt of a plugin, and their setimages",
        suffixes=(".txt",),
        is_it=list_rows.is_lackey,
        read=list_rows.rows_of_text,
        fields={"name": "Name", "set_code": "Set", "picture": "ImageFile"},
    ),
    SourceFormat(
        any_list.FORMAT,
        "a table",
        "CSV or XLSX with any columns (--map says which), and a folder of pictures",
        "",
        lambda path: bool(table_files(path)),
        open_tables,
    ),
    _list_format(
        name=JSON,
        title="a JSON list",
        reads="a list of objects (--map says which key is what), or one JSON file a card",
        suffixes=(".json", ".jsonl"),
        is_it=list_rows.is_json,
        read=list_rows.rows_of_json,
        fields={},
    ),
    _list_format(
        name=YAML,
        title="a YAML list",
        reads="a list of mappings, as in JSON",
        suffixes=(".yml", ".yaml"),
        is_it=is_yaml,
        read=list_rows.rows_of_yaml,
        fields={},
    ),
    SourceFormat(
        pictures_alone.FORMAT,
        "pictures",
        "a folder of pictures, each named as its card; sub-folders are packs",
        "",
        pictures_alone.is_pictures,
        pictures_alone.open_packs,
    ),
)
"""In the order in which they are tried: the surest signs first."""
