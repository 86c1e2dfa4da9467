"""Karuta's own catalogue folder as a source of cards. Reads nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from karuta.domain.card import CardKey
from karuta.services.catalogue.catalogue_folder import (
    CARDS,
    IMAGES,
    PICTURES,
    ArtworkRow,
    CatalogueFolder,
    SkippedRow,
    open_folder,
    read_artworks,
    read_numbered_cards,
)
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.sources.card_source import SourceCard
from karuta.services.catalogue.sources.picture_folder import picture_files

FORMAT = "karuta"


@dataclass
class KarutaFolder:
    """A folder with `cards.jsonl`, and `images.csv` and `images/` if there are pictures."""

    folder: CatalogueFolder
    named: set[Path] = field(default_factory=set)
    format: str = FORMAT
    keeps_ids: bool = True

    @property
    def name(self) -> str:
        return self.folder.name

    def cards(self) -> Iterator[SourceCard | SkippedRow]:
        for line, row in read_numbered_cards(self.folder):
            yield row if isinstance(row, SkippedRow) else SourceCard(row, CARDS, line)

    def artworks(self, find: Callable[[str, str], CardKey]) -> Iterator[ArtworkRow | SkippedRow]:
        if not (self.folder.root / IMAGES).is_file() and any(picture_files(self.folder.root)):
            yield SkippedRow(IMAGES, 0, BadRow("it is missing, and says which card each picture shows").reason)
        for row in read_artworks(self.folder, find):
            if isinstance(row, ArtworkRow):
                self.named.add(row.path)
            yield row

    def spare_pictures(self) -> int:
        return sum(path not in self.named for path in picture_files((self.folder.root / PICTURES).resolve()))


def open_karuta(folder: Path) -> KarutaFolder:
    """Raises `CatalogueError` if the folder is not a catalogue folder."""
    return KarutaFolder(open_folder(folder))
