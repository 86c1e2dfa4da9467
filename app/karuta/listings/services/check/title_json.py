"""A title's reading as the command line prints it. Decides nothing."""

from __future__ import annotations

from typing import Any

from karuta.listings.domain.titles.reading import TitleCard, TitleReading, TitleToken


def title_json(reading: TitleReading) -> dict[str, Any]:
    """Every key is always there; what a title does not say is null, false or []."""
    return {
        "text": reading.text,
        "cards": [_card(card) for card in reading.cards],
        "set_codes": list(reading.set_codes),
        "passcodes": list(reading.passcodes),
        "rarity": reading.rarity,
        "edition": reading.edition,
        "language": reading.language,
        "condition": reading.condition,
        "grade": reading.grade,
        "quantity": reading.quantity,
        "lot": reading.lot,
        "proxy": reading.proxy,
        "unread": list(reading.unread),
        "disagree": reading.disagree,
        "tokens": [_token(token) for token in reading.tokens],
    }


def _card(card: TitleCard) -> dict[str, Any]:
    return {
        "game": card.card.game,
        "card_id": card.card.card_id,
        "name": card.name,
        "probability": card.probability,
        "words": card.words,
        "by": card.by,
        "rivals": [str(rival) for rival in card.rivals],
    }


def _token(token: TitleToken) -> dict[str, Any]:
    return {
        "start": token.start,
        "end": token.end,
        "words": token.words,
        "field": token.field.value,
        "value": token.value,
        "rule": token.rule,
    }
