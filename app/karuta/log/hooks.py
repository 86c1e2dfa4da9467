"""Logs errors that nobody caught: in any thread, in a slot, or while an object is deleted.

Installed for the life of a process, so only `main` calls this: a test that runs a command in its own process keeps its
own hooks.
"""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

logger = logging.getLogger(__name__)


def hear_what_nobody_caught() -> None:
    """Qt passes errors in slots and in its own events to `sys.excepthook`, as Python does with all others."""
    sys.excepthook = _in_the_main_thread
    threading.excepthook = _in_a_thread
    sys.unraisablehook = _where_none_can_be_raised


def _in_the_main_thread(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        logger.error("nobody caught this", exc_info=(kind, error, trace))


def _in_a_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        name = args.thread.name if args.thread else "?"
        logger.error(
            "nobody caught this in the thread %s", name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
        )


def _where_none_can_be_raised(args: sys.UnraisableHookArgs) -> None:
    # Whoever read our output is gone: the last lines find no reader.
    if args.exc_value is not None and not isinstance(args.exc_value, BrokenPipeError | KeyboardInterrupt):
        kind = type(args.object).__name__
        logger.error(
            "nobody could catch this, in a %s", kind, exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
        )
