"""Which table or folder of listings was opened last, so that it can be offered again. Reads no listing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from karuta.files import write_whole
from karuta.json_files import put_aside, read_kept
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import device_name


@dataclass(frozen=True)
class _Said:
    path: Path
    device: str


def last_listings(library: LibraryFolder) -> Path | None:
    """Where it still lies; None in a library that was copied from another computer."""
    said = read_kept(library.last_listings_json, _Said, instead=None, halves=True).value
    return said.path if said is not None and said.device == device_name() and said.path.exists() else None


def keep_last_listings(library: LibraryFolder, path: Path) -> None:
    """Raises `OSError`."""
    kept = read_kept(library.last_listings_json, _Said, instead=None, halves=True)
    if kept.fault is not None:
        put_aside(library.last_listings_json)
    said = {"path": str(path.absolute()), "device": device_name()}
    text = json.dumps(said, ensure_ascii=True)
    write_whole(library.last_listings_json, lambda beside: beside.write_text(text, encoding="utf-8"))
