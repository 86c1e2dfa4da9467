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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.lab import figures
from tests.lab.chromium import chromium
from tests.made_report import HOSTILE, NEEDLE, VERDICTS, MadeReport

from karuta.listings.domain.check.listing import ListingVerdict
from karuta.listings.services.check.check_report import write_page
from karuta.paths import resources_folder


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
