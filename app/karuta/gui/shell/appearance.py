"""Language and colours of the whole program: they follow the settings or, if these say so, the system.

Paints nothing.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from karuta.gui.kit.style import FlatStyle
from karuta.gui.kit.theme import Icons, base_font, program_icon, theme_for
from karuta.gui.kit.translate import install_language, language_for
from karuta.settings import Settings

_QUIET = ("QAbstractItemView", "QMenu", "QMenuBar")


class Appearance(QObject):
    """`theme` is one object for the life of the program: whoever holds it paints in the present colours.

    Widgets hear of changes as Qt's own PaletteChange and LanguageChange.
    """

    def __init__(self, application: QApplication, resources: Path, settings: Settings) -> None:
        super().__init__()
        self._application = application
        self._translations = resources / "translations"
        self._settings = settings
        self.theme = theme_for(settings.theme)
        self.icons = Icons(resources / "icons", self.theme)
        application.setWindowIcon(program_icon(resources / "icon" / "karuta.svg"))
        application.setStyle(FlatStyle(self.theme))
        self._paint()
        application.setFont(base_font(application.font()))
        self.language = language_for(settings.language)
        self._translators = install_language(application, self.language, self._translations)
        hints = QGuiApplication.styleHints()
        for changed in (hints.colorSchemeChanged, hints.accessibility().contrastPreferenceChanged):
            changed.connect(self._look)

    def follow(self, settings: Settings) -> None:
        self._settings = settings
        self._look()
        language = language_for(settings.language)
        if language != self.language:
            self.language = language
            old = self._translators
            self._translators = install_language(self._application, language, self._translations)
            for translator in old:
                self._application.removeTranslator(translator)

    def release(self) -> None:
        """Leave the application as it was found."""
        hints = QGuiApplication.styleHints()
        for changed in (hints.colorSchemeChanged, hints.accessibility().contrastPreferenceChanged):
            changed.disconnect(self._look)
        for translator in self._translators:
            self._application.removeTranslator(translator)

    def _look(self) -> None:
        theme = theme_for(self._settings.theme)
        if (theme.dark, theme.contrast) != (self.theme.dark, self.theme.contrast):
            self.theme.dark, self.theme.contrast = theme.dark, theme.contrast
            self._paint()

    def _paint(self) -> None:
        self._application.setPalette(self.theme.palette())
        for kind in _QUIET:
            self._application.setPalette(self.theme.quiet_palette(), kind)  # type: ignore[arg-type]
