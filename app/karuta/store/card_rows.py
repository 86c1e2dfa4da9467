"""Keeps cards and their printings in catalogue.db; knows no pictures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from karuta.domain.card import Card, CardKey, Printing, codes_in
from karuta.domain.catalogue import KnownCard
from karuta.domain.errors import CatalogueError
from karuta.domain.text import fold, squeeze
from karuta.store.catalogue_search import SearchTerms, search_terms
from karuta.store.database import Database

DAMAGED = ""
"""In place of a content hash: the row is not as it was written, and the next addition of its pack brings it anew."""


def content_sha256(card: Card) -> str:
    """The hash of everything that a catalogue folder says about a card; it tells whether the card changed.

    Raises `ValueError` (or its subclass `UnicodeEncodeError`) for what JSON in UTF-8 cannot hold: NaN, a lone
    surrogate.
    """
    content = {
        "names": dict(card.names),
        "readings": dict(card.readings),
        "codes": dict(card.codes),
        "kind": card.kind,
        "facts": dict(card.facts),
        "printings": [(p.set_code, p.set_name, p.lang, p.rarities) for p in card.printings],
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{card.key.game}\0{card.key.card_id}\0{text}".encode()).hexdigest()


def content_hashes(database: Database, *, pack: str | None = None) -> dict[CardKey, str]:
    """Every card's content hash, as `content_sha256` gives it. With a pack: of the cards that it describes, as it has
    them.
    """
    which = "shown_cards" if pack is None else "live_rows"
    of_pack = "" if pack is None else "WHERE pack = (SELECT pack FROM packs WHERE name = ?)"
    rows = database.execute(
        f"SELECT game, card_id, content_sha256 FROM {which} JOIN cards USING (card) {of_pack}",
        [] if pack is None else [pack],
    ).fetchall()
    return {CardKey(game, card_id): sha256 for game, card_id, sha256 in rows}


def games_of_pack(database: Database, pack: str) -> list[str]:
    """The games of its cards, also of those that were taken back."""
    rows = database.execute(
        "SELECT DISTINCT game FROM card_rows JOIN cards USING (card) "
        "WHERE pack = (SELECT pack FROM packs WHERE name = ?) ORDER BY game",
        [pack],
    ).fetchall()
    return [game for (game,) in rows]


def known_cards(database: Database) -> tuple[KnownCard, ...]:
    """Every card with its hash, pack and codes, to compare new ones with; a damaged row has no codes."""
    rows = database.execute(
        "SELECT game, card_id, content_sha256, codes FROM shown_cards JOIN cards USING (card) "
        "JOIN card_details USING (row) ORDER BY card"
    ).fetchall()
    brought_by = packs(database)
    several = database.execute(
        "SELECT game, card_id FROM live_rows JOIN cards USING (card) GROUP BY card HAVING count(DISTINCT pack) > 1"
    ).fetchall()
    shared = {CardKey(*row) for row in several}
    keyed = ((CardKey(game, card_id), *values) for game, card_id, *values in rows)
    return tuple(
        KnownCard(key, sha256, brought_by[key], object_or_none(codes) or {}, is_shared=key in shared)
        for key, sha256, codes in keyed
    )


@dataclass(frozen=True)
class CardRow:
    """A card as its tables need it, computed before the transaction so that the transaction stays short."""

    key: CardKey
    name: str
    content_sha256: str
    details: tuple[str, ...]
    printings: tuple[tuple[str, ...], ...]
    terms: SearchTerms


def row_of(card: Card) -> CardRow:
    return CardRow(
        key=card.key,
        name=card.name,
        content_sha256=content_sha256(card),
        details=(card.kind, *(_json(part) for part in (card.names, card.readings, card.codes, card.facts))),
        printings=tuple(
            (printing.set_code, printing.set_name, printing.lang, _json(printing.rarities))
            for printing in card.printings
        ),
        terms=search_terms(card),
    )


def put(database: Database, rows: Sequence[CardRow], *, pack: int, addition: int) -> None:
    """Store what an addition says of cards, inside the caller's transaction; it retires what its pack said before."""
    for row in rows:
        database.execute("INSERT OR IGNORE INTO cards (game, card_id) VALUES (?, ?)", [*row.key])
        (card,) = database.execute("SELECT card FROM cards WHERE game = ? AND card_id = ?", [*row.key]).fetchone()
        _forget(database, card, addition=addition)
        database.execute(
            "UPDATE card_rows SET until = ? WHERE row IN (SELECT row FROM live_rows WHERE card = ? AND pack = ?)",
            [addition, card, pack],
        )
        number = database.execute(
            "INSERT INTO card_rows (card, pack, since, name, content_sha256) VALUES (?, ?, ?, ?, ?)",
            [card, pack, addition, row.name, row.content_sha256],
        ).lastrowid
        database.execute(
            "INSERT INTO card_details (row, kind, names, readings, codes, facts) VALUES (?, ?, ?, ?, ?, ?)",
            [number, *row.details],
        )
        database.conn.executemany(
            "INSERT INTO printings (row, position, set_code, set_name, lang, rarities) VALUES (?, ?, ?, ?, ?, ?)",
            [(number, position, *printing) for position, printing in enumerate(row.printings)],
        )
        database.execute(
            "INSERT INTO search_terms (row, tie, words, squeezed, codes) VALUES (?, ?, ?, ?, ?)",
            [number, row.terms.tie, row.terms.words, row.terms.squeezed, row.terms.codes],
        )


def _forget(database: Database, card: int, *, addition: int) -> None:
    """Remove what this addition said of a card before: a source may name one twice."""
    for (row,) in database.execute(
        "SELECT row FROM card_rows WHERE card = ? AND since = ?", [card, addition]
    ).fetchall():
        for table in ("search_terms", "printings", "card_details", "card_rows"):
            database.execute(f"DELETE FROM {table} WHERE row = ?", [row])


def staged(database: Database, key: CardKey, *, addition: int) -> Card | None:
    """The row of an addition about a card, in force or not."""
    row = database.execute(
        "SELECT row FROM card_rows JOIN cards USING (card) WHERE game = ? AND card_id = ? AND since = ?",
        [*key, addition],
    ).fetchone()
    return None if row is None else of_row(database, key, int(row[0]))


def shown_row(database: Database, key: CardKey) -> int:
    """The newest row in force about a card. Raises `CatalogueError` for an unknown card."""
    row = database.execute(
        "SELECT row FROM live_rows JOIN cards USING (card) WHERE game = ? AND card_id = ? ORDER BY since DESC LIMIT 1",
        [*key],
    ).fetchone()
    if row is None:
        raise unknown_card(str(key))
    return int(row[0])


def find(database: Database, text: str) -> CardKey:
    """The one card with this `game:card_id` or bare card id.

    Raises `CatalogueError` if no card, or more than one, has it.
    """
    text = storable(text.strip())
    # A card id may contain a colon too, so each colon is tried as the end of the game.
    parts = text.split(":")
    readings = [CardKey(":".join(parts[:i]), ":".join(parts[i:])) for i in range(1, len(parts))]
    keys = [key for key in readings if exists(database, key)]
    if not keys:
        rows = database.execute("SELECT game, card_id FROM cards WHERE card_id = ? ORDER BY game", [text]).fetchall()
        keys = [key for row in rows if exists(database, key := CardKey(*row))] or _by_code(database, text)
    if not keys:
        raise unknown_card(text)
    if len(keys) > 1:
        named = " and ".join(f"`{key}`" for key in keys)
        raise CatalogueError("Card id {text} is in several games; say which: {named}.", text=text, named=named)
    return keys[0]


def _by_code(database: Database, text: str) -> list[CardKey]:
    """The cards that another source, or the publisher, knows by this code: a passcode, an id."""
    *games, code = text.split(":")
    form = squeeze(fold(code))
    if not form:
        return []
    rows = database.execute(
        "SELECT game, card_id, card_details.codes FROM search_terms JOIN shown_cards USING (row) "
        "JOIN cards USING (card) JOIN card_details USING (row) "
        "WHERE instr(search_terms.codes, char(10) || ? || char(10)) "
        "ORDER BY game, card_id",
        [form],
    ).fetchall()
    cards = []
    for game, card_id, codes in rows:
        key = CardKey(game, card_id)
        if game in (games or [game]) and code.lstrip("0") in {
            code.lstrip("0") for code in codes_in(object_of(codes, key))
        }:
            cards.append(key)
    return cards


def storable(text: str) -> str:
    """Text that SQLite accepts: a command line may hold bytes that are not text (lone surrogates)."""
    return text.encode("utf-8", "replace").decode("utf-8")


def unknown_card(text: str) -> CatalogueError:
    return CatalogueError("No card {text} in this catalogue; `karuta catalogue search TEXT` finds it.", text=text)


def exists(database: Database, key: CardKey) -> bool:
    row = database.execute(
        "SELECT 1 FROM live_rows JOIN cards USING (card) WHERE game = ? AND card_id = ? LIMIT 1", [*key]
    ).fetchone()
    return row is not None


def get(database: Database, key: CardKey) -> Card:
    """The card as its folder brought it. Raises `CatalogueError` for an unknown card."""
    return of_row(database, key, shown_row(database, key))


def those_there(database: Database, keys: Iterable[CardKey]) -> dict[CardKey, Card]:
    """The cards of these keys that the catalogue has, in one read."""
    return {key: get(database, key) for key in keys if exists(database, key)}


def gone(database: Database, text: str) -> tuple[Card, str] | None:
    """The last row about a card that no pack names any more, and by which pack; `text` as for `find`."""
    text = storable(text.strip())
    row = database.execute(
        "SELECT game, card_id, row, packs.name FROM card_rows JOIN cards USING (card) JOIN packs USING (pack) "
        "WHERE (card_id = ? OR game || ':' || card_id = ?) AND since NOT IN "
        "(SELECT addition FROM additions WHERE state = 'staged') ORDER BY since DESC LIMIT 1",
        [text, text],
    ).fetchone()
    if row is None:
        return None
    game, card_id, number, pack = row
    return of_row(database, CardKey(game, card_id), int(number)), str(pack)


def of_row(database: Database, key: CardKey, number: int) -> Card:
    """The card as one row says it."""
    row = database.execute(
        "SELECT kind, names, readings, codes, facts FROM card_details WHERE row = ?", [number]
    ).fetchone()
    if row is None:
        raise _damaged(key)
    kind, *parts = row
    names, readings, codes, facts = (object_of(part, key) for part in parts)
    if not names or not all(isinstance(text, str) for text in (kind, *names.values(), *readings.values())):
        raise _damaged(key)
    return Card(key, names, readings, codes, kind, facts, _printings(database, number, key))


def object_of(text: str, key: CardKey) -> dict[str, Any]:
    """Facts as a row keeps them; a source may nest them in any way. Raises `CatalogueError` for a damaged row."""
    value = object_or_none(text)
    if value is None:
        raise _damaged(key)
    return value


def object_or_none(text: str) -> dict[str, Any] | None:
    """None where it is damaged."""
    value = _parsed(text)
    return value if isinstance(value, dict) else None


def json_list(text: str) -> list[Any]:
    """A list as a row keeps it; empty where it is damaged."""
    value = _parsed(text)
    return value if isinstance(value, list) else []


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None


def _damaged(key: CardKey) -> CatalogueError:
    return CatalogueError(
        "The catalogue's entry of card {card} is damaged; `karuta doctor --repair` says what to add again.", card=key
    )


def packs(database: Database) -> dict[CardKey, str]:
    """The name of the pack that first brought each card."""
    rows = database.execute(
        "SELECT game, card_id, packs.name, min(since) FROM live_rows JOIN cards USING (card) JOIN packs USING (pack) "
        "GROUP BY card"
    ).fetchall()
    return {CardKey(game, card_id): name for game, card_id, name, _ in rows}


def pack_of(database: Database, key: CardKey) -> str:
    """The pack that first brought a card."""
    row = database.execute(
        "SELECT packs.name FROM live_rows JOIN cards USING (card) JOIN packs USING (pack) "
        "WHERE game = ? AND card_id = ? ORDER BY since LIMIT 1",
        [*key],
    ).fetchone()
    return str(row[0])


def _printings(database: Database, number: int, key: CardKey) -> tuple[Printing, ...]:
    rows = database.execute(
        "SELECT set_code, set_name, lang, rarities FROM printings WHERE row = ? ORDER BY position", [number]
    ).fetchall()
    if not all(isinstance(text, str) for row in rows for text in row):
        raise _damaged(key)
    return tuple(Printing(code, name, lang, _rarities(rarities, key)) for code, name, lang, rarities in rows)


def _rarities(text: str, key: CardKey) -> tuple[str, ...]:
    value = _parsed(text)
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise _damaged(key)
    return tuple(value)


def printings(database: Database, key: CardKey) -> tuple[Printing, ...]:
    return _printings(database, shown_row(database, key), key)


def _json(value: Mapping[str, Any] | Sequence[str]) -> str:
    return json.dumps(dict(value) if isinstance(value, Mapping) else list(value), ensure_ascii=False)
