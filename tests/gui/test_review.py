"""Exemplars, refusals, second looks, agreement and history through the real `main()`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from tests.commands import Run
from tests.labelling import confirms, stored
from tests.window import Condition, Hand, Steps, photograph, play, window_with

from karuta.domain.card import CardKey
from karuta.domain.label import ChosenCard, Kind, Origin, Source
from karuta.domain.match import Match
from karuta.gui.desk.match_model import MatchModel
from karuta.gui.library.card_facts import CardFacts
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.open_labels import labels_for_reading, labels_for_writing
from karuta.services.labels.refusals import hard_negatives

CTRL = Qt.KeyboardModifier.ControlModifier
STRANGER = 40
"""A drawn card that is not in the catalogue."""


def notes(hand: Hand) -> list[str]:
    model = hand.work.match_model
    return [model.note(row) for row in range(model.rowCount())]


class Crops:
    """How many confirmed crops the recogniser answers from, asked in its lane."""

    def __init__(self, hand: Hand) -> None:
        self._engine = hand.work.session.engine_lane
        self._count = -1

    def are(self, count: int) -> Condition:
        return lambda: self._ask() == count

    def _ask(self) -> int:
        self._engine.submit(
            lambda opened, token: len(opened.recogniser.exemplars or ()), done=self._heard, key="how many crops"
        )
        return self._count

    def _heard(self, count: int) -> None:
        self._count = count


@pytest.mark.long
def test_a_confirmed_crop_answers_for_the_next_photo_and_leaves_with_its_label(
    run: Run, library: LibraryFolder, tmp_path: Path
) -> None:
    first, second, third, fourth = (
        photograph(tmp_path / f"{at}.png", STRANGER, ground=(60 + at, 60, 66)) for at in range(4)
    )

    def walk(hand: Hand) -> Steps:
        work = hand.work
        crops = Crops(hand)
        yield hand.shows("0.png")
        assert not any(match.exemplar for match in work.desk.matches)
        hand.press(Qt.Key.Key_4)
        yield crops.are(1)
        confirmed = work.desk.label
        hand.drop(second)
        yield hand.shows("1.png")
        assert work.desk.matches[0].exemplar
        assert work.desk.matches[0].card == confirmed.card
        assert notes(hand)[0] == "like a confirmed photo"
        # The marked row says so in its reason, once, and leaves the set code its room.
        marked, other = (work.match_model.remark(0, chosen=chosen) for chosen in (True, False))
        assert other == "like a confirmed photo" and marked.endswith("a confirmed photo") and other not in marked
        hand.press(Qt.Key.Key_Left)
        yield hand.shows("0.png")
        hand.press(Qt.Key.Key_Z, CTRL)
        yield crops.are(0)
        hand.drop(third)
        yield lambda: work.counts.photos == 3 and work.lookup_queue.is_idle
        hand.press(Qt.Key.Key_Right)
        yield hand.shows("1.png")
        hand.press(Qt.Key.Key_Right)
        yield hand.shows("2.png")
        assert not any(match.exemplar for match in work.desk.matches)
        hand.press(Qt.Key.Key_Left)
        yield hand.shows("1.png")
        hand.press(Qt.Key.Key_1)
        yield crops.are(1)

    assert play(["--library", library.root, "gui", first], walk) == 0
    before = run("lookup", fourth, "--json", "--no-exemplars").one
    after, own = (run("lookup", photo, "--json").one for photo in (fourth, second))
    assert after["sightings"][0]["matches"][0]["exemplar"] is True
    assert after["sightings"][0]["matches"][0]["artwork"].endswith(".png")
    assert not any(match["exemplar"] for match in [*own["sightings"][0]["matches"], *before["sightings"][0]["matches"]])
    assert before["index"] != after["index"]


@pytest.mark.long
@window_with(p=3)
def test_a_refused_suggestion_goes_below_is_marked_and_is_kept_as_hard_negative(hand: Hand) -> Steps:
    refused: list[CardKey] = []
    struck: list[CardKey] = []
    desk = hand.work.desk
    suggested = desk.sighting.matches
    sighting = desk.sighting.sighting_id
    with labels_for_writing(hand.library) as file:
        who = Origin("ben", "elsewhere", Source.WINDOW)
        strikes = [
            Choice(desk.photo_id, Kind.SKIP, sighting, ChosenCard(match.card, match.name)) for match in suggested[:2]
        ]
        decide(file, strikes, who)
    yield lambda: len(desk.refused) == 2
    struck.extend(match.card for match in suggested[:2])
    below = [match.card for match in (*suggested[2:], *suggested[:2])]
    assert [match.card for match in desk.matches] == below
    assert desk.sighting.matches == suggested
    assert notes(hand) == [""] * (len(suggested) - 2) + ["ruled out"] * 2
    assert hand.work.match_model.remark(len(suggested) - 1, chosen=True).startswith("ruled out")
    hand.press(Qt.Key.Key_2)
    yield lambda: desk.label is not None and hand.is_settled
    assert [match.card for match in desk.matches] == below, "a decided card's list is as it was decided upon"
    assert notes(hand)[0] == "ruled out"
    refused.append(suggested[2].card)
    hand.press(Qt.Key.Key_Right)  # what is decided is opened before it is changed
    yield lambda: desk.is_opened and hand.is_settled
    hand.press(Qt.Key.Key_U)
    yield lambda: desk.label is not None and desk.label.kind is Kind.UNKNOWN and not desk.is_held
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: desk.label is not None and desk.label.kind is Kind.CONFIRM
    yield hand.ended
    with labels_for_reading(hand.library) as file:
        negatives = list(hard_negatives(file))
        reordered = file.rows("SELECT reordered_by FROM events WHERE kind IN ('confirm', 'unknown') ORDER BY id")
    # Those that were struck out too: a label stands that says which card it is.
    assert [negative.refused for negative in negatives if negative.refused not in struck] == refused
    assert len(negatives) == 3 and all(negative.refused != negative.chosen for negative in negatives)
    assert reordered == [("rejections",)] * 2


def reviews(hand: Hand) -> Steps:
    """In the queue, with the first card on the desk."""
    yield lambda: hand.work.is_ready and hand.is_settled
    hand.press(Qt.Key.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier)
    yield lambda: hand.work.desk.round is not None and hand.work.desk.sighting is not None and hand.is_settled


def takes(hand: Hand, place: int) -> Steps:
    """By its number; a row that is scrolled away is brought in sight by the first press."""
    panel = hand.window.match_panel
    if not panel.is_in_sight(place):
        hand.press(Qt.Key(Qt.Key.Key_1 + place))
        yield lambda: panel.is_in_sight(place) and hand.is_settled
    hand.press(Qt.Key(Qt.Key.Key_1 + place))


def looked_at(library: LibraryFolder) -> list[tuple[str, str]]:
    """(kind, card) of every second look in force."""
    return stored(library, "SELECT kind, card_id FROM events_in_force WHERE kind LIKE 'recheck%' ORDER BY id")


@window_with(before=True)
def test_a_second_look_is_blind_and_stands_beside_the_label(hand: Hand, run: Run) -> Steps:
    photos = [photograph(hand.folder / f"{seed}.png", seed) for seed in (1, 2, 3)]
    for photo, card in zip(photos, "127", strict=True):
        confirms(hand.library, photo, card, "anna")
    yield
    yield from reviews(hand)
    saved: list[str] = []
    hand.work.voice.info.connect(saved.append)
    names = {photo_named(hand.library, photo.name): photo.name for photo in photos}
    desk, model, head = hand.work.desk, hand.work.match_model, hand.window.queue_panel.queue
    for left in (3, 2, 1):
        yield lambda left=left: head.text() == f"Blind review: {left} left" and hand.is_settled  # type: ignore[misc]
        assert not any(model.is_labelled(row) for row in range(model.rowCount()))
        assert "anna" not in "".join(hand.window.match_panel.head.words)
        # What stood first for the lookup stands anywhere.
        best = max(range(len(desk.matches)), key=lambda place: desk.matches[place].probability or 0.0)
        before, expected = len(looked_at(hand.library)), f"Saved: {desk.matches[best].name} · {names[desk.photo_id]}"
        yield from takes(hand, best)
        yield lambda before=before: len(looked_at(hand.library)) == before + 1 and hand.is_settled  # type: ignore[misc]
        assert saved[-1] == expected
    welcome = hand.window.desk_panel.welcome
    yield lambda: desk.photo is None and welcome.isVisible()
    assert welcome._title.text() == "2 of 3 the same as before"
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_Return)
    # What was taken back waits again, still blind, and redo brings it back.
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: head.text() == "Blind review: 1 left" and desk.sighting is not None and hand.is_settled
    assert desk.label is None and desk.is_settled and len(looked_at(hand.library)) == 2
    hand.press(Qt.Key.Key_Y, CTRL)
    yield lambda: head.text() == "Blind review: 0 left" and desk.photo is None and hand.is_settled
    assert welcome._title.text() == "2 of 3 the same as before"
    hand.window.commands["second-look"].trigger()
    yield lambda: welcome._title.text() == "Nothing to review"
    hand.window.commands["consistency"].trigger()
    figures = hand.window.dialogs.current
    yield lambda: " agreed with anna 2 of 3 times (95 % CI" in figures.figures.text()
    yield from hand.closes()
    yield hand.ended
    stats = run("labels", "stats", "--json").one
    assert stats["by_annotator"] == {"anna": 3}
    # Somebody else reviewed them, which says nothing of how consistent she is.
    assert stats["agreement"] == {}
    (one,) = stats["reviewed"]
    assert (one["annotator"], one["upheld"]["k"], one["upheld"]["n"]) == ("anna", 2, 3)
    assert one["reviewer"] != "anna"
    assert f"{one['reviewer']} agreed with anna in 2 of 3 blind reviews (95 % CI" in run("labels", "stats").out


@pytest.mark.long
def test_a_blind_review_gives_no_hint_of_what_was_said_or_suggested_and_keeps_the_order_that_was_shown(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photos = [photograph(tmp_path / "anna's" / f"shape {seed}.png", seed) for seed in range(1, 9)]
    for photo, card in zip(photos, "12345678", strict=True):
        confirms(library, photo, card, "anna")
    shown: list[list[str]] = []
    firsts: list[int] = []
    told: list[str] = []

    def walk(hand: Hand) -> Steps:
        yield from reviews(hand)
        hand.work.voice.refused.connect(told.append)
        desk, model, window = hand.work.desk, hand.work.match_model, hand.window
        assert not any(window.commands[id].isEnabled() for id in ("history", "note", "wall", "grid", "corners", "draw"))
        for place in range(8):
            yield lambda place=place: len(looked_at(library)) == place and hand.is_settled  # type: ignore[misc]
            order = list(model.rows)
            assert order == list(desk.matches)
            likely = [match.probability or 0.0 for match in order]
            firsts.append(likely.index(max(likely)))
            rows = hand.work.queue_model
            words = [
                *window.match_panel.head.words,
                *(label.text() for label in window.desk_panel.findChildren(QLabel) if label.isVisible()),
                *(widget.accessibleName() for widget in window.findChildren(QWidget) if widget.isVisible()),
                *(widget.toolTip() for widget in window.findChildren(QWidget) if widget.isVisible()),
                window.windowTitle(),
                *(says(row) for row in range(rows.rowCount()) for says in (rows.shown, rows.tip, rows.spoken)),
                *(
                    says(row)
                    for row in range(model.rowCount())
                    for says in (model.note, model.reason, model.tip, model.spoken)
                ),
            ]
            text = " ".join(words).lower()
            telling = ("sure", "likely", "alike", "%", "ahead", "anna", ".png", "confirmed", "disputed")
            assert [word for word in telling if word in text] == []
            assert not any(model.likely(match) for match in order)
            # Nothing is marked, so Enter tells nothing and keeps nothing.
            assert window.match_panel.chosen == -1
            hand.press(Qt.Key.Key_Return)
            assert told[-1] == "Mark one first: ↓, or a number" and len(looked_at(library)) == place
            hand.press(Qt.Key.Key_Down)
            assert window.match_panel.chosen == 0
            # It stands as it stood for as long as it is looked at.
            desk.refresh()
            yield lambda: hand.is_settled
            assert list(model.rows) == order and window.match_panel.chosen == 0
            shown.append([match.card.card_id for match in order])
            hand.press(Qt.Key.Key_Return)
        yield lambda: len(looked_at(library)) == 8 and hand.is_settled

    assert play(["--library", library.root, "gui"], walk) == 0
    with labels_for_reading(library) as file:
        rows = file.rows("SELECT shown, reordered_by, card_id FROM events WHERE kind = 'recheck_confirm' ORDER BY id")
        assert [[row["card_id"] for row in json.loads(text)] for text, _, _ in rows] == shown
        assert {by for _, by, _ in rows} == {"blind review"}
        assert [card for _, _, card in rows] == [row[0] for row in shown]
    # By lot: eight times in the first place of nine has a chance of one in forty million.
    assert set(firsts) != {0}


def photo_named(library: LibraryFolder, name: str) -> str:
    with labels_for_reading(library) as file:
        return str(file.value("SELECT photo_sha256 FROM queue WHERE name = ?", [name]))


class ComingCards(QObject):
    """Facts of which some have come: a stand-in for what fetches them."""

    known = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.there: dict[CardKey, CardFacts] = {}

    def __getitem__(self, key: CardKey) -> CardFacts | None:
        return self.there.get(key)

    def picture(self, key: CardKey, sha256: str) -> Path | None:
        return self.there[key].main if key in self.there else None

    def names(self, key: CardKey, name: str) -> tuple[str, str]:
        return (self.there[key].japanese, name) if key in self.there else (name, "")

    def is_coming(self, key: CardKey) -> bool:
        return key not in self.there

    def want(self, keys: object) -> None:
        del keys


class ComingPictures(QObject):
    small_ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.there: set[str] = set()

    def artwork(self, path: Path | None) -> QPixmap | None:
        return QPixmap(4, 4) if path is not None and path.name in self.there else None


def test_in_a_blind_review_names_and_artworks_come_together(qapp: QApplication) -> None:
    """Those of the card that had been on the desk are there at once, and would tell which it is."""
    del qapp
    cards, pictures = ComingCards(), ComingPictures()
    model = MatchModel(cards, pictures)  # type: ignore[arg-type]
    keys = [CardKey("g", str(number)) for number in range(3)]
    matches = [Match(key, f"Card {key.card_id}", "a.png", key.card_id * 64, 0.9, 0.5, exemplar=False) for key in keys]

    def comes(key: CardKey) -> None:
        cards.there[key] = CardFacts(key, f"Card {key.card_id}", f"カード{key.card_id}", "", {}, Path(key.card_id))

    comes(keys[1])
    pictures.there.add("1")
    for is_blind, told in ((True, ["Card 0", "Card 1", "Card 2"]), (False, ["Card 0", "カード1", "Card 2"])):
        model.set_matches(matches, None, is_blind=is_blind)
        assert [model.index(row).data() for row in range(3)] == told
        assert (model.facts(1) is None) is is_blind
        assert (model.artwork(model.index(1)) is None) is is_blind
    model.set_matches(matches, None, is_blind=True)
    comes(keys[0])
    comes(keys[2])
    assert [model.index(row).data() for row in range(3)] == ["カード0", "カード1", "カード2"]
    assert model.artwork(model.index(1)) is None
    pictures.there |= {"0", "2"}
    assert all(model.artwork(model.index(row)) is not None for row in range(3))
