"""The one way to read our own JSON files: bounded, strict, with a given shape; and how a damaged one is put aside.

A sealed file checks itself: one line of JSON with the payload's hash, then the payload.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from karuta.domain.errors import reason_of
from karuta.domain.sentence import Sentence
from karuta.domain.shape import Misshapen, parsed, shaped
from karuta.files import make_folder, move, open_regular, write_whole

MOST_BYTES = 4_000_000

Shape = TypeVar("Shape")
Instead = TypeVar("Instead")


@dataclass(frozen=True)
class KeptFile(Generic[Shape]):
    """`value`: what a file says, or the default without one. `path`: the file.

    `fault`: what is wrong with it; None if it is sound or does not exist.
    """

    value: Shape
    path: Path
    fault: Sentence | None = None


def read_json(path: Path, shape: type[Shape], *, most: int = MOST_BYTES, halves: bool = False) -> Shape:
    """Raises `Misshapen` with what is wrong, and `OSError`. `halves`: see `parsed`."""
    return shaped(read_values(path, most=most, halves=halves), shape)


def read_values(path: Path, *, most: int = MOST_BYTES, halves: bool = False) -> Any:
    """Read the JSON of a regular file, of any shape. Raises `Misshapen` and `OSError`."""
    with io.BufferedReader(open_regular(path)) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise Misshapen("it is larger than {most} MB", most=f"{most / 1e6:g}")
    return parsed(data, halves=halves)


def read_kept(
    path: Path, shape: type[Shape], *, instead: Instead, most: int = MOST_BYTES, halves: bool = False
) -> KeptFile[Shape | Instead]:
    """For a file that nothing else depends on: `instead` is used if it is missing or damaged. Changes nothing."""
    try:
        return KeptFile(read_json(path, shape, most=most, halves=halves), path)
    except FileNotFoundError:
        return KeptFile(instead, path)
    except Misshapen as error:
        return KeptFile(instead, path, error.sentence)
    except OSError as error:
        return KeptFile(instead, path, Sentence("it cannot be read ({reason})", reason=reason_of(error)))


def put_aside(path: Path) -> Path | None:
    """Rename a damaged file, so that nothing overwrites it. Returns its new place, None if that is impossible."""
    for number in range(1, 100):
        aside = path.with_name(f"{path.name}.damaged" if number == 1 else f"{path.name}.damaged-{number}")
        if aside.exists():
            continue
        try:
            move(path, aside)
        except OSError:
            return None
        return aside
    return None


@dataclass(frozen=True)
class DamagedFile:
    """`what`: which file it is, as the beginning of a sentence. `fault`: what is wrong with it."""

    what: Sentence
    path: Path
    fault: Sentence

    @property
    def sentence(self) -> Sentence:
        return Sentence(
            "{what} {path} is damaged: {reason}; Karuta goes on without it.",
            what=self.what,
            path=self.path,
            reason=self.fault,
        )

    def put_aside(self) -> Sentence:
        """Rename it, and say so."""
        aside = put_aside(self.path)
        if aside is None:
            return self.sentence
        return Sentence(
            "{what} {path} is damaged: {reason}. Karuta goes on without it, and keeps it as {name}.",
            what=self.what,
            path=self.path,
            reason=self.fault,
            name=aside.name,
        )


_LONGEST_HEADER = 65_536


class Damaged(Exception):  # noqa: N818 - the condition, not the class of error, is the point
    """The file is not what was written. It is made again."""


def write_sealed(path: Path, header: Mapping[str, Any], payload: bytes) -> None:
    """Writes all of it or nothing. Raises `OSError`."""
    line = json.dumps({**header, "sha256": hashlib.sha256(payload).hexdigest()}, sort_keys=True) + "\n"
    make_folder(path.parent)
    write_whole(path, lambda beside: beside.write_bytes(line.encode() + payload))


def read_header(path: Path) -> dict[str, Any]:
    """The header alone; the payload is not looked at. Raises `Damaged`, and `FileNotFoundError`."""
    try:
        with path.open("rb") as file:
            header = shaped(parsed(file.readline(_LONGEST_HEADER)), dict[str, Any])
    except FileNotFoundError:
        raise
    except (OSError, Misshapen) as error:
        raise Damaged(f"{path} is damaged ({error})") from error
    return header


def read_sealed(path: Path) -> tuple[dict[str, Any], bytes]:
    """The header and the payload. Raises `Damaged`, and `FileNotFoundError`."""
    try:
        line, _, payload = path.read_bytes().partition(b"\n")
        header = shaped(parsed(line), dict[str, Any])
    except FileNotFoundError:
        raise
    except (OSError, Misshapen) as error:
        raise Damaged(f"{path} is damaged ({error})") from error
    if header.pop("sha256", None) != hashlib.sha256(payload).hexdigest():
        raise Damaged(f"{path} is damaged")
    return header, payload
