"""A report of made-up findings, as many rows as are wanted, with what hostile sellers write; checks nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from karuta.domain.sentence import Sentence
from karuta.listings.domain.check.listing import FieldFinding, FieldVerdict, ListingVerdict, SoldListing
from karuta.listings.services.check.check_report import FindingReason, ReportRow
from karuta.listings.services.check.listing_line import NO_PRICE, ListingLine

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
