"""Prices and currencies as people write them, read as what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.sentence import Sentence
from karuta.listings.domain.prices import CODES, SIGNS, Price, agreed, decimal_mark, read_currency, read_price


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        ("12.50", 12.5, ""),
        ("12,5", 12.5, ""),
        ("0.125", 0.125, ""),
        ("1234.567", 1234.567, ""),
        ("1,234", 1234, ""),
        ("1.234", 1234, ""),
        ("1.234,56 €", 1234.56, "EUR"),
        ("US$1,234.56", 1234.56, "USD"),
        ("1'234.50 CHF", 1234.5, "CHF"),
        ("12\u202f345,67", 12345.67, ""),
        ("12.345.678", 12345678, ""),
        ("１，２３４円", 1234, "JPY"),
        ("¥1,234.00", 1234, "JPY"),
        ("1 234,-", 1234, ""),
        ("$12.50 USD", 12.5, "USD"),
        ("eur 5", 5, "EUR"),
    ],
)
def test_a_price_is_read_as_it_is_meant(cell: str, amount: float, currency: str) -> None:
    read = read_price(cell)
    assert isinstance(read, Price)
    assert (read.amount, read.currency) == (amount, currency)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "free",
        "-5",
        "(5)",
        "0",
        "0.00",
        "1e5",
        "nan",
        "inf",
        "1.2.3",
        "1,23,456",
        "12.50 each",
        "$5 €5",
        "5 10",
        "9" * 70,
    ],
)
def test_what_is_no_price_is_said_to_be_none(cell: str) -> None:
    assert isinstance(read_price(cell), Sentence)


def test_a_mark_before_three_digits_is_what_the_other_cells_show() -> None:
    assert decimal_mark(["12.50", "1.234"]) == "."
    assert decimal_mark(["12,5", "1.234"]) == ","
    assert decimal_mark(["1.234", "1,234", "7"]) == ""
    assert decimal_mark(["12.50", "12,50"]) == ""
    assert read_price("1.234", mark=".") == Price(1.234)
    assert read_price("1.234", mark=",") == Price(1234)
    assert read_price("1,234", mark=".") == Price(1234)
    # No yen has a thousandth.
    assert read_price("1.234", mark=".", currency="JPY") == Price(1234)


@given(st.text(max_size=80))
def test_any_cell_is_a_price_above_zero_or_a_sentence(cell: str) -> None:
    read = read_price(cell)
    assert isinstance(read, Sentence) or 0 < read.amount < 1e12


def test_a_currency_is_a_code_a_sign_or_a_word() -> None:
    assert [read_currency(cell) for cell in ("usd", "US$", "円", "Yen", " ", "gold", "xyz")] == [
        *("USD", "USD", "JPY", "JPY", ""),
        *(None, None),
    ]
    assert {code for codes in SIGNS.values() for code in codes} <= CODES


def test_a_price_and_a_currency_beside_it_must_agree() -> None:
    dollars, euros = read_price("$5"), read_price("€5")
    assert isinstance(dollars, Price) and isinstance(euros, Price)
    assert agreed(dollars, "") == "USD"
    assert agreed(dollars, "CAD") == "CAD"
    assert agreed(euros, "USD") == "its price is in EUR and its currency is USD"
