"""Whatever becomes of a file of a library, doctor says so, and a repair mends it or names its source.

A thousand damages: `python -m tests.lab.damaged_files`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.amounts import amount
from tests.damaged_library import build_tiny, run, tried

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
