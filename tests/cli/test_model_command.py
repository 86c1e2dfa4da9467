"""`karuta model` as people script it: its JSON, its exit codes, its sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.commands import Run
from tests.learning import candidate, confirm_crops, crops_of, fold_ids, known_library, poorly, slightly
from tests.pictures import card as face
from tests.pictures import photo_of

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


def test_list_names_the_answering_model_first(run: Run) -> None:
    listed = run("model", "list", "--json").json
    assert [(model["name"], model["active"]) for model in listed] == [(SHIPPED, True), ("poor", False), ("twin", False)]
    assert listed[0]["embedded"] == listed[0]["pictures"] == 12 and listed[1]["embedded"] == 0
    assert listed[0]["model"] == f"{SHIPPED}@{listed[0]['hash'][:12]}"
    code, out, _ = run("model", "list")
    assert code == 0 and out.startswith(f"* {SHIPPED} ")


def test_show_tells_of_one_model_and_of_a_stranger_in_a_sentence(run: Run) -> None:
    shown = run("model", "show", "--json").one
    assert shown["name"] == SHIPPED and shown["card"]["format"] == 1
    code, out, _ = run("model", "show", "twin")
    assert code == 0 and "candidate" in out
    stranger = "There is no model nobody in this library; `karuta model list` lists them.\n"
    assert run("model", "show", "nobody") == (1, "", stranger)


def test_compare_pairs_photos_and_labels_and_changes_nothing(run: Run, library: LibraryFolder, tmp_path: Path) -> None:
    ids = fold_ids(3, new=True)
    for id in ids:
        Image.fromarray(photo_of(face(int(id)), PLACE, size=(560, 700), ground=(60, 60, 66))).save(
            tmp_path / f"{id}.png"
        )
    rows = "".join(f"{id}.png,{id},dim\n" for id in ids)
    (tmp_path / "truth.csv").write_text(f"photo,card_id,light\n{rows}gone.png,{ids[0]},day\n")
    before = {path: file_hash(path) for path in library.root.rglob("*") if path.is_file()}
    found = run("model", "compare", SHIPPED, "poor", tmp_path / "truth.csv", "--json").one
    sets = {set_["name"]: set_ for set_ in found["sets"]}
    assert set(sets) == {"photos", "labels", "held-out labels"}
    for set_ in sets.values():
        assert set_.keys() >= FIGURES | {"name", "new_cards", "rare_cards", "by"}
    assert sets["photos"]["n"] == 4 and sets["photos"]["old"]["k"] == 3
    assert sets["photos"]["by"]["light"]["dim"]["n"] == 3
    assert sets["labels"]["n"] == 8 and sets["held-out labels"]["n"] == 8
    assert sets["labels"]["by"]["batch"]["evening"]["n"] == 8
    assert {path: file_hash(path) for path in library.root.rglob("*") if path.is_file()} == before
    code, out, _ = run("model", "compare", SHIPPED, library.models / "twin")
    assert code == 0 and "labels: 8 of 4 cards" in out


def test_promote_refuses_with_exit_code_one_and_rollback_undoes_force(run: Run) -> None:
    ended = run("model", "promote", "poor", "--crops", 20, "--json")
    (said,) = ended.json
    assert ended.code == 1 and not said["promoted"] and said["by"] is None and said["worse"]
    assert ended.err.startswith("poor@") and "--force promotes it all the same." in ended.err
    code, out, _ = run("model", "promote", "poor", "--crops", 20, "--force")
    assert code == 0 and "is now active instead of" in out
    assert run("model", "rollback", "--json").one == {"model": SHIPPED, "instead_of": "poor", "embedded": 0}
    code, _, err = run("model", "rollback")
    assert code == 1 and "nothing to roll back to" in err
