"""Reads what players call cards: the table that ships with Karuta, and the person's own beside the labels.

A row is `game,nickname,card`, separated by commas or tabs; `#` begins a comment. Each unusable row is reported in one
sentence, and the rest counts. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.sentence import Sentence
from karuta.domain.text import Nickname, Nicknames
from karuta.paths import LibraryFolder
from karuta.tables import edited_rows

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
    with suppress(OSError):
        if path.stat().st_size > _MOST_BYTES:
            return [Sentence("{path} is too large for a table of nicknames, so it is not used.", path=path)]
    rows = edited_rows(
        path,
        _HEADER,
        _row,
        unreadable=lambda path, reason: Sentence(
            "The nicknames in {path} cannot be read ({reason}).", path=path, reason=reason
        ),
        delimiters="\t,",
        no_text=Sentence("it is not UTF-8 text"),
        no_csv=Sentence("its quotation marks do not match"),
    )
    return list(rows)


def _row(cells: Sequence[str]) -> Nickname | Sentence:
    if len(cells) != len(_HEADER):
        return Sentence("it has {count} cells and not three: game, nickname, card", count=len(cells))
    nickname = Nickname(*cells)
    return nickname if nickname.folded else Sentence("it names no nickname")
