"""Cards as a search shows them, and what all cards are called; searches nothing itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from karuta.domain.card import Card, CardKey, Printing, TitleFacts, display_name
from karuta.domain.catalogue import CardNames, FoundCard, Matched
from karuta.domain.errors import CatalogueError
from karuta.store import artworks, card_rows
from karuta.store.card_rows import json_list, object_of

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
            rarities[written] = tuple(one for one in json_list(written) if isinstance(one, str))
        printings.setdefault(row, []).append(Printing(code, name, lang, rarities[written]))
    cards = database.execute(
        "SELECT row, game, card_id, names, readings, card_details.codes FROM search_terms JOIN shown_cards USING (row) "
        "JOIN cards USING (card) JOIN card_details USING (row) ORDER BY tie"
    ).fetchall()
    found = (_for_title(CardKey(game, card_id), said, printings.get(row, [])) for row, game, card_id, *said in cards)
    return [one for one in found if one is not None]


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
    said = [str(one) for value in codes.values() for one in (value if isinstance(value, list) else [value])]
    return tuple(one for one in said if len(one) == 8 and one.isdecimal())


def _names(game: str, card_id: str, names: str, readings: str) -> CardNames | None:
    key = CardKey(game, card_id)
    try:
        said, read = object_of(names, key), object_of(readings, key)
    except CatalogueError:
        return None
    whole = all(isinstance(text, str) for text in (*said.values(), *read.values()))
    return CardNames(key, said, read) if whole else None
