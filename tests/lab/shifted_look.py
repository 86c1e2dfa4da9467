"""What retraining gives on a look that the model has not seen: before and after, and what it costs on usual photos.

    python -m tests.lab.shifted_look CATALOGUE --faces FOLDER \
        [--labels 2000] [--others 1000] [--standard 4000] [--cards 0] [--strength S] [--keep FOLDER] [--seed 31]

The look: a camera with a strong blue cast, dim light, a blue sleeve that shows around the card, another language's face
where there is one. Crops as detect and rectify would cut them. Labelled: `--labels` crops of half of the cards; judged:
`--others` more crops of these cards, and of cards without a label, and `--standard` usual simulated crops (plain and
hard in turn) of cards that are held out of all training. Nothing is random but by `--seed`. Without `--strength` the
cast is made as strong as it takes for the model to be right on 80 to 92 % of other crops of that look.

Then it says the same with the labelled crops as exemplars, and of what a lookup would answer without them, the first
cards' pictures laid over the crops (of 1,000 of each set; everything before that is by the scores alone). Last it says
what the verdicts are worth: of each set, how many are *sure* and how many of those are right, by the model's own
calibration, by the same one on the candidate's scores, and by what the candidate's card says.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
import time
from collections import ChainMap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tests.lab import figures

from karuta.domain.calibration import Calibration, CropQuality, SearchEvidence
from karuta.domain.cancel import CancelToken
from karuta.domain.card import Artwork, CardKey
from karuta.domain.evaluation import calibration, calibration_floor
from karuta.domain.match import CatalogueView, Exemplar, Verdict
from karuta.domain.ranking import COMPARED, FIRST_COUNT, Similarity, Thresholds, in_order
from karuta.domain.statistics import counts, mcnemar, newcombe, wilson
from karuta.domain.training_progress import Gathered, Judged, Progress, Stepped
from karuta.engine.decode import decode
from karuta.engine.embed import unit
from karuta.engine.model import Model, load_model
from karuta.engine.prepare import fit
from karuta.engine.proposal_views import quality
from karuta.engine.search import MARGIN, CombinedSearch, ExactSearch, Exemplars, PictureVectors
from karuta.engine.similarity import ContrastMaps, contrast_map
from karuta.engine.verify import enough_neighbours
from karuta.files import file_hash
from karuta.services.models.contender import CONTRASTS_HELD, Contender
from karuta.training.head.gather import FeatureCache, Wanted, make_features, network_hash, wanted_picture
from karuta.training.head.task import ArtworkPicture, HeadRecipe, HeadTask, LabelledCrop, PictureFile, Workplace
from karuta.training.head.train import train_head
from karuta.training.model_folder import project
from karuta.training.photographer import Grade, simulated_crop
from karuta.training.recalibrate import usual_quality
from workshop.artworks import ArtworkFile, artwork_files
from workshop.pairs import pair_faces

Pixels = NDArray[np.uint8]
SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "models"
BLUE = (36, 70, 190)
STRENGTHS = (0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 1.6, 1.7)
WANTED, TRIED, MOST_JUDGED = 0.86, 300, 1000


@dataclass(frozen=True)
class Shot:
    """One simulated crop: of which artwork (its place), and its number."""

    artwork: int
    number: int


def sleeved(face: Pixels, rng: np.random.Generator) -> Pixels:
    """The face in a blue sleeve a little larger than it, which colours it too."""
    tall, wide = face.shape[:2]
    edge = int(wide * rng.uniform(0.02, 0.06)) + 1
    colour = np.clip(np.array(BLUE) + rng.uniform(-25, 25, 3), 0, 255)
    film = face * 0.9 + colour * 0.1
    canvas = np.empty((tall + 2 * edge, wide + 2 * edge, 3), dtype=np.uint8)
    canvas[:] = colour.astype(np.uint8)
    canvas[edge : edge + tall, edge : edge + wide] = film.astype(np.uint8)
    return canvas


def cast(crop: Pixels, rng: np.random.Generator, *, strength: float) -> Pixels:
    """Dim and blue, as one camera always has it."""
    gains = np.array([1 - 0.55 * strength, 1 - 0.35 * strength, 1 + 0.05 * strength]) * rng.uniform(0.9, 1.1, 3)
    values = 255 * (crop / 255.0) ** (1 + 0.5 * strength) * gains + np.array([0, 4, 22]) * strength
    return np.clip(values, 0, 255).astype(np.uint8)


def shifted_crop(face: Pixels, *, seed: int, number: int, strength: float, size: tuple[int, int]) -> Pixels:
    rng = np.random.default_rng([seed, number])
    crop = simulated_crop(sleeved(face, rng), grade=Grade.HARD, rng=rng, size=size)
    return cast(crop, rng, strength=strength)


class Bench:
    """The catalogue, the model and the features of everything that is asked of them."""

    def __init__(self, artworks: Sequence[ArtworkFile], faces: dict[str, Path], folder: Path, place: Path) -> None:
        model = load_model(folder)
        self.artworks, self.faces, self.model, self.place = artworks, faces, model, place
        self.folder = folder
        self.cache = FeatureCache(
            place / "training" / "features", network=network_hash(model.card), pooled=model.card["embedder"]["pooled"]
        )
        hashes = [file_hash(artwork.path) for artwork in artworks]
        self.pictures = [PictureFile(sha256, one.path) for sha256, one in zip(hashes, artworks, strict=True)]
        # Cards that share a picture are one.
        first: dict[str, int] = {}
        of_card: dict[str, int] = {}
        for number, (sha256, one) in enumerate(zip(hashes, artworks, strict=True)):
            first[sha256] = of_card.setdefault(str(one.key), first.get(sha256, number))
        self.identity = np.array([first[sha256] for sha256 in hashes])
        self.paths = {picture.sha256: picture.path for picture in self.pictures}
        self.contrasts = ContrastMaps(lambda sha256: decode(self.paths[sha256]), remembered=CONTRASTS_HELD)

    def features(self, wanted: Sequence[Wanted], noun: str) -> NDArray[np.float32]:
        lacking = len(self.cache.missing(picture.name for picture in wanted))
        began = time.perf_counter()
        make_features(
            wanted,
            embedder=self.model.embedder,
            cache=self.cache,
            normalise=bool(self.model.card["embedder"]["normalise_pooled"]),
            cancel=CancelToken(),
            told=lambda done, total, left: None,
        )
        print(f"{noun}: {len(wanted)} features, {lacking} made in {time.perf_counter() - began:.0f} s", flush=True)
        return self.cache.get([picture.name for picture in wanted])

    def usual(self, shot: Shot, *, seed: int) -> Wanted:
        picture, grade = self.pictures[shot.artwork], (Grade.PLAIN, Grade.HARD)[shot.number % 2]

        def make() -> Pixels:
            rng = np.random.default_rng([seed, 7, shot.number])
            return simulated_crop(decode(picture.path), grade=grade, rng=rng, size=self.model.embedder.spec.size)

        return Wanted(named(f"usual {picture.sha256} {seed} {shot.number}"), make)

    def shifted(self, shot: Shot, *, seed: int, strength: float) -> Pixels:
        card = self.artworks[shot.artwork].key.card_id
        face = decode(self.faces.get(card, self.pictures[shot.artwork].path))
        size = self.model.embedder.spec.size
        return shifted_crop(face, seed=seed, number=shot.number, strength=strength, size=size)

    def contender(self, features: NDArray[np.float32], model: Model) -> Contender:
        """A model with the catalogue, as a library would have it; `features`: of all artworks."""
        place = {picture.sha256: row for row, picture in reversed(list(enumerate(self.pictures)))}
        names = tuple(sorted(place))
        vectors = model.embedder.project(features[[place[name] for name in names]])
        view = CatalogueView.of(
            [
                Artwork(one.key, str(one.key), one.path.name, "main", picture.sha256)
                for one, picture in zip(self.artworks, self.pictures, strict=True)
            ]
        )
        return Contender(self.folder, model, PictureVectors(names, vectors), view, self.contrasts)


def named(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def shots(places: Sequence[int], count: int, *, start: int) -> list[Shot]:
    return [Shot(places[i % len(places)], start + i) for i in range(count)] if places else []


def written(bench: Bench, some: Sequence[Shot], make: Callable[[Shot], Pixels], *, look: str) -> list[PictureFile]:
    """The crops as files, as a library keeps them. `look`: what else decides how they look."""
    folder = bench.place / "crops"
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    for shot in some:
        path = folder / f"{named(f'{look} {bench.pictures[shot.artwork].sha256} {shot.number}')}.png"
        if not path.is_file():
            Image.fromarray(make(shot)).save(path, compress_level=1)
        pictures.append(PictureFile(file_hash(path), path))
    return pictures


def told(progress: Progress) -> None:
    match progress:
        case Gathered() if progress.done == progress.total or progress.done % 1600 == 0:
            print(f"  features {progress.done}/{progress.total}, {progress.seconds_left:.0f} s left", flush=True)
        case Stepped() if progress.step == progress.steps or progress.step % 100 < 3:
            print(f"  step {progress.step}: loss {progress.loss:.3f}, right {progress.right:.3f}", flush=True)
        case Judged():
            shares = {name: one and round(one.share, 4) for name, one in progress.right_at_1.items()}
            print(f"  judged at {progress.step}: {shares}", flush=True)


def said(title: str, before: NDArray[np.bool_], after: NDArray[np.bool_]) -> str:
    """The share of the errors that are gone, in percent."""
    old, new = wilson(int(before.sum()), len(before)), wilson(int(after.sum()), len(after))
    table = counts(before, after)
    gain = newcombe(table)
    taken = 1 - (new.n - new.k) / max(1, old.n - old.k)
    print(
        f"{title}: {old.k}/{old.n} = {100 * old.share:.1f} % ({100 * old.low:.1f}-{100 * old.high:.1f}) before, "
        f"{new.k} = {100 * new.share:.1f} % ({100 * new.low:.1f}-{100 * new.high:.1f}) after; gain "
        f"{100 * gain.gain:+.2f} points ({100 * gain.low:+.2f} to {100 * gain.high:+.2f}), p {mcnemar(table):.2g}, "
        f"{100 * taken:.0f} % of the errors gone",
        flush=True,
    )
    return f"{100 * taken:.0f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--faces", type=Path)
    parser.add_argument("--model", type=Path, help="else the shipped one")
    parser.add_argument("--labels", type=int, default=2000)
    parser.add_argument("--others", type=int, default=1000)
    parser.add_argument("--standard", type=int, default=4000)
    parser.add_argument("--cards", type=int, default=0, help="so many artworks only (else all): for a quick look")
    parser.add_argument("--strength", type=float, help="of the cast (else as strong as it takes)")
    parser.add_argument("--keep", type=Path, help="where features and crops stay for the next run")
    parser.add_argument("--cold", action="store_true", help="the training makes all its features itself, to be timed")
    parser.add_argument("--steps", type=int, default=HeadRecipe().steps)
    parser.add_argument("--simulated", type=int, default=HeadRecipe().simulated)
    parser.add_argument("--pull", type=float, default=HeadRecipe().pull)
    parser.add_argument("--calm", type=float, default=HeadRecipe().calm)
    parser.add_argument("--rate", type=float, default=HeadRecipe().rate)
    parser.add_argument("--wrong", type=float, default=0.0, help="share of labels that name another card")
    parser.add_argument("--seed", type=int, default=31)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(asked, (asked.keep or Path(name)).resolve())
    return 0


def measure(asked: argparse.Namespace, place: Path) -> None:
    folder = asked.model or next(path for path in sorted(SHIPPED.iterdir()) if path.is_dir())
    artworks = artwork_files(asked.catalogue)[: asked.cards or None]
    bench = Bench(artworks, pair_faces(asked.faces) if asked.faces else {}, folder, place)
    model = bench.model
    order = [int(i) for i in np.random.default_rng(asked.seed).permutation(len(artworks))]
    # Cards with another language's face first: they are the look.
    order.sort(key=lambda i: artworks[i].key.card_id not in bench.faces)
    known = [i for i in order if not artworks[i].held_out]
    new = [i for i in order if artworks[i].held_out]
    half = min(len(known) // 2, max(1, asked.labels))
    groups = {
        "labelled": shots(known[:half], asked.labels, start=0),
        "other photos of the labelled cards": shots(known[:half], asked.others, start=100_000),
        "cards without a label": shots(known[half : 2 * half], asked.others, start=200_000),
        "cards held out of all training": shots(new, min(asked.others, 4 * len(new)), start=300_000),
    }

    print(f"{model.title}; {len(artworks)} artworks, {len(bench.faces)} faces in another language", flush=True)
    everything = bench.features([wanted_picture(file, model.embedder) for file in bench.pictures], "artworks")
    strength = asked.strength or as_strong_as_it_takes(bench, everything, known, seed=asked.seed)

    def make(shot: Shot) -> Pixels:
        return bench.shifted(shot, seed=asked.seed, strength=strength)

    look = f"{asked.seed} {strength} {bool(bench.faces)}"
    crops = {title: written(bench, some, make, look=look) for title, some in groups.items()}
    features = {
        title: bench.features([wanted_picture(file, model.embedder) for file in some], title)
        for title, some in crops.items()
    }
    bench.paths |= {file.sha256: file.path for some in crops.values() for file in some}
    truth = {title: bench.identity[[shot.artwork for shot in some]] for title, some in groups.items()}
    usual = shots(new, asked.standard, start=400_000)
    standard = "the standard test"
    features[standard] = bench.features([bench.usual(shot, seed=asked.seed) for shot in usual], standard)
    truth[standard] = bench.identity[[shot.artwork for shot in usual]]
    task = HeadTask(
        parent=folder,
        training_set=named(f"{[crop.sha256 for crop in crops['labelled']]} {asked.wrong}"),
        split="made up",
        artworks=tuple(
            ArtworkPicture(picture, int(identity), one.held_out)
            for picture, identity, one in {
                picture.sha256: (picture, identity, one)
                for picture, identity, one in zip(bench.pictures, bench.identity, artworks, strict=True)
            }.values()
        ),
        labels=tuple(labelled(bench, groups["labelled"], crops["labelled"], wrong=asked.wrong, seed=asked.seed)),
    )
    recipe = replace(
        HeadRecipe(),
        steps=asked.steps,
        simulated=asked.simulated,
        pull=asked.pull,
        rate=asked.rate,
        calm=asked.calm,
        seed=asked.seed,
    )
    kept = place / ("cold" if asked.cold else "training")
    if asked.cold:
        shutil.rmtree(kept, ignore_errors=True)
    workplace = Workplace(training=kept, models=kept / "models" if asked.cold else place / "models")
    began = time.perf_counter()
    done = train_head(task, recipe, place=workplace, cancel=CancelToken(), told=told)
    print(f"trained in {time.perf_counter() - began:.0f} s: {done.model}, made before: {done.already}", flush=True)
    old = np.load(folder / model.card["projection"]["file"])
    fresh = np.load(Path(done.folder) / "projection.npy")
    gone = {}
    for title in features:
        before, after = (right(features[title], everything, truth[title], bench, matrix) for matrix in (old, fresh))
        gone[title] = said(title, before, after)
    what = f"{asked.labels:,} labels, errors gone: labelled / others / held out"
    figures.tell(what, " / ".join(gone[title] for title in list(groups)[1:]) + " %", asked.others)
    for title in list(groups)[1:]:
        learned, named_cards = features["labelled"], truth["labelled"]
        before, after = (
            right_beside(features[title], everything, learned, truth[title], named_cards, bench, matrix)
            for matrix in (old, fresh)
        )
        said(f"{title}, beside the labelled crops", before, after)
    candidate = load_model(Path(done.folder))
    ways = [
        ("before", old, model.judge),
        ("the same calibration", fresh, model.judge),
        ("carried over", fresh, candidate.judge),
    ]
    pixels, outline = usual_quality(model.judge)
    for title in list(features)[1:]:
        # Features have no look: the crops themselves are made, or read, once more.
        if title in crops:
            pictures = (fit(decode(crop.path), model.embedder.spec) for crop in crops[title][:MOST_JUDGED])
        else:
            pictures = (bench.usual(shot, seed=asked.seed).make() for shot in usual[:MOST_JUDGED])
        looks, alike = [], []
        for picture in pictures:
            looks.append(quality(picture, pixels=pixels, outline=outline))
            alike.append(bench.contrasts.similarity_to(contrast_map(picture)))
        some = groups.get(title, usual)[:MOST_JUDGED]
        cards = [artworks[shot.artwork].key for shot in some]
        answers = [
            bench.contender(everything, either).offered_first(
                either.embedder.project(features[title][:MOST_JUDGED]), cards, alike
            )
            for either in (model, candidate)
        ]
        said(f"{title}, as a lookup answers", *answers)
        if title in groups:
            learned = list(zip(groups["labelled"], crops["labelled"], strict=True))
            beside = [
                offered_beside(
                    bench.contender(everything, either),
                    [
                        Exemplar(file.sha256, "s", file.sha256, artworks[shot.artwork].key, vector)
                        for (shot, file), vector in zip(
                            learned, either.embedder.project(features["labelled"]), strict=True
                        )
                    ],
                    either.embedder.project(features[title][:MOST_JUDGED]),
                    cards,
                    alike,
                )
                for either in (model, candidate)
            ]
            said(f"{title}, as a lookup answers beside the labelled crops", *beside)
        for words, matrix, judge in ways:
            trusted(
                f"{title}, {words}",
                features[title][:MOST_JUDGED],
                everything,
                truth[title][:MOST_JUDGED],
                bench,
                matrix,
                judge,
                looks,
            )


def as_strong_as_it_takes(bench: Bench, everything: NDArray[np.float32], places: Sequence[int], *, seed: int) -> float:
    """The cast with which the model is right on a share nearest to the wanted one, on crops that nothing else uses."""
    model = bench.model
    matrix = np.load(bench.folder / model.card["projection"]["file"])
    shares = {}
    for strength in STRENGTHS:
        some = shots(places, TRIED, start=900_000)
        pooled = model.embedder.pooled([bench.shifted(shot, seed=seed, strength=strength) for shot in some])
        found = right(unit(pooled), everything, bench.identity[[shot.artwork for shot in some]], bench, matrix)
        shares[strength] = float(found.mean())
        print(f"a cast of {strength}: {100 * shares[strength]:.1f} % of {TRIED} right", flush=True)
        if shares[strength] < WANTED:
            break
    return min(shares, key=lambda strength: abs(shares[strength] - WANTED))


def trusted(
    title: str,
    crops: NDArray[np.float32],
    everything: NDArray[np.float32],
    truth: NDArray[np.int64],
    bench: Bench,
    projection: NDArray[np.float32],
    judge: Thresholds | Calibration,
    looks: Sequence[CropQuality],
) -> None:
    """What the verdicts are worth, with the cards in the catalogue and, for every second crop, without."""
    assert isinstance(judge, Calibration)
    artworks = project(everything, projection)
    chances, rights, sure = [], [], []
    strangers = strangers_sure = 0
    for row, (vector, look) in enumerate(zip(project(crops, projection), looks, strict=True)):
        scores = artworks @ vector
        for is_known in (True, False)[: 1 + row % 2]:
            best = np.full(int(bench.identity.max()) + 1, -2.0)
            np.maximum.at(best, bench.identity, scores)
            if not is_known:
                best[truth[row]] = -2.0
            order = np.argpartition(-best, 11)[:11]
            order = order[np.argsort(-best[order])]
            ranked = best[order]
            evidence = SearchEvidence(
                float(ranked[0]),
                float(ranked[0] - ranked[1]),
                float(ranked[0] - ranked[1:].mean()),
                len(np.unique(bench.identity)),
                1,
            )
            decision = judge.decide(evidence, look)
            if is_known:
                chances.append(decision.probability)
                rights.append(int(order[0]) == truth[row])
                sure.append(decision.verdict is Verdict.SURE)
            else:
                strangers += 1
                strangers_sure += decision.verdict is Verdict.SURE
    right_, sure_ = np.array(rights), np.array(sure)
    found = calibration(chances, rights)
    floor = calibration_floor(chances)
    assert found is not None and floor is not None
    print(
        f"{title}: sure {int(sure_.sum())} of {len(sure_)}, of those right {int(right_[sure_].sum())}; strangers sure "
        f"{strangers_sure} of {strangers}; calibration error {found.error:.3f}, floor {floor:.3f}",
        flush=True,
    )


def labelled(
    bench: Bench, some: Sequence[Shot], files: Sequence[PictureFile], *, wrong: float, seed: int
) -> list[LabelledCrop]:
    rng = np.random.default_rng([seed, 99])
    found = []
    for shot, file in zip(some, files, strict=True):
        place = shot.artwork if rng.random() >= wrong else int(rng.integers(len(bench.artworks)))
        found.append(
            LabelledCrop(
                picture=file,
                photo=file.sha256,
                card=str(bench.artworks[place].key),
                identity=int(bench.identity[place]),
                artworks=(bench.pictures[place].sha256,),
                refused=(),
                held_out=False,
                new_card=False,
            )
        )
    return found


def offered_beside(
    contender: Contender,
    exemplars: Sequence[Exemplar],
    vectors: NDArray[np.float32],
    cards: Sequence[CardKey],
    similarities: Sequence[Similarity],
) -> NDArray[np.bool_]:
    """`Contender.offered_first` where labelled crops answer too, as the recogniser has them do."""
    model, view = contender.model, contender.view
    book = Exemplars(view, dimension=model.embedder.dimension, model_hash=model.hash)
    book.replace([], exemplars)
    search = CombinedSearch(ExactSearch(contender.stock), book.apart_from(()), margin=book.margin)
    both = CatalogueView(view.artworks, ChainMap(view.by_picture, book.crops))  # type: ignore[arg-type]
    right = []
    for vector, card, similarity in zip(vectors, cards, similarities, strict=True):
        nearest = search.neighbours(vector[None, :], count=FIRST_COUNT)[0]
        enough = enough_neighbours(search, vector, nearest, both, least_cards=COMPARED)
        found = in_order(enough, both, judge=model.judge, similarity=similarity)
        first = found.strengths[0] - 1e-6
        pairs = zip(found.cards, found.strengths, strict=True)
        right.append(any(one.card == card and strength >= first for (one, _), strength in pairs))
    return np.array(right, dtype=np.bool_)


def right_beside(
    crops: NDArray[np.float32],
    everything: NDArray[np.float32],
    labelled_crops: NDArray[np.float32],
    truth: NDArray[np.int64],
    labelled_truth: NDArray[np.int64],
    bench: Bench,
    projection: NDArray[np.float32],
) -> NDArray[np.bool_]:
    """The same where labelled crops stand in the index as exemplars: one counts where it is nearer by a margin."""
    vectors = project(crops, projection)
    nearest = vectors @ project(everything, projection).T
    beside = vectors @ project(labelled_crops, projection).T
    counts = beside.max(axis=1) >= nearest.max(axis=1) + MARGIN
    return np.where(
        counts, labelled_truth[beside.argmax(axis=1)] == truth, bench.identity[nearest.argmax(axis=1)] == truth
    )


def right(
    crops: NDArray[np.float32],
    artworks: NDArray[np.float32],
    truth: NDArray[np.int64],
    bench: Bench,
    projection: NDArray[np.float32],
) -> NDArray[np.bool_]:
    nearest = (project(crops, projection) @ project(artworks, projection).T).argmax(axis=1)
    return np.asarray(bench.identity[nearest] == truth)


if __name__ == "__main__":
    raise SystemExit(main())
