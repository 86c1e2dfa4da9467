"""A table on the command line may be a pipe: it is read as often as a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
import pytest

from karuta.cli.table_path import TablePath


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe has no name there")
def test_a_pipe_is_read_once_and_then_as_often_as_a_file(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, b"photo,card_id\n")
    os.close(writer)
    with click.Context(click.Command("check")) as context:
        path = TablePath().convert(f"/dev/fd/{reader}", None, context)
        assert [path.read_text(encoding="utf-8") for _ in range(2)] == ["photo,card_id\n"] * 2
        for name in (tmp_path, tmp_path / "gone.csv", "x\0y", "a" * 5000):
            assert TablePath().convert(name, None, context) == Path(name)
    assert not path.exists()
    os.close(reader)
