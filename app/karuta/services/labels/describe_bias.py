"""Suggestions compared with decisions: figures and a table of them. Reads labels and catalogue, changes neither."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from karuta.domain.bias import Bias, CardBias, bias_of
from karuta.domain.card import CardKey
from karuta.domain.errors import LibraryError
from karuta.domain.file_names import written
from karuta.domain.statistics import Share
from karuta.files import write_whole
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile, has_labels
from karuta.store.shown_events import agreements, reordered_count, suggested_names, told_counts, waiting_by_card

COLUMNS = (
    "kind",
    "name",
    "card",
    "pack",
    "suggested",
    "taken",
    "share",
    "low",
    "high",
    "confirmed",
    "waiting",
    "too_often",
    "label_next",
)


def describe_bias(library: LibraryFolder) -> Bias:
    """Raises `LibraryError` for an older or damaged file; a library without labels has figures without counts."""
    if not has_labels(library):
        return bias_of([])
    with LabelFile.open_reading(library) as file:
        told, agreement, waiting = told_counts(file), agreements(file), waiting_by_card(file)
        names, reordered = suggested_names(file), reordered_count(file)
    packs = _packs(library)
    return bias_of(told, agreement=agreement, waiting=waiting, names=names, packs=packs, reordered=reordered)


def accepted_by_model(file: LabelFile) -> dict[str, Share]:
    """By a model's title, how often people took its first suggestion, without the work for other figures."""
    return {part.name: part.taken for part in bias_of(told_counts(file)).parts["model"]}


def write_bias(bias: Bias, path: Path) -> int:
    """One table as CSV, every figure with its interval. Returns how many rows. Raises `OSError`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(written(COLUMNS))
    count = 0
    for row in _rows(bias):
        writer.writerow(written(row))
        count += 1
    write_whole(path, lambda beside: beside.write_bytes(text.getvalue().encode("utf-8-sig", "backslashreplace")))
    return count


def _rows(bias: Bias) -> Iterator[list[str]]:
    if bias.overall is not None:
        yield _row("all", "", bias.overall)
    for kind, parts in bias.parts.items():
        yield from (_row(kind, part.name, part.taken) for part in parts)
    if bias.reordered:
        yield ["left out", "reordered after rejections", "", "", str(bias.reordered), *[""] * 8]
    yield from (_row("agreement", f"{two.first} / {two.second}", two.same) for two in bias.agreement)
    places = {card.card: str(at) for at, card in enumerate(bias.label_next, start=1)}
    for card in bias.cards:
        yield [*_row("card", card.name, card.taken, card)[:-1], places.get(card.card, "")]


def _row(kind: str, name: str, share: Share, card: CardBias | None = None) -> list[str]:
    figures = [f"{value:.4f}" if share.n else "" for value in (share.share, share.low, share.high)]
    told = [kind, name, str(card.card) if card else "", card.pack if card else "", str(share.n), str(share.k), *figures]
    more = [str(card.confirmed), str(card.waiting), "yes" if card.too_often else "no"] if card else ["", "", ""]
    return [*told, *more, ""]


def _packs(library: LibraryFolder) -> dict[CardKey, str]:
    """Empty without a usable catalogue: the figures are about labels, and packs only group them."""
    try:
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            return catalogue.packs_of_cards()
    except LibraryError:
        return {}
