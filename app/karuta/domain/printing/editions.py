"""Words of an edition as they are read off cards, and what they mean. Reads nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from karuta.domain.printing.alphabet import BLANK, numbers_of
from karuta.domain.printing.verifying import SeenStrip, verified

# In capitals, without spaces and accents, as the reader writes them.
EDITIONS: dict[str, str] = {
    "1STEDITION": "first",
    "1AUFLAGE": "first",
    "1REEDITION": "first",
    "1EREEDITION": "first",
    "1AEDIZIONE": "first",
    "1AEDICION": "first",
    "1AEDICAO": "first",
    "LIMITEDEDITION": "limited",
    "LIMITIERTEAUFLAGE": "limited",
    "EDITIONLIMITEE": "limited",
    "UNLIMITEDEDITION": "unlimited",
}
# Chosen on planted photos of one seed: where no words stood nothing fitted better than -17, and where some did those of
# another edition fitted no better than -15.
RATIO, MARGIN = -8.0, 4.0
# A strip in which fewer letters were read freely has none of these words.
LETTERS_SEEN = 4
# The end of the passcode stands right before the words, and a loose outline lets it in: so many of its digits.
_MOST_CUT = 2
_CUT = frozenset(numbers_of("0123456789-"))
_NEVER = -27.0


def edition_of(strips: Sequence[SeenStrip]) -> str | None:
    """What an edition's words say; two languages' words for one thing are no rivals."""
    seen = [one for strip in strips for one in (strip, *_without_number(strip))]
    said = verified([strip for strip in seen if len(strip.free.text) >= LETTERS_SEEN], list(EDITIONS))
    if said.ratio < RATIO:
        return None
    meant = EDITIONS[said.fits[0].text]
    rival = next((fit.ratio for fit in said.fits if EDITIONS[fit.text] != meant), None)
    return meant if rival is None or said.ratio - rival >= MARGIN else None


def _without_number(strip: SeenStrip) -> Iterator[SeenStrip]:
    """The strip without its first digit, and without two: nothing stands where they were read."""
    best = strip.logs.argmax(axis=1)
    ends = (at for at in range(1, len(best)) if best[at - 1] != BLANK and best[at] != best[at - 1])
    for end in islice(ends, _MOST_CUT):
        if int(best[end - 1]) not in _CUT:
            return
        logs = strip.logs.copy()
        logs[:end] = _NEVER
        logs[:end, BLANK] = 0.0
        yield SeenStrip(strip.place, logs, strip.capitals, strip.contrast)
