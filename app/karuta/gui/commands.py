"""Every command of the window once: id, text, keys, icon, menu; menus, shortcuts and the key sheet come from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from karuta.gui.icons import Icons
from karuta.gui.marked import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Command:
    """`keys`: as Qt writes them, the first is shown. `menu` empty: by its key only. `gap`: a line before it."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    menu: str = ""
    gap: bool = False


MENUS: Mapping[str, str] = {
    "file": QT_TRANSLATE_NOOP("Commands", "&File"),
    "label": QT_TRANSLATE_NOOP("Commands", "&Label"),
    "photo": QT_TRANSLATE_NOOP("Commands", "&Photo"),
    "view": QT_TRANSLATE_NOOP("Commands", "&View"),
    "help": QT_TRANSLATE_NOOP("Commands", "&Help"),
}

MATCH_KEYS = tuple(f"confirm-{number}" for number in range(1, 10))

COMMANDS: tuple[Command, ...] = (
    Command("open", QT_TRANSLATE_NOOP("Commands", "Add photos…"), ("Ctrl+O",), "images", "file"),
    Command("open-folder", QT_TRANSLATE_NOOP("Commands", "Add a folder…"), ("Ctrl+Shift+O",), "folder-plus", "file"),
    Command("paste", QT_TRANSLATE_NOOP("Commands", "Paste a picture"), ("Ctrl+V",), "clipboard-paste", "file"),
    Command("look-only", QT_TRANSLATE_NOOP("Commands", "Look up only…"), ("Ctrl+L",), "scan-search", "file"),
    Command("open-library", QT_TRANSLATE_NOOP("Commands", "Open library…"), (), "library", "file", gap=True),
    Command("new-library", QT_TRANSLATE_NOOP("Commands", "New library…"), ("Ctrl+N",), "", "file"),
    Command("open-demo", QT_TRANSLATE_NOOP("Commands", "Open the demo library"), (), "sparkles", "file"),
    Command("add-catalogue", QT_TRANSLATE_NOOP("Commands", "Add catalogue…"), (), "package-plus", "file", gap=True),
    Command("export", QT_TRANSLATE_NOOP("Commands", "Export labels…"), ("Ctrl+E",), "download", "file"),
    Command("locate", QT_TRANSLATE_NOOP("Commands", "Locate moved photos…"), (), "folder-search", "file"),
    Command("settings", QT_TRANSLATE_NOOP("Commands", "Settings…"), ("Ctrl+,",), "settings", "file", gap=True),
    Command("quit", QT_TRANSLATE_NOOP("Commands", "Quit"), ("Ctrl+Q",), "log-out", "file"),
    Command("undo", QT_TRANSLATE_NOOP("Commands", "Undo"), ("Ctrl+Z",), "undo-2", "label"),
    Command("redo", QT_TRANSLATE_NOOP("Commands", "Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2", "label"),
    Command(
        "confirm", QT_TRANSLATE_NOOP("Commands", "Confirm the match"), ("Return", "Enter"), "check", "label", gap=True
    ),
    *(Command(id, QT_TRANSLATE_NOOP("Commands", "Confirm match"), (id[-1],)) for id in MATCH_KEYS),
    Command("unknown", QT_TRANSLATE_NOOP("Commands", "Not in the catalogue"), ("U",), "circle-help", "label"),
    Command("unreadable", QT_TRANSLATE_NOOP("Commands", "Unreadable"), ("R",), "eye-off", "label"),
    Command("no-card", QT_TRANSLATE_NOOP("Commands", "No card here"), ("N",), "ban", "label"),
    Command("skip", QT_TRANSLATE_NOOP("Commands", "Skip for now"), ("S",), "skip-forward", "label"),
    Command("search", QT_TRANSLATE_NOOP("Commands", "Find another card…"), ("/",), "search", "label", gap=True),
    Command("copy", QT_TRANSLATE_NOOP("Commands", "Copy name and set code"), ("Ctrl+C",), "copy", "label"),
    Command("retry", QT_TRANSLATE_NOOP("Commands", "Save again"), ("Ctrl+R",), "", "label"),
    Command("next", QT_TRANSLATE_NOOP("Commands", "Next photo"), ("Right",), "chevron-right", "photo"),
    Command("previous", QT_TRANSLATE_NOOP("Commands", "Previous photo"), ("Left",), "chevron-left", "photo"),
    Command("next-sighting", QT_TRANSLATE_NOOP("Commands", "Next sighting"), ("Tab",), "", "photo"),
    Command("previous-sighting", QT_TRANSLATE_NOOP("Commands", "Previous sighting"), ("Shift+Tab",), "", "photo"),
    Command("next-match", QT_TRANSLATE_NOOP("Commands", "Next match"), ("Down",), "", "photo"),
    Command("previous-match", QT_TRANSLATE_NOOP("Commands", "Previous match"), ("Up",), "", "photo"),
    Command("remove", QT_TRANSLATE_NOOP("Commands", "Remove from the queue"), ("Del",), "trash-2", "photo", gap=True),
    Command("reveal", QT_TRANSLATE_NOOP("Commands", "Show in folder"), ("Ctrl+Shift+R",), "map-pin", "photo"),
    Command("zoom-in", QT_TRANSLATE_NOOP("Commands", "Zoom in"), ("+", "Ctrl++", "="), "zoom-in", "view"),
    Command("zoom-out", QT_TRANSLATE_NOOP("Commands", "Zoom out"), ("-", "Ctrl+-"), "zoom-out", "view"),
    Command("zoom-fit", QT_TRANSLATE_NOOP("Commands", "Whole photo"), ("0", "Ctrl+0"), "maximize", "view"),
    Command("zoom-card", QT_TRANSLATE_NOOP("Commands", "Zoom to the sighting"), ("Z",), "", "view"),
    Command("keys", QT_TRANSLATE_NOOP("Commands", "Keys"), ("?", "F1"), "keyboard", "help"),
    Command("about", QT_TRANSLATE_NOOP("Commands", "About Karuta"), (), "info", "help"),
)


def text_of(command: Command) -> str:
    return QCoreApplication.translate("Commands", command.text)


def keys_of(command: Command) -> tuple[str, ...]:
    """The keys as a person reads them on this system."""
    native = QKeySequence.SequenceFormat.NativeText
    return tuple(QKeySequence(key).toString(native) for key in command.keys)


class Commands(QObject):
    """The table as actions of one window."""

    def __init__(self, window: QWidget, icons: Icons, does: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(icons.icon(command.icon), text_of(command), window)
            action.setObjectName(command.id)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setAutoRepeat(command.id in _REPEATING)
            # Qt gives `triggered` a bool that no command wants.
            action.triggered.connect(lambda _=False, do=does[command.id]: do())
            window.addAction(action)
            self._actions[command.id] = action

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def fill(self, bar: QMenuBar) -> None:
        """The menus, from the table."""
        for menu_id, title in MENUS.items():
            menu = QMenu(QCoreApplication.translate("Commands", title), bar)
            for command in COMMANDS:
                if command.menu == menu_id:
                    if command.gap:
                        menu.addSeparator()
                    menu.addAction(self._actions[command.id])
            bar.addMenu(menu)

    def enable(self, states: Mapping[str, bool]) -> None:
        for id, enabled in states.items():
            self._actions[id].setEnabled(enabled)


# Holding a label key down must never label a whole row of photos.
_REPEATING = frozenset({"next", "previous", "next-match", "previous-match", "zoom-in", "zoom-out"})
