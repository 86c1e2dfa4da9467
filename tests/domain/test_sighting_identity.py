"""A labelled sighting is frozen: what overlaps it by more than half is the same one."""

from __future__ import annotations

from tests.labelling import square

from karuta.domain.sighting import settled


def test_a_detection_over_a_labelled_sighting_is_that_sighting() -> None:
    assert settled([square(12, 11)], [square(100, 100), square(10, 10)]) == {0: 1}


def test_half_or_less_is_another_sighting() -> None:
    # 20 x 20 moved by 20/3: the overlap is exactly half of the union.
    assert settled([square(10 + 20 / 3, 10)], [square(10, 10)]) == {0: None}


def test_a_second_detection_of_one_labelled_sighting_is_left_out() -> None:
    assert settled([square(13, 10), square(11, 10), square(60, 60)], [square(10, 10)]) == {1: 0, 2: None}


def test_two_labelled_sightings_each_get_their_own() -> None:
    assert settled([square(11, 10), square(31, 10)], [square(30, 10), square(10, 10)]) == {0: 1, 1: 0}
