"""Commands that look back on labels: a sighting's history, how far annotators agree, second looks. Decides nothing."""

from __future__ import annotations

from functools import partial

from karuta.domain.journal import LostRedo
from karuta.domain.label import WHOLE_PHOTO
from karuta.gui.desk.decisions import DecisionOutcome
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.review.consistency_dialog import ConsistencyDialog
from karuta.gui.features.review.history_dialog import HistoryDialog
from karuta.gui.kit.commands import CommandActions
from karuta.gui.queue.queues import queue_named

_LOST = "lost redo"


class ReviewCommands(Feature):
    """Reviewing: who said what, and whether a blind look says the same."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        parts.decisions.over.connect(self._over)
        parts.decisions.saved.connect(lambda _: self._voice.finished.emit(_LOST))

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {
            "history": self.history,
            "second-look": partial(self._parts.arrangement.choose_queue, queue_named("blind")),
            "agreement": partial(self._parts.arrangement.choose_queue, queue_named("disagreements")),
            "consistency": lambda: self._kit.show(ConsistencyDialog(self._parts)),
        }

    def history(self) -> None:
        desk = self._parts.desk
        if desk.photo is None:
            return
        sighting = desk.sighting
        title = desk.photo.photo.name
        if sighting is not None and len(desk.photo.sightings) > 1:
            text = self.tr("card {number} of {count}")
            title = f"{title} · {text.format(number=sighting.number, count=len(desk.photo.sightings))}"
        self._show(desk.photo.photo.sha256, sighting.sighting_id if sighting else WHOLE_PHOTO, title)

    def _show(self, photo: str, sighting: str, title: str, *, action: str = "") -> None:
        dialog = HistoryDialog(self._parts, photo, sighting, title=title, action=action)
        self._kit.show(dialog)

    def _over(self, outcome: DecisionOutcome) -> None:
        if outcome.step is not None and outcome.step.lost is not None:
            self._redo_lost(outcome.step.lost)

    def _redo_lost(self, lost: LostRedo) -> None:
        text = self.tr("{count} undone labels can no longer be redone; the history has them", "", lost.labels)
        text = text.format(count=f"{lost.labels:,}")
        show = partial(self._show, lost.photo_sha256, lost.sighting_id, lost.photo_name, action=lost.action_id)
        # The notice of a doubt may cover this one.
        self._voice.info.emit(text)
        self._voice.offer.emit(_LOST, text, self.tr("History"), show)
