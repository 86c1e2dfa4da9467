"""Opens what looks back on labels: a sighting's history, second looks, agreement; decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from karuta.domain.label import WHOLE_PHOTO
from karuta.domain.recheck import Disagreement
from karuta.gui.features.review.agreement_dialog import AgreementDialog
from karuta.gui.features.review.history_dialog import HistoryDialog
from karuta.gui.features.review.second_look_dialog import SecondLookDialog
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.theme import Theme
from karuta.gui.shell.composition import Composition


class ReviewCommands(QObject):
    """`show` puts a dialog over the window."""

    def __init__(
        self, work: Composition, theme: Theme, icons: Icons, window: QWidget, show: Callable[[QDialog], None]
    ) -> None:
        super().__init__(window)
        self._work = work
        self._show = show
        self._theme = theme
        self._icons = icons
        self._window = window
        self._wanted: tuple[str, str] | None = None
        work.desk.photo_shown.connect(self._photo_shown)

    def history(self) -> None:
        desk = self._work.desk
        if desk.photo is None:
            return
        sighting = desk.sighting
        title = desk.photo.photo.name
        if sighting is not None and len(desk.photo.sightings) > 1:
            of = self.tr("sighting {number} of {count}")
            title = f"{title} · {of.format(number=sighting.number, count=len(desk.photo.sightings))}"
        self._show(
            HistoryDialog(
                self._work.session,
                desk.photo.photo.sha256,
                sighting.sighting_id if sighting else WHOLE_PHOTO,
                title=title,
                theme=self._theme,
                parent=self._window,
            )
        )

    def second_look(self) -> None:
        work = self._work
        dialog = SecondLookDialog(
            work.session, work.cards, work.pictures, theme=self._theme, icons=self._icons, parent=self._window
        )
        dialog.saved.connect(work.exemplars.tell)
        self._show(dialog)

    def agreement(self) -> None:
        dialog = AgreementDialog(self._work.session, self._work.pictures, self._theme, self._window)
        dialog.chosen.connect(self._look_at)
        self._show(dialog)

    def _look_at(self, one: Disagreement) -> None:
        self._wanted = one.photo_sha256, one.sighting_id
        self._work.desk.put(one.photo_sha256)

    def _photo_shown(self) -> None:
        """The sighting that was wanted, once its photo is there."""
        desk = self._work.desk
        if self._wanted is None or desk.photo is None or desk.photo_id != self._wanted[0]:
            return
        sighting, self._wanted = self._wanted[1], None
        places = [place for place, one in enumerate(desk.photo.sightings) if one.sighting_id == sighting]
        if places:
            desk.choose_sighting(places[0])
