"""What a disk holds after a power cut: names and bytes as they are now, and as far as they were flushed; runs nothing.

Bytes last once their file was flushed, a name that came, went or changed once its folder was. What was not flushed may
be there or not, so one cut leaves many disks; `Cut` says which of them is asked for.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

_SECTOR = 512


class Cut(StrEnum):
    """Of what was not flushed: nothing, the names alone, the bytes alone, or what chance leaves (torn writes too)."""

    NOTHING = "nothing"
    NAMES = "names"
    BYTES = "bytes"
    CHANCE = "chance"


@dataclass(frozen=True)
class Write:
    """Bytes at an offset, or, without bytes, the length to which the file was cut."""

    at: int
    data: bytes | None

    def into(self, content: bytearray) -> None:
        if self.data is None:
            del content[self.at :]
            content.extend(bytes(max(0, self.at - len(content))))
            return
        content.extend(bytes(max(0, self.at - len(content))))
        content[self.at : self.at + len(self.data)] = self.data

    def torn(self, dice: random.Random) -> Write:
        """As many of its sectors as came to the disk."""
        if self.data is None or dice.random() < 0.5:
            return self
        return Write(self.at, self.data[: dice.randrange(0, len(self.data) + 1, _SECTOR)])


@dataclass(eq=False)
class File:
    """`now`: what a reader sees; `lasting`: what was flushed; `since`: what was written after that, in order."""

    now: bytearray = field(default_factory=bytearray)
    lasting: bytes = b""
    since: list[Write] = field(default_factory=list)

    def write(self, write: Write) -> None:
        write.into(self.now)
        self.since.append(write)

    def flush(self) -> None:
        if self.since:
            self.lasting, self.since = bytes(self.now), []

    def after(self, cut: Cut, dice: random.Random) -> bytes:
        if not self.since or cut in (Cut.NOTHING, Cut.NAMES):
            return self.lasting
        if cut is Cut.BYTES:
            return bytes(self.now)
        content = bytearray(self.lasting)
        for write in self.since:
            if dice.random() < 0.5:
                write.torn(dice).into(content)
        return bytes(content)


@dataclass(eq=False)
class Folder:
    """`since`: what became of its names after it was flushed; a rename inside it is one change."""

    now: dict[str, Node] = field(default_factory=dict)
    lasting: dict[str, Node] = field(default_factory=dict)
    since: list[dict[str, Node | None]] = field(default_factory=list)

    def change(self, names: dict[str, Node | None]) -> None:
        _apply(names, self.now)
        self.since.append(names)

    def flush(self) -> None:
        if self.since:
            self.lasting, self.since = dict(self.now), []

    def after(self, cut: Cut, dice: random.Random) -> dict[str, Node]:
        if not self.since or cut in (Cut.NOTHING, Cut.BYTES):
            return self.lasting
        if cut is Cut.NAMES:
            return self.now
        # Every file system of today keeps the order of names in one folder.
        names = dict(self.lasting)
        for change in self.since[: dice.randint(0, len(self.since))]:
            _apply(change, names)
        return names


Node = File | Folder


def _apply(change: dict[str, Node | None], names: dict[str, Node]) -> None:
    for name, node in change.items():
        names.pop(name, None)
        if node is not None:
            names[name] = node


class Disk:
    """The folder `root` and all below it; what happens elsewhere is not its business (`None`, or nothing happens)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._top = _as_it_is(root)

    def find(self, path: Path) -> Node | None:
        if path != self.root and not path.is_relative_to(self.root):
            return None
        node: Node | None = self._top
        for part in path.relative_to(self.root).parts:
            node = node.now.get(part) if isinstance(node, Folder) else None
        return node

    def name(self, path: Path, node: Node | None) -> None:
        """Give a name, or take it away."""
        folder = self.find(path.parent)
        assert isinstance(folder, Folder)
        folder.change({path.name: node})

    def rename(self, source: Path, target: Path) -> None:
        node, old, new = self.find(source), self.find(source.parent), self.find(target.parent)
        assert isinstance(old, Folder)
        assert isinstance(new, Folder)
        assert node is not None
        if old is new:
            old.change({source.name: None, target.name: node})
        else:
            new.change({target.name: node})
            old.change({source.name: None})

    def exchange(self, one: Path, other: Path) -> None:
        first, second, folder = self.find(one), self.find(other), self.find(one.parent)
        assert one.parent == other.parent
        assert isinstance(folder, Folder)
        folder.change({one.name: second, other.name: first})

    def after(self, cut: Cut, dice: random.Random) -> dict[str, bytes | None]:
        """Every path that a cut now would leave, relative to the root, with its bytes; None is a folder."""
        return dict(_left(self._top, "", cut, dice))


def _left(folder: Folder, place: str, cut: Cut, dice: random.Random) -> Iterator[tuple[str, bytes | None]]:
    for name, node in sorted(folder.after(cut, dice).items()):
        path = f"{place}{name}"
        if isinstance(node, Folder):
            yield path, None
            yield from _left(node, f"{path}/", cut, dice)
        else:
            yield path, node.after(cut, dice)


def _as_it_is(folder: Path) -> Folder:
    names: dict[str, Node] = {}
    for entry in os.scandir(folder):
        if entry.is_dir():
            names[entry.name] = _as_it_is(Path(entry.path))
        else:
            content = Path(entry.path).read_bytes()
            names[entry.name] = File(bytearray(content), content)
    return Folder(names, dict(names))
