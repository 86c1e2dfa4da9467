"""What is about several photos is taken back once it was seen; what no redo reaches any more can be said again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.label_model import standing
from tests.labelling import (
    ANNA,
    BEN,
    ToldRecogniser,
    confirmed,
    draw_photo,
    find_card,
    library_in,
    match,
    put_photo,
)
from tests.merging import laptop

from karuta.domain.journal import Action, LostRedo
from karuta.domain.label import Kind, Origin
from karuta.domain.queue import PairsWanted
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.decide_many import confirm_pairs, decide_many, open_cards, pairs_to_confirm
from karuta.services.labels.import_labels import import_labels
from karuta.services.labels.merge import merge_labels
from karuta.services.labels.refusals import history_with_doubts
from karuta.services.labels.undo import (
    NothingLeft,
    SaysFirst,
    do_again,
    flag,
    lost_redo,
    redo,
    redoable,
    undo,
    write_note,
)
from karuta.services.lookups.read_queue import remove, skip
from karuta.store.label_file import LabelFile
from karuta.store.queue import queue_ids

PHOTOS = 3


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    with LabelFile.open_writing(library_in(tmp_path)) as file:
        told = ToldRecogniser({}, (match(1), match(2, 0.5)))
        return [put_photo(file, draw_photo(tmp_path / f"{n}.png", n), recognise=told) for n in range(PHOTOS)]


@pytest.fixture
def file(tmp_path: Path, photos: list[str]) -> Iterator[LabelFile]:
    with LabelFile.open_writing(library_in(tmp_path)) as opened:
        yield opened


def sighting(file: LabelFile, photo: str) -> str:
    return str(file.value("SELECT id FROM sightings WHERE photo_sha256 = ?", [photo]))


def bulk_confirm(file: LabelFile, photos: list[str]) -> None:
    confirm_pairs(file, pairs_to_confirm(file, PairsWanted()).pairs, ANNA)


def bulk_label(file: LabelFile, photos: list[str]) -> None:
    decide_many(file, open_cards(file, photos).cards, Kind.UNKNOWN, ANNA)


def bulk_import(file: LabelFile, photos: list[str]) -> None:
    table = file.folder.root / "table.csv"
    rows = "".join(f"{n}.png,{photo},confirm,shapes,4,Shape,ben\n" for n, photo in enumerate(photos))
    table.write_text("photo,photo_sha256,kind,game,card_id,name,annotator\n" + rows, encoding="utf-8")
    import_labels(file, table, origin=ANNA, find_card=find_card, recognise=None, recognise_corners=None)


def bulk_merge(file: LabelFile, photos: list[str]) -> None:
    other = laptop(file.folder.root.parent, "other")
    with LabelFile.open_writing(other) as theirs:
        for photo, name in theirs.rows("SELECT photo_sha256, id FROM sightings"):
            decide(theirs, [confirmed(photo, name, 5)], BEN)
    merge_labels(file, other.root, ANNA)


ACTIONS: dict[str, Callable[[LabelFile, list[str]], object]] = {
    "bulk confirm": bulk_confirm,
    "bulk label": bulk_label,
    "import": bulk_import,
    "merge": bulk_merge,
    "flag": lambda file, photos: flag(file, photos, ANNA, on=True),
    "note": lambda file, photos: write_note(file, photos, "torn", ANNA),
    "remove": lambda file, photos: remove(file, photos, ANNA),
    "skip": lambda file, photos: skip(file, photos, ANNA),
}


def events(file: LabelFile) -> int:
    return int(file.value("SELECT count(*) FROM events"))


def state(file: LabelFile) -> tuple[object, ...]:
    remarks = file.rows(
        "SELECT kind, name, photo_sha256 FROM events_in_force WHERE kind IN ('flag', 'note') ORDER BY id"
    )
    return standing(file), queue_ids(file), sorted(remarks, key=repr)


@pytest.mark.parametrize("what", ACTIONS)
def test_what_is_about_several_photos_changes_nothing_before_it_was_seen(
    file: LabelFile, photos: list[str], what: str
) -> None:
    before = state(file)
    ACTIONS[what](file, photos)
    after, count = state(file), events(file)
    for move, left, came in ((undo, after, before), (redo, before, after)):
        for seen in ("", "another"):
            with pytest.raises(SaysFirst) as asked:
                move(file, ANNA, seen=seen)
            assert (state(file), events(file)) == (left, count)
        action = asked.value.action
        assert len(action.photos) > 1 and action.events > 1 and (action.time or action.kind is Kind.MERGE)
        taken = move(file, ANNA, seen=action.action_id)
        assert (taken.action_id, taken.photos, taken.events) == (action.action_id, action.photos, action.events)
        assert state(file) == came
        count = events(file)


def lost(file: LabelFile, act: Callable[[], Action | None]) -> LostRedo | None:
    before = redoable(file, ANNA.annotator)
    action = act()
    assert action is not None
    return lost_redo(file, ANNA.annotator, before, action)


def test_a_decision_that_replaces_a_redo_says_how_much_that_was_and_where_its_history_is(
    file: LabelFile, photos: list[str]
) -> None:
    bulk_confirm(file, photos)
    bulk = str(file.value("SELECT max(action_id) FROM events"))
    label = decide(file, [Choice(photos[0], Kind.NO_CARD)], ANNA)
    for _ in range(2):
        assert lost(file, lambda: undo(file, ANNA)) is None
    assert redoable(file, "anna") == (bulk, label.action_id)
    assert lost(file, lambda: redo(file, ANNA)) is None
    undo(file, ANNA)
    assert lost(file, lambda: decide(file, [Choice(photos[1], Kind.NO_CARD)], BEN)) is None
    found = lost(file, lambda: decide(file, [Choice(photos[1], Kind.NO_CARD)], ANNA))
    (first,) = file.rows("SELECT photo_sha256, photo_name, sighting_id FROM events WHERE action_id = ? LIMIT 1", [bulk])
    assert found == LostRedo(PHOTOS + 1, bulk, *first)
    assert lost(file, lambda: decide(file, [Choice(photos[2], Kind.NO_CARD)], ANNA)) is None


@pytest.mark.parametrize("what", ["bulk confirm", "bulk label", "flag", "note"])
def test_what_no_redo_reaches_is_said_again_whole_with_what_it_rested_on(
    file: LabelFile, photos: list[str], what: str
) -> None:
    ACTIONS[what](file, photos)
    wanted = standing(file)
    rested = (
        "SELECT kind, photo_sha256, sighting_id, card_id, name, shown, embedding, model_hash, corners FROM events "
        "WHERE action_id = ? ORDER BY id"
    )
    gone = undo(file, ANNA)
    skip(file, photos[:1], ANNA)
    about = "" if what in ("flag", "note") else sighting(file, photos[0])
    (entry,) = (entry for entry in history_with_doubts(file, photos[0], about, {}) if entry.again)
    assert (entry.action_id, entry.again, entry.annotator) == (gone.action_id, PHOTOS, "anna")
    with pytest.raises(NothingLeft):
        do_again(file, gone.action_id, BEN, photo=photos[0], sighting=about)
    done = do_again(file, gone.action_id, ANNA, photo=photos[0], sighting=about)
    assert done.action is not None and (done.action.events, done.left_out) == (PHOTOS, 0)
    assert file.rows(rested, [done.action.action_id]) == file.rows(rested, [gone.action_id])
    assert standing(file) == wanted and file.broken_seals() == []
    assert undo(file, ANNA).action_id == done.action.action_id
    assert standing(file) == {}
    assert redo(file, ANNA).action_id == done.action.action_id


def test_what_was_labelled_since_stays_but_for_the_card_whose_history_is_looked_at(
    file: LabelFile, photos: list[str]
) -> None:
    bulk_confirm(file, photos)
    gone = undo(file, ANNA)
    places = [(photo, sighting(file, photo)) for photo in photos]
    for place in places[:2]:
        decide(file, [confirmed(*place, 7)], BEN)
    done = do_again(file, gone.action_id, ANNA, photo=places[0][0], sighting=places[0][1])
    assert done.left_out == 1
    labels = {place: card for place, (_, card, _) in standing(file).items()}
    assert labels == {places[0]: "1", places[1]: "7", places[2]: "1"}
    with pytest.raises(NothingLeft):
        do_again(file, done.action.action_id, ANNA, photo=photos[0], sighting="")  # type: ignore[union-attr]


def test_after_any_history_what_can_be_undone_redone_and_said_again_fits_together(
    file: LabelFile, photos: list[str]
) -> None:
    dice = random.Random(46)
    places = [(photo, sighting(file, photo)) for photo in photos]
    for _ in range(150):
        who: Origin = dice.choice([ANNA, BEN])
        before = redoable(file, who.annotator)
        step = dice.choice(["label", "bulk", "undo", "undo", "redo", "again"])
        if step in ("undo", "redo"):
            try:
                action = (undo if step == "undo" else redo)(file, who)
            except NothingLeft:
                assert step == "undo" or not before
                continue
            assert lost_redo(file, who.annotator, before, action) is None
            assert redoable(file, who.annotator) == ((action.action_id, *before) if step == "undo" else before[1:])
            continue
        if step == "again":
            old = [a for (a,) in file.rows("SELECT DISTINCT action_id FROM events WHERE kind = 'confirm' ORDER BY 1")]
            place = dice.choice(places)
            try:
                found = do_again(file, dice.choice(old), who, photo=place[0], sighting=place[1]) if old else None
            except NothingLeft:
                continue
            if found is None or found.action is None:
                continue
            action = found.action
        else:
            some = places if step == "bulk" else [dice.choice(places)]
            action = decide(file, [confirmed(*place, dice.randint(1, 9)) for place in some], who)
        assert redoable(file, who.annotator) == ()
        gone = lost_redo(file, who.annotator, before, action)
        assert gone is None or gone.action_id in before
        assert {place[1]: card for place, (_, card, _) in standing(file).items()}.keys() >= {action.sighting}
