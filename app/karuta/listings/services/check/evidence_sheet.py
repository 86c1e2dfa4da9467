"""One listing's evidence as one HTML file: what was sold, shown and found, to be attached to a reply.

It opens without a network and refers to nothing outside. Photos are encoded anew from their pixels, so no place stands
in them. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta import __version__
from karuta.domain.card import CardKey
from karuta.domain.errors import KarutaError
from karuta.domain.label import Points
from karuta.domain.match import Verdict
from karuta.domain.sentence import Sentence
from karuta.engine.decode import open_picture
from karuta.files import write_whole
from karuta.listings.domain.check.checked import KeptDecision
from karuta.listings.domain.check.listing import FieldFinding, FieldVerdict, SeenCard, SeenMatch
from karuta.listings.domain.check.words import (
    FIELD_NAMES,
    TOKENS,
    VERDICTS,
    code_sentence,
    decision_sentence,
    edition_sentence,
    found_sentence,
    token_verdict,
    value_sentence,
)
from karuta.listings.domain.titles.reading import TitleToken
from karuta.listings.services.check.listing_sources import PHOTO_ELSEWHERE
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.listings.services.check.price_evidence import PriceEvidence
from karuta.listings.services.check.price_part import price_part
from karuta.paths import LibraryFolder
from karuta.services.catalogue.compare_cards import STRIP_WIDEST, Region, differing_regions, flat_sighting, flat_strip
from karuta.services.catalogue.show_card import show_card
from karuta.services.evaluation.report_markup import Html, joined, tag
from karuta.services.evaluation.report_pictures import InlinePicture, inline, inline_file

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
MATCHES, CARDS = 3, 12
PHOTO_PIXELS, CARD_PIXELS = 1000, 480
# Five cards beside each other fit a page of A4.
_CARD_WIDTH, _PHOTO_WIDTH, _STRIP_WIDTH = 120, 420, 260
_FRAME = (214, 40, 40)
_FRAME_SHARE = 0.012
_STYLE = (
    "body{font:14px/1.45 sans-serif;color:#1b1b1e;background:#fff;margin:24px;max-width:960px}"
    "h1{font-size:20px;margin:0 0 4px}h2{font-size:15px;margin:18px 0 6px}"
    "table{border-collapse:collapse}th,.name{white-space:nowrap}"
    "td,th{text-align:left;vertical-align:top;padding:3px 12px 3px 0}"
    ".differs{color:#b3261e}"
    ".small{color:#5f5f68;font-size:12px;overflow-wrap:anywhere}"
)
_LIKELY = {
    Verdict.SURE: Sentence("recognised for sure"),
    Verdict.LIKELY: Sentence("very likely recognised"),
    Verdict.UNSURE: Sentence("not recognised for sure"),
    Verdict.UNKNOWN: Sentence("not in the catalogue"),
    Verdict.UNREADABLE: Sentence("unreadable"),
}

Say = Callable[[str], str]
"""Says a sentence in the language of the sheet; any other text as it is."""


@dataclass(frozen=True)
class SheetFacts:
    """`made`: when, as it is to be read. `by`: who. `kept`: what is decided, if anything. `price`: beside the sales.

    `with_titles`: the titles of the sales are named. They are other sellers', and a sheet goes to one of them.
    `anywhere`: photos are shown wherever they lie; the table that names them may be a stranger's.
    """

    made: str
    by: str
    kept: KeptDecision | None = None
    price: PriceEvidence | None = None
    with_titles: bool = False
    anywhere: bool = False


def write_sheet(path: Path, look: ListingLook, library: LibraryFolder, facts: SheetFacts, *, say: Say = str) -> Path:
    """Write the sheet, whole or not at all. Raises `OSError`."""
    page = sheet_html(look, library, facts, say=say)
    return write_whole(path, lambda beside: beside.write_text(page, encoding="utf-8", errors="replace"))


def sheet_html(look: ListingLook, library: LibraryFolder, facts: SheetFacts, *, say: Say = str) -> str:
    """The page. Pictures that cannot be read any more are left out."""
    sheet = _Sheet(look, library, say, anywhere=facts.anywhere)
    title = say(Sentence("Evidence sheet: {listing}", listing=look.queued.listing.listing_id))
    head = joined(
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("title", title),
        Html(f"<style>{_STYLE}</style>"),
    )
    body = joined(
        tag("h1", title), *sheet.verdict(facts), *sheet.title(), *sheet.photos(), *sheet.cards(), *sheet.close_ups()
    )
    price = price_part(facts.price, say=say, with_titles=facts.with_titles) if facts.price is not None else ()
    end = joined(*sheet.fields(), *price, *sheet.grounds(facts))
    return f"<!doctype html>\n<html><head>{head}</head><body>{body}{end}</body></html>\n"


class _Sheet:
    """The parts of one page."""

    def __init__(self, look: ListingLook, library: LibraryFolder, say: Say, *, anywhere: bool) -> None:
        self._look, self._library, self._say = look, library, say
        self._hidden = () if anywhere else look.queued.far_photos
        self._artworks: dict[tuple[CardKey, str], Path | None] = {}

    def verdict(self, facts: SheetFacts) -> Iterator[Html]:
        look, say = self._look, self._say
        yield tag("p", tag("b", say(VERDICTS[look.finding.verdict])))
        for found in look.finding.fields:
            if found.field == "card" or found.verdict is FieldVerdict.DIFFERS:
                yield tag("p", say(found.reason))
        for trouble in look.finding.troubles:
            text = f"{trouble.photo}: {say(trouble.message)}" if trouble.photo else say(trouble.message)
            yield tag("p", text)
        for photo in self._hidden:
            yield tag("p", say(Sentence(PHOTO_ELSEWHERE, photo=Path(photo).name)))
        kept = facts.kept
        if kept is not None:
            text = f"{kept.annotator}, {kept.time}: {say(decision_sentence(kept.decision))}"
            yield tag("p", f"{text}. {kept.decision.reason}" if kept.decision.reason else f"{text}.")

    def title(self) -> Iterator[Html]:
        look, say = self._look, self._say
        yield tag("h2", say(Sentence("Title")))
        yield tag("p", look.queued.listing.title)
        fields = look.finding.fields
        rows = [
            tag(
                "tr",
                tag("td", _marked(one, fields)),
                tag("td", say(TOKENS[one.field])),
                tag("td", say(value_sentence(one.field.value, one.value)), class_="small"),
            )
            for one in look.finding.words.title.tokens
        ]
        yield tag("table", *rows)
        if look.queued.listing.description:
            yield tag("h2", say(Sentence("Description")))
            yield tag("p", look.queued.listing.description)

    def photos(self) -> Iterator[Html]:
        look = self._look
        yield tag("h2", self._say(Sentence("Photos")))
        for photo in look.shown.photos:
            path = None if photo.name in self._hidden else look.path(photo.name)
            picture = inline_file(path, longest=PHOTO_PIXELS)
            if picture is not None:
                yield tag("p", _image(picture, _PHOTO_WIDTH, Path(photo.name).name))
            # The folder that it lay in is nobody's business.
            yield tag("p", f"{Path(photo.name).name} · SHA-256 {photo.sha256}", class_="small")

    def cards(self) -> Iterator[Html]:
        for number, seen in enumerate(self._look.finding.seen[:CARDS], start=1):
            photo = Path(seen.photo).name
            yield tag("h2", self._say(Sentence("Card {number} in {photo}", number=number, photo=photo)))
            yield tag("p", self._say(Sentence("The back of a card") if seen.back else _LIKELY[seen.verdict]))
            yield tag("table", tag("tr", *self._beside(seen)))
            yield from self._print(seen)

    def close_ups(self) -> Iterator[Html]:
        for one in self._look.finding.close_ups:
            photo, words = Path(one.photo).name, code_sentence(one.printing)
            said = "" if words is None else self._say(words)
            picture = self._strip(one.photo, one.code_at)
            yield tag("h2", self._say(Sentence("Close-up in {photo}", photo=photo)))
            yield tag("p", _image(picture, _STRIP_WIDTH, said) if picture else None, tag("br"), said)

    def fields(self) -> Iterator[Html]:
        say = self._say
        yield tag("h2", say(Sentence("Fields")))
        heads = ("Field", "Title says", "Photos show", "Verdict", "Reason")
        named = {
            "Field": Sentence("Field"),
            "Title says": Sentence("Title says"),
            "Photos show": Sentence("Photos show"),
            "Verdict": Sentence("Verdict"),
            "Reason": Sentence("Reason"),
        }
        rows = [
            tag(
                "tr",
                tag("td", say(FIELD_NAMES[one.field]), class_="name"),
                tag("td", say(value_sentence(one.field, one.title))),
                tag("td", say(value_sentence(one.field, one.photo))),
                tag("td", say(found_sentence(one))),
                tag("td", say(one.reason)),
            )
            for one in self._look.finding.fields
        ]
        yield tag("table", tag("tr", *(tag("th", say(named[head])) for head in heads)), *rows)

    def grounds(self, facts: SheetFacts) -> Iterator[Html]:
        shown, say = self._look.shown, self._say
        yield tag("h2", say(Sentence("Made by")))
        lines = (
            Sentence("{name}, {time}, with Karuta {version}", name=facts.by, time=facts.made, version=__version__)
            if facts.by
            else Sentence("{time}, with Karuta {version}", time=facts.made, version=__version__),
            Sentence("Model {model} ({hash})", model=shown.model or "", hash=shown.model_hash or ""),
            Sentence("Catalogue {hash}", hash=shown.artworks_hash or ""),
            Sentence("Listing from {source}", source=shown.source) if shown.source else None,
        )
        for line in lines:
            if line is not None:
                yield tag("p", say(line), class_="small")

    # Inside

    def _beside(self, seen: SeenCard) -> Iterator[Html]:
        """The crop, then the first matches, with what differs between the title's card and the first match."""
        crop = self._crop(seen)
        if crop is not None:
            words = self._say(Sentence("In the photo"))
            yield tag("td", _image(crop, _CARD_WIDTH, words), tag("br"), words)
        shown = [self._artwork(match) for match in seen.matches[:MATCHES]]
        regions = self._differing(seen)
        for number, (match, path) in enumerate(zip(seen.matches[:MATCHES], shown, strict=False), start=1):
            picture = _framed(path, regions if number == 1 else ())
            name = f"{number}. {match.name}"
            if match.probability is not None:
                share = f"{100 * match.probability:.0f}"
                name = self._say(
                    Sentence("{number}. {name} (certainty {share} %)", number=number, name=match.name, share=share)
                )
            yield tag("td", _image(picture, _CARD_WIDTH, match.name) if picture else None, tag("br"), name)
        sold = self._sold(seen)
        picture = _framed(self._artwork(sold), regions) if sold is not None else None
        if sold is not None and picture is not None:
            words = self._say(Sentence("The title's card: {name}", name=sold.name))
            yield tag("td", _image(picture, _CARD_WIDTH, sold.name), tag("br"), words)

    def _print(self, seen: SeenCard) -> Iterator[Html]:
        """The places of its set code and its edition in the photo, magnified, and what was made out there."""
        answer = seen.printing
        if answer is None:
            return
        for words, corners in ((code_sentence(answer), seen.code_at), (edition_sentence(answer), seen.edition_at)):
            if words is not None:
                said, picture = self._say(words), self._strip(seen.photo, corners)
                yield tag("p", _image(picture, _STRIP_WIDTH, said) if picture else None, tag("br"), said)

    def _crop(self, seen: SeenCard) -> InlinePicture | None:
        if seen.photo in self._hidden:
            return None
        try:
            return inline(flat_sighting(self._look.path(seen.photo), seen.corners or ()), longest=CARD_PIXELS)
        except (KarutaError, OSError, ValueError):
            return None

    def _strip(self, photo: str, corners: Points | None) -> InlinePicture | None:
        if corners is None or photo in self._hidden:
            return None
        try:
            return inline(flat_strip(self._look.path(photo), corners), longest=STRIP_WIDEST)
        except (KarutaError, OSError, ValueError):
            return None

    def _sold(self, seen: SeenCard) -> SeenMatch | None:
        """The card that the title names, where the first match is another one."""
        cards = self._look.finding.words.title.cards
        if not cards or not seen.matches or seen.matches[0].card in {card.card for card in cards}:
            return None
        return SeenMatch(cards[0].card, cards[0].name, None)

    def _differing(self, seen: SeenCard) -> tuple[Region, ...]:
        """Where the artworks of the first match and of the title's card differ most."""
        sold = self._sold(seen)
        pair = (self._artwork(seen.matches[0]), self._artwork(sold)) if sold is not None else (None, None)
        one, other = pair
        if one is None or other is None:
            return ()
        try:
            return differing_regions(one, other)
        except KarutaError:
            return ()

    def _artwork(self, match: SeenMatch) -> Path | None:
        key = (match.card, match.picture_sha256)
        if key not in self._artworks:
            self._artworks[key] = self._found_artwork(match)
        return self._artworks[key]

    def _found_artwork(self, match: SeenMatch) -> Path | None:
        try:
            stored = show_card(self._library, str(match.card))
        except KarutaError:
            return None
        places = {
            one.artwork.picture_sha256: self._library.artwork_file(one.artwork.picture_sha256, one.suffix)
            for one in stored.artworks
        }
        return places.get(match.picture_sha256, next(iter(places.values()), None))


def _marked(token: TitleToken, fields: Sequence[FieldFinding]) -> Html | str:
    """Its words; in red where the photos show something else."""
    differs = token_verdict(token, fields) is FieldVerdict.DIFFERS
    return tag("b", token.words, class_="differs") if differs else token.words


def _framed(path: Path | None, regions: tuple[Region, ...]) -> InlinePicture | None:
    """An artwork with frames around regions, which are shares of it; None if it cannot be read."""
    if path is None or not regions:
        return inline_file(path, longest=CARD_PIXELS)
    try:
        pixels = open_picture(path).pixels(longest=None).copy()
    except KarutaError:
        return None
    for region in regions:
        _frame(pixels, region)
    return inline(pixels, longest=CARD_PIXELS)


def _frame(pixels: NDArray[np.uint8], region: Region) -> None:
    height, width = pixels.shape[:2]
    line = max(2, round(_FRAME_SHARE * width))
    left, top = round(region.left * width), round(region.top * height)
    right, bottom = round((region.left + region.width) * width), round((region.top + region.height) * height)
    for rows, columns in (
        (slice(top, top + line), slice(left, right)),
        (slice(bottom - line, bottom), slice(left, right)),
        (slice(top, bottom), slice(left, left + line)),
        (slice(top, bottom), slice(right - line, right)),
    ):
        pixels[rows, columns] = _FRAME


def _image(picture: InlinePicture, width: int, words: str) -> Html:
    shown = min(width, picture.width)
    height = round(picture.height * shown / picture.width)
    return tag("img", src=picture.uri, width=str(shown), height=str(height), alt=words)
