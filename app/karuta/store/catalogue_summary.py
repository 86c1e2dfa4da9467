"""Counts what is in catalogue.db; changes nothing."""

from __future__ import annotations

from sqlite_utils import Database

from karuta.domain.catalogue import CatalogueSummary
from karuta.store import additions


def summary(database: Database) -> CatalogueSummary:
    return CatalogueSummary(
        cards=_number(database, "SELECT count(*) FROM shown_cards"),
        cards_without_artwork=_number(
            database, "SELECT count(*) FROM shown_cards WHERE card NOT IN (SELECT card FROM live_artworks)"
        ),
        printings=_number(database, "SELECT count(*) FROM printings JOIN shown_cards USING (row)"),
        artworks=_number(database, f"SELECT count(*) FROM ({_LIVE_ONCE})"),
        retired_artworks=_number(
            database,
            f"SELECT count(*) FROM (SELECT card, file, picture_sha256 FROM artworks WHERE since IN {_EVER} "
            f"EXCEPT {_LIVE_ONCE})",
        ),
        cards_by_game=_numbers(
            database,
            "SELECT game, count(*) FROM shown_cards JOIN cards USING (card) GROUP BY game ORDER BY game",
        ),
        names_by_language=_numbers(
            database,
            "SELECT key, count(*) AS n FROM shown_cards JOIN card_details USING (row), json_each(names) "
            "GROUP BY key ORDER BY n DESC, key",
        ),
        vectors=_numbers(
            database,
            f"SELECT model_sha256, count(*) FROM embeddings WHERE picture_sha256 IN ({_PICTURES}) "
            "GROUP BY model_sha256 ORDER BY model_sha256",
        ),
        packs=tuple(reversed(additions.packs(database))),
    )


# An artwork that two packs bring alike counts once.
_LIVE_ONCE = "SELECT DISTINCT card, file, picture_sha256 FROM live_artworks"
# A vector under another name is nobody's: of an addition that was stopped, or of a name that damage made.
_PICTURES = "SELECT picture_sha256 FROM artworks UNION SELECT picture_sha256 FROM backs"
_EVER = "(SELECT addition FROM additions WHERE state != 'staged')"


def _number(database: Database, question: str) -> int:
    return int(database.execute(question).fetchone()[0])


def _numbers(database: Database, question: str) -> dict[str, int]:
    return dict(database.execute(question).fetchall())
