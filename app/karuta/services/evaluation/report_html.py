"""Writes an evaluation as one self-contained HTML file: no script, no network, no second file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from karuta.domain.card import Artwork, CardKey
from karuta.domain.evaluation import Evaluation, Figures
from karuta.domain.judging import Failing
from karuta.domain.match import CatalogueView, Match
from karuta.domain.sentence import counted
from karuta.domain.statistics import Share
from karuta.domain.truth import TruthCard
from karuta.services.evaluation.report_template import PHOTO_PIXELS, InlinePicture, fill_page, inline, inline_file


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


PICTURED = 200
"""Failures shown with pictures; at about 40 kB each the page stays under 10 MB."""
MOST_VALUES = 40
"""A condition with more values than this is no condition to read as a table; `--json` has them all."""

TEMPLATE = "evaluation/page.html"
GROUP_COLUMNS = ("right_at_1", "right_at_5", "found", "sure_coverage", "known_refused", "unknown_rejected")


@dataclass(frozen=True)
class Section:
    """A part of the page that its navigation links to. `part`: its template.

    `groups`: the figures for each value of the condition `name`.
    """

    anchor: str
    heading: str
    part: str
    name: str = ""
    groups: Mapping[str, Figures] = field(default_factory=dict)

    @property
    def labels(self) -> list[FigureLabel]:
        """A figure that applies to none of the groups gets no column."""
        by_key = {label.key: label for label in SHARES}
        labels = [by_key[key] for key in GROUP_COLUMNS]
        return [label for label in labels if any(label.share(figures) for figures in self.groups.values())]

    @property
    def heads(self) -> list[str]:
        """The column without a name has the first figure's interval, drawn."""
        drawn = [(label.label, "") if label.key == "right_at_1" else (label.label,) for label in self.labels]
        return [self.name, "cards", *(head for heads in drawn for head in heads)]


@dataclass(frozen=True)
class Frame:
    """A plot's inner rectangle and the values at its edges."""

    left: float = 56
    top: float = 14
    width: float = 330
    height: float = 230
    top_value: float = 1.0

    @classmethod
    def up_to(cls, value: float) -> Frame:
        """Its upper edge is at 2, 4, 10, 20, 40 or 100 %: a round figure above the curve."""
        return cls(top_value=next((edge for edge in (0.02, 0.04, 0.1, 0.2, 0.4) if value <= edge), 1.0))

    def x(self, value: float) -> float:
        return self.left + self.width * value

    def y(self, value: float) -> float:
        return self.top + self.height * (1 - value / self.top_value)

    @property
    def box(self) -> str:
        return f"0 0 {self.left + self.width + 18:g} {self.top + self.height + 48:g}"


HEADINGS: Mapping[Failing, str] = {
    Failing.SURE_AND_WRONG: "Sure, and wrong",
    Failing.STRANGER_ACCEPTED: "Not in the catalogue, and accepted",
    Failing.WRONG: "Wrong",
    Failing.MISSED: "Missed: no card found there",
    Failing.REFUSED: "Right, but called unknown or unreadable",
    Failing.FALSE_SIGHTING: "Sightings that are paired with no card",
}
GRAVE = (Failing.SURE_AND_WRONG, Failing.STRANGER_ACCEPTED)


@dataclass(frozen=True, eq=False)
class Artworks:
    """The cards of a catalogue for a report. `picture_of`: a picture's hash -> its file, or None."""

    view: CatalogueView
    picture_of: Callable[[str], Path | None]

    def named(self, card: TruthCard) -> list[Artwork]:
        """Of each card that the row names: its main artwork, else its first."""
        best: dict[CardKey, Artwork] = {}
        for artwork in sorted(self.view.artworks, key=lambda artwork: not artwork.is_main):
            if card.is_named(artwork.card):
                best.setdefault(artwork.card, artwork)
        return list(best.values())

    def picture(self, shown: Artwork | Match) -> InlinePicture | None:
        return inline_file(self.picture_of(shown.picture_sha256))


def write_report(
    file: Path, evaluation: Evaluation, artworks: Artworks, *, photos: Path, title: str, made: datetime
) -> None:
    """Write the whole page or nothing; an earlier report of that name is replaced. `photos`: the folder of them."""
    fill_page(file, TEMPLATE, **_facts(evaluation, artworks, photos), title=title, made=made)


def _facts(evaluation: Evaluation, artworks: Artworks, photos: Path) -> dict[str, Any]:
    return {
        "evaluation": evaluation,
        "sections": list(_sections(evaluation)),
        "shares": SHARES,
        "most_values": MOST_VALUES,
        "most_pictured": PICTURED,
        "kinds": Counter(failure.failing for failure in evaluation.failures),
        "headings": HEADINGS,
        "grave": GRAVE,
        "artworks": artworks,
        "inline": inline,
        "photo_of": lambda failure: inline_file(photos / failure.photo, longest=PHOTO_PIXELS),
        **{"counted": counted, "interval": interval, "out_of": out_of, "percent": percent, "frame_up_to": Frame.up_to},
    }


def _sections(evaluation: Evaluation) -> Iterator[Section]:
    yield Section("figures", "Figures", "figures")
    yield Section("confidence", "Confidence", "confidence")
    if evaluation.by_rotation:
        turned = {
            f"{name.value}°" if name.value.isdigit() else name.value: figures
            for name, figures in evaluation.by_rotation.items()
        }
        yield Section("rotation", "By rotation (of the truth's corners)", "groups", "turned", turned)
    for place, (name, values) in enumerate(evaluation.by.items(), start=1):
        yield Section(f"condition-{place}", f"By {name}", "groups", name, values)
    yield Section("latency", "Latency", "latency")
    yield Section("failures", "Failures", "failures")
    if evaluation.unread:
        yield Section("errors", "Photos that could not be read", "errors")
