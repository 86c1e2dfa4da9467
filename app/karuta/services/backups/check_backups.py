"""What is wrong with a library's backups, for `karuta doctor`. Mends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from karuta.domain.backups import Examined
from karuta.domain.sentence import Sentence, counted
from karuta.paths import LibraryFolder
from karuta.services.backups.list_backups import examined_backups, fault_of, listed_backups, written_as
from karuta.services.labels.check_labels import LabelFinding
from karuta.store.label_file import has_labels
from karuta.store.label_guard import LabelsAstray


def check_backups(library: LibraryFolder, second: Path | None = None) -> Iterator[LabelFinding]:
    """How many are sound and when the newest was made; then each unsound one, and each folder that cannot be read."""
    found = list(examined_backups(library, second))
    yield LabelFinding("backups", ok=True, message=_summary(library, [one for one in found if one.sound]))
    for one in found:
        fault = fault_of(one)
        if fault is None:
            continue
        advice = Sentence("delete {file}; the others stay as they are", file=one.backup.path)
        if one.fault is None:
            advice = Sentence(
                "keep an older one that is sound; this one was made of a label file that was damaged already"
            )
        name = written_as(library, one.backup)
        yield LabelFinding(
            "backups",
            ok=one.is_newer,
            message=Sentence("{name}: {fault}", name=name, fault=fault),
            advice=None if one.is_newer else advice,
        )
    for error in listed_backups(library, second).trouble:
        head, _, what_next = str(error).rstrip(".").rpartition("; ")
        yield LabelFinding("backups", ok=False, message=head, advice=what_next)


def _summary(library: LibraryFolder, sound: list[Examined]) -> str:
    if not sound:
        try:
            return "none yet; the next command that writes makes one" if has_labels(library) else "none yet"
        except LabelsAstray:
            return "none"
    newest = sound[0]
    events = counted(newest.facts.events, "event") if newest.facts else ""
    when = f"{newest.backup.made.astimezone():%Y-%m-%d %H:%M}"
    return f"{len(sound)} sound, the newest of {when} with {events}"
