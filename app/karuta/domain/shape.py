"""Turns our JSON into the values that it should hold, or says in one sentence what is wrong. Reads no file.

Stricter than the standard library: no endless nesting, no duplicate key, no NaN, no unbounded number, no lone
surrogate, and every value of the type that a dataclass states.
"""

from __future__ import annotations

import json
import math
import re
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from karuta.domain.sentence import Sentence, as_values, from_values

MOST_NESTED = 32
_MOST_DIGITS = 19
_MOST_SHOWN = 40
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|([\[{])|([\]}])', re.DOTALL)
_HASH = re.compile("[0-9a-f]{64}")

Shape = TypeVar("Shape")


class Misshapen(ValueError):  # noqa: N818 - the condition, not the class of error, is the point
    """`sentence`: what is wrong, as the end of a sentence: "it is no JSON (line 3)"."""

    def __init__(self, template: str, **values: object) -> None:
        self.sentence = Sentence(template, **values)
        super().__init__(self.sentence)


_KINDS = {
    str: Sentence("text"),
    int: Sentence("a whole number"),
    float: Sentence("a number"),
    bool: Sentence("true or false"),
    list: Sentence("a list"),
    dict: Sentence("an object"),
}
_TAKES: dict[Any, tuple[type, ...]] = {float: (int, float), list: (list, tuple)}


def parsed(text: str | bytes, *, halves: bool = False) -> Any:
    """The value of a JSON text. `halves`: lone surrogates are allowed, for file names. Raises `Misshapen`."""
    try:
        whole = text if isinstance(text, str) else text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Misshapen("it is not text") from error
    if not whole.strip():
        raise Misshapen("it is empty")
    _refuse_nesting(whole)
    try:
        value = json.loads(
            whole,
            object_pairs_hook=_each_once,
            parse_int=_whole,
            parse_float=_finite,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as error:
        raise Misshapen("it is not JSON (line {line})", line=error.lineno) from error
    if not halves and "\\u" in whole:
        _refuse_halves(value)
    return value


def shaped(value: Any, shape: type[Shape]) -> Shape:
    """The value as `shape`: a dataclass, a named tuple, or a type like `Mapping[str, int]`. Raises `Misshapen`.

    Keys that the dataclass does not have are dropped, because a newer Karuta may have written them. A missing key takes
    its default. A `ValueError` from the dataclass itself becomes `Misshapen`.
    """
    return cast("Shape", _shaped(value, shape, ""))


class Plain:
    """A dataclass whose fields are called as a command's JSON calls them; one that begins with `_` stands in none."""

    def to_dict(self) -> dict[str, Any]:
        """As that JSON has it: dicts, lists, texts and numbers."""
        return cast("dict[str, Any]", _plain(self, str))


def kept(value: Any) -> Any:
    """As JSON of which `shaped` makes the same again: a sentence has its template and values there."""
    return _plain(value, as_values)


def _plain(value: Any, of_sentence: Callable[[Sentence], Any]) -> Any:
    if isinstance(value, Sentence):
        return of_sentence(value)
    if is_dataclass(value):
        names = [field.name for field in fields(value) if not field.name.startswith("_")]
        return {name: _plain(getattr(value, name), of_sentence) for name in names}
    if isinstance(value, Mapping):
        return {key: _plain(below, of_sentence) for key, below in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(below, of_sentence) for below in value]
    return value


def refuse_name(name: str) -> None:
    """For the name of a file in the same folder; a path would lead anywhere. Raises `Misshapen`."""
    if name in ("", ".", "..") or not name.isprintable() or not {"/", "\\", ":"}.isdisjoint(name):
        raise Misshapen("`{name}` is not a file name", name=_shown(name))


def refuse_hash(text: str) -> None:
    """For a SHA-256 in hex. Raises `Misshapen`."""
    if not _HASH.fullmatch(text):
        raise Misshapen("`{text}` is not a SHA-256", text=_shown(text))


def _refuse_nesting(text: str) -> None:
    if text.count("[") + text.count("{") <= MOST_NESTED:
        return
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += bool(bracket[1]) - bool(bracket[2])
        if depth > MOST_NESTED:
            raise Misshapen("it is nested more than {most} deep", most=MOST_NESTED)


def _refuse_halves(value: Any) -> None:
    """A lone surrogate can be written in JSON, but neither stored nor printed."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Misshapen("it contains an incomplete character") from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        raise Misshapen("it has `{key}` twice", key=_shown(next(key for key in keys if keys.count(key) > 1)))
    return values


def _whole(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise Misshapen("a number in it has too many digits")
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Misshapen("a number in it is too large")
    return number


def _no_number(name: str) -> NoReturn:
    raise Misshapen("{name} in it is not a number", name=name)


def _shaped(value: Any, shape: Any, place: str) -> Any:
    if shape is Any:
        return value
    origin = get_origin(shape)
    if origin is None:
        return _single(value, shape, place)
    parts = get_args(shape)
    if origin in (Union, types.UnionType):
        return _one_of(value, parts, place)
    if origin is Literal:
        return value if value in parts else _refuse_choice(place, value)
    if issubclass(origin, Mapping):
        items = _of_kind(value, dict, place).items()
        return {key: _shaped(part, parts[1], _below(place, key)) for key, part in items}
    if issubclass(origin, tuple) and parts[-1] is not Ellipsis:
        return _fixed(value, parts, place)
    return origin(_shaped(part, parts[0], f"{place}[{at}]") for at, part in enumerate(_of_kind(value, list, place)))


def _single(value: Any, shape: Any, place: str) -> Any:
    if is_dataclass(shape):
        return _dataclass(value, shape, place)
    if shape in _KINDS:
        return _of_kind(value, shape, place)
    if shape is Sentence:
        try:
            return from_values(_of_kind(value, dict, place))
        except ValueError:
            _refuse(place, Sentence("text"))
    if shape is Path:
        # File names may hold lone surrogates: that is how Python writes bytes that are not text.
        if not isinstance(value, str) or not value or "\0" in value:
            _refuse(place, Sentence("a path"))
        return Path(value)
    if issubclass(shape, tuple):
        return shape(*_fixed(value, tuple(get_type_hints(shape).values()), place))
    if issubclass(shape, Enum):
        try:
            return shape(value)
        except ValueError:
            return _refuse_choice(place, value)
    raise TypeError(f"{shape} is no shape")


def _one_of(value: Any, shapes: Sequence[Any], place: str) -> Any:
    if value is None and type(None) in shapes:
        return None
    *others, last = (shape for shape in shapes if shape is not type(None))
    for shape in others:
        try:
            return _shaped(value, shape, place)
        except Misshapen:
            continue
    return _shaped(value, last, place)


def _fixed(value: Any, shapes: Sequence[Any], place: str) -> tuple[Any, ...]:
    values = _of_kind(value, list, place)
    if len(values) != len(shapes):
        raise Misshapen(
            "`{place}` has {count} values instead of {wanted}", place=place, count=len(values), wanted=len(shapes)
        )
    return tuple(
        _shaped(value, shape, f"{place}[{at}]") for at, (value, shape) in enumerate(zip(values, shapes, strict=True))
    )


def _dataclass(value: Any, shape: Any, place: str) -> Any:
    values = _of_kind(value, dict, place)
    hints = _hints(shape)
    arguments: dict[str, Any] = {}
    for field in fields(shape):
        if field.name in values:
            arguments[field.name] = _shaped(values[field.name], hints[field.name], _below(place, field.name))
        elif field.default is MISSING and field.default_factory is MISSING:
            raise Misshapen("`{place}` is missing", place=_below(place, field.name))
    try:
        return shape(**arguments)
    except Misshapen:
        raise
    except ValueError as error:
        raise Misshapen("{place}: {reason}", place=place or shape.__name__, reason=error) from error


@lru_cache
def _hints(shape: Any) -> dict[str, Any]:
    return get_type_hints(shape)


def _of_kind(value: Any, kind: Any, place: str) -> Any:
    """One of the kinds of value that JSON has; to it, true and false are no numbers."""
    if not isinstance(value, _TAKES.get(kind, kind)) or (isinstance(value, bool) and kind is not bool):
        _refuse(place, _KINDS[kind])
    return float(value) if kind is float else value


def _refuse(place: str, kind: Sentence) -> NoReturn:
    if not place:
        raise Misshapen("it is not {wanted}", wanted=kind)
    raise Misshapen("`{place}` is not {wanted}", place=place, wanted=kind)


def _refuse_choice(place: str, value: Any) -> NoReturn:
    raise Misshapen("`{place}` is `{value}`, which is not known", place=place, value=_shown(str(value)))


def _below(place: str, key: str) -> str:
    return f"{place}.{_shown(key)}" if place else _shown(key)


def _shown(text: str) -> str:
    """Short enough for a sentence, and without control characters that a terminal would obey."""
    clean = "".join(word if word.isprintable() else "?" for word in text[: _MOST_SHOWN + 1])
    return clean if len(clean) <= _MOST_SHOWN else f"{clean[:_MOST_SHOWN]}…"
