"""Checks many listings shard by shard; each finished shard is a file beside the report, so that a second run goes on.

A manifest says what the shards rest on: the listings, the library's answers, the words. Where one is another, all
begins anew. Nothing in a shard depends on when or by whom it was made.

Shards may be checked on other computers: each has its own copy of the library, and only what was found comes back. A
worker answers only where it has what this computer has: the same catalogue, model, words and confirmed crops, and the
same photos. So its findings are those that this computer would have made.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta import __version__
from karuta.domain.errors import KarutaError, ModelError
from karuta.domain.file_names import short_name
from karuta.domain.sentence import Sentence
from karuta.domain.shape import kept
from karuta.files import file_hash, holding, make_folder, write_whole
from karuta.listings.domain.check.listing import FieldVerdict, ListingFinding, ListingVerdict, SoldListing
from karuta.listings.domain.prices import SaleTitle
from karuta.listings.services.check.evidence_sheet import SheetFacts, sheet_html, strip_of
from karuta.listings.services.check.listing_line import ListingLine, listing_line
from karuta.listings.services.check.listing_prices import SalesBook
from karuta.listings.services.check.listing_sources import ListingTable, QueuedListing
from karuta.listings.services.check.look_at_listing import ListingLook, ListingLooker
from karuta.listings.services.check.read_titles import FOLDER, open_title_reader
from karuta.listings.services.prices.price_guide import sales_of
from karuta.listings.services.prices.read_sales import sale_title
from karuta.paths import LibraryFolder, resources_folder, workers_library
from karuta.services.catalogue.search_cards import SHIPPED
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.exemplars import open_for_answers
from karuta.services.lookups.read_prints import code_reader_hash

WIDEST = 240
_MOST = 2


def strips_json(finding: ListingFinding, folder: Path, *, but: Sequence[str] = ()) -> list[str]:
    """Of a wrong printing, where it can be seen that it is: `data:` URIs, at most two.

    `folder`: of the photos; `but`: those that are shown to nobody.
    """
    if finding.verdict is not ListingVerdict.WRONG_PRINTING:
        return []
    is_edition = any(field.field == "edition" and field.verdict is FieldVerdict.DIFFERS for field in finding.fields)
    places = [
        (card.photo, corners)
        for card in finding.seen
        if card.is_believed
        for corners in (card.edition_at if is_edition else None, card.code_at)
        if corners is not None
    ]
    places += [(up.photo, up.code_at) for up in finding.close_ups]
    shown = [(photo, corners) for photo, corners in places if photo not in but][:_MOST]
    strips = (strip_of(folder / photo, corners, longest=WIDEST) for photo, corners in shown)
    return [strip.uri for strip in strips if strip is not None]


ROWS = 50
"""Listings in a shard: some seconds of work, which is all that a kill costs."""

MANIFEST = "manifest.json"
# What a shard's lines have; other ones are made again.
FORM = 5
SIDE = 64

Run = Callable[..., Iterator[Any]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class CheckSetup:
    """Everything that a process needs to check listings; picklable. `sheets`: the folder of evidence sheets, if wanted,
    `made` and `by`: what stands in them; `mark`: what parts whole numbers from cents in the table;
    `with_titles`: the titles of sales are named. `near`: see `QueuedListing`.
    """

    library: LibraryFolder
    resources: Path
    photos: Path
    work: Path
    exemplars: bool = True
    exact: bool = False
    sheets: Path | None = None
    made: str = ""
    by: str = ""
    mark: str = ""
    with_titles: bool = False
    near: tuple[Path, ...] | None = None


# How a person knows what `CheckProvenance` has.
_SAID = {
    "version": Sentence("version of Karuta"),
    "model": Sentence("model"),
    "reader": Sentence("reader of small print"),
    "index": Sentence("index"),
    "catalogue": Sentence("catalogue"),
    "words": Sentence("table of words or nicknames"),
    "sales": Sentence("table of sales"),
    "answers": Sentence("stock of confirmed crops, or test of the catalogue"),
}


@dataclass(frozen=True)
class CheckProvenance:
    """Provenance of findings besides listings and photos, as hashes. `answers`: confirmed crops, verdicts, backs.

    `sales`: of the table that sheets tell prices by, where sheets are wanted.
    """

    version: str
    model: str
    reader: str | None
    index: str
    catalogue: str
    words: str
    answers: str
    sales: str = ""


@dataclass(frozen=True)
class Shard:
    """Some listings in the file's order; `number` from 0. `sizes`: for another computer, how many bytes each of their
    photos has on this one; -1 for one that is not there.
    """

    number: int
    listings: tuple[SoldListing, ...]
    sizes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class KeptLine:
    """A listing's line as a shard keeps it, and what the second pass asks besides.

    `photos`: how many could be read. `sold`: what its price depends on. `strips`: small pictures of its print.
    """

    line: ListingLine
    photos: int
    sold: SaleTitle
    strips: tuple[str, ...]


@dataclass(frozen=True)
class FoundShard:
    """Contents of a shard's files: findings as JSON Lines, the photos' grey squares; sheets by their names."""

    number: int
    count: int
    findings: bytes
    greys: bytes
    sheets: tuple[tuple[str, bytes], ...] = ()


class _Process:
    """Resources that one process has open."""

    setup: CheckSetup
    opened: OpenLibrary
    looker: ListingLooker
    sales: SalesBook


def begin(setup: CheckSetup) -> OpenLibrary:
    """Open the library in this process. Raises `LibraryError`, `ModelError`."""
    opened = open_for_answers(setup.library, setup.resources, exemplars=setup.exemplars, exact=setup.exact)
    titles = open_title_reader(setup.library, setup.resources)
    _Process.setup = setup
    _Process.opened = opened
    _Process.looker = ListingLooker(titles, setup.resources)
    # Read with the first sheet, for all of this process's. The second pass tells of rows that cannot be used.
    _Process.sales = SalesBook(setup.library, setup.resources, is_told=False)
    return opened


def found_shard(shard: Shard) -> FoundShard:
    """Check a shard's listings, each with its evidence sheet where that is wanted; photos are hashed for it alone.

    Writes nothing: this may be another computer. Raises `KarutaError` where a photo is another one there.
    """
    setup, looker = _Process.setup, _Process.looker
    for photo, size in shard.sizes.items():
        if _size(setup.photos / photo) != size:
            raise KarutaError(
                "Worker {name} does not have the photo {photo} as this computer has it; a worker needs the photos in "
                "the same place, {folder}.",
                name=platform.node(),
                photo=Path(photo).name,
                folder=setup.photos,
            )
    lines: list[str] = []
    greys: list[NDArray[np.uint8]] = []
    sheets: list[tuple[str, bytes]] = []
    for listing in shard.listings:
        queued = QueuedListing(listing, setup.photos, "", setup.mark, setup.near)
        if setup.sheets is None:
            checked = looker.check(_Process.opened, queued)
        else:
            look = looker.look(_Process.opened, queued)
            checked = look.checked
            if not listing.trouble:
                sheets.append((sheet_name(listing), _sheet(look)))
        far = queued.far_photos
        strips = strips_json(checked.finding, queued.folder, but=far)
        line = KeptLine(
            line=listing_line(checked, photos_elsewhere=far),
            photos=len(checked.greys),
            sold=sale_title(checked.finding.words.combined),
            strips=tuple(strips),
        )
        lines.append(json.dumps(kept(line), ensure_ascii=False, allow_nan=False) + "\n")
        greys += checked.greys
    stacked = np.stack(greys) if greys else np.empty((0, SIDE, SIDE), np.uint8)
    text = "".join(lines).encode("utf-8", "replace")
    return FoundShard(shard.number, len(shard.listings), text, stacked.tobytes(), tuple(sheets))


def _sheet(look: ListingLook) -> bytes:
    setup = _Process.setup
    price = _Process.sales.of_look(look)
    facts = SheetFacts(made=setup.made, by=setup.by, price=price, with_titles=setup.with_titles)
    return sheet_html(look, setup.library, facts).encode("utf-8", "replace")


def keep_shard(setup: CheckSetup, shard: FoundShard) -> None:
    """Write a shard's files."""
    files = {setup.sheets / name: page for name, page in shard.sheets} if setup.sheets is not None else {}
    files[greys_file(setup.work, shard.number)] = shard.greys
    # Last of all: a shard is done where this file is.
    files[findings_file(setup.work, shard.number)] = shard.findings
    for place, content in files.items():
        write_whole(place, partial(Path.write_bytes, data=content))


def sheet_name(listing: SoldListing) -> str:
    """Of its evidence sheet, in the order of the table. What its seller called it leads nowhere else."""
    name = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in listing.listing_id)
    return f"{listing.line:07}-{short_name(name, 60)}.html"


def findings_file(work: Path, number: int) -> Path:
    return work / f"{number:07}.jsonl"


def greys_file(work: Path, number: int) -> Path:
    return work / f"{number:07}.greys"


def shards_of(table: ListingTable) -> Iterator[Shard]:
    number, kept = 0, []
    for listing in table.rows():
        kept.append(listing)
        if len(kept) == ROWS:
            yield Shard(number, tuple(kept))
            number, kept = number + 1, []
    if kept:
        yield Shard(number, tuple(kept))


def prepared_work(setup: CheckSetup, table: ListingTable, provenance: CheckProvenance) -> None:
    """The folder of the shards, empty unless its manifest says that they rest on the same."""
    manifest = json.dumps(_manifest(setup, table, provenance), sort_keys=True, indent=1)
    place = setup.work / MANIFEST
    if place.is_file() and place.read_bytes() == manifest.encode():
        return
    shutil.rmtree(setup.work, ignore_errors=True)
    make_folder(setup.work)
    write_whole(place, lambda path: path.write_bytes(manifest.encode()))


def checked_all(
    setup: CheckSetup,
    table: ListingTable,
    run: Run,
    *,
    jobs: int,
    own_provenance: CheckProvenance | None = None,
    progress: Progress = lambda done, total: None,
) -> int:
    """Check every shard that is not done; returns how many listings there are. `run`: see `jobs.pool.in_order`.

    `own_provenance`: where `run` has other computers do it, this one's: each has its own copy of the library, and
    answers only where it has the same.
    """
    counts = {shard.number: len(shard.listings) for shard in shards_of(table)}
    missing = {number for number in counts if not findings_file(setup.work, number).is_file()}
    total, done = sum(counts.values()), sum(counts[number] for number in counts.keys() - missing)
    shards = (shard for shard in shards_of(table) if shard.number in missing)
    start: Callable[..., object] = begin
    given: tuple[object, ...] = (setup,)
    if own_provenance is not None:
        near = None if setup.near is None else tuple(path.absolute() for path in setup.near)
        start, given = (
            begin_on_another_computer,
            (replace(setup, photos=setup.photos.absolute(), near=near), own_provenance),
        )
        shards = (replace(shard, sizes=_sizes(setup, shard)) for shard in shards)
    # From here on the rate counts: what an earlier run did took no time now.
    progress(done, total)
    for shard in run(found_shard, shards, jobs=jobs, begin=start, given=given) if missing else ():
        keep_shard(setup, shard)
        done += shard.count
        progress(done, total)
    return total


def begin_on_another_computer(setup: CheckSetup, provenance: CheckProvenance) -> None:
    """Open this computer's copy of the library. Raises `KarutaError` where it is another than the one that asks has."""
    own = replace(setup, library=workers_library(setup.library), resources=resources_folder())
    try:
        own_provenance = provenance_of(own, begin(own))
    except KarutaError as error:
        raise KarutaError("Worker {name}: {reason}", name=platform.node(), reason=error.sentence) from error
    for name, what in _SAID.items():
        if getattr(own_provenance, name) != getattr(provenance, name):
            raise KarutaError(
                "Worker {name} has another {what} than this computer; give it a copy of this computer's library and "
                "the same Karuta.",
                name=platform.node(),
                what=what,
            )


def _sizes(setup: CheckSetup, shard: Shard) -> dict[str, int]:
    return {photo: _size(setup.photos / photo) for listing in shard.listings for photo in listing.photos}


def _size(path: Path) -> int:
    try:
        return holding(path).stat().st_size
    except (OSError, ValueError):
        return -1


def provenance_of(setup: CheckSetup, opened: OpenLibrary) -> CheckProvenance:
    """Of an open library. Raises `OSError`."""
    tables = [*sorted((setup.resources / FOLDER).glob("*.csv")), setup.resources / SHIPPED, setup.library.nicknames_csv]
    sales = sales_of(setup.library, None) if setup.sheets is not None else None
    recogniser = opened.recogniser
    return CheckProvenance(
        version=__version__,
        model=recogniser.model.hash,
        reader=_reader_hash(setup.resources),
        index=recogniser.index_title,
        catalogue=file_hash(setup.library.catalogue_db),
        words=hashlib.sha256("".join(file_hash(table) for table in tables if table.is_file()).encode()).hexdigest(),
        sales="" if sales is None else file_hash(sales),
        answers=hashlib.sha256(f"{recogniser.answering_hash} {recogniser.provenance}".encode()).hexdigest(),
    )


def _manifest(setup: CheckSetup, table: ListingTable, provenance: CheckProvenance) -> dict[str, Any]:
    near, sheets = setup.near, setup.sheets
    return {
        **asdict(provenance),
        "listings": file_hash(table.path),
        "places": dict(table.places),
        "photos": str(setup.photos.absolute()),
        "rows": ROWS,
        "form": FORM,
        "near": near and [str(path.absolute()) for path in near],
        "exemplars": setup.exemplars,
        "sheets": sheets and [str(sheets.absolute()), setup.with_titles],
    }


def _reader_hash(resources: Path) -> str | None:
    """None where it is damaged: then no small print is read."""
    try:
        return code_reader_hash(resources)
    except ModelError:
        return None
