"""From lines that were read on the label of a graded slab to its company, grade and number. Pure values.

Lines are in the letters of the reader of names, which leaves marks out: `NM-MT+` is read `nm mt`, `9.5` is `95`. So
what a mark alone tells apart is told by figures beside the word, or not told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from karuta.domain.finish import Slab
from karuta.domain.text import squeeze

_GRADES = {f"{tenths:g}".replace(".", ""): f"{tenths:g}" for tenths in (half / 2 for half in range(2, 21))}


@dataclass(frozen=True)
class GradingCompany:
    """`own`: words that are printed on its labels alone. `digits`: how many its numbers have. `grades`: those of each
    of its words, without spaces and marks.
    """

    name: str
    own: Collection[str]
    digits: Collection[int]
    grades: dict[str, tuple[str, ...]]


COMPANIES = (
    GradingCompany(
        "PSA",
        ("psa",),
        (7, 8, 9),
        {
            **{"gemmt": ("10",), "mint": ("9",), "nmmt": ("8", "8.5"), "nm": ("7", "7.5"), "exmt": ("6", "6.5")},
            **{"ex": ("5", "5.5"), "vgex": ("4", "4.5"), "vg": ("3", "3.5"), "good": ("2", "2.5")},
            **{"fr": ("1.5",), "pr": ("1",)},
        },
    ),
    GradingCompany(
        "BGS",
        ("bgs", "beckett"),
        (10,),
        {
            **{"pristine": ("10",), "gemmint": ("9.5",), "mint": ("9",), "nmmt": ("8", "8.5")},
            **{"nearmint": ("7", "7.5"), "exmt": ("6", "6.5"), "excellent": ("5", "5.5")},
        },
    ),
    GradingCompany(
        "CGC",
        ("cgc",),
        (10,),
        {
            **{"pristine": ("10",), "gemmint": ("9.5", "10"), "mint": ("9", "9.5"), "nmmint": ("8", "8.5")},
            **{"nm": ("7", "7.5"), "exnm": ("6", "6.5"), "ex": ("5", "5.5"), "vgex": ("4", "4.5"), "vg": ("3", "3.5")},
        },
    ),
)
_WORDS = sorted({word for company in COMPANIES for word in company.grades}, key=lambda word: (-len(word), word))
# A word that others may end with stands alone.
_ALONE = 2


def word_of(line: str) -> str | None:
    """The word of a grade with which a line ends, its figures aside."""
    letters = re.sub(r"[0-9s]+$", "", squeeze(line))
    return next((word for word in _WORDS if (letters if len(word) <= _ALONE else letters[-len(word) :]) == word), None)


def _says(line: str, word: str) -> bool:
    """At its beginning or its end: a bar code beside a word is read as letters."""
    return squeeze(line).startswith(word) or squeeze(line).endswith(word)


def slab_of(lines: Sequence[str], numbers: Sequence[str], figures: Sequence[str]) -> Slab | None:
    """None where no company's word is there. `numbers`: the lines that are surely figures alone; `figures`: what stands
    over, under and behind the word of the grade.
    """
    companies = [company for company in COMPANIES if any(_says(line, word) for line in lines for word in company.own)]
    if len(companies) != 1:
        return None
    (company,) = companies
    fitting = [number for number in numbers if len(number) in company.digits]
    words = {word for line in lines if (word := word_of(line)) in company.grades}
    read = {_GRADES[figure] for figure in figures if figure in _GRADES}
    grades = set(company.grades[words.pop()]) if len(words) == 1 else set()
    grades = grades & read if read else grades
    return Slab(
        company.name,
        grades.pop() if len(grades) == 1 else None,
        fitting[0] if len(fitting) == 1 else None,
    )
