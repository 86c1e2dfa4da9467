"""What stands on the cards: the rules of each kind, the verses of each family; drawn from lists by seed."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import numpy as np

RULES: dict[str, tuple[str, ...]] = {
    "Realm": (
        "While this Realm lies open, {season} cards cost one breath less.",
        "When you open this Realm, look at the top {number} leaves of your deck and keep one.",
        "Each Spirit that rests here gains {digit} calm at dusk.",
        "Close this Realm: the wind turns, and play runs the other way.",
        "No card may leave the table while this Realm is open.",
        "The first Verse read here each turn is read twice.",
    ),
    "Spirit": (
        "When this Spirit arrives, another Spirit of {season} may rise beside it.",
        "It cannot be named while a Verse lies face down.",
        "At dusk it gives {digit} calm to the card on its left.",
        "When it leaves the table, draw {number} leaves.",
        "It strikes first while the wind is yours.",
        "Pay two breath: this Spirit returns to your hand.",
    ),
    "Craft": (
        "Turn aside: add {digit} breath.",
        "Turn aside: the next card you play this turn costs nothing.",
        "Give this Craft to a Spirit. It gains {digit} force.",
        "Wind it once each dawn. At the {ordinal} winding, draw a leaf for every turn.",
        "All your other Crafts turn upright at dusk.",
        "Whoever holds the fewest leaves may turn this aside.",
    ),
    "Weave": (
        "Wrap a Spirit in this Weave. It cannot be turned aside.",
        "The Spirit that wears it takes no harm from {season} cards.",
        "Lay it over any Realm. That Realm sleeps until the Weave is lifted.",
        "Two Weaves of one colour count as three.",
    ),
    "Omen": (
        "When the wind turns, all Spirits lose {digit} force until dawn.",
        "Name a season. Its cards cost one breath more until dusk.",
        "Read the top leaf of each deck aloud. The quickest hand keeps it.",
        "When three Omens stand in a row, the round ends.",
        "Every player passes one leaf to the left.",
        "Until dusk no Craft may be turned aside.",
    ),
    "Bloom": (
        "It opens one petal each dawn. With {number} petals, draw two leaves.",
        "In {season} this Bloom may be played for nothing.",
        "Give its petals to a Spirit: it gains as much calm.",
        "When a Bloom withers, the next one may open at once.",
        "Spirits of {season} rest unharmed beneath it.",
    ),
    "Verse": (
        "Read it aloud. The first to touch its answer takes both cards.",
        "Read the upper half: every Realm shows its true season.",
        "Read it slowly. Until you end, nobody may draw.",
        "Answer a Verse with this one to silence it.",
        "If you know the lower half by heart, draw {number} leaves.",
    ),
    "Treasure": (
        "Keep it face up. At dusk it yields {digit} breath.",
        "Trade it for any two Crafts on the table.",
        "Whoever holds it goes first each dawn.",
        "Break it: a card returns from the river to your hand.",
        "It counts as a card of every season.",
        "No Omen harms the one who keeps it.",
    ),
}

_NUMBERS = ("two", "three", "four")
_ORDINALS = ("third", "fourth", "fifth")


def rule(rng: np.random.Generator, kind: str, season: str) -> str:
    """One sentence of rules for a card of a kind."""
    choice = RULES[kind][int(rng.integers(0, len(RULES[kind])))]
    i = int(rng.integers(0, 3))
    return choice.format(season=season.capitalize(), number=_NUMBERS[i], digit=i + 1, ordinal=_ORDINALS[i])


def verse(rng: np.random.Generator, family: str) -> str:
    """Two lines to be read aloud; any first line goes with any second."""
    lines = _verses()
    firsts, seconds = lines[family, "first"], lines[family, "second"]
    return f"{firsts[int(rng.integers(0, len(firsts)))]}\n{seconds[int(rng.integers(0, len(seconds)))]}"


@lru_cache(maxsize=1)
def _verses() -> dict[tuple[str, str], list[str]]:
    """The lines of `verses.tsv` by family and half."""
    halves: dict[tuple[str, str], list[str]] = {}
    with (Path(__file__).parent / "verses.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            halves.setdefault((row["family"], row["half"]), []).append(row["line"])
    return halves
