"""Adds a source of cards to a library: its cards, its pictures, their vectors, then the index; retrains nothing.

It is there whole or not at all: everything is brought where nobody looks yet (vectors and copies of pictures first,
then rows of an addition that is not in force), the index is readied, and one write puts the addition in force. Killed
at any point the old catalogue answers, and the next run goes on from there. A folder that brings nothing new writes
nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import NewArtwork, NewBack
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_folder import BACK, ArtworkRow, SkippedRow
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.join_cards import JoinedCards
from karuta.services.catalogue.pack_pictures import ArtworkEmbedder, PackPictures, PackProgress
from karuta.services.catalogue.rebuild_index import follow
from karuta.services.catalogue.sources.card_source import CardSource, SourceCard
from karuta.store.card_rows import content_sha256
from karuta.store.cards import Catalogue
from karuta.store.lock import writer
from karuta.store.staged_pack import CARDS_AT_ONCE, PackOrigin, StagedPack

Row = TypeVar("Row")


@dataclass(frozen=True)
class Tally:
    """How many rows were new, changed, or in the catalogue as they are, from this pack or another."""

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
    backs: Tally = Tally(0, 0, 0)
    packs: tuple[str, ...] = ()
    """Where a source was several packs: their names; all numbers are of them together."""


ReadyIndex = Callable[[Catalogue, LibraryFolder, list[str]], object]
"""Makes the index hold these pictures (hashes, sorted, each with its vector), which are live or about to be."""


def add_pack(
    source: CardSource,
    *,
    pack: str | None,
    place: str,
    library: LibraryFolder,
    engine: ArtworkEmbedder,
    ready_index: ReadyIndex,
    cancel: CancelToken,
    progress: PackProgress,
) -> AddReport:
    """Add a source under a pack name (its own unless given).

    `place`: where it lies, as `karuta pack list` says it. `ready_index` is called before the addition is in force, and
    after it where pictures were retired; and also where nothing is new, for an earlier run may have been stopped.
    Raises `CatalogueError` for a source that cannot be read, `LibraryError` for a library that cannot be written.
    """
    started = time.perf_counter()
    # A folder's name may hold bytes that are no text.
    name = _text((pack or "").strip() or source.name)
    skipped: list[SkippedRow] = []
    with (
        writer(library.root / "catalogue.lock", "karuta catalogue add"),
        Catalogue.open_writing(library.catalogue_db) as catalogue,
    ):
        staged = catalogue.stage(name, PackOrigin(source.format, _text(place)))
        known = JoinedCards(catalogue.known_cards(), pack=name, card_of=staged.card)
        own = catalogue.card_hashes(pack=name)
        cards = _add_cards(staged, source, known, own, skipped=skipped, cancel=cancel, progress=progress)
        pictures = PackPictures(library=library, catalogue=catalogue, engine=engine, cancel=cancel, progress=progress)
        rows = list(_good(source.artworks(known.find), skipped))
        before = set(catalogue.view().by_picture)
        brought = list(_good(pictures.bring(rows), skipped))
        shown = [one for one in brought if one.artwork != BACK]
        artworks = _add_artworks(catalogue, staged, shown, pack=name)
        backs = _add_backs(catalogue, staged, [one for one in brought if one.artwork == BACK], pack=name)
        cancel.check()
        readied = before | {one.picture_sha256 for one in shown}
        ready_index(catalogue, library, sorted(readied))
        staged.put_in_force()
        if readied != (after := set(catalogue.view().by_picture)):
            follow(lambda: ready_index(catalogue, library, sorted(after)))
    return AddReport(
        pack=name,
        cards=cards,
        artworks=artworks,
        skipped=_in_order(skipped),
        seconds=round(time.perf_counter() - started, 3),
        mended=len(before & pictures.copied),
        format=source.format,
        joined=known.joined,
        unpaired=_unpaired(source, known, rows),
        backs=backs,
    )


def _text(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")


def _add_cards(
    staged: StagedPack,
    source: CardSource,
    known: JoinedCards,
    own: Mapping[CardKey, str],
    *,
    skipped: list[SkippedRow],
    cancel: CancelToken,
    progress: PackProgress,
) -> Tally:
    """Keep what the pack says otherwise than before, some hundred at a time, so that memory holds no more of them.

    `own`: the content hashes of the pack's cards as it has them now.
    """
    added: set[CardKey] = set()
    changed: set[CardKey] = set()
    before = dict(known.stored)
    for some in _chunks(_good(source.cards(), skipped), CARDS_AT_ONCE):
        cancel.check()
        placed = _placed(some, known, keeps_ids=source.keeps_ids, skipped=skipped)
        hashes = {key: content_sha256(card) for key, card in placed.items()}
        # What is joined holds what others say as well, so it is the same where the card shows it.
        same = {
            key
            for key, sha256 in hashes.items()
            if own.get(key) == sha256 or (key in own and key in known.merged and known.stored.get(key) == sha256)
        }
        staged.put_cards([card for key, card in placed.items() if key not in same])
        added.update(key for key in placed if key not in before)
        changed.update(key for key in hashes.keys() - same if before.get(key, hashes[key]) != hashes[key])
        known.written(hashes)
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


def _add_artworks(catalogue: Catalogue, staged: StagedPack, artworks: list[NewArtwork], *, pack: str) -> Tally:
    """Keep the pack's new and changed ones; all of them have vectors and copies.

    A picture that another pack shows of the same card is the same, and this pack's too from now on.
    """
    own, shown = catalogue.artworks_of_pack(pack), catalogue.pictured_cards()
    differing: list[NewArtwork] = []
    added = changed = 0
    for artwork in artworks:
        known = own.get((artwork.card, artwork.file))
        if known is not None and (known.picture_sha256, known.artwork) == (artwork.picture_sha256, artwork.artwork):
            continue
        differing.append(artwork)
        if known is not None:
            changed += 1
        elif (artwork.card, artwork.picture_sha256) not in shown:
            added += 1
    staged.put_artworks(differing)
    return Tally(added, changed, len(artworks) - added - changed)


def _add_backs(catalogue: Catalogue, staged: StagedPack, backs: list[NewArtwork], *, pack: str) -> Tally:
    own = catalogue.backs_of_pack(pack)
    shown = {(back.game, back.picture_sha256) for back in catalogue.backs()}
    differing: list[NewBack] = []
    added = changed = 0
    for found in backs:
        back = NewBack(found.card.game, found.file, found.picture_sha256, found.suffix)
        known = own.get((back.game, back.file))
        if known is not None and known.picture_sha256 == back.picture_sha256:
            continue
        differing.append(back)
        if known is not None:
            changed += 1
        elif (back.game, back.picture_sha256) not in shown:
            added += 1
    staged.put_backs(differing)
    return Tally(added, changed, len(backs) - added - changed)


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
