"""How people mistype the names of cards: with one or two errors, or a Japanese one in Latin letters; seeded."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.card import Card, CardKey, Printing

_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "g": "がぎぐげご",
    "s": "さしすせそ",
    "z": "ざじずぜぞ",
    "t": "たちつてと",
}
_ROWS |= {"d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ"}
_ROWS |= {"m": "まみむめも", "r": "らりるれろ"}
_HEPBURN = {kana: head + vowel for head, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)}
_HEPBURN |= {
    "し": "shi",
    "ち": "chi",
    "つ": "tsu",
    "ふ": "fu",
    "じ": "ji",
    "ぢ": "ji",
    "づ": "zu",
    "ん": "n",
    "を": "wo",
}
_HEPBURN |= {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "ヴ": "vu"}
_SMALL = dict(zip("ぁぃぅぇぉゃゅょ", ("a", "i", "u", "e", "o", "ya", "yu", "yo"), strict=True))


@dataclass(frozen=True)
class Mistyped:
    """What was typed, and the card that was meant."""

    card: CardKey
    name: str
    typed: str


def cards_of(catalogue: Path) -> list[Card]:
    """The cards of a catalogue folder, as far as a search needs them."""
    lines = (catalogue / "cards.jsonl").read_text(encoding="utf-8").splitlines()
    return [_card(json.loads(line)) for line in lines]


def _card(said: dict[str, Any]) -> Card:
    return Card(
        key=CardKey(said["game"], said["card_id"]),
        names=said["names"],
        readings=said.get("readings") or {},
        codes=said.get("codes") or {},
        printings=tuple(
            Printing(printing["set_code"], "", printing["lang"]) for printing in said.get("printings") or []
        ),
    )


def mistyped(cards: list[Card], kind: str, count: int, seed: int) -> Iterator[Mistyped]:
    """So many of a kind: `one error`, `two errors`, `swapped`, `Japanese, one error`, `romaji`."""
    dice = random.Random(f"{seed} {kind}")
    wanted = [card for card in cards if _text(card, kind)]
    for card in dice.sample(wanted, count):
        name = _text(card, kind)
        yield Mistyped(card.key, name, _typed(name, kind, dice))


KINDS = ("one error", "two errors", "swapped", "Japanese, one error", "romaji")


def _text(card: Card, kind: str) -> str:
    """The name that is mistyped; "" where it is too short for an error, or there is none."""
    if kind == "romaji":
        reading = card.readings.get("ja", "")
        return (
            reading if len(reading) > 3 and all("ぁ" <= letter <= "ー" or letter in " ・" for letter in reading) else ""
        )
    name = card.names.get("ja" if kind.startswith("Japanese") else "en", "")
    return name if len(name) >= (5 if kind.startswith("Japanese") else 6) else ""


def _typed(name: str, kind: str, dice: random.Random) -> str:
    if kind == "romaji":
        return hepburn(name, dice)
    errors = 2 if kind == "two errors" else 1
    text = name.lower() if name.isascii() else name
    for _ in range(errors):
        text = swapped(text, dice) if kind == "swapped" else _with_error(text, dice)
    return text


def _with_error(text: str, dice: random.Random) -> str:
    """A letter that is missing, doubled, wrong, or changes place with its neighbour."""
    at = dice.randrange(len(text))
    letter = dice.choice("abcdefghijklmnopqrstuvwxyz" if text.isascii() else "アイウエオカキクケコサシスセソン")
    return dice.choice(
        (
            lambda: text[:at] + text[at + 1 :],
            lambda: text[:at] + text[at] + text[at:],
            lambda: text[:at] + letter + text[at + 1 :],
            lambda: swapped(text, dice),
        )
    )()


def swapped(text: str, dice: random.Random) -> str:
    places = [i for i in range(len(text) - 1) if text[i] != text[i + 1] and " " not in text[i : i + 2]]
    at = dice.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def hepburn(reading: str, dice: random.Random) -> str:
    """Kana as people write them in Latin letters: a long vowel doubled, with a dash, or short."""
    written: list[str] = []
    double = False
    for letter in reading:
        kana = chr(ord(letter) - 0x60) if "ァ" <= letter <= "ン" else letter
        if letter == "ー":
            written.append(dice.choice((written[-1][-1] if written and written[-1] else "", "-", "")))
        elif kana == "っ":
            double = True
        elif kana in _SMALL and written:
            written[-1] = _with_small(written[-1], _SMALL[kana])
        elif kana in _HEPBURN:
            sound = _HEPBURN[kana]
            written.append(sound[0] + sound if double and sound[0] not in "aiueo" else sound)
            double = False
        else:
            written.append(" ")
    return " ".join("".join(written).split())


def _with_small(before: str, small: str) -> str:
    head = before[:-1]
    if small[0] == "y":
        return head + (small[1:] if head.endswith(("sh", "ch", "j")) else small)
    if before == "u":
        return "w" + small
    return head + small
