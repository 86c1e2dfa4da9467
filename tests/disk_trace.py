"""Records with `strace` what a process does to a folder, and plays it to a `Disk`, call by call; judges nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.cut_disk import Disk, File, Folder, Write

_CALLS = (
    *(
        "openat",
        "open",
        "creat",
        "write",
        "writev",
        "pwrite64",
        "pwritev",
        "pwritev2",
        "lseek",
        "ftruncate",
        "truncate",
    ),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "link", "linkat"),
    *("symlink", "symlinkat", "fsync", "fdatasync", "sync", "syncfs", "sendfile", "copy_file_range", "fallocate"),
)
_LINE = re.compile(r"(?P<who>\d+) +(?P<call>\w+)\((?P<given>.*)\) += (?P<result>-?\d+)")
_BEGUN = re.compile(r"(?P<who>\d+) +(?P<call>\w+)\((?P<given>.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"(?P<who>\d+) +<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)$")
_IN_HEX = re.compile(r"\\x([0-9a-f]{2})")
_HANDLE = re.compile(r"(?P<number>\d+|AT_FDCWD)<(?P<path>[^>]*)>(?P<gone>\(deleted\))?")


class NoTracing(Exception):  # noqa: N818 - the condition, not the class of error, is the point
    """This system has no `strace`, or does not let it look."""


@dataclass(frozen=True)
class Call:
    """One system call that went through. `given`: its arguments, texts still in hex."""

    name: str
    given: tuple[str, ...]
    result: int

    def text(self, at: int) -> bytes:
        return _bytes(self.given[at])

    def path(self, at: int, folder: int | None = None) -> Path:
        """The path at a place of the arguments, below the folder whose handle stands at `folder`."""
        path = Path(os.fsdecode(self.text(at)))
        if path.is_absolute():
            return path
        assert folder is not None, f"{self.name} of {path}: in which folder?"
        return self.handle(folder).path / path

    def handle(self, at: int) -> Handle:
        return _handle(self.given[at])


@dataclass(frozen=True)
class Handle:
    number: str
    path: Path
    is_gone: bool


def record(command: Sequence[str], log: Path, *, environment: dict[str, str]) -> list[Call]:
    """Run a command to its end; every call that may change a disk, in the order in which they ended.

    Raises `NoTracing`, and `CalledProcessError` where the command fails.
    """
    if shutil.which("strace") is None:
        raise NoTracing("strace is not here")
    tracing = ["strace", "-f", "-qq", "-y", "-xx", "-s", "100000000", "-e", "signal=none", "-o", str(log)]
    wanted = ["-e", "trace=" + ",".join(f"?{call}" for call in _CALLS)]
    done = subprocess.run([*tracing, *wanted, *command], env=environment, capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr and "not permitted" in done.stderr:
        raise NoTracing(done.stderr.splitlines()[0])
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return list(_calls(log))


def _calls(log: Path) -> Iterator[Call]:
    begun: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if found := _BEGUN.match(line):
                begun[found["who"]] = f"{found['who']} {found['call']}({found['given']}"
                continue
            if found := _RESUMED.match(line):
                line = begun.pop(found["who"]) + found["rest"]
            if (found := _LINE.match(line)) and int(found["result"]) >= 0:
                yield Call(found["call"], tuple(found["given"].split(", ")), int(found["result"]))


def _bytes(text: str) -> bytes:
    assert text[0] == text[-1] == '"', f"not a whole text: {text[:40]}"
    return bytes.fromhex(text[1:-1].replace("\\x", ""))


def _handle(text: str) -> Handle:
    found = _HANDLE.fullmatch(text)
    assert found, f"no handle: {text[:80]}"
    path = _IN_HEX.sub(lambda hexed: chr(int(hexed[1], 16)), found["path"])
    return Handle(found["number"], Path(os.fsdecode(path.encode("latin-1"))), found["gone"] is not None)


@dataclass
class Player:
    """Plays calls to a disk. Where a file is written without an offset, the handle's own is kept count of."""

    disk: Disk
    _at: dict[tuple[str, File], int] = field(default_factory=dict)

    def play(self, call: Call) -> bool:
        """Whether it changed the disk, or flushed some of it."""
        match call.name:
            case "openat":
                return self._open(str(call.result), call.path(1, 0), call.given[2])
            case "write" | "pwrite64" | "ftruncate" | "lseek" | "fsync" | "fdatasync" | "sendfile" | "copy_file_range":
                return self._with_handle(call, call.handle(2 if call.name == "copy_file_range" else 0))
            case "mkdir":
                return self._named(call.path(0), Folder())
            case "mkdirat":
                return self._named(call.path(1, 0), Folder())
            case "link":
                return self._named(call.path(1), self.disk.find(call.path(0)))
            case "unlink" | "rmdir":
                return self._named(call.path(0), None)
            case "unlinkat":
                return self._named(call.path(1, 0), None)
            case "rename":
                return self._renamed(call.path(0), call.path(1), "0")
            case "renameat" | "renameat2":
                return self._renamed(call.path(1, 0), call.path(3, 2), (*call.given, "0")[4])
        # What is not played must not have been about this disk.
        assert not any(os.fsencode(self.disk.root).hex() in text.replace("\\x", "") for text in call.given), call.name
        return False

    def _open(self, number: str, path: Path, flags: str) -> bool:
        node, changed = self.disk.find(path), False
        if node is None and "O_CREAT" in flags:
            changed = self._named(path, File())
            node = self.disk.find(path)
        if isinstance(node, File):
            if "O_TRUNC" in flags and node.now:
                node.write(Write(0, None))
                changed = True
            self._at[number, node] = len(node.now) if "O_APPEND" in flags else 0
        return changed

    def _named(self, path: Path, node: File | Folder | None) -> bool:
        if self.disk.find(path.parent) is None:
            return False
        self.disk.name(path, node)
        return True

    def _renamed(self, source: Path, target: Path, how: str) -> bool:
        if self.disk.find(source) is None:
            assert self.disk.find(target.parent) is None, f"{target} came from outside"
            return False
        if "EXCHANGE" in how:
            self.disk.exchange(source, target)
        else:
            self.disk.rename(source, target)
        return True

    def _with_handle(self, call: Call, handle: Handle) -> bool:
        node = None if handle.is_gone else self.disk.find(handle.path)
        if isinstance(node, Folder) and call.name in ("fsync", "fdatasync"):
            node.flush()
        elif isinstance(node, File):
            return self._with_file(call, handle.number, node)
        return node is not None

    def _with_file(self, call: Call, number: str, file: File) -> bool:
        match call.name:
            case "fsync" | "fdatasync":
                file.flush()
            case "pwrite64":
                file.write(Write(int(call.given[3]), call.text(1)[: call.result]))
            case "ftruncate":
                file.write(Write(int(call.given[1]), None))
            case "lseek":
                self._at[number, file] = call.result
                return False
            case "write":
                self._append(number, file, call.text(1)[: call.result])
            case "sendfile":
                begin = int(call.given[2].strip("[]").split("]")[0])
                self._append(number, file, self._content(call.handle(1).path)[begin : begin + call.result])
            case _:
                raise AssertionError(f"{call.name} is not played")
        return True

    def _append(self, number: str, file: File, data: bytes) -> None:
        at = self._at.get((number, file), 0)
        file.write(Write(at, data))
        self._at[number, file] = at + len(data)

    def _content(self, path: Path) -> bytes:
        node = self.disk.find(path)
        return bytes(node.now) if isinstance(node, File) else path.read_bytes()
