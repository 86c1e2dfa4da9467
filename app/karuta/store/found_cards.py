"""Reads which cards a search or a filter takes, what all cards are called, and what a catalogue holds. Writes nothing.

SQLite sorts and compares, which lets other threads run meanwhile: 100,000 cards sorted in Python would hold them up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from karuta.domain.card import Card, CardKey, Printing, TitleFacts, display_name
from karuta.domain.catalogue import (
    SEPARATOR,
    CardFilter,
    CardNames,
    CatalogueSummary,
    FoundCard,
    Matched,
    Offer,
    Offers,
    PhotoOfCard,
    PhotosOfCard,
)
from karuta.domain.errors import CatalogueError
from karuta.store import additions, artworks, card_rows
from karuta.store.card_rows import json_list, object_of
from karuta.store.label_file import LabelFile

Met = Callable[[Card], Matched]
"""Says by what a card was found, once it was read."""


def found(database: Database, cards: Iterable[tuple[CardKey, Met]]) -> tuple[FoundCard, ...]:
    """Each of these cards, read. Raises `CatalogueError` for an unknown one."""
    read = [(card_rows.get(database, key), met) for key, met in cards]
    pictures = artworks.main_artworks(database, (card.key for card, _ in read))
    return tuple(
        FoundCard(
            card=card.key,
            name=card.name,
            names=card.names,
            kind=card.kind,
            matched=met(card),
            artwork=pictures.get(card.key),
            set_code=next((printing.set_code for printing in card.printings), ""),
        )
        for card, met in read
    )


def names(database: Database) -> Iterator[CardNames]:
    """All names of every card, in the order in which a search lists equally good hits. Damaged rows are left out.

    One at a time: 100,000 cards as objects take 150 MB, and the window's thread would have to look through them.
    """
    rows = database.execute(
        "SELECT game, card_id, names, readings FROM search_terms JOIN shown_cards USING (row) "
        "JOIN cards USING (card) JOIN card_details USING (row) ORDER BY tie"
    ).fetchall()
    return (said for row in rows if (said := _names(*row)) is not None)


def hash_for_titles(database: Database) -> str:
    """Tells whether `for_titles` still gives the same."""
    rows = database.execute(
        "SELECT content_sha256 FROM search_terms JOIN shown_cards USING (row) ORDER BY tie"
    ).fetchall()
    return hashlib.sha256("\n".join(sha256 for (sha256,) in rows).encode()).hexdigest()


def for_titles(database: Database) -> list[TitleFacts]:
    """What a reader of titles needs of every card, in the same order. Damaged rows are left out."""
    printings: dict[int, list[Printing]] = {}
    rarities: dict[str, tuple[str, ...]] = {}
    rows = database.execute("SELECT row, set_code, set_name, lang, rarities FROM printings ORDER BY row, position")
    for row, code, name, lang, written in rows.fetchall():
        if written not in rarities:
            rarities[written] = tuple(entry for entry in json_list(written) if isinstance(entry, str))
        printings.setdefault(row, []).append(Printing(code, name, lang, rarities[written]))
    cards = database.execute(
        "SELECT row, game, card_id, names, readings, card_details.codes FROM search_terms JOIN shown_cards USING (row) "
        "JOIN cards USING (card) JOIN card_details USING (row) ORDER BY tie"
    ).fetchall()
    found = (_for_title(CardKey(game, card_id), said, printings.get(row, [])) for row, game, card_id, *said in cards)
    return [title_facts for title_facts in found if title_facts is not None]


def _for_title(card: CardKey, said: Sequence[str], printings: Sequence[Printing]) -> TitleFacts | None:
    try:
        names, readings, codes = (object_of(part, card) for part in said)
    except CatalogueError:
        return None
    terms = [
        (lang, name) for part in (names, readings) for lang, name in part.items() if isinstance(name, str) and name
    ]
    if not terms:
        return None
    return TitleFacts(card, display_name(names), tuple(terms), _passcodes(codes), tuple(printings))


def passcodes(database: Database, game: str) -> dict[str, tuple[CardKey, ...]]:
    """Every passcode of a game's cards, and whose it is. Damaged rows are left out."""
    rows = database.execute(
        "SELECT card_id, card_details.codes FROM shown_cards JOIN cards USING (card) JOIN card_details USING (row) "
        "WHERE game = ? ORDER BY card_id",
        [game],
    ).fetchall()
    found: dict[str, tuple[CardKey, ...]] = {}
    for card_id, said in rows:
        key = CardKey(game, card_id)
        try:
            codes = _passcodes(object_of(said, key))
        except CatalogueError:
            continue
        for code in codes:
            found[code] = (*found.get(code, ()), key)
    return found


def _passcodes(codes: Mapping[str, Any]) -> tuple[str, ...]:
    said = [str(entry) for value in codes.values() for entry in (value if isinstance(value, list) else [value])]
    return tuple(text for text in said if len(text) == 8 and text.isdecimal())


def _names(game: str, card_id: str, names: str, readings: str) -> CardNames | None:
    key = CardKey(game, card_id)
    try:
        said, read = object_of(names, key), object_of(readings, key)
    except CatalogueError:
        return None
    whole = all(isinstance(text, str) for text in (*said.values(), *read.values()))
    return CardNames(key, said, read) if whole else None


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


# What the view says of each event is asked only of those that name the card.
_LABELLED = """SELECT photo_sha256, max(id) AS newest FROM current_labels
    WHERE game = ? AND card_id = ? GROUP BY photo_sha256"""


def photos_of_card(file: LabelFile, key: CardKey, *, most: int) -> PhotosOfCard:
    """At most so many of them, and how many there are. Raises `LibraryError`."""
    rows = file.rows(
        f"""SELECT photo_sha256, coalesce((SELECT name FROM places WHERE places.photo_sha256 = found.photo_sha256
            ORDER BY id DESC LIMIT 1), ''), count(*) OVER () FROM ({_LABELLED}) AS found
        ORDER BY newest DESC LIMIT {int(most)}""",
        [*key],
    )
    return PhotosOfCard(tuple(PhotoOfCard(photo, name) for photo, name, _ in rows), rows[0][2] if rows else 0)


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
