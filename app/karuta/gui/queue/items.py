"""What a queue brings whose items are no photos of the library: its list, its panel, and what keys mean there.

Its photos are shown on the one desk (`Desk.lay`); whatever decides asks the one guard (`Decisions.may_decide`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from karuta.gui.kit.commands import Commands, Meaning
from karuta.gui.kit.dropped import Dropped


@dataclass(frozen=True)
class ItemCount:
    """`more`: what else stands beside it. `words`: how many are done, where nothing is decided about them."""

    done: int = 0
    items: int = 0
    more: str = ""
    words: str = ""


@dataclass(frozen=True)
class Invitation:
    """What the desk says while nothing lies on it, with buttons for these."""

    title: str = ""
    more: str = ""
    icon: str = ""
    actions: Sequence[QAction] = ()


class Items(QObject):
    """`list`, `panel`: in place of the photos and of the matches; None: the matches stay. `watched`: parts that must
    have been painted before a key counts. `meanings`: of the window's commands, by id.

    `has_left`: some of them wait for a person.

    `renewed`: something else is there, and no key that is on its way is about it. `counted`: `count` is another one.
    """

    renewed = Signal()
    counted = Signal()

    has_left = True
    list: QWidget
    panel: QWidget | None
    watched: Sequence[QWidget] = ()
    meanings: Mapping[str, Meaning] = {}

    @property
    def count(self) -> ItemCount:
        return ItemCount()

    @property
    def invitation(self) -> Invitation:
        return Invitation()

    def make(self, commands: Commands) -> None:
        """Make what it shows: called before a person comes to this queue for the first time."""
        raise NotImplementedError

    def enter(self) -> None:
        """A person has come to this queue."""
        raise NotImplementedError

    def leave(self) -> None:
        """A person goes to another queue, or closes the window."""

    def has_come(self, part: QWidget) -> bool:
        """Whether what this part shows is not still on its way."""
        raise NotImplementedError

    def claim(self, given: Dropped, otherwise: Callable[[], object], *, is_here: bool) -> bool:
        """Take what was dropped on the window, or say that it is not for this queue. What has to be read first is
        claimed, and given on (`otherwise`) where it turns out to be something else.
        """
        return False
