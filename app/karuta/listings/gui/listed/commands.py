"""Opens the page *Supply and demand*. Counts nothing."""

from __future__ import annotations

from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.listings.gui.listed.listed_dialog import ListedDialog
from karuta.listings.services.popularity.count_demand import DemandTables


class ListedCommands(Feature):
    """The tables stay named while the program runs."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._tables = DemandTables()

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"listed": self.open}

    def open(self) -> None:
        self._kit.show(ListedDialog(self._parts, self._tables, self._keep))

    def _keep(self, tables: DemandTables) -> None:
        """Named again when the page is opened again."""
        self._tables = tables
