"""Finds words on a window that are cut, and parts that no layout places, which lie over others at the top left."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QRadioButton,
    QTabBar,
    QWidget,
)

ROUNDING = 1
"""A pixel that Qt's own arithmetic may lack."""


def clipped(window: QWidget) -> list[str]:
    """What is cut on it, a line each. Words that may end in "…" are declared: their widget's `elides` is true."""
    found = [line for child in window.findChildren(QWidget) if child.isVisible() for line in _clipped(child)]
    return [line for line in found if line]


def unplaced(window: QWidget) -> list[str]:
    """The visible parts of widgets with a layout that are not in it. What lies over others says so (`floats`)."""
    return [
        f"{type(child).__name__} {child.objectName() or child.accessibleName()!r} in {type(parent).__name__}"
        for child in window.findChildren(QWidget)
        if child.isVisible() and not child.isWindow() and not getattr(child, "floats", False)
        if (parent := child.parentWidget()) is not None and not isinstance(parent, QAbstractScrollArea)
        if (layout := parent.layout()) is not None
        if not _places(layout, child)
    ]


def _places(layout: QLayout, child: QWidget) -> bool:
    items = [item for at in range(layout.count()) if (item := layout.itemAt(at)) is not None]
    bars = (layout.menuBar(),) if hasattr(layout, "menuBar") else ()
    return (
        child in bars
        or any(item.widget() is child for item in items)
        or any(_places(inner, child) for item in items if (inner := item.layout()) is not None)
    )


def _clipped(widget: QWidget) -> list[str]:
    if isinstance(widget, QHeaderView):
        return _sections(widget)
    if isinstance(widget, QTabBar):
        return _tabs(widget)
    text = _words(widget)
    if not text or _is_part_of_another(widget):
        return []
    said = f"{type(widget).__name__} {text!r}"
    return [f"{said}: {why}" for why in (_too_small(widget, text), _covered(widget)) if why]


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.placeholderText()
    return widget.title() if isinstance(widget, QGroupBox) else ""


def _is_part_of_another(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QComboBox) or getattr(widget, "elides", False)


def _too_small(widget: QWidget, text: str) -> str:
    """Where the words ask for more than there is."""
    if isinstance(widget, QLabel):
        return _label(widget)
    if isinstance(widget, QLineEdit):
        room = widget.contentsRect().width() - 12
        wants = widget.fontMetrics().horizontalAdvance(text)
        return f"wants {wants}, has {room}" if wants > room + ROUNDING else ""
    wanted = widget.sizeHint()
    if isinstance(widget, QComboBox):
        wanted.setWidth(widget.minimumSizeHint().width())
        words = max(widget.fontMetrics().horizontalAdvance(widget.itemText(at)) for at in range(widget.count()))
        wanted.setWidth(max(wanted.width(), words + 36))
    elif isinstance(widget, QCheckBox | QRadioButton):
        wanted = wanted.expandedTo(widget.minimumSizeHint())
    short = wanted.width() > widget.width() + ROUNDING or wanted.height() > widget.height() + ROUNDING
    return f"wants {wanted.toTuple()}, has {widget.size().toTuple()}" if short else ""


def _label(label: QLabel) -> str:
    # As it is drawn, which may break elsewhere than it was said.
    text = QLabel.text(label)
    inside = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    flags = int(label.alignment()) | (int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0)
    bounds = QRect(0, 0, inside.width() if label.wordWrap() else 1_000_000, 1_000_000)
    wants = label.fontMetrics().boundingRect(bounds, flags, text).size()
    short = wants.width() > inside.width() + ROUNDING or wants.height() > inside.height() + ROUNDING
    return f"wants {wants.toTuple()}, has {inside.size().toTuple()}" if short else ""


def _covered(widget: QWidget) -> str:
    """Where it reaches out of what holds it; what scrolls may be out of sight."""
    place, holder = QRect(QPoint(0, 0), widget.size()), widget
    while not holder.isWindow():
        parent = holder.parentWidget()
        if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea):
            return ""
        place.translate(holder.pos())
        if not parent.rect().adjusted(-ROUNDING, -ROUNDING, ROUNDING, ROUNDING).contains(place):
            return f"at {place.getRect()} outside of {type(parent).__name__} {parent.size().toTuple()}"
        holder = parent
    return ""


def _sections(header: QHeaderView) -> list[str]:
    model = header.model()
    if header.orientation() != Qt.Orientation.Horizontal or model is None:
        return []
    lines = []
    for at in range(header.count()):
        text = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
        wants, has = header.sectionSizeHint(at), header.sectionSize(at)
        if text and not header.isSectionHidden(at) and wants > has + ROUNDING:
            lines.append(f"head {text!r}: wants {wants}, has {has}")
    return lines


def _tabs(bar: QTabBar) -> list[str]:
    metrics = bar.fontMetrics()
    return [
        f"tab {bar.tabText(at)!r}"
        for at in range(bar.count())
        if metrics.horizontalAdvance(bar.tabText(at).replace("&", "")) > bar.tabRect(at).width()
        or not bar.rect().contains(bar.tabRect(at))
    ]
