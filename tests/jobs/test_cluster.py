"""Work on a Dask cluster gives the same results as here, whoever of the cluster ends meanwhile."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest
from tests.dask_cluster import dask_cluster
from tests.waiting import until

from karuta.domain.errors import KarutaError
from karuta.jobs.cluster import ClusterError, on_cluster

needs_dask = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="without the extra `cluster`")
_added = 0


def begin(added: int) -> None:
    global _added  # noqa: PLW0603 - each process has its own
    if added < 0:
        raise KarutaError("{name} is not ready.", name="This one")
    _added = added


def work(number: int) -> tuple[int, int]:
    if number == 99:
        raise KarutaError("There is no {number}.", number=number)
    return number + _added, os.getpid()


def slow(place: str) -> str:
    path = Path(place)
    path.with_name(f"{path.name}-{os.getpid()}").touch()
    # Until the test lets the others go on: what is to be lost is under way then.
    assert path.name in ("piece0", "piece1") or until(path.with_name("go on").exists)
    return path.name


@needs_dask
def test_all_results_come_and_known_errors_are_sentences(tmp_path: Path) -> None:
    with dask_cluster(tmp_path, workers=2) as there:
        run = on_cluster(there.address)
        found = list(run(work, range(30), jobs=1, begin=begin, given=(100,)))
        assert sorted(number for number, _ in found) == list(range(100, 130))
        assert os.getpid() not in {process for _, process in found}
        # Another run begins anew.
        assert {number for number, _ in run(work, range(3), jobs=1, begin=begin, given=(7,))} == {7, 8, 9}
        with pytest.raises(ClusterError, match=r"There is no 99\."):
            list(run(work, [99], jobs=1, begin=begin, given=(0,)))
        with pytest.raises(ClusterError, match=r"This one is not ready\."):
            list(run(work, [1], jobs=1, begin=begin, given=(-1,)))


@needs_dask
def test_what_a_killed_worker_had_is_done_by_another(tmp_path: Path) -> None:
    places = [str(tmp_path / f"piece{number}") for number in range(12)]
    with dask_cluster(tmp_path, workers=2) as there:
        found = []
        for number, one in enumerate(on_cluster(there.address)(slow, places, jobs=1, begin=begin, given=(0,))):
            found.append(one)
            if number == 1:
                there.workers[0].kill()
                (tmp_path / "go on").touch()
        assert sorted(found) == sorted(Path(place).name for place in places)


@needs_dask
def test_a_scheduler_that_goes_is_said_and_what_came_was_given(tmp_path: Path) -> None:
    places = [str(tmp_path / f"piece{number}") for number in range(12)]
    with dask_cluster(tmp_path, workers=1) as there:
        found = []
        with pytest.raises(ClusterError, match=r"is gone; start it and run this again"):
            for result in on_cluster(there.address)(slow, places, jobs=1, begin=begin, given=(0,)):
                found.append(result)
                there.scheduler.kill()
        assert 1 <= len(found) < 12
