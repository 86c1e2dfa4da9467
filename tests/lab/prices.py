"""The price guide on made sales: the same medians and flags as plain SQL, and how many planted mistakes are found.

    python -m tests.lab.prices [--sales 50000] [--seed 20]

The sales are of 1,500 cards, from 5 to some 400 each, in one to three printings, five conditions, three currencies and
24 months; each price is its card's times its printing's and its condition's, times chance. One in a hundred was typed
with a decimal point in the wrong place: ten times too high or too low.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.lab import figures

from karuta.domain.card import CardKey
from karuta.listings.domain.prices import FENCE, FEWEST, NEAREST, PriceVerdict, Sale, WantedPrice, price_verdict
from karuta.listings.services.prices.price_guide import PriceGuide
from karuta.listings.services.prices.read_sales import SaleReaders, read_sales

CARDS = 1500
CONDITIONS = {"mint": 1.15, "near_mint": 1.0, "good": 0.8, "played": 0.55, "damaged": 0.35}
RATES = {"JPY": 150.0, "USD": 1.0, "EUR": 0.9}
GAME = "made"
OTHERS_JUDGED = 5000


@dataclass(frozen=True)
class Made:
    """A made sale. `planted`: it was typed ten times too high (1) or too low (-1)."""

    sale: Sale
    planted: int


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sales", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=20)
    wanted = parser.parse_args(arguments)
    made = made_sales(wanted.sales, random.Random(wanted.seed))
    with tempfile.TemporaryDirectory() as folder, PriceGuide() as guide:
        path = Path(folder) / "sales.csv"
        written(path, made)
        begun = time.process_time()
        read = guide.add(read_sales(path, SaleReaders(lambda text: CardKey(GAME, text))))
        print(f"{read.sales:,} sales read in {time.process_time() - begun:.2f} s of processor time")
        assert (read.sales, read.skips) == (wanted.sales, 0)
        compared(guide, made)
        begun = time.process_time()
        judged(guide, made)
        each = (time.process_time() - begun) / (OTHERS_JUDGED + sum(bool(sale.planted) for sale in made))
        print(f"a price is judged in {1000 * each:.2f} ms of processor time")
    for name, nearest in (("Tukey's fences alone", 0.0), ("with the nearest fence", NEAREST)):
        set_aside(made, name, nearest)
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


def made_sales(count: int, chance: random.Random) -> list[Made]:
    weights = [1 / (rank + 10) for rank in range(CARDS)]
    numbers = [card for card in range(CARDS) for _ in range(5)]
    numbers += chance.choices(range(CARDS), weights, k=count - len(numbers))
    chance.shuffle(numbers)
    cards = [_Card(chance) for _ in range(CARDS)]
    return [cards[number].sold(number, line, chance) for line, number in enumerate(numbers, start=2)]


class _Card:
    def __init__(self, chance: random.Random) -> None:
        self.price = math.exp(chance.uniform(math.log(0.5), math.log(200)))
        self.spread = chance.uniform(0.1, 0.35)
        self.printings = [math.exp(chance.gauss(0, 0.4)) for _ in range(chance.randint(1, 3))]
        self.currencies = chance.choices(list(RATES), k=1) * 9 + list(RATES)

    def sold(self, number: int, line: int, chance: random.Random) -> Made:
        printing = chance.randrange(len(self.printings))
        condition = chance.choices(list(CONDITIONS), (5, 60, 20, 12, 3))[0]
        currency = chance.choice(self.currencies)
        price = self.price * self.printings[printing] * CONDITIONS[condition] * RATES[currency]
        price *= math.exp(chance.gauss(0, self.spread))
        planted = chance.choice((-1, 1)) if chance.random() < 0.01 else 0
        sale = Sale(
            line=line,
            card=CardKey(GAME, str(number)),
            price=max(0.01, round(price * 10.0**planted, 2)),
            currency=currency,
            printing=f"SET{printing}-EN{number:03}",
            condition=condition,
            day=f"{2025 + (month := chance.randrange(24)) // 12}-{month % 12 + 1:02}-{chance.randint(1, 28):02}",
            listing_id=str(line),
        )
        return Made(sale, planted)


def written(path: Path, made: Iterable[Made]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["card_id", "price", "currency", "date", "printing", "condition", "listing_id"])
        for sale in (each.sale for each in made):
            said = (sale.currency, sale.day, sale.printing, sale.condition, sale.listing_id)
            writer.writerow((sale.card.card_id, f"{sale.price:.2f}", *said))


class PlainSql:
    """The reference: a table, and for each quartile one row that is looked up by its place. No window, no weights."""

    def __init__(self, made: Iterable[Made]) -> None:
        self._rows = sqlite3.connect(":memory:")
        self._rows.execute("CREATE TABLE sales (line, card, printing, currency, price REAL)")
        self._rows.executemany(
            "INSERT INTO sales VALUES (?, ?, ?, ?, ?)",
            [(s.line, s.card.card_id, s.printing, s.currency, s.price) for s in (each.sale for each in made)],
        )
        self._rows.execute("CREATE INDEX sales_of_card ON sales (card, printing, currency)")

    def groups(self) -> list[tuple[str, str, str]]:
        return self._rows.execute(
            "SELECT card, printing, currency FROM sales GROUP BY 1, 2, 3 HAVING count(*) >= ?", [FEWEST]
        ).fetchall()

    def flagged(self, group: tuple[str, str, str], nearest: float = NEAREST) -> list[int]:
        """The lines of the sales whose prices lie outside the fences."""
        low, high = (self._at(group, _GROUP, share, log=True) for share in (0.25, 0.75))
        reach = max(FENCE * (high - low), nearest)
        return [
            line
            for line, price in self._rows.execute(f"SELECT line, price FROM sales WHERE {_GROUP} ORDER BY line", group)
            if not low - reach <= math.log(price) <= high + reach
        ]

    def quartiles(self, group: tuple[str, str, str], without: Sequence[int]) -> tuple[float, ...] | None:
        """Of the prices of a group but those on some lines; None below five."""
        where = f"{_GROUP} AND line NOT IN ({', '.join(map(str, without))})"
        (count,) = self._rows.execute(f"SELECT count(*) FROM sales WHERE {where}", group).fetchone()
        return None if count < FEWEST else tuple(self._at(group, where, share) for share in (0.25, 0.5, 0.75))

    def _at(self, group: tuple[str, str, str], where: str, share: float, *, log: bool = False) -> float:
        """The value at a share of the sorted prices, or of their logarithms: linear between the two nearest rows."""
        (count,) = self._rows.execute(f"SELECT count(*) FROM sales WHERE {where}", group).fetchone()
        place = share * (count - 1)
        sql = f"SELECT price FROM sales WHERE {where} ORDER BY price LIMIT 2 OFFSET {math.floor(place)}"
        found: list[float] = [math.log(price) if log else price for (price,) in self._rows.execute(sql, group)]
        return found[0] + (place % 1) * (found[-1] - found[0])


_GROUP = "card = ? AND printing = ? AND currency = ?"


def compared(guide: PriceGuide, made: Sequence[Made]) -> None:
    """Every printing with five sales or more, in every currency: medians, quartiles and flags, one by one."""
    plain = PlainSql(made)
    same = flags = medians = 0
    groups = plain.groups()
    for group in groups:
        card, printing, currency = group
        wanted = WantedPrice(CardKey(GAME, card), printing=printing, currency=currency)
        flagged = plain.flagged(group)
        usual = guide.usual(wanted)
        if usual.widened:
            # Fewer than five are left once some are set aside.
            same += plain.quartiles(group, flagged) is None
            continue
        found = [comparable.sale.line for comparable in guide.comparables(usual, most=len(made)) if comparable.side]
        own = usual.group
        quartiles = plain.quartiles(group, flagged)
        medians += quartiles is not None
        same += sorted(found) == flagged and own.outliers == len(flagged) and alike(own.quartiles, quartiles)
        flags += len(flagged)
    print(f"beside plain SQL: {medians:,} medians, {flags:,} flags")
    figures.share("quartiles and flags as plain SQL has them", same, len(groups), least=1)


def alike(own: tuple[float, ...] | None, other: tuple[float, ...] | None) -> bool:
    if own is None or other is None:
        return own is other
    return all(math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-6) for a, b in zip(own, other, strict=True))


class _Tally:
    """Listings of one kind: how many mistakes were found, and what was flagged without one."""

    def __init__(self) -> None:
        self.planted = self.found = self.others = self.false = 0

    def count(self, planted: int, verdict: PriceVerdict) -> None:
        flagged = verdict in (PriceVerdict.HIGH, PriceVerdict.LOW)
        self.planted += bool(planted)
        self.found += verdict is {1: PriceVerdict.HIGH, -1: PriceVerdict.LOW}.get(planted)
        self.others += not planted
        self.false += flagged and not planted


def judged(guide: PriceGuide, made: Sequence[Made]) -> None:
    """Every mistake, and some of the others, as listings with printing, condition and price, beside all other sales."""
    tallies = {kind: _Tally() for kind in ("enough comparables", "widened", "no verdict")}
    few = [listed for listed in made if not listed.planted][:OTHERS_JUDGED]
    for listed in (*few, *(listed for listed in made if listed.planted)):
        sale = listed.sale
        wanted = WantedPrice(sale.card, sale.printing, sale.condition, "", sale.currency, leave_out=sale.listing_id)
        usual = guide.usual(wanted)
        verdict = price_verdict(sale.price, sale.currency, usual)
        kind = "widened" if usual.widened else "enough comparables"
        tallies["no verdict" if verdict is PriceVerdict.CANNOT_TELL else kind].count(listed.planted, verdict)
    for kind, tally in tallies.items():
        print(
            f"listings, {kind}: mistakes of a factor 10 found {figures.in_words(tally.found, tally.planted)}, "
            f"flagged without a mistake {figures.in_words(tally.false, tally.others)}"
        )
    told = [tally for kind, tally in tallies.items() if kind != "no verdict"]
    found, planted = sum(tally.found for tally in told), sum(tally.planted for tally in told)
    figures.share("wrong prices of listings found", found, planted, least=0.99)
    false, others = sum(tally.false for tally in told), sum(tally.others for tally in told)
    figures.share("right prices flagged", false, others, most=0.01)


def set_aside(made: Sequence[Made], name: str, nearest: float) -> None:
    """What a rule sets aside among the sales of a printing, asked of plain SQL."""
    plain = PlainSql(made)
    planted = {sale.sale.line: sale.planted for sale in made}
    groups = {group: plain.flagged(group, nearest) for group in plain.groups()}
    flagged = {line for lines in groups.values() for line in lines}
    known = [sale for sale in made if (sale.sale.card.card_id, sale.sale.printing, sale.sale.currency) in groups]
    mistakes = [sale.sale.line for sale in known if sale.planted]
    found = sum(line in flagged for line in mistakes)
    false = sum(not planted[line] for line in flagged)
    print(
        f"sales, {name}: mistakes set aside {figures.in_words(found, len(mistakes))}, "
        f"without a mistake {figures.in_words(false, len(known) - len(mistakes))}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
