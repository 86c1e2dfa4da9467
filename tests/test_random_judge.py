"""The judge of the random hand: what it holds against a key, and what it does not."""

from __future__ import annotations

import contextlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from karuta.domain.card import CardKey
from karuta.domain.label import NO_EVIDENCE, Kind
from karuta.services.labels.decide import Choice
from karuta.services.labels.decide_many import rule_out
from karuta.services.labels.undo import undo
from karuta.store.label_file import LabelFile
from tests.labelling import ANNA, GAME, chosen, library_in
from tests.random_eyes import Picture
from tests.random_judge import Claim, Judge, Press, WrongLabelError, check_strikes
from tests.services.labels.test_strikes import pairs, put

CARD = CardKey(GAME, "1")
SEEN = Picture(
    7, 0, ("Shape 1", "Shape 2"), 0, row=7, marked=(7,), in_sight=frozenset({0, 1}), ruled_out=frozenset({"Shape 1"})
)
RETURN = Press("Key_Return", SEEN, ripe=True, last_change="", key=Qt.Key.Key_Return, stands_apart=True)


def judged(press: Press, struck: set[Claim]) -> Judge:
    photos = SimpleNamespace(numbers={"p": 7}, place_of=lambda photo, sighting: 0)
    judge = Judge(photos, press, struck=struck)  # type: ignore[arg-type]
    judge.one([Choice("p", Kind.CONFIRM, "s", chosen(1), evidence=NO_EVIDENCE)])
    return judge


@pytest.mark.parametrize(
    ("struck_since", "is_held_against"), [((), False), ((("another", CARD),), False), ((("s", CARD),), True)]
)
def test_a_mark_is_meant_until_what_it_marks_is_struck_out(
    struck_since: tuple[Claim, ...], *, is_held_against: bool
) -> None:
    """Whatever else is struck out on the wall meanwhile."""
    press = Press(**vars(RETURN) | {"marked_by_hand": True, "struck_since": frozenset(struck_since)})
    fault = judged(press, {("s", CARD)}).fault or ""
    assert fault.startswith("Return takes what is ruled out") is is_held_against
    assert (judged(RETURN, set()).fault or "").startswith("Return takes what is ruled out"), "without a mark"


@pytest.mark.parametrize("is_undone", [True, False])
def test_a_strike_that_was_taken_back_is_not_held_against_who_confirms(tmp_path: Path, *, is_undone: bool) -> None:
    with LabelFile.open_writing(library_in(tmp_path)) as file:
        put(file, tmp_path)
        (pair, _) = pairs(file)
        rule_out(file, pair, ANNA)
        if is_undone:
            undo(file, ANNA)
        with contextlib.nullcontext() if is_undone else pytest.raises(WrongLabelError, match="struck out"):
            check_strikes(file, [((pair.sighting_id, pair.match.card), "struck out")])
