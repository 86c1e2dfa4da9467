"""`karuta lookup` says the same by several processes as by one; `karuta bench` measures each step at every size."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.commands import Run, Said
from tests.packs import library_with, small_pack
from tests.window import photograph

from karuta.cli import bench as command
from karuta.jobs.starter import Spent
from karuta.paths import LibraryFolder

COUNT = 5


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    place = tmp_path_factory.mktemp("made")
    return library_with(place, small_pack(place / "pack", COUNT))


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    """The last card first, and a file that is not there among them."""
    made = [str(photograph(tmp_path / f"{n}.png", n)) for n in range(COUNT, 0, -1)]
    return [*made[:2], str(tmp_path / "gone.png"), *made[2:]]


def untimed(told: Said) -> list[object]:
    return [line | {"timings_ms": None} for line in told.json]


@pytest.mark.long
def test_several_processes_say_what_one_says_in_the_order_of_the_photos(run: Run, photos: list[str]) -> None:
    alone, together = (run("lookup", *photos, "--json", "--jobs", jobs) for jobs in (1, 2))
    assert together.code == alone.code == 1
    assert untimed(together) == untimed(alone)
    assert [line["photo"] for line in together.json] == photos


def test_a_photo_whose_name_is_too_long_is_an_error_of_its_own(run: Run, photos: list[str]) -> None:
    told = run("lookup", f"{'x' * 300}.jpg", photos[0], "--json")
    errors = [line["error"] for line in told.json]
    assert told.code == 1 and [error and error["code"] for error in errors] == ["missing", None]


STEPS = {"decode", "detect", "embed", "search", "verify", "read", "total"}


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Programs that were started, none of them really."""
    started: list[list[str]] = []

    def run_once(arguments: list[str]) -> Spent:
        started.append(arguments)
        if "--stalls" in arguments:
            place = Path(arguments[arguments.index("--stalls") + 1])
            place.write_text('{"longest_ms": 40.0, "p99_ms": 2.5, "n": 900}', encoding="utf-8")
        return Spent(10.0 * len(started), None)

    monkeypatch.setattr(command, "run_once", run_once)
    monkeypatch.setattr(command, "ready_demo", lambda *arguments, **more: False)
    monkeypatch.setattr(command, "processors", lambda: 1)
    monkeypatch.setattr(command, "_PIECES", 3)
    return started


def test_ones_own_photos_are_measured_at_each_size(
    run: Run, library: LibraryFolder, tmp_path: Path, starts: list[list[str]]
) -> None:
    photograph(tmp_path / "shots" / "a.png", 2)
    plot = tmp_path / "plot.svg"
    found = run("bench", "--photos", tmp_path / "shots", "--runs", 2, "--json", "--plot", plot).one
    assert set(found) == {"machine", "version", "steps", "start", "memory_mb", "rates", "stalls"}
    assert {step["name"] for step in found["steps"]} == STEPS
    assert {(step["megapixels"], step["known"], step["n"]) for step in found["steps"]} == {
        *((1, True, 2), (2, True, 2), (12, True, 2))
    }
    totals = [step for step in found["steps"] if step["name"] == "total"]
    assert all(step["ms"] > 0 and step["processor_ms"] > 0 for step in totals)
    assert found["start"] == {"cold": {"ms": 10.0, "processor_ms": None}, "warm": {"ms": 30.0, "processor_ms": None}}
    assert [(rate["name"], rate["processes"], rate["n"]) for rate in found["rates"]] == [
        ("lookup", 1, 3),
        ("catalogue", 1, 3),
    ]
    assert all(rate["a_second"] > 0 for rate in found["rates"])
    assert found["stalls"] == {"longest_ms": 40.0, "p99_ms": 2.5, "n": 900}
    drawn = {element.text for element in ElementTree.parse(plot).iter("{http://www.w3.org/2000/svg}text")}
    assert {"a known card, 1 MP", "a known card, 12 MP", "decode"} <= drawn
    assert starts[0][-2:] == ["lookup", str(library.root / "no such photo")]
