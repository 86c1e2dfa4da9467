"""A look says what it rests on: where that is another now, an undecided photo is to be looked up again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.labelling import (
    ANNA,
    LEFT,
    RIGHT,
    ToldRecogniser,
    at_desk,
    confirmed,
    draw_photo,
    put_photo,
    square,
)
from tests.labelling import match as told_match

from karuta.domain.label import WHOLE_PHOTO, Kind
from karuta.domain.match import Verdict
from karuta.domain.photo import Arrival
from karuta.domain.recognition import Provenance
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.services.labels.undo import undo
from karuta.services.lookups.add_photos import add_photos
from karuta.services.lookups.look_up import keep_look, keep_look_by_hand, look_again, look_at, look_up
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health
from karuta.store.queue import needing_look, needing_look_among, queue_rows
from karuta.store.sightings import evidence_for
from karuta.store.traits import unknown_rows

NOW = Provenance("a" * 64, "c" * 64)
NEW_PACK = Provenance("a" * 64, "d" * 64)


def stale(file: LabelFile, provenance: Provenance) -> list[str]:
    return [photo for some in needing_look(file, provenance, portion=1) for photo in some]


def look_of(file: LabelFile, path: Path, photo: str, told: ToldRecogniser) -> None:
    keep_look(file, photo, look_up(path, photo, file.folder, told))


@pytest.mark.parametrize(
    "other",
    [
        Provenance("b" * 64, NOW.artworks_hash),
        Provenance(NOW.model_hash, "b" * 64),
        Provenance(NOW.model_hash, NOW.artworks_hash, "r" * 64),
    ],
)
def test_a_look_is_stale_when_model_artworks_or_reader_are_others(
    file: LabelFile, tmp_path: Path, other: Provenance
) -> None:
    photo = put_photo(file, draw_photo(tmp_path / "a.png"))
    assert stale(file, NOW) == []
    assert stale(file, other) == [photo]
    assert needing_look_among(file, other, ["ff"]) == []
    assert needing_look_among(file, other, ["ff", photo]) == [photo]


def test_what_is_decided_removed_or_cannot_be_read_is_left_alone(file: LabelFile, tmp_path: Path) -> None:
    from tests.labelling import BlindRecogniser

    decided = put_photo(file, draw_photo(tmp_path / "1.png", 1))
    decide(file, [Choice(decided, Kind.UNREADABLE, at_desk(file, decided).sightings[0].sighting_id)], ANNA)
    removed = put_photo(file, draw_photo(tmp_path / "2.png", 2))
    decide(file, [Choice(removed, Kind.REMOVE)], ANNA)
    put_photo(file, draw_photo(tmp_path / "3.png", 3), recognise=BlindRecogniser())
    assert stale(file, NEW_PACK) == []
    undo(file, ANNA)
    assert stale(file, NEW_PACK) == [removed]
    undo(file, ANNA)
    assert stale(file, NEW_PACK) == [decided, removed]


def test_what_was_labelled_as_not_in_the_catalogue_is_looked_up_again_after_what_waits(
    file: LabelFile, tmp_path: Path
) -> None:
    unknown = put_photo(file, draw_photo(tmp_path / "1.png", 1))
    decide(file, [Choice(unknown, Kind.UNKNOWN, at_desk(file, unknown).sightings[0].sighting_id)], ANNA)
    waiting = put_photo(file, draw_photo(tmp_path / "2.png", 2))
    list(add_photos(file, [Arrival(draw_photo(tmp_path / "3.png", 3))]))
    (new,) = stale(file, NOW)
    assert stale(file, NEW_PACK) == [waiting, new, unknown]


def test_what_was_seen_at_corners_by_hand_is_looked_up_again_with_the_photo(file: LabelFile, tmp_path: Path) -> None:
    path, told = draw_photo(tmp_path / "a.png"), ToldRecogniser()
    photo = put_photo(file, path, recognise=told)
    set_corners(file, photo, square(30, 20), ANNA, of=at_desk(file, photo).sightings[0].sighting_id)
    at = [square(30, 20)]
    keep_look_by_hand(file, photo, look_at(path, photo, at, library=file.folder, recognise_corners=told.at))
    assert stale(file, NOW) == []
    newer = ToldRecogniser(artworks_hash="d" * 64, matches=(told_match(5),))
    look_of(file, path, photo, newer)
    assert stale(file, NEW_PACK) == [photo], "only the photo was looked up, not what a person drew in it"
    look = look_again(path, photo, at, library=file.folder, recognise=newer, recognise_corners=newer.at)
    keep_look(file, photo, look)
    assert stale(file, NEW_PACK) == []
    assert at_desk(file, photo).sightings[0].matches == newer.matches


def test_a_label_keeps_the_look_that_was_shown_whatever_came_since(file: LabelFile, tmp_path: Path) -> None:
    path = draw_photo(tmp_path / "a.png")
    photo = put_photo(file, path)
    shown = at_desk(file, photo).sightings[0]
    look_of(file, path, photo, ToldRecogniser(artworks_hash="d" * 64, matches=(told_match(7),)))
    choice = replace(confirmed(photo, shown.sighting_id, 1), evidence=shown.evidence)
    decide(file, [choice], ANNA)
    kept = file.rows("SELECT artworks_hash, model_hash, searched, shown, embedding FROM events")[0]
    assert kept[:3] == ("c" * 64, "a" * 64, "exact")
    assert '"Shape 1"' in kept[3]
    assert '"Shape 7"' not in kept[3]
    assert kept[4] == shown.evidence.embedding


def test_the_desk_gives_the_evidence_that_a_label_would_find(file: LabelFile, tmp_path: Path) -> None:
    path, told = draw_photo(tmp_path / "two.png"), ToldRecogniser({"two.png": (LEFT, RIGHT)})
    photo = put_photo(file, path, recognise=told)
    one, other = at_desk(file, photo).sightings
    decide(file, [Choice(photo, Kind.UNKNOWN, one.sighting_id)], ANNA)
    set_corners(file, photo, square(34, 12), ANNA, of=other.sighting_id)
    look_of(file, path, photo, ToldRecogniser({"two.png": ()}))
    for seen in (False, True):
        if seen:
            at = [square(34, 12)]
            keep_look_by_hand(file, photo, look_at(path, photo, at, library=file.folder, recognise_corners=told.at))
        now = at_desk(file, photo)
        assert now.evidence == evidence_for(file, photo, WHOLE_PHOTO)
        assert len(now.sightings) == 2
        for sighting in now.sightings:
            assert sighting.evidence == evidence_for(file, photo, sighting.sighting_id)


def test_a_label_about_an_earlier_look_names_what_the_newer_one_sees_there(file: LabelFile, tmp_path: Path) -> None:
    """Otherwise the photo would have a second card in the same place, which waits for a person."""
    path = draw_photo(tmp_path / "a.png")
    photo = put_photo(file, path, recognise=ToldRecogniser({"a.png": (square(10, 10),)}))
    shown = at_desk(file, photo).sightings[0]
    look_of(file, path, photo, ToldRecogniser({"a.png": (square(12, 10), square(40, 10))}))
    decide(file, [replace(confirmed(photo, shown.sighting_id, 1), evidence=shown.evidence)], ANNA)
    first, second = at_desk(file, photo).sightings
    assert (first.sighting_id, first.corners, first.label is not None) == (shown.sighting_id, shown.corners, True)
    assert (second.corners, second.label) == (square(40, 10), None)
    assert (queue_rows(file, [photo])[0].sightings, label_health(file).queue_astray) == (2, 0)
    undo(file, ANNA)
    assert [sighting.sighting_id for sighting in at_desk(file, photo).sightings] == [
        shown.sighting_id,
        second.sighting_id,
    ]


@pytest.mark.parametrize("card_like", [True, False, None])
def test_whether_it_looks_like_a_card_is_kept_with_a_look_and_with_one_at_corners_by_hand(
    file: LabelFile, tmp_path: Path, *, card_like: bool | None
) -> None:
    path = draw_photo(tmp_path / "a.png")
    told = ToldRecogniser({"a.png": (square(10, 10),)}, verdict=Verdict.UNKNOWN, card_like=card_like)
    photo = put_photo(file, path, recognise=told)
    seen = at_desk(file, photo).sightings[0]
    assert (seen.card_like, seen.is_nothing) == (card_like, card_like is False)
    set_corners(file, photo, square(40, 10), ANNA, of=seen.sighting_id)
    assert at_desk(file, photo).sightings[0].card_like is None, "it was not looked up there"
    keep_look_by_hand(
        file, photo, look_at(path, photo, [square(40, 10)], library=file.folder, recognise_corners=told.at)
    )
    assert at_desk(file, photo).sightings[0].card_like == card_like
    cards = [card for rows in unknown_rows(file, "a" * 64) for card in rows.cards]
    assert [card.card_like for card in cards] == [card_like is not False]
