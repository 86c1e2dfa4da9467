"""What a screen reader hears of the real window, over AT-SPI: after the start, and after some keys.

    python -m tests.lab.spoken [KEYS ...]

Says for each state (the desk, then after each of KEYS as xdotool writes them, such as ctrl+g, or several with a space
between: 'ctrl+k Return') what is there, with the faults: more than one thing with the focus, a button without a name.
Needs Linux, xvfb, openbox, xdotool, at-spi2-core, dbus-run-session and python3-pyatspi. Exit 1 where there are faults.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SYSTEM_PYTHON = "/usr/bin/python3"
_READER = Path(__file__).with_name("spoken_tree.py")
_PATIENCE, _EVERY = 300.0, 1.0
# Qt says of the current one that it has the focus, wherever the focus is.
_ITEMS = frozenset(("table cell", "list item", "tree item", "page tab"))


@dataclass(frozen=True)
class Heard:
    """One thing that is there. `depth`: how deep in what is there."""

    depth: int
    role: str
    name: str
    description: str
    focused: bool


def missing() -> str:
    """What this needs and this computer lacks; empty where it has all."""
    lacks = [name for name in ("xvfb-run", "openbox", "xdotool", "dbus-run-session") if shutil.which(name) is None]
    has_reader = (
        Path(SYSTEM_PYTHON).is_file()
        and not subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], check=False, capture_output=True).returncode
    )
    return ", ".join([*lacks, *([] if has_reader else ["python3-pyatspi"])])


def hear(keys: Sequence[str]) -> list[list[Heard]]:
    """The demo's window with a photo on the desk, then after each of these keys."""
    words = [sys.executable, "-m", "tests.lab.spoken", "--inside", *keys]
    session = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24", "dbus-run-session", "--", *words]
    with tempfile.TemporaryDirectory() as home:
        folders = {f"XDG_{kind}_HOME": f"{home}/{kind}" for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
        runtime = Path(home) / "runtime"
        runtime.mkdir(mode=0o700)
        surroundings = {**os.environ, **folders, "HOME": home, "XDG_RUNTIME_DIR": str(runtime)}
        surroundings |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        told = subprocess.run(session, check=True, env=surroundings, stdout=subprocess.PIPE, text=True).stdout
    return [[Heard(**one) for one in json.loads(line)] for line in told.splitlines() if line.startswith("[")]


def faults(heard: Sequence[Heard]) -> list[str]:
    """What a person who does not see would stumble over."""
    focused = [
        at for at, one in enumerate(heard) if one.focused and (one.role not in _ITEMS or _above(heard, at).focused)
    ]
    # A list has the focus with its row, and so has what hands it on to one of its parts.
    above = {id(_above(heard, at)) for at in focused}
    names = [f"{heard[at].role} {heard[at].name!r}" for at in focused if id(heard[at]) not in above]
    found = [f"{len(names)} things have the focus: {names}"] if len(names) != 1 else []
    return found + [f"a {one.role} without a name" for one in heard if "button" in one.role and not one.name]


def _above(heard: Sequence[Heard], at: int) -> Heard:
    return next((one for one in reversed(heard[:at]) if one.depth < heard[at].depth), heard[0])


def _inside(keys: Sequence[str]) -> None:
    """In a session of its own."""
    openbox = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
    program = subprocess.Popen([sys.executable, "-m", "karuta", "demo"])
    try:
        print(json.dumps(_settled(program.pid)), flush=True)
        for key in keys:
            for number, one in enumerate(key.split()):
                if number:
                    _settled(program.pid)
                subprocess.run(["xdotool", "key", one], check=True)
            print(json.dumps(_settled(program.pid)), flush=True)
    finally:
        for process in (program, openbox):
            process.terminate()
            process.wait()


def _settled(process: int) -> object:
    """Until a photo has its verdict and two looks agree."""
    until, last = time.monotonic() + _PATIENCE, None
    while time.monotonic() < until:
        time.sleep(_EVERY)
        words = [SYSTEM_PYTHON, str(_READER), str(process), str(_PATIENCE)]
        told = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout
        if told == last and " waiting for lookup" not in told:
            break
        last = told
    return json.loads(last or "[]")


def main(keys: Sequence[str]) -> int:
    if keys[:1] == ["--inside"]:
        _inside(keys[1:])
        return 0
    if lacks := missing():
        print(f"needs {lacks}")
        return 2
    found: list[str] = []
    for state in hear(keys):
        for one in state:
            print("  " * one.depth, one.role, repr(one.name), one.description, "*" * one.focused)
        found += faults(state)
    print("\n".join(found) or "no faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
