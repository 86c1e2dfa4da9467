"""Counts how often each card is listed and looked for: by the tables that are named, and by the library's own record.

A row of a table that names no card is told, and costs no other row. A card is counted only where its id or its title
says it for sure. Reads labels and catalogue, changes neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey, display_name
from karuta.domain.errors import KarutaError, reason_of
from karuta.domain.file_names import unguarded
from karuta.domain.sentence import Sentence
from karuta.listings.domain.check.listing import ListingVerdict
from karuta.listings.domain.popularity import CardDemand, DemandCounts, ListedBy, SoughtBy
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.domain.titles.title_cards import CLEAR
from karuta.listings.services.check.listing_line import title_json
from karuta.listings.services.check.listing_templates import BuriedListings
from karuta.listings.services.check.read_titles import Titles
from karuta.listings.services.prices.price_guide import SoldCards
from karuta.listings.store.checks import DecidedListing, LabelledTimes, decided_listings, labelled_times
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile, has_labels
from karuta.tables import TableHeader, column_name, header_of

# Field -> the names that a column of it may have, the surest first. In small letters, words joined by `_`.
LISTINGS: Mapping[str, tuple[str, ...]] = {
    "listing_id": ("listing_id", "item_id", "id"),
    "title": ("title", "listing_title", "item_title", "タイトル", "商品名"),
    "card_id": ("card_id", "cardid", "card", "カードid"),
    "game": ("game", "ゲーム"),
    "verdict": ("verdict",),
}
SEARCHES: Mapping[str, tuple[str, ...]] = {
    "query": ("query", "search", "search_term", "keyword", "検索語", "検索キーワード", "キーワード"),
    "card_id": ("card_id", "cardid", "card", "カードid"),
    "game": ("game", "ゲーム"),
    "count": ("count", "searches", "times", "hits", "検索数", "回数", "件数"),
    "date": ("date", "day", "日付"),
}
# What a person may name a column for. A day is not among them: a table of both orders of day and month says neither.
NAMED = tuple(dict.fromkeys(name for name in (*LISTINGS, *SEARCHES) if name != "date"))
KEPT = 1000
_LONGEST = 1000
_SHOWN = 60
_REMEMBERED = 1 << 16
_EVERY = 200
_PIECE = 1 << 20
_MOST_TIMES = 10**12
_NOT_GENUINE = ListingVerdict.NOT_GENUINE.value
# What a check says of a listing whose photos show the title's card.
_CARD_AGREES = frozenset((ListingVerdict.MATCH, ListingVerdict.WRONG_PRINTING, ListingVerdict.COUNT_DIFFERS))

ReadTitle = Callable[[str], TitleReading]
FindCard = Callable[[str], CardKey | Sentence]
JudgeBuried = Callable[[TitleReading], bool]
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class DemandReaders:
    """`find_card`: by what a card's column says. `read`: a title or a query. `is_buried`: whether a search misses it.

    `tell` hears how many lines are read, of how many.
    """

    find_card: FindCard
    read: ReadTitle
    is_buried: JudgeBuried
    cancel: CancelToken
    tell: Tell = lambda done, total: None


@dataclass(frozen=True)
class SkippedDemand:
    """A row that counts for no card."""

    file: str
    line: int
    reason: Sentence


@dataclass
class TableCounts:
    """Counts of tables. `rows`: that counted; `skipped`: the first thousand of `skips` that did not."""

    listed: Counter[CardKey] = field(default_factory=Counter)
    looked_for: Counter[CardKey] = field(default_factory=Counter)
    buried: Counter[CardKey] = field(default_factory=Counter)
    rows: int = 0
    skips: int = 0
    skipped: list[SkippedDemand] = field(default_factory=list)

    def skip(self, path: Path, line: int, reason: Sentence) -> None:
        self.skips += 1
        if self.skips <= KEPT:
            self.skipped.append(SkippedDemand(path.name, line, reason))


def count_listings(
    paths: Sequence[Path], readers: DemandReaders, *, named: Mapping[str, str] = MappingProxyType({})
) -> TableCounts:
    """Plain tables of listings and reports of `karuta check`; a listing that stands in several counts once.

    `named`: field -> what its column is called, where a table has it. Raises `KarutaError` for a file that cannot be
    read as such at all, `Cancelled`.
    """
    counts, seen = TableCounts(), set[str]()
    read = lru_cache(maxsize=_REMEMBERED)(readers.read)
    columns, needs = _named(LISTINGS, named), ("title", "card_id")
    for path in paths:
        for line, cells in _rows(path, columns, counts, readers, needs=needs, example="listing_id,title"):
            listing = cells.get("listing_id", "")
            if listing and listing in seen:
                continue
            seen.add(listing)
            found = _listing(cells, read, readers)
            if isinstance(found, Sentence):
                counts.skip(path, line, found)
                continue
            counts.rows += 1
            cards, is_buried = found
            counts.listed.update(cards)
            counts.buried.update(cards if is_buried else ())
    return counts


def count_searches(
    path: Path, readers: DemandReaders, *, named: Mapping[str, str] = MappingProxyType({})
) -> TableCounts:
    """A table of what people looked for. Raises as `count_listings` does."""
    counts = TableCounts()
    read = lru_cache(maxsize=_REMEMBERED)(readers.read)
    columns = _named(SEARCHES, named)
    for line, cells in _rows(path, columns, counts, readers, needs=("query", "card_id"), example="query,count"):
        times = _times(cells["count"]) if "count" in cells else 1
        found = times if isinstance(times, Sentence) else _searched(cells, read, readers)
        if isinstance(found, Sentence):
            counts.skip(path, line, found)
            continue
        counts.rows += 1
        counts.looked_for.update(dict.fromkeys(found, int(times)))
    return counts


def refuse_unknown_columns(listings: Sequence[Path], searches: Path | None, named: Mapping[str, str]) -> None:
    """Raises `KarutaError` for a column that is named and stands in no table of its kind."""
    kinds = [(path, LISTINGS) for path in listings] + ([(searches, SEARCHES)] if searches is not None else [])
    found = set[str]()
    for path, kind in kinds:
        header = _first_line(path, _named(kind, named)) if path.is_file() else None
        if header is not None:
            found.update(column for column in kind if column_name(named.get(column, "")) in header.names)
    for column, name in named.items():
        if column not in found:
            raise KarutaError(
                "No table that could say {field} has a column {name}; check how it is written.", field=column, name=name
            )


def is_of_searches(path: Path) -> bool:
    """Whether a table's first line names a query and no listing. Raises `OSError`."""
    known = [name for columns in (LISTINGS, SEARCHES) for names in columns.values() for name in names]
    header = header_of(path, known) if path.is_file() else None
    if header is None:
        return False
    listings, searches = header.places(LISTINGS), header.places(SEARCHES)
    return "query" in searches or ("title" not in listings and "count" in searches)


def _first_line(path: Path, columns: Mapping[str, tuple[str, ...]]) -> TableHeader | None:
    try:
        return header_of(path, [name for names in columns.values() for name in names])
    except OSError as error:
        raise _unreadable(path, error) from error


def _named(columns: Mapping[str, tuple[str, ...]], named: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """With the names that a person gave, which are the surest."""
    return {field: (column_name(named[field]), *known) if field in named else known for field, known in columns.items()}


def _rows(
    path: Path,
    columns: Mapping[str, tuple[str, ...]],
    counts: TableCounts,
    readers: DemandReaders,
    *,
    needs: tuple[str, str],
    example: str,
) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells by field) of every row that is one. `needs`: one of these columns must be there."""
    if path.is_dir():
        raise KarutaError("{path} is a folder; name a table.", path=path)
    if not path.is_file():
        raise KarutaError("There is no file {path}; check the name.", path=path)
    header = _first_line(path, columns)
    if header is None:
        raise KarutaError(
            "{path} is empty; its first line names the columns, like {example}.", path=path, example=example
        )
    twice, places = header.twice(columns), header.places(columns)
    if twice:
        raise KarutaError("{path} has the column {name} twice; rename one of them.", path=path, name=twice)
    if not places.keys() & set(needs):
        raise KarutaError(
            "The first line of {path} names no column {one} or {other}; it should be like {example}, or `karuta listed "
            "--map {one}=NAME` says what it is called.",
            path=path,
            one=needs[0],
            other=needs[1],
            example=example,
        )
    try:
        total = _lines(path)
        for number, row in enumerate(header.rows()):
            if number % _EVERY == 0:
                readers.cancel.check()
                readers.tell(min(row.line, total), total)
            if row.fault is not None:
                counts.skip(path, row.line, row.fault)
                continue
            known = ((name, row.cells[at]) for name, at in places.items() if at < len(row.cells))
            yield row.line, {name: unguarded(cell)[:_LONGEST].strip() for name, cell in known}
        readers.tell(total, total)
    except OSError as error:
        raise _unreadable(path, error) from error


def _listing(
    cells: Mapping[str, str], read: ReadTitle, readers: DemandReaders
) -> tuple[tuple[CardKey, ...], bool] | Sentence:
    """The cards that a listing names, and whether a search misses it."""
    if cells.get("verdict") == _NOT_GENUINE:
        return Sentence("it sells no genuine card")
    title = cells.get("title", "")
    reading = read(title) if title else None
    said = None if reading is None else named_cards(reading)
    by_id = _by_id(cells, readers) if cells.get("card_id") and _is_told_by_id(cells, said) else None
    if isinstance(by_id, CardKey):
        cards: tuple[CardKey, ...] = (by_id,)
    elif isinstance(said, tuple):
        cards = said
    else:
        return by_id or said or Sentence("it names no card")
    return cards, reading is not None and readers.is_buried(reading)


def _is_told_by_id(cells: Mapping[str, str], said: tuple[CardKey, ...] | Sentence | None) -> bool:
    """A report's card is the likeliest one of its title: the title is asked first, and where it is not sure, the photos
    must have agreed.
    """
    return "verdict" not in cells or (not isinstance(said, tuple) and cells["verdict"] in _CARD_AGREES)


def _searched(cells: Mapping[str, str], read: ReadTitle, readers: DemandReaders) -> tuple[CardKey, ...] | Sentence:
    if cells.get("card_id"):
        found = _by_id(cells, readers)
        return found if isinstance(found, Sentence) else (found,)
    query = cells.get("query", "")
    return named_cards(read(query)) if query else Sentence("it names no card")


def _by_id(cells: Mapping[str, str], readers: DemandReaders) -> CardKey | Sentence:
    card, game = cells["card_id"], cells.get("game", "")
    return readers.find_card(f"{game}:{card}" if game else card)


def named_cards(reading: TitleReading) -> tuple[CardKey, ...] | Sentence:
    """The cards that a title or a query names for sure, each once; or why there is none."""
    if reading.proxy:
        return Sentence("it sells no genuine card")
    clear = tuple(dict.fromkeys(card.card for card in reading.cards if card.probability >= CLEAR))
    if reading.disagree or not clear:
        return Sentence("it names no card for sure: {title}", title=reading.text[:_SHOWN])
    return clear


def _times(text: str) -> int | Sentence:
    plain = text.replace(",", "").replace(" ", "").removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and int(plain[:20]) <= _MOST_TIMES):
        return Sentence("{text} is not a number of searches", text=text[:_SHOWN] or "–")
    return int(plain)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return 1 + sum(piece.count(b"\n") for piece in iter(lambda: file.read(_PIECE), b""))


def _unreadable(path: Path, error: OSError) -> KarutaError:
    return KarutaError("{path} cannot be read ({reason}); fix that and try again.", path=path, reason=reason_of(error))


def _checked(decided: Iterable[DecidedListing], judged: BuriedListings) -> TableCounts:
    """The library's own checked listings."""
    counts = TableCounts()
    for listing in decided:
        cards = _sold(listing.found) or ((listing.named,) if listing.named is not None else ())
        if not cards or listing.found.get("verdict") == _NOT_GENUINE:
            continue
        counts.rows += 1
        counts.listed.update(cards)
        line = listing.found
        if line.get("title") and judged.of(line["verdict"], title=line["title"], cards=line["cards"]).reasons:
            counts.buried.update(cards)
    return counts


def _sold(found: Mapping[str, Any]) -> tuple[CardKey, ...]:
    """The cards that a checked listing's title names for sure, each once."""
    title = found.get("title") or {}
    if title.get("proxy") or title.get("disagree"):
        return ()
    clear = (entry for entry in title.get("cards", ()) if entry["probability"] >= CLEAR)
    return tuple(dict.fromkeys(CardKey(entry["game"], entry["card_id"]) for entry in clear))


@dataclass(frozen=True)
class DemandTables:
    """The tables that a person names. `listings`: of listings, or reports of `karuta check`.

    `named`: what a table calls the column of a field of ours.
    """

    listings: tuple[Path, ...] = ()
    searches: Path | None = None
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CountedDemand:
    """`of_listings`, `of_searches`: what came of the tables, None where none was named."""

    counts: DemandCounts
    of_listings: TableCounts | None = None
    of_searches: TableCounts | None = None
    tables: DemandTables = field(default_factory=DemandTables)

    @property
    def skips(self) -> int:
        return sum(counts.skips for counts in self.of_tables)

    @property
    def of_tables(self) -> tuple[TableCounts, ...]:
        return tuple(counts for counts in (self.of_listings, self.of_searches) if counts is not None)


def count_demand(
    library: LibraryFolder,
    resources: Path,
    tables: DemandTables,
    *,
    cancel: CancelToken,
    tell: Tell = lambda done, total: None,
) -> CountedDemand:
    """Raises `KarutaError` for a table that cannot be read, `LibraryError` without a usable catalogue, `Cancelled`."""
    refuse_unknown_columns(tables.listings, tables.searches, tables.named)
    with Catalogue.open_reading(library.catalogue_db) as catalogue, BuriedListings(library, resources) as judged:
        packs = catalogue.packs_of_cards()
        cards = tuple(
            CardDemand(name.card, display_name(name.names), name.names.get("ja", ""), packs.get(name.card, ""))
            for name in catalogue.names()
        )
        newest = tuple(pack.name for pack in catalogue.packs())
        cancel.check()

        def is_buried(reading: TitleReading) -> bool:
            """As a check says it of a listing whose photos do not speak against its title."""
            return bool(judged.of(ListingVerdict.MATCH, title=title_json(reading), cards=()).reasons)

        readers = DemandReaders(SoldCards(catalogue).find, Titles(library, resources).read, is_buried, cancel, tell)
        listings = count_listings(tables.listings, readers, named=tables.named) if tables.listings else None
        searches = count_searches(tables.searches, readers, named=tables.named) if tables.searches is not None else None
        labels, decided = list[LabelledTimes](), list[DecidedListing]()
        if has_labels(library):
            with LabelFile.open_reading(library) as file:
                labels, decided = labelled_times(file), list(decided_listings(file))
        by = {ListedBy.CHECKED: _checked(decided, judged)}
    looked_for: dict[SoughtBy, Mapping[CardKey, int]] = {
        SoughtBy.LABELS: {label.card: label.times for label in labels},
        SoughtBy.BELOW_FIRST: {label.card: label.below_first for label in labels},
    }
    if listings is not None:
        by[ListedBy.TABLES] = listings
    if searches is not None:
        looked_for[SoughtBy.SEARCHES] = searches.looked_for
    counts = DemandCounts(
        cards,
        newest,
        listed={sort: counted.listed for sort, counted in by.items()},
        buried={sort: counted.buried for sort, counted in by.items()},
        listings={sort: counted.rows for sort, counted in by.items()},
        looked_for=looked_for,
        names={label.card: label.name for label in labels},
    )
    return CountedDemand(counts, listings, searches, tables)
