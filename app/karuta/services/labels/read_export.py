"""Reads an export of labels back, CSV or JSON Lines, row by row.

A row that cannot be used is reported, never repaired.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from karuta.domain.card import CardKey
from karuta.domain.file_names import unguarded
from karuta.domain.finish import FINISHES, NO_SLAB, Slab
from karuta.domain.journal import ExportedLabel, NamedPlace, SkippedLabel
from karuta.domain.label import (
    LABELS,
    NAMES_A_CARD,
    NAMES_A_GAME,
    Kind,
    LabelError,
    Points,
    Remarks,
    annotator_name,
    as_points,
    note_text,
)
from karuta.domain.printing.answer import MadeOut, PrintingAnswer, PrintingVerdict, kept_text
from karuta.domain.shape import Misshapen, parsed, shaped
from karuta.domain.sighting import CornersError, as_corners
from karuta.domain.truth import TruthError
from karuta.lines import TOO_LONG, lines_of
from karuta.services.evaluation.read_truth import CARD_ID, KIND, PHOTO, PHOTO_HASH, file_rows, rows_of

JSON_SUFFIXES = frozenset((".jsonl", ".ndjson", ".json"))
KINDS = LABELS - {Kind.WITHDRAW}
# Rows of their own, for photos without a label.
_REMARKS = {Kind.FLAG, Kind.NOTE}
_SHA256 = re.compile("[0-9a-f]{64}")
# What no spreadsheet changes; a person who types it may put spaces around it.
_PLAIN = frozenset((PHOTO_HASH, KIND, "sighting", "corners", "time", "flag"))
# Only JSON Lines have it; a column of that name is somebody's own.
_NO_CELLS = frozenset(("places",))
# A spreadsheet may write it in its own way.
_FLAGGED = frozenset(("1", "true", "TRUE"))


@dataclass(frozen=True)
class ExportRead:
    """The usable rows, and the others with the reason for each."""

    rows: tuple[ExportedLabel, ...]
    skipped: tuple[SkippedLabel, ...]


@dataclass(frozen=True)
class _UncheckedRow:
    """A row in the form of JSON Lines."""

    kind: str
    photo: str = ""
    photo_sha256: str | None = None
    sighting: int | None = None
    corners: tuple[tuple[float, ...], ...] | None = None
    game: str | None = None
    card_id: str | None = None
    name: str | None = None
    printing: str | None = None
    annotator: str | None = None
    time: str | None = None
    batch: str | None = None
    listing: str | None = None
    imported_from: str | None = None
    flag: bool = False
    note: str | None = None
    printing_read: str | None = None
    printing_verdict: str | None = None
    finish: str | None = None
    slab_company: str | None = None
    slab_grade: str | None = None
    slab_number: str | None = None
    places: tuple[NamedPlace, ...] = ()


class _RowRefused(ValueError):  # noqa: N818 - the condition is the point
    """Why a row cannot be used."""


def is_export(path: Path) -> bool:
    """Whether a file is an export of labels and not a truth file. Raises `TruthError` for one that cannot be read.

    JSON Lines are exports. A CSV file is one if it has the columns `kind` and `photo_sha256`, or, without the photos'
    hashes, if all its kinds are those of labels. A truth file may have a condition called `kind`.
    """
    if path.suffix.lower() in JSON_SUFFIXES:
        return True
    rows = rows_of(path)
    _, columns = next(rows, (1, []))
    if KIND not in columns:
        return False
    if PHOTO_HASH in columns:
        return True
    at = columns.index(KIND)
    kinds = {cells[at].strip() if len(cells) > at else "" for _, cells in rows}
    return bool(kinds) and all(kind in {known_kind.value for known_kind in KINDS} for kind in kinds)


def read_export(path: Path) -> ExportRead:
    """Every row of an export. Raises `TruthError` for a file that cannot be read at all."""
    rows: list[ExportedLabel] = []
    skipped: list[SkippedLabel] = []
    is_json = path.suffix.lower() in JSON_SUFFIXES
    for line, row in _json_lines(path) if is_json else _csv_lines(path):
        try:
            if isinstance(row, Exception):
                raise row
            rows.append(_checked(line, row))
        except (_RowRefused, Misshapen, LabelError) as error:
            photo = row.photo if isinstance(row, _UncheckedRow) else ""
            skipped.append(SkippedLabel(line, photo, str(getattr(error, "sentence", error)).rstrip(".")))
    return ExportRead(tuple(rows), tuple(skipped))


def _json_lines(path: Path) -> Iterator[tuple[int, _UncheckedRow | Exception]]:
    try:
        with path.open("rb") as file:
            for line in lines_of(file):
                if line.data is None:
                    yield line.number, _RowRefused(f"the line is {TOO_LONG}")
                elif line.data.strip():
                    yield line.number, _parsed(line.data)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TruthError(f"The label file {path} cannot be read ({reason}); mend that and try again.") from error


def _parsed(data: bytes) -> _UncheckedRow | Exception:
    try:
        return shaped(parsed(data), _UncheckedRow)
    except Misshapen as error:
        return error


def _csv_lines(path: Path) -> Iterator[tuple[int, _UncheckedRow | Exception]]:
    columns: list[str] | None = None
    for begins, cells in file_rows(path):
        if isinstance(cells, csv.Error):
            if columns is None:
                raise TruthError(f"{path.name} line {begins} is not CSV ({cells}); check the quotes there.") from cells
            yield begins, _RowRefused(f"it is not CSV ({cells}); check the quotes there")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns = _columns([cell.strip() for cell in cells], path.name)
        elif any(cells[len(columns) :]):
            yield begins, _RowRefused(f"it has {len(cells)} cells for {len(columns)} columns")
        else:
            yield begins, _of_cells(dict(zip(columns, cells, strict=False)))


def _columns(columns: list[str], file: str) -> list[str]:
    for required in (PHOTO, CARD_ID):
        if required not in columns:
            raise TruthError(f"{file} has no column `{required}`; export the labels again and leave its columns in.")
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        raise TruthError(f"{file} has the column `{twice}` twice; rename one of them.")
    return columns


def _of_cells(cells: Mapping[str, str]) -> _UncheckedRow | Exception:
    """In the form of JSON Lines: an empty cell is left out, and the apostrophes against formulas are removed."""
    texts = {name: cell.strip() if name in _PLAIN else unguarded(cell) for name, cell in cells.items()}
    row: dict[str, object] = {name: text for name, text in texts.items() if text and name not in _NO_CELLS}
    row[KIND] = texts.get(KIND, "")
    row["flag"] = texts.get("flag") in _FLAGGED
    try:
        row["sighting"] = _number(texts.get("sighting"))
        row["corners"] = _corners(texts.get("corners"))
        return shaped(row, _UncheckedRow)
    except (_RowRefused, Misshapen) as error:
        return error


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise _RowRefused(f"`{text}` is not the number of a card")
    return int(text)


def _corners(text: str | None) -> list[list[float]] | None:
    if not text:
        return None
    try:
        numbers = [float(number) for number in text.split()]
    except ValueError as error:
        raise _RowRefused("not all of its corners are numbers") from error
    return [numbers[at : at + 2] for at in range(0, len(numbers), 2)]


def _checked(line: int, row: _UncheckedRow) -> ExportedLabel:
    """The checked row. Raises `_RowRefused` and `LabelError`."""
    kind = _kind(row.kind)
    sha256 = row.photo_sha256.lower() if row.photo_sha256 else None
    if sha256 is not None and not _SHA256.fullmatch(sha256):
        raise _RowRefused("its photo_sha256 is not a SHA-256")
    if sha256 is None and not row.photo:
        raise _RowRefused("it names no photo")
    corners = _as_corners(row)
    if kind in _REMARKS and corners is not None:
        raise _RowRefused(f"a {kind} is about the whole photo, and it names corners")
    if row.card_id and kind not in NAMES_A_CARD:
        raise _RowRefused(f"a label `{kind}` names no card, and it names {row.card_id}")
    if not row.card_id and kind in NAMES_A_CARD:
        raise _RowRefused(f"a label `{kind}` names a card, and its card_id is empty")
    return ExportedLabel(
        line=line,
        photo=row.photo,
        photo_sha256=sha256,
        number=row.sighting,
        corners=corners,
        kind=kind,
        card=CardKey(row.game, row.card_id) if row.game and row.card_id else None,
        bare_id=row.card_id if row.card_id and not row.game else None,
        name=row.name or None,
        printing=row.printing,
        finish=row.finish if row.finish in FINISHES and kind in NAMES_A_CARD else None,
        annotator=annotator_name(row.annotator) if row.annotator else None,
        time=_time(row.time),
        batch=row.batch,
        listing=row.listing,
        imported_from=row.imported_from or None,
        places=row.places,
        game=row.game or None if kind in NAMES_A_GAME else None,
        remarks=Remarks(row.flag, note_text(row.note or "")),
        print_read=_print_read(row),
    )


def _print_read(row: _UncheckedRow) -> str | None:
    """The print as it was made out and an event keeps it; None where the row does not say."""
    slab = Slab(row.slab_company, row.slab_grade, row.slab_number)
    if row.printing_verdict not in set(PrintingVerdict):
        return None
    read = MadeOut(set_code=row.printing_read)
    seen = None if slab == NO_SLAB else slab
    return kept_text(PrintingAnswer(PrintingVerdict(row.printing_verdict), read=read, slab=seen))


def _kind(text: str) -> Kind:
    if text not in {kind.value for kind in KINDS | _REMARKS}:
        raise _RowRefused(f"its kind is `{text}`, and a label is {', '.join(sorted(KINDS))}")
    return Kind(text)


def _as_corners(row: _UncheckedRow) -> Points | None:
    if row.corners is None:
        if row.sighting is not None:
            raise _RowRefused(f"it names sighting {row.sighting} and not where that is: its corners are missing")
        return None
    if row.sighting is not None and row.sighting < 1:
        raise _RowRefused("sightings count from 1")
    try:
        if [len(point) for point in row.corners] != [2, 2, 2, 2]:
            raise CornersError("corners are eight numbers: x y of top-left, top-right, bottom-right, bottom-left")
        return as_points(as_corners(row.corners).tolist())
    except CornersError as error:
        raise _RowRefused(str(error)) from error


def _time(text: str | None) -> str | None:
    """The time as stored: ISO 8601 UTC, with milliseconds. A time without a zone counts as UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _RowRefused(f"`{text}` is not a time") from error
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
