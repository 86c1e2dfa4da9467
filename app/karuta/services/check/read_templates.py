"""Reads how titles of listings are written: the table that ships with Karuta, and the person's own in the library.

A row is `game,language,template`; `#` begins a comment. Each unusable row is one sentence, and the rest counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import reason_of
from karuta.domain.listing_words import LANGUAGES, PLACES, TitleTemplate, TitleTemplates
from karuta.domain.sentence import Sentence
from karuta.paths import LibraryFolder
from karuta.services.check.word_table import table_rows

FILE = "listing-titles.csv"
_HEADER = ["game", "language", "template"]


@dataclass(frozen=True)
class ReadTemplates:
    """`troubles`: a sentence for each row, or file, that could not be used."""

    templates: TitleTemplates
    troubles: tuple[Sentence, ...] = ()


def read_templates(library: LibraryFolder, resources: Path) -> ReadTemplates:
    """Both tables in one; a row of the person's own takes the place of a shipped one."""
    rows = [row for path in (resources / FILE, library.listing_titles_csv) for row in _file(path)]
    return ReadTemplates(
        TitleTemplates(row for row in rows if isinstance(row, TitleTemplate)),
        tuple(row for row in rows if isinstance(row, Sentence)),
    )


def _file(path: Path) -> Iterator[TitleTemplate | Sentence]:
    try:
        yield from table_rows(path, _HEADER, _row)
    except FileNotFoundError:
        return
    except OSError as error:
        yield Sentence("The templates in {path} cannot be read ({reason}).", path=path, reason=reason_of(error))


def _row(cells: Sequence[str]) -> TitleTemplate | Sentence:
    if len(cells) != len(_HEADER):
        return Sentence("it has {count} cells and not three: game, language, template", count=len(cells))
    row = TitleTemplate(*cells)
    if row.language not in LANGUAGES:
        return Sentence("{language} is no language of titles; write en or ja", language=row.language)
    if row.unknown_places:
        known = ", ".join(f"{{{name}}}" for name in sorted(PLACES))
        return Sentence("{place} stands for nothing; known are {known}", place=row.unknown_places[0], known=known)
    return row
