"""Keeps how a library's queue was looked at, its filter and order, beside the labels; no label depends on it."""

from __future__ import annotations

import json

from karuta.domain.match import Verdict
from karuta.domain.queue import PhotoState, QueueFilter, QueueOrder, QueueView
from karuta.files import write_whole
from karuta.paths import LibraryFolder


def read_queue_view(library: LibraryFolder) -> QueueView:
    """As it was kept; what is missing or damaged is as at first."""
    try:
        said = json.loads(library.queue_view.read_text(encoding="utf-8"))
        wanted = QueueFilter(
            states=frozenset(PhotoState(state) for state in said["states"]),
            verdicts=frozenset(Verdict(verdict) for verdict in said["verdicts"]),
            batch=_text(said["batch"]),
            listing=_text(said["listing"]),
            without_sighting=said["without_sighting"] is True,
        )
        return QueueView(wanted, QueueOrder(said["order"]))
    except (OSError, ValueError, KeyError, TypeError):
        return QueueView()


def keep_queue_view(library: LibraryFolder, view: QueueView) -> None:
    """Raises `OSError`; the file is then as it was."""
    wanted = view.wanted
    said = {
        "order": view.order.value,
        "states": sorted(wanted.states),
        "verdicts": sorted(wanted.verdicts),
        "batch": wanted.batch,
        "listing": wanted.listing,
        "without_sighting": wanted.without_sighting,
    }
    text = json.dumps(said, ensure_ascii=False, indent=2)
    write_whole(library.queue_view, lambda beside: beside.write_text(text, encoding="utf-8"))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
