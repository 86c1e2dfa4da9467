"""Runs a command of this program in a process of its own, and reports its lines and its end. Knows no command."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment

from karuta.jobs.starter import ENDS_WITH_STARTER

_PATIENCE_MS = 4000


class Program(QObject):
    """`line`: hears each line of its stdout. `ended`: its exit code and everything that it wrote to stderr."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        line: Callable[[str], object] = lambda line: None,
        ended: Callable[[int, str], object] = lambda code, output: None,
    ) -> None:
        super().__init__(parent)
        self._line, self._ended, self._is_closed = line, ended, False
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
        self._is_closed = True
        if self.is_running:
            self.stop()
            if not self._process.waitForFinished(_PATIENCE_MS):
                self._process.kill()
                self._process.waitForFinished(_PATIENCE_MS)

    def _read(self) -> None:
        *lines, self._rest = (self._rest + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in () if self._is_closed else lines:
            self._line(line.decode("utf-8", errors="replace"))

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        output = bytes(self._process.readAllStandardError().data()).decode("utf-8", errors="replace")
        self._tell_end(code if status is QProcess.ExitStatus.NormalExit else -1, output)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._tell_end(-1, self._process.errorString())

    def _tell_end(self, code: int, output: str) -> None:
        if not self._is_closed:
            self._ended(code, output)
