"""What is usual: quartiles as SQL's PERCENTILE_CONT, fences on logarithms, widening step by step, one currency."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sold import CARD, sale, sales

from karuta.domain.sentence import Sentence
from karuta.listings.domain.prices import (
    FENCE,
    FEWEST,
    NEAREST,
    PriceVerdict,
    Sale,
    SkippedSale,
    WantedPrice,
    price_verdict,
)
from karuta.listings.services.prices.price_guide import PriceGuide

ANY = WantedPrice(CARD)


@pytest.fixture
def guide() -> Iterator[PriceGuide]:
    with PriceGuide() as made:
        yield made


def test_the_median_and_the_quartiles_of_five_sales(guide: PriceGuide) -> None:
    guide.add(sales([10, 11, 12, 13, 15]))
    usual = guide.usual(ANY)
    assert (usual.currency, usual.group.n, usual.group.quartiles, usual.widened) == ("USD", 5, (11, 12, 13), ())


def test_four_sales_say_nothing(guide: PriceGuide) -> None:
    guide.add(sales([10, 11, 12, 13]))
    usual = guide.usual(ANY)
    assert (usual.group.n, usual.group.quartiles) == (4, None)
    assert price_verdict(1000, "USD", usual) is PriceVerdict.CANNOT_TELL


def reference(prices: list[float]) -> tuple[list[float], tuple[float, float]]:
    """By numpy: what is kept, and the fences."""
    logs = np.log(prices)
    low, high = np.quantile(logs, [0.25, 0.75])
    reach = max(FENCE * (high - low), NEAREST)
    kept = [price for price, log in zip(prices, logs, strict=True) if low - reach <= log <= high + reach]
    return kept, (math.exp(low - reach), math.exp(high + reach))


@given(st.lists(st.floats(min_value=0.01, max_value=1e6), min_size=FEWEST, max_size=40))
def test_any_sales_give_what_numpy_gives(prices: list[float]) -> None:
    kept, fences = reference(prices)
    with PriceGuide() as guide:
        guide.add(sales(prices))
        group = guide.usual(ANY).group
    # A price on the fence itself may fall to either side by rounding.
    if any(math.isclose(price, fence, rel_tol=1e-9) for price in prices for fence in fences):
        return
    assert group.n == len(kept)
    assert group.outliers == len(prices) - len(kept)
    if len(kept) >= FEWEST:
        assert group.quartiles == pytest.approx(np.quantile(kept, [0.25, 0.5, 0.75]), rel=1e-6, abs=1e-6)
        assert (group.floor, group.ceiling) == pytest.approx(fences)


def test_a_mistake_of_a_factor_ten_is_set_aside_with_its_side(guide: PriceGuide) -> None:
    guide.add(sales([100, 102, 98, 110, 95, 105, 1000, 10]))
    usual = guide.usual(ANY)
    assert (usual.group.n, usual.group.below, usual.group.above) == (6, 1, 1)
    assert usual.group.median == statistics.median([100, 102, 98, 110, 95, 105])
    sides = {comparable.sale.price: comparable.side for comparable in guide.comparables(usual)}
    assert (sides[1000], sides[10], sides[100]) == (1, -1, 0)


def test_sales_that_agree_by_chance_do_not_make_every_other_price_a_mistake(guide: PriceGuide) -> None:
    guide.add(sales([980] * 20 + [1200, 800]))
    usual = guide.usual(ANY)
    assert usual.group.outliers == 0
    assert price_verdict(2000, "USD", usual) is PriceVerdict.USUAL
    assert price_verdict(9800, "USD", usual) is PriceVerdict.HIGH
    assert price_verdict(98, "USD", usual) is PriceVerdict.LOW


def test_too_few_comparables_widen_step_by_step_and_each_step_is_named(guide: PriceGuide) -> None:
    guide.add(sales([10, 11, 12], printing="A-1", condition="near_mint"))
    wanted = WantedPrice(CARD, printing="A-1", condition="near_mint")
    assert (guide.usual(wanted).widened, guide.usual(wanted).group.n) == (("other_conditions", "other_printings"), 3)
    guide.add(sales([5, 5, 6, 6, 7], printing="B-1", condition="near_mint"))
    assert (guide.usual(wanted).widened, guide.usual(wanted).group.n) == (("other_conditions", "other_printings"), 8)
    guide.add(sales([8, 9], printing="A-1", condition="played"))
    assert (guide.usual(wanted).widened, guide.usual(wanted).group.n) == (("other_conditions",), 5)
    guide.add(sales([13, 14], printing="A-1", condition="near_mint"))
    assert (guide.usual(wanted).widened, guide.usual(wanted).group.n) == ((), 5)


def test_four_that_are_left_once_one_was_set_aside_are_too_few(guide: PriceGuide) -> None:
    guide.add(sales([10, 10, 10, 10, 500], printing="A-1"))
    wanted = WantedPrice(CARD, printing="A-1")
    usual = guide.usual(wanted)
    assert (usual.group.n, usual.group.outliers, usual.group.quartiles) == (4, 1, None)
    assert usual.widened == ("other_printings",)


def test_a_grade_is_never_given_up(guide: PriceGuide) -> None:
    guide.add([*sales([10, 11, 12, 10, 11]), *sales([200, 210], grade="PSA 10")])
    graded = guide.usual(WantedPrice(CARD, printing="A-1", grade="PSA 10"))
    assert (graded.group.n, graded.group.median) == (2, None)
    assert guide.usual(WantedPrice(CARD, grade="")).group.n == 5


def test_currencies_are_never_mixed(guide: PriceGuide) -> None:
    guide.add([*sales([10, 11, 12, 13, 14, 15]), *sales([1000, 1100, 1200, 1300, 1400], currency="JPY")])
    usual = guide.usual(ANY)
    assert (usual.currency, usual.group.n) == ("USD", 6)
    assert guide.usual(WantedPrice(CARD, currency="JPY")).group.median == 1200
    assert guide.currencies(ANY) == {"USD": 6, "JPY": 5}
    assert price_verdict(1200, "JPY", usual) is PriceVerdict.CANNOT_TELL
    assert price_verdict(12, "", usual) is PriceVerdict.CANNOT_TELL
    assert price_verdict(None, "USD", usual) is PriceVerdict.CANNOT_TELL
    assert price_verdict(12, "USD", None) is PriceVerdict.CANNOT_TELL


def test_a_listing_is_not_judged_by_itself(guide: PriceGuide) -> None:
    guide.add([*sales([10, 11, 12, 13, 14]), sale(9, 500, listing_id="a")])
    assert guide.usual(ANY).group.outliers == 1
    alone = guide.usual(WantedPrice(CARD, leave_out="a"))
    assert (alone.group.n, alone.group.outliers) == (5, 0)


def test_groups_are_each_judged_alone(guide: PriceGuide) -> None:
    guide.add(sales([10, 10, 11, 11, 12, 120], day="2026-01-05", condition="near_mint"))
    guide.add(sales([20, 21], day="2026-02-05", condition="played"))
    guide.add(sales([7]))
    usual = guide.usual(ANY)
    months = guide.groups(usual, "month")
    assert list(months) == ["", "2026-01", "2026-02"]
    assert (months["2026-01"].n, months["2026-01"].above, months["2026-01"].median) == (5, 1, 11)
    assert (months["2026-02"].n, months["2026-02"].median) == (2, None)
    assert guide.groups(usual, "condition")["near_mint"].n == 5


def test_what_is_no_sale_is_counted(guide: PriceGuide) -> None:
    rows: list[Sale | SkippedSale] = [*sales([1]), *(SkippedSale(n, Sentence("bad")) for n in range(1500))]
    read = guide.add(rows)
    assert (read.sales, read.skips, len(read.skipped)) == (1, 1500, 1000)
