"""Which of a library's models answers, and how it came to that: one small file, replaced in one move."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from karuta.engine.model import CARD
from karuta.files import write_whole
from karuta.paths import LibraryFolder

ACTIVE = "active.json"


@dataclass(frozen=True)
class Switch:
    """One change of the answering model. `by`: `gate`, `few labels`, `force`, `rollback`, or `library` (the first).

    `found`: what the gate said, in sentences; it stays with the model for as long as the library lives.
    """

    model: str
    time: str
    by: str
    instead_of: str | None = None
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActiveModel:
    """`name`: the folder in `models/`. `history`: oldest first; older libraries have none."""

    name: str
    history: tuple[Switch, ...] = ()


def active_model(folder: LibraryFolder) -> ActiveModel | None:
    """None where no model was made the library's own yet, or its folder is gone."""
    try:
        said = json.loads((folder.models / ACTIVE).read_text(encoding="utf-8"))
        name = str(said["model"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not (folder.models / name / CARD).is_file():
        return None
    return ActiveModel(name, _history(said.get("history")))


def make_active(folder: LibraryFolder, switch: Switch) -> None:
    """The one move: from here on every newly opened lookup answers with this model. Raises `OSError`."""
    before = active_model(folder)
    history = (*(before.history if before else ()), switch)
    said = {"model": switch.model, "history": [asdict(one) for one in history]}
    text = json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8")
    write_whole(folder.models / ACTIVE, lambda part: part.write_bytes(text))


def _history(said: Any) -> tuple[Switch, ...]:
    """What cannot be read of it is left out: a library must open without its history."""
    names = {field.name for field in fields(Switch)}
    return tuple(
        Switch(**{**one, "found": tuple(map(str, one.get("found", ())))})
        for one in (said if isinstance(said, list) else [])
        if isinstance(one, dict) and {"model", "time", "by"} <= one.keys() <= names
    )
