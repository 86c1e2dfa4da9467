"""A table of sales is read however it was written; a bad row costs no other, and each is told with its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sold import CARD, read

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence
from karuta.listings.domain.prices import Sale, SaleTitle
from karuta.listings.domain.titles.reading import TitleCard, TitleReading
from karuta.listings.services.prices.read_sales import SalesError, sale_title

PLAIN = "card_id,price,currency,date\n1,12.50,USD,2026-11-25\n"
SALE = Sale(line=2, card=CARD, price=12.5, currency="USD", day="2026-11-25")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sales.csv"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", ";").replace(".", ","),
        PLAIN.replace("12.50,USD", '"$12.50",'),
        PLAIN.replace("card_id,price", "Card ID,Sold Price"),
        PLAIN.replace("1,12.50", '"\'1","12.50"'),
    ],
    ids=["plain", "BOM", "UTF-16", "CRLF", "CR", "tabs", "semicolons", "signs", "names", "quotes"],
)
def test_one_sale_is_read_however_the_table_was_written(path: Path, content: str | bytes) -> None:
    assert read(path, content) == ([SALE], [])


def test_a_spreadsheet_in_japan_is_read(path: Path) -> None:
    content = "商品ID;カードID;価格;通貨;販売日;状態\n5;1;1,200円;;2026年11月25日;美品\n".encode("cp932")
    (sale,), skipped = read(path, content)
    assert (sale.price, sale.currency, sale.day, sale.condition, skipped) == (1200, "JPY", "2026-11-25", "美品", [])


def test_all_that_a_row_may_say(path: Path) -> None:
    header = "listing_id,card_id,printing,condition,grade,price,currency,date,title\n"
    (sale,), _ = read(path, header + 'a7,1,lob-en001,Near Mint,psa10,"1,200",jpy,2026-11-25,"A ""rare"" one, boxed"\n')
    assert sale == Sale(
        line=2,
        card=CARD,
        price=1200,
        currency="JPY",
        printing="LOB-EN001",
        condition="near_mint",
        grade="PSA 10",
        day="2026-11-25",
        title='A "rare" one, boxed',
        listing_id="a7",
    )


def test_each_bad_row_is_told_with_its_line_and_the_others_count(path: Path) -> None:
    rows = [
        "card_id,price,currency,date",
        "1,5,USD,2026-01-01",
        "1,free,USD,2026-01-01",
        "1,5,gold,2026-01-01",
        "1,€5,USD,2026-01-01",
        "1,5,,2026-01-01",
        "1,5,USD,yesterday",
        ",5,USD,2026-01-01",
        "?,5,USD,2026-01-01",
        "1,5,00,USD,2026-01-01",
        "",
        "1,7",
        "1,6,USD,2026-01-02",
    ]
    sales, skipped = read(path, "\n".join(rows))
    assert [(sale.line, sale.price) for sale in sales] == [(2, 5), (13, 6)]
    assert {row.line: row.reason for row in skipped} == {
        3: "free is not a price",
        4: "gold is not a currency",
        5: "its price is in EUR and its currency is USD",
        6: "it has no currency",
        7: "yesterday is not a date",
        8: "it names no card",
        9: "no card ?",
        10: "it has 5 cells for 4 columns; put a text with , in quotes",
        12: "it has no currency",
    }


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_alone(path: Path) -> None:
    content = 'title,card_id,price,currency\n"a\nb",1,5,USD\n"c,1,6,USD\nd,1,7,USD\n7" disc,1,8,USD\n'
    sales, skipped = read(path, content)
    assert [(sale.line, sale.price, sale.title) for sale in sales] == [(2, 5, "a b"), (5, 7, "d"), (6, 8, '7" disc')]
    assert [(row.line, row.reason) for row in skipped] == [(4, "a quotation mark is not closed")]


def test_marks_and_dates_are_read_as_the_rest_of_the_file_shows(path: Path) -> None:
    content = "card_id;price;currency;date\n1;1.234;EUR;03/04/2026\n1;12,50;EUR;25/04/2026\n"
    (first, _), _ = read(path, content)
    assert (first.price, first.day) == (1234, "2026-04-03")
    (alone,), _ = read(path, "card_id;price;currency;date\n1;1,5;EUR;03/04/2026\n")
    assert (alone.day, alone.unclear) == ("", "03/04/2026")


def test_a_table_without_a_currency_has_one_of_its_own_or_the_one_that_is_given(path: Path) -> None:
    content = "card_id,price\n1,5\n1,€6\n"
    assert [sale.currency for sale in read(path, content)[0]] == ["", "EUR"]
    assert [sale.currency for sale in read(path, content, currency="USD")[0]] == ["USD", "EUR"]


def test_rows_with_a_title_alone_are_read_by_the_title(path: Path) -> None:
    said = {
        "first": SaleTitle(CARD, "a-1", "NM", "psa 10"),
        "none": SaleTitle(None),
        "lot": SaleTitle(CARD, refused=Sentence("its title sells several cards")),
    }
    content = "title,card_id,condition,price\nfirst,,,5\nfirst,,played,6\nnone,,,7\nlot,,,8\nany,2,,9\n"
    sales, skipped = read(path, content, read_title=lambda title: said[title])
    assert [(s.line, s.card.card_id, s.printing, s.condition, s.grade) for s in sales] == [
        (2, "1", "A-1", "near_mint", "PSA 10"),
        (3, "1", "A-1", "played", "PSA 10"),
        (6, "2", "", "", ""),
    ]
    assert [row.reason for row in skipped] == [
        "its title names no card for sure: none",
        "its title sells several cards",
    ]
    _, skipped = read(path, content)
    assert len(skipped) == 4 and "titles are not read here" in skipped[0].reason


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is empty; its first line names the columns"),
        ("\n \n", "is empty"),
        ("card_id,date\n", "names no column for the price"),
        ("price,date\n", "names no column for the card"),
        ("1,5,USD\n", "names no column for the price"),
        ("card_id,price,price\n", "has the column price twice"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "names no column for the price"),
    ],
)
def test_a_file_that_is_no_table_of_sales_is_one_sentence(path: Path, content: str | bytes, sentence: str) -> None:
    with pytest.raises(SalesError, match=sentence) as caught:
        read(path, content)
    assert str(path) in str(caught.value)


SAFE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


@SAFE
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"card_id,price\n", b"title;price;date\n", b"\xff\xfec\0a\0r\0d\0", b'sep=;\n"card_id";price\n']
    ),
)
def test_any_bytes_at_all_are_rows_or_one_sentence(tmp_path: Path, content: bytes, head: bytes) -> None:
    try:
        sales, skipped = read(tmp_path / "sales.csv", head + content, read_title=lambda title: SaleTitle(CARD))
    except SalesError:
        return
    lines = [sale.line for sale in sales] + [row.line for row in skipped]
    assert len(set(lines)) == len(lines)
    assert all(0 < sale.price < 1e12 for sale in sales)


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
