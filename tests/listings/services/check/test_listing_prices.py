"""The price of a checked listing is judged by the library's own sales, in the second pass."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.packs import library_of

from karuta.domain.card import Card, CardKey, Printing
from karuta.listings.domain.prices import SaleTitle
from karuta.listings.services.check.listing_prices import ListingPrices
from karuta.listings.services.check.listing_sources import open_listings, price_mark
from karuta.listings.services.prices.read_sales import SalesError
from karuta.paths import LibraryFolder, resources_folder

FOX = SaleTitle(CardKey("menko", "7"), "A-1")
SALES = "card_id,printing,grade,price,currency,listing_id\n" + "".join(
    f"7,{code},{grade},{price},{currency},{listing}\n"
    for code, grade, price, currency, listing in (
        *(("A-1", "", price, "USD", f"S{price}") for price in (10, 11, 12, 13, 14)),
        *(("A-1", "PSA 10", price, "USD", "") for price in (400, 410, 420, 430, 440)),
        ("A-1", "", 1500, "JPY", ""),
        ("B-1", "", "free", "USD", ""),
    )
)


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    return library_of(tmp_path, [Card(CardKey("menko", "7"), {"en": "Rain Fox"}, printings=(Printing("A-1"),))])


def priced(library: LibraryFolder, sold: SaleTitle, *cells: str, listing_id: str = "L") -> Iterator[dict[str, Any]]:
    """The price of a listing for each `price,currency`."""
    path = library.root / "listings.csv"
    path.write_text(
        "listing_id,photos,price,currency\n" + "".join(f"{listing_id},a.jpg,{cell}\n" for cell in cells),
        encoding="utf-8",
    )
    table = open_listings(path, {})
    with ListingPrices(library, resources_folder(), has_prices=True, mark=price_mark(table)) as prices:
        for listing in table.rows():
            yield prices.of(listing, sold)


def test_a_price_far_off_is_said_with_the_sales_beside_it(library: LibraryFolder) -> None:
    library.sales_csv.write_text(SALES, encoding="utf-8")
    low, usual, high = priced(library, FOX, "1.20,USD", "$15,", '"120,00 $",USD')
    assert [price["verdict"] for price in (low, usual, high)] == ["low", "usual", "high"]
    assert (low["median"], low["low"], low["high"], low["n"], low["currency"]) == (12, 11, 13, 5, "USD")
    assert sorted(row["price"] for row in low["comparables"]) == [10, 11, 12, 13, 14]
    assert "comparables" not in usual
    json.dumps([low, usual, high], allow_nan=False)


def test_a_price_that_nothing_is_comparable_with_is_not_judged(library: LibraryFolder) -> None:
    library.sales_csv.write_text(SALES, encoding="utf-8")
    found = list(priced(library, FOX, "12,EUR", "12,", ",USD", "free,USD", "12,shells"))
    assert [price["verdict"] for price in found] == ["cannot_tell"] * 5
    assert found[0]["n"] == 0 and found[2]["n"] == 5
    (several,) = priced(library, SaleTitle(None), "12,USD")
    assert (several["verdict"], several["n"], several["median"]) == ("cannot_tell", 0, None)
    (graded,) = priced(library, SaleTitle(FOX.card, "A-1", "", "PSA 10"), "12,USD")
    assert graded["verdict"] == "low" and graded["median"] == 420


def test_without_sales_nothing_is_said_and_a_broken_table_is_told_at_once(library: LibraryFolder) -> None:
    (found,) = priced(library, FOX, "12,USD")
    assert found == {
        **dict.fromkeys(("median", "low", "high", "currency", "asked")),
        "verdict": "cannot_tell",
        "n": 0,
        "widened": [],
        "outliers": 0,
    }
    library.sales_csv.write_text("nothing,of,this\n1,2,3\n", encoding="utf-8")
    with pytest.raises(SalesError):
        list(priced(library, FOX, "12,USD"))
