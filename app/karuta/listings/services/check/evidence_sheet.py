"""One listing's evidence as one HTML file: what was sold, shown and found, to be attached to a reply.

It opens without a network and refers to nothing outside. Photos are encoded anew from their pixels, so no place stands
in them. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from karuta import __version__
from karuta.domain.card import CardKey
from karuta.domain.errors import KarutaError
from karuta.domain.label import Points
from karuta.domain.match import Verdict
from karuta.domain.sentence import Sentence
from karuta.engine.decode import open_picture
from karuta.listings.domain.check.checked import KeptDecision
from karuta.listings.domain.check.listing import SeenCard, SeenMatch
from karuta.listings.domain.check.words import (
    FIELD_NAMES,
    TOKENS,
    VERDICTS,
    code_sentence,
    decision_sentence,
    edition_sentence,
    found_sentence,
    name_sentence,
    token_verdict,
    value_sentence,
)
from karuta.listings.services.check.listing_prices import (
    SHEET_COLOURS,
    PriceEvidence,
    price_axes,
    price_sentences,
    sale_table,
)
from karuta.listings.services.check.listing_sources import PHOTO_ELSEWHERE
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.listings.services.prices.price_guide import money
from karuta.paths import LibraryFolder
from karuta.services.catalogue.browse_cards import show_card
from karuta.services.catalogue.catalogue_pictures import (
    STRIP_WIDEST,
    Region,
    differing_regions,
    flat_sighting,
    flat_strip,
)
from karuta.services.evaluation.report_template import InlinePicture, fill_page, inline, inline_file, page_text

TEMPLATE = "sheet/page.html"
MATCHES = 3
PHOTO_PIXELS, CARD_PIXELS = 1000, 480
_FRAME = (214, 40, 40)
_FRAME_SHARE = 0.012
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
    return fill_page(path, TEMPLATE, **_on_the_page(look, library, facts, say))


def sheet_html(look: ListingLook, library: LibraryFolder, facts: SheetFacts, *, say: Say = str) -> str:
    """The page. Pictures that cannot be read any more are left out."""
    return page_text(TEMPLATE, **_on_the_page(look, library, facts, say))


def _on_the_page(look: ListingLook, library: LibraryFolder, facts: SheetFacts, say: Say) -> dict[str, Any]:
    return {
        "look": look,
        "facts": facts,
        "sheet": _Sheet(look, library, say, anywhere=facts.anywhere),
        "version": __version__,
        # Sentences of the template's own; packaging/sentences.py finds them there.
        "_": lambda template, **values: say(Sentence(template, **values)),
        "say": say,
        "name_of": lambda photo: Path(photo).name,
        **{"verdicts": VERDICTS, "field_names": FIELD_NAMES, "tokens": TOKENS, "likely": _LIKELY},
        **{"value_sentence": value_sentence, "code_sentence": code_sentence, "found_sentence": found_sentence},
        **{"decision_sentence": decision_sentence, "token_verdict": token_verdict},
        **{"money": money, "price_sentences": price_sentences, "price_axes": price_axes, "colours": SHEET_COLOURS},
        "sale_table": partial(sale_table, say=say, with_titles=facts.with_titles),
    }


def strip_of(photo: Path, corners: Points, *, longest: int) -> InlinePicture | None:
    """A line of small print, cut from a photo; None where that cannot be done."""
    try:
        return inline(flat_strip(photo, corners), longest=longest)
    except (KarutaError, OSError, ValueError):
        return None


class _Sheet:
    """The pictures of one page, each with its words; None for one that cannot be shown."""

    def __init__(self, look: ListingLook, library: LibraryFolder, say: Say, *, anywhere: bool) -> None:
        self._look, self._library, self._say = look, library, say
        self._hidden = () if anywhere else look.queued.far_photos
        self._artworks = cache(self._places_of)

    def hidden_sentences(self) -> Iterator[Sentence]:
        for photo in self._hidden:
            yield Sentence(PHOTO_ELSEWHERE, photo=Path(photo).name)

    def photo(self, name: str) -> InlinePicture | None:
        return inline_file(None if name in self._hidden else self._look.path(name), longest=PHOTO_PIXELS)

    def beside(self, seen: SeenCard) -> Iterator[tuple[InlinePicture | None, str, str]]:
        """The crop, then the first matches, with what differs between the title's card and the first match.

        Each with its words and its name.
        """
        crop = self._crop(seen)
        if crop is not None:
            words = self._say(Sentence("In the photo"))
            yield crop, words, words
        regions = self._differing(seen)
        for number, match in enumerate(seen.matches[:MATCHES], start=1):
            words = f"{number}. {match.name}"
            if match.probability is not None:
                share = f"{100 * match.probability:.0f}"
                words = self._say(
                    Sentence("{number}. {name} (certainty {share} %)", number=number, name=match.name, share=share)
                )
            yield _framed(self._artwork(match), regions if number == 1 else ()), words, match.name
        sold = self._sold(seen)
        picture = _framed(self._artwork(sold), regions) if sold is not None else None
        if sold is not None and picture is not None:
            yield picture, self._say(Sentence("The title's card: {name}", name=sold.name)), sold.name

    def prints(self, seen: SeenCard) -> Iterator[tuple[InlinePicture | None, str]]:
        """The places of its name, its set code and its edition in the photo, magnified, and what was made out there."""
        answer = seen.printing
        made_out = [(name_sentence(seen), seen.name.at if seen.name is not None else None)]
        if answer is not None:
            made_out += [(code_sentence(answer), seen.code_at), (edition_sentence(answer), seen.edition_at)]
        for words, corners in made_out:
            if words is not None:
                yield self.strip(seen.photo, corners), self._say(words)

    def strip(self, photo: str, corners: Points | None) -> InlinePicture | None:
        is_shown = corners is not None and photo not in self._hidden
        return strip_of(self._look.path(photo), corners or (), longest=STRIP_WIDEST) if is_shown else None

    # Inside

    def _crop(self, seen: SeenCard) -> InlinePicture | None:
        if seen.photo in self._hidden:
            return None
        try:
            return inline(flat_sighting(self._look.path(seen.photo), seen.corners or ()), longest=CARD_PIXELS)
        except (KarutaError, OSError, ValueError):
            return None

    def _sold(self, seen: SeenCard) -> SeenMatch | None:
        """The card that the title names, where the first match is another one."""
        cards = self._look.finding.words.title.cards
        if not cards or not seen.matches or seen.matches[0].card in {card.card for card in cards}:
            return None
        return SeenMatch(cards[0].card, cards[0].name, None)

    def _differing(self, seen: SeenCard) -> tuple[Region, ...]:
        """The regions in which the artworks of the first match and of the title's card differ most."""
        sold = self._sold(seen)
        seen_artwork, sold_artwork = (
            (self._artwork(seen.matches[0]), self._artwork(sold)) if sold is not None else (None, None)
        )
        with suppress(KarutaError):
            return (
                differing_regions(seen_artwork, sold_artwork)
                if seen_artwork is not None and sold_artwork is not None
                else ()
            )
        return ()

    def _artwork(self, match: SeenMatch) -> Path | None:
        """The one that was nearest, else the card's first."""
        files = self._artworks(match.card)
        return files.get(match.picture_sha256, next(iter(files.values()), None))

    def _places_of(self, card: CardKey) -> dict[str, Path]:
        try:
            stored = show_card(self._library, str(card)).artworks
        except KarutaError:
            return {}
        pictures = ((each.artwork.picture_sha256, each.suffix) for each in stored)
        return {picture: self._library.artwork_file(picture, suffix) for picture, suffix in pictures}


def _framed(path: Path | None, regions: tuple[Region, ...]) -> InlinePicture | None:
    """An artwork with frames around regions, which are shares of it; None if it cannot be read."""
    if path is None or not regions:
        return inline_file(path, longest=CARD_PIXELS)
    try:
        image = Image.fromarray(open_picture(path).pixels(longest=None))
    except KarutaError:
        return None
    width, height = image.size
    for region in regions:
        left, top = round(region.left * width), round(region.top * height)
        right, bottom = round((region.left + region.width) * width), round((region.top + region.height) * height)
        corner = max(left, right - 1), max(top, bottom - 1)
        ImageDraw.Draw(image).rectangle((left, top, *corner), outline=_FRAME, width=max(2, round(_FRAME_SHARE * width)))
    return inline(np.asarray(image), longest=CARD_PIXELS)
