"""Cards of any reader with the pictures of a folder, found by the names that the reader gives. Reads neither itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from karuta.domain.card import CardKey
from karuta.services.catalogue.catalogue_folder import ArtworkRow, SkippedRow
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.sources.card_source import SourceCard
from karuta.services.catalogue.sources.picture_folder import PictureFolder

Rows = Iterator[SourceCard | SkippedRow]


class PicturedSource:
    """A source with its pictures in a folder, each named by one of its cards' numbers."""

    keeps_ids = False

    def __init__(self, *, name: str, format: str, read: Callable[[], Rows], pictures: PictureFolder) -> None:
        """`read`: every card of the source once, with the names that its pictures may have."""
        self.name = name
        self.format = format
        self._read = read
        self._pictures = pictures
        self._found: list[tuple[CardKey, tuple[Path, ...]]] = []

    def cards(self) -> Rows:
        for row in self._read():
            if isinstance(row, SourceCard) and not self._pictures.is_empty:
                found = dict.fromkeys(path for name in row.pictures for path in self._pictures.take(name)[:1])
                if found:
                    self._found.append((row.card.key, tuple(found)))
            yield row

    def artworks(self, find: Callable[[str, str], CardKey]) -> Iterator[ArtworkRow | SkippedRow]:
        for key, paths in self._found:
            try:
                card = find(key.game, key.card_id)
            except BadRow:
                continue  # its card was left out, and that was reported
            for number, path in enumerate(paths):
                file = self._pictures.place_of(path)
                yield ArtworkRow(0, card, file, "alternate" if number else "main", path, source=file)

    def spare_pictures(self) -> int:
        return self._pictures.spare
