"""Cards that are not in the catalogue, grouped by similarity into probable new cards; pure values, and no file.

A crop is compared with the middle of each group and not with every other crop, so 100,000 crops of 20,000 cards are
20,000 middles in memory, and never a table of all pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from karuta.domain.match import Match

ALIKE = 0.7
"""A crop belongs to the group whose middle has at least this cosine with it.

Of 480 simulated photos of 120 Yu-Gi-Oh cards that the model was not trained on (a quarter of them brutal), two cards
had 0.58 at most; of 84 of 30 cards of the demo, whose frames are more alike, 0.69. With this no group of either had two
cards, and 89 and 87 % of the photos stood with another of their card. With 0.6 groups of the demo were 96 % pure.
"""

Vectors = NDArray[np.float32]
"""(n, dimension), unit."""


@dataclass(frozen=True)
class UnknownCard:
    """A sighting that was judged *unknown*, or (`is_labelled`) labelled as not in the catalogue.

    `card_like`: false where it is known to look like no card.
    """

    photo_sha256: str
    photo_name: str
    sighting_id: str
    crop_sha256: str | None
    is_labelled: bool
    card_like: bool = True


@dataclass(frozen=True)
class KnownNow:
    """A sighting that was labelled as not in the catalogue, for which a card answers by now: the likeliest."""

    card: UnknownCard
    match: Match


@dataclass(frozen=True)
class UnknownGroup:
    """Sightings that probably show one card, as they came. `name`: what a person called it, else empty."""

    cards: tuple[UnknownCard, ...]
    name: str = ""

    @property
    def labelled(self) -> int:
        return sum(card.is_labelled for card in self.cards)

    @property
    def card_like(self) -> bool:
        return any(card.card_like for card in self.cards)


@dataclass(frozen=True)
class Unknowns:
    """`groups`: as `Grouping.groups` orders them. `known_now`: what waits for one key each."""

    groups: tuple[UnknownGroup, ...]
    known_now: tuple[KnownNow, ...] = ()

    @property
    def count(self) -> int:
        return sum(len(group.cards) for group in self.groups)


@dataclass(eq=False)
class Grouping:
    """Takes crops as they come; each goes to the group whose middle is nearest, or begins one."""

    alike: float = ALIKE
    members: list[list[UnknownCard]] = field(default_factory=list)
    _sums: Vectors = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))

    def add(self, cards: Sequence[UnknownCard], vectors: Vectors) -> None:
        """Some more; `vectors`: a row each. A few hundred at a time keep the products small."""
        if not len(cards):
            return
        self._make_room(len(cards), vectors.shape[1])
        before = len(self.members)
        scores = vectors @ self._middles(0, before).T if before else np.zeros((len(cards), 0), dtype=np.float32)
        for card, vector, old in zip(cards, vectors, scores, strict=True):
            best, place = (float(old.max()), int(old.argmax())) if before else (-1.0, -1)
            if len(self.members) > before:
                new = self._middles(before, len(self.members)) @ vector
                if float(new.max()) > best:
                    best, place = float(new.max()), before + int(new.argmax())
            if best < self.alike:
                place = len(self.members)
                self.members.append([])
            self.members[place].append(card)
            self._sums[place] += vector

    def groups(self, names: dict[str, str] | None = None) -> tuple[UnknownGroup, ...]:
        """The largest first, then as they came; behind them those in which nothing looks like a card.

        `names`: of groups, by the sighting of any of their cards.
        """
        names_kept = names or {}
        groups = [
            UnknownGroup(
                tuple(cards),
                next((names_kept[card.sighting_id] for card in cards if card.sighting_id in names_kept), ""),
            )
            for cards in self.members
        ]
        return tuple(sorted(groups, key=lambda group: (not group.card_like, -len(group.cards))))

    def _middles(self, first: int, end: int) -> Vectors:
        sums = self._sums[first:end]
        return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def _make_room(self, more: int, dimension: int) -> None:
        size = len(self.members) + more
        if self._sums.shape[1] != dimension or len(self._sums) < size:
            room = np.zeros((max(256, 2 * size), dimension), dtype=np.float32)
            room[: len(self.members)] = self._sums[: len(self.members)] if self.members else 0
            self._sums = room
