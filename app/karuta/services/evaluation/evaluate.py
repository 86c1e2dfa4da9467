"""Measures lookups against a truth file: looks every photo up and counts. Changes nothing, and prints nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import KarutaError, PictureError
from karuta.domain.evaluation import Evaluation, evaluation
from karuta.domain.judging import WITHIN, Failing, PhotoOutcome, failed, judge
from karuta.domain.match import CatalogueView, Match, Verdict
from karuta.domain.recognition import Recognition
from karuta.domain.truth import Truth, TruthCard, TruthError
from karuta.services.lookups.identify import not_looked_up

MATCHES = WITHIN
"""The matches that a recogniser is asked for: the figures need the first five."""

_GRAVEST_FIRST = tuple(Failing)


@dataclass(frozen=True, eq=False)
class Failure:
    """One wrong answer, to be looked at.

    `card`: the truth's row, None for a sighting that is paired with none. `sighting`: its position in reading order,
    from 0; None if the card was missed. `crop`: (height, width, 3) uint8, RGB, upright; None if nothing was found, and
    beyond the requested number of crops.
    """

    photo: str
    path: Path
    failing: Failing
    card: TruthCard | None
    sighting: int | None = None
    verdict: Verdict | None = None
    matches: tuple[Match, ...] = ()
    crop: NDArray[np.uint8] | None = None


@dataclass(frozen=True, eq=False)
class Measured:
    """The figures, and the failures behind them, the worst first."""

    evaluation: Evaluation
    failures: tuple[Failure, ...]


def evaluate(
    truth: Truth,
    photos: Path,
    *,
    recognise: Callable[[Path], Recognition],
    view: CatalogueView | None = None,
    source: str = "The truth file",
    model: str | None = None,
    index: str | None = None,
    crops: int = 0,
    progress: Callable[[int, int], None] | None = None,
    cancel: CancelToken | None = None,
) -> Measured:
    """Look up every photo of `truth` (relative to the folder `photos`) and measure the answers.

    `recognise` gives the first `MATCHES` matches, from artworks alone: a photo is never matched with an exemplar. It
    raises `PictureError` for a photo that cannot be read. That photo is an error and its cards are wrong; the same
    holds for a photo that causes a bug (`internal`, kept in the log). `view`: what the catalogue can match; with it,
    ids without a picture are reported and ambiguous ones refused, naming `source`. `model`, `index`: what answers, if
    no photo tells. `crops`: how many failures keep their crop, the worst first. Raises `TruthError` for an ambiguous
    id, `Cancelled` between two photos.
    """
    token = cancel or CancelToken()
    absent = () if view is None else _absent_ids(truth, view, source)
    outcomes: list[PhotoOutcome] = []
    failures: list[Failure] = []
    for done, photo in enumerate(truth.photos):
        if progress is not None:
            progress(done, len(truth.photos))
        token.check()
        path = photos / photo.name
        try:
            recognition = _recognised(path, recognise)
        except PictureError as error:
            outcomes.append(failed(photo, error.code))
            continue
        outcome = judge(photo, recognition)
        outcomes.append(outcome)
        failures = _gravest(failures + _failures(outcome, path, recognition), crops)
        model, index = recognition.model, recognition.index
    if progress is not None:
        progress(len(truth.photos), len(truth.photos))
    counted = evaluation(outcomes, conditions=truth.conditions, model=model, index=index, not_in_catalogue=absent)
    return Measured(evaluation=counted, failures=tuple(failures))


def named_cards(ids: tuple[str, ...], view: CatalogueView) -> tuple[CardKey, ...]:
    """The cards with a picture that these ids name, in the catalogue's order."""
    wanted = TruthCard(ids=ids)
    return tuple(dict.fromkeys(artwork.card for artwork in view.artworks if wanted.is_named(artwork.card)))


def _recognised(path: Path, recognise: Callable[[Path], Recognition]) -> Recognition:
    try:
        return recognise(path)
    except KarutaError:
        raise
    except Exception as error:  # one photo must not cost the others their answers
        raise not_looked_up(path, error) from error


def _absent_ids(truth: Truth, view: CatalogueView, source: str) -> tuple[str, ...]:
    """The written ids of rows whose cards all lack a picture. Raises `TruthError` for an ambiguous id."""
    cards = {artwork.card for artwork in view.artworks}
    by_id: dict[str, set[CardKey]] = {}
    for card in cards:
        by_id.setdefault(card.card_id, set()).add(card)
        by_id.setdefault(str(card), set()).add(card)
    absent: dict[str, None] = {}
    for row in truth.cards:
        for written in row.ids:
            found = sorted(by_id.get(written, ()))
            if len(found) > 1:
                names = " and ".join(map(str, found))
                raise TruthError(f"{source} line {row.line}: the card id {written} is {names}; write one of them.")
        if row.known and not any(written in by_id for written in row.ids):
            absent[row.written] = None
    return tuple(absent)


def _failures(outcome: PhotoOutcome, path: Path, recognition: Recognition) -> list[Failure]:
    place, seen, found = (outcome.photo.name, path), recognition.sightings, list[Failure]()
    for card in outcome.cards:
        if card.failing is not None:
            crop = None if card.sighting is None else seen[card.sighting].crop
            found.append(Failure(*place, card.failing, card.card, card.sighting, card.verdict, card.matches, crop))
    for at in outcome.false_sightings:
        one = seen[at]
        found.append(Failure(*place, Failing.FALSE_SIGHTING, None, at, one.verdict, one.matches, one.crop))
    return found


def _gravest(failures: list[Failure], crops: int) -> list[Failure]:
    """Sorted, the worst first; only the first `crops` keep their pixels."""
    ordered = sorted(failures, key=_gravity)
    return ordered[:crops] + [
        replace(failure, crop=None) if failure.crop is not None else failure for failure in ordered[crops:]
    ]


def _gravity(failure: Failure) -> tuple[int, float, float]:
    """By kind, and within a kind by confidence, the most confident first."""
    if not failure.matches:
        return _GRAVEST_FIRST.index(failure.failing), 0.0, 0.0
    first = failure.matches[0]
    return _GRAVEST_FIRST.index(failure.failing), -(first.probability or 0.0), -first.score
