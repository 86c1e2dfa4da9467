"""The keys: all of them on one page, and a dialog that changes which does what and warns if one is in use.

Returns the changes and stores nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from karuta.gui.kit.command_table import COMMANDS, MATCH_KEYS, MENUS, PRINTING_KEYS, Command
from karuta.gui.kit.commands import Commands, menu_text, text_of
from karuta.gui.kit.dialog import Dialog, keep_or_cancel
from karuta.gui.kit.keys import KeyLine, KeyMap, KeySheet, can_be_used, canonical, native, on_the_cap
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.notice import Remark
from karuta.gui.kit.prose import heading
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list
from karuta.settings import Keys

_ID = Qt.ItemDataRole.UserRole + 1
_BY_ID = {command.id: command for command in COMMANDS}


class KeyEditor(Dialog):
    """`changes`: the differences from the table of commands."""

    def __init__(self, keys: KeyMap, theme: Theme, remark: Remark, parent: QWidget) -> None:
        super().__init__(self.tr("Change keys"), parent)
        self._keys = keys
        self._theme = theme
        self.filter = QLineEdit(self, placeholderText=self.tr("Find a command or a key"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setClearButtonEnabled(True)
        self.tree = QTreeWidget(self)
        self.edit = QKeySequenceEdit(self)
        self.remark = remark
        self._which = QLabel(self)
        self.use = self.make_button(self.tr("Replace"), lambda: self._give(only=True))
        self.add = self.make_button(self.tr("Add"), lambda: self._give(only=False))
        self.none = self.make_button(self.tr("Remove key"), self._take_all)
        self.reset = self.make_button(self.tr("Reset"), self._reset)
        self.reset_all = self.make_button(self.tr("Reset all"), self._reset_all)
        self.buttons = keep_or_cancel(self)
        self._set_up()
        self._arrange()
        self._fill()
        self.tree.setCurrentItem(self._items[COMMANDS[0].id])

    @property
    def changes(self) -> Keys:
        return self._keys.changes

    @property
    def chosen(self) -> str | None:
        """The marked command."""
        item = self.tree.currentItem()
        return item.data(0, _ID) if item is not None else None

    def choose(self, id: str) -> None:
        self.tree.setCurrentItem(self._items[id])

    # Inside

    def _set_up(self) -> None:
        self.edit.setAccessibleName(self.tr("New key"))
        self.edit.setMaximumSequenceLength(1)
        self.edit.setClearButtonEnabled(True)
        self.edit.keySequenceChanged.connect(lambda _: self._look())
        self.tree.setAccessibleName(self.tr("Commands and their keys"))
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels([self.tr("Command"), self.tr("Keys"), ""])
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(2 * GRID)
        self.tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.tree.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        self.tree.currentItemChanged.connect(lambda *_: self._chosen())
        self.filter.textChanged.connect(self._filter)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for other in self.buttons.findChildren(QPushButton):
            # Enter may be the new key of something.
            other.setAutoDefault(False)

    def _arrange(self) -> None:
        keys = row((self.edit, 1), self.use, self.add, self.none, self.reset)
        last = row(self.reset_all, Stretch(), self.buttons)
        self.lay(self.filter, (self.tree, 1), self._which, keys, self.remark, last, spacing=1, size=(92, 76))
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)

    def _fill(self) -> None:
        self._items: dict[str, QTreeWidgetItem] = {}
        groups = {menu: menu_text(menu).replace("&", "").split("(")[0] for menu in MENUS} | {
            "": self.tr("Keyboard only")
        }
        for menu, title in groups.items():
            group = QTreeWidgetItem(self.tree, [title])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setFont(0, self._theme.strong(self.font()))
            for command in COMMANDS:
                if command.menu == menu:
                    item = QTreeWidgetItem(group, [_words(command)])
                    item.setData(0, _ID, command.id)
                    self._items[command.id] = item
        self.tree.expandAll()
        self._show_keys()

    def _show_keys(self) -> None:
        for id, item in self._items.items():
            item.setText(1, comma_list(native(key) for key in self._keys[id]))
            item.setText(2, self.tr("changed") if self._keys.is_changed(id) else "")
        self.reset_all.setEnabled(bool(self._keys.changes))

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for item in self._items.values():
            item.setHidden(wanted not in f"{item.text(0)}\n{item.text(1)}".casefold())
        for at in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(at)
            if group is not None:
                items = [item for item in self._items.values() if item.parent() is group]
                group.setHidden(all(item.isHidden() for item in items))
        self._choose_shown()

    def _choose_shown(self) -> None:
        """A hidden command gets no key: if the marked one is filtered out, the first visible one is marked."""
        current = self.tree.currentItem()
        if current is not None and current in self._items.values() and not current.isHidden():
            self.tree.scrollToItem(current)
            return
        shown = [item for item in self._items.values() if not item.isHidden()]
        if shown:
            self.tree.setCurrentItem(shown[0])
        else:
            self.tree.setCurrentIndex(QModelIndex())

    def _chosen(self) -> None:
        id = self.chosen
        self.edit.setEnabled(id is not None)
        which = self.tr("New key for “{command}”:").format(command=_words(_BY_ID[id])) if id else ""
        self._which.setText(which or self.tr("Choose a command; then press its new key."))
        self.edit.clear()
        self._look()

    def _look(self) -> None:
        """Say what the pressed key does already."""
        id, key = self.chosen, self._pressed
        owner = self._keys.owner(key) if key else None
        usable = bool(id and key) and can_be_used(key) and owner != id
        self.use.setEnabled(usable)
        self.add.setEnabled(usable)
        self.none.setEnabled(bool(id and self._keys[id]))
        self.reset.setEnabled(bool(id and self._keys.is_changed(id)))
        if not key or id is None:
            self._say_of_reset(id)
        elif not can_be_used(key):
            self.remark.say(self.tr("This key is reserved: Esc closes what is open, Alt with a letter opens a menu."))
        elif owner == id:
            self.remark.say(self.tr("It already has this key."))
        elif owner is not None:
            self._say_taken(key, owner, id)
        else:
            self.remark.say(self.tr("{key} is free.").format(key=native(key)))

    def _say_taken(self, key: str, owner: str, id: str) -> None:
        """Before it happens: which command would lose the key to which, and what the loser keeps."""
        left = [native(word) for word in self._keys[owner] if word != key]
        text = self.tr("{key} belongs to “{owner}”. It would move to “{command}”, and “{owner}” would have no key.")
        if left:
            text = self.tr("{key} belongs to “{owner}”. It would move to “{command}”, and “{owner}” would keep {left}.")
        words = text.format(
            key=native(key), owner=_words(_BY_ID[owner]), command=_words(_BY_ID[id]), left=comma_list(left)
        )
        self.remark.say(words, warns=True)

    def _say_of_reset(self, id: str | None) -> None:
        """Say what a reset would take from others, before it happens."""
        losers = " · ".join(_words(_BY_ID[other]) for other in self._keys.owners_of_defaults(id)) if id else ""
        if not losers or id is None:
            self.remark.say("")
            return
        text = self.tr("A reset would take the key of “{command}” from: {others}")
        self.remark.say(text.format(command=_words(_BY_ID[id]), others=losers), warns=True)

    @property
    def _pressed(self) -> str:
        return canonical(self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText))

    def _give(self, *, only: bool) -> None:
        id = self.chosen
        if id is not None:
            had = () if only else self._keys[id]
            self._now(self._keys.give(id, (*had, self._pressed)))

    def _take_all(self) -> None:
        if self.chosen is not None:
            self._now(self._keys.give(self.chosen, ()))

    def _reset(self) -> None:
        if self.chosen is not None:
            self._now(self._keys.reset(self.chosen))

    def _reset_all(self) -> None:
        self._now(self._keys.reset_all())

    def _now(self, keys: KeyMap) -> None:
        self._keys = keys
        self._show_keys()
        self.edit.clear()
        self._look()


def _words(command: Command) -> str:
    return text_of(command).rstrip("…")


class KeysDialog(Dialog):
    """Closed by Esc. `change_wanted`: the keys are to be changed."""

    change_wanted = Signal()

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Keys"), parent)
        self._commands = commands
        title = heading(self.tr("Keys"), theme, self)
        last = row(self.make_button(self.tr("Change keys…"), self.change_wanted), Stretch(), self.close_button())
        self.sheet = KeySheet(self._lines(), theme, self)
        self.sheet.setAccessibleName(title.text())
        self.sheet.setFocus()
        self.lay(title, (self.sheet, 1), last, margins=(3, 2, 3, 3))

    def _lines(self) -> list[KeyLine]:
        keys = self._commands.keys
        shown = {
            command.id: tuple(dict.fromkeys(on_the_cap(key) for key in keys[command.id][:2])) for command in COMMANDS
        }
        lines: list[KeyLine] = []
        if not any(keys.is_changed(id) for id in MATCH_KEYS):
            lines.append((("1", "…", "9"), self.tr("Confirm this match")))
        folded = set(MATCH_KEYS) if lines else set()
        others = PRINTING_KEYS[1:]
        if not any(keys.is_changed(id) for id in others):
            ends = tuple(shown[id][0] for id in others)
            lines.append((ends, self.tr("Confirm the match with this printing")))
            folded |= set(others)
        lines += [
            (shown[command.id], text_of(command).rstrip("…"))
            for command in COMMANDS
            if shown[command.id] and command.id not in folded
        ]
        lines.append(((self.tr("Mouse wheel"),), self.tr("Zoom; drag to move, double-click for the whole photo")))
        return lines
