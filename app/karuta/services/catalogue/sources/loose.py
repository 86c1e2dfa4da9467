"""Reads values out of other projects' JSON, whatever is there: a text, a list, a number, or nothing."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from karuta.paths import resources_folder

_MOST = 1000
_ZERO_WIDTH = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")


@cache
def shipped(name: str) -> Mapping[str, Any]:
    """A table of words or values of other projects, `resources/lists/NAME.toml`."""
    return tomllib.loads((resources_folder() / "lists" / f"{name}.toml").read_text(encoding="utf-8"))


def text(value: Any) -> str:
    """A text in one line, a number as its digits; "" for anything else."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float) and math.isfinite(value):
        value = int(value) if value.is_integer() else value
    if isinstance(value, int | float):
        return str(value) if math.isfinite(value) else ""
    return one_line(value)[:_MOST] if isinstance(value, str) else ""


def one_line(text: str) -> str:
    """Without line breaks, doubled spaces and marks of no width; the wide space of Japanese stays: names contain it."""
    return _SPACES.sub(" ", _ZERO_WIDTH.sub("", text)).strip()


def items(value: Any) -> list[Any]:
    """The items of a list; a single value counts as a list of one."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]


def objects(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in items(value) if isinstance(item, dict)]


def texts(value: Any) -> list[str]:
    """The non-empty texts of a list."""
    return [word for word in map(text, items(value)) if word]


def at(value: Any, *keys: str) -> Any:
    """The value below these keys, None if one of them is missing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def without_empty(**facts: Any) -> dict[str, Any]:
    """The facts that are not empty."""
    return {key: value for key, value in facts.items() if value not in (None, "", [], {})}
