"""What an empty desk shows: what to do next and, for a library without cards, where cards come from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpacerItem, QVBoxLayout, QWidget

from karuta.gui.desk.first_steps import FirstSteps
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.leaves_focus import LeavesFocus
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Role, Theme

_ICON = 48


class Welcome(LeavesFocus, QWidget):
    """One sentence, one line below it, and buttons."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._icon = "images"
        self._offers: list[tuple[QAction, str, bool]] = []
        self.steps = FirstSteps(theme, icons, self)
        self._title = Prose(parent=self)
        self._title.setFont(theme.large(self.font()))
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._more = Prose(parent=self)
        self._more.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GRID)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self._buttons)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 6 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addStretch(1)
        layout.addWidget(self.steps)
        self._room = QSpacerItem(0, _ICON + GRID)
        layout.addSpacerItem(self._room)
        layout.addWidget(self._title)
        layout.addWidget(self._more)
        layout.addLayout(row)
        layout.addStretch(1)
        # Its words and pictures shrink in a narrow window; they must not hold it open.
        self.setMinimumSize(30 * GRID, 30 * GRID)

    def say(self, title: str, more: str, icon: str, actions: Sequence[QAction], *, first: bool = False) -> None:
        """`first`: nothing was done here yet, so three pictures replace the icon.

        The first action is offered before the others.
        """
        self.steps.setVisible(first)
        self._room.changeSize(0, GRID if first else _ICON + GRID)
        self._title.setText(title)
        self._more.setText(more)
        self._icon = icon
        self._offer([(action, action.text(), first) for action in actions])
        self.update()

    def _offer(self, offers: list[tuple[QAction, str, bool]]) -> None:
        """Buttons that stand there stay, with the focus if one has it."""
        if offers == self._offers:
            return
        self._offers = offers
        self.give_focus_back()
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for place, (action, text, first) in enumerate(offers):
            button = QPushButton(action.icon(), text, self)
            button.setDefault(place == 0)
            button.setFlat(first and place > 0)
            button.setAccessibleName(text)
            button.clicked.connect(action.trigger)
            self._buttons.addWidget(button)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(Role.CANVAS))
        if self.steps.isVisible():
            return
        place = QRectF((self.width() - _ICON) / 2, self._title.y() - _ICON - GRID, _ICON, _ICON)
        self._icons.draw(painter, self._icon, place, self._theme.colour(Role.MUTED))
