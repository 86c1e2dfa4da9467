"""A person's small files that nothing else depends on: finds damaged ones, and puts them aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.sentence import Sentence
from karuta.json_files import KeptFile, put_aside
from karuta.paths import LibraryFolder
from karuta.services.labels.auto_confirm import examine_rule
from karuta.services.lookups.read_queue import examine_queue_view
from karuta.services.lookups.watched_folder import examine_watched_folder
from karuta.settings import examine_settings, write_settings

SETTINGS = Sentence("The settings file")
QUEUE_VIEW = Sentence("The file with the saved filter and sorting")
WATCHED = Sentence("The file with the watched folder")
RULE = Sentence("The file with the settings of automatic confirmation")


@dataclass(frozen=True)
class DamagedFile:
    """`what`: which file it is, as the beginning of a sentence. `fault`: what is wrong with it."""

    what: Sentence
    path: Path
    fault: Sentence

    @property
    def sentence(self) -> Sentence:
        return Sentence(
            "{what} {path} is damaged: {reason}; Karuta goes on without it.",
            what=self.what,
            path=self.path,
            reason=self.fault,
        )


def damaged_files(library: LibraryFolder) -> list[DamagedFile]:
    """Those of a library. Changes nothing."""
    kept: dict[Sentence, KeptFile[Any]] = {
        QUEUE_VIEW: examine_queue_view(library),
        WATCHED: examine_watched_folder(library),
        RULE: examine_rule(library),
    }
    return list(_damaged(kept))


def damaged_settings(path: Path) -> DamagedFile | None:
    """What is wrong with the settings' file. Changes nothing."""
    return next(_damaged({SETTINGS: examine_settings(path)}), None)


def put_damaged_files_aside(library: LibraryFolder) -> list[Sentence]:
    """Sentences about each file. What the person had is never overwritten."""
    return [_put_aside(one) for one in damaged_files(library)]


def put_damaged_settings_aside(path: Path) -> Sentence | None:
    """The same for the settings' file; its sound parts stay in use. Raises `OSError`."""
    found = damaged_settings(path)
    if found is None:
        return None
    sound = examine_settings(path).value
    said = _put_aside(found)
    if not path.exists():
        write_settings(path, sound)
    return said


def _damaged(kept: dict[Sentence, KeptFile[Any]]) -> Iterator[DamagedFile]:
    for what, one in kept.items():
        if one.fault is not None:
            yield DamagedFile(what, one.path, one.fault)


def _put_aside(damaged: DamagedFile) -> Sentence:
    aside = put_aside(damaged.path)
    if aside is None:
        return damaged.sentence
    return Sentence(
        "{what} {path} is damaged: {reason}. Karuta goes on without it, and keeps it as {name}.",
        what=damaged.what,
        path=damaged.path,
        reason=damaged.fault,
        name=aside.name,
    )
