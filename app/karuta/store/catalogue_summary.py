"""Counts what is in catalogue.db; changes nothing."""

from __future__ import annotations

from sqlite_utils import Database

from karuta.domain.catalogue import CatalogueSummary, PackSummary


def summary(database: Database) -> CatalogueSummary:
    return CatalogueSummary(
        cards=_number(database, "SELECT count(*) FROM cards"),
        cards_without_artwork=_number(
            database, "SELECT count(*) FROM cards WHERE card NOT IN (SELECT card FROM artworks WHERE live)"
        ),
        printings=_number(database, "SELECT count(*) FROM printings"),
        artworks=_number(database, "SELECT count(*) FROM artworks WHERE live"),
        retired_artworks=_number(database, "SELECT count(*) FROM artworks WHERE NOT live"),
        cards_by_game=_numbers(database, "SELECT game, count(*) FROM cards GROUP BY game ORDER BY game"),
        names_by_language=_numbers(
            database,
            "SELECT key, count(*) AS n FROM card_details, json_each(names) GROUP BY key ORDER BY n DESC, key",
        ),
        vectors=_numbers(
            database, "SELECT model_sha256, count(*) FROM embeddings GROUP BY model_sha256 ORDER BY model_sha256"
        ),
        packs=_packs(database),
    )


def _packs(database: Database) -> tuple[PackSummary, ...]:
    rows = database.execute(
        "SELECT name, added, (SELECT count(*) FROM cards WHERE cards.pack = packs.pack), "
        "(SELECT count(*) FROM artworks WHERE artworks.pack = packs.pack AND live) FROM packs ORDER BY pack"
    ).fetchall()
    return tuple(PackSummary(*row) for row in rows)


def _number(database: Database, question: str) -> int:
    return int(database.execute(question).fetchone()[0])


def _numbers(database: Database, question: str) -> dict[str, int]:
    return dict(database.execute(question).fetchall())
