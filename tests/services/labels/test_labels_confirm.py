"""Confirm: photo, sightings and label are stored together, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.labelling import (
    ANNA,
    BEN,
    CHIE,
    LEFT,
    RIGHT,
    BlindRecogniser,
    ToldRecogniser,
    draw_photo,
    find_card,
)

from karuta.domain.desk import LiveSighting
from karuta.domain.errors import CatalogueError, PictureError
from karuta.domain.label import Origin
from karuta.domain.printing.answer import MadeOut, PrintingAnswer, PrintingVerdict, kept_text
from karuta.paths import LibraryFolder
from karuta.services.labels.confirm import Confirmed, ConfirmRequest, WhichSighting, confirm_photo
from karuta.services.labels.open_labels import count_labels, labels_for_reading
from karuta.services.lookups.read_desk_print import DeskPrint
from karuta.store.label_file import LabelFile


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return draw_photo(tmp_path / "a.png")


def confirm(library: LibraryFolder, request: ConfirmRequest, told: ToldRecogniser | None = None) -> Confirmed:
    return confirm_photo(library, request, origin=ANNA, find_card=find_card, recognise=told or ToldRecogniser())


TWO = ToldRecogniser({"a.png": (LEFT, RIGHT)})


def current(library: LibraryFolder) -> list[tuple[object, ...]]:
    with labels_for_reading(library) as file:
        return file.rows("SELECT card_id, name, printing, batch, listing, corners FROM current_labels ORDER BY id")


def test_a_photo_of_one_card_needs_no_more_than_the_card(library: LibraryFolder, photo: Path) -> None:
    done = confirm(library, ConfirmRequest(photo, "3"))
    assert (done.card.name, done.sighting, done.photo) == ("Shape 3", 1, "a.png")
    assert current(library) == [("3", "Shape 3", None, None, None, "10 10 30 10 30 30 10 30")]


def test_several_sightings_ask_for_a_number(library: LibraryFolder, photo: Path) -> None:
    with pytest.raises(WhichSighting, match="2 cards; say which with --sighting N") as asked:
        confirm(library, ConfirmRequest(photo, "3"), TWO)
    assert [sighting.corners for sighting in asked.value.sightings] == [LEFT, RIGHT]
    confirm(library, ConfirmRequest(photo, "3", sighting=2), TWO)
    assert current(library)[0][-1] == "35 10 55 10 55 30 35 30"
    with pytest.raises(WhichSighting, match="no card 3"):
        confirm(library, ConfirmRequest(photo, "3", sighting=3), TWO)


def test_a_photo_without_a_sighting_can_be_labelled_as_a_whole(library: LibraryFolder, photo: Path) -> None:
    nothing = ToldRecogniser({"a.png": ()})
    with pytest.raises(WhichSighting, match="--sighting 0"):
        confirm(library, ConfirmRequest(photo, "3"), nothing)
    assert confirm(library, ConfirmRequest(photo, "3", sighting=0), nothing).sighting is None
    assert current(library)[0][-1] is None


def test_what_is_refused_leaves_no_trace_in_the_label_file(library: LibraryFolder, photo: Path) -> None:
    confirm(library, ConfirmRequest(draw_photo(photo.with_name("first.png"), 9), "1"))
    before = library.labels_db.read_bytes()
    with pytest.raises(WhichSighting):
        confirm(library, ConfirmRequest(photo, "3"), TWO)
    with pytest.raises(CatalogueError, match="No card 99"):
        confirm(library, ConfirmRequest(photo, "99"))
    with pytest.raises(PictureError, match="cut off"):
        confirm(library, ConfirmRequest(photo, "3"), BlindRecogniser())
    with pytest.raises(PictureError, match="gone"):
        confirm(library, ConfirmRequest(photo.with_name("gone.png"), "3"))
    assert library.labels_db.read_bytes() == before


def test_a_printing_is_written_as_the_catalogue_writes_it(library: LibraryFolder, photo: Path) -> None:
    done = confirm(library, ConfirmRequest(photo, "3", printing="shp-003"))
    assert (done.card.printing, done.printing_known) == ("SHP-003", True)
    done = confirm(library, ConfirmRequest(photo, "3", printing="XYZ-1"))
    assert (done.card.printing, done.printing_known) == ("XYZ-1", False)
    assert [row[2] for row in current(library)] == ["XYZ-1"]


def test_labels_are_counted(library: LibraryFolder, photo: Path) -> None:
    second = draw_photo(photo.with_name("b.png"), 2)
    for who, path, card in ((ANNA, photo, "1"), (BEN, photo, "2"), (ANNA, second, "2"), (BEN, second, "2")):
        confirm_photo(library, ConfirmRequest(path, card), origin=who, find_card=find_card, recognise=ToldRecogniser())
    with LabelFile.open_reading(library) as file:
        counts = count_labels(file)
    assert (counts.events, counts.labels, counts.truth, counts.cards) == (4, 2, 2, 1)
    assert (counts.by_kind, counts.by_annotator) == ({"confirm": 2}, {"ben": 2})
    assert (counts.judged_twice, counts.disagreements) == (2, 1)
    assert (counts.photos, counts.photos_in_queue, counts.photos_done) == (2, 2, 2)


def test_a_command_names_whose_labels_it_disputes_or_settles(library: LibraryFolder, photo: Path) -> None:
    """Whoever gives a command has seen no label: the first only disputes. One more settles, and says what."""

    def by(who: Origin, card: str, printing: str | None = None) -> str:
        request = ConfirmRequest(photo, card, printing=printing)
        return confirm_photo(library, request, origin=who, find_card=find_card, recognise=ToldRecogniser()).remark

    def disagreeing() -> int:
        with labels_for_reading(library) as file:
            return count_labels(file).disagreements

    assert [by(ANNA, "3"), by(ANNA, "4"), by(BEN, "4")] == ["", "", ""]
    assert by(BEN, "5") == (
        "It is disputed now: anna said Shape 4 (shapes:4). Whoever decides it once more settles it; "
        "`karuta labels conflicts` lists it."
    )
    assert disagreeing() == 1
    assert by(ANNA, "4", "SHP-004") == (
        "This settles what people disagreed about: anna said Shape 4 (shapes:4); ben said Shape 5 (shapes:5). "
        "`karuta undo` makes it disputed again."
    )
    assert disagreeing() == 0
    assert "anna said Shape 4 (shapes:4) SHP-004" in by(BEN, "4", "XYZ-1")
    assert disagreeing() == 1
    assert "This settles" in by(CHIE, "4")
    assert disagreeing() == 0


def test_a_label_keeps_what_was_read_if_the_card_is_the_one_that_it_names(library: LibraryFolder, photo: Path) -> None:
    answer = PrintingAnswer(PrintingVerdict.READ, read=MadeOut(set_code="AB-EN001"))
    asked = []

    def read_print(path: Path, size: tuple[int, int], sighting: LiveSighting) -> DeskPrint:
        asked.append((path, size, sighting.number))
        return DeskPrint({find_card("3").key: answer})

    for card in ("3", "2"):
        confirm_photo(
            library,
            ConfirmRequest(photo, card),
            origin=ANNA,
            find_card=find_card,
            recognise=ToldRecogniser(),
            read_print=read_print,
        )
    with labels_for_reading(library) as file:
        kept = [text for (text,) in file.rows("SELECT print_read FROM events ORDER BY id")]
    assert kept == [kept_text(answer), None]
    assert {(path, number) for path, _, number in asked} == {(photo, 1)}
