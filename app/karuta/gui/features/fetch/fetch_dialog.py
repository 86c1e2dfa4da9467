"""Asks which cards are to be downloaded and where to, says which hosts are asked, and how far it is; downloads none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from karuta.gui.features.fetch.card_fetch import CardFetch, FetchChoice
from karuta.gui.features.fetch.words import SOURCES, FetchWords, source_words
from karuta.gui.kit.ask import Ask
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list, words_of
from karuta.services.catalogue.fetch.fetch_plan import FetchPlan
from karuta.services.catalogue.sources.source_formats import SourceFormat


class FetchDialog(QDialog):
    """Closing it stops nothing. `wanted`: a person pressed *Download*. `add_wanted`: what came is to be added.

    `place_of`: where a source's cards go, unless a person says where.
    """

    wanted = Signal()
    add_wanted = Signal(object)

    def __init__(
        self, fetch: CardFetch, place_of: Callable[[str], Path], ask: Ask, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.fetch = fetch
        self._place_of = place_of
        self._ask = ask
        self._words = FetchWords(self)
        self._chosen: Path | None = None
        self.setWindowTitle(self.tr("Download cards"))
        self.source = QComboBox(self)
        self.source.setAccessibleName(self.tr("Source"))
        for one in SOURCES:
            self.source.addItem(source_words(one), one.name)
        self.pictures = QCheckBox(self)
        self.pictures.setChecked(True)
        self.place = QLabel(self)
        self.place.setWordWrap(True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.elsewhere = QPushButton(self.tr("Another folder…"), self)
        self.elsewhere.setAutoDefault(False)
        self.asks = Prose("", self)
        self.asks.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.headline = QLabel(self)
        self.headline.setFont(theme.large(self.font()))
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(GRID)
        self.bar.setAccessibleName(self.tr("How far the download is"))
        self.download = QPushButton(self.tr("Download"), self)
        self.stop = QPushButton(self.tr("Stop"), self)
        self.add = QPushButton(self.tr("Add these cards…"), self)
        close = QPushButton(self.tr("Close"), self)
        buttons = QDialogButtonBox(self)
        for button in (self.add, self.download, self.stop):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        self._arrange(buttons)
        if fetch.choice is not None:
            self.source.setCurrentIndex(self.source.findData(fetch.choice.source))
            self.pictures.setChecked(fetch.choice.pictures)
            self._chosen = fetch.choice.folder
        self.source.activated.connect(self._another)
        self.pictures.toggled.connect(self._say_what)
        self.elsewhere.clicked.connect(self._choose_place)
        self.download.clicked.connect(self.wanted)
        self.stop.clicked.connect(fetch.stop)
        self.add.clicked.connect(lambda: self.add_wanted.emit(self.choice.folder))
        close.clicked.connect(self.reject)
        fetch.changed.connect(self.refresh)
        self._say_what()
        self.refresh()

    @property
    def row(self) -> SourceFormat:
        return SOURCES[self.source.currentIndex()]

    @property
    def plan(self) -> FetchPlan:
        assert self.row.fetch is not None, "only such rows are offered"
        return self.row.fetch

    @property
    def choice(self) -> FetchChoice:
        folder = self._chosen or self._place_of(self.row.name)
        return FetchChoice(self.row.name, folder, pictures=self._has_pictures and self.pictures.isChecked())

    def refresh(self) -> None:
        fetch, state = self.fetch, self.fetch.state
        running = fetch.is_running
        is_shown = fetch.choice is not None and fetch.choice.source == self.row.name
        ended = state.ended if is_shown else None
        for one in (self.source, self.pictures, self.elsewhere):
            one.setEnabled(not running)
        self.download.setVisible(not running)
        self.download.setText(self.tr("Resume") if is_shown and fetch.is_stopped else self.tr("Download"))
        self.stop.setVisible(running)
        self.stop.setEnabled(not fetch.stopping)
        self.add.setVisible(ended is not None)
        (self.add if ended is not None else self.download).setDefault(True)
        self.headline.setText(self._headline(running=running, is_shown=is_shown))
        self.note.setText(self._note(running=running, is_shown=is_shown))
        self.headline.setVisible(bool(self.headline.text()))
        self.note.setVisible(bool(self.note.text()))
        self.bar.setVisible(running)
        moved = state.moved
        # In thousandths: bytes of a list are more than the bar's numbers hold.
        self.bar.setRange(0, 1000 if moved is not None and moved.total else 0)
        if moved is not None and moved.total:
            self.bar.setValue(1000 * moved.done // moved.total)

    # Inside

    @property
    def _has_pictures(self) -> bool:
        return self.plan.pictures is not None

    def _headline(self, *, running: bool, is_shown: bool) -> str:
        fetch = self.fetch
        if running:
            return self.tr("Stopping…") if fetch.stopping else self._words.headline(fetch.state)
        if not is_shown:
            return ""
        if fetch.state.ended is not None:
            return self.tr("Downloaded")
        if fetch.is_stopped:
            return self.tr("Stopped")
        return self.tr("Not downloaded") if fetch.state.trouble else ""

    def _note(self, *, running: bool, is_shown: bool) -> str:
        state = self.fetch.state
        if running:
            return self._words.detail(state)
        if not is_shown:
            return ""
        if state.ended is not None:
            return self._words.outcome(state.ended)
        if self.fetch.is_stopped:
            return self.tr("What was downloaded so far is kept. A stopped download can be resumed.")
        return words_of(state.trouble)

    def _another(self) -> None:
        self._chosen = None
        self._say_what()
        self.refresh()

    def _say_what(self) -> None:
        plan = self.plan
        self.pictures.setVisible(self._has_pictures)
        about = self.tr("Pictures too (about {count}, {gigabytes} GB)")
        gigabytes = f"{plan.picture_count * plan.picture_bytes / 1e9:.1f}"
        self.pictures.setText(about.format(count=f"{plan.picture_count:,}", gigabytes=gigabytes))
        self.place.setText(str(self.choice.folder))
        hosts = plan.hosts if self.choice.pictures else plan.list_hosts
        text = self.tr("From {hosts}. Nothing is added to the library yet.")
        self.asks.setText(text.format(hosts=comma_list(hosts)))

    def _choose_place(self) -> None:
        folder = self._ask.about("download").folder(self.tr("Choose an empty folder for the download"))
        if folder is not None:
            self._chosen = folder
            self._say_what()

    def _arrange(self, buttons: QDialogButtonBox) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(GRID)
        form.setHorizontalSpacing(2 * GRID)
        form.addRow(self.tr("Source"), self.source)
        form.addRow("", self.pictures)
        form.addRow(self.tr("Folder"), self.place)
        elsewhere = QHBoxLayout()
        elsewhere.addWidget(self.elsewhere)
        elsewhere.addStretch(1)
        form.addRow("", elsewhere)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(form)
        for one in (self.asks, self.headline, self.bar, self.note):
            layout.addWidget(one)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setMinimumWidth(72 * GRID)
