"""The deck as a list: every card with names, codes, printings and pictures, read from `roll.tsv`; it draws nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kazeyomi.texts import rule, verse

GAME = "kazeyomi"
SEED = 20260401

KIND_OF = {
    "peaks": "Realm",
    "tides": "Realm",
    "towers": "Realm",
    "maps": "Realm",
    "koi": "Spirit",
    "birds": "Spirit",
    "masks": "Spirit",
    "dragons": "Spirit",
    "insects": "Spirit",
    "deep": "Spirit",
    "gears": "Craft",
    "lanterns": "Craft",
    "toys": "Craft",
    "fire": "Craft",
    "weave": "Weave",
    "stars": "Omen",
    "skies": "Omen",
    "trees": "Bloom",
    "blossoms": "Bloom",
    "ink": "Verse",
    "gems": "Treasure",
    "relics": "Treasure",
}

# Code, name; each set holds the next 55 cards of the roll.
SETS = (
    ("KZF", "First Leaves"),
    ("KZR", "River of Lanterns"),
    ("KZM", "The Moonlit Gate"),
    ("KZH", "A Hundred Brocades"),
)
_PER_SET = 55
RARITIES = ("Common", "Silver", "Gilded")

# Cards that were printed again: card -> further printings as (set code, set name, rarity).
REPRINTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "K001": (("KZP-EN001", "Festival Leaves", "Gilded"), ("KZT-EN003", "Starter Satchel", "Common")),
    "K011": (("KZP-EN002", "Festival Leaves", "Gilded"),),
    "K021": (("KZT-EN007", "Starter Satchel", "Common"),),
    "K042": (("KZP-EN003", "Festival Leaves", "Gilded"),),
    "K051": (("KZP-EN004", "Festival Leaves", "Gilded"), ("KZT-EN012", "Starter Satchel", "Common")),
    "K061": (("KZT-EN015", "Starter Satchel", "Silver"),),
    "K081": (("KZT-EN018", "Starter Satchel", "Common"),),
    "K091": (("KZP-EN005", "Festival Leaves", "Gilded"),),
    "K131": (("KZP-EN006", "Festival Leaves", "Gilded"),),
    "K161": (("KZT-EN021", "Starter Satchel", "Silver"),),
    "K171": (("KZP-EN007", "Festival Leaves", "Gilded"), ("KZT-EN024", "Starter Satchel", "Common")),
    "K212": (("KZP-EN008", "Festival Leaves", "Gilded"),),
}

# Cards with a second picture.
ALTERNATES = frozenset({"K001", "K011", "K042", "K061", "K091", "K141", "K177", "K203"})

# Two cards whose printed face is one and the same.
TOKENS = (("K221", "Breath Token", "息の札", "いきのふだ"), ("K222", "Echo Token", "谺の札", "こだまのふだ"))

# Announced, not yet drawn.
UNDRAWN = (
    ("K223", "Gate of the Coming Year", "来る年の門", "くるとしのもん", "Realm", "winter"),
    ("K224", "The Unwritten Verse", "書かれざる歌", "かかれざるうた", "Verse", "spring"),
)

# Drawn for photos only: cards of a pack that this catalogue does not have.
STRANGERS = (
    ("X001", "Craft", "shore", "autumn", "Balloon Above the Salt Road", "塩の道の気球", "しおのみちのききゅう"),
    ("X002", "Craft", "shore", "spring", "The Kokeshi Sisters", "こけし姉妹", "こけししまい"),
    ("X003", "Spirit", "shore", "summer", "Snail After the Rain", "雨後の蝸牛", "うごのかたつむり"),
)


@dataclass(frozen=True)
class Printing:
    set_code: str
    set_name: str
    rarity: str


@dataclass(frozen=True)
class Card:
    """One card of the game. `art` names its picture in the folder of finished art; none when it is not drawn."""

    card_id: str
    family: str
    kind: str
    season: str
    en: str
    ja: str
    reading: str
    passcode: str
    breath: int
    force: int
    calm: int
    rule: str
    verse: str
    printings: tuple[Printing, ...]
    art: str | None

    @property
    def rarity(self) -> str:
        return self.printings[0].rarity if self.printings else RARITIES[0]


def roll() -> Iterator[dict[str, str]]:
    """The lines of the roll."""
    with (Path(__file__).parent / "roll.tsv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def deck() -> tuple[Card, ...]:
    """All cards of the catalogue, in the roll's order; passcodes are unique and some begin with a zero."""
    rng = np.random.default_rng(SEED)
    codes = rng.choice(np.arange(1_000, 100_000_000, 7), 240, replace=False)
    cards = [_drawn(row, i, int(codes[i])) for i, row in enumerate(roll())]
    for i, (card_id, en, ja, reading) in enumerate(TOKENS):
        printing = Printing(f"KZT-EN03{i + 1}", "Starter Satchel", "Common")
        token = _plain(card_id, en, ja, reading, kind="Treasure", season="spring", code=int(codes[len(cards)]))
        cards.append(
            replace(
                token,
                family="token",
                art="token",
                printings=(printing,),
                verse=verse(np.random.default_rng(1), "token"),
                rule="It stands for any leaf.",
            )
        )
    for card_id, en, ja, reading, kind, season in UNDRAWN:
        cards.append(_plain(card_id, en, ja, reading, kind=kind, season=season, code=int(codes[len(cards)])))
    return tuple(cards)


def strangers() -> tuple[Card, ...]:
    """Cards of the game that the catalogue does not hold."""
    fields = ("card", "kind", "family", "season", "en", "ja", "reading")
    cards = [
        _drawn(dict(zip(fields, row, strict=True)), 300 + i, 71_300_411 + 1_009 * i) for i, row in enumerate(STRANGERS)
    ]
    return tuple(
        replace(card, printings=(Printing(f"KZX-EN{i + 1:03}", "Letters From the Shore", card.rarity),))
        for i, card in enumerate(cards)
    )


def alternate(card: Card) -> Card | None:
    """The same card with its second picture, where it has one."""
    if card.card_id not in ALTERNATES:
        return None
    return replace(card, art=f"{card.card_id}b", printings=card.printings[1:] or card.printings)


def _drawn(row: dict[str, str], i: int, code: int) -> Card:
    rng = np.random.default_rng([SEED, i])
    kind = row.get("kind") or KIND_OF[row["family"]]
    set_code, set_name = SETS[min(i // _PER_SET, len(SETS) - 1)]
    rarity = RARITIES[int(np.searchsorted([0.6, 0.87], rng.random()))]
    first = Printing(f"{set_code}-EN{i % _PER_SET + 1:03}", set_name, rarity)
    again = tuple(Printing(*printing) for printing in REPRINTS.get(row["card"], ()))
    spirit = kind == "Spirit"
    return Card(
        card_id=row["card"],
        family=row["family"],
        kind=kind,
        season=row["season"],
        en=row["en"],
        ja=row["ja"],
        reading=row["reading"],
        passcode=f"{code:08}",
        breath=int(rng.integers(1, 8)),
        force=int(rng.integers(1, 10)) if spirit else 0,
        calm=int(rng.integers(1, 10)) if spirit else 0,
        rule=rule(rng, kind, row["season"]),
        verse=verse(rng, row["family"]),
        printings=(first, *again),
        art=row["card"],
    )


def _plain(card_id: str, en: str, ja: str, reading: str, *, kind: str, season: str, code: int) -> Card:
    return Card(card_id, "", kind, season, en, ja, reading, f"{code:08}", 0, 0, 0, "", "", (), None)
