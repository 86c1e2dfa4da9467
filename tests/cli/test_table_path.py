"""A table on the command line may be a pipe: it is read as often as a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
import pytest

from karuta.cli import table_path
from karuta.cli.table_path import TablePath
from karuta.domain.errors import KarutaError


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


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe has no name there")
def test_a_minus_is_what_is_piped_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sales.csv").write_bytes(b"card_id,price\n")
    with (tmp_path / "sales.csv").open() as piped, click.Context(click.Command("price")) as context:
        monkeypatch.setattr(sys, "stdin", piped)
        assert TablePath().convert("-", None, context).read_bytes() == b"card_id,price\n"
    with Path(os.devnull).open() as device, click.Context(click.Command("price")) as context:
        monkeypatch.setattr(sys, "stdin", device)
        with pytest.raises(KarutaError, match="- is a device"):
            TablePath().convert("-", None, context)


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe has no name there")
def test_what_is_piped_in_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_path, "MOST_BYTES", 100)
    reader, writer = os.pipe()
    os.write(writer, b"photo,card_id\n" * 20)
    os.close(writer)
    with click.Context(click.Command("check")) as context, pytest.raises(KarutaError, match="has no end"):
        TablePath().convert(
            f"/proc/self/fd/{reader}" if sys.platform == "linux" else f"/dev/fd/{reader}", None, context
        )
    os.close(reader)
