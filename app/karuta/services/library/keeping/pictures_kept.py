"""The pictures that belong to labels: crops, thumbnails, pasted photos; checked by hash, made again from photos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from karuta.domain.errors import LibraryError, PictureError
from karuta.domain.sentence import Sentence, counted_things
from karuta.engine.decode import thumbnail_jpeg
from karuta.files import copy_whole, make_folder
from karuta.services.library.keeping.checking import REPAIR, Finding, RepairContext, fine, wrong
from karuta.services.library.keeping.crops import Crops, PhotoFinder
from karuta.services.lookups.locate_photos import current_place
from karuta.store.confirmed_crops import crops_of_labels, crops_of_photos
from karuta.store.damaged import set_aside
from karuta.store.label_file import LabelFile
from karuta.store.photos import known_photo, looked_up_photos, photos_inside
from karuta.store.picture_files import (
    crop_at_hand,
    crop_file,
    is_whole,
    keep_thumbnail,
    pasted_photos,
    sound_crop,
    sound_thumbnail,
    thumbnail_file,
)

_COPY = Sentence(
    "run `karuta doctor --repair`, which looks for other copies; else copy the folder photos from another copy of the "
    "library: nothing makes them again"
)


def check_crops(context: RepairContext) -> Iterator[Finding]:
    with _labels(context) as file:
        if file is None:
            return
        photos = {photo.crop_sha256: photo.photo_sha256 for photo in crops_of_photos(file)}
        labelled = crops_of_labels(file)
        paths = {crop: crop_file(context.folder, crop) for crop in sorted(photos)}
        yield _checked(
            context,
            "crop",
            paths,
            is_there=lambda crop: crop_at_hand(context.folder, crop) is not None,
            is_sound=lambda crop: sound_crop(context.folder, crop) is not None,
            is_wanted=lambda crop: crop in labelled or _is_there(file, photos[crop]),
        )


def mend_crops(context: RepairContext) -> Iterator[str]:
    with LabelFile.open_reading(context.folder) as file:
        crops = Crops(file, resources=context.resources)
        # Grouped by photo, so that each is decoded once.
        for crop in dict.fromkeys(photo.crop_sha256 for photo in crops_of_photos(file)):
            crops.find(crop)
    if crops.remade:
        yield Sentence("{crops} cut again from their photos.", crops=counted_things(crops.remade, "crop"))
    for why, count in Counter(crops.lost.values()).items():
        yield Sentence("{crops} not: {reason}.", crops=counted_things(count, "crop"), reason=why.value)


def check_thumbnails(context: RepairContext) -> Iterator[Finding]:
    with _labels(context) as file:
        if file is None:
            return
        paths = {photo: thumbnail_file(context.folder, photo) for photo in looked_up_photos(file)}
        yield _checked(
            context,
            "thumbnail",
            paths,
            is_there=lambda photo: paths[photo].is_file(),
            is_sound=lambda photo: sound_thumbnail(context.folder, photo) is not None,
            is_wanted=lambda photo: _is_there(file, photo),
        )


def mend_thumbnails(context: RepairContext) -> Iterator[str]:
    made = 0
    with LabelFile.open_reading(context.folder) as file:
        finder = PhotoFinder(file)
        for photo in looked_up_photos(file):
            if sound_thumbnail(context.folder, photo) is None and (path := finder.place_of(photo)) is not None:
                made += _make_thumbnail(context, photo, path)
    if made:
        yield Sentence("{thumbnails} made again from their photos.", thumbnails=counted_things(made, "thumbnail"))


def check_photos(context: RepairContext) -> Iterator[Finding]:
    """The photos in the library itself: pasted ones, which exist nowhere else."""
    there = pasted_photos(context.folder)
    with _labels(context) as file:
        known = [] if file is None else photos_inside(file).values()
    missing = sorted(path for path in known if not path.is_file())
    read = context.progress.next_share("photos", there)
    damaged = [path for path in read if not is_whole(path)]
    if not there and not missing:
        return
    message = Sentence(
        "{there} of the library's own photos are there, {missing} are not; of the {read} that were read now {damaged} "
        "are damaged",
        there=f"{len(there):,}",
        missing=f"{len(missing):,}",
        read=f"{len(read):,}",
        damaged=f"{len(damaged):,}",
    )
    bad = [*missing, *damaged]
    yield wrong("photos", message, _COPY, bad) if bad else fine("photos", message)


def mend_photos(context: RepairContext) -> Iterator[str]:
    """From another known place with the same bytes; else they stay as they are, for a person to look at."""
    copied = left = 0
    with _labels(context) as file:
        if file is None:
            return
        pasted = {path.stem: path for path in pasted_photos(context.folder)} | photos_inside(file)
        finder = PhotoFinder(file)
        for photo, path in pasted.items():
            if is_whole(path):
                continue
            source = finder.place_of(photo)
            if source is None:
                left += 1
                continue
            make_folder(path.parent)
            set_aside(context.folder, path)
            copy_whole(source, path)
            copied += 1
    if copied:
        yield Sentence(
            "{photos} copied from another place where the same bytes lie.", photos=counted_things(copied, "photo")
        )
    if left:
        yield Sentence(
            "{photos} not: no other copy is known. Labels and crops are not touched by it.",
            photos=counted_things(left, "photo"),
        )


@contextmanager
def _labels(context: RepairContext) -> Iterator[LabelFile | None]:
    """None if there is no label file, or none that can be read: that is reported with the labels."""
    try:
        file = LabelFile.open_reading(context.folder) if context.folder.labels_db.is_file() else None
    except LibraryError:
        file = None
    with file or nullcontext():
        yield file


def _checked(
    context: RepairContext,
    noun: str,
    paths: Mapping[str, Path],
    *,
    is_there: Callable[[str], bool],
    is_sound: Callable[[str], bool],
    is_wanted: Callable[[str], bool],
) -> Finding:
    """Pictures by their hash, of which this round's share is read. `is_wanted`: a bad one is a fault."""
    kind = f"{noun}s"
    read = {path.stem for path in context.progress.next_share(kind, list(paths.values()))}
    bad = [sha256 for sha256 in paths if not is_there(sha256) or (sha256 in read and not is_sound(sha256))]
    lost = [paths[sha256] for sha256 in bad if is_wanted(sha256)]
    message = Sentence(
        "{whole} of {all} there and intact, as far as they were read now ({read})",
        whole=f"{len(paths) - len(bad):,}",
        all=counted_things(len(paths), noun),
        read=f"{len(read):,}",
    )
    return wrong(kind, message, REPAIR, lost) if lost else fine(kind, message)


def _make_thumbnail(context: RepairContext, photo: str, path: Path) -> bool:
    try:
        keep_thumbnail(context.folder, photo, thumbnail_jpeg(path))
    except PictureError:  # it could be read once; the photo itself is reported if it is the library's own
        return False
    return True


def _is_there(file: LabelFile, photo_sha256: str) -> bool:
    photo = known_photo(file, photo_sha256)
    return photo is not None and current_place(file, photo) is not None
