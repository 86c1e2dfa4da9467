"""Turns artworks of a library into vectors, a batch at a time.

Stores none, so that read-only callers can use it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.engine.model import Model
from karuta.engine.prepare import fit
from karuta.engine.search import PictureVectors
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_pictures import artwork_pixels
from karuta.services.catalogue.pack_pictures import BATCH, embedded_batch
from karuta.services.library.open_library import stored_vectors
from karuta.store.cards import Catalogue

Progress = Callable[[int, int], None]


def embedded(
    catalogue: Catalogue,
    folder: LibraryFolder,
    model: Model,
    pictures: Sequence[str],
    *,
    cancel: CancelToken,
    progress: Progress,
) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    """(pictures, vectors) of each batch; pictures whose file is missing or damaged are left out."""
    for at in range(0, len(pictures), BATCH):
        cancel.check()
        some = pictures[at : at + BATCH]
        files = [(picture, folder.artwork_file(picture, catalogue.suffix_of(picture))) for picture in some]
        batch = embedded_batch(files, lambda path: fit(artwork_pixels(path), model.embedder.spec), model.embedder.embed)
        yield batch.pictures, batch.vectors
        progress(min(at + BATCH, len(pictures)), len(pictures))


def catalogue_vectors(
    catalogue: Catalogue, folder: LibraryFolder, model: Model, *, cancel: CancelToken, progress: Progress
) -> PictureVectors:
    """Every live artwork as this model embeds it: stored vectors, plus missing ones computed now (and not stored)."""
    live = sorted(catalogue.view().by_picture)
    there = stored_vectors(catalogue, live, model)
    vectors = dict(zip(there.pictures, there.vectors, strict=True))
    lacking = [picture for picture in live if picture not in vectors]
    for some, rows in embedded(catalogue, folder, model, lacking, cancel=cancel, progress=progress):
        vectors.update(zip(some, rows, strict=True))
    pictures = tuple(picture for picture in live if picture in vectors)
    empty = np.empty((0, model.embedder.dimension), dtype=np.float32)
    return PictureVectors(pictures, np.stack([vectors[picture] for picture in pictures]) if pictures else empty)
