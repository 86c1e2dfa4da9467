"""The packs of the catalogue: what each brought, a new one rehearsed, one taken back. Decides nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QWidget

from karuta.domain.cancel import CancelToken
from karuta.domain.catalogue import Standing
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog import ListDialog
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.lists import RowModel
from karuta.gui.kit.prose import Prose, selectable
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import comma_list, words_of
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Tell
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import rehearse_folder
from karuta.services.catalogue.list_packs import PackDetails, show_packs
from karuta.services.catalogue.new_pictures import Collision
from karuta.services.catalogue.rehearse_pack import Rehearsal
from karuta.services.catalogue.take_back import TakenBack, remove_pack
from karuta.services.catalogue.tested import StateOfTest, state_of_test

_FACE = QSize(11 * GRID, 16 * GRID)
PAIR = QSize(2 * _FACE.width() + GRID, _FACE.height())
"""Of two pictures beside each other."""


class CollisionModel(RowModel):
    """The most alike first."""

    rows: tuple[Collision, ...] = ()

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        pictures.small_ready.connect(self.redraw)

    def shown(self, place: int) -> str:
        one = self.rows[place]
        text = self.tr("New: {file} of card {card}\nThere: {name} ({other}, {pack})\nAlike: {percent} %")
        return text.format(
            file=one.file,
            card=one.card.card_id,
            name=one.other.name,
            other=one.other.card.card_id,
            pack=one.other.pack,
            percent=round(100 * one.similarity),
        )

    def set_collisions(self, collisions: Sequence[Collision]) -> None:
        self.put_rows(tuple(sorted(collisions, key=lambda collision: -collision.similarity)))

    def icon(self, place: int) -> QPixmap:
        """Both pictures."""
        one = self.rows[place]
        both = QPixmap(PAIR)
        both.fill(Qt.GlobalColor.transparent)
        painter = QPainter(both)
        for at, path in enumerate((one.path, one.there)):
            picture = self._pictures.artwork(path)
            if picture is not None and not picture.isNull():
                shown = picture.scaled(
                    _FACE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
                left = at * (_FACE.width() + GRID) + (_FACE.width() - shown.width()) // 2
                painter.drawPixmap(left, (_FACE.height() - shown.height()) // 2, shown)
        painter.end()
        return both


_SETS_NAMED = 5


class RehearsalView(QWidget):
    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = selectable(self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.model = CollisionModel(pictures, self)
        self.pairs = QListView(self)
        self.pairs.setModel(self.model)
        self.pairs.setIconSize(PAIR)
        self.pairs.setFrameShape(QFrame.Shape.NoFrame)
        self.pairs.setUniformItemSizes(True)
        self.pairs.setSpacing(GRID // 2)
        self.pairs.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.pairs.setAccessibleName(self.tr("Pictures that are there already under another card"))
        self.setLayout(column(self.words, (self.pairs, 1)))

    def show_rehearsal(self, found: Rehearsal) -> None:
        self.words.setText("\n".join(self._lines(found)))
        self.model.set_collisions(found.collisions)
        self.pairs.setVisible(bool(found.collisions))

    def _lines(self, found: Rehearsal) -> list[str]:
        report, coverage = found.report, found.coverage
        lines = [
            self.tr("Preview of {pack}. Nothing was changed.").format(pack=report.pack),
            self.tr("Cards: {added} new, {changed} changed, {same} the same, {joined} joined").format(
                added=f"{report.cards.added:,}",
                changed=f"{report.cards.changed:,}",
                same=f"{report.cards.same:,}",
                joined=f"{report.joined:,}",
            ),
            self.tr("Printings: {added} new. Artworks: {new} new, {changed} changed, {same} the same").format(
                added=f"{found.new_printings:,}",
                new=f"{report.artworks.added:,}",
                changed=f"{report.artworks.changed:,}",
                same=f"{report.artworks.same:,}",
            ),
            self.tr("Of {labels} confirmed labels, {changed} would have another first match").format(
                labels=f"{found.labels:,}", changed=f"{found.labels_changed:,}"
            ),
            self.tr("{pictured} of {cards} cards would have a picture").format(
                pictured=f"{coverage.with_picture:,}", cards=f"{coverage.cards:,}"
            ),
        ]
        if report.skipped:
            lines.append(self.tr("Skipped rows: {skipped}").format(skipped=f"{len(report.skipped):,}"))
        if coverage.missing:
            none = self.tr("no set")
            sets = comma_list(f"{name or none} {count:,}" for name, count in coverage.missing[:_SETS_NAMED])
            lines.append(self.tr("Without one, by set: {sets}").format(sets=sets))
        lines.append(
            self.tr("New pictures that look like one of another card: {count}").format(
                count=f"{len(found.collisions):,}"
            )
        )
        return lines


class PacksDialog(ListDialog):
    """`take_back_wanted`: the pack of this name. `rehearse_wanted`: a folder is to be chosen."""

    take_back_wanted = Signal(str)
    rehearse_wanted = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(
            self.tr("Packs"),
            parent,
            intro=self.tr(
                "A pack is what was added under one name. Once removed, its cards and pictures are no longer "
                "suggested. Labels stay, and adding the pack again restores it."
            ),
            heads=[self.tr("Pack"), self.tr("Added"), self.tr("Cards"), self.tr("Artworks"), self.tr("From")],
            task=self.tr("Preview a folder…"),
            stop=self.tr("Stop"),
            progress=self.tr("Progress of the preview"),
        )
        self._packs: tuple[PackDetails, ...] = ()
        self.list.setMinimumHeight(14 * GRID)
        self.test = Prose("", self)
        self.test.hide()
        self.rehearsal = RehearsalView(pictures, self)
        self.rehearsal.hide()
        self.task.setToolTip(self.tr("Shows what adding it would change, and changes nothing."))
        self.take_back = self.make_button(self.tr("Remove…"), self._take_back)
        self.take_back.setEnabled(False)
        buttons = row(self.task, self.take_back, Stretch(), self.close_button())
        self.lay(
            *(self.intro, (self.list, 2), self.note, self.test, self.bar, (self.rehearsal, 3), buttons), size=(104, 78)
        )

    def set_packs(self, packs: Sequence[PackDetails]) -> None:
        """The newest first."""
        self._packs = tuple(packs)
        self.list.fill(
            [
                (pack.name, pack.added[:16].replace("T", " "), f"{pack.cards:,}", f"{pack.artworks:,}", pack.source)
                for pack in (details.pack for details in packs)
            ]
        )
        self.list.choose_first()
        self.show_chosen()

    def show_test(self, text: str) -> None:
        """Show what the catalogue's own test says of it, or why there is none."""
        self.test.setText(text)
        self.test.show()

    @property
    def chosen(self) -> PackDetails | None:
        row = self.list.currentIndex().row()
        return self._packs[row] if 0 <= row < len(self._packs) else None

    def show_rehearsal(self, found: Rehearsal) -> None:
        self.rehearsal.show_rehearsal(found)
        self.rehearsal.show()
        self.intro.hide()  # it has been read, and the pairs need the room

    # Inside

    def show_chosen(self) -> None:
        chosen = self.chosen
        self.take_back.setEnabled(chosen is not None and not self.is_running)
        self.note.setText("" if chosen is None else "\n".join(self._brought(chosen)))

    def begin_task(self) -> None:
        self.rehearse_wanted.emit()

    def _brought(self, pack: PackDetails) -> list[str]:
        """A line for what each addition of a pack brought, the newest first."""
        lines = []
        for addition in pack.additions:
            text = self.tr("{time}: cards {cards}, printings {printings}, artworks {artworks}")
            if addition.standing is Standing.BACK:
                text = self.tr("{time}: cards {cards}, printings {printings}, artworks {artworks} (removed)")
            lines.append(
                text.format(
                    time=addition.added[:16].replace("T", " "),
                    cards=f"{addition.cards:,}",
                    printings=f"{addition.printings:,}",
                    artworks=f"{addition.artworks:,}",
                )
            )
        return [*lines, self.tr("Labels of its cards: {labels}").format(labels=f"{pack.labels:,}")]

    def _take_back(self) -> None:
        if self.chosen is not None:
            self.take_back_wanted.emit(self.chosen.pack.name)


class PackCommands(Feature):
    """`catalogue_changed`: called when a pack was taken back.

    A rehearsal outlives its page: it goes on, and its result is shown again until the packs are others.
    """

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._dialog: PacksDialog | None = None
        self._is_rehearsing = False
        self._rehearsal: Rehearsal | None = None
        parts.tasks.began.connect(lambda _: self._forget() if parts.tasks.adding else None)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"packs": self.packs}

    def packs(self) -> None:
        dialog = PacksDialog(self._parts.pictures, self._kit.window)
        dialog.take_back_wanted.connect(self.take_back)
        dialog.rehearse_wanted.connect(self.rehearse)
        dialog.stop_wanted.connect(self._parts.tasks.stop)
        self._parts.tasks.told.connect(dialog.tell)
        dialog.finished.connect(self._closed)
        self._dialog = dialog
        if self._is_rehearsing:
            dialog.begin()
        if self._rehearsal is not None:
            dialog.show_rehearsal(self._rehearsal)
        self._kit.show(dialog)
        if self._parts.catalogue_status.has_cards is False:
            dialog.say(self.tr("This library has no cards yet. Add some with Cards > Add cards."))
        else:
            self._list()

    def take_back(self, name: str) -> None:
        if not self._kit.ask.agrees(
            self.tr("Remove pack"),
            self.tr(
                "Cards that are only in {pack} leave the catalogue. All labels stay. Adding the pack again restores it."
            ).format(pack=name),
            deed=self.tr("Remove"),
        ):
            return
        resources = self._session.resources

        def done(found: TakenBack) -> None:
            self._forget()
            self._parts.catalogue_changed()
            text = self.tr("{pack} removed. Cards: {cards}, artworks: {artworks}, labels kept: {labels}")
            self._voice.said.emit(
                text.format(
                    pack=found.pack,
                    cards=f"{found.cards:,}",
                    artworks=f"{found.artworks:,}",
                    labels=f"{found.labels:,}",
                )
            )
            self._list()

        self._parts.tasks.start(
            self.tr("Removing {pack}").format(pack=name),
            lambda library, token, tell: remove_pack(library, resources, name=name, cancel=token, progress=tell),
            done,
            undone=self._list,
        )

    def rehearse(self) -> None:
        folder = self._kit.ask.about("catalogue").folder(self.tr("Choose the folder that would be added"))
        if folder is None or self._dialog is None:
            return
        resources = self._session.resources

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Rehearsal:
            return rehearse_folder(
                folder,
                pack=None,
                library=library,
                resources=resources,
                cancel=token,
                progress=lambda step, done, total: tell(done, total),
            )

        self._is_rehearsing = True
        self._dialog.begin()
        self._parts.tasks.start(self.tr("Previewing"), work, self._rehearsed, undone=self._ended)

    # Inside

    def _closed(self) -> None:
        self._dialog = None

    def _forget(self) -> None:
        """Forget what was rehearsed: it was about other packs."""
        self._rehearsal = None

    def _ended(self) -> None:
        self._is_rehearsing = False
        if self._dialog is not None:
            self._dialog.end()

    def _rehearsed(self, found: Rehearsal) -> None:
        self._ended()
        self._rehearsal = found
        if self._dialog is not None:
            self._dialog.show_rehearsal(found)

    def _list(self) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        dialog.say(self.tr("Reading the packs…"))
        dialog.ask(self._session.cards_lane, lambda library, token: show_packs(library), dialog.set_packs)
        self._session.cards_lane.submit(
            lambda library, token: state_of_test(library),
            done=while_alive(dialog, lambda state: dialog.show_test(self._of_test(state))),
            failed=ignored_if_known(),  # the list says what is wrong
        )

    def _of_test(self, state: StateOfTest) -> str:
        said = self.tr("All cards: {test}").format(test=words_of(state.sentence))
        if state.tested is None or not state.tested.expected.is_short:
            return said
        return said + "\n" + self.tr("Library > Models and training > Train without labels may do better.")
