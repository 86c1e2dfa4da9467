"""From how well a card's codes fit to a verdict on its printing. Two numbers decide. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from karuta.domain.card import Printing
from karuta.domain.printing.answer import Illegible, MadeOut, PrintingAnswer, PrintingVerdict, RankedCode
from karuta.domain.printing.places import PATTERNS
from karuta.domain.printing.verifying import SeenStrip, Verified, verified

MOST_CODES = 5


@dataclass(frozen=True)
class Bounds:
    """Where verdicts part. Chosen on simulated photos; `engine/decisions` has the figures.

    `ratio`, `margin`: a code is *read* from these on. `doubted`: so much more margin is asked for each unit by which a
    ratio lies below 0, beyond the first `free`: where the true code is none of the card's, its sibling in another
    language fits badly and all others worse. `nothing`: what a second code fits at least, also where there is none.
    `absent`: the ratio that "none of these codes" counts with beside them, and `warmth` how much a ratio is trusted.
    `likely`: the least probability of the first. `legible`: the free path's logarithm from which letters that are no
    code of this card are said. `other`: the ratio below which they are. `small`: capitals of fewer pixels are too small
    to ask why they cannot be read.
    """

    ratio: float = -3.5
    margin: float = 4.0
    doubted: float = 2.0
    free: float = 0.5
    nothing: float = -10.0
    absent: float = -6.0
    warmth: float = 0.8
    likely: float = 0.5
    legible: float = -1.5
    other: float = -8.0
    small: float = 8.0


BOUNDS = Bounds()


# Capitals of fewer pixels are not looked at: of the simulated ones none was read, and a look costs the most.
UNSEEN = 6.0


def too_small() -> PrintingAnswer:
    """Of a card whose capitals are so small in the photo that nothing of them was looked at."""
    return PrintingAnswer(PrintingVerdict.ILLEGIBLE, reason=Illegible.SMALL)


def beside_the_first(answer: PrintingAnswer, first: PrintingAnswer) -> PrintingAnswer:
    """Of another match than the first: where the first one's code was read, it is legible, and none of this card's."""
    code = first.read.set_code
    if answer.verdict is not PrintingVerdict.ILLEGIBLE or first.verdict is not PrintingVerdict.READ or code is None:
        return answer
    return replace(answer, verdict=PrintingVerdict.OTHER, read=replace(answer.read, set_code=code), reason=None)


def judged(
    strips: Sequence[SeenStrip], printings: Sequence[Printing], *, game: str, bounds: Bounds = BOUNDS
) -> PrintingAnswer:
    """The verdict on the printing of a card with these printings, by the strips of where its code may stand."""
    codes = issues(printings)
    said = verified(strips, list(codes))
    shares = _probabilities(said, bounds)
    ranked = tuple(
        replace(codes[fit.text], probability=float(share))
        for fit, share in zip(said.fits[:MOST_CODES], shares, strict=False)
    )
    if _is_read(said, bounds):
        return PrintingAnswer(PrintingVerdict.READ, ranked, MadeOut(set_code=said.fits[0].text), verified=said)
    if ranked and ranked[0].probability >= bounds.likely:
        return PrintingAnswer(PrintingVerdict.LIKELY, ranked, verified=said)
    if _is_another(said, game, bounds):
        assert said.free is not None
        return PrintingAnswer(PrintingVerdict.OTHER, read=MadeOut(set_code=said.free.text), verified=said)
    return _unread(strips, said, bounds)


def issues(printings: Sequence[Printing]) -> Mapping[str, RankedCode]:
    """Each code once, with all that was printed under it."""
    found: dict[str, RankedCode] = {}
    for one in printings:
        code = one.set_code.upper()
        had = found.get(code, RankedCode(code, one.lang, 0.0))
        rarities = tuple(dict.fromkeys((*had.rarities, *one.rarities)))
        found[code] = replace(had, lang=one.lang if had.lang == one.lang else None, rarities=rarities)
    return found


def _is_read(said: Verified, bounds: Bounds) -> bool:
    wanted = bounds.margin + bounds.doubted * max(0.0, -said.ratio - bounds.free)
    return said.ratio >= bounds.ratio and min(said.margin, said.ratio - bounds.nothing) >= wanted


def _probabilities(said: Verified, bounds: Bounds) -> list[float]:
    ratios = np.array([fit.ratio for fit in said.fits] + [bounds.absent]) * bounds.warmth
    weights = np.exp(ratios - ratios.max())
    return [float(share) for share in weights[:-1] / weights.sum()]


def _is_another(said: Verified, game: str, bounds: Bounds) -> bool:
    free = said.free
    if free is None or free.log < bounds.legible or said.ratio > bounds.other:
        return False
    pattern = PATTERNS.get(game)
    return pattern is not None and pattern.fullmatch(free.text) is not None


def _unread(strips: Sequence[SeenStrip], said: Verified, bounds: Bounds) -> PrintingAnswer:
    """Nothing is there, or it cannot be read: too few pixels, covered where no letter is in sight, else blurred."""
    capitals = max((strip.capitals for strip in strips), default=0.0)
    is_bare = bool(strips) and all(strip.is_blank for strip in strips)
    if capitals < bounds.small:
        reason = Illegible.SMALL
    elif is_bare:
        reason = Illegible.COVERED
    else:
        reason = Illegible.BLURRED
    return PrintingAnswer(PrintingVerdict.ILLEGIBLE, reason=reason, verified=said)
