"""Checks a file of listings against their photos, resumably, and writes its reports. Changes nothing in a library."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from karuta.files import make_folder
from karuta.listings.domain.prices import decimal_mark
from karuta.listings.services.check.check_report import CheckReport, ReportRow, buried_json, write_csv, write_page
from karuta.listings.services.check.check_shards import (
    CheckSetup,
    Progress,
    Run,
    checked_all,
    prepared_work,
    provenance_of,
)
from karuta.listings.services.check.listing_line import ListingLine, listing_line
from karuta.listings.services.check.listing_prices import ListingPrices
from karuta.listings.services.check.listing_sources import (
    COLUMNS,
    SEPARATOR,
    ListingTable,
    QueuedListing,
    open_listings,
    price_mark,
)
from karuta.listings.services.check.listing_templates import BuriedListings
from karuta.listings.services.check.look_at_listing import ListingLooker
from karuta.listings.services.check.read_titles import open_title_reader
from karuta.listings.services.prices.price_guide import sales_of
from karuta.listings.services.prices.read_sales import sale_title
from karuta.paths import check_target
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.exemplars import open_for_answers

UNFINISHED = ".unfinished"
# The first row of a table stands below its header.
_FIRST_LINE = 2


@dataclass(frozen=True)
class WantedReport:
    """Places of the reports; `force`: an older one is replaced. `raw`: cells are not guarded against spreadsheets."""

    out: Path | None = None
    page: Path | None = None
    force: bool = False
    raw: bool = False


def opened_table(
    path: Path, mapped: Mapping[str, str], outputs: WantedReport, *, photos: Path = Path()
) -> ListingTable:
    """The listings, once it is sure that reports can be written. `photos`: their folder. Raises `KarutaError`."""
    table = open_listings(path, mapped)
    for place in (outputs.out, outputs.page):
        if place is not None:
            shown = (photos / photo for listing in table.rows() for photo in listing.photos)
            check_target(place, force=outputs.force, reads=chain((path,), shown))
    return table


def check_listings(
    setup: CheckSetup,
    table: ListingTable,
    outputs: WantedReport,
    *,
    run: Run,
    jobs: int,
    is_elsewhere: bool = False,
    each: Callable[[ReportRow], None],
    progress: Progress = lambda done, total: None,
) -> int:
    """Check all listings, tell each finding in the file's order, write the reports; returns how many are errors.

    `is_elsewhere`: `run` does its work on other computers.

    What is finished lies in `setup.work` until the reports are written; a second run goes on there. Raises
    `LibraryError`, `ModelError`, `KarutaError`.
    """
    library = open_for_answers(setup.library, setup.resources, exemplars=setup.exemplars, exact=setup.exact)
    if setup.sheets is not None:
        make_folder(setup.sheets)
    mark = price_mark(table) if sales_of(setup.library, None) is not None else ""
    setup = replace(setup, mark=mark)
    provenance = provenance_of(setup, library)
    prepared_work(setup, table, provenance)
    with (
        ListingPrices(setup.library, setup.resources, has_prices="price" in table.places, mark=mark) as prices,
        BuriedListings(setup.library, setup.resources) as buried,
    ):
        given_away = provenance if is_elsewhere else None
        checked_all(setup, table, run, jobs=jobs, own_provenance=given_away, progress=progress)
        report = CheckReport(table, setup.work, prices, buried)
    errors = 0
    for row in report.rows():
        errors += row.line.error is not None
        each(row)
    if outputs.page is not None:
        write_page(outputs.page, report, title=table.path.name, resources=setup.resources)
    if outputs.out is not None:
        write_csv(outputs.out, report, raw=outputs.raw)
    shutil.rmtree(setup.work, ignore_errors=True)
    return errors


def check_one(listing: Mapping[str, object], opened: OpenLibrary, resources: Path) -> ListingLine:
    """The line about one listing: its columns by their names, photos as a list of paths or separated by `|`.

    Raises `LibraryError`, `ModelError`, `KarutaError`.
    """
    cells = {name: _cell(cell) for name, cell in {"listing_id": "1", "photos": "", **listing}.items()}
    columns = tuple(cells)
    table = ListingTable(Path(), columns, {name: columns.index(name) for name in COLUMNS if name in cells})
    sold = table.listing(_FIRST_LINE, tuple(cells.values()))
    mark = decimal_mark([sold.price])
    with (
        ListingPrices(opened.folder, resources, has_prices="price" in cells, mark=mark) as prices,
        BuriedListings(opened.folder, resources) as buried,
    ):
        looker = ListingLooker(open_title_reader(opened.folder, resources), resources)
        checked = looker.check(opened, QueuedListing(sold, Path.cwd(), ""))
        line = listing_line(checked)
        price = prices.of(sold, sale_title(checked.finding.words.combined))
        return replace(line, price=price, buried=buried_json(line, buried))


def _cell(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return SEPARATOR.join(map(str, value))
    return "" if value is None else str(value)


def work_folder(outputs: WantedReport) -> Path | None:
    """Beside the report; None without one, then nothing is kept."""
    place = outputs.out or outputs.page
    return None if place is None else place.with_name(place.name + UNFINISHED)
