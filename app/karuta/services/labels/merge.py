"""Merges another library's labels into this one, or says what that would bring; lists what people disagree about.

The other library is only read. Crops come along where it is a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import DamagedRow, LibraryError
from karuta.domain.label import Origin, Source
from karuta.domain.sentence import Sentence, counted_things
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_before
from karuta.services.labels.open_labels import device_name, labels_for_writing, login_name
from karuta.store.label_file import LabelFile, has_labels
from karuta.store.lock import scratch_folder
from karuta.store.merge import Merged as Merged
from karuta.store.merge import copy_labels, merge, merge_in_parts
from karuta.store.other_labels import OtherLabels, opened_other
from karuta.store.photos import allow_places as allow_places
from karuta.store.photos import team_places as team_places
from karuta.store.photos import unasked_photos as unasked_photos
from karuta.store.picture_files import (
    copy_thumbnail,
    crop_at_hand,
    keep_crop,
    keep_stand_in,
    sound_crop,
    sound_thumbnail,
    thumbnail_file,
)
from karuta.store.taken_rows import ToldOfSteps, untold_steps

CLOCK_MS = 120_000
"""Two clocks that differ by no more are not spoken of."""
_SEALED_AT_ONCE = 1000


def merge_labels(file: LabelFile, path: Path, origin: Origin) -> Merged:
    """Take what is new of the library, label file or exported events at `path`, as one action.

    The label file is backed up first. Raises `NothingTaken` and `LibraryError`; nothing was taken then.
    """
    _refuse_itself(file.folder, path)
    with opened_other(path) as other:
        return _merge(file, other, origin, untold_steps)


def merge_library(library: LibraryFolder, path: Path, origin: Origin, *, told: ToldOfSteps) -> Merged:
    """Merge; the label file is made where there is none, unless nothing can be taken."""
    _refuse_itself(library, path)
    with opened_other(path) as other, labels_for_writing(library) as file:
        return _merge(file, other, origin, told)


def merge_meanwhile(
    library: LibraryFolder, path: Path, origin: Origin, *, cancel: CancelToken, told: Callable[[int, int], None]
) -> Merged:
    """Merge in short transactions, while somebody labels in the same library.

    `told` is called between two of them with how many rows of how many were read. Once something was taken, a stop ends
    it there: that much is one action, and the same merge takes the rest. Raises as `merge_labels`.
    """
    _refuse_itself(library, path)
    with opened_other(path) as other, labels_for_writing(library) as file:
        if not back_up_before(library) and file.broken_seals(each=cancel.check):
            raise DamagedRow
        while file.seal_unsealed(most=_SEALED_AT_ONCE):
            cancel.check()
        _take_pictures(library, other, cancel)
        of = other.size

        def between(read: int) -> None:
            told(min(read, of), of)
            cancel.check()

        return merge_in_parts(file, other, origin, told=between)


def _merge(file: LabelFile, other: OtherLabels, origin: Origin, told: ToldOfSteps) -> Merged:
    is_sound = back_up_before(file.folder, told=partial(told, "backup"))
    _take_pictures(file.folder, other, CancelToken())
    return merge(file, other, origin, is_sound=is_sound, told=told)


def preview_merge(library: LibraryFolder, path: Path, *, told: ToldOfSteps = untold_steps) -> Merged:
    """Try what `merge_labels` would do, on a copy. Changes nothing; if `told` raises, it ends there."""
    _refuse_itself(library, path)
    with opened_other(path) as other, _copy_of(library) as copy, labels_for_writing(copy) as file:
        origin = Origin(login_name(), device_name(), Source.COMMAND)
        return merge(file, other, origin, told=told)


def allow_places_of(library: LibraryFolder, path: Path) -> None:
    """From now on open photos at the places on this computer that this other library names. Raises as `merge_labels`.

    Network and device paths of others are never opened.
    """
    with opened_other(path) as other, labels_for_writing(library) as file:
        named = [row[some.columns.index("id")] for some in other.rows("places") for row in some.rows]
        allow_places(file, named)


def said_of_places(file: LabelFile, command: str) -> Sentence | None:
    """That others place photos on this computer where they are not opened, and what opens them; None without any."""
    count = unasked_photos(file)
    if not count:
        return None
    return Sentence(
        "Others say of {photos} where on this computer they lie, and they are not opened there; {command} opens them.",
        photos=counted_things(count, "photo"),
        command=command,
    )


def said_of_clocks(merged: Merged) -> list[Sentence]:
    """That the other library's clock is ahead of this one's, where it is, and what that does to its labels."""
    sentences = [said_of_waiting(device, count, merged.until) for device, count in sorted(merged.waiting.items())]
    if merged.ahead_ms > CLOCK_MS:
        counts = Sentence(
            "The clocks disagree: the newest of those labels was made {time} in the future. Until then they count as "
            "later than what was decided here before the merge; set the clock that is wrong.",
            time=timedelta(seconds=merged.ahead_ms // 1000),
        )
        sentences.append(counts)
    return sentences


def said_of_waiting(name: str, count: int, until: datetime | None) -> Sentence:
    """That events are not taken yet. `name`: of the device, or the person, whose clock was ahead."""
    return Sentence(
        "Not taken yet, because the clock of {name} was ahead (or this one is behind): {count}. They come with a "
        "merge or pull after {until}, or once something is labelled there with the clock set right.",
        name=name,
        count=counted_things(count, "event"),
        until=f"{until:%Y-%m-%d}",
    )


@contextmanager
def _copy_of(library: LibraryFolder) -> Iterator[LibraryFolder]:
    with scratch_folder("karuta-preview-") as folder:
        copy = LibraryFolder(folder)
        if has_labels(library):
            with LabelFile.open_reading(library) as file:
                copy_labels(file, copy.labels_db)
        yield copy


def _refuse_itself(library: LibraryFolder, path: Path) -> None:
    there = path / "labels.db" if path.is_dir() else path
    with suppress(OSError):
        if there.samefile(library.labels_db):
            raise LibraryError("{path} is this library itself; name another one.", path=path)


def _take_pictures(library: LibraryFolder, other: OtherLabels, token: CancelToken) -> None:
    """Copy crops and thumbnails that this library lacks, and that are what their names say.

    Before the events: a label never names a crop that is still to come.
    """
    if other.crops is None or other.crops.is_symlink() or not other.crops.is_dir():
        return
    there = LibraryFolder(other.crops.parent)
    for crop in (row[3] for rows in other.looks("sightings") for row in rows if row[3] is not None):
        token.check()
        if crop_at_hand(library, crop) is None and (picture := sound_crop(there, crop)) is not None:
            if picture.sha256 == crop:
                keep_crop(library, picture.path.read_bytes())
            else:
                keep_stand_in(library, crop, picture.path.read_bytes())
    for photo in (row[0] for rows in other.looks("photos") for row in rows):
        token.check()
        if not thumbnail_file(library, photo).exists() and (thumbnail := sound_thumbnail(there, photo)) is not None:
            copy_thumbnail(library, photo, thumbnail)
