"""The failures of an evaluation in pictures: the crop beside the wrong answer and the right one. Counts nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from karuta.domain.card import CardKey
from karuta.domain.counted import counted
from karuta.domain.judging import Failing
from karuta.domain.match import CatalogueView, Match
from karuta.domain.sighting import Corners
from karuta.domain.truth import TruthCard
from karuta.services.evaluation.evaluate import Failure, named_cards
from karuta.services.evaluation.report_labels import percent
from karuta.services.evaluation.report_markup import Html, joined, tag
from karuta.services.evaluation.report_pictures import PHOTO_PIXELS, InlinePicture, inline, inline_file

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
    """Where a report finds the picture of a card. `picture_of`: a picture's hash -> its file, or None."""

    view: CatalogueView
    picture_of: Callable[[str], Path | None]

    def of_card(self, card: CardKey) -> InlinePicture | None:
        """The card's main artwork, else its first."""
        found = [artwork for artwork in self.view.artworks if artwork.card == card]
        best = next((artwork for artwork in found if artwork.is_main), found[0] if found else None)
        return None if best is None else inline_file(self.picture_of(best.picture_sha256))

    def of_match(self, match: Match) -> InlinePicture | None:
        """The nearest artwork of the match."""
        return inline_file(self.picture_of(match.picture_sha256))

    def name_of(self, card: CardKey) -> str:
        return next((artwork.name for artwork in self.view.artworks if artwork.card == card), str(card))


def failures_section(failures: Sequence[Failure], artworks: Artworks, *, pictured: int) -> Html:
    """The first `pictured` failures (the worst first) as pictures, the others as a list."""
    if not failures:
        return tag("p", "There is none: every card was found and right, and nothing was seen where no card is.")
    parts = [
        joined(
            tag("h3", f"{HEADINGS[failing]} ({sum(one.failing is failing for one in failures)})"),
            tag("ul", *(_pictured(one, artworks) for one in group), class_="failures"),
        )
        for failing, group in groupby(failures[:pictured], key=lambda one: one.failing)
    ]
    return joined(*parts, _unpictured(failures[pictured:], artworks))


def _pictured(failure: Failure, artworks: Artworks) -> Html:
    grave = failure.failing in GRAVE
    verdict = "missed" if failure.verdict is None else failure.verdict.value
    head = tag(
        "h4",
        tag("span", failure.photo, _which(failure), class_="name", dir="auto"),
        tag("span", verdict, class_="badge bad" if grave else "badge"),
    )
    if failure.failing is Failing.MISSED or failure.crop is None:
        return tag("li", head, _whole_photo(failure, artworks), class_="failure")
    first = failure.matches[0] if failure.matches else None
    trio = tag(
        "div",
        _figure("seen", inline(failure.crop), caption="the crop", missing="no crop"),
        _taken_for(first, artworks),
        _right(failure.card, artworks),
        class_="trio",
    )
    return tag("li", head, trio, _matches(failure), class_="failure")


def _which(failure: Failure) -> Html | None:
    return None if failure.sighting is None else tag("span", f" card {failure.sighting + 1}", class_="which")


def _taken_for(match: Match | None, artworks: Artworks) -> Html:
    if match is None:
        return _figure("taken for", None, caption="nothing", missing="no match")
    return _figure("taken for", artworks.of_match(match), caption=match.name, key=str(match.card), missing="no picture")


def _right(card: TruthCard | None, artworks: Artworks) -> Html:
    if card is None:
        return _figure("right", None, caption="no card of the truth file", missing="no card is here")
    if not card.known:
        return _figure("right", None, caption="none", missing="not in the catalogue")
    keys = named_cards(card.ids, artworks.view)
    if not keys:
        return _figure("right", None, caption=card.written, missing="no picture in the catalogue")
    names = " or ".join(dict.fromkeys(artworks.name_of(key) for key in keys))
    written = " or ".join(map(str, keys))
    return _figure("right", artworks.of_card(keys[0]), caption=names, key=written, missing="no picture")


def _figure(heading: str, picture: InlinePicture | None, *, caption: str, missing: str, key: str | None = None) -> Html:
    shown = (
        tag("div", missing, class_="none")
        if picture is None
        else tag("img", src=picture.uri, width=picture.width, height=picture.height, alt=f"{heading}: {caption}")
    )
    said = tag(
        "figcaption",
        tag("b", heading),
        tag("span", caption, dir="auto"),
        None if key is None else tag("span", key, class_="key"),
    )
    return tag("figure", shown, said)


def _matches(failure: Failure) -> Html:
    card = failure.card
    items = [
        tag(
            "li",
            tag("span", f"{match.score:.3f}", class_="score"),
            tag("span", "" if match.probability is None else percent(match.probability), class_="score"),
            tag(
                "span",
                match.name,
                " (right)" if card is not None and card.is_named(match.card) else None,
                class_="right" if card is not None and card.is_named(match.card) else None,
                dir="auto",
            ),
        )
        for match in failure.matches
    ]
    return tag("ol", *items, class_="matches", aria_label="matches with score and probability") if items else Html("")


def _whole_photo(failure: Failure, artworks: Artworks) -> Html:
    photo = inline_file(failure.path, longest=PHOTO_PIXELS)
    if photo is None:
        seen = tag("div", "the photo cannot be shown", class_="none")
    else:
        corners = None if failure.card is None else failure.card.corners
        seen = tag(
            "svg",
            tag("title", f"the photo {failure.photo}" + (", the missed card outlined" if corners is not None else "")),
            tag("image", href=photo.uri, width=photo.width, height=photo.height),
            None if corners is None else tag("polygon", points=_points(corners, photo.scale)),
            viewBox=f"0 0 {photo.width} {photo.height}",
            role="img",
        )
    whole = tag("figure", seen, tag("figcaption", "the whole photo"))
    return tag("div", whole, tag("div", _right(failure.card, artworks), class_="right"), class_="whole")


def _points(corners: Corners, scale: float) -> str:
    return " ".join(f"{x * scale:.1f},{y * scale:.1f}" for x, y in corners)


def _unpictured(failures: Sequence[Failure], artworks: Artworks) -> Html:
    if not failures:
        return Html("")
    rows = [
        tag(
            "tr",
            tag("th", one.photo, scope="row"),
            tag("td", one.failing.value),
            tag("td", "" if one.card is None else one.card.written or "not in the catalogue"),
            tag("td", one.matches[0].name if one.matches else ""),
        )
        for one in failures
    ]
    head = tag("tr", *(tag("th", name, scope="col") for name in ("photo", "how", "right card", "taken for")))
    table = tag("table", tag("thead", head), tag("tbody", *rows))
    return tag(
        "details",
        tag("summary", f"{counted(len(failures), 'more failure')} without pictures"),
        tag("div", table, class_="wide"),
    )
