"""`karuta bench` measures every step at every size, of known cards, unknown ones and none; rates and stalls; a plot."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.cli.test_lookup_command import library as library
from tests.commands import Run
from tests.window import photograph

from karuta.cli import bench as command
from karuta.jobs.starter import Spent
from karuta.paths import LibraryFolder

STEPS = {"decode", "detect", "embed", "search", "verify", "read", "total"}


@pytest.fixture(autouse=True)
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
