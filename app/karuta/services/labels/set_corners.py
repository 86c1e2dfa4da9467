"""Sets a sighting's four corners by hand, or draws a sighting where none was found: an action that can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.journal import Action, sighting_id
from karuta.domain.label import Kind, LabelError, Origin, Points, as_points
from karuta.domain.sighting import CornersError, as_corners, settled
from karuta.services.labels.decide import Choice, decide
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile


@dataclass(frozen=True)
class CornersSet:
    """What was stored, and for which sighting."""

    action: Action
    sighting_id: str


def set_corners(
    file: LabelFile, photo_sha256: str, corners: Points, origin: Origin, *, of: str | None = None
) -> CornersSet:
    """Set the corners of the sighting `of`; its label stays. On the disk when this returns; the lookup comes later.

    Without `of` a sighting is drawn. If it covers more than half of a live one, that one's corners are set instead.
    Raises `LabelError` for corners that are not a card or an unknown photo, and `LibraryError`.
    """
    try:
        points = as_points(as_corners(corners).tolist())
    except CornersError as error:
        raise LabelError("These four corners do not form a card; move them so that its edges do not cross.") from error
    name = of or _meant(file, photo_sha256, points)
    action = decide(file, [Choice(photo_sha256, Kind.CORNERS, name, corners=points)], origin)
    return CornersSet(action, name)


def _meant(file: LabelFile, photo_sha256: str, points: Points) -> str:
    live = [one for photo in on_the_desk(file, [photo_sha256]) for one in photo.sightings]
    place = settled([points], [one.corners for one in live]).get(0)
    return sighting_id(photo_sha256, points) if place is None else live[place].sighting_id
