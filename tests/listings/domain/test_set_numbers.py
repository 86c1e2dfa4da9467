"""A number of a set means one printing, and what is missing of a set is what a plain SQL says."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.card import Card, CardKey, Printing
from karuta.listings.domain.inventory import InventoryRow
from karuta.listings.domain.set_numbers import NumberBook, SetNumber, owned_of_set

GAMES, SETS, NUMBERS = ("g", "h"), ("AB", "AB2", "X-AB"), ("1", "01", "12", "12a", "EN5", "DE5", "TG5")
prints = st.tuples(
    st.sampled_from(GAMES), st.sampled_from("123"), st.sampled_from(SETS), st.sampled_from(NUMBERS), st.just("")
)
"""The same ids stand in two games, a card in several sets (reprints) and twice in one (variants)."""
had = st.tuples(prints, st.integers(1, 4), st.sampled_from(("settled", "open", "of no set")))

MISSING = """SELECT p.game, p.card_id, p.number, coalesce(sum(h.count), 0) AS there,
    max(0, :playset - coalesce(sum(h.count), 0)), max(0, coalesce(sum(h.count), 0) - :playset)
    FROM printings AS p LEFT JOIN had AS h USING (game, card_id, of, number)
    WHERE p.of = :of GROUP BY p.game, p.card_id, p.number ORDER BY 1, 2, 3"""
UNPLACED = """SELECT coalesce(sum(count), 0) FROM unplaced WHERE EXISTS (SELECT 1 FROM printings AS p
    WHERE p.of = :of AND p.game = unplaced.game AND p.card_id = unplaced.card_id)"""


def number(game: str, card: str, of: str, written: str, lang: str = "") -> SetNumber:
    return SetNumber(CardKey(game, card), f"Card {card}", Printing(f"{of}-{written}", "", lang))


def row(game: str, card: str, code: str | None, *, count: int = 1, settled: bool = True) -> InventoryRow:
    known = Card(CardKey(game, card), {"en": card})
    return InventoryRow("", None, "sure", known, set_code=code, count=count, is_settled=settled)


@given(st.sets(prints), st.lists(had), st.sampled_from(SETS), st.integers(1, 4))
def test_what_is_there_missing_and_double_is_what_a_plain_sql_says(
    made: set[tuple[str, ...]], owned: list[tuple[tuple[str, ...], int, str]], of: str, playset: int
) -> None:
    tables = sqlite3.connect(":memory:")
    tables.execute("CREATE TABLE printings (game, card_id, of, number)")
    tables.execute("CREATE TABLE had (game, card_id, of, number, count)")
    tables.execute("CREATE TABLE unplaced (game, card_id, count)")
    tables.executemany("INSERT INTO printings VALUES (?, ?, ?, ?)", [printing[:4] for printing in made])
    rows = []
    for (game, card, its, written, _), count, how in owned:
        rows.append(
            row(game, card, None if how == "of no set" else f"{its}-{written}", count=count, settled=how != "open")
        )
        if how == "settled":
            tables.execute("INSERT INTO had VALUES (?, ?, ?, ?, ?)", (game, card, its, written, count))
        elif how == "of no set":
            tables.execute("INSERT INTO unplaced VALUES (?, ?, ?)", (game, card, count))
    found = owned_of_set([number(*one) for one in made if one[2] == of], rows, playset=playset)
    values = {"of": of, "playset": playset}
    told = [(*one.printing.card, one.printing.number, one.count, one.missing, one.double) for one in found.numbers]
    assert sorted(told) == tables.execute(MISSING, values).fetchall()
    assert found.unplaced == tables.execute(UNPLACED, values).fetchone()[0]
    tables.close()


def test_codes_of_one_card_that_differ_by_their_language_are_one_place_of_the_set() -> None:
    codes = [
        ("1", "EN005", "en"),
        ("1", "DE005", "de"),
        ("1", "A005", "en"),
        ("2", "EN005", "en"),
        ("3", "ENA05", "en"),
        ("3", "DEA05", "de"),
    ]
    numbers = [number("yugioh", card, "LOB", written, lang) for card, written, lang in codes]
    found = owned_of_set(
        numbers, [row("yugioh", "1", "LOB-de005", count=2), row("yugioh", "3", "LOB-ENA05")], playset=1
    )
    assert [(one.printing.printing.set_code, one.count, one.double) for one in found.numbers] == [
        *(("LOB-A005", 2, 1), ("LOB-EN005", 0, 0), ("LOB-ENA05", 1, 0))
    ]
    other = owned_of_set([number("pokemon", "1", "S", "TG05"), number("pokemon", "1", "S", "05")], [], playset=1)
    assert len(other.numbers) == 2, "letters of other games are no languages"


def test_the_digits_mean_the_plain_number_first_then_those_with_letters() -> None:
    book = NumberBook(
        number("g", str(at), of, text, lang)
        for at, (of, text, lang) in enumerate(
            [("AB", "12a", ""), ("AB", "012", ""), ("CD", "12", ""), ("AB", "TG12", ""), ("AB", "120", "")]
        )
    )
    asked = (("12", "AB"), ("12", "CD"), ("0012", "AB"), ("tg12", ""), ("ab-120", ""), ("7", ""), ("", ""))
    assert [[one.printing.set_code for one in book.meant(text, first=[of])] for text, of in asked] == [
        ["AB-012", "AB-12a", "AB-TG12", "CD-12"],
        ["CD-12", "AB-012", "AB-12a", "AB-TG12"],
        ["AB-012", "AB-12a", "AB-TG12", "CD-12"],
        *(["AB-TG12"], ["AB-120"], [], []),
    ]
