"""Makes cards of the rows of any list; `table_columns` says what its columns hold. Knows no particular game.

Every row has one fate: it is a new card, a further printing or artwork of one, says nothing new, or is named with the
reason why it is left out, such as an id that it shares with a row that differs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice, product
from pathlib import Path
from typing import Any

from karuta.domain.card import EDITIONS, SHOP_IDS, SHOPS, Card, CardKey, Printing
from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import Sentence
from karuta.services.catalogue.catalogue_folder import PictureMissing, SkippedRow, place_in
from karuta.services.catalogue.join_cards import with_printings
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.card_source import (
    UNNAMED_GAME,
    CardSource,
    Rows,
    SharedId,
    SourceCard,
    SourceOptions,
)
from karuta.services.catalogue.sources.column_names import (
    LANGUAGES,
    LATIN,
    SHOP_FIELDS,
    called,
    is_card_code,
    names_a_card,
    some_of,
    words_of,
)
from karuta.services.catalogue.sources.column_values import PRINTED, STAMPED, printed_in
from karuta.services.catalogue.sources.gather_rows import gathered
from karuta.services.catalogue.sources.languages import (
    language_by_letters,
    language_by_name,
    language_named,
)
from karuta.services.catalogue.sources.list_rows import (
    MOST_COLUMNS,
    ListRow,
    Sheet,
    clean_rows,
    like_the_most,
    refuse_alone,
)
from karuta.services.catalogue.sources.picture_folder import PictureFolder, pack_name, pictures_of
from karuta.services.catalogue.sources.table_columns import AssignedColumns, PreviewedRow, TablePreview, assigned
from karuta.services.catalogue.sources.yugioh import GAME as YUGIOH
from karuta.services.catalogue.sources.yugioh import language_of, passcode, whole_number
from karuta.tables import SUFFIXES, TITLE_ROWS, TableRow, sheets_of

FORMAT, JSON, YAML = "table", "json", "yaml"
PICTURE_FOLDERS = ("images", "pictures", "pics", "bilder", "img")
PREVIEWED = 10
_SAMPLE = 2_000
"""So many rows are looked at to guess what the columns hold."""
_MOST_OTHERS = 0.2
"""So many names in Latin letters may stand among Japanese ones."""
_MOST_DOUBTS_NAMES, _MOST_DOUBTS, _MOST_REPEATED, _MOST_TEXTS = 0.05, 0.4, 0.3, 0.25
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# What tells a card by itself, and what only counts within a set: 123, 12a, 8★, 4/102.
_WHOLE = re.compile(r".*[A-Za-z].*\d.*|.*\d.*[A-Za-z].*\d.*")
_IN_SET = re.compile(r"\d+[A-Za-z★*†]?(?:/\d+)?")
_REGION = re.compile(r"-(?:EN|DE|FR|IT|ES|PT|JP|JA|KR)\d")
_CODE = re.compile(r"(?=.*[A-Za-z].*\d)[^\s_]{2,12}")
_SHORT = re.compile(r"[A-Za-z0-9]{1,6}")


class ListSource(CardSource):
    """One list. `columns`: how its columns are assigned. `rows`: reads it from its beginning."""

    columns: AssignedColumns
    makes_up_ids = True

    def __init__(
        self,
        rows: Callable[[], Iterator[ListRow]],
        columns: AssignedColumns,
        *,
        name: str,
        format: str,
        game: str | None,
        pictures: PictureFolder,
        language: str = "",
    ) -> None:
        """`language`: of names of which their column does not say it; empty where the letters of each tell."""
        super().__init__(name=name, format=format, read=lambda: self._cards(rows()), pictures=pictures)
        self.columns = columns
        self._rows = rows
        self._game = game
        self._language = language
        self.pack_game = None if game else UNNAMED_GAME
        self._is_name = columns.fields.get("id", "") in ("", columns.fields.get("name"))

    def preview(self) -> TablePreview:
        rows = tuple(map(self._previewed, islice(self._rows(), PREVIEWED)))
        return TablePreview(self.columns.columns, self.fields, rows)

    def _previewed(self, row: ListRow) -> PreviewedRow:
        cells = tuple(", ".join(row.values.get(column, ())) for column in self.columns.columns)
        read = self._card(row)
        if isinstance(read, SkippedRow):
            return PreviewedRow(cells, "", read.reason, picture=False)
        if not read.card.names and read.is_own:
            return PreviewedRow(cells, "", Sentence("{field} is missing", field="name"), picture=False)
        has_picture = any(self._pictures.find(str(name)) for name in read.pictures)
        name = read.card.name if read.card.names else read.card.key.card_id
        return PreviewedRow(cells, name, None, picture=has_picture)

    def refuse_doubtful(self, sample: Sequence[ListRow]) -> None:
        """Raises `CatalogueError` where the column of ids is guessed, and rows that it joins differ."""
        shared = [row for row in self._cards(iter(sample)) if isinstance(row, SharedId)]
        others = [row for row in shared if not row.is_joined]
        are_others = len(others) > len(sample) * (_MOST_DOUBTS_NAMES if self._is_name else _MOST_DOUBTS)
        if are_others or (self._is_name and len(shared) > len(sample) * _MOST_TEXTS):
            shared = others if are_others else shared
            raise CatalogueError(
                "{count} of the first {all} rows have the {field} of another row and differ from it ({place}: "
                "{reason}); say which column tells cards apart with id=COLUMN, or which two with id=COLUMN+COLUMN. It "
                "has {columns}.",
                count=f"{len(shared):,}",
                all=f"{len(sample):,}",
                field=self.columns.fields.get("id") or self.columns.fields.get("name", "name"),
                place=place_in(shared[0].line, shared[0].row),
                reason=shared[0].reason,
                columns=some_of(self.columns.columns),
            )

        repeated = self._repeated(sample)
        if sample and repeated >= len(sample) * _MOST_REPEATED:
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
        if self._is_name:
            return 0
        has_sets = bool({"set_code", "set_name", "number"} & set(self.fields))
        ids: dict[tuple[object, ...], set[str]] = {}
        for row in sample:
            card = self._card(row)
            # Where nothing is said of sets, an id as it is printed on a card may be a printing's.
            if (
                isinstance(card, SourceCard)
                and card.card.names
                and (has_sets or _CODE.fullmatch(card.card.key.card_id))
            ):
                told = (self.columns.texts(row, "text"), *(row.values.get(trait) for trait in self.columns.all_traits))
                ids.setdefault((card.card.name, *told), set()).add(card.card.key.card_id)
        return sum(len(several) - 1 for several in ids.values())

    def _cards(self, rows: Iterable[ListRow]) -> Rows:
        """Every card once. A picture that a row names and that is missing is reported."""
        read = (each for row in rows for each in (self._card(row), *self._missing(row)))
        return gathered(read, other_id=self.columns.other_id)

    def _missing(self, row: ListRow) -> Iterator[SkippedRow]:
        if self.format == FORMAT or not self._pictures.is_empty:
            for named in self.columns.texts(row, "picture"):
                if named and not _ADDRESS.match(named) and not any(map(self._pictures.find, _stems(named))):
                    yield PictureMissing(row.file, row.line, Sentence("picture {file} is missing", file=named), row.row)

    def _id(self, row: ListRow) -> str:
        return self.columns.value(row, "variant_of") or self.columns.variants.base(self.columns.value(row, "id"))

    def _game_of(self, row: ListRow) -> str:
        return self._game or self.columns.value(row, "game") or self.pack_game or UNNAMED_GAME

    def _card(self, row: ListRow) -> SourceCard | SkippedRow:
        columns = self.columns
        names = {} if row.fault else self._texts(row, "name")
        key = CardKey(self._game_of(row), self._id(row) or next(iter(names.values()), ""))
        fault = row.fault
        if fault is None and ":" in key.game:
            fault = Sentence("game may not contain a colon, which separates it from the card id")
        elif fault is None and not f"{key.game}{key.card_id}".isprintable():
            fault = Sentence("{field} holds a character that cannot be shown", field="id")
        if fault is not None:
            return SkippedRow(row.file, row.line, fault, row.row)
        passcode_text = columns.value(row, "passcode")
        number = whole_number(passcode_text)
        codes: dict[str, Any] = {"passcode": passcode(number) if number and key.game == YUGIOH else passcode_text}
        card = Card(
            key=key,
            names=names,
            readings=self._texts(row, "reading"),
            codes=codes if passcode_text else {},
            kind=columns.value(row, "kind"),
            printings=with_printings((), (issue for issue in self._issues(row) if issue.set_code)),
        )
        card = replace(card, facts=self._of_printings(row))
        named = [text for text in columns.texts(row, "picture") if text]
        # The set code identifies one printing; a picture may be named by it when none is named by the card's id.
        codes_ = (columns.value(row, "id"), passcode_text, *(printing.set_code for printing in card.printings))
        sets = (f"{code}/{name}" for code in columns.texts(row, "set_code") for name in names.values())
        others = () if named and not _ADDRESS.match(named[0]) else (*codes_, key.card_id, *sets, *names.values())
        pictures = (*chain.from_iterable(map(_stems, named)), *others)
        compared = (columns.other_id, *columns.traits)
        return SourceCard(
            card,
            row.file,
            row.line,
            row.row,
            pictures=tuple(name for name in dict.fromkeys(pictures) if name),
            traits={column: row.values[column] for column in compared if column in row.values},
            lang=columns.value(row, "lang"),
            text=columns.value(row, "text"),
            own_id=columns.value(row, "id"),
        )

    def _texts(self, row: ListRow, field: str) -> dict[str, str]:
        """By language; if a column does not say its language, the letters tell."""
        texts = {language: self.columns.value(row, f"{field}.{language}") for language in LANGUAGES}
        for languages, names in self.columns.translations if field == "name" else ():
            for language_text, name in zip(row.of(languages), row.of(names), strict=False):
                if (language := language_named(language_text)) in texts and not texts[language]:
                    texts[language] = name
        if text := self.columns.value(row, field):
            language = "ja" if field == "reading" else self._language or language_by_letters([text])
            texts[language] = texts[language] or text
        return {language: text for language, text in texts.items() if text}

    def _issues(self, row: ListRow) -> list[Printing]:
        """A printing for each of the values that stand side by side, with one code more than once."""
        columns = {field: self.columns.texts(row, field) for field in ("set_code", "set_name", "number", "lang")}
        is_alone = not columns["number"] and not columns["set_code"]
        if is_alone:
            card_id, column = self.columns.value(row, "id"), self.fields.get("id", "")
            columns["number"] = (card_id,) if is_card_code(column) or PRINTED.fullmatch(card_id) else ()
        count = max(map(len, columns.values()))
        rarities = self.columns.texts(row, "rarity")
        printings = []
        for at in range(count):
            set_code, name, number, lang = (
                values[at] if at < len(values) > 1 else next(iter(values), "") for values in columns.values()
            )
            if stamp := STAMPED.fullmatch(number):
                number, lang, set_code = f"{stamp[3]}-{stamp[1]}", stamp[2], ""
            elif " " in number and (printed := printed_in(number)):
                name, number = name or number.split(f" - {printed}")[0], printed
            if not (set_code or is_alone) and _IN_SET.fullmatch(number) and _SHORT.fullmatch(name):
                set_code = name
            code = (
                number
                if _WHOLE.fullmatch(number) and not _IN_SET.fullmatch(number)
                else "-".join(filter(None, (set_code, number)))
            )
            # Printings are told apart by their codes; a list may have the names of sets alone.
            code = code or name
            own = rarities[at : at + 1] if len(rarities) == count else tuple(dict.fromkeys(rarities))
            lang = language_named(lang) or lang.lower() or _language_of(code, self._game_of(row))
            printings.append(
                Printing(code, name or (set_code if code != set_code else ""), lang, tuple(filter(None, own)))
            )
        return printings

    def _of_printings(self, row: ListRow) -> dict[str, Any]:
        """Of the row's one printing, or of each where as many stand side by side: product ids, editions, finishes."""
        columns = {field: self.columns.texts(row, field) for field in (*SHOP_FIELDS, "edition", "finish")}
        codes = [issue.set_code for issue in self._issues(row)] if any(columns.values()) else []
        alone = codes[:1] if len(set(codes)) == 1 else []
        ids: dict[str, dict[str, int]] = {}
        for shop in SHOPS:
            texts = columns[f"{shop}_id"]
            for code, text in zip(codes if len(codes) == len(texts) else alone, texts, strict=False):
                if code and text.isdecimal():
                    ids.setdefault(shop, {}).setdefault(code, int(text))
        editions: dict[str, list[str]] = {}
        for at, code in enumerate(codes or [""]):
            kinds = (columns["edition"], tuple(map(self._finish, columns["finish"])))
            own = (texts[at : at + 1] if len(texts) == len(codes) > 1 else texts for texts in kinds)
            pairs = (", ".join(filter(None, each)) for each in product(*(part or ("",) for part in own)))
            editions.setdefault(code, []).extend(filter(None, dict.fromkeys(pairs)))
        return loose.without_empty(
            **{SHOP_IDS: ids, EDITIONS: {code: texts for code, texts in editions.items() if texts}}
        )

    def _finish(self, text: str) -> str:
        """Yes means what its column is called, no nothing."""
        words = called()["words"]
        if text.casefold() in words["yes"]:
            return words_of(self.fields["finish"])
        return "" if text.casefold() in words["no"] else text


def _language_of(code: str, game: str) -> str:
    """Of other games only a code with a language's usual letters says it: `LAN-DE001`, but not `A-SP-01`."""
    return language_of(code) if game == YUGIOH or _REGION.search(code) else ""


def table_files(path: Path) -> list[Path]:
    """The table itself, or those in a folder."""
    if path.is_file():
        return [path] if path.suffix.lower() in SUFFIXES else []
    there = sorted(path.iterdir())
    return [file for file in there if file.suffix.lower() in SUFFIXES and file.is_file() and file.name[:1] not in ".~"]


def open_tables(path: Path, options: SourceOptions) -> tuple[ListSource, ...]:
    """One source per table. Raises `CatalogueError` if no column can be a name, or the guess may be wrong."""
    sources = []
    files = table_files(path)
    for file in files:
        sheets, left_out = _sheets(file)
        if not sheets:
            raise CatalogueError("{path} has no first row with the names of its columns.", path=file)
        if (fault := sheets[0].header.fault) is not None:
            raise CatalogueError("The first line of {path} cannot be used: {reason}.", path=file, reason=fault)
        pictures = PictureFolder.beside(file, options.pictures, PICTURE_FOLDERS)

        def rows(sheets: Sequence[Sheet] = sheets, left_out: Sequence[ListRow] = left_out) -> Iterator[ListRow]:
            return chain(chain.from_iterable(sheet.rows() for sheet in sheets), left_out)

        own = pack_name(path) if len(files) == 1 else file.name
        columns = tuple(dict.fromkeys(column for sheet in sheets for column in sheet.columns))
        source = _opened(rows, columns, options, name=own, format=FORMAT, pictures=pictures)
        if options.pictures is None and "picture" in source.fields:
            pictures.add_sub_folders(file.parent, but=PICTURE_FOLDERS)
        sources.append(source)
    return tuple(sources)


def _sheets(file: Path) -> tuple[list[Sheet], list[ListRow]]:
    """The tables of a file with cards, of a workbook all, and a row for each of its sheets that has none."""
    names = sheets_of(file)
    if len(names) < 2:
        header = _header(file)
        return ([Sheet(file, header)] if header is not None else []), []
    filled = [Sheet(file, header, name) for name in names if (header := _header(file, name)) is not None]
    cards = [sheet for sheet in filled if names_a_card(sheet.header.cells)] or filled
    if len(filled) == 1:
        return [replace(filled[0], name="" if filled[0].name == names[0] else filled[0].name)], []
    faults = {
        sheet.name: Sentence("the sheet has no column for a card's name") for sheet in filled if sheet not in cards
    }
    for sheet in cards:
        if column := _column_listed(sheet, cards):
            faults[sheet.name] = Sentence("the sheet lists what the column {column} holds: left out", column=column)
    others = [ListRow(1, {}, fault, f"{file.name}, {name}") for name, fault in faults.items()]
    return [sheet for sheet in cards if sheet.name not in faults], others


def _column_listed(sheet: Sheet, others: Sequence[Sheet]) -> str:
    """The column of a wider sheet that this one is called as: *Factions* has a row for each *Faction* of the cards."""
    called = words_of(sheet.name).removesuffix("s")
    wider = (other for other in others if len(other.header.cells) > len(sheet.header.cells))
    columns = (column for other in wider for column in other.header.cells if not names_a_card([column]))
    return next((column for column in columns if words_of(column).removesuffix("s") == called), "")


def open_list(
    path: Path,
    files: Sequence[Path],
    read: Callable[[Path], Iterator[ListRow]],
    options: SourceOptions,
    *,
    format: str,
    fields: Mapping[str, str],
) -> tuple[ListSource, ...]:
    """All files as one source. `fields`: what its format says of its columns. Raises `CatalogueError`."""

    others: Sequence[Path] = ()
    if format == JSON:
        refuse_alone(path)
        files, others = like_the_most(files)

    def rows() -> Iterator[ListRow]:
        return chain(chain.from_iterable(map(read, files)), map(left_out, others))

    def left_out(file: Path) -> ListRow:
        count = f"{sum(1 for _ in read(file)):,}"
        fault = Sentence("the file lists other things than most beside it do: left out, {count} in all", count=count)
        return ListRow(0, {}, fault, file.name)

    folders = (*PICTURE_FOLDERS, "sets/setimages", ".")
    if path.is_dir():
        pictures = pictures_of(path, options.pictures, folders)
    else:
        pictures = PictureFolder.beside(path, options.pictures, PICTURE_FOLDERS)
    return (_opened(rows, (), options, name=pack_name(path), format=format, pictures=pictures, fields=fields),)


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
    mapped = {field: column for field, column in (fields or {}).items() if column in columns or not column}
    chosen = {**mapped, **(options.columns or options.recalled(columns))}
    taken = assigned(columns, chosen, sample, options.variants)
    if taken.fault is not None and not options.is_preview:
        raise taken.fault
    language = _language_of_names(Path(name), taken, sample)
    source = ListSource(rows, taken, name=name, format=format, game=options.game, pictures=pictures, language=language)
    if "id" not in chosen and not options.is_preview:
        source.refuse_doubtful(sample)
    return source


def _language_of_names(path: Path, columns: AssignedColumns, sample: Sequence[ListRow]) -> str:
    """Of a list whose names are nearly all in one: as its file is called, or Japanese; "" where letters tell each."""
    counted = Counter(language_by_letters([text]) for row in sample if (text := columns.value(row, "name")))
    of_letters = language_by_letters(columns.value(row, "name") for row in sample) if counted else ""
    if of_letters == "ja" and counted["en"] < _MOST_OTHERS * counted.total():
        return of_letters
    named = language_by_name(path) or ""
    return named if named in LATIN and counted["en"] == counted.total() else ""


def _header(path: Path, sheet: str | None = None) -> TableRow | None:
    """The first row, unless that is a title and one below it has a column for the card's name."""
    first = list(islice(clean_rows(path, sheet), TITLE_ROWS + 1))
    named = (row for row in first if row.fault is None and names_a_card(row.cells))
    return next(named, first[0] if first else None)


def _stems(named: str) -> tuple[str, ...]:
    """A picture's names as a cell gives them: with its folder, if there is one, and without its address.

    LackeyCCG parts the two sides of a card by a comma.
    """
    stems = []
    plain = named.split("?")[0].split("#")[0] if _ADDRESS.match(named) else named
    for each in (plain, *(plain.split(",") if "," in plain else ())):
        parts = [part for part in each.strip().replace("\\", "/").split("/") if part not in ("", ".", "..")]
        if parts:
            stem = Path(parts[-1]).stem
            stems += ["/".join((*parts[-2:-1], stem)), *([stem] if _ADDRESS.match(named) else [])]
    return tuple(stems) or (named,)
