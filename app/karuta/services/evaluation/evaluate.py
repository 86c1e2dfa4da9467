"""Measures lookups against a truth file: looks every photo up and counts. Changes nothing, and prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import KarutaError, PictureError
from karuta.domain.evaluation import Bin, Evaluation, Figures, evaluation
from karuta.domain.judging import WITHIN, Failing, Failure, PhotoOutcome, failed, judge
from karuta.domain.match import CatalogueView, Verdict
from karuta.domain.recognition import Recognition
from karuta.domain.statistics import Share
from karuta.domain.truth import Rotation, Truth, TruthCard, TruthError, TruthPhoto
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.identify import Read, not_looked_up

MATCHES = WITHIN
"""The matches that a recogniser is asked for: the figures need the first five."""
CURVE_POINTS = 100

_GRAVEST_FIRST = tuple(Failing)


Recognise = Callable[[Path], Recognition]


def evaluate(
    truth: Truth,
    photos: Path,
    *,
    recognise: Recognise,
    view: CatalogueView | None = None,
    source: str = "The truth file",
    model: str | None = None,
    index: str | None = None,
    crops: int = 0,
    progress: Callable[[int, int], None] | None = None,
    cancel: CancelToken | None = None,
) -> Evaluation:
    """Look up every photo of `truth` (relative to the folder `photos`) and measure the answers.

    `recognise` gives the first `MATCHES` matches, from artworks alone: a photo is never matched with an exemplar.
    `view`: what the catalogue can match; with it, ids without a picture are reported and ambiguous ones refused, naming
    `source`. `model`, `index`: what answers. `crops`: how many failures keep their crop, the worst first. Raises
    `TruthError` for an ambiguous id, `Cancelled` between two photos.
    """
    token = cancel or CancelToken()
    absent = () if view is None else _absent_ids(truth, view, source)
    outcomes: list[PhotoOutcome] = []
    failures: list[Failure] = []
    for done, photo in enumerate(truth.photos):
        if progress is not None:
            progress(done, len(truth.photos))
        token.check()
        outcome = judged(photo, photos, recognise)
        failures = _gravest([*failures, *outcome.failures], crops)
        outcomes.append(replace(outcome, failures=()))
    if progress is not None:
        progress(len(truth.photos), len(truth.photos))
    return evaluation(
        outcomes,
        conditions=truth.conditions,
        model=model,
        index=index,
        not_in_catalogue=absent,
        failures=failures,
    )


def photos_beside(truth: Path, folder: str | PathLike[str] | None) -> Path:
    """The folder of a truth file's photos: `folder`, else its own. Raises `KarutaError` if it is not there."""
    photos = truth.parent if folder is None else Path(folder)
    if not photos.is_dir():
        raise KarutaError("There is no folder {photos}; --photos names the one with the photos.", photos=photos)
    return photos


def evaluate_library(
    opened: OpenLibrary,
    truth: Truth,
    photos: Path,
    *,
    read: Read,
    source: str,
    crops: int = 0,
    progress: Callable[[int, int], None] | None = None,
    cancel: CancelToken | None = None,
) -> Evaluation:
    """As `evaluate`, of what a library answers that was opened without exemplars."""
    recogniser = opened.recogniser
    return evaluate(
        truth,
        photos,
        recognise=lambda path: read(path, recogniser.recognise(path, k=MATCHES)),
        view=recogniser.view,
        source=source,
        model=recogniser.model.title,
        index=recogniser.index_title,
        crops=crops,
        progress=progress,
        cancel=cancel,
    )


@dataclass(frozen=True, repr=False)
class EvaluationResult(Figures):
    """The object of `karuta evaluate --json`; what its figures mean is said at `Figures` and `Evaluation`."""

    by: Mapping[str, Mapping[str, Figures]]
    latency_ms: Mapping[str, Any]
    model: str | None
    index: str | None
    by_rotation: Mapping[Rotation, Figures]
    by_verdict: Mapping[Verdict, Share | None]
    calibration_floor: float | None
    calibration_bins: tuple[Bin, ...] | None
    risk_coverage: Mapping[str, Any] | None
    not_in_catalogue: tuple[str, ...]
    failures: tuple[Mapping[str, Any], ...]
    errors: tuple[Mapping[str, Any], ...]

    def __repr__(self) -> str:
        right = "" if self.right_at_1 is None else f", {self.right_at_1.k} of {self.right_at_1.n} right at 1"
        return f"<Evaluation {self.n_photos} photos{right}>"


def evaluation_result(evaluation: Evaluation) -> EvaluationResult:
    """Its curve thinned, its photos and crops left out."""
    risk = evaluation.risk_coverage
    values = {name: value for name, value in vars(evaluation).items() if name != "photos"}
    steps = {step: latency.to_dict() for step, latency in evaluation.latency_ms.items()}
    return EvaluationResult(
        **values
        | {
            "latency_ms": {**steps["total"], "steps": steps},
            "risk_coverage": None if risk is None else risk.thinned(CURVE_POINTS).to_dict(),
            "errors": tuple({"photo": photo.photo.name, "code": photo.error} for photo in evaluation.unread),
            "failures": tuple(map(_failure, evaluation.failures)),
        }
    )


def _failure(failure: Failure) -> dict[str, Any]:
    first = failure.first
    return {
        "photo": failure.photo,
        "failing": failure.failing.value,
        "card_id": None if failure.card is None else failure.card.written,
        "line": None if failure.card is None else failure.card.line,
        "sighting": None if failure.sighting is None else failure.sighting + 1,
        "verdict": None if failure.verdict is None else failure.verdict.value,
        "taken_for": None if first is None else str(first.card),
        "score": None if first is None else first.score,
    }


def judged(photo: TruthPhoto, folder: Path, recognise: Recognise) -> PhotoOutcome:
    """Look up a photo in `folder`. One that cannot be read is an error, and its cards are wrong; the same holds for one
    that causes a bug (`internal`, kept in the log): one photo must not cost the others their answers.
    """
    path = folder / photo.name
    try:
        return judge(photo, recognise(path))
    except PictureError as error:
        return failed(photo, error.code)
    except KarutaError:
        raise
    except Exception as error:
        return failed(photo, not_looked_up(path, error).code)


def named_cards(ids: tuple[str, ...], view: CatalogueView) -> tuple[CardKey, ...]:
    """The cards with a picture that these ids name, in the catalogue's order."""
    card = TruthCard(ids=ids)
    return tuple(dict.fromkeys(artwork.card for artwork in view.artworks if card.is_named(artwork.card)))


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
            keys = sorted(by_id.get(written, ()))
            if len(keys) > 1:
                names = " and ".join(map(str, keys))
                raise TruthError(f"{source} line {row.line}: the card id {written} is {names}; write one of them.")
        if row.names_card and not any(written in by_id for written in row.ids):
            absent[row.written] = None
    return tuple(absent)


def _gravest(failures: list[Failure], crops: int) -> list[Failure]:
    """Sorted, the worst first; only the first `crops` keep their pixels."""
    ordered = sorted(failures, key=_gravity)
    return ordered[:crops] + [
        replace(failure, crop=None) if failure.crop is not None else failure for failure in ordered[crops:]
    ]


def _gravity(failure: Failure) -> tuple[int, float, float]:
    """By kind, and within a kind by confidence, the most confident first."""
    first, gravity = failure.first, _GRAVEST_FIRST.index(failure.failing)
    return (gravity, 0.0, 0.0) if first is None else (gravity, -(first.probability or 0.0), -first.score)
