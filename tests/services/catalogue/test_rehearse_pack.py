"""A rehearsal says what adding would do, finds pictures that are there under other cards, and changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.commands import Run
from tests.packs import card, library_with, write_pack
from tests.pictures import photo_of

from karuta import paths
from karuta.paths import LibraryFolder

FACES = sorted((Path(__file__).parents[3] / "resources" / "demo" / "catalogue" / "images").iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    place = tmp_path_factory.mktemp("made")
    base = write_pack(
        place / "base",
        [card(str(number)) for number in range(1, 31)],
        images=[(f"{number:04}.webp", str(number), "main") for number in range(1, 31)],
    )
    for number in range(1, 31):
        shutil.copyfile(face(number), base / "images" / f"{number:04}.webp")
    return library_with(place, base)


@pytest.fixture
def rehearse(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], dict[str, Any]]:
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings.json")
    return lambda folder: run("catalogue", "add", folder, "--rehearse", "--json").one


def face(number: int) -> Path:
    """A card of the demo: what the model was made for, unlike the patterns of other tests."""
    return FACES[number * 5]


def pixels_of(number: int) -> np.ndarray:
    return np.asarray(Image.open(face(number)).convert("RGB"))


def photographed(path: Path, number: int) -> Path:
    place = np.array([(100.0, 80.0), (454.0, 84.0), (450.0, 600.0), (96.0, 596.0)])
    saved(photo_of(pixels_of(number), place, size=(650, 700), ground=(60, 60, 66)), path)
    return path


def everything_in(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def saved(pixels: np.ndarray, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.ascontiguousarray(pixels)).save(path)


def test_what_would_be_added_is_said_and_nothing_is_changed(
    rehearse: Callable[..., dict[str, Any]], library: LibraryFolder, tmp_path: Path
) -> None:
    printed = [{"set_code": "A-1"}], [{"set_code": "B-1"}]
    cards = [card("1", "Renamed", printings=printed[0]), card("2"), card("99", printings=printed[1])]
    images = [("2.webp", "2", "main"), ("99.png", "99", "main"), ("bad.png", "99", "alternate")]
    folder = write_pack(tmp_path / "more", cards, images=images)
    shutil.copyfile(face(2), folder / "images" / "2.webp")
    saved(pixels_of(40), folder / "images" / "99.png")
    (folder / "images" / "bad.png").write_bytes(b"no picture")
    before = everything_in(library.root)
    found = rehearse(folder)
    assert everything_in(library.root) == before
    assert (found["pack"], found["cards"]) == ("more", {"added": 1, "changed": 1, "same": 1})
    assert found["artworks"] == {"added": 1, "changed": 0, "same": 1}
    assert [(row["line"]) for row in found["skipped"]] == [4]
    said = found["rehearsal"]
    assert (said["collisions"], said["labels_changed"], said["printings_added"]) == ([], 0, 2)
    assert said["coverage"] == {"cards": 31, "with_picture": 31, "missing_by_set": {}}


def test_pictures_that_are_there_under_other_cards_are_found_however_they_were_changed(
    rehearse: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    changed = {
        "mirrored": pixels_of(1)[:, ::-1],
        "coloured": pixels_of(2)[..., [2, 0, 1]],
        "cropped": pixels_of(3)[12:-12, 8:-8],
        "same": pixels_of(4),
        "other": pixels_of(41),
    }
    folder = write_pack(
        tmp_path / "more", [card(name) for name in changed], images=[(f"{name}.png", name, "main") for name in changed]
    )
    for name, pixels in changed.items():
        saved(pixels, folder / "images" / f"{name}.png")
    found = rehearse(folder)["rehearsal"]["collisions"]
    assert {collision["card_id"]: collision["with"]["card_id"] for collision in found} == {
        "mirrored": "1",
        "coloured": "2",
        "cropped": "3",
        "same": "4",
    }
    [same] = [collision for collision in found if collision["card_id"] == "same"]
    assert list(same) == ["file", "game", "card_id", "with", "likeness"]
    assert same["with"] == {"game": "ohajiki", "card_id": "4", "artwork": "0004.webp", "pack": "base"}
    assert same["likeness"] == 1.0


def test_labels_whose_first_match_would_be_another_are_counted(
    run: Run, rehearse: Callable[..., dict[str, Any]], library: LibraryFolder, tmp_path: Path
) -> None:
    # A face that is no artwork yet: what is labelled as card 2 is an artwork of card 99 in the new pack.
    for shown, card_id in ((40, "2"), (3, "3")):
        assert run("confirm", photographed(tmp_path / f"{shown}.png", shown), card_id).code == 0
    folder = write_pack(tmp_path / "more", [card("99")], images=[("99.png", "99", "main")])
    saved(pixels_of(40), folder / "images" / "99.png")
    before = everything_in(library.root)
    found = rehearse(folder)["rehearsal"]
    assert (found["labels_changed"], found["labels"]) == (1, 2)
    assert everything_in(library.root) == before
