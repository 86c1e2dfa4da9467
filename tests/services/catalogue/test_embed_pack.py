"""A pack's pictures that other computers embed get the vectors that this one would have made, and the same refusals."""

from __future__ import annotations

import importlib.util
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.dask_cluster import dask_cluster
from tests.packs import add_with_model, small_pack

from karuta.paths import LibraryFolder


def in_other_process(work: Callable[[Any], Any], pieces: Iterator[Any], **how: Any) -> Iterator[Any]:
    """Like a cluster whose worker is this process and answers the last piece first: everything was packed."""
    begin, given = pickle.loads(pickle.dumps((how["begin"], how["given"])))
    begin(*given)
    packed = [pickle.dumps(piece) for piece in pieces]
    yield from (pickle.loads(pickle.dumps(work(pickle.loads(piece)))) for piece in reversed(packed))


def vectors(library: Path) -> list[tuple[str, bytes]]:
    with closing(sqlite3.connect(library / "catalogue.db")) as database, database:
        return database.execute("SELECT picture_sha256, vector FROM embeddings ORDER BY 1").fetchall()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Of 40 pictures, one is damaged."""
    folder = small_pack(tmp_path / "pack", 40)
    (folder / "images" / "0007.png").write_bytes(b"no picture")
    return folder


def test_vectors_and_refusals_are_those_of_one_computer(pack: Path, tmp_path: Path) -> None:
    own = add_with_model(pack, LibraryFolder(tmp_path / "own"))
    other = add_with_model(pack, LibraryFolder(tmp_path / "other"), cluster=in_other_process)
    assert len(vectors(tmp_path / "own")) == 39
    assert vectors(tmp_path / "own") == vectors(tmp_path / "other")
    assert own.skipped == other.skipped
    assert [row.line for row in own.skipped] == [8]


@pytest.mark.long
@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="without the extra `cluster`")
def test_the_command_adds_on_a_cluster(pack: Path, tmp_path: Path) -> None:
    def command(library: str, *more: str) -> None:
        # Each in a process of its own: numpy adds up otherwise with other numbers of threads.
        start = [sys.executable, "-m", "karuta", "--library", str(tmp_path / library), "catalogue", "add", str(pack)]
        subprocess.run([*start, "--no-self-test", *more], check=True)

    command("own")
    with dask_cluster(tmp_path, workers=2) as cluster:
        command("other", "--scheduler", cluster.address)
    assert vectors(tmp_path / "own") == vectors(tmp_path / "other")
