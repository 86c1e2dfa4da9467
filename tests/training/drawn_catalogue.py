"""A catalogue folder of drawn cards, with nothing of a publisher's in it, for the workshop's tests."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image
from tests.training.photographer.drawn import drawn_card

KINDS = ("Monster", "Spell")


def drawn_catalogue(folder: Path, cards: int) -> Path:
    """Cards `0`, `1`, ... of the game `drawn`, each with one 59x86 picture; kinds in turn."""
    (folder / "images").mkdir(parents=True)
    lines, rows = [], ["file,card_id,artwork"]
    for number in range(cards):
        card = {"card_id": str(number), "game": "drawn", "kind": KINDS[number % 2], "facts": {}}
        lines.append(json.dumps(card))
        rows.append(f"{number}.png,{number},main")
        Image.fromarray(drawn_card(number, size=(59, 86))).save(folder / "images" / f"{number}.png")
    (folder / "cards.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "images.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def drawn_faces(folder: Path, cards: list[int]) -> Path:
    """The same cards in another language: other pictures under other names."""
    (folder / "images").mkdir(parents=True)
    rows = ["file,card_id"]
    for number in cards:
        rows.append(f"x{number}.png,{number}")
        Image.fromarray(drawn_card(1000 + number, size=(59, 86))).save(folder / "images" / f"x{number}.png")
    (folder / "images.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder
