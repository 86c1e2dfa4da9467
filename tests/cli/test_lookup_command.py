"""`karuta lookup` says the same by several processes as by one, in the order of the photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import Run, Said
from tests.packs import library_with, small_pack
from tests.window import photograph

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
