"""Reads a truth file (`photo,card_id[,corners]`, conditions). Says in a sentence what is wrong, and repairs nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from karuta.domain.file_names import unguarded
from karuta.domain.label import Kind
from karuta.domain.sighting import Corners, CornersError, as_corners
from karuta.domain.truth import Truth, TruthCard, TruthError, TruthPhoto
from karuta.lines import MOST_BYTES, Line, lines_of
from karuta.tables import CsvRow, csv_rows


def file_rows(path: Path) -> Iterator[CsvRow]:
    """Every row. Raises `TruthError` for a file or a line that cannot be read."""
    try:
        with path.open("rb") as file:
            if not file.read(MOST_BYTES).strip():
                raise TruthError(
                    "{file} is empty; its first line must be `photo,card_id` or `photo,card_id,corners`.",
                    file=path.name,
                )
            file.seek(0)
            yield from csv_rows(lines_of(file), lambda line: _text(line, path.name))
    except FileNotFoundError as error:
        raise TruthError("There is no truth file {path}; check the name.", path=path) from error
    except IsADirectoryError as error:
        raise TruthError("{path} is a folder; choose the CSV file in it.", path=path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TruthError(
            "The truth file {path} cannot be read ({reason}); fix that and try again.", path=path, reason=reason
        ) from error


def _text(line: Line, file: str) -> str:
    if line.data is None:
        raise TruthError("{file} line {line} is longer than 1 MB; write one row per line.", file=file, line=line.number)
    try:
        return line.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TruthError(
            "{file} line {line} is not UTF-8 text; save the file as CSV in UTF-8.", file=file, line=line.number
        ) from error


PHOTO, CARD_ID, CORNERS = "photo", "card_id", "corners"
PHOTO_HASH, KIND = "photo_sha256", "kind"
_NO_CONDITION = frozenset((PHOTO_HASH, "sighting", "name", "printing", "time", "imported_from"))
_NO_TRUTH = frozenset((Kind.AUTO_CONFIRM.value, Kind.UNREADABLE.value))


@dataclass(frozen=True)
class _Row:
    """One row's cells, one per named column, and the line on which it begins."""

    line: int
    cells: dict[str, str]


def read_truth(path: Path) -> Truth:
    """The truth file at `path`: UTF-8 with or without a byte order mark, any line ends.

    Columns other than `photo`, `card_id` and `corners` are conditions; a column without a name is skipped. Rows that
    name one photo (`a.jpg`, `./a.jpg`) are one photo, wherever they stand. An export of labels (it has the columns
    `photo_sha256` and `kind`) is a truth file too; of it, only labels by people that say something about the card
    count. Raises `TruthError`, one sentence with the file and the line: no file, not UTF-8, not CSV, no header with the
    two required columns, no rows, a row without a photo or with too few or too many cells, bad corners.
    """
    rows = rows_of(path)
    columns = _columns(rows, path.name)
    exported = {PHOTO_HASH, KIND} <= set(columns)
    photos: dict[PurePath, list[TruthCard]] = {}
    names: dict[PurePath, str] = {}
    for row in _named(rows, columns, path.name):
        if exported and row.cells[KIND] in _NO_TRUTH:
            continue
        name = row.cells[PHOTO]
        place = PurePath(name)
        names.setdefault(place, name)
        photos.setdefault(place, []).append(_card(row, path.name))
    if exported and not photos:
        raise TruthError(f"{path.name} has no label of a person; a machine's labels are no truth.")
    if not photos:
        raise TruthError(f"{path.name} has no rows; add one for each card of each photo.")
    left_out = {"", PHOTO, CARD_ID, CORNERS, *(_NO_CONDITION if exported else ())}
    conditions = tuple(name for name in columns if name not in left_out)
    return Truth(
        photos=tuple(TruthPhoto(name=names[place], cards=tuple(cards)) for place, cards in photos.items()),
        conditions=conditions,
    )


def rows_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line on which the row begins, cells) of every row that is not blank. Raises `TruthError`."""
    for line, cells in file_rows(path):
        if isinstance(cells, csv.Error):
            raise TruthError(f"{path.name} line {line} is not CSV ({cells}); check the quotes there.") from cells
        if any("\0" in cell for cell in cells):
            raise TruthError(f"{path.name} line {line} has a NUL character; save the file as CSV in UTF-8.")
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]


def _columns(rows: Iterator[tuple[int, list[str]]], file: str) -> list[str]:
    line, columns = next(rows, (1, []))
    for required in (PHOTO, CARD_ID):
        if required not in columns:
            hint = ""
            if len(columns) == 1 and any(mark in columns[0] for mark in ";\t"):
                hint = " (columns are separated by commas)"
            raise TruthError(f"{file} line {line} has no column `{required}`; the header names it{hint}.")
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        raise TruthError(f"{file} line {line} has the column `{twice}` twice; rename one of them.")
    return columns


def _named(rows: Iterator[tuple[int, list[str]]], columns: Sequence[str], file: str) -> Iterator[_Row]:
    needed = max(columns.index(PHOTO), columns.index(CARD_ID)) + 1
    for line, cells in rows:
        if len(cells) < needed:
            raise TruthError(
                f"{file} line {line} has no cell for `card_id`; leave it empty (`photo.jpg,`) where the card is not "
                "in the catalogue."
            )
        if any(cells[len(columns) :]):
            raise TruthError(
                f"{file} line {line} has {len(cells)} cells for {len(columns)} columns; put a text that has commas "
                "in quotes."
            )
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        named = {name: cell for name, cell in zip(columns, padded, strict=False) if name}
        if {PHOTO_HASH, KIND} <= named.keys():
            named = _of_export(named)
        if not named[PHOTO]:
            raise TruthError(f"{file} line {line} names no photo; fill the column `photo` or take the line out.")
        yield _Row(line=line, cells=named)


def _of_export(cells: dict[str, str]) -> dict[str, str]:
    """Without the apostrophes against formulas, and without columns that differ in nearly every row."""
    return {name: unguarded(cell) for name, cell in cells.items() if name not in _NO_CONDITION}


def _card(row: _Row, file: str) -> TruthCard:
    written = row.cells[CARD_ID]
    ids = tuple(dict.fromkeys(part.strip() for part in written.split("|") if part.strip()))
    if written and not ids:
        raise TruthError(f"{file} line {row.line}: the card id `{written}` names no card; write `a|b`, `a` or nothing.")
    return TruthCard(
        ids=ids,
        corners=_corners(row, file),
        conditions={name: cell for name, cell in row.cells.items() if name not in (PHOTO, CARD_ID, CORNERS)},
        line=row.line,
    )


def _corners(row: _Row, file: str) -> Corners | None:
    written = row.cells.get(CORNERS, "")
    if not written:
        return None
    numbers = written.split()
    try:
        if len(numbers) != 8:
            raise CornersError(f"{len(numbers)} numbers")
        return as_corners([float(number) for number in numbers])
    except CornersError as error:
        reason = str(error)
    except ValueError:
        reason = "not all of them are numbers"
    raise TruthError(
        f"{file} line {row.line}: corners must be eight numbers separated by spaces, x y of top-left, top-right, "
        f"bottom-right, bottom-left ({reason})."
    )
