"""Where a library keeps each model's index: the first model's in `index/`, a promoted one's in a folder of its own."""

from __future__ import annotations

from pathlib import Path

from karuta.engine.index import MANIFEST
from karuta.paths import LibraryFolder


def index_folder(folder: LibraryFolder, model_hash: str) -> Path:
    """The model's index, kept so that a switch back builds nothing.

    It lies beside `index/` itself if the model was promoted.
    """
    own = own_index_folder(folder, model_hash)
    return own if (own / MANIFEST).is_file() else folder.index


def own_index_folder(folder: LibraryFolder, model_hash: str) -> Path:
    """Where a promotion builds it, whether or not it exists yet."""
    return folder.index / model_hash[:16]
