"""Counts how often each card is listed and looked for: by the tables that are named, and by the library's own record.

A row of a table that names no card is told, and costs no other row. A card is counted only where its id or its title
says it for sure. Reads labels and catalogue, changes neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey, display_name
from karuta.domain.errors import KarutaError, reason_of
from karuta.domain.file_names import unguarded
from karuta.domain.sentence import Sentence
from karuta.listings.domain.check.listing import ListingVerdict
from karuta.listings.domain.popularity import CardDemand, DemandCounts, DemandTally, ListedBy, Sort, SoughtBy
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.domain.titles.title_cards import CLEAR
from karuta.listings.services.check.listing_line import title_of
from karuta.listings.services.check.listing_templates import BuriedListings
from karuta.listings.services.check.read_titles import Titles
from karuta.listings.services.prices.price_guide import SoldCards
from karuta.listings.store.checks import DecidedListing, decided_listings, labelled_times
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile, has_labels
from karuta.tables import column_name, header_of


@dataclass(frozen=True)
class TableKind:
    """`columns`: field -> the names that a column of it may have, the surest first; in small letters, words joined by
    `_`. `needs`: one of these two must be there. `example`: a first line.
    """

    columns: Mapping[str, tuple[str, ...]]
    needs: tuple[str, str]
    example: str


LISTINGS = TableKind(
    {
        "listing_id": ("listing_id", "item_id", "id"),
        "title": ("title", "listing_title", "item_title", "タイトル", "商品名"),
        "card_id": ("card_id", "cardid", "card", "カードid"),
        "game": ("game", "ゲーム"),
        "verdict": ("verdict",),
    },
    needs=("title", "card_id"),
    example="listing_id,title",
)
SEARCHES = TableKind(
    {
        "query": ("query", "search", "search_term", "keyword", "検索語", "検索キーワード", "キーワード"),
        "card_id": ("card_id", "cardid", "card", "カードid"),
        "game": ("game", "ゲーム"),
        "count": ("count", "searches", "times", "hits", "検索数", "回数", "件数"),
        "date": ("date", "day", "日付"),
    },
    needs=("query", "card_id"),
    example="query,count",
)
# What a person may name a column for. A day is not among them: a table of both orders of day and month says neither.
NAMED = tuple(dict.fromkeys(name for name in (*LISTINGS.columns, *SEARCHES.columns) if name != "date"))
_LONGEST = 1000
_SHOWN = 60
_REMEMBERED = 1 << 16
_EVERY = 200
_PIECE = 1 << 20
_MOST_TIMES = 10**12
_NOT_GENUINE = ListingVerdict.NOT_GENUINE.value
# What a check says of a listing whose photos show the title's card.
_CARD_AGREES = frozenset((ListingVerdict.MATCH, ListingVerdict.WRONG_PRINTING, ListingVerdict.COUNT_DIFFERS))

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class DemandReaders:
    """`find_card`: by what a card's column says. `read`: a title or a query. `is_buried`: whether a search misses it.

    `tell` hears how many lines are read, of how many.
    """

    find_card: Callable[[str], CardKey | Sentence]
    read: Callable[[str], TitleReading]
    is_buried: Callable[[TitleReading], bool]
    cancel: CancelToken
    tell: Tell = lambda done, total: None


class CountedTable:
    """A table of one kind. `named`: field -> what its column is called, where the table has it."""

    def __init__(self, path: Path, kind: TableKind, named: Mapping[str, str] = MappingProxyType({})) -> None:
        """Raises `KarutaError` for a file that is no table at all."""
        self.path, self.kind = path, kind
        if path.is_dir():
            raise KarutaError("{path} is a folder; name a table.", path=path)
        if not path.is_file():
            raise KarutaError("There is no file {path}; check the name.", path=path)
        self._columns = {
            name: (column_name(named[name]), *names) if name in named else names for name, names in kind.columns.items()
        }
        with _explaining(path):
            header = header_of(path, [name for names in self._columns.values() for name in names])
        if header is None:
            raise KarutaError(
                "{path} is empty; its first line names the columns, like {example}.", path=path, example=kind.example
            )
        self._header = header

    def has(self, column: str, name: str) -> bool:
        """Whether it has a column of this name that can say this."""
        return column in self.kind.columns and column_name(name) in self._header.names

    def rows(self, tally: DemandTally, readers: DemandReaders) -> Iterator[tuple[int, dict[str, str]]]:
        """(line, cells by field) of every row that is one; others are told to the tally. Raises `KarutaError`."""
        header, path = self._header, self.path
        twice, places = header.twice(self._columns), header.places(self._columns)
        if twice:
            raise KarutaError("{path} has the column {name} twice; rename one of them.", path=path, name=twice)
        first, second = self.kind.needs
        if first not in places and second not in places:
            raise KarutaError(
                "The first line of {path} names no column {one} or {other}; it should be like {example}, or `karuta "
                "listed --map {one}=NAME` says what it is called.",
                path=path,
                one=first,
                other=second,
                example=self.kind.example,
            )
        with _explaining(path):
            total = _lines(path)
            for number, row in enumerate(header.rows()):
                if number % _EVERY == 0:
                    readers.cancel.check()
                    readers.tell(min(row.line, total), total)
                if row.fault is not None:
                    tally.skip(path.name, row.line, row.fault)
                    continue
                cells = ((name, row.cells[at]) for name, at in places.items() if at < len(row.cells))
                yield row.line, {name: unguarded(cell)[:_LONGEST].strip() for name, cell in cells}
            readers.tell(total, total)


def count_listings(tables: Sequence[CountedTable], readers: DemandReaders) -> DemandTally:
    """Plain tables of listings and reports of `karuta check`; a listing that stands in several counts once.

    Raises `KarutaError` for a file that cannot be read as such at all, `Cancelled`.
    """
    tally, seen = DemandTally(), set[str]()
    for table in tables:
        for line, cells in table.rows(tally, readers):
            listing = cells.get("listing_id", "")
            if listing and listing in seen:
                continue
            seen.add(listing)
            sold = _listing(cells, readers)
            if isinstance(sold, Sentence):
                tally.skip(table.path.name, line, sold)
            else:
                cards, is_buried = sold
                tally.add(cards, is_buried=is_buried)
    return tally


def count_searches(table: CountedTable, readers: DemandReaders) -> DemandTally:
    """A table of what people looked for. Raises as `count_listings` does."""
    tally = DemandTally()
    for line, cells in table.rows(tally, readers):
        times = _times(cells["count"]) if "count" in cells else 1
        cards = times if isinstance(times, Sentence) else _searched(cells, readers)
        if isinstance(cards, Sentence):
            tally.skip(table.path.name, line, cards)
        else:
            tally.add(cards, times=int(times))
    return tally


def is_of_searches(path: Path) -> bool:
    """Whether a table's first line names a query and no listing. Raises `OSError`."""
    kinds = (LISTINGS.columns, SEARCHES.columns)
    names = [name for columns in kinds for names in columns.values() for name in names]
    header = header_of(path, names) if path.is_file() else None
    if header is None:
        return False
    listings, searches = map(header.places, kinds)
    return "query" in searches or ("title" not in listings and "count" in searches)


def _listing(cells: Mapping[str, str], readers: DemandReaders) -> tuple[tuple[CardKey, ...], bool] | Sentence:
    """The cards that a listing names, and whether a search misses it."""
    if cells.get("verdict") == _NOT_GENUINE:
        return Sentence("it sells no genuine card")
    title = cells.get("title", "")
    reading = readers.read(title) if title else None
    by_title = None if reading is None else named_cards(reading)
    by_id = _by_id(cells, readers) if cells.get("card_id") and _is_told_by_id(cells, by_title) else None
    if isinstance(by_id, CardKey):
        cards: tuple[CardKey, ...] = (by_id,)
    elif isinstance(by_title, tuple):
        cards = by_title
    else:
        return by_id or by_title or Sentence("it names no card")
    return cards, reading is not None and readers.is_buried(reading)


def _is_told_by_id(cells: Mapping[str, str], by_title: tuple[CardKey, ...] | Sentence | None) -> bool:
    """A report's card is the likeliest one of its title: the title is asked first, and where it is not sure, the photos
    must have agreed.
    """
    return "verdict" not in cells or (not isinstance(by_title, tuple) and cells["verdict"] in _CARD_AGREES)


def _searched(cells: Mapping[str, str], readers: DemandReaders) -> tuple[CardKey, ...] | Sentence:
    if cells.get("card_id"):
        card = _by_id(cells, readers)
        return card if isinstance(card, Sentence) else (card,)
    query = cells.get("query", "")
    return named_cards(readers.read(query)) if query else Sentence("it names no card")


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


@contextmanager
def _explaining(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise KarutaError(
            "{path} cannot be read ({reason}); fix that and try again.", path=path, reason=reason_of(error)
        ) from error


def _checked(decided: Iterable[DecidedListing], judged: BuriedListings) -> DemandTally:
    """The library's own checked listings: the cards that a title names for sure, else the one that the agent named."""
    tally = DemandTally()
    for listing in decided:
        line = listing.found
        title = title_of(line["title"]) if line.get("title") else None
        cards = named_cards(title) if title is not None else ()
        if isinstance(cards, Sentence) or not cards:
            cards = (listing.named,) if listing.named is not None else ()
        if not cards or line.get("verdict") == _NOT_GENUINE:
            continue
        is_buried = bool(title is not None and judged.of(line["verdict"], title=title, cards=line["cards"]).reasons)
        tally.add(cards, is_buried=is_buried)
    return tally


@dataclass(frozen=True)
class DemandTables:
    """The tables that a person names. `listings`: of listings, or reports of `karuta check`.

    `named`: what a table calls the column of a field of ours.
    """

    listings: tuple[Path, ...] = ()
    searches: Path | None = None
    named: Mapping[str, str] = field(default_factory=dict)


def count_demand(
    library: LibraryFolder,
    resources: Path,
    tables: DemandTables,
    *,
    cancel: CancelToken,
    tell: Tell = lambda done, total: None,
) -> DemandCounts:
    """Raises `KarutaError` for a table that cannot be read, `LibraryError` without a usable catalogue, `Cancelled`."""
    listings = [CountedTable(path, LISTINGS, tables.named) for path in tables.listings]
    searches = None if tables.searches is None else CountedTable(tables.searches, SEARCHES, tables.named)
    _refuse_unknown_columns([*listings, *([searches] if searches is not None else [])], tables.named)
    tallies: dict[Sort, DemandTally] = {}
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
            return bool(judged.of(ListingVerdict.MATCH, title=reading, cards=()).reasons)

        read = lru_cache(maxsize=_REMEMBERED)(Titles(library, resources).read)
        readers = DemandReaders(SoldCards(catalogue).find, read, is_buried, cancel, tell)
        if listings:
            tallies[ListedBy.TABLES] = count_listings(listings, readers)
        if searches is not None:
            tallies[SoughtBy.SEARCHES] = count_searches(searches, readers)
        labels, decided = [], []
        if has_labels(library):
            with LabelFile.open_reading(library) as file:
                labels, decided = labelled_times(file), list(decided_listings(file))
        tallies[ListedBy.CHECKED] = _checked(decided, judged)
    tallies[SoughtBy.LABELS] = DemandTally(Counter({label.card: label.times for label in labels}))
    tallies[SoughtBy.BELOW_FIRST] = DemandTally(Counter({label.card: label.below_first for label in labels}))
    return DemandCounts(cards, newest, tallies, names={label.card: label.name for label in labels})


def _refuse_unknown_columns(tables: Sequence[CountedTable], named: Mapping[str, str]) -> None:
    """Raises `KarutaError` for a column that is named and stands in no table of its kind."""
    for column, name in named.items():
        if not any(table.has(column, name) for table in tables):
            raise KarutaError(
                "No table that could say {field} has a column {name}; check how it is written.", field=column, name=name
            )
