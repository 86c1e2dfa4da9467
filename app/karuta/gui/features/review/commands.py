"""Opens what looks back on labels: a sighting's history, second looks, agreement. Decides nothing."""

from __future__ import annotations

from karuta.domain.label import WHOLE_PHOTO
from karuta.domain.recheck import Disagreement
from karuta.gui.desk.sighting_opener import SightingOpener
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.review.agreement_dialog import AgreementDialog
from karuta.gui.features.review.history_dialog import HistoryDialog
from karuta.gui.features.review.second_look_dialog import SecondLookDialog
from karuta.gui.kit.commands import CommandActions


class ReviewCommands(Feature):
    """Reviewing: who said what, and whether a blind look says the same."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._sightings = SightingOpener(self._parts.desk, self)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"history": self.history, "second-look": self.second_look, "agreement": self.agreement}

    def history(self) -> None:
        desk = self._parts.desk
        if desk.photo is None:
            return
        sighting = desk.sighting
        title = desk.photo.photo.name
        if sighting is not None and len(desk.photo.sightings) > 1:
            text = self.tr("card {number} of {count}")
            title = f"{title} · {text.format(number=sighting.number, count=len(desk.photo.sightings))}"
        of = sighting.sighting_id if sighting else WHOLE_PHOTO
        self._kit.show(HistoryDialog(self._parts, desk.photo.photo.sha256, of, title=title))

    def second_look(self) -> None:
        dialog = SecondLookDialog(self._parts)
        dialog.saved.connect(self._parts.exemplar_feed.tell)
        self._kit.show(dialog)

    def agreement(self) -> None:
        dialog = AgreementDialog(self._parts)
        dialog.chosen.connect(self._look_at)
        dialog.named = lambda answer: self._parts.card_facts.name(answer.card, answer.name) if answer.name else None
        self._parts.card_facts.known.connect(dialog.name_cards)
        self._kit.show(dialog)

    def _look_at(self, one: Disagreement) -> None:
        self._sightings.open(one.photo_sha256, one.sighting_id)
