"""The middle of the window: the photo on the desk under its name or beside an artwork; without a photo, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QStackedWidget, QWidget

from karuta.domain.desk import DeskPhoto
from karuta.domain.journal import NamedPlace
from karuta.domain.label import MOST_NOTE, NO_REMARKS, Remarks
from karuta.gui.desk.compare_view import CompareView, LensStrip
from karuta.gui.desk.photo_view import PhotoView
from karuta.gui.desk.welcome import Welcome
from karuta.gui.kit import paint
from karuta.gui.kit.lay import column, row
from karuta.gui.kit.notice import Notice
from karuta.gui.kit.prose import Prose, quiet_label, tip_text
from karuta.gui.kit.retranslating import LeavesFocus
from karuta.gui.kit.row_paint import QuietLine
from karuta.gui.kit.search_field import SearchField
from karuta.gui.kit.theme import GRID, Icons, Role, Theme


class RemarkLine(QLabel):
    """Signs and the note as far as there is room; the whole note is in the tooltip. Plain text, whoever wrote it.

    Without a flag and a note it takes no room.
    """

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self.remarks = NO_REMARKS
        self._is_covered = False
        self.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_remarks(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self.setToolTip(tip_text(remarks.note or ""))
        flagged = self.tr("Flagged") if remarks.is_flagged else ""
        self.setAccessibleName(": ".join(part for part in (flagged, remarks.note) if part))
        self._show_if_there()
        self.update()

    def cover(self, *, covered: bool) -> None:
        """Something else stands in its place."""
        self._is_covered = covered
        self._show_if_there()

    def _show_if_there(self) -> None:
        self.setVisible(not self._is_covered and self.remarks != NO_REMARKS)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, max(paint.SIGN, QFontMetrics(self.font()).height()) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter, place = QPainter(self), self.rect()
        place.setLeft(place.left() + paint.remark_signs(painter, self.remarks, place, self._theme, self._icons))
        paint.words(painter, self.remarks.note or "", place, self.font(), self._theme)


class NoteEditor(LeavesFocus, QWidget):
    """A line to type a note in, with what it is about before it. `field` says when Enter or Esc was pressed.

    `instead_of`: what it stands in for while it is there.
    """

    def __init__(self, instead_of: RemarkLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instead_of = instead_of
        self._about = QLabel(self)
        self.field = SearchField(self)
        self.field.setMaxLength(MOST_NOTE)
        self._about.setBuddy(self.field)
        self.setLayout(row(self._about, (self.field, 1)))
        self.hide()

    def begin(self, text: str, *, photos: int, is_unfinished: bool) -> None:
        """`is_unfinished`: the text was typed before, and not stored."""
        about = self.tr("Note on {count} photos", "", photos).format(count=f"{photos:,}") if photos > 1 else ""
        self._about.setText(about or self.tr("Note"))
        self.field.setAccessibleName(self._about.text())
        self.field.setPlaceholderText(self.tr("Enter saves, Esc leaves"))
        self.field.setText(text)
        self.field.setModified(is_unfinished)
        self._instead_of.cover(covered=True)
        self.show()
        self.field.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        self._instead_of.cover(covered=False)
        super().hideEvent(event)


_MOST_PLACES = 3


class FloatingNotice(QWidget):
    """Lies over the photo, `below` its name, so that it stays where it is; as high as what is said. What covers the
    photo has buttons at its top, and stands below the notice.
    """

    floats = True

    def __init__(self, notice: Notice, parent: DeskPanel, *, below: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._below, self._notice, self._column = parent, below, notice, column(notice)
        self.setLayout(self._column)
        for watched in (notice, below, parent):
            watched.installEventFilter(self)
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Qt tells nobody else that the notice came, went, or says more; the desk may have become wider."""
        came_or_went = event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
        is_shaped = watched in (self._desk, self._below) and event.type() == QEvent.Type.Resize
        if came_or_went or is_shaped:
            # Not while placing: it posts another LayoutRequest, and so on for as long as a notice is shown.
            self._column.invalidate()
            self.place()
        return False

    def event(self, event: QEvent) -> bool:
        heard = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return heard

    def place(self) -> None:
        width = self._desk.width()
        height = self._column.totalHeightForWidth(width)
        self.setVisible(not self._notice.isHidden())
        top = self._below.geometry().bottom() + 1 if self._below.isVisibleTo(self._desk) else 0
        self.setGeometry(0, top, width, height)
        self._desk.make_room(0 if self.isHidden() else height)
        self._column.activate()
        self.raise_()


class DeskPanel(QWidget):
    """`lens` lies below the comparison; below the photo if it opened by itself.

    `notice` does not move the photo. `remarks` stands beside the photo's name, and so does `note` while one is typed.
    """

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PhotoView(theme, self)
        self.view.can_draw = True
        self.compare = CompareView(theme, self)
        self.lens = LensStrip(theme, self)
        self.lens.hide()
        self.is_comparing = False
        self._photo: str | None = None
        self.welcome = Welcome(theme, icons, self)
        self.notice = Notice(theme, icons, self)
        self._name = QuietLine(theme, self, role=Role.TEXT)
        self._name.setFont(theme.large(self.font()))
        self._where = quiet_label("", self)
        self._also = Prose(parent=self, quiet=True)
        self._also.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        self._also.hide()
        self.remarks = RemarkLine(theme, icons, self)
        self.note = NoteEditor(self.remarks, self)
        self._stack = QStackedWidget(self)
        for shown in (self.welcome, self.view, self.compare):
            self._stack.addWidget(shown)
        self._head = QWidget(self)
        head = (self._name, 1), (self.remarks, 1), (self.note, 2), self._where
        self._head.setLayout(row(*head, spacing=None, margins=(2, 1, 2, 1)))
        # As high with a note's field as without: a note does not move the photo.
        self._head.setMinimumHeight(self.note.sizeHint().height() + 2 * GRID)
        self._whole = QWidget(self)
        self._whole.setLayout(column(self._head, self._also, (self._stack, 3), (self.lens, 2), spacing=0))
        self._front = QStackedWidget(self)
        self._front.addWidget(self._whole)
        self.setLayout(column(self._front, spacing=0))
        self._notices = FloatingNotice(self.notice, self, below=self._head)

    @property
    def is_covered(self) -> bool:
        return self._front.currentWidget() is not self._whole

    def cover(self, over: QWidget | None) -> None:
        """Show this in the place of the photo and all that is said of it, or those again; a notice lies over either."""
        self.view.editor.leave()
        if over is not None and self._front.indexOf(over) < 0:
            self._front.addWidget(over)
        self._front.setCurrentWidget(over or self._whole)
        self._notices.place()

    def make_room(self, height: int) -> None:
        """For a notice, above what covers the photo."""
        self._front.setContentsMargins(0, height if self.is_covered else 0, 0, 0)

    def show_photo(self, photo: DeskPhoto | None) -> None:
        if (photo.photo.sha256 if photo else None) != self._photo:
            self._photo = photo.photo.sha256 if photo else None
            self.view.editor.leave()
        self._show_current()
        self._head.setVisible(photo is not None)
        if photo is not None:
            self._name.say([photo.photo.name])
            self._name.setToolTip(str(photo.photo.path or photo.photo.name))
            self.view.name_photo(photo.photo.name)
            self._where.setText(" · ".join(part for part in (photo.photo.batch, photo.photo.listing) if part))
        self.remarks.show_remarks(photo.remarks if photo is not None else NO_REMARKS)
        self._show_also(photo.also if photo is not None else ())

    def _show_also(self, places: Sequence[NamedPlace]) -> None:
        """Say where else the same picture stands. It is a fact about two listings, not a second photo."""
        places_named = [self._also_words(place) for place in places[:_MOST_PLACES]]
        if len(places) > _MOST_PLACES:
            places_named.append("…")
        self._also.setText(" · ".join(places_named))
        self._also.setToolTip("\n".join(map(self._also_words, places)))
        self._also.setVisible(bool(places))

    def _also_words(self, place: NamedPlace) -> str:
        if place.listing:
            return self.tr("also in listing {listing}, {photo}").format(listing=place.listing, photo=place.photo)
        if place.batch:
            return self.tr("also in batch {batch}, {photo}").format(batch=place.batch, photo=place.photo)
        return self.tr("also added alone, {photo}").format(photo=place.photo)

    def set_comparing(self, on: bool) -> None:  # noqa: FBT001 - on or off
        self.is_comparing = on
        self.lens.hide()
        self.view.editor.leave()
        self._show_current()

    def takes_keys(self) -> QWidget:
        """The widget that takes the keys: the photo, the comparison, or the first button if there is neither."""
        if self.is_covered and (over := self._front.currentWidget()) is not None:
            return over.focusProxy() or over
        shown = self._stack.currentWidget() or self.welcome
        if shown in (self.compare, self.view):
            return shown
        buttons = [
            button for button in shown.findChildren(QAbstractButton) if button.isVisible() and button.isEnabled()
        ]
        return buttons[0] if buttons else shown

    def zoom(self, steps: float) -> None:
        self._zoomed.zoom(steps)

    def show_all(self) -> None:
        self._zoomed.show_all()

    def by_hand(self, *, new: bool) -> None:
        """Whether corners are being set on the photo."""
        self.set_comparing(False)
        (self.view.draw if new else self.view.adjust)()

    @property
    def _zoomed(self) -> CompareView | PhotoView:
        return self.compare if self.is_comparing else self.view

    def _show_current(self) -> None:
        shown = self.compare if self.is_comparing else self.view
        if self._photo:
            # Else Qt gives it to the photo, which takes no keys.
            self.welcome.give_focus_back()
        self._stack.setCurrentWidget(shown if self._photo else self.welcome)
