"""What the commands of the menus do: they ask a person where and which, and hand the work on; no widget of the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from karuta.domain.bulk import PairsWanted
from karuta.domain.cancel import CancelToken
from karuta.domain.match import Verdict
from karuta.domain.queue import QueueFilter
from karuta.gui.auto_confirming import AutoConfirming
from karuta.gui.bias_errands import BiasErrands
from karuta.gui.chores import Tell
from karuta.gui.dialogs.ask import Ask
from karuta.gui.dialogs.export_dialog import ExportDialog
from karuta.gui.dialogs.look_only_dialog import LookOnlyDialog
from karuta.gui.dialogs.search_dialog import SearchDialog
from karuta.gui.dialogs.training_dialog import TrainingDialog
from karuta.gui.dialogs.wall_dialog import Source, WallDialog
from karuta.gui.dropped import dropped
from karuta.gui.exporting import Exporting
from karuta.gui.icons import Icons
from karuta.gui.model_errands import ModelErrands
from karuta.gui.theme import Theme
from karuta.gui.training import Training
from karuta.gui.work import Work
from karuta.paths import LibraryFolder
from karuta.services.add_folder import add_folder
from karuta.services.add_pack import AddReport
from karuta.services.demo import demo_photos, ready_demo
from karuta.services.locate_photos import Located, locate_photos
from karuta.services.open_labels import labels_for_writing


class Errands(QObject):
    """`library_wanted`: another library is to be opened, with these photos."""

    library_wanted = Signal(object, object)

    def __init__(self, work: Work, ask: Ask, theme: Theme, icons: Icons, window: QWidget) -> None:
        super().__init__(window)
        self._work = work
        self._session = work.session
        self.ask = ask
        self._theme = theme
        self._icons = icons
        self._window = window
        self._exporting = Exporting(work, ask, self)
        self.dialog: QDialog | None = None
        self.learning = ModelErrands(work, ask, window, self._show)
        self.training = Training(work.session.library, self)
        self.training.ended.connect(self._trained)
        self.bias = BiasErrands(work, ask, theme, window, self._show)
        self.auto_confirming = AutoConfirming(work, window, self._show)

    # Photos

    def open_photos(self) -> None:
        self._add(self.ask.photos(self.tr("Add photos")))

    def open_folder(self) -> None:
        folder = self.ask.folder(self.tr("Add all photos of a folder"))
        self._add([folder] if folder else [])

    def watch_folder(self) -> None:
        folder = self.ask.folder(self.tr("Watch a folder: new pictures in it come into the queue"))
        if folder is not None:
            self._work.watched.watch(folder.absolute())

    def paste(self) -> None:
        if not self.take(QGuiApplication.clipboard().mimeData()):
            self._work.said.emit(self.tr("There is no picture to paste; copy one first"))

    def take(self, data: QMimeData) -> bool:
        """Files, folders or a picture that were dropped or pasted; nothing is ever fetched from elsewhere."""
        found = dropped(data)
        if found.paths:
            self._add(found.paths)
        elif found.picture is not None:
            self._work.ways_in.add_picture(found.picture)
        elif found.image is not None:
            self._work.ways_in.add_image(found.image)
        elif found.is_address:
            text = self.tr(
                "That is the address of a picture, and Karuta fetches none; save the picture, then drop the file."
            )
            self._work.trouble.emit(text)
        else:
            return False
        return True

    def look_only(self) -> None:
        path = self.ask.photo(self.tr("Look up only"))
        if path is not None:
            work = self._work
            self._show(
                LookOnlyDialog(path, self._session, work.cards, work.pictures, self._theme, self._icons, self._window)
            )

    def next_of_shot(self) -> None:
        photo = self._work.queue.next_of_shot(self._work.desk.photo_id)
        if photo is not None:
            self._work.desk.put(photo)
        elif self._work.desk.photo is not None:
            self._work.said.emit(self.tr("No other photo in the list is of the same shot"))

    def reveal(self) -> None:
        on_desk = self._work.desk.on_desk
        if on_desk is None:
            return
        if on_desk.place is None:
            self._work.trouble.emit(self.tr("The file is not where it was; File > Locate moved photos finds it."))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(on_desk.place.parent)))

    def locate(self) -> None:
        folder = self.ask.folder(self.tr("Where are the photos now?"))
        if folder is None:
            return

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Located:
            with labels_for_writing(library) as file:
                return locate_photos(file, folder, cancel=token, told=tell)

        self._work.chores.start(self.tr("Looking for moved photos"), work, self._located)

    def _located(self, located: Located) -> None:
        for photo, path in located.found.items():
            self._work.queue.set_path(photo, path)
        self._work.look_ahead.start()
        self._work.desk.refresh()
        text = self.tr("{found} photos were found again, {missing} are still missing")
        self._work.said.emit(text.format(found=len(located.found), missing=len(located.missing)))

    # Cards

    def search(self) -> None:
        if self._work.desk.photo is None:
            return
        dialog = SearchDialog(self._session, self._work.pictures, self._theme, self._window)
        dialog.chosen.connect(self._work.deciding.confirm)
        self._show(dialog)

    def wall(self, selected: Sequence[str]) -> None:
        """Many undecided sightings at once, of those photos that are marked or of all; the likeliest question first."""
        work, place = self._work, self._work.arrangement.wanted
        here = QueueFilter(batch=place.batch, listing=place.listing)
        sources = []
        if len(selected) > 1:
            text = self.tr("{count} marked photos").format(count=len(selected))
            sources.append(Source(text, PairsWanted(photos=tuple(selected))))
        if (match := work.desk.match) is not None:
            sources.append(Source(match.name, PairsWanted(here, card=match.card)))
        sources.append(Source(self.tr("All sure ones"), PairsWanted(here, verdict=Verdict.SURE)))
        text = self.tr("As the queue is filtered") if work.arrangement.is_narrowed else self.tr("All undecided")
        sources.append(Source(text, PairsWanted(place)))
        self._show(
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
        folder = self.ask.folder(self.tr("Choose a catalogue folder: it holds cards.jsonl, images.csv and images"))
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
        text = self.tr("{pack} was added: {cards} new cards, {artworks} new artworks, {skipped} rows left out")
        self._work.said.emit(
            text.format(
                pack=report.pack,
                cards=report.cards.added,
                artworks=report.artworks.added,
                skipped=len(report.skipped),
            )
        )

    # Libraries and labels

    def open_library(self) -> None:
        folder = self.ask.folder(self.tr("Open a library"))
        if folder is None:
            return
        library = LibraryFolder(folder.absolute())
        if not library.labels_db.is_file() and not library.catalogue_db.is_file():
            text = self.tr("{folder} holds no library; File > New library makes one.")
            self._work.trouble.emit(text.format(folder=folder))
            return
        self.library_wanted.emit(library, [])

    def new_library(self) -> None:
        folder = self.ask.folder(self.tr("Choose an empty folder for the new library"))
        if folder is None:
            return
        try:
            empty = next(folder.iterdir(), None) is None
        except OSError:
            empty = False
        if not empty:
            text = self.tr("{folder} is not empty; choose or make an empty folder for a new library.")
            self._work.trouble.emit(text.format(folder=folder))
            return
        self.library_wanted.emit(LibraryFolder(folder.absolute()), [])

    def open_demo(self) -> None:
        context = self._session.context
        demo, resources = context.demo_library, context.resources

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> list[Path]:
            ready_demo(demo, resources, fresh=False, cancel=token, progress=lambda step, done, total: tell(done, total))
            return demo_photos(resources)

        self._work.chores.start(
            self.tr("Making the demo library"), work, lambda photos: self.library_wanted.emit(demo, photos)
        )

    def export(self) -> None:
        dialog = ExportDialog(self._theme, self._window)
        dialog.accepted.connect(lambda: self._exporting.export(dialog.wish))
        self._show(dialog)

    # Learning

    def train(self) -> None:
        self._show(TrainingDialog(self.training, self._theme, self._window))

    def _trained(self) -> None:
        course = self.training.course
        name = course.finished.model if course.finished else ""
        self._work.said.emit(self.tr("{model} is ready").format(model=name) if name else course.trouble)

    def _add(self, paths: Sequence[Path]) -> None:
        if paths:
            self._work.ways_in.add([path.absolute() for path in paths])

    def show(self, dialog: QDialog) -> None:
        """One dialog at a time, over the window; of whoever it is."""
        self._show(dialog)

    def _show(self, dialog: QDialog, closed: Callable[[], None] | None = None) -> None:
        """Over the window, and gone for good when it is closed."""
        self.dialog = dialog
        dialog.setModal(True)
        dialog.finished.connect(lambda _: self._closed(dialog))
        dialog.open()

    def _closed(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()
