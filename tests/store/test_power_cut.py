"""A power cut after a label was said to be saved: the short form of `tests/lab/power_cut`, where `strace` is."""

from __future__ import annotations

import os
import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.cut_disk import Cut, Disk, File, Folder, Write
from tests.disk_trace import NoTracing, Player, record

_SAVES = """
import os, sqlite3, sys
from pathlib import Path
from tests.labelling import ANNA, draw_photo, library_in, put_photo
from karuta.domain.label import Kind
from karuta.services.labels.decide import Choice, decide
from karuta.store.label_file import LabelFile
folder, synchronous = Path(sys.argv[1]), sys.argv[2]
with LabelFile.open_writing(library_in(folder)) as file:
    photo = put_photo(file, draw_photo(folder / "a.png"))
    if synchronous != "as it is":
        file.rows(f"PRAGMA synchronous={synchronous}")
    decide(file, [Choice(photo, Kind.UNKNOWN)], ANNA)
    os.write(1, b"Saved")
    os._exit(0)
"""

ROOT = Path(__file__).resolve().parents[2]


def kept(left: dict[str, bytes | None], folder: Path) -> int:
    """How many labels the next program finds."""
    for path, content in left.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).mkdir() if content is None else (folder / path).write_bytes(content)
    if not (folder / "library" / "labels.db").is_file():
        return 0
    with closing(sqlite3.connect(folder / "library" / "labels.db")) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(file.execute("SELECT count(*) FROM events").fetchone()[0])


def labels_after_the_word(tmp_path: Path, synchronous: str) -> Iterator[int]:
    """By each kind of cut, the moment the word was said."""
    place = tmp_path / "place"
    place.mkdir()
    disk = Disk(place)
    command = [sys.executable, "-B", "-c", _SAVES, str(place), synchronous]
    player = Player(disk)
    try:
        calls = record(command, tmp_path / "log", environment=os.environ | {"PYTHONPATH": str(ROOT)})
    except NoTracing as error:
        pytest.skip(str(error))
    for call in calls:
        if call.name == "write" and call.given[0].startswith("1<") and call.text(1) == b"Saved":
            break
        player.play(call)
    else:
        pytest.fail("nothing was said to be saved")
    for number, cut in enumerate(Cut):
        yield kept(disk.after(cut, random.Random(number)), tmp_path / f"cut {number}")


def test_what_was_said_to_be_saved_is_there_after_a_power_cut(tmp_path: Path) -> None:
    assert list(labels_after_the_word(tmp_path, "as it is")) == [1, 1, 1, 1]


def test_without_the_flush_of_the_folder_it_would_not_be(tmp_path: Path) -> None:
    assert 0 in labels_after_the_word(tmp_path, "FULL")


def test_a_disk_keeps_bytes_that_were_flushed_and_names_that_were(tmp_path: Path) -> None:
    disk, dice = Disk(tmp_path), random.Random(1)
    file = File()
    disk.name(tmp_path / "a", file)
    file.write(Write(0, b"new"))
    assert [disk.after(cut, dice) for cut in (Cut.NOTHING, Cut.NAMES, Cut.BYTES)] == [{}, {"a": b""}, {}]
    file.flush()
    assert disk.after(Cut.NOTHING, dice) == {}
    top = disk.find(tmp_path)
    assert isinstance(top, Folder)
    top.flush()
    assert disk.after(Cut.NOTHING, dice) == {"a": b"new"}
    disk.rename(tmp_path / "a", tmp_path / "b")
    file.write(Write(1, b"o"))
    assert [disk.after(cut, dice) for cut in (Cut.NOTHING, Cut.NAMES, Cut.BYTES)] == [
        {"a": b"new"},
        {"b": b"new"},
        {"a": b"now"},
    ]
