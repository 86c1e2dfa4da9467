"""The table of small print that this release ships; decides nothing by it."""

from __future__ import annotations

import tomllib
from functools import cache

from karuta.domain.printing.places import PrintTable
from karuta.paths import resources_folder


@cache
def print_table() -> PrintTable:
    """`resources/lists/print.toml`."""
    return PrintTable.of_toml(tomllib.loads((resources_folder() / "lists" / "print.toml").read_text(encoding="utf-8")))
