"""Two copies of a library, labelled apart and joined by INSERT OR IGNORE in either order, say the same."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.label_model import corners_standing, standing
from tests.labelling import ANNA, BEN, LEFT, MACHINE, RIGHT, ToldRecogniser, chosen, draw_photo, put_photo, square

from karuta.domain.label import Kind, Label, Origin
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.services.labels.undo import flag_all, write_note
from karuta.services.lookups.read_queue import remove, skip
from karuta.store import events
from karuta.store.current_labels import labels_of
from karuta.store.label_counts import labelled_photos
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health
from karuta.store.queue import queue_page

TRUTH = ("events", "photos", "places", "sightings", "lookups", "suggestions", "outlines")

steps = st.lists(
    st.tuples(
        st.sampled_from([ANNA, BEN, MACHINE]),
        st.sampled_from(["label", "label", "label", "corners", "undo", "redo", "skip", "remove", "flag", "note"]),
        st.integers(0, 4),
        st.sampled_from([Kind.CONFIRM, Kind.UNKNOWN, Kind.NO_CARD, Kind.BACK, Kind.WITHDRAW]),
        st.integers(1, 9),
    ),
    max_size=12,
)
Steps = list[tuple[Origin, str, int, Kind, int]]


def join(into: LabelFile, other: LibraryFolder, tables: Sequence[str] = TRUTH) -> None:
    into.rows("ATTACH ? AS other", [str(other.labels_db)])
    with into.writing():
        for table in tables:
            into.rows(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM other.{table}")
    into.rows("DETACH other")


def work(library: LibraryFolder, evening: Steps, places: list[tuple[str, str]]) -> None:
    with LabelFile.open_writing(library) as file:
        file.rows("PRAGMA synchronous=OFF")
        for who, step, at, kind, number in evening:
            photo, sighting = places[at]
            if step == "undo":
                events.undo(file, who)
            elif step == "redo":
                events.redo(file, who)
            elif step == "label":
                said = Kind.AUTO_CONFIRM if who is MACHINE else kind
                card = chosen(number) if said in (Kind.CONFIRM, Kind.AUTO_CONFIRM) else None
                decide(file, [Choice(photo, said, sighting, card)], who)
            elif step == "corners" and who is not MACHINE:
                set_corners(file, photo, square(number, number), who, of=sighting or None)
            elif step == "flag" and who is not MACHINE:
                flag_all(file, [photo], who)
            elif step == "note" and who is not MACHINE:
                write_note(file, [photo], "" if number == 1 else str(number), who)
            elif who is not MACHINE:
                (skip if step == "skip" else remove)(file, [photo], who)


def everything(file: LabelFile) -> tuple[object, ...]:
    exported: list[Label] = labels_of(file, labelled_photos(file))
    return (
        standing(file),
        corners_standing(file),
        exported,
        queue_page(file),
        file.rows("SELECT * FROM queue ORDER BY 1"),
    )


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=steps, one_evening=steps, other_evening=steps)
def test_the_order_of_joining_does_not_matter(before: Steps, one_evening: Steps, other_evening: Steps) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, other = LibraryFolder(folder / "one"), LibraryFolder(folder / "other")
        told = ToldRecogniser({"0.png": (LEFT, RIGHT)})
        with LabelFile.open_writing(one) as file:
            photos = [put_photo(file, draw_photo(folder / f"{n}.png", n), recognise=told) for n in range(2)]
            seen = file.rows("SELECT photo_sha256, id FROM sightings ORDER BY photo_sha256, id")
        places = [*seen, *((photo, "") for photo in photos)]
        work(one, before, places)
        shutil.copytree(one.root, other.root)
        work(one, one_evening, places)
        work(other, other_evening, places)
        both_ways = []
        for first, second in ((one, other), (other, one)):
            joined = LibraryFolder(folder / f"joined {first.root.name}")
            shutil.copytree(first.root, joined.root)
            with LabelFile.open_writing(joined) as file:
                join(file, second)
                assert label_health(file).queue_astray == 0
                both_ways.append(everything(file))
                join(file, second)
                assert everything(file) == both_ways[-1]
        assert both_ways[0] == both_ways[1]


def test_labels_come_over_without_their_photos(tmp_path: Path) -> None:
    one, other = LibraryFolder(tmp_path / "one"), LibraryFolder(tmp_path / "other")
    with LabelFile.open_writing(one) as file:
        photo = put_photo(file, draw_photo(tmp_path / "a.png"), recognise=ToldRecogniser({"a.png": (LEFT, RIGHT)}))
        for sighting, number in zip(file.rows("SELECT id FROM sightings ORDER BY corners DESC"), (1, 2), strict=True):
            decide(file, [Choice(photo, Kind.CONFIRM, sighting[0], chosen(number))], ANNA)
        labels = labels_of(file, [photo])
    with LabelFile.open_writing(other) as file:
        join(file, one, ["events"])
        assert labels_of(file, labelled_photos(file)) == labels
        assert [label.sighting for label in labels] == [1, 2]


def test_two_laptops_that_looked_one_photo_up_apart_label_the_same_sighting(tmp_path: Path) -> None:
    libraries = [LibraryFolder(tmp_path / name) for name in ("one", "other")]
    for library, origin, number in zip(libraries, (ANNA, BEN), (1, 2), strict=True):
        with LabelFile.open_writing(library) as file:
            photo = put_photo(file, draw_photo(tmp_path / "a.png"))
            sighting = file.rows("SELECT id FROM sightings")[0][0]
            decide(file, [Choice(photo, Kind.CONFIRM, sighting, chosen(number))], origin)
    with LabelFile.open_writing(libraries[0]) as file:
        join(file, libraries[1])
        assert [label.name for label in labels_of(file, labelled_photos(file))] == ["Shape 2"]
        assert queue_page(file)[0].sightings == 1


def test_of_two_laptops_that_undo_and_redo_one_action_the_last_word_counts(tmp_path: Path) -> None:
    one, other = LibraryFolder(tmp_path / "one"), LibraryFolder(tmp_path / "other")
    with LabelFile.open_writing(one) as file:
        photo = put_photo(file, draw_photo(tmp_path / "a.png"))
        decide(file, [Choice(photo, Kind.UNKNOWN)], ANNA)
    shutil.copytree(one.root, other.root)
    for library, words in ((other, (events.undo, events.redo)), (one, (events.undo,))):
        with LabelFile.open_writing(library) as file:
            for word in words:
                assert word(file, ANNA) is not None
    for first, second in ((one, other), (other, one)):
        joined = LibraryFolder(tmp_path / f"{first.root.name} first")
        shutil.copytree(first.root, joined.root)
        with LabelFile.open_writing(joined) as file:
            join(file, second)
            assert standing(file) == {}


def test_an_undo_that_comes_before_its_action_still_counts(tmp_path: Path) -> None:
    one, other = LibraryFolder(tmp_path / "one"), LibraryFolder(tmp_path / "other")
    with LabelFile.open_writing(one) as file:
        photo = put_photo(file, draw_photo(tmp_path / "a.png"))
        decide(file, [Choice(photo, Kind.UNKNOWN)], ANNA)
        events.undo(file, ANNA)
    with LabelFile.open_writing(other) as file:
        file.rows("ATTACH ? AS other", [str(one.labels_db)])
        with file.writing():
            for order in ("DESC", "ASC"):
                file.rows(f"INSERT OR IGNORE INTO main.events SELECT * FROM other.events ORDER BY id {order} LIMIT 1")
        assert standing(file) == {}
        assert file.first_row("SELECT count(*) FROM events") == (2,)
