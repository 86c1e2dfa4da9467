"""Adds a source of cards to a library: its cards, its pictures, their vectors, then the index; retrains nothing.

Killed at any point it leaves a whole catalogue, and the next run goes on from there: cards first (without a
picture they can be found by search), then vectors and copies of the pictures, and only then do the artworks
go live. A source that brings nothing new writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import NewArtwork
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_folder import ArtworkRow, SkippedRow
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.join_cards import JoinedCards
from karuta.services.catalogue.pack_pictures import ArtworkEmbedder, PackPictures, PackProgress
from karuta.services.catalogue.sources.card_source import CardSource, SourceCard
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
class Unpaired:
    """What a source has without its other half: pictures of no card of it, cards of which it brings no picture."""

    pictures: int
    cards: int


@dataclass(frozen=True)
class AddReport:
    """What a run did: the JSON of `karuta catalogue add` (help, *Commands and files*).

    `mended`: pictures that the catalogue had already and the library had no whole copy of. `joined`: cards that were
    there already by another source.
    """

    pack: str
    cards: Tally
    artworks: Tally
    skipped: tuple[SkippedRow, ...]
    seconds: float
    mended: int
    format: str
    joined: int
    unpaired: Unpaired


def add_pack(
    source: CardSource,
    *,
    pack: str | None,
    library: LibraryFolder,
    engine: ArtworkEmbedder,
    rebuild_index: Callable[[Catalogue, LibraryFolder], object],
    cancel: CancelToken,
    progress: PackProgress,
) -> AddReport:
    """Add a source under a pack name (its own unless given).

    `rebuild_index` is called last and always, for an earlier run may have been stopped before it.
    Raises `CatalogueError` for a source that cannot be read, `LibraryError` for a library that cannot be written.
    """
    started = time.perf_counter()
    # A folder's name may hold bytes that are no text.
    name = ((pack or "").strip() or source.name).encode("utf-8", "replace").decode("utf-8")
    skipped: list[SkippedRow] = []
    with (
        writer(library.root / "catalogue.lock", "karuta catalogue add"),
        Catalogue.open_writing(library.catalogue_db) as catalogue,
    ):
        known = JoinedCards(catalogue.known_cards(), pack=name, card_of=catalogue.card)
        cards = _add_cards(catalogue, source, known, pack=name, skipped=skipped, cancel=cancel, progress=progress)
        pictures = PackPictures(library=library, catalogue=catalogue, engine=engine, cancel=cancel, progress=progress)
        rows = list(_good(source.artworks(known.find), skipped))
        known_pictures = set(catalogue.view().by_picture)
        artworks = _add_artworks(catalogue, list(_good(pictures.bring(rows), skipped)), pack=name)
        rebuild_index(catalogue, library)
    return AddReport(
        pack=name,
        cards=cards,
        artworks=artworks,
        skipped=_in_order(skipped),
        seconds=round(time.perf_counter() - started, 3),
        mended=len(known_pictures & pictures.copied),
        format=source.format,
        joined=known.joined,
        unpaired=_unpaired(source, known, rows),
    )


def _add_cards(
    catalogue: Catalogue,
    source: CardSource,
    known: JoinedCards,
    *,
    pack: str,
    skipped: list[SkippedRow],
    cancel: CancelToken,
    progress: PackProgress,
) -> Tally:
    """Write the new and the changed cards, some hundred at a time, so that memory holds no more of them."""
    added: set[CardKey] = set()
    changed: set[CardKey] = set()
    for some in _chunks(_good(source.cards(), skipped), CARDS_AT_ONCE):
        cancel.check()
        placed = _placed(some, known, keeps_ids=source.keeps_ids, skipped=skipped)
        hashes = {key: content_sha256(card) for key, card in placed.items()}
        differing = [key for key, sha256 in hashes.items() if known.stored.get(key) != sha256]
        catalogue.put_cards([placed[key] for key in differing], pack=pack)
        added.update(key for key in differing if key not in known.stored)
        changed.update(key for key in differing if key not in added)
        known.written({key: hashes[key] for key in differing})
        progress("cards", known.count, 0)
    return Tally(len(added), len(changed), known.count - len(added) - len(changed))


def _placed(
    rows: Iterable[SourceCard], known: JoinedCards, *, keeps_ids: bool, skipped: list[SkippedRow]
) -> dict[CardKey, Card]:
    """The cards as the catalogue is to have them; of a card that is there twice what both say."""
    placed: dict[CardKey, Card] = {}
    for row in rows:
        try:
            card = known.place(row.card, keeps_ids=keeps_ids)
        except BadRow as error:
            skipped.append(SkippedRow(row.file, row.line, str(error)))
        else:
            placed[card.key] = card
    return placed


def _unpaired(source: CardSource, known: JoinedCards, rows: Iterable[ArtworkRow]) -> Unpaired:
    pictured = {row.card for row in rows}
    return Unpaired(pictures=source.spare_pictures(), cards=sum(key not in pictured for key in known.mine))


def _in_order(skipped: Iterable[SkippedRow]) -> tuple[SkippedRow, ...]:
    """File after file as they were read, each from its first line."""
    rows = list(skipped)
    files = {file: number for number, file in enumerate(dict.fromkeys(row.file for row in rows))}
    return tuple(sorted(rows, key=lambda row: (files[row.file], row.line)))


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
