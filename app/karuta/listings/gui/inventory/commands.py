"""Opens the page *List for a shop*. Looks nothing up."""

from __future__ import annotations

from karuta.gui.features.feature import Feature
from karuta.gui.kit.commands import CommandActions


class InventoryCommands(Feature):
    """Its list lives as long as the page."""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"inventory": self.open}

    def open(self) -> None:
        # Imported here and not with the window: reading titles and prices loads much.
        from karuta.listings.gui.inventory.inventory_dialog import InventoryDialog

        self._kit.show(InventoryDialog(self._parts))
