"""Does Annoy propose what the exact search finds? `python -m tests.lab.annoy_lists --library DIR --catalogue FOLDER`.

Not part of the suite: it simulates a thousand crops. The library was made of the folder by `karuta catalogue add`.
Each crop's list is asked of forests with several numbers of trees and nodes, in one run, beside the exact search: in
how many lists the first eleven are whole, whether the first one is there, and the processor time of a query.
`--pictures` makes the catalogue larger by vectors that are mixed of two real ones. The last line is what the
program does itself.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from annoy import AnnoyIndex as Annoy
from numpy.typing import NDArray
from tests.lab import figures

from karuta.domain.ranking import RANKS
from karuta.domain.statistics import Share, share_where
from karuta.engine.decode import decode
from karuta.engine.index import CANDIDATES, SEED, nodes_for, trees_for
from karuta.engine.prepare import fit
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import library_model, stored_vectors
from karuta.store.cards import Catalogue
from karuta.training.photographer import Grade, simulated_crop
from workshop.artworks import artwork_files

Vectors = NDArray[np.float32]
GRADES = (Grade.PLAIN, Grade.HARD, Grade.BRUTAL)


def queries(library: LibraryFolder, catalogue: Path, *, count: int, seed: int) -> Vectors:
    """(count, dimension) of simulated crops, a third of each grade."""
    model = library_model(library)
    artworks = artwork_files(catalogue)
    dice = np.random.default_rng(seed)
    spec = model.embedder.spec
    found = []
    for number, place in enumerate(dice.choice(len(artworks), count, replace=False)):
        crop = simulated_crop(
            decode(artworks[place].path),
            grade=GRADES[number % 3],
            rng=np.random.default_rng([seed, number]),
            size=(spec.width, spec.height),
        )
        found.append(model.embedder.embed([fit(crop, spec)]))
    return np.concatenate(found)


def catalogue_of(library: LibraryFolder, *, pictures: int, seed: int) -> Vectors:
    """(n, dimension): the library's vectors, and beyond them mixtures of two of them, of length one."""
    model = library_model(library)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        real = np.asarray(stored_vectors(catalogue, sorted(catalogue.view().by_picture), model).vectors)
    dice = np.random.default_rng(seed)
    more = max(0, pictures - len(real))
    share = dice.uniform(0.2, 0.8, (more, 1)).astype(np.float32)
    mixed = share * real[dice.integers(len(real), size=more)] + (1 - share) * real[dice.integers(len(real), size=more)]
    return np.concatenate([real, mixed / np.linalg.norm(mixed, axis=1, keepdims=True)])


def say(stock: Vectors, asked: Vectors, first: NDArray[np.intp], *, trees: int, nodes: int) -> Share:
    forest = Annoy(stock.shape[1], "angular")
    forest.set_seed(SEED)
    for row, vector in enumerate(stock):
        forest.add_item(row, vector)
    began = time.process_time()
    forest.build(trees, n_jobs=1)
    built = time.process_time() - began
    began = time.process_time()
    proposed = [set(forest.get_nns_by_vector(query, CANDIDATES, search_k=nodes)) for query in asked]
    took = 1000 * (time.process_time() - began) / len(asked)
    whole = share_where([set(map(int, rows)) <= found for rows, found in zip(first, proposed, strict=True)])
    lost = sum(int(rows[0]) not in found for rows, found in zip(first, proposed, strict=True))
    sys.stdout.write(
        f"trees {trees:3d} nodes {nodes:7d}  first {RANKS.stop} whole {figures.in_words(whole.k, whole.n)}  "
        f"first lost {lost:3d}  {took:.2f} ms a query  built in {built:.1f} s\n"
    )
    sys.stdout.flush()
    return whole


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--crops", type=int, default=1000)
    parser.add_argument("--pictures", type=int, default=0)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--only", action="store_true", help="nothing but what the program does itself")
    asked = parser.parse_args()
    library = LibraryFolder(asked.library)
    crops = queries(library, asked.catalogue, count=asked.crops, seed=asked.seed)
    stock = catalogue_of(library, pictures=asked.pictures, seed=asked.seed)
    first = np.argsort(-(crops @ stock.T), axis=1)[:, : RANKS.stop]
    sys.stdout.write(f"{len(stock)} pictures, {len(crops)} crops\n")
    for trees, nodes in () if asked.only else ((2, 20_000), (4, 20_000), (8, 40_000), (20, 40_000), (50, 10_000)):
        say(stock, crops, first, trees=trees, nodes=nodes)
    trees = trees_for(len(stock))
    own = say(stock, crops, first, trees=trees, nodes=nodes_for(pictures=len(stock), trees=trees))
    figures.share("Annoy proposes the exact search's first eleven", own.k, own.n)


if __name__ == "__main__":
    main()
