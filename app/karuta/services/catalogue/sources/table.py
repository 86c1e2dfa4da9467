"""Reads cards from tables with any columns; `table_columns` assigns them. Knows no particular table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import Sentence
from karuta.services.catalogue.catalogue_folder import PictureMissing, SkippedRow
from karuta.services.catalogue.join_cards import merged
from karuta.services.catalogue.sources.card_source import SourceCard, SourceOptions
from karuta.services.catalogue.sources.languages import language_by_letters
from karuta.services.catalogue.sources.loose import one_line
from karuta.services.catalogue.sources.picture_folder import PicturedSource, PictureFolder
from karuta.services.catalogue.sources.pictures_alone import GAME
from karuta.services.catalogue.sources.table_columns import LANGUAGES, AssignedColumns, assigned, names_a_card
from karuta.services.catalogue.sources.yugioh import GAME as YUGIOH
from karuta.services.catalogue.sources.yugioh import language_of, passcode, whole_number
from karuta.tables import SUFFIXES, TITLE_ROWS, TableRow, table_rows

FORMAT = "table"
PICTURE_FOLDERS = ("images", "pictures", "pics", "bilder", "img")
PREVIEWED = 10
_MOST_COLUMNS = 500


@dataclass(frozen=True)
class PreviewedRow:
    """A row of a table and what it would become. `fault`: why it is unusable; `picture`: whether one was found."""

    cells: tuple[str, ...]
    name: str
    fault: str | None
    picture: bool


class TableSource(PicturedSource):
    """One table. `columns`: how its columns are assigned."""

    def __init__(
        self, path: Path, columns: AssignedColumns, *, name: str, game: str | None, pictures: PictureFolder
    ) -> None:
        super().__init__(
            name=name, format=FORMAT, read=lambda: read_table(path, columns, game, pictures), pictures=pictures
        )
        self.columns = columns
        self._path = path
        self._game = game

    def preview(self) -> tuple[PreviewedRow, ...]:
        """The first rows, read with these columns."""
        rows = islice(_body(self._path), PREVIEWED)
        return tuple(self._previewed(row) for row in rows)

    def _previewed(self, row: TableRow) -> PreviewedRow:
        read = _card(row, self.columns, self._game, self._path.name)
        if isinstance(read, SkippedRow):
            return PreviewedRow(row.cells, "", read.reason, picture=False)
        found = any(self._pictures.find(name) for name in read.pictures)
        return PreviewedRow(row.cells, read.card.name, None, picture=found)


def table_files(path: Path) -> list[Path]:
    """The table itself, or those in a folder."""
    if path.is_file():
        return [path] if path.suffix.lower() in SUFFIXES else []
    there = sorted(path.iterdir())
    return [file for file in there if file.suffix.lower() in SUFFIXES and file.is_file() and file.name[:1] not in ".~"]


def open_tables(path: Path, options: SourceOptions, *, name: str) -> tuple[TableSource, ...]:
    """One source per table. Raises `CatalogueError` if no column can be a name."""
    found = []
    files = table_files(path)
    for file in files:
        header = _header(file)
        if header is None:
            raise CatalogueError("{path} has no first row with the names of its columns.", path=file)
        if header.fault is not None:
            raise CatalogueError("The first line of {path} cannot be used: {reason}.", path=file, reason=header.fault)
        said = options.columns or options.recalled(header.cells)
        columns = assigned(header.cells, said)
        if columns.fault is not None and not options.is_preview:
            raise columns.fault
        own = name if len(files) == 1 else file.name
        pictures = PictureFolder.beside(file, options.pictures, PICTURE_FOLDERS)
        if options.pictures is None and "picture" in columns.fields:
            pictures.add_sub_folders(file.parent, but=PICTURE_FOLDERS)
        found.append(TableSource(file, columns, name=own, game=options.game, pictures=pictures))
    return tuple(found)


def read_table(
    path: Path, columns: AssignedColumns, game: str | None, pictures: PictureFolder
) -> Iterator[SourceCard | SkippedRow]:
    """Every card once: rows with one id are printings of one card.

    A picture that a row names and that is missing is reported.
    """
    cards: dict[CardKey, SourceCard] = {}
    for row in _body(path):
        read = _card(row, columns, game, path.name)
        if isinstance(read, SkippedRow):
            there = cards.get(CardKey(_game(row, columns, game), columns.value(row.cells, "id")))
            if there is None or row.fault is not None:
                yield read
                continue
            # A card's further printings often omit its name.
            read = replace(there, card=replace(there.card, printings=_printings(row, columns)))
        if (named := columns.value(row.cells, "picture")) and not pictures.find(_stem(named)):
            yield PictureMissing(path.name, row.line, Sentence("picture {file} is missing", file=named))
        there = cards.get(read.card.key)
        if there is not None:
            both = tuple(dict.fromkeys((*there.pictures, *read.pictures)))
            read = replace(there, card=merged(there.card, read.card, new_wins=False), pictures=both)
        cards[read.card.key] = read
    yield from cards.values()


def _body(path: Path) -> Iterator[TableRow]:
    """What follows the header."""
    header = _header(path)
    return (row for row in _rows(path) if header is not None and row.line > header.line)


def _header(path: Path) -> TableRow | None:
    """The first row, unless that is a title and one below it has a column for the card's name."""
    first = list(islice(_rows(path), TITLE_ROWS + 1))
    named = (row for row in first if row.fault is None and names_a_card(row.cells))
    return next(named, first[0] if first else None)


def _rows(path: Path) -> Iterator[TableRow]:
    """Every row that is not empty, each cell in one line."""
    for row in table_rows(path):
        clean = tuple(one_line(cell) for cell in row.cells[:_MOST_COLUMNS])
        if any(row.cells[_MOST_COLUMNS:]):
            yield TableRow(row.line, fault=Sentence("it has more than {count} columns", count=_MOST_COLUMNS))
        elif any("\ufffd" in cell or "\0" in cell for cell in clean):
            yield TableRow(row.line, fault=Sentence("holds what is not text"))
        elif any(clean) or row.fault is not None:
            yield replace(row, cells=clean)


def _card(row: TableRow, columns: AssignedColumns, game: str | None, file: str) -> SourceCard | SkippedRow:
    if row.fault is not None:
        return SkippedRow(file, row.line, row.fault)
    names = _texts(row, columns, "name")
    if not names:
        return SkippedRow(file, row.line, Sentence("{field} is missing", field="name"))
    key = CardKey(_game(row, columns, game), columns.value(row.cells, "id") or next(iter(names.values())))
    if ":" in key.game:
        return SkippedRow(file, row.line, Sentence("game may hold no colon, which parts it from the card id"))
    if not f"{key.game}{key.card_id}".isprintable():
        return SkippedRow(file, row.line, Sentence("{field} holds a character that cannot be shown", field="id"))
    said = columns.value(row.cells, "passcode")
    number = whole_number(said)
    codes: dict[str, Any] = {"passcode": passcode(number) if number and key.game == YUGIOH else said} if said else {}
    card = Card(
        key=key,
        names=names,
        readings=_texts(row, columns, "reading"),
        codes=codes,
        kind=columns.value(row.cells, "kind"),
        printings=_printings(row, columns),
    )
    if named := columns.value(row.cells, "picture"):
        return SourceCard(card, file, row.line, (_stem(named),))
    # The set code identifies one printing; a picture may be named by it when none is named by the card's id.
    by_number = (key.card_id, said, columns.value(row.cells, "set_code"), *names.values())
    return SourceCard(card, file, row.line, tuple(fromkey for fromkey in dict.fromkeys(by_number) if fromkey))


def _stem(named: str) -> str:
    """A picture's name as a cell gives it: with its folder, if there is one."""
    parts = [part for part in named.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join((*parts[-2:-1], Path(parts[-1]).stem)) if parts else named


def _game(row: TableRow, columns: AssignedColumns, game: str | None) -> str:
    return game or columns.value(row.cells, "game") or GAME


def _texts(row: TableRow, columns: AssignedColumns, field: str) -> dict[str, str]:
    """By language; if a column does not say its language, the letters tell."""
    found = {language: columns.value(row.cells, f"{field}.{language}") for language in LANGUAGES}
    if text := columns.value(row.cells, field):
        language = "ja" if field == "reading" else language_by_letters([text])
        found[language] = found[language] or text
    return {language: text for language, text in found.items() if text}


def _printings(row: TableRow, columns: AssignedColumns) -> tuple[Printing, ...]:
    code, set_name = columns.value(row.cells, "set_code"), columns.value(row.cells, "set_name")
    if not code and not set_name:
        return ()
    rarity = columns.value(row.cells, "rarity")
    lang = columns.value(row.cells, "lang").lower() or language_of(code)
    return (Printing(code, set_name, lang, (rarity,) if rarity else ()),)
