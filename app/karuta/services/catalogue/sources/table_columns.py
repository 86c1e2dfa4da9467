"""The columns of a list: the fields, a guess by names and values, and what a person chose.

That is remembered for a list with the same columns, and can be shared as a map.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from karuta.domain.card import SHOPS
from karuta.domain.errors import CatalogueError, reason_of
from karuta.domain.sentence import commas
from karuta.domain.text import fold, squeeze
from karuta.files import open_regular, write_whole
from karuta.json_files import put_aside, read_kept
from karuta.paths import LibraryFolder
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.list_rows import ListRow

LANGUAGES = ("en", "ja", "de", "fr", "it", "es", "pt", "ko", "zh-CN", "zh-TW")
SHOP_FIELDS = tuple(f"{shop}_id" for shop in SHOPS)
"""The printing's product id in a shop."""
FIELDS = (
    *("id", "name", "reading", "game", "kind", "passcode"),
    *("set_code", "set_name", "number", "lang", "rarity", "picture", "text", "variant_of"),
    *SHOP_FIELDS,
    *(f"name.{language}" for language in LANGUAGES),
    *(f"reading.{language}" for language in LANGUAGES),
)
"""What a column can hold. `id` and `picture` may be missing: then the name is the id, and pictures are named by it.

`number`: as printed, alone or after the set's code. `text`: what rows of one card must agree in, besides the name.
`variant_of`: the id of the card of which this row is another artwork.
"""
PRINTING_FIELDS = ("set_code", "set_name", "number", "lang", "picture", "variant_of", *SHOP_FIELDS)

_MOST_NAMED, _MOST_SHOWN = 20, 40
_NAME_AFTER_LANGUAGE = "名"
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PICTURE = re.compile(r"https?://.+|.+\.(?:png|jpe?g|webp|gif|bmp|tiff?|avif|heic)(?:\?.*)?", re.IGNORECASE)
_OPAQUE = re.compile(r"(?=.*\d|.*[a-z][A-Z])[A-Za-z0-9_-]{16,64}")
# But `Card12` is a name that somebody made up.
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])(?![A-Za-z]{4,}[-_]?\d+$)[^\s.,;:|]{2,24}")
_NUMBERED = re.compile(r"(?=.*\d)\S+")
_TAIL = re.compile(r"(.+)(?: - (.*)|[ .](\d+))")
_PART = re.compile(r"[\s|;,:()\[\]]+")
_VARIANT = re.compile(r"(.+)(_)([A-Za-z]{0,4})(\d{0,3})")
_MOSTLY = 0.9
_ENOUGH, _FEW_NAMES = 8, 3
"""Fewer rows say nothing about a column that is called as no name is; so few names, each so often, are none."""


def _called() -> Mapping[str, Mapping[str, list[str]]]:
    """The names that columns have."""
    return loose.shipped("columns")


def _has(column: str, *kinds: str) -> bool:
    """Whether a column's name has a word of these kinds."""
    words = set(_words(column).split())
    return any(words.intersection(_called()["words"][kind]) for kind in kinds)


@dataclass(frozen=True)
class Variants:
    """How an id says that it is another artwork of a card: the card's id, `separator`, one of `marks`, a number."""

    separator: str = "_"
    marks: tuple[str, ...] = ()

    def base(self, card_id: str) -> str:
        """The card's own id."""
        before, separator, mark = card_id.rpartition(self.separator)
        return before if separator and before and mark.rstrip("0123456789").casefold() in self.marks else card_id


@dataclass(frozen=True)
class AssignedColumns:
    """A list's columns, and which of them holds each field: field -> column.

    `other_id`: a column that tells cards apart as well, where a person chose another. `traits`: columns in which rows
    of one card must agree here, of `all_traits`. `fault`: why no card can be read with this assignment.
    """

    columns: tuple[str, ...]
    fields: Mapping[str, str]
    other_id: str = ""
    traits: tuple[str, ...] = ()
    all_traits: tuple[str, ...] = ()
    variants: Variants = Variants()
    fault: CatalogueError | None = None

    def texts(self, row: ListRow, field: str) -> tuple[str, ...]:
        return row.values.get(self.fields.get(field, ""), ())

    def value(self, row: ListRow, field: str) -> str:
        return (self.texts(row, field) or ("",))[0]


def some_of(columns: Sequence[str]) -> str:
    """The first columns by name, each shortened: nobody reads hundreds."""
    first = ", ".join(name if len(name) <= _MOST_SHOWN else f"{name[:_MOST_SHOWN]}…" for name in columns[:_MOST_NAMED])
    return first if len(columns) <= _MOST_NAMED else f"{first}, …"


def guessed(columns: Sequence[str]) -> dict[str, str]:
    """Field -> column by name, ignoring case and punctuation; the surest name counts, then the first column."""
    found: dict[str, tuple[int, str]] = {}
    for column in columns:
        field, rank = _field_of(column)
        if field and rank < found.get(field, (len(FIELDS), ""))[0]:
            found[field] = (rank, column)
    return {field: column for field, (_, column) in found.items()}


def names_a_card(columns: Sequence[str]) -> bool:
    """Whether one of these is called as a column of names is."""
    return any(_is_name(field) for field in guessed(columns))


def _is_name(field: str) -> bool:
    return field == "name" or field.startswith("name.")


def assigned(
    columns: Sequence[str],
    said: Mapping[str, str],
    rows: Sequence[ListRow] = (),
    variants: Variants | None = None,
) -> AssignedColumns:
    """The columns as a person said, and a guess for the other fields, by names and by what stands in some rows.

    Raises `CatalogueError` for a column that does not exist.
    """
    chosen = _said(columns, said)
    free = [column for column in columns if column and column not in chosen.values()]
    seen = _Values(free, rows)
    own = {**guessed(free), **chosen}
    if (named := _field_of(chosen.get("id", ""))[0]) and _is_name(named):
        # A name may be the id too.
        own.setdefault(named, chosen["id"])
    for told in [told for told, column in own.items() if told not in chosen and seen.refuses(told, column)]:
        del own[told]
    guesses_name = "name" not in chosen and not any(map(_is_name, own))
    if guesses_name and rows and (name := seen.name(set(own.values()))):
        own["name"] = name
    names = [column for field, column in own.items() if column and _is_name(field)]
    traits = tuple(column for column in columns if _has(column, "trait") and not seen.is_key(column))
    other = ""
    if rows and names:
        others = {column for told, column in own.items() if told != "id"}
        best = seen.best_id(names[0], [column for column in free if column not in others], traits)
        if "id" not in chosen:
            own["id"] = best or (own.get("id", "") if not seen.is_number_in_set(own, names[0]) else "")
        elif chosen["id"] and not seen.tells_cards_apart(chosen["id"], (names[0], *traits)):
            other = best
        if "number" not in own and (number := seen.number(free, set(own.values()))):
            own["number"] = number
    fields = {told: own[told] for told in FIELDS if own.get(told)}
    if variants is None:
        variants = _variants(fields.get("id", ""), names, rows)
    return AssignedColumns(
        columns=tuple(columns),
        fields=fields,
        other_id=other,
        traits=_compared(columns, fields, traits, has_variants=bool(variants.marks)),
        all_traits=traits,
        variants=variants,
        fault=_fault(columns, fields, seen, chosen),
    )


def _compared(
    columns: Sequence[str], fields: Mapping[str, str], traits: Sequence[str], *, has_variants: bool
) -> tuple[str, ...]:
    """The columns in which rows with one id may not differ. An id that is a name promises least."""
    has_printings = has_variants or any(told in fields for told in PRINTING_FIELDS)
    is_name = fields.get("id", "") in ("", fields.get("name"))
    if has_printings:
        compared: Sequence[str] = traits if is_name else ()
    else:
        compared = [column for column in columns if not _has(column, "own", "no_card")] if is_name else traits
    known = {column for told, column in fields.items() if told != "kind"}
    return tuple(column for column in compared if column and column not in known)


def _said(columns: Sequence[str], said: Mapping[str, str]) -> dict[str, str]:
    plain = {squeeze(fold(column)): column for column in reversed(columns) if column}
    chosen: dict[str, str] = {}
    for told, column in said.items():
        if told not in FIELDS:
            raise CatalogueError(
                "There is no field {field}; there are {fields}.", field=told, fields=commas(FIELDS[:14])
            )
        if column and column not in columns and squeeze(fold(column)) not in plain:
            raise CatalogueError(
                "The table has no column {column}; it has {columns}.", column=column, columns=some_of(columns)
            )
        chosen[told] = column if column in columns else plain.get(squeeze(fold(column)), "")
    return chosen


def _fault(
    columns: Sequence[str], fields: Mapping[str, str], seen: _Values, chosen: Mapping[str, str]
) -> CatalogueError | None:
    if not any(map(_is_name, fields)):
        return CatalogueError(
            "No column of the table looks like a card's name; say which one it is with name=COLUMN. It has {columns}.",
            columns=some_of(columns),
        )
    doubtful = [(told, column) for told, column in fields.items() if _is_name(told) and told not in chosen]
    doubtful += [("id", column) for column in columns if "id" not in chosen and _field_of(column)[0] == "id"]
    for told, column in doubtful:
        if seen.is_merged(column, is_id=told == "id"):
            return CatalogueError(
                "The column {column} seems to hold two things at once, such as a name and a number; part it into two "
                "columns, or say with {field}={column} that it is meant so.",
                column=column,
                field=told,
            )
    return None


class _Values:
    """The values of the columns that nobody spoke of, in some rows of the list."""

    def __init__(self, columns: Sequence[str], rows: Sequence[ListRow]) -> None:
        self._rows = [row for row in rows if row.fault is None]
        self._columns = columns

    def _of(self, column: str) -> list[str]:
        return [text for row in self._rows if (text := (row.values.get(column) or ("",))[0])]

    def _share(self, column: str, is_so: Callable[[str], object]) -> float:
        values = self._of(column)
        return sum(bool(is_so(text)) for text in values) / len(values) if values else 0.0

    def refuses(self, field: str, column: str) -> bool:
        """Whether what stands there is no such thing, whatever the column is called."""
        if not self._rows:
            return False
        if _is_name(field):
            if len(self._rows) < _ENOUGH:
                return False
            different = len(set(self._of(column)))
            are_few = different <= _FEW_NAMES and different * _ENOUGH <= len(self._rows)
            return are_few or self._share(column, _no_name) > _MOSTLY
        if field == "id":
            return self._share(column, _PICTURE.fullmatch) > _MOSTLY
        if field in ("rarity", "kind", "lang", "set_name"):
            return self._share(column, _OPAQUE.fullmatch) > _MOSTLY or (
                field == "set_name" and self._share(column, lambda text: len(text) == 1 and text.isalpha()) == 1
            )
        return False

    def name(self, taken: set[str]) -> str:
        """The only column that reads like names; "" where several might be."""
        found: list[tuple[int, str]] = []
        parts = Counter(map(_stem, self._columns))
        for column in self._columns if len(self._rows) >= _ENOUGH else ():
            values = self._of(column)
            if (
                column in taken
                or _has(column, "trait", "no_name")
                or parts[_stem(column)] > 1
                or len(values) < 0.98 * len(self._rows)
            ):
                continue
            long = sum(map(len, values)) / len(values)
            if 2 < long < 60 and self._share(column, _reads) > _MOSTLY and not self.is_merged(column):
                found.append((len(set(values)), column))
        found.sort(reverse=True)
        clear = len(found) == 1 or (len(found) > 1 and found[1][0] * 2 < found[0][0])
        return found[0][1] if clear and found[0][0] * 3 > len(self._rows) else ""

    def best_id(self, name: str, columns: Sequence[str], traits: Sequence[str]) -> str:
        """Of the columns that tell all cards apart the one with the fewest values: a printing's id has more."""
        found = []
        for place, column in enumerate(columns):
            values = self._of(column)
            if len(values) < 0.999 * len(self._rows) or (
                _has(column, "no_card") and "card" not in _words(column).split()
            ):
                continue
            field, rank = _field_of(column)
            is_called = field == "id" or _has(column, "id")
            if self._share(column, _is_key if is_called else is_code) <= _MOSTLY:
                continue
            if self._agrees(column, name) >= 0.995 and all(self._agrees(column, trait) >= 0.98 for trait in traits):
                found.append((len(set(values)), rank if field == "id" else 50 if is_called else 99, place, column))
        return min(found)[-1] if found else ""

    def is_key(self, column: str) -> bool:
        """Whether addresses or keys stand there."""
        return self._share(column, lambda text: _PICTURE.fullmatch(text) or _OPAQUE.fullmatch(text)) > _MOSTLY

    def tells_cards_apart(self, column: str, traits: Sequence[str]) -> bool:
        """Whether rows with one id agree in most."""
        return all(self._agrees(column, trait) >= _MOSTLY for trait in traits)

    def _agrees(self, column: str, other: str) -> float:
        """How many rows have there what the first row with their value of a column has."""
        first: dict[str, tuple[str, ...]] = {}
        same = 0
        for row in self._rows:
            value = tuple(fold(text) for text in row.values.get(other, ()))
            same += first.setdefault((row.values.get(column) or ("",))[0], value) in (value, ()) or not value
        return same / len(self._rows) if self._rows else 1.0

    def is_number_in_set(self, own: Mapping[str, str], name: str) -> bool:
        """Whether the column that is called as an id is counts within each set."""
        column = own.get("id", "")
        counts = _called()["fields"]["id"].index("card number") <= _field_of(column)[1]
        return counts and bool({"set_code", "set_name"} & set(own)) and self._agrees(column, name) < 0.8

    def number(self, columns: Iterable[str], taken: set[str]) -> str:
        """A column of what is printed on a card in small."""
        for column in columns:
            is_called = _field_of(column)[0] in ("id", "number")
            if column not in taken and is_called and self._share(column, _may_be_printed) > _MOSTLY:
                return column
        return ""

    def is_merged(self, column: str, *, is_id: bool = False) -> bool:
        """Whether each cell holds a code and words, or two names; `is_id`: or a code and anything."""

        def both(text: str) -> bool:
            parts = [part for part in _PART.split(text) if part not in ("", "-", "/")]
            codes = [part for part in parts if len(part) > 3 and is_code(part)]
            others = [part for part in parts if is_id or (len(part) > 2 and part.isalpha())]
            sides = text.split(" - ")
            are_two = len({side.isascii() for side in sides}) > 1 or len(set(sides)) < len(sides)
            return (bool(codes) and len(others) > is_id) or "|" in text or ";" in text or are_two

        if column not in self._columns or len(self._rows) < _ENOUGH:
            return False
        found = [met for text in self._of(column) if (met := _TAIL.fullmatch(text))]
        heads, tails = {met[1] for met in found}, {met[2] or met[3] for met in found}
        has_tails = not is_id and len(found) > 0.8 * len(self._rows) and len(heads) > len(tails)
        return (has_tails and len(tails) * _ENOUGH <= len(found)) or self._share(column, both) > 0.8


def _no_name(text: str) -> bool:
    """An address, a number, or a sentence."""
    return bool(_PICTURE.fullmatch(text) or is_code(text) or text.isdigit() or text.endswith((".", "。")))


def _is_key(text: str) -> bool:
    return bool(_NUMBERED.fullmatch(text) or _OPAQUE.fullmatch(text)) and not _PICTURE.fullmatch(text)


def _may_be_printed(text: str) -> bool:
    return not _OPAQUE.fullmatch(text) and (is_code(text) or text[:1].isdigit())


def _reads(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and not _PICTURE.fullmatch(text) and not is_code(text)


def parted_mark(text: str) -> tuple[str, str]:
    """`OP01-001_p1` is `OP01-001` and `p`; without such a mark the text itself, and ""."""
    met = _VARIANT.fullmatch(text)
    return (met[1], met[3].casefold() or "_") if met and (met[3] or met[4]) else (text, "")


def is_code(text: str) -> bool:
    """Whether a text is a number or a key, and no name."""
    return bool(_CODE.fullmatch(text) or _OPAQUE.fullmatch(text))


def _variants(id_column: str, names: Sequence[str], rows: Sequence[ListRow]) -> Variants:
    """The marks whose rows have the name of the row with the id before them, or of another such row."""
    by_base: dict[str, str] = {}
    marked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows if id_column else ():
        card_id = (row.values.get(id_column) or ("",))[0]
        name = fold(next((text for column in names for text in row.values.get(column, ())[:1]), ""))
        base, mark = parted_mark(card_id)
        if mark and is_code(base):
            marked[mark.strip("_")].append((base, name))
        else:
            by_base[card_id] = name
    found = []
    for mark, several in marked.items():
        often = Counter(base for base, _ in several)
        known = dict(several) | by_base
        told = [known[base] == name for base, name in several if base in by_base or often[base] > 1]
        if told and sum(told) >= _MOSTLY * len(told):
            found.append(mark)
    return Variants(marks=tuple(sorted(found)))


def _stem(column: str) -> str:
    """`Name 1` and `Name 2` are parts of one."""
    return _words(column).rstrip("0123456789 ") if " " in _words(column) else column


def _words(column: str) -> str:
    """A column's name folded; of a list's or a group's value the last part alone says what it is."""
    path = column.split("[].")[-1].split(".")
    if len(path) > 1 and path[0].casefold() in _called()["words"]["neutral"]:
        path = path[1:]
    return fold(_CAMEL.sub(" ", " ".join(path)))


def _field_of(column: str) -> tuple[str, int]:
    """The field that a column is called as, and how far down its names stand; "" for none."""
    words = _words(column)
    for told, names in _called()["fields"].items():
        folded = [squeeze(fold(name)) for name in names]
        if squeeze(words) in folded:
            return told, folded.index(squeeze(words))
    for told in ("name", "reading"):
        for language in LANGUAGES:
            names = _called()["languages"][language]
            if words in _in_language(told, names):
                return f"{told}.{language}", 0
    return "", 0


def _in_language(field: str, languages: Sequence[str]) -> set[str]:
    """A name that a column of names or readings in one language may have, folded: `Name (DE)`, `日本語名`.

    Japanese writes the two without a space between them, and says 名 alone for a name then.
    """
    called = [fold(text) for text in _called()["fields"][field]]
    found = set()
    for language in map(fold, languages):
        found |= {f"{text} {language}" for text in called} | {f"{language} {item}" for item in called}
        if not language.isascii():
            found |= {language + text for text in called if not text.isascii()}
            found |= {language + _NAME_AFTER_LANGUAGE} if field == "name" else set()
    return found


@dataclass(frozen=True)
class ListMap:
    """The map of a list's columns, in a file that people share: `NAME.karuta-map.toml`."""

    format: str = ""
    game: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    variants: Variants | None = None


_MOST_MAP = 100_000


def read_map(path: Path) -> ListMap:
    """Raises `CatalogueError`."""
    try:
        with open_regular(path) as file:
            said = tomllib.loads(file.read(_MOST_MAP).decode("utf-8"))
        own, variants = said.get("fields", {}), said.get("variants")
        texts = {name: str(said.get(name, "")) for name in ("format", "game")}
        if not all(isinstance(column, str) for column in own.values()):
            raise ValueError("a field is no text")
        marks = None if variants is None else tuple(str(mark).casefold() for mark in variants.get("marks", ()))
        separator = str((variants or {}).get("separator", "_")) or "_"
    except (OSError, ValueError, AttributeError, TypeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else error
        raise CatalogueError(
            "{path} is no map of a list: {reason}. --save-map FILE writes one.", path=path, reason=reason
        ) from error
    return ListMap(**texts, fields=own, variants=None if marks is None else Variants(separator, marks))


def write_map(path: Path, saved: ListMap) -> None:
    """Raises `CatalogueError`."""
    lines = [f"{name} = {_toml(value)}" for name, value in (("format", saved.format), ("game", saved.game)) if value]
    lines += ["", "[fields]", *(f"{_toml(field)} = {_toml(column)}" for field, column in saved.fields.items())]
    if saved.variants is not None:
        marks = ", ".join(map(_toml, saved.variants.marks))
        lines += ["", "[variants]", f"separator = {_toml(saved.variants.separator)}", f"marks = [{marks}]"]
    try:
        write_whole(path, lambda place: place.write_text("\n".join(lines) + "\n", encoding="utf-8"))
    except OSError as error:
        raise CatalogueError("{path} cannot be written: {reason}.", path=path, reason=reason_of(error)) from error


def _toml(text: str) -> str:
    """JSON's texts are TOML's, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


_MOST = 200


@dataclass(frozen=True)
class RememberedTable:
    """`columns`: those of the table. `fields`: field -> column, as the person chose."""

    columns: tuple[str, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True)
class RememberedTables:
    """The newest first."""

    tables: tuple[RememberedTable, ...] = ()


def recall(library: LibraryFolder, columns: Sequence[str]) -> Mapping[str, str]:
    """The fields chosen for a table with these columns; empty if there are none."""
    kept = read_kept(library.tables_json, RememberedTables, instead=RememberedTables()).value
    return next((table.fields for table in kept.tables if table.columns == tuple(columns)), {})


def remember(library: LibraryFolder, columns: Sequence[str], fields: Mapping[str, str]) -> None:
    """Raises `OSError`."""
    kept = read_kept(library.tables_json, RememberedTables, instead=RememberedTables())
    if kept.fault is not None:
        put_aside(library.tables_json)
    others = [table for table in kept.value.tables if table.columns != tuple(columns)]
    tables = RememberedTables((RememberedTable(tuple(columns), dict(fields)), *others)[:_MOST])
    text = json.dumps(asdict(tables), ensure_ascii=False, indent=1)
    write_whole(library.tables_json, lambda path: path.write_text(text, encoding="utf-8"))
