"""All features of a training in memory, the batches drawn from them, and the loss of a batch. Changes nothing.

The loss, of which there is the gradient too, pulls a photographed crop to its artwork and away from others. numpy
alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.training_progress import NEW_CARDS, OTHER_PHOTOS, SIMULATED
from karuta.engine.embed import Embedder
from karuta.training.head.features import FeatureCache, Wanted, wanted_simulation
from karuta.training.head.task import HeadRecipe, HeadTask, LabelledCrop, Recipe
from karuta.training.model_folder import Projection, project

Array = NDArray[Any]
"""float32 in a training, float64 where the gradient is tested."""


@dataclass(frozen=True, eq=False)
class FeatureBatch:
    """One step's features. The first b candidates are the crops' own artworks, in their order.

    `crops`: (b, pooled); `candidates`: (b + n, pooled); `offsets`: (b, b + n), added to the logits: 0; minus infinity
    if another candidate shows the crop's own card; else the logarithm of how many times the candidate counts.
    """

    crops: Array
    candidates: Array
    offsets: Array


@dataclass(frozen=True, eq=False)
class Slope:
    """The loss, its gradient (with the projection's shape), and the share of crops nearest to their own artwork."""

    loss: float
    gradient: Array
    right: float


def contrast(projection: Array, batch: FeatureBatch, *, temperature: float) -> Slope:
    """InfoNCE of each crop with its own artwork against all other candidates, averaged over the crops."""
    crops, crop_lengths = _embedded(batch.crops, projection)
    cards, card_lengths = _embedded(batch.candidates, projection)
    logits = crops @ cards.T
    logits /= temperature
    logits += batch.offsets
    logits -= logits.max(axis=1, keepdims=True)
    own = np.arange(len(crops))
    right = float((logits[own, own] >= 0).mean())
    # In place from here on: (256, 2304) is the largest array of a step.
    own_logits = logits[own, own].copy()
    np.exp(logits, out=logits)
    sums = logits.sum(axis=1, keepdims=True)
    loss = float((np.log(sums[:, 0]) - own_logits).mean())
    logits /= sums
    logits[own, own] -= 1
    logits /= len(crops) * temperature
    to_crops = _through_unit(logits @ cards, crops, crop_lengths)
    to_cards = _through_unit(logits.T @ crops, cards, card_lengths)
    weights = batch.crops.T @ to_crops + batch.candidates.T @ to_cards
    bias = to_crops.sum(axis=0) + to_cards.sum(axis=0)
    return Slope(loss, np.concatenate([weights, bias[None]]), right)


def pull(projection: Array, old: Array, *, strength: float) -> tuple[float, Array]:
    """The penalty that keeps the projection near the old one, and its gradient.

    It is the squared distance, in lengths of the old one.
    """
    away = projection - old
    length = float((old * old).sum())
    return strength * float((away * away).sum()) / length, away * (2 * strength / length)


def _embedded(features: Array, projection: Array) -> tuple[Array, Array]:
    """Unit vectors, and their lengths before."""
    vectors = features @ projection[:-1] + projection[-1]
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    vectors /= lengths
    return vectors, lengths


def _through_unit(gradient: Array, vectors: Array, lengths: Array) -> Array:
    """The gradient before normalisation to unit length; its component along the vector is zero."""
    gradient -= vectors * (gradient * vectors).sum(axis=1, keepdims=True)
    gradient /= lengths
    return gradient


Rows = NDArray[np.intp]
Features = NDArray[np.float32]
# More simulated photos of one artwork teach little and cost much, which matters in small catalogues.
MOST_OF_ONE_ARTWORK = 12
# Simulated photos from this number on are only measured on.
JUDGED_FROM = 1_000_000


@dataclass(frozen=True)
class SimulatedCrop:
    """A simulated photo's crop: its artwork's place in the task, how to make it, and its name."""

    artwork: int
    picture: Wanted


@dataclass(frozen=True)
class SimulatedSplit:
    """`judged`: those used only for measuring."""

    learned: tuple[SimulatedCrop, ...]
    judged: tuple[SimulatedCrop, ...]


@dataclass(frozen=True, eq=False)
class JudgedCrops:
    """Crops used only for measuring: `features` (n, pooled), `identity` (n,)."""

    features: Features
    identity: Rows


@dataclass(frozen=True, eq=False)
class TrainingStock:
    """The features to train on.

    `artworks` (a, pooled), `identity` (a,). `others`: the rows among them that serve as negatives. `crops` (c, pooled):
    labels, then simulations. `own` (c,): the row of each one's artwork. `refused`: rows of refused artworks, for each
    label. `cards`: each card's label rows. `simulations`: rows of simulated crops.
    """

    artworks: Features
    identity: Rows
    others: Rows
    crops: Features
    own: Rows
    refused: tuple[Rows, ...]
    cards: tuple[Rows, ...]
    simulations: Rows
    judged: dict[str, JudgedCrops]

    def batch(self, step: int, recipe: HeadRecipe) -> FeatureBatch:
        """Draw a batch: the same step and seed give the same batch, whatever was drawn before."""
        rng = np.random.default_rng([recipe.seed, step])
        labels = round(recipe.batch * recipe.labelled) if len(self.simulations) else recipe.batch
        labels = labels if self.cards else 0
        # Class-balanced: first a card, then one of its labels.
        chosen = [int(rng.choice(self.cards[card])) for card in drawn(len(self.cards), labels, rng)]
        simulated = self.simulations[drawn(len(self.simulations), recipe.batch - labels, rng)]
        crops = np.concatenate([np.array(chosen, dtype=np.intp), simulated])
        own = self.own[crops]
        others = self.others[drawn(len(self.others), min(recipe.others, len(self.others)), rng)]
        refused = [self.refused[row] for row in chosen]
        hard = np.unique(np.concatenate(refused)) if refused else np.empty(0, dtype=np.intp)
        candidates = np.concatenate([own, others, hard])
        offsets = np.zeros((len(crops), len(candidates)), dtype=np.float32)
        offsets[self.identity[own][:, None] == self.identity[candidates][None, :]] = -np.inf
        offsets[np.arange(len(crops)), np.arange(len(crops))] = 0
        for row, places in enumerate(refused):
            columns = len(own) + len(others) + np.searchsorted(hard, places)
            offsets[row, columns] += np.float32(np.log(recipe.hard))
        return FeatureBatch(self.crops[crops], self.artworks[candidates], offsets)


def drawn(count: int, size: int, rng: np.random.Generator) -> Rows:
    """Random numbers below `count`, each equally often (give or take one)."""
    if not count or not size:
        return np.empty(0, dtype=np.intp)
    rounds = [rng.permutation(count) for _ in range(-(-size // count))]
    return np.concatenate(rounds)[:size].astype(np.intp)


def simulated_crops(task: HeadTask, recipe: Recipe, embedder: Embedder) -> SimulatedSplit:
    """The crops to learn from (artworks of cards without labels first), and those to measure on (only new cards)."""
    rng = np.random.default_rng([recipe.seed, JUDGED_FROM])
    labelled = {label.identity for label in task.labels if not label.held_out}
    order = [int(place) for place in rng.permutation(len(task.artworks))]
    known_places = [place for place in order if not task.artworks[place].new_card]
    known_places.sort(key=lambda place: task.artworks[place].identity in labelled)
    new = [place for place in order if task.artworks[place].new_card]

    def simulated(places: Sequence[int], most: int, *, number: int) -> tuple[SimulatedCrop, ...]:
        return tuple(
            SimulatedCrop(
                place := places[i % len(places)],
                wanted_simulation(task.artworks[place].picture, number + i, seed=recipe.seed, embedder=embedder),
            )
            for i in range(_most(most, places))
        )

    return SimulatedSplit(
        learned=simulated(known_places, recipe.simulated, number=0),
        judged=simulated(new, min(recipe.judged, recipe.simulated), number=JUDGED_FROM),
    )


def _most(most: int, places: Sequence[int]) -> int:
    return min(most, MOST_OF_ONE_ARTWORK * len(places))


def build_stock(
    task: HeadTask, simulated: SimulatedSplit, cache: FeatureCache, *, unusable: set[str], old: Projection
) -> TrainingStock:
    """Put the stock together; pictures that could not be read are left out."""
    places = [i for i, artwork in enumerate(task.artworks) if artwork.picture.sha256 not in unusable]
    place_of = {task.artworks[i].picture.sha256: at for at, i in enumerate(places)}
    artworks = cache.get([task.artworks[i].picture.sha256 for i in places])
    identity = np.array([task.artworks[i].identity for i in places], dtype=np.intp)
    usable = [crop for crop in task.labels if crop.picture.sha256 not in unusable and _places(crop.artworks, place_of)]
    learned = [label for label in usable if not label.held_out]
    features = cache.get([label.picture.sha256 for label in learned])
    own = _nearest(features, [_places(label.artworks, place_of) for label in learned], artworks, old)
    made = _usable(task, simulated.learned, place_of, unusable)
    judged = _usable(task, simulated.judged, place_of, unusable)
    cards: dict[str, list[int]] = defaultdict(list)
    for row, label in enumerate(learned):
        cards[label.card].append(row)
    return TrainingStock(
        artworks=artworks,
        identity=identity,
        others=np.array([at for at, i in enumerate(places) if not task.artworks[i].new_card], dtype=np.intp),
        crops=np.concatenate([features, cache.get([name for name, _ in made])]),
        own=np.concatenate([own, np.array([place for _, place in made], dtype=np.intp)]),
        refused=tuple(np.array(_places(label.refused, place_of), dtype=np.intp) for label in learned),
        cards=tuple(np.array(cards[card], dtype=np.intp) for card in sorted(cards)),
        simulations=np.arange(len(learned), len(learned) + len(made), dtype=np.intp),
        judged={
            OTHER_PHOTOS: _judged([crop for crop in usable if crop.held_out and not crop.new_card], cache),
            NEW_CARDS: _judged([crop for crop in usable if crop.held_out and crop.new_card], cache),
            SIMULATED: JudgedCrops(
                cache.get([name for name, _ in judged]), identity[np.array([at for _, at in judged], dtype=np.intp)]
            ),
        },
    )


def right_at_1(stock: TrainingStock, projection: Projection) -> dict[str, NDArray[np.bool_]]:
    """By test: (n,) whether the nearest artwork belongs to the crop's card, for each crop."""
    artworks = project(stock.artworks, projection)
    right = {}
    for name, crops in stock.judged.items():
        nearest = (project(crops.features, projection) @ artworks.T).argmax(axis=1) if len(crops.features) else []
        right[name] = stock.identity[np.asarray(nearest, dtype=np.intp)] == crops.identity
    return right


def _judged(labels: Sequence[LabelledCrop], cache: FeatureCache) -> JudgedCrops:
    features = cache.get([label.picture.sha256 for label in labels])
    return JudgedCrops(features, np.array([label.identity for label in labels], dtype=np.intp))


def _places(pictures: Sequence[str], place_of: dict[str, int]) -> list[int]:
    return [place_of[picture] for picture in pictures if picture in place_of]


def _nearest(crops: Features, choices: Sequence[Sequence[int]], artworks: Features, old: Projection) -> Rows:
    """The one of its card's pictures that a crop shows: the nearest one by the old projection."""
    if not len(crops):
        return np.empty(0, dtype=np.intp)
    vectors = project(crops, old)
    return np.array(
        [
            places[int((project(artworks[list(places)], old) @ vector).argmax())] if len(places) > 1 else places[0]
            for vector, places in zip(vectors, choices, strict=True)
        ],
        dtype=np.intp,
    )


def _usable(
    task: HeadTask, simulated: Sequence[SimulatedCrop], place_of: dict[str, int], unusable: set[str]
) -> list[tuple[str, int]]:
    """The name and the artwork's row of each simulation that could be made."""
    named = ((crop.picture.name, task.artworks[crop.artwork].picture.sha256) for crop in simulated)
    return [(name, place_of[picture]) for name, picture in named if name not in unusable and picture in place_of]
