"""Opens what reads listing titles with a library's catalogue, and reads the tables of their words. Changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.sentence import Sentence
from karuta.listings.domain.titles.read_title import TitleReader
from karuta.listings.domain.titles.reading import TitleField
from karuta.listings.domain.titles.title_catalogue import TitleCatalogue
from karuta.listings.domain.titles.title_parts import CONDITIONS, EDITIONS, FIELDS, TitleWord, TitleWords
from karuta.listings.services.check.kept_titles import AlikeIndex, title_tables
from karuta.paths import LibraryFolder
from karuta.services.catalogue.read_nicknames import read_nicknames
from karuta.store.cards import Catalogue
from karuta.tables import edited_rows

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
    rows = [row for path in sorted((resources / FOLDER).glob("*.csv")) for row in edited_rows(path, _HEADER, _row)]
    words = TitleWords(row for row in rows if isinstance(row, TitleWord))
    ordinary = frozenset(
        word
        for path in sorted((resources / FOLDER).glob("ordinary-*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    )
    return ReadWords(words, ordinary, tuple(row for row in rows if isinstance(row, Sentence)))


def _row(cells: Sequence[str]) -> TitleWord | Sentence:
    if len(cells) != len(_HEADER):
        return Sentence("it has {count} cells and not three: field, words, value", count=len(cells))
    return _word(*cells)


def _word(field: str, words: str, value: str) -> TitleWord | Sentence:
    if field not in FIELDS:
        return Sentence("{field} is not a field of a title", field=field)
    row = TitleWord(TitleField(field), words, value)
    allowed = _ALLOWED.get(row.field)
    if allowed is not None and value not in allowed:
        return Sentence("{value} is no {field}", value=value, field=field)
    if row.field is TitleField.QUANTITY and not (value.isdecimal() and int(value) > 0):
        return Sentence("{value} is not a number of cards", value=value)
    return row if row.folded else Sentence("it has no words")


_ALLOWED: dict[TitleField, tuple[str, ...]] = {TitleField.EDITION: EDITIONS, TitleField.CONDITION: CONDITIONS}


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
    catalogue = TitleCatalogue(tables.parts, nicknames.nicknames, words.ordinary)
    return TitleReader(catalogue, words.words, AlikeIndex(catalogue.folded, tables.grams))
