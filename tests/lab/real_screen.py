"""A real X display (Xvfb, openbox) for a program beside: keys of exact times go in, frames of the screen come out.

Needs Linux with `xvfb`, `openbox`, `libX11` and `libXtst`. Times are those of `time.monotonic`, in seconds.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1366, 768
Frame = NDArray[np.uint32]
"""(height, width), each 0x00RRGGBB."""
KEYSYMS = {
    "Return": 0xFF0D,
    "Escape": 0xFF1B,
    "Tab": 0xFF09,
    "BackSpace": 0xFF08,
    "Delete": 0xFFFF,
    "Home": 0xFF50,
    "Left": 0xFF51,
    "Up": 0xFF52,
    "Right": 0xFF53,
    "Down": 0xFF54,
    "PageUp": 0xFF55,
    "PageDown": 0xFF56,
    "End": 0xFF57,
    "space": 0x20,
    "Shift": 0xFFE1,
    "Ctrl": 0xFFE3,
    "Alt": 0xFFE9,
    **{f"F{number}": 0xFFBD + number for number in range(1, 13)},
}


class Keys:
    """Presses keys by XTEST; a key is written as `Ctrl+Shift+L`, `3`, `Return`."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XKeysymToKeycode.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        self._x.XSync.argtypes = (ctypes.c_void_p, ctypes.c_int)
        self._test.XTestFakeKeyEvent.argtypes = (ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong)
        self._test.XTestFakeMotionEvent.argtypes = (ctypes.c_void_p, *(ctypes.c_int,) * 3, ctypes.c_ulong)
        self._display = self._x.XOpenDisplay(display.encode())
        if not self._display:
            raise OSError(f"no display {display}")

    def press(self, key: str, *, held: float) -> tuple[float, float]:
        """Presses, lets go after `held` seconds; the key went down between these two moments."""
        *modifiers, last = key.split("+")
        codes, code = [self._code(part) for part in modifiers], self._code(last)
        for modifier in codes:
            self._fake(modifier, down=True)
        self._x.XSync(self._display, 0)
        before = time.monotonic()
        self._fake(code, down=True)
        self._x.XSync(self._display, 0)
        after = time.monotonic()
        time.sleep(held)
        for one in (code, *reversed(codes)):
            self._fake(one, down=False)
        self._x.XSync(self._display, 0)
        return before, after

    def put_pointer_away(self) -> None:
        self._test.XTestFakeMotionEvent(self._display, 0, WIDTH - 1, HEIGHT - 1, 0)
        self._x.XSync(self._display, 0)

    def _code(self, name: str) -> int:
        code = int(self._x.XKeysymToKeycode(self._display, KEYSYMS.get(name) or ord(name.lower())))
        if not code:
            raise ValueError(f"no key {name!r}")
        return code

    def _fake(self, code: int, *, down: bool) -> None:
        self._test.XTestFakeKeyEvent(self._display, code, int(down), 0)


class Frames:
    """The screen's memory, which the server writes into: a look is a copy, and asks the server nothing."""

    def __init__(self, folder: Path) -> None:
        with (folder / "Xvfb_screen0").open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack(">25I", self._memory[:100])
        width, height, order, bits, line = head[4], head[5], head[7], head[11], head[12]
        if (width, height, order, bits) != (WIDTH, HEIGHT, 0, 32):
            raise ValueError(f"another kind of screen: {head}")
        # After the header a table of colours, 12 bytes each.
        start = head[0] + 12 * head[19]
        self._line = line
        self._part = slice(start, start + line * height)

    def take(self) -> bytes:
        """All of it, quickly; two that are the same are the same screen."""
        return self._memory[self._part]

    def frame(self, taken: bytes) -> Frame:
        return np.frombuffer(taken, np.uint32).reshape(HEIGHT, self._line // 4)[:, :WIDTH] & np.uint32(0xFFFFFF)

    def look(self) -> Frame:
        return self.frame(self.take())


@dataclass(frozen=True)
class Screen:
    """`folder`: of the server's memory. `environment`: for programs that shall be on it."""

    folder: Path
    display: str
    environment: dict[str, str]


@contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    folder.mkdir(parents=True, exist_ok=True)
    reader, writer = os.pipe()
    # Without -noreset the server starts anew whenever its last client goes.
    words = ["Xvfb", "-noreset", "-nolisten", "tcp", "-displayfd", str(writer), "-fbdir", str(folder)]
    server = _begun([*words, "-screen", "0", f"{WIDTH}x{HEIGHT}x24"], pass_fds=[writer])
    os.close(writer)
    with os.fdopen(reader) as said:
        display = f":{said.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(folder)}
    environment |= {f"XDG_{kind}_HOME": str(folder / kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    manager = _begun(["openbox"], env=environment)
    try:
        yield Screen(folder, display, environment)
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


def _begun(words: Sequence[str], **more: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


# A recording: of each look its two times and how many tiles have changed since the look before; of each of these its
# number, its length, its pixels.
_LOOK, _TILE = struct.Struct("<ddH"), struct.Struct("<HI")
_ACROSS, _DOWN = 8, 6
_XS = [WIDTH * at // _ACROSS for at in range(_ACROSS + 1)]
_YS = [HEIGHT * at // _DOWN for at in range(_DOWN + 1)]
TILES = [(slice(top, bottom), slice(left, right)) for top, bottom in pairwise(_YS) for left, right in pairwise(_XS)]


Tiles = list[tuple[int, Frame]]


@dataclass(frozen=True)
class Look:
    """The screen as it was at some moment from `began` to `ended`; `frame` is overwritten by the next look."""

    began: float
    ended: float
    frame: Frame
    has_changed: bool


def record(folder: Path, out: Path, *, every: float) -> None:
    """Looks at the screen again and again, until it is told to end (SIGTERM)."""
    ends: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: ends.append(number))
    taken: SimpleQueue[tuple[float, float, Tiles] | None] = SimpleQueue()
    # What takes long does not keep the camera from its next look.
    writer = threading.Thread(target=_write, args=(taken, out))
    writer.start()
    come_first()
    frames, last, before = Frames(folder), np.full((HEIGHT, WIDTH), 0xFFFFFFFF, np.uint32), b""
    while not ends:
        began = time.monotonic()
        now = frames.take()
        ended = time.monotonic()
        tiles: Tiles = []
        if now != before:
            frame = frames.frame(now)
            changed = [at for at, tile in enumerate(TILES) if not np.array_equal(frame[tile], last[tile])]
            tiles = [(at, np.ascontiguousarray(frame[TILES[at]])) for at in changed]
            last, before = frame, now
        taken.put((began, ended, tiles))
        time.sleep(max(0.0, began + every - time.monotonic()))
    taken.put(None)
    writer.join()


def come_first() -> None:
    """This thread before all others, where the system allows that: its times are exact on a busy machine too."""
    with suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))


def _write(taken: SimpleQueue[tuple[float, float, Tiles] | None], out: Path) -> None:
    with out.open("wb") as file:
        while (look := taken.get()) is not None:
            began, ended, tiles = look
            file.write(_LOOK.pack(began, ended, len(tiles)))
            for at, pixels in tiles:
                packed = zlib.compress(pixels, 1)
                file.write(_TILE.pack(at, len(packed)))
                file.write(packed)


def looks(recording: Path) -> Iterator[Look]:
    frame = np.zeros((HEIGHT, WIDTH), np.uint32)
    with recording.open("rb") as file:
        while len(head := file.read(_LOOK.size)) == _LOOK.size:
            began, ended, count = _LOOK.unpack(head)
            for _ in range(count):
                at, length = _TILE.unpack(file.read(_TILE.size))
                tile = frame[TILES[at]]
                tile[:] = np.frombuffer(zlib.decompress(file.read(length)), np.uint32).reshape(tile.shape)
            yield Look(began, ended, frame, has_changed=bool(count))


if __name__ == "__main__":
    record(Path(sys.argv[1]), Path(sys.argv[2]), every=float(sys.argv[3]))
