"""Identifiers are in time order, whatever the clocks do, and two laptops name a sighting alike."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.journal import ENTROPY_BYTES, moment_ms, sighting_id, uuid7

moments = st.integers(min_value=-10, max_value=2**48 - 2)
entropy = st.binary(min_size=ENTROPY_BYTES, max_size=ENTROPY_BYTES)


@given(now_ms=moments, random=entropy)
def test_it_is_a_uuid_of_version_seven_that_carries_its_moment(now_ms: int, random: bytes) -> None:
    identifier = uuid7(now_ms=now_ms, entropy=random)
    parsed = uuid.UUID(identifier)
    assert str(parsed) == identifier
    assert parsed.variant == uuid.RFC_4122
    assert parsed.version == 7
    assert moment_ms(identifier) == max(0, now_ms)


@given(steps=st.lists(st.tuples(moments, entropy), min_size=2, max_size=50))
def test_each_is_greater_than_the_one_before_whatever_the_clock_says(steps: list[tuple[int, bytes]]) -> None:
    made: list[str] = []
    for now_ms, random in steps:
        made.append(uuid7(now_ms=now_ms, entropy=random, after=made[-1] if made else None))
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_two_copies_that_go_on_from_one_event_with_slow_clocks_part_ways() -> None:
    newest = uuid7(now_ms=2_000_000, entropy=b"\xff" * 10)
    one = uuid7(now_ms=1, entropy=b"\x01" * 10, after=newest)
    other = uuid7(now_ms=1, entropy=b"\x02" * 10, after=newest)
    assert one != other
    assert min(one, other) > newest


def test_a_carry_goes_into_the_next_millisecond() -> None:
    newest = uuid7(now_ms=7, entropy=b"\xff" * 10)
    assert moment_ms(uuid7(now_ms=7, entropy=b"\x00" * 10, after=newest)) == 8


def test_a_hair_of_difference_in_corners_is_the_same_sighting_and_a_photo_is_not_another() -> None:
    corners = ((10.1, 10.2), (50.3, 10.1), (50.2, 90.4), (10.0, 90.1))
    moved = tuple((x + 0.05, y - 0.05) for x, y in corners)
    assert sighting_id("a" * 64, corners) == sighting_id("a" * 64, moved)
    assert sighting_id("a" * 64, corners) != sighting_id("b" * 64, corners)
    assert sighting_id("a" * 64, corners) != sighting_id("a" * 64, corners[1:] + corners[:1])
