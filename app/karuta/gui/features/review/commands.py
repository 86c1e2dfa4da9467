"""Opens what looks back on labels: a sighting's history, second looks, agreement. Decides nothing."""

from __future__ import annotations

from karuta.domain.label import WHOLE_PHOTO
from karuta.domain.recheck import Disagreement
from karuta.gui.desk.desk import SightingOpener
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.review.agreement_dialog import AgreementDialog
from karuta.gui.features.review.history_dialog import HistoryDialog
from karuta.gui.features.review.second_look_dialog import SecondLookDialog
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.deliberate import Deliberate


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
            of = self.tr("card {number} of {count}")
            title = f"{title} · {of.format(number=sighting.number, count=len(desk.photo.sightings))}"
        self._kit.show(
            HistoryDialog(
                self._session,
                desk.photo.photo.sha256,
                sighting.sighting_id if sighting else WHOLE_PHOTO,
                title=title,
                shots=self._parts.shots_of([desk.photo.photo.sha256]),
                cards=self._parts.card_facts,
                theme=self._kit.theme,
                parent=self._kit.window,
            )
        )

    def second_look(self) -> None:
        dialog = SecondLookDialog(
            self._session,
            self._parts.card_facts,
            self._parts.pictures,
            theme=self._kit.theme,
            icons=self._kit.icons,
            deliberate=Deliberate(self._parts.held_keys),
            parent=self._kit.window,
        )
        dialog.saved.connect(self._parts.exemplar_feed.tell)
        self._kit.show(dialog)

    def agreement(self) -> None:
        dialog = AgreementDialog(self._session, self._parts.pictures, self._kit.theme, self._kit.window)
        dialog.chosen.connect(self._look_at)
        dialog.named = lambda answer: self._parts.card_facts.name(answer.card, answer.name) if answer.name else None
        self._parts.card_facts.known.connect(dialog.name_cards)
        self._kit.show(dialog)

    def _look_at(self, one: Disagreement) -> None:
        self._sightings.open(one.photo_sha256, one.sighting_id)
