"""Small print is looked at only where there are pixels enough for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests import judged
from tests.printed import murk, strip

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.errors import PictureError
from karuta.domain.match import Verdict
from karuta.domain.printing.answer import Illegible, PrintingVerdict
from karuta.domain.printing.judging import UNSEEN
from karuta.domain.printing.known_codes import KnownCodes
from karuta.domain.printing.places import Print, PrintPlace
from karuta.domain.printing.seen_print import KnownPasscodes
from karuta.domain.printing.verifying import SeenStrip
from karuta.domain.recognition import FoundSighting
from karuta.print_table import print_table
from karuta.services.lookups.read_prints import PrintReader

GAME = "yugioh"


def card_in_a_photo(*, capitals: float) -> FoundSighting:
    """A card whose capitals are so many pixels high."""
    high = capitals / print_table().of(GAME).capitals
    corners = np.array([(0, 0), (high * 0.7, 0), (high * 0.7, high), (0, high)])
    return replace(judged.sighting("a", corners=corners), matches=(judged.match("a", game=GAME),))


def reader(monkeypatch: pytest.MonkeyPatch) -> PrintReader:
    monkeypatch.setattr(PrintReader, "_fetch", lambda *_: None)
    return PrintReader(None, Path("no catalogue"))  # type: ignore[arg-type]


def test_capitals_of_a_few_pixels_are_too_small_and_cost_no_look(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged.recognition(card_in_a_photo(capitals=UNSEEN - 0.5))
    (sighting,) = reader(monkeypatch).read(Path("no photo"), found).sightings
    assert sighting.printing is not None
    assert (sighting.printing.verdict, sighting.printing.reason) == (PrintingVerdict.ILLEGIBLE, Illegible.SMALL)
    assert sighting.matches == found.sightings[0].matches


def test_larger_ones_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged.recognition(card_in_a_photo(capitals=UNSEEN + 0.5))
    with pytest.raises(PictureError, match="no photo"):
        reader(monkeypatch).read(Path("no photo"), found)


class OneCode:
    """A code reader that sees one code, at each place where a code may stand; `is_faint`: only once it is sharpened."""

    def __init__(self, code: str, *, is_faint: bool = False) -> None:
        self._code, self._is_faint, self.sharpened = code, is_faint, 0

    def seen(
        self, _pixels: object, _corners: object, places: Sequence[PrintPlace], *, is_sharpened: bool = False
    ) -> list[SeenStrip]:
        self.sharpened += is_sharpened
        seen = strip(self._code) if is_sharpened or not self._is_faint else murk()
        return [replace(seen if at.what is Print.CODE else strip(""), place=at) for at in places]


@pytest.mark.parametrize(("code", "first"), [("NEW-EN003", "new"), ("NEW-EN009", "old"), ("OLD-EN001", "old")])
def test_a_code_that_is_read_names_a_card_without_a_picture(
    monkeypatch: pytest.MonkeyPatch, code: str, first: str
) -> None:
    old = Card(CardKey(GAME, "old"), {"en": "Old"}, printings=(Printing("OLD-EN001"),))
    new = Card(CardKey(GAME, "new"), {"en": "New"}, printings=(Printing("NEW-EN003"),))
    prints = reader(monkeypatch)
    prints.reader, prints.pictured = OneCode(code), frozenset({old.key})  # type: ignore[assignment]
    prints._cards |= {old.key: old, new.key: new}
    prints._passcodes[GAME] = KnownPasscodes({})
    prints._codes[GAME] = KnownCodes({"OLD-EN001": {old.key}, "NEW-EN003": {new.key}})
    matches = [judged.match("old", game=GAME, probability=0.4)]
    corners = card_in_a_photo(capitals=20.0).corners
    looked = prints.look(np.zeros((9, 9, 3), dtype=np.uint8), corners, matches, Verdict.UNSURE)
    match = looked.joined.matches[0]
    assert (match.card.card_id, match.by) == (first, "reading" if first == "new" else match.by)
    assert looked.printing(match.card).verdict is not PrintingVerdict.READ or first in code.lower()


@pytest.mark.parametrize(("code", "game"), [("OLD-EN001", GAME), ("OLD-JP001", GAME), ("OLD-JP001", "magic")])
def test_blurred_codes_of_a_card_are_ordered_by_a_second_sharper_look(
    monkeypatch: pytest.MonkeyPatch, code: str, game: str
) -> None:
    """Where other words stand in the line, as in Magic's, there is none."""
    card = Card(CardKey(game, "old"), {"en": "Old"}, printings=(Printing("OLD-EN001"), Printing("OLD-JP001")))
    prints = reader(monkeypatch)
    eye = OneCode(code, is_faint=True)
    prints.reader, prints.pictured = eye, frozenset({card.key})  # type: ignore[assignment]
    prints._cards |= {card.key: card}
    prints._passcodes[game] = KnownPasscodes({})
    matches, corners = [judged.match("old", game=game)], card_in_a_photo(capitals=20.0).corners
    looked = prints.look(np.zeros((9, 9, 3), dtype=np.uint8), corners, matches, Verdict.SURE)
    said = looked.printing(card.key)
    assert said.verdict is PrintingVerdict.ILLEGIBLE and said.read.set_code is None
    assert eye.sharpened == (game == GAME)
    assert not eye.sharpened or [ranked.set_code for ranked in said.codes] == sorted(
        {code, "OLD-EN001", "OLD-JP001"}, key=code.__ne__
    )
