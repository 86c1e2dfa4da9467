"""Opens the page *List for a shop* and joins the queue *Rapid entry*. Looks nothing up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.queue.queues import Queue
from karuta.listings.gui.inventory.entry_items import entry_queue


class InventoryCommands(Feature):
    """Its list lives as long as the page."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self.queue = entry_queue(parts, self._open)

    def queues(self) -> Sequence[Queue]:
        return (self.queue,)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {
            "inventory": self._open,
            "rapid-entry": lambda: self._parts.arrangement.choose_queue(self.queue),
        }

    def _open(self, session: str = "", end: Callable[[], object] | None = None) -> None:
        # Imported here and not with the window: reading titles and prices loads much.
        from karuta.listings.gui.inventory.inventory_dialog import InventoryDialog

        dialog = InventoryDialog(self._parts, end=end)
        self._kit.show(dialog)
        if session:
            dialog.list_session(session)
