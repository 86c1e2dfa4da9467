"""A catalogue folder with everything that a card may have, and the same folder damaged in its texts by lot."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from tests.damage import damaged
from tests.packs import card, write_pack

CARDS = range(1, 7)
# What has stood in a cell of images.csv, or might.
CELLS = (
    "",
    "../0001.png",
    "/etc/passwd",
    "C:\\0001.png",
    "a\0b",
    '"',
    '"a\nb"',
    "x" * 200_000,
    "ohajiki:1",
    "0002.png",
    "main",
    "back",
    "é\u3099",
    "=1+1",
    ".",
    "images",
    "\x1b[31m",
)


def whole_folder(folder: Path) -> Path:
    return write_pack(
        folder,
        [
            card(
                str(i),
                names={"en": f"Card {i}", "ja": f"札{i}"},
                readings={"ja": f"ふだ{i}"},
                codes={"passcode": str(1000 + i), "number": i},
                kind="monster",
                facts={"attack": i * 100, "types": ["a", "b"], "text": "long " * 5},
                printings=[{"set_code": f"SET-EN{i:03}", "set_name": "Set", "lang": "en", "rarities": ["Common"]}],
            )
            for i in CARDS
        ],
        images=[(f"{i:04}.png", str(i), "main") for i in CARDS],
        pictures={f"{i:04}.png": i for i in CARDS},
    )


def damaged_folder(whole: Path, target: Path, seed: int) -> Path:
    """The folder anew, with one of its two texts damaged."""
    lot = random.Random(f"catalogue {seed}")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(whole, target)
    cards, images = target / "cards.jsonl", target / "images.csv"
    match lot.randrange(5):
        case 0 | 1:
            lines = cards.read_bytes().splitlines()
            for _ in range(lot.randint(1, 3)):
                at = lot.randrange(len(lines))
                lines[at] = damaged(lines[at], lot)
            cards.write_bytes(b"\n".join(lines) + b"\n")
        case 2:
            cards.write_bytes(damaged(cards.read_bytes(), lot))
        case 3:
            images.write_bytes(damaged(images.read_bytes(), lot))
        case _:
            images.write_text(_other_cells(images.read_text(), lot), encoding="utf-8", newline="")
    return target


def _other_cells(text: str, lot: random.Random) -> str:
    rows = [line.split(",") for line in text.splitlines()]
    for row in lot.choices(rows, k=lot.randint(1, 3)):
        row[lot.randrange(len(row))] = lot.choice(CELLS)
        if lot.random() < 0.3:
            row.append(lot.choice(CELLS))
        elif lot.random() < 0.3 and len(row) > 1:
            row.pop()
    return lot.choice(["\n", "\r\n", "\r"]).join(",".join(row) for row in rows)
