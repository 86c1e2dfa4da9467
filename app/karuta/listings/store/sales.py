"""Sales of cards in a SQLite file of their own that lives as long as its connection: quartiles, counts and outliers.

It is read from a table of a person's each time, and no part of a library: nothing to back up, to migrate or to mend.
SQLite keeps what does not fit into its cache in a temporary file, so a million sales take no more memory than ten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from math import exp, log
from pathlib import Path
from tempfile import gettempdir

from karuta.domain.card import CardKey
from karuta.listings.domain.prices import FENCE, FEWEST, NEAREST, PriceGroup, Sale, WantedPrice
from karuta.store.database import Closable, PlainConnection, explained

_AT_ONCE = 5000
_TABLE = """CREATE TABLE sales (
    sale INTEGER PRIMARY KEY,
    line INTEGER NOT NULL,
    game TEXT NOT NULL,
    card_id TEXT NOT NULL,
    printing TEXT NOT NULL,
    condition TEXT NOT NULL,
    grade TEXT NOT NULL,
    day TEXT NOT NULL,
    currency TEXT NOT NULL,
    price REAL NOT NULL,
    log_price REAL NOT NULL,
    title TEXT NOT NULL,
    listing_id TEXT NOT NULL)"""

# How sales can be grouped: name -> the SQL that names a sale's group.
GROUPS: dict[str, str] = {
    "printing": "printing",
    "condition": "condition",
    "grade": "grade",
    "month": "substr(day, 1, 7)",
}

# Quartiles are linear between the two nearest sales (PERCENTILE_CONT): each of these two is weighed by how near it is.
_AT = "sum({value} * max(0.0, 1.0 - abs(place - {share} * (n - 1))))"
_JUDGED = f"""
WITH chosen AS (SELECT sale, price, log_price, {{group}} AS key FROM sales WHERE {{where}}),
placed AS (SELECT *, row_number() OVER (PARTITION BY key ORDER BY log_price, sale) - 1 AS place,
    count(*) OVER (PARTITION BY key) AS n FROM chosen),
middle AS (SELECT key, n, {_AT.format(value="log_price", share=0.25)} AS low,
    {_AT.format(value="log_price", share=0.75)} AS high FROM placed GROUP BY key),
fenced AS (SELECT key, n, low - max(:fence * (high - low), :nearest) AS floor,
    high + max(:fence * (high - low), :nearest) AS ceiling FROM middle),
judged AS (SELECT sale, price, key, floor, ceiling,
    CASE WHEN n < :fewest THEN 0 WHEN log_price < floor THEN -1 WHEN log_price > ceiling THEN 1 ELSE 0 END AS side
    FROM chosen JOIN fenced USING (key))"""
_GROUPS = f"""{_JUDGED},
kept AS (SELECT key, price, row_number() OVER (PARTITION BY key ORDER BY price, sale) - 1 AS place,
    count(*) OVER (PARTITION BY key) AS n FROM judged WHERE side = 0),
quartiles AS (SELECT key, n, {_AT.format(value="price", share=0.5)} AS median,
    {_AT.format(value="price", share=0.25)} AS low, {_AT.format(value="price", share=0.75)} AS high
    FROM kept GROUP BY key)
SELECT key, coalesce(n, 0), sum(side < 0), sum(side > 0), median, low, high, floor, ceiling
FROM judged LEFT JOIN quartiles USING (key) GROUP BY key ORDER BY key"""
_ROWS = f"""{_JUDGED}
SELECT sales.line, game, card_id, sales.price, currency, printing, condition, grade, day, title, listing_id, side
FROM judged JOIN sales USING (sale) ORDER BY day DESC, line LIMIT :most"""


@dataclass(frozen=True)
class Comparable:
    """One sale beside others. `side`: -1 if its price lies below their fences, 1 above, 0 if it counts."""

    sale: Sale
    side: int


class SalesTable(Closable):
    """Sales, and what they say. One connection, so one thread. Raises `LibraryError` where the disk refuses."""

    def __init__(self) -> None:
        # An empty name: a temporary file without one, which SQLite removes.
        self._connection = sqlite3.connect("", isolation_level=None, factory=PlainConnection)
        with self._explaining():
            for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", _TABLE):
                self._connection.execute(statement).fetchall()
            self._connection.execute("CREATE INDEX sales_of_card ON sales (game, card_id, currency, printing)")

    def close(self) -> None:
        self._connection.close()

    def add(self, sales: Iterable[Sale]) -> int:
        """Returns how many there were."""
        rows = iter(sales)
        count = 0
        while part := [_row(sale) for sale in islice(rows, _AT_ONCE)]:
            with self._explaining():
                self._connection.execute("BEGIN")
                self._connection.executemany(f"INSERT INTO sales VALUES (NULL{', ?' * len(part[0])})", part)
                self._connection.execute("COMMIT")
            count += len(part)
        return count

    def currencies(self, query: WantedPrice) -> dict[str, int]:
        """How many comparable sales there are in each currency, the most frequent first, whatever is wanted."""
        where, values = _where(query, currency=False)
        rows = self._rows(
            f"SELECT currency, count(*) FROM sales WHERE {where} GROUP BY currency ORDER BY count(*) DESC, currency",
            values,
        )
        return dict(rows)

    def group(self, query: WantedPrice) -> PriceGroup:
        """All comparable sales as one group. `wanted.currency` must be said: currencies are never mixed."""
        groups = self._groups(query, "''")
        return groups.get("", PriceGroup())

    def groups(self, query: WantedPrice, by: str) -> dict[str, PriceGroup]:
        """A group of comparable sales for each printing, condition, grade or month (of `GROUPS`; empty: not said)."""
        return self._groups(query, GROUPS[by])

    def comparables(self, query: WantedPrice, *, most: int) -> list[Comparable]:
        """The sales themselves, the newest first."""
        where, values = _where(query)
        sql = _ROWS.format(group="''", where=where)
        return [_comparable(row) for row in self._rows(sql, {**values, **_RULES, "most": most})]

    def _groups(self, query: WantedPrice, group: str) -> dict[str, PriceGroup]:
        where, values = _where(query)
        rows = self._rows(_GROUPS.format(group=group, where=where), {**values, **_RULES})
        return {row[0]: _group(*row[1:]) for row in rows}

    def _rows(self, sql: str, values: dict[str, object]) -> list[tuple]:  # type: ignore[type-arg]
        with self._explaining():
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise explained(error, Path(gettempdir()), "table of sales") from error


_RULES: dict[str, object] = {"fence": FENCE, "nearest": NEAREST, "fewest": FEWEST}


def _row(sale: Sale) -> tuple[object, ...]:
    details = (sale.printing, sale.condition, sale.grade, sale.day, sale.currency)
    return (sale.line, *sale.card, *details, sale.price, log(sale.price), sale.title, sale.listing_id)


def _where(query: WantedPrice, *, currency: bool = True) -> tuple[str, dict[str, object]]:
    asked = {"printing": query.printing, "condition": query.condition, "grade": query.grade}
    if currency:
        asked["currency"] = query.currency or ""
    values: dict[str, object] = {name: value for name, value in asked.items() if value is not None}
    conditions = ["game = :game", "card_id = :card_id", *(f"{name} = :{name}" for name in values)]
    if query.leave_out:
        conditions.append("listing_id <> :leave_out")
        values["leave_out"] = query.leave_out
    return " AND ".join(conditions), {**values, "game": query.card.game, "card_id": query.card.card_id}


def _group(n: int, below: int, above: int, *figures: float) -> PriceGroup:
    if n < FEWEST:
        return PriceGroup(n, below, above)
    # Without what sums of fractions leave behind: nobody pays a millionth.
    median, low, high = (round(price, 6) for price in figures[:3])
    return PriceGroup(n, below, above, median, low, high, *map(exp, figures[3:]))


def _comparable(row: tuple) -> Comparable:  # type: ignore[type-arg]
    line, game, card_id, *details, side = row
    return Comparable(Sale(line, CardKey(game, card_id), *details), side)
