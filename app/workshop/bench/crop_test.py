"""Measures a model on simulated crops of held-out cards against a whole catalogue. Trains and decides nothing.

python -m workshop.bench.crop_test --model resources/models/NAME --catalogue FOLDER --crops 1000 --write
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.ranking import RANKS
from karuta.domain.statistics import wilson
from karuta.engine.decode import decode
from karuta.engine.embed import Embedder
from karuta.engine.model import CARD, load_model
from karuta.engine.prepare import fit
from karuta.engine.proposal_views import quality
from karuta.json_files import read_json
from karuta.training.model_folder import write_card
from karuta.training.photographer import Grade, simulated_crop
from workshop.artworks import ArtworkFile, artwork_files
from workshop.model_card import Accuracy

Vectors = NDArray[np.float32]
AT_ONCE = 64
# A card that its catalogue lacks must be told from known ones in catalogues of any size.
CATALOGUE_SIZES = (50, 200, 2000)

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class CropAnswers:
    """The catalogue's answers for n crops.

    Each array is (n,): the first card's score and its gap to the mean of ranks 2-11, with the crop's card in the
    catalogue (`right`: it came first) and with the card left out (`missing_...`).
    """

    right: NDArray[np.bool_]
    score: Vectors
    gap: Vectors
    missing_score: Vectors
    missing_gap: Vectors


def embedded_artworks(embedder: Embedder, artworks: Sequence[ArtworkFile]) -> Vectors:
    parts = []
    for at in range(0, len(artworks), AT_ONCE):
        some = artworks[at : at + AT_ONCE]
        parts.append(embedder.embed([fit(decode(artwork.path), embedder.spec) for artwork in some]))
    return np.concatenate(parts)


def simulated_crops(
    artworks: Sequence[ArtworkFile], *, grade: Grade, size: tuple[int, int], seed: int
) -> list[NDArray[np.uint8]]:
    """One crop of each artwork, (height, width, 3) uint8 RGB.

    The same seed gives the same crops, however many are made before it.
    """
    return [
        simulated_crop(decode(artwork.path), grade=grade, rng=np.random.default_rng([seed, number]), size=size)
        for number, artwork in enumerate(artworks)
    ]


def answers(scores: Vectors, truth: NDArray[np.intp]) -> CropAnswers:
    """`scores`: (n, cards), the best of each card's pictures; `truth`: (n,), the position of each crop's card."""
    rows = np.arange(len(scores))
    without = scores.copy()
    without[rows, truth] = -np.inf
    score, gap = _first_and_gap(scores)
    missing_score, missing_gap = _first_and_gap(without)
    return CropAnswers(scores.argmax(axis=1) == truth, score, gap, missing_score, missing_gap)


def card_scores(crops: Vectors, artworks: Vectors, card_of_artwork: NDArray[np.intp]) -> Vectors:
    """(n, cards): for each crop and card the cosine of the card's best picture."""
    best = np.full((int(card_of_artwork.max()) + 1, len(crops)), -1, dtype=np.float32)
    np.maximum.at(best, card_of_artwork, artworks @ crops.T)
    return best.T


def smaller_catalogue(scores: Vectors, truth: NDArray[np.intp], *, cards: int, seed: int) -> Vectors:
    """The scores that a catalogue of `cards` random cards, including the crop's own, would have given."""
    rng = np.random.default_rng(seed)
    kept = np.full_like(scores, -np.inf)
    for row, own in enumerate(truth):
        chosen = np.append(rng.choice(scores.shape[1], cards - 1, replace=False), own)
        kept[row, chosen] = scores[row, chosen]
    return kept


def _first_and_gap(scores: Vectors) -> tuple[Vectors, Vectors]:
    best = -np.sort(np.partition(-scores, RANKS.stop, axis=1)[:, : RANKS.stop], axis=1)
    return best[:, 0], best[:, 0] - best[:, RANKS].mean(axis=1)


def measured(ranked: CropAnswers, *, grade: Grade, cards: int, seed: int) -> Accuracy:
    share = wilson(int(ranked.right.sum()), len(ranked.right))
    command = f"python -m workshop.bench.crop_test --model MODEL --catalogue FOLDER --crops {share.n} --seed {seed}"
    return Accuracy(
        set=f"simulated crops, {grade}, of cards held out of the fit, against {cards} cards",
        measure="right at 1",
        k=share.k,
        n=share.n,
        low=round(share.low, 4),
        high=round(share.high, 4),
        command=command,
    )


def explained(ranked: CropAnswers) -> str:
    """The figures from which thresholds are chosen, on one line."""

    def quantiles(values: Vectors, *at: float) -> str:
        return "/".join(f"{value:.3f}" for value in np.quantile(values, at)) if len(values) else "-"

    right, wrong = ranked.right, ~ranked.right
    return (
        f"right {right.sum()}/{len(right)}; gap: right 1/5/50 % {quantiles(ranked.gap[right], 0.01, 0.05, 0.5)}, "
        f"wrong 99 % {quantiles(ranked.gap[wrong], 0.99)}, missing 50/99 % {quantiles(ranked.missing_gap, 0.5, 0.99)}; "
        f"score: right 1/5/50 % {quantiles(ranked.score[right], 0.01, 0.05, 0.5)}, "
        f"missing 50/99 % {quantiles(ranked.missing_score, 0.5, 0.99)}"
    )


def crop_test(model_folder: Path, *, catalogue: Path, crops: int, seed: int, threads: int) -> list[Accuracy]:
    """Right at 1 for each grade; the figures for choosing thresholds go to the log."""
    embedder = load_model(model_folder, threads=threads).embedder
    artworks = artwork_files(catalogue)
    keys, card_of_artwork = np.unique([str(artwork.key) for artwork in artworks], return_inverse=True)
    vectors = embedded_artworks(embedder, artworks)
    unseen = np.flatnonzero([artwork.held_out for artwork in artworks])
    results = []
    for grade in Grade:
        chosen = np.random.default_rng(seed).permutation(unseen)[:crops]
        pictures = simulated_crops([artworks[i] for i in chosen], grade=grade, size=embedder.spec.size, seed=seed)
        scores = card_scores(embedder.embed(pictures), vectors, card_of_artwork)
        truth = card_of_artwork[chosen]
        ranked = answers(scores, truth)
        results.append(measured(ranked, grade=grade, cards=len(keys), seed=seed))
        sharp = np.quantile(
            [quality(picture, pixels=0, outline=0).sharpness for picture in pictures], (0.01, 0.05, 0.5)
        )
        log.info("%s, %d cards: %s; sharpness 1/5/50 %% %s", grade, len(keys), explained(ranked), np.round(sharp, 3))
        for cards in CATALOGUE_SIZES:
            if cards < len(keys):
                fewer = answers(smaller_catalogue(scores, truth, cards=cards, seed=seed), truth)
                log.info("%s, %d cards: %s", grade, cards, explained(fewer))
    return results


def write_accuracy(model_folder: Path, results: Sequence[Accuracy]) -> None:
    """Put the figures into the model's card, replacing older ones of the same sets."""
    card = read_json(model_folder / CARD, dict[str, Any])
    sets = {result.set for result in results}
    kept = [figure for figure in card["accuracy"] if figure["set"] not in sets]
    card["accuracy"] = kept + [asdict(result) for result in results]
    write_card(model_folder, card)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.bench.crop_test", description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True, help="a folder with cards.jsonl, images.csv, images/")
    parser.add_argument("--crops", type=int, default=1000, help="for each grade")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="put the figures into model.json")
    chosen = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    results = crop_test(
        chosen.model, catalogue=chosen.catalogue, crops=chosen.crops, seed=chosen.seed, threads=chosen.threads
    )
    if chosen.write:
        write_accuracy(chosen.model, results)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
