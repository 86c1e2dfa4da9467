"""What a stranger may write so that Qt opens a file for it, and where a window would read it as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, takewhile

from PySide6 import QtGui
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGraphicsTextItem,
    QGraphicsView,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QStatusBar,
    QTabBar,
    QTextEdit,
    QToolTip,
    QWidget,
)

PLANTED = re.compile(r"planted-(\w+)\.png")
_ROWS = 20


def planted(kind: str) -> str:
    """A text of this kind that names a file. It may also be a file's name: HTML has another way to write a slash."""
    return f"<img src=&#47;planted-{kind}.png>R&D %n {{0}}"


class Walk:
    """Reads every text on windows. `seen`: the kinds of planted texts there; `found`: what would not be plain."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.found: list[str] = []

    def over(self, name: str, window: QWidget) -> None:
        for widget in (window, *window.findChildren(QWidget)):
            for fault in self._of(widget):
                self.found.append(f"{name}: {type(widget).__name__}: {fault}")

    def _of(self, widget: QWidget) -> Iterator[str]:
        for text in {widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription()}:
            self._note(text)
        yield from self._tip(widget, widget.toolTip())
        yield from (fault for action in widget.actions() for fault in self._action(widget, action))
        if isinstance(widget, QLabel):
            yield from self._label(widget)
        elif isinstance(widget, QAbstractButton):
            yield from self._keys(widget.text(), lambda key: widget.shortcut() == key)
        elif isinstance(widget, QTabBar):
            for at in range(widget.count()):
                yield from self._keys(widget.tabText(at))
                yield from self._tip(widget, widget.tabToolTip(at))
        elif isinstance(widget, QGroupBox):
            yield from self._keys(widget.title())
        elif isinstance(widget, QTextEdit):
            yield from self._document(widget.document())
        elif isinstance(widget, QGraphicsView) and widget.scene() is not None:
            texts = [drawn for drawn in widget.scene().items() if isinstance(drawn, QGraphicsTextItem)]
            yield from (fault for lettering in texts for fault in self._document(lettering.document()))
        elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView) and widget.model():
            yield from self._model(widget, widget.model())
        elif isinstance(widget, QComboBox):
            for at in range(min(_ROWS, widget.count())):
                self._note(widget.itemText(at))
        elif isinstance(widget, QLineEdit):
            self._note(widget.text())
        elif isinstance(widget, QStatusBar):
            self._note(widget.currentMessage())

    def _note(self, text: str) -> bool:
        """Whether a stranger wrote a part of it."""
        kinds = PLANTED.findall(text)
        self.seen.update(kinds)
        return bool(kinds)

    def _label(self, label: QLabel) -> Iterator[str]:
        text = QLabel.text(label)
        self._note(text)
        # Text of ours too: nothing in the window is markup but the pages of help and the titles of plots.
        if text and _reads(label):
            yield f"markup {text!r}"
        elif label.buddy() is not None:
            yield from self._keys(text)

    def _tip(self, widget: QWidget, text: str) -> Iterator[str]:
        """What would stand beside the mouse, where a stranger wrote it: it is shown."""
        if not self._note(text):
            return
        QToolTip.showText(QPoint(1, 1), text, widget)
        shown = [
            window
            for window in QApplication.topLevelWidgets()
            if isinstance(window, QLabel) and window.inherits("QTipLabel")
        ]
        if not shown:
            yield f"no tooltip {text!r}"
        yield from (f"markup in a tooltip {text!r}" for tip in shown if _reads(tip))
        QToolTip.hideText()

    def _action(self, widget: QWidget, action: QAction) -> Iterator[str]:
        in_menu = isinstance(widget, QMenu)
        yield from self._keys(action.text()) if in_menu else ()
        self._note(action.text())

    def _keys(self, text: str, taken: object = None) -> Iterator[str]:
        """Where Qt takes a stranger's `&` for a key."""
        key = QKeySequence.mnemonic(text)
        if self._note(text) and not key.isEmpty() and (not callable(taken) or taken(key)):
            yield f"a key in {text!r}"

    def _document(self, document: QTextDocument) -> Iterator[str]:
        html, plain = document.toHtml(), document.toPlainText()
        if self._note(html) and not self._note(plain):
            yield f"markup in a document {plain!r}"

    def _model(self, view: QAbstractItemView, model: QAbstractItemModel) -> Iterator[str]:
        tips = set[str]()
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.StatusTipRole)
        # A list's own count of columns is private; an index beyond them is none.
        rows = range(min(_ROWS, model.rowCount(QModelIndex())))
        indices = [index for row in rows for index in takewhile(_is_there, (model.index(row, at) for at in count()))]
        for index in indices:
            for role in words:
                self._note(str(index.data(role) or ""))
            tips.add(str(index.data(Qt.ItemDataRole.ToolTipRole) or ""))
        for column in {index.column() for index in indices}:
            across = Qt.Orientation.Horizontal
            self._note(str(model.headerData(column, across) or ""))
            tips.add(str(model.headerData(column, across, Qt.ItemDataRole.ToolTipRole) or ""))
        yield from (fault for tip in sorted(tips) for fault in self._tip(view, tip))


def _is_there(index: QModelIndex) -> bool:
    return index.isValid()


def _reads(label: QLabel) -> bool:
    """Whether Qt reads its text as markup once it is laid out, as the style left it."""
    label.ensurePolished()
    form = label.textFormat()
    guessed = form == Qt.TextFormat.AutoText and QtGui.Qt.mightBeRichText(QLabel.text(label))
    return guessed or form in (Qt.TextFormat.RichText, Qt.TextFormat.MarkdownText)
