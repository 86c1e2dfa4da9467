"""Queues are rows of a table: the head says which this is, a key changes it, and each remembers where one stood."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.labelling import confirms, disputed, stored
from tests.window import Condition, Hand, Steps, photograph, play, window_with

from karuta.bootstrap import run
from karuta.domain.label import Kind
from karuta.domain.queue import QueueFilter, QueueOrder, QueueView, Trait
from karuta.engine.model import read_model_card, title_of
from karuta.gui.kit.command_table import COMMANDS
from karuta.gui.queue import queues
from karuta.gui.queue.queues import ALL, QUEUES, queue_named, queue_of
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import active_model_folder
from karuta.services.lookups.read_queue import keep_queue_view, read_queue_view
from karuta.services.models.compare_on_labels import ChangedAnswer, ListedCard
from karuta.services.models.measurements import Measurement, keep_measurement
from karuta.settings import Settings, write_settings

CTRL = Qt.KeyboardModifier.ControlModifier


def head(hand: Hand, text: str) -> Condition:
    return lambda: hand.window.queue_panel.queue.text() == text


def chosen(hand: Hand, id: str) -> Steps:
    """By the key of its menu."""
    hand.press(Qt.Key.Key_Q)
    button = hand.window.queue_panel.queue
    assert button.menu is not None, "the menu is there at once"
    place = queues.QUEUES.index(next(queue for queue in queues.QUEUES if queue.id == id))
    yield lambda: QApplication.activePopupWidget() is button.menu
    button.menu.actions()[place].trigger()
    button.menu.close()
    yield lambda: hand.work.arrangement.queue.id == id and hand.is_settled


def test_each_filter_is_of_one_queue_and_narrowing_it_leaves_no_queue() -> None:
    assert len({queue.id for queue in QUEUES}) == len({queue.filter for queue in QUEUES}) == len(QUEUES)
    assert all(queue.off <= {command.id for command in COMMANDS} for queue in QUEUES)
    like = QueueFilter(batch="monday", listing="one", text="shape", game="ohajiki")
    for queue in QUEUES:
        assert queue_of(queue.filter) is queue_of(queue.narrowed(like)) is queue_named(queue.id) is queue
    assert queue_of(QueueFilter(traits=frozenset({Trait.PRINTED}))) is ALL


@pytest.mark.long
@window_with(1, 2, 3, 4)
def test_the_head_says_which_queue_this_is_and_each_remembers_where_one_stood(hand: Hand) -> Steps:
    yield hand.looked_up(4)
    yield head(hand, "All photos")
    hand.press(Qt.Key.Key_1)
    yield hand.shows("2.png")
    hand.press(Qt.Key.Key_Q)
    menu = hand.window.queue_panel.queue.menu
    yield lambda: {"To do\t3", "Decided\t1", "All photos\t4"} <= {one.text() for one in menu.actions()}
    menu.close()
    yield from chosen(hand, "to-do")
    yield head(hand, "To do: 3 left")
    hand.press(Qt.Key.Key_Right)
    yield hand.shows("3.png")
    yield from chosen(hand, "decided")
    yield head(hand, "Decided: 1 left")
    yield hand.shows("1.png")
    yield from chosen(hand, "to-do")
    yield hand.shows("3.png")
    yield from chosen(hand, "decided")
    yield hand.shows("1.png")
    yield
    yield hand.shows("1.png")
    yield head(hand, "Decided: 1 left")
    yield from chosen(hand, "to-do")
    yield hand.shows("3.png")


def test_a_view_that_an_older_program_kept_is_read(library: LibraryFolder) -> None:
    older = {"order": "uncertain", "states": [], "verdicts": [], "batch": None, "listing": None}
    library.queue_view.write_text(json.dumps({**older, "without_sighting": False, "trait": "disputed", "photo": "a"}))
    view = read_queue_view(library)
    assert queue_of(view.filter).id == "disagreements" and (view.photo, view.places) == ("a", {})


def test_a_view_is_read_as_it_was_kept(library: LibraryFolder) -> None:
    both = frozenset({Trait.FLAGGED, Trait.NOTED})
    wanted = QueueFilter(text="fox", game="g", by="anna", card="moon", since=date(2026, 3, 4), traits=both)
    view = QueueView(wanted, QueueOrder.UNCERTAIN, "a", {"all": "b"})
    keep_queue_view(library, view)
    assert read_queue_view(library) == view
    library.queue_view.write_text(library.queue_view.read_text().replace("2026-03-04", "someday"))
    assert read_queue_view(library) == QueueView(), "a damaged file stops nothing"


@pytest.mark.long
@window_with(1, 2, 3, before=True)
def test_a_blind_review_is_over_at_the_next_start_which_opens_the_queue_before_it(hand: Hand) -> Steps:
    for photo, card in zip(hand.photos, "123", strict=True):
        confirms(hand.library, photo, card, "anna")
    yield
    yield hand.looked_up(3)
    yield from chosen(hand, "decided")
    hand.work.desk.put(hand.work.queue_model.photo(1) or "")
    yield hand.shows("2.png")
    yield from chosen(hand, "blind")
    yield head(hand, "Blind review: 3 left")
    yield hand.shows("This photo")
    yield
    yield head(hand, "Decided: 3 left")
    yield hand.shows("2.png")


@pytest.mark.long
@window_with(1, 2, 3)
def test_what_was_done_in_another_queue_is_said_with_its_queue_before_it_is_taken_back(hand: Hand) -> Steps:
    notice = hand.window.desk_panel.notice
    yield hand.looked_up(3)
    yield from chosen(hand, "to-do")
    hand.press(Qt.Key.Key_1)
    yield hand.shows("2.png")
    yield from chosen(hand, "unsure")
    yield lambda: hand.work.desk.photo is None and not hand.work.arrangement.awaited.is_awaited
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: notice.isVisible() and notice.text.startswith("Undo would take back Shape 1 · 1.png (")
    assert notice.text.endswith(" · To do): press Ctrl+Z again") and hand.work.counts.decided == 1
    yield lambda: hand.composition.take_back.is_ripe
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: hand.work.counts.decided == 0 and hand.is_settled and not notice.isVisible()
    # It was taken back here, and is brought back here.
    hand.press(Qt.Key.Key_Y, CTRL)
    yield lambda: hand.work.counts.decided == 1 and hand.is_settled


@pytest.mark.long
@window_with(before=True)
def test_a_side_is_taken_by_its_number_or_where_it_is_marked_and_taken_back(hand: Hand, tmp_path: Path) -> Steps:
    write_settings(tmp_path / "settings.json", Settings(language="en", annotator="chie"))
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in (3, 4)]
    for photo, card in zip(photos, "34", strict=True):
        confirms(hand.library, photo, card, "anna")
        confirms(hand.library, photo, "5", "ben")
    told: list[str] = []
    yield
    work, panel = hand.work, hand.window.match_panel
    work.voice.refused.connect(told.append)
    yield hand.looked_up(2)
    yield from chosen(hand, "disagreements")
    yield hand.shows("3.png")
    yield head(hand, "Disagreements: 2 left")
    assert panel.head.words[0] == "People disagree" and panel.head.words[1].startswith("1-2 take a side")
    assert not hand.window.commands["grid"].isEnabled() and not hand.window.queue_panel.list.marks_several
    sides = [work.match_model.words(row, chosen=False) for row in range(2)]
    assert [(one.name, one.second) for one in sides] == [("Shape 3", "anna"), ("Shape 5", "ben")]
    assert all(one.third and one.right for one in sides), "when, and where"
    yield lambda: all(work.match_model.artwork(work.match_model.index(row)) is not None for row in range(2))
    # Nothing is marked, so Enter says what to do, and takes nothing.
    assert panel.chosen == -1
    hand.press(Qt.Key.Key_Return)
    assert told[-1] == "Mark one first: ↓, or a number" and disputed(hand.library) == 2
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Down)
    assert panel.chosen == 1
    yield lambda: panel.mark.is_ripe
    hand.press(Qt.Key.Key_Return)
    yield hand.shows("4.png")
    assert disputed(hand.library) == 1 and work.desk.sides and panel.chosen == -1
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_1)
    yield head(hand, "Disagreements: 0 left")
    yield lambda: disputed(hand.library) == 0 and hand.is_settled
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: disputed(hand.library) == 1 and len(work.desk.sides) == 2 and hand.is_settled
    yield from chosen(hand, "all")
    # The same photo beside its matches: the desk of another queue.
    yield lambda: not work.desk.sides and work.match_model.rowCount() > 2
    yield hand.ended
    kept = dict(stored(hand.library, "SELECT photo_name, name FROM current_labels WHERE annotator = 'chie'"))
    assert kept == {"3.png": "Shape 5"}


@pytest.mark.long
def test_what_people_disagree_about_in_one_photo_comes_one_after_the_other_the_photo_itself_last(
    library: LibraryFolder, tmp_path: Path
) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="en", annotator="chie"))
    photo, other = photograph(tmp_path / "two.png", 4, 9), photograph(tmp_path / "other.png", 2)
    for place, cards in (("2", "95"), ("0", "49")):
        for card, who in zip(cards, ("anna", "ben"), strict=True):
            confirms(library, photo, card, who, "--sighting", place)

    def walk(hand: Hand) -> Steps:
        desk = hand.work.desk
        yield hand.shows("other.png")
        hand.window.commands["agreement"].trigger()
        yield lambda: hand.on_desk == "two.png" and desk.place_of_sighting == 1 and hand.is_settled
        assert [word.name for word in desk.sides] == ["Shape 9", "Shape 5"]
        hand.press(Qt.Key.Key_U)
        yield lambda: desk.place_of_sighting == 2 and hand.is_settled
        assert desk.sighting is None and [word.name for word in desk.sides] == ["Shape 4", "Shape 9"]
        # Read again it stays in front.
        desk.refresh()
        yield lambda: hand.is_settled
        assert desk.sighting is None and len(desk.sides) == 2
        hand.press(Qt.Key.Key_2)
        yield lambda: disputed(library) == 0 and hand.is_settled

    assert play(["--library", library.root, "gui", other], walk) == 0
    rows = stored(
        library, "SELECT sighting_id > '', kind, name FROM current_labels WHERE annotator = 'chie' ORDER BY 1"
    )
    assert rows == [(0, Kind.CONFIRM, "Shape 9"), (1, Kind.UNKNOWN, None)]


@pytest.mark.long
def test_a_side_that_is_marked_is_no_match_once_somebody_else_has_settled_it(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photo = photograph(tmp_path / "3.png", 3)
    confirms(library, photo, "3", "anna")
    confirms(library, photo, "5", "ben")
    told: list[str] = []

    def walk(hand: Hand) -> Steps:
        hand.work.voice.refused.connect(told.append)
        yield hand.shows("3.png")
        yield from chosen(hand, "disagreements")
        yield lambda: bool(hand.work.desk.sides) and hand.is_settled
        hand.press(Qt.Key.Key_Down)
        assert hand.window.match_panel.chosen == 0
        # Ben takes his word back: anna's label, which stands on the desk already, is disputed no more.
        assert run(["--library", str(library.root), "undo", "--annotator", "ben"]) == 0
        yield lambda: not hand.work.desk.sides and hand.work.match_model.rowCount() > 2 and hand.is_settled
        assert hand.window.match_panel.chosen == -1
        hand.press(Qt.Key.Key_Return)
        assert told[-1] == "Mark one first: ↓, or a number"

    assert play(["--library", library.root, "gui", photo], walk) == 0
    assert not stored(library, "SELECT id FROM events WHERE source = 'window'")


@pytest.mark.long
def test_where_a_candidate_answers_otherwise_both_lists_stand_there_and_enter_keeps_the_label(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in (2, 3, 4)]
    for photo, card in zip(photos, "234", strict=True):
        confirms(library, photo, card, "anna")

    def measured() -> None:
        """As an evaluation keeps it: of two labels the candidate says something else."""
        active = title_of(read_model_card(active_model_folder(library)))
        rows = dict(stored(library, "SELECT photo_name, photo_sha256 || ' ' || sighting_id FROM current_labels"))
        cards = [[ListedCard("ohajiki", id, f"Shape {id}") for id in some] for some in ("39", "45")]
        changes = [
            ChangedAnswer(*rows[name].split(), (right, next), (next, right))
            for name, (right, next) in zip(("3.png", "4.png"), cards, strict=True)
        ]
        later = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="seconds")
        measured = Measurement(model="fresh@1", instead_of=active, time=later, changes=tuple(changes))
        keep_measurement(library, "fresh", measured)

    def walk(hand: Hand) -> Steps:
        desk, panel = hand.work.desk, hand.window.match_panel
        yield hand.looked_up(3)
        yield from chosen(hand, "changes")
        yield head(hand, "Model's changes: 0 left")
        assert "Evaluate a candidate" in hand.window.desk_panel.welcome._more.text()
        yield from chosen(hand, "all")
        measured()
        yield from chosen(hand, "changes")
        yield hand.shows("3.png")
        yield head(hand, "Model's changes: 2 left")
        assert panel.head.words[0] == "The models differ"
        assert [(row.annotator.split(":")[0], row.name) for row in desk.sides] == [
            ("anna", "Shape 3"),
            *(("Now", "Shape 3"), ("Now", "Shape 9")),
            *(("Candidate", "Shape 9"), ("Candidate", "Shape 3")),
        ]
        yield lambda: hand.composition.sight.is_ripe and panel.mark.is_ripe
        hand.press(Qt.Key.Key_Return)
        yield hand.shows("4.png")
        yield head(hand, "Model's changes: 1 left")
        yield lambda: hand.composition.sight.is_ripe
        hand.press(Qt.Key.Key_4)
        yield head(hand, "Model's changes: 0 left")
        hand.press(Qt.Key.Key_Z, CTRL)
        yield head(hand, "Model's changes: 1 left")
        yield hand.shows("4.png")
        yield from chosen(hand, "blind")
        yield hand.shows("This photo")
        assert not desk.sides and desk.is_blind

    write_settings(tmp_path / "settings.json", Settings(language="en", annotator="chie"))
    assert play(["--library", library.root, "gui"], walk) == 0
    said = list(stored(library, "SELECT photo_name, name FROM events WHERE source = 'window' AND kind = 'confirm'"))
    assert said == [("3.png", "Shape 3"), ("4.png", "Shape 5")]


@pytest.mark.long
def test_esc_leaves_what_is_open_and_never_the_queue(library: LibraryFolder, tmp_path: Path) -> None:
    """Else the next keys would be about photos of another queue."""
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in (3, 4)]
    confirms(library, photos[0], "3", "anna")

    def walk(hand: Hand) -> Steps:
        arrangement, box = hand.work.arrangement, hand.window.queue_panel.text
        yield hand.shows("4.png")
        for queue in QUEUES:
            arrangement.choose_queue(queue)
            yield lambda: hand.is_settled and not arrangement.awaited.is_awaited
            before = (arrangement.filter, hand.on_desk)
            for id in (None, "filter-text", "show", "queue", "search"):
                if id is not None:
                    hand.window.commands[id].trigger()
                popup = QApplication.activePopupWidget()
                for _ in range(3):
                    QTest.keyClick(popup if popup is not None and popup.isVisible() else hand.target, Qt.Key.Key_Escape)
                yield lambda: hand.is_settled and not box.hasFocus() and not hand.composition.search.is_open
                assert (arrangement.filter, hand.on_desk) == before and arrangement.queue is queue, (queue.id, id)

    assert play(["--library", library.root, "gui", photos[1]], walk) == 0
