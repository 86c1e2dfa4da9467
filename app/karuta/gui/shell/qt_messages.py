"""What Qt says goes into the log; a terminal hears only of what ends the program."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

# Qt's own: what it warns of is no bug of ours, and what it says may name anything.
log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.ERROR,
}


@contextmanager
def qt_messages_logged() -> Iterator[None]:
    """Whoever heard Qt before hears it still, but for what its offscreen platform says that it cannot do."""
    before: Callable[..., object] | None = None

    def hear(kind: QtMsgType, place: QMessageLogContext, text: str) -> None:
        if text.startswith("This plugin does not support"):
            return
        if kind in _LEVELS:
            log.log(_LEVELS[kind], "%s", text)
        if before is not None:
            before(kind, place, text)
        elif kind is QtMsgType.QtFatalMsg and sys.stderr is not None:
            sys.stderr.write(text + "\n")

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
