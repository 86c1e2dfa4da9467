"""What a process did, seen from outside of it: what it opened to write, which sockets it had, what it left behind.

What compiled libraries do passes no audit hook of Python, so a hook proves nothing. `strace` sees all of it; without it
the kernel's own lists are looked at again and again while the process runs, and what it left is always seen.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_CALLS = "trace=network,open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,link,linkat"
_STRACE = ("strace", "-f", "-qq", "-y", "--seccomp-bpf", "-e", _CALLS)
_CALL = re.compile(r"^\d+ +(\w+)\((.*)$")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_FOLDER = re.compile(r"(?:AT_FDCWD|\d+)<([^>]*)>, $")
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
_LOOKED_EVERY = 0.02
_PATIENCE = 60.0
# Of the shell that the tests were started from; each would change what is seen.
_SCRUBBED = ("ORT_DISABLE_TELEMETRY", "KARUTA_LIBRARY", "PYTHONPATH", "XDG_RUNTIME_DIR")


@dataclass(frozen=True)
class Seen:
    """`sockets`: of every kind but those within this computer; `local`: those. None where nobody could look.

    `written`: every path that was opened to write, made, or renamed, None without `strace`. `left`: the files in its
    home when it had ended. `code`: its exit code, minus the signal that ended it.
    """

    code: int
    said: str
    sockets: tuple[str, ...] | None
    local: tuple[str, ...] | None
    written: tuple[Path, ...] | None
    left: tuple[Path, ...]

    def strays(self, *ours: Path) -> list[Path]:
        """What it wrote or left outside of these folders; devices are none."""
        found = {*self.left, *(self.written or ())}
        return sorted(
            path for path in found if not _is_device(path) and not any(path.is_relative_to(folder) for folder in ours)
        )


@functools.cache
def has_strace() -> bool:
    """Whether it is there and may look: some containers forbid it."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run([*_STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


def own_surroundings(home: Path) -> dict[str, str]:
    """Of a person with an empty home, and nothing of the shell's that has to do with this program."""
    kept = {name: value for name, value in os.environ.items() if name not in _SCRUBBED}
    kept = {name: value for name, value in kept.items() if not name.startswith(("XDG_", "QT_"))}
    scratch = home / "tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    return {**kept, "HOME": str(home), "TMPDIR": str(scratch), "PYTHONDONTWRITEBYTECODE": "1"}


def watched(
    command: Sequence[str],
    *,
    home: Path,
    more: Mapping[str, str] | None = None,
    ended_after: float | None = None,
    ended_by: signal.Signals = signal.SIGTERM,
) -> Seen:
    """Run it in an empty home and see what it does. `ended_after`: so many seconds, then it gets `ended_by`."""
    surroundings = {**own_surroundings(home), **(more or {})}
    with tempfile.TemporaryDirectory() as scratch:
        log, said = Path(scratch) / "strace", Path(scratch) / "said"
        around = [*_STRACE, "-o", str(log)] if has_strace() else []
        with said.open("wb") as out:
            process = subprocess.Popen(
                [*around, *command], env=surroundings, cwd=home, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )
            sockets = _waited(process, ended_after=ended_after, ended_by=ended_by, is_traced=bool(around))
        words = said.read_text(encoding="utf-8", errors="replace")
        left = tuple(sorted(path for path in home.rglob("*") if not path.is_dir()))
        if not around:
            return Seen(process.returncode, words, sockets, None, None, left)
        calls = list(_calls(log))
    made = [(name, rest) for name, rest in calls if name == "socket"]
    return Seen(
        process.returncode,
        words,
        tuple(rest for _, rest in made if not rest.startswith("AF_UNIX")),
        tuple(rest for name, rest in calls if name == "connect" and "AF_UNIX" in rest),
        tuple(dict.fromkeys(path for name, rest in calls for path in _written(name, rest))),
        left,
    )


def _waited(
    process: subprocess.Popen[bytes], *, ended_after: float | None, ended_by: signal.Signals, is_traced: bool
) -> tuple[str, ...] | None:
    """Until it has ended; the sockets that were seen meanwhile, None where the kernel lists none (no Linux)."""
    listed: set[str] = set()
    began = time.monotonic()
    asked_to_end = False
    can_look = Path("/proc/self/net/tcp").is_file()
    while process.poll() is None:
        lasts = time.monotonic() - began
        if ended_after is not None and lasts > ended_after and not asked_to_end:
            asked_to_end = True
            for child in _children(process.pid) if is_traced else [process.pid]:
                with suppress(ProcessLookupError):
                    os.kill(child, ended_by)
        if lasts > (ended_after or 0.0) + 10 * _PATIENCE:
            process.kill()
        if can_look and not is_traced:
            listed |= _sockets_of(process.pid)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOKED_EVERY)
    return tuple(sorted(listed)) if can_look else None


def _children(process: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, task.read_text(encoding="ascii").split())
    return found


def _sockets_of(process: int) -> set[str]:
    """The process's and its children's sockets that the kernel has among those of the internet."""
    own: set[str] = set()
    listed: set[str] = set()
    for number in [process, *_children(process)]:
        with suppress(OSError):
            for entry in Path(f"/proc/{number}/fd").iterdir():
                with suppress(OSError):
                    own.update(re.findall(r"^socket:\[(\d+)\]$", str(entry.readlink())))
        for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
            with suppress(OSError):
                for line in (Path(f"/proc/{number}/net") / kind).read_text(encoding="ascii").splitlines()[1:]:
                    fields = line.split()
                    if fields[9] in own:
                        listed.add(f"{kind} to {fields[2]}")
    return listed


def _calls(log: Path) -> Iterator[tuple[str, str]]:
    """Each call that did not fail, by name and with all its arguments."""
    begun: dict[str, str] = {}
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        process, _, rest = line.partition(" ")
        if rest.endswith("<unfinished ...>"):
            begun[process] = line.removesuffix("<unfinished ...>")
            continue
        resumed = re.match(r"^\d+ +<\.\.\. \w+ resumed>(.*)$", line)
        whole = begun.pop(process, "") + resumed[1] if resumed else line
        call = _CALL.match(whole)
        # A connection that was refused was tried.
        if call and (" = -1 " not in whole or call[1] in ("connect", "sendto", "sendmsg")):
            yield call[1], call[2]


def _written(name: str, arguments: str) -> Iterator[Path]:
    """The paths that a call made or opened to write."""
    if name in ("open", "openat", "openat2") and not _WRITES.search(arguments):
        return
    if name not in ("open", "openat", "openat2", "creat", "mkdir", "mkdirat", "mknod", "mknodat") and not (
        name.startswith(("rename", "link"))
    ):
        return
    texts = list(_TEXT.finditer(arguments))
    for text in texts if name.startswith(("rename", "link")) else texts[:1]:
        # strace writes what is no ASCII as octal digits, byte by byte.
        path = Path(os.fsdecode(text[1].encode().decode("unicode_escape").encode("latin-1")))
        folder = _FOLDER.search(arguments[: text.start()])
        yield path if path.is_absolute() or folder is None else Path(folder[1]) / path


def _is_device(path: Path) -> bool:
    """Not a file in memory, where the tests' own folders may lie."""
    return path.is_relative_to("/dev") and not path.is_relative_to("/dev/shm")
