"""A table that a person names on the command line: a file, or a pipe, whose content is kept in a file meanwhile."""

from __future__ import annotations

import shutil
import stat
import tempfile
from pathlib import Path

import click


class TablePath(click.ParamType[Path]):
    """A path. Tables are read several times, and a pipe gives what it has once."""

    name = "path"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        try:
            is_pipe = stat.S_ISFIFO(path.stat().st_mode)
        except (OSError, ValueError):  # whoever opens it says what is wrong
            is_pipe = False
        if not is_pipe or ctx is None:
            return path
        folder = ctx.with_resource(tempfile.TemporaryDirectory())
        kept = Path(folder) / (path.name or "table")
        with path.open("rb") as source, kept.open("wb") as target:
            shutil.copyfileobj(source, target)
        return kept


raw_option = click.option(
    "--raw", is_flag=True, help="Write cells that a spreadsheet would run as formulas without a ' before them."
)
