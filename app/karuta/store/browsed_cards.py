"""Which cards of a catalogue a filter takes, in order of their names, and what there is to filter by; writes nothing.

SQLite sorts and compares, which lets other threads run meanwhile: 100,000 cards sorted in Python would hold them up.
"""

from __future__ import annotations

import json

from sqlite_utils import Database

from karuta.domain.card import CardKey
from karuta.domain.catalogue import SEPARATOR, CardFilter, Offer, Offers

_OF_PACK = """card IN (
    SELECT card FROM live_rows WHERE pack = (SELECT pack FROM packs WHERE name = :pack)
    UNION SELECT card FROM live_artworks WHERE pack = (SELECT pack FROM packs WHERE name = :pack))"""
_CONDITIONS = {
    "game": "game = :game",
    "pack": _OF_PACK,
    "kind": "row IN (SELECT row FROM card_details WHERE kind = :kind)",
    # Rarities are a list of texts in JSON.
    "rarity": "row IN (SELECT row FROM printings WHERE instr(rarities, :rarity))",
    "without_picture": "card NOT IN (SELECT card FROM live_artworks)",
}


def browsed(database: Database, wanted: CardFilter) -> list[str]:
    """All cards that the filter takes, its text and labels aside; packed."""
    conditions = [sql for name, sql in _CONDITIONS.items() if getattr(wanted, name)]
    rows = database.execute(
        f"SELECT game || :separator || card_id FROM shown_cards JOIN cards USING (card) {_where(conditions)} "
        "ORDER BY name COLLATE NOCASE, game, card_id",
        {
            "game": wanted.game,
            "pack": wanted.pack,
            "kind": wanted.kind,
            "rarity": json.dumps(wanted.rarity, ensure_ascii=False),
            "separator": SEPARATOR,
        },
    )
    return [text for (text,) in rows]


def _where(conditions: list[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def offers(database: Database) -> Offers:
    """What there is to filter by."""
    return Offers(
        games=_counted(database, "SELECT game, count(*) FROM shown_cards JOIN cards USING (card) GROUP BY game"),
        packs=_counted(
            database,
            """SELECT name, count(DISTINCT card) FROM (
                SELECT pack, card FROM live_rows UNION SELECT pack, card FROM live_artworks)
            JOIN packs USING (pack) GROUP BY pack""",
        ),
        kinds=_counted(database, "SELECT kind, count(*) FROM shown_cards JOIN card_details USING (row) GROUP BY kind"),
        rarities=_counted(
            database,
            """SELECT each.value, count(DISTINCT row) FROM shown_cards JOIN printings USING (row),
            json_each(CASE WHEN json_valid(rarities) THEN rarities ELSE '[]' END) AS each GROUP BY each.value""",
        ),
    )


def _counted(database: Database, sql: str) -> tuple[Offer, ...]:
    rows = database.execute(f"{sql} ORDER BY 2 DESC, 1").fetchall()
    return tuple(Offer(str(value), count) for value, count in rows if value)


def packs_of(database: Database, key: CardKey) -> tuple[str, ...]:
    """Every pack in force that names a card or brings a picture of it, by name."""
    rows = database.execute(
        """SELECT DISTINCT name FROM packs JOIN (
            SELECT pack, card FROM live_rows UNION ALL SELECT pack, card FROM live_artworks) USING (pack)
        WHERE card = (SELECT card FROM cards WHERE game = ? AND card_id = ?) ORDER BY name""",
        [*key],
    ).fetchall()
    return tuple(str(name) for (name,) in rows)
