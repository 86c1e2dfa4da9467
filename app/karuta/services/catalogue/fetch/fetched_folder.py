"""The folder into which a source is fetched: what lies in it whole, its checksums, what is half there; asks nobody.

cardinfo.json, images/...   what `karuta catalogue add` reads; each file whole
.fetch/checksums            a line a file: SHA-256 and place, as `sha256sum -c` reads it
.fetch/NAME.part, .note     a list that is half there, and of which answer it is a part
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import filelock

from karuta.domain.errors import CatalogueError
from karuta.domain.shape import Misshapen
from karuta.files import file_hash, make_folder, write_whole
from karuta.json_files import read_json

SPARED = 200_000_000
"""The bytes that are to stay free on the disk."""
_HALF_WRITTEN = re.compile(r"\..+\.\d+-[0-9a-f]{8}\.part")
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


@dataclass(frozen=True)
class PartNote:
    """Of which answer a part is. `validator`: what the host calls this state of it (ETag, or a time)."""

    url: str
    validator: str


class FetchedFolder:
    """A folder whose files are whole or not there, and every whole one has its checksum."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._inside = root / ".fetch"
        self._checksums = self._inside / "checksums"
        self._sums: dict[str, str] = {}

    @contextmanager
    def held(self) -> Iterator[None]:
        """By one process at a time. Raises `CatalogueError`, also for a folder that holds something else."""
        if not self._inside.is_dir() and self.root.is_dir() and any(self.root.iterdir()):
            raise CatalogueError(
                "{folder} holds other files already; choose a new folder or an empty one.", folder=self.root
            )
        make_folder(self._inside)
        lock = filelock.FileLock(self._inside / "lock", is_singleton=False)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout as error:
            raise CatalogueError(
                "Another command is downloading into {folder}; wait for it to finish.", folder=self.root
            ) from error
        try:
            self._clear()
            self._read()
            # What a kill left at the end of the file goes, else the next line would be glued to it.
            self._write()
            yield
            self._write()
        finally:
            lock.release()

    def is_whole(self, file: str) -> bool:
        """Whether it is there as it came. What was written just before a kill is, and gets its checksum now."""
        path = self.root / file
        if not path.is_file():
            return False
        sha256 = file_hash(path)
        if file not in self._sums:
            self._note(file, sha256)
        return self._sums[file] == sha256

    def put(self, file: str, write: Callable[[Path], object]) -> Path:
        """A file whole, in place of what has its name."""
        path = self.root / file
        make_folder(path.parent)
        write_whole(path, write)
        self._note(file, file_hash(path))
        return path

    def touch(self, file: str, now: float) -> None:
        """Its host says that it is still the same."""
        os.utime(self.root / file, (now, now))

    def age(self, file: str, now: float) -> float:
        """Seconds since it came, or since its host said that it is still the same."""
        return now - (self.root / file).stat().st_mtime

    # What is half there

    def part(self, file: str) -> Path:
        return self._inside / f"{file.replace('/', '-')}.part"

    def note_of(self, file: str) -> PartNote | None:
        """Of its part, or, where there is no part, of what is there whole."""
        try:
            return read_json(self._note_file(file), PartNote)
        except (OSError, Misshapen):
            return None

    def keep_note(self, file: str, note: PartNote) -> None:
        text = json.dumps(asdict(note))
        write_whole(self._note_file(file), lambda beside: beside.write_text(text, encoding="utf-8"))

    def drop_part(self, file: str) -> None:
        for path in (self.part(file), self._note_file(file)):
            path.unlink(missing_ok=True)

    def refuse_where_full(self, need: int) -> None:
        """Raises `CatalogueError` where the disk has less than that and a little more."""
        free = shutil.disk_usage(self.root).free
        if free < need + SPARED:
            raise CatalogueError(
                "About {need} MB are needed at {folder}, and {free} MB are free; free some space, or choose another "
                "place. What was downloaded so far is kept.",
                need=need // 1_000_000 + SPARED // 1_000_000,
                folder=self.root,
                free=free // 1_000_000,
            )

    # Inside

    def _clear(self) -> None:
        """Remove what a kill left half-written, as `write_whole` names it; nobody else writes here now."""
        for path in self.root.rglob(".*.part"):
            if _HALF_WRITTEN.fullmatch(path.name):
                path.unlink(missing_ok=True)

    def _note_file(self, file: str) -> Path:
        return self.part(file).with_suffix(".note")

    def _note(self, file: str, sha256: str) -> None:
        self._sums[file] = sha256
        with self._checksums.open("a", encoding="utf-8", newline="\n") as checksums:
            checksums.write(f"{sha256}  {file}\n")

    def _read(self) -> None:
        """A line that a kill cut off counts for nothing; of two for one file the later."""
        self._sums = {}
        with suppress(FileNotFoundError):
            for line in self._checksums.read_text(encoding="utf-8", errors="replace").split("\n"):
                if entry := _LINE.fullmatch(line):
                    self._sums[entry[2]] = entry[1]

    def _write(self) -> None:
        lines = [f"{sha256}  {file}\n" for file, sha256 in sorted(self._sums.items()) if (self.root / file).is_file()]
        write_whole(self._checksums, lambda beside: beside.write_text("".join(lines), encoding="utf-8", newline="\n"))
