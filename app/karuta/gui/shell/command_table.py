"""Those who do what the menus offer, each about one thing: built here, and their commands joined; does none of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from karuta.gui.features.auto_confirm.commands import AutoConfirmCommands
from karuta.gui.features.bias.commands import BiasCommands
from karuta.gui.features.cards.commands import CardCommands
from karuta.gui.features.models.commands import ModelCommands
from karuta.gui.features.review.commands import ReviewCommands
from karuta.gui.features.training.commands import TrainingCommands
from karuta.gui.features.training.training import Training
from karuta.gui.intake.photo_commands import PhotoCommands
from karuta.gui.kit.ask import Ask
from karuta.gui.kit.dialog_host import DialogHost
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.theme import Theme
from karuta.gui.shell.composition import Composition
from karuta.gui.shell.library_commands import LibraryCommands


class WindowCommands(QObject):
    """They ask a person where and which, and hand the work on; none touches a widget of the desk."""

    def __init__(
        self,
        work: Composition,
        ask: Ask,
        dialogs: DialogHost,
        *,
        selected: Callable[[], Sequence[str]],
        theme: Theme,
        icons: Icons,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.training = Training(work.session.library, self)
        self.photos = PhotoCommands(work, ask, dialogs, theme=theme, icons=icons, window=window)
        self.libraries = LibraryCommands(work, ask, self)
        self._cards = CardCommands(work, ask, dialogs, selected=selected, theme=theme, icons=icons, window=window)
        self._labels = TrainingCommands(work, ask, dialogs, self.training, theme=theme, window=window)
        self._models = ModelCommands(work, ask, window, dialogs.show)
        self._bias = BiasCommands(work, ask, theme, window, dialogs.show)
        self._auto_confirming = AutoConfirmCommands(work, window, dialogs.show)
        self._review = ReviewCommands(work, theme, icons, window, dialogs.show)

    def doings(self) -> dict[str, Callable[[], object]]:
        """What the commands of the table do that are done here."""
        own: dict[str, Callable[[], object]] = {
            "models": self._models.models,
            "bias": self._bias.open,
            "auto-confirm": self._auto_confirming.open,
            "history": self._review.history,
            "second-look": self._review.second_look,
            "agreement": self._review.agreement,
        }
        for one in (self.photos, self.libraries, self._cards, self._labels):
            own |= one.doings()
        return own
