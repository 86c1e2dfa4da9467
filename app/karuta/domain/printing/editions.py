"""Words of an edition as they are read off cards, and what they mean. Reads nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

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
RATIO, MARGIN = -4.0, 4.0
# A strip in which fewer letters were read freely has none of these words.
LETTERS_SEEN = 4


def edition_of(strips: Sequence[SeenStrip]) -> str | None:
    """What an edition's words say; two languages' words for one thing are no rivals."""
    said = verified([strip for strip in strips if len(strip.free.text) >= LETTERS_SEEN], list(EDITIONS))
    if said.ratio < RATIO:
        return None
    meant = EDITIONS[said.fits[0].text]
    rival = next((fit.ratio for fit in said.fits if EDITIONS[fit.text] != meant), None)
    return meant if rival is None or said.ratio - rival >= MARGIN else None
