"""The command line as tests ask it: how a command ended, and what it said."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from karuta import bootstrap
from karuta.paths import LibraryFolder


class Said(NamedTuple):
    """The exit code of a command, what it printed and what it complained of."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[Any]:
        """Of each line that was printed."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def one(self) -> Any:
        """Of the only line, of a command that did all its work."""
        assert self.code == 0, self
        (found,) = self.json
        return found

    @property
    def sentence(self) -> str:
        """The one sentence on stderr: no traceback, and it ends."""
        text = self.err.strip()
        assert "Traceback" not in text
        assert text.endswith("."), text
        assert len(text.splitlines()) == 1, text
        return text


Run = Callable[..., Said]


def commands_on(library: LibraryFolder, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line on `library`, or on another one, `of`."""

    def run(*arguments: object, of: LibraryFolder = library) -> Said:
        capsys.readouterr()
        code = bootstrap.run(["--library", str(of.root), *map(str, arguments)])
        return Said(code, *capsys.readouterr())

    return run
