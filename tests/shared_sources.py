"""The shared catalogue's pictured cards written out as other projects keep them; nothing of it stays in the project."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.sources import cdb_row, write_cdb, write_json


@dataclass(frozen=True)
class PicturedCard:
    """A line of cards.jsonl with its pictures' files, the main one first; each is named by a passcode."""

    said: dict[str, Any]
    files: tuple[str, ...]

    @property
    def passcode(self) -> int:
        return int(self.said["codes"]["passcode"])

    @property
    def artworks(self) -> list[int]:
        return [int(Path(file).stem) for file in self.files]


def pictured_cards(catalogue: Path) -> list[PicturedCard]:
    files: dict[str, list[str]] = {}
    with (catalogue / "images.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            files.setdefault(row["card_id"], []).append(row["file"])
    with (catalogue / "cards.jsonl").open(encoding="utf-8") as lines:
        cards = [json.loads(line) for line in lines]
    return [PicturedCard(card, tuple(files[card["card_id"]])) for card in cards if card["card_id"] in files]


def as_ygopro(cards: Iterable[PicturedCard], folder: Path, pictures: Path) -> Path:
    """`cards.cdb`, with a row for each artwork, and `pics` as links."""
    rows = []
    for card in cards:
        name = card.said["names"].get("en") or next(iter(card.said["names"].values()))
        bits = {"Spell": 2, "Trap": 4}.get(card.said["kind"], 0x21)
        rows += [
            cdb_row(number, name, alias=0 if number == card.passcode else card.passcode, type=bits)
            for number in dict.fromkeys((card.passcode, *card.artworks))
        ]
    write_cdb(folder / "cards.cdb", rows)
    link_pictures(cards, folder / "pics", pictures)
    return folder


def as_ygoprodeck(cards: Iterable[PicturedCard], folder: Path, pictures: Path, *, konami: bool) -> Path:
    """`cardinfo.json`, and `images` as links. `konami`: as asked for with `misc=yes`."""
    data = []
    for card in cards:
        sets = [
            {"set_name": printing["set_name"], "set_code": printing["set_code"], "set_rarity": rarity}
            for printing in card.said.get("printings") or ()
            for rarity in printing.get("rarities") or ()
            if printing["lang"] == "en"
        ]
        entry = {
            "id": card.passcode,
            "name": card.said["names"].get("en") or next(iter(card.said["names"].values())),
            "type": f"{card.said['kind']} Card",
            "card_images": [{"id": number, "image_url": "", "image_url_small": ""} for number in card.artworks],
        }
        more = {"misc_info": [{"konami_id": int(card.said["card_id"])}]} if konami else {}
        data.append({**entry, **({"card_sets": sets} if sets else {}), **more})
    write_json(folder / "cardinfo.json", {"data": data})
    link_pictures(cards, folder / "images", pictures)
    return folder


def as_yaml_yugi(cards: Iterable[PicturedCard], folder: Path, pictures: Path) -> Path:
    """`cards.json`, and a folder of pictures as links."""
    data = []
    for card in cards:
        sets: dict[str, list[dict[str, Any]]] = {}
        for printing in card.said.get("printings") or ():
            sets.setdefault(printing["lang"], []).append(
                {
                    "set_number": printing["set_code"],
                    "set_name": printing["set_name"],
                    "rarities": printing.get("rarities"),
                }
            )
        data.append(
            {
                "konami_id": int(card.said["card_id"]),
                "password": card.passcode,
                "name": {**dict.fromkeys(("en", "ja", "ja_romaji", "zh-TW")), **card.said["names"]},
                "card_type": card.said["kind"],
                "images": [{"index": 1, "image": "Face.png"}],
                "sets": sets,
                "yugipedia_page_id": 1,
            }
        )
    write_json(folder / "cards.json", data)
    link_pictures(cards, folder / "pictures", pictures)
    return folder


def link_pictures(cards: Iterable[PicturedCard], folder: Path, pictures: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for card in cards:
        for file in card.files:
            (folder / file).symlink_to(pictures / file)
