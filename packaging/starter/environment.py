"""Karuta's own environment in the checkout: where it lies, and whether it is what the locks say; installs nothing."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

UNFINISHED = "unfinished"
LOCKS = ("run", "dev")


class Environment(NamedTuple):
    """One folder for one kind of Python, so that two Pythons in one checkout do not undo each other's work."""

    root: Path
    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        """Says what was installed; written last, so that an interrupted set-up is seen."""
        return self.folder / "karuta-stamp.txt"

    @property
    def log(self) -> Path:
        return self.folder.with_name(self.folder.name + ".log")

    @property
    def lock_file(self) -> Path:
        return self.folder.with_name(self.folder.name + ".lock")

    def requirements(self, lock: str) -> Path:
        return self.root / "packaging" / "requirements" / f"{lock}.txt"

    def lock_line(self, lock: str) -> str:
        return f"{lock} {digest(self.requirements(lock))}"

    def project_line(self) -> str:
        """The folder too: a moved checkout's environment points to where it was."""
        return f"project {digest(self.root / 'pyproject.toml')} {self.root}"

    def expected_lines(self, lock: str) -> set[str]:
        return {self.lock_line(lock), self.project_line()}

    def installed(self) -> set[str]:
        """The stamp's lines; none when there is no whole environment."""
        try:
            lines = set(self.stamp.read_text(encoding="utf-8").splitlines())
        except OSError:
            return set()
        # The Python that it was made from may be gone.
        whole = UNFINISHED not in lines and self.python.exists() and self.stands_here(lines)
        return lines if whole else set()

    def stands_here(self, lines: Iterable[str]) -> bool:
        return any(line.startswith("project ") and line.endswith(f" {self.root}") for line in lines)

    def write_stamp(self, lines: Iterable[str]) -> None:
        beside = self.stamp.with_suffix(".new")
        beside.write_text("\n".join([*sorted(lines), ""]), encoding="utf-8")
        beside.replace(self.stamp)


def digest(path: Path) -> str:
    # Git on Windows may have changed the line ends.
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def of_this_python(root: Path, variables: Mapping[str, str]) -> Environment:
    parent = Path(variables.get("KARUTA_ENVIRONMENT") or root / ".venv").absolute()
    return Environment(root=root, folder=parent / f"{sys.platform}-{sys.version_info[0]}.{sys.version_info[1]}")
