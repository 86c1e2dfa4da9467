"""Draws sales over time as SVG: the listing's own price, what is usual, what was set aside. Asks nothing of outside."""

from __future__ import annotations

import math
from datetime import date

from karuta.listings.services.check.price_evidence import PriceEvidence, money
from karuta.services.evaluation.report_markup import Html, tag

WIDTH, HEIGHT = 560, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 12, 10, 28
_FAINT, _OWN, _BAND, _ASIDE, _SALE = "#5f5f68", "#d62828", "#dbe7f6", "#b26a00", "#2f6db5"


def dated(found: PriceEvidence) -> list[tuple[int, float, int]]:
    """(day, price, side) of the sales that say their day, the oldest first."""
    return sorted(
        (date.fromisoformat(one.sale.day).toordinal(), one.sale.price, one.side) for one in found.sales if one.sale.day
    )


def price_plot(found: PriceEvidence, *, words: str) -> Html | None:
    """The plot; None where no sale says its day. `words`: what it shows, for those who do not see it."""
    points = dated(found)
    if not points:
        return None
    quartiles = found.usual.group.quartiles
    prices = [price for _, price, _ in points] + ([found.price] if found.price else []) + [*(quartiles or ())]
    low, high = math.log(min(prices)) - 0.15, math.log(max(prices)) + 0.15
    first, last = points[0][0], max(points[-1][0], points[0][0] + 1)

    def x(day: int) -> float:
        return _LEFT + (day - first) / (last - first) * (WIDTH - _LEFT - _RIGHT)

    def y(price: float) -> float:
        return _TOP + (high - math.log(price)) / (high - low) * (HEIGHT - _TOP - _BOTTOM)

    parts: list[Html] = []
    if quartiles is not None:
        top, bottom = y(quartiles[2]), y(quartiles[0])
        parts.append(
            tag("rect", x=_LEFT, y=top, width=WIDTH - _LEFT - _RIGHT, height=max(bottom - top, 1.0), fill=_BAND)
        )
        parts.append(_across(y(quartiles[1]), _SALE, dashed=True))
    for day, price, side in points:
        colour = _ASIDE if side else _SALE
        parts.append(tag("circle", cx=x(day), cy=y(price), r=3.5, fill="none" if side else colour, stroke=colour))
    if found.price:
        parts.append(_across(y(found.price), _OWN, dashed=False))
    said = sorted({min(prices), max(prices), *(quartiles[1:2] if quartiles else ())})
    parts += [_text(_LEFT - 6, y(price) + 4, money(price), anchor="end") for price in said]
    parts.append(_text(_LEFT, HEIGHT - 8, date.fromordinal(first).isoformat(), anchor="start"))
    parts.append(_text(WIDTH - _RIGHT, HEIGHT - 8, date.fromordinal(last).isoformat(), anchor="end"))
    box = f"0 0 {WIDTH} {HEIGHT}"
    frame = {"viewBox": box, "width": str(WIDTH), "height": str(HEIGHT), "role": "img", "aria_label": words}
    return tag("svg", *parts, **frame)


def _across(at: float, colour: str, *, dashed: bool) -> Html:
    dash = "4 4" if dashed else None
    return tag(
        "line", x1=_LEFT, y1=at, x2=WIDTH - _RIGHT, y2=at, stroke=colour, stroke_width=1.5, stroke_dasharray=dash
    )


def _text(x: float, y: float, text: str, *, anchor: str) -> Html:
    return tag("text", text, x=x, y=y, text_anchor=anchor, font_size=11, fill=_FAINT)
