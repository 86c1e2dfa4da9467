"""Suggestions compared with what people decided, per card, pack, annotator, model and week.

Counts and intervals only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from karuta.domain.card import CardKey
from karuta.domain.statistics import Share, wilson

Key = TypeVar("Key", bound=Hashable)

LEAST_SUGGESTIONS = 5
"""A card that was suggested less often says nothing about bias."""


@dataclass(frozen=True)
class Told:
    """Equal decisions counted together: same day, annotator, model and first suggestion.

    `card`: what the person said it is; None if they said that it is not in the catalogue, or not a card.
    """

    day: str
    annotator: str
    model: str
    suggested: CardKey
    card: CardKey | None
    times: int

    @property
    def taken(self) -> bool:
        return self.card == self.suggested


@dataclass(frozen=True)
class CardBias:
    """How one card fares as a suggestion.

    `taken`: of the times it was suggested first, how often people agreed. `confirmed`: how often people named this
    card, suggested or not. `waiting`: undecided photos whose first suggestion it is. `too_often`: people agree with it
    less often than with suggestions on average, beyond chance.
    """

    card: CardKey
    name: str
    pack: str
    taken: Share
    confirmed: int
    waiting: int
    too_often: bool

    @property
    def suggested(self) -> int:
        return self.taken.n

    @property
    def worth(self) -> float:
        """How much a label for it teaches, for "label these next": many photos wait, and little is known of how often
        it is right.
        """
        return self.waiting * (1 - self.taken.low)


@dataclass(frozen=True)
class BiasPart:
    """One pack, week, annotator or model, and how often its first suggestions were accepted."""

    name: str
    taken: Share


@dataclass(frozen=True)
class PairAgreement:
    """Two annotators on the sightings that both decided about."""

    first: str
    second: str
    same: Share


@dataclass(frozen=True)
class Bias:
    """Everything that is told of suggestions.

    `parts`: by `week`, `model`, `annotator` and `pack`. `cards`: those that were suggested or are waiting, the most
    often wrong first. `missed`: how often a card was confirmed although another had been suggested. `reordered`: labels
    that are left out of all figures, because what was ruled out before had been moved below the other matches.
    """

    overall: Share | None
    cards: tuple[CardBias, ...]
    parts: Mapping[str, tuple[BiasPart, ...]]
    agreement: tuple[PairAgreement, ...]
    missed: Mapping[CardKey, int]
    reordered: int = 0

    @property
    def rejected(self) -> tuple[CardBias, ...]:
        """Cards that were suggested and not taken each time, the most often rejected first."""
        return tuple(card for card in self.cards if card.suggested > card.taken.k)

    @property
    def too_often(self) -> tuple[CardBias, ...]:
        """Cards suggested far more often than confirmed, the worst first."""
        return tuple(card for card in self.cards if card.too_often)

    @property
    def label_next(self) -> tuple[CardBias, ...]:
        """Cards with waiting photos, those whose labels would teach the most first."""
        waiting = (card for card in self.cards if card.waiting)
        return tuple(sorted(waiting, key=lambda card: (-card.worth, card.card)))


def week_of(day: str) -> str:
    """`2026-W48`: the ISO week of a day."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02d}"


_NOTHING: Mapping[CardKey, Any] = MappingProxyType({})


def bias_of(
    told: Sequence[Told],
    *,
    agreement: Sequence[PairAgreement] = (),
    waiting: Mapping[CardKey, int] = _NOTHING,
    names: Mapping[CardKey, str] = _NOTHING,
    packs: Mapping[CardKey, str] = _NOTHING,
    reordered: int = 0,
) -> Bias:
    """All figures; days of one week are counted together."""
    total = sum(label.times for label in told)
    overall = wilson(sum(label.times for label in told if label.taken), total) if total else None
    confirmed: Counter[CardKey] = Counter()
    missed: Counter[CardKey] = Counter()
    for label in told:
        if label.card is not None:
            confirmed[label.card] += label.times
            missed[label.card] += 0 if label.taken else label.times
    by_card = _shares(told, lambda told_label: told_label.suggested)
    cards = [
        CardBias(
            card=card,
            name=names.get(card, str(card)),
            pack=packs.get(card, ""),
            taken=by_card.get(card) or Share(0, 0, 0.0, 0.0, 1.0),
            confirmed=confirmed[card],
            waiting=waiting.get(card, 0),
            too_often=card in by_card and overall is not None and _is_too_often(by_card[card], overall),
        )
        for card in by_card.keys() | waiting.keys()
    ]
    return Bias(
        overall=overall,
        cards=tuple(sorted(cards, key=lambda card: (-(card.taken.n - card.taken.k), -card.taken.n, card.card))),
        parts={
            "week": _parts(told, lambda told_label: week_of(told_label.day)),
            "model": _parts(told, lambda told_label: told_label.model),
            "annotator": _parts(told, lambda told_label: told_label.annotator),
            "pack": _parts(told, lambda told_label: packs.get(told_label.suggested, "")),
        },
        agreement=tuple(agreement),
        missed={card: count for card, count in missed.items() if count},
        reordered=reordered,
    )


def _is_too_often(taken: Share, overall: Share) -> bool:
    return taken.n >= LEAST_SUGGESTIONS and taken.high < overall.share


def _parts(told: Sequence[Told], key: Callable[[Told], str]) -> tuple[BiasPart, ...]:
    return tuple(BiasPart(name, share) for name, share in sorted(_shares(told, key).items()))


def _shares(told: Sequence[Told], key: Callable[[Told], Key]) -> dict[Key, Share]:
    taken: dict[Key, int] = defaultdict(int)
    all_: dict[Key, int] = defaultdict(int)
    for label in told:
        all_[key(label)] += label.times
        taken[key(label)] += label.times if label.taken else 0
    return {name: wilson(taken[name], count) for name, count in all_.items()}
