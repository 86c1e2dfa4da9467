"""Bounds count work, in proportion to the file: what is made to cost is refused soon, what is honest is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.work import LINES, READS, ROWS, TooMuchWork, Work
from karuta.engine.decode import open_picture
from karuta.services.catalogue.sources.card_source import SourceCard, SourceOptions
from karuta.services.catalogue.sources.recognise import open_source
from karuta.tables import header_of
from tests import dense
from tests.dense import PICTURES, SOURCES

FEW = {"scans": 300, "far cells of a workbook": 2_000, "a gap in a workbook": 900_000_000}
FEW |= dict.fromkeys(("texts of a workbook", "columns of a workbook", "elements of a workbook"), 1_100_000)
FEW |= dict.fromkeys(("empty entries", "folders of a zip", "deep folders of a zip"), 55_000)
FEW |= dict.fromkeys(("elements", "objects within others"), 800_000)
# Until the bound they are read as the cards that they might be.
SLOW = ("empty objects", "empty cards")
PARTS = 200_000
"""In a test: some hundred kilobytes."""


def cards_of(path: Path) -> int:
    with open_source(path, options=SourceOptions(), cancel=CancelToken()) as parts:
        return sum(isinstance(row, SourceCard) for part in parts for row in part.cards())


def test_a_file_may_have_some_parts_and_more_by_its_bytes() -> None:
    work = Work("x", LINES, size=24 * 1000)
    work.count(LINES.free + 1000)
    with pytest.raises(TooMuchWork, match="far more rows"):
        work.count()
    streamed = Work("x", LINES)
    for _ in range(3):
        streamed.read(24 * LINES.free)
        streamed.count(LINES.free)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_too_many_parts_is_too_slow(tmp_path: Path, name: str) -> None:
    make, _ = PICTURES[name]
    with pytest.raises(PictureError) as refused:
        open_picture(make(tmp_path, FEW.get(name, PARTS))).pixels()
    assert refused.value.code == "too_slow"
    assert "seconds of a processor" not in str(refused.value), "it was refused by its work, and not by the clock"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] if name in SLOW else []) for name in SOURCES]
)
def test_a_source_of_too_many_parts_is_refused(tmp_path: Path, name: str) -> None:
    make, _ = SOURCES[name]
    with pytest.raises(TooMuchWork) as refused:
        cards_of(make(tmp_path, FEW.get(name, PARTS)))
    assert str(tmp_path) in str(refused.value)


def test_a_table_of_listings_of_empty_lines_is_refused(tmp_path: Path) -> None:
    path = dense.empty_lines(tmp_path, 2 * LINES.free)
    with pytest.raises(TooMuchWork):
        header_of(path, ())


def test_honest_lists_are_taken_however_short_their_rows_are(tmp_path: Path) -> None:
    """11,001 cards of a few bytes each, with as many empty lines between them."""
    rows = "".join(f"{name},A{number}\n\n" for number, name in enumerate(dense.names(11_001)))
    (tmp_path / "cards.csv").write_text(f"name,id\n{rows}", encoding="utf-8")
    assert cards_of(tmp_path / "cards.csv") == 11_001
    assert ROWS.free > 10 * 11_001


def test_what_real_pictures_and_lists_hold_is_far_within_the_bounds() -> None:
    # A PNG's pieces are 8 kB and read four times, a JPEG is read 1 kB at a time at worst; half a gigabyte of Scryfall's
    # bulk file are 110,000 cards; a million labels are 300 MB.
    assert 4 * READS.each < 8_192 and READS.each < 1_024
    assert ROWS.each < 500_000_000 // 110_000
    assert LINES.each < 300
