"""The names and explanations of an evaluation's figures; one table for the terminal and the page."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.evaluation import Figures
from karuta.domain.statistics import Share


@dataclass(frozen=True)
class FigureLabel:
    """`key`: the name of a share in `Figures`; `low_is_good`: the aim is 0 %."""

    key: str
    label: str
    meaning: str
    low_is_good: bool = False

    def share(self, figures: Figures) -> Share | None:
        value = getattr(figures, self.key)
        assert value is None or isinstance(value, Share)
        return value


SHARES: tuple[FigureLabel, ...] = (
    FigureLabel("right_at_1", "top-1", "known cards whose first match is right; a missed card is wrong"),
    FigureLabel("right_at_5", "top-5", "known cards with the right card among the first five matches"),
    FigureLabel("found", "found", "cards that are there and were found"),
    FigureLabel("false_sightings", "false finds", "found where there is no card of the truth file", low_is_good=True),
    FigureLabel("sure_right", "sure and right", "of the answers called sure, those that are right"),
    FigureLabel("sure_coverage", "sure coverage", "known cards whose answer is called sure"),
    FigureLabel("known_refused", "known refused", "known cards called unknown or unreadable", low_is_good=True),
    FigureLabel(
        "unknown_rejected", "unknown rejected", "cards not in the catalogue of which nothing is sure or likely"
    ),
    FigureLabel("unknown_sure", "unknown called sure", "cards not in the catalogue called sure", low_is_good=True),
    FigureLabel("upright", "right way round", "paired cards with corners whose top left corner was told"),
)


def percent(value: float) -> str:
    """`97.3 %`; never rounded to 100 or 0 unless it is exactly that."""
    shown = f"{100 * value:.1f}"
    if shown == "100.0" and value < 1:
        shown = ">99.9"
    elif shown == "0.0" and value > 0:
        shown = "<0.1"
    return f"{shown} %"


def interval(share: Share) -> str:
    """`86.2 to 99.5 %`"""
    return f"{100 * share.low:.1f} to {100 * share.high:.1f} %"


def out_of(share: Share) -> str:
    """`1,204 of 1,300`"""
    return f"{share.k:,} of {share.n:,}"
