"""Notes and flags: what stands on a photo, that both are undone like labels, and that they decide nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.labelling import ANNA, BEN, at_desk, confirmed, draw_photo, put_photo
from tests.merging import merged

from karuta.domain.label import MOST_NOTE, Kind, Remarks, note_text
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import decide
from karuta.services.labels.open_labels import count_labels
from karuta.services.labels.undo import flag, redo, undo, write_note
from karuta.services.lookups.read_queue import desk, queue_counts, queue_page
from karuta.store.current_labels import remarks_of
from karuta.store.label_file import LabelFile

NAMES = ("a.png", "b.png", "c.png")


@pytest.fixture
def photos(file: LabelFile, tmp_path: Path) -> list[str]:
    return [put_photo(file, draw_photo(tmp_path / name, seed)) for seed, name in enumerate(NAMES)]


def on_desk(file: LabelFile, photo: str) -> Remarks:
    """As the desk has it, with which the queue's row has to agree."""
    found = at_desk(file, photo)
    assert [row.remarks for row in queue_page(file) if row.photo_sha256 == photo] == [found.remarks]
    return found.remarks


def test_the_newest_note_and_the_newest_flag_stand_and_each_is_undone(file: LabelFile, photos: list[str]) -> None:
    photo = photos[0]
    write_note(file, [photo], "ask Ben", ANNA)
    flag(file, [photo], ANNA, on=True)
    write_note(file, [photo], " creased\n corner ", ANNA)
    assert on_desk(file, photo) == Remarks(is_flagged=True, note="creased corner")
    write_note(file, [photo], "  ", ANNA)
    assert on_desk(file, photo) == Remarks(is_flagged=True)
    taken = [undo(file, ANNA).kind for _ in range(3)]
    assert taken == [Kind.NOTE, Kind.NOTE, Kind.FLAG]
    assert on_desk(file, photo) == Remarks(note="ask Ben")
    redo(file, ANNA)
    assert on_desk(file, photo) == Remarks(is_flagged=True, note="ask Ben")
    flag(file, [photo], BEN, on=False)
    assert on_desk(file, photo) == Remarks(note="ask Ben")
    undo(file, BEN)
    assert on_desk(file, photo).is_flagged
    with LabelFile.open_reading(file.folder) as later:
        assert on_desk(later, photo) == Remarks(is_flagged=True, note="ask Ben")


def test_remarks_are_no_labels_and_decide_nothing(file: LabelFile, photos: list[str]) -> None:
    decided, undecided = photos[:2]
    sighting = desk(file, decided).sightings[0].sighting_id  # type: ignore[union-attr]
    decide(file, [confirmed(decided, sighting)], ANNA)
    views = ("current_labels", "true_labels", "labels_by_annotator")
    before = queue_counts(file), [file.rows(f"SELECT * FROM {view}") for view in views]
    for photo in (decided, undecided):
        write_note(file, [photo], "not sure", BEN)
        flag(file, [photo], BEN, on=True)
    assert (queue_counts(file), [file.rows(f"SELECT * FROM {view}") for view in views]) == before
    counts = count_labels(file)
    assert (counts.labels, counts.judged_twice, counts.by_annotator) == (1, 0, {"anna": 1})
    seen = "coalesce(shown, embedding, model_hash, index_hash, artworks_hash, searched)"
    assert file.rows(f"SELECT DISTINCT {seen} FROM events WHERE annotator = 'ben'") == [(None,)]


def test_two_laptops_that_remark_apart_agree_once_they_are_joined(tmp_path: Path) -> None:
    one, other = LibraryFolder(tmp_path / "one"), LibraryFolder(tmp_path / "other")
    with LabelFile.open_writing(one) as file:
        photo = put_photo(file, draw_photo(tmp_path / "a.png"))
        flag(file, [photo], ANNA, on=True)
    shutil.copytree(one.root, other.root)
    with LabelFile.open_writing(one) as file:
        write_note(file, [photo], "from one", ANNA)
    with LabelFile.open_writing(other) as file:
        write_note(file, [photo], "from the other", BEN)
        flag(file, [photo], BEN, on=False)
    for first, second in ((one, other), (other, one)):
        joined = LibraryFolder(tmp_path / f"{first.root.name} first")
        shutil.copytree(first.root, joined.root)
        merged(joined, second.root)
        with LabelFile.open_reading(joined) as file:
            assert remarks_of(file, [photo]) == {photo: Remarks(note="from the other")}


@given(st.text(st.sampled_from("e\u0301a \n\t\x00\x1b\u2028\u202e\u2066\ud800\u3000é白")) | st.text())
def test_whatever_is_typed_a_note_is_one_short_line_without_control_characters(text: str) -> None:
    note = note_text(text)
    if note is not None:
        assert note_text(note) == note == note.strip()
        assert 0 < len(note) <= MOST_NOTE
        assert note.isprintable() or not set(note) & set("\n\r\t\x00\x1b\u2028\u202e\ud800")
        note.encode("utf-8")
    assert note_text(text * 300 + "x" * 600) is not None
