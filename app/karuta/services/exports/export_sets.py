"""Exports for other programs: labels as COCO or Label Studio, crops by card, with their photos on request.

A file or a folder, filled beside its place and renamed: the old one or the new one, never half of one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.label import LabelError, LabelledPhoto
from karuta.domain.sentence import Sentence
from karuta.files import write_whole
from karuta.services.exports.export_labels import refuse_existing
from karuta.services.exports.export_photos import write_photos
from karuta.services.exports.formats import ExportFormat, Writing, Written
from karuta.services.labels.check_seals import NO_DAMAGE, Damage, DamagedLabels, find_damage, refuse_unsound
from karuta.services.labels.open_labels import Told, labelled_photos
from karuta.store.label_file import LabelFile
from karuta.whole_folder import bring_back, write_folder_whole

MARK = "karuta-export.json"
"""Says in an exported folder what it is; only a folder with it is ever replaced."""


@dataclass(frozen=True)
class ExportRequest:
    """What is to be exported.

    `photos`: into a folder with the photos; `keep_exif`: byte for byte. `leave_out_damaged`: photos whose labels depend
    on an altered row are left out; without it, nothing is exported then. `raw`: see `Writing`.
    """

    form: ExportFormat
    photos: bool = False
    keep_exif: bool = False
    leave_out_damaged: bool = False
    raw: bool = False

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
    """Export to the file or folder `out`. Raises `LabelError` if `out` exists and may not be replaced.

    `DamagedLabels`, `LibraryError`, `OSError`, `Cancelled`: `out` is unchanged then.
    """
    token = cancel or CancelToken()
    if wish.is_folder:
        bring_back(out)
        _refuse_folder(out, force=force)
    else:
        refuse_existing(out, force=force)
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
        return labelled_photos(file, cancel, told, without=without)

    def write(beside: Path) -> None:
        nonlocal done
        done = wish.form.write(Writing(file, beside, None, photos, without, cancel, told, wish.raw))
        refuse_existing(out, force=force)

    write_whole(out, write)
    return Exported(done.labels, done.left_out)


def _fill(
    file: LabelFile, out: Path, wish: ExportRequest, without: Set[str], cancel: CancelToken, told: Told | None
) -> Exported:
    photos: Sequence[LabelledPhoto] = labelled_photos(file, cancel, without=without)
    missing: tuple[str, ...] = ()
    if wish.photos:
        written = write_photos(file, photos, out, keep_exif=wish.keep_exif, cancel=cancel, told=told)
        photos, missing = written.photos, written.missing
    form = wish.form
    place = out if form.is_folder else out / form.value.file
    # The progress counts copied photos if there are any, else what the format itself writes.
    heard = None if wish.photos or not form.is_folder else told
    done = form.write(Writing(file, place, out, lambda: photos, without, cancel, heard, wish.raw))
    mark = {"made_by": "karuta", "format": form.value.name, "labels": done.labels}
    (out / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")
    return Exported(done.labels, done.left_out, missing, done.lost)


def _refuse_folder(out: Path, *, force: bool) -> None:
    if out.exists() and not force:
        raise LabelError("{out} already exists; choose another name, or replace it with --force.", out=out)
    if out.exists() and not (out / MARK).is_file():
        raise LabelError(
            ("{out} is not a folder that Karuta exported, so it is not replaced; choose another name."), out=out
        )
