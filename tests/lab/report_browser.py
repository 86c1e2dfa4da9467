"""The HTML report of a check with 100,000 rows in headless Chromium: sorted, filtered, escaped, and asking for nothing.

    python -m tests.lab.report_browser [--rows 100000] [--keep FOLDER]

Needs Chromium. Made-up findings; titles hold markup, script, right-to-left letters, emoji and 5,000 letters in a row.
It is opened once with an English and once with a Japanese browser; times are the page's own. KEEP gets pictures of it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.lab import figures
from tests.lab.chromium import chromium

from karuta.domain.sentence import Sentence
from karuta.listings.domain.check.listing import FieldFinding, FieldVerdict, ListingVerdict, SoldListing
from karuta.listings.services.check.check_report import FindingReason, ReportRow, write_page
from karuta.listings.services.check.listing_line import NO_PRICE, ListingLine
from karuta.paths import resources_folder

HOSTILE = (
    "</script><script>window.pwned=1</script>",
    '<img src="http://example.invalid/x.png" onerror="window.pwned=1">',
    "<b>Storm</b> & \"quoted\" 'single' \\u003c",
    "\u202eابجد هوز\u202c right to left",
    "🃏✨ 嵐 🏳️‍🌈",
    "x" * 5000,
    "<!--<script>",
)
VERDICTS = tuple(ListingVerdict)
NEEDLE = "needle-77"


class MadeReport:
    """As many rows as are wanted, without a check."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        lines = [row.line for row in self.rows()]
        self.verdicts = Counter(line.verdict for line in lines)
        self.buried = {reason for line in lines for reason in line.buried["reasons"]}

    def rows(self) -> Iterator[ReportRow]:
        for number in range(self._rows):
            title = HOSTILE[number] if number < len(HOSTILE) else f"Ember Wizard NM {number * 7919 % self._rows}"
            if number % 1000 == 77:
                title += f" {NEEDLE}"
            shows = Sentence("The title names {named}; the photos clearly show {shown}.", named="a", shown="<b>")
            yield ReportRow(
                SoldListing(number + 2, f"L{number}", title, ("a.jpg",), ()),
                _line(number),
                (FindingReason("card", shows),),
            )


def _line(number: int) -> ListingLine:
    price = dict(NO_PRICE)
    if number % 10 == 3:
        sales = [{"price": 10.0 + at, "date": f"2026-0{1 + at}-01", "title": "<i>sold</i>"} for at in range(6)]
        price.update(verdict="low", median=12.5, low=11.0, high=14.0, n=6, asked=0.5 + number % 7, currency="USD")
        price.update(outliers=1, widened=["other_conditions"], comparables=sales)
    verdict = VERDICTS[number % len(VERDICTS)].value
    return ListingLine(
        listing_id=f"L{number}",
        verdict=verdict,
        fields=(FieldFinding("card", FieldVerdict.DIFFERS, "a", "b", Sentence("The photos show <b>.")),),
        cards=(),
        title={"cards": [{"name": "Ember Wizard"}], "set_codes": ["KZF-EN001"], "tokens": []},
        price=price,
        same_photos=("L1",) if number % 50 == 0 else (),
        error=None,
        line=number + 2,
        description={"added": {}, "against": {}},
        cards_sold=(),
        close_ups=(),
        photo_errors=(),
        photos_elsewhere=(),
        buried={"reasons": ["nickname"] if number % 4 == 0 else [], "better": "Better <title>"},
    )


def timed(page: Any, act: str) -> float:
    """Milliseconds until what a person does is on the screen."""
    code = (
        f"new Promise(done=>{{const began=performance.now();{act};"
        "requestAnimationFrame(()=>setTimeout(()=>done(performance.now()-began)))})"
    )
    return float(page.evaluate(code))


def opened(path: Path, rows: int, language: str, keep: Path | None) -> None:
    with chromium(language=language) as (page, proxy):
        began = time.monotonic()
        page.call("Page.navigate", url=path.as_uri())
        while not page.evaluate("document.getElementById('count')?.textContent"):
            time.sleep(0.05)
        seconds = time.monotonic() - began
        count = "document.getElementById('count').textContent"
        assert page.evaluate(count) == f"{rows} / {rows}"
        assert page.evaluate("document.querySelectorAll('tbody tr').length") == 200
        for at, title in enumerate(HOSTILE):
            shown = page.evaluate(f"document.querySelectorAll('tbody tr')[{at}].children[1].textContent")
            assert shown == title, f"{shown!r} for {title!r}"
        inside = page.evaluate("document.querySelectorAll('td b,td i,td script,td img').length")
        assert inside == 0 and page.evaluate("window.pwned===undefined"), "a title became markup"
        said = {"en": ("Wrong card", "verdict"), "ja": ("別のカード", "判定")}[language]
        assert page.evaluate("document.querySelector('tbody td.wrong_card').textContent") == said[0]
        assert page.evaluate("document.querySelectorAll('th')[2].textContent") == said[1]
        if keep is not None:
            page.screenshot(keep / f"report-{language}.png")
        wanted = len([number for number in range(rows) if number % 1000 == 77])
        typing = []
        for length in range(1, len(NEEDLE) + 1):
            text = f"search.value={NEEDLE[:length]!r};search.dispatchEvent(new Event('input'))"
            typing.append(timed(page, text))
        assert page.evaluate(count) == f"{wanted} / {rows}"
        timed(page, "search.value='';search.dispatchEvent(new Event('input'))")
        picking = timed(page, "pick.value='wrong_card';pick.dispatchEvent(new Event('change'))")
        wrong = len(range(VERDICTS.index(ListingVerdict.WRONG_CARD), rows, len(VERDICTS)))
        assert page.evaluate(count) == f"{wrong} / {rows}"
        timed(page, "pick.value='';pick.dispatchEvent(new Event('change'))")
        sorting = []
        for column in (0, 1, 9):
            sorting += [timed(page, f"heads[{column}].click()") for _ in range(2)]
        assert page.evaluate("document.querySelectorAll('th')[9].getAttribute('aria-sort')") == "descending"
        timed(page, "heads[0].click()")
        firsts = page.evaluate(
            "[...document.querySelectorAll('tbody tr')].slice(0,12).map(r=>r.children[0].textContent)"
        )
        assert firsts == [f"L{number}" for number in range(12)], "numbers are sorted as numbers"
        drawn = page.evaluate("document.querySelectorAll('tbody tr')[3].children[9].querySelectorAll('circle').length")
        assert drawn == 6, "the sales beside a price that is far off"
        if keep is not None:
            page.evaluate("search.value='far',search.dispatchEvent(new Event('input'))")
            page.screenshot(keep / f"report-{language}-prices.png")
        others = [request for request in page.requests if request != path.as_uri() and not request.startswith("data:")]
        # The proxy hears the browser itself too, which looks for newer versions of its own; never of what the page has.
        own = [request for request in proxy.asked if "example.invalid" in request]
        assert not others and not own, f"it asked for {others} {own}"
        assert not page.said, page.said
        print(
            f"{language}: open {seconds:.1f} s, a letter typed {statistics.median(typing):.0f} ms (at most "
            f"{max(typing):.0f}), a verdict picked {picking:.0f} ms, sorted {statistics.median(sorting):.0f} ms "
            f"(at most {max(sorting):.0f}); no request but the file itself",
            flush=True,
        )
        figure = f"{seconds:.1f} s / {statistics.median(typing):.0f} ms"
        figures.tell(f"a report of {rows:,} rows opens / answers a letter ({language})", figure, len(typing))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", type=Path)
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "report.html"
        report: Any = MadeReport(wanted.rows)
        write_page(path, report, title="monday <b>.csv", resources=resources_folder())
        print(f"{wanted.rows:,} rows, {path.stat().st_size / 1e6:.0f} MB", flush=True)
        for language in ("en", "ja"):
            opened(path, wanted.rows, language, wanted.keep)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
