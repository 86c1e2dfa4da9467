"""A photo goes in, the right card comes out: the walk of a newcomer, through the real command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.e2e.conftest import CARDS, PLACE, Karuta, pack, photo

from karuta.domain.sighting import iou

KEYS = ["photo", "error", "size", "sightings", "timings_ms", "crops", "model", "index"]
MATCH_KEYS = ["game", "card_id", "name", "artwork", "score", "probability", "exemplar", "pack", "reordered", "by"]


def test_a_card_in_a_photo_is_found_in_the_catalogue(karuta: Karuta, folder: Path, tmp_path: Path) -> None:
    added = karuta("catalogue", "add", folder, "--json")
    assert added.code == 0, added.err
    (report,) = added.json
    assert report["cards"] == {"added": CARDS, "changed": 0, "same": 0}
    assert report["artworks"] == {"added": CARDS, "changed": 0, "same": 0}

    ended = karuta("lookup", photo(tmp_path / "photo.jpg", 7), "--json")
    assert ended.code == 0, ended.err
    (answer,) = ended.json
    assert list(answer) == KEYS
    assert answer["error"] is None and answer["size"] == [1300, 900]
    (sighting,) = answer["sightings"]
    keys = ["corners", "verdict", "back", "missing", "matches", "one_of", "printing", "print_says", "card_like"]
    assert list(sighting) == [*keys, "finish", "slab", "name"]
    # A drawn picture without a card's frame: its corners are found less exactly than a card's.
    assert iou(sighting["corners"], PLACE) > 0.7
    assert len(sighting["matches"]) == 5
    assert [list(match) for match in sighting["matches"]] == [MATCH_KEYS] * 5
    first = sighting["matches"][0]
    assert (first["game"], first["card_id"], first["name"], first["artwork"]) == (
        "ohajiki",
        "7",
        "ohajiki 7",
        "0007.png",
    )
    chances = [match["probability"] for match in sighting["matches"]]
    assert all(0 <= chance <= 1 for chance in chances) and sum(chances) <= 1
    assert chances == sorted(chances, reverse=True) and first["exemplar"] is False
    assert list(answer["timings_ms"]) == ["decode", "detect", "embed", "search", "verify", "total", "read"]
    assert sighting["verdict"] in ("sure", "likely")


@pytest.mark.usefixtures("stocked")
def test_every_photo_gets_its_line_in_their_order(karuta: Karuta, tmp_path: Path) -> None:
    good = photo(tmp_path / "good.jpg", 3)
    text = tmp_path / "text.jpg"
    text.write_text("no picture", encoding="utf-8")
    empty = tmp_path / "empty.jpg"
    empty.touch()
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(good.read_bytes()[:4000])
    eps = tmp_path / "eps.jpg"
    eps.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n")
    asked = [good, text, empty, cut, eps, tmp_path / "none.jpg"]
    ended = karuta("lookup", *asked, "--json")
    assert ended.code == 1
    assert [line["photo"] for line in ended.json] == [str(path) for path in asked]
    codes = [line["error"] and line["error"]["code"] for line in ended.json]
    assert codes == [None, "not_a_picture", "empty", "truncated", "unsupported", "missing"]
    assert all(list(line) == KEYS for line in ended.json)


@pytest.mark.usefixtures("stocked")
def test_a_photo_without_a_card_is_no_error(karuta: Karuta, tmp_path: Path) -> None:
    ended = karuta("lookup", photo(tmp_path / "table.jpg"), "--json")
    assert ended.code == 0
    assert ended.json[0]["sightings"] == [] and ended.json[0]["error"] is None


@pytest.mark.usefixtures("stocked")
def test_a_second_run_changes_nothing(karuta: Karuta, folder: Path, library: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in library.rglob("*") if path.is_file()}
    (report,) = karuta("catalogue", "add", folder, "--json").json
    assert report["cards"] == {"added": 0, "changed": 0, "same": CARDS}
    assert report["artworks"] == {"added": 0, "changed": 0, "same": CARDS}
    assert {path: path.stat().st_mtime_ns for path in library.rglob("*") if path.is_file()} == before


def test_two_games_stand_beside_each_other(karuta: Karuta, folder: Path, tmp_path: Path) -> None:
    karuta("catalogue", "add", folder, "--pack", "one")
    karuta("catalogue", "add", pack(tmp_path / "other", game="menko", seeds=range(101, 113)), "--pack", "two")
    answers = karuta("lookup", photo(tmp_path / "a.jpg", 1), photo(tmp_path / "b.jpg", 101), "-k", "1", "--json").json
    firsts = [answer["sightings"][0]["matches"][0] for answer in answers]
    assert [(m["game"], m["card_id"], m["artwork"]) for m in firsts] == [
        ("ohajiki", "1", "0001.png"),
        ("menko", "1", "0001.png"),
    ]
