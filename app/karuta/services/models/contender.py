"""Models with the whole catalogue as they embed it, and what they answer to the same crops. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.gate import Comparison, Question, compare
from karuta.domain.match import CatalogueView
from karuta.domain.pixels import Pixels
from karuta.domain.ranking import FIRST_COUNT, MOST_COMPARED, Similarity, in_order
from karuta.engine.model import Model, load_model
from karuta.engine.prepare import fit
from karuta.engine.recognise import Recogniser
from karuta.engine.search import ExactSearch, PictureVectors, stock_hash
from karuta.engine.similarity import SIZE, ContrastMaps, contrast_map, once
from karuta.engine.verify import enough_neighbours
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_pictures import library_contrasts
from karuta.services.catalogue.embed_artworks import Progress, catalogue_vectors
from karuta.services.catalogue.rebuild_index import embed_missing
from karuta.services.library.open_library import shipped_detector, stored_vectors
from karuta.store.cards import Catalogue

Told = Callable[[str, int, int], None]
"""Told how far a step is: `artworks`, `standard`, `labels`, `similarity` or `photos`."""
_ROWS = 512
_TIE = 1e-6
EMBEDDED_AT_ONCE = 64
CONTRASTS_HELD = 16_384
"""Thousands of crops ask for the pictures of a whole catalogue in no order; 185 MB of them are held at most."""


@dataclass(frozen=True, eq=False)
class Shown:
    """The view of one network on some crops. `pooled`: (n, pooled) float32; `contrasts`: (n, 64, 44) float16.

    `numbers`: which crops these are; what could not be made is left out.
    """

    numbers: tuple[int, ...]
    pooled: NDArray[np.float32]
    contrasts: NDArray[np.float16]

    def of(self, numbers: Sequence[int]) -> Shown:
        place = {number: row for row, number in enumerate(self.numbers)}
        rows = [place[number] for number in numbers]
        return Shown(tuple(numbers), self.pooled[rows], self.contrasts[rows])

    @property
    def is_whole(self) -> bool:
        """False if a file was damaged."""
        alike = len(self.numbers) == len(self.pooled) == len(self.contrasts) and self.contrasts.shape[1:] == SIZE[::-1]
        return alike and bool(np.isfinite(self.pooled).all() and np.isfinite(self.contrasts).all())


@dataclass(frozen=True, eq=False)
class Contender:
    """`place`: the model's folder. `stock`: the live artworks' vectors; `view`: which cards they show.

    `contrasts`: of their pictures, the same for every model.
    """

    place: Path
    model: Model
    stock: PictureVectors
    view: CatalogueView
    contrasts: ContrastMaps

    @property
    def network(self) -> str:
        """Equal for models that differ only in their projection: their pooled features are the same."""
        embedder = self.model.card["embedder"]
        return f"{embedder['sha256']}-{embedder['input']}-{embedder.get('relief')}"

    def nearest_is(self, vectors: NDArray[np.float32], cards: Sequence[CardKey]) -> NDArray[np.bool_]:
        """Whether the nearest picture is the card's, for each of these unit vectors of crops: the embedding alone.

        A picture that two cards share is right for both. Exact search, so that an index hides no difference.
        """
        own = self.pictures_of_cards()
        right = np.zeros(len(cards), dtype=np.bool_)
        for at in range(0, len(cards), _ROWS):
            scores = vectors[at : at + _ROWS] @ self.stock.vectors.T
            best = scores.max(axis=1, initial=-2.0)
            for row, card in enumerate(cards[at : at + _ROWS]):
                places = own.get(card)
                right[at + row] = places is not None and scores[row, places].max() >= best[row] - _TIE
        return right

    def offered(
        self, vectors: NDArray[np.float32], cards: Sequence[CardKey], similarities: Sequence[Similarity]
    ) -> tuple[NDArray[np.bool_], list[tuple[CardKey, ...]]]:
        """Whether a lookup would offer the card first, for each of these crops, and the cards that it would offer first
        (`LISTED` at most); `similarities`: one per crop.

        Cards with equal strength (they share a picture) are all right. Exact search, as above.
        """
        search = ExactSearch(self.stock)
        right, listed = np.zeros(len(cards), dtype=np.bool_), list[tuple[CardKey, ...]]()
        for row, nearest in enumerate(search.neighbours(vectors, count=FIRST_COUNT)):
            enough = enough_neighbours(search, vectors[row], nearest, self.view, least_cards=MOST_COMPARED)
            ranked = in_order(enough, self.view, judge=self.model.judge, similarity=similarities[row])
            right[row] = any(
                artwork.card == cards[row] and strength >= ranked.strengths[0] - _TIE
                for (artwork, _), strength in zip(ranked.cards, ranked.strengths, strict=True)
            )
            listed.append(tuple(artwork.card for artwork, _ in ranked.cards[:LISTED]))
        return right, listed

    def similarity_to(self, crop: NDArray[np.float16]) -> Similarity:
        """How alike a crop with this contrast map is to pictures of the library."""
        return self.contrasts.similarity_to(crop.astype(np.float32))

    def pictures_of_cards(self) -> dict[CardKey, list[int]]:
        """The rows of each card's pictures in the stock."""
        places: dict[CardKey, list[int]] = {}
        for place, picture in enumerate(self.stock.pictures):
            for artwork in self.view.by_picture.get(picture, ()):
                places.setdefault(artwork.card, []).append(place)
        return places

    def recogniser(self, resources: Path) -> Recogniser:
        """Looks whole photos up. `resources`: the folder with the release's detector, for a model that has none."""
        return Recogniser(
            model=self.model,
            detector=self.model.detector or shipped_detector(resources),
            search=ExactSearch(self.stock),
            view=self.view,
            index_name="exact",
            index_hash=stock_hash(self.stock.pictures, self.model.hash),
            contrasts=self.contrasts,
        )


_ANSWERED_AT_ONCE = 64
LISTED = 3
"""So many cards of each answer are kept."""


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers of one contender.

    `offered`: (n,) whether a lookup would put the card first; `listed`: n times, the cards that it would put first.
    `nearest`: (n,) whether it is the first by the scores alone. `vectors`: (n, dimension) float32, the crops'
    embeddings.
    """

    offered: NDArray[np.bool_]
    listed: Sequence[tuple[CardKey, ...]]
    nearest: NDArray[np.bool_]
    vectors: NDArray[np.float32]


Make = Callable[[tuple[int, int]], Pixels]
"""Makes a crop for a network's (width, height)."""
NumberedCrops = Iterable[tuple[int, Make]]


@dataclass(frozen=True, eq=False)
class Bench:
    """The bench of models that are asked the same: a catalogue, and who waits for it. Changes nothing but by `keep`."""

    catalogue: Catalogue
    folder: LibraryFolder
    cancel: CancelToken
    told: Told

    def step(self, name: str) -> Progress:
        """Tells how far this step is."""
        return partial(self.told, name)

    @cached_property
    def contrasts(self) -> ContrastMaps:
        """Of the library's pictures, for all contenders together."""
        return library_contrasts(self.folder, self.catalogue.view(), remembered=CONTRASTS_HELD)

    def contender(self, place: Path, model: Model | None = None, *, keep: bool = False) -> Contender:
        """The model in `place`. Missing vectors are computed in memory; with `keep`, stored beside those of others."""
        made, view, told = model or load_model(place), self.catalogue.view(), self.step("artworks")
        if not keep:
            stock = catalogue_vectors(self.catalogue, self.folder, made, cancel=self.cancel, progress=told)
        else:
            live = sorted(view.by_picture)
            embed_missing(self.catalogue, self.folder, made, live, cancel=self.cancel, progress=told)
            stock = stored_vectors(self.catalogue, live, made)
        return Contender(place, made, stock, view, self.contrasts)

    def shown(
        self, contenders: Sequence[Contender], crops: NumberedCrops, *, total: int, step: str
    ) -> dict[str, Shown]:
        """The view of each network: each crop is made once and shown once to every different network."""
        numbers: list[int] = []
        networks = {item.network: item.model.embedder for item in contenders}
        pooled: dict[str, list[NDArray[np.float32]]] = {network: [] for network in networks}
        contrasts: dict[str, list[NDArray[np.float16]]] = {network: [] for network in networks}
        sizes = {embedder.spec.size for embedder in networks.values()}
        left = iter(crops)
        while waiting := list(islice(self._cancelled(left), EMBEDDED_AT_ONCE)):
            made = {size: [crop(size) for _, crop in waiting] for size in sizes}
            for network, embedder in networks.items():
                fitted = [fit(crop, embedder.spec) for crop in made[embedder.spec.size]]
                pooled[network].append(embedder.pooled(fitted))
                contrasts[network] += [contrast_map(crop).astype(np.float16) for crop in fitted]
            numbers += [number for number, _ in waiting]
            self.told(step, len(numbers), total)
        return {
            network: Shown(
                tuple(numbers),
                np.concatenate(some) if some else np.empty((0, 1), np.float32),
                np.array(contrasts[network], dtype=np.float16).reshape(-1, *SIZE[::-1]),
            )
            for network, some in pooled.items()
        }

    def _cancelled(self, crops: NumberedCrops) -> Iterator[tuple[int, Make]]:
        for crop in crops:
            self.cancel.check()
            yield crop

    def answers(
        self, contenders: Sequence[Contender], shown: Mapping[str, Shown], cards: Sequence[CardKey]
    ) -> list[Answers]:
        """In the contenders' order. `shown`: by network, the crops; `cards`: what each of them shows.

        A crop is compared with a picture once, whichever contender ranks it among its first.
        """
        vectors = [item.model.embedder.project(shown[item.network].pooled) for item in contenders]
        offered = np.zeros((len(contenders), len(cards)), dtype=np.bool_)
        listed: list[list[tuple[CardKey, ...]]] = [[] for _ in contenders]
        for at in range(0, len(cards), _ANSWERED_AT_ONCE):
            self.cancel.check()
            some = slice(at, min(at + _ANSWERED_AT_ONCE, len(cards)))
            similarity_of: dict[bytes, Similarity] = {}
            for number, contender in enumerate(contenders):
                crops = shown[contender.network].contrasts[some]
                similarities = [
                    similarity_of.setdefault(crop.tobytes(), once(contender.similarity_to(crop))) for crop in crops
                ]
                offered[number, some], answers = contender.offered(vectors[number][some], cards[some], similarities)
                listed[number] += answers
            self.told("likeness", some.stop, len(cards))
        return [
            Answers(right, cards_first, contender.nearest_is(seen, cards), seen)
            for contender, right, cards_first, seen in zip(contenders, offered, listed, vectors, strict=True)
        ]


def compare_answers(
    name: str, questions: Sequence[Question], *, old: Answers, new: Answers, rows: Sequence[int] | None = None
) -> Comparison | None:
    """Of these rows of the questions (all of them by default); None if there are none."""
    chosen = np.arange(len(questions)) if rows is None else np.asarray(rows, dtype=np.intp)
    asked = [questions[at] for at in chosen]
    by_scores = (old.nearest[chosen].tolist(), new.nearest[chosen].tolist())
    return compare(name, asked, old=old.offered[chosen].tolist(), new=new.offered[chosen].tolist(), by_scores=by_scores)
