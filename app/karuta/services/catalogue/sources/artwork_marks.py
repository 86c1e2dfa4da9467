"""Tells by its id which card a row is another artwork of: `OP01-001_p1`, `LN/W31-E001SP`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from karuta.domain.text import fold
from karuta.services.catalogue.sources.column_values import is_code
from karuta.services.catalogue.sources.list_rows import ListRow

_MARKED = re.compile(r"(.+)(_)([A-Za-z]{0,4})(\d{0,3})")
_OTHER_MARKS = re.compile(r"(.*\d)([-+* ]?)([A-Za-z]{1,4})(\d{0,2})")
_MOSTLY = 0.9
Facts = tuple[object, ...]
"""The name and the traits of a row."""


@dataclass(frozen=True)
class Variants:
    """How an id says that it is another artwork of a card: the card's id, `separator`, one of `marks`, a number."""

    separator: str = "_"
    marks: tuple[str, ...] = ()

    def base(self, card_id: str) -> str:
        """The card's own id."""
        if self.separator == "_":
            before, separator, mark = card_id.rpartition("_")
            return before if separator and before and mark.rstrip("0123456789").casefold() in self.marks else card_id
        met = _OTHER_MARKS.fullmatch(card_id)
        return met[1] if met and met[2] == self.separator and met[3].casefold() in self.marks else card_id


NO_MARKS = Variants()


def parted_mark(text: str) -> tuple[str, str]:
    """`OP01-001_p1` is `OP01-001` and `p`; without such a mark the text itself, and ""."""
    met = _MARKED.fullmatch(text)
    return (met[1], met[3].casefold() or "_") if met and (met[3] or met[4]) else (text, "")


def found_variants(id_column: str, names: Sequence[str], traits: Sequence[str], rows: Sequence[ListRow]) -> Variants:
    """The marks whose rows have the name and all traits but one of the row with the id before them, or of another such.

    Marks that no underscore parts from the id count only beside the row without them.
    """
    ids = [(row.of(id_column) or ("",))[0] for row in rows if id_column]
    told = [
        (
            fold(next((text for column in names for text in row.of(column)[:1]), "")),
            *(row.of(column) for column in traits if column != id_column),
        )
        for row in rows
    ]
    return _underscored(ids, told) or _others(ids, told) or NO_MARKS


def _alike(facts: Facts, other: Facts) -> bool:
    """A column called as a trait may hold what a printing has."""
    return facts[0] == other[0] and sum(fact != other_fact for fact, other_fact in zip(facts, other, strict=True)) <= 1


def _underscored(ids: Sequence[str], told: Sequence[Facts]) -> Variants | None:
    by_base: dict[str, Facts] = {}
    marked: dict[str, list[tuple[str, Facts]]] = defaultdict(list)
    for card_id, facts in zip(ids, told, strict=False):
        base, mark = parted_mark(card_id)
        if mark and (is_code(base) or base.isdigit()):
            marked[mark.strip("_")].append((base, facts))
        else:
            by_base[card_id] = facts
    marks = []
    for mark, several in marked.items():
        often = Counter(base for base, _ in several)
        facts_of = dict(several) | by_base
        are_same = [_alike(facts_of[base], facts) for base, facts in several if base in by_base or often[base] > 1]
        if are_same and sum(are_same) >= _MOSTLY * len(are_same):
            marks.append(mark)
    return Variants(marks=tuple(sorted(marks))) if marks else None


def _others(ids: Sequence[str], told: Sequence[Facts]) -> Variants | None:
    by_id = dict(zip(ids, told, strict=False))
    marked: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for card_id, facts in by_id.items():
        met = _OTHER_MARKS.fullmatch(card_id)
        if met and met[1] in by_id and is_code(met[1]):
            marked[met[2]][met[3].casefold()].append(_alike(by_id[met[1]], facts))
    marks_of = {
        separator: tuple(sorted(mark for mark, same in marks.items() if sum(same) >= _MOSTLY * len(same)))
        for separator, marks in marked.items()
    }
    separator = max(marks_of, key=lambda each: len(marks_of[each]), default="")
    return Variants(separator, marks_of[separator]) if marks_of.get(separator) else None
