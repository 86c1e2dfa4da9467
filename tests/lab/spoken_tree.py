"""Reads over AT-SPI what a screen reader hears of a program: a JSON list of what is there, depth first.

    /usr/bin/python3 spoken_tree.py PROCESS_ID SECONDS

Run by `spoken.py` with the system's own Python, which has `pyatspi`. Imports nothing of Karuta.
"""

from __future__ import annotations

import json
import sys
import time

import pyatspi  # type: ignore[import-not-found]

SHOWN = (pyatspi.STATE_SHOWING, pyatspi.STATE_VISIBLE)


def program(process: int, seconds: float):  # type: ignore[no-untyped-def]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for one in pyatspi.Registry.getDesktop(0):
            if one is not None and one.get_process_id() == process and one.childCount:
                return one
        time.sleep(0.2)
    raise SystemExit(f"no program {process} on the accessibility bus")


def heard(one, depth: int = 0):  # type: ignore[no-untyped-def]
    states = one.getState()
    if depth > 1 and not all(map(states.contains, SHOWN)):
        return
    yield {
        "depth": depth,
        "role": one.getRoleName(),
        "name": one.name,
        "description": one.description,
        "focused": states.contains(pyatspi.STATE_FOCUSED),
    }
    for at in range(min(one.childCount, 60)):
        child = one.getChildAtIndex(at)
        if child is not None:
            yield from heard(child, depth + 1)


if __name__ == "__main__":
    print(json.dumps(list(heard(program(int(sys.argv[1]), float(sys.argv[2]))))))
