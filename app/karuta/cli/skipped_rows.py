"""Says which rows of a file of labels were skipped: each with its reason, and many with one in a single sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from karuta.domain.journal import SkippedLabel
from karuta.domain.sentence import counted

_ALONE = 5
"""More rows than this with one reason have one sentence."""
_MOST = 20
"""More sentences than this nobody reads."""


def skipped_sentences(file: str, rows: Sequence[SkippedLabel]) -> Iterator[str]:
    """Sentences about the rows of this file, in the order of the lines."""
    by_reason: dict[str, list[SkippedLabel]] = {}
    for row in rows:
        by_reason.setdefault(row.reason, []).append(row)
    said = 0
    left: list[SkippedLabel] = []
    for reason, alike in by_reason.items():
        if said >= _MOST:
            left += alike
        elif len(alike) > _ALONE:
            said += 1
            yield f"{file}: {counted(len(alike), 'line')} were skipped ({_lines(alike)}): {reason}"
        else:
            some = alike[: _MOST - said]
            said, left = said + len(some), left + alike[len(some) :]
            for row in some:
                yield f"{file} line {row.line} ({row.photo}) was skipped: {row.reason}"
    if left:
        verb = "was" if len(left) == 1 else "were"
        yield f"{file}: {counted(len(left), 'more line')} {verb} skipped ({_lines(left)})"


def _lines(rows: Sequence[SkippedLabel]) -> str:
    lines = ", ".join(str(row.line) for row in rows[:_ALONE])
    return f"{lines}, …" if len(rows) > _ALONE else lines
