"""Reads a source of cards into an addition and counts what is new in it. Puts nothing in force."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import NewArtwork, NewBack
from karuta.domain.errors import CatalogueError
from karuta.domain.shape import Plain
from karuta.services.catalogue.catalogue_folder import BACK, ArtworkRow, PictureMissing, SkippedRow
from karuta.services.catalogue.catalogue_rows import BadRow, refuse_endless
from karuta.services.catalogue.join_cards import JoinedCards, called_otherwise
from karuta.services.catalogue.pack_pictures import PackProgress
from karuta.services.catalogue.sources.card_source import UNNAMED_GAME, CardSource, SharedId, SourceCard
from karuta.store.card_rows import content_sha256
from karuta.store.cards import Catalogue
from karuta.store.staged_pack import CARDS_AT_ONCE, StagedPack

Row = TypeVar("Row")
Picture = TypeVar("Picture", NewArtwork, NewBack)


@dataclass(frozen=True)
class Tally:
    """How many rows were new, changed, or in the catalogue already, from this pack or another."""

    added: int
    changed: int
    same: int


NONE = Tally(0, 0, 0)
_CORRECTED = 3
"""So many cards of a pack may get another name, whatever share of it they are."""


@dataclass(frozen=True)
class Fates:
    """The fate of every row of cards: exactly one of these, so that they add up to `rows`.

    `cards`: named a card that this source had not named before. `printings`: is a further printing or artwork of such a
    card. `same`: says nothing new of it. `shared_ids`: has the id of another row, and differs from it. `skipped`:
    cannot be used.
    """

    rows: int = 0
    cards: int = 0
    printings: int = 0
    same: int = 0
    shared_ids: int = 0
    skipped: int = 0


NO_ROWS = Fates()


@dataclass(frozen=True)
class Unpaired:
    """Unmatched parts of a source: pictures of none of its cards, and cards without a picture."""

    pictures: int
    cards: int


BringPictures = Callable[[Sequence[ArtworkRow]], Iterator[NewArtwork | SkippedRow]]
"""Readies the pictures of these rows; gives those that can be used, and why the others cannot."""


@dataclass(frozen=True)
class AddReport(Plain):
    """The report of a run: the JSON of `karuta catalogue add` (help, *Commands and files*).

    `mended`: known pictures of which the library had no sound copy. `joined`: cards known already from another source.
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
    backs: Tally = NONE
    packs: tuple[str, ...] = ()
    """The names of a source's packs if it was several; all numbers are of them together."""
    fates: Fates = NO_ROWS
    shared_ids: int = 0
    map: Mapping[str, str] = field(default_factory=dict)
    """Field -> column of a list, as it was taken (of the first pack)."""
    game: str = ""
    """The pack's, for cards of which nothing says one; else empty."""
    unused: tuple[str, ...] = ()
    """The columns of a list of which nothing was taken (of the first pack)."""


def take_in(
    source: CardSource,
    catalogue: Catalogue,
    into: StagedPack,
    bring: BringPictures,
    *,
    pack: str,
    cancel: CancelToken,
    progress: PackProgress,
) -> AddReport:
    """Cards first, then their pictures. Raises `CatalogueError` for a source that cannot be read, and `Cancelled`."""
    started = time.perf_counter()
    skipped: list[SkippedRow] = []
    counts: Counter[str] = Counter()
    own = catalogue.card_hashes(pack=pack)
    if source.pack_game is not None:
        source.pack_game = _game_of(source, pack, catalogue.games_of_pack(pack))
    joined = JoinedCards(catalogue.known_cards(), pack=pack, card_of=into.card, own=own)
    cards = _add_cards(into, source, joined, own, counts, skipped=skipped, cancel=cancel, progress=progress)
    rows = list(good(source.artworks(joined.find), skipped))
    brought = list(good(bring(rows), skipped))
    faces = [artwork for artwork in brought if artwork.artwork != BACK]
    fates = fates_of(counts, joined.count)
    return AddReport(
        pack=pack,
        cards=cards,
        artworks=_add_artworks(catalogue, into, faces, pack=pack),
        backs=_add_backs(catalogue, into, [artwork for artwork in brought if artwork.artwork == BACK], pack=pack),
        skipped=_in_order(skipped),
        seconds=round(time.perf_counter() - started, 3),
        mended=0,
        format=source.format,
        joined=joined.joined,
        unpaired=_unpaired(source, joined, rows),
        fates=fates,
        shared_ids=fates.shared_ids,
        map=dict(source.fields),
        unused=source.unused,
        game=next((key.game for key in joined.mine if key.game == source.pack_game), ""),
    )


def _game_of(source: CardSource, pack: str, games: Sequence[str]) -> str:
    """The one game that the pack had; of a new one its name, of one of several packs that of what holds them all."""
    if games:
        return games[0] if len(games) == 1 else UNNAMED_GAME
    name = source.whole if source.whole and pack == source.name else pack
    return "".join(" " if letter == ":" or not letter.isprintable() else letter for letter in name).strip()


def _add_cards(
    into: StagedPack,
    source: CardSource,
    joined: JoinedCards,
    own: Mapping[CardKey, str],
    counts: Counter[str],
    *,
    skipped: list[SkippedRow],
    cancel: CancelToken,
    progress: PackProgress,
) -> Tally:
    """Keep cards that the pack now describes differently, some hundred at a time, to limit memory.

    `own`: the content hashes of the pack's cards as it has them now.
    """
    added: set[CardKey] = set()
    changed: set[CardKey] = set()
    renamed: list[tuple[Card, Card]] = []
    before = dict(joined.stored)
    for some in _chunks(good(counted(source.cards(), counts), skipped), CARDS_AT_ONCE):
        cancel.check()
        placed = _placed(some, joined, source, counts, skipped=skipped)
        hashes = {key: content_sha256(card) for key, card in placed.items()}
        # A joined card also holds what others say, so it is unchanged if that is what the catalogue shows.
        same = {
            key
            for key, sha256 in hashes.items()
            if own.get(key) == sha256 or (own.get(key) and key in joined.merged and joined.stored.get(key) == sha256)
        }
        new = [card for key, card in placed.items() if key not in same]
        if source.makes_up_ids:
            known = ((card, into.card(card.key)) for card in new if own.get(card.key))
            renamed += ((card, there) for card, there in known if called_otherwise(card, there))
        into.put_cards(new)
        added.update(key for key in placed if key not in before)
        changed.update(key for key in hashes.keys() - same if before.get(key, hashes[key]) != hashes[key])
        joined.written(hashes)
        progress("cards", joined.count, 0)
    if len(renamed) > max(_CORRECTED, len(joined.mine & own.keys()) // 2):
        card, there = renamed[0]
        language = called_otherwise(card, there)
        raise CatalogueError(
            "There is a pack {pack} already, of another list: {card} is {there} in it and {here} here. Give this "
            "list's file or folder another name, and it is a pack of its own; to replace that pack, remove it first.",
            pack=into.pack,
            card=card.key.card_id,
            there=there.names[language],
            here=card.names[language],
        )
    return Tally(len(added), len(changed), joined.count - len(added) - len(changed))


def _placed(
    rows: Iterable[SourceCard],
    joined: JoinedCards,
    source: CardSource,
    counts: Counter[str],
    *,
    skipped: list[SkippedRow],
) -> dict[CardKey, Card]:
    """The cards as the catalogue should have them; a card that is named twice gets what both rows say."""
    placed: dict[CardKey, Card] = {}
    for row in rows:
        try:
            refuse_endless(row.card)
            card = joined.place(row.card, keeps_ids=source.keeps_ids, makes_up_ids=source.makes_up_ids)
        except BadRow as error:
            skipped.append(SkippedRow(row.file, row.line, error.reason, row.row))
            counts.subtract({"cards": 1, "printings": row.further, "same": row.same})
            counts["skipped"] += 1 + row.further + row.same
        else:
            placed[card.key] = card
    return placed


def counted(rows: Iterable[SourceCard | SkippedRow], counts: Counter[str]) -> Iterator[SourceCard | SkippedRow]:
    """The rows; what becomes of each is counted."""
    for row in rows:
        if isinstance(row, SourceCard):
            counts.update(cards=1, printings=row.further, same=row.same)
        elif isinstance(row, SharedId):
            counts["shared_ids"] += 1
        elif not isinstance(row, PictureMissing):
            counts["skipped"] += 1
        yield row


def fates_of(counts: Counter[str], cards: int) -> Fates:
    """`cards`: how many different ones the rows are; others were joined with one of them by a number."""
    named = {**counts, "cards": cards, "printings": counts["printings"] + counts["cards"] - cards}
    return Fates(rows=sum(named.values()), **named)


def _unpaired(source: CardSource, joined: JoinedCards, rows: Iterable[ArtworkRow]) -> Unpaired:
    pictured = {row.card for row in rows}
    return Unpaired(pictures=source.spare_pictures(), cards=sum(key not in pictured for key in joined.mine))


def _in_order(skipped: Iterable[SkippedRow]) -> tuple[SkippedRow, ...]:
    """File by file as they were read, each from its first line."""
    rows = list(skipped)
    files = {file: number for number, file in enumerate(dict.fromkeys(row.file for row in rows))}
    return tuple(sorted(rows, key=lambda row: (files[row.file], row.line, row.row or 0)))


def _add_artworks(catalogue: Catalogue, into: StagedPack, artworks: Sequence[NewArtwork], *, pack: str) -> Tally:
    """Store the pack's new and changed artworks; all of them have vectors and copies.

    A picture that another pack has for the same card is the same one, and from now on also this pack's.
    """
    own, shown = catalogue.artworks_of_pack(pack), catalogue.pictured_cards()
    rows = [(artwork, own.get((artwork.card, artwork.file))) for artwork in artworks]
    new, tally = _differing(
        rows, lambda artwork: artwork.artwork, lambda artwork: (artwork.card, artwork.picture_sha256) in shown
    )
    into.put_artworks(new)
    return tally


def _add_backs(catalogue: Catalogue, into: StagedPack, artworks: Iterable[NewArtwork], *, pack: str) -> Tally:
    own = catalogue.backs_of_pack(pack)
    shown = {(back.game, back.picture_sha256) for back in catalogue.backs()}
    backs = (NewBack(row.card.game, row.file, row.picture_sha256, row.suffix) for row in artworks)
    rows = [(back, own.get((back.game, back.file))) for back in backs]
    new, tally = _differing(rows, lambda back: BACK, lambda back: (back.game, back.picture_sha256) in shown)
    into.put_backs(new)
    return tally


def _differing(
    rows: Sequence[tuple[Picture, Picture | None]], role: Callable[[Picture], str], is_shown: Callable[[Picture], bool]
) -> tuple[list[Picture], Tally]:
    """The rows that are not as before, each given with what the pack has in its place."""
    new = [
        (row, before)
        for row, before in rows
        if before is None or (before.picture_sha256, role(before)) != (row.picture_sha256, role(row))
    ]
    changed = sum(before is not None for _, before in new)
    added = sum(before is None and not is_shown(row) for row, before in new)
    return [row for row, _ in new], Tally(added, changed, len(rows) - added - changed)


def good(rows: Iterable[Row | SkippedRow], skipped: list[SkippedRow]) -> Iterator[Row]:
    """The good rows; the others go into `skipped`."""
    for row in rows:
        if isinstance(row, SkippedRow):
            skipped.append(row)
        else:
            yield row


def _chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some
