"""Makes cards of the rows of any list; `table_columns` says what its columns hold. Knows no particular game.

Every row has one fate: it is a new card, a further printing or artwork of one, says nothing new, or is named with the
reason why it is left out, such as an id that it shares with a row that differs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from karuta.domain.card import SHOP_IDS, SHOPS, Card, CardKey, Printing
from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import Sentence
from karuta.domain.text import fold, squeeze
from karuta.services.catalogue.catalogue_folder import PictureMissing, SkippedRow
from karuta.services.catalogue.join_cards import merged
from karuta.services.catalogue.sources.card_source import SharedId, SourceCard, SourceOptions
from karuta.services.catalogue.sources.languages import language_by_letters
from karuta.services.catalogue.sources.list_rows import (
    MOST_COLUMNS,
    ListRow,
    clean_rows,
    refuse_alone,
    rows_of_table,
)
from karuta.services.catalogue.sources.picture_folder import PicturedSource, PictureFolder, pictures_of
from karuta.services.catalogue.sources.pictures_alone import GAME
from karuta.services.catalogue.sources.table_columns import (
    LANGUAGES,
    AssignedColumns,
    assigned,
    names_a_card,
    some_of,
)
from karuta.services.catalogue.sources.yugioh import GAME as YUGIOH
from karuta.services.catalogue.sources.yugioh import language_of, passcode, whole_number
from karuta.tables import SUFFIXES, TITLE_ROWS, TableRow

FORMAT, JSON = "table", "json"
FORMATS = (FORMAT, JSON, "cockatrice", "tts", "lackey")
PICTURE_FOLDERS = ("images", "pictures", "pics", "bilder", "img")
PREVIEWED = 10
_SAMPLE = 2_000
"""So many rows are looked at to guess what the columns hold."""
_MOST_DOUBTS_NAMES, _MOST_DOUBTS, _MOST_REPEATED = 0.05, 0.4, 0.3
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# What tells a card by itself, and what only counts within a set: 123, 12a, 8★, 4/102.
_WHOLE = re.compile(r".*[A-Za-z].*\d.*|.*\d.*[A-Za-z].*\d.*")
_IN_SET = re.compile(r"\d+[A-Za-z★*†]?(?:/\d+)?")
_REGION = re.compile(r"-(?:EN|DE|FR|IT|ES|PT|JP|JA|KR)\d")
_PRINTED = re.compile(r"[A-Za-z]{1,6}\d{0,3}[-/][A-Za-z]{0,4}\d{1,5}[A-Za-z]?(?:_\w{1,5})?")


@dataclass(frozen=True)
class PreviewedRow:
    """A row of a list and what it would become. `fault`: why it is unusable; `picture`: whether one was found."""

    cells: tuple[str, ...]
    name: str
    fault: str | None
    picture: bool


class ListSource(PicturedSource):
    """One list. `columns`: how its columns are assigned. `rows`: reads it from its beginning."""

    def __init__(
        self,
        rows: Callable[[], Iterator[ListRow]],
        columns: AssignedColumns,
        *,
        name: str,
        format: str,
        game: str | None,
        pictures: PictureFolder,
    ) -> None:
        super().__init__(name=name, format=format, read=lambda: self._cards(rows()), pictures=pictures)
        self.columns = columns
        self.fields = columns.fields
        self._rows = rows
        self._game = game
        self._is_name = columns.fields.get("id", "") in ("", columns.fields.get("name"))

    def preview(self) -> tuple[PreviewedRow, ...]:
        """The first rows, read with these columns."""
        return tuple(self._previewed(row) for row in islice(self._rows(), PREVIEWED))

    def _previewed(self, row: ListRow) -> PreviewedRow:
        cells = tuple(", ".join(row.values.get(column, ())) for column in self.columns.columns)
        read = self._card(row)
        if isinstance(read, SkippedRow):
            return PreviewedRow(cells, "", read.reason, picture=False)
        found = any(self._pictures.find(name) for name in read.pictures)
        return PreviewedRow(cells, read.card.name, None, picture=found)

    def refuse_doubtful(self, sample: Sequence[ListRow]) -> None:
        """Raises `CatalogueError` where the column of ids is guessed, and rows that it joins differ."""
        shared = [row for row in self._cards(iter(sample)) if isinstance(row, SharedId) and not row.is_joined]
        if len(shared) > len(sample) * (_MOST_DOUBTS_NAMES if self._is_name else _MOST_DOUBTS):
            raise CatalogueError(
                "{count} of the first {all} rows have the {field} of another row and are another card (line {line}: "
                "{reason}); say which column tells cards apart with id=COLUMN. It has {columns}.",
                count=f"{len(shared):,}",
                all=f"{len(sample):,}",
                field=self.columns.fields.get("id") or self.columns.fields.get("name", "name"),
                line=shared[0].line,
                reason=shared[0].reason,
                columns=some_of(self.columns.columns),
            )

        repeated = self._repeated(sample)
        if repeated >= len(sample) * _MOST_REPEATED:
            raise CatalogueError(
                "{count} of the first {all} rows have the name of another row, and another value in the column "
                "{column}. Say whether they are printings of one card, with id={name}, or cards of their own, with "
                "id={column}.",
                count=f"{repeated:,}",
                all=f"{len(sample):,}",
                column=self.columns.fields["id"],
                name=self.columns.fields.get("name", "COLUMN"),
            )

    def _repeated(self, sample: Sequence[ListRow]) -> int:
        """How many rows agree with another in all but their id and their set; a list of printings may lack an id."""
        if self._is_name or not {"set_code", "set_name", "number"} & set(self.fields):
            return 0
        ids: dict[tuple[object, ...], set[str]] = {}
        for row in sample:
            card = self._card(row)
            if isinstance(card, SourceCard):
                told = (self.columns.texts(row, "text"), *(row.values.get(trait) for trait in self.columns.all_traits))
                ids.setdefault((card.card.name, *told), set()).add(card.card.key.card_id)
        return sum(len(several) - 1 for several in ids.values())

    def _cards(self, rows: Iterator[ListRow]) -> Iterator[SourceCard | SkippedRow]:
        """Every card once: rows with one id are printings or artworks of one card, if they agree.

        A picture that a row names and that is missing is reported.
        """
        cards: dict[CardKey, SourceCard] = {}
        first: dict[CardKey, _Facts] = {}
        for row in rows:
            read = self._card(row)
            if isinstance(read, SkippedRow):
                there = cards.get(CardKey(self._game_of(row), self._id(row)))
                if there is None or row.fault is not None:
                    yield read
                    continue
                # A card's further printings often omit its name.
                read = replace(there, card=replace(there.card, printings=self._printings(row)), further=0, same=0)
            yield from self._missing(row)
            key, facts = read.card.key, _Facts.of(row, read.card, self.columns)
            there = cards.get(key)
            if there is None:
                cards[key], first[key] = read, facts
                continue
            if what := first[key].other_than(facts):
                is_text = what == "text"
                yield SharedId(row.file, row.line, self._shared(key, first[key].line, what), is_text)
                if not is_text:
                    continue
            card = merged(there.card, read.card, new_wins=False)
            order = (there.pictures, read.pictures)
            if facts.is_own and not first[key].is_own:
                # The card's own picture comes before those of its variants.
                first[key], order = facts, order[::-1]
            pictures = tuple(dict.fromkeys(chain.from_iterable(order)))
            is_new = card != there.card or len(pictures) > len(there.pictures)
            cards[key] = replace(
                there,
                card=card,
                pictures=pictures,
                further=there.further + (is_new and not what),
                same=there.same + (not is_new and not what),
            )
        yield from cards.values()

    def _missing(self, row: ListRow) -> Iterator[SkippedRow]:
        if self.format == FORMAT or not self._pictures.is_empty:
            for named in self.columns.texts(row, "picture"):
                if named and not _ADDRESS.match(named) and not any(map(self._pictures.find, _stems(named))):
                    yield PictureMissing(row.file, row.line, Sentence("picture {file} is missing", file=named))

    def _shared(self, key: CardKey, line: int, what: str) -> Sentence:
        said = {"id": key.card_id, "line": line, "what": what}
        if what == "text":
            return Sentence("it has the id {id} of line {line}, and another {what}: taken as its printing", **said)
        if other := self.columns.other_id:
            return Sentence(
                "it has the id {id} of line {line}, and another {what}: left out; by the column {column} they are two "
                "cards",
                **said,
                column=other,
            )
        return Sentence("it has the id {id} of line {line}, and another {what}: left out", **said)

    def _id(self, row: ListRow) -> str:
        return self.columns.value(row, "variant_of") or self.columns.variants.base(self.columns.value(row, "id"))

    def _game_of(self, row: ListRow) -> str:
        return self._game or self.columns.value(row, "game") or GAME

    def _card(self, row: ListRow) -> SourceCard | SkippedRow:
        columns = self.columns
        names = {} if row.fault else self._texts(row, "name")
        key = CardKey(self._game_of(row), self._id(row) or next(iter(names.values()), ""))
        fault = row.fault
        if fault is None and not names:
            fault = Sentence("{field} is missing", field="name")
        elif fault is None and ":" in key.game:
            fault = Sentence("game may hold no colon, which parts it from the card id")
        elif fault is None and not f"{key.game}{key.card_id}".isprintable():
            fault = Sentence("{field} holds a character that cannot be shown", field="id")
        if fault is not None:
            return SkippedRow(row.file, row.line, fault)
        said = columns.value(row, "passcode")
        number = whole_number(said)
        codes: dict[str, Any] = {"passcode": passcode(number) if number and key.game == YUGIOH else said}
        card = Card(
            key=key,
            names=names,
            readings=self._texts(row, "reading"),
            codes=codes if said else {},
            kind=columns.value(row, "kind"),
            printings=self._printings(row),
        )
        card = replace(card, facts=self._shop_ids(row, card.printings))
        named = [text for text in columns.texts(row, "picture") if text]
        # The set code identifies one printing; a picture may be named by it when none is named by the card's id.
        codes_ = (columns.value(row, "id"), said, *(printing.set_code for printing in card.printings))
        sets = (f"{code}/{name}" for code in columns.texts(row, "set_code") for name in names.values())
        others = () if named and not _ADDRESS.match(named[0]) else (*codes_, key.card_id, *sets, *names.values())
        pictures = (*chain.from_iterable(map(_stems, named)), *others)
        return SourceCard(card, row.file, row.line, tuple(name for name in dict.fromkeys(pictures) if name))

    def _texts(self, row: ListRow, field: str) -> dict[str, str]:
        """By language; if a column does not say its language, the letters tell."""
        found = {language: self.columns.value(row, f"{field}.{language}") for language in LANGUAGES}
        if text := self.columns.value(row, field):
            language = "ja" if field == "reading" else language_by_letters([text])
            found[language] = found[language] or text
        return {language: text for language, text in found.items() if text}

    def _printings(self, row: ListRow) -> tuple[Printing, ...]:
        said = {field: self.columns.texts(row, field) for field in ("set_code", "set_name", "number", "lang")}
        if not said["number"] and not said["set_code"] and _PRINTED.fullmatch(card_id := self.columns.value(row, "id")):
            said["number"] = (card_id,)
        count = max(map(len, said.values()))
        rarities = self.columns.texts(row, "rarity")
        found: dict[tuple[str, str], Printing] = {}
        for at in range(count):
            set_, name, number, lang = (
                values[at] if at < len(values) > 1 else next(iter(values), "") for values in said.values()
            )
            code = (
                number
                if _WHOLE.fullmatch(number) and not _IN_SET.fullmatch(number)
                else "-".join(filter(None, (set_, number)))
            )
            # Printings are told apart by their codes; a list may have the names of sets alone.
            code = code or name
            if code:
                own = rarities[at : at + 1] if len(rarities) == count else rarities
                lang = lang.lower() or _language_of(code, self._game_of(row))
                there = found.get((code, lang), Printing(code, name or (set_ if code != set_ else ""), lang))
                more = tuple(rarity for rarity in own if rarity and rarity not in there.rarities)
                found[code, lang] = replace(there, rarities=(*there.rarities, *more))
        return tuple(found.values())

    def _shop_ids(self, row: ListRow, printings: Sequence[Printing]) -> dict[str, Any]:
        """Of the row's one printing: of several nobody could say whose id it is."""
        said = {shop: self.columns.value(row, f"{shop}_id") for shop in SHOPS} if len(printings) == 1 else {}
        ids = {shop: {printings[0].set_code: int(text)} for shop, text in said.items() if text.isdecimal()}
        return {SHOP_IDS: ids} if ids else {}


def _language_of(code: str, game: str) -> str:
    """Of other games only a code with a language's usual letters says it: `LAN-DE001`, but not `A-SP-01`."""
    return language_of(code) if game == YUGIOH or _REGION.search(code) else ""


@dataclass(frozen=True)
class _Facts:
    """Facts that rows of one card share. `others`: column -> values. `is_own`: its id is the card's, with no mark."""

    line: int
    is_own: bool
    names: Mapping[str, str]
    lang: str
    text: str
    others: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, row: ListRow, card: Card, columns: AssignedColumns) -> _Facts:
        compared = (*((columns.other_id,) if columns.other_id else ()), *columns.traits)
        return cls(
            line=row.line,
            is_own=columns.value(row, "id") == card.key.card_id,
            names={language: squeeze(fold(name)) for language, name in card.names.items()},
            lang=columns.value(row, "lang"),
            text=squeeze(fold(columns.value(row, "text"))),
            others={column: row.values[column] for column in compared if column in row.values},
        )

    def other_than(self, row: _Facts) -> str:
        """The first thing in which a row with the same id differs; "" where it says nothing else."""
        if any(self.names.get(language, name) != name for language, name in row.names.items()):
            return "name"
        for column, values in row.others.items():
            if self.others.get(column, values) != values:
                return column
        return "text" if self.lang == row.lang and self.text and row.text and self.text != row.text else ""


def table_files(path: Path) -> list[Path]:
    """The table itself, or those in a folder."""
    if path.is_file():
        return [path] if path.suffix.lower() in SUFFIXES else []
    there = sorted(path.iterdir())
    return [file for file in there if file.suffix.lower() in SUFFIXES and file.is_file() and file.name[:1] not in ".~"]


def open_tables(path: Path, options: SourceOptions, *, name: str) -> tuple[ListSource, ...]:
    """One source per table. Raises `CatalogueError` if no column can be a name, or the guess may be wrong."""
    found = []
    files = table_files(path)
    for file in files:
        header = _header(file)
        if header is None:
            raise CatalogueError("{path} has no first row with the names of its columns.", path=file)
        if header.fault is not None:
            raise CatalogueError("The first line of {path} cannot be used: {reason}.", path=file, reason=header.fault)
        pictures = PictureFolder.beside(file, options.pictures, PICTURE_FOLDERS)

        def rows(file: Path = file, header: TableRow = header) -> Iterator[ListRow]:
            return rows_of_table(file, header)

        own = name if len(files) == 1 else file.name
        source = _opened(rows, header.cells, options, name=own, format=FORMAT, pictures=pictures)
        if options.pictures is None and "picture" in source.fields:
            pictures.add_sub_folders(file.parent, but=PICTURE_FOLDERS)
        found.append(source)
    return tuple(found)


def open_list(
    path: Path,
    files: Sequence[Path],
    read: Callable[[Path], Iterator[ListRow]],
    options: SourceOptions,
    *,
    name: str,
    format: str,
    fields: Mapping[str, str],
) -> tuple[ListSource, ...]:
    """All files as one source. `fields`: what its format says of its columns. Raises `CatalogueError`."""

    def rows() -> Iterator[ListRow]:
        return chain.from_iterable(map(read, files))

    if format == JSON:
        refuse_alone(path)
    folders = (*PICTURE_FOLDERS, "sets/setimages", ".")
    if path.is_dir():
        pictures = pictures_of(path, options, folders)
    else:
        pictures = PictureFolder.beside(path, options.pictures, PICTURE_FOLDERS)
    return (_opened(rows, (), options, name=name, format=format, pictures=pictures, fields=fields),)


def _opened(
    rows: Callable[[], Iterator[ListRow]],
    columns: tuple[str, ...],
    options: SourceOptions,
    *,
    name: str,
    format: str,
    pictures: PictureFolder,
    fields: Mapping[str, str] | None = None,
) -> ListSource:
    sample = list(islice(rows(), _SAMPLE))
    if not columns:
        if all(row.fault for row in sample):
            raise CatalogueError(
                "{name} holds no list of cards ({reason}). A table works, or a list of objects, each with a name.",
                name=name,
                reason=sample[0].fault if sample else Sentence("it is empty"),
            )
        columns = tuple(dict.fromkeys(column for row in sample for column in row.values))[:MOST_COLUMNS]
    known = {field: column for field, column in (fields or {}).items() if column in columns or not column}
    said = {**known, **(options.columns or options.recalled(columns))}
    taken = assigned(columns, said, sample, options.variants)
    if taken.fault is not None and not options.is_preview:
        raise taken.fault
    source = ListSource(rows, taken, name=name, format=format, game=options.game, pictures=pictures)
    if "id" not in said and not options.is_preview:
        source.refuse_doubtful(sample)
    return source


def _header(path: Path) -> TableRow | None:
    """The first row, unless that is a title and one below it has a column for the card's name."""
    first = list(islice(clean_rows(path), TITLE_ROWS + 1))
    named = (row for row in first if row.fault is None and names_a_card(row.cells))
    return next(named, first[0] if first else None)


def _stems(named: str) -> tuple[str, ...]:
    """A picture's names as a cell gives them: with its folder, if there is one, and without its address.

    LackeyCCG parts the two sides of a card by a comma.
    """
    found = []
    plain = named.split("?")[0].split("#")[0] if _ADDRESS.match(named) else named
    for each in (plain, *(plain.split(",") if "," in plain else ())):
        parts = [part for part in each.strip().replace("\\", "/").split("/") if part not in ("", ".", "..")]
        if parts:
            stem = Path(parts[-1]).stem
            found += ["/".join((*parts[-2:-1], stem)), *([stem] if _ADDRESS.match(named) else [])]
    return tuple(found) or (named,)
