"""Writes the catalogue folder: cards.jsonl, images.csv and one WebP a picture; the faces come from `face`."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PIL import Image

from kazeyomi.back import back
from kazeyomi.deck import GAME, Card, alternate, deck, strangers
from kazeyomi.face import face, reduced

# Chosen so that pictures and photos together stay well under 12 MB: about 27 KB a card.
QUALITY = 68
BACK = "back.webp"
Tell = Callable[[str], None]


def write_catalogue(folder: Path, *, tell: Tell, keep: frozenset[str] = frozenset()) -> dict[str, Image.Image]:
    """Composes every card into `folder`; gives the large faces of the cards in `keep` back."""
    images = folder / "images"
    images.mkdir(parents=True, exist_ok=True)
    cards = deck()
    rows: list[tuple[str, str, str]] = []
    kept: dict[str, Image.Image] = {}
    token = _token_face(cards)
    for i, card in enumerate(cards):
        if card.family == "token":
            rows.append((_save(token, images / f"{card.card_id}.webp"), card.card_id, "main"))
        elif card.art is not None:
            large = face(card)
            if card.card_id in keep:
                kept[card.card_id] = large
            rows.append((_save(large, images / f"{card.card_id}.webp"), card.card_id, "main"))
        other = alternate(card)
        if other is not None:
            rows.append((_save(face(other), images / f"{card.card_id}b.webp"), card.card_id, "alternate"))
        if i % 20 == 19:
            tell(f"{i + 1} of {len(cards)} cards")
    rows.append((_save(back(), images / BACK), "", "back"))
    _write_lists(folder, cards, rows)
    return kept


def write_pack(folder: Path) -> None:
    """Composes the cards that photos show and the catalogue lacks."""
    images, cards = folder / "images", strangers()
    images.mkdir(parents=True, exist_ok=True)
    _write_lists(
        folder, cards, [(_save(face(card), images / f"{card.card_id}.webp"), card.card_id, "main") for card in cards]
    )


def _write_lists(folder: Path, cards: tuple[Card, ...], rows: list[tuple[str, str, str]]) -> None:
    write_cards(folder / "cards.jsonl", cards)
    with (folder / "images.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("file", "card_id", "artwork"))
        lines.writerows(rows)


def _token_face(cards: tuple[Card, ...]) -> Image.Image:
    """One face for every token, so it names no single one."""
    card = next(card for card in cards if card.family == "token")
    blank = replace(card.printings[0], set_code="KZT")
    return face(replace(card, en="Token", passcode="", printings=(blank,)))


def _save(large: Image.Image, path: Path) -> str:
    reduced(large).save(path, "WEBP", quality=QUALITY, method=6)
    return path.name


def write_cards(path: Path, cards: tuple[Card, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for card in cards:
            file.write(json.dumps(_as_row(card), ensure_ascii=False) + "\n")


def _as_row(card: Card) -> dict[str, object]:
    facts: dict[str, object] = {"season": card.season, "breath": card.breath}
    if card.kind == "Spirit":
        facts |= {"force": card.force, "calm": card.calm}
    return {
        "card_id": card.card_id,
        "game": GAME,
        "names": {"en": card.en, "ja": card.ja},
        "readings": {"ja": card.reading},
        "codes": {"passcode": card.passcode},
        "kind": card.kind,
        "facts": facts,
        "printings": [
            {"set_code": p.set_code, "set_name": p.set_name, "lang": "en", "rarities": [p.rarity]}
            for p in card.printings
        ],
    }
