"""Labels that a machine gave before stay as they are, and count for nothing until a person confirms them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.labelling import (
    ANNA,
    BEN,
    MACHINE,
    chosen,
    confirmed,
    draw_photo,
    library_in,
    look_again,
    put_photo,
    stepping,
)

from karuta.domain.label import Kind
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.open_labels import count_labels
from karuta.services.labels.own_confidence import own_confidence, waiting_for_a_blind_look
from karuta.services.labels.second_look import second_looks
from karuta.store.confirmed_crops import confirmed_crops
from karuta.store.current_labels import labels_of, on_the_desk
from karuta.store.label_file import LabelFile

MODEL = "a" * 64
PERSONS, MACHINES = 24, 5


def sighting(file: LabelFile, photo: str) -> str:
    return on_the_desk(file, [photo])[0].sightings[0].sighting_id


def confirm_by_machine(file: LabelFile, photos: list[str]) -> None:
    """As earlier versions did: all of one run are one action."""
    choices = [Choice(photo, Kind.AUTO_CONFIRM, sighting(file, photo), chosen(1)) for photo in photos]
    decide(file, choices, MACHINE)


@pytest.fixture
def file(tmp_path: Path) -> LabelFile:
    """24 suggestions that Anna confirmed, and 5 photos that wait."""
    file = LabelFile.open_writing(library_in(tmp_path), surroundings=stepping())
    for at in range(PERSONS):
        photo = put_photo(file, draw_photo(tmp_path / f"{at}.png", at))
        decide(file, [confirmed(photo, sighting(file, photo))], ANNA)
    return file


@pytest.fixture
def waiting(file: LabelFile, tmp_path: Path) -> list[str]:
    return [put_photo(file, draw_photo(tmp_path / f"{at}.png", at)) for at in range(200, 200 + MACHINES)]


def test_confidence_is_learned_from_this_models_labels_alone(file: LabelFile) -> None:
    assert len(own_confidence(file, model_hash=MODEL).outcomes) == PERSONS
    assert own_confidence(file, model_hash="b" * 64).outcomes == ()


def test_a_machines_label_feeds_nothing_until_a_person_confirms(file: LabelFile, waiting: list[str]) -> None:
    before = own_confidence(file, model_hash=MODEL).outcomes, confirmed_crops(file), count_labels(file).truth
    confirm_by_machine(file, waiting)
    assert before == (own_confidence(file, model_hash=MODEL).outcomes, confirmed_crops(file), count_labels(file).truth)
    decide(file, [confirmed(waiting[0], sighting(file, waiting[0]))], BEN)
    assert count_labels(file).truth == before[2] + 1 and len(confirmed_crops(file)) == len(before[1]) + 1


def test_the_blind_second_look_asks_for_labels_of_the_machine_and_its_answer_is_a_persons_label(
    file: LabelFile, waiting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karuta.services.labels.own_confidence.is_sampled", lambda event: True)
    before = second_looks(file, "ben", count=20)
    confirm_by_machine(file, waiting)
    machines = {(label.photo_sha256, label.sighting_id) for label in waiting_for_a_blind_look(file)}
    drawn = second_looks(file, "ben", count=20)
    assert len(machines) == 5 and machines < set(drawn) and len(drawn) == 20
    assert set(drawn) - machines < set(before)
    assert drawn == second_looks(file, "ben", count=20) and set(drawn[:5]) != machines
    assert len(set(second_looks(file, "ben", count=4)) & machines) == 2

    (right, wrong), counted = sorted(machines)[:2], count_labels(file).truth
    look_again(file, *right, kind=Kind.CONFIRM, card=chosen(1), origin=BEN)
    look_again(file, *wrong, kind=Kind.CONFIRM, card=chosen(2), origin=BEN)
    assert count_labels(file).truth == counted + 2
    assert {label.card for label in labels_of(file, [wrong[0]])} == {chosen(2).key}
    assert {(label.photo_sha256, label.sighting_id) for label in waiting_for_a_blind_look(file)} == machines - {
        right,
        wrong,
    }

    # What a person has confirmed is looked at beside its label, as before.
    person = next(place for place in second_looks(file, "ben", count=20) if place not in machines)
    look_again(file, *person, kind=Kind.CONFIRM, card=chosen(3), origin=BEN)
    assert {label.card for label in labels_of(file, [person[0]])} != {chosen(3).key}
