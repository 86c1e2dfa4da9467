"""Adds a catalogue folder with the library's own model and index: where `add_pack` meets the engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.engine.decode import decode
from karuta.engine.model import Model
from karuta.engine.prepare import fit
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import AddReport, add_pack
from karuta.services.catalogue.catalogue_folder import open_folder
from karuta.services.catalogue.pack_pictures import PackProgress
from karuta.services.catalogue.rebuild_index import rebuild_index
from karuta.services.library.open_library import ready_for_writing
from karuta.store.cards import Catalogue


class ModelEmbedder:
    """A model as the embedder of artworks, which are whole card faces."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def model_hash(self) -> str:
        return self._model.hash

    def decode(self, path: Path) -> NDArray[np.uint8]:
        """Fitted to the network at once, so that a batch of scans needs no more memory than one of thumbnails."""
        return fit(decode(path), self._model.embedder.spec)

    def embed(self, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        return self._model.embedder.embed(pictures)


def add_folder(
    folder: Path,
    *,
    pack: str | None,
    library: LibraryFolder,
    resources: Path,
    cancel: CancelToken,
    progress: PackProgress,
) -> AddReport:
    """`karuta catalogue add`; makes the library where there is none, but not for a folder that is no catalogue.

    Raises `CatalogueError`, `LibraryError` and `ModelError`.
    """
    open_folder(folder)
    model = ready_for_writing(library, resources)

    def index_current(catalogue: Catalogue, place: LibraryFolder) -> None:
        rebuild_index(
            catalogue, place, model, cancel=cancel, progress=lambda done, total: progress("vectors", done, total)
        )

    return add_pack(
        folder,
        pack=pack,
        library=library,
        engine=ModelEmbedder(model),
        rebuild_index=index_current,
        cancel=cancel,
        progress=progress,
    )
