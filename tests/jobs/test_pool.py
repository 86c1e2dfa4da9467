"""Work in several processes gives the same results in the same order as in one."""

from __future__ import annotations

import os

import pytest

from karuta.jobs.pool import in_order

_added = 0


def begin(added: int) -> None:
    global _added  # noqa: PLW0603 - each process has its own
    _added = added


def work(number: int) -> tuple[int, int]:
    if number == 99:
        raise ValueError("99")
    return number + _added, os.getpid()


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_pieces(jobs: int) -> None:
    results = list(in_order(work, iter(range(8)), jobs=jobs, begin=begin, given=(100,)))
    assert [result for result, _ in results] == list(range(100, 108))
    assert all((process == os.getpid()) == (jobs == 1) for _, process in results)


def test_pieces_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def pieces() -> object:
        for number in range(1000):
            taken.append(number)
            yield number

    results = in_order(work, pieces(), jobs=1, begin=begin, given=(0,))  # type: ignore[arg-type]
    next(results)
    assert len(taken) < 10


def test_an_error_of_the_work_comes_out() -> None:
    with pytest.raises(ValueError, match="99"):
        list(in_order(work, [99], jobs=1, begin=begin, given=(0,)))
