"""Embeds the pictures of a pack with a library's model: here, or on the computers of a cluster. Stores nothing.

A worker gets the pictures' bytes and needs the same model, no library of its own. The batches are those that this
computer would have made, so on the same kind of processor the vectors are the same to the byte.
"""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from karuta.domain.errors import KarutaError, ModelError
from karuta.domain.pixels import Pixels
from karuta.engine.decode import decode
from karuta.engine.model import CARD, Model, load_model
from karuta.engine.prepare import fit
from karuta.files import make_folder, open_regular
from karuta.paths import LibraryFolder, resources_folder, workers_library
from karuta.services.catalogue.pack_pictures import EmbeddedBatch, PictureFiles, embedded_batch
from karuta.services.library.open_library import shipped_model_folder

OnCluster = Callable[..., Iterator[Any]]
"""`jobs.cluster.on_cluster` of a scheduler's address."""

SentFiles = Sequence[tuple[str, str, bytes]]
"""Of each picture: the hash of its bytes, its file's name, its bytes."""


class ModelEmbedder:
    """A model as the embedder of artworks, which are whole card faces."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def model_hash(self) -> str:
        return self._model.hash

    def embedded(self, batches: Iterable[PictureFiles]) -> Iterator[EmbeddedBatch]:
        for files in batches:
            yield embedded_batch(files, self._decode, self._model.embedder.embed)

    def _decode(self, path: Path) -> Pixels:
        """Resized to the network's input at once, so that a batch of scans takes no more memory than thumbnails."""
        return fit(decode(path), self._model.embedder.spec)


class ClusterEmbedder:
    """Embed them on a cluster. A batch whose worker ends is embedded by another one."""

    def __init__(self, model_hash: str, library: LibraryFolder, run: OnCluster) -> None:
        self.model_hash = model_hash
        self._library = library
        self._run = run

    def embedded(self, batches: Iterable[PictureFiles]) -> Iterator[EmbeddedBatch]:
        return self._run(
            embed_there, map(_sent, batches), jobs=1, begin=begin_there, given=(self._library, self.model_hash)
        )


def _sent(files: PictureFiles) -> SentFiles:
    """A file that is gone or closed by now is sent empty, and refused like one that is."""
    return [(sha256, path.name, _content(path)) for sha256, path in files]


def _content(path: Path) -> bytes:
    try:
        with open_regular(path) as file:
            return file.readall()
    except OSError:
        return b""


# On a worker

_embedders: list[ModelEmbedder] = []


def begin_there(library: LibraryFolder, model_hash: str) -> None:
    """Load the model of this hash: the release's, or one of the library. Raises `KarutaError` where none has it."""
    shipped = shipped_model_folder(resources_folder())
    for folder in (shipped, *(card.parent for card in sorted(workers_library(library).models.glob(f"*/{CARD}")))):
        try:
            model = load_model(folder)
        except ModelError:
            continue
        if model.hash == model_hash:
            _embedders[:] = [ModelEmbedder(model)]
            return
    raise KarutaError(
        "Worker {name} does not have the model of this library; give it the same Karuta and a copy of the library's "
        "folder `models`.",
        name=platform.node(),
    )


def embed_there(sent: SentFiles) -> EmbeddedBatch:
    with tempfile.TemporaryDirectory(prefix="karuta-") as folder:
        files: list[tuple[str, Path]] = []
        for number, (sha256, name, content) in enumerate(sent):
            # Two files of a pack may have one name, and a sentence about one of them has to name it.
            path = Path(folder, str(number), name)
            make_folder(path.parent)
            path.write_bytes(content)
            files.append((sha256, path))
        (batch,) = _embedders[0].embedded([files])
    return batch
