"""The empty desk: what to do next and, for a library without cards, where cards come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSizePolicy, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.action_button import say_key
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.retranslating import LeavesFocus, Retranslating
from karuta.gui.kit.search_field import ENTER
from karuta.gui.kit.theme import GRID, Icons, Role, Theme
from karuta.gui.library.pictures import Pictures

_WIDTH, _HEIGHT = 22 * GRID, 18 * GRID
_CARD = 0.69
_PHOTO = "01-plain.jpg"
# Where its card is, as shares of the photo's width and height (the first row of the demo's truth file).
_CORNERS = ((0.158, 0.159), (0.814, 0.143), (0.839, 0.865), (0.192, 0.884))
_CARDS = ("K001", "K051", "K091")

Draw = Callable[[QPainter, QRect], None]


class StepPicture(QWidget):
    """Its creator draws what is on it."""

    def __init__(self, draw: Draw, parent: QWidget) -> None:
        super().__init__(parent)
        self._draw = draw
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(_WIDTH, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, self.rect())


class FirstSteps(Retranslating, QWidget):
    """Drop, press, export."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._demo: Path | None = None
        self._pictures: Pictures | None = None
        self._captions: list[Prose] = []
        steps = []
        for draw in (self._photo, self._matches, self._labels):
            picture, caption = StepPicture(draw, self), Prose(parent=self)
            caption.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            for part in (picture, caption):
                part.setMaximumWidth(_WIDTH)
            self._captions.append(caption)
            steps.append((column(picture, (caption, 1)), 4))
        self.setLayout(row(Stretch(), *steps, Stretch(), spacing=3))
        self.hide()
        self.built()

    def show_demo(self, demo: Path, pictures: Pictures) -> None:
        """The files of the demo's photo and cards, and who decodes them."""
        self._demo = demo
        self._pictures = pictures
        pictures.small_ready.connect(self.update)

    def retranslate(self) -> None:
        captions = (
            self.tr("1  Drop photos on the window; they stay where they are"),
            self.tr("2  Press the number of the matching card"),
            self.tr("3  Each key saves a label; export them when you like"),
        )
        for label, text in zip(self._captions, captions, strict=True):
            label.setText(text)

    # The three pictures

    def _photo(self, painter: QPainter, place: QRect) -> None:
        card = QRect(0, 0, round(place.height() * 0.76), place.height())
        card.moveCenter(place.center())
        pixmap = self._small("photos", _PHOTO)
        paint.picture(painter, pixmap, card, self._theme, radius=4)
        if pixmap is None or pixmap.isNull():
            return
        shown = QRectF(0, 0, card.height() * pixmap.width() / pixmap.height(), card.height())
        shown.moveCenter(QRectF(card).center())
        corners = [QPointF(shown.x() + x * shown.width(), shown.y() + y * shown.height()) for x, y in _CORNERS]
        paint.outline(painter, corners, self._theme, width=2.5, shade=4, top=4.5)

    def _matches(self, painter: QPainter, place: QRect) -> None:
        """The likeliest cards with their keys, the first one marked."""
        height = (place.height() - GRID) // len(_CARDS)
        for at, card in enumerate(_CARDS):
            row = QRect(place.left(), place.top() + GRID // 2 + at * height, place.width(), height)
            if at == 0:
                paint.box(painter, row, 4, fill=self._theme.colour(Role.CHOSEN))
            cap = QRect(row.left() + GRID, row.center().y() - 11, 22, 22)
            painter.setFont(self._theme.strong(self.font()))
            paint.key_cap(painter, str(at + 1), cap, self._theme, strong=at == 0)
            face = QRect(cap.right() + GRID, row.top() + 3, round((height - 6) * _CARD), height - 6)
            paint.picture(painter, self._small("catalogue", f"images/{card}.webp"), face, self._theme, radius=2)
            words = QRect(face.right() + GRID, row.top(), row.right() - face.right() - 2 * GRID, height)
            self._lines(painter, words, Role.EDGE if at == 0 else Role.LINE)

    def _labels(self, painter: QPainter, place: QRect) -> None:
        """Rows of labels, each with its check."""
        height = 3 * GRID + 2
        rows = (place.height() - GRID) // height
        for at in range(rows):
            row = QRect(place.left() + 2 * GRID, place.top() + GRID + at * height, place.width() - 4 * GRID, height)
            mark = QRectF(row.left(), row.center().y() - 8, 16, 16)
            self._icons.draw(painter, "check", mark, self._theme.colour(Role.GOOD))
            self._bar(
                painter, row.left() + 3 * GRID, row.center().y(), (0.62, 0.8, 0.5, 0.7, 0.58)[at % 5] * row.width()
            )

    def _lines(self, painter: QPainter, place: QRect, role: Role) -> None:
        self._bar(painter, place.left(), place.center().y() - 6, 0.85 * place.width(), role)
        self._bar(painter, place.left(), place.center().y() + 6, 0.55 * place.width(), role)

    def _bar(self, painter: QPainter, left: float, middle: float, width: float, role: Role = Role.LINE) -> None:
        paint.box(painter, QRectF(left, middle - 3, max(0.0, width), 6), 3, fill=self._theme.colour(role))

    def _small(self, folder: str, name: str) -> QPixmap | None:
        if self._demo is None or self._pictures is None:
            return None
        return self._pictures.artwork(self._demo / folder / name)


_ICON = 48


class OfferButton(QPushButton):
    """Enter presses it as Space does, whether it is the first or not."""

    def event(self, event: QEvent) -> bool:
        """Enter is not the window's while the ring is here."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class Welcome(LeavesFocus, QWidget):
    """One sentence, one line below it, and buttons."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._icon = "images"
        self._offers: list[tuple[QAction, str, bool]] = []
        self._made: list[QPushButton] = []
        self.steps = FirstSteps(theme, icons, self)
        self._title, self._more = Prose(parent=self), Prose(parent=self)
        self._title.setFont(theme.large(self.font()))
        for words in (self._title, self._more):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sign = StepPicture(self._paint_sign, self)
        self._sign.setFixedHeight(_ICON)
        self._buttons = row()
        buttons = row(Stretch(), self._buttons, Stretch())
        parts = (self.steps, self._sign, self._title, self._more, buttons)
        self.setLayout(column(Stretch(), *parts, Stretch(), spacing=2, margins=(6, 6, 6, 6)))
        # Its words and pictures shrink in a narrow window; they must not hold it open.
        self.setMinimumSize(30 * GRID, 30 * GRID)

    def say(self, title: str, more: str, icon: str, actions: Sequence[QAction], *, first: bool = False) -> None:
        """`first`: nothing was done here yet, so three pictures replace the icon.

        The first action is offered before the others.
        """
        self.steps.setVisible(first)
        self._sign.setVisible(not first)
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
        for old in self._made:
            self._buttons.removeWidget(old)
            old.deleteLater()
        self._made = []
        for place, (action, text, first) in enumerate(offers):
            button = OfferButton(action.icon(), text, self, default=place == 0, flat=first and place > 0)
            button.setAccessibleName(text)
            button.clicked.connect(action.trigger)
            say_key(button, action)
            self._buttons.addWidget(button)
            self._made.append(button)
            if first and place == 0:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Buttons that have no room beside each other stand in a column, so that none is cut."""
        needed = sum(button.sizeHint().width() + GRID for button in self._made)
        fits = needed <= self.contentsRect().width() - 12 * GRID
        self._buttons.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(Role.CANVAS))

    def _paint_sign(self, painter: QPainter, place: QRect) -> None:
        icon = QRectF((place.width() - _ICON) / 2, 0, _ICON, _ICON)
        self._icons.draw(painter, self._icon, icon, self._theme.colour(Role.MUTED))
