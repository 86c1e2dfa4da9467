"""Work in several processes gives the same results in the same order as in one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from threading import Event

import pytest
from tests.waiting import until

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


def tell(place: str) -> None:
    Path(place, str(os.getpid())).touch()


def hang(number: int) -> int:
    """All but the first do not end before somebody ends them."""
    if number:
        Event().wait(60)
    return number


def runs(process: int) -> bool:
    """A zombie, whose new parent has not asked for it, has ended."""
    place = Path(f"/proc/{process}/stat")
    return place.exists() and place.read_text().rpartition(")")[2].split()[0] != "Z"


LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux which processes run")


@LINUX
def test_processes_end_at_once_where_nobody_wants_the_rest(tmp_path: Path) -> None:
    results = in_order(hang, range(10_000), jobs=2, begin=tell, given=(str(tmp_path),))
    next(results)
    assert isinstance(results, Generator)
    results.close()
    children = [int(path.name) for path in tmp_path.iterdir()]
    assert children and not any(map(runs, children))


@LINUX
def test_ctrl_c_ends_all_processes_and_only_the_first_one_speaks(tmp_path: Path) -> None:
    script = (
        "import signal\nfrom tests.jobs.test_pool import hang, tell\nfrom karuta.jobs.pool import in_order\n"
        "if __name__ == '__main__':\n"
        # A shell's background jobs begin without it.
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "    try:\n"
        f"        list(in_order(hang, range(10_000), jobs=2, begin=tell, given=({str(tmp_path)!r},)))\n"
        "    except KeyboardInterrupt:\n"
        "        print('interrupted')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as parent:
        started = until(lambda: len(list(tmp_path.iterdir())) == 2)
        # As a terminal does it: to the whole group.
        os.killpg(parent.pid, signal.SIGINT)
        out, err = parent.communicate(timeout=60)
    assert started
    assert (out, err) == ("interrupted\n", "")
    children = [int(path.name) for path in tmp_path.iterdir()]
    assert until(lambda: not any(map(runs, children)))


@LINUX
def test_processes_end_with_the_one_that_started_them_even_if_it_was_killed(tmp_path: Path) -> None:
    script = (
        "from tests.jobs.test_pool import hang, tell\nfrom karuta.jobs.pool import in_order\n"
        "if __name__ == '__main__':\n"
        f"    list(in_order(hang, range(10_000), jobs=2, begin=tell, given=({str(tmp_path)!r},)))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2]) as parent:
        started = until(lambda: len(list(tmp_path.iterdir())) == 2)
        parent.kill()
    assert started
    children = [int(path.name) for path in tmp_path.iterdir()]
    assert until(lambda: not any(map(runs, children)))
