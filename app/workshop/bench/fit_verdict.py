"""Fits a model's calibration on simulated photos and chooses the bounds of its verdicts. Uses no test set.

python -m workshop.bench.fit_verdict --model resources/models/NAME --catalogue FOLDER --photos 3000 --write

With `--sure-alone` the curves stay, and *sure* begins later where they do not keep its promise any more.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import Calibration, Curves, Likened, VerdictBound
from karuta.domain.card import Artwork
from karuta.domain.match import CatalogueView
from karuta.engine.decode import decode
from karuta.engine.model import CARD, Model, load_model
from karuta.engine.recognise import Recogniser
from karuta.engine.search import ExactSearch, PictureVectors
from karuta.engine.similarity import ContrastMaps, contrast_map
from karuta.files import file_hash
from karuta.json_files import read_json
from karuta.training.model_folder import write_card
from karuta.training.photographer import Grade
from karuta.training.recalibrate import probabilities
from karuta.training.verdict_rows import SIMILARITY_WEIGHT, SIZES, Alike, Rows, Sighted, answers
from workshop.artworks import ArtworkFile, artwork_files
from workshop.bench.crop_test import embedded_artworks
from workshop.bench.fit_curve import fit_curve
from workshop.bench.taken_photos import sighted_in, taken_photos
from workshop.faces import FaceMaker, FaceMix
from workshop.pairs import pair_faces

Values = NDArray[np.float64]
# One photo in six shows a card that the catalogue lacks: sellers list cards of packs that are not in it yet.
STRANGERS = 1 / 6
# Half of the errors allowed among *sure* answers, and half of the strangers that may be *sure*.
WRONG_AMONG_SURE = 0.001
STRANGERS_SURE = 0.0025
# At most one in a hundred known cards in plain and hard photos may be refused, in catalogues of any size.
KNOWN_REFUSED = 0.007
UNREADABLE_BELOW = 0.5
TIE = 0.01

log = logging.getLogger(__name__)


def fit_calibration(
    rows: Rows, sighted: Sequence[Sighted], *, usual: Callable[[int], bool] | None = None
) -> Calibration:
    """The curves are fitted on even sightings, the thresholds on odd ones.

    `usual`: whether an artwork is one of those that must seldom be refused (all, where it is not given).
    """
    asked = [
        row.grade is not Grade.BRUTAL and (usual is None or row.card is None or usual(row.card)) for row in sighted
    ]
    easy = np.array(asked)[rows.sighted]
    quality = (rows.sighted % 2 == 0) & rows.has_card & (rows.size == rows.size.max())
    picture = fit_curve(rows.quality[quality], rows.likened_right[quality].astype(np.float64))
    plain, likened = (_judged(kind(rows), rows, easy) for kind in (_by_scores, _by_similarity))
    return Calibration(
        plain.answer,
        plain.alone,
        picture,
        sure=plain.sure,
        likely=0.5,
        unknown=plain.unknown,
        readable=UNREADABLE_BELOW,
        tie=TIE,
        elsewhere=0.5,
        warmth=0.05,
        likened=replace(likened, weight=SIMILARITY_WEIGHT),
    )


def raised(judge: Calibration, rows: Rows) -> Calibration:
    """The model's own curves with higher bounds of *sure*, where the sightings ask for them; none falls."""
    assert judge.likened is not None
    all_of_them = np.ones(len(rows.sighted), dtype=bool)

    def bound(curves: Curves, kind: EvidenceKind) -> VerdictBound:
        chance = probabilities(curves.answer, kind.values(rows))
        needed, _ = _parting(kind, chance, rows, kind.compared, all_of_them)
        return VerdictBound(tuple((size, max(least, curves.sure.at(round(10**size)))) for size, least in needed.points))

    plain, likened = (kind(rows) for kind in (_by_scores, _by_similarity))
    return replace(judge, sure=bound(judge, plain), likened=replace(judge.likened, sure=bound(judge.likened, likened)))


@dataclass(frozen=True, eq=False)
class EvidenceKind:
    """Evidence of one kind, (n, m), with its outcomes.

    The first `first` columns exist for a single card too; the gap to the second card follows them. `last`, (n, k): what
    stands behind the quality.
    """

    evidence: Values
    right: NDArray[np.bool_]
    first: int
    last: Values | None = None

    @property
    def compared(self) -> NDArray[np.bool_]:
        """(n,): whether the catalogue had a second card."""
        return ~np.isnan(self.evidence[:, self.first])

    def values(self, rows: Rows, *, alone: bool = False) -> Values:
        """The input of a curve; `alone`: where there is a single card."""
        evidence = self.evidence[:, : self.first] if alone else self.evidence
        return np.hstack([evidence, rows.quality, *(() if self.last is None else (self.last,))])


def _by_scores(rows: Rows) -> EvidenceKind:
    return EvidenceKind(rows.evidence, rows.right, first=1)


def _by_similarity(rows: Rows) -> EvidenceKind:
    return EvidenceKind(rows.likened, rows.likened_right, first=2, last=rows.least)


def _judged(kind: EvidenceKind, rows: Rows, easy: NDArray[np.bool_]) -> Likened:
    half, compared = rows.sighted % 2 == 0, kind.compared
    both = kind.values(rows)
    weights = np.where(rows.has_card, 1 - STRANGERS, STRANGERS)
    outcomes = kind.right.astype(np.float64)
    use, single, judged = half & compared, half & ~compared, ~half & compared
    answer = fit_curve(both[use], outcomes[use], weights[use])
    single_values = kind.values(rows, alone=True)
    alone = fit_curve(single_values[single], outcomes[single], weights[single])
    sure, unknown = _parting(kind, probabilities(answer, both), rows, judged, easy)
    return Likened(0.0, answer, alone, sure, unknown)


def _parting(
    kind: EvidenceKind, chance: Values, rows: Rows, judged: NDArray[np.bool_], easy: NDArray[np.bool_]
) -> tuple[VerdictBound, VerdictBound]:
    """The bounds of *sure* and *unknown* with which both keep their promise, for each catalogue size."""
    apart = kind.evidence[:, kind.first] >= TIE
    sure, unknown = [], []
    for size in np.unique(rows.size[judged]):
        at_size = judged & (rows.size == size)
        known_rows = at_size & rows.has_card
        stranger = np.where(apart, chance, 0.0)[at_size & ~rows.has_card]
        trusted = _threshold(chance[known_rows & apart], kind.right[known_rows & apart])
        begins = max(0.5, trusted, float(np.quantile(stranger, 1 - STRANGERS_SURE)))
        ends = min(0.5, float(np.quantile(chance[known_rows & easy], KNOWN_REFUSED)))
        sure.append((float(np.log10(size)), begins))
        unknown.append((float(np.log10(size)), ends))
    return VerdictBound(tuple(sure)), VerdictBound(tuple(unknown))


def _threshold(chance: Values, right: NDArray[np.bool_]) -> float:
    """The lowest probability above which at most the allowed share is wrong."""
    order = np.argsort(-chance)
    wrong = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(wrong <= WRONG_AMONG_SURE)
    return float(chance[order][good[-1]]) if len(good) else 1.0


def log_figures(calibration: Calibration, rows: Rows, sighted: Sequence[Sighted], *, odd: bool) -> None:
    """Log, by catalogue size, what the calibration says of the sightings not used for the curves."""
    assert calibration.likened is not None
    _log_kind("scores", calibration, _by_scores(rows), rows, sighted, odd=odd)
    _log_kind("likened", calibration.likened, _by_similarity(rows), rows, sighted, odd=odd)


def _log_kind(
    name: str, curves: Curves, kind: EvidenceKind, rows: Rows, sighted: Sequence[Sighted], *, odd: bool
) -> None:
    use = (rows.sighted % 2 == int(odd)) & kind.compared
    chance = probabilities(curves.answer, kind.values(rows))
    begins, ends = (np.array([bound.at(n) for n in rows.size]) for bound in (curves.sure, curves.unknown))
    sure = (chance >= begins) & (kind.evidence[:, kind.first] >= TIE)
    unknown = chance < ends
    easy = np.array([sighted[number].grade is not Grade.BRUTAL for number in rows.sighted])
    for size in np.unique(rows.size[use]):
        at_size = use & (rows.size == size)
        known_rows, stranger = at_size & rows.has_card, at_size & ~rows.has_card
        log.info(
            "%s: %6d cards: right %.4f; sure %.4f of them, easy %.4f, wrong of sure %.5f; "
            "strangers: sure %.4f, refused %.4f; easy known refused %.4f; all known refused %.4f",
            name,
            size,
            kind.right[known_rows].mean(),
            sure[known_rows].mean(),
            sure[known_rows & easy].mean(),
            (~kind.right[known_rows & sure]).mean() if (known_rows & sure).any() else 0.0,
            sure[stranger].mean(),
            unknown[stranger].mean(),
            unknown[known_rows & easy].mean(),
            unknown[known_rows].mean(),
        )


def told_apart(artworks: Sequence[ArtworkFile]) -> NDArray[np.intp]:
    """Each artwork's card as a number, (n,). Cards that share a picture get one number: nothing can tell them apart."""
    numbers: dict[str, int] = {}
    groups = np.arange(len(artworks))
    for number, artwork in enumerate(artworks):
        for name in (str(artwork.key), file_hash(artwork.path)):
            other = groups[numbers.setdefault(name, number)]
            groups[groups == groups[number]] = other
    return np.asarray(np.unique(groups, return_inverse=True)[1], dtype=np.intp)


def recogniser_of(model: Model, artworks: Sequence[ArtworkFile], vectors: NDArray[np.float32]) -> Recogniser:
    """Recognition over this catalogue by exact search, without a library."""
    if model.detector is None:
        raise ValueError("a model without a detector cannot be calibrated")
    names = [f"{number:06d}" for number in range(len(artworks))]
    view = CatalogueView.of(
        [
            Artwork(artwork.key, artwork.key.card_id, artwork.path.name, "main", name)
            for artwork, name in zip(artworks, names, strict=True)
        ]
    )
    search = ExactSearch(PictureVectors(tuple(names), vectors))
    contrasts = ContrastMaps(lambda name: decode(artworks[int(name)].path))
    return Recogniser(model, model.detector, search, view, "exact", "", contrasts=contrasts)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.bench.fit_verdict", description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True, help="a folder with cards.jsonl, images.csv, images/")
    parser.add_argument("--other-faces", type=Path, help="images.csv and images/: the cards in another language")
    parser.add_argument("--strange", type=Path, help="cards of no game (strange_catalogue) that join the catalogue")
    parser.add_argument("--photos", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--kept", type=Path, help="a folder for the photos, which are then not taken again")
    parser.add_argument("--sure-alone", action="store_true", help="keep the curves, raise the bounds of sure")
    parser.add_argument("--write", action="store_true", help="put the calibration into the model's card")
    chosen = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    model = load_model(chosen.model, threads=chosen.threads)
    artworks = artwork_files(chosen.catalogue)
    things = FaceMaker([artwork.path for artwork in artworks], mix=FaceMix()) if chosen.strange else None
    own = len(artworks)
    artworks += artwork_files(chosen.strange) if chosen.strange else []
    vectors = embedded_artworks(model.embedder, artworks)
    recogniser = recogniser_of(model, artworks, vectors)
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.kept or Path(name)
        faces = pair_faces(chosen.other_faces) if chosen.other_faces else {}
        taken = taken_photos(
            artworks, photos=chosen.photos, seed=chosen.seed, folder=folder, faces=faces, things=things
        )
        sighted = list(sighted_in(recogniser, taken))
    cards = told_apart(artworks)
    alike = Alike(cache(lambda number: contrast_map(decode(artworks[number].path))))
    rows = answers(sighted, vectors, cards, alike=alike, sizes=SIZES, seed=chosen.seed)
    if chosen.sure_alone:
        assert isinstance(model.judge, Calibration)
        calibration = raised(model.judge, rows)
    else:
        # An outline of a card of no game is loose so often that refusing few of them would refuse no stranger.
        calibration = fit_calibration(rows, sighted, usual=lambda card: card < own)
    log_figures(calibration, rows, sighted, odd=True)
    log.info("%s", calibration.likened)
    if chosen.write:
        card = read_json(chosen.model / CARD, dict[str, Any])
        card["verdict"] = {"calibration": calibration.written(), "least_evidence": card["verdict"]["least_evidence"]}
        write_card(chosen.model, card)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
