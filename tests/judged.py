"""Truth and answers made by hand, for tests of the judge: a card is a square on a line, a match a card id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from karuta.domain.card import Artwork, CardKey
from karuta.domain.errors import PictureError
from karuta.domain.match import CatalogueView, Match, Verdict
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.domain.sighting import Corners
from karuta.domain.truth import TruthCard, TruthPhoto

TIMINGS = {"decode": 4.0, "detect": 3.0, "embed": 2.0, "search": 1.0, "total": 10.0}


def square(at: float, *, size: float = 100.0, turn: int = 0) -> Corners:
    """A square `at` pixels from the left; `turn`: its corners begin that many corners later."""
    corners = np.array([[at, 0.0], [at + size, 0.0], [at + size, size], [at, size]])
    return np.roll(corners, turn, axis=0)


def match(card: str, score: float = 0.9, probability: float | None = None, *, game: str = "g") -> Match:
    return Match(
        card=CardKey(game, card),
        name=f"Card {card}",
        artwork=f"{card}.webp",
        picture_sha256=f"hash-{card}",
        score=score,
        probability=probability,
        exemplar=False,
    )


def sighting(
    cards: str,
    verdict: Verdict = Verdict.LIKELY,
    *,
    at: float = 0.0,
    score: float = 0.9,
    probability: float | None = None,
    corners: Corners | None = None,
) -> FoundSighting:
    """A sighting whose matches are the letters of `cards`, best first, each 0.1 below the one before."""
    matches = tuple(
        match(card, score - 0.1 * place, probability if place == 0 else None if probability is None else 0.0)
        for place, card in enumerate(cards)
    )
    place = square(at) if corners is None else corners
    return FoundSighting(place, np.full((6, 4, 3), 90, np.uint8), np.ones(1, np.float32), verdict, matches)


def recognition(*sightings: FoundSighting, timings: Mapping[str, float] = TIMINGS) -> Recognition:
    return Recognition((640, 480), sightings, timings, "m@aaaaaaaaaaaa", "a" * 64, "annoy@bbbbbbbbbbbb", "b" * 64)


def row(ids: str = "", *, at: float | None = None, line: int = 2, **conditions: str) -> TruthCard:
    """A row of a truth file: `a|b`; `at` gives it the corners of `square(at)`."""
    named = tuple(part for part in ids.split("|") if part)
    return TruthCard(named, corners=None if at is None else square(at), conditions=conditions, line=line)


def photo(*rows: TruthCard, name: str = "p.jpg") -> TruthPhoto:
    return TruthPhoto(name, rows)


def catalogue(cards: Sequence[str], *, game: str = "g") -> CatalogueView:
    return CatalogueView.of([Artwork(CardKey(game, c), f"Card {c}", f"{c}.webp", "main", f"hash-{c}") for c in cards])


@dataclass
class Answering:
    """A recogniser that was told its answers, by file name; without one the file is missing."""

    answers: Mapping[str, Recognition | Exception]
    asked: list[Path] = field(default_factory=list)

    def __call__(self, path: Path) -> Recognition:
        self.asked.append(path)
        answer = self.answers.get(path.name, PictureError("missing", f"There is no file {path}; check the name."))
        if isinstance(answer, Exception):
            raise answer
        return answer
