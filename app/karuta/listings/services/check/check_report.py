"""The second pass of a check: findings with what only all together say, as a CSV table and as one HTML file.

The page is sortable and filterable, without a second file or a connection, with any number of rows. Names stay as the
check wrote them; sentences are those of the window (`japanese_words`). No Qt: a report is written without a window.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from karuta.domain.file_names import written
from karuta.domain.sentence import Sentence
from karuta.domain.shape import parsed, shaped
from karuta.files import write_whole
from karuta.listings.domain.check.listing import FieldFinding, FieldVerdict, ListingVerdict, SoldListing
from karuta.listings.domain.check.words import FIELD_NAMES, FIELD_OF_TOKEN, shared_sentence
from karuta.listings.domain.listing_words import Buried
from karuta.listings.domain.prices import PriceVerdict
from karuta.listings.services.check.check_shards import KeptLine, findings_file, greys_file
from karuta.listings.services.check.listing_line import ListingLine, title_of
from karuta.listings.services.check.listing_prices import ListingPrices
from karuta.listings.services.check.listing_sources import PHOTO_ELSEWHERE, ListingTable
from karuta.listings.services.check.listing_templates import BuriedListings
from karuta.listings.services.check.same_photos import same_photos
from karuta.services.evaluation.report_template import fill_page

ADDED = ("verdict", "card_id", "name", "set_code", "reasons", "buried", "better_title", "shown_code")
BESIDE = "beside.lines"
_NAMED = Sentence("{name}: {said}")
_PRICE = Sentence("Price")
_FAR_BELOW = Sentence("It is far below the others; half of {n} sales lie at {low} to {high} {currency}.")
_FAR_ABOVE = Sentence("It is far above the others; half of {n} sales lie at {low} to {high} {currency}.")


@dataclass(frozen=True)
class FindingReason:
    """Why a finding is as it is. `about`: a field, `price` or a photo, as the JSON calls it; "" where it is clear."""

    about: str
    sentence: Sentence

    def __str__(self) -> str:
        return f"{self.about}: {self.sentence}" if self.about else self.sentence


@dataclass(frozen=True)
class ReportRow:
    """A listing and its line. `reasons`: the gravest first. `strips`: small pictures of its print, for a page."""

    listing: SoldListing
    line: ListingLine
    reasons: tuple[FindingReason, ...] = ()
    strips: tuple[str, ...] = ()


class CheckReport:
    """Findings of a finished check; read from its shards each time, so that memory stays flat.

    `verdicts`: how many listings have each. `buried`: for which reasons any may not be found in searches.
    """

    def __init__(self, table: ListingTable, work: Path, prices: ListingPrices, buried: BuriedListings) -> None:
        self.table = table
        self._shards = sorted(int(path.stem) for path in work.glob("*.jsonl"))
        self._work = work
        self._ids: list[str] = []
        self.verdicts: Counter[str] = Counter()
        self.buried: set[str] = set()
        photos: list[int] = []
        # Each is asked once: three reports are made of it.
        with (work / BESIDE).open("w", encoding="utf-8") as file:
            for listing, kept in zip(table.rows(), self._kept(), strict=True):
                line = kept.line
                self._ids.append(line.listing_id)
                photos.append(kept.photos)
                self.verdicts[line.verdict] += 1
                beside = {"price": prices.of(listing, kept.sold), "buried": buried_json(line, buried)}
                self.buried.update(beside["buried"]["reasons"])
                file.write(json.dumps(beside, ensure_ascii=False, allow_nan=False) + "\n")
        self._same = same_photos([greys_file(work, number) for number in self._shards], photos)

    def rows(self) -> Iterator[ReportRow]:
        """Every listing with its finding, in the file's order."""
        rows = zip(self.table.rows(), self._kept(), self._beside(), strict=True)
        for number, (listing, kept, beside) in enumerate(rows):
            same = tuple(self._ids[other] for other in self._same.get(number, ()))
            line = replace(kept.line, same_photos=same, price=beside["price"], buried=beside["buried"])
            yield ReportRow(listing, line, tuple(_reasons(line)), kept.strips)

    def _beside(self) -> Iterator[dict[str, Any]]:
        with (self._work / BESIDE).open("rb") as file:
            for line in file:
                yield parsed(line)

    def _kept(self) -> Iterator[KeptLine]:
        for number in self._shards:
            with findings_file(self._work, number).open("rb") as file:
                for line in file:
                    yield shaped(parsed(line), KeptLine)


def write_csv(path: Path, report: CheckReport, *, raw: bool = False) -> None:
    """All columns of the listings, then `ADDED`. `raw`: cells are not guarded against spreadsheets."""

    def fill(beside: Path) -> None:
        with beside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(UnixLines(file))
            writer.writerow(written((*report.table.columns, *ADDED), raw=raw))
            for row in report.rows():
                writer.writerow(written((*row.listing.cells, *added_cells(row)), raw=raw))

    write_whole(path, fill)


class UnixLines:
    """A file whose rows end with a line feed alone.

    Told so, a CSV writer of Python 3.11 or 3.12 leaves a carriage return within a cell unquoted, and what follows it
    would begin a row.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, row: str) -> int:
        return self._file.write(row.removesuffix("\r\n") + "\n")


def added_cells(row: ReportRow) -> tuple[str, ...]:
    """Verdict, the title's card, its set code, the reasons in words; why a search misses it, and a better title.

    Last the set code that was read in the photos.
    """
    line = row.line
    first = line.title["cards"][:1]
    return (
        line.verdict,
        first[0]["card_id"] if first else "",
        first[0]["name"] if first else "",
        "|".join(set_codes(line)),
        " ".join(map(str, row.reasons)),
        " ".join(line.buried["reasons"]),
        line.buried["better"] or "",
        shown_code(line),
    )


def buried_json(line: ListingLine, buried: BuriedListings) -> dict[str, Any]:
    """Why a search misses a listing, as its line has it."""
    judged = buried.of(line.verdict, title=title_of(line.title), cards=line.cards)
    return {"reasons": [reason.value for reason in judged.reasons], "better": judged.better}


def set_codes(line: ListingLine) -> list[str]:
    """The title's, else the description's, else what was read in the photos for sure."""
    added = line.description["added"].get("printing")
    stated = [*line.title["set_codes"]] if added is None else [added]
    shown = shown_code(line)
    return stated or ([shown] if shown else [])


def shown_code(line: ListingLine) -> str:
    """The set code that was read in the photos for sure."""
    printing = line.field("printing")
    return "" if printing is None else printing.photo or ""


def _reasons(line: ListingLine) -> Iterator[FindingReason]:
    """Errors, what differs, what could not be told, a price far off, photos seen elsewhere."""
    for error in line.photo_errors:
        yield FindingReason(error.photo, error.message)
    for photo in line.photos_elsewhere:
        yield FindingReason("", Sentence(PHOTO_ELSEWHERE, photo=Path(photo).name))
    card = line.field("card")
    if card is not None and card.verdict is FieldVerdict.AGREES:
        yield FindingReason("", card.reason)
    for field in _telling(line):
        yield FindingReason(field.field, field.reason)
    price = line.price
    if price["verdict"] in (PriceVerdict.LOW, PriceVerdict.HIGH):
        values = {name: f"{price[name]:,.2f}" for name in ("low", "high")} | {"n": f"{price['n']:,}"}
        values["currency"] = price["currency"]
        is_low = price["verdict"] == PriceVerdict.LOW
        yield FindingReason("price", Sentence(_FAR_BELOW, **values) if is_low else Sentence(_FAR_ABOVE, **values))
    if line.same_photos:
        yield FindingReason("", shared_sentence(line.same_photos))


def _telling(line: ListingLine) -> list[FieldFinding]:
    """The fields that say why, what differs first; each reason once.

    Where nothing can be told because the title names no card, that is why.
    """
    against = line.description["against"]
    nameless = line.verdict == ListingVerdict.CANNOT_TELL
    telling = [
        field
        for field in line.fields
        if field.verdict in (FieldVerdict.DIFFERS, FieldVerdict.CANNOT_TELL)
        or field.field in against
        or (nameless and field.field == "card" and field.verdict == FieldVerdict.NOT_STATED)
    ]
    first = {field.reason: field for field in reversed(telling)}
    return sorted(first.values(), key=lambda field: (field.verdict != FieldVerdict.DIFFERS, line.fields.index(field)))


COLUMNS = (
    *("listing", "title", "verdict", "card", "set code", "reasons", "same photos", "buried", "better title", "price"),
)

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
    words = {}
    for message in () if context is None else context.iter("message"):
        english, japanese = message.findtext("source") or "", message.findtext("translation") or ""
        if japanese and set(_PLACES.findall(japanese)) <= set(_PLACES.findall(english)):
            words[english] = japanese
    return words


class _Sentences:
    """The templates of a page's sentences, each once: a row has their numbers and its own values."""

    def __init__(self) -> None:
        self._number_of: dict[str, int] = {}

    def cell(self, sentence: Sentence) -> list[Any]:
        number = self._number_of.setdefault(sentence.template, len(self._number_of))
        if not sentence.values:
            return [number]
        return [number, {name: self._value(value) for name, value in sentence.values.items()}]

    def pairs(self, japanese: Mapping[str, str]) -> list[tuple[str, str]]:
        """In the order of their numbers: English, and Japanese where it is known."""
        return [(text, japanese.get(text, text)) for text in self._number_of]

    def _value(self, value: object) -> object:
        return self.cell(value) if isinstance(value, Sentence) else str(value)


def write_page(path: Path, report: CheckReport, *, title: str, resources: Path) -> None:
    """Write the whole page or nothing; the same findings give the same bytes."""
    sentences, japanese = _Sentences(), japanese_words(resources)
    fill_page(
        path,
        "check/page.html",
        title=title,
        verdicts={verdict.value: count for verdict in ListingVerdict if (count := report.verdicts[verdict])},
        buried=("any", *(reason.value for reason in Buried if reason.value in report.buried)),
        columns=COLUMNS,
        _=lambda text: (text, japanese.get(text, text)),
        rows=(_cells(row, sentences) for row in report.rows()),
        sentences=lambda: sentences.pairs(japanese),
    )


def _cells(row: ReportRow, sentences: _Sentences) -> list[Any]:
    """A cell for each of `COLUMNS`, the price as it is, reasons by their templates.

    Then what is marked in the title, and small pictures.
    """
    line = row.line
    return [
        row.listing.listing_id,
        row.listing.title,
        line.verdict,
        [card["name"] for card in line.title["cards"]],
        " ".join(set_codes(line)),
        [sentences.cell(_on_the_page(reason)) for reason in row.reasons],
        list(line.same_photos),
        " ".join(line.buried["reasons"]),
        line.buried["better"] or "",
        line.price if line.price["n"] else None,
        _marks(row.listing.title, line),
        list(row.strips),
    ]


def _on_the_page(reason: FindingReason) -> Sentence:
    name = {**FIELD_NAMES, "price": _PRICE}.get(reason.about, reason.about)
    return Sentence(_NAMED, name=name, said=reason.sentence) if name else reason.sentence


def _marks(title: str, line: ListingLine) -> list[tuple[int, int]]:
    """Parts of the title that the photos do not show, counted as a browser counts letters."""
    differing = {field.field for field in line.fields if field.verdict == FieldVerdict.DIFFERS}
    tokens = (token for token in line.title["tokens"] if FIELD_OF_TOKEN.get(token["field"]) in differing)
    return [(_units(title[: token["start"]]), _units(title[: token["end"]])) for token in tokens]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
