"""Lists as people of several games keep them, drawn: cards that do not exist, columns and quirks that are real."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

WORDS = ("Lantern", "Crow", "Rain", "Paper", "Moon", "Ember", "Harbour", "Thistle", "Gate", "Kite", "Salt", "Owl")


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]], delimiter: str = ",") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def opaque(number: int) -> str:
    return "".join(random.Random(number).choices("BCDFGHJKLMNPQRTWbcdfghjkmnpqrtwz6789", k=21))


def pitched_cards(names: Sequence[str] = WORDS) -> list[dict[str, str]]:
    """Of each name up to three cards, in three colours: the name tells none apart."""
    colours = ("Red", "Yellow", "Blue")
    return [
        {
            "Unique ID": opaque(10 * number + pitch),
            "Name": f"{name} Strike",
            "Color": colour,
            "Pitch": str(pitch + 1),
            "Types": "Fighter, Action",
            "Functional Text": "It waits.",
        }
        for number, name in enumerate(names)
        for pitch, colour in enumerate(colours[: 1 + number % 3])
    ]


def pitched_printings(names: Sequence[str] = WORDS) -> list[dict[str, str]]:
    return [
        {
            "Unique ID": opaque(1000 + 50 * at + issue),
            "Card Unique ID": card["Unique ID"],
            "Card Name": card["Name"],
            "Card Pitch": card["Pitch"],
            "Card ID": f"{set_}{at:03d}",
            "Set Printing Unique ID": opaque(9000 + issue),
            "Set ID": set_,
            "Edition": "N",
            "Rarity": "C",
            "Image URL": f"https://example.invalid/media/{set_}{at:03d}.width-450.png?1",
        }
        for at, card in enumerate(pitched_cards(names))
        for issue, set_ in enumerate(("LAN", "STP")[: 1 + at % 2])
    ]


def marked_cards(names: Sequence[str] = WORDS) -> list[dict[str, Any]]:
    """Other artworks of a card have its number, `_p` or `_r`, and a number."""
    marks = ("", "_p1", "_p2", "_r1")
    return [
        {
            "id": f"LN{1 + number % 2:02d}-{number:03d}{mark}",
            "name": f"{name} &amp; Co" if number == 3 else name,
            "rarity": "Rare" if mark else "Common",
            "colors": ["Red", "Green"],
            "cost": number % 9,
            "effect": "",
            "img_url": f"../images/LN-{number:03d}{mark}.png?2607",
        }
        for number, name in enumerate(names)
        for mark in marks[: 1 + number % 4]
    ]


def numbered_cards(names: Sequence[str] = WORDS) -> list[dict[str, Any]]:
    """A row an artwork; the card's own number stands beside it, and names in two languages below one key."""
    return [
        {
            "id": f"BX{1 + number // 5}-{number % 5 + 1:03d}{mark}",
            "cardNumber": f"BX{1 + number // 5}-{number % 5 + 1:03d}",
            "name": {"english": f"{name}mon", "japanese": f"{name}モン"},
            "cardLv": f"Lv.{number % 6}",
            "color": ("Red", "Blue")[number % 2],
            "effect": f"It waits {number} turns.",
            "cardImage": f"assets/cards/BX{1 + number // 5}-{number % 5 + 1:03d}{mark}.webp",
            "illustrator": "Nobody",
        }
        for number, name in enumerate(names)
        for mark in ("", "_P1", "_P2")[: 1 + number % 3]
    ]


def titled_cards(names: Sequence[str] = WORDS) -> list[dict[str, Any]]:
    """A running number, a name and a title; the number printed on a card counts within its set."""
    return [
        {
            "id": 100 + number,
            "fullName": f"{name} - {title}",
            "name": name,
            "version": title,
            "number": number % 8 + 1,
            "setCode": str(1 + number // 8),
            "rarity": "Common",
            "cost": number % 5,
            "fullText": f"It waits {number} turns.",
            "images": {"full": f"https://example.invalid/{number}.jpg"},
        }
        for number, (name, title) in enumerate(
            (name, f"{how} {names[-at]}") for at, name in enumerate(names) for how in ("Under", "Without")
        )
    ]
