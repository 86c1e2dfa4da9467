"""Annoy over a million vectors: `python -m tests.lab.million OUT --library DIR --catalogue FOLDER`.

Not part of the suite. The library was made of the folder by `karuta catalogue add`. Its real vectors are mixed, two and
two, to a million (the same seed gives the same bytes); the queries are a thousand simulated crops. They are written to
OUT with the exact search's first eleven, so that `tests/lab/million_others.py` can ask other searches the same. Then
forests of several numbers of trees and nodes are asked: how often the first of the exact search is proposed, which
share of its first eleven, and how long a query takes, with the exact re-rank behind it. The last line is what the
program does itself.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from annoy import AnnoyIndex as Annoy
from numpy.typing import NDArray
from tests.lab import figures
from tests.lab.annoy_lists import queries

from karuta.domain.ranking import RANKS
from karuta.engine.index import CANDIDATES, SEED, nodes_for, trees_for
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import library_model, stored_vectors
from karuta.store.cards import Catalogue

Vectors = NDArray[np.float32]
CHUNK = 20_000


def write_mixed(path: Path, real: Vectors, *, count: int, seed: int) -> None:
    """`count` vectors of length one as `.npy`: the real ones first, then mixtures of two of them."""
    held = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(count, real.shape[1]))
    held[: len(real)] = real[:count]
    for at in range(len(real), count, CHUNK):
        dice = np.random.default_rng([seed, at])
        more = min(CHUNK, count - at)
        share = dice.uniform(0.2, 0.8, (more, 1)).astype(np.float32)
        one, other = real[dice.integers(len(real), size=more)], real[dice.integers(len(real), size=more)]
        mixed = share * one + (1 - share) * other
        held[at : at + more] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    held.flush()


def exact(stock: Vectors, asked: Vectors, *, count: int) -> NDArray[np.intp]:
    """(n, count) rows of the nearest, best first, and the milliseconds of processor time that a query took."""
    scores = np.empty((len(asked), 0), dtype=np.float32)
    rows = np.empty((len(asked), 0), dtype=np.intp)
    for at in range(0, len(stock), CHUNK):
        part = asked @ stock[at : at + CHUNK].T
        best = np.argpartition(-part, count, axis=1)[:, :count]
        scores = np.concatenate([scores, np.take_along_axis(part, best, axis=1)], axis=1)
        rows = np.concatenate([rows, best + at], axis=1)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :count]
        scores, rows = np.take_along_axis(scores, order, axis=1), np.take_along_axis(rows, order, axis=1)
    return rows


def most_memory() -> float:
    """GB that the process has had at its peak."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def grown(path: Path, stock: Vectors, *, trees: int) -> None:
    if path.is_file():
        return
    began = time.process_time()
    forest = Annoy(stock.shape[1], "angular")
    forest.set_seed(SEED)
    for row, vector in enumerate(stock):
        forest.add_item(row, vector)
    forest.build(trees, n_jobs=1)
    forest.save(os.fspath(path))
    sys.stdout.write(
        f"{trees} trees: built in {time.process_time() - began:.0f} s of processor time, "
        f"{path.stat().st_size / 2**30:.2f} GB on disk, {most_memory():.1f} GB at the peak\n"
    )
    sys.stdout.flush()


def ask(
    path: Path, stock: Vectors, asked: Vectors, first: NDArray[np.intp], *, trees: int, nodes: int
) -> tuple[int, Sequence[float]]:
    forest = Annoy(stock.shape[1], "angular")
    forest.load(os.fspath(path))
    found, took, waited = [], [], []
    for query in asked:
        began, clock = time.process_time(), time.perf_counter()
        rows = np.asarray(forest.get_nns_by_vector(query, CANDIDATES, search_k=nodes), dtype=np.int_)
        scores = stock[rows] @ query
        best = rows[np.argsort(-scores, kind="stable")[: RANKS.stop]]
        took.append(1000 * (time.process_time() - began))
        waited.append(1000 * (time.perf_counter() - clock))
        found.append(best)
    return say(f"annoy, {trees} trees, {nodes} nodes", found, first, took, waited), took


def say(
    name: str,
    found: Sequence[NDArray[np.int_]],
    first: NDArray[np.intp],
    took: Sequence[float],
    waited: Sequence[float],
) -> int:
    """How often the first one was proposed."""
    pairs = list(zip(found, first, strict=True))
    one = np.mean([rows[0] in best for best, rows in pairs])
    eleven = np.mean([len(np.intersect1d(best, rows)) / len(rows) for best, rows in pairs])
    sys.stdout.write(
        f"{name:34} recall@1 {one:.4f}  recall@{RANKS.stop} {eleven:.4f}  processor ms a query: "
        f"median {np.median(took):.2f}, mean {np.mean(took):.2f}, p95 {np.quantile(took, 0.95):.2f}; "
        f"waited {np.median(waited):.2f}\n"
    )
    sys.stdout.flush()
    return round(one * len(pairs))


def numpy_alone(stock: Vectors, asked: Vectors, first: NDArray[np.intp]) -> None:
    found, took, waited = [], [], []
    for query in asked[:30]:
        began, clock = time.process_time(), time.perf_counter()
        scores = stock @ query
        rows = np.argpartition(-scores, RANKS.stop)[: RANKS.stop]
        found.append(rows[np.argsort(-scores[rows])])
        took.append(1000 * (time.process_time() - began))
        waited.append(1000 * (time.perf_counter() - clock))
    say("numpy, all compared (30 queries)", found, first[:30], took, waited)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=1_000_000)
    parser.add_argument("--crops", type=int, default=1000)
    parser.add_argument("--trees", type=int, nargs="*", default=[10, 20, 50])
    parser.add_argument("--nodes", type=int, nargs="*", default=[10_000, 25_000, 50_000, 100_000])
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    library = LibraryFolder(asked.library)
    stock_file, queries_file, first_file = (asked.out / f"{name}.npy" for name in ("stock", "queries", "first"))
    if not first_file.is_file():
        model = library_model(library)
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            real = np.asarray(stored_vectors(catalogue, sorted(catalogue.view().by_picture), model).vectors)
        write_mixed(stock_file, real, count=asked.pictures, seed=asked.seed)
        crops = queries(library, asked.catalogue, count=asked.crops, seed=asked.seed)
        np.save(queries_file, crops)
        np.save(first_file, exact(np.load(stock_file, mmap_mode="r"), crops, count=RANKS.stop))
    stock, crops, first = np.load(stock_file, mmap_mode="r"), np.load(queries_file), np.load(first_file)
    sys.stdout.write(f"{len(stock)} vectors of {stock.shape[1]}, {stock.dtype}, {len(crops)} crops\n")
    numpy_alone(stock, crops, first)
    own = trees_for(len(stock))
    for trees in sorted({*asked.trees, own}):
        path = asked.out / f"{trees}.ann"
        grown(path, stock, trees=trees)
        for nodes in asked.nodes:
            ask(path, stock, crops, first, trees=trees, nodes=nodes)
    nodes = nodes_for(pictures=len(stock), trees=own)
    hits, took = ask(asked.out / f"{own}.ann", stock, crops, first, trees=own, nodes=nodes)
    figures.share("a million vectors: the first is proposed", hits, len(crops), least=0.99)
    figures.spread("a million vectors: a query, of a processor", took, "ms", most=5)


if __name__ == "__main__":
    main()
