"""The second pass of a check: findings in the file's order with what only all together say, and the CSV report."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from karuta.domain.file_names import written
from karuta.domain.sentence import Sentence, from_values
from karuta.domain.shape import parsed
from karuta.files import write_whole
from karuta.listings.domain.check.listing import ListingVerdict, SoldListing
from karuta.listings.domain.check.words import FIELD_NAMES, shared_sentence
from karuta.listings.domain.listing_words import BuriedListing
from karuta.listings.services.check.buried_listings import BuriedListings
from karuta.listings.services.check.check_shards import findings_file, greys_file
from karuta.listings.services.check.finding_json import sold_of
from karuta.listings.services.check.listing_prices import ListingPrices
from karuta.listings.services.check.listing_sources import PHOTO_ELSEWHERE, ListingTable
from karuta.listings.services.check.same_photos import same_photos

ADDED = ("verdict", "card_id", "name", "set_code", "reasons", "buried", "better_title", "shown_code")
BESIDE = "beside.lines"
_NAMED = Sentence("{name}: {said}")
_PRICE = Sentence("Price")
_FAR = {
    "low": Sentence("It is far below the others; half of {n} sales lie at {low} to {high} {currency}."),
    "high": Sentence("It is far above the others; half of {n} sales lie at {low} to {high} {currency}."),
}
_SAID = frozenset(("differs", "cannot_tell"))


@dataclass(frozen=True)
class ReportRow:
    """A listing and the line of JSON that says what was found. `reasons`: why, the gravest first.

    `strips`: small pictures of its print, for a page.
    """

    listing: SoldListing
    found: dict[str, Any]
    reasons: tuple[Sentence, ...] = ()
    strips: tuple[str, ...] = ()


class CheckReport:
    """What a finished check found; read from its shards each time, so that memory stays flat."""

    def __init__(self, table: ListingTable, work: Path, prices: ListingPrices, buried: BuriedListings) -> None:
        self.table = table
        self._shards = sorted(int(path.stem) for path in work.glob("*.jsonl"))
        self._work = work
        self._ids: list[str] = []
        photos: list[int] = []
        # Each is asked once: three reports are made of it.
        with (work / BESIDE).open("w", encoding="utf-8") as file:
            for listing, found in zip(table.rows(), self._kept(), strict=True):
                self._ids.append(found["listing_id"])
                photos.append(found["photos"])
                price = prices.of(listing, sold_of(found["sold"]))
                beside = {"price": price, "buried": _buried_json(buried.of(found))}
                file.write(json.dumps(beside, ensure_ascii=False, allow_nan=False) + "\n")
        self._same = same_photos([greys_file(work, number) for number in self._shards], photos)

    def __len__(self) -> int:
        return len(self._ids)

    def rows(self) -> Iterator[ReportRow]:
        """Every listing with its finding, in the file's order."""
        kept = zip(self.table.rows(), self._kept(), self._beside(), strict=True)
        for number, (listing, found, beside) in enumerate(kept):
            strips = tuple(found.pop("strips"))
            said = found.pop("said")
            del found["photos"], found["sold"]
            found["price"] = beside["price"]
            found["same_photos"] = [self._ids[other] for other in self._same.get(number, ())]
            found["buried"] = beside["buried"]
            yield ReportRow(listing, found, tuple(_reasons(found, said)), strips)

    def _beside(self) -> Iterator[dict[str, Any]]:
        with (self._work / BESIDE).open("rb") as file:
            for line in file:
                yield parsed(line)

    def _kept(self) -> Iterator[dict[str, Any]]:
        for number in self._shards:
            with findings_file(self._work, number).open("rb") as file:
                for line in file:
                    yield parsed(line)


def write_csv(path: Path, report: CheckReport, *, raw: bool = False) -> None:
    """All columns of the listings, then `ADDED`. `raw`: cells are not guarded against spreadsheets."""

    def fill(beside: Path) -> None:
        with beside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(_UnixLines(file))
            writer.writerow(written((*report.table.columns, *ADDED), raw=raw))
            for row in report.rows():
                writer.writerow(written((*row.listing.cells, *added_cells(row.found)), raw=raw))

    write_whole(path, fill)


class _UnixLines:
    """A file whose rows end with a line feed alone.

    Told so, a CSV writer of Python 3.11 or 3.12 leaves a carriage return within a cell unquoted, and what follows it
    would begin a row.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, row: str) -> int:
        return self._file.write(row.removesuffix("\r\n") + "\n")


def added_cells(found: dict[str, Any]) -> tuple[str, ...]:
    """Verdict, the title's card, its set code, the reasons in words; why a search misses it, and a better title.

    Last the set code that was read in the photos.
    """
    first = found["title"]["cards"][:1]
    return (
        found["verdict"],
        first[0]["card_id"] if first else "",
        first[0]["name"] if first else "",
        "|".join(set_codes(found)),
        " ".join(reasons(found)),
        " ".join(found["buried"]["reasons"]),
        found["buried"]["better"] or "",
        shown_code(found),
    )


def _buried_json(buried: BuriedListing) -> dict[str, Any]:
    return {"reasons": [reason.value for reason in buried.reasons], "better": buried.better}


def set_codes(found: dict[str, Any]) -> list[str]:
    """The title's, else the description's, else what was read in the photos for sure."""
    added = found["description"]["added"].get("printing")
    stated = [*found["title"]["set_codes"]] if added is None else [added]
    return stated or [code for field in found["fields"] if field["field"] == "printing" and (code := field["photo"])]


def shown_code(found: dict[str, Any]) -> str:
    """What was read in the photos for sure."""
    return next((entry["photo"] or "" for entry in found["fields"] if entry["field"] == "printing"), "")


def reasons(found: dict[str, Any]) -> list[str]:
    """As `ReportRow.reasons`, with fields as the JSON calls them."""
    errors = [
        f"{entry['photo']}: {entry['message']}" if entry["photo"] else entry["message"]
        for entry in found["photo_errors"]
    ]
    fields = [f"{entry['field']}: {entry['reason']}" for entry in _told(found)]
    prices = [f"price: {text}" for text in _price(found["price"])]
    return [*errors, *_hidden(found), *_agreed(found), *fields, *prices, *_elsewhere(found)]


def _reasons(found: dict[str, Any], said: dict[str, Any]) -> Iterator[Sentence]:
    """Errors, what differs, what could not be told, a price far off, photos seen elsewhere. `said`: `said_json`."""
    for one, message in zip(found["photo_errors"], map(from_values, said["photos"]), strict=True):
        yield Sentence(_NAMED, name=one["photo"], said=message) if one["photo"] else message
    yield from _hidden(found)
    sentences = {one["field"]: from_values(values) for one, values in zip(found["fields"], said["fields"], strict=True)}
    yield from (sentences["card"] for _ in _agreed(found))
    for entry in _told(found):
        yield Sentence(_NAMED, name=FIELD_NAMES[entry["field"]], said=sentences[entry["field"]])
    for text in _price(found["price"]):
        yield Sentence(_NAMED, name=_PRICE, said=text)
    yield from _elsewhere(found)


def _told(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields that say why, what differs first; each reason once.

    Where nothing can be told because the title names no card, that is why.
    """
    against = found["description"]["against"]
    nameless = found["verdict"] == ListingVerdict.CANNOT_TELL
    told = [
        entry
        for entry in found["fields"]
        if entry["verdict"] in _SAID
        or entry["field"] in against
        or (nameless and entry["field"] == "card" and entry["verdict"] == "not_stated")
    ]
    first = {entry["reason"]: entry for entry in reversed(told)}
    return sorted(
        (entry for entry in told if first[entry["reason"]] is entry), key=lambda one: one["verdict"] != "differs"
    )


def _hidden(found: dict[str, Any]) -> list[Sentence]:
    return [Sentence(PHOTO_ELSEWHERE, photo=Path(photo).name) for photo in found["photos_elsewhere"]]


def _agreed(found: dict[str, Any]) -> list[str]:
    return [entry["reason"] for entry in found["fields"] if entry["field"] == "card" and entry["verdict"] == "agrees"]


def _elsewhere(found: dict[str, Any]) -> list[Sentence]:
    others = found["same_photos"]
    return [shared_sentence(others)] if others else []


def _price(price: dict[str, Any]) -> Iterator[Sentence]:
    """Of a price outside the fences alone."""
    far = _FAR.get(price["verdict"])
    if far is not None:
        low, high = f"{price['low']:,.2f}", f"{price['high']:,.2f}"
        yield Sentence(far, n=f"{price['n']:,}", low=low, high=high, currency=price["currency"])
