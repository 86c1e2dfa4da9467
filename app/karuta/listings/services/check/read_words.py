"""Reads the words of titles: the tables that ship with Karuta, one a language. Each bad row is one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.sentence import Sentence
from karuta.listings.domain.titles.reading import TitleField
from karuta.listings.domain.titles.title_parts import CONDITIONS, EDITIONS, FIELDS, TitleWord, TitleWords
from karuta.listings.services.check.word_table import table_rows

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
    rows = [row for path in sorted((resources / FOLDER).glob("*.csv")) for row in table_rows(path, _HEADER, _row)]
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
