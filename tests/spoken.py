"""What a screen reader would stumble over on a window, in whatever state that is: a line for each fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget

Role, Text = QAccessible.Role, QAccessible.Text
_BUTTONS = frozenset((Role.Button, Role.CheckBox, Role.RadioButton, Role.ButtonMenu))
"""What a person presses."""


def unspoken(window: QWidget, keys: Mapping[str, str] | None = None) -> list[str]:
    """`keys`: of commands, by the text of a button that does the same; each has to say its key."""
    QAccessible.setActive(True)
    heard = list(_heard(QAccessible.queryAccessibleInterface(window)))
    focused = [_said(one) for one in heard if one.state().focused and one.childCount() == 0]
    faults = [f"{len(focused)} have the focus: {focused}"] if len(focused) > 1 else []
    for one in heard:
        name = one.text(Text.Name).replace("&", "")
        if one.role() in _BUTTONS and not _is_part(one) and not name:
            faults.append(f"a button without a name: {_said(one)} in {type(one.parent().object()).__name__}")
        key = (keys or {}).get(name, "")
        if one.role() in _BUTTONS and key and key not in name + one.text(Text.Description):
            faults.append(f"{name} does not say {key}")
    return faults


def roles(window: QWidget) -> dict[str, Any]:
    """By what is said of each: its role, where it is on the screen."""
    return {_said(one): one.role() for one in _heard(QAccessible.queryAccessibleInterface(window))}


def keys_of(commands: Mapping[str, Any], ids: Iterator[str] | list[str]) -> dict[str, str]:
    """Of a window's commands that have one: the key, by the text."""
    texts = {id: commands[id].text().replace("&", "") for id in ids}
    return {text: key for id, text in texts.items() if (key := commands[id].shortcut().toString())}


def _heard(one: Any) -> Iterator[Any]:
    if one is None or one.state().invisible:
        return
    yield one
    # The rows of a list are as many as it has, and say themselves what they are.
    if one.role() not in (Role.List, Role.Tree, Role.Table):
        for at in range(one.childCount()):
            yield from _heard(one.child(at))


def _said(one: Any) -> str:
    return (
        " ".join(part for part in (one.text(Text.Name), one.text(Text.Description)) if part)
        or type(one.object()).__name__
    )


def _is_part(one: Any) -> bool:
    """A part of Qt's own, such as the arrow of a scroll bar or of a spin box."""
    widget = one.object()
    return not isinstance(widget, QAbstractButton) or widget.objectName().startswith("qt_")
