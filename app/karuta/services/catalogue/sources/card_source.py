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
    """A card with the place where it stands. `pictures`: the names that its pictures may have, main ones first."""

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
    """What a person said of a source. `pictures`: a folder with its pictures, where it has none itself.

    `game`: in place of the source's own. `columns`: field -> column of a table, in place of what is guessed.
    `recalled`: what was said of a table with these columns before. `tell`: told (bytes read, bytes in all) of files
    that take long; it may raise `Cancelled`. `is_preview`: a table without names is opened too.
    """

    pictures: Path | None = None
    game: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    recalled: Callable[[Sequence[str]], Mapping[str, str]] = _nothing
    tell: Callable[[int, int], object] = _untold
    is_preview: bool = False


class CardSource(Protocol):
    """Cards first, then their pictures: a picture's card is known once the cards were read."""

    @property
    def name(self) -> str:
        """The pack's name, unless a person gives another."""

    @property
    def format(self) -> str:
        """Its row of the table of sources."""

    @property
    def keeps_ids(self) -> bool:
        """Whether its ids are those of the catalogue, as in Karuta's own folders: there what it says counts."""

    def cards(self) -> Iterator[SourceCard | SkippedRow]:
        """Every card once."""

    def artworks(self, find: Callable[[str, str], CardKey]) -> Iterator[ArtworkRow | SkippedRow]:
        """Every picture of these cards. `find`: the card that a game ("" for any) and an id of this source name.

        It raises `BadRow` for an unknown card.
        """

    def spare_pictures(self) -> int:
        """How many of its pictures show none of its cards; asked last."""
