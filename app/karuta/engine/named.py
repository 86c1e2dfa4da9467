"""Gives the cards of a photo the names that were read on them, and finds those of which only a name is in view.

A name that lies on a card outlined is its name where its card's name stands, or anywhere where no picture knows the
card. What lies on a known card elsewhere is its text. A name that lies on none is a card of its own, at its strip.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import Match, Verdict
from karuta.domain.pixels import Pixels
from karuta.domain.printing.evidence import PrintSays, joined
from karuta.domain.printing.names import ReadName
from karuta.domain.printing.places import NamePlace, PrintTable
from karuta.domain.ranking import Ranking
from karuta.domain.sighting import Corners, carried, holds, homography, overlap_share, picture_corners
from karuta.engine.proposal_views import ProposalView, sticks_out

# Where the name's middle may lie, from the top, of a card whose game has no row; how far it may be from its place.
_USUAL, _NEAR = 0.08, 0.07
# Lines of smaller letters than this share of the largest name's on the same card are its text.
_SMALLER = 0.7
# A line beside all cards is text of one whose name is so much larger, so many times the line's capitals away.
_MUCH_LARGER, _AROUND = 1.5, 30.0
_SAME_LINE = 0.3
_CARD = picture_corners()


class Names(Protocol):
    """What reads the names in a photo. `table`: where names stand."""

    @property
    def table(self) -> PrintTable: ...

    def read(self, pixels: Pixels) -> Sequence[ReadName]:
        """`pixels`: (height, width, 3) uint8, RGB, upright; boxes are in these pixels."""
        ...

    def read_at(self, pixels: Pixels, bands: Sequence[Corners]) -> ReadName | None:
        """The likeliest name in these bands of capitals, (4, 2) each in these pixels; None where none is one."""
        ...

    def place_on(self, artwork: Artwork) -> NamePlace | None:
        """The place of the name on a card; None where it is not known."""
        ...

    @property
    def places(self) -> Sequence[NamePlace]:
        """The places of names, by game."""
        ...

    def called(self, card: CardKey) -> str: ...

    def unread(self, cards: Set[CardKey]) -> Set[CardKey]:
        """Those of the cards that no name tells."""
        ...


@dataclass(frozen=True, eq=False)
class NamedView:
    """A view with its cards. `read_name`: the name that was read on it; `says`: what that says of its first match."""

    view: ProposalView
    ranking: Ranking
    read_name: ReadName | None = None
    says: PrintSays | None = None


@dataclass(frozen=True, eq=False)
class NamePairing:
    """`on`: by the number of a view, the read_name on it; `beside`: the others that name a card. `several`: those
    that are no card, for several names lie on them.
    """

    on: Mapping[int, ReadName]
    beside: Sequence[ReadName]
    several: Set[int]


def is_anything_open(seen: Sequence[NamedView], felt: Sequence[Corners], scale: NDArray[np.float64]) -> bool:
    """Whether names may still say something: a card is not sure, or the detector feels something beside those that are.

    `felt`: outlines in the detector's pixels; `scale`: (2,) from there to the photo's.
    """
    if not seen or not all(item.ranking.verdict is Verdict.SURE for item in seen):
        return True
    known = [item.view.corners for item in seen]
    return any(sticks_out(outline * scale, known) for outline in felt)


def paired(seen: Sequence[NamedView], read_names: Sequence[ReadName], table: PrintTable) -> NamePairing:
    """Which read_name is on which card."""
    lines = _each_once([read_name for read_name in read_names if read_name.named is not None])
    on: dict[int, ReadName] = {}
    several: set[int] = set()
    taken: set[int] = set()
    for number, item in sorted(enumerate(seen), key=lambda entry: not entry[1].ranking.verdict.accepts):
        if item.view.back is not None:
            continue
        lying = [line for line in lines if id(line) not in taken and _is_on(line, item.view)]
        own = name_on(item.view.corners, item.ranking, lying, table)
        if item.ranking.verdict.accepts:
            taken |= {id(line) for line in lying}
        elif own is None:
            continue
        elif sum(line.capitals >= _SMALLER * own.capitals for line in lying) > 1:
            several.add(number)
            continue
        else:
            taken |= {id(line) for line in lying if line is own or line.capitals < _SMALLER * own.capitals}
        if own is not None:
            on[number] = own
    left = [line for line in lines if id(line) not in taken]
    return NamePairing(on, [line for line in left if not _is_text(line, lines)], several)


def name_on(corners: Corners, ranking: Ranking, lines: Sequence[ReadName], table: PrintTable) -> ReadName | None:
    """Which of the lines on it is the name of a card at `corners`."""
    place = table.of(ranking.matches[0].card.game).name if ranking.matches else None
    middle = _USUAL if place is None else place.middle
    keys = {match.card for match in ranking.matches[:1]}

    def off(line: ReadName) -> float:
        if not ranking.verdict.accepts:
            return _down(turned_to(corners, line), line)
        return abs(_down(corners, line) - middle)

    if ranking.verdict.accepts and place is None:
        # Where its name stands is not known: another's may lie anywhere on it.
        return min(
            (line for line in lines if line.named is not None and keys & line.named.cards), key=off, default=None
        )
    if ranking.verdict.accepts:
        agreeing = [line for line in lines if line.named is not None and keys & line.named.cards]
        return min(agreeing or [line for line in lines if off(line) <= _NEAR], key=off, default=None)
    largest = max((line.capitals for line in lines), default=0.0)
    return min((line for line in lines if line.capitals >= _SMALLER * largest), key=off, default=None)


def name_at(pixels: Pixels, corners: Corners, ranking: Ranking, names: Names) -> ReadName | None:
    """The name on one card, at `corners` of these pixels; read in the part of them with the card alone."""
    low = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, np.array(pixels.shape[1::-1]) - 1)
    high = np.clip(np.ceil(corners.max(axis=0)).astype(int), low + 1, pixels.shape[1::-1])
    part = np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0]])
    lines = [replace(line, box=line.box + low) for line in names.read(part) if line.named is not None]
    return name_on(corners, ranking, [line for line in lines if holds(corners, line.box.mean(axis=0))], names.table)


def _is_on(line: ReadName, view: ProposalView) -> bool:
    """Whether it lies on what is in view of the card; what lies on the rest of its outline is on the card over it."""
    middle = line.box.mean(axis=0)
    if not holds(view.corners, middle):
        return False
    if view.blocks is None:
        return True
    across, down = carried(middle[None], homography(view.corners, _CARD))[0]
    rows, columns = view.blocks.shape
    return bool(view.blocks[min(int(down * rows), rows - 1), min(int(across * columns), columns - 1)])


def _down(corners: Corners, line: ReadName) -> float:
    """How far from the card's top its middle lies, as a part of its height."""
    return float(carried(line.box.mean(axis=0)[None], homography(corners, _CARD))[0, 1])


def turned_to(corners: Corners, line: ReadName) -> Corners:
    """The outline with the corner first from which the card is read as this line is."""
    along = line.box[1] - line.box[0]
    turns = [np.roll(corners, -turn, axis=0) for turn in range(4)]
    return max(turns, key=lambda turn: float((turn[1] - turn[0]) @ along) / float(np.linalg.norm(turn[1] - turn[0])))


def _each_once(lines: Sequence[ReadName]) -> list[ReadName]:
    """The likeliest line of each place."""
    kept: list[ReadName] = []
    for line in sorted(lines, key=lambda entry: (-entry.shares[0], entry.text)):
        if not any(overlap_share(line.box, other.box) >= _SAME_LINE for other in kept):
            kept.append(line)
    return kept


def _is_text(line: ReadName, lines: Sequence[ReadName]) -> bool:
    """Whether a much larger name stands near by: a card close up, whose outline nobody has seen."""
    middle = line.box.mean(axis=0)
    return any(
        other.capitals >= _MUCH_LARGER * line.capitals
        and float(np.linalg.norm(other.box.mean(axis=0) - middle)) <= _AROUND * line.capitals
        for other in lines
    )


def with_name(
    item: NamedView, read_name: ReadName, names: Names, mains: Mapping[CardKey, Artwork], *, k: int
) -> NamedView:
    """The view's cards as its picture and this name together have them. `mains`: the pictures of cards that have one.

    A name alone is *likely* at most where a picture should have agreed.
    """
    ranking, best = item.ranking, read_name.named
    assert best is not None
    alone = read_name.matches(names.called, mains, k=k)
    verdict = read_name.verdict
    if verdict is Verdict.SURE and best.cards & mains.keys():
        verdict = Verdict.LIKELY
    one_of = tuple(sorted(best.cards)) if len(best.cards) > 1 else ()
    if not ranking.verdict.accepts and ranking.verdict is not Verdict.UNSURE:
        others = [match for match in ranking.matches if match.card not in best.cards]
        # What its picture scored stays said of a card that was among the picture's own.
        scored = {match.card: match for match in ranking.matches}
        first = [
            replace(scored[match.card], probability=match.probability, by="name", reordered=True)
            if match.card in scored
            else match
            for match in alone
            if match.card in best.cards
        ]
        return replace(
            item,
            ranking=Ranking(tuple([*first, *_lowered(others, first)][:k]), verdict, one_of),
            read_name=read_name,
            says=PrintSays.AGREES,
        )
    listed = {match.card for match in ranking.matches}
    stranger = alone[0] if len(best.cards) == 1 and not best.cards & listed else None
    together = joined(ranking.matches, ranking.verdict, [read_name.witness([*listed])], stranger=stranger)
    matches, verdict = together.matches, together.verdict
    if stranger is not None and together.print_says is PrintSays.CONTRADICTS:
        matches = (matches[0], stranger, *matches[1:])[:k]
    if matches and matches[0].card in mains and matches[0].by is not None:
        verdict = Verdict.LIKELY if verdict is Verdict.SURE else verdict
    is_open = verdict is not Verdict.SURE and bool(matches) and matches[0].card in ranking.one_of
    return replace(
        item,
        ranking=Ranking(matches, verdict, ranking.one_of if is_open else ()),
        read_name=read_name,
        says=together.print_says,
    )


def _lowered(matches: Sequence[Match], first: Sequence[Match]) -> list[Match]:
    """What the picture had, behind what was read: together they have one whole."""
    left = max(0.0, 1.0 - sum(match.probability or 0.0 for match in first))
    return [
        match if match.probability is None else replace(match, probability=min(match.probability, left), reordered=True)
        for match in matches
    ]
