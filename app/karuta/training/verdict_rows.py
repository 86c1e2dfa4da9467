"""What a verdict is fitted on: simulated photos looked up, their answers in catalogues of many sizes; fits nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.calibration import CropQuality
from karuta.domain.sighting import Corners, iou
from karuta.engine.decode import decode
from karuta.engine.recognise import Recogniser
from karuta.training.artworks import ArtworkFile
from karuta.training.photographer import Grade, photograph, photograph_nothing

Vectors = NDArray[np.float32]
# What is to hold for all catalogues is fitted on many.
SIZES = (1, 2, 4, 12, 50, 200, 800, 2000, 6000)
GRADES = (Grade.PLAIN, Grade.HARD, Grade.BRUTAL)
ODDS = (0.45, 0.3, 0.25)
# A card is found where a sighting overlaps it this much.
SAME = 0.5
JPEG_QUALITY = 92


@dataclass(frozen=True, eq=False)
class Sighted:
    """One sighting in a simulated photo. `card`: number of the artwork that it shows, None where it is no card."""

    card: int | None
    grade: Grade
    embedding: Vectors
    quality: CropQuality


@dataclass(frozen=True, eq=False)
class Rows:
    """Answers, each a row: `evidence` (n, 4) as `Evidence.features`, `quality` (n, 5), `right` (n,), `known` (n,): the

    card is in that catalogue, `sighted` (n,): which sighting it is of, `size` (n,): of the catalogue, or one more. A
    catalogue of one card has no gaps: NaN.
    """

    evidence: NDArray[np.float64]
    quality: NDArray[np.float64]
    right: NDArray[np.bool_]
    known: NDArray[np.bool_]
    sighted: NDArray[np.intp]
    size: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Taken:
    """A simulated photo on the disk. `corners`: of its card, None where there is none."""

    path: Path
    card: int | None
    grade: Grade
    corners: Corners | None


def taken_photos(artworks: Sequence[ArtworkFile], *, photos: int, seed: int, folder: Path) -> Iterator[Taken]:
    """Photos of one card each (one in twenty of none), as JPEG in `folder`; those that lie there are not made again.

    Half of the cards are held out of all training. `artworks`: the whole catalogue.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pools = [[n for n, one in enumerate(artworks) if one.held_out is kind] for kind in (False, True)]
    for number in range(photos):
        rng = np.random.default_rng([seed, number])
        grade = GRADES[int(rng.choice(len(GRADES), p=ODDS))]
        pool = pools[number % 2] or pools[0]
        card = None if rng.random() < 0.05 else int(rng.choice(pool))
        path, beside = folder / f"{number:06d}.jpg", folder / f"{number:06d}.npy"
        if not beside.is_file():
            faces = [] if card is None else [decode(artworks[card].path)]
            scene = photograph(faces, grade=grade, rng=rng) if faces else photograph_nothing(grade=grade, rng=rng)
            Image.fromarray(scene.pixels).save(path, quality=JPEG_QUALITY)
            np.save(beside, np.array([placed.corners for placed in scene.cards]).reshape(-1, 2))
        corners = np.load(beside)
        yield Taken(path, card, grade, corners if len(corners) else None)


def sighted_in(recogniser: Recogniser, taken: Iterable[Taken]) -> Iterator[Sighted]:
    """Every photo looked up as any photo is; each of its sightings."""
    for photo in taken:
        for one in recogniser.recognise(photo.path, k=1).sightings:
            is_card = photo.corners is not None and iou(photo.corners, one.corners) >= SAME
            assert one.quality is not None
            yield Sighted(photo.card if is_card else None, photo.grade, one.embedding, one.quality)


def answers(
    sighted: Sequence[Sighted], vectors: Vectors, cards: NDArray[np.intp], *, sizes: Sequence[int], seed: int
) -> Rows:
    """Every sighting asked of a random catalogue of each size, with its card in it and without.

    `vectors`: (pictures, dimension) of the whole catalogue; `cards`: (pictures,) each one's card as a number.
    """
    found = []
    count = int(cards.max()) + 1
    for number, one in enumerate(sighted):
        scores = vectors @ one.embedding
        best = np.full(count, -np.inf, dtype=np.float64)
        np.maximum.at(best, cards, scores)
        own = None if one.card is None else int(cards[one.card])
        for size in (*(s for s in sizes if s < count), count):
            rng = np.random.default_rng([seed, number, size])
            others = rng.permutation(count)[: size + 1]
            others = others[others != own][:size] if own is not None else others[:size]
            found.append((number, size, _row(best, others, None)))
            if own is not None:
                found.append((number, size, _row(best, np.append(others[: size - 1], own), own)))
    return Rows(
        evidence=np.array([row[0] for _, _, row in found]),
        quality=np.array([sighted[number].quality.features for number, _, _ in found]),
        right=np.array([row[1] for _, _, row in found]),
        known=np.array([row[2] for _, _, row in found]),
        sighted=np.array([number for number, _, _ in found], dtype=np.intp),
        size=np.array([size for _, size, _ in found], dtype=np.intp),
    )


def _row(
    best: NDArray[np.float64], members: NDArray[np.intp], own: int | None
) -> tuple[tuple[float, float, float, float], bool, bool]:
    order = members[np.argsort(-best[members], kind="stable")[:11]]
    scores = best[order]
    second = scores[0] - scores[1] if len(scores) > 1 else np.nan
    rest = scores[0] - scores[1:].mean() if len(scores) > 1 else np.nan
    evidence = (float(scores[0]), float(second), float(rest), float(np.log10(len(members))))
    return evidence, own is not None and int(order[0]) == own, own is not None
