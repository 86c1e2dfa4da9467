"""What is wrong with a library's label file; mends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from karuta.domain.sentence import Sentence, counted
from karuta.paths import LibraryFolder
from karuta.services.labels.check_seals import find_damage
from karuta.store.label_file import LabelFile
from karuta.store.label_guard import LabelsAstray, damaged, look_at_labels
from karuta.store.label_health import label_health
from karuta.store.labels_schema import SCHEMA

_MENDED = Sentence(
    "run `karuta doctor --repair`, which takes them from backups; what it leaves, `karuta restore` brings back, or"
    " `karuta doctor --repair --leave-out` takes out of the label file"
)
_LOOKED_AGAIN = Sentence("run `karuta doctor --repair`, which forgets it; then the photos are looked up again")


@dataclass(frozen=True)
class LabelFinding:
    """One check and its result. `ok`: nothing to do. `advice`: the one thing to do, or None.

    `rows`: each faulty one.
    """

    check: str
    ok: bool
    message: str
    advice: str | None = None
    rows: tuple[str, ...] = ()


def check_labels(library: LibraryFolder) -> Iterator[LabelFinding]:
    """Check the label file; a library that never had one has nothing wrong. Raises `LibraryError`."""
    try:
        yield from _checked(library)
    except LabelsAstray as error:
        yield LabelFinding("labels", ok=False, message=error.fault, advice=error.advice)


def _checked(library: LibraryFolder) -> Iterator[LabelFinding]:
    if not look_at_labels(library, SCHEMA, writing=False, thorough=True).has_tables:
        yield LabelFinding("labels", ok=True, message="no labels yet")
        return
    with LabelFile.open_reading(library) as file:
        if complaint := file.integrity_check():
            raise damaged(library, complaint)
        health = label_health(file)
        damage = find_damage(file)
        looks = file.broken_suggestions()
    yield LabelFinding(
        "labels",
        ok=True,
        message=f"{counted(health.labels, 'label')} of {counted(health.photos, 'photo')}, the file is whole",
    )
    yield LabelFinding(
        "seals",
        ok=not damage.rows,
        message=Sentence(
            "rows of the label file that are not as they were written: {count}", count=f"{len(damage.rows):,}"
        ),
        advice=_MENDED if damage.rows else None,
        rows=damage.rows,
    )
    yield LabelFinding(
        "looks",
        ok=not looks,
        message=Sentence("photos of which the last look is not as it was written: {count}", count=f"{len(looks):,}"),
        advice=_LOOKED_AGAIN if looks else None,
    )
    yield LabelFinding(
        "queue",
        ok=not health.queue_astray,
        message=Sentence("photos of the queue that are not as their events say: {count}", count=health.queue_astray),
        advice=Sentence("run `karuta doctor --repair`, and report it; labels and export are not touched by it")
        if health.queue_astray
        else None,
    )
