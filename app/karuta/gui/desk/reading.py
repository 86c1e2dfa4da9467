"""What the desk reads in the store lane: a photo, the next one, the one after a decision, those to come.

Nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.doubt import LabelDoubt
from karuta.domain.journal import Action
from karuta.domain.printing.answer import BatchSet
from karuta.gui.queue.ahead import Ahead
from karuta.services.labels.open_labels import LabelFile
from karuta.services.labels.refusals import decided_upon, refused_before
from karuta.services.lookups.locate_photos import current_place
from karuta.services.lookups.read_queue import PhotoMark, desk, first_open, open_among, photo_mark, read_batch_set

_AHEAD = 2


@dataclass(frozen=True)
class OnDesk:
    """A photo with its file's present place, None if it has to be located.

    `refused`: by sighting, the cards that were refused for it. `decided_upon`: by decided sighting, the cards in the
    order in which they were shown then. `batch`: the set of its batch, as far as that was known
    when the photo came.
    """

    photo: DeskPhoto
    place: Path | None
    refused: Mapping[str, frozenset[CardKey]] = field(default_factory=dict)
    decided_upon: Mapping[str, tuple[CardKey, ...]] = field(default_factory=dict)
    batch: BatchSet | None = None


@dataclass(frozen=True)
class Done:
    """The result of a stored action. `shown`: what the desk shows now, None if nothing changes.

    `stays`: the photo on the desk and its sighting stay, as a person wants. `sighting`: the one to show, if not the
    next undecided one. `doubt`: what contradicts the confirmation.
    """

    action: Action
    shown: OnDesk | None
    all_decided: bool = False
    stays: bool = False
    sighting: str | None = None
    doubt: LabelDoubt | None = None


def read_photo(file: LabelFile, photo: str) -> OnDesk | None:
    found = desk(file, photo)
    if found is None:
        return None
    return OnDesk(found, current_place(file, found.photo), refused_before(file, found), decided_upon(file, found))


@dataclass(frozen=True)
class _Read:
    """What was read of a photo, and the state of the label file then."""

    mark: PhotoMark
    read: OnDesk


class DeskReader:
    """Reads for one desk, only in the store lane.

    A photo is read once: what was read ahead is shown, and shown again, unless something has been written about the
    photo since.
    """

    def __init__(self) -> None:
        self._ahead: dict[str, _Read] = {}
        self._newest: dict[str, _Read] = {}

    def photo(self, file: LabelFile, photo: str) -> OnDesk | None:
        found = self._read(file, photo)
        self._newest = {photo: found} if found else {}
        return replace(found.read, batch=read_batch_set(file, found.read.photo.photo)) if found else None

    def next_photo(self, file: LabelFile, ahead: Ahead, *, or_first: bool = False) -> OnDesk | None:
        """The next photo of the list that waits for a person; in a list of decided photos, the next one.

        `or_first`: the first one where none waits.
        """
        found = open_among(file, ahead.photos, wanted=ahead.wanted)
        if not found and ahead.wanted.asks_for_open:
            # The list may be on its way, or lack what was just added.
            first = first_open(file, wanted=ahead.wanted, order=ahead.order)
            found = [first] if first else list(ahead.photos[:1]) if or_first else []
        return self.photo(file, found[0]) if found else None

    def first_of(self, file: LabelFile, photos: Sequence[str], ahead: Ahead) -> OnDesk | None:
        """The first of these photos that waits for a person; else another one that does; else the first of these."""
        found = open_among(file, photos)
        return self.photo(file, found[0]) if found else self.next_photo(file, ahead) or self.photo(file, photos[0])

    def after_decision(
        self, file: LabelFile, action: Action, here: str | None, ahead: Ahead, *, advance: bool = True
    ) -> Done:
        """The photo's next undecided sighting, else the next undecided photo, else it stays; it also stays unless
        `advance`.
        """
        if here is None or here not in action.photos:
            return Done(action, None)
        same = self.photo(file, here)
        if same is not None and not advance:
            return Done(action, same, stays=True)
        if same is not None and any(not is_decided(sighting) for sighting in same.photo.sightings):
            return Done(action, same)
        found = self.next_photo(file, ahead)
        return Done(action, found) if found else Done(action, same, all_decided=True)

    def upcoming(self, file: LabelFile, ahead: Ahead) -> list[OnDesk]:
        """The photos that come next, so that they and their pictures are loaded in advance."""
        found: dict[str, _Read] = {}
        for photo in open_among(file, ahead.photos, count=_AHEAD, wanted=ahead.wanted):
            if (read := self._read(file, photo)) is not None:
                found[photo] = read
        self._ahead = found
        return [one.read for one in found.values()]

    def _read(self, file: LabelFile, photo: str) -> _Read | None:
        """What was read before if it is still valid, else what is read now."""
        # Read first: anything written during the read makes it outdated.
        mark = photo_mark(file, photo)
        for known in (self._newest.get(photo), self._ahead.get(photo)):
            if known is not None and known.mark == mark:
                # Its file may have gone or come meanwhile, which no label file records.
                return _Read(mark, replace(known.read, place=current_place(file, known.read.photo.photo)))
        read = read_photo(file, photo)
        return None if read is None else _Read(mark, read)


def is_decided(sighting: LiveSighting) -> bool:
    return sighting.is_decided


def place_to_show(photo: DeskPhoto, before: str | None, *, advance: bool) -> int:
    """The sighting to show: the same one, or after a decision the next undecided one, else the first."""
    ids = [one.sighting_id for one in photo.sightings]
    here = ids.index(before) if before in ids else 0
    if not advance:
        return here
    order = [*range(here, len(ids)), *range(here)]
    return next((place for place in order if not is_decided(photo.sightings[place])), here)
