"""Which key belongs to which command: the table's keys and a person's changes. Handles no key events.

Keys are written in Qt's portable form. In every case, no key ever belongs to two commands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from karuta.settings import Keys

# Esc closes whatever is above the window, Alt with a letter opens a menu.
_TAKEN = frozenset({Qt.Key.Key_Escape})


class KeyMap:
    """`defaults`: the keys of every command, in the order of the table. `changes`: by command."""

    def __init__(self, defaults: Mapping[str, Sequence[str]], changes: Keys) -> None:
        self._defaults = {id: tuple(canonical(key) for key in keys) for id, keys in defaults.items()}
        self._keys = self._without_clashes(changes)

    def __getitem__(self, id: str) -> tuple[str, ...]:
        return self._keys[id]

    @property
    def changes(self) -> dict[str, tuple[str, ...]]:
        """The differences from the table."""
        return {id: keys for id, keys in self._keys.items() if keys != self._defaults[id]}

    def owner(self, key: str) -> str | None:
        """The command that has this key."""
        wanted = canonical(key)
        return next((id for id, keys in self._keys.items() if wanted in keys), None)

    def is_changed(self, id: str) -> bool:
        return self._keys[id] != self._defaults[id]

    def owners_of_defaults(self, id: str) -> list[str]:
        """The other commands that now have this command's default keys."""
        return [other for key in self._defaults[id] if (other := self.owner(key)) not in (None, id) and other]

    def give(self, id: str, keys: Sequence[str]) -> KeyMap:
        """The same map with these keys for a command, taken from whoever has them."""
        wanted = tuple(canonical(key) for key in keys)
        left = {other: tuple(key for key in had if key not in wanted) for other, had in self._keys.items()}
        return KeyMap(self._defaults, {**left, id: wanted})

    def reset(self, id: str) -> KeyMap:
        return self.give(id, self._defaults[id])

    def reset_all(self) -> KeyMap:
        return KeyMap(self._defaults, {})

    def _without_clashes(self, changes: Keys) -> dict[str, tuple[str, ...]]:
        """If a file gives one key to two commands, changed keys take precedence, then the table's order."""
        keys: dict[str, tuple[str, ...]] = {}
        taken: set[str] = set()
        for id in sorted(self._defaults, key=lambda id: id not in changes):
            wanted = [canonical(key) for key in changes.get(id, self._defaults[id])]
            keys[id] = tuple(dict.fromkeys(key for key in wanted if key not in taken and can_be_used(key)))
            taken.update(keys[id])
        return {id: keys[id] for id in self._defaults}


def canonical(key: str) -> str:
    """One form of writing a key; empty if it is not valid."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def native(key: str) -> str:
    """A key as a person reads it on this system."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def on_the_cap(key: str) -> str:
    """A key as hints show it: as on its cap. Qt calls the main one Return, and only the number pad's Enter."""
    return native("Enter" if canonical(key) == "Return" else key)


def can_be_used(key: str) -> bool:
    sequence = QKeySequence(key)
    if sequence.count() != 1:
        return False
    pressed = sequence[0]  # type: ignore[index]
    if pressed.key() in _TAKEN or pressed.key() == Qt.Key.Key_unknown:
        return False
    only_alt = pressed.keyboardModifiers() == Qt.KeyboardModifier.AltModifier
    return not (only_alt and Qt.Key.Key_A <= pressed.key() <= Qt.Key.Key_Z)
