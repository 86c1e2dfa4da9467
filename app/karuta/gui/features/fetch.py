"""Downloading cards in a process of its own: asks which, shows how it goes, and has them added.

That process is `karuta catalogue fetch`. The window's own opens no connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout

from karuta import __version__
from karuta.domain.fetch_progress import FetchEnded, FetchFailed, FetchMoved, FetchStep, FetchWaits, fetch_heard
from karuta.domain.pace import Rate
from karuta.gui.features.feature import Page, WindowParts
from karuta.gui.features.program_run import ProgramCommands, ProgramParts, ProgramRun, ProgramState, Reached
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.notice import TaskBar
from karuta.gui.kit.prose import Prose, selectable
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
    """The download as far as it has told."""

    moved: FetchMoved | None = None
    waits: FetchWaits | None = None
    ended: FetchEnded | None = None
    rate: Rate = field(default_factory=Rate)


class CardFetch(ProgramRun):
    """`mirror`: asked in place of the projects' own hosts, where there is one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent, killed=self.tr("The download was ended by another program."))
        self.mirror: str | None = None
        self.choice: FetchChoice | None = None
        self.state = FetchState()

    @property
    def is_done(self) -> bool:
        return self.state.ended is not None

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
            case FetchMoved() as moved:
                if state.moved is None or (state.moved.step, state.moved.total) != (moved.step, moved.total):
                    state.rate = Rate()
                state.moved, state.waits = moved, None
                state.rate.note(moved.done, time.monotonic())
            case FetchWaits() as waits:
                state.waits = waits
            case FetchEnded() as ended:
                state.ended = ended
            case FetchFailed() as failed:
                self._why = failed.sentence

    # In words

    @property
    def reached(self) -> Reached:
        moved = self.state.moved
        if self.stopping:
            return Reached(self.tr("Stopping…"))
        if moved is None:
            return Reached(self.tr("Beginning…"))
        words = filled_in(self.tr("Pictures: {done} of {total}"), done=moved.done, total=moved.total)
        if moved.step is FetchStep.CHECKING:
            words = self.tr("Checking what is here already…")
        elif moved.step is FetchStep.LISTS:
            done, total = (f"{size / 1e6:,.1f}" for size in (moved.done, moved.total))
            text = self.tr("List {file}: {done} of {total} MB") if moved.total else self.tr("List {file}: {done} MB")
            words = text.format(file=moved.file, done=done, total=total)
        # In thousandths: bytes of a list are more than a bar's numbers hold.
        return Reached(words, 1000 * moved.done // moved.total, 1000) if moved.total else Reached(words)

    @property
    def standing(self) -> ProgramState:
        if self.is_running:
            return ProgramState(self.reached.words, self._detail())
        if self.state.ended is not None:
            return ProgramState(self.tr("Downloaded"), self._outcome(self.state.ended))
        if self.is_paused:
            text = self.tr("What was downloaded so far is kept. A stopped download can be resumed.")
            return ProgramState(self.tr("Stopped"), text)
        return ProgramState(self.tr("Not downloaded"), words_of(self.trouble)) if self.trouble else ProgramState()

    def _detail(self) -> str:
        """How fast, how long still, and what is missing; why it waits, where it does."""
        moved, waits, rate = self.state.moved, self.state.waits, self.state.rate
        if waits is not None:
            text = self.tr("{reason}; trying again in {seconds} s")
            return text.format(reason=words_of(waits.sentence), seconds=round(waits.seconds))
        if moved is None:
            return ""
        parts, speed, seconds = [], rate.a_second, rate.seconds_for(moved.total - moved.done)
        if speed is not None and moved.step is not FetchStep.CHECKING:
            megabytes = self.tr("{megabytes} MB per second").format(megabytes=f"{speed / 1e6:.1f}")
            parts.append(megabytes if moved.step is FetchStep.LISTS else speed_words(speed))
            parts += [time_left(seconds)] if seconds is not None and moved.total else []
        if moved.missing:
            parts.append(filled_in(self.tr("{count} pictures missing", "", moved.missing), count=moved.missing))
        return " · ".join(parts)

    def _outcome(self, ended: FetchEnded) -> str:
        lists = filled_in(self.tr("{count} new lists", "", ended.lists.new), count=ended.lists.new)
        pictures = filled_in(self.tr("{count} new pictures", "", ended.pictures.new), count=ended.pictures.new)
        parts = [self.tr("{lists}, {pictures}").format(lists=lists, pictures=pictures)]
        if ended.missing:
            text = filled_in(self.tr("{count} pictures missing", "", len(ended.missing)), count=len(ended.missing))
            again = self.tr("{missing}; download again later to ask once more")
            parts.append(again.format(missing=text))
        return "\n".join(parts)


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


class FetchDialog(Page):
    """Closing it stops nothing. `add`: opens what came as cards that may be added."""

    def __init__(self, parts: WindowParts, fetch: CardFetch, add: Callable[[Path], object]) -> None:
        super().__init__(self.tr("Download cards"), parts)
        self.fetch, self._add = fetch, add
        self._chosen: Path | None = None
        self.source = QComboBox(self)
        self.source.setAccessibleName(self.tr("Source"))
        for format_ in SOURCES:
            self.source.addItem(source_words(format_), format_.name)
        self.pictures = QCheckBox(self)
        self.pictures.setChecked(True)
        self.place = selectable(self)
        self.another_folder = self.make_button(self.tr("Another folder…"), self._choose_place)
        self.asks = Prose("", self, quiet=True)
        self.program = program = ProgramParts(fetch, self, self._kit.theme, start=self._start, stop=self.tr("Stop"))
        self.add = self.make_button(self.tr("Add these cards…"), self._hand_over)
        form = QFormLayout(verticalSpacing=GRID, horizontalSpacing=2 * GRID)
        form.addRow(self.tr("Source"), self.source)
        form.addRow("", self.pictures)
        form.addRow(self.tr("Folder"), self.place)
        form.addRow("", row(self.another_folder, Stretch()))
        buttons = self.action_box(self.add, program.start, program.stop)
        self.lay(form, self.asks, program.headline, program.bar, program.note, Stretch(), buttons, least_width=72)
        if fetch.choice is not None:
            self.source.setCurrentIndex(self.source.findData(fetch.choice.source))
            self.pictures.setChecked(fetch.choice.pictures)
            self._chosen = fetch.choice.folder
        self.source.activated.connect(lambda _: self._take_folder(None))
        self.pictures.toggled.connect(self.refresh)
        fetch.changed.connect(self.refresh)
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
        return FetchChoice(self.row.name, folder, pictures=bool(self.plan.pictures) and self.pictures.isChecked())

    def refresh(self) -> None:
        fetch, plan, choice = self.fetch, self.plan, self.choice
        is_shown = fetch.choice is not None and fetch.choice.source == self.row.name
        for part in (self.source, self.pictures, self.another_folder):
            part.setEnabled(not fetch.is_running)
        start = self.tr("Resume") if is_shown and fetch.is_paused else self.tr("Download")
        self.program.show(fetch.standing if is_shown or fetch.is_running else ProgramState(), start=start)
        self.add.setVisible(is_shown and fetch.is_done)
        (self.add if is_shown and fetch.is_done else self.program.start).setDefault(True)
        self.pictures.setVisible(plan.pictures is not None)
        about = self.tr("Pictures too (about {count}, {gigabytes} GB)")
        gigabytes = f"{plan.picture_count * plan.picture_bytes / 1e9:.1f}"
        self.pictures.setText(filled_in(about, count=plan.picture_count, gigabytes=gigabytes))
        self.place.setText(str(choice.folder))
        text = self.tr("From {hosts}. Nothing is added to the library yet.")
        self.asks.setText(text.format(hosts=comma_list(plan.hosts if choice.pictures else plan.list_hosts)))

    # Inside

    def _take_folder(self, folder: Path | None) -> None:
        self._chosen = folder
        self.refresh()

    def _choose_place(self) -> None:
        folder = self._kit.ask.about("download").folder(self.tr("Choose an empty folder for the download"))
        if folder is not None:
            self._take_folder(folder)

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
            "It sends only its request and its version ({version}), nothing about you, your photos or your library."
        )
        once = self.tr("You are asked only once. You can withdraw this in Settings.")
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


class FetchCommands(ProgramCommands):
    """`add`: opens what came as cards that may be added."""

    def __init__(self, parts: WindowParts, *, fetch: CardFetch, add: Callable[[Path], None], bar: TaskBar) -> None:
        super().__init__(parts, fetch, bar, title=self.tr("Download: {reached}"), stop=self.tr("Stop"))
        self._fetch, self._add = fetch, add

    def open(self) -> None:
        self._kit.show(FetchDialog(self._parts, self._fetch, self._add))

    def over(self) -> None:
        """At the foot of the window, if the dialog is closed."""
        choice = self._fetch.choice
        if choice is None or isinstance(self._kit.host.current, FetchDialog):
            return
        if self._fetch.is_done:
            text = self.tr("Cards downloaded into {folder}; add them with Cards > Add cards")
            self._voice.info.emit(text.format(folder=choice.folder))
        elif self._fetch.trouble and not self._fetch.stopping:
            self._voice.trouble.emit(words_of(self._fetch.trouble))
