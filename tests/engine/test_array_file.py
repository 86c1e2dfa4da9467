"""Arrays are written as numpy writes them, and a full disk is the system's own error."""

from __future__ import annotations

import ast
import errno
from pathlib import Path

import numpy as np
import pytest

from karuta.engine.arrays import write_array

APP = Path(__file__).resolve().parents[2] / "app" / "karuta"


@pytest.mark.parametrize("shape", [(3, 4), (0, 256), (5,), (2, 3, 4)])
@pytest.mark.parametrize("kind", ["<f4", "<f8", "u1"])
def test_the_bytes_are_those_of_numpy(tmp_path: Path, shape: tuple[int, ...], kind: str) -> None:
    array = np.random.default_rng(1).uniform(0, 200, shape).astype(kind)
    write_array(tmp_path / "ours.npy", array[..., ::-1])
    np.save(tmp_path / "theirs.npy", np.ascontiguousarray(array[..., ::-1]))
    assert (tmp_path / "ours.npy").read_bytes() == (tmp_path / "theirs.npy").read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_said_by_its_number() -> None:
    with pytest.raises(OSError, match="No space left") as told:
        write_array(Path("/dev/full"), np.zeros((100, 256), np.float32))
    assert told.value.errno == errno.ENOSPC


def test_nobody_writes_an_array_otherwise() -> None:
    """`numpy.save` and `tofile` say of a full disk how many numbers were written, and no more."""
    calls = [
        f"{path.relative_to(APP)}:{node.lineno}"
        for path in APP.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("np.save", ".tofile"))
    ]
    assert not calls
