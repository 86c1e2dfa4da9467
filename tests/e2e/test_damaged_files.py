"""Whatever becomes of a file of a library or of a catalogue folder, that is said, and what is sound of it counts on.

Thousands of damages: `python -m tests.lab.damaged_files`, with `--kinds catalogues` those of folders.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.amounts import amount
from tests.damaged_catalogue import CARDS, damaged_folder, whole_folder
from tests.damaged_library import build_tiny, run, tried
from tests.e2e.conftest import Karuta

from karuta.paths import LibraryFolder
from karuta.services.library import doctor
from karuta.services.library.doctor import Finding


@pytest.mark.long(share=True)
def test_of_any_damage_doctor_says_so_and_it_is_mended_or_its_source_named(tmp_path: Path) -> None:
    tiny = build_tiny(tmp_path / "tiny")
    done = [tried(tiny, seed) for seed in range(amount(40))]
    assert [(one.seed, one.place, one.way, one.wrong) for one in done if one.wrong] == []
    assert "as before" in {one.end for one in done}


@pytest.mark.plants_bugs
def test_doctor_goes_on_after_a_check_that_fails_in_a_way_that_nobody_thought_of(
    copied_demo: Callable[[Path], LibraryFolder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(patient: object) -> Iterator[Finding]:
        raise KeyError(patient)

    monkeypatch.setitem(doctor.CHECKS, "index", broken)
    ran = run(copied_demo(tmp_path / "library"), ("doctor", "--json"))
    assert ran.code == 1
    said = [json.loads(line) for line in ran.out.splitlines()]
    assert {one["check"] for one in said if not one["ok"]} == {"index"}
    assert {"artworks", "backups"} <= {one["check"] for one in said}, "the checks after it were made"


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
