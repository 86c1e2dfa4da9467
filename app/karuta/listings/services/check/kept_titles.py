"""Keeps what titles may name beside the catalogue, so that the first title is read at once. Made again at any time.

One file, with a checksum and the hash of the cards that it was made of. Where it is missing, damaged or of other cards,
the same is worked out of the catalogue, and nothing is written.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, fields

from karuta.domain.errors import IrregularFile, refused_by_system
from karuta.domain.text import squeeze
from karuta.files import open_regular, write_whole
from karuta.listings.domain.titles.title_parts import Table, TitleParts, title_parts
from karuta.listings.services.check.alike_names import grams_of
from karuta.paths import LibraryFolder
from karuta.services.catalogue.beside_catalogue import Worth
from karuta.store.cards import Catalogue

log = logging.getLogger(__name__)

FORMAT = b"karuta titles 1\n"
"""Another one whenever other tables are made of the same cards: a test holds what is made of some."""
_HASH = 32


@dataclass(frozen=True, eq=False)
class TitleTables:
    """`grams`: of the names in `parts`, to find misspelled ones."""

    grams: Table
    parts: TitleParts


def title_tables(library: LibraryFolder, catalogue: Catalogue) -> TitleTables:
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
    """What the file is worth; all of it is read. Raises `LibraryError`."""
    return _read(library, catalogue)[0]


def _made(catalogue: Catalogue) -> TitleTables:
    parts = title_parts(catalogue.for_titles())
    names = parts.names.texts[: 1 + max(parts.cards.numbers, default=-1)]
    return TitleTables(grams_of([squeeze(name) for name in names]), parts)


def _read(library: LibraryFolder, catalogue: Catalogue) -> tuple[Worth, TitleTables | None]:
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
    return Worth.CURRENT, TitleTables(grams, TitleParts(*parts))


def _cards_hash(catalogue: Catalogue) -> bytes:
    """Of everything that the tables are made of, and of how this machine writes them."""
    said = f"{unicodedata.unidata_version} {sys.byteorder} {catalogue.hash_for_titles()}"
    return hashlib.sha256(said.encode()).digest()


def _packed(made: TitleTables) -> bytes:
    """The size of each piece, then the pieces, each from a multiple of 8."""
    tables = (made.grams, *(getattr(made.parts, field.name) for field in fields(made.parts)))
    pieces = [bytes(piece) for table in tables for piece in (table.lines, table.first, table.numbers)]
    sizes = array("Q", map(len, pieces)).tobytes()
    return sizes + b"".join(piece + bytes(-len(piece) % 8) for piece in pieces)


def _unpacked(said: memoryview) -> Iterator[Table]:
    count = 1 + len(fields(TitleParts))
    at = 3 * 8 * count
    pieces: list[memoryview] = []
    for size in said[:at].cast("Q"):
        pieces.append(said[at : at + size])
        at += size + -size % 8
    for lines, first, numbers in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        yield Table(lines, first.cast("I"), numbers.cast("I"))
