"""What the menus do about cards: find one, confirm many, copy a name, add a catalogue; decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from karuta.domain.bulk import PairsWanted
from karuta.domain.cancel import CancelToken
from karuta.domain.match import Verdict
from karuta.domain.queue import QueueFilter
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk import Desk
from karuta.gui.features.bulk_confirm.bulk import Bulk
from karuta.gui.features.bulk_confirm.wall_dialog import WallDialog, WallSource
from karuta.gui.features.cards.search_dialog import SearchDialog
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.voice import Voice
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session
from karuta.gui.library.tasks import Tasks, Tell
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.catalogue.add_pack import AddReport


class CardCommands(QObject):
    """`selected`: the photos that are marked in the list."""

    def __init__(
        self,
        *,
        session: Session,
        voice: Voice,
        desk: Desk,
        decisions: Decisions,
        arrangement: QueueArrangement,
        pictures: Pictures,
        card_facts: FetchedCards,
        tasks: Tasks,
        bulk: Bulk,
        catalogue_changed: Callable[[], None],
        selected: Callable[[], Sequence[str]],
        kit: DialogKit,
    ) -> None:
        super().__init__(kit.window)
        self._kit = kit
        self._voice = voice
        self._desk = desk
        self._decisions = decisions
        self._arrangement = arrangement
        self._pictures = pictures
        self._card_facts = card_facts
        self._tasks = tasks
        self._bulk = bulk
        self._catalogue_changed = catalogue_changed
        self._session = session
        self._selected = selected

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {
            "search": self.search,
            "wall": self.wall,
            "copy": self.copy,
            "add-catalogue": self.add_catalogue,
        }

    def search(self) -> None:
        if self._desk.photo is None:
            return
        dialog = SearchDialog(self._session, self._pictures, self._kit.theme, self._kit.window)
        dialog.chosen.connect(self._decisions.confirm)
        self._kit.show(dialog)

    def wall(self) -> None:
        """Many undecided sightings at once, of those photos that are marked or of all; the likeliest question first."""
        desk, place, selected = self._desk, self._arrangement.wanted, self._selected()
        here = QueueFilter(batch=place.batch, listing=place.listing)
        sources = []
        if len(selected) > 1:
            text = self.tr("{count} marked photos").format(count=len(selected))
            sources.append(WallSource(text, PairsWanted(photos=tuple(selected))))
        if (match := desk.match) is not None:
            sources.append(WallSource(match.name, PairsWanted(here, card=match.card)))
        sources.append(WallSource(self.tr("All sure ones"), PairsWanted(here, verdict=Verdict.SURE)))
        text = self.tr("As the queue is filtered") if self._arrangement.is_narrowed else self.tr("All undecided")
        sources.append(WallSource(text, PairsWanted(place)))
        self._kit.show(
            WallDialog(
                self._session,
                self._bulk,
                self._card_facts,
                self._pictures,
                self._kit.theme,
                self._kit.icons,
                self._kit.window,
                sources=sources,
            )
        )

    def copy(self) -> None:
        """The card of the label, else the marked match, as name and set code."""
        desk = self._desk
        match, label = desk.match, desk.label
        if match is not None and (label is None or label.card is None or label.card == match.card):
            facts = self._card_facts[match.card]
            parts = [match.name, facts.set_code if facts else ""]
        elif label is not None and label.name:
            facts = self._card_facts[label.card] if label.card else None
            parts = [label.name, label.printing or (facts.set_code if facts else "")]
        else:
            return
        text = " ".join(part for part in parts if part)
        QGuiApplication.clipboard().setText(text)
        self._voice.said.emit(self.tr("Copied: {text}").format(text=text))

    def add_catalogue(self) -> None:
        folder = self._kit.ask.folder(self.tr("Choose a catalogue folder: it holds cards.jsonl, images.csv and images"))
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
        text = self.tr("{pack} was added. New cards: {cards}, new artworks: {artworks}, rows left out: {skipped}")
        self._voice.said.emit(
            text.format(
                pack=report.pack,
                cards=report.cards.added,
                artworks=report.artworks.added,
                skipped=len(report.skipped),
            )
        )
