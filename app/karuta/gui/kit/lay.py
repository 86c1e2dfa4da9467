"""Rows and columns of widgets, each said in one call, in units of the grid. Makes no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from karuta.gui.kit.theme import GRID

Box = TypeVar("Box", bound=QBoxLayout)
Named = TypeVar("Named", bound=QWidget)


@dataclass(frozen=True)
class Stretch:
    """Empty room that takes so many shares of what is left; with 0 only what nobody else takes."""

    shares: int = 1


Laid = QWidget | QLayout | Stretch | int | tuple[QWidget | QLayout, int]
"""A part of a row or column, alone or with its shares of the room that is left; a number: so many empty units."""


def row(*parts: Laid, spacing: float | None = 1, margins: Sequence[float] | None = (0, 0, 0, 0)) -> QHBoxLayout:
    """`spacing`, `margins` (left, top, right, bottom): in units of the grid; None: as the style has them."""
    return _filled(QHBoxLayout(), parts, spacing, margins)


def column(*parts: Laid, spacing: float | None = 1, margins: Sequence[float] | None = (0, 0, 0, 0)) -> QVBoxLayout:
    """A column, as `row` lays a row."""
    return _filled(QVBoxLayout(), parts, spacing, margins)


def named(widget: Named, name: str) -> Named:
    """The widget, which has this name for those who do not see."""
    widget.setAccessibleName(name)
    return widget


def _filled(box: Box, parts: Sequence[Laid], spacing: float | None, margins: Sequence[float] | None) -> Box:
    if margins is not None:
        box.setContentsMargins(*(round(side * GRID) for side in margins))
    if spacing is not None:
        box.setSpacing(round(spacing * GRID))
    for part in parts:
        match part:
            case Stretch(shares):
                box.addStretch(shares)
            case int():
                box.addSpacing(part * GRID)
            case (inner, int(shares)):
                _add(box, inner, shares)
            case QWidget() | QLayout():
                _add(box, part, 0)
    return box


def _add(box: QBoxLayout, part: QWidget | QLayout, shares: int) -> None:
    if isinstance(part, QLayout):
        box.addLayout(part, shares)
    else:
        box.addWidget(part, shares)
