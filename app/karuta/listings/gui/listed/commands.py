"""The menu's page *Supply and demand*: reads tables and counts in a lane, opens the rules. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import sentence
from karuta.listings.services.popularity.count_demand import DemandTables
from karuta.listings.services.popularity.demand_files import write_popularity

if TYPE_CHECKING:
    from karuta.listings.gui.listed.listed_dialog import ListedDialog
    from karuta.listings.gui.listed.listed_page import ListedPage


class ListedCommands(Feature):
    """The tables stay named while the program runs."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._tables = DemandTables()

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"listed": self.open}

    def open(self) -> None:
        # Imported here and not with the window: pyqtgraph takes most of a second to load.
        from karuta.listings.gui.listed.listed_dialog import ListedDialog
        from karuta.listings.gui.listed.listed_page import ListedPage

        kit = self._kit
        dialog = ListedDialog(self._session.library, self._parts.pictures, kit.theme, kit.window)
        page = ListedPage(self._session, dialog, self._keep)
        dialog.card_wanted.connect(page.show_card)
        dialog.sheet.photo_wanted.connect(lambda photo: self._open_photo(dialog, photo))
        dialog.open_listings.clicked.connect(lambda _=False: self._choose(page, of_searches=False))
        dialog.open_searches.clicked.connect(lambda _=False: self._choose(page, of_searches=True))
        dialog.given.connect(page.sort)
        dialog.chosen.connect(page.order)
        dialog.rules.clicked.connect(lambda _=False: page.edit_rules())
        dialog.returned.connect(page.look_at_rules)
        dialog.save.clicked.connect(lambda _=False: self._save(dialog))
        dialog.finished.connect(lambda _: page.close())
        kit.show(dialog)
        page.count(self._tables)

    # Inside

    def _keep(self, tables: DemandTables) -> None:
        """Named again when the page is opened again."""
        self._tables = tables

    def _open_photo(self, dialog: ListedDialog, photo: str) -> None:
        dialog.done(0)
        self._parts.put_on_desk(photo)

    def _choose(self, page: ListedPage, *, of_searches: bool) -> None:
        title = self.tr("Open a table of searches") if of_searches else self.tr("Open a table of listings")
        kinds = self.tr("CSV (*.csv *.tsv *.txt)")
        path = self._kit.ask.about("listings").file(title, kinds)
        if path is not None:
            page.take([path], of_searches=of_searches)

    def _save(self, dialog: ListedDialog) -> None:
        found = dialog.found
        out = self._kit.ask.about("export").new_file(self.tr("Save as table"), "listed.csv", "CSV (*.csv)")
        if out is None or found is None:
            return
        self._session.files_lane.submit(
            lambda library, token: write_popularity(found, out),
            done=while_alive(dialog, lambda made: dialog.say(self.tr("Saved to {file}").format(file=made.name))),
            failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
            keep=True,
        )
