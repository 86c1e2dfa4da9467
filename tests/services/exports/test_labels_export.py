"""Export: one row a label, safe in a spreadsheet, whole or not at all."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.exporting import export_labels
from tests.labelling import ANNA, RIGHT, ToldRecogniser, at_desk, draw_photo, put_photo

from karuta.domain.card import CardKey
from karuta.domain.file_names import unguarded
from karuta.domain.label import ChosenCard, Kind, as_points
from karuta.services.exports.export_labels import ADDED, COLUMNS, REMARKS
from karuta.services.exports.export_sets import ExportRequest, export
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.undo import undo
from karuta.store.label_file import LabelFile

CSV, JSONL = ExportFormat.CSV, ExportFormat.JSONL
EVIL = '=HYPERLINK("http://x","白龍")'


@pytest.fixture
def photo(file: LabelFile, tmp_path: Path) -> str:
    """A photo with two sightings, the first at a place that begins with a minus, and one label of each sort."""
    corners = as_points([(-3.5, 10), (16, 10), (16, 30), (-3.5, 30)])
    told = ToldRecogniser({"=a.png": (corners, RIGHT)})
    photo = put_photo(file, draw_photo(tmp_path / "=a.png"), recognise=told, batch="+spring")
    lying = at_desk(file, photo)
    card = ChosenCard(CardKey("shapes", "1"), EVIL, "SHP-001")
    decide(file, [Choice(photo, Kind.CONFIRM, lying.sightings[0].sighting_id, card)], ANNA)
    decide(file, [Choice(photo, Kind.UNKNOWN, lying.sightings[1].sighting_id)], ANNA)
    decide(file, [Choice(photo, Kind.UNREADABLE)], ANNA)
    return photo


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def test_there_is_one_row_for_each_current_label(file: LabelFile, photo: str, tmp_path: Path) -> None:
    assert export_labels(file, tmp_path / "out.csv", form=CSV) == 3
    rows = table(tmp_path / "out.csv")
    assert tuple(rows[0]) == (*COLUMNS, *REMARKS, *ADDED)
    assert [(row["sighting"], row["kind"]) for row in rows] == [("", "unreadable"), ("1", "confirm"), ("2", "unknown")]
    whole, first, _ = rows
    assert (whole["corners"], whole["card_id"]) == ("", "")
    assert (first["game"], first["card_id"], first["printing"]) == ("shapes", "1", "SHP-001")
    assert first["photo_sha256"] == photo
    assert (first["annotator"], first["model"]) == ("anna", f"told@{'a' * 12}")
    assert first["time"].endswith("Z")
    assert len(first["time"]) == 24


@pytest.mark.usefixtures("photo")
def test_no_text_runs_as_a_formula_and_each_comes_back(file: LabelFile, tmp_path: Path) -> None:
    export_labels(file, tmp_path / "out.csv", form=CSV)
    row = table(tmp_path / "out.csv")[1]
    assert (row["name"], row["photo"], row["batch"]) == (f"'{EVIL}", "'=a.png", "'+spring")
    assert unguarded(row["name"]) == EVIL
    assert [float(number) for number in row["corners"].split()] == [-3.5, 10, 16, 10, 16, 30, -3.5, 30]


@pytest.mark.usefixtures("photo")
def test_a_program_may_have_the_cells_as_they_are(file: LabelFile, tmp_path: Path) -> None:
    export(file, tmp_path / "out.csv", ExportRequest(CSV, raw=True))
    row = table(tmp_path / "out.csv")[1]
    assert (row["name"], row["photo"], row["batch"]) == (EVIL, "=a.png", "+spring")


@pytest.mark.usefixtures("photo")
def test_json_lines_have_the_same_keys_with_corners_as_in_a_lookup(file: LabelFile, tmp_path: Path) -> None:
    export_labels(file, tmp_path / "out.jsonl", form=JSONL)
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [tuple(row) for row in rows] == [(*COLUMNS, *REMARKS, *ADDED, "places")] * 3
    assert rows[0]["corners"] is None
    assert rows[0]["sighting"] is None
    assert rows[1]["corners"] == [[-3.5, 10], [16, 10], [16, 30], [-3.5, 30]]
    assert (rows[1]["name"], rows[1]["photo"], rows[1]["sighting"]) == (EVIL, "=a.png", 1)


def test_what_was_undone_or_withdrawn_is_not_exported(file: LabelFile, photo: str, tmp_path: Path) -> None:
    undo(file, ANNA)
    decide(file, [Choice(photo, Kind.WITHDRAW)], ANNA)
    assert export_labels(file, tmp_path / "out.csv", form=CSV) == 2
