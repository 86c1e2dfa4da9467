"""What every source of cards gives, whatever its files look like: cards, their pictures, and what is left over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from karuta.domain.card import Card, CardKey
from karuta.services.catalogue.catalogue_folder import ArtworkRow, SkippedRow


@dataclass(frozen=True)
class SourceCard:
    """A card and its place in the files. `pictures`: the names that its pictures may have, main ones first."""

    card: Card
    file: str
    line: int
    pictures: tuple[str, ...] = ()


def _nothing(columns: Sequence[str]) -> Mapping[str, str]:
    del columns
    return {}


def _untold(done: int, total: int) -> None:
    del done, total


@dataclass(frozen=True)
class SourceOptions:
    """What a person said about a source.

    `pictures`: a folder with its pictures, if it has none itself. `game`: overrides the source's own. `columns`: field
    -> column of a table, instead of the guess. `recalled`: the answer given earlier for a table with these columns.
    `tell`: is told (bytes read, bytes in all) of large files, and may raise `Cancelled`. `is_preview`: a table without
    names is opened too.
    """

    pictures: Path | None = None
    game: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    recalled: Callable[[Sequence[str]], Mapping[str, str]] = _nothing
    tell: Callable[[int, int], object] = _untold
    is_preview: bool = False


class CardSource(Protocol):
    """Cards first, then their pictures: a picture's card is known only once the cards were read."""

    @property
    def name(self) -> str:
        """The pack's name, unless a person gives another."""

    @property
    def format(self) -> str:
        """The name of its row in the table of sources."""

    @property
    def keeps_ids(self) -> bool:
        """Whether its ids are the catalogue's, as in Karuta's own folders. Then it has the last word on its cards."""

    def cards(self) -> Iterator[SourceCard | SkippedRow]:
        """Every card once."""

    def artworks(self, find: Callable[[str, str], CardKey]) -> Iterator[ArtworkRow | SkippedRow]:
        """Every picture of these cards. `find`: the card with a game ("" for any) and an id of this source.

        It raises `BadRow` for an unknown card.
        """

    def spare_pictures(self) -> int:
        """How many of its pictures show none of its cards. Called last."""
