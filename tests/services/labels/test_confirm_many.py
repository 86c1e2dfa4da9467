"""Many sightings confirmed as one action: only undecided ones, all or none, one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.labelling import (
    ANNA,
    BEN,
    LEFT,
    RIGHT,
    BlindRecogniser,
    ToldRecogniser,
    at_desk,
    confirmed,
    draw_photo,
    match,
    put_photo,
)

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled
from karuta.domain.label import MACHINE, ChosenCard, Kind, Origin, Source
from karuta.domain.match import Verdict
from karuta.domain.queue import PairsWanted, QueueFilter, Trait
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.decide_many import confirm_pairs, pairs_to_confirm
from karuta.services.labels.undo import redo, undo
from karuta.services.lookups.read_queue import queue_counts, remove
from karuta.store.label_file import LabelFile


def put(
    file: LabelFile, folder: Path, name: str, number: int, *, verdict: Verdict = Verdict.SURE, two: bool = False
) -> str:
    told = ToldRecogniser({f"{name}.png": (LEFT, RIGHT)} if two else {}, (match(number), match(9, 0.4)), verdict)
    return put_photo(file, draw_photo(folder / f"{name}.png", ord(name)), recognise=told, batch=name)


def labels(file: LabelFile) -> list[tuple[str, str]]:
    return file.rows("SELECT photo_sha256, card_id FROM current_labels ORDER BY photo_sha256, sighting_id")


def test_pairs_are_the_undecided_sightings_of_photos_without_trouble(file: LabelFile, tmp_path: Path) -> None:
    two = put(file, tmp_path, "a", 1, two=True)
    done, gone, whole = (put(file, tmp_path, name, 1) for name in "bcd")
    put_photo(file, draw_photo(tmp_path / "bad.png", 5), recognise=BlindRecogniser())
    seen = at_desk(file, done)
    decide(file, [confirmed(done, seen.sightings[0].sighting_id)], ANNA)
    remove(file, [gone], ANNA)
    decide(file, [Choice(whole, Kind.NO_CARD)], ANNA)
    lying = at_desk(file, two)
    found = pairs_to_confirm(file, PairsWanted())
    assert {pair.sighting_id for pair in found.pairs} == {sighting.sighting_id for sighting in lying.sightings}
    decide(file, [Choice(two, Kind.UNKNOWN, lying.sightings[0].sighting_id)], ANNA)
    (left,) = pairs_to_confirm(file, PairsWanted()).pairs
    assert (left.photo_name, left.match.name, left.verdict) == ("a.png", "Shape 1", Verdict.SURE)
    assert left.sighting_id == lying.sightings[1].sighting_id


def test_pairs_can_be_of_one_card_of_one_verdict_of_a_filter_and_of_chosen_photos(
    file: LabelFile, tmp_path: Path
) -> None:
    photos = {
        name: put(file, tmp_path, name, number, verdict=verdict)
        for name, number, verdict in (
            ("a", 2, Verdict.SURE),
            ("b", 1, Verdict.SURE),
            ("c", 2, Verdict.UNSURE),
        )
    }

    def names(wanted: PairsWanted) -> list[str]:
        return [pair.photo_name[0] for pair in pairs_to_confirm(file, wanted).pairs]

    # Those of one card lie together, and the least certain first.
    assert names(PairsWanted()) == ["b", "c", "a"]
    assert names(PairsWanted(card=match(2).card)) == ["c", "a"]
    assert names(PairsWanted(verdict=Verdict.SURE)) == ["b", "a"]
    assert names(PairsWanted(QueueFilter(batch="c"))) == ["c"]
    assert names(PairsWanted(photos=(photos["b"], photos["a"]))) == ["b", "a"]
    some = pairs_to_confirm(file, PairsWanted(), most=2)
    assert (len(some.pairs), some.has_more) == (2, True)
    assert not pairs_to_confirm(file, PairsWanted(), most=3).has_more


def test_many_are_confirmed_as_one_action_and_one_undo_takes_all_of_them_back(file: LabelFile, tmp_path: Path) -> None:
    photos = [put(file, tmp_path, name, number) for number, name in enumerate("abcdef", start=1)]
    pairs = pairs_to_confirm(file, PairsWanted()).pairs
    steps: list[tuple[int, int]] = []
    confirmed_pairs = confirm_pairs(file, pairs[:5], ANNA, told=lambda done, of: steps.append((done, of)))
    assert confirmed_pairs.action is not None
    assert (confirmed_pairs.action.events, confirmed_pairs.left_out) == (5, 0)
    assert sorted(labels(file)) == sorted((photos[n], str(n + 1)) for n in range(5))
    assert steps == [(0, 10), (5, 10)]
    undo(file, ANNA)
    assert labels(file) == []
    redo(file, ANNA)
    assert queue_counts(file).decided == 5


def test_what_was_decided_or_seen_otherwise_meanwhile_is_left_out(file: LabelFile, tmp_path: Path) -> None:
    decided, other, same = (put(file, tmp_path, name, 1) for name in "abc")
    pairs = pairs_to_confirm(file, PairsWanted()).pairs
    by_photo = {pair.photo_sha256: pair for pair in pairs}
    decide(file, [Choice(decided, Kind.UNKNOWN, by_photo[decided].sighting_id)], BEN)
    put_photo(file, tmp_path / "b.png", recognise=ToldRecogniser(matches=(match(3),)))
    done = confirm_pairs(file, pairs, ANNA)
    assert done.action is not None
    assert (done.action.photos, done.left_out) == ({same}, 2)
    assert confirm_pairs(file, pairs, ANNA).action is None
    assert (other, "1") not in labels(file)


def test_a_bulk_action_that_is_stopped_half_way_stores_nothing(file: LabelFile, tmp_path: Path) -> None:
    for name in "abc":
        put(file, tmp_path, name, 1)
    pairs, token = pairs_to_confirm(file, PairsWanted()).pairs, CancelToken()
    # All is read when this is heard, and the first events are about to be written.
    with pytest.raises(Cancelled):
        confirm_pairs(file, pairs, ANNA, cancel=token, told=lambda done, of: token.cancel())
    assert labels(file) == []
    assert file.rows("SELECT 1 FROM events WHERE kind = 'confirm'") == []
    assert confirm_pairs(file, pairs, ANNA, cancel=CancelToken()).action is not None


def test_what_a_machine_has_confirmed_is_confirmed_in_ones_own_name_where_it_is_asked_for(
    file: LabelFile, tmp_path: Path
) -> None:
    right, other, persons = (put(file, tmp_path, name, 1) for name in "abc")
    pairs = {pair.photo_sha256: pair for pair in pairs_to_confirm(file, PairsWanted()).pairs}
    machine = Origin(MACHINE, "here", Source.MACHINE)
    for photo, card in ((right, match(1).card), (other, match(2).card), (persons, match(1).card)):
        decide(file, [Choice(photo, Kind.AUTO_CONFIRM, pairs[photo].sighting_id, ChosenCard(card, "Shape"))], machine)
    decide(file, [Choice(persons, Kind.CONFIRM, pairs[persons].sighting_id, ChosenCard(match(1).card, "Shape"))], BEN)
    assert pairs_to_confirm(file, PairsWanted()).pairs == ()
    # Neither what a person has said, nor what the match does not say again.
    found = pairs_to_confirm(
        file, PairsWanted(QueueFilter(traits=frozenset({Trait.MACHINE})), or_by_machine=True)
    ).pairs
    assert [pair.photo_sha256 for pair in found] == [right]
    assert confirm_pairs(file, found, ANNA).left_out == 0
    assert {row[0] for row in file.rows("SELECT annotator FROM current_labels WHERE kind = 'confirm'")} == {
        ANNA.annotator,
        BEN.annotator,
    }
