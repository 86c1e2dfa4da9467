"""Where a library's backups lie: beside the label file, and in a folder on another disk if a person chose one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from karuta.paths import LibraryFolder


def second_place(library: LibraryFolder, chosen: str) -> Path | None:
    """This library's own subfolder of the chosen folder, so that several libraries may share it. Creates nothing."""
    if not chosen:
        return None
    root = library.root.resolve()
    return Path(chosen).expanduser() / f"{root.name}-{hashlib.sha256(str(root).encode()).hexdigest()[:8]}"


def on_one_disk(one: Path, other: Path) -> bool:
    """Whether both lie on the same disk, as far as the system tells."""
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False
