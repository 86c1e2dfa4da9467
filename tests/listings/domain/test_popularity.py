"""What is shown first is chosen by rules, and whatever they say the ten commonest cards never fill the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from karuta.domain.card import CardKey
from karuta.listings.domain.popularity import (
    REST,
    CardDemand,
    Condition,
    DemandCounts,
    DemandTally,
    FirstCap,
    FirstOrder,
    FirstRule,
    FirstRules,
    ListedBy,
    SoughtBy,
    commonest,
    packs_of,
    popularity_of,
    shown_first,
    spread_of,
)


def card(number: int, listed: int = 0, looked_for: int = 0, **more: object) -> CardDemand:
    made = CardDemand(CardKey("game", f"{number:03}"), f"Card {number}", listed=listed, looked_for=looked_for)
    return replace(made, **more)  # type: ignore[arg-type]


COUNTS = some.integers(0, 6) | some.integers(0, 10**6)
CARDS = some.lists(
    some.tuples(COUNTS, COUNTS, some.integers(0, 2), some.sampled_from(["old", "new"])), max_size=90
).map(lambda rows: [card(at, a, b, buried=c, pack=d) for at, (a, b, c, d) in enumerate(rows)])
RULES = some.lists(
    some.builds(
        FirstRule,
        name=some.text(min_size=1, max_size=5),
        when=some.lists(some.sampled_from(Condition), min_size=1, max_size=3).map(tuple),
        rows=some.integers(1, 60),
        order=some.sampled_from(FirstOrder),
    ),
    max_size=6,
).map(tuple)
CAPS = some.builds(FirstCap, some.integers(0, 20), some.integers(0, 60)).filter(lambda cap: cap.trouble is None)


@settings(max_examples=100, deadline=None)
@given(CARDS, some.builds(FirstRules, RULES, CAPS))
@example(
    [card(at, 100 - at, 100 - at) for at in range(60)],
    FirstRules((FirstRule("all", (Condition.COMMON,), 60),), FirstCap(5, 10)),
)
def test_the_cap_holds_for_any_counts_and_any_rules(cards: list[CardDemand], rules: FirstRules) -> None:
    shown = shown_first(cards, rules, newest_pack="new")
    for at in range(len(shown)):
        window = shown[max(0, at + 1 - rules.cap.of) : at + 1]
        if shown[at].is_common and sum(row.is_common for row in window) > rules.cap.most:
            # Only where nothing else is left.
            assert all(row.is_common for row in shown[at:])
    assert sum(row.is_common for row in shown) <= 10


@settings(max_examples=60, deadline=None)
@given(CARDS, some.builds(FirstRules, RULES, CAPS), some.randoms(use_true_random=False))
def test_every_card_stands_once_and_the_order_hangs_on_nothing_else(
    cards: list[CardDemand], rules: FirstRules, random: object
) -> None:
    shown = shown_first(cards, rules, newest_pack="new")
    assert sorted(row.demand.card for row in shown) == sorted(demand.card for demand in cards)
    mixed = list(cards)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert shown_first(mixed, rules, newest_pack="new") == shown
    for rule in {first_rule.name for first_rule in rules.rules}:
        most = sum(first_rule.rows for first_rule in rules.rules if first_rule.name == rule)
        assert sum(row.rule == rule for row in shown) <= most or rule == REST


@pytest.mark.parametrize(("most", "of"), [(6, 20), (5, 9), (3, 5), (10, 1000), (11, 20)])
def test_a_cap_that_would_let_them_fill_the_page_is_none(most: int, of: int) -> None:
    assert FirstCap(most, of).trouble is not None


def test_rules_fill_the_first_rows_in_their_order_and_say_so() -> None:
    cards = [card(1, 50, 0), card(2, 0, 9), card(3, 1, 8), card(4, 0, 7), card(5, 3, 3)]
    rules = FirstRules(
        (
            FirstRule("hardly", (Condition.LOOKED_FOR, Condition.HARDLY_LISTED), 2),
            FirstRule("never sought", (Condition.NEVER_LOOKED_FOR,), 1, FirstOrder.LISTED),
        ),
        FirstCap(5, 10),
    )
    shown = shown_first(cards, rules)
    assert [(row.demand.card.card_id, row.rule) for row in shown] == [
        ("002", "hardly"),
        ("003", "hardly"),
        ("001", "never sought"),
        ("004", REST),
        ("005", REST),
    ]
    assert not any(row.is_held for row in shown)


def test_who_the_cap_keeps_back_is_said_and_takes_no_row_of_a_rule() -> None:
    cards = [card(at, 100 - at, 100 - at) for at in range(12)] + [card(at) for at in range(12, 40)]
    shown = shown_first(cards, FirstRules((FirstRule("often", (Condition.LISTED,), 4),), FirstCap(2, 10)))
    places = [at for at, one in enumerate(shown) if one.is_common]
    assert places[:4] == [0, 1, 10, 11]
    assert [shown[at].is_held for at in places[:4]] == [False, False, True, True]
    assert [row.demand.card.card_id for row in shown if row.rule == "often"] == ["000", "001", "010", "011"]


def test_what_nobody_lists_or_looks_for_stands_last() -> None:
    """Of two that are looked for alike the one that is listed less comes first."""
    shown = shown_first([card(1), card(2, 3), card(3, 5, 2), card(4, 1, 2)], FirstRules((), FirstCap(5, 10)))
    assert [row.demand.card.card_id for row in shown] == ["004", "003", "002", "001"]


def test_where_no_listing_was_counted_nothing_is_said_to_be_hardly_listed() -> None:
    rules = FirstRules((FirstRule("hardly", (Condition.HARDLY_LISTED,), 5),), FirstCap(2, 10))
    assert {row.rule for row in shown_first([card(1, 0, 9), card(2)], rules)} == {REST}
    assert {row.rule for row in shown_first([card(1, 5, 9), card(2)], rules)} == {REST, "hardly"}


def test_the_commonest_are_those_of_both_shares_together() -> None:
    """A million searches do not outweigh a hundred listings; a card without either is never one of them."""
    cards = (
        [card(at, looked_for=1_000_000) for at in range(5)] + [card(at, listed=20) for at in range(5, 9)] + [card(9)]
    )
    assert commonest(cards) == {demand.card for demand in cards[:9]}


def test_the_tail_is_counted() -> None:
    spread = spread_of([100, 50, 1, 1, 0, 0, 0])
    assert (spread.total, spread.ten, spread.half, spread.once, spread.never) == (152, 152, 1, 2, 3)
    assert spread_of([]).half == spread_of([0, 0]).half == 0
    packs = packs_of([card(1, 3, 0, pack="a"), card(2, 0, 5, pack="b"), card(3, pack="a", buried=1)], ["b", "a"])
    assert [(pack.name, pack.cards, pack.listed, pack.looked_for, pack.buried) for pack in packs] == [
        ("b", 1, 0, 5, 0),
        ("a", 2, 3, 0, 1),
    ]
    assert [(pack.never_listed, pack.never_looked_for) for pack in packs] == [(1, 0), (1, 2)]


def test_counts_of_different_sorts_are_never_added() -> None:
    one, gone = CardKey("game", "001"), CardKey("game", "gone")
    counts = DemandCounts(
        (card(1, pack="a"), card(2, pack="a")),
        packs=("a",),
        tallies={
            ListedBy.CHECKED: DemandTally(Counter({one: 2}), rows=2),
            ListedBy.TABLES: DemandTally(Counter({one: 30}), rows=31),
            SoughtBy.LABELS: DemandTally(Counter({gone: 4})),
            SoughtBy.SEARCHES: DemandTally(Counter({one: 500})),
        },
        names={gone: "Gone"},
    )
    rules = FirstRules((FirstRule("new", (Condition.NEW_PACK,), 5),), FirstCap(2, 20))
    surest = popularity_of(counts, rules)
    assert (surest.listed_by, surest.sought_by) == (ListedBy.TABLES, SoughtBy.SEARCHES)
    assert (surest.listings, surest.listed.total, surest.looked_for.total) == (31, 30, 500)
    own = popularity_of(counts, rules, listed_by=ListedBy.CHECKED, sought_by=SoughtBy.LABELS)
    assert (own.listings, own.listed.total, own.looked_for.total, own.untouched) == (2, 2, 4, 1)
    assert "Gone" in {row.demand.name for row in own.rows} and len(own.rows) == 3
    # Of a single pack all cards are new, so none is.
    assert {row.rule for row in own.rows} == {REST}
