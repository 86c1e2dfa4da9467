"""Keeps a spreadsheet from running a text cell as a formula, in a reversible way. Writes no file.

A cell that begins with a character that starts a formula (or with the apostrophe itself) gets one apostrophe in front.
Removing one leading apostrophe restores the text, so every text comes back as it was.
"""

from __future__ import annotations

MARK = "'"
# Excel's Japanese edition treats full-width forms like the plain ones; a tab or line break hides what follows it.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠" + MARK)


def guarded(text: str) -> str:
    """The cell as it is written. Leading spaces are skipped in the test, since some programs drop them."""
    starts = {text[:1], text.lstrip()[:1]}
    return MARK + text if starts & FORMULA_STARTS else text


def unguarded(cell: str) -> str:
    """The text that a written cell stands for."""
    return cell[1:] if cell.startswith(MARK) else cell
