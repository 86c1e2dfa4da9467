"""The lists keep Qt's rules, whatever comes and goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from tests.labelling import match

from karuta.domain.card import CardKey
from karuta.domain.catalogue import Closeness, FoundCard, Matched
from karuta.domain.match import Verdict
from karuta.domain.photo import Added, Arrival, KeptPhoto, KnownPhoto, Refused
from karuta.domain.queue import Pair, PhotoState, QueueRow
from karuta.gui.desk.match_model import MatchModel
from karuta.gui.features.bulk_confirm.cells import CellModel
from karuta.gui.features.cards import FoundCardModel
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session
from karuta.gui.queue.queue_model import QueueModel

STRICT = QAbstractItemModelTester.FailureReportingMode.Warning  # a Qt warning fails the test


def row(photo: str, state: PhotoState = PhotoState.OPEN) -> QueueRow:
    return QueueRow(
        photo, f"{photo}.png", state, 1, 0, None, None, None, None, skipped=False, batch=None, listing=None, error=None
    )


def kept(name: str, *, path: str | None = None) -> KeptPhoto:
    known = KnownPhoto(name, f"{name}.png", Path(f"{name}.png"), 1, None, None)
    return KeptPhoto(Path(path or f"{name}.png"), Added(known, is_new=True))


def test_the_queue_keeps_qts_rules_while_photos_come_are_doubled_reordered_and_go(session: Session) -> None:
    model = QueueModel(Pictures(session), FetchedCards(session))
    QAbstractItemModelTester(model, STRICT)
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    wanted: list[list[str]] = []
    model.rows_wanted.connect(wanted.append)
    model.list_arrivals([Arrival(Path(f"{name}.png")) for name in "abcde"])
    assert model.arriving == 5
    assert [model.index(at).data() for at in range(5)] == [f"{name}.png" for name in "abcde"]
    model.arrived([kept("a"), kept("b"), kept("a", path="c.png")])
    model.refuse([Refused(Path("d.png"), "empty", "empty")])
    assert model.photos == ["a", "b"]
    assert model.arriving == 1
    model.give_up_arrivals()
    held = proxy.mapFromSource(model.index(0))
    model.set_photos(["b", "a"])
    assert model.photos == ["b", "a"]
    assert held.isValid()
    model.set_photos(["b", "a", "f"])
    model.set_photos(["a"])
    model.set_rows(["a"], [row("a")])
    assert model.row(0).name == "a.png"
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("a.png")
    model.list_arrivals([Arrival(Path(f"{name}.png")) for name in range(200)])
    model.refuse([Refused(Path(f"{name}.png"), "empty", "empty") for name in range(200)])
    assert model.photos == ["a"]
    assert model.rowCount() == 1


def test_rows_are_asked_for_once_and_together(session: Session, qtbot: object) -> None:
    model = QueueModel(Pictures(session), FetchedCards(session))
    wanted: list[list[str]] = []
    model.rows_wanted.connect(wanted.append)
    model.set_photos(["a", "b", "c"])
    for _ in range(2):
        for at in range(3):
            model.index(at).data()
    qtbot.waitUntil(lambda: bool(wanted))  # type: ignore[attr-defined]
    assert wanted == [["a", "b", "c"]]


def test_walking_the_queue_passes_over_photos_on_their_way_in(session: Session) -> None:
    model = QueueModel(Pictures(session), FetchedCards(session))
    model.list_arrivals([Arrival(Path(f"{name}.png")) for name in "abc"])
    model.arrived([kept("a"), kept("c")])
    assert model.neighbour("a", 1) == "c"
    assert model.neighbour("c", 1) is None
    assert model.neighbour("c", -1) == "a"
    assert model.neighbour(None, 1) == "a"


def test_the_matches_keep_qts_rules(session: Session) -> None:
    pictures = Pictures(session)
    model = MatchModel(FetchedCards(session), pictures)
    QAbstractItemModelTester(model, STRICT)
    model.set_matches([match(1), match(2)], None)
    assert [model.index(at).data() for at in range(model.rowCount())] == ["Shape 1", "Shape 2"]
    model.set_matches([], None)
    assert model.rowCount() == 0


def test_cards_that_a_photo_cannot_tell_apart_are_said_and_chosen_by_nobody_but_a_person(session: Session) -> None:
    pictures = Pictures(session)
    alike, other = replace(match(1), one_of=4), match(2)
    matches = MatchModel(FetchedCards(session), pictures)
    matches.set_matches([alike, other], None)
    assert [matches.note(place) for place in range(2)] == ["one of these 4", ""]
    pairs = CellModel(FetchedCards(session), pictures, parent=session)
    QAbstractItemModelTester(pairs, STRICT)
    found = [Pair(str(at), "p.png", "s", None, Verdict.LIKELY, 0.9, first) for at, first in enumerate((alike, other))]
    pairs.put(found, {Verdict.LIKELY})
    assert pairs.kept(range(2)) == found[1:]
    assert pairs.strike(0) is None
    assert pairs.kept(range(2)) == found
    # What is about to be struck out is asked for once, and not said any more.
    assert [pairs.strike(0), pairs.strike(0)] == [found[0], None]
    assert pairs.kept(range(2)) == found[1:]


def test_the_found_cards_keep_qts_rules_and_a_set_code_is_kept_as_printing(session: Session) -> None:
    model = FoundCardModel(session.library, Pictures(session))
    QAbstractItemModelTester(model, STRICT)
    key = CardKey("shapes", "1")
    by_name = FoundCard(key, "Shape", {"en": "Shape"}, "", Matched("name", "en", "Shape", Closeness.EXACT), None)
    by_code = FoundCard(key, "Shape", {"en": "Shape"}, "", Matched("set_code", "", "S-1", Closeness.EXACT), None)
    model.set_cards([by_name, by_code])
    assert model.chosen(0).printing is None  # type: ignore[union-attr]
    assert model.chosen(1).printing == "S-1"  # type: ignore[union-attr]
    assert model.chosen(2) is None
