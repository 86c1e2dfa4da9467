"""Import: a truth file becomes label events once; nothing is guessed, nothing is doubled, nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.labelling import (
    ANNA,
    LEFT,
    RIGHT,
    ToldRecogniser,
    at_desk,
    draw_photo,
    find_card,
    match,
    square,
)

from karuta.domain.cancel import CancelToken
from karuta.domain.label import Kind, Origin, Source, corners_text
from karuta.domain.truth import TruthError
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.import_labels import Imported, import_labels
from karuta.store.label_file import LabelFile

HAND = Origin("anna", "desk", Source.IMPORT)
Import = Callable[..., Imported]


@pytest.fixture
def told() -> ToldRecogniser:
    return ToldRecogniser({"two.png": (LEFT, RIGHT), "none.png": ()})


@pytest.fixture
def take(file: LabelFile, tmp_path: Path, told: ToldRecogniser) -> Import:
    """Import these lines; photos `one`, `two` and `none` lie beside the file."""
    for seed, name in enumerate(("one", "two", "none")):
        draw_photo(tmp_path / f"{name}.png", seed)

    def importing(*lines: str, header: str = "photo,card_id,corners", cancel: CancelToken | None = None) -> Imported:
        path = tmp_path / "truth.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return import_labels(
            file, path, origin=HAND, find_card=find_card, recognise=told, recognise_corners=told.at, cancel=cancel
        )

    return importing


def labels(file: LabelFile) -> list[tuple[object, ...]]:
    return file.rows("SELECT photo_name, kind, card_id, corners, source FROM current_labels ORDER BY id")


def test_rows_become_labels_of_their_own_source(file: LabelFile, take: Import) -> None:
    done = take("one.png,3,", f"two.png,shapes:4,{corners_text(RIGHT)}", "none.png,,")
    assert (done.added, done.same, done.skipped) == (3, 0, ())
    assert labels(file) == [
        ("one.png", "confirm", "3", corners_text(square()), "import"),
        ("two.png", "confirm", "4", corners_text(RIGHT), "import"),
        ("none.png", "unknown", None, None, "import"),
    ]
    assert {row[0] for row in file.rows("SELECT file_line FROM events")} == {2, 3, 4}
    assert len(file.rows("SELECT DISTINCT action_id, file_sha256 FROM events")) == 1


def test_a_card_that_no_lookup_saw_is_looked_at_where_the_file_says(file: LabelFile, take: Import) -> None:
    take(f"none.png,5,{corners_text(LEFT)}")
    photo, shown, embedding = file.rows("SELECT photo_sha256, shown, embedding FROM events")[0]
    lying = at_desk(file, photo)
    (sighting,) = lying.sightings
    assert (sighting.corners, sighting.label is not None) == (LEFT, True)
    assert sighting.crop_sha256 is not None
    assert "Shape 1" in shown
    assert embedding


def test_the_same_file_twice_changes_nothing(file: LabelFile, take: Import, told: ToldRecogniser) -> None:
    rows = ("one.png,3,", f"two.png,4,{corners_text(RIGHT)}", f"none.png,5,{corners_text(LEFT)}", "none.png,1,")
    take(*rows)
    before, calls = file.rows("SELECT * FROM events"), told.calls
    again = take(*rows)
    assert (again.added, again.same, again.action) == (0, 3, None)
    assert file.rows("SELECT * FROM events") == before
    assert told.calls == calls


def test_what_a_person_said_since_is_not_overturned_by_importing_again(file: LabelFile, take: Import) -> None:
    take("one.png,3,")
    photo, sighting = file.rows("SELECT photo_sha256, sighting_id FROM current_labels")[0]
    decide(file, [Choice(photo, Kind.UNREADABLE, sighting)], ANNA)
    assert take("one.png,3,").same == 1
    assert [row[1] for row in labels(file)] == ["unreadable"]


def test_rows_that_cannot_be_imported_are_told_with_their_lines(file: LabelFile, take: Import, tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    done = take("one.png,999,", "gone.png,1,", "text.png,1,", "two.png,7,", "none.png,2,")
    assert done.added == 1
    assert [(row.line, row.photo) for row in done.skipped] == [
        (2, "one.png"),
        (3, "gone.png"),
        (4, "text.png"),
        (5, "two.png"),
    ]
    assert "No card 999" in done.skipped[0].reason
    assert "2 cards" in done.skipped[3].reason
    assert [row[0] for row in labels(file)] == ["none.png"]


def test_of_cards_that_are_both_right_the_likelier_is_taken(
    file: LabelFile, take: Import, told: ToldRecogniser
) -> None:
    told.matches = (match(5), match(4))
    take("one.png,4|5|999,", "none.png,8|9,")
    assert [row[2] for row in labels(file)] == ["5", "8"]
    assert take("one.png,4|5|999,", "none.png,8|9,").same == 2


def test_a_file_that_contradicts_itself_is_told(file: LabelFile, take: Import, tmp_path: Path) -> None:
    (tmp_path / "copy.png").write_bytes((tmp_path / "one.png").read_bytes())
    (tmp_path / "third.png").write_bytes((tmp_path / "one.png").read_bytes())
    done = take("one.png,3,", "copy.png,4,", "third.png,3,")
    assert (done.added, done.same) == (1, 1)
    assert "line 2" in done.skipped[0].reason
    assert [row[2] for row in labels(file)] == ["3"]


def test_a_file_that_cannot_be_read_imports_nothing(file: LabelFile, take: Import) -> None:
    with pytest.raises(TruthError, match="line 3"):
        take("one.png,3,", "none.png,1,1 2 3")
    with pytest.raises(TruthError, match="no column"):
        take("one.png", header="picture")
    assert file.first_row("SELECT count(*) FROM events") == (0,)
