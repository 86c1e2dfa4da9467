"""A library's label file and what is derived from it: checked; the queue is rebuilt, the labels never are."""

from __future__ import annotations

from collections.abc import Iterator

from karuta.domain.sentence import Sentence, counted_things
from karuta.services.backups.list_backups import check_backups as look_at_backups
from karuta.services.labels.check_labels import check_labels as look_at_labels
from karuta.services.labels.check_labels import find_damage
from karuta.services.labels.open_labels import labels_for_reading, labels_for_writing
from karuta.services.library.keeping.checking import REPAIR, Finding, RepairContext, fine, wrong
from karuta.services.library.kept_files import damaged_files, put_damaged_files_aside
from karuta.settings import damaged_settings, put_damaged_settings_aside
from karuta.store.damaged import set_aside
from karuta.store.label_backups import label_backups
from karuta.store.label_file import LabelFile
from karuta.store.label_health import leave_out_rows, mend_parts, mend_queue, mend_rows, stamps_of
from karuta.store.shots import complaint_of_shots
from karuta.store.sightings import forget_looks

LEFT_OUT = "left-out-rows.jsonl"


def check_labels(context: RepairContext) -> Iterator[Finding]:
    yield from look_at_labels(context.folder)


def check_backups(context: RepairContext) -> Iterator[Finding]:
    yield from look_at_backups(context.folder, context.second)


def mend_labels(context: RepairContext) -> Iterator[str]:
    """Restores single rows from backups that have them unaltered, and the queue from the events.

    A damaged label file has to be restored by a person: `karuta restore`.
    """
    wrong = {label.check for label in look_at_labels(context.folder) if not label.ok}
    if wrong == {"parts"}:
        parts = mend_parts(context.folder)
        yield Sentence("The label file has its own parts again; put right: {parts}.", parts=parts)
        wrong = {label.check for label in look_at_labels(context.folder) if not label.ok}
    if not wrong <= {"seals", "looks", "clocks", "queue"}:
        return
    with labels_for_reading(context.folder) as file:
        before = stamps_of(file).anew
    with labels_for_writing(context.folder, make=False) as file:
        # Whoever opens it for writing stamps anew what a clock had put ahead.
        if anew := stamps_of(file).anew - before:
            yield Sentence(
                "{rows} stamped anew, because a clock had been ahead; what was written is kept.",
                rows=counted_things(anew, "row"),
            )
        if "seals" in wrong:
            yield from _mend_rows(context, file)
        if "looks" in wrong:
            broken = file.broken_suggestions()
            forget_looks(file, broken)
            photos = counted_things(len({*broken}), "photo")
            yield Sentence("The last lookup of {photos} was forgotten.", photos=photos)
        if queued := mend_queue(file):
            photos = counted_things(queued, "photo")
            yield Sentence("What the queue says about {photos} was worked out again from their labels.", photos=photos)


def _mend_rows(context: RepairContext, file: LabelFile) -> Iterator[str]:
    copies = [backup.path for backup in label_backups(context.folder.backups, context.second)]
    mended = mend_rows(file, copies)
    left_out = leave_out_rows(file, context.folder.backups / LEFT_OUT) if context.leaves_out else 0
    left = len(find_damage(file).rows)
    if mended:
        yield Sentence(
            "{rows} of the label file put back as written, from backups in which they are unaltered.",
            rows=counted_things(mended, "row"),
        )
    if left_out:
        yield Sentence(
            "{rows} no longer in the label file, but in {file}.",
            rows=counted_things(left_out, "row"),
            file=context.folder.backups / LEFT_OUT,
        )
    if left:
        yield Sentence("{rows} not: no backup has them as they were written.", rows=counted_things(left, "row"))


def check_shots(context: RepairContext) -> Iterator[Finding]:
    if not context.folder.shots_db.is_file():
        return
    if (complaint := complaint_of_shots(context.folder)) is None:
        yield fine("copies", Sentence("the record of photos of the same shot is intact"))
        return
    advice = Sentence("open the window, which makes it again from the thumbnails")
    yield wrong("copies", Sentence("damaged: {complaint}", complaint=complaint), advice)


def mend_shots(context: RepairContext) -> Iterator[str]:
    aside = set_aside(context.folder, context.folder.shots_db)
    yield Sentence("shots.db lies in {folder} now; the window makes it again from the thumbnails.", folder=aside)


def check_small_files(context: RepairContext) -> Iterator[Finding]:
    """Files that nothing else depends on."""
    damaged = damaged_files(context.folder)
    if context.settings is not None and (settings := damaged_settings(context.settings)) is not None:
        damaged.append(settings)
    for file in damaged:
        yield wrong(file.path.stem, file.sentence, REPAIR)


def mend_small_files(context: RepairContext) -> Iterator[str]:
    yield from put_damaged_files_aside(context.folder)
    if context.settings is not None and (said := put_damaged_settings_aside(context.settings)) is not None:
        yield said
