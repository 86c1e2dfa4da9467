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
# A spreadsheet may write it in its own way.
_FLAGGED = frozenset(("1", "true", "TRUE"))


@dataclass(frozen=True)
class ExportRead:
    """The usable rows, and the others with the reason for each."""

    rows: tuple[ExportedLabel, ...]
    skipped: tuple[SkippedLabel, ...]


@dataclass(frozen=True)
class _Said:
    """A row in the form of JSON Lines, before it is checked."""

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
    return bool(kinds) and all(kind in {known.value for known in KINDS} for kind in kinds)


def read_export(path: Path) -> ExportRead:
    """Every row of an export. Raises `TruthError` for a file that cannot be read at all."""
    rows: list[ExportedLabel] = []
    skipped: list[SkippedLabel] = []
    is_json = path.suffix.lower() in JSON_SUFFIXES
    for line, said in _json_lines(path) if is_json else _csv_lines(path):
        try:
            if isinstance(said, Exception):
                raise said
            rows.append(_row(line, said))
        except (_RowRefused, Misshapen, LabelError) as error:
            photo = said.photo if isinstance(said, _Said) else ""
            skipped.append(SkippedLabel(line, photo, str(getattr(error, "sentence", error)).rstrip(".")))
    return ExportRead(tuple(rows), tuple(skipped))


def _json_lines(path: Path) -> Iterator[tuple[int, _Said | Exception]]:
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


def _parsed(data: bytes) -> _Said | Exception:
    try:
        return shaped(parsed(data), _Said)
    except Misshapen as error:
        return error


def _csv_lines(path: Path) -> Iterator[tuple[int, _Said | Exception]]:
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


def _of_cells(cells: Mapping[str, str]) -> _Said | Exception:
    """In the form of JSON Lines: an empty cell is left out, and the apostrophes against formulas are removed."""
    texts = {name: cell.strip() if name in _PLAIN else unguarded(cell) for name, cell in cells.items()}

    def text(name: str) -> str | None:
        return texts.get(name) or None

    try:
        return _Said(
            kind=texts.get(KIND, ""),
            photo=texts.get(PHOTO, ""),
            photo_sha256=text(PHOTO_HASH),
            sighting=_number(text("sighting")),
            corners=_corners(text("corners")),
            game=text("game"),
            card_id=text(CARD_ID),
            name=text("name"),
            printing=text("printing"),
            annotator=text("annotator"),
            time=text("time"),
            batch=text("batch"),
            listing=text("listing"),
            imported_from=text("imported_from"),
            flag=text("flag") in _FLAGGED,
            note=text("note"),
            printing_read=text("printing_read"),
            printing_verdict=text("printing_verdict"),
        )
    except _RowRefused as error:
        return error


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise _RowRefused(f"`{text}` is not the number of a card")
    return int(text)


def _corners(text: str | None) -> tuple[tuple[float, ...], ...] | None:
    if text is None:
        return None
    try:
        numbers = [float(number) for number in text.split()]
    except ValueError as error:
        raise _RowRefused("not all of its corners are numbers") from error
    return tuple(zip(numbers[::2], [*numbers, 0.0][1::2], strict=False)) if len(numbers) == 8 else ((),)


def _row(line: int, said: _Said) -> ExportedLabel:
    """The checked row. Raises `_RowRefused` and `LabelError`."""
    kind = _kind(said.kind)
    sha256 = said.photo_sha256.lower() if said.photo_sha256 else None
    if sha256 is not None and not _SHA256.fullmatch(sha256):
        raise _RowRefused("its photo_sha256 is not a SHA-256")
    if sha256 is None and not said.photo:
        raise _RowRefused("it names no photo")
    corners = _as_corners(said)
    if kind in _REMARKS and corners is not None:
        raise _RowRefused(f"a {kind} is about the whole photo, and it names corners")
    if said.card_id and kind not in NAMES_A_CARD:
        raise _RowRefused(f"a label `{kind}` names no card, and it names {said.card_id}")
    if not said.card_id and kind in NAMES_A_CARD:
        raise _RowRefused(f"a label `{kind}` names a card, and its card_id is empty")
    return ExportedLabel(
        line=line,
        photo=said.photo,
        photo_sha256=sha256,
        number=said.sighting,
        corners=corners,
        kind=kind,
        card=CardKey(said.game, said.card_id) if said.game and said.card_id else None,
        bare_id=said.card_id if said.card_id and not said.game else None,
        name=said.name or None,
        printing=said.printing,
        annotator=annotator_name(said.annotator) if said.annotator else None,
        time=_time(said.time),
        batch=said.batch,
        listing=said.listing,
        imported_from=said.imported_from or None,
        places=said.places,
        game=said.game or None if kind in NAMES_A_GAME else None,
        remarks=Remarks(said.flag, note_text(said.note or "")),
        print_read=_print_read(said),
    )


def _print_read(said: _Said) -> str | None:
    """What was made out of the print, as an event keeps it; None where the row does not say."""
    if said.printing_verdict not in set(PrintingVerdict):
        return None
    read = MadeOut(set_code=said.printing_read)
    return kept_text(PrintingAnswer(PrintingVerdict(said.printing_verdict), read=read))


def _kind(text: str) -> Kind:
    if text not in {kind.value for kind in KINDS | _REMARKS}:
        raise _RowRefused(f"its kind is `{text}`, and a label is {', '.join(sorted(KINDS))}")
    return Kind(text)


def _as_corners(said: _Said) -> Points | None:
    if said.corners is None:
        if said.sighting is not None:
            raise _RowRefused(f"it names sighting {said.sighting} and not where that is: its corners are missing")
        return None
    if said.sighting is not None and said.sighting < 1:
        raise _RowRefused("sightings count from 1")
    try:
        if [len(point) for point in said.corners] != [2, 2, 2, 2]:
            raise CornersError("corners are eight numbers: x y of top-left, top-right, bottom-right, bottom-left")
        return as_points(as_corners(said.corners).tolist())
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
