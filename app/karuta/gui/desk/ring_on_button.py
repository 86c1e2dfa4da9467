"""Enter with the focus on a button beside the matches: it may mean that or the match, so neither is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.kit.action_button import ActionButton


class RingOnButton(QObject):
    """The ring goes to `home`, and why is `said`."""

    def __init__(self, panel: MatchPanel, *, home: QWidget, said: Callable[[str], object]) -> None:
        super().__init__(panel)
        self._home = home
        self._said = said
        panel.unanswered.connect(self._leave)

    def _leave(self, button: ActionButton) -> None:
        self._home.setFocus()
        text = self.tr("Not done: the focus was on “{button}”. Press {key} for it, or Enter again")
        self._said(text.format(button=button.text(), key=button.key))
