"""Writes a check as one HTML file: sortable, filterable, no second file and no connection, with any number of rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from karuta.domain.sentence import Sentence
from karuta.listings.domain.check.listing import FieldVerdict, ListingVerdict
from karuta.listings.domain.check.words import FIELD_OF_TOKEN
from karuta.listings.domain.listing_words import Buried
from karuta.listings.services.check.report_rows import CheckReport, ReportRow, set_codes
from karuta.listings.services.check.report_words import COLUMNS, WORDS
from karuta.services.evaluation.report_template import fill_page

# Qt Linguist's own format; sentences of all rooms but the window stand in this context.
FILE, CONTEXT = Path("translations") / "karuta_ja.ts", "Errors"
_PLACES = re.compile(r"\{\w+\}")


def japanese_words(resources: Path) -> Mapping[str, str]:
    """Templates of sentences -> Japanese ones with the same places for values; empty where the file is missing."""
    try:
        root = ElementTree.parse(resources / FILE).getroot()
    except (OSError, ElementTree.ParseError):
        return {}
    context = next((one for one in root.iter("context") if one.findtext("name") == CONTEXT), None)
    found = {}
    for message in () if context is None else context.iter("message"):
        english, japanese = message.findtext("source") or "", message.findtext("translation") or ""
        if japanese and set(_PLACES.findall(japanese)) <= set(_PLACES.findall(english)):
            found[english] = japanese
    return found


class _Sentences:
    """The templates of a page's sentences, each once: a row has their numbers and its own values."""

    def __init__(self) -> None:
        self._number_of: dict[str, int] = {}

    def cell(self, one: Sentence) -> list[Any]:
        number = self._number_of.setdefault(one.template, len(self._number_of))
        if not one.values:
            return [number]
        return [number, {name: self._value(value) for name, value in one.values.items()}]

    def pairs(self, japanese: Mapping[str, str]) -> list[tuple[str, str]]:
        """In the order of their numbers: English, and Japanese where it is known."""
        return [(one, japanese.get(one, one)) for one in self._number_of]

    def _value(self, value: object) -> object:
        return self.cell(value) if isinstance(value, Sentence) else str(value)


def write_page(path: Path, report: CheckReport, *, title: str, resources: Path) -> None:
    """Write the whole page or nothing; the same findings give the same bytes."""
    verdicts = Counter(row.found["verdict"] for row in report.rows())
    lost = {reason for row in report.rows() for reason in row.found["buried"]["reasons"]}
    sentences = _Sentences()
    fill_page(
        path,
        "check/page.html",
        title=title,
        verdicts={verdict.value: verdicts[verdict] for verdict in ListingVerdict if verdicts[verdict]},
        buried=("any", *(reason.value for reason in Buried if reason.value in lost)),
        columns=COLUMNS,
        words=WORDS,
        rows=(_cells(row, sentences) for row in report.rows()),
        sentences=lambda: sentences.pairs(japanese_words(resources)),
    )


def _cells(row: ReportRow, sentences: _Sentences) -> list[Any]:
    """A cell for each of `COLUMNS`, the price as it is, reasons by their templates.

    Then what is marked in the title, and small pictures.
    """
    found = row.found
    names: Iterator[str] = (card["name"] for card in found["title"]["cards"])
    return [
        row.listing.listing_id,
        row.listing.title,
        found["verdict"],
        list(names),
        " ".join(set_codes(found)),
        [sentences.cell(one) for one in row.reasons],
        found["same_photos"],
        " ".join(found["buried"]["reasons"]),
        found["buried"]["better"] or "",
        found["price"] if found["price"]["n"] else None,
        _marks(row.listing.title, found),
        list(row.strips),
    ]


def _marks(title: str, found: dict[str, Any]) -> list[tuple[int, int]]:
    """Where the title says what the photos do not show, counted as a browser counts letters."""
    differs = {one["field"] for one in found["fields"] if one["verdict"] == FieldVerdict.DIFFERS}
    tokens = (one for one in found["title"]["tokens"] if FIELD_OF_TOKEN.get(one["field"]) in differs)
    return [(_units(title[: one["start"]]), _units(title[: one["end"]])) for one in tokens]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
