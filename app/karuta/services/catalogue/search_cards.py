"""Finds cards by name, reading, passcode, set code or nickname, even if mistyped. Changes nothing.

The order: whole names and codes, and beginnings of names; cards with exactly this nickname; other hits. Where these are
too few, nicknames that begin with the text; and where no hit is exact, similar names and romaji names.

Nicknames: a row is `game,nickname,card`, separated by commas or tabs; `#` begins a comment. Each unusable row is
reported in one sentence, and the rest counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import Closeness, FoundCard, ListedCards, Matched, packed
from karuta.domain.sentence import Sentence
from karuta.domain.text import Nickname, Nicknames
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue
from karuta.store.found_cards import Met
from karuta.tables import EditedRows, edited_rows

if TYPE_CHECKING:
    from karuta.services.catalogue.name_index import NameIndex


SHIPPED = "nicknames.csv"
_HEADER = ["game", "nickname", "card"]
# A larger file is not a table of nicknames.
_MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class ReadNicknames:
    """`troubles`: a sentence for each row, or file, that could not be used."""

    nicknames: Nicknames
    troubles: tuple[Sentence, ...] = ()


def read_nicknames(library: LibraryFolder, resources: Path) -> ReadNicknames:
    """Both tables in one; the person's own overrides the shipped one."""
    shipped, own = _file(resources / SHIPPED), _file(library.nicknames_csv)
    return ReadNicknames(Nicknames(shipped.rows).overridden_by(own.rows), (*shipped.troubles, *own.troubles))


def _file(path: Path) -> EditedRows[Nickname]:
    with suppress(OSError):
        if path.stat().st_size > _MOST_BYTES:
            too_large = Sentence("{path} is too large for a table of nicknames, so it is not used.", path=path)
            return EditedRows((), (too_large,))
    unreadable = Sentence("The nicknames in {path} cannot be read ({reason}).")
    return edited_rows([path], _HEADER, _row, unreadable=unreadable, delimiters="\t,")


def _row(cells: Sequence[str]) -> Nickname | Sentence:
    if len(cells) != len(_HEADER):
        return Sentence("it has {count} cells and not three: game, nickname, card", count=len(cells))
    nickname = Nickname(*cells)
    return nickname if nickname.folded else Sentence("it names no nickname")


# Nobody means a name by `LOB-EN005`.
_SET_CODE = re.compile(r"[A-Z0-9]{2,6}-?[A-Z]{0,3}\d{2,4}", re.IGNORECASE)

# One letter begins half of all nicknames.
_SHORTEST_BEGINNING = 2
_NAMES = ("name", "reading", "card_id")

# Of all that are met, so many are put in order with nicknames and typing errors in mind.
_BEST = 40

# A choice of more cards than this is no help.
_MOST_CALLED = 2000

_State = tuple[int, int, int] | None
"""Of a file: which it is, how large, how new; None without one."""


def search_cards(library: LibraryFolder, resources: Path, text: str, *, limit: int = 10) -> tuple[FoundCard, ...]:
    """The best `limit` cards, best first. Raises `LibraryError` if there is no catalogue to search."""
    return CardSearch(library, resources).find(text, limit=limit)


def listed_cards(library: LibraryFolder, cards: Iterable[CardKey]) -> tuple[FoundCard, ...]:
    """These cards as a list shows them; those that have left the catalogue are left out. Raises `LibraryError`."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return catalogue.search_results((card, _itself) for card in cards)


class CardSearch:
    """Searches one library's catalogue repeatedly; what it keeps in memory is read again when the files change."""

    def __init__(self, library: LibraryFolder, resources: Path) -> None:
        self.library = library
        self._resources = resources
        self._index: tuple[_State, NameIndex] | None = None
        self._nicknames: tuple[_State, ReadNicknames] | None = None

    @property
    def troubles(self) -> tuple[Sentence, ...]:
        """The lines of the nicknames that could not be used."""
        return self._read_nicknames().troubles

    def find(self, text: str, *, limit: int) -> tuple[FoundCard, ...]:
        """The best `limit` cards, best first. Raises `LibraryError` if there is no catalogue to search."""
        if not text.strip() or limit < 1:
            return ()
        with Catalogue.open_reading(self.library.catalogue_db) as catalogue:
            listed = catalogue.search(text, limit)
            exact = self._called(catalogue, text, Closeness.EXACT)
            sure, other = _parted(listed)
            cards = list(_once((*sure, *exact, *other)))
            if len(cards) < limit:
                cards = list(_once((*cards, *self._called(catalogue, text, Closeness.PREFIX))))
            if len(cards) < limit and not exact and _may_be_mistyped(text) and not any(map(_is_meant, listed)):
                alike = self._names(catalogue).alike(text, limit)
                met = ((name.card, partial(name.matched, text=text)) for name in alike)
                cards = list(_once((*cards, *catalogue.search_results(met))))
        return tuple(cards[:limit])

    def all_of(self, text: str) -> ListedCards:
        """Every card that the text may mean, however many, best first. Raises as `find`."""
        best = self.find(text, limit=_BEST)
        with Catalogue.open_reading(self.library.catalogue_db) as catalogue:
            hits = catalogue.every_hit(text)
        is_alike = not hits and bool(best) and all(card.matched.closeness is Closeness.SIMILAR for card in best)
        return ListedCards(dict.fromkeys((*(packed(card.card) for card in best), *hits)), is_alike=is_alike)

    def called(self, text: str) -> frozenset[CardKey]:
        """Cards that this text may mean: by part of a name or a nickname, or by a code, but not merely similar ones.

        Part of a set code says nothing about a card: only a whole one counts, or its beginning with the hyphen.
        """
        with Catalogue.open_reading(self.library.catalogue_db) as catalogue:
            named = catalogue.called(text, _MOST_CALLED)
            cards = [*self._called(catalogue, text, Closeness.EXACT), *self._called(catalogue, text, Closeness.PREFIX)]
            if not named and not cards and _may_be_mistyped(text):
                alike = self._names(catalogue).alike(text, _BEST)
                cards += catalogue.search_results((name.card, partial(name.matched, text=text)) for name in alike)
        return frozenset((*named, *(card.card for card in cards if card.matched.closeness is not Closeness.SIMILAR)))

    def prepare(self) -> tuple[Sentence, ...]:
        """Load now what the first typing error would have to wait for.

        Returns what could not be used of the nicknames.
        """
        with Catalogue.open_reading(self.library.catalogue_db) as catalogue:
            self._names(catalogue)
        return self.troubles

    def forget(self) -> None:
        """Read everything again the next time."""
        self._index = self._nicknames = None

    def _called(
        self, catalogue: Catalogue, text: str, closeness: Literal[Closeness.EXACT, Closeness.PREFIX]
    ) -> tuple[FoundCard, ...]:
        """Cards with this nickname, or with one that begins with it."""
        nicknames = self._read_nicknames().nicknames
        if closeness is Closeness.EXACT:
            called = nicknames.exact(text)
        else:
            called = nicknames.beginning(text) if len(text.strip()) >= _SHORTEST_BEGINNING else ()
        return catalogue.search_results(_cards_called(catalogue, called, closeness))

    def _names(self, catalogue: Catalogue) -> NameIndex:
        from karuta.services.catalogue.name_index import NameIndex  # loads rapidfuzz, which most searches do not need

        state = _state_of(self.library.catalogue_db)
        if self._index is None or self._index[0] != state:
            self._index = (state, NameIndex(catalogue.names()))
        return self._index[1]

    def _read_nicknames(self) -> ReadNicknames:
        state = _state_of(self.library.nicknames_csv)
        if self._nicknames is None or self._nicknames[0] != state:
            self._nicknames = (state, read_nicknames(self.library, self._resources))
        return self._nicknames[1]


def _may_be_mistyped(text: str) -> bool:
    """Whether a name may have been meant, rather than a code."""
    return _SET_CODE.fullmatch(text.strip()) is None


def _state_of(path: Path) -> _State:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _parted(cards: Iterable[FoundCard]) -> tuple[list[FoundCard], list[FoundCard]]:
    """The matches before a nickname (whole names and codes, beginnings of names), and what comes after it."""
    sure: list[FoundCard] = []
    other: list[FoundCard] = []
    for card in cards:
        met = card.matched
        is_sure = met.closeness is Closeness.EXACT or (met.closeness is Closeness.PREFIX and met.field in _NAMES)
        (sure if is_sure else other).append(card)
    return sure, other


def _is_meant(card: FoundCard) -> bool:
    """Whether somebody who typed this very likely meant exactly this, without a mistake."""
    return card.matched.closeness in (Closeness.EXACT, Closeness.PREFIX, Closeness.WORD)


def _cards_called(
    catalogue: Catalogue, called: Iterable[Nickname], closeness: Closeness
) -> Iterator[tuple[CardKey, Met]]:
    for nickname in called:
        for key in catalogue.named(nickname.game, nickname.card):
            yield key, partial(_by_nickname, nickname=nickname.nickname, closeness=closeness)


def _itself(card: Card) -> Matched:
    return Matched("name", "", card.name, Closeness.EXACT)


def _by_nickname(card: Card, nickname: str, closeness: Closeness) -> Matched:
    del card
    return Matched("nickname", "", nickname, closeness)


def _once(cards: Iterable[FoundCard]) -> Iterator[FoundCard]:
    keys: set[CardKey] = set()
    for card in cards:
        if card.card not in keys:
            keys.add(card.card)
            yield card
