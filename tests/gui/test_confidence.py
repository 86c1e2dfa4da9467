"""The desk says how often such claims were right here, and which labels Karuta gave before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from tests.window import Hand, Steps, window_with

from karuta.domain.label import MACHINE, ChosenCard, Kind, Origin, Source
from karuta.domain.queue import QueueFilter, QueueRow, Trait
from karuta.gui.queue.queue_list import _sign
from karuta.gui.queue.queue_model import remark_words
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.open_labels import count_labels, labels_for_reading
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile
from karuta.store.queue import queue_page


def confirm_by_machine(library: LibraryFolder, *names: str) -> None:
    """As earlier versions did where a person wished it."""
    with LabelFile.open_writing(library) as file:
        photos = {row.name: row.photo_sha256 for row in queue_page(file)}
        choices = []
        for name in names:
            (desk,) = on_the_desk(file, [photos[name]])
            shown = desk.sightings[0]
            card = ChosenCard(shown.matches[0].card, shown.matches[0].name)
            choices.append(Choice(photos[name], Kind.AUTO_CONFIRM, shown.sighting_id, card))
        decide(file, choices, Origin(MACHINE, "desk", Source.MACHINE))


@pytest.mark.long
@window_with(4, 5, 6)
def test_what_karuta_confirmed_before_looks_like_no_persons_and_becomes_one_by_its_key(hand: Hand) -> Steps:
    yield hand.looked_up(3)
    yield hand.shows("4.png")
    hand.press(Qt.Key.Key_1)
    yield hand.shows("5.png")
    yield hand.ended
    confirm_by_machine(hand.library, "5.png", "6.png")

    def row(hand: Hand, name: str) -> QueueRow:
        loaded = hand.work.queue_model.row(hand.listed.index(name))
        assert loaded is not None
        return loaded

    yield
    yield lambda: len(set(hand.listed)) == 3 and hand.is_settled and row(hand, "5.png").is_by_machine
    assert not row(hand, "4.png").is_by_machine
    sign = [_sign(row(hand, name)) for name in ("4.png", "5.png")]
    assert sign[0] != sign[1] and remark_words(row(hand, "5.png")) == "by Karuta"
    hand.work.arrangement.choose(queue_filter=QueueFilter(traits=frozenset({Trait.MACHINE})))
    yield lambda: hand.listed == ["5.png", "6.png"] and hand.on_desk == "5.png" and hand.is_settled
    assert "by Karuta, not checked yet" in hand.window.match_panel.head.words[1]
    # The number stays on the row: its key makes it a person's, and the next one comes.
    assert not hand.work.match_model.is_labelled(0)
    hand.press(Qt.Key.Key_1)
    yield lambda: hand.listed == ["6.png"] and hand.on_desk == "6.png" and hand.is_settled
    with labels_for_reading(hand.library) as file:
        assert dict(count_labels(file).by_kind) == {"confirm": 2, "auto_confirm": 1}
    hand.press(Qt.Key.Key_F)
    box = hand.window.queue_panel.text
    # The numbers of labels come while the list of it is open.
    for shown in (["is:machine", "Confirmed by Karuta", "1"], ["is:mine", "Labelled by me", "2"]):
        yield lambda shown=shown: shown in [[item.text(at) for at in range(3)] for item in box.offers.items]
    hand.type("mine")
    hand.press(Qt.Key.Key_Return)
    yield lambda: hand.listed == ["4.png", "5.png"]
    # Somebody else sits down: nothing here is theirs.
    hand.composition.preferences.set(replace(hand.work.session.settings, annotator="somebody else"))
    yield lambda: hand.listed == []
