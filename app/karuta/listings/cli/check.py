"""`karuta check`: says whether listings' photos show what their titles sell."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from karuta import clock
from karuta.cli import output
from karuta.cli.answering import read_preferences
from karuta.cli.output import PacedLine
from karuta.cli.root import Invocation
from karuta.cli.scheduler import on_cluster, scheduler_option
from karuta.cli.table_path import TablePath, map_option, raw_option
from karuta.domain.errors import ModelError
from karuta.jobs.pool import in_order
from karuta.listings.services.check.check_listings import WantedReport, check_listings, opened_table, work_folder
from karuta.listings.services.check.check_report import ReportRow
from karuta.listings.services.check.check_shards import CheckSetup
from karuta.services.lookups.read_prints import code_reader_hash


@click.command(short_help="Check listings against their photos.")
@click.argument("listings", metavar="LISTINGS.csv", type=TablePath())
@click.option("--photos", "folder", metavar="DIR", help="The folder of the photos (default: beside the file).")
@map_option("mapped", metavar="COLUMN=NAME", says="What the file calls a column.")
@click.option("--out", metavar="REPORT.csv", help="Write a report: the file's columns, and what was found.")
@click.option("--html", "page", metavar="FILE", help="Write a report to sort and filter, in one HTML file.")
@click.option("--sheets", metavar="DIR", help="Write an evidence sheet (HTML) of each listing into a folder.")
@click.option(
    "--photos-anywhere",
    "anywhere",
    is_flag=True,
    help="Show photos from outside the folders of LISTINGS.csv and --photos in sheets and reports, too.",
)
@click.option("--force", is_flag=True, help="Replace reports that are there.")
@raw_option
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="So many processes at once.")
@scheduler_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per listing, one per line.")
@click.pass_obj
def check(
    invocation: Invocation,
    /,
    *,
    listings: Path,
    folder: str | None,
    mapped: Mapping[str, str],
    out: str | None,
    page: str | None,
    sheets: str | None,
    anywhere: bool,
    force: bool,
    raw: bool,
    jobs: int,
    scheduler: str | None,
    as_json: bool,
) -> int:
    """Say whether the photos of each listing in LISTINGS.csv show the card that its title sells.

    Columns: listing_id, title, description, price, currency, photos (separated by |, relative to the file). A run that
    was broken off goes on where it stopped. Changes nothing in the library. Exit code 1 when a row or a photo could not
    be read.
    """
    outputs = WantedReport(Path(out) if out else None, Path(page) if page else None, force, raw)
    photos = listings.parent if folder is None else Path(folder)
    table = opened_table(listings, mapped, outputs, photos=photos)
    if next(table.rows(), None) is None:
        output.say(f"There are no listings in {listings}; write each on a line of its own below the first.")
    run = in_order if scheduler is None else on_cluster(scheduler)
    settings = read_preferences()
    _say_of_reader(invocation.resources)
    with _work(outputs) as work:
        setup = CheckSetup(
            library=invocation.library,
            resources=invocation.resources,
            photos=photos,
            work=work,
            exemplars=settings.exemplars == "on",
            exact=settings.index == "exact",
            sheets=Path(sheets) if sheets else None,
            made=f"{clock.on_the_wall():%Y-%m-%d %H:%M %z}",
            by=settings.annotator or "",
            with_titles=settings.sheet_titles,
            near=None if anywhere else (listings.parent, photos),
        )
        errors = check_listings(
            setup,
            table,
            outputs,
            run=run,
            jobs=jobs,
            is_elsewhere=scheduler is not None,
            each=_print_json if as_json else _tell,
            progress=PacedLine("listings"),
        )
    return 1 if errors else 0


def _say_of_reader(resources: Path) -> None:
    """A damaged code reader costs no finding, but it is said."""
    try:
        code_reader_hash(resources)
    except ModelError as error:
        output.say(error.sentence)


@contextmanager
def _work(outputs: WantedReport) -> Iterator[Path]:
    kept = work_folder(outputs)
    if kept is not None:
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "work"


def _print_json(row: ReportRow) -> None:
    output.json_line(row.line.to_dict())


def _tell(row: ReportRow) -> None:
    output.line(f"{row.listing.listing_id}: {row.line.verdict}")
    for reason in row.reasons:
        output.line(f"  {reason}")
