"""Other searches over the same million vectors: `python tests/lab/million_others.py OUT NAME`.

NAME: faiss-ivf, faiss-hnsw, usearch, voyager or hnswlib. OUT is what `tests/lab/million.py` wrote. Imports nothing of
the program, for none of these is installed for it: an environment with numpy and the one that is asked runs it, one
process for each, so that the peak of memory is its own.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Asked = Callable[[Vectors], NDArray[Any]]
FIRST = 11
# What a graph is built with: links of a vector, and how many candidates they are chosen from.
LINKS, BUILD_WIDTH = 12, 40
WIDTHS = (64, 128, 256)


def faiss_ivf(stock: Vectors) -> Iterator[tuple[str, Asked]]:
    import faiss

    faiss.omp_set_num_threads(1)
    lists = 4096
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(stock.shape[1]), stock.shape[1], lists, faiss.METRIC_INNER_PRODUCT)
    index.train(stock[:: max(1, len(stock) // 160_000)])
    for at in range(0, len(stock), 50_000):
        index.add(stock[at : at + 50_000])
    for probes in (8, 16, 32, 64):
        index.nprobe = probes
        yield f"{lists} lists, {probes} probed", lambda query: index.search(query[None], FIRST)[1][0]


def faiss_hnsw(stock: Vectors) -> Iterator[tuple[str, Asked]]:
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexHNSWFlat(stock.shape[1], LINKS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = BUILD_WIDTH
    for at in range(0, len(stock), 50_000):
        index.add(stock[at : at + 50_000])
    for width in WIDTHS:
        index.hnsw.efSearch = width
        yield f"width {width}", lambda query: index.search(query[None], FIRST)[1][0]


def usearch(stock: Vectors) -> Iterator[tuple[str, Asked]]:
    from usearch.index import Index

    index = Index(
        ndim=stock.shape[1],
        metric="ip",
        dtype="f32",
        connectivity=LINKS,
        expansion_add=BUILD_WIDTH,
        expansion_search=64,
    )
    for at in range(0, len(stock), 50_000):
        index.add(np.arange(at, min(at + 50_000, len(stock))), stock[at : at + 50_000], threads=1)
    for width in WIDTHS:
        index.expansion_search = width
        yield f"width {width}", lambda query: index.search(query, FIRST, threads=1).keys


def voyager(stock: Vectors) -> Iterator[tuple[str, Asked]]:
    from voyager import Index, Space

    index = Index(Space.InnerProduct, stock.shape[1], M=LINKS, ef_construction=BUILD_WIDTH, max_elements=len(stock))
    for at in range(0, len(stock), 50_000):
        index.add_items(np.array(stock[at : at + 50_000]), list(range(at, min(at + 50_000, len(stock)))), num_threads=1)
    for width in WIDTHS:
        yield f"width {width}", lambda query, width=width: index.query(query, FIRST, query_ef=width)[0]


def hnswlib(stock: Vectors) -> Iterator[tuple[str, Asked]]:
    import hnswlib

    index = hnswlib.Index(space="ip", dim=stock.shape[1])
    index.init_index(max_elements=len(stock), M=LINKS, ef_construction=BUILD_WIDTH, random_seed=1)
    index.set_num_threads(1)
    for at in range(0, len(stock), 50_000):
        index.add_items(stock[at : at + 50_000], np.arange(at, min(at + 50_000, len(stock))), num_threads=1)
    for width in WIDTHS:
        index.set_ef(width)
        yield f"width {width}", lambda query: index.knn_query(query, FIRST, num_threads=1)[0][0]


SEARCHES = {
    "faiss-ivf": faiss_ivf, "faiss-hnsw": faiss_hnsw, "usearch": usearch, "voyager": voyager, "hnswlib": hnswlib,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("name", choices=sorted(SEARCHES))
    parser.add_argument("--first", type=int, help="of so many vectors alone")
    asked = parser.parse_args()
    stock = np.load(asked.out / "stock.npy", mmap_mode="r")[: asked.first]
    queries = np.load(asked.out / "queries.npy")
    if asked.first:
        first = np.argsort(-(queries @ np.asarray(stock).T), axis=1)[:, :FIRST]
    else:
        first = np.load(asked.out / "first.npy")
    began = time.process_time()
    built = 0.0
    for says, ask in SEARCHES[asked.name](stock):
        built = built or time.process_time() - began
        took, one, eleven = [], 0, 0
        for query, rows in zip(queries, first, strict=True):
            start = time.process_time()
            found = ask(query)
            took.append(1000 * (time.process_time() - start))
            one += int(rows[0]) in found
            eleven += len(np.intersect1d(found, rows))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        sys.stdout.write(
            f"{asked.name}, {says}: recall@1 {one / len(first):.4f}  recall@11 {eleven / first.size:.4f}  "
            f"processor ms a query: median {np.median(took):.2f}, mean {np.mean(took):.2f}; {len(stock)} vectors built "
            f"in {built:.0f} s of processor time; {peak:.1f} GB at the peak\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
