"""What the menus do about cards: find one, copy a name, add a catalogue; decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from karuta.domain.cancel import CancelToken
from karuta.gui.desk.desk import Desk
from karuta.gui.features.cards.search_dock import SearchDock
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.voice import Voice
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.session import Session
from karuta.gui.library.tasks import Tasks, Tell
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.catalogue.add_pack import AddReport


class CardCommands(QObject):
    """`search`: beside the photo, opened by its command."""

    def __init__(
        self,
        *,
        session: Session,
        voice: Voice,
        desk: Desk,
        search: SearchDock,
        card_facts: FetchedCards,
        tasks: Tasks,
        catalogue_changed: Callable[[], None],
        kit: DialogKit,
    ) -> None:
        super().__init__(kit.window)
        self._kit = kit
        self._voice = voice
        self._desk = desk
        self._search = search
        self._card_facts = card_facts
        self._tasks = tasks
        self._catalogue_changed = catalogue_changed
        self._session = session

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {
            "search": self._search.open,
            "copy": self.copy,
            "add-catalogue": self.add_catalogue,
        }

    def copy(self) -> None:
        """The card of the label, else the marked match, by name; with the set code where the label says which it is."""
        match, label = self._desk.match, self._desk.label
        if match is not None and (label is None or label.card is None or label.card == match.card):
            name = self._card_facts.name(match.card, match.name)
        elif label is not None and label.name:
            name = self._card_facts.name(label.card, label.name)
        else:
            return
        printing = label.printing if label is not None else None
        text = " ".join(part for part in (name, printing) if part)
        QGuiApplication.clipboard().setText(text)
        self._voice.said.emit(self.tr("Copied: {text}").format(text=text))

    def add_catalogue(self) -> None:
        folder = self._kit.ask.about("catalogue").folder(
            self.tr("Choose a catalogue folder: it holds cards.jsonl, images.csv and images")
        )
        if folder is None:
            return
        resources = self._session.resources

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> AddReport:
            return add_folder(
                folder,
                pack=None,
                library=library,
                resources=resources,
                cancel=token,
                progress=lambda step, done, total: tell(done, total),
            )

        self._tasks.start(self.tr("Adding the catalogue"), work, self._catalogue_added)

    def _catalogue_added(self, report: AddReport) -> None:
        self._catalogue_changed()
        text = self.tr("{pack} added. New cards: {cards}, new artworks: {artworks}, skipped rows: {skipped}")
        self._voice.said.emit(
            text.format(
                pack=report.pack,
                cards=report.cards.added,
                artworks=report.artworks.added,
                skipped=len(report.skipped),
            )
        )
