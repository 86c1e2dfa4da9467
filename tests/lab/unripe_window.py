"""The real program without its guards: a key counts for whatever is there, and the judge of a real screen must find it.

python -m tests.lab.unripe_window ARGUMENT...
"""

from __future__ import annotations

from karuta import bootstrap
from karuta.gui.kit import held_keys, seen
from karuta.gui.shell import desk_commands


def main() -> None:
    seen.RIPE_SECONDS = seen.OPENING_SECONDS = 0.0
    # Whatever is on its way to the screen counts as well.
    seen.Seen.is_ripe = property(lambda self: True)  # type: ignore[assignment,method-assign]
    desk_commands.DIALOG_SECONDS = held_keys.SPENT_SECONDS = held_keys.SAME_PRESS_SECONDS = 0.0
    bootstrap.main()


if __name__ == "__main__":
    main()
