"""Downloading cards in a process of its own: asks which, shows how it goes, and has them added.

That process is `karuta catalogue fetch`. The window's own opens no connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QPushButton

from karuta import __version__
from karuta.domain.fetch_progress import (
    FetchBegun,
    FetchEnded,
    FetchFailed,
    FetchMoved,
    FetchStep,
    FetchWaits,
    fetch_heard,
)
from karuta.domain.pace import Rate
from karuta.gui.features.feature import Feature, Page, WindowParts
from karuta.gui.features.program_run import ProgramRun
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.notice import TaskBar, ThinBar
from karuta.gui.kit.prose import Prose, heading, selectable
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, comma_list, filled_in, speed_words, time_left, words_of
from karuta.paths import fetched_folder
from karuta.services.catalogue.fetch.publishers import FetchPlan
from karuta.services.catalogue.sources.source_formats import FORMATS, SourceFormat


@dataclass(frozen=True)
class FetchChoice:
    """A source to download, and where to. `source`: its row of the table of sources."""

    source: str
    folder: Path
    pictures: bool


@dataclass
class FetchState:
    """The download as far as it has told. `trouble`: why it ended before it was done; `words_of` says it."""

    begun: FetchBegun | None = None
    moved: FetchMoved | None = None
    waits: FetchWaits | None = None
    ended: FetchEnded | None = None
    trouble: str = ""
    rate: Rate = field(default_factory=Rate)


class CardFetch(ProgramRun):
    """`mirror`: asked in place of the projects' own hosts, where there is one."""

    def __init__(self, parent: QObject | None = None, *, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now = now
        self.mirror: str | None = None
        self.choice: FetchChoice | None = None
        self.state = FetchState()

    @property
    def is_stopped(self) -> bool:
        """A person stopped it; a start goes on where it was."""
        return self.stopping and not self.is_running and self.state.ended is None

    def start(self, choice: FetchChoice) -> None:
        if self.is_running:
            return
        self.choice, self.state = choice, FetchState()
        arguments = ["catalogue", "fetch", choice.source, "--to", str(choice.folder), "--json"]
        arguments += [] if choice.pictures else ["--no-pictures"]
        arguments += ["--mirror", self.mirror] if self.mirror else []
        self.run(arguments, {})

    def hear(self, line: str) -> None:
        state = self.state
        match fetch_heard(line):
            case FetchBegun() as begun:
                state.begun = begun
            case FetchMoved() as moved:
                if state.moved is None or (state.moved.step, state.moved.total) != (moved.step, moved.total):
                    state.rate = Rate()
                state.moved, state.waits = moved, None
                state.rate.note(moved.done, self._now())
            case FetchWaits() as waits:
                state.waits = waits
            case FetchEnded() as ended:
                state.ended = ended
            case FetchFailed() as failed:
                self._why = failed.sentence

    def end(self, code: int, said: str) -> None:
        if code != 0 and self.state.ended is None and not self.stopping:
            self.state.trouble = self.reason(said, self.tr("The download was ended by another program."))


SOURCES: tuple[SourceFormat, ...] = tuple(format_ for format_ in FORMATS if format_.fetch is not None)
"""Those that can be downloaded."""
_GAMES = {
    "yugioh": QT_TRANSLATE_NOOP("Games", "Yu-Gi-Oh"),
    "magic": QT_TRANSLATE_NOOP("Games", "Magic"),
    "pokemon": QT_TRANSLATE_NOOP("Games", "Pokémon"),
}


def title_of(name: str) -> str:
    """The name by which a person calls a source."""
    return next((format_.title for format_ in SOURCES if format_.name == name), name)


def source_words(source: SourceFormat) -> str:
    return f"{source.title} ({QCoreApplication.translate('Games', _GAMES.get(source.game, source.game))})"


class FetchWords(QObject):
    """`headline` and `detail` of how far a download is."""

    def headline(self, state: FetchState) -> str:
        moved = state.moved
        if moved is None:
            return self.tr("Beginning…")
        if moved.step is FetchStep.LISTS:
            return self._list(moved)
        if moved.step is FetchStep.CHECKING:
            return self.tr("Checking what is here already…")
        return filled_in(self.tr("Pictures: {done} of {total}"), done=moved.done, total=moved.total)

    def detail(self, state: FetchState) -> str:
        """How fast, how long still, and what is missing; why it waits, where it does."""
        if state.waits is not None:
            text = self.tr("{reason}; trying again in {seconds} s")
            return text.format(reason=words_of(state.waits.sentence), seconds=round(state.waits.seconds))
        moved = state.moved
        if moved is None:
            return ""
        said = self._speed(state, moved)
        if moved.missing:
            said.append(filled_in(self.tr("{count} pictures missing", "", moved.missing), count=moved.missing))
        return " · ".join(said)

    def outcome(self, ended: FetchEnded) -> str:
        lists = filled_in(self.tr("{count} new lists", "", ended.lists.new), count=ended.lists.new)
        pictures = filled_in(self.tr("{count} new pictures", "", ended.pictures.new), count=ended.pictures.new)
        said = [self.tr("{lists}, {pictures}").format(lists=lists, pictures=pictures)]
        if ended.missing:
            text = filled_in(self.tr("{count} pictures missing", "", len(ended.missing)), count=len(ended.missing))
            again = self.tr("{missing}; download again later to ask once more")
            said.append(again.format(missing=text))
        return "\n".join(said)

    def _list(self, moved: FetchMoved) -> str:
        done, total = (f"{size / 1e6:,.1f}" for size in (moved.done, moved.total))
        if not moved.total:
            return self.tr("List {file}: {done} MB").format(file=moved.file, done=done)
        return self.tr("List {file}: {done} of {total} MB").format(file=moved.file, done=done, total=total)

    def _speed(self, state: FetchState, moved: FetchMoved) -> list[str]:
        speed = state.rate.a_second
        if speed is None or moved.step is FetchStep.CHECKING:
            return []
        if moved.step is FetchStep.LISTS:
            each = self.tr("{megabytes} MB per second").format(megabytes=f"{speed / 1e6:.1f}")
        else:
            each = speed_words(speed)
        seconds = state.rate.seconds_for(moved.total - moved.done) if moved.total else None
        return [each] if seconds is None else [each, time_left(seconds)]


class FetchDialog(Page):
    """Closing it stops nothing. `add`: opens what came as cards that may be added."""

    def __init__(self, parts: WindowParts, fetch: CardFetch, add: Callable[[Path], object]) -> None:
        super().__init__(self.tr("Download cards"), parts)
        self.fetch, self._add = fetch, add
        self._words = FetchWords(self)
        self._chosen: Path | None = None
        self.source = QComboBox(self)
        self.source.setAccessibleName(self.tr("Source"))
        for format_ in SOURCES:
            self.source.addItem(source_words(format_), format_.name)
        self.pictures = QCheckBox(self)
        self.pictures.setChecked(True)
        self.place = selectable(self)
        self.elsewhere = self.make_button(self.tr("Another folder…"), self._choose_place)
        self.asks = Prose("", self, quiet=True)
        self.headline = heading("", parts.kit.theme, self)
        self.note = selectable(self)
        self.bar = ThinBar(self.tr("How far the download is"), self)
        self.download = QPushButton(self.tr("Download"), self)
        self.stop = QPushButton(self.tr("Stop"), self)
        self.add = QPushButton(self.tr("Add these cards…"), self)
        self._arrange()
        if fetch.choice is not None:
            self.source.setCurrentIndex(self.source.findData(fetch.choice.source))
            self.pictures.setChecked(fetch.choice.pictures)
            self._chosen = fetch.choice.folder
        self.download.clicked.connect(self._start)
        self.stop.clicked.connect(fetch.stop)
        self.add.clicked.connect(self._hand_over)
        self.source.activated.connect(self._another)
        self.pictures.toggled.connect(self._say_what)
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
        folder = self._chosen or fetched_folder(self.row.name)
        return FetchChoice(self.row.name, folder, pictures=self._has_pictures and self.pictures.isChecked())

    def refresh(self) -> None:
        fetch, state = self.fetch, self.fetch.state
        running = fetch.is_running
        is_shown = fetch.choice is not None and fetch.choice.source == self.row.name
        ended = state.ended if is_shown else None
        for button in (self.source, self.pictures, self.elsewhere):
            button.setEnabled(not running)
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
        is_measured = moved is not None and moved.total > 0
        self.bar.tell(1000 * moved.done // moved.total if moved is not None and is_measured else 0, 1000 * is_measured)

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
        self.pictures.setText(filled_in(about, count=plan.picture_count, gigabytes=gigabytes))
        self.place.setText(str(self.choice.folder))
        hosts = plan.hosts if self.choice.pictures else plan.list_hosts
        text = self.tr("From {hosts}. Nothing is added to the library yet.")
        self.asks.setText(text.format(hosts=comma_list(hosts)))

    def _choose_place(self) -> None:
        folder = self._kit.ask.about("download").folder(self.tr("Choose an empty folder for the download"))
        if folder is not None:
            self._chosen = folder
            self._say_what()

    def _start(self) -> None:
        if self._is_agreed():
            self.fetch.start(self.choice)

    def _is_agreed(self) -> bool:
        """A person agrees once for each source, and may take it back in the settings."""
        settings, source, plan = self._session.settings, self.row, self.plan
        if source.name in settings.downloads:
            return True
        asks = self.tr("Karuta will connect to {hosts} to download lists of cards and pictures of cards.")
        if plan.pictures is None:
            asks = self.tr("Karuta will connect to {hosts} to download lists of cards.")
        sends = self.tr(
            "It sends only what it asks for and its version ({version}), nothing about you, your photos or your "
            "library."
        )
        once = self.tr("You are asked once. Settings takes it back.")
        asks, sends = asks.format(hosts=comma_list(plan.hosts)), sends.format(version=__version__)
        title = self.tr("Allow downloads from {title}?").format(title=source.title)
        agrees = self._kit.ask.agrees(title, f"{asks}\n\n{sends} {once}", deed=self.tr("Allow"))
        if agrees:
            self._parts.set_settings(replace(settings, downloads=(*settings.downloads, source.name)))
        return agrees

    def _hand_over(self) -> None:
        folder = self.choice.folder
        self.accept()
        self._add(folder)

    def _arrange(self) -> None:
        form = QFormLayout(verticalSpacing=GRID, horizontalSpacing=2 * GRID)
        form.addRow(self.tr("Source"), self.source)
        form.addRow("", self.pictures)
        form.addRow(self.tr("Folder"), self.place)
        form.addRow("", row(self.elsewhere, Stretch()))
        self.lay(
            *(form, self.asks, self.headline, self.bar, self.note, Stretch()),
            self.action_box(self.add, self.download, self.stop),
            least_width=72,
        )


class FetchCommands(Feature):
    """A download goes on while its page is closed: the bar of the window says how far.

    `add`: opens what came as cards that may be added.
    """

    def __init__(self, parts: WindowParts, *, fetch: CardFetch, add: Callable[[Path], None], bar: TaskBar) -> None:
        super().__init__(parts)
        self._fetch = fetch
        self._add = add
        self._bar, self._words = bar, FetchWords(self)
        fetch.changed.connect(self._show_in_bar)
        fetch.ended.connect(self._show_in_bar)
        fetch.ended.connect(self._say)
        bar.opened.connect(self.ask_which)
        bar.stopped.connect(fetch.stop)
        bar.stopped.connect(bar.stopping)

    def ask_which(self) -> None:
        self._kit.show(FetchDialog(self._parts, self._fetch, self._add))

    # Inside

    def _show_in_bar(self) -> None:
        if not self._fetch.is_running:
            self._bar.end()
            return
        if self._bar.isHidden():
            self._bar.begin("", can_stop=True, can_open=True)
        state = self._fetch.state
        self._bar.say(self.tr("Download: {reached}").format(reached=self._words.headline(state)))
        moved = state.moved
        if moved is not None and moved.total:
            # A list may have more bytes than fit into the bar's numbers.
            self._bar.tell(round(1000 * moved.done / moved.total), 1000)
        else:
            self._bar.tell(0, 0)

    def _say(self) -> None:
        """Say how it ended, at the foot of the window, if the dialog is closed."""
        state, choice = self._fetch.state, self._fetch.choice
        if choice is None or isinstance(self._kit.host.current, FetchDialog):
            return
        if state.ended is not None:
            text = self.tr("Cards downloaded into {folder}; add them with Cards > Add cards")
            self._voice.said.emit(text.format(folder=choice.folder))
        elif state.trouble:
            self._voice.trouble.emit(words_of(state.trouble))
