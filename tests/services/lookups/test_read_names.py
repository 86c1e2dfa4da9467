"""A name is read where the picture is in doubt, and joins it; a damaged reader is said once and costs no answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests import judged
from tests.named import line

from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import CardNames
from karuta.domain.errors import ModelError
from karuta.domain.match import Match, Verdict
from karuta.domain.printing.evidence import NameLine, PrintSays
from karuta.engine import name_reader
from karuta.services.lookups.read_prints import KnownNames, LookedAt, NamePrints, PrintReader, open_names

GAME = "yugioh"
CARDS = {
    key: Card(CardKey(GAME, key), {"en": english, "de": german})
    for key, english, german in (
        ("red", "Ojama Red", "Ojama Rot"),
        ("blue", "Ojama Blue", "Ojama Blau"),
        ("knight", "Ojama Knight", "Ojama-Ritter"),
        ("king", "Ojama King", "Ojama-König"),
    )
}
PICTURED = frozenset(CARDS[name].key for name in ("red", "blue", "knight"))
PIXELS = np.full((420, 300, 3), 128, dtype=np.uint8)
# Too small for a set code, and large enough for a name.
CORNERS = np.array([(10, 10), (190, 10), (190, 270), (10, 270)], dtype=np.float64)


@dataclass
class TellingReader:
    text: str
    looks: int = 0

    def seen(self, *_: object) -> NameLine:
        self.looks += 1
        return line(self.text)


def names(load: Callable[[], Any], say: Callable[[str], object] = lambda sentence: None) -> NamePrints:
    prints = NamePrints(Path("no catalogue"), load, say)
    prints._names_by_game[GAME] = KnownNames.from_cards(
        [CardNames(card.key, card.names, {}) for card in CARDS.values()]
    )
    return prints


def matches(*shares: float) -> list[Match]:
    keys = ("red", "blue", "knight")
    return [replace(judged.match(key, game=GAME), probability=share) for key, share in zip(keys, shares, strict=False)]


def look(prints: NamePrints, verdict: Verdict = Verdict.LIKELY) -> LookedAt:
    known = {card.key: card for card in CARDS.values()}
    reader = PrintReader(None, Path("no catalogue"), PICTURED, prints, _cards=dict(known))  # type: ignore[arg-type]
    return reader.look(PIXELS, CORNERS, matches(0.6, 0.3, 0.05), verdict)


def test_a_name_of_another_match_brings_it_forward_and_says_so() -> None:
    found = look(names(lambda: TellingReader("OJAMA BLAU")))
    first = found.joined.matches[0]
    assert first.card == CARDS["blue"].key and first.reordered and (first.probability or 0) > 0.98
    assert found.joined.print_says is PrintSays.AGREES
    assert found.printing(first.card).read.name == "Ojama Blau" and found.is_by_name(first.card)


def test_a_name_that_agrees_makes_likely_surer() -> None:
    found = look(names(lambda: TellingReader("OJAMA RED")))
    assert found.joined.print_says is PrintSays.AGREES and found.joined.matches[0].card == CARDS["red"].key
    assert (found.joined.matches[0].probability or 0) > 0.99


def test_a_card_without_a_picture_is_known_by_its_name() -> None:
    found = look(names(lambda: TellingReader("OJAMA-KÖNIG")), Verdict.UNSURE)
    first = found.joined.matches[0]
    assert (first.card, first.by) == (CARDS["king"].key, "reading")


def test_where_the_picture_is_sure_the_reader_is_not_even_loaded() -> None:
    def loaded() -> TellingReader:
        raise AssertionError("loaded")

    found = look(names(loaded), Verdict.SURE)
    assert found.name is None and [match.card for match in found.joined.matches] == [
        match.card for match in matches(1, 1, 1)
    ]


def test_a_damaged_reader_is_said_once_and_the_picture_answers() -> None:
    said: list[str] = []

    def damaged() -> TellingReader:
        raise ModelError("The name reader's file is damaged")

    prints = names(damaged, said.append)
    for _ in range(2):
        assert look(prints).joined.matches[0].card == CARDS["red"].key
    assert len(said) == 1 and "damaged" in said[0]


def test_a_network_is_loaded_once() -> None:
    reader, loads = TellingReader("OJAMA RED"), []
    prints = names(lambda: loads.append(1) or reader)
    look(prints)
    look(prints)
    assert (len(loads), reader.looks) == (1, 2)


def test_without_the_extra_no_names_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_reader, "PACKAGE", "a-package-that-nobody-has")
    said: list[str] = []
    assert open_names(Path("no catalogue"), say=said.append) is None and not said
