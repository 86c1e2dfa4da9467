"""A matrix is written as numpy writes it, read when it is the one that was written, and else refused in a sentence."""

from __future__ import annotations

import ast
import errno
import random
from pathlib import Path

import numpy as np
import pytest
from tests.damage import damaged

from karuta.domain.shape import Misshapen
from karuta.engine.arrays import read_array, write_array
from karuta.training.model_folder import save_array

SHAPE = (5, 3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    save_array(tmp_path / "a.npy", np.arange(15, dtype=np.float32).reshape(SHAPE))
    return tmp_path / "a.npy"


@pytest.mark.parametrize("mapped", [False, True])
def test_a_matrix_comes_back(path: Path, *, mapped: bool) -> None:
    np.testing.assert_array_equal(read_array(path, shape=SHAPE, mapped=mapped), np.load(path))


@pytest.mark.parametrize("shape", [(3, 5), (15, 1), (5, 4)])
def test_a_matrix_of_another_shape_is_refused(path: Path, shape: tuple[int, int]) -> None:
    with pytest.raises(Misshapen, match="has 5 rows of 3 values"):
        read_array(path, shape=shape)


@pytest.mark.parametrize(
    "head",
    [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (900000000000, 900000000000), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (5, 3), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (5, 3), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-5, 3), }",
        "(" * 5000,
        "",
    ],
)
def test_a_head_that_lies_is_not_believed(path: Path, head: str) -> None:
    text = head.encode() + b"\n"
    path.write_bytes(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + b"\0" * 60)
    with pytest.raises(Misshapen):
        read_array(path, shape=SHAPE)


@pytest.mark.parametrize("file", ["a pickle", "a zip", "cut", "longer"])
def test_other_files_are_refused(path: Path, file: str) -> None:
    whole = path.read_bytes()
    if file == "a zip":
        with path.open("wb") as out:
            np.savez(out, a=np.zeros(3))
    else:
        path.write_bytes({"a pickle": b"\x80\x04N.", "cut": whole[:-1], "longer": whole + b"\0"}[file])
    with pytest.raises(Misshapen):
        read_array(path, shape=SHAPE)


def test_damage_of_all_kinds_gives_the_shape_or_one_sentence(path: Path) -> None:
    whole = path.read_bytes()
    for seed in range(500):
        path.write_bytes(damaged(whole, random.Random(seed)))
        try:
            assert read_array(path, shape=SHAPE).shape == SHAPE
        except Misshapen as error:
            assert str(error)


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
