"""The photo on the desk: drawn with the found corners, zoomed and panned, with corners edited by hand.

Stores nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from karuta.domain.desk import upright_turn
from karuta.domain.label import Points
from karuta.gui.desk.corner_editor import MAGNIFIED, REACH, CornerEditor, Mode, draw_loupe
from karuta.gui.desk.drawn_cards import CardPainter, DrawnCards
from karuta.gui.kit.prose import whole_words
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.viewport import STEP, Viewport, ZoomedView

_MARGIN = 2 * GRID
_AROUND_CARD = 0.12
# These keys keep their meaning while corners are adjusted; all others wait until that is over.
# What goes on working while corners are adjusted: zooming, and the sheet of keys.
_LEFT_ALONE = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Equal, Qt.Key.Key_0, Qt.Key.Key_Question})
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class PhotoView(Retranslating, ZoomedView):
    """`sighting_clicked`: its place, from 0. `fine_wanted`: zoomed in beyond the available pixels.

    Corners can be set by hand if `can_draw`.
    """

    sighting_clicked = Signal(int)
    fine_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._drawn: QImage | None = None
        self._size = (1, 1)
        self._cards = DrawnCards()
        # As they were painted.
        self._numbers: list[QRectF] = []
        self._marks: tuple[Points, ...] = ()
        # Whether the newest painting showed every card's name whole.
        self._pointer = QPointF()
        self.is_upright = False
        self._turn = 0.0
        self._words = self._name = ""
        self.can_draw = False
        # What gets the keyboard focus after corners were adjusted.
        self.home: QWidget | None = None
        self.editor = CornerEditor(theme, self)
        self.editor.changed.connect(self._editor_changed)
        self.setMinimumSize(30 * GRID, 30 * GRID)
        self.setMouseTracking(False)
        self.built()

    def retranslate(self) -> None:
        self.name_photo(self._name)
        self.setAccessibleDescription(self.editor.hint or self._counted())

    # What is shown

    def name_photo(self, name: str) -> None:
        """For those who do not see it."""
        self._name = name
        self.setAccessibleName(self.tr("Photo {name}").format(name=name) if name else self.tr("Photo"))

    def set_image(self, image: QImage | None, size: tuple[int, int] | None, *, words: str = "") -> None:
        """`size`: of the full photo, (width, height); `words` are shown while there is no image."""
        moved = size is not None and size != self._size
        self._image = image
        self._drawn = None
        self._words = words
        if size is not None:
            self._size = size
        if moved:
            self._view = None
        self.update()

    @property
    def has_something(self) -> bool:
        """Whether the photo has come, or words that say why it has not."""
        return self._image is not None or bool(self._words)

    def set_sightings(
        self,
        corners: Sequence[Points],
        decided: Sequence[bool],
        current: int,
        *,
        by_machine: Sequence[bool] = (),
        disputed: Sequence[bool] = (),
    ) -> None:
        """`by_machine`: what is decided, but by no person; `disputed`: by people who disagree."""
        marks = (tuple(decided), tuple(by_machine), tuple(disputed))
        self._cards = DrawnCards(tuple(corners), *marks, current)
        self._numbers = []
        self._turn_to_card()
        self.retranslate()
        self.update()

    def set_marks(self, marks: Sequence[Points]) -> None:
        """Other places in the photo that are outlined, such as that of a set code; corners in the photo's pixels."""
        self._marks = tuple(marks)
        self.update()

    def adjust(self) -> None:
        """Adjust the corners of the current sighting; draw a new sighting if there is none."""
        if self.current_corners is None:
            self.draw()
        elif self.can_draw:
            self.editor.begin(self.current_corners)

    def draw(self) -> None:
        """Draw a new sighting."""
        if self.can_draw and self._image is not None:
            self.editor.begin_new(self._size)

    @property
    def current_corners(self) -> Points | None:
        return self._cards.current_corners

    def show_all(self) -> None:
        self._drawn = None
        super().show_all()

    def toggle_upright(self) -> None:
        """Turn the view so that the current card stands upright; corners and pixels do not change."""
        self.is_upright = not self.is_upright
        self._turn_to_card()

    def show_sighting(self) -> None:
        """Zoom to the current sighting; to the whole photo if it fills the view already."""
        if self.current_corners is not None:
            self.show_part(self.current_corners)

    def show_part(self, corners: Points, *, around: float = _AROUND_CARD) -> None:
        """Zoom to a part of the photo. `around`: shown beside it, as a share of its longer side."""
        box = QPolygonF([QPointF(x, y) for x, y in corners]).boundingRect()
        extra = around * max(box.width(), box.height())
        self._set(Viewport.showing(box.adjusted(-extra, -extra, extra, extra), self._area(), margin=0, turn=self._turn))

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        place = at or QPointF(self.width() / 2, self.height() / 2)
        self._set(self._viewport().zoomed(STEP**steps, place, least=self._whole().scale / 2))

    # Qt's side

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(Role.CANVAS))
        if self._image is None:
            painter.setPen(self._theme.colour(Role.MUTED))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(32, 32, -32, -32), flags, whole_words(self._words))
            return
        view = self._viewport()
        self._draw_image(painter, view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cards = CardPainter(painter, self._cards, view, self._theme, self.font(), QRectF(self.rect()))
        cards.outlines(without_current=self.editor.draft is not None and not self.editor.is_new)
        cards.marks(self._marks)
        self._numbers = [cards.badge(place) for place in range(len(self._cards.corners))]
        painter.setFont(self.font())  # the numbers of sightings are strong, the hint is not
        hovered = self.current_corners if self.can_draw and self.underMouse() else None
        self.editor.paint(painter, view, corners=hovered, area=QRectF(self.rect()))
        if hovered is not None and self.editor.mode is Mode.OFF:
            # The handle of its first corner would cover its number.
            cards.number(self._cards.current)
        held = self.editor.held
        if held is not None:
            outline, corner = held
            draw_loupe(
                painter,
                self._image,
                self._size,
                view=view,
                outline=outline,
                corner=corner,
                pointer=self._pointer,
                area=QRectF(self.rect()),
                theme=self._theme,
            )

    def event(self, event: QEvent) -> bool:
        """While corners are adjusted, plain keys act on them and on nothing else."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._takes(event):
            if event.key() == Qt.Key.Key_T:
                self.editor.turn()
            else:
                self.editor.key(event.key(), large=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._drawn = None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._grip = self._pointer = event.position()
            point = self._viewport().in_photo(event.position())
            left = event.button() == Qt.MouseButton.LeftButton and self.can_draw and self._image is not None
            if left and self.editor.press(point, self.current_corners, reach=REACH / self._viewport().scale):
                self._grip = None
                self._want_pixels(MAGNIFIED)
                return
            numbers = (place for place, box in enumerate(self._numbers) if box.contains(event.position()))
            others = (place for place in numbers if place != self._cards.current)
            if (place := next(others, self._cards.at(point))) is not None:
                self.sighting_clicked.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        view, self._pointer = self._viewport(), event.position()
        if not self.editor.move(view.in_photo(event.position()), reach=REACH / view.scale):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if not self.editor.release():
            super().mouseReleaseEvent(event)

    # Inside

    def _takes(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~_PLAIN
        return self.editor.takes_keys and plain and event.key() not in _LEFT_ALONE

    def _editor_changed(self) -> None:
        """The view has the keyboard focus while corners are adjusted; afterwards the window has it again."""
        if self.editor.takes_keys and self.focusPolicy() is Qt.FocusPolicy.NoFocus:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.editor.mode is Mode.OFF and self.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            # With the focus nowhere, the next dialog that closes would leave it on the first button of the window.
            if self.hasFocus() and self.home is not None:
                self.home.setFocus()
            self.clearFocus()
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.CrossCursor) if self.editor.mode is Mode.DRAW else self.unsetCursor()
        self.setAccessibleDescription(self.editor.hint or self._counted())
        self.update()

    def _counted(self) -> str:
        count = len(self._cards.corners)
        return self.tr("{count} cards", "", count).format(count=f"{count:,}")

    def _area(self) -> QSizeF:
        return QSizeF(self.width(), self.height())

    def _whole(self) -> Viewport:
        return Viewport.showing(QRectF(0, 0, *self._size), self._area(), margin=_MARGIN, turn=self._turn)

    def _set(self, view: Viewport) -> None:
        self._drawn = None
        super()._set(view)
        self._want_pixels()

    def _want_pixels(self, magnified: float = 1.0) -> None:
        """Asks for more pixels if more could be seen."""
        scale = magnified * self._viewport().scale
        if self._image is not None and scale * self._size[0] > 1.2 * self._image.width():
            self.fine_wanted.emit()

    def _turn_to_card(self) -> None:
        corners = self.current_corners if self.is_upright else None
        turn = upright_turn(corners) if corners else 0.0
        if turn != self._turn:
            self._turn = self.editor.turn_of_view = turn
            self.show_all()

    def _draw_image(self, painter: QPainter, view: Viewport) -> None:
        assert self._image is not None
        target = view.transform.mapRect(QRectF(0, 0, *self._size))
        ratio = self.devicePixelRatioF()
        if self._view is None and not view.turn and target.width() * ratio < 0.75 * self._image.width():
            # The whole photo is shown the longest: scaled once, with averaging, and not at every repaint.
            if self._drawn is None:
                self._drawn = self._image.scaledToWidth(
                    max(1, round(target.width() * ratio)), Qt.TransformationMode.SmoothTransformation
                )
            painter.drawImage(target, self._drawn)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, view.scale < 4 or bool(view.turn))
        if view.turn:
            painter.save()
            painter.setTransform(view.transform, combine=True)
            painter.drawImage(QRectF(0, 0, *self._size), self._image)
            painter.restore()
        else:
            painter.drawImage(target, self._image)
