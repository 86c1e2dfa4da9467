"""Files written whole: also where two threads of one program write the same one."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from karuta.files import write_whole


def test_two_threads_may_write_the_same_file_at_once(tmp_path: Path) -> None:
    path, both_are_writing = tmp_path / "thumbnail.jpg", threading.Barrier(2, timeout=10)

    def write(data: bytes) -> None:
        def fill(beside: Path) -> None:
            beside.write_bytes(data)
            both_are_writing.wait()

        write_whole(path, fill)

    with ThreadPoolExecutor() as threads:
        for writing in [threads.submit(write, data) for data in (b"one" * 1000, b"other")]:
            writing.result()
    assert path.read_bytes() in (b"one" * 1000, b"other")
    assert list(tmp_path.iterdir()) == [path]
