"""Damages files as disks, editors and mischief do, always the same by the same lot."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

# What stands in place of a value; each has led to an error of its own somewhere.
STRANGE: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**18,
    0.5,
    1e308,
    "",
    "x",
    "../..",
    "/dev/zero",
    "a\0b",
    "NaN",
    "{0.__class__}",
    "{x!r:>99999999}",
    "é" * 3,
    [],
    {},
    [[]],
    [None],
    {"": {}},
    ["x", 1, None],
)
RAW = (b"NaN", b"-Infinity", b"1e999", b"9" * 5000, b'"\\ud800"', b"[" * 5000, b'{"a":' * 5000, b"\x00", b"\xff", b'"')


_MARK = re.compile(rb'"@@([0-9a-f]*)@@"')


def damaged(data: bytes, lot: random.Random) -> bytes:
    """The file after one to three damages."""
    for _ in range(lot.randint(1, 3)):
        data = lot.choice(_WAYS)(data, lot)
    return data


def _other_value(data: bytes, lot: random.Random) -> bytes:
    """Sound JSON with one value that is another, gone, or under another name."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return _flipped(data, lot)
    places = list(_places(said))
    if not places:
        return json.dumps(lot.choice(STRANGE)).encode()
    within, key = lot.choice(places)
    match lot.randrange(4):
        case 0 if isinstance(within, dict):
            del within[key]
        case 1 if isinstance(within, dict):
            within[lot.choice(["", "x", "\x1b[31m"])] = within.pop(key)
        case 2 if isinstance(within, list):
            within.extend(within[:3] * lot.choice([1, 1000]))
        case _:
            within[key] = lot.choice((*STRANGE, *RAW))
    text = json.dumps(said, default=_marked, ensure_ascii=lot.random() < 0.5).encode("utf-8", "surrogatepass")
    return _MARK.sub(lambda found: bytes.fromhex(found[1].decode()), text)


def _marked(raw: bytes) -> str:
    return f"@@{raw.hex()}@@"


def _places(said: Any) -> list[tuple[Any, Any]]:
    """Each value within, as what holds it and under which key."""
    found: list[tuple[Any, Any]] = []
    waiting = [said]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        found += [(one, key) for key in keys]
        waiting += [one[key] for key in keys]
    return found


def _raw(data: bytes, lot: random.Random) -> bytes:
    """Something that is no JSON, or none that can be borne, in place of some bytes."""
    at = lot.randrange(len(data) + 1)
    return data[:at] + lot.choice(RAW) + data[at + lot.randrange(4) :]


def _flipped(data: bytes, lot: random.Random) -> bytes:
    if not data:
        return b"\0"
    at = lot.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << lot.randrange(8))]) + data[at + 1 :]


def _cut(data: bytes, lot: random.Random) -> bytes:
    return data[: lot.randrange(len(data) + 1)]


def _blanked(data: bytes, lot: random.Random) -> bytes:
    """Zeros in place of a stretch, as a disk gives that never wrote it."""
    at = lot.randrange(len(data) + 1)
    long = lot.randrange(1, 513)
    return data[:at] + b"\0" * min(long, len(data) - at) + data[at + long :]


def _said_twice(data: bytes, lot: random.Random) -> bytes:
    del lot
    return data + data


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _other_value,
    _other_value,
    _other_value,
    _other_value,
    _raw,
    _flipped,
    _cut,
    _blanked,
    _said_twice,
)
