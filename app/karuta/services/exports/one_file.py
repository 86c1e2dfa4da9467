"""Shared by formats that write the cards in view into one JSON file. Knows no format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from karuta.domain.label import LabelledPhoto
from karuta.services.exports.formats import Written


def write_json(value: object, out: Path) -> None:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    out.write_text(text, encoding="utf-8", errors="backslashreplace")


def in_view(photos: Sequence[LabelledPhoto]) -> Written:
    """How many labels are about a card in view, in a photo of known size; the others are left out."""
    written = sum(len(photo.in_view) for photo in photos if photo.size is not None)
    return Written(written, sum(len(photo.labels) for photo in photos) - written)
