"""Other people's JSON, card after card: every layout, broken cards passed over with their line, any damage survived."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karuta.services.catalogue.sources import json_rows as reading
from karuta.services.catalogue.sources.json_rows import JsonRow, json_rows

CARDS = [
    {"id": number, "name": f"Card {number}", "sets": [{"id": 1, "code": "A}, {"}, {"x": "]"}]} for number in range(60)
]


def is_card(value: Any) -> bool:
    return isinstance(value, dict) and "name" in value


def rows(tmp_path: Path, text: str | bytes) -> list[JsonRow]:
    path = tmp_path / "cards.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return list(json_rows(path, is_row=is_card))


def one_a_line(cards: list[Any]) -> str:
    """As Scryfall writes its bulk files."""
    return "[\n" + ",\n".join(json.dumps(card) for card in cards) + "\n]\n"


LAYOUTS = {
    "minified": lambda cards: json.dumps(cards, separators=(",", ":")),
    "spaced": json.dumps,
    "indented": lambda cards: json.dumps(cards, indent=2),
    "one a line": one_a_line,
    "below data": lambda cards: json.dumps({"data": cards, "meta": {"total": 3}}),
    "below data, last": lambda cards: json.dumps({"meta": {"total": 3}, "data": cards}, indent=4),
    "JSON lines": lambda cards: "\n".join(json.dumps(card) for card in cards),
    "with a byte order mark": lambda cards: "\ufeff" + json.dumps(cards, indent=1).replace("\n", "\r\n"),
}


@pytest.mark.parametrize("piece", [64, 1 << 18])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_cards(
    tmp_path: Path, layout: str, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_PIECE", piece)
    found = rows(tmp_path, LAYOUTS[layout](CARDS))
    assert [row.value for row in found] == CARDS


@pytest.mark.parametrize("piece", [300, 1 << 18])
@pytest.mark.parametrize("layout", ["minified", "indented", "one a line", "below data", "JSON lines"])
def test_a_broken_card_costs_no_other(tmp_path: Path, layout: str, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_PIECE", piece)
    text = LAYOUTS[layout](CARDS)
    for number in (3, 20, 41):
        text = text.replace(f'"Card {number}"', f'"Card {number}" oops')
    found = rows(tmp_path, text)
    assert [row.value["id"] for row in found if row.fault is None] == [n for n in range(60) if n not in (3, 20, 41)]
    assert [row.fault for row in found if row.fault] == ["not JSON"] * 3
    if layout == "one a line":
        assert [row.line for row in found if row.fault] == [5, 22, 43]


def test_a_file_that_ends_within_a_card_says_so(tmp_path: Path) -> None:
    *found, last = rows(tmp_path, one_a_line(CARDS)[:-200])
    assert [row.value["id"] for row in found] == [row["id"] for row in CARDS[: len(found)]]
    assert last.fault is not None and last.fault.startswith("not JSON: the file ends")


def test_what_is_no_object_or_no_text_is_a_row_with_a_fault(tmp_path: Path) -> None:
    found = rows(tmp_path, b'[1, {"name": "\xff"}, {"name": "\\ud800"}, {"name": "ok"}, null]')
    assert [row.fault is None for row in found] == [False, False, False, True, False]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_no_damage_at_all_raises(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dice = random.Random(seed)
    sound = bytearray(LAYOUTS[dice.choice(sorted(LAYOUTS))](CARDS[:12]).encode())
    for _ in range(dice.randrange(1, 8)):
        at = dice.randrange(len(sound))
        if dice.random() < 0.3:
            del sound[at : at + dice.randrange(1, 90)]
        else:
            sound[at:at] = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 4)))
    path = tmp_path_factory.mktemp("damaged") / "cards.json"
    path.write_bytes(sound)
    for row in json_rows(path, is_row=is_card):
        assert (row.value is None) != (row.fault is None)
        assert 1 <= row.line <= sound.count(b"\n") + 1
