"""A source of cards, whatever its files look like: its cards, its pictures, and what is left over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from karuta.domain.card import Card, CardKey
from karuta.services.catalogue.catalogue_folder import ArtworkRow, SkippedRow
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.sources.artwork_marks import Variants
from karuta.services.catalogue.sources.column_names import BOTH
from karuta.services.catalogue.sources.picture_folder import PictureFolder
from karuta.services.catalogue.sources.table_columns import AssignedColumns, TablePreview


@dataclass(frozen=True)
class SourceCard:
    """A card and its place in the files; what stands after `pictures` is for lists of any game."""

    card: Card
    file: str = ""
    line: int = 0
    row: int | None = None
    """As of a skipped row."""
    pictures: tuple[str | Path, ...] = ()
    """The names that its pictures may have, or their files, main ones first."""
    further: int = 0
    """How many more rows are printings or artworks of it."""
    same: int = 0
    """How many more rows say nothing that it lacks."""
    traits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Column -> values in which rows of one card agree, besides the name."""
    lang: str = ""
    text: str = ""
    """What rows of one language agree in."""
    own_id: str = ""
    """The row's, where the card has another because the row is said to be an artwork of it."""

    @property
    def is_own(self) -> bool:
        return self.own_id in ("", self.card.key.card_id)


@dataclass(frozen=True)
class SharedId(SkippedRow):
    """A row with the id of another that differs from it. `is_joined`: in its text alone, so it is a printing of it."""

    is_joined: bool = field(default=False, kw_only=True)


Rows = Iterator[SourceCard | SkippedRow]


def _nothing(columns: Sequence[str]) -> Mapping[str, str]:
    del columns
    return {}


def _untold(done: int, total: int) -> None:
    del done, total


@dataclass(frozen=True)
class SourceOptions:
    """A person's words about a source.

    `pictures`: a folder with its pictures, if it has none itself. `game`: overrides the source's own. `columns`: field
    -> column of a list, instead of the guess; `variants`: the same of its ids. `recalled`: the answer given earlier
    for a list with these columns. `tell`: is told (bytes read, bytes in all) of large files, or how many pictures
    of how many were opened, and may raise `Cancelled`. `is_preview`: a list without names is opened too. `save_map`:
    where to write how a list's columns were taken.
    """

    pictures: Path | None = None
    game: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    variants: Variants | None = None
    recalled: Callable[[Sequence[str]], Mapping[str, str]] = _nothing
    tell: Callable[[int, int], object] = _untold
    is_preview: bool = False
    save_map: Path | None = None


UNNAMED_GAME = "other"
"""Of cards of which nothing says a game, not even a pack's name."""


class CardSource:
    """Cards first, then their pictures: a picture's card is known only once the cards were read."""

    whole = ""
    """What a person opened, its name without a file's ending; several packs may lie in it."""
    pack_game: str | None = None
    """The game of cards that say none; None where the format or a person says it for all. `take_in` sets it."""
    columns: AssignedColumns | None = None
    """Those of a list, as they were taken; None where the format says it."""
    makes_up_ids = False
    """Whether its ids are running numbers, names or whatever a person chose."""
    damaged: tuple[SkippedRow, ...] = ()
    """The files that could not be unpacked."""

    def __init__(
        self,
        *,
        name: str,
        format: str,
        read: Callable[[], Rows],
        pictures: PictureFolder | None = None,
        keeps_ids: bool = False,
    ) -> None:
        """`name`: the pack's, unless a person gives another. `format`: the name of its row in the table of sources.

        `read`: gives every card once. `keeps_ids`: whether its ids are the catalogue's, as in Karuta's own folders.
        Then it has the last word on its cards.
        """
        self.name = name
        self.format = format
        self.keeps_ids = keeps_ids
        self._read = read
        self._pictures = PictureFolder() if pictures is None else pictures
        self._found: list[tuple[CardKey, tuple[Path, ...]]] = []

    @property
    def fields(self) -> Mapping[str, str]:
        """Field -> column of a list, as it was taken."""
        return {} if self.columns is None else self.columns.fields

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns of a list of which nothing was taken."""
        if self.columns is None:
            return ()
        used = {part for column in self.fields.values() for part in (column, *column.split(BOTH))}
        used.update(column for pair in self.columns.translations for column in pair)
        return tuple(column for column in self.columns.columns if column and column not in used)

    def preview(self) -> TablePreview | None:
        """Of a list its first rows, read with these columns."""
        return None

    def cards(self) -> Rows:
        yield from self.damaged
        for row in self._read():
            if isinstance(row, SourceCard) and (files := tuple(dict.fromkeys(self._files(row)))):
                self._found.append((row.card.key, files))
            yield row

    def _files(self, row: SourceCard) -> Iterator[Path]:
        for picture in row.pictures:
            if isinstance(picture, Path):
                yield picture
            elif not self._pictures.is_empty:
                yield from self._pictures.take(picture)[:1]

    def artworks(self, find: Callable[[str, str], CardKey]) -> Iterator[ArtworkRow | SkippedRow]:
        """Every picture of these cards. `find`: the card with a game ("" for any) and an id of this source.

        It raises `BadRow` for an unknown card.
        """
        pictures: dict[CardKey, dict[Path, None]] = {}
        for key, paths in self._found:
            with suppress(BadRow):  # its card was left out, and that was reported
                pictures.setdefault(find(key.game, key.card_id), {}).update(dict.fromkeys(paths))
        for card, files in pictures.items():
            for number, path in enumerate(files):
                file = self._pictures.place_of(path)
                yield ArtworkRow(0, card, file, "alternate" if number else "main", path, source=file)

    def spare_pictures(self) -> int:
        """How many of its pictures show none of its cards. Called last."""
        return self._pictures.spare
