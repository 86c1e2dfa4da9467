"""The command table as one window's actions: menus, shortcuts and enabling come from it. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from karuta.gui.kit.command_table import (
    AT_THE_DESK,
    COMMANDS,
    DAILY,
    FORMER,
    GROUPS,
    MATCH_KEYS,
    MENUS,
    NEEDS,
    PRINTING_KEYS,
    Command,
)
from karuta.gui.kit.dialog import FindRow
from karuta.gui.kit.keys import KeyMap, on_the_cap
from karuta.gui.kit.seen import pressed
from karuta.gui.kit.theme import Icons
from karuta.settings import Keys

CommandActions = dict[str, Callable[[], object]]
"""What commands do, by their id."""


@dataclass(frozen=True)
class Meaning:
    """What a command means where a person is now. `words`: asked again whenever the commands' texts are. `is_daily`:
    large on the sheet of keys there.
    """

    words: Callable[[], str]
    do: Callable[[], object]
    is_daily: bool = False


_NUMBERED = frozenset((*MATCH_KEYS, *PRINTING_KEYS[1:]))


def text_of(command: Command) -> str:
    text = QCoreApplication.translate("Commands", command.text)
    return f"{text} {command.id[-1]}" if command.id in _NUMBERED else text


def menu_text(menu: str) -> str:
    return QCoreApplication.translate("Commands", MENUS[menu])


def group_text(group: str) -> str:
    return QCoreApplication.translate("Commands", GROUPS[group])


def key_map(changes: Keys) -> KeyMap:
    """The table's keys with a person's changes. The keys of a former command are its successor's, beside its own."""
    defaults = {command.id: command.keys for command in COMMANDS}
    now = dict(changes)
    for former, successor in FORMER.items():
        if former in changes:
            now[successor] = (*now.get(successor, defaults[successor]), *changes[former])
    return KeyMap(defaults, now)


class Commands(QObject):
    """The table as actions of one window, with the keys that a person chose. `keys_changed`: the keys are different."""

    keys_changed = Signal()

    def __init__(self, window: QWidget, icons: Icons) -> None:
        super().__init__(window)
        self._window = window
        self._icons = icons
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._facts: dict[str, bool] = {}
        self._off: Collection[str] = ()
        self._over: Collection[str] | None = None
        self._does: CommandActions = {}
        self._meanings: Mapping[str, Meaning] = {}
        self._why: dict[str, QShortcut] = {}
        self.keys = key_map({})
        for command in COMMANDS:
            action = QAction(window)
            action.setObjectName(command.id)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setAutoRepeat(command.repeats)
            action.setCheckable(command.switch)
            # Qt's `triggered` passes a bool that no command needs.
            action.triggered.connect(lambda _=False, id=command.id: self._do(id))
            window.addAction(action)
            self._actions[command.id] = action
        self.retranslate()
        self.retint()
        self._put_keys()

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def _do(self, id: str) -> None:
        meaning = self._meanings.get(id)
        (self._does[id] if meaning is None else meaning.do)()

    def join(self, actions: CommandActions) -> None:
        """Say what commands do: their ids, and what is called."""
        self._does |= actions

    def mean(self, meanings: Mapping[str, Meaning]) -> None:
        """What these commands mean where a person is now, and need nothing for; all others mean what they always do."""
        self._meanings = dict(meanings)
        self.retranslate()
        self._enable(COMMANDS)

    def is_off(self, id: str) -> bool:
        """Whether it does nothing where a person is now."""
        return id in self._off

    def means_other(self, id: str) -> bool:
        """Whether it means something else here than everywhere else."""
        return id in self._meanings

    @property
    def daily(self) -> Sequence[str]:
        """The commands of every day where a person is now."""
        return [id for id, meaning in self._meanings.items() if meaning.is_daily] or DAILY

    def text(self, command: Command) -> str:
        """Its words where a person is now."""
        meaning = self._meanings.get(command.id)
        return text_of(command) if meaning is None else meaning.words()

    def hint(self, id: str) -> str:
        """The key for a command, as a person reads it; empty if it has none."""
        keys = self.keys[id]
        return on_the_cap(keys[0]) if keys else ""

    def row(self, command: Command) -> FindRow:
        """As it stands in a list of commands: where it is, its text, its key, and whether it can be used now."""
        place, english = group_text(command.group), GROUPS[command.group]
        if command.menu:
            place, english = (
                menu_text(command.menu).replace("&", "").split("(")[0],
                MENUS[command.menu].replace("&", ""),
            )
        text = self.text(command)
        usable = "" if self._actions[command.id].isEnabled() else self.tr("not now")
        shown = "   ".join(part for part in (f"{place} › {text}", self.hint(command.id), usable) if part)
        return FindRow(shown, f"{place} {text} {english} {command.text}")

    def fill(self, bar: QMenuBar) -> None:
        """The menus, from the table."""
        for menu_id in MENUS:
            menu = QMenu(menu_text(menu_id), bar)
            pressed().opens(menu)
            for command in COMMANDS:
                if command.menu == menu_id:
                    if command.gap:
                        menu.addSeparator()
                    menu.addAction(self._actions[command.id])
            bar.addMenu(menu)
            self._menus[menu_id] = menu

    def know(self, facts: Mapping[str, bool]) -> None:
        """Facts of `NEEDS` as they are now. An unknown fact disables nothing."""
        assert facts.keys() <= NEEDS, sorted(facts.keys() - NEEDS)
        self._facts |= facts
        self._enable(command for command in COMMANDS if not facts.keys().isdisjoint(command.needs))

    def turn_off(self, off: Collection[str]) -> None:
        """These do nothing where a person is now, whatever they need; all others may."""
        if off != self._off:
            before, self._off = self._off, off
            self._enable(command for command in COMMANDS if command.id in off or command.id in before)

    def cover(self, over: Collection[str] | None) -> None:
        """What lies on the desk is covered: of the commands about it these alone do something, for what covers it."""
        self._over = over
        self._enable(COMMANDS)

    def _covers(self, id: str) -> bool:
        return self._over is not None and id in AT_THE_DESK

    def _enable(self, some: Iterable[Command]) -> None:
        for command in some:
            has_all = command.id in self._meanings or all(self._facts.get(need, True) for need in command.needs)
            self._actions[command.id].setVisible(has_all or not command.absent)
            is_on = command.id in (self._over or ()) if self._covers(command.id) else has_all
            self._actions[command.id].setEnabled(is_on and command.id not in self._off)
            self._free(command.id)

    def say_why(self, id: str, say: Callable[[], object]) -> None:
        """While the command is off its key is free to say why; never both at once."""
        self._why[id] = QShortcut(self._window)
        self._why[id].setAutoRepeat(False)
        self._why[id].activated.connect(say)
        self._put_keys()
        self._free(id)

    def _free(self, id: str) -> None:
        if id in self._why:
            self._why[id].setEnabled(not self._actions[id].isEnabled() and not self._covers(id))

    def set_keys(self, changes: Keys) -> None:
        self.keys = key_map(changes)
        self._put_keys()
        self.keys_changed.emit()

    def retranslate(self) -> None:
        """The texts in the present language."""
        for command in COMMANDS:
            self._actions[command.id].setText(self.text(command))
        for menu_id, menu in self._menus.items():
            menu.setTitle(menu_text(menu_id))

    def retint(self) -> None:
        """The icons in the present colours."""
        for command in COMMANDS:
            self._actions[command.id].setIcon(self._icons.icon(command.icon))

    def _put_keys(self) -> None:
        for id, action in self._actions.items():
            action.setShortcuts([QKeySequence(key) for key in self.keys[id]])
        for id, shortcut in self._why.items():
            shortcut.setKeys([QKeySequence(key) for key in self.keys[id]])
