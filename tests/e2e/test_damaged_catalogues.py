"""A catalogue folder that is damaged is added as far as it is sound, or refused in a sentence; never anything else.

Thousands of damages: `python -m tests.lab.damaged_files --kinds catalogues`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.damaged_catalogue import CARDS, damaged_folder, whole_folder
from tests.damaged_library import run
from tests.e2e.conftest import Karuta

from karuta.paths import LibraryFolder

DAMAGES = 24


@pytest.mark.long
def test_damaged_folders_are_added_as_far_as_they_are_sound(karuta: Karuta, library: Path, tmp_path: Path) -> None:
    whole = whole_folder(tmp_path / "whole")
    assert karuta("catalogue", "add", whole, "--pack", "p").code == 0
    place = LibraryFolder(library)
    for seed in range(DAMAGES):
        folder = damaged_folder(whole, tmp_path / "damaged", seed)
        ran = run(place, ("catalogue", "add", str(folder), "--pack", "p", "--json"))
        assert ran.complaint is None, (seed, ran.err)
    for line in (("catalogue", "info"), ("catalogue", "search", "card"), ("catalogue", "show", "1")):
        assert karuta(*line).code == 0
    # Nothing that was sound before is gone.
    assert karuta("catalogue", "add", whole, "--pack", "p", "--json").json[0]["skipped"] == []
    assert karuta("catalogue", "search", "card", "-k", 100, "--json").out.count("\n") >= len(CARDS)
    assert karuta("doctor").code == 0


@pytest.mark.parametrize("end", ["\r", "\r\r"])
def test_line_breaks_of_an_old_mac_are_told_of(karuta: Karuta, tmp_path: Path, end: str) -> None:
    folder = whole_folder(tmp_path / "whole")
    images = folder / "images.csv"
    images.write_bytes(images.read_bytes().replace(b"\n", end.encode()))
    ended = karuta("catalogue", "add", folder)
    assert ended.code == 1 and "carriage return" in ended.sentence and "save it as UTF-8 CSV" in ended.sentence
