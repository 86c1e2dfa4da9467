"""The start of `python -m karuta` and of the script `karuta`. Ctrl+C ends it without a traceback at any moment."""

import signal

# Until `main` listens, in the half second that imports take; a program that was started deaf to it stays so.
_is_heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if _is_heard:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from karuta.bootstrap import main, main_gui  # noqa: E402 - needs the lines above

if _is_heard:
    signal.signal(signal.SIGINT, signal.default_int_handler)

__all__ = ["main", "main_gui"]

if __name__ == "__main__":
    main()
