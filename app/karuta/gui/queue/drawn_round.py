"""Labels that are looked at anew: which wait still, what models say of each, and how many stayed the same.

Stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from secrets import token_hex

from PySide6.QtCore import QCoreApplication

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto
from karuta.domain.label import Kind, Label
from karuta.domain.recheck import ReviewAnswer
from karuta.services.labels.open_labels import LabelFile
from karuta.services.models.compare_on_labels import ListedCard
from karuta.services.models.measurements import changes_to_review

Place = tuple[str, str]
"""(photo, sighting)"""
Drawn = Mapping[Place, Sequence[ReviewAnswer]]
"""What is looked at anew, and what models say of it."""
translate = QCoreApplication.translate


def model_changes(file: LabelFile) -> Drawn:
    """The labels on which the candidate that was evaluated last answers otherwise, but those given since: both lists.

    Raises `LibraryError`, `ModelError`.
    """
    measured = changes_to_review(file)
    if measured is None:
        return {}
    now = translate("Changes", "Now: {model}").format(model=measured.instead_of)
    then = translate("Changes", "Candidate: {model}").format(model=measured.model)
    return {
        (change.photo_sha256, change.sighting_id): (*_answers_of(now, change.old), *_answers_of(then, change.new))
        for change in measured.changes
    }


def _answers_of(model: str, listed: Sequence[ListedCard]) -> list[ReviewAnswer]:
    return [ReviewAnswer(model, "", Kind.CONFIRM, card.key, card.name, blind=False) for card in listed]


class DrawnRound:
    """`photos`: all that were drawn. `seed`: with the sighting, draws the order of its matches in a blind review.

    `changed`: others wait now.
    """

    def __init__(self, drawn: Drawn, changed: Callable[[], object] = lambda: None) -> None:
        self.drawn = drawn
        self.waiting = frozenset(drawn)
        self.photos = frozenset(photo for photo, _ in drawn)
        self.seed = token_hex(16)
        self._changed = changed
        self._labels: dict[Place, Label] = {}
        self._same: dict[Place, bool] = {}
        self._taken_back: dict[Place, bool] = {}

    @property
    def decided(self) -> int:
        return len(self._same)

    @property
    def same(self) -> int:
        return sum(self._same.values())

    def remember(self, photo: DeskPhoto) -> None:
        """The labels that will be hidden, to compare with."""
        labels = {sighting.sighting_id: sighting.label for sighting in photo.sightings if sighting.label is not None}
        self._labels |= {(photo.photo.sha256, name): label for name, label in labels.items()}

    def answer(self, place: Place, kind: Kind, card: CardKey | None) -> None:
        if place not in self.waiting:
            return  # it was said elsewhere
        label = self._labels[place]
        was = Kind.CONFIRM if label.is_by_machine else label.kind
        self._set(self._same, place, is_same=(was, label.card) == (kind, card))

    def take_back(self, place: Place) -> None:
        """An answer was undone: it waits again."""
        if place in self._same:
            self._set(self._taken_back, place, is_same=self._same.pop(place), waits=True)

    def bring_back(self, place: Place) -> None:
        if place in self._taken_back:
            self._set(self._same, place, is_same=self._taken_back.pop(place))

    def pass_over(self, photo: str, sighting: str | None = None) -> None:
        """A person skips it; without `sighting`: nothing of the photo can be shown."""
        self._wait(frozenset(drawn for drawn in self.waiting if drawn[0] != photo or sighting not in (None, drawn[1])))

    def _set(self, kept: dict[Place, bool], place: Place, *, is_same: bool, waits: bool = False) -> None:
        kept[place] = is_same
        self._wait(self.waiting | {place} if waits else self.waiting - {place})

    def _wait(self, waiting: frozenset[Place]) -> None:
        self.waiting = waiting
        self._changed()
