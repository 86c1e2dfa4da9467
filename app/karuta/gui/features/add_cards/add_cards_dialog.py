"""Asks where cards are kept and what each column means, says what it would change, has it added; reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from karuta.gui.features.packs import RehearsalView
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.dialog_kit import Ask
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.notice import ThinBar
from karuta.gui.kit.prose import Prose, quiet_label
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import comma_list, words_of
from karuta.gui.library.pictures import Pictures
from karuta.services.catalogue.catalogue_folder import PictureMissing, SkippedRow
from karuta.services.catalogue.describe_source import SourceDescription, TablePreview
from karuta.services.catalogue.rehearse_pack import Rehearsal
from karuta.services.catalogue.sources.card_source import SharedId, SourceOptions
from karuta.services.catalogue.sources.table_columns import FIELDS


class ColumnChoice(QComboBox):
    """What a column holds changes only in the open list: neither by scrolling over it nor by an arrow key."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()  # the table scrolls

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.showPopup()
        else:
            super().keyPressEvent(event)


class ColumnTable(QTableWidget):
    """`assigned`: a person chose what a column holds; `fields` has the whole assignment."""

    assigned = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._choices: list[ColumnChoice] = []
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("First rows of the table"))
        self.verticalHeader().hide()
        self.setMinimumHeight(36 * GRID)

    @property
    def fields(self) -> dict[str, str]:
        """Field -> column; "" for a field that no column holds."""
        pairs = zip(self._choices, self._columns, strict=True)
        held = {str(choice.currentData()): column for choice, column in pairs if choice.currentData()}
        return {**dict.fromkeys(FIELDS, ""), **held}

    def fill(self, preview: TablePreview) -> None:
        """If the columns are the same, the choices and the keyboard focus stay."""
        if preview.columns != self._columns:
            self._begin(preview)
        count = len(preview.columns)
        for at, read in enumerate(preview.rows, start=1):
            for column in range(count):
                self._put(at, column, read.cells[column] if column < len(read.cells) else "")
            self._put(at, count, words_of(read.fault) if read.fault else read.name)
            self._put(at, count + 1, self.tr("found") if read.picture else "")

    def _begin(self, preview: TablePreview) -> None:
        self._columns = preview.columns
        self._choices = []
        self.clear()
        self.setRowCount(1 + len(preview.rows))
        self.setColumnCount(len(preview.columns) + 2)
        self.setHorizontalHeaderLabels([*preview.columns, self.tr("Card"), self.tr("Picture")])
        held = {column: field for field, column in preview.fields.items()}
        for at, column in enumerate(preview.columns):
            choice = ColumnChoice(self)
            choice.setAccessibleName(self.tr("Column {name} is").format(name=column))
            choice.addItem(self.tr("(not used)"), "")
            for field in FIELDS:
                choice.addItem(self._words(field), field)
            choice.setCurrentIndex(max(0, choice.findData(held.get(column, ""))))
            choice.activated.connect(lambda _, chosen=choice: self._take(chosen))
            self.setCellWidget(0, at, choice)
            self._choices.append(choice)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for at in range(self.columnCount()):
            self.setColumnWidth(at, 18 * GRID)

    def _take(self, chosen: QComboBox) -> None:
        """A field can have only one column."""
        for other in self._choices:
            if other is not chosen and other.currentData() == chosen.currentData():
                other.setCurrentIndex(0)
        self.assigned.emit()

    def _put(self, row: int, column: int, text: str) -> None:
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        self.setItem(row, column, item)

    def _words(self, field: str) -> str:
        name, dot, language = field.partition(".")
        words = {
            "id": self.tr("card id"),
            "name": self.tr("name"),
            "reading": self.tr("reading"),
            "game": self.tr("game"),
            "kind": self.tr("kind"),
            "passcode": self.tr("passcode"),
            "set_code": self.tr("set code"),
            "set_name": self.tr("set name"),
            "lang": self.tr("language"),
            "rarity": self.tr("rarity"),
            "number": self.tr("printed number"),
            "text": self.tr("card text"),
            "variant_of": self.tr("id of the card it is a variant of"),
            "picture": self.tr("picture file"),
        }[name]
        return f"{words} ({language})" if dot else words


_WIDE = 96 * GRID
_HIGH = 78 * GRID
# Whoever types a game's name types on.
_PAUSE_MS = 500


class AddCardsDialog(Dialog):
    """`looked_for`: what lies at `source` is to be described with `options`, and rehearsed. Accepted: add it.

    `skipped`: a person does not wait for the rehearsal. Nothing can be added before it is over or was skipped.
    `download_wanted`: there is nothing here yet, and a list is to be downloaded.
    """

    looked_for = Signal()
    skipped = Signal()
    download_wanted = Signal()

    def __init__(self, ask: Ask, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(self.tr("Add cards"), parent)
        self._ask = ask
        self._others = 0
        self.source: Path | None = None
        self._pictures: Path | None = None
        self._described: SourceDescription | None = None
        self.setAcceptDrops(True)
        self.file = QPushButton(self.tr("Choose a file…"), self)
        self.folder = QPushButton(self.tr("Choose a folder…"), self)
        self.download = QPushButton(self.tr("Download a list…"), self)
        self.about = Prose(self._about(), self)
        self.found = Prose(parent=self)
        self.remarks = Prose(parent=self, quiet=True)
        self.columns = ColumnTable(self)
        self.game = QLineEdit(self, placeholderText="other")
        self.game.setAccessibleName(self.tr("Game"))
        self.pictures = QPushButton(self.tr("Use pictures from another folder…"), self)
        self.rehearsal = RehearsalView(pictures, self)
        self.progress = quiet_label("", self)
        self.bar = ThinBar(self.tr("How far the rehearsal is"), self)
        self.bar.show()
        self.skip = self.make_button(
            self.tr("Skip"), self.skipped, tip=self.tr("Add without knowing what would change")
        )
        self._under_way = QWidget(self)
        self._game_row = QWidget(self)
        self._buttons, self.add = self.agree_or_cancel(self.tr("Add"))
        self._arrange()
        self.file.clicked.connect(self._choose_file)
        self.folder.clicked.connect(self._choose_folder)
        self.download.clicked.connect(self.download_wanted)
        self.pictures.clicked.connect(self._choose_pictures)
        self.columns.assigned.connect(self._look)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.game.textEdited.connect(self._game_typed)
        self._show(None)

    @property
    def options(self) -> SourceOptions:
        """What a person said of the source."""
        described = self._described
        is_table = described is not None and described.table is not None
        return SourceOptions(
            pictures=self._pictures,
            game=self.game.text().strip() or None if self._game_row.isVisibleTo(self) else None,
            columns=self.columns.fields if is_table else {},
        )

    @property
    def can_be_added(self) -> bool:
        """Whether there is anything in it, as far as was described."""
        described = self._described
        return described is not None and (described.cards > 0 or described.pictures > 0)

    def take(self, source: Path, pictures: Path | None = None, *, others: int = 0) -> None:
        """A file or folder that was chosen or dropped. `others`: so many sources besides, which are left alone."""
        self.source = source
        self._pictures = pictures
        self._others = others
        self._described = None
        self._look()

    def describe(self, described: SourceDescription) -> None:
        self._described = described
        self._show(described)

    def refuse(self, reason: str) -> None:
        """Why it cannot be added as it is; a table's columns can still be assigned."""
        self.found.setText(reason)
        self.add.setEnabled(False)
        self.found.show()
        self._under_way.hide()
        self.rehearsal.hide()
        if self._described is None:
            # Another source: what was said of the one before is not about it.
            for prose in (self.remarks, self.pictures, self._game_row):
                prose.hide()
        if self._described is None or self._described.table is None:
            self._show_table(None)

    # The rehearsal

    def begin_rehearsal(self) -> None:
        self.progress.setText(self.tr("Rehearsal: nothing is changed"))
        self.bar.begin()
        self._under_way.show()

    def tell_rehearsal(self, done: int, total: int) -> None:
        self.bar.tell(done, total)

    def say_rehearsal(self, text: str) -> None:
        self.progress.setText(text)

    def show_rehearsal(self, found: Rehearsal) -> None:
        """What adding it would do; now it may be added."""
        self.rehearsal.show_rehearsal(found)
        self._over()
        self.rehearsal.show()
        if found.collisions:
            self.resize(max(self.width(), _WIDE), max(self.height(), _HIGH))

    def skip_rehearsal(self) -> None:
        """It was stopped by a person, who may add it all the same, or there is nothing that would change."""
        self._over()

    # Qt's side

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take(paths[0])

    # Inside

    def _look(self) -> None:
        if self.source is not None:
            self.found.setText(self.tr("Reading {name}…").format(name=self.source.name))
            self.found.show()
            self.add.setEnabled(False)
            self._pause.stop()
            self._under_way.hide()
            self.rehearsal.hide()
            self.looked_for.emit()

    def _over(self) -> None:
        self._under_way.hide()
        self.add.setEnabled(True)
        self.add.setDefault(True)
        if isinstance(self.focusWidget(), QPushButton):
            # A button that has the focus would take Enter for itself: the one by which the source was chosen.
            self.add.setFocus()

    def _game_typed(self) -> None:
        """What would change is another thing for another game."""
        if self.source is not None:
            self.add.setEnabled(False)
            self._pause.start()

    def _show(self, described: SourceDescription | None) -> None:
        self.about.setVisible(described is None)
        self.found.setVisible(described is not None)
        self.remarks.setVisible(described is not None)
        self.pictures.setVisible(described is not None and described.format not in ("karuta", "pictures"))
        self._game_row.setVisible(described is not None and not described.has_own_game)
        self._show_table(described)
        self.add.setEnabled(False)
        self._under_way.hide()
        self.rehearsal.hide()
        if described is not None:
            self.found.setText(self._found(described))
            self.remarks.setText("\n".join(self._remarks(described)))
            self.remarks.setVisible(bool(self.remarks.text()))

    def _show_table(self, described: SourceDescription | None) -> None:
        table = described.table if described is not None else None
        self.columns.setVisible(table is not None)
        if table is not None:
            self.columns.fill(table)
            if self.width() < _WIDE:
                self.resize(_WIDE, max(self.height(), 70 * GRID))

    def _found(self, described: SourceDescription) -> str:
        if described.table is not None and not any(field.startswith("name") for field in described.table.fields):
            return self.tr("Table: choose which column holds the names of the cards")
        return self.tr("{what}: {cards}, {pictures}").format(
            what=self._title(described),
            cards=self.tr("{count} cards", "", described.cards).format(count=f"{described.cards:,}"),
            pictures=self.tr("{count} pictures", "", described.pictures).format(count=f"{described.pictures:,}"),
        )

    def _title(self, described: SourceDescription) -> str:
        """Projects have names, which stay."""
        words = {"table": self.tr("Table"), "pictures": self.tr("Folder of pictures"), "karuta": "Karuta"}
        words["json"] = self.tr("List (JSON)")
        return words.get(described.format, described.title)

    def _remarks(self, described: SourceDescription) -> list[str]:
        said = []
        if self._others:
            text = self.tr("{count} more files were dropped and are not read; drop a folder or a zip", "", self._others)
            said.append(text.format(count=f"{self._others:,}"))
        if described.packs:
            said.append(
                self.tr("Each sub-folder becomes a pack: {names}").format(names=comma_list(described.packs[:8]))
            )
        if described.without and described.cards:
            text = self.tr(
                "{count} cards have no picture: they are found by search, not in photos", "", described.without
            )
            said.append(text.format(count=f"{described.without:,}"))
        if described.spare:
            text = self.tr("{count} pictures belong to none of the cards", "", described.spare)
            said.append(text.format(count=f"{described.spare:,}"))
        fates = described.fates
        if fates.printings or fates.same:
            text = self.tr(
                "{rows} rows: {printings} are further printings or artworks of a card, {same} say nothing new"
            )
            rows = {"rows": fates.rows, "printings": fates.printings, "same": fates.same}
            said.append(text.format(**{name: f"{count:,}" for name, count in rows.items()}))
        if shared := [row for row in described.skipped if isinstance(row, SharedId)]:
            text = self.tr(
                "{count} rows have the card id of another row and differ from it, such as {place}: {reason}. If they "
                "are cards of their own, choose another column as the card id",
                "",
                len(shared),
            )
            said.append(self._with_first(text, shared))
        # Where only a picture is missing, the card is added, and was counted above.
        if unusable := [row for row in described.skipped if not isinstance(row, PictureMissing | SharedId)]:
            text = self.tr("{count} rows cannot be used, such as {place}: {reason}", "", len(unusable))
            said.append(self._with_first(text, unusable))
        return said

    def _with_first(self, text: str, rows: Sequence[SkippedRow]) -> str:
        first = rows[0]
        place = self.tr("{file} line {line}").format(file=first.file, line=first.line) if first.line else first.file
        return text.format(count=f"{len(rows):,}", place=place, reason=words_of(first.reason))

    def _about(self) -> str:
        return self.tr(
            "Karuta reads cards from YGOPro and EDOPro (cards.cdb and pics), YGOPRODeck, yaml-yugi, Scryfall and the "
            "Pokémon TCG data, Cockatrice (cards.xml), LackeyCCG, decks of Tabletop Simulator, lists of any game (CSV, "
            "XLSX, JSON), folders of pictures named after their cards, its own folders, and zips of all these. The "
            "kind is detected automatically."
        )

    def _choose_file(self) -> None:
        cards, everything = self.tr("Cards"), self.tr("All files")
        kinds = f"{cards} (*.cdb *.json *.jsonl *.csv *.tsv *.xlsx *.xlsm *.xml *.txt *.zip)"
        kinds = f"{kinds};;{everything} (*)"
        path = self._ask.about("cards").file(self.tr("Choose a file with cards"), kinds)
        if path is not None:
            self.take(path.parent if path.name == "cards.jsonl" else path)

    def _choose_folder(self) -> None:
        folder = self._ask.about("cards").folder(self.tr("Choose a folder with cards or pictures of cards"))
        if folder is not None:
            self.take(folder)

    def _choose_pictures(self) -> None:
        folder = self._ask.about("cards").folder(self.tr("Choose the folder with the pictures of these cards"))
        if folder is not None:
            self._pictures = folder
            self._look()

    def _arrange(self) -> None:
        hint = quiet_label(self.tr("or drop it here"), self)
        choices = row(self.file, self.folder, self.download, hint, Stretch(), spacing=2)
        form = QFormLayout(self._game_row)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Game"), self.game)
        under_way = QGridLayout(self._under_way)
        under_way.setContentsMargins(0, GRID, 0, 0)
        under_way.addWidget(self.progress, 0, 0)
        under_way.addWidget(self.bar, 1, 0)
        under_way.addWidget(self.skip, 0, 1, 2, 1)
        self.lay(
            *(choices, 1, self.about, self.found, self.remarks, (self.columns, 1)),
            *(row(self._game_row, self.pictures, Stretch()), self._under_way, (self.rehearsal, 2), Stretch(0), 1),
            self._buttons,
            spacing=1,
            least_width=64,
        )
