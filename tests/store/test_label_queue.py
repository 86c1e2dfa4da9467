"""The queue: what waits, in which order, how far the work is, and what others changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path

from tests.labelling import (
    ANNA,
    BEN,
    LEFT,
    RIGHT,
    BlindRecogniser,
    ToldRecogniser,
    at_desk,
    chosen,
    confirmed,
    draw_photo,
    look_again,
    match,
    put_photo,
)

from karuta import clock
from karuta.domain.card import CardKey
from karuta.domain.label import ChosenCard, Kind, Origin, Source
from karuta.domain.match import Match, Verdict
from karuta.domain.photo import Arrival
from karuta.domain.queue import UNDECIDED, PhotoState, QueueFilter, QueueOrder, Trait
from karuta.domain.queue_words import KINDS, QueryKey
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.refusals import rows_with_doubts
from karuta.services.labels.undo import flag, undo, write_note
from karuta.services.lookups.add_photos import add_photos
from karuta.services.lookups.read_queue import (
    batches,
    changes_since,
    counted_values,
    desk,
    first_open,
    kinds_of_photos,
    next_open,
    open_among,
    photos_with,
    queue_counts,
    queue_ids,
    queue_in_portions,
    queue_page,
    queue_rows,
    remove,
    skip,
    watermark,
)
from karuta.store.label_file import LabelFile
from karuta.store.queue import games_of_photos

DAYS = [clock.on_the_wall().date() + timedelta(days=days) for days in (-2, 2)]


def photos_in(file: LabelFile, folder: Path, count: int = 3) -> list[str]:
    return [put_photo(file, draw_photo(folder / f"{n}.png", n)) for n in range(count)]


def state(file: LabelFile, photo: str) -> tuple[PhotoState, int, int]:
    (row,) = queue_rows(file, [photo])
    return row.state, row.decided, row.sightings


def test_a_file_that_cannot_be_read_failed_and_can_be_closed_as_unreadable(file: LabelFile, tmp_path: Path) -> None:
    photo = put_photo(file, draw_photo(tmp_path / "a.png"), recognise=BlindRecogniser())
    (row,) = queue_rows(file, [photo])
    assert (row.state, row.error) == (PhotoState.FAILED, "truncated")
    decide(file, [Choice(photo, Kind.UNREADABLE)], ANNA)
    assert state(file, photo)[0] is PhotoState.DONE


def test_a_photo_is_done_when_each_of_its_sightings_is_decided(file: LabelFile, tmp_path: Path) -> None:
    photo = put_photo(file, draw_photo(tmp_path / "a.png"), recognise=ToldRecogniser({"a.png": (LEFT, RIGHT)}))
    lying = at_desk(file, photo)
    assert state(file, photo) == (PhotoState.OPEN, 0, 2)
    decide(file, [confirmed(photo, lying.sightings[0].sighting_id)], ANNA)
    assert state(file, photo) == (PhotoState.OPEN, 1, 2)
    decide(file, [Choice(photo, Kind.NO_CARD, lying.sightings[1].sighting_id)], ANNA)
    assert state(file, photo) == (PhotoState.DONE, 2, 2)
    undo(file, ANNA)
    assert state(file, photo) == (PhotoState.OPEN, 1, 2)


def test_no_card_closes_a_photo_without_a_sighting(file: LabelFile, tmp_path: Path) -> None:
    photo = put_photo(file, draw_photo(tmp_path / "a.png"), recognise=ToldRecogniser({"a.png": ()}))
    assert state(file, photo) == (PhotoState.OPEN, 0, 0)
    decide(file, [Choice(photo, Kind.NO_CARD)], ANNA)
    (row,) = queue_rows(file, [photo])
    assert (row.state, row.whole_photo) == (PhotoState.DONE, Kind.NO_CARD)


def test_the_least_certain_comes_first_and_what_is_done_last(file: LabelFile, tmp_path: Path) -> None:
    told = {"sure": (Verdict.SURE, 0.9), "likely": (Verdict.LIKELY, 0.8), "less": (Verdict.LIKELY, 0.7)}
    photos = {
        name: put_photo(
            file,
            draw_photo(tmp_path / f"{name}.png", seed),
            recognise=ToldRecogniser(verdict=verdict, matches=(match(1, score),)),
        )
        for seed, (name, (verdict, score)) in enumerate(told.items())
    }
    hard = put_photo(file, draw_photo(tmp_path / "h.png", 50), recognise=ToldRecogniser(verdict=Verdict.UNSURE))
    done = put_photo(file, draw_photo(tmp_path / "d.png", 51), recognise=ToldRecogniser(verdict=Verdict.UNREADABLE))
    decide(file, [Choice(done, Kind.UNREADABLE)], ANNA)
    order = queue_ids(file, order=QueueOrder.UNCERTAIN)
    assert order == [hard, photos["less"], photos["likely"], photos["sure"], done]


def test_what_another_process_wrote_is_noticed(file: LabelFile, tmp_path: Path) -> None:
    first, second, _ = photos_in(file, tmp_path)
    decide(file, [Choice(first, Kind.UNKNOWN)], BEN)
    seen = watermark(file)
    assert changes_since(file, seen).photos == frozenset()
    with LabelFile.open_writing(file.folder) as beside:
        decide(beside, [Choice(second, Kind.UNKNOWN)], ANNA)
        undo(beside, BEN)
    changes = changes_since(file, seen)
    assert changes.photos == {first, second}
    assert changes_since(file, changes.watermark).photos == frozenset()
    new = put_photo(file, draw_photo(tmp_path / "new.png", 77))
    assert changes_since(file, changes.watermark).photos == {new}


def test_cards_with_the_fewest_labels_come_first_one_of_each_then_a_second(file: LabelFile, tmp_path: Path) -> None:
    def put(name: str, *numbers: int) -> str:
        told = ToldRecogniser({} if numbers else {f"{name}.png": ()}, matches=tuple(match(n) for n in numbers))
        return put_photo(file, draw_photo(tmp_path / f"{name}.png", len(name) * 97 + ord(name[-1])), recognise=told)

    labelled = put("one", 1)
    seen = at_desk(file, labelled)
    decide(file, [confirmed(labelled, seen.sightings[0].sighting_id, 1)], ANNA)
    one, two, two_again, none, three = put("a", 1), put("bb", 2), put("ccc", 2), put("dddd"), put("eeeee", 3)
    assert queue_ids(file, order=QueueOrder.FEWEST) == [two, three, one, two_again, none, labelled]
    assert first_open(file, order=QueueOrder.FEWEST) == two
    undo(file, ANNA)
    assert queue_ids(file, order=QueueOrder.FEWEST)[0] == labelled


def test_the_next_open_photo_of_a_list_follows_the_list_and_the_filter(file: LabelFile, tmp_path: Path) -> None:
    photos = photos_in(file, tmp_path, 12)
    decide(file, [Choice(photo, Kind.UNKNOWN) for photo in photos[5:]], ANNA)
    backwards = photos[::-1]
    assert open_among(file, backwards, count=2) == [photos[4], photos[3]]
    assert open_among(file, photos[5:]) == []
    done = QueueFilter(states=frozenset({PhotoState.DONE}))
    assert open_among(file, photos, queue_filter=done) == [photos[5]]
    assert first_open(file, queue_filter=done) is None
    assert (first_open(file), next_open(file), next_open(file, after=photos[0])) == (photos[0], photos[0], photos[1])
    assert next_open(file, after=photos[4]) is None


def test_a_filter_says_of_a_row_what_the_store_says(file: LabelFile, tmp_path: Path) -> None:
    told = ToldRecogniser({"none.png": ()}, verdict=Verdict.SURE)
    photos = [
        put_photo(file, draw_photo(tmp_path / f"{name}.png", seed), recognise=told, batch=batch)
        for seed, (name, batch) in enumerate([("one", "spring"), ("none", "spring"), ("two", None), ("gone", None)])
    ]
    photos.append(put_photo(file, draw_photo(tmp_path / "bad.png", 9), recognise=BlindRecogniser()))
    list(add_photos(file, [Arrival(draw_photo(tmp_path / "new.png", 10))]))
    decide(file, [Choice(photos[2], Kind.UNKNOWN)], ANNA)
    sighting = desk(file, photos[0]).sightings[0]
    decide(file, [Choice(photos[0], Kind.CONFIRM, sighting.sighting_id, ChosenCard(CardKey("g", "77"), "Ace"))], ANNA)
    remove(file, [photos[3]], ANNA)
    top = sighting.matches[0].card
    filters = [
        *(QueueFilter(text=text) for text in ("NE", "spring", "ace", "ö", "%", "nothing is called so")),
        QueueFilter(text="zzz", cards=frozenset({CardKey("g", "77")})),
        QueueFilter(text="zzz", cards=frozenset({top})),
        QueueFilter(text="o", batch="spring"),
        QueueFilter(),
        QueueFilter(removed=True),
        QueueFilter(states=UNDECIDED),
        QueueFilter(verdicts=frozenset({Verdict.SURE})),
        QueueFilter(batch="spring"),
        QueueFilter(without_sighting=True, states=frozenset({PhotoState.OPEN})),
        *(QueueFilter(states=frozenset({state})) for state in PhotoState),
        *(QueueFilter(game=game) for game in ("g", top.game, "nobody's")),
        QueueFilter(card="aC"),
        QueueFilter(card="one"),
        QueueFilter(card="zzz", of_card=frozenset({CardKey("g", "77"), top})),
        *(QueueFilter(by=name) for name in (ANNA.annotator, BEN.annotator)),
        *(QueueFilter(since=day) for day in DAYS),
        *(QueueFilter(since=day, by=ANNA.annotator) for day in DAYS),
    ]
    everything = [
        row for removed in (False, True) for row in queue_page(file, queue_filter=QueueFilter(removed=removed))
    ]
    assert len(everything) == 6
    assert {kind.state: kind.photos for kind in kinds_of_photos(file) if kind.verdict is None} == {
        PhotoState.WAITING: 1,
        PhotoState.OPEN: 1,
        PhotoState.FAILED: 1,
        PhotoState.DONE: 1,
    }
    for wanted in filters:
        taken = {row.photo_sha256 for row in everything if wanted.takes(row)}
        assert taken == set(queue_ids(file, queue_filter=wanted)), wanted
        portions = queue_in_portions(file, queue_filter=wanted, portion=2)
        assert {photo for portion in portions for photo in portion} == taken, wanted
    assert photos[0] in queue_ids(file, queue_filter=QueueFilter(game="g"))
    assert games_of_photos(file) == sorted({"g", top.game})
    assert photos[0] in queue_ids(file, queue_filter=QueueFilter(text="aCE"))
    assert photos[0] in queue_ids(file, queue_filter=QueueFilter(text="zzz", cards=frozenset({CardKey("g", "77")})))
    assert photos[0] not in queue_ids(file, queue_filter=QueueFilter(text="zzz", cards=frozenset({top})))
    # A photo is called so, and no card is.
    assert photos[0] in queue_ids(file, queue_filter=QueueFilter(text="one"))
    assert queue_ids(file, queue_filter=QueueFilter(card="one")) == []
    assert set(queue_ids(file, queue_filter=QueueFilter(by=ANNA.annotator))) == {photos[0], photos[2]}
    assert queue_ids(file, queue_filter=QueueFilter(by=BEN.annotator)) == []


def test_what_can_be_asked_for_is_counted_as_the_filter_counts_it(file: LabelFile, tmp_path: Path) -> None:
    photos = [
        put_photo(file, draw_photo(tmp_path / f"{seed}.png", seed), recognise=ToldRecogniser(), batch="a")
        for seed in (1, 2, 3)
    ]
    list(add_photos(file, [Arrival(draw_photo(tmp_path / f"{at}.png", at + 9), "b", str(at)) for at in (1, 2)]))
    sighting = desk(file, photos[0]).sightings[0]
    decide(file, [Choice(photos[0], Kind.CONFIRM, sighting.sighting_id, ChosenCard(CardKey("g", "77"), "Ace"))], ANNA)
    decide(file, [Choice(photos[0], Kind.NO_CARD)], BEN)
    remove(file, photos[2:], BEN)
    game = sighting.matches[0].card.game
    by_key = {key: list(chain(*counted_values(file, key))) for key in QueryKey}
    assert {one.filter.game: one.photos for one in by_key[QueryKey.GAME]} == {"g": 1, game: 1}
    assert [one.filter.by for one in by_key[QueryKey.BY]] == [ANNA.annotator, BEN.annotator]
    places = [(one.filter.batch, one.filter.listing, one.photos) for one in by_key[QueryKey.BATCH]]
    assert places == [("b", None, 2), ("a", None, 2), ("b", "2", 1), ("b", "1", 1)]
    assert [one.filter.listing for one in by_key[QueryKey.LISTING]] == ["2", "1"]
    assert {one.filter for one in by_key[QueryKey.IS]} == set(KINDS.values()) - {KINDS["removed"]}
    for one in chain(*by_key.values()):
        assert len(queue_ids(file, queue_filter=one.filter)) == one.photos, one


def test_photos_are_asked_for_by_whose_labels_they_have_and_what_these_say(file: LabelFile, tmp_path: Path) -> None:
    names = ("hers", "his", "both", "karuta", "printed", "open", "later", "whole", "again", "taken", "agreed", "turned")
    photos = {
        name: put_photo(file, draw_photo(tmp_path / f"{name}.png", seed), recognise=ToldRecogniser())
        for seed, name in enumerate(names)
    }
    karuta = Origin("karuta", "desk", Source.MACHINE)

    def said(
        name: str, origin: Origin, card: str = "77", *, kind: Kind = Kind.CONFIRM, printing: str | None = None
    ) -> None:
        sighting = desk(file, photos[name]).sightings[0].sighting_id
        chosen = ChosenCard(CardKey("g", card), "Ace", printing)
        decide(file, [Choice(photos[name], kind, sighting, chosen)], origin)

    said("hers", ANNA)
    said("his", BEN)
    said("both", BEN, "1")
    said("both", ANNA, "2")
    said("karuta", karuta, kind=Kind.AUTO_CONFIRM)
    # A machine's label that a person has followed is that person's.
    said("taken", karuta, kind=Kind.AUTO_CONFIRM)
    said("taken", ANNA)
    said("printed", ANNA, printing="ABC-EN001")
    said("again", ANNA)
    sighting = desk(file, photos["again"]).sightings[0].sighting_id
    look_again(
        file, photos["again"], sighting, kind=Kind.CONFIRM, card=ChosenCard(CardKey("g", "5"), "Five"), origin=BEN
    )
    said("agreed", BEN, "2")
    said("agreed", ANNA, "2")
    skip(file, [photos["later"]], ANNA)
    decide(file, [Choice(photos["whole"], Kind.NO_CARD)], BEN)
    decide(file, [Choice(photos["turned"], Kind.BACK)], BEN)
    flag(file, [photos["open"], photos["his"]], ANNA, on=True)
    write_note(file, [photos["his"]], "creased", ANNA)
    expected = {
        Trait.MACHINE: {"karuta"},
        Trait.MINE: {"hers", "both", "taken", "printed", "again", "agreed"},
        Trait.OTHERS: {"his", "whole", "turned"},
        Trait.DISPUTED: {"both", "again"},
        Trait.PRINTED: {"printed"},
        Trait.BACK: {"turned"},
        Trait.FLAGGED: {"open", "his"},
        Trait.NOTED: {"his"},
        Trait.UNLABELLED: {"open", "later"},
        Trait.SKIPPED: {"later"},
        Trait.KNOWN_NOW: set(),
        Trait.UNCATALOGUED: set(),
        Trait.UNSURE: {"open", "his"},
    }
    assert queue_ids(file, queue_filter=QueueFilter(text="CREASED")) == [photos["his"]]
    rows, called = queue_page(file), {photo: name for name, photo in photos.items()}
    for trait in Trait:
        wanted = QueueFilter(traits=frozenset({trait}), annotator=ANNA.annotator)
        assert {called[photo] for photo in queue_ids(file, queue_filter=wanted)} == expected[trait], trait
        assert {called[row.photo_sha256] for row in rows if wanted.takes(row)} == expected[trait], trait
        portions = queue_in_portions(file, queue_filter=wanted, portion=2)
        assert {called[photo] for portion in portions for photo in portion} == expected[trait], trait
        assert photos_with(file, trait, queue_filter=QueueFilter(annotator=ANNA.annotator)) == len(expected[trait]), (
            trait
        )
        assert {row.photo_sha256 for row in queue_rows(file, list(called)) if wanted.takes(row)} == {
            photos[name] for name in expected[trait]
        }


def test_what_is_unsure_doubted_or_flagged_is_one_list_and_agrees_with_the_rule_of_doubts(
    file: LabelFile, tmp_path: Path
) -> None:
    def matches(*likely: float) -> tuple[Match, ...]:
        return tuple(replace(match(number, 0.9), probability=share) for number, share in enumerate(likely, start=1))

    asked: dict[str, tuple[Verdict, tuple[float, ...], Kind | None, int]] = {
        "unsure": (Verdict.UNSURE, (0.4, 0.3), None, 0),
        "sure": (Verdict.SURE, (0.99, 0.005), None, 0),
        "agreed": (Verdict.SURE, (0.99, 0.005), Kind.CONFIRM, 1),
        "doubted": (Verdict.SURE, (0.99, 0.005), Kind.CONFIRM, 2),
        "listed nowhere": (Verdict.SURE, (0.995, 0.004), Kind.CONFIRM, 9),
        "said to be unknown": (Verdict.SURE, (0.995, 0.004), Kind.UNKNOWN, 0),
        "may be": (Verdict.LIKELY, (0.8, 0.1), Kind.CONFIRM, 2),
        "flagged": (Verdict.SURE, (0.99, 0.005), Kind.CONFIRM, 1),
    }
    photos: dict[str, str] = {}
    for seed, (name, (verdict, likely, kind, card)) in enumerate(asked.items()):
        told = ToldRecogniser(matches=matches(*likely), verdict=verdict)
        photos[name] = put_photo(file, draw_photo(tmp_path / f"{name}.png", seed), recognise=told)
        if kind is not None:
            seen = desk(file, photos[name]).sightings[0]
            choice = Choice(photos[name], kind, seen.sighting_id, chosen(card) if card else None)
            decide(file, [replace(choice, evidence=seen.evidence)], ANNA)
    flag(file, [photos["flagged"]], ANNA, on=True)
    wanted, called = QueueFilter(traits=frozenset({Trait.UNSURE})), {photo: name for name, photo in photos.items()}
    expected = {"unsure", "doubted", "listed nowhere", "said to be unknown", "flagged"}
    assert {called[photo] for photo in queue_ids(file, queue_filter=wanted)} == expected
    rows = rows_with_doubts(file, list(called), {})
    assert {called[row.photo_sha256] for row in rows if wanted.takes(row)} == expected


def test_a_picture_in_two_listings_is_found_by_either(file: LabelFile, tmp_path: Path) -> None:
    first = draw_photo(tmp_path / "first.png", 1)
    second = tmp_path / "second.png"
    second.write_bytes(first.read_bytes())
    [added] = list(add_photos(file, [Arrival(first, batch="monday", listing="L1")]))
    list(add_photos(file, [Arrival(second, batch="tuesday", listing="L2")]))
    [alone] = list(add_photos(file, [Arrival(draw_photo(tmp_path / "alone.png", 2), batch="tuesday", listing="L3")]))
    photo, other = added.photo.sha256, alone.photo.sha256
    rows = queue_page(file)
    for wanted, found in (
        (QueueFilter(batch="monday", listing="L1"), {photo}),
        (QueueFilter(batch="tuesday", listing="L2"), {photo}),
        (QueueFilter(batch="tuesday"), {photo, other}),
        (QueueFilter(listing="L2"), {photo}),
        # Nobody put it there: batch and listing are of one place.
        (QueueFilter(batch="monday", listing="L2"), set[str]()),
    ):
        assert set(queue_ids(file, queue_filter=wanted)) == found, wanted
        assert {row.photo_sha256 for row in rows if wanted.takes(row)} == found, wanted
        assert queue_counts(file, queue_filter=wanted).photos == len(found)
    assert [(place.batch, place.listing, place.photos) for place in batches(file)] == [
        ("monday", "L1", 1),
        ("tuesday", "L2", 1),
        ("tuesday", "L3", 1),
    ]


def test_what_moves_photos_in_the_queue_is_told_apart_from_a_label(file: LabelFile, tmp_path: Path) -> None:
    first, second, _ = photos_in(file, tmp_path)
    seen = watermark(file)
    decide(file, [Choice(first, Kind.UNKNOWN)], BEN)
    changes = changes_since(file, seen)
    assert not changes.reorders
    skip(file, [second], BEN)
    assert changes_since(file, changes.watermark).reorders
