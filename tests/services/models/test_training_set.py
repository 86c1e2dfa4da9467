"""The training set: what persons confirmed and nobody disputes, reproducible, exported whole or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.labelling import (
    ANNA,
    BEN,
    MACHINE,
    ToldRecogniser,
    at_desk,
    chosen,
    confirmed,
    draw_photo,
    library_in,
    match,
    put_photo,
)
from tests.packs import add, card, write_pack

from karuta.domain.label import Kind
from karuta.domain.training_set import LeftOut, Side, TrainingSet
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.services.exports.export_sets import ExportRequest
from karuta.services.exports.export_sets import export as export_set
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.undo import undo
from karuta.services.models.training_set import catalogue_pictures, training_set
from karuta.store.label_file import LabelFile
from karuta.store.picture_files import crop_file


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    """Nine cards of the game `shapes`, of which 8 and 9 share a picture."""
    folder = library_in(tmp_path)
    numbers = range(1, 10)
    pack = write_pack(
        tmp_path / "pack",
        [card(str(number), f"Shape {number}", game="shapes") for number in numbers],
        images=[(f"{min(number, 8)}.png", str(number), "main") for number in numbers],
        pictures={f"{number}.png": number for number in range(1, 9)},
    )
    add(pack, folder)
    return folder


class Own(ToldRecogniser):
    """Cuts a crop of its own from each photo."""

    def _sighting(self, corners: Any) -> Any:
        Own.made = getattr(Own, "made", 0) + 1
        found = super()._sighting(corners)
        crop = np.random.default_rng(Own.made).integers(0, 256, (24, 16, 3)).astype(np.uint8)
        return type(found)(found.corners, crop, found.embedding, found.verdict, found.matches)


def put(file: LabelFile, tmp_path: Path, number: int, **told: Any) -> tuple[str, str]:
    """A photo with one sighting: its hash and the sighting's id."""
    photo = put_photo(file, draw_photo(tmp_path / f"{number}.png", number), recognise=Own(**told))
    lying = at_desk(file, photo)
    return photo, lying.sightings[0].sighting_id


def label(file: LabelFile, tmp_path: Path, number: int, card_number: int, **told: Any) -> tuple[str, str]:
    place = put(file, tmp_path, number, **told)
    decide(file, [confirmed(*place, card_number)], ANNA)
    return place


def found_in(file: LabelFile) -> TrainingSet:
    return training_set(file, catalogue_pictures(file.folder))


def test_a_confirmed_label_brings_its_crop_its_artwork_and_what_was_refused(file: LabelFile, tmp_path: Path) -> None:
    label(file, tmp_path, 1, 2, matches=(match(1), match(3, 0.7), match(2, 0.5), match(4, 0.4)))
    (example,) = found_in(file).examples
    assert crop_file(file.folder, example.crop_sha256).is_file()
    assert len(example.artworks) == 1
    assert [key.card_id for key in example.label.refused] == ["1", "3"]


def test_a_card_with_the_same_picture_is_no_hard_negative(file: LabelFile, tmp_path: Path) -> None:
    label(file, tmp_path, 1, 8, matches=(match(9), match(8, 0.7)))
    assert found_in(file).examples[0].label.refused == ()


def test_what_was_withdrawn_undone_or_made_by_a_machine_teaches_nothing(file: LabelFile, tmp_path: Path) -> None:
    withdrawn = label(file, tmp_path, 1, 1)
    decide(file, [Choice(withdrawn[0], Kind.WITHDRAW, withdrawn[1])], ANNA)
    label(file, tmp_path, 2, 2)
    undo(file, ANNA)
    photo, sighting = put(file, tmp_path, 3)
    decide(file, [Choice(photo, Kind.AUTO_CONFIRM, sighting, chosen(3))], MACHINE)
    unknown = put(file, tmp_path, 4)
    decide(file, [Choice(unknown[0], Kind.UNKNOWN, unknown[1])], ANNA)
    found = found_in(file)
    assert (found.examples, found.left_out) == ((), ())


def test_what_two_annotators_dispute_is_listed_and_stays_out(file: LabelFile, tmp_path: Path) -> None:
    place = label(file, tmp_path, 1, 1)
    decide(file, [confirmed(*place, 2)], BEN)
    found = found_in(file)
    assert found.examples == ()
    (conflict,) = found.conflicts
    assert conflict.kind is LeftOut.DISPUTED
    assert [(said.annotator, said.card and said.card.card_id) for said in conflict.answers] == [
        ("anna", "1"),
        ("ben", "2"),
    ]
    decide(file, [confirmed(*place, 2)], ANNA)
    assert [example.label.card.card_id for example in found_in(file).examples] == ["2"]


def test_one_crop_as_two_cards_is_a_conflict(file: LabelFile, tmp_path: Path) -> None:
    for number in (1, 2):
        photo = put_photo(file, draw_photo(tmp_path / f"{number}.png", number))  # the same crop each time
        lying = at_desk(file, photo)
        decide(file, [confirmed(photo, lying.sightings[0].sighting_id, number)], ANNA)
    found = found_in(file)
    assert found.examples == ()
    assert [conflict.kind for conflict in found.conflicts] == [LeftOut.SAME_CROP] * 2


def test_labels_without_a_crop_or_an_artwork_are_counted_as_left_out(file: LabelFile, tmp_path: Path) -> None:
    whole, _ = put(file, tmp_path, 1)
    decide(file, [Choice(whole, Kind.CONFIRM, card=chosen(1))], ANNA)
    label(file, tmp_path, 2, 2)
    (example,) = found_in(file).examples
    crop_file(file.folder, example.crop_sha256).write_bytes(b"damaged")
    found = found_in(file)
    assert sorted(why for why, _ in found.left_out) == [LeftOut.NO_CROP, LeftOut.WHOLE_PHOTO]


def test_the_same_library_gives_the_same_name_and_one_more_label_another(
    file: LabelFile, library: LibraryFolder, tmp_path: Path
) -> None:
    for number in range(1, 6):
        label(file, tmp_path, number, number)
    first = found_in(file)
    copy = LibraryFolder(tmp_path / "copy")
    shutil.copytree(library.root, copy.root)
    with LabelFile.open_reading(copy) as again:
        assert found_in(again).checksum == first.checksum
    label(file, tmp_path, 9, 1)
    assert found_in(file).checksum != first.checksum


def export(file: LabelFile, out: Path, **how: Any) -> TrainingSet:
    export_set(file, out, ExportRequest(ExportFormat.TRAINING), **how)
    return training_set(file, catalogue_pictures(file.folder))


def test_the_exported_folder_holds_all_that_it_names(file: LabelFile, tmp_path: Path) -> None:
    for number in range(1, 8):
        label(file, tmp_path, number, number)
    found = export(file, tmp_path / "set")
    manifest = json.loads((tmp_path / "set" / "manifest.json").read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in (tmp_path / "set" / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    assert manifest["checksum"] == found.checksum
    assert manifest["labels"] == len(lines) == 7
    assert sum(manifest["split"][side.value] for side in Side) == 7
    for line in lines:
        assert file_hash(tmp_path / "set" / line["crop"]) == Path(line["crop"]).stem
    pictures = (tmp_path / "set" / "artworks.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(pictures) == 9
    assert all((tmp_path / "set" / row.split(",")[0]).is_file() for row in pictures)
