"""The door to catalogue.db: cards, artworks and vectors of one library, read and written in short transactions.

All of it can be made again from the catalogue folders; labels are elsewhere. One connection, so one thread; no cursor
outlives a call.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import CardKey
from karuta.domain.catalogue import FoundCard
from karuta.store import additions as addition_rows
from karuta.store import artworks as artwork_rows
from karuta.store import (
    card_rows,
    catalogue_health,
    catalogue_search,
    embeddings,
    found_cards,
)
from karuta.store.backups import back_up
from karuta.store.catalogue_schema import SCHEMA
from karuta.store.database import (
    Closable,
    Database,
    explained,
    is_older,
    open_for_now,
    open_reading,
    open_writing,
    writing,
)
from karuta.store.staged_pack import PackOrigin, StagedPack

VECTORS_AT_ONCE = 1000

PrintSays = ParamSpec("PrintSays")
Given = TypeVar("Given")


def _reads(
    read: Callable[Concatenate[Database, PrintSays], Given],
) -> Callable[Concatenate[Catalogue, PrintSays], Given]:
    """A method that does this within one reading transaction."""

    def within(catalogue: Catalogue, /, *given: PrintSays.args, **named: PrintSays.kwargs) -> Given:
        with catalogue._reading() as opened:
            return read(opened, *given, **named)

    return within


def _writes(
    write: Callable[Concatenate[Database, PrintSays], Given],
) -> Callable[Concatenate[Catalogue, PrintSays], Given]:
    """A method that does this within one writing transaction."""

    def within(catalogue: Catalogue, /, *given: PrintSays.args, **named: PrintSays.kwargs) -> Given:
        with catalogue._writing() as opened:
            return write(opened, *given, **named)

    return within


class Catalogue(Closable):
    """One library's catalogue. Every call raises `LibraryError` if the file cannot be used.

    What each call gives and raises is said where it is defined; all of its statements see one state of the file.
    """

    def __init__(self, path: Path, opened: Database) -> None:
        self.path = path
        self._database = opened

    @classmethod
    def open_reading(cls, path: Path, *, older: bool = False) -> Self:
        """Opens an existing, current catalogue, or an `older` one too; see `database.open_reading`.

        Raises `LibraryError` with the command that mends it.
        """
        return cls(path, open_reading(path, SCHEMA, older=older))

    @classmethod
    def open_writing(cls, path: Path) -> Self:
        """Creates or migrates the file as needed; an older one is backed up first, into `backups/`."""

        def copied(older: Path) -> None:
            back_up(older, older.parent / "backups", SCHEMA.noun)

        return cls(path, open_writing(path, SCHEMA, before_migration=copied))

    @classmethod
    def open_for_now(cls, path: Path) -> Self:
        """A copy, or an empty catalogue where there is none: what is written there is gone once it is closed."""
        return cls(path, open_for_now(path, SCHEMA))

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

    view = _reads(artwork_rows.view)
    find = _reads(card_rows.find)
    card = _reads(card_rows.get)
    cards = _reads(card_rows.those_there)
    has = _reads(card_rows.exists)
    printings = _reads(card_rows.printings)
    passcodes = _reads(found_cards.passcodes)
    set_codes = _reads(found_cards.set_codes)
    details = _reads(found_cards.details)
    gone_card = _reads(found_cards.gone_card)
    search = _reads(found_cards.searched)
    called = _reads(catalogue_search.called)
    every_hit = _reads(catalogue_search.every)
    named = _reads(catalogue_search.named)
    browsed = _reads(found_cards.browsed)
    offers = _reads(found_cards.offers)
    packs_of = _reads(found_cards.packs_of)
    names = _reads(found_cards.names)
    hash_for_titles = _reads(found_cards.hash_for_titles)
    for_titles = _reads(found_cards.for_titles)
    summary = _reads(found_cards.summary)
    card_hashes = _reads(card_rows.content_hashes)
    games_of_pack = _reads(card_rows.games_of_pack)
    known_cards = _reads(card_rows.known_cards)
    packs_of_cards = _reads(card_rows.packs)
    _search_results = _reads(found_cards.search_results)

    def search_results(self, cards: Iterable[tuple[CardKey, found_cards.Met]]) -> tuple[FoundCard, ...]:
        """These cards as a search shows them; those that no longer exist are left out."""
        return self._search_results(list(cards))  # they may be asked for here as well, one read after the other

    health = _reads(catalogue_health.health)
    mend = _writes(catalogue_health.mend)

    artworks = _reads(artwork_rows.of_card)
    artworks_of_pack = _reads(artwork_rows.live_of_pack)
    pictured_cards = _reads(artwork_rows.pictured_cards)
    backs_of_pack = _reads(artwork_rows.live_backs_of_pack)
    backs = _reads(artwork_rows.live_backs)
    live_pictures = _reads(artwork_rows.live_pictures)
    packs_of_pictures = _reads(artwork_rows.packs)
    suffix_of = _reads(artwork_rows.suffix_of)
    correct_suffixes = _writes(artwork_rows.correct_suffixes)

    vectors = _reads(embeddings.get)
    missing_vectors = _reads(embeddings.missing)
    damaged_vectors = _reads(embeddings.damaged)
    misnamed_vectors = _reads(embeddings.misnamed)
    forget_vectors = _writes(embeddings.forget)

    def add_vectors(self, pictures: Sequence[str], vectors: NDArray[np.float32], model_sha256: str) -> None:
        """`vectors`: (n, dimension) float32, unit length. Existing ones stay, unless they are damaged."""
        for start in range(0, len(pictures), VECTORS_AT_ONCE):
            part = slice(start, start + VECTORS_AT_ONCE)
            with self._writing() as opened:
                embeddings.add(opened, pictures[part], vectors[part], model_sha256)

    packs = _reads(addition_rows.packs)
    additions = _reads(addition_rows.additions)
    take_back = _writes(addition_rows.take_back)
    _has_leftovers = _reads(addition_rows.has_leftovers)
    _sweep_some = _writes(addition_rows.sweep_some)

    def stage(self, pack: str, origin: PackOrigin | None = None) -> StagedPack:
        """An addition to fill; what stopped runs left is removed first."""
        more = self._has_leftovers()
        while more:
            more = self._sweep_some()
        return StagedPack(pack, origin, reading=self._reading, writing=self._writing)

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
