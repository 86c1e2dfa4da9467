"""The door to catalogue.db: cards, artworks and vectors of one library, read and written in short transactions.

All of it can be made again from the catalogue folders; labels are elsewhere. One connection, so one thread; no cursor
outlives a call.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from karuta.domain.card import Card, CardKey, Printing, TitleFacts
from karuta.domain.catalogue import (
    CardFilter,
    CardNames,
    CatalogueSummary,
    EverArtwork,
    FoundCard,
    KnownCard,
    NewArtwork,
    NewBack,
    Offers,
    PackSummary,
    StoredAddition,
    StoredArtwork,
    StoredCard,
    StoredPicture,
)
from karuta.domain.match import CatalogueView
from karuta.store import (
    additions,
    artworks,
    backs,
    card_rows,
    catalogue_health,
    catalogue_search,
    embeddings,
    found_cards,
)
from karuta.store.backups import back_up
from karuta.store.catalogue_health import CatalogueHealth
from karuta.store.catalogue_schema import SCHEMA, LoggedState, states
from karuta.store.database import (
    Closable,
    explained,
    is_older,
    open_reading,
    open_writing,
    quick_check,
    writing,
)
from karuta.store.embeddings import PictureRows
from karuta.store.staged_pack import PackOrigin, StagedPack

VECTORS_AT_ONCE = 1000


class Catalogue(Closable):
    """One library's catalogue. Every call raises `LibraryError` if the file cannot be used."""

    def __init__(self, path: Path, database: Database) -> None:
        self.path = path
        self._database = database

    @classmethod
    def open_reading(cls, path: Path) -> Self:
        """Opens an existing, current catalogue. Raises `LibraryError` with the command that mends it."""
        return cls(path, open_reading(path, SCHEMA))

    @classmethod
    def open_writing(cls, path: Path) -> Self:
        """Creates or migrates the file as needed; an older one is backed up first, into `backups/`."""

        def copied(older: Path) -> None:
            back_up(older, older.parent / "backups", SCHEMA.noun)

        return cls(path, open_writing(path, SCHEMA, before_migration=copied))

    @classmethod
    def is_older(cls, path: Path) -> bool:
        """Whether there is a catalogue that `open_writing` would migrate; false if it cannot be read."""
        return is_older(path, SCHEMA)

    @staticmethod
    def write_anew(path: Path, target: Path) -> str | None:
        """Write every row of a damaged file into another one. Returns why that is not sound, None if it is."""
        try:
            return catalogue_health.written_anew(path, target)
        except sqlite3.Error as error:
            raise explained(error, path, SCHEMA.noun, SCHEMA.restored) from error

    def close(self) -> None:
        self._database.conn.close()

    # Reading cards

    def view(self) -> CatalogueView:
        """All live artworks: what a lookup needs."""
        with self._reading() as database:
            return artworks.view(database)

    def find(self, text: str) -> CardKey:
        """The card with this `game:card_id` or bare id. Raises `CatalogueError` for none or several."""
        with self._reading() as database:
            return card_rows.find(database, text)

    def card(self, key: CardKey) -> Card:
        """Raises `CatalogueError` for an unknown card."""
        with self._reading() as database:
            return card_rows.get(database, key)

    def cards(self, keys: Iterable[CardKey]) -> dict[CardKey, Card]:
        """Those that it knows, in one read."""
        with self._reading() as database:
            return {key: card_rows.get(database, key) for key in keys if card_rows.exists(database, key)}

    def printings(self, key: CardKey) -> tuple[Printing, ...]:
        """Raises `CatalogueError` for an unknown card."""
        with self._reading() as database:
            return card_rows.printings(database, key)

    def passcodes(self, game: str) -> dict[str, tuple[CardKey, ...]]:
        """Every passcode that a card of the game has, eight digits, and whose it is."""
        with self._reading() as database:
            return found_cards.passcodes(database, game)

    def details(self, key: CardKey) -> StoredCard:
        """A card with its pack and artworks; raises `CatalogueError` for an unknown card."""
        with self._reading() as database:
            card = card_rows.get(database, key)
            return StoredCard(card, card_rows.pack_of(database, key), artworks.of_card(database, key))

    def has(self, key: CardKey) -> bool:
        """Whether a pack in force brings this card."""
        with self._reading() as database:
            return card_rows.exists(database, key)

    def gone_card(self, text: str) -> StoredCard | None:
        """A card whose packs were all taken back; None if there never was one."""
        with self._reading() as database:
            found = card_rows.gone(database, text)
            if found is None:
                return None
            card, pack = found
            return StoredCard(card, pack, artworks.of_card(database, card.key), gone=True)

    def search(self, text: str, limit: int = 10) -> tuple[FoundCard, ...]:
        """Cards by any language's name, reading, passcode or set code, best first."""
        with self._reading() as database:
            hits = catalogue_search.search(database, text, limit)
            return found_cards.found(
                database,
                ((hit.card, partial(catalogue_search.matched, text=text, closeness=hit.closeness)) for hit in hits),
            )

    def called(self, text: str, limit: int) -> list[CardKey]:
        """At most `limit` cards by every word of a name or reading, or by a code; best first."""
        with self._reading() as database:
            return catalogue_search.called(database, text, limit)

    def every_hit(self, text: str) -> list[str]:
        """Every card in which the text stands, best first, packed (`domain.browsing`)."""
        with self._reading() as database:
            return catalogue_search.every(database, text)

    def browsed(self, wanted: CardFilter) -> list[str]:
        """All cards that a filter takes in order of their names, packed; text and labels are not asked here."""
        with self._reading() as database:
            return found_cards.browsed(database, wanted)

    def offers(self) -> Offers:
        """What cards can be filtered by."""
        with self._reading() as database:
            return found_cards.offers(database)

    def packs_of(self, key: CardKey) -> tuple[str, ...]:
        """Every pack in force that names a card or brings a picture of it."""
        with self._reading() as database:
            return found_cards.packs_of(database, key)

    def found(self, cards: Iterable[tuple[CardKey, found_cards.Met]]) -> tuple[FoundCard, ...]:
        """These cards as a search shows them; those that no longer exist are left out."""
        wanted = list(cards)
        with self._reading() as database:
            return found_cards.found(
                database, [matched for matched in wanted if card_rows.exists(database, matched[0])]
            )

    def named(self, game: str, text: str) -> list[CardKey]:
        """Cards with this id or full name, in one game, or in any if `game` is empty."""
        with self._reading() as database:
            return catalogue_search.named(database, game, text)

    def names(self) -> Iterator[CardNames]:
        """All names of every card, one at a time, in the order in which a search lists equally good hits."""
        with self._reading() as database:
            return found_cards.names(database)

    def hash_for_titles(self) -> str:
        """Tells whether `for_titles` still gives the same."""
        with self._reading() as database:
            return found_cards.hash_for_titles(database)

    def for_titles(self) -> list[TitleFacts]:
        """The parts of every card that titles of listings may name, in the same order as `names`."""
        with self._reading() as database:
            return found_cards.for_titles(database)

    def summary(self) -> CatalogueSummary:
        with self._reading() as database:
            return found_cards.summary(database)

    def quick_check(self) -> str | None:
        """None if SQLite finds the file sound, else its first complaint."""
        with self._reading() as database:
            return quick_check(database)

    def health(self) -> CatalogueHealth:
        """What is not as it was written; every row is read."""
        with self._reading() as database:
            return catalogue_health.health(database)

    def mend(self, found: CatalogueHealth) -> None:
        """Derive again what can be derived; see `catalogue_health.mend`."""
        with self._writing() as database:
            catalogue_health.mend(database, found)

    def card_hashes(self, *, pack: str | None = None) -> dict[CardKey, str]:
        """Every card's content hash, as `store.card_rows.content_sha256` gives it. With a pack: as that pack has it."""
        with self._reading() as database:
            if pack is None:
                return card_rows.content_hashes(database)
            return card_rows.content_hashes_of_pack(database, pack)

    def known_cards(self) -> tuple[KnownCard, ...]:
        """Every card with its hash, pack and codes, for comparison with new ones."""
        with self._reading() as database:
            return tuple(card_rows.known(database))

    def packs_of_cards(self) -> dict[CardKey, str]:
        """The pack that first brought each card."""
        with self._reading() as database:
            return card_rows.packs(database)

    # Reading artworks

    def artworks(self, key: CardKey) -> tuple[StoredArtwork, ...]:
        """A card's artworks: live before retired, main before alternate. None for an unknown card."""
        with self._reading() as database:
            return artworks.of_card(database, key)

    def artworks_of_pack(self, pack: str) -> dict[tuple[CardKey, str], NewArtwork]:
        """A pack's live artworks by card and file name in images.csv."""
        with self._reading() as database:
            return artworks.live_of_pack(database, pack)

    def pictured_cards(self) -> set[tuple[CardKey, str]]:
        """Every card with each of its live pictures, whichever packs bring them."""
        with self._reading() as database:
            return artworks.pictured_cards(database)

    def backs_of_pack(self, pack: str) -> dict[tuple[str, str], NewBack]:
        """A pack's backs by game and file name."""
        with self._reading() as database:
            return backs.live_of_pack(database, pack)

    def backs(self) -> list[NewBack]:
        """The backs of every game's cards."""
        with self._reading() as database:
            return backs.live(database)

    def live_pictures(self) -> tuple[StoredPicture, ...]:
        """Every picture that a live artwork shows, once, sorted by hash."""
        with self._reading() as database:
            return artworks.live_pictures(database)

    def packs_of_pictures(self) -> dict[str, str]:
        """The pack that brought each picture of a live artwork; of several, the first by name."""
        with self._reading() as database:
            return artworks.packs(database)

    def ever_artworks(self) -> dict[int, EverArtwork]:
        """Every artwork that was ever live, by number, in the order in which they came."""
        with self._reading() as database:
            return artworks.ever(database)

    def states(self) -> list[LoggedState]:
        """Which artworks were live together, after each addition and each rollback; the newest first."""
        with self._reading() as database:
            return states(database)

    def suffix_of(self, picture_sha256: str) -> str:
        """The suffix that `LibraryFolder.artwork_file` needs to find a picture; "" for a picture that no artwork ever
        had.
        """
        with self._reading() as database:
            return artworks.suffix_of(database, picture_sha256)

    def correct_suffixes(self, suffixes: Mapping[str, str]) -> None:
        """By picture: how its file ends, where a damaged row says otherwise."""
        with self._writing() as database:
            for picture, suffix in suffixes.items():
                artworks.correct_suffix(database, picture, suffix)

    # Vectors

    def vectors(self, pictures: Sequence[str], model_sha256: str, *, dimension: int) -> PictureRows:
        """The vectors of those pictures that have one, each once, in their order."""
        with self._reading() as database:
            return embeddings.get(database, pictures, model_sha256=model_sha256, dimension=dimension)

    def missing_vectors(self, pictures: Sequence[str], model_sha256: str) -> tuple[str, ...]:
        """Those of the pictures without a sound vector of this model, each once, in their order."""
        with self._reading() as database:
            return embeddings.missing(database, pictures, model_sha256=model_sha256)

    def damaged_vectors(self) -> dict[str, tuple[str, ...]]:
        """By model: the pictures whose vector is damaged."""
        with self._reading() as database:
            return embeddings.damaged(database)

    def misnamed_vectors(self, model_sha256: str) -> dict[str, tuple[str, ...]]:
        """By another model's hash: the pictures whose vector is bit by bit this model's."""
        with self._reading() as database:
            return embeddings.misnamed(database, model_sha256=model_sha256)

    def forget_vectors(self, pictures: Sequence[str], model_sha256: str) -> None:
        """Drop vectors that can neither be used nor made again."""
        with self._writing() as database:
            embeddings.forget(database, pictures, model_sha256=model_sha256)

    def replace_vectors(self, pictures: Sequence[str], vectors: NDArray[np.float32], model_sha256: str) -> None:
        """Replace existing vectors by correct ones."""
        for start in range(0, len(pictures), VECTORS_AT_ONCE):
            part = slice(start, start + VECTORS_AT_ONCE)
            with self._writing() as database:
                embeddings.replace(database, pictures[part], vectors[part], model_sha256=model_sha256)

    def add_vectors(self, pictures: Sequence[str], vectors: NDArray[np.float32], model_sha256: str) -> None:
        """`vectors`: (n, dimension) float32, unit length. Existing ones stay, unless they are damaged."""
        for start in range(0, len(pictures), VECTORS_AT_ONCE):
            part = slice(start, start + VECTORS_AT_ONCE)
            with self._writing() as database:
                embeddings.add(database, pictures[part], vectors[part], model_sha256=model_sha256)

    # Packs

    def packs(self) -> list[PackSummary]:
        """The packs in force, that with the newest addition first."""
        with self._reading() as database:
            return additions.packs(database)

    def additions(self, pack: str | None = None) -> list[StoredAddition]:
        """Every addition that was ever in force, the newest first. Raises `CatalogueError` for an unknown pack."""
        with self._reading() as database:
            return additions.additions(database) if pack is None else additions.of_pack(database, pack)

    def newest_addition(self) -> StoredAddition | None:
        """The newest addition in force, which a rollback takes back."""
        with self._reading() as database:
            return additions.newest(database)

    def stage(self, pack: str, origin: PackOrigin | None = None) -> StagedPack:
        """An addition to fill; what stopped runs left is removed first."""
        with self._reading() as database:
            more = additions.has_leftovers(database)
        while more:
            with self._writing() as database:
                more = additions.sweep_some(database)
        return StagedPack(pack, origin, reading=self._reading, writing=self._writing)

    def take_back(self, going: Sequence[int]) -> None:
        """Take additions back by one write."""
        if going:
            with self._writing() as database:
                additions.take_back(database, going)

    # Transactions

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        """All statements of a call see one state of the file, and every cursor is closed after it."""
        with self._explaining():
            self._database.conn.execute("BEGIN")
            try:
                yield self._database
            finally:
                if self._database.conn.in_transaction:
                    self._database.conn.execute("ROLLBACK")

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        with self._explaining(), writing(self._database):
            yield self._database

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise  # ours: a bug, not the state of the file
        except sqlite3.Error as error:
            raise explained(error, self.path, SCHEMA.noun, SCHEMA.restored) from error
