"""The charts of a report as inline SVG: interval bars, reliability, risk against coverage. Counts nothing itself.

Every chart has a title for screen readers, and uses the page's colours, light or dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from karuta.domain.reliability import Bin, RiskCoverage
from karuta.domain.statistics import Share
from karuta.services.evaluation.report_labels import percent
from karuta.services.evaluation.report_markup import Html, joined, tag

MOST_POINTS = 200
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Frame:
    """A plot's inner rectangle and the values at its edges."""

    left: float = 56
    top: float = 14
    width: float = 330
    height: float = 230
    right_value: float = 1.0
    top_value: float = 1.0

    def x(self, value: float) -> float:
        return self.left + self.width * value / self.right_value

    def y(self, value: float) -> float:
        return self.top + self.height * (1 - value / self.top_value)

    @property
    def box(self) -> str:
        return f"0 0 {self.left + self.width + 18:g} {self.top + self.height + 48:g}"


def interval_bar(share: Share | None) -> Html:
    """A share as a dot on its interval, 0 to 100 % from left to right."""
    if share is None:
        return Html("")
    wide = max(1.5, 100 * (share.high - share.low))
    left = min(100 * share.low, 100 - wide)
    return tag(
        "svg",
        tag("rect", x=0, y=5.5, width=100, height=1, class_="track"),
        tag("rect", x=left, y=2, width=wide, height=8, rx=1.5, class_="span"),
        tag("circle", cx=100 * share.share, cy=6, r=2.2, class_="dot"),
        class_="interval",
        viewBox="-3 0 106 12",
        aria_hidden="true",
    )


def reliability(bins: Sequence[Bin]) -> Html:
    """Stated probability against the share right of each bin, with its interval, and the diagonal."""
    frame = Frame()
    marks = [
        joined(
            tag(
                "line",
                x1=frame.x(one.confidence),
                x2=frame.x(one.confidence),
                y1=frame.y(one.right.low),
                y2=frame.y(one.right.high),
                class_="whisker",
            ),
            tag(
                "circle",
                tag("title", f"stated {percent(one.confidence)}, right {one.right.k} of {one.right.n}"),
                cx=frame.x(one.confidence),
                cy=frame.y(one.right.share),
                r=4,
                class_="dot",
            ),
        )
        for one in bins
    ]
    diagonal = tag(
        "line", x1=frame.x(0), y1=frame.y(0), x2=frame.x(1), y2=frame.y(1), class_="ideal", stroke_dasharray="5 4"
    )
    said = "; ".join(f"stated {percent(one.confidence)}: right {percent(one.right.share)}" for one in bins)
    return _plot(
        frame,
        joined(diagonal, *marks),
        title="Stated probability against share right",
        description=f"Bins of equal size. {said}.",
        across="stated probability of the first match",
        up="share right",
    )


def risk_curve(risk: RiskCoverage, *, stated_by: str) -> Html:
    """Share wrong among the answered questions against the share answered, the most confident first."""
    points = risk.thinned(MOST_POINTS)
    top = _round_up(max(point.risk for point in points))
    frame = Frame(top_value=top)
    path = "M" + " L".join(f"{frame.x(p.coverage):.1f} {frame.y(p.risk):.1f}" for p in points)
    last = points[-1]
    area = (
        f"{path} L{frame.x(last.coverage):.1f} {frame.y(0):.1f} L{frame.x(points[0].coverage):.1f} {frame.y(0):.1f} Z"
    )
    marks = [
        tag(
            "circle",
            tag(
                "title",
                f"{percent(p.coverage)} answered, {percent(p.risk)} of them wrong ({stated_by} {p.threshold:.3f})",
            ),
            cx=frame.x(p.coverage),
            cy=frame.y(p.risk),
            r=1.5 if len(points) > 40 else 3.5,
            class_="dot",
        )
        for p in points
    ]
    said = ", ".join(
        f"{percent(risk.coverage_at(level))} answered at a risk of {percent(level)}" for level in (0.0, 0.01, 0.05)
    )
    return _plot(
        frame,
        joined(tag("path", d=area, class_="area"), tag("path", d=path, class_="curve"), *marks),
        title="Share wrong against share answered",
        description=f"{said}; at most {percent(last.coverage)} answered, then {percent(last.risk)} wrong.",
        across=f"share answered, from the highest {stated_by} down",
        up="share wrong",
    )


def _plot(frame: Frame, content: Html, *, title: str, description: str, across: str, up: str) -> Html:
    ticks = joined(*(_tick(frame, part) for part in _TICKS))
    middle = frame.top + frame.height / 2
    return tag(
        "svg",
        tag("title", title),
        tag("desc", description),
        ticks,
        content,
        tag("text", across, x=frame.x(0.5), y=frame.y(0) + 38, text_anchor="middle", class_="axis"),
        tag("text", up, transform=f"translate(12 {middle:g}) rotate(-90)", text_anchor="middle", class_="axis"),
        class_="plot",
        viewBox=frame.box,
        role="img",
    )


def _tick(frame: Frame, part: float) -> Html:
    """Gridlines at this part of both axes, with their values."""
    across, up = part * frame.right_value, part * frame.top_value
    x, y = frame.x(across), frame.y(up)
    return joined(
        tag("line", x1=x, x2=x, y1=frame.y(0), y2=frame.top, class_="grid"),
        tag("line", x1=frame.left, x2=frame.left + frame.width, y1=y, y2=y, class_="grid"),
        tag("text", f"{100 * across:g} %", x=x, y=frame.y(0) + 16, text_anchor="middle"),
        tag("text", f"{100 * up:g} %", x=frame.left - 7, y=y + 4, text_anchor="end"),
    )


def _round_up(value: float) -> float:
    """The next of 2, 4, 10, 20, 40, 100 %: the axis ends at a round figure above the curve."""
    return next((edge for edge in (0.02, 0.04, 0.1, 0.2, 0.4) if value <= edge), 1.0)
