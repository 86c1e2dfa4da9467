"""Finds what is wrong with a library's label file, also rows that are not as they were written; mends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError
from karuta.domain.journal import moment_ms
from karuta.domain.sentence import Sentence, counted
from karuta.paths import LibraryFolder
from karuta.services.library.keeping.checking import Finding, fine, wrong
from karuta.store.label_file import LabelFile
from karuta.store.label_guard import LabelsAstray, damaged, look_at_labels
from karuta.store.label_health import label_health, resting_on, stamps_of
from karuta.store.labels_schema import SCHEMA
from karuta.store.seals import BrokenSeal, SealFault

_THINGS = {"events": "event", "places": "place", "outlines": "outline", "imports": "import of event"}
_FAULTS = {
    SealFault.ALTERED: "is not as it was written",
    SealFault.GONE: "is gone",
    SealFault.UNSEALED: "was never written like this; its identifier may be what changed",
}


@dataclass(frozen=True)
class Damage:
    """`rows`: each altered row, in words. `photos`: those whose labels depend on such a row.

    `unknown`: a row is gone, so that nobody knows what it was about.
    """

    rows: tuple[str, ...]
    photos: frozenset[str]
    unknown: bool


NO_DAMAGE = Damage((), frozenset(), unknown=False)


class DamagedLabels(LibraryError):  # noqa: N818 - the condition is the point
    """A label file that is not exported because rows are altered; `rows` names each."""

    def __init__(self, rows: tuple[str, ...]) -> None:
        self.rows = rows
        super().__init__(_REFUSED.template, count=f"{len(rows):,}")


_REFUSED = Sentence(
    "Rows of the label file that are not as they were written: {count}. Nothing was exported; `karuta doctor` lists "
    "them, and `karuta doctor --repair` restores them from a backup."
)


def find_damage(file: LabelFile, cancel: CancelToken | None = None) -> Damage:
    """Check all append-only rows; takes about a second for 30,000 labels. Raises `Cancelled`."""
    token = cancel or CancelToken()
    broken = file.broken_seals(each=token.check)
    if not broken:
        return NO_DAMAGE
    return Damage(
        rows=tuple(_words(seal) for seal in broken),
        photos=resting_on(file, broken),
        unknown=any(seal.fault is not SealFault.ALTERED for seal in broken),
    )


def refuse_unsound(file: LabelFile) -> None:
    """Raises `LabelsAstray` if SQLite finds a fault: an index that contradicts its table is not covered by a seal."""
    if complaint := file.complaint():
        raise damaged(file.folder, complaint)


def _words(broken_seal: BrokenSeal) -> str:
    parts = [part for part in (_when(broken_seal.row_id), broken_seal.photo) if part]
    about = f" ({', '.join(parts)})" if parts else ""
    return (
        f"{_THINGS.get(broken_seal.table, broken_seal.table)} {broken_seal.row_id}{about} {_FAULTS[broken_seal.fault]}"
    )


def _when(identifier: str) -> str | None:
    """When the row was written, by its identifier; None if that is no longer valid."""
    try:
        return (
            datetime.fromtimestamp(moment_ms(identifier) / 1000, UTC).isoformat(" ", "minutes").removesuffix("+00:00")
        )
    except (ValueError, OverflowError, OSError):
        return None


_MENDED = Sentence(
    "run `karuta doctor --repair`, which takes them from backups; what it leaves, `karuta restore` brings back, or"
    " `karuta doctor --repair --leave-out` takes out of the label file"
)
_TAKEN_OUT = Sentence("run `karuta doctor --repair`, which puts that right after a backup")
_DERIVED_AGAIN = Sentence("run `karuta doctor --repair`, and report it; labels and export are not touched by it")
_LOOKED_AGAIN = Sentence("run `karuta doctor --repair`, which forgets it; then the photos are looked up again")


_STAMPED_ANEW = Sentence(
    "a clock was ahead when these were made, and nobody takes them yet; run `karuta doctor --repair`, or label "
    "anything here: they are stamped anew then, and reach everybody"
)
_BEHIND = Sentence(
    "set this computer's clock, which seems to be behind; if it is right, another clock was ahead: the library in "
    "which these were made stamps them anew, and undoing the merge that brought them takes them out of this one"
)


def check_labels(library: LibraryFolder) -> Iterator[Finding]:
    """Check the label file; a library that never had one has nothing wrong. Raises `LibraryError`."""
    try:
        yield from _checked(library)
    except LabelsAstray as error:
        yield wrong("labels", error.fault, error.advice)


def _checked(library: LibraryFolder) -> Iterator[Finding]:
    if not look_at_labels(library, SCHEMA, writing=False, thorough=True).has_tables:
        yield fine("labels", "no labels yet")
        return
    with LabelFile.open_reading(library) as file:
        if complaint := file.complaint():
            raise damaged(library, complaint)
        if parts := file.strange_parts():
            # They may be what is read below.
            finding = Sentence("the label file has parts that Karuta did not make, or lacks some: {parts}", parts=parts)
            yield wrong("parts", finding, _TAKEN_OUT)
            return
        health = label_health(file)
        damage = find_damage(file)
        looks = file.broken_suggestions()
        stamps = stamps_of(file)
    yield fine("labels", f"{counted(health.labels, 'label')} of {counted(health.photos, 'photo')}, the file is whole")
    finding = Sentence(
        "rows of the label file that are not as they were written: {count}", count=f"{len(damage.rows):,}"
    )
    yield wrong("seals", finding, _MENDED, damage.rows) if damage.rows else fine("seals", finding)
    finding = Sentence("photos of which the last lookup is not as it was written: {count}", count=f"{len(looks):,}")
    yield wrong("looks", finding, _LOOKED_AGAIN) if looks else fine("looks", finding)
    finding = Sentence(
        "events stamped more than a day ahead of this computer's clock: {count}; stamped anew up to now: {anew}",
        count=f"{len(stamps.ahead):,}",
        anew=f"{stamps.anew:,}",
    )
    rows = [
        f"event {event.event_id} ({_when(event.event_id)}, {event.photo or 'no photo'}) "
        f"by {event.annotator} on {event.device}"
        for event in stamps.ahead
    ]
    advice = _STAMPED_ANEW if stamps.may_go else _BEHIND
    yield wrong("clocks", finding, advice, rows) if rows else fine("clocks", finding)
    finding = Sentence("photos in the queue that do not match their labels: {count}", count=health.queue_astray)
    yield wrong("queue", finding, _DERIVED_AGAIN) if health.queue_astray else fine("queue", finding)
