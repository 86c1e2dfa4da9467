"""A catalogue.db as the first version of Karuta wrote it, row by row as that did."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from karuta.domain.card import Card, CardKey
from karuta.store.card_rows import row_of
from karuta.store.catalogue_schema import SCHEMA
from karuta.store.database import Database

Shown = tuple[str, str, str]
"""(card id, file, picture)."""


_OF_A_ROW = {
    "card_details": "kind, names, readings, codes, facts",
    "printings": "position, set_code, set_name, lang, rarities",
    "search_terms": "tie, words, squeezed, codes",
}


class OlderCatalogue:
    """Version 1: a file name of a card had one live artwork, and whoever brought another retired it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = Database(sqlite3.connect(path, isolation_level=None))
        SCHEMA.migrations.apply(self._database, stop_before="m002_packs_as_versions")
        self._database.execute(f"PRAGMA application_id={SCHEMA.application_id}")
        self._database.execute("PRAGMA user_version=1")

    def close(self) -> None:
        self._database.conn.commit()
        self._database.conn.close()

    def put(self, pack: str, *, cards: Sequence[str] = (), artworks: Sequence[Shown] = ()) -> None:
        run = self._database.execute
        run("INSERT OR IGNORE INTO packs (name, added) VALUES (?, '2026-01-01T00:00:00+00:00')", [pack])
        (number,) = run("SELECT pack FROM packs WHERE name = ?", [pack]).fetchone()
        for card_id in cards:
            row = row_of(Card(CardKey("ohajiki", card_id), {"en": f"Card {card_id}"}))
            run(
                "INSERT INTO cards (game, card_id, name, content_sha256, pack) VALUES (?, ?, ?, ?, ?)",
                [*row.key, row.name, row.content_sha256, number],
            )
            (card,) = run("SELECT card FROM cards WHERE card_id = ?", [card_id]).fetchone()
            run("INSERT INTO card_details VALUES (?, ?, ?, ?, ?, ?)", [card, *row.details])
            terms = (row.terms.tie, row.terms.words, row.terms.squeezed, row.terms.codes)
            run("INSERT INTO search_terms VALUES (?, ?, ?, ?, ?)", [card, *terms])
        for card_id, file, picture in artworks:
            (card,) = run("SELECT card FROM cards WHERE card_id = ?", [card_id]).fetchone()
            run(
                "UPDATE artworks SET live = 0 WHERE card = ? AND file = ? AND live AND picture_sha256 != ?",
                [card, file, picture],
            )
            run(
                "INSERT INTO artworks (card, file, role, picture_sha256, suffix, live, pack) "
                "VALUES (?, ?, 'main', ?, '.png', 1, ?) "
                "ON CONFLICT (card, file, picture_sha256) DO UPDATE SET live = 1, role = excluded.role",
                [card, file, picture, number],
            )

    def take(self, newer: Path) -> None:
        """Everything of a current file in which each card is said once."""
        run = self._database.execute
        self._database.conn.commit()
        run("ATTACH ? AS newer", [str(newer)])
        for statement in (
            "INSERT INTO packs SELECT * FROM newer.packs",
            "INSERT INTO cards SELECT card, game, card_id, name, content_sha256, pack FROM newer.cards "
            "JOIN newer.card_rows USING (card)",
            *(
                f"INSERT INTO {table} SELECT card, {columns} FROM newer.{table} JOIN newer.card_rows USING (row)"
                for table, columns in _OF_A_ROW.items()
            ),
            "INSERT INTO artworks SELECT artwork, card, file, role, picture_sha256, suffix, 1, pack "
            "FROM newer.artworks",
            "INSERT INTO embeddings SELECT * FROM newer.embeddings",
        ):
            run(statement)
        self._database.conn.commit()
        run("DETACH newer")

    def live(self) -> set[Shown]:
        found = self._database.execute(
            "SELECT card_id, file, picture_sha256 FROM artworks JOIN cards USING (card) WHERE live"
        )
        return set(found.fetchall())

    def moments(self) -> list[set[Shown]]:
        """What was live after each pack, as replay worked it out of such a file."""
        ever = self._database.execute(
            "SELECT card_id, file, picture_sha256, artworks.pack FROM artworks JOIN cards USING (card) ORDER BY artwork"
        ).fetchall()
        found = []
        for pack in sorted({row[3] for row in ever}):
            standing = {(card, file): (card, file, picture) for card, file, picture, of in ever if of <= pack}
            found.append(set(standing.values()))
        return found


def made_older(path: Path) -> None:
    """Put a catalogue of version 1 in the place of one that has no retired rows, with the same cards and artworks."""
    newer = path.with_name("newer.db")
    path.rename(newer)
    older = OlderCatalogue(path)
    older.take(newer)
    older.close()
    newer.unlink()
