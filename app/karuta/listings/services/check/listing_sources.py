"""Sources of an agent's listings: a CSV file, a folder of folders, a text with photos. Changes no file.

A broken row of a table is a listing with its trouble, and never the end.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from karuta.domain.errors import KarutaError, reason_of
from karuta.domain.photo import PHOTO_SUFFIXES
from karuta.domain.sentence import Sentence, commas
from karuta.engine.pdf_pages import pages_in
from karuta.files import holding, open_regular, write_whole
from karuta.json_files import put_aside, read_kept
from karuta.lines import lines_of
from karuta.listings.domain.check.listing import SoldListing
from karuta.listings.domain.prices import decimal_mark
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import device_name
from karuta.tables import csv_rows

COLUMNS = ("listing_id", "title", "description", "price", "currency", "photos")
REQUIRED = ("listing_id", "photos")
SEPARATOR = "|"
"""What stands between photos in a cell."""
# What stands for a byte that is no UTF-8.
_NOT_UTF8 = "\ufffd"


@dataclass(frozen=True)
class ListingTable:
    """A file of listings. `columns` as its header has them; `places`: where each column of ours stands."""

    path: Path
    columns: tuple[str, ...]
    places: Mapping[str, int]

    def rows(self) -> Iterator[SoldListing]:
        """Every row but the header and blank ones, in order. Raises `KarutaError` where the file cannot be read."""
        rows = _rows(self.path)
        next(rows, None)
        for line, cells, trouble in rows:
            if trouble or any(cell.strip() for cell in cells):
                yield self.listing(line, cells, trouble)

    def listing(self, line: int, cells: Sequence[str], trouble: str = "") -> SoldListing:
        """One row. `line`: where it begins. `trouble`: why it could not be read."""
        count, columns = len(cells), len(self.columns)
        if not trouble and count != columns:
            words = "line {line} has {cells} cells for {columns} columns"
            trouble = Sentence(words, line=line, cells=count, columns=columns)
        kept = tuple((*cells, *[""] * columns)[:columns])
        cells_of = {name: kept[at] for name, at in self.places.items()}
        listing_id = cells_of.pop("listing_id").strip()
        photos: dict[str, str] = {}
        for name in filter(None, map(str.strip, cells_of.pop("photos").split(SEPARATOR))):
            photos.setdefault(os.path.normpath(name), name)
        if not trouble and any(_NOT_UTF8 in cell or "\0" in cell for cell in cells):
            trouble = Sentence("line {line} is not UTF-8 text", line=line)
        if not trouble and not listing_id:
            trouble = Sentence("line {line} has no listing_id", line=line)
        return SoldListing(
            line, listing_id, cells_of.pop("title", ""), tuple(photos.values()), kept, trouble, **cells_of
        )


class NoColumn(KarutaError):  # noqa: N818 - the condition is the point
    """A table without a column that is needed. `column`: as the table should call it."""

    def __init__(self, path: Path, column: str) -> None:
        super().__init__(
            "{file} has no column `{column}`; its first line names the columns, and --map gives them other names.",
            file=path.name,
            column=column,
        )
        self.column = column


def open_listings(path: Path, mapped: Mapping[str, str]) -> ListingTable:
    """`mapped`: our column -> the file's name for it.

    Raises `KarutaError`; `NoColumn` without the required columns.
    """
    rows = _rows(path)
    _, header, trouble = next(rows, (0, [], ""))
    columns = tuple(cell.strip() for cell in header)
    if not (trouble or any(columns) or any(any(cells) for _, cells, _ in rows)):
        raise KarutaError(
            "{path} is empty; its first line names the columns, like {example}.", path=path, example=",".join(COLUMNS)
        )
    wrong = [name for name in mapped if name not in COLUMNS]
    if wrong:
        raise KarutaError(
            "There is no column {name}; --map names one of: {known}.", name=wrong[0], known=commas(COLUMNS)
        )
    places = {}
    for name in COLUMNS:
        written = mapped.get(name, name)
        if written in columns:
            places[name] = columns.index(written)
        elif name in REQUIRED or name in mapped:
            raise NoColumn(path, written)
    return ListingTable(path, columns, places)


def price_mark(table: ListingTable) -> str:
    """The mark between whole numbers and cents in a table's prices; "" where its cells do not say it."""
    if "price" not in table.places:
        return ""
    marks = {decimal_mark([listing.price]) for listing in table.rows()} - {""}
    return marks.pop() if len(marks) == 1 else ""


def _rows(path: Path) -> Iterator[tuple[int, list[str], str]]:
    """(line on which the row begins, cells, trouble)."""
    try:
        with path.open("rb") as file:
            # A line that is too long holds no text.
            rows = csv_rows(lines_of(file), lambda line: (line.data or b"\xff\n").decode("utf-8", errors="replace"))
            for begins, cells in rows:
                if isinstance(cells, csv.Error):
                    yield begins, [], Sentence("line {line} is not CSV ({reason})", line=begins, reason=cells)
                else:
                    yield begins, cells, ""
    except FileNotFoundError as error:
        raise KarutaError("There is no file {path}; check the name.", path=path) from error
    except OSError as error:
        raise KarutaError("{path} cannot be read ({reason}).", path=path, reason=reason_of(error)) from error


MOST = 20_000
"""So many listings are taken at once; `karuta check` takes any number."""

TEXTS = frozenset((".txt", ".md"))
_MOST_TEXT = 100_000
PHOTO_ELSEWHERE = Sentence("{photo} lies outside the folder of the listings, so it is shown in no sheet and no report.")


@dataclass(frozen=True)
class QueuedListing:
    """A listing to be checked. `folder`: what its photos are relative to. `source`: the file or folder it came from.

    `mark`: what parts whole numbers from cents in its table. `near`: the folders in
    which photos lie that may be shown to others; None: any, because a person chose each.
    """

    listing: SoldListing
    folder: Path
    source: str
    mark: str = ""
    near: tuple[Path, ...] | None = None

    @property
    def far_photos(self) -> tuple[str, ...]:
        """Photos that a stranger's table names and that lie elsewhere on this computer, by whatever way."""
        if self.near is None:
            return ()
        roots = [Path(os.path.realpath(path)) for path in self.near]
        places = {photo: _real(holding(self.folder / photo)) for photo in self.listing.photos}
        return tuple(photo for photo, place in places.items() if not any(map(place.is_relative_to, roots)))

    @property
    def key(self) -> str:
        """Of its text and the names of its photos: another text is another listing."""
        listing = self.listing
        content = json.dumps([listing.listing_id, listing.title, listing.description, list(listing.photos)])
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class Queued:
    """`more`: there are others, which were left."""

    listings: tuple[QueuedListing, ...]
    more: bool = False


def listings_at(path: Path) -> Queued:
    """A CSV file as `karuta check` takes it, or a folder with a folder a listing. Raises `KarutaError`."""
    queued = _in_folder(path) if path.is_dir() else _in_table(path)
    listings = tuple(islice(queued, MOST + 1))
    if not listings:
        raise KarutaError("There are no listings in {path}.", path=path)
    return Queued(listings[:MOST], more=len(listings) > MOST)


def is_listings(path: Path) -> bool:
    """Whether its first line names the columns of a table of listings; False where it cannot be read."""
    try:
        open_listings(path, {})
    except KarutaError:
        return False
    return True


def pasted_listing(text: str, photos: Sequence[Path], *, number: int) -> QueuedListing:
    """A whole listing as text: its first line is the title, what follows the description. `number`: from 1."""
    listing = _of_text(f"#{number}", text, tuple(page for photo in photos for page in pages_in(os.fspath(photo))))
    return QueuedListing(listing, Path(), "")


def _in_table(path: Path) -> Iterator[QueuedListing]:
    try:
        table = open_listings(path, {})
    except NoColumn as error:
        # The command's options are not the window's.
        raise KarutaError(
            "{file} has no column `{column}`; rename its column for that in the first line, and open it again.",
            file=path.name,
            column=error.column,
        ) from error
    mark = price_mark(table)
    for listing in table.rows():
        yield QueuedListing(listing, path.parent, path.name, mark, near=(path.parent,))


def _in_folder(path: Path) -> Iterator[QueuedListing]:
    try:
        inside = sorted(entry for entry in path.iterdir() if entry.is_dir() and not entry.name.startswith("."))
        # A folder without folders is one listing.
        for folder in inside or [path]:
            listing = _folder(folder, path.name)
            if listing is not None:
                yield listing
    except OSError as error:
        raise KarutaError("{path} cannot be read ({reason}).", path=path, reason=reason_of(error)) from error


def _folder(folder: Path, source: str) -> QueuedListing | None:
    files = sorted(entry for entry in folder.iterdir() if entry.is_file() and not entry.name.startswith("."))
    named = [entry.name for entry in files if entry.suffix.lower() in PHOTO_SUFFIXES]
    photos = tuple(Path(page).name for name in named for page in pages_in(os.fspath(folder / name)))
    texts = [entry for entry in files if entry.suffix.lower() in TEXTS]
    if not photos and not texts:
        return None
    return QueuedListing(_of_text(folder.name, _text(texts), photos), folder, source, near=(folder,))


def _real(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):  # no name of a file: nothing is read there
        return path.absolute()


def _text(files: Sequence[Path]) -> str:
    if not files:
        return ""
    with open_regular(files[0]) as file:
        return file.read(_MOST_TEXT).decode("utf-8-sig", errors="replace")


def _of_text(listing_id: str, text: str, photos: tuple[str, ...]) -> SoldListing:
    title, _, rest = text.replace("\0", " ").strip().partition("\n")
    return SoldListing(0, listing_id, title.strip(), photos, (), description=rest.strip())


@dataclass(frozen=True)
class _Said:
    path: Path
    device: str


def last_listings(library: LibraryFolder) -> Path | None:
    """The path that was opened last, if it is still there; None in a library that was copied from another computer."""
    content = read_kept(library.last_listings_json, _Said, instead=None, halves=True).value
    return content.path if content is not None and content.device == device_name() and content.path.exists() else None


def keep_last_listings(library: LibraryFolder, path: Path) -> None:
    """Raises `OSError`."""
    kept = read_kept(library.last_listings_json, _Said, instead=None, halves=True)
    if kept.fault is not None:
        put_aside(library.last_listings_json)
    content = {"path": str(path.absolute()), "device": device_name()}
    text = json.dumps(content, ensure_ascii=True)
    write_whole(library.last_listings_json, lambda beside: beside.write_text(text, encoding="utf-8"))
