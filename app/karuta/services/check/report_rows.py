"""The second pass of a check: findings in the file's order with what only all together say, and the CSV report."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.counted import counted
from karuta.domain.listings.buried import BuriedListing
from karuta.domain.listings.listing import SoldListing
from karuta.domain.shape import parsed
from karuta.domain.spreadsheet import guarded
from karuta.files import write_whole
from karuta.services.check.buried_listings import BuriedListings
from karuta.services.check.check_shards import findings_file, greys_file
from karuta.services.check.finding_json import sold_of
from karuta.services.check.listing_prices import ListingPrices
from karuta.services.check.read_listings import ListingTable
from karuta.services.check.same_photos import same_photos

ADDED = ("verdict", "card_id", "name", "set_code", "reasons", "buried", "better_title", "shown_code")
BESIDE = "beside.lines"
_FAR = {"low": "below", "high": "above"}
_SAID = frozenset(("differs", "cannot_tell"))


@dataclass(frozen=True)
class ReportRow:
    """A listing and the line of JSON that says what was found. `strips`: small pictures of its print, for a page."""

    listing: SoldListing
    found: dict[str, Any]
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
            del found["photos"], found["sold"]
            found["price"] = beside["price"]
            found["same_photos"] = [self._ids[other] for other in self._same.get(number, ())]
            found["buried"] = beside["buried"]
            yield ReportRow(listing, found, strips)

    def _beside(self) -> Iterator[dict[str, Any]]:
        with (self._work / BESIDE).open("rb") as file:
            for line in file:
                yield parsed(line)

    def _kept(self) -> Iterator[dict[str, Any]]:
        for number in self._shards:
            with findings_file(self._work, number).open("rb") as file:
                for line in file:
                    yield parsed(line)


def write_csv(path: Path, report: CheckReport) -> None:
    """All columns of the listings, then `ADDED`."""

    def fill(beside: Path) -> None:
        with beside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow((*report.table.columns, *ADDED))
            for row in report.rows():
                writer.writerow((*row.listing.cells, *(guarded(cell) for cell in added_cells(row.found))))

    write_whole(path, fill)


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
    return {"reasons": [one.value for one in buried.reasons], "better": buried.better}


def set_codes(found: dict[str, Any]) -> list[str]:
    """The title's, else the description's, else what was read in the photos for sure."""
    added = found["description"]["added"].get("printing")
    stated = [*found["title"]["set_codes"]] if added is None else [added]
    return stated or [code for field in found["fields"] if field["field"] == "printing" and (code := field["photo"])]


def shown_code(found: dict[str, Any]) -> str:
    """What was read in the photos for sure."""
    return next((one["photo"] or "" for one in found["fields"] if one["field"] == "printing"), "")


def reasons(found: dict[str, Any], names: Mapping[str, str] | None = None) -> list[str]:
    """Why, the gravest first: errors, what differs, what could not be told, a price far off, photos seen elsewhere.

    `names`: what fields are called, else as the JSON has them.
    """
    errors = [f"{one['photo']}: {one['message']}" if one["photo"] else one["message"] for one in found["photo_errors"]]
    against = found["description"]["against"]
    told = (one for one in found["fields"] if one["verdict"] in _SAID or one["field"] in against)
    said = sorted(told, key=lambda one: one["verdict"] != "differs")
    card = [one["reason"] for one in found["fields"] if one["field"] == "card" and one["verdict"] == "agrees"]
    same = [f"A photo stands in listing {', '.join(found['same_photos'])} too."] if found["same_photos"] else []
    called = names or {}
    fields = (f"{called.get(one['field'], one['field'])}: {one['reason']}" for one in said)
    prices = (f"{called.get('price', 'price')}: {text}" for text in _price(found["price"]))
    return [*errors, *card, *fields, *prices, *same]


def _price(price: dict[str, Any]) -> Iterator[str]:
    """Of a price outside the fences alone."""
    if price["verdict"] in _FAR:
        middle = f"{price['low']:,.2f} to {price['high']:,.2f} {price['currency']}"
        sales = counted(price["n"], "sale")
        yield f"It is far {_FAR[price['verdict']]} the others; half of {sales} lie at {middle}."
