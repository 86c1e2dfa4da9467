"""Reads lists of any game row by row: tables, JSON, YAML, Cockatrice's XML; knows no field of a card.

What the files are (seen 2026-11):
- Cockatrice (https://github.com/Cockatrice/Cockatrice/wiki/Custom-Cards-&-Sets), versions 3 and 4: `card` elements with
  `name`, `text`, `prop`, and a `set` for each printing with `num`, `rarity`, `picurl`; `sets` gives them long names.
- LackeyCCG: a tab-separated file a set in `sets`, that begins `Name`, `Set`, `ImageFile`.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any
from xml.parsers import expat

from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import Sentence
from karuta.domain.work import LINES, ROWS, Work
from karuta.files import open_regular
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.column_names import BOTH, field_of, names_a_card
from karuta.services.catalogue.sources.json_rows import MOST_WHOLE, JsonRow, json_head, json_rows, json_whole
from karuta.services.catalogue.sources.yaml_whole import yaml_whole
from karuta.tables import TableRow, table_rows

MOST_COLUMNS = 500
SHEET = "Sheet"
"""The column of a workbook with several sheets: which one a row stands in."""
_MOST_DEEP = 4
_KEY = re.compile(r'"([^"\\]{1,60})"\s*:')
_SHOWN_BY_HEAD, _ALIKE = 4000, 0.25
_MOST_ELEMENTS, _MOST_TEXT = 5_000, 200_000
_CARDS = ("cards", "Cards")
_LIST_KEYS = (*_CARDS, "data", "Data", "results", "items")
_ANY = "*"
_MOST_NESTED = 8
_LIST = re.compile(r'\s*(?:\[|\{(?:[^{}\[\]]|\{[^{}]*\}|\[[^\[\]]*\])*?"(?:data|cards|Data)"\s*:\s*\[)')


@dataclass(frozen=True)
class ListRow:
    """A row of a list: column -> its values, most often one. `fault`: why it cannot be used. `line`: from 1.

    `row`: as of a skipped row.
    """

    line: int
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fault: str | None = None
    file: str = ""
    row: int | None = None

    def of(self, column: str, *, mark: str = "-") -> tuple[str, ...]:
        """The values of a column; of two that are named together, `Set+Number`, the first of each, joined."""
        if column in self.values or BOTH not in column:
            return self.values.get(column, ())
        parts = (self.values.get(part, ("",))[0] for part in column.split(BOTH))
        text = mark.join(part for part in parts if part)
        return (text,) if text else ()


def clean_rows(path: Path, sheet: str | None = None) -> Iterator[TableRow]:
    """Every row of a table that is not empty, each cell in one line. `sheet`: which of a workbook's; else the first."""
    for row in table_rows(path, sheet):
        cells = tuple(loose.one_line(cell) for cell in row.cells[:MOST_COLUMNS])
        if any(row.cells[MOST_COLUMNS:]):
            yield TableRow(row.line, fault=Sentence("it has more than {count} columns", count=MOST_COLUMNS))
        elif any("\ufffd" in cell or "\0" in cell for cell in cells):
            yield TableRow(row.line, fault=Sentence("holds what is not text"))
        elif any(cells) or row.fault is not None:
            yield TableRow(row.line, cells, row.fault)


@dataclass(frozen=True)
class Sheet:
    """A table below its header: a file, or one sheet of a workbook. `name`: "" where the file has no others."""

    path: Path
    header: TableRow
    name: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.header.cells, *((SHEET,) if self.name else ()))

    def rows(self) -> Iterator[ListRow]:
        """The rows after the header. Of two columns with one name the first counts."""
        file = f"{self.path.name}, {self.name}" if self.name else self.path.name
        for row in clean_rows(self.path, self.name or None):
            if row.line > self.header.line:
                pairs = zip(self.header.cells, row.cells, strict=False)
                cells = dict(reversed([(name, (html.unescape(cell),)) for name, cell in pairs if cell]))
                yield ListRow(row.line, cells | ({SHEET: (self.name,)} if self.name else {}), row.fault, file)


def rows_of_json(path: Path) -> Iterator[ListRow]:
    """Every object of a list, at the top or below any key; an object alone is one row."""
    return _rows_of(_objects(path), path)


def rows_of_yaml(path: Path) -> Iterator[ListRow]:
    """As those of JSON. Raises `TooMuchWork`."""
    return _rows_of(_objects_of_yaml(path), path)


def _rows_of(objects: Iterator[JsonRow], path: Path) -> Iterator[ListRow]:
    for row in objects:
        values: dict[str, tuple[str, ...]] = {}
        fault = row.fault
        kind = loose.text(row.value.get("object")) if fault is None else ""
        if kind not in ("", "card"):
            fault = Sentence("it is not a card but {kind}", kind=kind[:40])
        elif fault is None:
            _flatten(row.value, "", values, _MOST_DEEP)
        yield _sound(ListRow(row.line, values, fault, path.name, row.row))


def _sound(row: ListRow) -> ListRow:
    """JSON can say half a character, which nothing can store."""
    try:
        "".join(text for texts in row.values.values() for text in texts).encode()
    except UnicodeEncodeError:
        return replace(row, values={}, fault=Sentence("not UTF-8, or half a character (a lone surrogate)"))
    return row


def is_json(path: Path) -> bool:
    return path.suffix.lower() in (".json", ".jsonl", ".gz") and bool(json_head(path))


def like_the_most(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The JSON files with the keys that most of them have, by size, and the others: lists of sets, of factions.

    A list of reprints, each of which names its card, has fewer keys and belongs to the first.
    """
    groups: list[tuple[set[str], list[Path]]] = []
    for file in files:
        keys = set(_KEY.findall(json_head(file)[:_SHOWN_BY_HEAD]))
        near = (several for columns, several in groups if len(keys & columns) >= _ALIKE * len(keys | columns))
        there = next(near, None)
        if there is None:
            groups.append((keys, [file]))
        else:
            there.append(file)
    most = max(
        (several for _, several in groups), key=lambda each: sum(file.stat().st_size for file in each), default=[]
    )
    repeating = [several for keys, several in groups if any(field_of(key)[0] == "variant_of" for key in keys)]
    taken = {file for several in (most, *repeating) for file in several}
    return [file for file in files if file in taken], [file for file in files if file not in taken]


def refuse_alone(path: Path) -> None:
    """Raises `CatalogueError` for a JSON file with one object and no list of cards, such as a service's answer."""
    if not path.is_file() or path.suffix.lower() == ".jsonl" or not json_head(path).lstrip().startswith("{"):
        return
    first = list(islice(_objects(path), 2))
    if len(first) == 1 and first[0].fault is None and first[0].value == json_whole(path):
        kind = loose.text(first[0].value.get("object")) or loose.text(first[0].value.get("name")) or "object"
        raise CatalogueError(
            "{path} holds a single object ({kind}) and no list of cards. A list works, [{{...}}, {{...}}], at the top "
            "or below a key such as data or cards, a bulk file of Scryfall, or a folder with one such file a card.",
            path=path,
            kind=kind[:40],
        )


def _objects(path: Path) -> Iterator[JsonRow]:
    """A list is read object by object; what is no list at its top is read whole, where it is not too large."""
    head = json_head(path)
    if not _LIST.match(head):
        first_line, _, others = head.partition("\n")
        is_lines = bool(others) and first_line.rstrip(" \r,").endswith("}")
        if not is_lines and path.stat().st_size > MOST_WHOLE:
            yield JsonRow(1, fault=Sentence("its list lies within other objects, and it is too large to be read whole"))
            return
        with suppress(ValueError):  # one object a line, or a damaged file
            yield from _within_whole(path, json_whole(path))
            return
    seen = 0
    for row in json_rows(path, is_row=lambda value: isinstance(value, dict)):
        inner = [value for key in _CARDS for value in _within(row.value, key)]
        if row.fault is None and inner and _name_cards(inner):
            yield from (JsonRow(row.line, value, None, number) for number, value in enumerate(inner, start=seen + 1))
            seen += len(inner)
        else:
            seen += 1
            yield row


def _objects_of_yaml(path: Path) -> Iterator[JsonRow]:
    try:
        yield from _within_whole(path, yaml_whole(path))
    except ValueError as error:
        yield JsonRow(1, fault=Sentence("it cannot be read as YAML: {reason}", reason=error))


def _within_whole(path: Path, whole: Any) -> Iterator[JsonRow]:
    rows, beside = _listed(whole)
    Work(path, ROWS, size=path.stat().st_size).count(len(rows))
    yield from (JsonRow(number, value, None, number) for number, value in enumerate(rows, start=1))
    for name, count in beside.items():
        fault = Sentence("the list {name} beside the cards is left out; it has {count}", name=name, count=count)
        yield JsonRow(1, fault=fault)


def _listed(value: Any) -> tuple[list[Mapping[str, Any]], Mapping[str, int]]:
    """The objects of the list of cards, wherever it lies, or those that a register has by their ids; else the object.

    And how many objects the lists of named things beside it have.
    """
    lists: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    _walk(value, (), lists, _MOST_NESTED)
    if isinstance(value, dict) and "name" in {key.casefold() for key in value}:
        lists = {where: rows for where, rows in lists.items() if where[-1:] and where[-1] in _CARDS}
    named = {where: rows for where, rows in lists.items() if _name_cards(rows)}

    def surely(where: tuple[str, ...]) -> tuple[int, ...]:
        keys = [_LIST_KEYS.index(key) for key in where[-1:] if key in _LIST_KEYS]
        return (*(keys or [len(_LIST_KEYS)]), len(where), -len(lists[where]))

    best = min(named or lists, key=surely, default=None)
    if best is None:
        return loose.objects(value), {}
    beside = {where: rows for where, rows in named.items() if where[-1:] != (_ANY,) and where[:-1] == best[:-1]}
    return lists[best], {where[-1]: len(rows) for where, rows in beside.items() if where != best}


def _walk(value: Any, where: tuple[str, ...], lists: dict[tuple[str, ...], list[Mapping[str, Any]]], deep: int) -> None:
    """All lists of objects below a value, and registers, by the keys that lead there; those of one place are one."""
    if isinstance(value, list) and (several := loose.objects(value)):
        lists.setdefault(where, []).extend(several)
        for each in several:
            for key in _CARDS:
                if inner := _within(each, key):
                    lists.setdefault((*where, key), []).extend(inner)
    elif isinstance(value, dict) and deep:
        kinds = {type(each) if loose.objects(each) else None for each in value.values()}
        is_register = len(value) > 1 and len(kinds) == 1 and None not in kinds
        if is_register:
            rows = ({"key": key, **each} for key, several in value.items() for each in loose.objects(several))
            lists.setdefault((*where, _ANY), []).extend(rows)
        for key, below in value.items():
            if key in _CARDS and (inner := _within(value, key)):
                lists.setdefault((*where, key), []).extend(inner)
            elif isinstance(below, dict | list) and not (is_register and isinstance(below, list)):
                _walk(below, (*where, _ANY if is_register else str(key)), lists, deep - 1)


def _within(value: Any, key: str) -> list[Mapping[str, Any]]:
    """The cards that an object such as a set holds, each with the set's name and code if it says none itself."""
    inner = value.get(key) if isinstance(value, dict) else None
    told = {name: value[name] for name in ("name", "code", "id") if loose.text(loose.at(value, name))}
    return [
        {"set": told, **each} if told else each for each in (loose.objects(inner) if isinstance(inner, list) else [])
    ]


def _name_cards(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the first of them have a key that is called as a card's name is."""
    columns: dict[str, tuple[str, ...]] = {}
    for row in rows[:3]:
        _flatten(row, "", columns, _MOST_DEEP)
    return names_a_card([column for column in columns if "[]" not in column])


def _flatten(value: Any, column: str, into: dict[str, tuple[str, ...]], deep: int) -> None:
    """`a.b` for what lies below; the values of a list of objects stand beside each other, "" where one has none."""
    if isinstance(value, dict):
        for key, below in value.items():
            if deep and len(into) < MOST_COLUMNS:
                _flatten(below, f"{column}.{key}" if column else str(key), into, deep - 1)
    elif isinstance(value, list) and (several := loose.objects(value)):
        parts: list[dict[str, tuple[str, ...]]] = [{} for _ in several]
        for part, each in zip(parts, several, strict=True):
            _flatten(each, "", part, deep - 1 if deep else 0)
        for key in dict.fromkeys(key for part in parts for key in part):
            if len(into) < MOST_COLUMNS:
                into[f"{column}[].{key}"] = tuple((part.get(key) or ("",))[0] for part in parts)
    elif value is True:
        into[column] = ("true",)
    elif texts := tuple(html.unescape(word) for word in loose.texts(value)):
        into[column] = texts


def rows_of_cockatrice(path: Path) -> Iterator[ListRow]:
    """Every card; what follows a fault of the file is left out. A document type is refused: it can hold a bomb.

    Raises `TooMuchWork`.
    """
    reader = _Cockatrice(path)
    try:
        with open_regular(path) as file:
            while piece := file.read(1 << 16):
                reader.parser.Parse(piece)
                yield from reader.taken()
            reader.parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, ValueError, LookupError, OSError) as error:
        yield from reader.taken()
        yield ListRow(
            reader.parser.CurrentLineNumber,
            fault=Sentence("the file cannot be read from here on: {reason}", reason=error),
            file=path.name,
        )
    yield from reader.taken()


def is_cockatrice(path: Path) -> bool:
    if path.suffix.lower() != ".xml" or not path.is_file():
        return False
    with open_regular(path) as file:
        return b"<cockatrice_carddatabase" in file.read(4096)


class _Cockatrice:
    """Collects the elements of one card at a time. `prop` and what else holds elements adds nothing to their names."""

    def __init__(self, path: Path) -> None:
        size = path.stat().st_size
        self._elements, self._cards = Work(path, LINES, size=size), Work(path, ROWS, size=size)
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._heard
        self.parser.StartDoctypeDeclHandler = _refuse
        self._file = path.name
        self._path: list[str] = []
        self._texts: list[str] = []
        self._length = 0
        self._long: dict[str, str] = {}
        self._set = ""
        self._line, self._number, self._is_alone = 0, 0, True
        self._sets: list[dict[str, str]] = []
        self._values: dict[str, tuple[str, ...]] = {}
        self._rows: list[ListRow] = []

    def taken(self) -> list[ListRow]:
        rows, self._rows = self._rows, []
        return rows

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(name)
        self._texts, self._length = [], 0
        self._elements.count()
        if len(self._path) > 20 or len(self._sets) + len(self._values) > _MOST_ELEMENTS:
            raise ValueError("its elements are no card's")
        if self._path[1:] == ["cards", "card"]:
            self._cards.count()
            line = self.parser.CurrentLineNumber
            self._number, self._is_alone = self._number + 1, line != self._line
            self._line, self._sets, self._values = line, [], {}
        elif name == "set" and self._path[1:2] == ["cards"]:
            self._sets.append({f"set.{key.lower()}": loose.text(value) for key, value in attributes.items()})

    def _heard(self, text: str) -> None:
        self._length += len(text)
        if self._length < _MOST_TEXT:
            self._texts.append(text)

    def _end(self, name: str) -> None:
        text = loose.text("".join(self._texts))
        where, self._texts = self._path[1:], []
        self._path.pop()
        if where == ["sets", "set", "name"]:
            self._set = text
        elif where == ["sets", "set", "longname"]:
            self._long[self._set] = text
        elif where == ["cards", "card"]:
            for key in dict.fromkeys(key for each in self._sets for key in each):
                self._values[key] = tuple(each.get(key, "") for each in self._sets)
            row = None if self._is_alone else self._number
            self._rows.append(ListRow(self._line, self._values, None, self._file, row))
        elif where[:2] == ["cards", "card"] and name == "set":
            self._sets[-1].update({"set": text, "set.longname": self._long.get(text, "")})
        elif where[:2] == ["cards", "card"] and text:
            self._values[name] = (*self._values.get(name, ()), text)


def _refuse(*_: object) -> None:
    raise ValueError("it has a document type, which no list of cards needs")


def rows_of_text(path: Path) -> Iterator[ListRow]:
    """A tab-separated file that begins with the names of its columns."""
    return Sheet(path, next(clean_rows(path), TableRow(0))).rows()


def is_lackey(path: Path) -> bool:
    """A set of LackeyCCG, by its first line."""
    if path.suffix.lower() != ".txt" or not path.is_file():
        return False
    with open_regular(path) as file:
        first = file.read(4096).decode("utf-8-sig", "replace").split("\n", 1)[0].rstrip("\r")
    try:
        cells: Sequence[str] = next(csv.reader([first], delimiter="\t"), [])
    except csv.Error:
        return False
    return [cell.strip().casefold() for cell in cells[:3]] == ["name", "set", "imagefile"]
