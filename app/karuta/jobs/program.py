"""Runs a command of this program in a process of its own, and reports its lines and its end. Knows no command."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from karuta.jobs.starter import ENDS_WITH_STARTER

_PATIENCE_MS = 4000


class Program(QObject):
    """`line`: one line of its stdout. `ended`: its exit code and everything that it wrote to stderr."""

    line = Signal(str)
    ended = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._rest = b""
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)

    @property
    def is_running(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    @property
    def process_id(self) -> int:
        return int(self._process.processId())

    def start(self, arguments: Sequence[str], *, environment: Mapping[str, str]) -> None:
        """Start `karuta ARGUMENTS`. `environment`: what differs from this process's own."""
        self._rest = b""
        given = QProcessEnvironment.systemEnvironment()
        # A window that is killed closes the process's input too, and so ends it.
        for name, value in {**environment, ENDS_WITH_STARTER: "1"}.items():
            given.insert(name, value)
        self._process.setProcessEnvironment(given)
        # A frozen program is itself the command.
        first = [] if getattr(sys, "frozen", False) else ["-m", "karuta"]
        self._process.start(sys.executable, [*first, *arguments])

    def stop(self) -> None:
        """Ask it to end. Without a polite way (Windows) it is killed, so the command must survive that."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            self._process.terminate()

    def close(self) -> None:
        """End it and wait: the process is gone afterwards, and nothing more is reported."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's
        if self.is_running:
            self.stop()
            if not self._process.waitForFinished(_PATIENCE_MS):
                self._process.kill()
                self._process.waitForFinished(_PATIENCE_MS)

    def _read(self) -> None:
        *lines, self._rest = (self._rest + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            self.line.emit(line.decode("utf-8", errors="replace"))

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        said = bytes(self._process.readAllStandardError().data()).decode("utf-8", errors="replace")
        self.ended.emit(code if status is QProcess.ExitStatus.NormalExit else -1, said)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit(-1, self._process.errorString())
