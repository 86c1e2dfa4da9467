"""The model of a library that answers, and its history: one small file, replaced by one rename."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from karuta import clock
from karuta.domain.errors import LibraryError
from karuta.domain.shape import Misshapen, refuse_name, shaped
from karuta.engine.model import CARD
from karuta.files import write_whole
from karuta.json_files import put_aside, read_json
from karuta.paths import LibraryFolder

ACTIVE = "active.json"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Switch:
    """One change of the answering model. `by`: `gate`, `few labels`, `force`, `rollback`, or `library` (the first).

    `found`: what the gate said, in sentences; it stays with the model for the life of the library.
    """

    model: str
    time: str
    by: str
    instead_of: str | None = None
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Said:
    model: str
    history: Any = ()

    def __post_init__(self) -> None:
        refuse_name(self.model)


@dataclass(frozen=True)
class ActiveModel:
    """`name`: the folder in `models/`. `history`: oldest first; older libraries have none.

    `unread`: how many entries of the history are damaged.
    """

    name: str
    history: tuple[Switch, ...] = ()
    unread: int = 0


def active_model(folder: LibraryFolder) -> ActiveModel | None:
    """None if no model was adopted yet, or its folder is gone. Raises `LibraryError` if the file is damaged."""
    path = folder.models / ACTIVE
    try:
        content = read_json(path, _Said)
    except FileNotFoundError:
        return None
    except Misshapen as error:
        raise LibraryError(
            "{path}, which names the active model, is damaged: {reason}; `karuta index rebuild` repairs it.",
            path=path,
            reason=error,
        ) from error
    if not (folder.models / content.model / CARD).is_file():
        return None
    history = _history(content.history)
    entries = len(content.history) if isinstance(content.history, list | tuple) else 1
    return ActiveModel(content.model, history, unread=entries - len(history))


def make_active(folder: LibraryFolder, switch: Switch) -> None:
    """The one rename: from here on every newly opened lookup answers with this model. Raises `OSError`."""
    history = (*_history_so_far(folder), switch)
    content = {"model": switch.model, "history": [asdict(item) for item in history]}
    text = json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
    write_whole(folder.models / ACTIVE, lambda part: part.write_bytes(text))


def first_active(folder: LibraryFolder, model: str) -> None:
    """The answering model where nothing says what answered before it. Raises `OSError`."""
    make_active(folder, Switch(model, clock.now().isoformat(timespec="seconds"), by="library"))


def _history_so_far(folder: LibraryFolder) -> tuple[Switch, ...]:
    try:
        before = active_model(folder)
    except LibraryError as error:
        aside = put_aside(folder.models / ACTIVE)
        log.warning("%s It is kept as %s.", error, aside)
        return ()
    return before.history if before else ()


def _history(entries: Any) -> tuple[Switch, ...]:
    """Unreadable entries are left out: a library must open without its history."""
    switches = []
    for entry in entries if isinstance(entries, list) else []:
        with suppress(Misshapen):
            switches.append(shaped(entry, Switch))
    return tuple(switches)
