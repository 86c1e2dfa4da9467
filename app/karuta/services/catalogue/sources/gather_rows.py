"""Makes every card of a source once of its rows: what shares an id is one card, where it agrees. Reads no pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence
from karuta.domain.text import fold, squeeze
from karuta.services.catalogue.catalogue_folder import SkippedRow, place_in
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.join_cards import merged
from karuta.services.catalogue.sources.card_source import Rows, SharedId, SourceCard
from karuta.services.catalogue.sources.json_rows import json_rows


def read_objects(files: Sequence[Path], card_of: Callable[[Any, Path], SourceCard], *keys: str) -> Rows:
    """Every card of the JSON of all files once. `card_of`: the card of an object with these keys; raises `BadRow`."""
    return gathered(chain.from_iterable(_read(path, card_of, keys) for path in files))


def _read(path: Path, card_of: Callable[[Any, Path], SourceCard], keys: Sequence[str]) -> Rows:
    for row in json_rows(path, is_row=lambda value: isinstance(value, dict) and all(key in value for key in keys)):
        if row.fault is not None:
            yield SkippedRow(path.name, row.line, row.fault, row.row)
            continue
        try:
            yield replace(card_of(row.value, path), file=path.name, line=row.line, row=row.row)
        except BadRow as error:
            yield SkippedRow(path.name, row.line, error.reason, row.row)


def gathered(rows: Iterable[SourceCard | SkippedRow], *, other_id: str = "") -> Rows:
    """Rows with one id are printings or artworks of one card, if they agree; a further one may omit the name.

    `other_id`: a column that tells cards apart as well.
    """
    cards: dict[CardKey, SourceCard] = {}
    first: dict[CardKey, SourceCard] = {}
    for row in rows:
        if isinstance(row, SkippedRow):
            yield row
            continue
        key, there = row.card.key, cards.get(row.card.key)
        if there is None:
            if row.card.names:
                cards[key] = first[key] = row
            else:
                yield SkippedRow(row.file, row.line, Sentence("{field} is missing", field="name"), row.row)
            continue
        what = _difference(first[key], row)
        if what:
            yield _shared(first[key], row, what, other_id)
            if what != "text":
                continue
        order = (there.pictures, row.pictures if row.card.names else ())
        if row.is_own and not first[key].is_own:
            # The card's own picture comes before those of its variants.
            first[key], order = row, order[::-1]
        pictures = tuple(dict.fromkeys(chain.from_iterable(order)))
        new = row.card if row.card.names else replace(there.card, printings=row.card.printings)
        card = merged(there.card, new, new_wins=False)
        is_new = card != there.card or len(pictures) > len(there.pictures)
        cards[key] = replace(
            there,
            card=card,
            pictures=pictures,
            further=there.further + (is_new and not what),
            same=there.same + (not is_new and not what),
        )
    yield from cards.values()


def _difference(first: SourceCard, row: SourceCard) -> str:
    """The first thing in which a row with the same id differs; "" where it says nothing else."""
    names = first.card.names
    if any(_plain(names.get(language, name)) != _plain(name) for language, name in row.card.names.items()):
        return "name"
    for column, values in row.traits.items():
        if first.traits.get(column, values) != values:
            return column
    is_other_text = first.lang == row.lang and first.text and row.text and _plain(first.text) != _plain(row.text)
    return "text" if is_other_text else ""


def _plain(text: str) -> str:
    return squeeze(fold(text))


def _shared(first: SourceCard, row: SourceCard, what: str, other_id: str) -> SharedId:
    values = {"id": row.card.key.card_id, "place": place_in(first.line, first.row), "what": what}
    if what == "text":
        reason = Sentence("it has the id {id} of {place}, and another {what}: taken as its printing", **values)
    elif other_id:
        reason = Sentence(
            "it has the id {id} of {place}, and another {what}: left out; by the column {column} they are two cards",
            **values,
            column=other_id,
        )
    else:
        reason = Sentence("it has the id {id} of {place}, and another {what}: left out", **values)
    return SharedId(row.file, row.line, reason, row.row, is_joined=what == "text")
