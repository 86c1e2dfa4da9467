"""`karuta title` through the real command line: one line a title, every key always there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import Run
from tests.packs import library_of

from karuta.domain.card import Card, CardKey, Printing
from karuta.paths import LibraryFolder

KEYS = ["text", "cards", "set_codes", "passcodes", "rarity", "edition", "language", "condition", "grade", "quantity"]
KEYS += ["lot", "proxy", "unread"]


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    card = Card(
        CardKey("kazeyomi", "7"),
        {"en": "Ember Wizard", "ja": "熾火の魔術師"},
        codes={"passcode": "28891358", "other_passcodes": ["28891359"]},
        printings=(Printing("KZF-EN001", "First Leaves", "en", ("Ultra Rare",)),),
    )
    return library_of(tmp_path, [card])


def test_each_title_is_one_line(run: Run) -> None:
    titles = ["Ember Wizard KZF-EN001 1st Edition", "28891359", ""]
    lines = run("title", "--json", "--", *titles).json
    assert [line["text"] for line in lines] == titles
    assert all(list(line)[: len(KEYS)] == KEYS for line in lines)
    first = lines[0]
    assert first["cards"][0] == {
        "game": "kazeyomi",
        "card_id": "7",
        "name": "Ember Wizard",
        "probability": 0.999,
        "words": "Ember Wizard",
        "by": "name+code",
        "rivals": [],
    }
    assert (first["set_codes"], first["edition"], first["language"]) == (["KZF-EN001"], "first", "en")
    assert lines[1]["passcodes"] == ["28891359"] and lines[1]["cards"][0]["card_id"] == "7"
    assert lines[2]["cards"] == [] and lines[2]["rarity"] is None and lines[2]["lot"] is False


def test_it_loads_no_network_window_or_picture_and_writes_nothing(library: LibraryFolder) -> None:
    before = {path: path.stat().st_mtime_ns for path in library.root.rglob("*")}
    code = (
        "import sys; from karuta import bootstrap\n"
        f"assert bootstrap.run(['--library', {str(library.root)!r}, 'title', 'Ember Wizrd KZF-EN001']) == 0\n"
        "assert not {'onnxruntime', 'annoy', 'PIL', 'PySide6', 'numpy.ma'} & set(sys.modules), sorted(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "Ember Wizard" in done.stdout, done.stderr
    assert {path: path.stat().st_mtime_ns for path in library.root.rglob("*")} == before
