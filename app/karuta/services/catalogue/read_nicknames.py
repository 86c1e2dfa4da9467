"""Reads what players call cards: the table that ships with Karuta, and the person's own beside the labels.

A row is `game,nickname,card`, separated by commas or tabs; `#` begins a comment. Each unusable row is reported in one
sentence, and the rest counts. Writes nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import reason_of
from karuta.domain.sentence import Sentence
from karuta.domain.text import Nickname, Nicknames
from karuta.lines import Line, lines_of
from karuta.paths import LibraryFolder

SHIPPED = "nicknames.csv"
_HEADER = ["game", "nickname", "card"]
# A larger file is not a table of nicknames.
_MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class ReadNicknames:
    """`troubles`: a sentence for each row, or file, that could not be used."""

    nicknames: Nicknames
    troubles: tuple[Sentence, ...] = ()


def read_nicknames(library: LibraryFolder, resources: Path) -> ReadNicknames:
    """Both tables in one; the person's own overrides the shipped one."""
    shipped, own = _file(resources / SHIPPED), _file(library.nicknames_csv)
    nicknames = Nicknames(row for row in shipped if isinstance(row, Nickname))
    troubles = tuple(row for row in (*shipped, *own) if isinstance(row, Sentence))
    return ReadNicknames(nicknames.overridden_by(row for row in own if isinstance(row, Nickname)), troubles)


def _file(path: Path) -> list[Nickname | Sentence]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return [Sentence("{path} is too large for a table of nicknames, so it is not used.", path=path)]
        with path.open("rb") as file:
            return list(_rows(path.name, lines_of(file)))
    except FileNotFoundError:
        return []
    except OSError as error:
        return [Sentence("The nicknames in {path} cannot be read ({reason}).", path=path, reason=reason_of(error))]


def _rows(file: str, lines: Iterator[Line]) -> Iterator[Nickname | Sentence]:
    for line in lines:
        try:
            text = (line.data or b"\xff").decode("utf-8").strip("\r\n")
        except UnicodeDecodeError:
            yield _left_out(file, line.number, Sentence("it is not UTF-8 text"))
            continue
        if not text.strip() or text.startswith("#"):
            continue
        row = _row(text)
        if isinstance(row, Sentence):
            yield _left_out(file, line.number, row)
        elif row is not None:
            yield row


def _row(text: str) -> Nickname | Sentence | None:
    """A row, what is wrong with it, or None for the header."""
    try:
        (cells,) = csv.reader([text], delimiter="\t" if "\t" in text else ",", strict=True)
    except (csv.Error, ValueError):
        return Sentence("its quotation marks do not match")
    cells = [cell.strip() for cell in cells]
    if [cell.casefold() for cell in cells] == _HEADER:
        return None
    if len(cells) != len(_HEADER):
        return Sentence("it has {count} cells and not three: game, nickname, card", count=len(cells))
    nickname = Nickname(*cells)
    return nickname if nickname.folded else Sentence("it names no nickname")


def _left_out(file: str, line: int, reason: Sentence) -> Sentence:
    return Sentence("{file} line {line} is left out: {reason}.", file=file, line=line, reason=reason)
