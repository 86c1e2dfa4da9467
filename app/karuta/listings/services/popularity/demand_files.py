"""What *Supply and demand* is as JSON and as a table (CSV). Decides nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from karuta.domain.errors import KarutaError
from karuta.domain.file_names import written
from karuta.files import write_whole
from karuta.listings.domain.popularity import Popularity, ShownFirst, Spread
from karuta.listings.services.popularity.count_demand import CountedDemand
from karuta.listings.services.popularity.demand_tables import TableCounts

COLUMNS = (
    *(
        "place",
        "game",
        "card_id",
        "name",
        "name_ja",
        "pack",
        "listed",
        "looked_for",
        "buried",
        "rule",
        "common",
        "held",
    ),
)


def popularity_json(found: Popularity, counted: CountedDemand, *, rows: int | None, troubles: Sequence[str]) -> Any:
    """One object. `rows`: at most so many cards; None: all."""
    return {
        "listed_by": found.listed_by.value,
        "looked_for_by": found.sought_by.value,
        "cards": len(found.rows),
        "listings": found.listings,
        "listed": _spread(found.listed),
        "looked_for": _spread(found.looked_for),
        "neither": found.untouched,
        "cap": {"most": found.rules.cap.most, "of": found.rules.cap.of},
        "rows": [_row(number, one) for number, one in enumerate(found.rows[:rows], start=1)],
        "packs": [
            {("pack" if name == "name" else name): value for name, value in asdict(one).items()} for one in found.packs
        ],
        "skipped": [*_skipped(counted.of_listings), *_skipped(counted.of_searches)],
        "skips": sum(one.skips for one in (counted.of_listings, counted.of_searches) if one is not None),
        "troubles": list(troubles),
    }


def write_popularity(found: Popularity, path: Path, *, force: bool = True, raw: bool = False) -> Path:
    """Every card with its place. Raises `OSError`; `KarutaError` where a file is there and not to be replaced.

    `raw`: cells are not guarded against spreadsheets.
    """
    if path.exists() and not force:
        raise KarutaError("{path} is there already; --force replaces it.", path=path)

    def fill(beside: Path) -> None:
        with beside.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(written(COLUMNS, raw=raw))
            for number, one in enumerate(found.rows, start=1):
                writer.writerow(written(_cells(number, one), raw=raw))

    return write_whole(path, fill)


def _spread(found: Spread) -> dict[str, int | float | None]:
    return {
        "total": found.total,
        "ten": found.ten,
        "ten_share": round(found.ten / found.total, 4) if found.total else None,
        "half": found.half,
        "once": found.once,
        "never": found.never,
    }


def _row(number: int, one: ShownFirst) -> dict[str, Any]:
    demand = one.demand
    return {
        "place": number,
        "game": demand.card.game,
        "card_id": demand.card.card_id,
        "name": demand.name,
        "pack": demand.pack or None,
        "listed": demand.listed,
        "looked_for": demand.looked_for,
        "buried": demand.buried,
        "rule": str(one.rule),
        "common": one.is_common,
        "held": one.is_held,
    }


def _cells(number: int, one: ShownFirst) -> tuple[object, ...]:
    demand = one.demand
    counts = (demand.listed, demand.looked_for, demand.buried)
    said = ("yes" if flag else "no" for flag in (one.is_common, one.is_held))
    return (number, *demand.card, demand.name, demand.japanese, demand.pack, *counts, one.rule, *said)


def _skipped(counts: TableCounts | None) -> Iterator[dict[str, Any]]:
    for one in counts.skipped if counts is not None else ():
        yield {"file": one.file, "line": one.line, "reason": str(one.reason)}
