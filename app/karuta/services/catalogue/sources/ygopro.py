"""Reads the cards of YGOPro and EDOPro: one or several `cards.cdb` and a folder `pics`. Knows no other source.

What the files are (https://github.com/ProjectIgnis/BabelCDB, README.md and ci/prepend.sql; seen 2026-11):
- `datas` and `texts` joined by `id`, the passcode; a row in one of them alone is shown by no client.
- Files that are loaded later override earlier ones, row by row: `cards.cdb`, then the others.
- `alias` within 20 of the passcode (EDOPro: 10) is an alternative artwork of that card. Further away it is the same
  card under another passcode where the name is the same, and else a card of its own whose name is treated as another's.
- Passcodes of nine digits are those of cards that are not released yet, of Rush Duels (160...), of skills and of
  unofficial cards. Tokens (type 0x4000) are rows too, numbered after the card that makes them.
- A file has one language and does not say which. Printings are in none of them, so tables that lie beside them are
  asked: any with passcodes and set codes. `strings.conf` has names of archetypes, no sets.

The values are those of the clients' scripts (https://github.com/ProjectIgnis/CardScripts, constant.lua).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.sentence import Sentence
from karuta.domain.text import fold
from karuta.services.catalogue.catalogue_folder import SkippedRow
from karuta.services.catalogue.join_cards import with_printings
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.card_source import SourceCard
from karuta.services.catalogue.sources.column_names import guessed
from karuta.services.catalogue.sources.languages import language_by_letters, language_by_name, language_named
from karuta.services.catalogue.sources.list_rows import Sheet, clean_rows
from karuta.services.catalogue.sources.picture_folder import files_below
from karuta.services.catalogue.sources.yugioh import GAME, language_of, passcode, passcodes, whole_number
from karuta.store.cards_cdb import MOST_BYTES, CdbDamaged, CdbRow, read_cdb
from karuta.tables import TableRow

MONSTER, SPELL, TRAP, TOKEN = 0x1, 0x2, 0x4, 0x4000
_SKILL, _XYZ, _LINK = 0x8000000, 0x800000, 0x4000000

_UNKNOWN_POINTS = -2


def kind_of(bits: int) -> str:
    for bit, kind in ((TOKEN, "Token"), (_SKILL, "Skill"), (MONSTER, "Monster"), (SPELL, "Spell"), (TRAP, "Trap")):
        if bits & bit:
            return kind
    return ""


def facts_of(row: CdbRow) -> dict[str, Any]:
    """The facts of the row; values that are not numbers are left out."""
    bits = whole_number(row.type) or 0
    if not bits & MONSTER:
        named = _names_of("properties", bits)
        return {"property": named[0] if named else "Normal"} if bits & (SPELL | TRAP) else {}
    return {
        key: value
        for key, value in (
            ("type_line", _type_line(whole_number(row.race) or 0, bits)),
            ("attribute", dict(loose.shipped("ygopro")["attributes"]).get(whole_number(row.attribute) or 0)),
            (_level_word(bits), (whole_number(row.level) or 0) & 0xFF or None),
            ("atk", _points(row.atk)),
            ("def", None if bits & _LINK else _points(row.defence)),
        )
        if value not in (None, "")
    }


def _type_line(race: int, bits: int) -> str:
    races = [name for at, name in enumerate(loose.shipped("ygopro")["races"]) if race >> at & 1]
    return " / ".join((*races[:1], *_names_of("monsters", bits)))


def _names_of(kind: str, bits: int) -> list[str]:
    return [name for bit, name in loose.shipped("ygopro")[kind] if bits & bit]


def _level_word(bits: int) -> str:
    return "link" if bits & _LINK else "rank" if bits & _XYZ else "level"


def _points(value: Any) -> int | str | None:
    if value == _UNKNOWN_POINTS:
        return "?"
    return 0 if value == 0 and not isinstance(value, bool) else whole_number(value)


FORMAT = "ygopro"
PICTURE_FOLDERS = ("pics", "picture/card", "picture", "expansions/pics")
ARTWORK_RANGE = 20

_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]$")
# A cover, or a name of the scripts.
_CONSTANT = re.compile(r".* Card Cover|[A-Z0-9]+(?:_[A-Z0-9]+)+")
_MOST_DEEP = 4


@dataclass(frozen=True)
class CdbCard:
    """One usable row. `names`: by language, from all files that have the row."""

    passcode: int
    alias: int
    type: int
    names: dict[str, str]
    row: CdbRow
    file: str


def database_files(folder: Path) -> list[Path]:
    """In the order in which they are loaded."""
    files = files_below(folder, (".cdb",), most_deep=_MOST_DEEP)
    return sorted(files, key=lambda path: (path.name.lower() != "cards.cdb", len(path.parts), str(path).lower()))


@dataclass(frozen=True)
class SetRow:
    """A row of a list of sets: one printing of the card with this passcode."""

    passcode: int
    printing: Printing
    file: str
    line: int


def read_sets(path: Path) -> Iterator[SetRow | SkippedRow]:
    """The rows of a table with passcodes and set codes; none of another. Raises `CatalogueError`, `OSError`."""
    header = next(clean_rows(path), TableRow(0))
    columns = guessed(header.cells)
    if "set_code" not in columns or not {"passcode", "id"} & columns.keys():
        return
    for row in Sheet(path, header).rows():
        texts = {field: (row.of(column) or ("",))[0] for field, column in columns.items()}
        number, code = whole_number(texts.get("passcode", texts.get("id"))), texts["set_code"].upper()
        if row.fault is not None:
            yield SkippedRow(path.name, row.line, row.fault)
        elif number is None or not code:
            yield SkippedRow(path.name, row.line, Sentence("it has no passcode or no set code"))
        else:
            lang = language_named(texts.get("lang", "")) or language_of(code)
            rarities = tuple(filter(None, [texts.get("rarity")]))
            yield SetRow(number, Printing(code, texts.get("set_name", ""), lang, rarities), path.name, row.line)


def read_databases(
    files: Sequence[Path], game: str | None, *, tables: Sequence[Path] = ()
) -> Iterator[SourceCard | SkippedRow]:
    """Every card of all files once, including its alternative artworks and other passcodes.

    `tables`: what may be lists of sets.
    """
    sets: dict[int, list[SetRow]] = {}
    for set_row in chain.from_iterable(map(read_sets, tables)):
        if isinstance(set_row, SkippedRow):
            yield set_row
        else:
            sets.setdefault(set_row.passcode, []).append(set_row)
    cards: dict[int, CdbCard] = {}
    again: Counter[int] = Counter()
    skipped: dict[tuple[str, int], SkippedRow] = {}
    for path in files:
        good = []
        for read in _rows(path):
            if isinstance(read, SkippedRow):
                skipped[read.file, read.line] = read
            else:
                good.append(read)
        language = language_by_name(path) or language_by_letters(str(row.name) for row in good)
        for row in good:
            number = whole_number(row.passcode)
            assert number is not None, "such rows are left out"
            earlier = cards.get(number)
            again[number] += earlier is not None
            names = {**(earlier.names if earlier else {}), language: loose.one_line(str(row.name))}
            alias, type = whole_number(row.alias) or 0, whole_number(row.type) or 0
            cards[number] = CdbCard(number, alias, type, names, row, path.name)
    yield from skipped.values()
    for main, group in _groups(cards).items():
        same = sum(again[card.passcode] for card in group)
        set_rows = [
            set_row for number in {main, *(card.passcode for card in group)} for set_row in sets.pop(number, ())
        ]
        in_order = sorted(set_rows, key=lambda row: (row.file, row.line))
        source, printings = _joined(main, group, game or GAME), with_printings((), (row.printing for row in in_order))
        further = sum(len(printing.rarities) or 1 for printing in printings)
        yield replace(
            source,
            card=replace(source.card, printings=printings),
            further=len(group) - 1 + further,
            same=same + len(set_rows) - further,
        )
    for left in chain.from_iterable(sets.values()):
        yield SkippedRow(left.file, left.line, Sentence("no card here has the passcode {value}", value=left.passcode))


def _rows(path: Path) -> Iterator[CdbRow | SkippedRow]:
    """The usable rows, and why the others are not."""
    last = 0
    try:
        for row in read_cdb(path):
            last = row.row
            fault = _fault(row)
            yield row if fault is None else SkippedRow(path.name, row.row, fault, row.row)
    except CdbDamaged as error:
        fault = Sentence("the file cannot be read from here on: {reason}", reason=error)
        yield SkippedRow(path.name, last + 1, fault, last + 1)


def _fault(row: CdbRow) -> str | None:
    if row.is_too_long:
        return Sentence("longer than {megabytes} MB", megabytes=MOST_BYTES // 1_000_000)
    number = whole_number(row.passcode)
    if number is None:
        return Sentence("id {value} is not a passcode", value=_shown(row.passcode))
    if not row.has_text:
        return Sentence("card {card} has no row in texts", card=number)
    if not isinstance(row.name, str) or not row.name.strip():
        return Sentence("card {card} has no name", card=number)
    if not kind_of(whole_number(row.type) or 0) or _CONSTANT.fullmatch(row.name.strip()):
        return Sentence("{value} is not a card but something that the program needs", value=_shown(row.name))
    if "\ufffd" in row.name:
        return Sentence("the name of card {card} is not UTF-8", card=number)
    return None


def _groups(cards: dict[int, CdbCard]) -> dict[int, list[CdbCard]]:
    """The rows of one card under the passcode of its main row, which comes first."""
    main: dict[int, int] = {}
    for number in cards:
        at, seen = number, {number}
        while _is_same(cards, at) and (alias := cards[at].alias) not in seen:
            at = alias
            seen.add(at)
            if at not in cards:
                break
        main[number] = at
    groups: dict[int, list[CdbCard]] = {}
    for number, card in cards.items():
        group = groups.setdefault(main[number], [])
        group.insert(0 if number == main[number] else len(group), card)
    return groups


def _is_same(cards: dict[int, CdbCard], number: int) -> bool:
    """Whether a row's alias means the same card, rather than a card whose name it is treated as."""
    card = cards[number]
    if not card.alias or card.alias == number:
        return False
    other = cards.get(card.alias)
    if other is None:
        return abs(card.alias - number) < ARTWORK_RANGE
    if (card.type ^ other.type) & TOKEN:
        return False
    return abs(card.alias - number) < ARTWORK_RANGE or _plain(card) == _plain(other)


def _plain(card: CdbCard) -> set[str]:
    """Its names without a remark in brackets, such as `(Pre-Errata)`."""
    return {fold(_REMARK.sub("", name)) for name in card.names.values()}


def _joined(main: int, group: Sequence[CdbCard], game: str) -> SourceCard:
    """`main`: its passcode, which may be in none of the files: a file of changes may have only the artwork."""
    first = group[0]
    numbers = list(dict.fromkeys((main, *(card.passcode for card in group))))
    names: dict[str, str] = {}
    for row in group:
        for language, name in row.names.items():
            names.setdefault(language, name)
    card = Card(
        key=CardKey(game, passcode(main)),
        names=names,
        codes=passcodes(numbers),
        kind=kind_of(first.type),
        facts=facts_of(first.row),
    )
    return SourceCard(card, first.file, first.row.row, first.row.row, pictures=tuple(map(str, numbers)))


def _shown(value: object) -> str:
    return repr(value)[:40]
