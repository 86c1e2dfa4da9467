"""Puts a library's training set together: what people confirmed, except what they dispute. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from karuta.domain.card import CardKey
from karuta.domain.label import WHOLE_PHOTO
from karuta.domain.training_set import (
    Conflict,
    Example,
    LastWord,
    LeftOut,
    TrainingLabel,
    TrainingSet,
    checksum,
    divided,
)
from karuta.paths import LibraryFolder
from karuta.services.library.keeping.crops import Crops, FindCrop, Lost, crops_as_they_are
from karuta.services.library.open_library import refuse_without_library
from karuta.store.cards import Catalogue
from karuta.store.confirmed_crops import confirmed_labels, disputes
from karuta.store.label_file import LabelFile
from karuta.training.head.task import held_out


@dataclass(frozen=True)
class CataloguePictures:
    """A catalogue for a training: each card's pictures, main before alternate, and each picture's suffix."""

    of_card: Mapping[CardKey, tuple[str, ...]]
    suffix: Mapping[str, str]

    @property
    def cards_of(self) -> Mapping[str, tuple[CardKey, ...]]:
        """The cards that a picture shows: two may share one."""
        cards: dict[str, list[CardKey]] = defaultdict(list)
        for card, pictures in self.of_card.items():
            for picture in pictures:
                cards[picture].append(card)
        return {picture: tuple(sorted(keys)) for picture, keys in cards.items()}


def catalogue_pictures(library: LibraryFolder) -> CataloguePictures:
    """The live artworks. Raises `LibraryError` if there is no catalogue."""
    refuse_without_library(library)
    with Catalogue.open_reading(library.catalogue_db, older=True) as catalogue:
        view, pictures = catalogue.view(), catalogue.live_pictures()
    pictures_of: dict[CardKey, list[str]] = defaultdict(list)
    for artwork in sorted(view.artworks, key=lambda artwork: not artwork.is_main):
        if artwork.picture_sha256 not in pictures_of[artwork.card]:
            pictures_of[artwork.card].append(artwork.picture_sha256)
    return CataloguePictures(
        {card: tuple(own) for card, own in pictures_of.items()},
        {picture.picture_sha256: picture.suffix for picture in pictures},
    )


def training_set(file: LabelFile, catalogue: CataloguePictures, *, find_crop: FindCrop | None = None) -> TrainingSet:
    """The library's training set; the same library gives the same one. Raises `LibraryError`.

    `find_crop`: by default only existing crops are found. A newly cut crop that differs by a bit is another picture, so
    the set is another set.
    """
    find_crop = find_crop or crops_as_they_are(file)
    crops = _Found(find_crop)
    labels = confirmed_labels(file)
    conflicts = disputes(file)
    conflicts += _same_crop(labels, {(conflict.photo_sha256, conflict.sighting_id) for conflict in conflicts})
    out = {(conflict.photo_sha256, conflict.sighting_id): conflict.kind for conflict in conflicts}
    reasons = [out.get((label.photo_sha256, label.sighting_id)) or _fault(label, crops, catalogue) for label in labels]
    kept = [_without_twins(label, catalogue) for label, why in zip(labels, reasons, strict=True) if why is None]
    places, rule = divided(
        kept, near_duplicates=lambda photo: photo, is_new_card=lambda card: held_out(card.game, card.card_id)
    )
    examples = tuple(
        Example(
            label=label,
            crop_sha256=crops.sha256(label) or "",
            artworks=catalogue.of_card[label.card],
            side=place.side,
            group=place.group,
            new_card=place.new_card,
        )
        for label, place in zip(kept, places, strict=True)
    )
    return TrainingSet(
        examples=examples,
        conflicts=tuple(conflicts),
        left_out=tuple((why, label) for label, why in zip(labels, reasons, strict=True) if why is not None),
        rule=rule,
        artworks=tuple(sorted(catalogue.suffix)),
        checksum=checksum(examples, artworks=catalogue.suffix, rule=rule),
    )


def reasons_of_lost(training: TrainingSet, crops: Crops) -> list[Lost]:
    """For each label that is left out because its crop is lost."""
    without = [label.crop_sha256 for why, label in training.left_out if why is LeftOut.NO_CROP]
    return [crops.lost[crop] for crop in without if crop is not None]


def _same_crop(labels: Sequence[TrainingLabel], passed: set[tuple[str, str]]) -> list[Conflict]:
    """Labels of the very same picture that name different cards."""
    of_crop: dict[str, list[TrainingLabel]] = defaultdict(list)
    for label in labels:
        if label.crop_sha256 is not None and (label.photo_sha256, label.sighting_id) not in passed:
            of_crop[label.crop_sha256].append(label)
    return [
        Conflict(
            LeftOut.SAME_CROP,
            label.photo_sha256,
            label.sighting_id,
            label.crop_sha256,
            tuple(LastWord(training_label.annotator, "confirm", training_label.card) for training_label in same),
        )
        for same in of_crop.values()
        if len({training_label.card for training_label in same}) > 1
        for label in same
    ]


class _Found:
    """Each crop is read once."""

    def __init__(self, find: FindCrop) -> None:
        self._find = cache(find)

    def sha256(self, label: TrainingLabel) -> str | None:
        """Of the bytes that would be learned from; None if a crop is missing or damaged (it is not learned from)."""
        crop = None if label.crop_sha256 is None else self._find(label.crop_sha256)
        return None if crop is None else crop.sha256


def _fault(label: TrainingLabel, crops: _Found, catalogue: CataloguePictures) -> LeftOut | None:
    if label.sighting_id == WHOLE_PHOTO:
        return LeftOut.WHOLE_PHOTO
    if label.card not in catalogue.of_card:
        return LeftOut.NO_ARTWORK
    return LeftOut.NO_CROP if crops.sha256(label) is None else None


def _without_twins(label: TrainingLabel, catalogue: CataloguePictures) -> TrainingLabel:
    """Cards that share a picture with the chosen one are no negatives, because they cannot be told apart by looking."""
    own = set(catalogue.of_card[label.card])
    apart = tuple(key for key in label.refused if key in catalogue.of_card and own.isdisjoint(catalogue.of_card[key]))
    return replace(label, refused=apart)
