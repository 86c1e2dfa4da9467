"""Adds a catalogue folder to a library: its cards, its pictures, their vectors, then the index; retrains nothing.

Killed at any point it leaves a whole catalogue, and the next run goes on from there: cards first (without a
picture they can be found by search), then vectors and copies of the pictures, and only then do the artworks
go live. A folder that brings nothing new writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import NewArtwork
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_folder import CARDS, SkippedRow, open_folder, read_artworks, read_cards
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.pack_pictures import ArtworkEmbedder, PackPictures, PackProgress
from karuta.store.card_rows import content_sha256
from karuta.store.cards import CARDS_AT_ONCE, Catalogue
from karuta.store.lock import writer

Row = TypeVar("Row")


@dataclass(frozen=True)
class Tally:
    """How many rows were new, changed, or in the catalogue as they are."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True)
class AddReport:
    """What a run did: the JSON of `karuta catalogue add` (help, *Commands and files*).

    `mended`: pictures that the catalogue had already and the library had no whole copy of.
    """

    pack: str
    cards: Tally
    artworks: Tally
    skipped: tuple[SkippedRow, ...]
    seconds: float
    mended: int = 0


def add_pack(
    folder: Path,
    *,
    pack: str | None,
    library: LibraryFolder,
    engine: ArtworkEmbedder,
    rebuild_index: Callable[[Catalogue, LibraryFolder], object],
    cancel: CancelToken,
    progress: PackProgress,
) -> AddReport:
    """Add a folder under a pack name (the folder's unless given).

    `rebuild_index` is called last and always, for an earlier run may have been stopped before it.
    Raises `CatalogueError` for a folder that is none, `LibraryError` for a library that cannot be written.
    """
    started = time.perf_counter()
    source = open_folder(folder)
    # A folder's name may hold bytes that are no text.
    name = ((pack or "").strip() or source.name).encode("utf-8", "replace").decode("utf-8")
    skipped: list[SkippedRow] = []
    with (
        writer(library.root / "catalogue.lock", "karuta catalogue add"),
        Catalogue.open_writing(library.catalogue_db) as catalogue,
    ):
        known = KnownCards(catalogue.card_hashes())
        new_cards = _good(read_cards(source), skipped)
        cards = _add_cards(catalogue, new_cards, pack=name, known=known, cancel=cancel, progress=progress)
        pictures = PackPictures(library=library, catalogue=catalogue, engine=engine, cancel=cancel, progress=progress)
        rows = list(_good(read_artworks(source, known.find), skipped))
        known_pictures = set(catalogue.view().by_picture)
        artworks = _add_artworks(catalogue, list(_good(pictures.bring(rows), skipped)), pack=name)
        rebuild_index(catalogue, library)
    skipped.sort(key=lambda row: (row.file != CARDS, row.line))
    seconds = round(time.perf_counter() - started, 3)
    return AddReport(name, cards, artworks, tuple(skipped), seconds, mended=len(known_pictures & pictures.copied))


class KnownCards:
    """The cards that a row of images.csv may name: the folder's own before those of earlier packs."""

    def __init__(self, stored: dict[CardKey, str]) -> None:
        """`stored`: the content hash of each card that the catalogue has."""
        self.stored = stored
        self._folder: dict[str, list[CardKey]] = {}
        self._earlier: dict[str, list[CardKey]] = {}
        for key in stored:
            self._earlier.setdefault(key.card_id, []).append(key)

    def add(self, key: CardKey) -> None:
        """One more card of the folder."""
        self._folder.setdefault(key.card_id, []).append(key)

    def find(self, game: str, card_id: str) -> CardKey:
        """Raises `BadRow` when no card, or without a game more than one, has this id."""
        for keys in (self._folder.get(card_id, []), self._earlier.get(card_id, [])):
            named = [key for key in keys if game in ("", key.game)]
            if len(named) > 1:
                raise BadRow(f"card id {card_id} is in several games ({', '.join(k.game for k in named)}); name one")
            if named:
                return named[0]
        raise BadRow(f"unknown card {game}:{card_id}" if game else f"unknown card {card_id}")


def _add_cards(
    catalogue: Catalogue,
    cards: Iterable[Card],
    *,
    pack: str,
    known: KnownCards,
    cancel: CancelToken,
    progress: PackProgress,
) -> Tally:
    """Write the new and the changed cards, some hundred at a time, so that memory holds no more of them."""
    seen = added = changed = 0
    for some in _chunks(cards, CARDS_AT_ONCE):
        cancel.check()
        differing = [card for card in some if known.stored.get(card.key) != content_sha256(card)]
        catalogue.put_cards(differing, pack=pack)
        new = sum(card.key not in known.stored for card in differing)
        seen, added, changed = seen + len(some), added + new, changed + len(differing) - new
        for card in some:
            known.add(card.key)
        progress("cards", seen, 0)
    return Tally(added, changed, seen - added - changed)


def _add_artworks(catalogue: Catalogue, artworks: list[NewArtwork], *, pack: str) -> Tally:
    """Let the new and the changed ones go live; all of them have vectors and copies."""
    live = catalogue.live_artworks()
    differing: list[NewArtwork] = []
    added = 0
    for artwork in artworks:
        known = live.get((artwork.card, artwork.file))
        if known is None:
            added += 1
        elif (known.picture_sha256, known.artwork) == (artwork.picture_sha256, artwork.artwork):
            continue
        differing.append(artwork)
    catalogue.put_artworks(differing, pack=pack)
    return Tally(added, len(differing) - added, len(artworks) - len(differing))


def _good(rows: Iterable[Row | SkippedRow], skipped: list[SkippedRow]) -> Iterator[Row]:
    """The good rows; the others are put aside in `skipped`."""
    for row in rows:
        if isinstance(row, SkippedRow):
            skipped.append(row)
        else:
            yield row


def _chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some
