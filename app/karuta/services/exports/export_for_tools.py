"""Labels for tools that draw and train: COCO's object detection format, Label Studio's tasks, crops by card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any
from xml.sax.saxutils import quoteattr

import numpy as np

from karuta import clock
from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.file_names import NamesTaken, safe_name
from karuta.domain.label import NOT_A_CARD, Kind, Label, LabelledPhoto, card_titles, outline
from karuta.domain.sighting import area
from karuta.services.exports.export_labels import added_json, as_json
from karuta.services.exports.formats import Exported, Told, Writing
from karuta.services.library.keeping.crops import FindCrop, crops_for_reading, left_out
from karuta.store.label_file import LabelFile
from karuta.store.photos import crops_of
from karuta.store.picture_files import CROP_SUFFIX


def write_json(value: object, out: Path) -> None:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    out.write_text(text, encoding="utf-8", errors="backslashreplace")


def in_view(photos: Sequence[LabelledPhoto]) -> Exported:
    """How many labels are about a card in view, in a photo of known size; the others are left out."""
    written = sum(len(photo.in_view) for photo in photos if photo.size is not None)
    return Exported(written, sum(len(photo.labels) for photo in photos) - written)


_NOT_A_CARD = {Kind.UNKNOWN: "not in the catalogue", Kind.UNREADABLE: "unreadable", Kind.BACK: "back of a card"}


def write_coco(writing: Writing) -> Exported:
    photos = writing.photos()
    write_json(coco(photos, made=clock.now().isoformat(timespec="seconds")), writing.out)
    return in_view(photos)


def coco(photos: Sequence[LabelledPhoto], *, made: str) -> dict[str, Any]:
    """One category per card, one annotation per labelled sighting. Photos without a known size are left out.

    Outlines are as labelled and may extend beyond a photo's edge; boxes are clipped to it, as COCO's readers expect.
    """
    sized = [photo for photo in photos if photo.size is not None]
    titles = card_titles(sized)
    kinds = [kind for kind in NOT_A_CARD if any(label.kind is kind for photo in sized for label in photo.in_view)]
    numbers: dict[object, int] = {key: number for number, key in enumerate([*titles, *kinds], start=1)}
    categories = [
        {"id": numbers[card], "name": title, "supercategory": card.game, "game": card.game, "card_id": card.card_id}
        for card, title in titles.items()
    ]
    categories += [
        {"id": numbers[kind], "name": _NOT_A_CARD[kind], "supercategory": "karuta", "kind": kind.value}
        for kind in kinds
    ]
    annotations: list[dict[str, Any]] = []
    for image, photo in enumerate(sized, start=1):
        for label in photo.in_view:
            about = {"id": len(annotations) + 1, "image_id": image, "category_id": numbers[label.card or label.kind]}
            annotations.append(about | _shape(label, photo.size) | _attributes(label))
    return {
        "info": {"description": "Labels of trading cards, exported by Karuta", "version": "1", "date_created": made},
        "licenses": [],
        "images": [_image(number, photo) for number, photo in enumerate(sized, start=1)],
        "annotations": annotations,
        "categories": categories,
    }


def _image(number: int, photo: LabelledPhoto) -> dict[str, Any]:
    assert photo.size is not None
    width, height = photo.size
    whole = next((label.kind.value for label in photo.labels if label.corners is None), None)
    return {
        "id": number,
        "file_name": photo.file,
        "width": width,
        "height": height,
        "photo_sha256": photo.sha256,
        "batch": photo.labels[0].batch,
        "listing": photo.labels[0].listing,
        "whole_photo": whole,
    }


def _shape(label: Label, size: tuple[int, int] | None) -> dict[str, Any]:
    assert label.corners is not None and size is not None
    left, top, right, bottom = outline(label.corners)
    inside = (max(0.0, left), max(0.0, top), min(float(size[0]), right), min(float(size[1]), bottom))
    if inside[2] <= inside[0] or inside[3] <= inside[1]:  # all of it lies outside the photo
        inside = (left, top, right, bottom)
    return {
        "bbox": [_cut(inside[0]), _cut(inside[1]), _cut(inside[2] - inside[0]), _cut(inside[3] - inside[1])],
        "segmentation": [[value for point in label.corners for value in point]],
        "area": _cut(area(np.array(label.corners))),
        "iscrowd": 0,
    }


def _attributes(label: Label) -> dict[str, Any]:
    return {
        "sighting": label.sighting,
        "kind": label.kind.value,
        "printing": label.printing,
        "annotator": label.annotator,
        "time": label.time,
        **added_json(label),
    }


def _cut(value: float) -> float:
    return round(value, 2)


_WORDS = {
    Kind.CONFIRM: "card",
    Kind.UNKNOWN: "not in the catalogue",
    Kind.UNREADABLE: "unreadable",
    Kind.BACK: "back of a card",
}


def write_tasks(writing: Writing) -> Exported:
    """If the export is a folder, the interface is written with the tasks."""
    photos = writing.photos()
    write_json(tasks(photos, writing.beside), writing.out)
    if writing.beside is not None:
        (writing.beside / "config.xml").write_text(config(photos), encoding="utf-8", errors="backslashreplace")
    return in_view(photos)


def tasks(photos: Sequence[LabelledPhoto], folder: Path | None = None) -> list[dict[str, Any]]:
    """One task for each photo with a known size. `config` is the labelling interface for them.

    `folder`: of the export. `picture` is where Label Studio serves its photos, once that folder is the root of its
    local files.
    """
    sized = [photo for photo in photos if photo.size is not None]
    titles = card_titles(sized)
    return [
        {
            "id": number,
            "data": {
                "image": photo.file,
                "picture": _served(photo.file, folder),
                "photo_sha256": photo.sha256,
                "batch": photo.labels[0].batch,
                "listing": photo.labels[0].listing,
            },
            "annotations": [
                {
                    "id": number,
                    "result": [
                        result
                        for label in photo.in_view
                        for result in _results(label, photo, titles[label.card] if label.card else None)
                    ],
                    "was_cancelled": False,
                    "ground_truth": False,
                    "created_at": max(label.time for label in photo.labels),
                }
            ],
        }
        for number, photo in enumerate(sized, start=1)
    ]


def _served(name: str, folder: Path | None) -> str:
    """A photo's copy is called by its hash, so nothing in its address needs quoting."""
    return f"/data/local-files/?d={name}" if folder is not None and (folder / name).is_file() else name


def config(photos: Sequence[LabelledPhoto]) -> str:
    """The labelling interface, with the cards that the tasks name."""
    titles = card_titles([photo for photo in photos if photo.size is not None])
    games = sorted({card.game for card in titles})
    lines = ["<View>", '  <Image name="image" value="$picture"/>', '  <PolygonLabels name="corners" toName="image">']
    lines += [f"    <Label value={quoteattr(word)}/>" for word in _WORDS.values()]
    lines += ["  </PolygonLabels>", '  <Taxonomy name="card" toName="image" perRegion="true">']
    for game in games:
        lines.append(f"    <Choice value={quoteattr(game)}>")
        lines += [f"      <Choice value={quoteattr(title)}/>" for card, title in titles.items() if card.game == game]
        lines.append("    </Choice>")
    return "\n".join([*lines, "  </Taxonomy>", "</View>", ""])


def _results(label: Label, photo: LabelledPhoto, title: str | None) -> list[dict[str, Any]]:
    """A region, and which card it is under the same id."""
    assert label.corners is not None and photo.size is not None
    width, height = photo.size
    region = {
        "id": label.event_id.replace("-", ""),
        "to_name": "image",
        "original_width": width,
        "original_height": height,
        "image_rotation": 0,
    }
    shape = {"points": [[100 * x / width, 100 * y / height] for x, y in label.corners], "closed": True}
    polygon = {
        "from_name": "corners",
        "type": "polygonlabels",
        "value": shape | {"polygonlabels": [_WORDS[label.kind]]},
    }
    if label.card is None:
        return [region | polygon]
    card = {"from_name": "card", "type": "taxonomy", "value": shape | {"taxonomy": [[label.card.game, title]]}}
    return [region | polygon, region | card]


LIST = "labels.jsonl"
_KINDS = {Kind.UNKNOWN: "_not in the catalogue", Kind.UNREADABLE: "_unreadable", Kind.BACK: "_back of a card"}


def write_folders(writing: Writing) -> Exported:
    photos = writing.photos()
    with crops_for_reading(writing.file) as crops:
        count = write_crops(
            writing.file, photos, writing.out, find_crop=crops.find, cancel=writing.cancel, told=writing.told
        )
    left = sum(len(photo.labels) for photo in photos) - count - len(crops.lost)
    return Exported(count, left, lost=left_out(crops.lost.values()))


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
                line = {"file": place} | as_json(label) | added_json(label)
                lines.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
                count += 1
            if told:
                told(number, len(photos))
    return count


class _Folders:
    """The place of each crop, relative to the export: unique names that are valid on every system."""

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
        crop = find_crop(crops[label.sighting_id]) if label.sighting_id in crops else None
        if crop is not None:
            yield label, crop.path
