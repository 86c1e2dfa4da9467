"""Reads a YAML file as texts, lists and mappings; makes no object of its tags.

A value is what is written: `001` stays `001`, and a column may be called `No`. `~`, `null` and nothing are None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from karuta.domain.work import LINES, Work
from karuta.files import open_regular
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.column_names import names_a_card

_MOST_BYTES = 16_000_000
"""Some 20,000 cards with their texts, which take seven seconds."""
_MOST_DEEP = 100
_HEAD = 65_536
_ITEM = re.compile(r"^[ \t]*-[ \t]+\S.*:(?:\s|$)|[\[-]\s*\{", re.MULTILINE)
_KEY = re.compile(r"""^[ \t]*["']?([^\s"'#-][^"'\n:]{0,59})["']?[ \t]*:(?=\s|$)""", re.MULTILINE)
_NOTHING = ("", "~", "null", "Null", "NULL")
_MERGE = "<<"


def is_yaml(path: Path) -> bool:
    """Whether its beginning has a list of mappings, or a key that is called as a card's name is."""
    if path.suffix.lower() not in (".yml", ".yaml") or not path.is_file():
        return False
    with open_regular(path) as file:
        head = file.read(_HEAD).decode("utf-8-sig", "ignore")
    return _ITEM.search(head) is not None or names_a_card(_KEY.findall(head))


def yaml_whole(path: Path) -> Any:
    """The document, or a list of several.

    Raises `OSError`, `ValueError` with the reason, and `TooMuchWork`, for which what an alias repeats counts each time.
    """
    # Needed by those with such a file alone.
    import yaml

    with open_regular(path) as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError(f"it has more than {_MOST_BYTES // 1_000_000} MB; write it as JSON, which may have more")
    try:
        documents = _Documents(yaml.parse(data, Loader=yaml.CBaseLoader), Work(path, LINES, size=len(data))).all()
    except yaml.reader.ReaderError as error:
        line = data.count(b"\n", 0, error.position) + 1
        raise ValueError(f"line {line}, {error.reason}") from error
    except yaml.MarkedYAMLError as error:
        raise ValueError(f"line {error.problem_mark.line + 1}, {error.problem}") from error
    return documents[0] if len(documents) == 1 else documents


class _Documents:
    """Builds values of a parser's events; an alias is the value itself, and nothing is unfolded."""

    def __init__(self, events: Iterator[Any], work: Work) -> None:
        self._events = events
        self._work = work
        self._parts = 0
        self._anchors: dict[str, tuple[Any, int]] = {}

    def all(self) -> list[Any]:
        found = []
        for event in self._events:
            if type(event).__name__ == "DocumentStartEvent":
                self._anchors = {}
                found.append(self._value(next(self._events), 0))
        return found

    def _value(self, event: Any, deep: int) -> Any:
        kind, begin = type(event).__name__, self._parts
        if deep > _MOST_DEEP:
            raise ValueError(f"more than {_MOST_DEEP} values lie within each other")
        self._count(1)
        if kind == "AliasEvent":
            if event.anchor not in self._anchors:
                raise ValueError(f"the alias {event.anchor} stands for nothing that ends before it")
            value, parts = self._anchors[event.anchor]
            self._count(parts)
            return value
        if kind == "ScalarEvent":
            value = None if event.implicit[0] and event.value in _NOTHING else event.value
        elif kind == "SequenceStartEvent":
            value = list(self._below("SequenceEndEvent", deep))
        else:
            below = list(self._below("MappingEndEvent", deep))
            value = _mapping(below[::2], below[1::2])
        if event.anchor:
            self._anchors[event.anchor] = value, self._parts - begin
        return value

    def _below(self, end: str, deep: int) -> Iterator[Any]:
        while type(event := next(self._events)).__name__ != end:
            yield self._value(event, deep + 1)

    def _count(self, parts: int) -> None:
        self._parts += parts
        self._work.count(parts)


def _mapping(keys: list[Any], values: list[Any]) -> dict[str, Any]:
    """With what it takes over from others by the key `<<`; its own counts."""
    taken: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for key, value in zip(keys, values, strict=True):
        if key == _MERGE:
            for each in reversed(loose.objects(value)):
                taken.update(each)
        else:
            own[loose.text(key)] = value
    return taken | own
