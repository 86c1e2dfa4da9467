"""What is not in the catalogue, in groups of what is likely one card, and their names. Labels nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from karuta.domain.unknowns import UnknownCard, UnknownGroup, Unknowns
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.labels.group_unknowns import keep_name, unknowns_of


class UnknownGroups(QObject):
    """`changed`: they are others now. `places`: of each photo in the order of the groups; what may be known now is
    first.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.places: Mapping[str, int] = {}
        self._groups: dict[str, UnknownGroup] = {}

    def ask(self) -> None:
        """They come a moment later."""
        self._session.task_lane.submit(
            lambda library, token: unknowns_of(library, cancel=token, told=lambda done, photos: None),
            done=self._came,
            failed=ignore_expected(),  # the photos stand as they came
            key="groups",
            urgency=Urgency.SOON,
        )

    def of(self, sighting: str) -> UnknownGroup | None:
        """The group of a card, as far as it is known."""
        return self._groups.get(sighting)

    def call(self, card: UnknownCard, name: str) -> None:
        """Give the group of this card a name; an empty one takes it away."""
        group = self.of(card.sighting_id) or UnknownGroup((card,))
        if self._session.read_only is None and " ".join(name.split()) != group.name:
            self._set(replace(group, name=" ".join(name.split())))
            self._session.files_lane.submit(
                lambda library, token: keep_name(library, group.cards, name),
                failed=ignore_expected(),  # it can be given again
                keep=True,
            )

    def _came(self, unknowns: Unknowns) -> None:
        self._groups = {}
        for group in unknowns.groups:
            self._set(group)
        cards = [
            *(now_known.card for now_known in unknowns.known_now),
            *(card for group in unknowns.groups for card in group.cards),
        ]
        self.places = {card.photo_sha256: place for place, card in reversed([*enumerate(cards)])}
        self.changed.emit()

    def _set(self, group: UnknownGroup) -> None:
        self._groups |= {card.sighting_id: group for card in group.cards}
