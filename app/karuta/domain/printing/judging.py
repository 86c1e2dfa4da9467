"""From how well a card's codes fit, and what set a batch is of, to a verdict on its printing. Pure.

It orders printings and reads none: a code is *read* by its letters alone, whatever the batch is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from karuta.domain.card import Card, Printing
from karuta.domain.printing.answer import BatchSet, Illegible, MadeOut, PrintingAnswer, PrintingVerdict, RankedCode
from karuta.domain.printing.places import GamePrint
from karuta.domain.printing.spelling import fitting, spelled_codes, summed
from karuta.domain.printing.verifying import FreePath, SeenStrip, Verified
from karuta.domain.statistics import wilson

MOST_CODES = 5


# Of fewer codes nothing is said; and of a batch like this surely most cards are of the set (the share's lower bound).
LEAST_CODES, MOST = 5, 0.5


@dataclass(frozen=True)
class Bounds:
    """The bounds where verdicts part. Chosen on simulated photos; `engine/decisions` has the figures.

    `ratio`, `margin`: a code is *read* from these on. `doubted`: so much more margin is asked for each unit by which a
    ratio lies below 0, beyond the first `free`: where the true code is none of the card's, its sibling in another
    language fits badly and all others worse. `nothing`: what a second code fits at least, also where there is none.
    `absent`: the ratio that "none of these codes" counts with beside them, and `warmth` how much a ratio is trusted.
    `likely`: the least probability of the first, with those printed alike. `legible`: the free path's logarithm from
    which letters that are no code of this card are said. `other`: the ratio below which they are. `small`: capitals of
    fewer pixels are too small to ask why they cannot be read. `few`: blurred codes are offered in
    order if the card has at most so many; `faintly`: how much a ratio is trusted there.
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
    few: int = 6
    faintly: float = 0.5


BOUNDS = Bounds()
# Of codes among other words: no language parts two of them, so the likest one that a list lacks differs in one digit.
BOUNDS_AMONG = replace(BOUNDS, ratio=-0.5)


def bounds_of(row: GamePrint) -> Bounds:
    return BOUNDS_AMONG if row.among else BOUNDS


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
    strips: Sequence[SeenStrip],
    card: Card,
    *,
    row: GamePrint,
    bounds: Bounds | None = None,
    sharpened: Sequence[SeenStrip] = (),
) -> PrintingAnswer:
    """The verdict on the printing of a card, by the strips of where its code may stand. `row`: its game's.

    `sharpened`: strips of the same places that order blurred codes, and say no more than that.
    """
    bounds = bounds or bounds_of(row)
    codes = issues(card.printings)
    spelled = spelled_codes(card, row)
    fits = fitting(strips, spelled)
    shares = _probabilities(fits, bounds)
    ranked = tuple(
        replace(codes[fit.text], probability=float(share))
        for fit, share in zip(fits.fits[:MOST_CODES], shares, strict=False)
    )
    if is_read(fits, bounds):
        return PrintingAnswer(PrintingVerdict.READ, ranked, MadeOut(set_code=fits.fits[0].text), verified=fits)
    # Of two codes that are printed alike neither is likely by itself.
    alike = sum(share for fit, share in zip(fits.fits, shares, strict=False) if fit.printed == fits.fits[0].printed)
    if ranked and alike >= bounds.likely:
        return PrintingAnswer(PrintingVerdict.LIKELY, ranked, verified=fits)
    another = _another(strips, fits, row, bounds)
    if another is not None:
        return PrintingAnswer(PrintingVerdict.OTHER, read=MadeOut(set_code=another.text), verified=fits)
    answer = _unread([*strips, *sharpened], fits, bounds)
    if answer.reason is not Illegible.BLURRED or not 1 < len(fits.fits) <= bounds.few:
        return answer
    # Blurred letters still say which of a few codes they are sooner.
    of = summed(sharpened, spelled) if sharpened else {fit.text: fit.ratio for fit in fits.fits}
    ratios = np.array([of[fit.text] for fit in fits.fits]) * bounds.faintly
    weights = np.exp(ratios - ratios.max())
    shares = bounds.likely * weights / weights.sum()
    order = np.argsort(-shares, kind="stable")[:MOST_CODES]
    offered = (replace(codes[fits.fits[at].text], probability=float(shares[at])) for at in order)
    return replace(answer, codes=tuple(offered))


def is_faint(answer: PrintingAnswer, row: GamePrint) -> bool:
    """Whether its few codes, none of which can be read, may be ordered better by sharpened strips."""
    few = answer.verified is not None and 1 < len(answer.verified.fits) <= bounds_of(row).few
    return few and not row.among and answer.reason in (Illegible.BLURRED, Illegible.COVERED)


def issues(printings: Sequence[Printing]) -> Mapping[str, RankedCode]:
    """Each code once, with all that was printed under it."""
    by_code: dict[str, RankedCode] = {}
    for printing in printings:
        code = printing.set_code.upper()
        had = by_code.get(code, RankedCode(code, printing.lang, 0.0))
        rarities = tuple(dict.fromkeys((*had.rarities, *printing.rarities)))
        by_code[code] = replace(had, lang=printing.lang if had.lang == printing.lang else None, rarities=rarities)
    return by_code


def is_read(fits: Verified, bounds: Bounds = BOUNDS) -> bool:
    """Whether the first string is read, whatever the others are."""
    needed = bounds.margin + bounds.doubted * max(0.0, -fits.ratio - bounds.free)
    return fits.ratio >= bounds.ratio and min(fits.margin, fits.ratio - bounds.nothing) >= needed


def _probabilities(fits: Verified, bounds: Bounds) -> list[float]:
    ratios = np.array([fit.ratio for fit in fits.fits] + [bounds.absent]) * bounds.warmth
    weights = np.exp(ratios - ratios.max())
    return [float(share) for share in weights[:-1] / weights.sum()]


def _another(strips: Sequence[SeenStrip], fits: Verified, row: GamePrint, bounds: Bounds) -> FreePath | None:
    """A legible code of the game that is none of the card's; None where there is none."""
    if row.written is None or fits.free is None or fits.ratio > bounds.other:
        return None
    frees = [strip.free for strip in strips] if row.among else [fits.free]
    legible = [free for free in frees if free.log >= bounds.legible and row.written.fullmatch(free.text)]
    return max(legible, key=lambda free: (len(free.text) + free.log, free.text), default=None)


def _unread(strips: Sequence[SeenStrip], fits: Verified, bounds: Bounds) -> PrintingAnswer:
    """Nothing is there, or it cannot be read: too few pixels, covered where no letter is in sight, else blurred.

    Where other frames have their rules, letters do not say that there is a code.
    """
    strips = [strip for strip in strips if not strip.place.ruled]
    capitals = max((strip.capitals for strip in strips), default=0.0)
    is_bare = bool(strips) and all(strip.is_blank for strip in strips)
    if capitals < bounds.small:
        reason = Illegible.SMALL
    elif is_bare:
        reason = Illegible.COVERED
    else:
        reason = Illegible.BLURRED
    return PrintingAnswer(PrintingVerdict.ILLEGIBLE, reason=reason, verified=fits)


def set_of(code: str) -> str:
    """`LOB` of `LOB-EN005`."""
    return code.partition("-")[0]


def batch_set(codes: Sequence[str]) -> BatchSet | None:
    """The set that these codes agree on, one for each card of a batch; None where they are few or differ."""
    sets = Counter(set_of(code) for code in codes if "-" in code)
    if not codes or not sets:
        return None
    name, agree = min(sets.items(), key=lambda entry: (-entry[1], entry[0]))
    if len(codes) < LEAST_CODES or wilson(agree, len(codes)).low <= MOST:
        return None
    lines = Counter(_line(code) for code in codes if set_of(code) == name)
    return BatchSet(name, agree, len(codes), min(lines, key=lambda line: (-lines[line], line)))


def within(answer: PrintingAnswer, printings: Sequence[Printing], batch: BatchSet | None) -> PrintingAnswer:
    """The answer with its codes as the batch orders them, marked so; as it is where that says nothing.

    What was read stays read. Of what is not legible the batch's own codes are offered, under the same verdict.
    """
    if batch is None or answer.verdict not in (PrintingVerdict.LIKELY, PrintingVerdict.ILLEGIBLE):
        return answer
    codes = issues(printings)
    inside = [code for code in codes if set_of(code) == batch.name]
    if not inside or (len(inside) == len(codes) and answer.verdict is PrintingVerdict.LIKELY):
        return answer
    share = wilson(batch.agree, batch.of).low
    if answer.verdict is PrintingVerdict.ILLEGIBLE:
        # Those in the language of the batch stand first.
        inside.sort(key=lambda code: (_line(code) != batch.line, code))
        ranked = tuple(replace(codes[code], probability=share / len(inside)) for code in inside[:MOST_CODES])
        return replace(answer, codes=ranked, batch=batch)
    inside_each, outside_each = share / len(inside), (1 - share) / (len(codes) - len(inside))
    before = sum(ranked_code.probability for ranked_code in answer.codes)
    weights = [
        ranked_code.probability * (inside_each if set_of(ranked_code.set_code) == batch.name else outside_each)
        for ranked_code in answer.codes
    ]
    weighted = [
        replace(ranked_code, probability=before * weight / sum(weights))
        for ranked_code, weight in zip(answer.codes, weights, strict=True)
    ]
    ranked = tuple(sorted(weighted, key=_likeliest))
    if [ranked_code.set_code for ranked_code in ranked] == [item.set_code for item in answer.codes]:
        return answer
    return replace(answer, codes=ranked, batch=batch)


def _likeliest(code: RankedCode) -> float:
    return -code.probability


def _line(code: str) -> str:
    """`LOB-EN` of `LOB-EN005`: one set in one language."""
    return code.rstrip("0123456789")
