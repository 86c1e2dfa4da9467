"""A long piece of work in a process of its own, as the window follows it: what a download and a training share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from karuta.domain.sentence import Sentence
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.notice import TaskBar, ThinBar
from karuta.gui.kit.prose import heading, selectable
from karuta.gui.kit.theme import Theme
from karuta.jobs.program import Program


@dataclass(frozen=True)
class Reached:
    """`words`: where it is. `done` of `total`: for a bar; a total of 0 if it is unknown."""

    words: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class ProgramState:
    """What a page says of it; both may be empty."""

    headline: str = ""
    note: str = ""


class ProgramRun(QObject):
    """`changed`: there is news of it. `ended`: it is over, one way or another. `trouble`: why that was before it was
    done; `words_of` says it.

    A derived class reads what it says (`hear`), and says how it stands.
    """

    changed = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None, *, killed: str) -> None:
        """`killed`: the trouble of one that says nothing as it ends."""
        super().__init__(parent)
        self._program = Program(self, line=self._heard, ended=self._ended)
        self._killed = killed
        # What its last line said about a failure, until it has ended.
        self._why: Sentence | None = None
        self.trouble = ""
        self.stopping = False

    @property
    def is_running(self) -> bool:
        return self._program.is_running

    @property
    def is_done(self) -> bool:
        raise NotImplementedError

    @property
    def is_paused(self) -> bool:
        """It was stopped; a start goes on where it was."""
        return self.stopping and not self.is_running and not self.is_done

    @property
    def reached(self) -> Reached:
        """How far it is, while it runs."""
        raise NotImplementedError

    @property
    def standing(self) -> ProgramState:
        raise NotImplementedError

    @property
    def process_id(self) -> int:
        return self._program.process_id

    def run(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.stopping, self._why, self.trouble = False, None, ""
        self._program.start(arguments, environment=environment)
        self.changed.emit()

    def stop(self) -> None:
        """Stop; what was done is kept, and the next start goes on from there."""
        self.stopping = True
        self._program.stop()
        self.changed.emit()

    def close(self) -> None:
        self._program.close()

    def hear(self, line: str) -> None:
        raise NotImplementedError

    def _heard(self, line: str) -> None:
        self.hear(line)
        self.changed.emit()

    def _ended(self, code: int, output: str) -> None:
        if code != 0 and not self.is_done:
            lines = [line for line in output.splitlines() if line.strip()]
            self.trouble = self._why or (lines[-1] if lines else self._killed)
        self.changed.emit()
        self.ended.emit()


class ProgramParts:
    """The parts of its page: how it stands, how far it is, and the buttons that start and stop it."""

    def __init__(self, run: ProgramRun, page: Dialog, theme: Theme, *, start: Callable[[], object], stop: str) -> None:
        self._run = run
        self.headline = heading("", theme, page)
        self.note = selectable(page)
        self.bar = ThinBar("", page)
        self.start = page.make_button("", start)
        self.stop = page.make_button(stop, run.stop)

    def show(self, standing: ProgramState, *, start: str) -> None:
        """`start`: the text of that button."""
        running = self._run.is_running
        self.start.setText(start)
        self.start.setVisible(not running)
        self.stop.setVisible(running)
        self.stop.setEnabled(not self._run.stopping)
        for label, text in ((self.headline, standing.headline), (self.note, standing.note)):
            label.setText(text)
            label.setVisible(bool(text))
        now = self._run.reached
        self.bar.setVisible(running)
        self.bar.setAccessibleName(standing.headline)
        self.bar.tell(now.done, now.total)


class ProgramCommands(Feature):
    """It goes on while its page is closed: a bar of the window says how far it is, and opens the page (`open`)."""

    def __init__(self, parts: WindowParts, run: ProgramRun, bar: TaskBar, *, title: str, stop: str) -> None:
        """`title`: in which {reached} is filled in. `stop`: the text of the bar's button."""
        super().__init__(parts)
        self._run, self._bar, self._title, self._stop = run, bar, title, stop
        run.changed.connect(self._show_in_bar)
        run.ended.connect(self.over)
        bar.opened.connect(self.open)
        bar.stopped.connect(run.stop)

    def open(self) -> object:
        raise NotImplementedError

    def begun(self) -> None:
        """It runs."""

    def over(self) -> None:
        """Say how it ended."""
        raise NotImplementedError

    def _show_in_bar(self) -> None:
        if not self._run.is_running:
            self._bar.end()
            return
        if self._bar.isHidden():
            self.begun()
            self._bar.begin("", can_open=True, stop=self._stop)
        if self._run.stopping:
            self._bar.stopping()
        now = self._run.reached
        self._bar.say(self._title.format(reached=now.words))
        self._bar.tell(now.done, now.total)
