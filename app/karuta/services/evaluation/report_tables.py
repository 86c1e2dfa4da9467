"""The tables of a report: figures, verdicts, groups, latency, errors. Every table scrolls in its own box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from karuta.domain.evaluation import Evaluation, Figures
from karuta.domain.match import Verdict
from karuta.domain.statistics import Share
from karuta.services.evaluation.report_charts import interval_bar
from karuta.services.evaluation.report_labels import SHARES, FigureLabel, interval, percent
from karuta.services.evaluation.report_markup import Html, tag

GROUP_COLUMNS = ("right_at_1", "right_at_5", "found", "sure_coverage", "known_refused", "unknown_rejected")


def figures_table(figures: Figures) -> Html:
    """Every figure with its interval, its count and what it counts."""
    rows = [_figure_row(label, label.share(figures)) for label in SHARES]
    for name, value, meaning in (
        ("mean overlap", figures.iou_mean, "intersection over union of the cards paired by their corners"),
        ("calibration error", figures.calibration_error, "distance of stated probability and share right, equal bins"),
    ):
        shown = "-" if value is None else f"{value:.3f}"
        cells = (tag("td", shown, class_="number"), tag("td"), tag("td"), tag("td"))
        rows.append(tag("tr", tag("th", name, scope="row"), *cells, tag("td", meaning, class_="meaning")))
    return _table(
        ("figure", "share", "0 to 100 %", "95 % interval", "count", "what it counts"), rows, numbers=(1, 3, 4)
    )


def _figure_row(label: FigureLabel, share: Share | None) -> Html:
    meaning = label.meaning + (" (low is good)" if label.low_is_good else "")
    cells = (
        ("-", Html(""), "", "")
        if share is None
        else (percent(share.share), interval_bar(share), interval(share), f"{share.k:,} of {share.n:,}")
    )
    return tag(
        "tr",
        tag("th", label.label, scope="row"),
        tag("td", cells[0], class_="number"),
        tag("td", cells[1]),
        tag("td", cells[2], class_="number"),
        tag("td", cells[3], class_="number"),
        tag("td", meaning, class_="meaning"),
    )


def verdict_table(evaluation: Evaluation) -> Html:
    """Of the known cards with each verdict, those right at 1."""
    rows = [
        tag(
            "tr",
            tag("th", verdict.value, scope="row"),
            tag("td", "-" if share is None else f"{share.k:,} of {share.n:,}", class_="number"),
            tag("td", "" if share is None else percent(share.share), class_="number"),
            tag("td", interval_bar(share)),
            tag("td", "" if share is None else interval(share), class_="number"),
        )
        for verdict in Verdict
        for share in (evaluation.by_verdict.get(verdict),)
    ]
    return _table(("verdict", "known cards right", "share", "0 to 100 %", "95 % interval"), rows, numbers=(1, 2, 4))


def group_table(groups: Mapping[str, Figures], name: str) -> Html:
    """The figures for each value of a condition; a figure that applies to none of them gets no column."""
    labels = [
        label
        for key in GROUP_COLUMNS
        for label in SHARES
        if label.key == key and any(label.share(figures) for figures in groups.values())
    ]
    rows = [
        tag(
            "tr",
            tag("th", value or "(empty)", scope="row", dir="auto"),
            tag("td", f"{figures.n_cards:,}", class_="number"),
            *(cell for label in labels for cell in _group_cells(label.share(figures), wide=label.key == "right_at_1")),
        )
        for value, figures in groups.items()
    ]
    heads = [name, "cards"]
    for label in labels:
        heads += [label.label, ""] if label.key == "right_at_1" else [label.label]
    bars = [heads.index("")] if "" in heads else []
    return _table(heads, rows, numbers=[at for at in range(1, len(heads)) if at not in bars])


def _group_cells(share: Share | None, *, wide: bool) -> list[Html]:
    if share is None:
        return [tag("td", "-", class_="number")] + ([tag("td")] if wide else [])
    counted = tag("small", f" {share.k:,}/{share.n:,}")
    cells = [tag("td", percent(share.share), counted, class_="number")]
    if wide:
        cells.append(tag("td", interval_bar(share), tag("small", interval(share))))
    return cells


def latency_table(evaluation: Evaluation) -> Html:
    """Milliseconds for each step."""
    rows = [
        tag(
            "tr",
            tag("th", step, scope="row"),
            *(tag("td", "-" if ms is None else f"{ms:.1f}", class_="number") for ms in (latency.median, latency.p95)),
        )
        for step, latency in evaluation.latency_ms.items()
    ]
    return _table(("step", "median, ms", "95th percentile, ms"), rows, numbers=(1, 2))


def errors_table(evaluation: Evaluation) -> Html:
    """The photos that could not be read, and why."""
    rows = [tag("tr", tag("th", one.photo, scope="row"), tag("td", one.code)) for one in evaluation.errors]
    return _table(("photo", "why"), rows, numbers=())


def _table(heads: Sequence[str], rows: Sequence[Html], *, numbers: Sequence[int]) -> Html:
    head = tag(
        "tr",
        *(tag("th", text, scope="col", class_="number" if at in numbers else None) for at, text in enumerate(heads)),
    )
    # Wide tables scroll inside their box, and the keyboard can reach the box.
    table = tag("table", tag("thead", head), tag("tbody", *rows))
    return tag("div", table, class_="wide", tabindex="0", role="region", aria_label=f"table: {heads[0]}")
