"""Puts photos into the queue: by the hash of their bytes, where they lie. Never changes, moves or looks one up."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError, reason_of
from karuta.domain.label import storable
from karuta.domain.photo import PHOTO_SUFFIXES, Added, Arrival, Refused
from karuta.domain.sentence import Sentence
from karuta.engine.decode import open_picture
from karuta.engine.pdf_pages import pages_in as pages_in  # passed on, to whoever lists files
from karuta.files import file_hash, is_folder, size_or_none
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import device_name
from karuta.store.label_file import LabelFile
from karuta.store.photos import SeenFile as SeenFile  # passed on: a window takes what `seen_file` gives
from karuta.store.photos import arrive, known_photos
from karuta.store.picture_files import keep_photo

# The first photo is in the queue at once; after that, ever more share one commit (a few milliseconds each).
_MOST_IN_ONE_COMMIT = 64
# The library's folders whose pictures are not photos.
_OWN = ("artworks", "crops", "thumbnails", "backups", "models", "index", "damaged", "training", "standard-tests")


def arrivals(paths: Iterable[Path], library: LibraryFolder) -> Iterator[Arrival]:
    """The photos in dropped paths, from folder listings alone: fast; nothing but PDFs is opened, for their pages.

    A dropped folder's name is the batch, each sub-folder (by its path in the folder) a listing. In a folder, hidden
    files, files without a picture's ending, and the library's own folders are skipped.
    """
    for path in paths:
        if is_folder(path):
            yield from _in_folder(path, library)
        else:
            yield from _in_file(path)


def _in_file(path: Path, batch: str | None = None, listing: str | None = None) -> Iterator[Arrival]:
    return (Arrival(Path(photo), batch, listing) for photo in pages_in(os.fspath(path)))


def add_photos(
    file: LabelFile, arriving: Iterable[Arrival], *, cancel: CancelToken | None = None
) -> Iterator[Added | Refused]:
    """Put photos into the queue; each is yielded once it is on the disk. One that cannot be read is refused.

    Raises `LibraryError`, and `Cancelled`; what was yielded before is kept.
    """
    token, together = cancel or CancelToken(), 1
    waiting: list[SeenFile] = []
    for arrival in arriving:
        token.check()
        seen = seen_file(arrival)
        if isinstance(seen, Refused):
            yield seen
            continue
        waiting.append(seen)
        if len(waiting) >= together:
            yield from _kept(file, waiting)
            waiting, together = [], min(_MOST_IN_ONE_COMMIT, together * 2)
    yield from _kept(file, waiting)


def keep_pasted(library: LibraryFolder, data: bytes, *, suffix: str) -> Arrival:
    """Write a pasted or dragged picture into the library, unchanged; then call `add_photos`. `suffix` with its dot."""
    return Arrival(keep_photo(library, data, suffix=suffix))


def seen_file(arrival: Arrival) -> SeenFile | Refused:
    """A file with its hash, or why it is no photo; only its header is decoded."""
    path = arrival.path
    try:
        open_picture(path)
        return SeenFile(path, file_hash(path), size_or_none(path) or 0, arrival.batch, arrival.listing)
    except PictureError as error:
        return Refused(path, error.code, error.message)
    except OSError as error:
        return Refused(
            path,
            "missing",
            Sentence("{name} could not be read ({reason}); try again.", name=path.name, reason=reason_of(error)),
        )


def keep_seen(file: LabelFile, seen: Sequence[SeenFile]) -> list[Added]:
    """The storing half of `add_photos`, for a window that hashes files (`seen_file`) in another lane."""
    return list(_kept(file, seen))


def _kept(file: LabelFile, seen: Sequence[SeenFile]) -> Iterator[Added]:
    if not seen:
        return
    device = device_name()
    with file.writing():
        new = [arrive(file, item, device=device) for item in seen]
    photos = known_photos(file, [item.sha256 for item in seen])
    yield from (Added(photos[seen_file.sha256], is_new) for seen_file, is_new in zip(seen, new, strict=True))


def _in_folder(folder: Path, library: LibraryFolder) -> Iterator[Arrival]:
    # `resolve` gives a dropped "." or ".." its name.
    batch = storable(folder.resolve().name) or None
    own = {library.root.resolve() / name for name in _OWN}
    for place, folders, files in os.walk(folder):
        directory = Path(place)
        folders[:] = sorted(
            (name for name in folders if not _hidden(name) and (directory / name).resolve() not in own), key=_natural
        )
        inside = directory.relative_to(folder).as_posix()
        for name in sorted(files, key=_natural):
            if not _hidden(name) and Path(name).suffix.lower() in PHOTO_SUFFIXES:
                yield from _in_file(directory / name, batch, None if inside == "." else storable(inside))


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def _natural(name: str) -> list[tuple[int, int | str]]:
    """`photo 2` before `photo 10`, as people number their files."""
    parts, digits = [""], False
    for letter in name.casefold():
        if letter.isdecimal() != digits:
            parts.append("")
            digits = not digits
        parts[-1] += letter
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts]
