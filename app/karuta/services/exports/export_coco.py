"""Labels as COCO's object detection format: a box, an outline of four corners and a card for each. Writes no file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from karuta.domain.label import NOT_A_CARD, Kind, Label, LabelledPhoto, card_titles, outline
from karuta.domain.sighting import area
from karuta.services.exports.formats import Writing, Written
from karuta.services.exports.one_file import in_view, write_json

_NOT_A_CARD = {Kind.UNKNOWN: "not in the catalogue", Kind.UNREADABLE: "unreadable", Kind.BACK: "back of a card"}


def write_coco(writing: Writing) -> Written:
    photos = writing.photos()
    write_json(coco(photos, made=datetime.now(UTC).isoformat(timespec="seconds")), writing.out)
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
            annotations.append(about | _shape(label, photo.size) | _said(label))
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


def _said(label: Label) -> dict[str, Any]:
    return {
        "sighting": label.sighting,
        "kind": label.kind.value,
        "printing": label.printing,
        "annotator": label.annotator,
        "time": label.time,
    }


def _cut(value: float) -> float:
    return round(value, 2)
