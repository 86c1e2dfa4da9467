"""For tests of the journal: a random evening of labelling, compared with the plain model and with its own journal."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from karuta.domain.card import CardKey
from karuta.domain.label import ChosenCard, Kind, Origin, Points, Source, parsed_corners
from karuta.domain.queue import PairsWanted
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.services.labels.decide_many import rule_out, take_in
from karuta.services.labels.refusals import refused_in
from karuta.services.labels.undo import NothingLeft
from karuta.services.labels.undo import redo as redo_last
from karuta.services.labels.undo import undo as undo_last
from karuta.services.lookups.look_up import keep_look_by_hand, look_at
from karuta.services.lookups.read_queue import remove, skip
from karuta.store.events import undo_strike
from karuta.store.label_counts import labelled_photos, standing_groups
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health
from karuta.store.queue import queue_ids
from karuta.store.sightings import undecided_pairs
from tests.label_model import ModelOfLabels, Standing, corners_standing, standing
from tests.labelling import (
    ANNA,
    BEN,
    CHIE,
    LEFT,
    MACHINE,
    RIGHT,
    ToldRecogniser,
    chosen,
    draw_photo,
    library_in,
    put_photo,
    square,
)

PERSONS = st.sampled_from([ANNA, BEN, CHIE])
EVERYBODY = st.sampled_from([ANNA, BEN, CHIE, MACHINE])
SQUARES = st.builds(square, st.integers(-3, 30), st.integers(-3, 20), st.integers(8, 24))
TOLD = ToldRecogniser({"a.png": (LEFT, RIGHT), "b.png": (square(),)})


@dataclass(frozen=True)
class State:
    """All that an evening leaves for a person to see."""

    labels: Standing
    corners: dict[tuple[str, str], Points | None]
    stack: list[str]


def state_of(file: LabelFile) -> State:
    return State(standing(file), corners_standing(file), queue_ids(file))


def photos_of_an_evening(file: LabelFile, folder: Path) -> list[str]:
    """Two photos with three sightings, looked up."""
    return [put_photo(file, draw_photo(folder / f"{name}.png", seed), recognise=TOLD) for seed, name in enumerate("ab")]


def played_again(journal: LabelFile, folder: Path) -> State:
    """What a new library says after every action of the journal was done there again, one by one.

    An undo or redo must meet the action that it met the first time.
    """
    rows = journal.rows(
        """SELECT action_id, kind, target_action_id, annotator, device, source, photo_sha256, sighting_id, corners,
        game, card_id, name FROM events ORDER BY id"""
    )
    actions: dict[str, list[tuple[str, ...]]] = {}
    for action, *row in rows:
        actions.setdefault(action, []).append(tuple(row))
    done: dict[str, str] = {}
    with LabelFile.open_writing(library_in(folder)) as file:
        file.rows("PRAGMA synchronous=OFF")
        photos_of_an_evening(file, folder)
        for action, events in actions.items():
            kind, target, annotator, device, source = events[0][:5]
            who = Origin(annotator, device, Source(source))
            if target and actions[target][0][0] == Kind.SKIP and actions[target][0][9]:
                # It was perhaps not the last one.
                photo, sighting, _, game, card = actions[target][0][5:10]
                with file.writing():
                    struck = undo_strike(file, photo, sighting, CardKey(game, card), who) if kind == Kind.UNDO else None
                settled = struck or redo_last(file, who)
                assert settled.action_id == done[target]
            elif target:
                settled = (undo_last if kind == Kind.UNDO else redo_last)(file, who)
                assert settled.action_id == done[target]
            else:
                done[action] = decide(file, [_choice(*event) for event in events], who).action_id
        return state_of(file)


def _choice(
    kind: str,
    target: str | None,
    annotator: str,
    device: str,
    source: str,
    photo: str,
    sighting: str,
    corners: str | None,
    game: str,
    card_id: str | None,
    name: str,
) -> Choice:
    del target, annotator, device, source
    card = ChosenCard(CardKey(game, card_id), name) if card_id else None
    return Choice(photo, Kind(kind), sighting, card, corners=parsed_corners(corners))


class Evening(RuleBasedStateMachine):
    """Three annotators label, draw, skip, undo and redo; after each step the file says what the model says."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.place = Path(self._folder.name)
        self.file = LabelFile.open_writing(library_in(self.place))
        # No power is cut in this test, and 500 flushes would make it slow.
        self.file.rows("PRAGMA synchronous=OFF")
        self.photos = photos_of_an_evening(self.file, self.place)
        seen = self.file.rows("SELECT photo_sha256, id FROM sightings ORDER BY photo_sha256, id")
        self.places = [*seen, *((photo, "") for photo in self.photos)]
        self.model = ModelOfLabels()
        self.steps = 0

    def teardown(self) -> None:
        assert label_health(self.file).queue_astray == 0
        assert played_again(self.file, self.place / "again") == state_of(self.file)
        self.file.close()
        self._folder.cleanup()

    @rule(
        who=PERSONS,
        where=st.lists(st.integers(0, 9), min_size=1, max_size=3, unique=True),
        kind=st.sampled_from(
            [Kind.CONFIRM, Kind.CONFIRM, Kind.UNKNOWN, Kind.UNREADABLE, Kind.NO_CARD, Kind.BACK, Kind.WITHDRAW]
        ),
        number=st.integers(1, 9),
    )
    def label(self, who: Origin, where: list[int], kind: Kind, number: int) -> None:
        places = dict.fromkeys(self.places[at % len(self.places)] for at in where)
        self._label(who, list(places), kind, number)

    @rule(who=PERSONS, number=st.integers(1, 9))
    def confirm_in_bulk(self, who: Origin, number: int) -> None:
        self._label(who, self.places, Kind.CONFIRM, number)

    def _label(self, who: Origin, places: list[tuple[str, str]], kind: Kind, number: int) -> None:
        card = chosen(number) if kind is Kind.CONFIRM else None
        # A drawn sighting whose drawing is undone is still known: what is undone can be redone.
        choices = [Choice(photo, kind, sighting, card) for photo, sighting in places]
        decide(self.file, choices, who)
        self.model.act(who, choices)

    @rule(who=PERSONS, where=st.integers(0, 9))
    def strike(self, who: Origin, where: int) -> None:
        pairs = undecided_pairs(self.file, PairsWanted(), count=-1)
        if not pairs:
            return
        pair = pairs[where % len(pairs)]
        if self.model.take_in(who, pair.sighting_id, pair.match.card.card_id):
            assert take_in(self.file, pair, who) is not None
            return
        assert take_in(self.file, pair, who) is None
        assert rule_out(self.file, pair, who) is not None
        card = ChosenCard(pair.match.card, pair.match.name)
        self.model.act(who, [Choice(pair.photo_sha256, Kind.SKIP, pair.sighting_id, card)])

    @rule(where=st.integers(0, 4), number=st.integers(1, 9))
    def label_by_machine(self, where: int, number: int) -> None:
        photo, sighting = self.places[where]
        choices = [Choice(photo, Kind.AUTO_CONFIRM, sighting, chosen(number))]
        decide(self.file, choices, MACHINE)
        self.model.act(MACHINE, choices)

    @rule(who=PERSONS, photo=st.integers(0, 1), removed=st.booleans())
    def arrange(self, who: Origin, photo: int, removed: bool) -> None:  # noqa: FBT001 - hypothesis names it
        some = [self.photos[photo]]
        (remove if removed else skip)(self.file, some, who)
        self.model.act(who, [Choice(sha256, Kind.REMOVE if removed else Kind.SKIP) for sha256 in some])

    @rule(who=PERSONS, where=st.integers(0, 9), corners=SQUARES)
    def move_corners(self, who: Origin, where: int, corners: Points) -> None:
        sightings = [place for place in self.places if place[1]]
        photo, sighting = sightings[where % len(sightings)]
        self._set(who, photo, corners, of=sighting)

    @rule(who=PERSONS, photo=st.integers(0, 1), corners=SQUARES, looked_at=st.booleans())
    def draw(self, who: Origin, photo: int, corners: Points, looked_at: bool) -> None:  # noqa: FBT001
        sighting = self._set(who, self.photos[photo], corners, of=None)
        if (self.photos[photo], sighting) not in self.places:
            self.places.append((self.photos[photo], sighting))
        if looked_at:
            path = self.place / f"{'ab'[photo]}.png"
            look = look_at(path, self.photos[photo], [corners], library=self.file.folder, recognise_corners=TOLD.at)
            keep_look_by_hand(self.file, self.photos[photo], look)

    def _set(self, who: Origin, photo: str, corners: Points, *, of: str | None) -> str:
        done = set_corners(self.file, photo, corners, who, of=of)
        self.model.act(who, [Choice(photo, Kind.CORNERS, done.sighting_id, corners=corners)])
        return done.sighting_id

    @rule(who=EVERYBODY)
    def undo(self, who: Origin) -> None:
        assert _did(undo_last, self.file, who) == self.model.undo(who)

    @rule(who=EVERYBODY)
    def redo(self, who: Origin) -> None:
        assert _did(redo_last, self.file, who) == self.model.redo(who)

    @precondition(lambda self: self.model.actions % 10 == 9)
    @rule()
    def restart(self) -> None:
        folder = self.file.folder
        self.file.close()
        self.file = LabelFile.open_writing(folder)
        self.file.rows("PRAGMA synchronous=OFF")

    @invariant()
    def the_file_says_what_the_model_says(self) -> None:
        self.steps += 1
        current = self.model.current()
        assert state_of(self.file) == State(current, self.model.corners(), self.model.stack(self.photos))
        refused = refused_in(self.file, self.photos)
        ruled_out = {(place[1], card.card_id): who for place, cards in refused.items() for card, who in cards.items()}
        # Labels refuse cards too.
        assert self.model.struck().keys() <= ruled_out.keys()
        if self.steps % 5:
            return
        groups = Counter({(g.kind.value, g.card_id, g.annotator): g.labels for g in standing_groups(self.file)})
        assert groups == Counter(current.values())
        assert sorted(labelled_photos(self.file)) == sorted({photo for photo, _ in current})


def _did(step: object, file: LabelFile, who: Origin) -> bool:
    try:
        step(file, who)  # type: ignore[operator]
    except NothingLeft:
        return False
    return True
