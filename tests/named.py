"""What a name reader's network might have said about a row, made up for tests of what is decided from it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from karuta.domain.printing.evidence import NameLine, as_compared


def line(text: str, *, doubts: Mapping[int, Mapping[str, float]] | None = None, surely: float = 0.98) -> NameLine:
    """Each letter at two places, none between. `doubts`: position in the folded text -> letters, shares."""
    name, unsure = as_compared(text), doubts or {}
    letters = "".join(sorted({*name, *(letter for shares in unsure.values() for letter in shares)}))
    chances = np.full((3 * len(name) + 1, len(letters) + 1), (1 - surely) / (len(letters) + 1))
    chances[:, 0] += surely
    for position, letter in enumerate(name):
        for at in (3 * position + 1, 3 * position + 2):
            chances[at, 0] -= surely
            for one, share in unsure.get(position, {letter: 1.0}).items():
                chances[at, 1 + letters.index(one)] += surely * share
    return NameLine(text, letters, np.log(chances).astype(np.float32))
