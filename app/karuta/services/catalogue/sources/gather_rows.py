"""Makes every card of a source once of its rows: what shares an id is one card, where it agrees. Reads no pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
    """Rows with one id are printings or artworks of one card, if they agree; a further one may omit the name, and
    stand before the row that has it. One that is said to be an artwork of a card from which it differs is its own card.

    `other_id`: a column that tells cards apart as well.
    """
    cards: dict[CardKey, SourceCard] = {}
    first: dict[CardKey, SourceCard] = {}
    nameless: list[SourceCard] = []
    for row in chain(rows, _named(nameless, first)):
        if isinstance(row, SkippedRow):
            yield row
            continue
        what = _difference(first[row.card.key], row) if row.card.key in first else ""
        if what not in ("", "text") and not row.is_own:
            row, what = _of_its_own(row), ""  # noqa: PLW2901
        key, there = row.card.key, cards.get(row.card.key)
        if there is None:
            if row.card.names:
                cards[key] = first[key] = row
            else:
                nameless.append(row)
            continue
        what = what or _difference(first[key], row)
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


def _named(nameless: Sequence[SourceCard], first: Mapping[CardKey, SourceCard]) -> Rows:
    """The rows without a name, once all others were read; those that no other row names are left out."""
    for row in nameless:
        if row.card.key in first:
            yield row
        elif row.is_own:
            yield SkippedRow(row.file, row.line, Sentence("{field} is missing", field="name"), row.row)
        else:
            reason = Sentence("it is a printing of {id}, which is not in the list", id=row.card.key.card_id)
            yield SkippedRow(row.file, row.line, reason, row.row)


def _of_its_own(row: SourceCard) -> SourceCard:
    key = row.card.key
    pictures = tuple(name for name in row.pictures if name != key.card_id)
    return replace(row, card=replace(row.card, key=CardKey(key.game, row.own_id)), pictures=pictures)


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
