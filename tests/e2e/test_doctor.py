"""`karuta doctor`, and with `--repair`: what it says, what it does, and its exit code; the real command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.e2e.conftest import Karuta
from tests.e2e.test_training import labelled
from tests.kept import flip

KEYS = ["check", "ok", "message", "advice", "rows", "done"]


def faults(karuta: Karuta, *options: str) -> dict[str, str]:
    """Check -> advice."""
    lines = karuta("doctor", *options, "--json").json
    assert all(list(line) == KEYS for line in lines)
    return {line["check"]: line["advice"] for line in lines if not line["ok"]}


def test_doctor_says_the_one_thing_to_do_and_repair_does_it(karuta: Karuta, library: Path, tmp_path: Path) -> None:
    labelled(karuta, tmp_path, cards=range(1, 4))
    assert karuta("doctor").code == 0
    shutil.rmtree(library / "crops")
    flip(next((library / "thumbnails").rglob("*.jpg")))

    ended = karuta("doctor")
    assert ended.code == 1
    assert "WRONG  crops: 0 of 3 crops there and intact" in ended.out
    assert "-> run `karuta doctor --repair`" in ended.out
    assert faults(karuta) == dict.fromkeys(("crops", "thumbnails"), "run `karuta doctor --repair`")
    assert not (library / "crops").exists()

    ended = karuta("doctor", "--repair")
    assert ended.code == 0, ended.out
    assert "done: 3 crops cut again from their photos." in ended.out
    assert "done: 1 thumbnail made again from their photos." in ended.out
    assert karuta("doctor").code == 0
    assert "done" not in karuta("doctor", "--repair").out


def test_repair_ends_with_1_and_says_what_is_left_to_a_person(karuta: Karuta, library: Path, tmp_path: Path) -> None:
    labelled(karuta, tmp_path, cards=range(1, 4))
    flip(next((library / "artworks").rglob("*.png")))
    ended = karuta("doctor", "--repair")
    assert ended.code == 1
    assert f"-> run `karuta catalogue add {tmp_path / 'cards'} --pack cards`" in ended.out
    assert list(faults(karuta, "--repair")) == ["artworks"]
    assert "1 artwork that were missing or damaged" in karuta("catalogue", "add", tmp_path / "cards").out
    assert faults(karuta, "--repair") == {}


def test_a_large_library_is_read_in_turn_and_all_at_once_where_it_is_asked_for(
    karuta: Karuta, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karuta.services.library.keeping.checking.MOST_BYTES", 1)
    labelled(karuta, tmp_path, cards=range(1, 4))
    flip(max((library / "crops").rglob("*.webp")))
    found = [set(faults(karuta)) for _ in range(3)]
    assert found == [set(), set(), {"crops"}]
    assert set(faults(karuta)) == set()
    assert set(faults(karuta, "--all")) == {"crops"}
