"""Adds cards as a person wishes: shows what a source holds and would change, then has it added; reads none itself."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from karuta.domain.cancel import CancelToken
from karuta.gui.features.add_cards.add_cards_dialog import AddCardsDialog, AddProgress
from karuta.gui.features.feature import Feature
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.translate import filled_in
from karuta.gui.library.session import Tell
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.catalogue.add_pack import AddReport
from karuta.services.catalogue.sort_drop import GivenCards
from karuta.services.catalogue.sources.card_source import SourceOptions


class AddCardsCommands(Feature):
    """`catalogue_changed`: told once cards were added. `download_wanted`: a person wants to download some first."""

    download_wanted = Signal()

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"add-catalogue": self.open}

    def take(self, given: GivenCards) -> None:
        """Cards that were dropped on the window."""
        if self._kit.host.current is not None:
            text = self.tr("Close what is open, then drop {name} again: it holds cards to add")
            self._voice.trouble.emit(text.format(name=given.source.name))
            return
        self.open().take(given.source, given.pictures, others=len(given.others))

    def preview(self, folder: Path) -> None:
        """What adding this folder would change, for whoever downloaded or chose it."""
        self.open().take(folder)

    # Inside

    def open(self) -> AddCardsDialog:
        dialog = AddCardsDialog(self._parts)
        dialog.download_wanted.connect(self.download_wanted)
        dialog.accepted.connect(lambda: self._add(dialog.source, dialog.options))
        self._kit.show(dialog)
        return dialog

    def _add(self, source: Path | None, options: SourceOptions) -> None:
        if source is None:
            return
        resources, box = self._session.resources, self._session.box
        progress = AddProgress(self.tr("Adding cards"), self._parts.tasks.rename, self)

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> AddReport:
            heard, add = progress.through(box, tell), partial(add_folder, source, library=library, options=options)
            return add(pack=None, resources=resources, cancel=token, progress=heard)

        self._parts.tasks.start(self.tr("Adding cards"), work, self._added, adds_cards=True)

    def _added(self, report: AddReport) -> None:
        self._parts.catalogue_changed()
        text = self.tr("{pack} added. New cards: {cards}, new artworks: {artworks}, skipped rows: {skipped}")
        cards, artworks, skipped = report.cards.added, report.artworks.added, len(report.skipped)
        outcome = filled_in(text, pack=report.pack, cards=cards, artworks=artworks, skipped=skipped)
        if report.joined:
            more = self.tr("{count} cards were already here and got more names and printings", "", report.joined)
            outcome = f"{outcome} · {filled_in(more, count=report.joined)}"
        self._voice.info.emit(outcome)
