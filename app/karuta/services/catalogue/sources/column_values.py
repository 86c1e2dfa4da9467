"""Tells what a column of a list may hold by the values that stand there in some rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from karuta.domain.text import fold
from karuta.services.catalogue.sources.column_names import (
    BOTH,
    called,
    field_of,
    has_word,
    is_called_edition,
    is_name,
    stem,
    words_of,
)
from karuta.services.catalogue.sources.list_rows import ListRow

_PICTURE = re.compile(r"https?://.+|.+\.(?:png|jpe?g|webp|gif|bmp|tiff?|avif|heic)(?:\?.*)?", re.IGNORECASE)
_OPAQUE = re.compile(r"(?=.*\d|.*[a-z][A-Z])[A-Za-z0-9_-]{16,64}")
# But `Card12` is a name that somebody made up.
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])(?![A-Za-z]{4,}[-_]?\d+$)[^\s.,;:|]{2,24}")
_NUMBERED = re.compile(r"(?=.*\d)\S+")
_TAIL = re.compile(r"(.+)(?: - (.*)|[ .](\d+))")
_TWICE = re.compile(r".*\b(\w+ \w.*)\w* \1\w*|(\w+ .+) - .* \2|.* - \d+")
# A name in Latin letters beside one in a script of the East.
_EAST = "\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af"
_TWO_SCRIPTS = re.compile(rf"[A-Za-z][ -~]+ [{_EAST}][^A-Za-z]*|[{_EAST}][^A-Za-z]* [A-Za-z][ -~]+")
_EASTERN = re.compile(f"[{_EAST}]")
_PART = re.compile(r"[\s|;,:()\[\]]+")
_LETTER = re.compile(r"[A-Za-z]")
_EDITION = re.compile(r"[A-Za-z]|(?:1st|first|unlimited|limited)(?: edition| ed\.?)?|初版|通常版", re.IGNORECASE)
STAMPED = re.compile(r"(\w+/\w+) ([A-Z]{2}) (\w+)")
"""A number, its language and its set, as some cards have them side by side: `12/204 EN 9`."""
PRINTED = re.compile(r"[A-Za-z]{1,6}\d{0,3}[-/][A-Za-z]{0,4}\d{1,5}[A-Za-z]{0,3}(?:_\w{1,5})?")
"""A number as it is printed on a card, with its set."""
_MOSTLY = 0.9
_ENOUGH, _FEW_NAMES = 8, 3
"""Fewer rows say nothing about a column that is called as no name is; so few names, each so often, are none."""
_SAME = 0.98


class Values:
    """The values of the columns that nobody spoke of, in some rows of the list; `rows`: those that can be used."""

    def __init__(self, columns: Sequence[str], rows: Sequence[ListRow]) -> None:
        self.rows = [row for row in rows if row.fault is None]
        self._columns = columns

    def _of(self, column: str) -> list[str]:
        return [text for row in self.rows if (text := (row.of(column) or ("",))[0])]

    def _share(self, column: str, test: Callable[[str], object]) -> float:
        values = self._of(column)
        return sum(bool(test(text)) for text in values) / len(values) if values else 0.0

    def refuses(self, field: str, column: str) -> bool:
        """Whether what stands there is no such thing, whatever the column is called."""
        if not self.rows:
            return False
        if is_name(field):
            if len(self.rows) < _ENOUGH:
                return False
            different = len(set(self._of(column)))
            are_few = different <= _FEW_NAMES and different * _ENOUGH <= len(self.rows)
            return are_few or self._share(column, _no_name) > _MOSTLY
        if field == "id":
            return self._share(column, _PICTURE.fullmatch) > _MOSTLY
        if field in ("rarity", "kind", "lang", "set_name"):
            edition = _EDITION if is_called_edition(column) else _LETTER
            is_edition = field == "set_name" and self._share(column, edition.fullmatch) == 1
            return is_edition or self._share(column, _OPAQUE.fullmatch) > _MOSTLY
        return False

    def name(self, taken: set[str]) -> str:
        """The only column that reads like names; "" where several might be."""
        counted: list[tuple[int, str]] = []
        parts = Counter(map(stem, self._columns))
        for column in self._columns if len(self.rows) >= _ENOUGH else ():
            values = self._of(column)
            if (
                column in taken
                or has_word(column, "trait", "no_name")
                or parts[stem(column)] > 1
                or len(values) < 0.98 * len(self.rows)
            ):
                continue
            long = sum(map(len, values)) / len(values)
            if 2 < long < 60 and self._share(column, _reads) > _MOSTLY and not self.is_merged(column):
                counted.append((len(set(values)), column))
        counted.sort(reverse=True)
        clear = len(counted) == 1 or (len(counted) > 1 and counted[1][0] * 2 < counted[0][0])
        is_name_ = clear and counted[0][0] * 3 > len(self.rows) and not self.whole_of(counted[0][1])
        return counted[0][1] if is_name_ else ""

    def whole_of(self, column: str, *, tells_more: bool = False) -> str:
        """A column that has each of its texts with more beside it: `Crow - Under Owl` of `Under Owl`; "" for none.

        `tells_more`: only one with more different texts.
        """
        wholes = (other for other in self._columns if self.holds(other, column))
        few = len(set(self._of(column))) if tells_more else 0
        return next((other for other in wholes if len(set(self._of(other))) > few), "")

    def holds(self, whole: str, column: str) -> bool:
        """Whether each text there has the one of a column, and more beside it."""
        pairs = [((row.of(column) or ("",))[0], (row.of(whole) or ("",))[0]) for row in self.rows]
        held = [text for part, text in pairs if part != text and part in text and len(text) < 60]
        return len(held) > _MOSTLY * len(pairs) and not all(map(_no_name, held))

    def best_id(self, name: str, columns: Sequence[str], traits: Sequence[str]) -> str:
        """Of the columns that tell all cards apart the one with the fewest values: a printing's id has more."""
        ranked = []
        for place, column in enumerate(columns):
            values = self._of(column)
            is_no_card = has_word(column, "no_card") and "card" not in words_of(column).split()
            if is_no_card or len(values) < 0.999 * len(self.rows) or not self._is_alone(column):
                continue
            field, rank = field_of(column)
            is_called = field == "id" or has_word(column, "id")
            if self._share(column, _is_key if is_called else is_code) <= _MOSTLY:
                continue
            if self._agrees(column, name) >= 0.995 and all(self._agrees(column, trait) >= _SAME for trait in traits):
                ranked.append((len(set(values)), rank if field == "id" else 50 if is_called else 99, place, column))
        return min(ranked)[-1] if ranked else ""

    def _is_alone(self, column: str) -> bool:
        """Whether a row has one value there, and no list of them."""
        return "[]." not in column and all(len(row.of(column)) < 2 for row in self.rows)

    def both(self, own: Mapping[str, str], name: str, traits: Sequence[str]) -> dict[str, str]:
        """Where a name does not tell cards apart: it with a title, or a set with a number in it, if they do."""
        if len(self.rows) < _ENOUGH or self.tells_cards_apart(name, traits, closely=True):
            return {}
        for title in self._columns:
            pair = f"{name}{BOTH}{title}"
            if has_word(title, "title") and self.tells_cards_apart(pair, traits, closely=True):
                return {"name": pair, "id": pair}
        set_column, number = own.get("set_code") or own.get("set_name"), own.get("number") or own.get("id")
        pair = f"{set_column}{BOTH}{number}"
        if (
            set_column
            and number
            and set_column != number
            and self.tells_cards_apart(pair, (name, *traits), closely=True)
        ):
            return {"id": pair}
        return {}

    def is_key(self, column: str) -> bool:
        """Whether addresses or keys stand there, two things at once, or nearly each row has a value of its own."""
        values = self._of(column)
        if self._share(column, lambda text: " - " in text or "|" in text or ";" in text) > _MOSTLY:
            return True
        if len(values) >= _ENOUGH and len(set(values)) > _MOSTLY * len(values):
            return True
        return self._share(column, lambda text: _PICTURE.fullmatch(text) or _OPAQUE.fullmatch(text)) > _MOSTLY

    def tells_cards_apart(self, column: str, traits: Sequence[str], *, closely: bool = False) -> bool:
        """Whether rows with one id agree in most; `closely`: in nearly all."""
        return all(self._agrees(column, trait) >= (_SAME if closely else _MOSTLY) for trait in traits)

    def names(self, column: str, other: str) -> bool:
        """Whether what stands in the other column are values of this one."""
        values = set(self._of(column))
        return self._share(other, values.__contains__) > _MOSTLY

    def lacks(self, name: str, other: str) -> bool:
        """Whether most rows with a value in the other column have no name: they are reprints of what it names."""
        nameless = [not row.of(name) for row in self.rows if row.of(other)]
        return sum(nameless) > _MOSTLY * len(nameless)

    def _agrees(self, column: str, other: str) -> float:
        """How many rows have there what the first row with their value of a column has."""
        first: dict[str, tuple[str, ...]] = {}
        same = 0
        for row in self.rows:
            value = tuple(fold(text) for text in row.of(other))
            same += first.setdefault((row.of(column) or ("",))[0], value) in (value, ()) or not value
        return same / len(self.rows) if self.rows else 1.0

    def is_number_in_set(self, own: Mapping[str, str], name: str) -> bool:
        """Whether the column that is called as an id is counts within each set."""
        column = own.get("id", "")
        counts = called()["fields"]["id"].index("card number") <= field_of(column)[1]
        return counts and bool({"set_code", "set_name"} & set(own)) and self._agrees(column, name) < 0.8

    def number(self, columns: Iterable[str], taken: set[str]) -> str:
        """A column of what is printed on a card in small."""
        for column in columns:
            is_called = field_of(column)[0] in ("id", "number")
            if column not in taken and is_called and self._share(column, _may_be_printed) > _MOSTLY:
                return column
        return ""

    def picture(self, columns: Iterable[str], taken: set[str]) -> str:
        """A column of files of pictures, whatever it is called; addresses may show anything."""
        for column in columns:
            if column not in taken and self._share(column, _is_picture_file) > _MOSTLY and len(self.rows) > 1:
                return column
        return ""

    def number_in_text(self, taken: set[str]) -> str:
        """A column of sets whose texts each hold one number: `Booster One - BX01/001EN (RRR)`."""
        for column in self._columns:
            if column not in taken and has_word(column, "printed") and self._share(column, printed_in) > _MOSTLY:
                return column
        return ""

    def counts(self, column: str) -> bool:
        """Whether a column that is called as a number is may count within a set."""
        rank = called()["fields"]["id"].index("card number")
        return field_of(column)[0] == "id" and field_of(column)[1] >= rank and self._share(column, str.isdigit) == 1

    def has_few(self, names: str, ids: str) -> bool:
        """Whether far fewer names stand there than ids: those of a rank, not of cards."""
        different = len(set(self._of(names)))
        return ids != names and len(self.rows) > _ENOUGH * _ENOUGH and different * _ENOUGH < len(set(self._of(ids)))

    def is_eastern(self, column: str) -> bool:
        """Whether most of its texts hold letters of Chinese, Japanese or Korean."""
        return column in self._columns and len(self.rows) >= _ENOUGH and self._share(column, _EASTERN.search) > 0.8

    def is_merged(self, column: str, *, is_id: bool = False) -> bool:
        """Whether each cell holds a code and words, or two names; `is_id`: or a code and anything."""

        def both(text: str) -> bool:
            parts = [part for part in _PART.split(text) if part not in ("", "-", "/")]
            codes = [part for part in parts if len(part) > 3 and is_code(part)]
            others = [part for part in parts if is_id or (len(part) > 2 and part.isalpha())]
            sides = text.split(" - ")
            are_two = (
                len({side.isascii() for side in sides}) > 1
                or len(set(sides)) < len(sides)
                or _TWICE.fullmatch(text)
                or _TWO_SCRIPTS.fullmatch(text)
            )
            return (bool(codes) and len(others) > is_id) or "|" in text or ";" in text or bool(are_two)

        if column not in self._columns or len(self.rows) < _ENOUGH:
            return False
        tailed = [met for text in self._of(column) if (met := _TAIL.fullmatch(text))]
        heads, tails = {met[1] for met in tailed}, {met[2] or met[3] for met in tailed}
        words = [text.split() for text in self._of(column)]
        ends = ([several[:2], several[-2:]] for several in words if len(several) > 2)
        often = [Counter(map(tuple, side)).most_common(1)[0][1] for side in zip(*ends, strict=True)]
        are_many = not is_id and len(words) > _ENOUGH * _ENOUGH
        if are_many and any(count > _MOSTLY * len(words) for count in often):
            return True
        last: dict[str, set[str]] = {}
        for several in words:
            last.setdefault(" ".join(several[:-1]), set()).add(several[-1])
        kinds = {word for endings in last.values() for word in endings}
        several_ends = sum(len(endings) > 1 for endings in last.values())
        if are_many and len(kinds) <= _FEW_NAMES and several_ends * _ENOUGH > len(last):
            return True  # `Crow Common` and `Crow Rare`
        has_tails = not is_id and len(tailed) > 0.8 * len(self.rows) and len(heads) > len(tails)
        return (has_tails and len(tails) * _ENOUGH <= len(tailed)) or self._share(column, both) > 0.8


def printed_in(text: str) -> str:
    """The one number that stands in a text as it is printed on a card; "" where none or several do."""
    codes = [part for part in _PART.split(text) if PRINTED.fullmatch(part)]
    return codes[0] if len(codes) == 1 else ""


def _is_picture_file(text: str) -> bool:
    return bool(_PICTURE.fullmatch(text)) and "://" not in text


def _no_name(text: str) -> bool:
    """An address, a number, or a sentence."""
    return bool(_PICTURE.fullmatch(text) or is_code(text) or text.isdigit() or text.endswith((".", "。")))


def _is_key(text: str) -> bool:
    return bool(_NUMBERED.fullmatch(text) or _OPAQUE.fullmatch(text)) and not _PICTURE.fullmatch(text)


def _may_be_printed(text: str) -> bool:
    return not _OPAQUE.fullmatch(text) and (is_code(text) or text[:1].isdigit())


def _reads(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and not _PICTURE.fullmatch(text) and not is_code(text)


def is_code(text: str) -> bool:
    """Whether a text is a number or a key, and no name."""
    return bool(_CODE.fullmatch(text) or _OPAQUE.fullmatch(text))
