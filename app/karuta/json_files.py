"""The one way to read our own JSON files: bounded, strict, with a given shape; and how a damaged one is put aside."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from karuta.domain.errors import reason_of
from karuta.domain.sentence import Sentence
from karuta.domain.shape import Misshapen, parsed, shaped
from karuta.files import move, open_regular

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
        said = file.read(most + 1)
    if len(said) > most:
        raise Misshapen("it is larger than {most} MB", most=f"{most / 1e6:g}")
    return parsed(said, halves=halves)


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
