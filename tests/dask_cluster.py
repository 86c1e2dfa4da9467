"""A Dask cluster on this computer for tests: a scheduler, and workers that a test may kill."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_QUIET = ("--no-dashboard", "--host", "127.0.0.1")


class DaskCluster:
    """`address`: the scheduler's. `workers`: in the order in which they were started."""

    def __init__(self, folder: Path) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.workers: list[subprocess.Popen[bytes]] = []
        self._folder = folder
        port = self.address.rpartition(":")[2]
        self.scheduler = self._started("dask_scheduler", *_QUIET, "--port", port)

    def add_worker(self, **variables: str) -> subprocess.Popen[bytes]:
        place = self._folder / f"worker-{len(self.workers)}"
        worker = self._started(
            *("dask_worker", self.address, *_QUIET, "--nthreads", "1", "--no-nanny"),
            *("--local-directory", str(place)),
            **variables,
        )
        self.workers.append(worker)
        return worker

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _started(self, part: str, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join((str(ROOT), str(ROOT / "app")))
        own = {**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1", **variables}
        log = (self._folder / f"{part}-{time.monotonic_ns()}.log").open("wb")
        command = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{part}", *arguments]
        with log:
            return subprocess.Popen(command, env=own, cwd=self._folder, stdout=log, stderr=subprocess.STDOUT)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def dask_cluster(folder: Path, *, workers: int) -> Iterator[DaskCluster]:
    cluster = DaskCluster(folder)
    try:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.end()
