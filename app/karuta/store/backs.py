"""Keeps in catalogue.db which picture is the back of which game's cards; a back is never a match."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from karuta.domain.catalogue import NewBack


def live(database: Database) -> list[NewBack]:
    """Every back in force, each picture of a game once."""
    rows = database.execute(
        "SELECT game, min(file), picture_sha256, min(suffix) FROM live_backs GROUP BY game, picture_sha256 "
        "ORDER BY game, picture_sha256"
    ).fetchall()
    return [NewBack(*row) for row in rows]


def live_of_pack(database: Database, pack: str) -> dict[tuple[str, str], NewBack]:
    """A pack's backs by game and file name."""
    rows = database.execute(
        "SELECT game, file, picture_sha256, suffix FROM live_backs "
        "WHERE pack = (SELECT pack FROM packs WHERE name = ?)",
        [pack],
    ).fetchall()
    return {(back.game, back.file): back for back in (NewBack(*row) for row in rows)}


def put(database: Database, new: Sequence[NewBack], *, pack: int, addition: int) -> None:
    """Store what an addition brings, inside the caller's transaction.

    Retires its own pack's earlier back of the same file.
    """
    for back in new:
        database.execute(
            "UPDATE backs SET until = ? WHERE back IN "
            "(SELECT back FROM live_backs WHERE game = ? AND file = ? AND pack = ?)",
            [addition, back.game, back.file, pack],
        )
        database.execute(
            "INSERT INTO backs (game, file, picture_sha256, suffix, pack, since) VALUES (?, ?, ?, ?, ?, ?)",
            [back.game, back.file, back.picture_sha256, back.suffix, pack, addition],
        )
