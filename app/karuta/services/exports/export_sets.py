"""Exports for other programs: labels as COCO or Label Studio, crops by card, with their photos on request.

A file or a folder, filled beside its place and renamed: the old one or the new one, never half of one.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.label import NOT_A_CARD, Label, LabelError, LabelledPhoto, is_truth
from karuta.domain.sentence import Sentence
from karuta.domain.training_set import LeftOut
from karuta.engine.decode import photo_without_metadata
from karuta.files import write_whole
from karuta.paths import LibraryFolder, check_target, refuse_replacing
from karuta.services.exports.formats import ExportFormat, Takes, Writing, Written
from karuta.services.labels.check_labels import NO_DAMAGE, Damage, DamagedLabels, find_damage, refuse_unsound
from karuta.services.labels.open_labels import Told, labelled_photos, labels_in_portions
from karuta.services.lookups.locate_photos import current_place
from karuta.services.models.training_set import catalogue_pictures, training_set
from karuta.store.label_file import LabelFile
from karuta.store.photos import crops_of, known_photos, photo_sizes
from karuta.whole_folder import bring_back, write_folder_whole

FOLDER = "photos"


@dataclass(frozen=True)
class WrittenPhotos:
    """`photos`: all of them, written ones with their place in the export.

    `missing`: names of those that were not written.
    """

    photos: list[LabelledPhoto]
    missing: tuple[str, ...]


def write_photos(
    file: LabelFile,
    photos: Sequence[LabelledPhoto],
    out: Path,
    *,
    keep_exif: bool,
    cancel: CancelToken,
    told: Told | None = None,
) -> WrittenPhotos:
    """Each photo as `photos/<its hash>`, upright; with `keep_exif` byte for byte.

    Raises `OSError` if the disk is full or fails, `LibraryError`, and `Cancelled`.
    """
    (out / FOLDER).mkdir()
    written: list[LabelledPhoto] = []
    missing: list[str] = []
    for number, photo in enumerate(photos, start=1):
        cancel.check()
        name = _write(file, photo, out, keep_exif=keep_exif)
        if name is None:
            missing.append(photo.file)
            written.append(photo)
        else:
            written.append(replace(photo, file=name))
        if told:
            told(number, len(photos))
    return WrittenPhotos(written, tuple(missing))


def _write(file: LabelFile, photo: LabelledPhoto, out: Path, *, keep_exif: bool) -> str | None:
    known = known_photos(file, [photo.sha256]).get(photo.sha256)
    # Compares the hash: otherwise another picture under the photo's name would be given away with its labels.
    path = None if known is None else current_place(file, known, certain=True)
    if path is None:
        return None
    if keep_exif:
        name = f"{FOLDER}/{photo.sha256}{path.suffix.lower()}"
        shutil.copyfile(path, out / name)
        return name
    try:
        data, suffix = photo_without_metadata(path)
    except PictureError:
        return None
    name = f"{FOLDER}/{photo.sha256}{suffix}"
    (out / name).write_bytes(data)
    return name


MARK = "karuta-export.json"
"""Says in an exported folder what it is; only a folder with it is ever replaced."""


@dataclass(frozen=True)
class ExportRequest:
    """A wish for an export.

    `photos`: into a folder with the photos; `keep_exif`: byte for byte. `leave_out_damaged`: photos whose labels depend
    on an altered row are left out; without it, nothing is exported then. `raw`, `game`: see `Writing`.
    """

    form: ExportFormat
    photos: bool = False
    keep_exif: bool = False
    leave_out_damaged: bool = False
    raw: bool = False
    game: str = ""

    @property
    def is_folder(self) -> bool:
        return self.photos or self.form.is_folder


@dataclass(frozen=True)
class Exported:
    """How many labels were written, and how many the format could not hold. `missing`: photos that were not found.

    `lost`: sentences about labels with lost crops. `damage`: what was found altered in the label file.
    """

    labels: int
    left_out: int = 0
    missing: tuple[str, ...] = ()
    lost: tuple[Sentence, ...] = ()
    damage: Damage = NO_DAMAGE


def export(
    file: LabelFile,
    out: Path,
    wish: ExportRequest,
    *,
    force: bool = False,
    cancel: CancelToken | None = None,
    told: Told | None = None,
) -> Exported:
    """Export to the file or folder `out`. Raises `KarutaError` if `out` exists and may not be replaced.

    `DamagedLabels`, `LibraryError`, `OSError`, `Cancelled`: `out` is unchanged then.
    """
    token = cancel or CancelToken()
    if wish.is_folder:
        bring_back(out)
        _refuse_folder(out, force=force)
    else:
        check_target(out, force=force)
    refuse_unsound(file)
    damage = find_damage(file, token)
    if damage.rows and not wish.leave_out_damaged:
        raise DamagedLabels(damage.rows)
    if not wish.is_folder:
        done = _to_file(file, out, wish, force=force, without=damage.photos, cancel=token, told=told)
        return replace(done, damage=damage)
    done = Exported(0)

    def fill(beside: Path) -> None:
        nonlocal done
        done = _fill(file, beside, wish, damage.photos, token, told)
        _refuse_folder(out, force=force)

    write_folder_whole(out, fill)
    return replace(done, damage=damage)


def _to_file(
    file: LabelFile,
    out: Path,
    wish: ExportRequest,
    *,
    force: bool,
    without: Set[str],
    cancel: CancelToken,
    told: Told | None,
) -> Exported:
    done = Written(0)

    def photos() -> Sequence[LabelledPhoto]:
        return labelled_photos(file, cancel, told, without=without, game=wish.game)

    def write(beside: Path) -> None:
        nonlocal done
        done = wish.form.write(Writing(file, beside, None, photos, without, cancel, told, wish.raw, wish.game))
        check_target(out, force=force)

    write_whole(out, write)
    return Exported(done.labels, done.left_out)


def _fill(
    file: LabelFile, out: Path, wish: ExportRequest, without: Set[str], cancel: CancelToken, told: Told | None
) -> Exported:
    photos: Sequence[LabelledPhoto] = labelled_photos(file, cancel, without=without, game=wish.game)
    missing: tuple[str, ...] = ()
    if wish.photos:
        written = write_photos(file, photos, out, keep_exif=wish.keep_exif, cancel=cancel, told=told)
        photos, missing = written.photos, written.missing
    form = wish.form
    place = out if form.is_folder else out / form.value.file
    # The progress counts copied photos if there are any, else what the format itself writes.
    heard = None if wish.photos or not form.is_folder else told
    done = form.write(Writing(file, place, out, lambda: photos, without, cancel, heard, wish.raw, wish.game))
    mark = {"made_by": "karuta", "format": form.value.name, "labels": done.labels}
    (out / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")
    return Exported(done.labels, done.left_out, missing, done.lost)


def _refuse_folder(out: Path, *, force: bool) -> None:
    refuse_replacing(out, force=force)
    if out.exists() and not (out / MARK).is_file():
        raise LabelError(
            ("{out} is not a folder that Karuta exported, so it is not replaced; choose another name."), out=out
        )


class WhyNot(StrEnum):
    """Why a label is not in an export."""

    NOT_IN_VIEW = "not in view"
    BY_KARUTA = "by Karuta"
    NO_PHOTO = "no photo"
    NO_CROP = "no crop"
    NO_PERSON_CONFIRMED = "no person confirmed"
    DISPUTED = "disputed"
    NO_ARTWORK = "no artwork"


@dataclass(frozen=True)
class ExportCount:
    """`labels`: how many the library has now; `fits`: those that are exported; `left_out`: the others by reason."""

    labels: int
    fits: int
    left_out: Mapping[WhyNot, int]


def count_export(file: LabelFile, cancel: CancelToken, *, game: str = "") -> Mapping[ExportFormat, ExportCount]:
    """For every row of the table, in one pass. Damaged or lost files are reported when the export is written.

    `game`: of its labels alone.
    """
    labels = 0
    left: dict[Takes, Counter[WhyNot]] = {takes: Counter() for takes in Takes}
    for some in labels_in_portions(file, cancel, None, game=game):
        sizes = photo_sizes(file, list({label.photo_sha256 for label in some}))
        crops = crops_of(file, [label.sighting_id for label in some])
        for label in some:
            labels += 1
            unseen = _not_in_view(label)
            no_photo = None if sizes.get(label.photo_sha256) is not None else WhyNot.NO_PHOTO
            no_crop = None if label.sighting_id in crops else WhyNot.NO_CROP
            left[Takes.OUTLINES].update(filter(None, [unseen or no_photo]))
            left[Takes.CROPS].update(filter(None, [unseen or no_crop]))
    return {
        form: ExportCount(labels, labels - left[form.value.takes].total(), left[form.value.takes])
        for form in ExportFormat
    }


def count_training(file: LabelFile, library: LibraryFolder, cancel: CancelToken) -> ExportCount:
    """For a training set, which takes people's confirmations. Raises `LibraryError` if there is no catalogue."""
    labels = sum(len(some) for some in labels_in_portions(file, cancel, None))
    found = training_set(file, catalogue_pictures(library))
    left = Counter(_OF_TRAINING[why] for why, _ in found.left_out)
    left[WhyNot.NO_PERSON_CONFIRMED] = max(0, labels - len(found.examples) - left.total())
    return ExportCount(labels, len(found.examples), +left)


_OF_TRAINING = {
    LeftOut.DISPUTED: WhyNot.DISPUTED,
    LeftOut.SAME_CROP: WhyNot.DISPUTED,
    LeftOut.WHOLE_PHOTO: WhyNot.NOT_IN_VIEW,
    LeftOut.NO_CROP: WhyNot.NO_CROP,
    LeftOut.NO_ARTWORK: WhyNot.NO_ARTWORK,
}


def _not_in_view(label: Label) -> WhyNot | None:
    """The reason why `LabelledPhoto.in_view` leaves a label out."""
    if not is_truth(label.kind):
        return WhyNot.BY_KARUTA
    if label.corners is None or not (label.card or label.kind in NOT_A_CARD):
        return WhyNot.NOT_IN_VIEW
    return None
