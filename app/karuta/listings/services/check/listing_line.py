"""A listing's line: its finding as the command line prints it and the Python face gives it. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from karuta.domain.label import Points
from karuta.domain.printing.answer import PrintingAnswer, print_result
from karuta.domain.shape import Plain, shaped
from karuta.listings.domain.check.listing import CheckedListing, FieldFinding, PhotoTrouble, SeenCard
from karuta.listings.domain.titles.reading import TitleCard, TitleReading

NO_PRICE: dict[str, Any] = {
    "verdict": "cannot_tell",
    "median": None,
    "low": None,
    "high": None,
    "n": 0,
    "widened": [],
    "currency": None,
    "outliers": 0,
    "asked": None,
}


@dataclass(frozen=True)
class ListingLine(Plain):
    """Whether a listing's photos show what its title sells; `verdict` over all, as of `karuta check`.

    Every key of the contract, in its order.
    """

    listing_id: str
    verdict: str
    fields: tuple[FieldFinding, ...]
    cards: tuple[Mapping[str, Any], ...]
    title: Mapping[str, Any]
    price: Mapping[str, Any]
    same_photos: tuple[str, ...]
    error: Mapping[str, str] | None
    line: int
    description: Mapping[str, Mapping[str, str]]
    cards_sold: tuple[str, ...]
    close_ups: tuple[Mapping[str, Any], ...]
    photo_errors: tuple[PhotoTrouble, ...]
    photos_elsewhere: tuple[str, ...]
    buried: Mapping[str, Any]

    def field(self, name: str) -> FieldFinding | None:
        """The finding about one field; None where the listing could not be read."""
        return next((field for field in self.fields if field.field == name), None)


def title_json(reading: TitleReading) -> dict[str, Any]:
    """A title's reading as the command line prints it; what it does not say is null, false or []."""
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(reading).items()}
    tokens = [{**vars(token), "field": token.field.value, "rule": str(token.rule)} for token in reading.tokens]
    return {**values, "cards": [_named(card) for card in reading.cards], "tokens": tokens}


@dataclass(frozen=True)
class TitleResult(Plain):
    """What a listing's title names, as `karuta title` says it; what it does not say is None, false or empty."""

    text: str
    cards: tuple[Mapping[str, Any], ...]
    set_codes: tuple[str, ...]
    passcodes: tuple[str, ...]
    rarity: str | None
    edition: str | None
    language: str | None
    condition: str | None
    grade: str | None
    quantity: int | None
    lot: bool
    proxy: bool
    unread: tuple[str, ...]
    disagree: bool
    tokens: tuple[Mapping[str, Any], ...]
    finish: str | None


def title_of(values: Mapping[str, Any]) -> TitleReading:
    """The reading that `title_json` has said; its rules are plain texts. Raises `Misshapen`."""
    cards = [
        {**card, "card": [card["game"], card["card_id"]], "rivals": [rival.split(":", 1) for rival in card["rivals"]]}
        for card in values["cards"]
    ]
    tokens = [{**token, "rule": {"template": token["rule"], "values": {}}} for token in values["tokens"]]
    return shaped({**values, "cards": cards, "tokens": tokens}, TitleReading)


def listing_line(checked: CheckedListing, *, photos_elsewhere: Sequence[str] = ()) -> ListingLine:
    """`price`, `same_photos` and `buried` are known once all listings are."""
    finding = checked.finding
    first = finding.troubles[0] if finding.troubles else None
    return ListingLine(
        listing_id=checked.listing.listing_id,
        verdict=finding.verdict.value,
        fields=finding.fields,
        cards=tuple(card for seen_card in finding.seen if (card := _card(seen_card)) is not None),
        title=title_json(finding.words.title),
        price=NO_PRICE,
        same_photos=(),
        error=None if first is None else {"code": first.code, "message": str(first.message)},
        line=checked.listing.line,
        description={"added": finding.words.added, "against": finding.words.against},
        cards_sold=tuple(card.card.card_id for card in finding.words.title.cards),
        close_ups=tuple(
            {"photo": up.photo, "printing": _printing(up.printing, up.code_at)} for up in finding.close_ups
        ),
        photo_errors=finding.troubles,
        photos_elsewhere=tuple(photos_elsewhere),
        buried={"reasons": [], "better": None},
    )


def _named(card: TitleCard) -> dict[str, Any]:
    values = {name: value for name, value in vars(card).items() if name != "card"}
    rivals = [str(rival) for rival in card.rivals]
    return {"game": card.card.game, "card_id": card.card.card_id, **values, "rivals": rivals}


def _card(seen: SeenCard) -> dict[str, Any] | None:
    """A card that a photo showed; `printing` as in `lookup`, with where it is in the photo."""
    if not seen.is_believed:
        return None
    match = seen.matches[0]
    return {
        "game": match.card.game,
        "card_id": match.card.card_id,
        "name": match.name,
        "probability": match.probability,
        "photo": seen.photo,
        "printing": None if seen.printing is None else _printing(seen.printing, seen.code_at),
        "verdict": seen.verdict.value,
        "name_read": None if seen.name is None else seen.name.words,
    }


def _printing(answer: PrintingAnswer, code_at: Points | None) -> dict[str, Any]:
    return {
        **print_result(answer).to_dict(),
        "corners": None if code_at is None else [[round(x, 2), round(y, 2)] for x, y in code_at],
    }
