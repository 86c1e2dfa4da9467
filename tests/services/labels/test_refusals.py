"""What was passed over in the match list goes below, for its sighting alone, and is kept as a hard negative."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.labelling import (
    ANNA,
    BEN,
    GAME,
    LEFT,
    RIGHT,
    ToldRecogniser,
    at_desk,
    chosen,
    confirmed,
    draw_photo,
    look_again,
    match,
    put_photo,
)

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto
from karuta.domain.doubt import Answered, LabelDoubt, refused_last
from karuta.domain.label import DECIDES, Kind, Origin, Source
from karuta.domain.match import Match, Verdict
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.decide_many import decide_many, open_cards
from karuta.services.labels.refusals import (
    doubt_of,
    hard_negatives,
    history_with_doubts,
    refused_before,
    rows_with_doubts,
)
from karuta.services.labels.undo import undo
from karuta.store.label_file import LabelFile

SHOWN = tuple(match(number, 1 - number / 10) for number in range(1, 6))
MATCHES = st.lists(st.integers(1, 9), max_size=9, unique=True).map(lambda numbers: tuple(map(match, numbers)))


def keys(*numbers: int) -> frozenset[CardKey]:
    return frozenset(CardKey(GAME, str(number)) for number in numbers)


def refused(file: LabelFile, photo: DeskPhoto) -> dict[str, frozenset[CardKey]]:
    return {sighting: frozenset(cards) for sighting, cards in refused_before(file, photo).items()}


def put(file: LabelFile, path: Path, seed: int = 0, squares: dict[str, object] | None = None) -> DeskPhoto:
    told = ToldRecogniser(squares or {}, matches=SHOWN)  # type: ignore[arg-type]
    return at_desk(file, put_photo(file, draw_photo(path, seed), recognise=told))


@pytest.mark.parametrize(
    ("kind", "number", "refused"),
    [
        (Kind.CONFIRM, 1, ()),
        (Kind.CONFIRM, 3, (1, 2)),
        (Kind.CONFIRM, 9, (1, 2, 3, 4, 5)),
        (Kind.UNKNOWN, None, (1, 2, 3, 4, 5)),
        (Kind.NO_CARD, None, (1, 2, 3, 4, 5)),
        (Kind.UNREADABLE, None, ()),
        (Kind.WITHDRAW, None, ()),
    ],
)
def test_what_stands_above_the_chosen_card_is_refused(kind: Kind, number: int | None, refused: tuple[int, ...]) -> None:
    card = None if number is None else CardKey(GAME, str(number))
    assert [candidate.card.card_id for candidate in Answered(kind, card, SHOWN).refused] == [
        str(place) for place in refused
    ]


@given(matches=MATCHES, refused=st.frozensets(st.integers(1, 9)))
def test_refused_matches_go_below_and_nothing_else_changes(matches: tuple[Match, ...], refused: frozenset[int]) -> None:
    cards = keys(*refused)
    arranged = refused_last(matches, cards)
    assert sorted(arranged, key=matches.index) == list(matches)
    for wanted in (True, False):
        assert [candidate for candidate in arranged if (candidate.card in cards) is wanted] == [
            candidate for candidate in matches if (candidate.card in cards) is wanted
        ]
    assert [candidate.card in cards for candidate in arranged] == sorted(
        candidate.card in cards for candidate in arranged
    )


def test_a_refusal_is_remembered_for_its_sighting_alone_and_goes_with_its_undo(file: LabelFile, tmp_path: Path) -> None:
    two = put(file, tmp_path / "two.png", squares={"two.png": (LEFT, RIGHT)})
    left, right = (sighting.sighting_id for sighting in two.sightings)
    decide(file, [confirmed(two.photo.sha256, left, 3)], ANNA)
    assert refused(file, two) == {left: keys(1, 2)}
    undo(file, ANNA)
    assert refused(file, two) == {}
    decide(file, [Choice(two.photo.sha256, Kind.UNKNOWN, right)], BEN)
    assert refused(file, two) == {right: keys(1, 2, 3, 4, 5)}


def test_a_command_that_names_a_card_has_refused_nothing(file: LabelFile, tmp_path: Path) -> None:
    one = put(file, tmp_path / "a.png")
    decide(file, [confirmed(one.photo.sha256, one.sightings[0].sighting_id, 5)], Origin("anna", "desk", Source.COMMAND))
    assert refused(file, one) == {}
    assert list(hard_negatives(file)) == []


def test_hard_negatives_name_crop_card_and_what_it_is(file: LabelFile, tmp_path: Path) -> None:
    first, second, third = (put(file, tmp_path / f"{name}.png", seed) for seed, name in enumerate("abc"))
    decide(file, [confirmed(first.photo.sha256, first.sightings[0].sighting_id, 3)], ANNA)
    decide(file, [Choice(second.photo.sha256, Kind.NO_CARD, second.sightings[0].sighting_id)], ANNA)
    decide(file, [confirmed(third.photo.sha256, third.sightings[0].sighting_id, 2)], ANNA)
    decide(file, [confirmed(third.photo.sha256, third.sightings[0].sighting_id, 1)], BEN)  # they disagree
    before = list(file.rows("SELECT id, shown FROM events ORDER BY id"))
    found = {
        (negative.photo_sha256, negative.refused.card_id, negative.chosen and negative.chosen.card_id)
        for negative in hard_negatives(file)
    }
    assert found == {(first.photo.sha256, number, "3") for number in "12"} | {
        (second.photo.sha256, number, None) for number in "12345"
    }
    crops = {negative.crop_sha256 for negative in hard_negatives(file) if negative.photo_sha256 == first.photo.sha256}
    assert crops == {first.sightings[0].crop_sha256}
    assert file.rows("SELECT id, shown FROM events ORDER BY id") == before


def test_a_second_look_refuses_nothing_and_leaves_the_label(file: LabelFile, tmp_path: Path) -> None:
    one = put(file, tmp_path / "a.png")
    sighting = one.sightings[0].sighting_id
    decide(file, [confirmed(one.photo.sha256, sighting, 1)], ANNA)
    look_again(file, one.photo.sha256, sighting, kind=Kind.CONFIRM, card=chosen(4), origin=BEN)
    label = at_desk(file, one.photo.sha256).sightings[0].label
    assert label is not None and (label.annotator, label.card) == ("anna", CardKey(GAME, "1"))
    assert refused(file, one) == {}


def against(file: LabelFile, photo: str, sighting: str) -> list[LabelDoubt | None]:
    """Wherever it is said: of the label alone, in its history, and (only that there is one) in the list."""
    row = rows_with_doubts(file, [photo], {})[0]
    last = history_with_doubts(file, photo, sighting, {})[-1].doubt
    found = [doubt_of(file, photo, sighting, {}), last]
    assert row.is_doubted is (found[0] is not None)
    return found


SURE = LabelDoubt("Card 1", CardKey(GAME, "1"))


@pytest.mark.parametrize("kind", sorted(DECIDES))
@pytest.mark.parametrize(
    ("verdict", "probabilities", "doubt"),
    [
        (Verdict.SURE, (0.999, 0.0005), SURE),
        (Verdict.LIKELY, (0.7, 0.15), None),
        (Verdict.UNSURE, (0.5, 0.25), None),
        (Verdict.UNKNOWN, (0.3, 0.35), None),
        (Verdict.UNREADABLE, (0.3, 0.35), None),
    ],
)
def test_whatever_a_person_says_of_a_sure_card_stands_against_it_unless_it_names_that_card(
    file: LabelFile,
    tmp_path: Path,
    kind: Kind,
    verdict: Verdict,
    probabilities: tuple[float, float],
    doubt: LabelDoubt | None,
) -> None:
    shown = tuple(replace(match(place), probability=value) for place, value in enumerate(probabilities, start=1))
    told = ToldRecogniser(matches=shown, verdict=verdict)
    one = at_desk(file, put_photo(file, draw_photo(tmp_path / "a.png", 0), recognise=told))
    photo, sighting = one.photo.sha256, one.sightings[0].sighting_id
    doubt = doubt and replace(doubt, likelier=shown[0].name)
    choice = confirmed(photo, sighting, 2) if kind is Kind.CONFIRM else Choice(photo, kind, sighting)
    decide(file, [choice], ANNA)
    assert against(file, photo, sighting) == [doubt, doubt]
    undo(file, ANNA)
    assert doubt_of(file, photo, sighting, {}) is None
    # The same of many at once.
    if kind is not Kind.CONFIRM:
        decide_many(file, open_cards(file, [photo]).cards, kind, ANNA)
        assert against(file, photo, sighting) == [doubt, doubt]
        undo(file, ANNA)
    decide(file, [confirmed(photo, sighting, 1)], ANNA)
    assert against(file, photo, sighting)[0] is None
