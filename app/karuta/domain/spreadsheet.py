"""Keeps a text cell from being run as a formula by a spreadsheet, in a way that can be taken back; writes no file.

A cell that begins with a character that starts a formula (or with the mark itself) gets one apostrophe in
front; taking one leading apostrophe away gives the text again. So every text comes back as it was.
"""

from __future__ import annotations

MARK = "'"
# Excel's Japanese edition takes the full-width forms for the plain ones; a tab or line break hides what follows it.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠" + MARK)


def guarded(text: str) -> str:
    """The cell as it is written. Spaces in front are looked through, since some programs drop them."""
    starts = {text[:1], text.lstrip()[:1]}
    return MARK + text if starts & FORMULA_STARTS else text


def unguarded(cell: str) -> str:
    """The text that a written cell stands for."""
    return cell[1:] if cell.startswith(MARK) else cell
