"""What the menus do about cards: find one, confirm many, copy a name, add a catalogue; decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from karuta.domain.bulk import PairsWanted
from karuta.domain.cancel import CancelToken
from karuta.domain.match import Verdict
from karuta.domain.queue import QueueFilter
from karuta.gui.features.bulk_confirm.wall_dialog import WallDialog, WallSource
from karuta.gui.features.cards.search_dialog import SearchDialog
from karuta.gui.kit.ask import Ask
from karuta.gui.kit.dialog_host import DialogHost
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.theme import Theme
from karuta.gui.library.tasks import Tell
from karuta.gui.shell.composition import Composition
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.catalogue.add_pack import AddReport


class CardCommands(QObject):
    """`selected`: the photos that are marked in the list."""

    def __init__(
        self,
        work: Composition,
        ask: Ask,
        dialogs: DialogHost,
        *,
        selected: Callable[[], Sequence[str]],
        theme: Theme,
        icons: Icons,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._work = work
        self._session = work.session
        self._ask = ask
        self._dialogs = dialogs
        self._selected = selected
        self._theme = theme
        self._icons = icons
        self._window = window

    def doings(self) -> dict[str, Callable[[], object]]:
        """What the commands of the table do that are done here."""
        return {
            "search": self.search,
            "wall": self.wall,
            "copy": self.copy,
            "add-catalogue": self.add_catalogue,
        }

    def search(self) -> None:
        if self._work.desk.photo is None:
            return
        dialog = SearchDialog(self._session, self._work.pictures, self._theme, self._window)
        dialog.chosen.connect(self._work.deciding.confirm)
        self._dialogs.show(dialog)

    def wall(self) -> None:
        """Many undecided sightings at once, of those photos that are marked or of all; the likeliest question first."""
        work, place, selected = self._work, self._work.arrangement.wanted, self._selected()
        here = QueueFilter(batch=place.batch, listing=place.listing)
        sources = []
        if len(selected) > 1:
            text = self.tr("{count} marked photos").format(count=len(selected))
            sources.append(WallSource(text, PairsWanted(photos=tuple(selected))))
        if (match := work.desk.match) is not None:
            sources.append(WallSource(match.name, PairsWanted(here, card=match.card)))
        sources.append(WallSource(self.tr("All sure ones"), PairsWanted(here, verdict=Verdict.SURE)))
        text = self.tr("As the queue is filtered") if work.arrangement.is_narrowed else self.tr("All undecided")
        sources.append(WallSource(text, PairsWanted(place)))
        self._dialogs.show(
            WallDialog(
                self._session,
                work.bulk,
                work.cards,
                work.pictures,
                self._theme,
                self._icons,
                self._window,
                sources=sources,
            )
        )

    def copy(self) -> None:
        """The card of the label, else the marked match, as name and set code."""
        desk = self._work.desk
        match, label = desk.match, desk.label
        if match is not None and (label is None or label.card is None or label.card == match.card):
            facts = self._work.cards[match.card]
            parts = [match.name, facts.set_code if facts else ""]
        elif label is not None and label.name:
            facts = self._work.cards[label.card] if label.card else None
            parts = [label.name, label.printing or (facts.set_code if facts else "")]
        else:
            return
        text = " ".join(part for part in parts if part)
        QGuiApplication.clipboard().setText(text)
        self._work.said.emit(self.tr("Copied: {text}").format(text=text))

    def add_catalogue(self) -> None:
        folder = self._ask.folder(self.tr("Choose a catalogue folder: it holds cards.jsonl, images.csv and images"))
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

        self._work.chores.start(self.tr("Adding the catalogue"), work, self._catalogue_added)

    def _catalogue_added(self, report: AddReport) -> None:
        self._work.catalogue_changed()
        text = self.tr("{pack} was added. New cards: {cards}, new artworks: {artworks}, rows left out: {skipped}")
        self._work.said.emit(
            text.format(
                pack=report.pack,
                cards=report.cards.added,
                artworks=report.artworks.added,
                skipped=len(report.skipped),
            )
        )
