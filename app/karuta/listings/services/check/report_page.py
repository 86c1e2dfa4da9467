"""Writes a check as one HTML file: sortable, filterable, no second file and no connection, with any number of rows.

Names stay as the check wrote them; sentences are those of the window (`japanese_words`). No Qt here: a report is
written without a window.
"""

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
from karuta.listings.domain.prices import PriceVerdict
from karuta.listings.services.check.report_rows import CheckReport, ReportRow, set_codes
from karuta.services.evaluation.report_template import fill_page

COLUMNS = (
    *("listing", "title", "verdict", "card", "set code", "reasons", "same photos", "buried", "better title", "price"),
)

# By what stands in the rows, or in the page's own places: English, Japanese.
WORDS: dict[str, tuple[str, str]] = {
    "checked": (", checked", "の確認結果"),
    "listing": ("listing", "出品"),
    "title": ("title", "タイトル"),
    "verdict": ("verdict", "判定"),
    "card": ("card", "カード"),
    "set code": ("set code", "セットコード"),
    "reasons": ("reasons", "理由"),
    "same photos": ("same photos", "同じ写真"),
    "buried": ("buried", "見つからない理由"),
    "better title": ("better title", "よりよいタイトル"),
    "price": ("price", "価格"),
    ListingVerdict.MATCH.value: ("Match", "一致"),
    ListingVerdict.WRONG_CARD.value: ("Wrong card", "別のカード"),
    ListingVerdict.WRONG_PRINTING.value: ("Wrong printing", "別の版"),
    ListingVerdict.COUNT_DIFFERS.value: ("Count differs", "枚数が相違"),
    ListingVerdict.NOT_GENUINE.value: ("Possibly not genuine", "公式でない可能性"),
    ListingVerdict.CANNOT_TELL.value: ("Cannot tell", "判断不能"),
    ListingVerdict.ERROR.value: ("Could not be read", "読み取り不可"),
    Buried.NO_NAME.value: ("no name", "名前なし"),
    Buried.NICKNAME.value: ("a nickname alone", "通称だけ"),
    Buried.MISSPELLED.value: ("misspelled", "つづりの誤り"),
    Buried.PART.value: ("part of the name", "名前の一部"),
    Buried.ROMAJI.value: ("Japanese in Latin letters", "ローマ字の日本語"),
    Buried.NO_CODE.value: ("no set code", "セットコードなし"),
    Buried.WRONG_WORD.value: ("words of another game", "ほかのゲームの言葉"),
    f"price {PriceVerdict.LOW}": ("far below the others", "ほかより大きく低い"),
    f"price {PriceVerdict.HIGH}": ("far above the others", "ほかより大きく高い"),
    f"price {PriceVerdict.USUAL}": ("usual", "通常"),
    "other_conditions": ("other conditions count too", "ほかの状態も含む"),
    "other_printings": ("other printings count too", "ほかの版も含む"),
    "half": ("half of {n} sales: {low} to {high} {currency}", "{n}件の半分：{low}〜{high} {currency}"),
    "asks": ("asks {asked}", "出品 {asked}"),
    "aside": ("{n} set aside as far off", "大きく外れた{n}件を除外"),
    "sales": ("the newest sales", "新しい販売"),
    "search": ("Search", "検索"),
    ", ": (", ", "、"),
    "all": ("all verdicts", "すべての判定"),
    "found": ("found or not", "見つかるかどうか"),
    "any": ("any buried", "見つからないもの"),
}


# Qt Linguist's own format; sentences of all rooms but the window stand in this context.
FILE, CONTEXT = Path("translations") / "karuta_ja.ts", "Errors"
_PLACES = re.compile(r"\{\w+\}")


def japanese_words(resources: Path) -> Mapping[str, str]:
    """Templates of sentences -> Japanese ones with the same places for values; empty where the file is missing."""
    try:
        root = ElementTree.parse(resources / FILE).getroot()
    except (OSError, ElementTree.ParseError):
        return {}
    context = next((item for item in root.iter("context") if item.findtext("name") == CONTEXT), None)
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
        return [(text, japanese.get(text, text)) for text in self._number_of]

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
        [sentences.cell(reason) for reason in row.reasons],
        found["same_photos"],
        " ".join(found["buried"]["reasons"]),
        found["buried"]["better"] or "",
        found["price"] if found["price"]["n"] else None,
        _marks(row.listing.title, found),
        list(row.strips),
    ]


def _marks(title: str, found: dict[str, Any]) -> list[tuple[int, int]]:
    """Where the title says what the photos do not show, counted as a browser counts letters."""
    differs = {entry["field"] for entry in found["fields"] if entry["verdict"] == FieldVerdict.DIFFERS}
    tokens = (entry for entry in found["title"]["tokens"] if FIELD_OF_TOKEN.get(entry["field"]) in differs)
    return [(_units(title[: token["start"]]), _units(title[: token["end"]])) for token in tokens]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
