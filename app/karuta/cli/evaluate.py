"""`karuta evaluate`: measures lookups against a truth file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from karuta import clock
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.table_path import TablePath
from karuta.domain.evaluation import Evaluation, Figures
from karuta.domain.judging import Failure
from karuta.domain.sentence import counted
from karuta.paths import check_target
from karuta.services.catalogue.catalogue_pictures import picture_file
from karuta.services.evaluation.evaluate import evaluate_library, evaluation_result, photos_beside
from karuta.services.evaluation.read_truth import read_truth
from karuta.services.evaluation.report_html import (
    PICTURED,
    SHARES,
    Artworks,
    interval,
    out_of,
    percent,
    write_report,
)
from karuta.services.library.open_library import open_for_reading
from karuta.services.lookups.identify import unread
from karuta.services.lookups.read_prints import reading

SHOWN_FAILURES = 10
MOST_VALUES = 12


@click.command(short_help="Evaluate lookups against a truth file.")
@click.argument("truth", metavar="TRUTH.csv", type=TablePath())
@click.option("--photos", "folder", metavar="DIR", help="The folder of the photos (default: beside the truth file).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with every figure.")
@click.option(
    "--html", "page", metavar="FILE", help="Also write a report with pictures of the failures (replaces FILE)."
)
@click.option("--no-reading", is_flag=True, help="Read nothing on the cards.")
@click.pass_obj
def evaluate(
    invocation: Invocation, /, *, truth: str, folder: str | None, as_json: bool, page: str | None, no_reading: bool
) -> int:
    """Look up the photos that TRUTH.csv names and say how many answers are right, with 95 % intervals.

    TRUTH.csv has the columns photo, card_id (`a|b` where two are right, empty for "not in the catalogue") and
    perhaps corners; any other column is a condition to group by. Confirmed crops are never used. Changes nothing
    in the library. Exit code 1 when a photo could not be read: it counts as wrong, and the figures are printed.
    """
    file = Path(truth)
    expected = read_truth(file)
    photos = photos_beside(file, folder)
    if page is not None:
        check_target(Path(page), force=True, reads=(file, *(photos / photo.name for photo in expected.photos)))
    library = open_for_reading(invocation.library, invocation.resources)
    library = library.by_pictures_alone() if no_reading else library
    if library.warning:
        output.say(library.warning)
    evaluation = evaluate_library(
        library,
        expected,
        photos,
        read=unread if no_reading else reading(library, invocation.resources, say=output.say),
        source=file.name,
        crops=0 if page is None else PICTURED,
        progress=output.PacedLine("photos"),
    )
    _warn(evaluation, file.name)
    if as_json:
        output.json_line(evaluation_result(evaluation).to_dict())
    else:
        _tell(evaluation)
    if page is not None:
        view = library.recogniser.view
        artworks = Artworks(view, lambda sha256: picture_file(invocation.library, view, sha256))
        title = f"{file.name}, evaluated"
        write_report(Path(page), evaluation, artworks, photos=photos, title=title, made=clock.now())
        output.say(f"The report is {page}.")
    return 1 if evaluation.unread else 0


def _warn(evaluation: Evaluation, source: str) -> None:
    absent = evaluation.not_in_catalogue
    if absent:
        shown = ", ".join(absent[:5]) + (", ..." if len(absent) > 5 else "")
        output.say(f"{source}: {counted(len(absent), 'card id')} without a picture in this catalogue ({shown}); wrong.")


# ---- text ------------------------------------------------------------------------------------------------------


def _tell(evaluation: Evaluation) -> None:
    output.line(f"{counted(evaluation.n_photos, 'photo')}, {counted(evaluation.n_cards, 'card')}")
    output.line(f"model {evaluation.model}, index {evaluation.index}")
    output.line()
    _tell_figures(evaluation)
    for name, values in evaluation.by.items():
        _tell_groups(name, values)
    if evaluation.by_rotation:
        _tell_groups("rotation", {str(name): value for name, value in evaluation.by_rotation.items()})
    total = evaluation.latency_ms["total"]
    if total.median is not None and total.p95 is not None:
        steps = ", ".join(
            f"{step} {latency.median:.0f}"
            for step, latency in evaluation.latency_ms.items()
            if step != "total" and latency.median is not None
        )
        output.line()
        output.line(f"a photo takes {total.median:.0f} ms (median; {steps}), 95 % at most {total.p95:.0f} ms")
    _tell_failures(evaluation.failures)
    for outcome in evaluation.unread:
        output.line(f"not read: {outcome.photo.name} ({outcome.error})")


def _tell_figures(figures: Figures) -> None:
    rows = []
    for label in SHARES:
        share = label.share(figures)
        if share is not None:
            rows.append((label.label, percent(share.share), interval(share), out_of(share)))
    _table(("", "share", "95 % interval", "count"), rows)
    for name, value in (("mean overlap", figures.iou_mean), ("calibration error", figures.calibration_error)):
        if value is not None:
            output.line(f"{name} {value:.3f}")


def _tell_groups(name: str, groups: Mapping[str, Figures]) -> None:
    output.line()
    if len(groups) > MOST_VALUES:
        output.line(f"by {name}: {len(groups):,} values; --json has them all")
        return
    rows = []
    for value, figures in groups.items():
        share, rejected = figures.right_at_1, figures.unknown_rejected
        row = ("-", "", "") if share is None else (percent(share.share), interval(share), out_of(share))
        rows.append((value or "(empty)", *row, "" if rejected is None else f"{rejected.k:,} of {rejected.n:,}"))
    with_unknown = any(row[-1] for row in rows)
    heads = (f"by {name}", "top-1", "95 % interval", "count", "unknown rejected")
    _table(heads if with_unknown else heads[:-1], rows if with_unknown else [row[:-1] for row in rows])


def _tell_failures(failures: Sequence[Failure]) -> None:
    if failures:
        output.line()
        output.line(f"{counted(len(failures), 'failure')}, the gravest first:")
    for failure in failures[:SHOWN_FAILURES]:
        first = f", taken for {failure.first.name} ({failure.first.card})" if failure.first else ""
        right = f" {failure.card.written}" if failure.card is not None and failure.card.names_card else ""
        output.line(f"  {failure.photo}{right}: {failure.failing.value}{first}")
    if len(failures) > SHOWN_FAILURES:
        output.line(f"  and {len(failures) - SHOWN_FAILURES:,} more (--json or --html shows them)")


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell; the first left-aligned, the others right-aligned."""
    widths = [max(_width(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    for row in [heads, *rows]:
        pads = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        cells = [row[0] + pads[0], *(pad + cell for pad, cell in zip(pads[1:], row[1:], strict=True))]
        output.line("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Width in terminal columns: a Japanese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
