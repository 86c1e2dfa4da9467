"""Writes an evaluation as one self-contained HTML file: no script, no network, no second file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from karuta.domain.counted import counted
from karuta.domain.errors import KarutaError
from karuta.domain.evaluation import Confidences, Evaluation, Figures
from karuta.domain.statistics import Share
from karuta.files import write_whole
from karuta.services.evaluation.evaluate import Measured
from karuta.services.evaluation.report_charts import interval_bar, reliability, risk_curve
from karuta.services.evaluation.report_failures import Artworks, failures_section
from karuta.services.evaluation.report_labels import SHARES, FigureLabel, interval, percent
from karuta.services.evaluation.report_markup import Html, joined, tag
from karuta.services.evaluation.report_style import STYLE
from karuta.services.evaluation.report_tables import (
    errors_table,
    figures_table,
    group_table,
    latency_table,
    verdict_table,
)

PICTURED = 200
"""Failures shown with pictures; at about 40 kB each the page stays under 10 MB."""
MOST_VALUES = 40
"""A condition with more values than this is no condition to read as a table; `--json` has them all."""

TILES = ("right_at_1", "right_at_5", "found", "sure_right", "unknown_rejected")

# Nothing external, no script: it is safe to open a report from a mail.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class Section:
    """A part of the page that the navigation links to."""

    anchor: str
    heading: str
    content: Html


def check_place(file: Path) -> None:
    """Raise `KarutaError` if no report can be written there, before hours are spent on measuring."""
    if file.is_dir():
        raise KarutaError(f"{file} is a folder; name a file for the report.")
    if not file.absolute().parent.is_dir():
        raise KarutaError(f"There is no folder {file.absolute().parent}; make it, or name another file for the report.")


def write_report(file: Path, measured: Measured, artworks: Artworks, *, title: str, made: datetime) -> None:
    """Write the whole page or nothing; an earlier report of that name is replaced."""
    page = report_page(measured, artworks, title=title, made=made)
    # A lone surrogate in a name must not cost the report.
    write_whole(file, lambda part: part.write_bytes(page.encode("utf-8", errors="xmlcharrefreplace")))


def report_page(measured: Measured, artworks: Artworks, *, title: str, made: datetime) -> str:
    """The whole page."""
    evaluation = measured.evaluation
    sections = [
        Section("figures", "Figures", figures_table(evaluation.figures)),
        Section("confidence", "Confidence", _confidence(evaluation)),
        *_conditions(evaluation),
        Section("latency", "Latency", latency_table(evaluation)),
        Section("failures", "Failures", failures_section(measured.failures, artworks, pictured=PICTURED)),
    ]
    if evaluation.errors:
        sections.append(Section("errors", "Photos that could not be read", errors_table(evaluation)))
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} - Karuta evaluation"),
        tag("style", Html(STYLE)),
    )
    body = tag(
        "body",
        _header(evaluation, title=title, made=made, sections=sections),
        tag("main", _tiles(evaluation.figures), *map(_section, sections)),
        _footer(),
    )
    return "<!doctype html>\n" + tag("html", head, body, lang="en") + "\n"


def _section(section: Section) -> Html:
    heading = tag("h2", section.heading, id=f"{section.anchor}-heading")
    return tag("section", heading, section.content, id=section.anchor, aria_labelledby=f"{section.anchor}-heading")


def _header(evaluation: Evaluation, *, title: str, made: datetime, sections: Sequence[Section]) -> Html:
    figures = evaluation.figures
    asked = f"{counted(figures.n_photos, 'photo')}, {counted(figures.n_cards, 'card')}"
    by = f"model {evaluation.model or 'unknown'}, index {evaluation.index or 'unknown'}"
    notes = []
    if evaluation.errors:
        notes.append(f"Not read, and so counted as wrong: {counted(len(evaluation.errors), 'photo')}.")
    if evaluation.not_in_catalogue:
        ids = ", ".join(evaluation.not_in_catalogue[:5]) + (", ..." if len(evaluation.not_in_catalogue) > 5 else "")
        notes.append(f"Without a picture in the catalogue, and so counted as wrong: {ids}.")
    links = (tag("li", tag("a", one.heading, href=f"#{one.anchor}")) for one in sections)
    return tag(
        "header",
        tag("h1", title),
        tag("p", f"{asked}; {by}; measured {made:%Y-%m-%d %H:%M} UTC", class_="soft"),
        *(tag("p", note, class_="note") for note in notes),
        tag("nav", tag("ul", *links), aria_label="Sections"),
    )


def _footer() -> Html:
    return tag(
        "footer",
        tag(
            "p",
            "Intervals are 95 % Wilson score intervals. What each figure counts stands beside it; the same figures "
            "as numbers: karuta evaluate --json.",
        ),
    )


def _tiles(figures: Figures) -> Html:
    tiles = [_tile(label, share) for label in SHARES if label.key in TILES and (share := label.share(figures))]
    return tag("dl", *tiles, class_="tiles")


def _tile(label: FigureLabel, share: Share) -> Html:
    under = tag("dd", interval(share), tag("br"), f"{share.k:,} of {share.n:,}", class_="under")
    big = tag("dd", percent(share.share), class_="big")
    return tag("div", tag("dt", label.label), big, tag("dd", interval_bar(share)), under, class_="tile")


def _confidence(evaluation: Evaluation) -> Html:
    confidences = evaluation.confidences
    plots = []
    if confidences.bins:
        plots.append(_plot(reliability(confidences.bins), _calibration_words(evaluation.figures, confidences)))
    if confidences.risk is not None:
        plots.append(_plot(risk_curve(confidences.risk, stated_by=confidences.stated_by), _risk_words(confidences)))
    return joined(tag("div", *plots, class_="plots"), tag("h3", "Right at 1 by verdict"), verdict_table(evaluation))


def _plot(drawing: Html, words: str) -> Html:
    return tag("figure", drawing, tag("figcaption", words))


def _calibration_words(figures: Figures, confidences: Confidences) -> str:
    error, floor = figures.calibration_error, confidences.floor
    if error is None or floor is None:
        return "Stated probability against share right."
    return (
        f"Calibration error {error:.3f}; a perfectly calibrated model would show about {floor:.3f} at this number of "
        "answers. Each dot is a bin of equal size, on its 95 % interval; the dashed line is the truth kept."
    )


def _risk_words(confidences: Confidences) -> str:
    risk = confidences.risk
    assert risk is not None
    at = ", ".join(f"{percent(risk.coverage_at(level))} at a risk of {percent(level)}" for level in (0.01, 0.05))
    return (
        f"Answering only from some {confidences.stated_by} up: {at}. Mean risk {risk.aurc:.4f} "
        f"(the best order of the same answers: {risk.best_aurc:.4f})."
    )


def _conditions(evaluation: Evaluation) -> list[Section]:
    sections = []
    if evaluation.by_rotation:
        groups = {
            f"{name.value}°" if name.value.isdigit() else name.value: f for name, f in evaluation.by_rotation.items()
        }
        sections.append(Section("rotation", "By rotation (of the truth's corners)", group_table(groups, "turned")))
    for place, (name, values) in enumerate(evaluation.by.items(), start=1):
        if len(values) > MOST_VALUES:
            content = tag(
                "p", f"{len(values):,} different values, too many for a table; karuta evaluate --json has them."
            )
        else:
            content = group_table(values, name)
        sections.append(Section(f"condition-{place}", f"By {name}", content))
    return sections
