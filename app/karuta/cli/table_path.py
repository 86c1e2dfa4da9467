"""The one door for a table that a person names on the command line: a file, or what another command hands over.

What is handed over is kept in a file meanwhile. A named pipe and a device are refused: they may never end.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from karuta.domain.errors import KarutaError
from karuta.files import stat_or_none

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

STDIN = "-"
# As shells name what they hand over: `< FILE`, `command |`, `<(command)`.
_HANDED_OVER = re.compile(r"/dev/stdin|(?:/dev|/proc/self)/fd/\d+")
MOST_BYTES = 1_000_000_000
_PIECE = 1 << 20


class TablePath(click.ParamType[Path]):
    """A path. Tables are read several times, and a pipe gives what it has once. Raises `KarutaError`."""

    name = "path"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        assert ctx is not None
        path = Path(value)
        is_stdin = str(value) == STDIN
        status = os.fstat(sys.stdin.fileno()) if is_stdin else stat_or_none(path)
        # What is not there, and a folder: whoever opens it says what is wrong.
        if not is_stdin and (status is None or stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            return path
        is_device = status is not None and (stat.S_ISCHR(status.st_mode) or stat.S_ISBLK(status.st_mode))
        if is_device or not (is_stdin or _HANDED_OVER.fullmatch(str(path))):
            raise KarutaError(
                "{path} is a device or a named pipe, which may never end; save it to a file first, or give `-` and "
                "pipe it in.",
                path=value,
            )
        if is_stdin:
            return _kept(sys.stdin.buffer, "table", ctx)
        with path.open("rb") as source:
            return _kept(source, path.name, ctx)


def _kept(source: IO[bytes], name: str, ctx: click.Context) -> Path:
    kept, left = Path(ctx.with_resource(tempfile.TemporaryDirectory())) / name, MOST_BYTES
    with kept.open("wb") as target:
        while piece := source.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise KarutaError(
                    "What is piped in has no end within {most} MB; save it to a file first.",
                    most=MOST_BYTES // 1_000_000,
                )
            target.write(piece)
    return kept


raw_option = click.option(
    "--raw", is_flag=True, help="Write cells that a spreadsheet would run as formulas without a ' before them."
)


def map_option(
    name: str, *, metavar: str, says: str, fields: Collection[str] = (), may_be_empty: bool = False
) -> Callable[[Decorated], Decorated]:
    """`--map OURS=THEIRS`, any number of times, as a dict. `fields`: all of ours; without it, the service says which.

    `may_be_empty`: no column of theirs holds it.
    """

    def mapped(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
        del context
        pairs = {}
        for value in values:
            ours, mark, theirs = (part.strip() for part in value.partition("="))
            if not (ours and mark and (theirs or may_be_empty)):
                raise click.BadParameter(f"{value} is not {metavar}", param=parameter)
            if fields and ours not in fields:
                raise click.BadParameter(f"{ours} is none of {', '.join(fields)}", param=parameter)
            pairs[ours] = theirs
        return pairs

    return click.option("--map", name, metavar=metavar, multiple=True, callback=mapped, help=says)
