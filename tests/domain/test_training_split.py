"""The split of labels: what belongs together stays together, new cards teach nothing, growth seldom moves anything."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.card import CardKey
from karuta.domain.training_set import BY_BATCH, BY_PHOTO, Side, SplitPlace, TrainingLabel, divided

NEW = {"7", "8"}


def label(
    photo: int, card: int = 1, *, sighting: str = "s", batch: str | None = None, listing: str | None = None
) -> TrainingLabel:
    return TrainingLabel(
        event_id=f"{photo}-{sighting}",
        photo_sha256=hashlib.sha256(str(photo).encode()).hexdigest(),
        sighting_id=sighting,
        crop_sha256="c" * 64,
        corners=None,
        card=CardKey("shapes", str(card)),
        name=f"Shape {card}",
        refused=(),
        annotator="anna",
        time="",
        batch=batch,
        listing=listing,
        model_hash=None,
    )


def places(labels: Sequence[TrainingLabel], twins: dict[str, str] | None = None) -> tuple[list[SplitPlace], str]:
    return divided(
        labels,
        near_duplicates=lambda photo: (twins or {}).get(photo, photo),
        is_new_card=lambda card: card.card_id in NEW,
    )


rows = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.integers(1, 8),
        st.sampled_from([None, "spring", "autumn", "b3", "b4", "b5"]),
        st.sampled_from([None, None, "item 1", "item 2"]),
        st.integers(0, 12),
    ),
    max_size=40,
)


@given(rows)
def test_nothing_that_belongs_together_stands_on_both_sides(
    drawn: list[tuple[int, int, str | None, str | None, int]],
) -> None:
    labels = [
        label(photo, card, sighting=str(number), batch=batch, listing=listing)
        for number, (photo, card, batch, listing, _) in enumerate(drawn)
    ]
    twins = {one.photo_sha256: f"near {row[4]}" for one, row in zip(labels, drawn, strict=True)}
    found, rule = places(labels, twins)

    def sides(kind: str, key: object) -> set[Side]:
        return {
            place.side
            for one, place in zip(labels, found, strict=True)
            if {
                "photo": one.photo_sha256,
                "near": twins[one.photo_sha256],
                "listing": (one.batch, one.listing),
                "batch": one.batch if one.listing is None else None,
                "card": one.card,
            }[kind]
            == key
        }

    for one, place in zip(labels, found, strict=True):
        assert sides("photo", one.photo_sha256) != {Side.TRAIN, Side.HELD_OUT}
        assert not {Side.TRAIN, Side.HELD_OUT} <= sides("near", twins[one.photo_sha256])
        if one.listing is not None:
            assert not {Side.TRAIN, Side.HELD_OUT} <= sides("listing", (one.batch, one.listing))
        elif one.batch is not None and rule == BY_BATCH:
            assert not {Side.TRAIN, Side.HELD_OUT} <= sides("batch", one.batch)
        if one.card.card_id in NEW:
            assert place.new_card and Side.TRAIN not in sides("card", one.card)


def test_about_a_fifth_of_unrelated_photos_is_held_out() -> None:
    found, rule = places([label(number) for number in range(1000)])
    assert rule == BY_BATCH
    assert 150 < sum(place.side is Side.HELD_OUT for place in found) < 250


def test_a_batch_stays_together_unless_it_holds_most_labels() -> None:
    batches = [label(number, batch=f"b{number % 10}") for number in range(100)]
    found, rule = places(batches)
    assert rule == BY_BATCH
    assert len({(one.batch, place.side) for one, place in zip(batches, found, strict=True)}) == 10
    one_batch = [label(number, batch="all") for number in range(100)]
    found, rule = places(one_batch)
    assert rule == BY_PHOTO
    assert {place.side for place in found} == {Side.TRAIN, Side.HELD_OUT}


def test_a_photo_of_a_new_card_is_held_out_and_in_a_listing_of_others_set_aside() -> None:
    alone, _ = places([label(number, 7) for number in range(50)])
    assert {place.side for place in alone} == {Side.HELD_OUT}
    listings = [label(100 * item + card, card, listing=f"item {item}") for item in range(40) for card in range(1, 8)]
    found, _ = places(listings)
    new = {place.side for one, place in zip(listings, found, strict=True) if one.card.card_id == "7"}
    assert new == {Side.SET_ASIDE, Side.HELD_OUT}


def test_labels_that_come_later_leave_the_others_where_they_were() -> None:
    early = [label(number) for number in range(200)]
    late = [*early, *(label(number) for number in range(200, 400))]
    assert places(late)[0][:200] == places(early)[0]
