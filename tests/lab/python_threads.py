"""How much faster four threads, or two processes, look photos up than one: `python -m tests.lab.python_threads`."""

from __future__ import annotations

import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import karuta
from karuta import paths
from karuta.jobs.pool import processors
from karuta.services.library.demo import demo_photos

# The first round warms the disk.
ROUNDS = 2


def rate(photos: list[Path], answers: Callable[[list[Path]], Iterable[object]]) -> float:
    """Photos in a second."""
    began = time.perf_counter()
    deque(answers(photos), maxlen=0)
    return len(photos) / (time.perf_counter() - began)


def main() -> None:
    resources = paths.resources_folder()
    photos = list(demo_photos(resources))
    with tempfile.TemporaryDirectory() as folder, karuta.open(folder, create=True) as library:
        library.add(resources / "demo" / "catalogue")
        library.lookup(photos[0])
        with ThreadPoolExecutor(4) as pool:
            for _ in range(ROUNDS):
                alone = rate(photos, library.lookups)
                threads = rate(photos, lambda some: pool.map(library.lookup, some))
                processes = rate(photos, lambda some: library.lookups(some, jobs=2))
                print(
                    f"{processors()} processors, {len(photos)} photos: one thread {alone:.2f} a second, "
                    f"four threads {threads / alone:.2f} times that, jobs=2 {processes / alone:.2f} times",
                    flush=True,
                )


if __name__ == "__main__":
    main()
