"""Writes the current labels to a file, for spreadsheets or for programs. Changes nothing in the library.

A photo's flag and note stand in each row of its labels. Of a photo without a label, JSON Lines has each in a row of its
own; a table has exactly one row per current label.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from functools import partial
from typing import IO, Any

from karuta.domain.file_names import written as written_row
from karuta.domain.label import NO_REMARKS, Label, Points, Remarks, corners_text
from karuta.domain.shape import Plain
from karuta.services.exports.formats import Exported, Writing
from karuta.services.labels.open_labels import labels_in_portions
from karuta.store.current_labels import remarked_photos, remarks_of, standing_remarks
from karuta.store.label_file import LabelFile
from karuta.store.merge import own_events
from karuta.store.photos import arrivals_of

COLUMNS = (
    "photo",
    "photo_sha256",
    "sighting",
    "corners",
    "kind",
    "game",
    "card_id",
    "name",
    "printing",
    "annotator",
    "time",
    "batch",
    "listing",
    "model",
    "imported_from",
)
REMARKS = ("flag", "note")
"""Columns that both formats have after them, of the photo."""
ADDED = ("printing_read", "printing_verdict", "disputed", "finish", "slab_company", "slab_grade", "slab_number")
"""After those: what was made out of the card's print; 1 where people disagree, else empty; the finish that a person
said; what was read on a slab. New columns come last.
"""


def write_csv(writing: Writing) -> Exported:
    return _rows(writing, partial(_write_csv, raw=writing.raw), encoding="utf-8-sig")


def write_jsonl(writing: Writing) -> Exported:
    return _rows(
        writing, partial(_write_jsonl, without=writing.without, with_remarks=not writing.game), encoding="utf-8"
    )


def write_events(writing: Writing) -> Exported:
    """Every event with its seal, one a line, as `karuta labels merge` takes them; how many there are."""
    count = 0
    with writing.out.open("wb") as out:
        for line in own_events(writing.file, without=writing.without):
            writing.cancel.check()
            out.write(line)
            count += 1
    return Exported(count)


def _rows(
    writing: Writing, write: Callable[[IO[str], LabelFile, Iterator[list[Label]]], int], *, encoding: str
) -> Exported:
    portions = labels_in_portions(
        writing.file, writing.cancel, writing.told, without=writing.without, game=writing.game
    )
    with writing.out.open("w", encoding=encoding, errors="backslashreplace", newline="") as text:
        return Exported(write(text, writing.file, portions))


def _write_csv(text: IO[str], file: LabelFile, portions: Iterator[list[Label]], *, raw: bool) -> int:
    count = 0
    writer = csv.writer(text)
    writer.writerow(written_row((*COLUMNS, *REMARKS, *ADDED), raw=raw))
    for labels in portions:
        remarks = remarks_of(file, list({label.photo_sha256 for label in labels}))
        for label in labels:
            cells = _cells(label, remarks.get(label.photo_sha256, NO_REMARKS))
            writer.writerow(written_row(cells, raw=raw))
        count += len(labels)
    return count


def _write_jsonl(
    text: IO[str], file: LabelFile, portions: Iterator[list[Label]], *, without: Set[str], with_remarks: bool
) -> int:
    count = 0
    labelled: set[str] = set()
    for labels in portions:
        _write_lines(text, file, labels)
        labelled |= {label.photo_sha256 for label in labels}
        count += len(labels)
    for photo in remarked_photos(file) if with_remarks else ():
        if photo not in labelled and photo not in without:
            _write_lines(text, file, standing_remarks(file, photo))
    return count


def _write_lines(text: IO[str], file: LabelFile, labels: Sequence[Label]) -> None:
    for line in rows_json(file, labels):
        text.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")


@dataclass(frozen=True, repr=False)
class LabelResult(Plain):
    """The current label of a sighting, or of a whole photo (`sighting` None)."""

    photo: str
    photo_sha256: str
    sighting: int | None
    corners: Points | None
    kind: str
    game: str | None
    card_id: str | None
    name: str | None
    printing: str | None
    annotator: str
    time: str
    batch: str | None
    listing: str | None
    model: str | None
    imported_from: str | None
    flag: bool
    note: str | None
    printing_read: str | None
    printing_verdict: str | None
    disputed: int | None
    finish: str | None
    slab_company: str | None
    slab_grade: str | None
    slab_number: str | None
    places: tuple[Mapping[str, Any], ...]

    def __repr__(self) -> str:
        return f"<Label {self.photo}: {self.name or self.kind}, by {self.annotator}>"


def rows_json(file: LabelFile, labels: Sequence[Label]) -> Iterator[dict[str, Any]]:
    """The lines of JSON Lines about these labels; `LabelResult` has their keys."""
    photos = list({label.photo_sha256 for label in labels})
    places, remarks = arrivals_of(file, photos), remarks_of(file, photos)
    for label in labels:
        line = _values(label, remarks.get(label.photo_sha256, NO_REMARKS))
        line["places"] = [asdict(place) for place in places.get(label.photo_sha256, ())]
        yield line


def _values(label: Label, remarks: Remarks) -> dict[str, Any]:
    """By column, what both formats have of a label."""
    of_photo = dict(zip(REMARKS, (remarks.is_flagged, remarks.note), strict=True))
    return as_json(label) | of_photo | added_json(label)


def _cells(label: Label, remarks: Remarks) -> Sequence[object]:
    values = _values(label, remarks)
    values["corners"] = corners_text(label.corners)
    values["flag"] = "1" if remarks.is_flagged else None
    return ["" if value is None else value for value in values.values()]


def added_json(label: Label) -> dict[str, Any]:
    disputed, slab = 1 if label.is_disputed else None, vars(label.slab).values()
    values = (label.printing_read, label.printing_verdict, disputed, label.finish, *slab)
    return dict(zip(ADDED, values, strict=True))


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
