"""Exemplars are exactly what persons have confirmed and nobody contradicts, whatever was done and undone."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.amounts import amount
from tests.labelling import (
    ANNA,
    BEN,
    CARDS,
    CHIE,
    LEFT,
    MACHINE,
    RIGHT,
    ToldRecogniser,
    chosen,
    draw_photo,
    library_in,
    match,
    put_photo,
    square,
)
from tests.second_look_model import ModelOfSecondLooks

from karuta.domain.card import Artwork
from karuta.domain.label import Kind, Origin
from karuta.domain.match import CatalogueView
from karuta.domain.recheck import RECHECKS, SAID
from karuta.engine.search import Exemplars, stock_hash
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.own_confidence import waiting_for_a_blind_look
from karuta.services.labels.second_look import agreement, disagreements, second_looks
from karuta.store import events
from karuta.store.exemplars import exemplars_of
from karuta.store.label_file import LabelFile

MODEL = "a" * 64  # the one that `ToldRecogniser` names
DIMENSION = 8
VIEW = CatalogueView.of(
    [
        Artwork(card.key, card.name, f"{card.key.card_id}.webp", "main", match(number).picture_sha256)
        for number, card in enumerate(CARDS.values(), start=1)
        if number < 9
    ]
)
WHO = st.sampled_from([ANNA, BEN, CHIE])
KINDS = [Kind.CONFIRM, Kind.CONFIRM, Kind.CONFIRM, Kind.UNKNOWN, Kind.UNREADABLE, Kind.NO_CARD, Kind.WITHDRAW]


def book() -> Exemplars:
    return Exemplars(VIEW, dimension=DIMENSION, model_hash=MODEL)


class SecondEvening(RuleBasedStateMachine):
    """Three annotators and a machine label, look again, undo and redo."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        place = Path(self._folder.name)
        self.file = LabelFile.open_writing(library_in(place))
        self.file.rows("PRAGMA synchronous=OFF")
        # The same place in b and c gives the same crop: two copies of one shot.
        told = ToldRecogniser({"a.png": (LEFT, RIGHT), "b.png": (square(),), "c.png": (square(),)})
        photos = [
            put_photo(self.file, draw_photo(place / f"{name}.png", seed), recognise=told)
            for seed, name in enumerate("abc")
        ]
        seen = self.file.rows("SELECT photo_sha256, id FROM sightings ORDER BY photo_sha256, id")
        self.places = [*seen, (photos[0], "")]
        self.model = ModelOfSecondLooks()
        self.book = book()

    def teardown(self) -> None:
        self.file.close()
        self._folder.cleanup()

    def _did(self, choices: list[Choice], who: Origin) -> None:
        action = decide(self.file, choices, who)
        self.model.act(who, choices)
        self._tell(action.photos)

    def _tell(self, photos: frozenset[str]) -> None:
        """As the window does: only what was touched is read again."""
        some = sorted(photos)
        self.book.replace(some, exemplars_of(self.file, some, model_hash=MODEL, dimension=DIMENSION))

    @rule(
        who=WHO,
        at=st.lists(st.integers(0, 4), min_size=1, max_size=3, unique=True),
        kind=st.sampled_from(KINDS),
        number=st.integers(1, 9),
    )
    def label(self, who: Origin, at: list[int], kind: Kind, number: int) -> None:
        card = chosen(number) if kind is Kind.CONFIRM else None
        self._did([Choice(self.places[place][0], kind, self.places[place][1], card) for place in at], who)

    @rule(at=st.integers(0, 4), number=st.integers(1, 3))
    def label_by_machine(self, at: int, number: int) -> None:
        photo, sighting = self.places[at]
        self._did([Choice(photo, Kind.AUTO_CONFIRM, sighting, chosen(number))], MACHINE)

    @rule(who=WHO, at=st.integers(0, 3), kind=st.sampled_from(list(RECHECKS)), number=st.integers(1, 3))
    def look_again(self, who: Origin, at: int, kind: Kind, number: int) -> None:
        photo, sighting = self.places[at]
        card = chosen(number) if kind is Kind.CONFIRM else None
        self._did([Choice(photo, RECHECKS[kind], sighting, card)], who)

    @rule(who=WHO, how=st.sampled_from(["undo", "undo", "redo"]))
    def take_back(self, who: Origin, how: str) -> None:
        action = events.undo(self.file, who) if how == "undo" else events.redo(self.file, who)
        assert (action is not None) == (self.model.undo(who) if how == "undo" else self.model.redo(who))
        if action is not None:
            self._tell(action.photos)

    @invariant()
    def exemplars_are_the_models(self) -> None:
        found = exemplars_of(self.file, None, model_hash=MODEL, dimension=DIMENSION)
        assert {exemplar.place: exemplar.card.card_id for exemplar in found} == self.model.exemplars()

    @invariant()
    def what_was_told_bit_by_bit_is_what_is_read_at_once(self) -> None:
        found = exemplars_of(self.file, None, model_hash=MODEL, dimension=DIMENSION)
        fresh = book()
        fresh.replace([], found)
        assert dict(self.book.crops) == dict(fresh.crops)
        by_crop: dict[str, set[str]] = {}
        for exemplar in found:
            by_crop.setdefault(exemplar.crop_sha256, set()).add(exemplar.card.card_id)
        # Card 9 is in no catalogue; one crop under two names is a contradiction.
        counted = {crop for crop, cards in by_crop.items() if len(cards) == 1 and cards != {"9"}}
        assert set(self.book.crops) == counted
        assert self.book.index_hash == stock_hash([*VIEW.by_picture, *counted], MODEL)
        assert len(self.book) == len(counted)
        queries = np.eye(DIMENSION, dtype=np.float32)
        assert self.book.apart_from([]).neighbours(queries, count=3) == fresh.apart_from([]).neighbours(
            queries, count=3
        )

    @invariant()
    def second_looks_count_as_the_model_counts(self) -> None:
        found = {
            (agreement_.annotator, agreement_.reviewer): (agreement_.upheld.k, agreement_.upheld.n)
            for agreement_ in agreement(self.file)
        }
        assert found == self.model.agreement()

    @invariant()
    def disputes_are_those_of_the_model(self) -> None:
        persons = {place for place, (kind, _, _) in self.model.current().items() if kind != Kind.AUTO_CONFIRM}
        found = disagreements(self.file)
        assert {(disagreement.photo_sha256, disagreement.sighting_id) for disagreement in found} == {
            place for place in persons if self.model.disputed(place)
        }
        assert all(len({word.answer for word in disagreement.answers}) > 1 for disagreement in found)

    @invariant()
    def what_waits_for_a_second_look_was_confirmed_and_not_looked_at_since(self) -> None:
        for who in (ANNA, BEN):
            waiting = {
                place
                for place, (kind, _, _) in self.model.current().items()
                if kind == Kind.CONFIRM and place[1] and not self._looked_since(place, who.annotator)
            }
            machines = {(label.photo_sha256, label.sighting_id) for label in waiting_for_a_blind_look(self.file)}
            # What a machine said first waits for a blind look, whoever has confirmed it since.
            assert set(second_looks(self.file, who.annotator, count=99)) - machines == waiting - machines

    def _looked_since(self, place: tuple[str, str], who: str) -> bool:
        words = self.model.words(place)
        label = max(word[0] for word in words if word[2] not in SAID)
        return any(word[2] in SAID and word[1] == who and word[0] > label for word in words)


TestSecondEvening = pytest.mark.long(share=True)(SecondEvening.TestCase)
TestSecondEvening.settings = settings(
    max_examples=amount(4),
    stateful_step_count=amount(150, least=40),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
