"""What sellers wrote stays text in the HTML report, and names no file in the folder of sheets."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.made_report import HOSTILE, MadeReport

from karuta.listings.domain.check.listing import SoldListing
from karuta.listings.services.check.check_report import write_page
from karuta.listings.services.check.check_shards import sheet_name
from karuta.paths import resources_folder

TABLE = "<script>alert(1)</script>&\"'.csv"
OURS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "span", "p", "div", "input", "select", "option"),
    *("svg", "table", "thead", "tr", "th", "tbody", "script"),
}


class Read(HTMLParser):
    """The tags of a page, its attributes' names, and the text outside of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] not in ("script", "style"):
            self.words += data


def test_a_report_of_hostile_listings_has_no_markup_but_its_own(tmp_path: Path) -> None:
    write_page(tmp_path / "r.html", MadeReport(40), title=TABLE, resources=resources_folder())  # type: ignore[arg-type]
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    read = Read(page)
    assert set(read.tags) == OURS and read.tags.count("script") == 4
    assert not {name for name in read.attributes if name.startswith("on")} | (read.attributes & {"href", "src"})
    assert TABLE in read.words
    # Its script makes text of them, and nothing else.
    for call in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "javascript:"):
        assert call not in page
    rows = page.partition('id="rows">')[2].partition("</script>")[0]
    assert "<" not in rows and [row[1] for row in json.loads(rows)][: len(HOSTILE)] == list(HOSTILE)


@given(st.text(max_size=300))
def test_what_a_seller_calls_a_listing_is_a_name_in_the_folder_of_sheets(listing_id: str) -> None:
    name = sheet_name(SoldListing(7, listing_id, "", (), ()))
    assert name.startswith("0000007-") and Path(name).name == name and name.isprintable()
    assert len(name.encode("utf-8")) <= 220
