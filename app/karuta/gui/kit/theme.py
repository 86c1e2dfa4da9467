"""One table of colour roles, light and dark, and the palette, sizes, fonts and icons made from it. Draws no control.

No other module names a colour.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from karuta.domain.match import Verdict

GRID = 8
"""All distances are multiples of it, or half of it."""


class Role(StrEnum):
    """The purpose of a colour."""

    WINDOW = "window"
    SURFACE = "surface"
    CANVAS = "canvas"
    HOVER = "hover"
    CHOSEN = "chosen"
    LINE = "line"
    EDGE = "edge"
    TEXT = "text"
    MUTED = "muted"
    FAINT = "faint"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    GOOD = "good"
    DOUBT = "doubt"
    BAD = "bad"
    SHADE = "shade"
    OUTLINE = "outline"


# Role -> light, dark. Text has a contrast of at least 7 with its background, muted text of at least 4.5, the edges of
# fields and buttons of at least 3.
_TABLE: dict[Role, tuple[str, str]] = {
    Role.WINDOW: ("#f3f3f4", "#1d1d1f"),
    Role.SURFACE: ("#ffffff", "#262628"),
    Role.CANVAS: ("#e6e6e8", "#141415"),
    Role.HOVER: ("#ececee", "#303033"),
    Role.CHOSEN: ("#e2eaf7", "#2b3a52"),
    Role.LINE: ("#dcdce0", "#3a3a3e"),
    Role.EDGE: ("#86868e", "#7d7d86"),
    Role.TEXT: ("#1b1b1e", "#ededf0"),
    Role.MUTED: ("#5f5f68", "#a2a2ab"),
    Role.FAINT: ("#a3a3ab", "#6a6a72"),
    Role.ACCENT: ("#2563c9", "#6ea4ff"),
    Role.ON_ACCENT: ("#ffffff", "#0d1626"),
    Role.GOOD: ("#19703f", "#59c488"),
    Role.DOUBT: ("#8a5a00", "#e3b04b"),
    Role.BAD: ("#b3261e", "#f2867f"),
    Role.SHADE: ("#000000", "#000000"),
    Role.OUTLINE: ("#ffffff", "#ffffff"),
}

# What the system's wish for a higher contrast changes: text 15, all other words 7, every line 7.
_HIGHER: dict[Role, tuple[str, str]] = {
    Role.WINDOW: ("#ffffff", "#000000"),
    Role.SURFACE: ("#ffffff", "#000000"),
    Role.CANVAS: ("#ffffff", "#000000"),
    Role.CHOSEN: ("#d3e3ff", "#14305c"),
    Role.LINE: ("#4c4c52", "#b8b8c0"),
    Role.EDGE: ("#1b1b1e", "#ededf0"),
    Role.TEXT: ("#000000", "#ffffff"),
    Role.MUTED: ("#303036", "#d6d6dc"),
    Role.FAINT: ("#56565c", "#a8a8b0"),
    Role.ACCENT: ("#0b4196", "#9cc2ff"),
    Role.GOOD: ("#0d4d2a", "#86e0ab"),
    Role.DOUBT: ("#5f3e00", "#f2cc7a"),
    Role.BAD: ("#8c1610", "#ffb0aa"),
}

_PALETTE: tuple[tuple[QPalette.ColorRole, Role], ...] = (
    (QPalette.ColorRole.Window, Role.WINDOW),
    (QPalette.ColorRole.WindowText, Role.TEXT),
    (QPalette.ColorRole.Base, Role.SURFACE),
    (QPalette.ColorRole.AlternateBase, Role.HOVER),
    (QPalette.ColorRole.Text, Role.TEXT),
    (QPalette.ColorRole.PlaceholderText, Role.MUTED),
    (QPalette.ColorRole.Button, Role.SURFACE),
    (QPalette.ColorRole.ButtonText, Role.TEXT),
    (QPalette.ColorRole.BrightText, Role.BAD),
    (QPalette.ColorRole.Highlight, Role.ACCENT),
    (QPalette.ColorRole.HighlightedText, Role.ON_ACCENT),
    (QPalette.ColorRole.Accent, Role.ACCENT),
    (QPalette.ColorRole.Link, Role.ACCENT),
    (QPalette.ColorRole.ToolTipBase, Role.SURFACE),
    (QPalette.ColorRole.ToolTipText, Role.TEXT),
    (QPalette.ColorRole.Light, Role.SURFACE),
    (QPalette.ColorRole.Midlight, Role.HOVER),
    (QPalette.ColorRole.Mid, Role.LINE),
    (QPalette.ColorRole.Dark, Role.LINE),
    (QPalette.ColorRole.Shadow, Role.SHADE),
)

# Fontconfig emboldens a font with only one weight (most Japanese ones) from Bold on, but not at DemiBold.
_HEAVY = QFont.Weight.Bold if sys.platform.startswith("linux") else QFont.Weight.DemiBold

# Tried in this order if the system's font has no Japanese; otherwise the first in the alphabet is used.
_JAPANESE = ("Hiragino Sans", "Yu Gothic UI", "Noto Sans CJK JP", "Noto Sans JP", "IPAPGothic", "VL PGothic")

VERDICT_ROLES = {
    Verdict.SURE: Role.GOOD,
    Verdict.LIKELY: Role.ACCENT,
    Verdict.UNSURE: Role.DOUBT,
    Verdict.UNKNOWN: Role.DOUBT,
    Verdict.UNREADABLE: Role.BAD,
}


@dataclass(eq=False)
class Theme:
    """The colours in use. All painters share one object; `dark` and `contrast` (a higher one) change in it."""

    dark: bool
    contrast: bool = False

    def colour(self, role: Role, *, alpha: float = 1.0) -> QColor:
        table = _TABLE | _HIGHER if self.contrast else _TABLE
        colour = QColor(table[role][int(self.dark)])
        colour.setAlphaF(alpha)
        return colour

    def verdict(self, verdict: Verdict) -> QColor:
        return self.colour(VERDICT_ROLES[verdict])

    def palette(self) -> QPalette:
        palette = QPalette()
        for place, role in _PALETTE:
            palette.setColor(place, self.colour(role))
        disabled = QPalette.ColorGroup.Disabled
        for place in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(disabled, place, self.colour(Role.FAINT))
        return palette

    def quiet_palette(self) -> QPalette:
        """For lists and menus: the marked row is tinted, as in the queue, and not filled with the accent colour."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, self.colour(Role.CHOSEN))
        palette.setColor(QPalette.ColorRole.HighlightedText, self.colour(Role.TEXT))
        return palette

    def strong(self, font: QFont) -> QFont:
        """A font of this size in the heavier of the two weights."""
        heavy = QFont(font)
        heavy.setWeight(_HEAVY)
        return heavy

    def large(self, font: QFont) -> QFont:
        """The larger of the two sizes, in the heavier weight."""
        larger = self.strong(font)
        larger.setPointSizeF(font.pointSizeF() * 1.35)
        return larger


def theme_for(choice: str) -> Theme:
    """`light`, `dark`, or `auto`: like the system, whose wish for a higher contrast always counts."""
    dark = choice == "dark" or (choice == "auto" and QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark)
    return Theme(dark, contrast=wants_contrast())


def wants_contrast() -> bool:
    """Whether the system asks for a higher contrast."""
    hints = QGuiApplication.styleHints()  # PySide forgets what it gives when it is forgotten itself
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def base_font(font: QFont) -> QFont:
    """The system's font, at least 10 points, with tabular figures."""
    chosen = QFont(font)
    # The actual family behind the system's name. With "Sans Serif" in the list, fontconfig answers for the whole list
    # at once, and Latin letters come from the Japanese font, with the wrong heights.
    chosen.setFamilies([QFontInfo(font).family(), *_JAPANESE])
    chosen.setPointSizeF(max(10.0, font.pointSizeF()))
    chosen.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    if hasattr(QFont, "Tag"):
        chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen


_PROGRAM_SIZES = (16, 24, 32, 48, 64, 128, 256)


def program_icon(svg: Path) -> QIcon:
    """The application's own, in its own colours."""
    renderer, icon = QSvgRenderer(str(svg)), QIcon()
    for size in _PROGRAM_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        icon.addPixmap(pixmap)
    return icon


class Icons:
    """Draws each icon once per theme."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        self._folder = folder
        self._theme = theme
        self._renderers: dict[tuple[str, str], QSvgRenderer] = {}

    def icon(self, name: str) -> QIcon:
        icon = QIcon()
        if name:
            icon.addPixmap(self.pixmap(name, 32, self._theme.colour(Role.TEXT)))
            icon.addPixmap(self.pixmap(name, 32, self._theme.colour(Role.FAINT)), QIcon.Mode.Disabled)
            icon.addPixmap(self.pixmap(name, 32, self._theme.colour(Role.ON_ACCENT)), QIcon.Mode.Selected)
        return icon

    def pixmap(self, name: str, size: int, colour: QColor) -> QPixmap:
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.draw(painter, name, QRectF(0, 0, size, size), colour)
        painter.end()
        return pixmap

    def draw(self, painter: QPainter, name: str, place: QRectF, colour: QColor) -> None:
        """Draws into `place`, which is square."""
        self._renderer(name, colour.name()).render(painter, place)

    def _renderer(self, name: str, colour: str) -> QSvgRenderer:
        if (name, colour) not in self._renderers:
            try:
                svg = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
            except OSError:
                svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"/>'
            self._renderers[name, colour] = QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
        return self._renderers[name, colour]
