"""Additions in catalogue.db: begun, put in force, taken back, each by one write. Brings no rows itself."""

from __future__ import annotations

from collections.abc import Sequence

from karuta import clock
from karuta.domain.catalogue import PackSummary, Standing, StoredAddition
from karuta.domain.errors import CatalogueError
from karuta.store import artworks
from karuta.store.catalogue_schema import has_state, log_state
from karuta.store.database import Database

_BROUGHT = ("card_rows", "printings JOIN card_rows USING (row)", "artworks", "backs")
_COUNTED = "(SELECT count(*) FROM {} WHERE since = additions.addition)"
# What a stopped run left is removed in steps of this many rows, so that nobody waits for it.
_SWEPT_AT_ONCE = 500


def begin(database: Database, pack: str, *, source_format: str, source: str) -> tuple[int, int]:
    """A staged addition and its pack's number; both are created once there is something to write."""
    now = _now()
    database.execute("INSERT OR IGNORE INTO packs (name, added) VALUES (?, ?)", [pack, now])
    (number,) = database.execute("SELECT pack FROM packs WHERE name = ?", [pack]).fetchone()
    addition = database.execute(
        "INSERT INTO additions (pack, added, format, source, state) VALUES (?, ?, ?, ?, 'staged')",
        [number, now, source_format, source],
    ).lastrowid
    assert addition is not None
    return addition, int(number)


def is_staged(database: Database, addition: int) -> bool:
    """Whether there is such an addition that is not in force yet."""
    row = database.execute("SELECT 1 FROM additions WHERE addition = ? AND state = 'staged'", [addition]).fetchone()
    return row is not None


def put_in_force(database: Database, addition: int) -> None:
    """From this write on everybody sees what it brought."""
    now = _now()
    database.execute("UPDATE additions SET state = 'in force', added = ? WHERE addition = ?", [now, addition])
    log_state(database, artworks.live(database), time=now)


def is_logged(database: Database) -> bool:
    """Whether the log of states has what is live now."""
    live = artworks.live(database)
    return not live or has_state(database, live)


def take_back(database: Database, going: Sequence[int]) -> None:
    """From this write on nobody sees what these additions brought, and what they retired is live again.

    A card to which another pack brought an artwork stays, and belongs to that pack from now on.
    """
    if not going:
        return
    marks = ", ".join("?" * len(going))
    database.execute(f"UPDATE additions SET state = 'back' WHERE addition IN ({marks})", list(going))
    named = database.execute(
        "SELECT card, min(since), pack FROM live_artworks WHERE card NOT IN (SELECT card FROM live_rows) GROUP BY card"
    ).fetchall()
    for card, since, pack in named:
        database.execute(
            "UPDATE card_rows SET pack = ?, since = ?, until = NULL WHERE row = "
            f"(SELECT row FROM card_rows WHERE card = ? AND since IN ({marks}) ORDER BY since DESC LIMIT 1)",
            [pack, since, card, *going],
        )
    log_state(database, artworks.live(database), time=_now())


def additions(database: Database, pack: str | None = None) -> list[StoredAddition]:
    """Every addition that was ever in force, or a pack's, the newest first. Raises `CatalogueError` for an unknown
    pack.
    """
    counts = ", ".join(_COUNTED.format(table) for table in _BROUGHT)
    rows = database.execute(
        f"SELECT addition, packs.name, additions.added, format, source, state, {counts} "
        "FROM additions JOIN packs USING (pack) WHERE state IN ('in force', 'back') ORDER BY addition DESC"
    ).fetchall()
    brought = [
        StoredAddition(number, name, added, form, source, Standing(state), *counted)
        for number, name, added, form, source, state, *counted in rows
    ]
    if pack is None:
        return brought
    if not any(addition.pack == pack and addition.standing is Standing.IN_FORCE for addition in brought):
        raise CatalogueError("There is no pack {pack} in this catalogue; `karuta pack list` lists them.", pack=pack)
    return [addition for addition in brought if addition.pack == pack]


def packs(database: Database) -> list[PackSummary]:
    """Every pack in force, that with the newest addition first."""
    rows = database.execute(
        "SELECT packs.name, additions.added, (SELECT count(*) FROM live_rows WHERE live_rows.pack = packs.pack), "
        "(SELECT count(*) FROM live_artworks WHERE live_artworks.pack = packs.pack), format, source "
        "FROM packs JOIN additions ON addition = (SELECT max(newest.addition) FROM additions AS newest "
        "WHERE newest.pack = packs.pack AND newest.state = 'in force') ORDER BY addition DESC"
    ).fetchall()
    return [PackSummary(*row) for row in rows]


def has_leftovers(database: Database) -> bool:
    """Whether a run was stopped before its addition came into force."""
    return database.execute("SELECT 1 FROM additions WHERE state = 'staged' LIMIT 1").fetchone() is not None


def sweep_some(database: Database) -> bool:
    """Remove some of what stopped runs left, inside the caller's transaction. Returns whether there is more."""
    staged = "since IN (SELECT addition FROM additions WHERE state = 'staged')"
    rows = [row for (row,) in database.execute(f"SELECT row FROM card_rows WHERE {staged} LIMIT {_SWEPT_AT_ONCE}")]
    for row in rows:
        for table in ("search_terms", "printings", "card_details", "card_rows"):
            database.execute(f"DELETE FROM {table} WHERE row = ?", [row])
    if rows:
        return True
    for table, key in (("artworks", "artwork"), ("backs", "back")):
        some = f"SELECT {key} FROM {table} WHERE {staged} LIMIT {_SWEPT_AT_ONCE}"
        if database.execute(f"DELETE FROM {table} WHERE {key} IN ({some})").rowcount:
            return True
    for table in ("card_rows", "artworks", "backs"):
        until = staged.replace("since", "until")
        database.execute(f"UPDATE {table} SET until = NULL WHERE {until}")
    unused = "card NOT IN (SELECT card FROM card_rows) AND card NOT IN (SELECT card FROM artworks)"
    database.execute(f"DELETE FROM cards WHERE {unused}")
    database.execute("DELETE FROM additions WHERE state = 'staged'")
    database.execute("DELETE FROM packs WHERE pack NOT IN (SELECT pack FROM additions)")
    return False


def _now() -> str:
    return clock.now().isoformat(timespec="seconds")
