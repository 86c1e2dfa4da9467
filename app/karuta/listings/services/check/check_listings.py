"""Checks a file of listings against their photos, resumably, and writes its reports. Changes nothing in a library."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from karuta.domain.errors import KarutaError
from karuta.files import make_folder, written_over
from karuta.listings.services.check.buried_listings import BuriedListings
from karuta.listings.services.check.check_elsewhere import elsewhere
from karuta.listings.services.check.check_shards import (
    AskedPlaces,
    CheckSetup,
    Progress,
    Run,
    checked_all,
    prepared_work,
    provenance_of,
)
from karuta.listings.services.check.listing_prices import ListingPrices
from karuta.listings.services.check.read_listings import ListingTable, open_listings
from karuta.listings.services.check.report_page import write_page
from karuta.listings.services.check.report_rows import CheckReport, ReportRow, write_csv
from karuta.services.lookups.exemplars import open_for_answers

UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class WantedReport:
    """Where the reports go; `force`: an older one is replaced. `raw`: cells are not guarded against spreadsheets."""

    out: Path | None = None
    page: Path | None = None
    force: bool = False
    raw: bool = False


def opened_table(path: Path, mapped: Mapping[str, str], wanted: WantedReport) -> ListingTable:
    """The listings, once it is sure that reports can be written. Raises `KarutaError`."""
    for place in (wanted.out, wanted.page):
        if place is None:
            continue
        written_over(place)
        if place.exists() and not wanted.force:
            raise KarutaError("{path} is there already; --force replaces it.", path=place)
        if not place.absolute().parent.is_dir():
            raise KarutaError("There is no folder {path}; make it first.", path=place.absolute().parent)
    return open_listings(path, mapped)


def check_listings(
    setup: CheckSetup,
    table: ListingTable,
    wanted: WantedReport,
    *,
    run: Run,
    jobs: int,
    is_elsewhere: bool = False,
    each: Callable[[ReportRow], None],
    progress: Progress | None = None,
) -> int:
    """Check all listings, tell each finding in the file's order, write the reports; returns how many are errors.

    `is_elsewhere`: `run` does its work on other computers.

    What is finished lies in `setup.work` until the reports are written; a second run goes on there. Raises
    `LibraryError`, `ModelError`, `KarutaError`.
    """
    library = open_for_answers(setup.library, setup.resources, exemplars=setup.exemplars, exact=setup.exact)
    if setup.sheets is not None:
        make_folder(setup.sheets)
        setup = replace(setup, asked=AskedPlaces.of(table))
    provenance = provenance_of(setup, library)
    prepared_work(setup, table, provenance)
    with (
        ListingPrices(setup.library, setup.resources, table) as prices,
        BuriedListings(setup.library, setup.resources) as buried,
    ):
        over = elsewhere(run, provenance) if is_elsewhere else run
        checked_all(setup, table, over, jobs=jobs, progress=progress)
        report = CheckReport(table, setup.work, prices, buried)
    errors = 0
    for row in report.rows():
        errors += row.found["error"] is not None
        each(row)
    if wanted.page is not None:
        write_page(wanted.page, report, title=table.path.name, resources=setup.resources)
    if wanted.out is not None:
        write_csv(wanted.out, report, raw=wanted.raw)
    shutil.rmtree(setup.work, ignore_errors=True)
    return errors


def work_folder(wanted: WantedReport) -> Path | None:
    """Beside the report; None without one, then nothing is kept."""
    place = wanted.out or wanted.page
    return None if place is None else place.with_name(place.name + UNFINISHED)
