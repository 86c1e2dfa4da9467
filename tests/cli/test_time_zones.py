"""No zone and no clock breaks a command: what stores is stored and says so, what prints a time prints one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.test_label_commands import library as library
from tests.cli.test_label_commands import photo as photo
from tests.cli.test_label_commands import told as told
from tests.commands import Run

from karuta import clock
from karuta.paths import LibraryFolder

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be changed here")

ZONES = ("XYZ-24:59:59", "XYZ+24:59:59", "XYZ-167", "Nowhere/At_All", "", ":", "UTC", "XYZ-5:45", "<+0545>-5:45")
# Of each command that stores or prints a moment: what follows the library. `{backup}`: the newest copy.
COMMANDS = (
    "confirm {photo} 2",
    "undo",
    "redo",
    "labels stats",
    "labels conflicts",
    "labels export {out}/a.csv",
    "labels export {out}/a.jsonl --format events",
    "labels merge {out}/a.jsonl",
    "labels import {out}/a.csv",
    "backup",
    "backups",
    "backups --json",
    "restore {backup} --dry-run",
    "restore {backup}",
    "catalogue info",
    "pack list",
    "model list",
    "doctor",
    "doctor --repair",
)


@pytest.fixture(params=[ZONES[0], *(pytest.param(zone, marks=pytest.mark.long) for zone in ZONES[1:])])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with monkeypatch.context() as there:
        there.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


def walk(run: Run, library: LibraryFolder, photo: Path, out: Path) -> None:
    """Each command does its work, and says so to whoever waits."""
    ended = {}
    for command in COMMANDS:
        backup = max((path.name for path in library.backups.glob("labels-v*.db")), default="")
        line = command.format(photo="PHOTO", out="OUT", backup=backup).split()
        given = [part.replace("PHOTO", str(photo)).replace("OUT", str(out)) for part in line]
        ended[command] = run(*given)
    assert {command: told.err for command, told in ended.items() if "went wrong" in told.err} == {}
    assert {command for command, told in ended.items() if told.code} <= {"doctor", "doctor --repair"}


@pytest.mark.usefixtures("zone")
def test_no_zone_breaks_a_command(run: Run, library: LibraryFolder, photo: Path, tmp_path: Path) -> None:
    walk(run, library, photo, tmp_path)


@pytest.mark.parametrize("moment", [datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_nor_does_a_clock_that_stands_still(
    run: Run,
    library: LibraryFolder,
    photo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: datetime,
) -> None:
    monkeypatch.setattr(clock, "machine", lambda: moment)
    monkeypatch.setattr(time, "perf_counter", lambda: 7.0)
    walk(run, library, photo, tmp_path)
