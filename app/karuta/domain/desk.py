"""One photo as it lies on the desk: its live sightings in reading order, what was suggested, and its labels."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.errors import PictureCode
from karuta.domain.imported import NamedPlace
from karuta.domain.label import NO_EVIDENCE, NO_REMARKS, Evidence, Kind, Label, Points, Remarks
from karuta.domain.match import Match, Verdict
from karuta.domain.photo import KnownPhoto


@dataclass(frozen=True)
class LiveSighting:
    """A sighting that the newest lookup saw, that has a label, or whose corners a person set (`by_hand`).

    `number` counts from 1, in reading order. `verdict` is None and `matches` empty if the newest lookup did not see it,
    or if its corners were set and not looked up since. `crop_sha256` names its crop file. `evidence`: what a label
    given now keeps of that lookup. `back`: the game whose card back it is said to be.
    """

    number: int
    sighting_id: str
    corners: Points
    crop_sha256: str | None
    verdict: Verdict | None
    matches: tuple[Match, ...]
    label: Label | None
    by_hand: bool = False
    evidence: Evidence = NO_EVIDENCE
    back: str | None = None

    @property
    def needs_look(self) -> bool:
        """Whether its corners were set by hand and not looked up since."""
        return self.by_hand and self.verdict is None

    @property
    def is_decided(self) -> bool:
        return self.label is not None and self.label.kind is not Kind.WITHDRAW


@dataclass(frozen=True)
class DeskPhoto:
    """A photo with everything that a person needs to decide about it.

    `looked_up` is false until a lookup is stored. `size` is (width, height), upright. `error`: why its file could not
    be looked up. `whole_photo`: the label about the photo itself; `evidence`: what such a label keeps. `also`: the
    other batches and listings that have the same picture, in order of arrival. `remarks`: its flag and its note.
    """

    photo: KnownPhoto
    looked_up: bool
    size: tuple[int, int] | None
    error: PictureCode | None
    error_message: str | None
    sightings: tuple[LiveSighting, ...]
    whole_photo: Label | None
    evidence: Evidence = NO_EVIDENCE
    also: tuple[NamedPlace, ...] = ()
    remarks: Remarks = NO_REMARKS

    def numbered(self, number: int) -> LiveSighting | None:
        return next((sighting for sighting in self.sightings if sighting.number == number), None)
