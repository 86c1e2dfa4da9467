"""Finds cards by any language's name, by reading, passcode or set code; knows no pictures.

Each card has one row of folded lines that SQLite's `instr` walks through. Over 12,955 cards in 8 languages with 119,969
printings, 28 texts took 7-15 ms mostly, and 30-46 ms for one letter (medians of 7, two busy cores). FTS5's trigram
index finds nothing for two characters (白龍) and would have to be kept in step; `instr` is fast enough without it, and
has no wildcards to escape. Typing errors are handled elsewhere, in memory (`services/catalogue/name_index`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import SEPARATOR, Closeness, Matched
from karuta.domain.text import fold, squeeze
from karuta.store.database import Database

# SQLite accepts at most 1,000 terms in one condition. No title is that long, but a page pasted by mistake may be.
_MOST_WORDS = 32


@dataclass(frozen=True)
class SearchTerms:
    """A card's row: lines with a line break before and after each, and what orders equally good hits."""

    tie: str
    words: str
    squeezed: str
    codes: str


@dataclass(frozen=True)
class _Term:
    """One text by which a card can be found, as the catalogue has it."""

    field: str
    lang: str
    text: str

    @property
    def is_code(self) -> bool:
        return self.field not in ("name", "reading")


def search_terms(card: Card) -> SearchTerms:
    """The texts by which a card is found.

    Of equally good hits the card with more printings comes first: it is usually meant.
    """
    terms = list(_terms(card))
    words = dict.fromkeys(fold(term.text) for term in terms if not term.is_code)
    codes = dict.fromkeys(form for term in terms if term.is_code for form in _code_forms(term.text))
    return SearchTerms(
        tie=f"{max(0, 99_999 - len(card.printings)):05} {fold(card.name)} {card.key}",
        words=_lines(words),
        squeezed=_lines(dict.fromkeys(squeeze(line) for line in words)),
        codes=_lines(codes),
    )


def _terms(card: Card) -> Iterator[_Term]:
    yield from (_Term("name", lang, name) for lang, name in card.names.items())
    yield from (_Term("reading", lang, reading) for lang, reading in card.readings.items())
    for field, value in card.codes.items():
        for code in value if isinstance(value, list | tuple) else [value]:
            yield _Term(field, "", str(code))
    yield from (_Term("set_code", printing.lang, printing.set_code) for printing in card.printings)


def _code_forms(code: str) -> Iterator[str]:
    """A passcode is also typed without its leading zeros."""
    form = squeeze(fold(code))
    yield form
    if form.isdigit() and form.startswith("0"):
        yield form.lstrip("0")


def _lines(lines: Iterable[str]) -> str:
    kept = [line for line in lines if line]
    return "\n" + "\n".join(kept) + "\n" if kept else ""


# Whole text before parts of it, names before codes. `:all` is the text without spaces, `:words` with them.
_RANK = """CASE
    WHEN instr(squeezed, char(10) || :all || char(10)) THEN 0
    WHEN instr(codes, char(10) || :all || char(10)) THEN 1
    WHEN instr(squeezed, char(10) || :all) THEN 2
    WHEN instr(codes, char(10) || :all) THEN 3
    WHEN instr(words, ' ' || :words) THEN 4
    WHEN instr(squeezed, :all) THEN 5
    WHEN instr(codes, :all) THEN 6"""

_SIMILARITY = {
    0: Closeness.EXACT,
    1: Closeness.EXACT,
    2: Closeness.PREFIX,
    3: Closeness.PREFIX,
    4: Closeness.WORD,
    5: Closeness.PART,
    6: Closeness.PART,
}


@dataclass(frozen=True)
class Hit:
    """A found card's key and how well its best text matched."""

    card: CardKey
    closeness: Closeness


def search(database: Database, text: str, limit: int) -> list[Hit]:
    """The best `limit` cards, best first; empty for text without content.

    Whole text first, then its beginning, the beginning of a word, any part, and all its words in any order (also across
    languages and codes). Equally good hits always have the same order.
    """
    words = fold(text)
    if not words or limit < 1:
        return []
    hits = _by_card_id(database, text.strip().encode("utf-8", "replace").decode("utf-8"))
    hit_cards = {hit.card for hit in hits}
    hits += [hit for hit in _by_text(database, text, limit) if hit.card not in hit_cards]
    return hits[:limit]


def called(database: Database, text: str, limit: int) -> list[CardKey]:
    """Cards whose names and readings hold every word of the text, or that have it as a code; best first.

    A code counts whole, or from its beginning once there is a hyphen in the text: letters alone are in the codes of
    whole sets.
    """
    if not fold(text) or limit < 1:
        return []
    asked = _asked(text)
    begun = "instr(codes, char(10) || :all)" if "-" in text.strip()[1:] else "0"
    rows = database.execute(
        f"SELECT game, card_id, {asked.rank} AS rank FROM {_SEARCHED} WHERE ({asked.in_names}) OR {begun} "
        "OR instr(codes, char(10) || :all || char(10)) ORDER BY rank, tie LIMIT :limit",
        {**asked.parameters, "limit": limit},
    ).fetchall()
    whole = [hit.card for hit in _by_card_id(database, text)]
    return list(dict.fromkeys((*whole, *(CardKey(game, card_id) for game, card_id, _ in rows))))


def named(database: Database, game: str, text: str) -> list[CardKey]:
    """Cards with this id or full name, in one game, or in any if `game` is empty."""
    whole = squeeze(fold(text))
    rows = database.execute(
        "SELECT game, card_id FROM search_terms JOIN shown_cards USING (row) JOIN cards USING (card) "
        "WHERE (? = '' OR game = ?) "
        "AND (card_id = ? OR (? != '' AND instr(squeezed, char(10) || ? || char(10)))) ORDER BY card_id != ?, tie",
        [game, game, text.strip(), whole, whole, text.strip()],
    ).fetchall()
    return [CardKey(*row) for row in rows]


def _by_card_id(database: Database, text: str) -> list[Hit]:
    """A card id matches only as a whole: its digits inside passcodes would bury everything else."""
    keys = "SELECT DISTINCT game, card_id FROM cards JOIN live_rows USING (card) WHERE"
    rows = database.execute(f"{keys} card_id = ? ORDER BY game", [text]).fetchall()
    if not rows and ":" in text:
        rows = database.execute(f"{keys} game = ? AND card_id = ?", text.split(":", 1)).fetchall()
    return [Hit(CardKey(*row), Closeness.EXACT) for row in rows]


def _by_text(database: Database, text: str, limit: int) -> list[Hit]:
    asked = _asked(text)
    rows = database.execute(
        f"SELECT game, card_id, {asked.rank} AS rank FROM {_SEARCHED} WHERE {asked.condition} "
        "ORDER BY rank, tie LIMIT :limit",
        {**asked.parameters, "limit": limit},
    ).fetchall()
    return [Hit(CardKey(game, card_id), _SIMILARITY.get(rank, Closeness.WORDS)) for game, card_id, rank in rows]


def every(database: Database, text: str) -> list[str]:
    """All cards in which the text stands, best first, packed; a letter stands in nearly all of them."""
    if not fold(text):
        return []
    asked = _asked(text)
    rows = database.execute(
        f"SELECT game || :separator || card_id, {asked.rank} AS rank FROM {_SEARCHED} WHERE {asked.condition} "
        "ORDER BY rank, tie",
        {**asked.parameters, "separator": SEPARATOR},
    )
    return [packed for packed, _ in rows]


_SEARCHED = "search_terms JOIN shown_cards USING (row) JOIN cards USING (card)"


@dataclass(frozen=True)
class _Asked:
    """SQL for how well a row is met, whether it is, and whether by its names alone; the parameters of all three."""

    rank: str
    condition: str
    in_names: str
    parameters: dict[str, str]


def _asked(text: str) -> _Asked:
    each = _words(text)[:_MOST_WORDS]
    numbers = range(len(each))
    holds_all = " AND ".join(f"(instr(squeezed, :s{i}) OR instr(codes, :s{i}))" for i in numbers)
    in_names = " AND ".join(f"instr(squeezed, :s{i})" for i in numbers)
    begun = " AND ".join(
        f"(instr(words, ' ' || :w{i}) OR instr(words, char(10) || :w{i}) OR instr(codes, char(10) || :s{i}))"
        for i in numbers
    )
    words = fold(text)
    parameters = {"all": squeeze(words), "words": words}
    parameters.update({f"w{i}": each[i] for i in numbers})
    parameters.update({f"s{i}": squeeze(each[i]) for i in numbers})
    return _Asked(f"{_RANK} WHEN {begun} THEN 7 ELSE 8 END", holds_all, in_names, parameters)


def _words(text: str) -> list[str]:
    """The folded words, split where the person typed a space, so that `LOB-EN005` stays one code."""
    folded = dict.fromkeys(map(fold, text.split()))
    # A dash on its own is no word, unless there is nothing else.
    return [word for word in folded if any(map(str.isalnum, word))] or [fold(text)]


def matched(card: Card, text: str, closeness: Closeness) -> Matched:
    """The text of a found card that matched the search, in which language, and how."""
    if text.strip() in (card.key.card_id, str(card.key)):
        return Matched("card_id", "", card.key.card_id, Closeness.EXACT)
    words = fold(text)
    each = [squeeze(word) for word in _words(text)]
    term = max(_terms(card), key=lambda term: _nearness(term, words, each))
    return Matched(term.field, term.lang, term.text, closeness)


def _nearness(term: _Term, words: str, each: list[str]) -> tuple[float, ...]:
    folded = fold(term.text)
    squeezed, whole = squeeze(folded), squeeze(words)
    forms = set(_code_forms(term.text)) if term.is_code else {squeezed}
    return (
        whole in forms,
        any(form.startswith(whole) for form in forms),
        f" {words}" in folded,
        whole in squeezed,
        sum(word in squeezed for word in each),
        not term.is_code,
    )
