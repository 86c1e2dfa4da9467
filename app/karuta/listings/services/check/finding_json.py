"""A listing's finding as the command line prints it and a shard keeps it. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.label import Points
from karuta.domain.printing.answer import PrintingAnswer, printing_json
from karuta.domain.sentence import Sentence, as_values
from karuta.listings.domain.check.listing import CheckedListing, FieldFinding, SeenCard
from karuta.listings.domain.prices import SaleTitle
from karuta.listings.domain.titles.reading import TitleCard, TitleReading
from karuta.listings.services.prices.read_sales import sale_title

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


def title_json(reading: TitleReading) -> dict[str, Any]:
    """A title's reading as the command line prints it; what it does not say is null, false or []."""
    said = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(reading).items()}
    tokens = [{**vars(token), "field": token.field.value} for token in reading.tokens]
    return {**said, "cards": [_named(card) for card in reading.cards], "tokens": tokens}


def finding_json(checked: CheckedListing) -> dict[str, Any]:
    """Every key of the contract, in its order; `price` and `same_photos` are known once all listings are."""
    finding = checked.finding
    first = finding.troubles[0] if finding.troubles else None
    return {
        "listing_id": checked.listing.listing_id,
        "verdict": finding.verdict.value,
        "fields": [_field(field) for field in finding.fields],
        "cards": [card for seen_card in finding.seen if (card := _card(seen_card)) is not None],
        "title": title_json(finding.words.title),
        "price": dict(NO_PRICE),
        "same_photos": [],
        "error": None if first is None else {"code": first.code, "message": first.message},
        "line": checked.listing.line,
        "description": {"added": dict(finding.words.added), "against": dict(finding.words.against)},
        "cards_sold": [card.card.card_id for card in finding.words.title.cards],
        "close_ups": [{"photo": up.photo, "printing": _printing(up.printing, up.code_at)} for up in finding.close_ups],
        "photo_errors": [dict(vars(trouble)) for trouble in finding.troubles],
    }


def said_json(checked: CheckedListing) -> dict[str, list[dict[str, Any]]]:
    """The sentences of its fields and photos, in their order, with their values, for a page in two languages."""
    finding = checked.finding
    return {
        "fields": [as_values(field.reason) for field in finding.fields],
        "photos": [as_values(Sentence(trouble.message)) for trouble in finding.troubles],
    }


def sold_json(checked: CheckedListing) -> list[str] | None:
    """The card that a title sells, and what its price depends on; None where it has no price of one card."""
    sold = sale_title(checked.finding.words.said)
    if sold.card is None or sold.refused is not None:
        return None
    return [sold.card.game, sold.card.card_id, sold.printing, sold.condition, sold.grade]


def sold_of(said: Sequence[str] | None) -> SaleTitle:
    """Read what `sold_json` wrote."""
    if said is None:
        return SaleTitle(None)
    game, card_id, printing, condition, grade = said
    return SaleTitle(CardKey(game, card_id), printing, condition, grade)


def _field(found: FieldFinding) -> dict[str, Any]:
    because = None if found.because is None else found.because.value
    return {**vars(found), "verdict": found.verdict.value, "because": because}


def _named(card: TitleCard) -> dict[str, Any]:
    said = {name: value for name, value in vars(card).items() if name != "card"}
    rivals = [str(rival) for rival in card.rivals]
    return {"game": card.card.game, "card_id": card.card.card_id, **said, "rivals": rivals}


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
    }


def _printing(answer: PrintingAnswer, code_at: Points | None) -> dict[str, Any]:
    return {
        **printing_json(answer),
        "corners": None if code_at is None else [[round(x, 2), round(y, 2)] for x, y in code_at],
    }
