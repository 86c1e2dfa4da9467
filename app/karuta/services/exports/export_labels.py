"""Writes the current labels to a file, for spreadsheets or for programs. Changes nothing in the library.

The file is written beside its place, flushed and renamed: the old file or the new one, never half of one.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

from karuta.domain.cancel import CancelToken
from karuta.domain.label import Label, LabelError, corners_text
from karuta.domain.spreadsheet import written as written_row
from karuta.files import write_whole, written_over
from karuta.services.exports.formats import ExportFormat, Writing, Written
from karuta.services.labels.labelled_photos import Told, labels_in_portions
from karuta.store.label_file import LabelFile
from karuta.store.photos import arrivals_of

COLUMNS = (
    *("photo", "photo_sha256", "sighting", "corners", "kind", "game", "card_id", "name", "printing"),
    *("annotator", "time", "batch", "listing", "model", "imported_from"),
)


def export_labels(
    file: LabelFile,
    out: Path,
    *,
    form: ExportFormat,
    force: bool = False,
    without: Set[str] = frozenset(),
    cancel: CancelToken | None = None,
    told: Told | None = None,
) -> int:
    """Write one row per current label. Returns how many. `without`: photos to leave out.

    Raises `LabelError` if `out` exists and `force` is false, `LibraryError`, `OSError` (`out` is unchanged then), and
    `Cancelled`.
    """
    refuse_existing(out, force=force)
    written = Written(0)

    def write(beside: Path) -> None:
        nonlocal written
        written = form.write(Writing(file, beside, None, tuple, without, cancel or CancelToken(), told))
        refuse_existing(out, force=force)

    write_whole(out, write)
    return written.labels


def write_csv(writing: Writing) -> Written:
    return _rows(writing, partial(_write_csv, raw=writing.raw), encoding="utf-8-sig")


def write_jsonl(writing: Writing) -> Written:
    return _rows(writing, _write_jsonl, encoding="utf-8")


def _rows(
    writing: Writing, write: Callable[[IO[str], LabelFile, Iterator[list[Label]]], int], *, encoding: str
) -> Written:
    portions = labels_in_portions(writing.file, writing.cancel, writing.told, without=writing.without)
    with writing.out.open("w", encoding=encoding, errors="backslashreplace", newline="") as text:
        return Written(write(text, writing.file, portions))


def refuse_existing(out: Path, *, force: bool) -> None:
    if out.is_dir():
        raise LabelError("{out} is a folder; choose a file to export to.", out=out)
    written_over(out)
    if not force and out.exists():
        raise LabelError("{out} already exists; choose another name, or replace it with --force.", out=out)


def _write_csv(text: IO[str], file: LabelFile, portions: Iterator[list[Label]], *, raw: bool) -> int:
    del file
    count = 0
    writer = csv.writer(text)
    writer.writerow(written_row(COLUMNS, raw=raw))
    for labels in portions:
        writer.writerows(written_row(_cells(label), raw=raw) for label in labels)
        count += len(labels)
    return count


def _write_jsonl(text: IO[str], file: LabelFile, portions: Iterator[list[Label]]) -> int:
    count = 0
    for labels in portions:
        places = arrivals_of(file, list({label.photo_sha256 for label in labels}))
        for label in labels:
            line = as_json(label) | {"places": [asdict(place) for place in places.get(label.photo_sha256, ())]}
            text.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
        count += len(labels)
    return count


def _cells(label: Label) -> Sequence[object]:
    values = as_json(label)
    values["corners"] = corners_text(label.corners)
    return ["" if value is None else value for value in values.values()]


def as_json(label: Label) -> dict[str, Any]:
    """One row of JSON Lines: the keys of `COLUMNS`, corners as in a lookup. A whole file of them also has `places`."""
    game, card_id = label.card or (label.game, None)
    return {
        "photo": label.photo,
        "photo_sha256": label.photo_sha256,
        "sighting": label.sighting,
        "corners": None if label.corners is None else [list(point) for point in label.corners],
        "kind": label.kind.value,
        "game": game,
        "card_id": card_id,
        "name": label.name,
        "printing": label.printing,
        "annotator": label.annotator,
        "time": label.time,
        "batch": label.batch,
        "listing": label.listing,
        "model": label.model,
        "imported_from": label.imported_from,
    }
