"""Tables of listings and of searches: what counts for a card, what does not and why, in whatever form they come."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.made_listings import key, reader
from tests.sold import written

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import Cancelled, KarutaError
from karuta.domain.sentence import Sentence
from karuta.listings.domain.popularity import DemandTally
from karuta.listings.services.popularity.count_demand import (
    LISTINGS,
    SEARCHES,
    CountedTable,
    DemandReaders,
    count_listings,
    count_searches,
)

TITLES = reader()


def found(text: str) -> CardKey | Sentence:
    return Sentence("the catalogue has no card {text}", text=text) if text == "?" else key(text.rpartition(":")[2])


def readers(cancel: CancelToken | None = None) -> DemandReaders:
    return DemandReaders(found, TITLES.read, lambda reading: "!" in reading.text, cancel or CancelToken())


def listings(tmp_path: Path, *tables: str | bytes) -> DemandTally:
    paths = [written(tmp_path / f"{at}.csv", text) for at, text in enumerate(tables)]
    return count_listings([CountedTable(path, LISTINGS) for path in paths], readers())


def searches(path: Path) -> DemandTally:
    return count_searches(CountedTable(path, SEARCHES), readers())


def counted(tally: DemandTally) -> dict[str, int]:
    return {card.card_id: times for card, times in tally.cards.items()}


def test_a_listing_counts_for_the_cards_that_its_title_names_for_sure(tmp_path: Path) -> None:
    counts = listings(
        tmp_path,
        "listing_id,title\n1,Frost Hawk KZP-EN012 NM\n2,Frost Hawk + Night Juggler\n3,Silver Soldier\n"
        "4,Frost Hawk proxy\n5,\n6,フロストホーク\n7,ウルフェン 美品\n8,Frost Hawk !\n",
    )
    assert counted(counts) == {"wolf": 4, "majin": 1}
    assert dict(counts.buried) == {key("wolf"): 1}
    assert (counts.rows, counts.skips) == (4, 4)
    assert [row.line for row in counts.skipped] == [4, 5, 6, 7]
    assert "no genuine card" in counts.skipped[1].reason


def test_a_listing_that_stands_in_two_tables_counts_once(tmp_path: Path) -> None:
    table = "listing_id,title\n1,Frost Hawk\n2,Frost Hawk\n"
    assert counted(listings(tmp_path, table, table)) == {"wolf": 2}
    assert counted(listings(tmp_path, "title\nFrost Hawk\nFrost Hawk\n")) == {"wolf": 2}


def test_a_card_id_is_believed_before_a_title_but_in_a_report(tmp_path: Path) -> None:
    """The report's card is the likeliest one of the title: it counts where photos agreed."""
    assert counted(listings(tmp_path, "card_id,title\nstorm,Frost Hawk\n")) == {"storm": 1}
    rows = "1,Frost Hawk,match,storm\n2,hm,count_differs,storm\n3,hm,cannot_tell,storm\n4,hm,not_genuine,storm\n"
    counts = listings(tmp_path, "listing_id,title,verdict,card_id\n" + rows)
    assert counted(counts) == {"wolf": 1, "storm": 1} and counts.skips == 2
    unknown = listings(tmp_path, "card_id,title\n?,Frost Hawk\n?,nothing\n")
    assert counted(unknown) == {"wolf": 1} and "no card ?" in unknown.skipped[0].reason


@pytest.mark.parametrize(
    "table",
    [
        "query;count\nFrost Hawk;3\nウルフェン;1,000\nhawk?;2\nStorm;x\n",
        "検索語\t回数\nFrost Hawk\t3\nウルフェン\t1000\n".encode("cp932"),
        "\ufeffcard_id,count\nwolf,3.0\n'wolf,1000\n",
    ],
)
def test_searches_count_as_often_as_their_table_says(tmp_path: Path, table: str | bytes) -> None:
    counts = searches(written(tmp_path / "q.csv", table))
    assert dict(counts.cards) == {key("wolf"): 1003}
    assert all("sure" in row.reason or "not a number" in row.reason for row in counts.skipped)


def test_without_a_count_each_row_is_one_search(tmp_path: Path) -> None:
    counts = searches(written(tmp_path / "q.csv", "query\nFrost Hawk\nFrost Hawk\n"))
    assert dict(counts.cards) == {key("wolf"): 2}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("", "is empty"),
        ("price,photos\n1,2\n", "names no column title or card_id"),
        ("title,title\na,b\n", "has the column title twice"),
        (None, "There is no file"),
    ],
)
def test_a_table_that_is_none_is_said_in_a_sentence(tmp_path: Path, table: str | None, says: str) -> None:
    path = tmp_path / "t.csv"
    if table is not None:
        written(path, table)
    with pytest.raises(KarutaError, match=says):
        count_listings([CountedTable(path, LISTINGS)], readers())
    with pytest.raises(KarutaError, match="is a folder"):
        CountedTable(tmp_path, LISTINGS)


def test_a_broken_row_costs_no_other_and_reading_can_be_stopped(tmp_path: Path) -> None:
    counts = listings(tmp_path, 'listing_id,title\n1,"Frost Hawk\n2,Frost Hawk\n')
    assert counted(counts) == {"wolf": 1} and counts.skips == 1
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        count_listings([CountedTable(written(tmp_path / "t.csv", "title\nFrost Hawk\n"), LISTINGS)], readers(cancel))
