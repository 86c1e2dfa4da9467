"""Trains the library's model on its own labels. The candidate lies in `models/`, and does not answer yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from karuta.domain.cancel import CancelToken
from karuta.domain.sentence import Sentence
from karuta.domain.training_progress import Finished, Progress, TellProgress
from karuta.domain.training_set import Example, Joined, Side, TrainingSet, checksum
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.library.keeping.crops import Crops, FindCrop, left_out
from karuta.services.library.open_library import active_model_folder
from karuta.services.models.training_set import CataloguePictures, catalogue_pictures, reasons_of_lost, training_set
from karuta.store.lock import writer
from karuta.training.head.fit import begun_without_labels
from karuta.training.head.task import (
    ArtworkPicture,
    HeadTask,
    LabelledCrop,
    PictureFile,
    Workplace,
    held_out,
    unfinished_runs,
)
from karuta.training.head.task import HeadRecipe as HeadRecipe
from karuta.training.head.train import train_head

LOCK = "training.lock"
NO_LABELS = "no labels: simulated photos of the catalogue's pictures alone"


def retrain_head(library: LibraryFolder, recipe: HeadRecipe, *, cancel: CancelToken, told: TellProgress) -> Finished:
    """`karuta train`: the projection, with numpy. A run that was stopped or killed resumes if the labels are the same.

    Raises `LibraryError` (no library, no labels, another training at work), `TrainingError`, `ModelError`, `Cancelled`.
    """
    train = partial(train_head, recipe=recipe, cancel=cancel)
    return retrained(library, train, told)


def retrain_without_labels(
    library: LibraryFolder, recipe: HeadRecipe, *, cancel: CancelToken, told: TellProgress
) -> Finished:
    """`karuta train --without-labels`: the projection, on simulated photos of the library's own pictures alone.

    No label is learned from, so all of them may judge the candidate. Raises as `retrain_head`.
    """
    parent = active_model_folder(library)
    catalogue = catalogue_pictures(library)
    with writer(library.root / LOCK, "karuta train", timeout=0.5):
        task = HeadTask(
            parent=parent,
            training_set=checksum((), artworks=catalogue.suffix, rule=NO_LABELS),
            split=NO_LABELS,
            artworks=artworks_of(catalogue, library),
            labels=(),
            without_labels=True,
        )
        return train_head(task, recipe, place=Workplace(library.training, library.models), cancel=cancel, told=told)


@dataclass(frozen=True)
class Unfinished:
    """A training of the projection that stopped on its way. `without_labels`: it learns from simulated photos alone."""

    without_labels: bool


def unfinished_training(library: LibraryFolder) -> Unfinished | None:
    """The one that stopped on its way, if any; it goes on from there while labels and pictures are the same."""
    runs = unfinished_runs(library.training)
    return Unfinished(without_labels=begun_without_labels(runs[0])) if runs else None


def retrained(library: LibraryFolder, train: Callable[..., Finished], told: TellProgress) -> Finished:
    """The library's labels as a task, on which `train` is run while no other training is. Raises as `retrain_head`."""
    parent = active_model_folder(library)
    catalogue = catalogue_pictures(library)
    with writer(library.root / LOCK, "karuta train", timeout=0.5):
        with labels_for_reading(library) as file:
            # A training writes into the library, so newly cut crops stay there.
            crops = Crops(file)
            training = training_set(file, catalogue, find_crop=crops.find)
            labels = labels_of(training, catalogue, crops.find)
        task = HeadTask(
            parent=parent,
            training_set=training.checksum,
            split=training.rule,
            artworks=artworks_of(catalogue, library),
            labels=labels,
        )
        remarks = left_out(reasons_of_lost(training, crops))
        return train(task, place=Workplace(library.training, library.models), told=_also(told, remarks))


def _also(told: TellProgress, remarks: tuple[Sentence, ...]) -> TellProgress:
    """Adds to the training's last report what was left out before it began."""

    def tell(progress: Progress) -> None:
        if isinstance(progress, Finished):
            progress = replace(progress, remarks=(*progress.remarks, *remarks))
        told(progress)

    return tell


def artworks_of(catalogue: CataloguePictures, library: LibraryFolder) -> tuple[ArtworkPicture, ...]:
    """Every live picture, sorted by hash. A held-out card's picture is held out, whatever else it shows."""
    identity = identities(catalogue)
    return tuple(
        ArtworkPicture(
            PictureFile(picture, library.artwork_file(picture, catalogue.suffix[picture])),
            identity=identity[picture],
            new_card=any(held_out(card.game, card.card_id) for card in cards),
        )
        for picture, cards in sorted(catalogue.cards_of.items())
    )


def identities(catalogue: CataloguePictures) -> dict[str, int]:
    """One number for pictures of one card, and of cards that share a picture, because these cannot be told apart."""
    join = Joined()
    for pictures in catalogue.of_card.values():
        for picture in pictures:
            join.together(("picture", pictures[0]), ("picture", picture))
    roots = {picture: join.root(("picture", picture)) for picture in catalogue.cards_of}
    numbers = {root: number for number, root in enumerate(sorted(set(roots.values())))}
    return {picture: numbers[root] for picture, root in roots.items()}


def labels_of(training: TrainingSet, catalogue: CataloguePictures, find_crop: FindCrop) -> tuple[LabelledCrop, ...]:
    """The examples of both sides; what is set aside is neither learned from nor measured on."""
    identity = identities(catalogue)
    chosen: Sequence[Example] = [example for example in training.examples if example.side is not Side.SET_ASIDE]
    return tuple(
        LabelledCrop(
            picture=PictureFile(example.crop_sha256, file.path),
            photo=example.label.photo_sha256,
            card=str(example.label.card),
            identity=identity[example.artworks[0]],
            artworks=example.artworks,
            refused=tuple(catalogue.of_card[card][0] for card in example.label.refused),
            held_out=example.side is Side.HELD_OUT,
            new_card=example.new_card,
        )
        for example in chosen
        if (file := find_crop(example.label.crop_sha256 or "")) is not None
    )
