"""Opens what reads listing titles with a catalogue: its names, kept beside it, and the tables of words.

Misspelled names: candidates have most of their pairs or triples of letters in the title; rapidfuzz lays those few over
it.

Names kept: one file, with a checksum and the hash of the cards that it was made of. Where it is missing, damaged or of
other cards, the same is worked out of the catalogue, and nothing is written.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from karuta.domain.errors import IrregularFile, refused_by_system
from karuta.domain.finish import FINISHES
from karuta.domain.sentence import Sentence
from karuta.domain.text import squeeze
from karuta.files import open_regular, write_whole
from karuta.listings.domain.titles.read_title import TitleReader
from karuta.listings.domain.titles.reading import TitleField, TitleReading
from karuta.listings.domain.titles.set_codes import AlikeSpan
from karuta.listings.domain.titles.title_catalogue import (
    CONDITIONS,
    EDITIONS,
    FIELDS,
    Table,
    TitleCatalogue,
    TitleParts,
    TitleWord,
    TitleWords,
    title_parts,
)
from karuta.paths import LibraryFolder
from karuta.services.catalogue.beside_catalogue import Worth
from karuta.services.catalogue.search_cards import read_nicknames
from karuta.store.cards import Catalogue
from karuta.tables import edited_rows

_CANDIDATES = 40
_LEAST_SHARE = 0.3
_LEAST_ALIKE = 62.0
_BEST = 8
_END = "\n"
# No name of so few letters is found misspelled.
_SHORT = 3


def grams_of(names: Sequence[str]) -> Table:
    """Triples of letters of Latin names, pairs of all others, as numbers of 64 bits, and whose they are, by place."""
    letters = _letters(_END + _END.join(names) + _END)
    number = np.cumsum(letters == ord(_END), dtype=np.int32) - 1
    place = np.minimum(number, len(names))
    is_latin = np.array([*(name.isascii() for name in names), False])[place]
    inside = np.array([*(len(name) > _SHORT for name in names), False])[place] & (letters != ord(_END))
    triples, pairs = _triples(letters), _pairs(letters)
    of_triple = inside[:-2] & inside[1:-1] & inside[2:] & is_latin[:-2]
    of_pair = inside[:-1] & inside[1:] & ~is_latin[:-1]
    grams = np.concatenate((triples[of_triple], pairs[of_pair]))
    owners = np.concatenate((number[:-2][of_triple], number[:-1][of_pair]))
    order = np.argsort(grams, kind="stable")
    known, first = np.unique(grams[order], return_index=True)
    return Table(known.tobytes(), array("I", [*first.tolist(), len(order)]), array("I", owners[order].tobytes()))


class AlikeIndex:
    """Folded names by their triples and pairs of letters."""

    def __init__(self, names: Sequence[str], grams: Table) -> None:
        """`grams`: of the first of these names, as `grams_of` made it."""
        self._names = names
        self._grams = np.frombuffer(grams.lines, np.uint64)
        self._first = np.frombuffer(grams.first, np.uint32)
        self._owners = np.frombuffer(grams.numbers, np.uint32)
        self._counts = np.maximum(np.bincount(self._owners, minlength=len(names)), 1).astype(np.float32)
        self._least = np.maximum(np.ceil(_LEAST_SHARE * self._counts), 1).astype(np.int32)

    def edits(self, one: str, other: str) -> int:
        return int(OSA.distance(one, other))

    def inside(self, text: str, borders: Sequence[bool]) -> list[AlikeSpan]:
        """Names of which most stands in the text, the best first."""
        found = (self._laid_over(name, text, borders) for name in self._candidates(text))
        spans = [span for span in found if span is not None]
        spans.sort(key=lambda one: (3 * one.edits - len(one.name), one.name))
        return spans[:_BEST]

    def _candidates(self, text: str) -> list[str]:
        letters = _letters(text)
        # `np.unique` would load what is else not needed.
        wanted = np.array(sorted({*_triples(letters).tolist(), *_pairs(letters).tolist()}), np.uint64)
        places = np.searchsorted(self._grams, wanted)
        is_there = places < len(self._grams)
        known = places[is_there][self._grams[places[is_there]] == wanted[is_there]]
        if not len(known):
            return []
        owners = np.concatenate([self._owners[self._first[at] : self._first[at + 1]] for at in known])
        common = np.bincount(owners, minlength=len(self._names))
        # Few have enough: what follows is asked of these alone.
        likely = np.flatnonzero(common >= self._least)
        common, counts = common[likely].astype(np.float32), self._counts[likely]
        order = np.lexsort((likely, -(common / counts * common)))[:_CANDIDATES]
        return [self._names[at] for at in likely[order]]

    def _laid_over(self, name: str, text: str, borders: Sequence[bool]) -> AlikeSpan | None:
        """The words of the text that are most like the name."""
        if len(name) > len(text):
            start, end = 0, len(text)
        else:
            laid = fuzz.partial_ratio_alignment(name, text, score_cutoff=_LEAST_ALIKE)
            if laid is None:
                return None
            start, end = laid.dest_start, laid.dest_end
        best: AlikeSpan | None = None
        for begin in _near(borders, start):
            for stop in _near(borders, end):
                if stop <= begin:
                    continue
                edits = self.edits(name, text[begin:stop])
                if best is None or edits < best.edits:
                    best = AlikeSpan(begin, stop, name, edits)
        return best


def _near(borders: Sequence[bool], place: int) -> list[int]:
    """The borders of words before, at and after a place."""
    last = len(borders) - 1
    before = next((at for at in range(place, -1, -1) if borders[at] or at == 0), 0)
    after = next((at for at in range(place, last + 1) if borders[at] or at == last), last)
    further = next((at for at in range(after + 1, last + 1) if borders[at] or at == last), last)
    earlier = next((at for at in range(before - 1, -1, -1) if borders[at] or at == 0), 0)
    return sorted({before, after, further, earlier})


def _letters(text: str) -> NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def _pairs(letters: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return (letters[:-1] << np.uint64(21)) | letters[1:]


def _triples(letters: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return (letters[:-2] << np.uint64(42)) | (letters[1:-1] << np.uint64(21)) | letters[2:]


FORMAT = b"karuta titles 1\n"
"""Another one whenever other tables are made of the same cards: a test holds what is made of some."""
_HASH = 32


def title_tables(library: LibraryFolder, catalogue: Catalogue) -> TitleParts:
    """As they are kept, else worked out. Raises `LibraryError`."""
    _, tables = _read(library, catalogue)
    return _made(catalogue) if tables is None else tables


def keep(library: LibraryFolder, catalogue: Catalogue) -> None:
    """Make the file unless it is there. If the disk refuses, titles are read without. Raises `LibraryError`."""
    if worth(library, catalogue) is Worth.CURRENT:
        return
    rest = _cards_hash(catalogue) + _packed(_made(catalogue))
    said = FORMAT + hashlib.sha256(rest).digest() + rest
    try:
        write_whole(library.titles, lambda beside: beside.write_bytes(said))
    except OSError as error:
        log.warning("%s was not written: %s", library.titles.name, refused_by_system(error))


def worth(library: LibraryFolder, catalogue: Catalogue) -> Worth:
    """Say what the file is worth; all of it is read. Raises `LibraryError`."""
    return _read(library, catalogue)[0]


def _made(catalogue: Catalogue) -> TitleParts:
    parts = title_parts(catalogue.for_titles())
    names = parts.names.texts[: 1 + max(parts.cards.numbers, default=-1)]
    return replace(parts, grams=grams_of([squeeze(name) for name in names]))


def _read(library: LibraryFolder, catalogue: Catalogue) -> tuple[Worth, TitleParts | None]:
    try:
        with open_regular(library.titles) as file:
            said = memoryview(file.readall())
    except FileNotFoundError:
        return Worth.OTHER, None
    except (OSError, IrregularFile):
        return Worth.DAMAGED, None
    if said[: len(FORMAT)] != FORMAT:
        return Worth.OTHER, None
    seal, rest = said[len(FORMAT) : len(FORMAT) + _HASH], said[len(FORMAT) + _HASH :]
    if hashlib.sha256(rest).digest() != seal:
        return Worth.DAMAGED, None
    if rest[:_HASH] != _cards_hash(catalogue):
        return Worth.OTHER, None
    grams, *parts = _unpacked(rest[_HASH:])
    return Worth.CURRENT, replace(TitleParts(*parts), grams=grams)


def _cards_hash(catalogue: Catalogue) -> bytes:
    """Of everything that the tables are made of, and of how this machine writes them."""
    said = f"{unicodedata.unidata_version} {sys.byteorder} {catalogue.hash_for_titles()}"
    return hashlib.sha256(said.encode()).digest()


def _packed(made: TitleParts) -> bytes:
    """The size of each piece, then the pieces, each from a multiple of 8."""
    *parts, grams = (getattr(made, field.name) for field in fields(made))
    tables = (grams, *parts)
    pieces = [bytes(piece) for table in tables for piece in (table.lines, table.first, table.numbers)]
    sizes = array("Q", map(len, pieces)).tobytes()
    return sizes + b"".join(piece + bytes(-len(piece) % 8) for piece in pieces)


def _unpacked(said: memoryview) -> Iterator[Table]:
    at = 3 * 8 * len(fields(TitleParts))
    pieces: list[memoryview] = []
    for size in said[:at].cast("Q"):
        pieces.append(said[at : at + size])
        at += size + -size % 8
    for lines, first, numbers in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        yield Table(lines, first.cast("I"), numbers.cast("I"))


FOLDER = "titles"
_HEADER = ["field", "words", "value"]


@dataclass(frozen=True)
class ReadWords:
    """`ordinary`: words of a language. `troubles`: a sentence for each row that could not be used."""

    words: TitleWords
    ordinary: frozenset[str]
    troubles: tuple[Sentence, ...] = ()


def read_words(resources: Path) -> ReadWords:
    """All tables in the order of their names. Raises `OSError`."""
    table = edited_rows(sorted((resources / FOLDER).glob("*.csv")), _HEADER, _row)
    ordinary = frozenset(
        word
        for path in sorted((resources / FOLDER).glob("ordinary-*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    )
    return ReadWords(TitleWords(table.rows), ordinary, table.troubles)


def _row(cells: Sequence[str]) -> TitleWord | Sentence:
    if len(cells) != len(_HEADER):
        return Sentence("it has {count} cells and not three: field, words, value", count=len(cells))
    field, words, value = cells
    if field not in FIELDS:
        return Sentence("{field} is not a field of a title", field=field)
    row = TitleWord(TitleField(field), words, value)
    allowed = _ALLOWED.get(row.field)
    if allowed is not None and value not in allowed:
        return Sentence("{value} is no {field}", value=value, field=field)
    if row.field is TitleField.QUANTITY and not (value.isdecimal() and int(value) > 0):
        return Sentence("{value} is not a number of cards", value=value)
    return row if row.folded else Sentence("it has no words")


_ALLOWED: dict[TitleField, tuple[str, ...]] = {
    TitleField.EDITION: EDITIONS,
    TitleField.CONDITION: CONDITIONS,
    TitleField.FINISH: FINISHES,
}


log = logging.getLogger(__name__)


def open_title_reader(library: LibraryFolder, resources: Path) -> TitleReader:
    """With what is kept of the catalogue's names and codes; without it they are all read, which takes seconds.

    Raises `LibraryError` without a usable catalogue.
    """
    nicknames, words = read_nicknames(library, resources), read_words(resources)
    for trouble in (*nicknames.troubles, *words.troubles):
        log.warning("%s", trouble)
    with Catalogue.open_reading(library.catalogue_db) as file:
        tables = title_tables(library, file)
    catalogue = TitleCatalogue(tables, nicknames.nicknames, words.ordinary)
    return TitleReader(catalogue, words.words, AlikeIndex(catalogue.folded, tables.grams))


class Titles:
    """Reads titles; the reader is opened with the first of them, since many tables name card ids alone."""

    def __init__(self, library: LibraryFolder, resources: Path) -> None:
        self._library, self._resources = library, resources

    @cached_property
    def _reader(self) -> TitleReader:
        return open_title_reader(self._library, self._resources)

    def read(self, title: str) -> TitleReading:
        """Raises `LibraryError` without a usable catalogue."""
        return self._reader.read(title)
