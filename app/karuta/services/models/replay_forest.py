"""Builds again, in a temporary folder, the forest that had proposed a list, and queries it.

Changes nothing in a library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import CardKey
from karuta.domain.match import CatalogueView
from karuta.domain.ranking import MOST_COMPARED
from karuta.domain.recognition import Forest
from karuta.engine.index import annoy_available, build_index, made_again
from karuta.engine.search import ExactSearch, JoinedSearch, PictureVectors, Search
from karuta.engine.verify import FIRST_COUNT, enough_neighbours

Stocks = Callable[[Sequence[str]], PictureVectors | None]
"""Gives the vectors of pictures as one model has embedded them; None where one of them is gone."""


@dataclass(eq=False)
class Forests:
    """`place`: a temporary folder. Each forest is built once."""

    place: Path
    _searches: dict[tuple[Forest, str], Search | None] = field(default_factory=dict)

    def best_scores(
        self,
        forest: Forest,
        query: NDArray[np.float32],
        *,
        held: CatalogueView,
        live: CatalogueView,
        model_hash: str,
        stocks: Stocks,
    ) -> dict[CardKey, float] | None:
        """The score of each card's best picture, among what the forest proposes and what was searched beside it.

        `query`: (dimension,) float32. `held`: what was in the forest; `live`: the artworks that could be shown. None if
        that forest cannot be built here: without Annoy, or with a version that builds others.
        """
        search = self._search(forest, held, live, model_hash, stocks)
        if search is None:
            return None
        first = search.neighbours(query[None, :], count=FIRST_COUNT)[0]
        best: dict[CardKey, float] = {}
        for near in enough_neighbours(search, query, first, live, wanted=MOST_COMPARED):
            for artwork in live.by_picture.get(near.picture_sha256, ()):
                best[artwork.card] = max(near.score, best.get(artwork.card, -2.0))
        return best

    def _search(
        self, forest: Forest, held: CatalogueView, live: CatalogueView, model_hash: str, stocks: Stocks
    ) -> Search | None:
        key = (forest, model_hash)
        if key not in self._searches:
            self._searches[key] = self._made(forest, held, live, model_hash, stocks)
        return self._searches[key]

    def _made(
        self, forest: Forest, held: CatalogueView, live: CatalogueView, model_hash: str, stocks: Stocks
    ) -> Search | None:
        stock = stocks(sorted(held.by_picture)) if annoy_available() else None
        since = sorted(live.by_picture.keys() - held.by_picture.keys())
        beside = stocks(since) if since else None
        if stock is None or (since and beside is None):
            return None
        folder = self.place / str(len(self._searches))
        made = build_index(folder, stock, model_hash=model_hash, trees=forest.trees, seed=forest.seed)
        if made.annoy is None or made.annoy.sha256 != forest.forest:
            return None
        index = made_again(folder, made, stock, nodes=forest.nodes)
        return index if beside is None else JoinedSearch([index, ExactSearch(beside)])
