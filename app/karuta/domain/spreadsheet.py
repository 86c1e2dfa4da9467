"""Keeps a spreadsheet from running a text cell as a formula, in a reversible way. Writes no file.

A cell that begins with a character that starts a formula (or with the apostrophe itself) gets one apostrophe in front.
Removing one leading apostrophe restores the text, so every text comes back as it was. Numbers run nothing and stay
numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MARK = "'"
# Excel's Japanese edition treats full-width forms like the plain ones; a tab or line break hides what follows it.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠" + MARK)
# One, or several with spaces between them (corners).
_NUMBERS = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?([eE][+-]?[0-9]+)?( [+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)*")


def written(cells: Iterable[object], *, raw: bool = False) -> list[object]:
    """A row of a table as it is written. Every writer of CSV takes its rows, and its header, through here.

    `raw`: as the cells are, for programs.
    """
    return [guarded(cell) if isinstance(cell, str) and not raw else cell for cell in cells]


def guarded(text: str) -> str:
    """The cell as it is written. Leading spaces are skipped in the test, since some programs drop them."""
    starts = {text[:1], text.lstrip()[:1]}
    return MARK + text if starts & FORMULA_STARTS and not _NUMBERS.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """The text that a written cell stands for."""
    return cell[1:] if cell.startswith(MARK) else cell
