"""Without its crops a library still exports and trains, as long as the photos are there; the real command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.e2e.conftest import CARDS, Karuta
from tests.e2e.test_training import QUICK, candidates, labelled

from karuta.files import file_hash


def crops_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.webp"))


@pytest.mark.long
def test_crops_are_cut_again_by_the_command_that_needs_them(karuta: Karuta, library: Path, tmp_path: Path) -> None:
    labelled(karuta, tmp_path, cards=range(1, CARDS + 1))
    before = {path: path.read_bytes() for path in crops_in(library / "crops")}
    assert len(before) == CARDS
    whole = karuta("labels", "export", tmp_path / "whole", "--format", "training")
    shutil.rmtree(library / "crops")

    ended = karuta("labels", "export", tmp_path / "folders", "--format", "folders")
    assert (ended.code, ended.err) == (0, f"{CARDS} labels written to {tmp_path / 'folders'}.\n")
    assert sorted(path.read_bytes() for path in crops_in(tmp_path / "folders")) == sorted(before.values())
    ended = karuta("labels", "export", tmp_path / "set", "--format", "training")
    assert ended.code == 0, ended.err
    assert ended.err.rpartition(": ")[2] == whole.err.rpartition(": ")[2]  # the very same set
    assert not (library / "crops").exists()  # an export changes nothing in the library

    ended = karuta("train", *QUICK)
    assert ended.code == 0, ended.err
    assert {path: path.read_bytes() for path in crops_in(library / "crops")} == before


@pytest.mark.long
def test_labels_whose_crop_and_photo_are_lost_are_left_out_and_counted(
    karuta: Karuta, library: Path, tmp_path: Path
) -> None:
    labelled(karuta, tmp_path, cards=range(1, CARDS + 1))
    shutil.rmtree(library / "crops")
    (tmp_path / "shots" / "3.jpg").unlink()

    for form in ("folders", "training"):
        ended = karuta("labels", "export", tmp_path / form, "--format", form)
        assert ended.code == 1
        assert "1 label left out: the crop is lost, and the photo is not where it was; Library > " in ended.err
    assert len(crops_in(tmp_path / "folders")) == CARDS - 1
    manifest = json.loads((tmp_path / "training" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["left_out"] == {"no_crop": 1}
    for path in crops_in(tmp_path / "training" / "crops"):
        assert file_hash(path) == path.stem

    ended = karuta("train", *QUICK)
    assert ended.code == 0, ended.err
    assert "1 label left out" in ended.out
    assert len(candidates(library)) == 1
    assert len(crops_in(library / "crops")) == CARDS - 1
