"""`karuta price` through the real command line: the contract's JSON, sentences for what is wrong, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import Run
from tests.packs import library_of

from karuta.domain.card import Card, CardKey, Printing
from karuta.paths import LibraryFolder

CARDS = (
    Card(CardKey("ohajiki", "7"), {"en": "Rain Fox"}, codes={"passcode": "00000077"}, printings=(Printing("A-1"),)),
    Card(CardKey("ohajiki", "8"), {"en": "Sun Fox"}),
    Card(CardKey("menko", "8"), {"en": "Moon Fox"}),
)
SALES = """card_id,printing,condition,price,currency,date
7,A-1,near_mint,10,USD,2026-01-05
7,A-1,near_mint,11,USD,2026-01-06
7,A-1,played,12,USD,2026-02-06
7,A-1,near_mint,13,USD,2026-02-07
7,A-1,near_mint,15,USD,2026-02-08
7,A-1,near_mint,120,USD,2026-02-09
7,A-1,near_mint,1500,JPY,2026-02-09
00000077,B-1,near_mint,14,USD,2026-02-09
7,A-1,near_mint,free,USD,2026-02-09
ohajiki:8,,,5,USD,2026-02-09
8,,,5,USD,2026-02-09
"""


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    return library_of(tmp_path, CARDS)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "sold.csv").write_text(SALES, encoding="utf-8")
    return tmp_path / "sold.csv"


def test_the_json_is_that_of_the_contract(run: Run, table: Path) -> None:
    told = run("price", "ohajiki:7", "--printing", "a-1", "--sales", table, "--json")
    keys = ["card_id", "printing", "currency", "n", "median", "low", "high", "outliers", "widened"]
    assert list(told.one) == keys
    assert told.one == {
        "card_id": "7",
        "printing": "A-1",
        "currency": "USD",
        "n": 5,
        "median": 12.0,
        "low": 11.0,
        "high": 13.0,
        "outliers": 1,
        "widened": [],
    }
    assert told.err.splitlines() == [
        f"2 rows of {table} were skipped:",
        "  line 10: free is not a price",
        "  line 12: 8 is a card of several games; write ohajiki:8 and menko:8",
        "Sales in other currencies are not counted: 1 in JPY. --currency chooses one of them.",
    ]


def test_groups_and_rows_stand_beside_where_they_are_asked_for(run: Run, table: Path) -> None:
    found = run("price", "7", "--sales", table, "--json", "--by", "month", "--by", "printing", "--rows").one
    assert [(group["month"], group["n"]) for group in found["by"]["month"]] == [("2026-01", 2), ("2026-02", 4)]
    assert [(group["printing"], group["n"], group["outliers"]) for group in found["by"]["printing"]] == [
        ("A-1", 5, 1),
        ("B-1", 1, 0),
    ]
    assert {row["line"]: row["outlier"] for row in found["rows"]} == {2: None, 3: None, 4: None, 5: None, 6: None} | {
        7: "high",
        9: None,
    }


def test_a_person_reads_what_was_set_aside_and_widened(run: Run, table: Path) -> None:
    code, out, _ = run("price", "7", "--printing", "B-1", "--sales", table, "--by", "condition")
    assert code == 0
    assert out.splitlines()[:4] == [
        "Rain Fox  (ohajiki:7)  B-1",
        "  median 12.50 USD, half of all 11.25 to 13.75 USD (6 sales)",
        "  set aside as far off the others: 1 sale above 36.23 USD",
        "  There were fewer than 5 sales, so sales of its other printings count too.",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["99"], 1, "99"),
        (["8"], 1, "say which"),
        (["7", "--printing", "Z-9"], 1, "Rain Fox (ohajiki:7) has no printing Z-9"),
        (["7", "--sales", "gone.csv"], 1, "There is no table of sales gone.csv"),
        (["7", "--currency", "gold"], 2, "gold is not a currency"),
        (["7", "--condition", "foo"], 2, "foo is not a condition; give one of mint, near_mint, good, played, damaged"),
        (["7", "--by", "moon"], 2, "moon"),
        ([], 2, "CARD_ID"),
    ],
)
def test_what_is_wrong_is_one_sentence(run: Run, arguments: list[str], code: int, sentence: str) -> None:
    ended, out, err = run("price", *arguments)
    assert (ended, out) == (code, "")
    assert sentence in err and "Traceback" not in err
