"""Looks a known photo up and stores what was seen: sightings, suggestions, crops and thumbnail. Decides nothing.

Two halves with a plain value between them, so that a window can run each in its own lane. `look_up` needs pixels and no
database, `keep_look` the label file and no pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from karuta.domain.errors import PictureError
from karuta.domain.label import NO_EVIDENCE, Evidence, Kind, Points, as_points
from karuta.domain.queue import PhotoState, QueueRow
from karuta.domain.recognition import Missing, Provenance, Recognition
from karuta.domain.sighting import Corners, as_corners
from karuta.engine.decode import crop_webp, decode, thumbnail_jpeg
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.locate_photos import current_place
from karuta.store import sightings
from karuta.store.label_file import LabelFile
from karuta.store.match_json import embedding_bytes
from karuta.store.outlines import SeenPhoto, SeenSighting, keep_outlines, set_by_hand
from karuta.store.photos import known_photos
from karuta.store.picture_files import keep_crop, keep_thumbnail, sound_crop, sound_thumbnail
from karuta.store.queue import queue_rows
from karuta.store.sightings import keep_failure, keep_lookup

Recognise = Callable[[Path], Recognition]
"""Gives what is in a photo; raises `PictureError`."""

RecogniseCorners = Callable[[Path, Sequence[Corners]], Recognition]
"""Gives what is at corners of a photo that a person drew; raises `PictureError`."""

MATCHES_KEPT = 9
"""How many matches a lookup that is kept asks for."""


@dataclass(frozen=True)
class Look:
    """The result of a lookup, ready to be stored; its crops and thumbnail are already in the library's files.

    `by_hand`: what it saw at corners set by a person.
    """

    seen: SeenPhoto | None
    error: PictureError | None
    by_hand: SeenPhoto | None = None

    @property
    def provenance(self) -> Provenance | None:
        """The provenance of the look; None if the file could not be read, whatever answers."""
        by = NO_EVIDENCE if self.seen is None else self.seen.by
        if by.model_hash is None or by.artworks_hash is None:
            return None
        return Provenance(by.model_hash, by.artworks_hash, by.reader_hash)


def look_up(path: Path, photo_sha256: str, library: LibraryFolder, recognise: Recognise) -> Look:
    """Recognise a photo and write its crops and thumbnail. A file that cannot be read is an answer too.

    So is a file that holds another picture by now: what it shows says nothing about the photo of this hash. Raises
    `LibraryError` if the library's disk cannot take the files.
    """
    try:
        _refuse_another(path, photo_sha256)
        recognition = recognise(path)
        if sound_thumbnail(library, photo_sha256) is None:
            keep_thumbnail(library, photo_sha256, thumbnail_jpeg(path))
    except PictureError as error:
        return Look(None, error)
    return Look(_seen(recognition, library), None)


def _seen(recognition: Recognition, library: LibraryFolder) -> SeenPhoto:
    sightings = tuple(
        SeenSighting(
            corners=as_points(sighting.corners.tolist()),
            crop_sha256=keep_crop(library, crop_webp(sighting.crop)),
            embedding=embedding_bytes(sighting.embedding),
            verdict=sighting.verdict,
            matches=tuple(
                replace(match, one_of=len(sighting.one_of)) if match.card in sighting.one_of else match
                for match in sighting.matches
            ),
            back=sighting.back,
            card_like=sighting.card_like,
        )
        for sighting in recognition.sightings
    )
    by = Evidence(
        model=recognition.model,
        model_hash=recognition.model_hash,
        index=recognition.index,
        index_hash=recognition.index_hash,
        artworks_hash=recognition.artworks_hash,
        reader_hash=recognition.reader_hash,
        searched=recognition.searched,
    )
    return SeenPhoto(recognition.size, sightings, by)


def _refuse_another(path: Path, photo_sha256: str) -> None:
    try:
        same = file_hash(path) == photo_sha256
    except OSError:
        return  # the recognition will say why it cannot be read
    if not same:
        raise PictureError(
            "missing", "{name} is no longer the same photo; use Locate moved photos to find it.", name=path.name
        )


def look_at(
    path: Path,
    photo_sha256: str,
    corners: Sequence[Points],
    *,
    library: LibraryFolder,
    recognise_corners: RecogniseCorners,
) -> Look:
    """Recognise cards at corners that a person drew, as `look_up` does for a whole photo; then call `keep_drawn`."""
    drawn = [np.array(points, dtype=np.float64) for points in corners]
    return look_up(path, photo_sha256, library, lambda photo: recognise_corners(photo, drawn))


def look_again(
    path: Path,
    photo_sha256: str,
    corners: Sequence[Points],
    *,
    library: LibraryFolder,
    recognise: Recognise,
    recognise_corners: RecogniseCorners,
) -> Look:
    """As `look_up`, plus the corners that a person set in the photo."""
    look = look_up(path, photo_sha256, library, recognise)
    if not corners or look.seen is None:
        return look
    at = look_at(path, photo_sha256, corners, library=library, recognise_corners=recognise_corners)
    return replace(look, by_hand=at.seen)


def keep_look(file: LabelFile, photo_sha256: str, look: Look) -> None:
    """Store a look as the photo's newest. Labelled sightings stay as they are. Raises `LibraryError`."""
    if look.seen is not None:
        with file.writing():
            keep_lookup(file, photo_sha256, look.seen)
            if look.by_hand is not None:
                keep_outlines(file, photo_sha256, look.by_hand)
    elif look.error is not None:
        keep_failure(file, photo_sha256, look.error)


def keep_drawn(file: LabelFile, photo_sha256: str, look: Look) -> tuple[str, ...]:
    """Add drawn sightings to the photo's newest look. Returns their ids.

    One that overlaps a labelled sighting by more than half is that sighting; one that overlaps a detection as much
    replaces it. Raises the look's `PictureError`, and `LibraryError`.
    """
    if look.seen is None:
        raise look.error or AssertionError("a look has seen something or has an error")
    return sightings.keep_drawn(file, photo_sha256, look.seen)


def keep_look_by_hand(file: LabelFile, photo_sha256: str, look: Look) -> None:
    """Store what was seen at corners that `set_corners` stored.

    Raises the look's `PictureError`, and `LibraryError`.
    """
    if look.seen is None:
        raise look.error or AssertionError("a look has seen something or has an error")
    keep_outlines(file, photo_sha256, look.seen)


@dataclass(frozen=True)
class LookupTarget:
    """`path`: None where the file is not to be found. `corners`: set by hand, so they are looked at too.

    `is_decided`: nothing in the photo waits for a person, nor for its card to come into the catalogue.
    """

    path: Path | None
    corners: tuple[Points, ...] = ()
    is_decided: bool = False


def target_of(file: LabelFile, photo_sha256: str) -> LookupTarget:
    """As cheap as possible: after a new pack it is asked about every photo that waits."""
    photo = known_photos(file, [photo_sha256]).get(photo_sha256)
    if photo is None:
        return LookupTarget(None)
    by_hand = set_by_hand(file, [photo_sha256], with_matches=False)
    is_decided = any(row.state is PhotoState.DONE and not _waits(row) for row in queue_rows(file, [photo_sha256]))
    return LookupTarget(current_place(file, photo), tuple(hand.corners for hand in by_hand.values()), is_decided)


def _waits(row: QueueRow) -> bool:
    """Whether a card of it was labelled as not in the catalogue."""
    return any(label.kind is Kind.UNKNOWN for label in row.labels)


def missing_parts(opened: OpenLibrary, crop_sha256: str, corners: Points, size: tuple[int, int]) -> tuple[Missing, ...]:
    """Empty where the crop is gone. `size`: the photo's, (width, height)."""
    crop = sound_crop(opened.folder, crop_sha256)
    if crop is None:
        return ()
    try:
        return opened.recogniser.missing_in_crop(decode(crop.path), as_corners(corners), size)
    except PictureError:
        return ()
