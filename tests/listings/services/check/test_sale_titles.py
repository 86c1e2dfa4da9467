"""What a title says of a sale: the one card that it clearly names, or why its price is not that of one card."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.sold import CARD

from karuta.domain.card import CardKey
from karuta.listings.domain.prices import SaleTitle
from karuta.listings.domain.titles.reading import TitleCard, TitleReading
from karuta.listings.services.prices.read_sales import sale_title

READ = TitleReading(
    "Rain Fox A-1 NM PSA 10",
    cards=(TitleCard(CARD, "Rain Fox", 0.99, "Rain Fox", "name"),),
    set_codes=("A-1",),
    condition="near_mint",
    grade="PSA 10",
)
OTHER = TitleCard(CardKey("ohajiki", "2"), "Sun Fox", 0.99, "Sun Fox", "name")


def test_a_clear_title_is_a_sale_of_its_card() -> None:
    assert sale_title(READ) == SaleTitle(CARD, "A-1", "near_mint", "PSA 10")
    assert sale_title(replace(READ, set_codes=("A-1", "B-1"))).printing == ""
    assert sale_title(replace(READ, cards=(*READ.cards, replace(OTHER, probability=0.5)))).card == CARD


@pytest.mark.parametrize(
    "reading",
    [
        replace(READ, cards=()),
        replace(READ, disagree=True),
        replace(READ, cards=(replace(READ.cards[0], probability=0.7),)),
    ],
)
def test_a_title_that_names_no_card_for_sure_is_of_none(reading: TitleReading) -> None:
    assert sale_title(reading) == SaleTitle(None)


def test_copies_and_lots_are_refused() -> None:
    assert sale_title(replace(READ, proxy=True)).refused == "its title sells no genuine card"
    for lot in (replace(READ, lot=True), replace(READ, quantity=3), replace(READ, cards=(*READ.cards, OTHER))):
        assert sale_title(lot).refused == "its title sells several cards"
    assert sale_title(replace(READ, quantity=1)).refused is None
