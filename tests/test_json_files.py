"""Files of ours are read within bounds, go on without where they may, and a damaged one is put aside, never lost."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from karuta.domain.shape import Misshapen
from karuta.json_files import put_aside, read_json, read_kept


@dataclass(frozen=True)
class PrintSays:
    number: int


def test_a_file_larger_than_its_bound_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.truncate(10**12)  # a hole: it takes no disk, and reading it whole would take all memory
    with pytest.raises(Misshapen, match="larger than 4 MB"):
        read_json(path, PrintSays)


def test_a_file_that_is_not_there_is_no_fault_and_one_that_cannot_be_read_is(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert read_kept(path, PrintSays, instead=None).fault is None
    path.mkdir()
    kept = read_kept(path, PrintSays, instead=None)
    assert kept.value is None and kept.fault is not None and "cannot be read" in kept.fault
    path.rmdir()
    path.write_text('{"number": "1"}')
    assert read_kept(path, PrintSays, instead=PrintSays(3)).value == PrintSays(3)
    path.write_text('{"number": 1}')
    assert read_kept(path, PrintSays, instead=PrintSays(3)).value == PrintSays(1)


def test_what_is_put_aside_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for number in range(3):
        path.write_text(str(number))
        assert put_aside(path) is not None and not path.exists()
    kept = {file.name: file.read_text() for file in tmp_path.iterdir()}
    assert kept == {"a.json.damaged": "0", "a.json.damaged-2": "1", "a.json.damaged-3": "2"}
    assert put_aside(path) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_in_the_place_of_a_file_is_a_fault_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.json")
    kept = read_kept(tmp_path / "x.json", PrintSays, instead=None)
    assert kept.value is None
    assert "pipe" in str(kept.fault)
