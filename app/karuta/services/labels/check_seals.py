"""Finds rows of a label file that are not as they were written, and the photos that depend on them. Mends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError
from karuta.domain.journal import moment_ms
from karuta.domain.sentence import Sentence
from karuta.store.label_file import LabelFile
from karuta.store.label_guard import damaged
from karuta.store.label_health import resting_on
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
        rows=tuple(_words(one) for one in broken),
        photos=resting_on(file, broken),
        unknown=any(one.fault is not SealFault.ALTERED for one in broken),
    )


def refuse_unsound(file: LabelFile) -> None:
    """Raises `LabelsAstray` if SQLite finds a fault: an index that contradicts its table is not covered by a seal."""
    if complaint := file.integrity_check():
        raise damaged(file.folder, complaint)


def refuse_damaged(file: LabelFile, cancel: CancelToken | None = None) -> None:
    """The same, and raises `DamagedLabels` if a row is not as it was written."""
    refuse_unsound(file)
    if damage := find_damage(file, cancel).rows:
        raise DamagedLabels(damage)


def _words(one: BrokenSeal) -> str:
    parts = [part for part in (_when(one.row_id), one.photo) if part]
    about = f" ({', '.join(parts)})" if parts else ""
    return f"{_THINGS.get(one.table, one.table)} {one.row_id}{about} {_FAULTS[one.fault]}"


def _when(identifier: str) -> str | None:
    """When the row was written, by its identifier; None if that is no longer valid."""
    try:
        return (
            datetime.fromtimestamp(moment_ms(identifier) / 1000, UTC).isoformat(" ", "minutes").removesuffix("+00:00")
        )
    except (ValueError, OverflowError, OSError):
        return None
