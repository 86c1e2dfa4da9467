"""Fits a model's calibration on simulated photos, and chooses where its verdicts part; measures on no judge's set.

python -m karuta.training.fit_verdict --model resources/models/NAME --catalogue FOLDER --photos 3000 --write
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import Bound, Calibration, Curve
from karuta.domain.card import Artwork
from karuta.domain.match import CatalogueView
from karuta.engine.model import CARD, Model, load_model
from karuta.engine.recognise import Recogniser
from karuta.engine.search import ExactSearch, PictureVectors
from karuta.files import file_hash, write_whole
from karuta.training.artworks import ArtworkFile, artwork_files
from karuta.training.crop_test import embedded_artworks
from karuta.training.fit_curve import fit_curve, probabilities
from karuta.training.photographer import Grade
from karuta.training.verdict_rows import SIZES, Rows, Sighted, answers, sighted_in, taken_photos

Values = NDArray[np.float64]
# One photo in six is of a card that the catalogue lacks: sellers list cards of packs that are not in it yet.
STRANGERS = 1 / 6
# Half of what may be wrong among the sure, and half of the strangers that may be sure.
WRONG_AMONG_SURE = 0.001
STRANGERS_SURE = 0.0025
# Of the known cards in plain and hard photos at most one in a hundred may be refused, in catalogues of any size.
KNOWN_REFUSED = 0.007
UNREADABLE_BELOW = 0.5
TIE = 0.01

log = logging.getLogger(__name__)


def fit_calibration(rows: Rows, sighted: Sequence[Sighted]) -> Calibration:
    """Curves on even sightings, thresholds on odd ones."""
    half = rows.sighted % 2 == 0
    compared = ~np.isnan(rows.evidence[:, 1])
    both = np.hstack([rows.evidence, rows.quality])
    weights = np.where(rows.known, 1 - STRANGERS, STRANGERS)
    outcomes = rows.right.astype(np.float64)
    use = half & compared
    answer = fit_curve(both[use], outcomes[use], weights[use])
    single = half & ~compared
    one = np.hstack([rows.evidence[:, :1], rows.quality])
    alone = fit_curve(one[single], outcomes[single], weights[single])
    quality = half & rows.known & (rows.size == rows.size.max())
    picture = fit_curve(rows.quality[quality], outcomes[quality])
    draft = Calibration(
        answer,
        alone,
        picture,
        sure=Bound(((0.0, 1.0),)),
        likely=0.5,
        unknown=Bound(((0.0, 0.0),)),
        readable=UNREADABLE_BELOW,
        tie=TIE,
        elsewhere=0.5,
        warmth=0.05,
    )
    easy = np.array([sighted[number].grade is not Grade.BRUTAL for number in rows.sighted])
    judged = ~half & compared
    sure, unknown = _parting(answer, both[judged], rows, judged, easy[judged])
    return replace(draft, sure=sure, unknown=unknown)


def _parting(
    answer: Curve, values: Values, rows: Rows, judged: NDArray[np.bool_], easy: NDArray[np.bool_]
) -> tuple[Bound, Bound]:
    """Where *sure* begins and *unknown* ends so that both keep what they promise, for each of the catalogue sizes."""
    chance = probabilities(answer, values)
    right, known = rows.right[judged], rows.known[judged]
    sizes = rows.size[judged]
    apart = values[:, 1] >= TIE
    sure, unknown = [], []
    for size in np.unique(sizes):
        here = sizes == size
        stranger = np.where(apart, chance, 0.0)[here & ~known]
        trusted = _threshold(chance[here & known & apart], right[here & known & apart])
        begins = max(0.5, trusted, float(np.quantile(stranger, 1 - STRANGERS_SURE)))
        ends = min(0.5, float(np.quantile(chance[here & known & easy], KNOWN_REFUSED)))
        sure.append((float(np.log10(size)), begins))
        unknown.append((float(np.log10(size)), ends))
    return Bound(tuple(sure)), Bound(tuple(unknown))


def _threshold(chance: Values, right: NDArray[np.bool_]) -> float:
    """The lowest probability above which at most the allowed share is wrong."""
    order = np.argsort(-chance)
    wrong = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(wrong <= WRONG_AMONG_SURE)
    return float(chance[order][good[-1]]) if len(good) else 1.0


def log_figures(calibration: Calibration, rows: Rows, sighted: Sequence[Sighted], *, odd: bool) -> None:
    """What the calibration would say of the sightings that were not used for the curves, by catalogue size."""
    both = np.hstack([rows.evidence, rows.quality])
    use = (rows.sighted % 2 == int(odd)) & ~np.isnan(rows.evidence[:, 1])
    chance = probabilities(calibration.answer, both)
    begins, ends = (np.array([bound.at(n) for n in rows.size]) for bound in (calibration.sure, calibration.unknown))
    sure = (chance >= begins) & (rows.evidence[:, 1] >= calibration.tie)
    unknown = chance < ends
    easy = np.array([sighted[number].grade is not Grade.BRUTAL for number in rows.sighted])
    for size in np.unique(rows.size[use]):
        here = use & (rows.size == size)
        known, stranger = here & rows.known, here & ~rows.known
        log.info(
            "%6d cards: right %.4f; sure %.4f of them, easy %.4f, wrong of sure %.5f; "
            "strangers: sure %.4f, refused %.4f; easy known refused %.4f; all known refused %.4f",
            size,
            rows.right[known].mean(),
            sure[known].mean(),
            sure[known & easy].mean(),
            (~rows.right[known & sure]).mean() if (known & sure).any() else 0.0,
            sure[stranger].mean(),
            unknown[stranger].mean(),
            unknown[known & easy].mean(),
            unknown[known].mean(),
        )


def told_apart(artworks: Sequence[ArtworkFile]) -> NDArray[np.intp]:
    """Each artwork's card as a number, (n,); cards that share a picture have one: nothing can tell them apart."""
    numbers: dict[str, int] = {}
    found = np.arange(len(artworks))
    for number, one in enumerate(artworks):
        for name in (str(one.key), file_hash(one.path)):
            other = found[numbers.setdefault(name, number)]
            found[found == found[number]] = other
    return np.asarray(np.unique(found, return_inverse=True)[1], dtype=np.intp)


def recogniser_of(model: Model, artworks: Sequence[ArtworkFile], vectors: NDArray[np.float32]) -> Recogniser:
    """The walk over this catalogue by the exact search, without a library."""
    if model.detector is None:
        raise ValueError("a model without a detector cannot be calibrated")
    names = [f"{number:06d}" for number in range(len(artworks))]
    view = CatalogueView.of(
        [
            Artwork(one.key, one.key.card_id, one.path.name, "main", name)
            for one, name in zip(artworks, names, strict=True)
        ]
    )
    return Recogniser(model, model.detector, ExactSearch(PictureVectors(tuple(names), vectors)), view, "exact", "")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m karuta.training.fit_verdict", description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True, help="a folder with cards.jsonl, images.csv, images/")
    parser.add_argument("--photos", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--kept", type=Path, help="a folder for the photos, which are then not taken again")
    parser.add_argument("--write", action="store_true", help="put the calibration into the model's card")
    chosen = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    model = load_model(chosen.model, threads=chosen.threads)
    artworks = artwork_files(chosen.catalogue)
    vectors = embedded_artworks(model.embedder, artworks)
    recogniser = recogniser_of(model, artworks, vectors)
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.kept or Path(name)
        taken = taken_photos(artworks, photos=chosen.photos, seed=chosen.seed, folder=folder)
        sighted = list(sighted_in(recogniser, taken))
    cards = told_apart(artworks)
    rows = answers(sighted, vectors, cards, sizes=SIZES, seed=chosen.seed)
    calibration = fit_calibration(rows, sighted)
    log_figures(calibration, rows, sighted, odd=True)
    log.info("sure from %s, unknown below %s", calibration.sure.points, calibration.unknown.points)
    if chosen.write:
        card = json.loads((chosen.model / CARD).read_text(encoding="utf-8"))
        card["verdict"] = {"calibration": calibration.written(), "least_evidence": card["verdict"]["least_evidence"]}
        text = json.dumps(card, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        write_whole(chosen.model / CARD, lambda beside: beside.write_bytes(text.encode()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
