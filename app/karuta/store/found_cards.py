"""Reads which cards a search or a filter takes, what all cards are called, and what a catalogue holds. Writes nothing.

SQLite sorts and compares, which lets other threads run meanwhile: 100,000 cards sorted in Python would hold them up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial

from karuta.domain.card import Card, CardKey, Printing, TitleFacts, display_name, passcodes_in
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
    StoredCard,
)
from karuta.store import additions, artworks, card_rows, catalogue_search
from karuta.store.card_rows import json_list, object_or_none
from karuta.store.database import Database
from karuta.store.label_file import LabelFile

Met = Callable[[Card], Matched]
"""Says by what a card was found, once it was read."""


def search_results(database: Database, cards: Iterable[tuple[CardKey, Met]]) -> tuple[FoundCard, ...]:
    """Each of these cards that is there, read."""
    read = [(card_rows.get(database, key), met) for key, met in cards if card_rows.exists(database, key)]
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


def searched(database: Database, text: str, limit: int = 10) -> tuple[FoundCard, ...]:
    """Cards by any language's name, reading, passcode or set code, best first."""
    hits = catalogue_search.search(database, text, limit)
    met = ((hit.card, partial(catalogue_search.matched, text=text, closeness=hit.closeness)) for hit in hits)
    return search_results(database, met)


def details(database: Database, key: CardKey) -> StoredCard:
    """A card with its pack and artworks; raises `CatalogueError` for an unknown card."""
    card = card_rows.get(database, key)
    return StoredCard(card, card_rows.pack_of(database, key), artworks.of_card(database, key))


def gone_card(database: Database, text: str) -> StoredCard | None:
    """A card whose packs were all taken back; None if there never was one."""
    last = card_rows.gone(database, text)
    return None if last is None else StoredCard(*last, artworks.of_card(database, last[0].key), gone=True)


def names(database: Database) -> Iterator[CardNames]:
    """All names of every card, in the order in which a search lists equally good hits. Damaged rows are left out.

    One at a time: 100,000 cards as objects take 150 MB, and the window's thread would have to look through them.
    """
    rows = database.execute(
        "SELECT game, card_id, names, readings FROM search_terms JOIN shown_cards USING (row) "
        "JOIN cards USING (card) JOIN card_details USING (row) ORDER BY tie"
    ).fetchall()
    return (names_of_row for row in rows if (names_of_row := _names(*row)) is not None)


def hash_for_titles(database: Database) -> str:
    """Tells whether `for_titles` still gives the same."""
    rows = database.execute(
        "SELECT content_sha256 FROM search_terms JOIN shown_cards USING (row) ORDER BY tie"
    ).fetchall()
    return hashlib.sha256("\n".join(sha256 for (sha256,) in rows).encode()).hexdigest()


def for_titles(database: Database) -> list[TitleFacts]:
    """The parts of every card that a reader of titles needs, in the same order. Damaged rows are left out."""
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
    cards_with_titles = (
        _for_title(CardKey(game, card_id), values, printings.get(row, [])) for row, game, card_id, *values in cards
    )
    return [title_facts for title_facts in cards_with_titles if title_facts is not None]


def _for_title(card: CardKey, values: Sequence[str], printings: Sequence[Printing]) -> TitleFacts | None:
    names, readings, codes = map(object_or_none, values)
    if names is None or readings is None or codes is None:
        return None
    terms = [*names.items(), *readings.items()]
    whole = tuple((lang, name) for lang, name in terms if isinstance(name, str) and name)
    return TitleFacts(card, display_name(names), whole, tuple(passcodes_in(codes)), tuple(printings)) if whole else None


def passcodes(database: Database, game: str) -> dict[str, tuple[CardKey, ...]]:
    """Every passcode of a game's cards, and whose it is. Damaged rows are left out."""
    rows = database.execute(
        "SELECT card_id, card_details.codes FROM shown_cards JOIN cards USING (card) JOIN card_details USING (row) "
        "WHERE game = ? ORDER BY card_id",
        [game],
    ).fetchall()
    by_passcode: dict[str, tuple[CardKey, ...]] = {}
    for card_id, passcode in rows:
        for code in passcodes_in(object_or_none(passcode) or {}):
            by_passcode[code] = (*by_passcode.get(code, ()), CardKey(game, card_id))
    return by_passcode


def set_codes(database: Database, game: str) -> dict[str, frozenset[CardKey]]:
    """Every set code of a game, in capitals, and on which cards it stands."""
    rows = database.execute(
        "SELECT UPPER(set_code), card_id FROM shown_cards JOIN cards USING (card) JOIN printings USING (row) "
        "WHERE game = ? AND set_code <> ''",
        [game],
    ).fetchall()
    by_code: dict[str, set[CardKey]] = {}
    for code, card_id in rows:
        by_code.setdefault(code, set()).add(CardKey(game, card_id))
    return {code: frozenset(cards) for code, cards in by_code.items()}


def _names(game: str, card_id: str, names: str, readings: str) -> CardNames | None:
    names_by_language, read = object_or_none(names), object_or_none(readings)
    if (
        names_by_language is None
        or read is None
        or not all(isinstance(text, str) for text in (*names_by_language.values(), *read.values()))
    ):
        return None
    return CardNames(CardKey(game, card_id), names_by_language, read)


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


def browsed(database: Database, card_filter: CardFilter) -> list[str]:
    """All cards that the filter takes, its text and labels aside; packed."""
    conditions = [sql for name, sql in _CONDITIONS.items() if getattr(card_filter, name)]
    rarity = json.dumps(card_filter.rarity, ensure_ascii=False)
    rows = database.execute(
        "SELECT game || :separator || card_id FROM shown_cards JOIN cards USING (card) "
        f"WHERE {' AND '.join(conditions or ['1'])} ORDER BY name COLLATE NOCASE, game, card_id",
        asdict(card_filter) | {"rarity": rarity, "separator": SEPARATOR},
    )
    return [text for (text,) in rows]


# In the order of `Offers`.
_OFFERS = (
    "SELECT game, count(*) FROM shown_cards JOIN cards USING (card) GROUP BY game",
    """SELECT name, count(DISTINCT card) FROM (
        SELECT pack, card FROM live_rows UNION SELECT pack, card FROM live_artworks)
    JOIN packs USING (pack) GROUP BY pack""",
    "SELECT kind, count(*) FROM shown_cards JOIN card_details USING (row) GROUP BY kind",
    """SELECT each.value, count(DISTINCT row) FROM shown_cards JOIN printings USING (row),
    json_each(CASE WHEN json_valid(rarities) THEN rarities ELSE '[]' END) AS each GROUP BY each.value""",
)


def offers(database: Database) -> Offers:
    """All values to filter by, of each kind."""
    counted = (database.execute(f"{sql} ORDER BY 2 DESC, 1").fetchall() for sql in _OFFERS)
    return Offers(*(tuple(Offer(str(value), count) for value, count in rows if value) for rows in counted))


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


# An artwork that two packs bring alike counts once.
_LIVE_ONCE = "SELECT DISTINCT card, file, picture_sha256 FROM live_artworks"
# A vector under another name is nobody's: of an addition that was stopped, or of a name that damage made.
_PICTURES = "SELECT picture_sha256 FROM artworks UNION SELECT picture_sha256 FROM backs"
_EVER = "(SELECT addition FROM additions WHERE state != 'staged')"
# In the order of `CatalogueSummary`.
_COUNTS = (
    "shown_cards",
    "(SELECT 1 FROM shown_cards WHERE card NOT IN (SELECT card FROM live_artworks))",
    "printings JOIN shown_cards USING (row)",
    f"({_LIVE_ONCE})",
    f"(SELECT card, file, picture_sha256 FROM artworks WHERE since IN {_EVER} EXCEPT {_LIVE_ONCE})",
)
_COUNTS_BY = (
    "SELECT game, count(*) FROM shown_cards JOIN cards USING (card) GROUP BY game ORDER BY game",
    "SELECT key, count(*) AS n FROM shown_cards JOIN card_details USING (row), json_each(names) GROUP BY key "
    "ORDER BY n DESC, key",
    f"SELECT model_sha256, count(*) FROM embeddings WHERE picture_sha256 IN ({_PICTURES}) GROUP BY model_sha256 "
    "ORDER BY model_sha256",
)


def summary(database: Database) -> CatalogueSummary:
    """How much the catalogue holds."""
    counts = [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTS]
    counts_by = [dict(database.execute(sql).fetchall()) for sql in _COUNTS_BY]
    return CatalogueSummary(*[*counts, *counts_by, tuple(reversed(additions.packs(database)))])
