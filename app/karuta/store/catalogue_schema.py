"""The tables of catalogue.db, migration by migration: cards, packs as versions, and which artworks were live together.

A row is live while the addition that brought it (`since`) is in force and the one that retired it (`until`) is not. So
putting an addition in force, or taking it back, is one write to `additions`. No row of an addition that was ever in
force is deleted: `states` names rows by their number.

The log is never rewritten: by it labels can be replayed (`tests.lab.replay`). A state is a set of numbers of
`artworks`, whose rows are never deleted once they were live.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from karuta.domain.sentence import Sentence
from karuta.store.database import Database, Migrations, Schema


def log_state(database: Database, live: Mapping[int, str], *, time: str) -> None:
    """Log that these artworks (number -> picture hash) are live, inside the caller's transaction; each set once."""
    if live:
        database.execute(
            "INSERT OR IGNORE INTO states (time, pictures_sha256, artworks) VALUES (?, ?, ?)",
            [time, pictures_hash(live.values()), _as_ranges(sorted(live))],
        )


def has_state(database: Database, live: Mapping[int, str]) -> bool:
    """Whether exactly these artworks were ever logged."""
    sql = "SELECT 1 FROM states WHERE pictures_sha256 = ? AND artworks = ?"
    return database.execute(sql, [pictures_hash(live.values()), _as_ranges(sorted(live))]).fetchone() is not None


def pictures_hash(pictures: Iterable[str]) -> str:
    """The hash of a set of pictures: of their hashes, sorted, without duplicates, one per line."""
    lines = "".join(f"{picture}\n" for picture in sorted(set(pictures)))
    return hashlib.sha256(lines.encode()).hexdigest()


def _as_ranges(numbers: list[int]) -> str:
    """`1-11001 11003`: a pack's artworks have consecutive numbers, so a state of 100,000 takes a few bytes."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


# Of a row of `card_rows`, `artworks` or `backs`.
LIVE = "(since IN (SELECT addition FROM in_force) AND (until IS NULL OR until NOT IN (SELECT addition FROM in_force)))"

_TABLES = (
    # `staged`: being filled, or left by a run that was stopped. `back`: taken back, for good.
    """CREATE TABLE additions (
        addition INTEGER PRIMARY KEY AUTOINCREMENT,
        pack INTEGER NOT NULL REFERENCES packs,
        added TEXT NOT NULL,
        format TEXT NOT NULL,
        source TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('staged', 'in force', 'back')))""",
    """CREATE TABLE cards (
        card INTEGER PRIMARY KEY,
        game TEXT NOT NULL,
        card_id TEXT NOT NULL,
        UNIQUE (game, card_id))""",
    "CREATE INDEX cards_by_id ON cards (card_id)",
    # What one pack says of one card. What a lookup needs of every card is kept apart from what is read one card at a
    # time.
    """CREATE TABLE card_rows (
        row INTEGER PRIMARY KEY,
        card INTEGER NOT NULL REFERENCES cards,
        pack INTEGER NOT NULL REFERENCES packs,
        since INTEGER NOT NULL REFERENCES additions,
        until INTEGER REFERENCES additions,
        name TEXT NOT NULL,
        content_sha256 TEXT NOT NULL)""",
    "CREATE INDEX card_rows_by_card ON card_rows (card, since)",
    "CREATE INDEX card_rows_by_addition ON card_rows (since)",
    """CREATE TABLE card_details (
        row INTEGER PRIMARY KEY REFERENCES card_rows,
        kind TEXT NOT NULL,
        names TEXT NOT NULL,
        readings TEXT NOT NULL,
        codes TEXT NOT NULL,
        facts TEXT NOT NULL)""",
    """CREATE TABLE printings (
        row INTEGER NOT NULL REFERENCES card_rows,
        position INTEGER NOT NULL,
        set_code TEXT NOT NULL,
        set_name TEXT NOT NULL,
        lang TEXT NOT NULL,
        rarities TEXT NOT NULL,
        PRIMARY KEY (row, position)) WITHOUT ROWID""",
    # Each column holds lines of folded text, with a line break before and after each (see catalogue_search).
    """CREATE TABLE search_terms (
        row INTEGER PRIMARY KEY REFERENCES card_rows,
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
        pack INTEGER NOT NULL REFERENCES packs,
        since INTEGER NOT NULL REFERENCES additions,
        until INTEGER REFERENCES additions)""",
    "CREATE INDEX artworks_by_card ON artworks (card, file)",
    "CREATE INDEX artworks_by_picture ON artworks (picture_sha256)",
    "CREATE INDEX artworks_by_addition ON artworks (since)",
    # The back of a game's cards; a picture of it is in `artworks/` and is never a match.
    """CREATE TABLE backs (
        back INTEGER PRIMARY KEY,
        game TEXT NOT NULL,
        file TEXT NOT NULL,
        picture_sha256 TEXT NOT NULL,
        suffix TEXT NOT NULL,
        pack INTEGER NOT NULL REFERENCES packs,
        since INTEGER NOT NULL REFERENCES additions,
        until INTEGER REFERENCES additions)""",
    # Each set of artworks that was ever live. `pictures_sha256`: see `state_log`; `artworks`: numbers, as ranges.
    """CREATE TABLE states (
        state INTEGER PRIMARY KEY,
        time TEXT NOT NULL,
        pictures_sha256 TEXT NOT NULL,
        artworks TEXT NOT NULL,
        UNIQUE (pictures_sha256, artworks))""",
    "CREATE VIEW in_force AS SELECT addition FROM additions WHERE state = 'in force'",
    f"CREATE VIEW live_rows AS SELECT * FROM card_rows WHERE {LIVE}",
    f"CREATE VIEW live_artworks AS SELECT * FROM artworks WHERE {LIVE}",
    f"CREATE VIEW live_backs AS SELECT * FROM backs WHERE {LIVE}",
    # A card shows what the newest addition in force says: with max(), SQLite takes the other columns from that row.
    "CREATE VIEW shown_cards AS SELECT card, row, name, content_sha256, max(since) AS since FROM live_rows "
    "GROUP BY card",
)
_OLDER = ("printings", "card_details", "search_terms", "artworks", "cards")


def packs_as_versions(database: Database) -> None:
    """Every pack becomes one addition in force. Rows keep their pack and number; retired artworks stay retired."""
    for name in ("cards_by_id", "one_live_artwork", "artworks_by_picture"):
        database.execute(f"DROP INDEX {name}")
    for name in reversed(_OLDER):
        database.execute(f"ALTER TABLE {name} RENAME TO older_{name}")
    for statement in _TABLES:
        database.execute(statement)
    for statement in (
        "INSERT INTO additions SELECT pack, pack, added, 'karuta', '', 'in force' FROM packs ORDER BY pack",
        "INSERT INTO cards SELECT card, game, card_id FROM older_cards",
        "INSERT INTO card_rows SELECT card, card, pack, pack, NULL, name, content_sha256 FROM older_cards",
        "INSERT INTO card_details SELECT card, kind, names, readings, codes, facts FROM older_card_details",
        "INSERT INTO printings SELECT * FROM older_printings",
        "INSERT INTO search_terms SELECT * FROM older_search_terms",
        # A retired artwork was replaced by the next row of its card and file. If a retired one came back, its stand-in
        # has no such row, and was not live for good.
        """INSERT INTO artworks SELECT artwork, card, file, role, picture_sha256, suffix, pack, pack,
            CASE WHEN live THEN NULL ELSE coalesce((SELECT next.pack FROM older_artworks AS next
                WHERE next.card = old.card AND next.file = old.file AND next.artwork > old.artwork
                ORDER BY next.artwork LIMIT 1), pack) END
            FROM older_artworks AS old""",
    ):
        database.execute(statement)
    _log_earlier_states(database)
    for name in _OLDER:
        database.execute(f"DROP TABLE older_{name}")


def _log_earlier_states(database: Database) -> None:
    """The old rule: after each pack, the newest artwork of each card and file was live. Then comes what is live now."""
    rows = database.execute(
        "SELECT artwork, card, file, picture_sha256, pack, live FROM older_artworks ORDER BY artwork"
    ).fetchall()
    for pack, added in database.execute("SELECT pack, added FROM packs ORDER BY pack").fetchall():
        standing = {(card, file): (number, picture) for number, card, file, picture, of, _ in rows if of <= pack}
        log_state(database, dict(standing.values()), time=added)
    live = {number: picture for number, _, _, picture, _, is_live in rows if is_live}
    newest = database.execute("SELECT coalesce(max(added), '') FROM packs").fetchone()[0]
    log_state(database, live, time=newest)


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
    restored=Sentence("no labels are in it; `karuta doctor --repair` mends it, or says what to add again"),
)
