"""A new pack reaches the photos that wait, and no list changes under a moving hand: in a real window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.labelling import stored
from tests.packs import silent
from tests.window import Condition, Hand, Steps, photograph, play, window_with

from karuta import paths
from karuta.domain.cancel import CancelToken
from karuta.domain.desk import DeskPhoto
from karuta.domain.label import Evidence, Kind
from karuta.domain.match import Verdict
from karuta.gui.kit.notice import Weight
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.labels.open_labels import labels_for_reading, labels_for_writing
from karuta.services.lookups.look_up import Look, LookupTarget, keep_look
from karuta.services.lookups.read_queue import desk as desk_of
from karuta.store.outlines import SeenPhoto, SeenSighting

OTHER_INDEX = "i" * 64


def add_beside(pack: Path, library: LibraryFolder) -> None:
    """As `karuta catalogue add` in another process does."""
    resources = paths.resources_folder()
    add_folder(pack, pack=None, library=library, resources=resources, cancel=CancelToken(), progress=silent)


def events(library: LibraryFolder, *columns: str) -> list[tuple[object, ...]]:
    return stored(library, f"SELECT {', '.join(columns)} FROM events WHERE photo_sha256 IS NOT NULL ORDER BY id")


def first_of(photo: DeskPhoto | None) -> str:
    return photo.sightings[0].matches[0].name if photo and photo.sightings else ""


def of_all(hand: Hand) -> dict[str, str]:
    """By photo, the card that stands first in the newest look."""
    with labels_for_reading(hand.work.session.library) as file:
        found = [desk_of(file, photo) for photo in hand.work.queue_model.photos]
    return {item.photo.name: first_of(item) for item in found if item}


def is_settled(hand: Hand) -> Condition:
    return lambda: hand.is_settled and hand.work.lookup_queue.is_idle and hand.work.session.engine_lane.is_idle


def knows_its_grounds(hand: Hand) -> Condition:
    """What answers is asked after all photos were looked up."""
    return lambda: hand.work.lookup_queue.provenance is not None


def newer_look(hand: Hand, *cards: str, verdict: Verdict = Verdict.SURE) -> None:
    """Another look at the photo on the desk, kept as the lookup queue keeps one; the first match becomes these."""
    desk = hand.work.desk
    shown = desk._newer.photo if desk._newer else desk.photo
    one = shown.sightings[0]
    first = one.matches[0]
    new = tuple(replace(first, name=name, card=first.card._replace(card_id=name), score=0.99) for name in cards)
    seen = SeenSighting(one.corners, one.crop_sha256, b"\1" * 1024, verdict, (*new, *one.matches))
    hand.work.lookup_queue._under_way.add(shown.photo.sha256)
    look = Look(on_present_grounds(hand, seen), None)
    hand.work.lookup_queue._keep(shown.photo.sha256, LookupTarget(None), look, None)


def on_present_grounds(hand: Hand, *seen: SeenSighting) -> SeenPhoto:
    """A look that is not stale; what its index was called tells it from others."""
    provenance = hand.work.lookup_queue.provenance
    rest = ("m@1", provenance.model_hash, "i@1", OTHER_INDEX, provenance.artworks_hash, provenance.reader_hash, "exact")
    return SeenPhoto((650, 700), seen, Evidence(None, (), None, *rest))


@pytest.mark.long
def test_a_pack_that_is_added_reaches_the_photos_that_wait(library: LibraryFolder, tmp_path: Path, pack: Path) -> None:
    """Those that are decided keep what they had."""
    seeds = (21, 22, 23, 1)
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in seeds]
    before: list[object] = []

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(4)
        hand.press(Qt.Key.Key_R)
        yield hand.shows("22.png")
        before.extend(events(library, "*"))
        assert "Shape 22" not in of_all(hand).values()
        yield from hand.adds_cards(pack)
        yield lambda: of_all(hand)["22.png"] == "Shape 22" and of_all(hand)["23.png"] == "Shape 23"
        yield is_settled(hand)
        assert of_all(hand)["21.png"] != "Shape 21", "it is decided"
        assert of_all(hand)["1.png"] == "Shape 1"
        yield lambda: (row := hand.work.queue_model.row(2)) and row.top_card is not None
        row = hand.work.queue_model.row(2)
        assert row.top_card.card_id == "23", "a person sees it turn"

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert events(library, "*") == before


@pytest.mark.long
@window_with(22, 1)
def test_what_is_undone_is_undecided_and_stale_again(hand: Hand, library: LibraryFolder, pack: Path) -> Steps:
    yield hand.looked_up(2)
    hand.press(Qt.Key.Key_R)
    yield hand.shows("1.png")
    before = hand.work.lookup_queue.provenance
    add_beside(pack, library)
    yield lambda: hand.work.lookup_queue.provenance != before
    yield is_settled(hand)
    assert of_all(hand)["22.png"] != "Shape 22"
    hand.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    yield lambda: of_all(hand)["22.png"] == "Shape 22"


@window_with(p=3)
def test_a_newer_list_waits_for_space_and_all_of_it_changes_together(hand: Hand, library: LibraryFolder) -> Steps:
    desk, head = hand.work.desk, hand.window.match_panel.head
    yield knows_its_grounds(hand)
    assert not hand.composition.commands["newer-list"].isEnabled()
    assert desk.sighting is not None
    old, words, does = desk.sighting, head.words, desk.return_key
    newer_look(hand, "A", "B", verdict=Verdict.UNKNOWN)
    yield lambda: desk.gain is not None
    yield lambda: hand.is_settled
    assert head.newer == "2 better matches, now unknown: Space"
    assert (desk.sighting, head.words, desk.return_key) == (old, words, does)
    assert hand.window.match_panel.list.model().index(0, 0).data() == old.matches[0].name
    hand.press(Qt.Key.Key_Space)
    assert [match.name for match in desk.matches[:3]] == ["A", "B", old.matches[0].name]
    assert desk.sighting.verdict is Verdict.UNKNOWN
    assert desk.return_key.kind is Kind.UNKNOWN
    assert head.words[0] == "Unknown"
    assert head.newer == ""
    assert hand.window.match_panel.list.model().index(0, 0).data() == "A"
    assert not hand.composition.commands["newer-list"].isEnabled()
    newer_look(hand, "C", verdict=Verdict.UNKNOWN)
    yield lambda: head.newer == "1 better match: Space"
    QTest.mouseClick(head, Qt.MouseButton.LeftButton)
    assert desk.matches[0].name == "C", "a click on the line does the same"
    newer_look(hand, "D", verdict=Verdict.UNKNOWN)
    yield lambda: desk.gain is not None
    pressed: list[int] = []
    hand.window.desk_panel.notice.say("Something to know.", Weight.NOTE, button="Do it", do=lambda: pressed.append(1))
    hand.window.desk_panel.notice._button.setFocus()
    hand.press(Qt.Key.Key_Space)
    assert (pressed, desk.gain is None) == ([1], False), "of the button that has the focus"
    hand.window.queue_panel.list.setFocus()
    hand.press(Qt.Key.Key_Space)
    yield lambda: hand.work.session.store_lane.is_idle
    yield hand.ended
    assert events(library, "kind") == [], "Space never decides"


@window_with(p=3)
def test_a_label_is_of_the_list_that_was_on_the_screen(hand: Hand, library: LibraryFolder) -> Steps:
    shown: list[str | None] = []
    desk = hand.work.desk
    yield knows_its_grounds(hand)
    shown.extend([desk.matches[0].name, desk.sighting.evidence.index_hash, desk.sighting.sighting_id])
    newer_look(hand, "A")
    yield lambda: desk.gain is not None
    hand.press(Qt.Key.Key_1)
    yield lambda: desk.label is not None
    yield lambda: hand.is_settled
    assert len(desk.photo.sightings) == 1
    yield hand.ended
    ((name, index, sighting, listed),) = events(library, "name", "index_hash", "sighting_id", "shown")
    assert [name, index, sighting] == shown
    assert index != OTHER_INDEX
    assert '"A"' not in str(listed)


@pytest.mark.long
@window_with(1, 2)
def test_who_goes_on_and_comes_back_sees_the_newer_list(hand: Hand) -> Steps:
    desk = hand.work.desk
    yield hand.looked_up(2)
    yield knows_its_grounds(hand)
    newer_look(hand, "A")
    yield lambda: desk.gain is not None
    hand.press(Qt.Key.Key_Right)
    yield hand.shows("2.png")
    assert desk.gain is None
    assert hand.window.match_panel.head.newer == ""
    hand.press(Qt.Key.Key_Left)
    yield hand.shows("1.png")
    assert (desk.matches[0].name, desk.gain) == ("A", None)


@pytest.mark.long
@window_with(two=(4, 9))
def test_another_card_of_the_photo_comes_with_its_newest_list(hand: Hand, library: LibraryFolder) -> Steps:
    desk = hand.work.desk
    yield knows_its_grounds(hand)
    first, second = desk.photo.sightings
    with labels_for_writing(library) as file:  # as another process does
        seen = [
            SeenSighting(item.corners, item.crop_sha256, b"", Verdict.SURE, item.matches[1:])
            for item in (first, second)
        ]
        look = on_present_grounds(hand, *seen)
        keep_look(file, desk.photo_id, Look(look, None))
    yield lambda: desk.gain is not None
    assert desk.matches == first.matches
    hand.press(Qt.Key.Key_Tab)
    assert (desk.place_of_sighting, desk.matches) == (1, second.matches[1:])
    hand.press(Qt.Key.Key_Tab)
    assert (desk.place_of_sighting, desk.matches) == (0, first.matches[1:])
