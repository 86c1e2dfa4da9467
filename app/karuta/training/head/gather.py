"""Collects the features of every picture that a training needs, from the cache or newly computed. Trains nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from karuta.domain.cancel import CancelToken
from karuta.domain.training_progress import Gathered, TellProgress
from karuta.engine.model import Model
from karuta.training.head.candidate import is_normalised
from karuta.training.head.features import FeatureCache, Wanted, make_features, network_hash, wanted_picture
from karuta.training.head.stock import SimulatedCrop, TrainingStock, build_stock, simulated_crops
from karuta.training.head.task import FEATURES, HeadTask, PictureFile, Recipe, TrainingError, Workplace
from karuta.training.model_folder import Projection


@dataclass(frozen=True, eq=False)
class TrainingFeatures:
    """`unusable`: how many pictures could not be read.

    How to make the pictures again: `artworks` and `crops` as in the stock, `judged`: the simulated ones used only for
    measuring.
    """

    stock: TrainingStock
    unusable: int
    artworks: tuple[Wanted, ...]
    crops: tuple[Wanted, ...]
    judged: tuple[Wanted, ...]


def gather_features(
    task: HeadTask,
    recipe: Recipe,
    parent: Model,
    *,
    old: Projection,
    place: Workplace,
    cancel: CancelToken,
    told: TellProgress,
) -> TrainingFeatures:
    """All features, in memory. Raises `TrainingError` if no picture can be learned from, and `Cancelled`."""
    embedder = parent.embedder
    cache = feature_cache(parent, place)
    simulated = simulated_crops(task, recipe, embedder)
    # Labels first: they are fewest, so the progress shows soonest.
    pictures = [label.picture for label in task.labels] + [artwork.picture for artwork in task.artworks]
    unusable = make_features(
        [wanted_picture(picture, embedder) for picture in pictures]
        + [crop.picture for crop in (*simulated.learned, *simulated.judged)],
        embedder=embedder,
        cache=cache,
        normalise=is_normalised(parent),
        cancel=cancel,
        told=lambda done, total, left: told(Gathered(done, total, left)),
    )
    stock = build_stock(task, simulated, cache, unusable=unusable, old=old)
    if len(stock.others) < 2 or not (stock.cards or (task.without_labels and len(stock.simulations))):
        raise TrainingError("No artwork or labelled crop could be read; `karuta doctor` says how to fix that.")
    artworks = [artwork.picture for artwork in task.artworks if artwork.picture.sha256 not in unusable]
    return TrainingFeatures(
        stock,
        unusable=len(unusable & {picture.sha256 for picture in pictures}),
        artworks=tuple(wanted_picture(artwork, embedder) for artwork in artworks),
        crops=(
            *(wanted_picture(label, embedder) for label in usable_labels(task, artworks, unusable)),
            *usable_simulations(task, simulated.learned, unusable),
        ),
        judged=usable_simulations(task, simulated.judged, unusable),
    )


def feature_cache(parent: Model, place: Workplace) -> FeatureCache:
    """The features that the parent's network computed, whatever its projection."""
    return FeatureCache(
        place.training / FEATURES, network=network_hash(parent.card), pooled=int(parent.card["embedder"]["pooled"])
    )


def usable_labels(task: HeadTask, artworks: Sequence[PictureFile], unusable: set[str]) -> list[PictureFile]:
    """The crops to learn from: those that can be read, with a readable picture of their card."""
    readable = {artwork.sha256 for artwork in artworks}
    return [
        label.picture
        for label in task.labels
        if label.picture.sha256 not in unusable and not label.held_out and readable.intersection(label.artworks)
    ]


def usable_simulations(task: HeadTask, simulated: Sequence[SimulatedCrop], unusable: set[str]) -> tuple[Wanted, ...]:
    """Simulated crops that can be made, from artworks that can be read."""
    return tuple(
        crop.picture
        for crop in simulated
        if crop.picture.name not in unusable and task.artworks[crop.artwork].picture.sha256 not in unusable
    )
