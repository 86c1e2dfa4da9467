"""How much somebody did on a day: counted once, then only what came since, with what was taken back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.labelling import ANNA, BEN, BY_COMMAND, MACHINE, SteppingClock, chosen, draw_photo, library_in, put_photo

from karuta.domain.label import Kind, Origin, Source
from karuta.domain.recheck import DayCount
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.open_labels import counted_further
from karuta.services.labels.undo import flag, write_note
from karuta.services.lookups.read_queue import skip
from karuta.store import events
from karuta.store.label_file import LabelFile, Surroundings

NEW_YEAR = DayCount("anna", "2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z")


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def file(tmp_path: Path, clock: SteppingClock) -> Iterator[LabelFile]:
    with LabelFile.open_writing(library_in(tmp_path), surroundings=Surroundings(now=clock)) as opened:
        yield opened


@pytest.fixture
def photo(file: LabelFile, tmp_path: Path) -> str:
    return put_photo(file, draw_photo(tmp_path / "a.png"))


def decided(file: LabelFile, day: DayCount = NEW_YEAR) -> int:
    return counted_further(file, day).decided


def test_only_what_this_person_decided_here_is_counted(file: LabelFile, photo: str) -> None:
    decide(file, [Choice(photo, Kind.UNKNOWN)], ANNA)
    decide(file, [Choice(photo, Kind.CONFIRM, card=chosen())], BY_COMMAND)
    decide(file, [Choice(photo, Kind.UNKNOWN)], BEN)
    decide(file, [Choice(photo, Kind.AUTO_CONFIRM, card=chosen())], MACHINE)
    decide(file, [Choice(photo, Kind.UNKNOWN)], Origin("anna", "desk", Source.IMPORT))
    decide(file, [Choice(photo, Kind.WITHDRAW)], ANNA)
    skip(file, [photo], ANNA)
    flag(file, [photo], ANNA, on=True)
    write_note(file, [photo], "x", ANNA)
    assert decided(file) == 2


def test_a_day_ends_at_midnight_and_what_is_undone_later_leaves_its_own_day(
    file: LabelFile, photo: str, clock: SteppingClock
) -> None:
    today = counted_further(file, NEW_YEAR)
    clock.moment = datetime.fromisoformat("2026-01-01T23:59:57Z")
    for _ in range(3):
        decide(file, [Choice(photo, Kind.UNKNOWN)], ANNA)
    tomorrow = DayCount("anna", NEW_YEAR.end, "2026-01-03T00:00:00.000Z")
    assert decided(file, today) + decided(file, tomorrow) == 3
    assert decided(file, tomorrow) > 0
    today, tomorrow = counted_further(file, today), counted_further(file, tomorrow)
    for _ in range(3):
        events.undo(file, ANNA)
    assert decided(file, today) == decided(file, tomorrow) == decided(file) == 0
    clock.moment = datetime.fromisoformat("2025-12-31T12:00:00Z")  # the clock was wrong
    decide(file, [Choice(photo, Kind.UNKNOWN)], ANNA)
    assert decided(file, today) == 0


@pytest.fixture(scope="module")
def looked_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with two photos."""
    folder = tmp_path_factory.mktemp("made")
    with LabelFile.open_writing(library_in(folder), surroundings=Surroundings(now=SteppingClock())) as file:
        for seed in range(2):
            put_photo(file, draw_photo(folder / f"{seed}.png", seed))
    return library_in(folder).root


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    told=st.lists(
        st.tuples(st.sampled_from([ANNA, BEN]), st.sampled_from(["one", "two", "undo", "redo", "count", "day"])),
        max_size=20,
    )
)
def test_counting_on_gives_what_counting_anew_gives(looked_up: Path, told: list[tuple[Origin, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, clock = Path(shutil.copytree(looked_up, Path(name) / "library")), SteppingClock()
        with LabelFile.open_writing(LibraryFolder(folder), surroundings=Surroundings(now=clock)) as file:
            photos = [photo for (photo,) in file.rows("SELECT sha256 FROM photos")]
            day = counted_further(file, NEW_YEAR)
            for who, step in told:
                if step in ("undo", "redo"):
                    getattr(events, step)(file, who)
                elif step == "day":
                    clock.moment += timedelta(hours=13)
                elif step == "count":
                    day = counted_further(file, day)
                else:
                    decide(file, [Choice(photo, Kind.UNKNOWN) for photo in photos[: 1 + (step == "two")]], who)
            assert counted_further(file, day) == counted_further(file, NEW_YEAR)
