"""Keeps the filter and order in which a library's queue was viewed, beside the labels. No label depends on it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from karuta.domain.match import Verdict
from karuta.domain.queue import PhotoState, QueueFilter, QueueOrder, QueueView, Trait
from karuta.files import write_whole
from karuta.json_files import KeptFile, read_kept
from karuta.paths import LibraryFolder


@dataclass(frozen=True)
class _Said:
    order: QueueOrder
    states: frozenset[PhotoState]
    verdicts: frozenset[Verdict]
    batch: str | None
    listing: str | None
    without_sighting: bool
    trait: Trait | None = None


def read_queue_view(library: LibraryFolder) -> QueueView:
    """As stored; missing or damaged parts have their defaults."""
    return examine_queue_view(library).value


def examine_queue_view(library: LibraryFolder) -> KeptFile[QueueView]:
    """The same, and what is wrong with the file."""
    kept = read_kept(library.queue_view, _Said, instead=None)
    said = kept.value
    if said is None:
        return KeptFile(QueueView(), kept.path, kept.fault)
    wanted = QueueFilter(
        states=said.states,
        verdicts=said.verdicts,
        batch=said.batch,
        listing=said.listing,
        without_sighting=said.without_sighting,
        trait=said.trait,
    )
    return KeptFile(QueueView(wanted, said.order), kept.path)


def keep_queue_view(library: LibraryFolder, view: QueueView) -> None:
    """Raises `OSError`; the file is unchanged then."""
    wanted = view.wanted
    said = {
        "order": view.order.value,
        "states": sorted(wanted.states),
        "verdicts": sorted(wanted.verdicts),
        "batch": wanted.batch,
        "listing": wanted.listing,
        "without_sighting": wanted.without_sighting,
        "trait": wanted.trait,
    }
    text = json.dumps(said, ensure_ascii=False, indent=2)
    write_whole(library.queue_view, lambda beside: beside.write_text(text, encoding="utf-8"))
