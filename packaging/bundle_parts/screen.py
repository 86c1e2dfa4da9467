"""A screen of its own (Xvfb), and mouse, keys and pictures on it from outside, as `bare_debian.py` uses a window.

Everything here runs in the build's Debian, which has the tools; the program on the screen runs in another one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZE = (1366, 768)
TOOLS = ("openbox", "xdotool", "xvfb")
PATIENCE_SECONDS = 300.0
MAIN_WINDOW = "^Karuta: "
_SOURCE = Path(__file__).with_name("drag_source.py")


class NotSeen(Exception):  # noqa: N818 - reads as what happened
    """One sentence: what was waited for."""


@dataclass(frozen=True)
class Screen:
    """`within`: the Debian with the tools; `python`: one with PySide6, as it is called in there."""

    within: Path
    python: str
    display: str

    @property
    def variables(self) -> dict[str, str]:
        return {"DISPLAY": self.display, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}

    def tool(self, *words: str) -> str:
        """What xdotool says; nothing where it finds nothing."""
        command = ["chroot", str(self.within), "xdotool", *words]
        return subprocess.run(command, env=self.variables, capture_output=True, text=True, check=False).stdout.strip()

    def window(self, title: str) -> str:
        """The visible window with this title, once it is there."""
        command = ("search", "--onlyvisible", "--name", title)
        return awaited(lambda: self.tool(*command).partition("\n")[0], f"a window that is called {title!r}")

    def pressing(self, key: str, look: Callable[[], str], *, title: str) -> Callable[[], str]:
        """Looks, and presses the key where nothing is found and the window with this title is in front.

        What a key opened that came too early is closed again.
        """

        def pressed() -> str:
            if not (answer := look()):
                in_front = self.tool("getactivewindow", "getwindowname")
                if re.search(title, in_front):
                    self.tool("key", key)
                elif not re.search(MAIN_WINDOW, in_front):
                    self.tool("key", "Escape")
            return answer

        return pressed

    def place(self, window: str, x: int, y: int, width: int, height: int) -> None:
        self.tool("windowsize", window, str(width), str(height), "windowmove", "--sync", window, str(x), str(y))

    def key(self, window: str, key: str) -> None:
        """Pressed as by a person: the window has the focus."""
        self.tool("windowactivate", "--sync", window, "key", "--clearmodifiers", key)

    def drop(self, path: str, end: tuple[int, int]) -> None:
        """A file is dragged with the mouse out of a small window at the left of the screen. Raises `NotSeen`."""
        source = self._source(path)
        window = self.window("^Files to drag$")
        self.place(window, 5, 300, 240, 160)
        self.tool("windowactivate", "--sync", window, "mousemove", "--sync", "125", "390", "mousedown", "1")
        for step in range(1, 21):
            x, y = (round(a + (b - a) * step / 20) for a, b in zip((125, 390), end, strict=True))
            self.tool("mousemove", "--sync", str(x), str(y))
        self.tool("sleep", "0.3", "mouseup", "1")
        try:
            taken = source.wait(timeout=PATIENCE_SECONDS) == 0
        except subprocess.TimeoutExpired:
            source.kill()
            taken = False
        if not taken:
            raise NotSeen(f"Nothing took {path}, which was dragged to {end}.")

    def picture(self, file: Path) -> None:
        """The whole screen as PNG, once nothing changes on it any more."""
        made, before = self.within / "tmp" / file.name, [b""]

        def still() -> str:
            self._source("--picture", f"/tmp/{file.name}").wait()
            before.append(made.read_bytes())
            return "still" if before[-1] == before[-2] else ""

        awaited(still, "a screen that does not change")
        shutil.move(made, file)

    def _source(self, *arguments: str) -> subprocess.Popen[bytes]:
        script = self.within / "tmp" / _SOURCE.name
        script.write_bytes(_SOURCE.read_bytes())
        command = ["chroot", str(self.within), self.python, f"/tmp/{_SOURCE.name}", *arguments]
        return subprocess.Popen(command, env=self.variables | {"QT_QPA_PLATFORM": "xcb"})


def awaited(look: Callable[[], str], what: str) -> str:
    """What `look` finds, once it finds something. Raises `NotSeen`."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (answer := look()):
        if time.monotonic() > until:
            raise NotSeen(f"{what} did not come within {PATIENCE_SECONDS:.0f} s.")
        time.sleep(0.1)
    return answer


@contextmanager
def screen(within: Path, python: str) -> Iterator[Screen]:
    """Xvfb with a window manager. It listens in `within`/tmp/.X11-unix."""
    reader, writer = os.pipe()
    size = f"{SIZE[0]}x{SIZE[1]}x24"
    # Without -noreset the server starts anew whenever its last client goes.
    words = ["Xvfb", "-noreset", "-ac", "-nolisten", "tcp", "-displayfd", str(writer), "-screen", "0", size]
    server = _begun(within, words, pass_fds=(writer,))
    os.close(writer)
    with os.fdopen(reader) as pipe:
        display = f":{pipe.readline().strip()}"
    made = Screen(within, python, display)
    manager = _begun(within, ["openbox"], variables=made.variables)
    try:
        yield made
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


def _begun(
    within: Path, words: Sequence[str], *, variables: dict[str, str] | None = None, pass_fds: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["chroot", str(within), *words],
        env=variables or os.environ,
        pass_fds=pass_fds,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
