"""Writes the crops of labelled sightings, one folder per card. Changes nothing in the library."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.file_names import NamesTaken, safe_name
from karuta.domain.label import Kind, Label, LabelledPhoto
from karuta.services.exports.export_labels import as_json
from karuta.services.exports.formats import Told, Writing, Written
from karuta.services.library.keeping.crops import FindCrop, crops_for_reading, left_out
from karuta.store.label_file import LabelFile
from karuta.store.photos import crops_of
from karuta.store.picture_files import CROP_SUFFIX

LIST = "labels.jsonl"
_KINDS = {Kind.UNKNOWN: "_not in the catalogue", Kind.UNREADABLE: "_unreadable", Kind.BACK: "_back of a card"}


def write_folders(writing: Writing) -> Written:
    photos = writing.photos()
    with crops_for_reading(writing.file) as crops:
        count = write_crops(
            writing.file, photos, writing.out, find_crop=crops.find, cancel=writing.cancel, told=writing.told
        )
    left = sum(len(photo.labels) for photo in photos) - count - len(crops.lost)
    return Written(count, left, left_out(crops.lost.values()))


def write_crops(
    file: LabelFile,
    photos: Sequence[LabelledPhoto],
    out: Path,
    *,
    find_crop: FindCrop,
    cancel: CancelToken,
    told: Told | None = None,
) -> int:
    """Each crop, lossless as stored, in its card's folder; `labels.jsonl` has a line for each. Returns how many.

    A sighting without a crop (the label came without its picture, or the crop is lost) is skipped. Raises `OSError`,
    `Cancelled`.
    """
    count = 0
    names = _Folders()
    with (out / LIST).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as lines:
        for number, photo in enumerate(photos, start=1):
            cancel.check()
            for label, crop in _crops(file, photo, find_crop):
                place = names.place_for(label, photo)
                (out / place).parent.mkdir(exist_ok=True)
                shutil.copyfile(crop, out / place)
                line = {"file": place} | as_json(label)
                lines.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
                count += 1
            if told:
                told(number, len(photos))
    return count


class _Folders:
    """Where each crop goes, relative to the export: unique names that are valid on every system."""

    def __init__(self) -> None:
        self._folders: dict[CardKey, str] = {}
        self._taken = NamesTaken("photos", *_KINDS.values())
        self._files: dict[str, NamesTaken] = {}

    def place_for(self, label: Label, photo: LabelledPhoto) -> str:
        folder = self._folder(label)
        stem = safe_name(PurePath(label.photo).stem, otherwise=photo.sha256[:12])
        name = self._files.setdefault(folder, NamesTaken()).free(f"{stem}-{label.sighting or 1}")
        return f"{folder}/{name}{CROP_SUFFIX}"

    def _folder(self, label: Label) -> str:
        if label.card is None:
            return _KINDS[label.kind]
        if label.card not in self._folders:
            name = safe_name(f"{label.card.card_id} {label.name or ''}", otherwise="card")
            self._folders[label.card] = self._taken.free(name)
        return self._folders[label.card]


def _crops(file: LabelFile, photo: LabelledPhoto, find_crop: FindCrop) -> Iterator[tuple[Label, Path]]:
    crops = crops_of(file, [label.sighting_id for label in photo.in_view])
    for label in photo.in_view:
        found = find_crop(crops[label.sighting_id]) if label.sighting_id in crops else None
        if found is not None:
            yield label, found.path
