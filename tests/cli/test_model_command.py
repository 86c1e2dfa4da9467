"""`karuta model` as people script it: its JSON, its exit codes, its sentences."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.learning import candidate, confirm_crops, crops_of, fold_ids, known_library, poorly, slightly
from tests.pictures import card as face
from tests.pictures import photo_of

from karuta import bootstrap
from karuta.files import file_hash
from karuta.paths import LibraryFolder

SHIPPED = "lite0-relief1376"
PLACE = np.array([(100.0, 80.0), (454.0, 84.0), (450.0, 600.0), (96.0, 596.0)])
FIGURES = {"n", "cards", "old", "new", "both", "only_old", "only_new", "neither", "gain", "gain_by_card", "mcnemar_p"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    library = known_library(tmp_path_factory.mktemp("made"), new=4, others=8)
    candidate(library, "poor", change=poorly)
    candidate(library, "twin", change=slightly)
    confirm_crops(library, crops_of(fold_ids(2, new=True) + fold_ids(2, new=False), times=2), batch="evening")
    return library


def karuta(library: LibraryFolder, *arguments: object) -> int:
    return bootstrap.run(["--library", str(library.root), *map(str, arguments)])


def test_list_names_the_answering_model_first(library: LibraryFolder, capsys: pytest.CaptureFixture[str]) -> None:
    assert karuta(library, "model", "list", "--json") == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(model["name"], model["active"]) for model in listed] == [(SHIPPED, True), ("poor", False), ("twin", False)]
    assert listed[0]["embedded"] == listed[0]["pictures"] == 12 and listed[1]["embedded"] == 0
    assert listed[0]["model"] == f"{SHIPPED}@{listed[0]['hash'][:12]}"
    assert karuta(library, "model", "list") == 0
    assert capsys.readouterr().out.startswith(f"* {SHIPPED} ")


def test_show_tells_of_one_model_and_of_a_stranger_in_a_sentence(
    library: LibraryFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert karuta(library, "model", "show", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["name"] == SHIPPED and shown["card"]["format"] == 1
    assert karuta(library, "model", "show", "twin") == 0
    assert "candidate" in capsys.readouterr().out
    assert karuta(library, "model", "show", "nobody") == 1
    assert capsys.readouterr().err == "There is no model nobody in this library; `karuta model list` lists them.\n"


def test_compare_pairs_photos_and_labels_and_changes_nothing(
    library: LibraryFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = fold_ids(3, new=True)
    for id in ids:
        Image.fromarray(photo_of(face(int(id)), PLACE, size=(560, 700), ground=(60, 60, 66))).save(
            tmp_path / f"{id}.png"
        )
    rows = "".join(f"{id}.png,{id},dim\n" for id in ids)
    (tmp_path / "truth.csv").write_text(f"photo,card_id,light\n{rows}gone.png,{ids[0]},day\n")
    before = {path: file_hash(path) for path in library.root.rglob("*") if path.is_file()}
    assert karuta(library, "model", "compare", SHIPPED, "poor", tmp_path / "truth.csv", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    sets = {set_["name"]: set_ for set_ in found["sets"]}
    assert set(sets) == {"photos", "labels", "held-out labels"}
    for set_ in sets.values():
        assert set_.keys() >= FIGURES | {"name", "new_cards", "rare_cards", "by"}
    assert sets["photos"]["n"] == 4 and sets["photos"]["old"]["k"] == 3
    assert sets["photos"]["by"]["light"]["dim"]["n"] == 3
    assert sets["labels"]["n"] == 8 and sets["held-out labels"]["n"] == 8
    assert sets["labels"]["by"]["batch"]["evening"]["n"] == 8
    assert {path: file_hash(path) for path in library.root.rglob("*") if path.is_file()} == before
    assert karuta(library, "model", "compare", SHIPPED, library.models / "twin") == 0
    assert "labels: 8 of 4 cards" in capsys.readouterr().out


def test_promote_refuses_with_exit_code_one_and_rollback_undoes_force(
    library: LibraryFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert karuta(library, "model", "promote", "poor", "--crops", 20, "--json") == 1
    ended = capsys.readouterr()
    said = json.loads(ended.out)
    assert not said["promoted"] and said["by"] is None and said["worse"]
    assert ended.err.startswith("poor@") and "--force promotes it all the same." in ended.err
    assert karuta(library, "model", "promote", "poor", "--crops", 20, "--force") == 0
    assert "is now active instead of" in capsys.readouterr().out
    assert karuta(library, "model", "rollback", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"model": SHIPPED, "instead_of": "poor", "embedded": 0}
    assert karuta(library, "model", "rollback") == 1
    assert "nothing to roll back to" in capsys.readouterr().err
