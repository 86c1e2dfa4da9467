"""Where people disagree, the list, the desk, the head of the queue and an export say so, until somebody decides."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from tests.labelling import confirms, disputed
from tests.window import Hand, Steps, photograph, play

from karuta.domain.queue import QueueRow
from karuta.gui.desk.drawn_cards import DrawnCards
from karuta.gui.queue.queue_list import _sign
from karuta.gui.queue.queue_model import remark_words
from karuta.paths import LibraryFolder
from karuta.settings import Settings, write_settings

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.long
def test_a_dispute_is_seen_in_the_window_until_a_key_settles_it(library: LibraryFolder, tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="en", annotator="chie"))
    photo, other = photograph(tmp_path / "p.png", 3), photograph(tmp_path / "q.png", 4)
    for one, card, who in ((photo, "3", "anna"), (photo, "5", "ben"), (other, "4", "anna"), (other, "4", "ben")):
        confirms(library, one, card, who)
    answers, out = [False, True], tmp_path / "out.csv"

    def walk(hand: Hand) -> Steps:
        panel, head = hand.window.queue_panel, hand.window.match_panel.head

        def row(name: str) -> QueueRow | None:
            places = range(hand.work.queue_model.rowCount())
            rows = [hand.work.queue_model.row(place) for place in places]
            return next((one for one in rows if one is not None and one.name == name), None)

        def shown() -> tuple[bool, bool, bool, int]:
            """In the list, at the verdict, in the head of the queue, and how many there are."""
            said = row("p.png")
            return (
                said is not None and remark_words(said) == "disputed" and _sign(said)[0] == "triangle-alert",
                head.words[1].startswith("Disputed: anna says “Shape 3”, ben says “Shape 5”"),
                "1 disputed" in panel.progress.text,
                disputed(library),
            )

        yield hand.shows("p.png")
        yield lambda: hand.is_settled and shown() == (True, True, True, 1)
        assert remark_words(row("q.png") or pytest.fail("no row")) == ""
        asked = hand.answers(answers)
        hand.chooses(out)
        for _ in answers:
            hand.opens("export", QDialog)
            hand.window.dialogs.current.accept()
            yield lambda: hand.window.dialogs.current is None and hand.is_settled
            yield lambda: hand.work.session.store_lane.is_idle and out.exists() == answers[len(asked) - 1]
        assert asked[0] == (
            "Export labels: One label is disputed: people disagree, and nobody has settled it. The export has the "
            "newest label of each. Review > Disagreements shows what everybody said. [Export all the same]"
        )
        rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
        assert {(line["photo"], line["disputed"]) for line in rows} == {("p.png", "1"), ("q.png", "")}
        # Whoever has what both say on the screen and decides has settled it.
        yield hand.has_keys
        hand.press(Qt.Key.Key_1)
        yield lambda: hand.is_settled and shown() == (False, False, False, 0)
        assert head.words[1].startswith("Shape 3 · chie")
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: hand.is_settled and shown() == (True, True, True, 1)
        hand.press(Qt.Key.Key_Y, CTRL)
        yield lambda: hand.is_settled and shown() == (False, False, False, 0)
        hand.opens("export", QDialog)
        out.unlink()
        hand.window.dialogs.current.accept()
        yield lambda: out.exists() and hand.window.dialogs.current is None and hand.is_settled
        assert len(asked) == 2

    assert play(["--library", library.root, "gui", photo], walk) == 0


def test_a_disputed_card_has_no_check_on_the_photo() -> None:
    square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    cards = DrawnCards((square,) * 3, (True, True, False), (False,) * 3, (True, False, False))
    assert [cards.number(place) for place in range(3)] == ["1 ?", "2 ✓", "3"]
