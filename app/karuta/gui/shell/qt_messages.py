"""Sends Qt's messages to the log; the terminal shows only those that end the program."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

# Qt's own: its warnings are no bugs of ours, and its messages may name anything.
log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.ERROR,
}


@contextmanager
def qt_messages_logged() -> Iterator[None]:
    """The previous message handler still gets them, except what the offscreen platform says that it cannot do."""
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
