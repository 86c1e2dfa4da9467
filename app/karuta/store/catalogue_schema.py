"""The tables of catalogue.db, migration by migration. Holds no rows and runs no queries."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from karuta.domain.sentence import Sentence
from karuta.store.database import Schema
from karuta.store.packs_schema import packs_as_versions

migrations = Migrations("catalogue")


@migrations()
def m001_cards_artworks_and_their_vectors(database: Database) -> None:
    """`card` and `artwork` numbers belong to this file; everybody else says (game, card_id) and picture hash."""
    for statement in (
        "CREATE TABLE packs (pack INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, added TEXT NOT NULL)",
        # What a lookup needs of every card is kept apart from what is read one card at a time (1 kB each).
        """CREATE TABLE cards (
            card INTEGER PRIMARY KEY,
            game TEXT NOT NULL,
            card_id TEXT NOT NULL,
            name TEXT NOT NULL,
            content_sha256 TEXT NOT NULL,
            pack INTEGER NOT NULL REFERENCES packs,
            UNIQUE (game, card_id))""",
        "CREATE INDEX cards_by_id ON cards (card_id)",
        """CREATE TABLE card_details (
            card INTEGER PRIMARY KEY REFERENCES cards,
            kind TEXT NOT NULL,
            names TEXT NOT NULL,
            readings TEXT NOT NULL,
            codes TEXT NOT NULL,
            facts TEXT NOT NULL)""",
        """CREATE TABLE printings (
            card INTEGER NOT NULL REFERENCES cards,
            position INTEGER NOT NULL,
            set_code TEXT NOT NULL,
            set_name TEXT NOT NULL,
            lang TEXT NOT NULL,
            rarities TEXT NOT NULL,
            PRIMARY KEY (card, position)) WITHOUT ROWID""",
        # Each column holds lines of folded text, with a line break before and after each (see catalogue_search).
        """CREATE TABLE search_terms (
            card INTEGER PRIMARY KEY REFERENCES cards,
            tie TEXT NOT NULL,
            words TEXT NOT NULL,
            squeezed TEXT NOT NULL,
            codes TEXT NOT NULL)""",
        """CREATE TABLE artworks (
            artwork INTEGER PRIMARY KEY,
            card INTEGER NOT NULL REFERENCES cards,
            file TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('main', 'alternate')),
            picture_sha256 TEXT NOT NULL,
            suffix TEXT NOT NULL,
            live INTEGER NOT NULL CHECK (live IN (0, 1)),
            pack INTEGER NOT NULL REFERENCES packs,
            UNIQUE (card, file, picture_sha256))""",
        "CREATE UNIQUE INDEX one_live_artwork ON artworks (card, file) WHERE live",
        "CREATE INDEX artworks_by_picture ON artworks (picture_sha256)",
        # Keyed by content: two artworks share one vector, and a new model's vectors stand beside the old one's.
        """CREATE TABLE embeddings (
            model_sha256 TEXT NOT NULL,
            picture_sha256 TEXT NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (model_sha256, picture_sha256))""",
    ):
        database.execute(statement)


@migrations()
def m002_packs_as_versions(database: Database) -> None:
    """Rows belong to a pack and to the addition that brought them; see `packs_schema`."""
    packs_as_versions(database)


SCHEMA = Schema(
    noun=Sentence("catalogue"),
    application_id=0x4B525443,  # "KRTC"
    version=2,
    migrations=migrations,
    made_by="`karuta catalogue add FOLDER`",
    mended_by="`karuta index rebuild`",
    restored=Sentence("no labels are in it; `karuta doctor --repair` repairs it, or says what to add again"),
)
