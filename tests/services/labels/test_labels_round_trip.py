"""An export that is read back says what it said: whatever was decided, by whom and when, with the photos or without."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.amounts import amount
from tests.exporting import export_labels
from tests.labelling import (
    ANNA,
    BEN,
    LEFT,
    MACHINE,
    RIGHT,
    ToldRecogniser,
    at_desk,
    chosen,
    confirmed,
    draw_photo,
    find_card,
    put_photo,
    square,
)

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import Cancelled
from karuta.domain.journal import Imported
from karuta.domain.label import MOST_NOTE, NO_EVIDENCE, NO_REMARKS, ChosenCard, Kind, Origin, Remarks, Source
from karuta.domain.truth import TruthError
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.services.exports.export_labels import COLUMNS
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.services.labels.import_labels import import_labels
from karuta.services.labels.undo import flag, flag_all, undo, write_note
from karuta.services.lookups.locate_photos import locate_photos
from karuta.store import events
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health
from karuta.store.photos import SeenFile, arrive, places_of
from karuta.store.queue import queue_page

CSV, JSONL = ExportFormat.CSV, ExportFormat.JSONL
BOTH = pytest.mark.parametrize("form", [CSV, JSONL])
IMPORTER = Origin("ivy", "laptop", Source.IMPORT)
TOLD = ToldRecogniser({"a.png": (LEFT, RIGHT), "b.png": (square(),), "c.png": ()})
KEPT = [column for column in COLUMNS if column not in ("model", "imported_from")]

# What breaks tables: quotes, line ends, commas, formulas, guards, far away letters, spaces at the ends.
texts = st.text(st.sampled_from("ab '\"\n\r,;=+-@\t＝白龍é😀|\\"), min_size=1, max_size=8)
maybe = st.none() | texts
cards = st.builds(
    ChosenCard, st.builds(CardKey, st.sampled_from(["shapes", "="]), texts), texts, printing=st.none() | texts
)
steps = st.lists(
    st.tuples(
        st.sampled_from([ANNA, BEN, ANNA, BEN, MACHINE]),
        st.sampled_from(["label", "label", "label", "label", "corners", "undo", "redo"]),
        st.integers(0, 5),
        st.sampled_from([Kind.CONFIRM, Kind.UNKNOWN, Kind.UNREADABLE, Kind.NO_CARD, Kind.BACK, Kind.WITHDRAW]),
        cards,
        st.tuples(maybe, maybe),
        st.builds(square, st.integers(-5, 40), st.integers(-5, 20), st.integers(8, 24)),
    ),
    max_size=14,
)
Steps = list[tuple[Any, ...]]


def evening(file: LabelFile, folder: Path, told: Steps, arrivals: Sequence[tuple[str | None, str | None]]) -> None:
    """Three photos, which came in several listings, and what persons and a machine said about them."""
    file.rows("PRAGMA synchronous=OFF")
    photos = []
    for seed, name in enumerate("abc"):
        path = draw_photo(folder / f"{name}.png", seed)
        photos.append(put_photo(file, path, recognise=TOLD))
        for batch, listing in arrivals[seed::3]:
            with file.writing():
                arrive(file, SeenFile(path, photos[-1], path.stat().st_size, batch, listing), device="desk")
    sightings = file.rows("SELECT photo_sha256, id FROM sightings ORDER BY photo_sha256, id")
    places = [*sightings, *((photo, "") for photo in photos)]
    for who, step, at, kind, card, (batch, listing), corners in told:
        photo, sighting = places[at]
        if step in ("undo", "redo"):
            getattr(events, step)(file, who)
        elif step == "corners" and who is not MACHINE:
            set_corners(file, photo, corners, who, of=sighting or None)
        elif step == "label":
            said = Kind.AUTO_CONFIRM if who is MACHINE else kind
            named = card if said in (Kind.CONFIRM, Kind.AUTO_CONFIRM) else None
            of_back = listing if said is Kind.BACK else None
            decide(file, [Choice(photo, said, sighting, named, game=of_back, batch=batch, listing=listing)], who)


def exported(file: LabelFile, form: ExportFormat, folder: Path, name: str = "out") -> tuple[Path, list[dict[str, Any]]]:
    out = folder / f"{name}.{form.value.name}"
    export_labels(file, out, form=form, force=True)
    if form is CSV:
        with out.open(encoding="utf-8-sig", newline="") as text:
            return out, list(csv.DictReader(text))
    return out, [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def kept(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{column: row[column] for column in KEPT} | {"places": row.get("places")} for row in rows]


def read_back(
    file: LabelFile, path: Path, *, photos: Path | None = None, told: ToldRecogniser | None = None
) -> Imported:
    return import_labels(
        file,
        path,
        photos=photos,
        origin=IMPORTER,
        find_card=find_card,
        recognise=told,
        recognise_corners=told.at if told else None,
    )


@pytest.mark.long(share=True)
@settings(max_examples=amount(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    told=steps,
    arrivals=st.lists(st.tuples(maybe, maybe), max_size=6),
    form=st.sampled_from([CSV, JSONL]),
    with_photos=st.booleans(),
)
def test_an_export_of_what_was_imported_is_the_export(
    told: Steps, arrivals: list[tuple[str | None, str | None]], form: ExportFormat, *, with_photos: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "photos").mkdir()
        with LabelFile.open_writing(LibraryFolder(folder / "one")) as file:
            evening(file, folder / "photos", told, arrivals)
            path, rows = exported(file, form, folder)
            before = file.rows("SELECT * FROM events"), file.rows("SELECT * FROM places")
            again = read_back(file, path, photos=folder / "photos", told=TOLD)
            assert (again.added, again.same, again.skipped) == (0, len(rows), ())
            assert (file.rows("SELECT * FROM events"), file.rows("SELECT * FROM places")) == before
        previous, library = rows, 1
        for library in (1, 2):
            with LabelFile.open_writing(LibraryFolder(folder / f"empty {library}")) as file:
                file.rows("PRAGMA synchronous=OFF")
                looks = {"photos": folder / "photos", "told": TOLD} if with_photos else {}
                done = read_back(file, path, **looks)
                assert (done.added, done.same, done.skipped, done.conflicts) == (len(rows), 0, (), ())
                path, found = exported(file, form, folder, f"out {library}")
                assert kept(found) == kept(rows)
                assert file.broken_seals() == []
                assert label_health(file).queue_astray == 0
                assert read_back(file, path, **looks).added == 0
                # What a machine said is no truth here either.
                said = file.rows("SELECT count(*) FROM true_labels WHERE kind = 'auto_confirm' OR annotator = 'karuta'")
                assert said == [(0,)]
            # Where a label was first read from stays.
            assert library == 1 or [row["imported_from"] for row in found] == [row["imported_from"] for row in previous]
            previous = found


@pytest.fixture
def one(tmp_path: Path) -> LibraryFolder:
    """A library with a photo in two listings, of which each kind of label is on one sighting or another."""
    library = LibraryFolder(tmp_path / "one")
    with LabelFile.open_writing(library) as file:
        path = draw_photo(tmp_path / "photos" / "a.png")
        photo = put_photo(file, path, recognise=TOLD, batch="spring")
        with file.writing():
            arrive(file, SeenFile(path, photo, 9, "spring", "lot 7"), device="desk")
        left, right = (lying.sighting_id for lying in at_desk(file, photo).sightings)
        decide(file, [confirmed(photo, left, 3)], ANNA)
        decide(file, [Choice(photo, Kind.AUTO_CONFIRM, right, chosen(4))], MACHINE)
        other = put_photo(file, draw_photo(tmp_path / "photos" / "b.png", 1), recognise=TOLD)
        decide(file, [Choice(other, Kind.NO_CARD, listing="lot 8")], BEN)
    return library


@pytest.fixture
def two(tmp_path: Path) -> LibraryFolder:
    return LibraryFolder(tmp_path / "two")


def export_of(library: LibraryFolder, form: ExportFormat, folder: Path) -> tuple[Path, list[dict[str, Any]]]:
    with LabelFile.open_reading(library) as file:
        return exported(file, form, folder)


READ = ("printing_read", "printing_verdict", "finish", "slab_company", "slab_grade", "slab_number")


@BOTH
def test_what_was_read_of_a_print_leaves_and_comes_back(
    one: LibraryFolder, two: LibraryFolder, tmp_path: Path, form: Any
) -> None:
    with LabelFile.open_writing(one) as file:
        (photo,) = (row[0] for row in file.rows("SELECT DISTINCT photo_sha256 FROM events WHERE kind = 'no_card'"))
        text = """{"verdict":"likely","codes":[],"read":{"set_code":"SHP-EN003"},"reason":null,
            "finish":{"value":"plain","probability":0.97},"slab":{"company":"PSA","grade":"9.5","number":"12345678"}}"""
        evidence = replace(NO_EVIDENCE, print_read=text)
        decide(file, [Choice(photo, Kind.CONFIRM, card=replace(chosen(3), finish="foil"), evidence=evidence)], BEN)
    path, rows = export_of(one, form, tmp_path)
    with LabelFile.open_writing(two) as file:
        read_back(file, path)
        _, found = exported(file, form, tmp_path, "again")
    for said in (rows, found):
        # The finish is that which a person said, not what was seen.
        assert [[row[name] or "" for name in READ] for row in said] == [
            *[[""] * len(READ)] * 2,
            ["SHP-EN003", "likely", "foil", "PSA", "9.5", "12345678"],
        ]


def test_photos_are_found_by_their_bytes_whatever_they_are_called(
    one: LibraryFolder, two: LibraryFolder, tmp_path: Path
) -> None:
    path, rows = export_of(one, CSV, tmp_path)
    moved = tmp_path / "elsewhere" / "deep"
    moved.parent.mkdir()
    (tmp_path / "photos").rename(moved)
    (moved / "a.png").rename(moved / "renamed.png")
    draw_photo(moved / "a.png", 77)  # another picture under the name
    with LabelFile.open_writing(two) as file:
        done = read_back(file, path, photos=tmp_path / "elsewhere", told=TOLD)
        assert done.missing == ()
        assert kept(exported(file, CSV, tmp_path, "again")[1]) == kept(rows)
        found = at_desk(file, rows[0]["photo_sha256"])
        assert found.photo.path == moved / "renamed.png"
        assert all(sighting.crop_sha256 for sighting in found.sightings)
        assert file.rows("SELECT count(*) FROM events WHERE embedding IS NOT NULL") == [(2,)]


def test_without_its_photo_a_label_stands_alone_until_the_photo_is_located(
    one: LibraryFolder, two: LibraryFolder, tmp_path: Path
) -> None:
    path, rows = export_of(one, CSV, tmp_path)
    (tmp_path / "photos").rename(tmp_path / "away")
    with LabelFile.open_writing(two) as file:
        done = read_back(file, path, told=TOLD)
        assert (done.added, done.missing) == (3, ("a.png", "b.png"))
        first, second = queue_page(file)
        assert (first.name, first.state.value, second.state.value) == ("a.png", "done", "done")
        lying = at_desk(file, rows[0]["photo_sha256"])
        assert (lying.photo.path, places_of(file, lying.photo.sha256)) == (None, [])
        assert [sighting.label.name for sighting in lying.sightings] == ["Shape 3", "Shape 4"]
        located = locate_photos(file, tmp_path / "away")
        assert (len(located.places), located.missing) == (2, ())
        assert locate_photos(file, tmp_path / "away").places == {}
        assert kept(exported(file, CSV, tmp_path, "again")[1]) == kept(rows)
        # With the photos there, the same file brings the crops.
        assert read_back(file, path, told=TOLD).same == 3
        assert all(sighting.crop_sha256 for sighting in at_desk(file, rows[0]["photo_sha256"]).sightings)


def test_an_import_is_one_undo_of_who_imported_and_of_nobody_else(
    one: LibraryFolder, two: LibraryFolder, tmp_path: Path
) -> None:
    path, _ = export_of(one, CSV, tmp_path)
    anna = Origin("anna", "laptop", Source.WINDOW)
    with LabelFile.open_writing(two) as file:
        photo = put_photo(file, draw_photo(tmp_path / "own.png", 50))
        decide(file, [Choice(photo, Kind.NO_CARD)], anna)
        read_back(file, path)
        assert events.can_undo(file, "ivy")
        assert undo(file, anna).photo == "own.png"
        assert not events.can_undo(file, "anna")
        assert len(exported(file, CSV, tmp_path)[1]) == 3
        taken = undo(file, IMPORTER)
        assert (taken.events, taken.photo) == (3, "a.png")
        assert exported(file, CSV, tmp_path)[1] == []
        assert events.redo(file, IMPORTER)
        assert len(exported(file, CSV, tmp_path)[1]) == 3
        undo(file, IMPORTER)
        assert read_back(file, path).added == 3


def test_of_labels_that_differ_the_later_stands_and_both_are_said(
    one: LibraryFolder, two: LibraryFolder, tmp_path: Path
) -> None:
    path, rows = export_of(one, CSV, tmp_path)
    shutil.copytree(one.root, two.root)
    with LabelFile.open_writing(two) as file:
        photo = rows[0]["photo_sha256"]
        left = at_desk(file, photo).sightings[0].sighting_id
        undo(file, ANNA)
        decide(file, [confirmed(photo, left, 8)], BEN)
        done = read_back(file, path)
        assert (done.added, done.same, done.replaced) == (1, 2, 0)
        (conflict,) = done.conflicts
        assert (conflict.line, conflict.photo, conflict.stays) == (2, "a.png", True)
        assert ("Shape 8" in conflict.in_library, "Shape 3" in conflict.in_file) == (True, True)
        assert at_desk(file, photo).sightings[0].label.name == "Shape 8"
        # Anna's word is kept all the same: two persons disagree.
        assert file.rows("SELECT sum(disputed) FROM queue") == [(1,)]
    later, _ = export_of(two, CSV, tmp_path)
    with LabelFile.open_writing(one) as file:
        done = read_back(file, later)
        assert (done.added, done.same, done.replaced) == (1, 2, 1)
        assert not done.conflicts[0].stays
        assert at_desk(file, photo).sightings[0].label.name == "Shape 8"


def test_a_person_counts_before_a_machine_whatever_came_first(
    one: LibraryFolder, two: LibraryFolder, tmp_path: Path
) -> None:
    shutil.copytree(one.root, two.root)
    with LabelFile.open_writing(one) as file:
        photo = exported(file, CSV, tmp_path)[1][0]["photo_sha256"]
        right = at_desk(file, photo).sightings[1].sighting_id
        decide(file, [Choice(photo, Kind.UNKNOWN, right)], BEN)
    with LabelFile.open_writing(two) as file:
        decide(file, [Choice(photo, Kind.AUTO_CONFIRM, right, chosen(9))], MACHINE)
        path, _ = exported(file, CSV, tmp_path)
    with LabelFile.open_writing(one) as file:
        done = read_back(file, path)
        assert (done.added, done.replaced, [conflict.stays for conflict in done.conflicts]) == (1, 0, [True])
        assert at_desk(file, photo).sightings[1].label.kind is Kind.UNKNOWN
    path, _ = export_of(one, CSV, tmp_path)
    with LabelFile.open_writing(two) as file:
        assert read_back(file, path).replaced == 1
        assert at_desk(file, photo).sightings[1].label.kind is Kind.UNKNOWN


def test_a_card_that_was_corrected_in_the_file_is_the_later_word(one: LibraryFolder, tmp_path: Path) -> None:
    path, _ = export_of(one, CSV, tmp_path)
    text = path.read_text(encoding="utf-8-sig").replace(",shapes,3,Shape 3,", ",shapes,5,Shape 5,")
    path.write_text(text, encoding="utf-8")
    with LabelFile.open_writing(one) as file:
        done = read_back(file, path)
        assert (done.added, done.same, done.replaced) == (1, 2, 1)
        assert "Shape 3" in done.conflicts[0].in_library
        _, found = exported(file, CSV, tmp_path, "again")
        assert [row["card_id"] for row in found] == ["5", "4", ""]
        assert read_back(file, path).added == 0
        # The file as it was is known as well, and overturns nothing.
        old = tmp_path / "old.csv"
        old.write_text(text.replace(",shapes,5,Shape 5,", ",shapes,3,Shape 3,"), encoding="utf-8")
        assert read_back(file, old).added == 0
        assert exported(file, CSV, tmp_path, "again")[1] == found


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "kind": ({"kind": "maybe"}, "kind is `maybe`"),
    "withdrawn": ({"kind": "withdraw"}, "kind is `withdraw`"),
    "hash": ({"photo_sha256": "12"}, "not a SHA-256"),
    "card of none": ({"kind": "unknown"}, "names no card"),
    "no card": ({"card_id": ""}, "card_id is empty"),
    "no corners": ({"corners": None}, "corners are missing"),
    "crossed": ({"corners": [[0, 0], [0, 9], [9, 9], [9, 0]]}, "clockwise"),
    "seven numbers": ({"corners": [[0, 0], [9, 0], [9, 9], [9]]}, "eight numbers"),
    "count": ({"sighting": 0}, "count from 1"),
    "time": ({"time": "yesterday"}, "is not a time"),
    "annotator": ({"annotator": "a\nb"}, "control characters"),
    "bare id": ({"game": "", "card_id": "nowhere"}, "No card nowhere"),
}


@BOTH
@pytest.mark.parametrize("bad", BAD)
def test_a_bad_row_is_told_with_its_line_and_the_rest_comes_in(
    one: LibraryFolder, two: LibraryFolder, tmp_path: Path, form: ExportFormat, bad: str
) -> None:
    path, rows = export_of(one, form, tmp_path)
    change, reason = BAD[bad]
    if form is JSONL:
        path.write_text("\n".join(json.dumps(row) for row in [rows[0] | change, *rows[1:]]), encoding="utf-8")
    else:
        corners = change.get("corners", 0)
        if corners != 0:
            flat = "" if corners is None else " ".join(str(number) for point in corners for number in point)
            change = change | {"corners": flat}
        with path.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, list(rows[0]))
            writer.writeheader()
            writer.writerows([rows[0] | change, *rows[1:]])
    with LabelFile.open_writing(two) as file:
        done = read_back(file, path)
        assert done.added == 2
        assert [row.line for row in done.skipped] == [2 if form is CSV else 1]
        assert reason in done.skipped[0].reason


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b'{"photo": 3, "kind": "confirm"}',
        b'{"kind": "confirm"}',
        b"\xff\xfe",
        b'{"photo": ' + b"[" * 200_000,
        b'{"photo": "a.png", "kind": "no_card", "sighting": NaN}',
        b'{"photo": "' + b"x" * 2_000_000 + b'"}',
    ],
)
def test_a_line_that_is_none_is_told(one: LibraryFolder, two: LibraryFolder, tmp_path: Path, line: bytes) -> None:
    path, _ = export_of(one, JSONL, tmp_path)
    first, *others = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([b"\xef\xbb\xbf" + first, line, b"", *others]))
    with LabelFile.open_writing(two) as file:
        done = read_back(file, path)
        assert (done.added, [row.line for row in done.skipped]) == (3, [2])


def test_rows_about_one_sighting_that_contradict_each_other_are_told(
    one: LibraryFolder, two: LibraryFolder, tmp_path: Path
) -> None:
    path, _ = export_of(one, CSV, tmp_path)
    header, first, *_ = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([header, first, first, first.replace("anna", "ben")]), encoding="utf-8")
    with LabelFile.open_writing(two) as file:
        done = read_back(file, path)
        assert (done.added, done.same) == (1, 1)
        assert [(row.line, row.reason) for row in done.skipped] == [(4, "line 2 labels the same sighting otherwise")]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\xff", b"photo,kind,photo_sha256\n", b'photo,card_id,kind,"x\n'])
def test_a_file_that_cannot_be_read_brings_nothing(two: LibraryFolder, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    with LabelFile.open_writing(two) as file:
        with pytest.raises(TruthError):
            read_back(file, tmp_path / "bad.csv", told=TOLD)
        assert file.rows("SELECT count(*) FROM events") == [(0,)]


def test_a_stopped_import_brings_no_label(one: LibraryFolder, two: LibraryFolder, tmp_path: Path) -> None:
    path, _ = export_of(one, CSV, tmp_path)

    class StopsLate(CancelToken):
        asked = 0

        def check(self) -> None:
            self.asked += 1
            if self.asked > stop_at:
                raise Cancelled("Stopped.")

    def stopped() -> bool:
        try:
            import_labels(
                file,
                path,
                photos=tmp_path / "photos",
                origin=IMPORTER,
                find_card=find_card,
                recognise=TOLD,
                recognise_corners=TOLD.at,
                cancel=StopsLate(),
            )
        except Cancelled:
            return True
        return False

    with LabelFile.open_writing(two) as file:
        stop_at = 0
        while stopped():
            assert file.rows("SELECT count(*) FROM events") == [(0,)]
            stop_at += 1
        assert stop_at >= 5
        assert len(exported(file, CSV, tmp_path)[1]) == 3


def remarked(library: LibraryFolder) -> dict[str, Remarks]:
    """By file name, what stands on each photo."""
    with LabelFile.open_reading(library) as file:
        return {row.name: row.remarks for row in queue_page(file) if row.remarks != NO_REMARKS}


@BOTH
def test_flags_and_notes_stand_after_all_other_columns_and_come_back(
    one: LibraryFolder, two: LibraryFolder, tmp_path: Path, form: Any
) -> None:
    note = "=1+1 “白龍”, <b>\\ ask; 'Ben'"
    with LabelFile.open_writing(one) as file:
        hashes = {row.name: row.photo_sha256 for row in queue_page(file)}
        write_note(file, [hashes["a.png"]], note, ANNA)
        flag(file, [hashes["b.png"]], BEN, on=True)
    path, rows = export_of(one, form, tmp_path)
    flagged = {CSV: ["", "", "1"], JSONL: [False, False, True]}[form]
    noted = {CSV: [f"'{note}", f"'{note}", ""], JSONL: [note, note, None]}[form]
    assert ([row["flag"] for row in rows], [row["note"] for row in rows]) == (flagged, noted)
    assert list(rows[0])[: len(COLUMNS) + 2] == [*COLUMNS, "flag", "note"]
    with LabelFile.open_writing(two) as file:
        done = read_back(file, path)
        assert (done.added, done.remarks, done.skipped) == (3, 2, ())
    assert remarked(two) == {"a.png": Remarks(note=note), "b.png": Remarks(is_flagged=True)} == remarked(one)
    with LabelFile.open_writing(two) as file:
        _, found = exported(file, form, tmp_path, "again")
        assert kept(found) == kept(rows)
        assert [(row["flag"], row["note"]) for row in found] == [(row["flag"], row["note"]) for row in rows]
        assert read_back(file, path).remarks == 0
        assert (file.broken_seals(), label_health(file).queue_astray) == ([], 0)
        assert not events.can_undo(file, "anna") and not events.can_undo(file, "ben")
        undo(file, IMPORTER)
    assert remarked(two) == {}


def test_json_lines_have_the_flag_and_the_note_of_a_photo_without_a_label_and_a_table_has_labels_alone(
    one: LibraryFolder, two: LibraryFolder, tmp_path: Path
) -> None:
    with LabelFile.open_writing(one) as file:
        photo = put_photo(file, draw_photo(tmp_path / "photos" / "c.png", 2), recognise=TOLD, batch="autumn")
        write_note(file, [photo], "which one?", ANNA)
        flag(file, [photo], BEN, on=True)
        when = dict(file.rows("SELECT kind, time FROM events WHERE kind IN ('flag', 'note')"))
        unmarked = put_photo(file, draw_photo(tmp_path / "photos" / "d.png", 3), recognise=TOLD)
        flag_all(file, [unmarked], ANNA)
        flag_all(file, [unmarked], ANNA)
        assert export_labels(file, tmp_path / "count.jsonl", form=JSONL) == 3
    assert len(export_of(one, CSV, tmp_path)[1]) == 3
    path, rows = export_of(one, JSONL, tmp_path)
    own = rows[3:]
    assert [(row["kind"], row["annotator"], row["flag"], row["note"]) for row in own] == [
        ("flag", "ben", True, "which one?"),
        ("note", "anna", True, "which one?"),
    ]
    assert [[row[key] for key in ("photo", "name", "sighting", "batch")] for row in own] == [
        ["c.png", None, None, "autumn"]
    ] * 2
    with LabelFile.open_writing(two) as file:
        done = read_back(file, path)
        assert (done.added, done.remarks, done.same, done.skipped) == (3, 2, 0, ())
        again = read_back(file, path)
        assert (again.added, again.remarks, again.same) == (0, 0, 5)
        assert dict(file.rows("SELECT kind, time FROM events WHERE kind IN ('flag', 'note')")) == when
        assert kept(exported(file, JSONL, tmp_path, "again")[1]) == kept(rows)
    assert remarked(two) == {"c.png": Remarks(is_flagged=True, note="which one?")}


def test_a_strangers_note_comes_in_as_one_short_plain_line(two: LibraryFolder, tmp_path: Path) -> None:
    photo = file_hash(draw_photo(tmp_path / "a.png"))
    rows = [
        {"note": "\u202ered\x00\x1b[31m\n\n line " + "x" * 9000, "flag": True},
        {"note": 7},
        {"note": "n" * 3, "kind": "note", "sighting": 1, "corners": [[1, 1], [9, 1], [9, 9], [1, 9]]},
    ]
    path = tmp_path / "theirs.jsonl"
    with path.open("w", encoding="utf-8") as text:
        for row in rows:
            text.write(json.dumps({"photo": "a.png", "photo_sha256": photo, "kind": "no_card", **row}) + "\n")
    with LabelFile.open_writing(two) as file:
        done = read_back(file, path)
        assert (done.added, done.remarks, [skipped.line for skipped in done.skipped]) == (1, 2, [2, 3])
    (stands,) = remarked(two).values()
    assert stands.note is not None
    assert stands.note.startswith("red [31m line xxx")
    assert len(stands.note) == MOST_NOTE
