"""What any part needs to put a dialog over the window or ask a question there. Shows nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QWidget

from karuta.gui.kit.ask import Ask
from karuta.gui.kit.dialog_host import DialogHost
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.theme import Theme


@dataclass(frozen=True)
class DialogKit:
    """`window`: the parent of dialogs, which stand over it."""

    ask: Ask
    host: DialogHost
    theme: Theme
    icons: Icons
    window: QWidget

    def show(self, dialog: QDialog) -> None:
        self.host.show(dialog)
