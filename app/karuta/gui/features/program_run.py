"""A long piece of work in a process of its own, as the window follows it: the base of a download and a training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from karuta.domain.sentence import Sentence
from karuta.jobs.program import Program


class ProgramRun(QObject):
    """`changed`: there is news of it. `ended`: it is over, one way or another.

    A derived class reads what it says (`hear`), and what its end means (`end`).
    """

    changed = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program = Program(self, line=self._heard, ended=self._ended)
        # What its last line said about a failure, until it has ended.
        self._why: Sentence | None = None
        self.stopping = False

    @property
    def is_running(self) -> bool:
        return self._program.is_running

    @property
    def process_id(self) -> int:
        return self._program.process_id

    def run(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.stopping, self._why = False, None
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

    def end(self, code: int, said: str) -> None:
        raise NotImplementedError

    def reason(self, said: str, otherwise: str) -> str:
        """Why it failed: as it told, else its last line, else `otherwise`."""
        lines = [line for line in said.splitlines() if line.strip()]
        return self._why or (lines[-1] if lines else otherwise)

    def _heard(self, line: str) -> None:
        self.hear(line)
        self.changed.emit()

    def _ended(self, code: int, said: str) -> None:
        self.end(code, said)
        self.changed.emit()
        self.ended.emit()
