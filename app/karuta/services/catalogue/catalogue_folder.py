"""Reads a catalogue folder row by row: good rows, and skipped ones with their reason. Changes nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from karuta.domain.card import Card, CardKey
from karuta.domain.errors import CatalogueError, reason_of
from karuta.domain.sentence import Sentence
from karuta.domain.work import ROWS
from karuta.lines import MOST_BYTES, Line, lines_of
from karuta.services.catalogue.catalogue_rows import BadRow, card_from_json

CARDS = "cards.jsonl"
IMAGES = "images.csv"
PICTURES = "images"

_REQUIRED = ("file", "card_id", "artwork")
_ROLES = ("main", "alternate")
BACK = "back"
"""The role of a picture that shows the back of a game's cards, and no card."""


@dataclass(frozen=True)
class SkippedRow:
    """A row that was left out. `line` counts from 1, including the header.

    `row`: which one it is, from 1, where its line does not tell; else None.
    """

    file: str
    line: int
    reason: str
    row: int | None = None

    @property
    def place(self) -> str:
        """`cards.csv line 3`, `cards.json row 17`, or the file alone."""
        if self.line or self.row:
            return Sentence("{file} {place}", file=self.file, place=place_in(self.line, self.row))
        return self.file


def place_in(line: int, row: int | None) -> Sentence:
    return Sentence("line {line}", line=line) if row is None else Sentence("row {row}", row=row)


@dataclass(frozen=True)
class PictureMissing(SkippedRow):
    """Only the picture of a row was left out, its card was not."""


@dataclass(frozen=True)
class ArtworkRow:
    """A good row of images.csv; `path` is the picture, which exists but may not be decodable.

    `source`: the file that names it, if that is not images.csv. A back (`artwork` is `BACK`) has a card without an id:
    only its game counts.
    """

    line: int
    card: CardKey
    file: str
    artwork: str
    path: Path
    source: str = IMAGES


def open_folder(folder: Path) -> Path:
    """The folder, if it is a catalogue folder. Raises `CatalogueError`."""
    if not folder.exists():
        raise CatalogueError(
            "There is no folder {folder}; choose a folder that contains {file}.", folder=folder, file=CARDS
        )
    if not folder.is_dir():
        raise CatalogueError("{folder} is a file; choose the folder that contains {file}.", folder=folder, file=CARDS)
    if not (folder / CARDS).is_file():
        raise CatalogueError(
            "{folder} isn't a catalogue folder: it has no {file}. Help, Libraries and catalogues, shows what one "
            "holds.",
            folder=folder,
            file=CARDS,
        )
    if (folder / IMAGES).is_file():
        _header(folder / IMAGES)
    return folder


def read_numbered_cards(folder: Path) -> Iterator[tuple[int, Card | SkippedRow]]:
    """Every card of the folder once, in its order, with its line number; of two rows with one key the first counts."""
    seen: dict[CardKey, int] = {}
    for line in _lines(folder / CARDS):
        number = line.number
        try:
            card = card_from_json(_text(line))
            if card.key in seen:
                raise BadRow("card {card} was on line {line} already", card=card.key, line=seen[card.key])
        except BadRow as error:
            yield number, SkippedRow(CARDS, number, error.reason)
            continue
        seen[card.key] = number
        yield number, card


def read_artworks(folder: Path, find: Callable[[str, str], CardKey]) -> Iterator[ArtworkRow | SkippedRow]:
    """Every artwork of the folder once; of two rows with one key the first counts.

    `find` takes a game ("" if the row names none) and a card id, and raises `BadRow` for an unknown card.
    """
    path = folder / IMAGES
    if not path.is_file():
        return
    header = _header(path)
    pictures = (folder / PICTURES).resolve()
    seen: dict[tuple[CardKey, str], int] = {}
    lines = _lines(path)
    next(lines)
    for line in lines:
        number = line.number
        try:
            row = _artwork(number, dict(zip(header, _fields(_text(line)), strict=False)), pictures, find)
            if (row.card, row.file) in seen:
                raise BadRow(
                    "{file} of card {card} was on line {line} already",
                    file=row.file,
                    card=row.card,
                    line=seen[row.card, row.file],
                )
        except BadRow as error:
            yield SkippedRow(IMAGES, number, error.reason)
            continue
        seen[row.card, row.file] = number
        yield row


def _artwork(number: int, values: dict[str, str], pictures: Path, find: Callable[[str, str], CardKey]) -> ArtworkRow:
    is_back = values.get("artwork") == BACK
    for column in _REQUIRED:
        if not values.get(column) and not (is_back and column == "card_id"):
            raise BadRow("{field} is missing", field=column)
    if is_back and values.get("card_id"):
        raise BadRow("a back is of a game and not of a card, so its card_id stays empty")
    if values["artwork"] not in (*_ROLES, BACK):
        raise BadRow("artwork is `{value}`, not main, alternate or back", value=values["artwork"])
    card = find(values.get("game", ""), values.get("card_id", ""))
    return ArtworkRow(number, card, values["file"], values["artwork"], _picture(pictures, values["file"]))


def _picture(pictures: Path, file: str) -> Path:
    """The place of a picture: always inside `images/`.

    A link there is followed: whoever may write the folder may put any picture into it anyway, and splitting a catalogue
    into packs by links is a common way to avoid copies.
    """
    parts = {*PurePosixPath(file).parts, *PureWindowsPath(file).parts}
    if ".." in parts or PurePosixPath(file).is_absolute() or PureWindowsPath(file).drive or "\0" in file:
        raise BadRow("{file} leads out of {folder}/", file=repr(file), folder=PICTURES)
    try:
        path = pictures / file.replace("\\", "/")
        if not path.is_file():
            raise BadRow("picture {file} is missing", file=file)
    except OSError as error:
        raise BadRow("picture {file} cannot be read: {reason}", file=file, reason=_why(error)) from error
    return path


def _header(path: Path) -> list[str]:
    """The column names of images.csv. Raises `CatalogueError` if a required one is missing."""
    try:
        first = next(_lines(path), Line(1, b""))
        header = [name.casefold() for name in _fields(_text(first))]
    except BadRow as error:
        raise CatalogueError(
            "The first line of {path} cannot be read ({error}); save it as UTF-8 CSV.", path=path, error=error.reason
        ) from error
    missing = [name for name in _REQUIRED if name not in header]
    if missing:
        raise CatalogueError(
            "{path} has no column {columns}; it begins with {header}.",
            path=path,
            columns=" and no ".join(missing),
            header=",".join(_REQUIRED),
        )
    return header


def _lines(path: Path) -> Iterator[Line]:
    """The lines that are not blank."""
    with path.open("rb") as file:
        for line in lines_of(file, ROWS):
            if line.data is None or line.data.strip():
                yield line


def _text(line: Line) -> str:
    """Without its line break."""
    if line.data is None:
        raise BadRow("longer than {megabytes} MB", megabytes=MOST_BYTES // 1_000_000)
    try:
        return line.data.rstrip(b"\r\n").decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRow("not UTF-8") from error


def _fields(line: str) -> list[str]:
    """One line is one row, so that a stray quotation mark cannot swallow the rows after it."""
    if "\r" in line:
        # Python's own message would blame how the file was opened.
        raise BadRow("not CSV: a carriage return within the line")
    try:
        return [field.strip() for field in next(csv.reader([line], strict=True), [])]
    except csv.Error as error:
        raise BadRow("not CSV: {reason}", reason=error) from error


def _why(error: Exception) -> str:
    return reason_of(error) if isinstance(error, OSError) else str(error)
