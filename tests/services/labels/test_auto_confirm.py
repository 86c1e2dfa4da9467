"""A machine confirms only what is switched on and bounded; marked, undone as one, and counting for nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.labelling import (
    ANNA,
    BEN,
    ToldRecogniser,
    chosen,
    confirmed,
    draw_photo,
    library_in,
    match,
    put_photo,
    stepping,
)

from karuta.domain.cancel import CancelToken
from karuta.domain.label import Kind
from karuta.domain.match import Match, Verdict
from karuta.paths import LibraryFolder
from karuta.services.labels.auto_confirm import (
    FILE,
    Rule,
    auto_confirm,
    outlook,
    own_confidence,
    read_rule,
    take_back,
    waiting_for_a_blind_look,
    write_rule,
)
from karuta.services.labels.decide import decide
from karuta.services.labels.open_labels import count_labels
from karuta.services.labels.second_look import look_again, second_looks
from karuta.services.labels.undo import NothingLeft
from karuta.store.confirmed_crops import confirmed_crops
from karuta.store.current_labels import labels_of, on_the_desk
from karuta.store.label_file import LabelFile

MODEL = "a" * 64
SURE = (match(1, 0.95), match(2, 0.4))
DOUBTFUL = (match(1, 0.5), match(2, 0.48))
LABELS = 104


def add(file: LabelFile, folder: Path, count: int, *, matches: tuple[Match, ...] = SURE, start: int = 0) -> list[str]:
    recognise = ToldRecogniser(matches=matches, verdict=Verdict.LIKELY)
    paths = [draw_photo(folder / f"{start + at}.png", start + at) for at in range(count)]
    return [put_photo(file, path, recognise=recognise) for path in paths]


def sighting(file: LabelFile, photo: str) -> str:
    return on_the_desk(file, [photo])[0].sightings[0].sighting_id


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    """104 sure suggestions that were right and 8 doubtful ones of which half were; 5 of each kind wait."""
    folder = tmp_path_factory.mktemp("labelled")
    library = library_in(folder)
    with LabelFile.open_writing(library, surroundings=stepping()) as file:
        for photo in add(file, folder, LABELS):
            decide(file, [confirmed(photo, sighting(file, photo))], ANNA)
        for at, photo in enumerate(add(file, folder, 8, matches=DOUBTFUL, start=500)):
            decide(file, [confirmed(photo, sighting(file, photo), 1 + at % 2)], ANNA)
        add(file, folder, 5, start=200)
        add(file, folder, 5, matches=DOUBTFUL, start=300)
    return library


@pytest.fixture
def file(labelled: LibraryFolder, tmp_path: Path) -> LabelFile:
    shutil.copytree(labelled.root, tmp_path / "library")
    return LabelFile.open_writing(LibraryFolder(tmp_path / "library"))


ON = Rule(on=True, error_rate=0.05)


def test_it_is_off_until_switched_on(file: LabelFile) -> None:
    assert read_rule(file.folder) == Rule(on=False, error_rate=0.01)
    assert auto_confirm(file, Rule(on=False, error_rate=0.05), model_hash=MODEL) is None
    write_rule(file.folder, ON)
    assert read_rule(file.folder) == ON
    (file.folder.root / FILE).write_text('{"on": true, "error_rate": 0.9}')
    assert not read_rule(file.folder).on


def test_it_confirms_what_is_bounded_and_leaves_the_doubtful(file: LabelFile) -> None:
    found = outlook(file, ON, model_hash=MODEL)
    assert found.bound is not None and (found.bound.wrong, found.bound.n) == (0, LABELS)
    assert found.bound.upper <= 0.05 and len(found.waiting) == 5
    before = count_labels(file)
    action = auto_confirm(file, ON, model_hash=MODEL)
    assert action is not None and action.events == 5
    after = count_labels(file)
    assert after.by_kind["auto_confirm"] == 5 and after.truth == before.truth
    assert auto_confirm(file, ON, model_hash=MODEL) is None


def test_a_card_that_its_photo_cannot_tell_from_another_waits_for_a_person(file: LabelFile, tmp_path: Path) -> None:
    pair = ToldRecogniser(matches=SURE, one_of=tuple(match.card for match in SURE))
    photo = put_photo(file, draw_photo(tmp_path / "900.png", 900), recognise=pair)
    (kept,) = on_the_desk(file, [photo])[0].sightings
    assert [match.one_of for match in kept.matches] == [2, 2]
    assert photo not in {waiting.photo_sha256 for waiting in outlook(file, ON, model_hash=MODEL).waiting}


def test_a_stricter_rate_than_the_labels_can_promise_confirms_nothing(file: LabelFile) -> None:
    found = outlook(file, Rule(on=True, error_rate=0.01), model_hash=MODEL)
    assert found.bound is None and found.waiting == ()
    assert outlook(file, ON, model_hash="b" * 64).labels == 0


def test_it_feeds_nothing_until_a_person_confirms(file: LabelFile) -> None:
    before = own_confidence(file, model_hash=MODEL), confirmed_crops(file)
    auto_confirm(file, ON, model_hash=MODEL)
    assert own_confidence(file, model_hash=MODEL).outcomes == before[0].outcomes
    assert confirmed_crops(file) == before[1]


def test_one_undo_takes_all_of_it_back_and_it_is_not_said_again(file: LabelFile) -> None:
    auto_confirm(file, ON, model_hash=MODEL)
    assert take_back(file).events == 5
    assert "auto_confirm" not in count_labels(file).by_kind
    assert auto_confirm(file, ON, model_hash=MODEL) is None
    with pytest.raises(NothingLeft):
        take_back(file)


def test_a_person_is_never_overruled(file: LabelFile) -> None:
    waiting = outlook(file, ON, model_hash=MODEL).waiting
    decide(file, [confirmed(waiting[0].photo_sha256, waiting[0].sighting_id, 2)], BEN)
    action = auto_confirm(file, ON, model_hash=MODEL)
    assert action is not None and action.events == 4
    label = labels_of(file, [waiting[0].photo_sha256])[0]
    assert (label.kind, label.card) == (Kind.CONFIRM, chosen(2).key)


def test_the_blind_second_look_asks_for_labels_of_the_machine_and_its_answer_is_a_persons_label(
    file: LabelFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karuta.services.labels.auto_confirm.is_sampled", lambda event: True)
    before = second_looks(file, "ben", count=20)
    auto_confirm(file, ON, model_hash=MODEL)
    machines = {(label.photo_sha256, label.sighting_id) for label in waiting_for_a_blind_look(file)}
    drawn = second_looks(file, "ben", count=20)
    assert len(machines) == 5 and machines < set(drawn) and len(drawn) == 20
    assert set(drawn) - machines < set(before)
    assert drawn == second_looks(file, "ben", count=20) and set(drawn[:5]) != machines
    assert len(set(second_looks(file, "ben", count=4)) & machines) == 2

    (right, wrong), counted = sorted(machines)[:2], count_labels(file).truth
    look_again(file, *right, kind=Kind.CONFIRM, card=chosen(1), origin=BEN)
    look_again(file, *wrong, kind=Kind.CONFIRM, card=chosen(2), origin=BEN)
    found = outlook(file, ON, model_hash=MODEL)
    assert found.checked is not None and (found.checked.k, found.checked.n) == (1, 2)
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


def test_blind_looks_that_find_too_many_wrong_stop_it(
    file: LabelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karuta.services.labels.auto_confirm.is_sampled", lambda event: True)
    auto_confirm(file, ON, model_hash=MODEL)
    waiting = waiting_for_a_blind_look(file)
    assert len(waiting) == 5
    for label in waiting[:4]:
        decide(file, [confirmed(label.photo_sha256, label.sighting_id, 2)], BEN)
    assert len(waiting_for_a_blind_look(file)) == 1
    add(file, tmp_path / "more", 3, start=400)
    found = outlook(file, ON, model_hash=MODEL)
    assert found.checked is not None and (found.checked.k, found.checked.n) == (4, 4)
    assert found.broken and found.waiting == ()
    assert auto_confirm(file, ON, model_hash=MODEL, cancel=CancelToken()) is None
