"""Reads every row of catalogue.db as commands read them, and says which are not as they were written.

SQLite's own check knows structures and no values. A card's row keeps the hash of what its source said; the log of
states keeps the hash of the live pictures; search terms and names can be derived again. Nothing else is mended here.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from karuta.domain.card import CardKey
from karuta.domain.errors import KarutaError
from karuta.store import additions, artworks, card_rows
from karuta.store.catalogue_schema import SCHEMA
from karuta.store.database import Database, PlainConnection, complaint_of, migrate, open_writing, writing

_AT_ONCE = 500
_ROWS = f"""SELECT row, game, card_id, packs.name, card_rows.name, content_sha256,
        tie, words, squeezed, search_terms.codes
    FROM card_rows JOIN cards USING (card) JOIN packs USING (pack) LEFT JOIN search_terms USING (row)
    WHERE row > ? AND row IN (SELECT row FROM live_rows) ORDER BY row LIMIT {_AT_ONCE}"""
# Each row belongs to the pack of the addition that brought it.
_STRAY = " UNION ALL ".join(
    f"SELECT 1 FROM {table} AS r JOIN additions AS a ON a.addition = r.since WHERE r.pack <> a.pack"
    for table in ("card_rows", "artworks", "backs")
)
_NO_PICTURE = "typeof(picture_sha256) <> 'text' OR typeof(suffix) <> 'text'"
# A vector is found by two hashes; under what is none it can only be made again. GLOB reads to the first zero byte.
_NAMELESS = "FROM embeddings WHERE " + " OR ".join(
    f"typeof({name}) <> 'text' OR {name} GLOB '*[^0-9a-z]*' OR instr(CAST({name} AS BLOB), x'00')"
    for name in ("model_sha256", "picture_sha256")
)
# What no hash bears out, and an index repeats: where the two differ, nobody knows which of them is right.
_TWICE = (
    ("SELECT artwork, card, file FROM artworks {index} ORDER BY card, file", "artworks_by_card"),
    ("SELECT card, game, card_id FROM cards {index} ORDER BY game, card_id", "sqlite_autoindex_cards_1"),
    ("SELECT pack, name FROM packs {index} ORDER BY name", "sqlite_autoindex_packs_1"),
    ("SELECT state, pictures_sha256, artworks FROM states {index} ORDER BY 2, 3", "sqlite_autoindex_states_1"),
)


@dataclass(frozen=True)
class CatalogueHealth:
    """`complaint`: why the file as a whole cannot be trusted. `cards`: by pack, those whose row is not as written.

    `unmarked`: their rows that `mend` has not marked yet. `derived`: rows whose search terms or name are not those of
    their card.
    """

    complaint: str | None = None
    cards: dict[str, list[CardKey]] = field(default_factory=dict)
    unmarked: tuple[int, ...] = ()
    derived: tuple[int, ...] = ()

    @property
    def is_sound(self) -> bool:
        return self.complaint is None and not self.cards and not self.derived


def health(database: Database) -> CatalogueHealth:
    """A few hundred rows are read at a time. Raises `sqlite3.Error` for an unreadable file."""
    if complaint := complaint_of(database) or _contradiction(database):
        return CatalogueHealth(complaint)
    cards: dict[str, list[CardKey]] = defaultdict(list)
    unmarked: list[int] = []
    derived: list[int] = []
    for number, key, pack, kept, terms in _each(database):
        row = _as_written(database, key, number)
        if row is None or row.content_sha256 != kept[1]:
            cards[pack].append(key)
            if kept[1] != card_rows.DAMAGED:
                unmarked.append(number)
        elif (row.name, row.terms.tie, row.terms.words, row.terms.squeezed, row.terms.codes) != (kept[0], *terms):
            derived.append(number)
    return CatalogueHealth(None, dict(cards), tuple(unmarked), tuple(derived))


def _each(database: Database) -> Iterator[tuple[int, CardKey, str, tuple[str, str], tuple[str, ...]]]:
    after = -1
    while True:
        rows = database.execute(_ROWS, [after]).fetchall()
        for row, game, card_id, pack, name, sha256, *terms in rows:
            yield int(row), CardKey(game, card_id), str(pack), (name, sha256), tuple(terms)
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1][0]


def _as_written(database: Database, key: CardKey, number: int) -> card_rows.CardRow | None:
    """The row that this card would have now; None if it cannot be read."""
    try:
        return card_rows.row_of(card_rows.of_row(database, key, number))
    except (KarutaError, sqlite3.DatabaseError, TypeError, ValueError, AttributeError):
        return None


def _shape(database: Database) -> dict[str, dict[str, object]]:
    """Tables with their columns, views with what they select."""
    parts: dict[str, dict[str, object]] = {"table": {}, "view": {}}
    for kind, name, sql in database.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type <> 'index'"
    ).fetchall():
        columns = database.execute("SELECT name, type, pk FROM pragma_table_info(?)", [name]).fetchall()
        parts.setdefault(kind, {})[name] = columns if kind == "table" else sql
    return parts


@cache
def _sound_shape() -> dict[str, dict[str, object]]:
    database = Database(sqlite3.connect(":memory:", isolation_level=None))
    migrate(database, SCHEMA)
    return _shape(database)


def _contradiction(database: Database) -> str | None:
    if _shape(database) != _sound_shape():
        return "its tables are not those of a catalogue"
    if row := database.execute("PRAGMA foreign_key_check").fetchone():
        return f"a row of {row[0]} names one of {row[2]} that is not there"
    if database.execute(f"{_STRAY} LIMIT 1").fetchone():
        return "a row is not of the pack that brought it"
    if database.execute(f"SELECT 1 FROM artworks WHERE {_NO_PICTURE} LIMIT 1").fetchone():
        return "an artwork's picture is no text"
    if database.execute(f"SELECT 1 {_NAMELESS} LIMIT 1").fetchone():
        return "a vector is of what is no picture"
    if not additions.is_logged(database):
        return "the live pictures are none of the states that were logged"
    if next(_garbled(database), None):
        return "where a pack came from is no text"
    artworks.view(database)
    return None


def _garbled(database: Database | sqlite3.Connection) -> Iterator[tuple[str, str, str, int]]:
    """Additions whose time, format or source is no text: what can be read of each, and the addition's number."""
    for number, kinds, *values in database.execute(
        "SELECT addition, typeof(added) || typeof(format) || typeof(source), "
        "CAST(added AS BLOB), CAST(format AS BLOB), CAST(source AS BLOB) FROM additions"
    ).fetchall():
        time, form, source = (text.decode("utf-8", errors="replace") for text in values)
        if kinds != "texttexttext" or [time.encode(), form.encode(), source.encode()] != values:
            yield time, form, source, number


def mend(database: Database, damage: CatalogueHealth) -> None:
    """Derive again what can be, inside a transaction, and mark the cards that are not as they were written."""
    for number in damage.derived:
        game, card_id = database.execute(
            "SELECT game, card_id FROM card_rows JOIN cards USING (card) WHERE row = ?", [number]
        ).fetchone()
        row = card_rows.row_of(card_rows.of_row(database, CardKey(game, card_id), number))
        database.execute("UPDATE card_rows SET name = ? WHERE row = ?", [row.name, number])
        database.execute("INSERT OR REPLACE INTO search_terms VALUES (?, ?, ?, ?, ?)", [number, *_terms(row)])
    for number in damage.unmarked:
        database.execute("UPDATE card_rows SET content_sha256 = ? WHERE row = ?", [card_rows.DAMAGED, number])


def _terms(row: card_rows.CardRow) -> Sequence[str]:
    return (row.terms.tie, row.terms.words, row.terms.squeezed, row.terms.codes)


def written_anew(path: Path, target: Path) -> str | None:
    """Write all rows into a new file, with new indexes. Returns why it is not sound; None: it can take the place.

    Raises `sqlite3.Error` for rows that cannot be read.
    """
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None, factory=PlainConnection)) as source:
        for sql, index in _TWICE:
            rows = [source.execute(sql.format(index=way)).fetchall() for way in ("NOT INDEXED", f"INDEXED BY {index}")]
            if _differ(*rows):
                return "a table and its index say different things"
    fresh = open_writing(target, SCHEMA)
    try:
        fresh.execute("ATTACH ? AS damaged", [str(path)])
        with writing(fresh):
            _copy(fresh)
            fresh.execute(f"DELETE {_NAMELESS}")
            change = "UPDATE additions SET added = ?, format = ?, source = ? WHERE addition = ?"
            fresh.conn.executemany(change, list(_garbled(fresh)))
        fresh.execute("DETACH damaged")
        return health(fresh).complaint
    except sqlite3.IntegrityError:
        return "a row breaks the rules of its table"
    finally:
        fresh.conn.close()


def _copy(fresh: Database) -> None:
    """All rows of the attached file, column by column: its names may be damaged, and its indexes are made again."""
    fresh.execute("PRAGMA defer_foreign_keys=ON")
    for table in _shape(fresh)["table"]:
        if not table.startswith(("_", "sqlite_")):
            fresh.execute(f"INSERT INTO main.{table} SELECT * FROM damaged.{table} NOT INDEXED")
    fresh.execute(
        "UPDATE sqlite_sequence SET seq = (SELECT max(main.sqlite_sequence.seq, there.seq) "
        "FROM damaged.sqlite_sequence AS there WHERE there.name = main.sqlite_sequence.name)"
    )


def _differ(table: Sequence[tuple[object, ...]], index: Sequence[tuple[object, ...]]) -> bool:
    """Whether a row stands in both with other values. One that is missing in the index is no contradiction."""
    by_number = {row[0]: row for row in table}
    return any(by_number.get(row[0], row) != row for row in index)
