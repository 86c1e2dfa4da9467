"""`karuta lookup` says the same by several processes as by one, in the order of the photos."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.packs import card, write_pack
from tests.window import photograph

from karuta import bootstrap

COUNT = 5


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made")
    numbers = range(1, COUNT + 1)
    pack = write_pack(
        place / "pack",
        [card(str(n)) for n in numbers],
        images=[(f"{n}.png", str(n), "main") for n in numbers],
        pictures={f"{n}.png": n for n in numbers},
    )
    assert bootstrap.run(["--library", str(place / "library"), "catalogue", "add", str(pack)]) == 0
    return place / "library"


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    """The last card first, and a file that is not there among them."""
    made = [str(photograph(tmp_path / f"{n}.png", n)) for n in range(COUNT, 0, -1)]
    return [*made[:2], str(tmp_path / "gone.png"), *made[2:]]


def said(library: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = bootstrap.run(["--library", str(library), "lookup", *arguments])
    return code, capsys.readouterr().out


def untimed(out: str) -> list[object]:
    return [{**json.loads(line), "timings_ms": None} for line in out.splitlines()]


@pytest.mark.long
def test_several_processes_say_what_one_says_in_the_order_of_the_photos(
    library: Path, photos: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, alone = said(library, capsys, *photos, "--json", "--jobs", "1")
    assert said(library, capsys, *photos, "--json", "--jobs", "2")[0] == code == 1
    _, together = said(library, capsys, *photos, "--json", "--jobs", "2")
    assert untimed(together) == untimed(alone)
    assert [json.loads(line)["photo"] for line in together.splitlines()] == photos


def test_a_photo_whose_name_is_too_long_is_an_error_of_its_own(
    library: Path, photos: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = said(library, capsys, f"{'x' * 300}.jpg", photos[0], "--json")
    errors = [json.loads(line)["error"] for line in out.splitlines()]
    assert code == 1 and [error and error["code"] for error in errors] == ["missing", None]
