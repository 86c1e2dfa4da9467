"""Reads the person's templates: how titles of listings are written, and replies to sellers.

Each table ships with Karuta, and one of the same name in the library adds to it; `#` begins a comment. Each unusable
row is one sentence, and the rest counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.sentence import Sentence, commas
from karuta.listings.domain.check import checked
from karuta.listings.domain.check.checked import ReplyTemplate, ReplyTemplates
from karuta.listings.domain.listing_words import LANGUAGES, PLACES, TitleTemplate, TitleTemplates
from karuta.paths import LibraryFolder
from karuta.tables import edited_rows

FILE = "listing-titles.csv"
REPLIES = "replies.csv"
_HEADER = ["game", "language", "template"]
_REPLY_HEADER = ["about", "language", "template"]


@dataclass(frozen=True)
class ReadTemplates:
    """`troubles`: a sentence for each row, or file, that could not be used."""

    templates: TitleTemplates
    troubles: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class ReadReplies:
    """The same of replies."""

    templates: ReplyTemplates
    troubles: tuple[Sentence, ...] = ()


def read_templates(library: LibraryFolder, resources: Path) -> ReadTemplates:
    """Both tables in one; a row of the person's own takes the place of a shipped one."""
    rows = [
        row
        for path in (resources / FILE, library.listing_titles_csv)
        for row in edited_rows(path, _HEADER, _title_template, unreadable=_unreadable)
    ]
    return ReadTemplates(
        TitleTemplates(row for row in rows if isinstance(row, TitleTemplate)),
        tuple(row for row in rows if isinstance(row, Sentence)),
    )


def read_replies(library: LibraryFolder, resources: Path) -> ReadReplies:
    """The same of replies."""
    rows = [
        row
        for path in (resources / REPLIES, library.replies_csv)
        for row in edited_rows(path, _REPLY_HEADER, _reply, unreadable=_unreadable)
    ]
    return ReadReplies(
        ReplyTemplates(row for row in rows if isinstance(row, ReplyTemplate)),
        tuple(row for row in rows if isinstance(row, Sentence)),
    )


def _unreadable(path: Path, reason: str) -> Sentence:
    return Sentence("The templates in {path} cannot be read ({reason}).", path=path, reason=reason)


def _title_template(cells: Sequence[str]) -> TitleTemplate | Sentence:
    if len(cells) != len(_HEADER):
        return Sentence("it has {count} cells and not three: game, language, template", count=len(cells))
    row = TitleTemplate(*cells)
    if row.language not in LANGUAGES:
        return Sentence("{language} is not a language of titles; write en or ja", language=row.language)
    return _unknown_place(row.unknown_places, PLACES) or row


def _reply(cells: Sequence[str]) -> ReplyTemplate | Sentence:
    if len(cells) != len(_REPLY_HEADER):
        return Sentence("it has {count} cells and not three: about, language, template", count=len(cells))
    row = ReplyTemplate(*cells)
    if row.language not in checked.LANGUAGES:
        return Sentence("{language} is not a language of replies; write en or ja", language=row.language)
    if row.about not in checked.ABOUT:
        return Sentence(
            "no reply is about {what}; known are {known}", what=row.about, known=commas(tuple(checked.ABOUT))
        )
    return _unknown_place(row.unknown_places, checked.PLACES) or row


def _unknown_place(unknown: Sequence[str], places: frozenset[str]) -> Sentence | None:
    if not unknown:
        return None
    known = commas([f"{{{name}}}" for name in sorted(places)])
    return Sentence("{place} stands for nothing; known are {known}", place=unknown[0], known=known)
