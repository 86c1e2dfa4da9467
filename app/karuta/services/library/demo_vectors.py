"""Gives a new demo library the vectors of its pictures, which ship with them. Embeds nothing itself.

Computing them would be nine tenths of the wait at a first start (5 s of 5.5 on two cores).
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from karuta.domain.cancel import CancelToken
from karuta.engine.model import Model
from karuta.engine.search import PictureVectors
from karuta.paths import LibraryFolder
from karuta.services.catalogue.embed_artworks import catalogue_vectors
from karuta.services.library.open_library import ready_for_writing, stored_vectors
from karuta.store.cards import Catalogue
from karuta.store.lock import writer

FILE = "vectors.npz"
_UNIT_WITHIN = 1e-3


@dataclass(frozen=True, eq=False)
class DemoVectors:
    """`model`: the full hash of the model that made them."""

    model: str
    found: PictureVectors


def give_vectors(folder: LibraryFolder, resources: Path) -> None:
    """Used if the shipped ones belong to the library's model and are sound; otherwise they are computed as for any
    pack.
    """
    model = ready_for_writing(folder, resources)
    shipped = shipped_vectors(resources)
    if shipped is None or shipped.model != model.hash or shipped.found.vectors.shape[1] != model.embedder.dimension:
        return
    with (
        writer(folder.root / "catalogue.lock", "karuta demo"),
        Catalogue.open_writing(folder.catalogue_db) as catalogue,
    ):
        catalogue.add_vectors(list(shipped.found.pictures), shipped.found.vectors, model.hash)


def shipped_vectors(resources: Path) -> DemoVectors | None:
    """None if there are none, or if the file is damaged."""
    try:
        # Opened here: numpy leaves a damaged file open.
        with (resources / "demo" / FILE).open("rb") as whole, np.load(whole, allow_pickle=False) as file:
            model, pictures, vectors = str(file["model"]), file["pictures"], file["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    is_sound = vectors.dtype == np.float32 and vectors.ndim == 2 and len(pictures) == len(vectors)
    if not is_sound or not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=_UNIT_WITHIN):
        return None
    return DemoVectors(model, PictureVectors(tuple(str(picture) for picture in pictures), vectors))


def ship_vectors(folder: LibraryFolder, model: Model, resources: Path) -> None:
    """Write what a demo library holds, for the next release (packaging/demo/vectors.py)."""
    with Catalogue.open_reading(folder.catalogue_db) as catalogue:
        made = catalogue_vectors(catalogue, folder, model, cancel=CancelToken(), progress=lambda done, total: None)
        backs = stored_vectors(catalogue, sorted(back.picture_sha256 for back in catalogue.backs()), model)
    pictures, vectors = [*made.pictures, *backs.pictures], np.concatenate([made.vectors, backs.vectors])
    np.savez(resources / "demo" / FILE, model=model.hash, pictures=np.array(pictures), vectors=vectors)
