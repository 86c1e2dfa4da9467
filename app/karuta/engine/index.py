"""The Annoy index on disk: built, saved whole or not at all, verified before it is opened. Knows no cards.

A damaged .ann file kills the process (no `except` helps), so a manifest with sizes and SHA-256 is checked before each
load. Annoy's own save deletes its target first, so files are written under new names and renamed; the manifest goes
last and names them. An open index is never unloaded during a query: references are swapped. Annoy is loaded only where
this computer's processor can run it.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.errors import IndexDamaged, LibraryError, reason_of
from karuta.domain.match import Neighbour
from karuta.domain.recognition import Forest
from karuta.domain.shape import Misshapen, refuse_hash, refuse_name, shaped
from karuta.engine.arrays import read_array, write_array
from karuta.engine.search import PictureVectors, best, stock_hash
from karuta.files import file_hash, make_folder, write_whole
from karuta.json_files import read_json

X86 = frozenset({"amd64", "x86_64"})


def can_run_annoy() -> bool:
    """False where Annoy's wheel would end the process with its first vector: on an x86 processor without AVX.

    What numpy has read of the processor says it, for it is the same on all systems and counts what the system allows;
    `/proc/cpuinfo` names the host's in an emulator. Other processors have wheels of their own.
    """
    return platform.machine().lower() not in X86 or _features().get("AVX", True)


def _features() -> Mapping[str, bool]:
    """By name, as numpy itself chooses its loops; nothing where a later numpy keeps them elsewhere."""
    core = getattr(np, "_core", None)
    features: Mapping[str, bool] = getattr(getattr(core, "_multiarray_umath", None), "__cpu_features__", {})
    return features


MANIFEST = "manifest.json"
FORMAT = 1
SEED = 20_240_501
# Up to so many pictures the forest is one tree, and a query walks all of it: of the ways in which the first eleven of
# 1,000 real lists are whole, the quickest (11,000 pictures: 0.9 ms; eight trees 2.3 ms, fifty lose one in forty lists).
WALKED_WHOLE = 30_000
# Of more, Annoy's default search_k (trees x neighbours) loses right answers; 10,000 nodes and an exact re-rank do not.
MANY_TREES, SEARCH_K = 50, 10_000
CANDIDATES = 200
# A forest of 50 trees takes 1.6 times its vectors (11,000 x 256), and 0.1 MB if there are next to none.
FOREST_SHARE, FOREST_LEAST = 2, 262_144
# How Annoy's messages end: `Unable to write: No space left on device (28)`.
_NUMBER = re.compile(r"\((\d+)\)$")


@dataclass(frozen=True)
class StoredFile:
    file: str
    sha256: str
    size: int

    def __post_init__(self) -> None:
        refuse_name(self.file)
        refuse_hash(self.sha256)


@dataclass(frozen=True)
class Manifest:
    """The parts of an index. Every field is checked before a load."""

    format: int
    index_hash: str
    model_hash: str
    metric: str
    dimension: int
    items: int
    trees: int
    seed: int
    annoy: StoredFile | None
    vectors: StoredFile
    pictures: StoredFile

    @property
    def name(self) -> str:
        return "annoy" if self.annoy else "vectors"


class AnnoyIndex:
    """Annoy proposes, numpy decides: candidates are ranked again by their exact cosine. `forest`: what it searches."""

    def __init__(
        self,
        annoy: Any,
        stock: PictureVectors,
        *,
        forest: Forest,
    ) -> None:
        self._annoy = annoy
        self._stock = stock
        self.forest = forest

    def __len__(self) -> int:
        return len(self._stock)

    def _nodes(self, count: int) -> int:
        return max(self.forest.nodes, self.forest.trees * count)

    def neighbours(self, queries: NDArray[np.float32], *, count: int) -> list[tuple[Neighbour, ...]]:
        candidates = min(len(self._stock), max(count, CANDIDATES))
        nearest = []
        for query in queries:
            rows = np.asarray(
                self._annoy.get_nns_by_vector(query, candidates, search_k=self._nodes(candidates)), dtype=np.int_
            )
            scores = self._stock.vectors[rows] @ query
            nearest.append(best(self._stock.pictures, scores, count=count, rows=rows))
        return nearest


def trees_for(pictures: int) -> int:
    """How many trees a forest over so many pictures has."""
    return 1 if pictures <= WALKED_WHOLE else MANY_TREES


def nodes_for(*, pictures: int, trees: int) -> int:
    """How many nodes a query looks at, at least; all of a single tree."""
    return pictures if trees == 1 else SEARCH_K


def annoy_available() -> bool:
    """False if there is no Annoy wheel (Intel macOS, Python 3.14) or it cannot run; exact search answers there."""
    if not can_run_annoy():
        return False
    try:
        import annoy  # noqa: F401
    except ImportError:
        return False
    return True


def build_index(
    folder: Path,
    stock: PictureVectors,
    *,
    model_hash: str,
    trees: int | None = None,
    seed: int = SEED,
    threads: int = 1,
) -> Manifest:
    """Build and save an index over `stock`; the old one answers until the new one is whole.

    `trees`: by the number of pictures unless given. One thread and the same seed make byte-identical files.

    Raises `LibraryError` for vectors that are no unit vectors (a bug upstream must not become a wrong answer) and
    `OSError` for the disk's troubles.
    """
    _check_vectors(stock)
    trees = trees or trees_for(len(stock))
    index_hash = stock_hash(stock.pictures, model_hash)
    stem = index_hash[:12]
    make_folder(folder)
    vectors = write_whole(folder / f"{stem}.vectors.npy", lambda path: _save_vectors(path, stock.vectors))
    listed = "".join(f"{picture}\n" for picture in stock.pictures).encode("ascii")
    pictures = write_whole(folder / f"{stem}.pictures.txt", lambda path: path.write_bytes(listed))
    annoy = None
    if annoy_available() and len(stock):
        annoy = write_whole(
            folder / f"{stem}.ann", lambda path: _grow(path, stock, trees=trees, seed=seed, threads=threads)
        )
    manifest = Manifest(
        format=FORMAT,
        index_hash=index_hash,
        model_hash=model_hash,
        metric="angular",
        dimension=int(stock.vectors.shape[1]),
        items=len(stock),
        trees=trees,
        seed=seed,
        annoy=_described(annoy) if annoy else None,
        vectors=_described(vectors),
        pictures=_described(pictures),
    )
    text = json.dumps(asdict(manifest), indent=1).encode("utf-8")
    write_whole(folder / MANIFEST, lambda path: path.write_bytes(text))
    _sweep(folder, manifest)
    return manifest


def _grow(path: Path, stock: PictureVectors, *, trees: int, seed: int, threads: int) -> None:
    from annoy import AnnoyIndex as Annoy

    forest = Annoy(stock.vectors.shape[1], "angular")
    forest.set_seed(seed)
    for row, vector in enumerate(stock.vectors):
        forest.add_item(row, vector)
    forest.build(trees, n_jobs=threads)
    # Annoy reports a full disk on stderr by itself; we say it once, in our own words.
    if shutil.disk_usage(path.parent).free < FOREST_SHARE * stock.vectors.nbytes + FOREST_LEAST:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fspath(path))
    try:
        saved = forest.save(os.fspath(path))
    except OSError as error:
        number = int(number_match[1]) if (number_match := _NUMBER.search(str(error))) else errno.EIO
        raise OSError(number, os.strerror(number), os.fspath(path)) from error
    if not saved:
        raise OSError(errno.EIO, os.strerror(errno.EIO), os.fspath(path))


def _save_vectors(path: Path, vectors: NDArray[np.float32]) -> None:
    write_array(path, np.asarray(vectors, dtype=np.float32))


def _check_vectors(stock: PictureVectors) -> None:
    lengths = np.linalg.norm(stock.vectors, axis=1)
    if not np.isfinite(lengths).all() or (np.abs(lengths - 1) > 1e-3).any():
        raise LibraryError("Some stored vectors are damaged; `karuta doctor` says which model made them.")
    if list(stock.pictures) != sorted(set(stock.pictures)):
        raise ValueError("pictures are sorted and each stands once")


def _described(path: Path) -> StoredFile:
    return StoredFile(file=path.name, sha256=file_hash(path), size=path.stat().st_size)


def _sweep(folder: Path, manifest: Manifest) -> None:
    """Remove files that no manifest names. One that a reader still has open (Windows) goes next time."""
    kept = {MANIFEST, manifest.vectors.file, manifest.pictures.file, manifest.annoy.file if manifest.annoy else ""}
    for path in folder.iterdir():
        if path.is_file() and path.name not in kept:
            with suppress(OSError):
                path.unlink()


def read_manifest(folder: Path) -> Manifest:
    """The manifest on disk. Raises `IndexDamaged` if there is none or it cannot be read."""
    path = folder / MANIFEST
    try:
        manifest = read_json(path, dict[str, Any])
        if manifest.get("format", FORMAT) != FORMAT:
            raise IndexDamaged("The index was made by another version of Karuta")
        return shaped(manifest, Manifest)
    except FileNotFoundError as error:
        raise IndexDamaged("There is no index yet") from error
    except Misshapen as error:
        raise IndexDamaged("The index's manifest {path} is damaged: {reason}", path=path, reason=error) from error
    except OSError as error:
        raise IndexDamaged(
            "The index's manifest {path} cannot be read: {reason}", path=path, reason=reason_of(error)
        ) from error


def open_index(folder: Path, *, model_hash: str, dimension: int) -> tuple[AnnoyIndex, PictureVectors, Manifest]:
    """The index in `folder`, verified byte by byte before Annoy sees it.

    Raises `IndexDamaged`, whose text is the beginning of a sentence that the caller ends with what answers
    instead. An index that another process has just replaced is read once more.
    """
    try:
        return _open_index(folder, model_hash=model_hash, dimension=dimension)
    except IndexDamaged:
        return _open_index(folder, model_hash=model_hash, dimension=dimension)


def _open_index(folder: Path, *, model_hash: str, dimension: int) -> tuple[AnnoyIndex, PictureVectors, Manifest]:
    manifest = read_manifest(folder)
    if manifest.model_hash != model_hash or manifest.dimension != dimension:
        raise IndexDamaged("The index was made with another model")
    if manifest.annoy is None:
        raise IndexDamaged("The index was made without Annoy")
    for part in (manifest.annoy, manifest.vectors, manifest.pictures):
        _verify(folder, part)
    if not annoy_available():
        raise IndexDamaged("Annoy is not available here")
    try:
        shape = (manifest.items, manifest.dimension)
        vectors = read_array(folder / manifest.vectors.file, shape=shape, mapped=True)
        pictures = tuple((folder / manifest.pictures.file).read_text(encoding="ascii").split())
        stock = PictureVectors(pictures, vectors)
    except (OSError, ValueError) as error:
        raise IndexDamaged("The index's vectors are damaged") from error
    if len(pictures) != manifest.items or stock_hash(pictures, model_hash) != manifest.index_hash:
        raise IndexDamaged("The index does not match its manifest")
    index = made_again(folder, manifest, stock)
    return index, stock, manifest


def made_again(folder: Path, manifest: Manifest, stock: PictureVectors, *, nodes: int | None = None) -> AnnoyIndex:
    """The index that `build_index` has just made of this stock; `nodes` as it says itself unless given.

    Raises `IndexDamaged`.
    """
    from annoy import AnnoyIndex as Annoy

    assert manifest.annoy is not None
    forest = Annoy(manifest.dimension, "angular")
    try:
        is_open = forest.load(os.fspath(folder / manifest.annoy.file))
    except OSError as error:
        raise IndexDamaged("The index could not be opened") from error
    if not is_open or forest.get_n_items() != manifest.items:
        raise IndexDamaged("The index could not be opened")
    own = nodes_for(pictures=manifest.items, trees=manifest.trees)
    grown = Forest(manifest.annoy.sha256, manifest.index_hash, manifest.trees, manifest.seed, nodes or own)
    return AnnoyIndex(forest, stock, forest=grown)


def _verify(folder: Path, part: StoredFile) -> None:
    path = folder / part.file
    try:
        sound = path.stat().st_size == part.size and file_hash(path) == part.sha256
    except OSError as error:
        raise IndexDamaged("The index's file {file} is missing", file=part.file) from error
    if not sound:
        raise IndexDamaged("The index's file {file} is damaged", file=part.file)
