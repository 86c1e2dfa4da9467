"""A model with the whole catalogue as it sees it, and whether it knows crops; keeps nothing and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.match import CatalogueView
from karuta.engine.likeness import Reliefs
from karuta.engine.model import Model, load_model
from karuta.engine.prepare import fit
from karuta.engine.recognise import Recogniser
from karuta.engine.search import ExactSearch, PictureVectors, stock_hash
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue_pictures import library_reliefs
from karuta.services.embed_artworks import Progress, catalogue_vectors
from karuta.services.library import shipped_detector
from karuta.store.cards import Catalogue

Crop = NDArray[np.uint8]
Pooled = NDArray[np.float32]
_ROWS = 512
_TIE = 1e-6
EMBEDDED_AT_ONCE = 64


@dataclass(frozen=True, eq=False)
class Contender:
    """`place`: the model's folder. `stock`: the live artworks' vectors; `view`: which cards they show;

    `folder`: the library's, whose pictures are laid over crops.
    """

    place: Path
    model: Model
    stock: PictureVectors
    view: CatalogueView
    folder: LibraryFolder

    @property
    def network(self) -> str:
        """Equal for models that differ in their projection alone: their pooled features are the same."""
        embedder = self.model.card["embedder"]
        return f"{embedder['sha256']}-{embedder['input']}"

    def right(self, pooled: Pooled, cards: Sequence[CardKey]) -> NDArray[np.bool_]:
        """Whether the nearest picture is the card's, for each of the crops with these pooled features.

        A picture that two cards share is right for both. Exact search, so that an index hides no difference.
        """
        own = self.pictures_of_cards()
        right = np.zeros(len(cards), dtype=np.bool_)
        for at in range(0, len(cards), _ROWS):
            scores = self.model.embedder.project(pooled[at : at + _ROWS]) @ self.stock.vectors.T
            best = scores.max(axis=1, initial=-2.0)
            for row, card in enumerate(cards[at : at + _ROWS]):
                places = own.get(card)
                right[at + row] = places is not None and scores[row, places].max() >= best[row] - _TIE
        return right

    def pictures_of_cards(self) -> dict[CardKey, list[int]]:
        """Where the pictures of each card stand in the stock."""
        places: dict[CardKey, list[int]] = {}
        for place, picture in enumerate(self.stock.pictures):
            for artwork in self.view.by_picture.get(picture, ()):
                places.setdefault(artwork.card, []).append(place)
        return places

    def recogniser(self) -> Recogniser:
        """Looks whole photos up."""
        return Recogniser(
            model=self.model,
            detector=self.model.detector or shipped_detector(resources_folder()),
            search=ExactSearch(self.stock),
            view=self.view,
            index_name="exact",
            index_hash=stock_hash(self.stock.pictures, self.model.hash),
            reliefs=self.reliefs(),
        )

    def reliefs(self) -> Reliefs:
        """What the library's pictures look like: the same for every model."""
        return library_reliefs(self.folder, self.view)


def contender(
    catalogue: Catalogue, folder: LibraryFolder, place: Path, *, cancel: CancelToken, progress: Progress
) -> Contender:
    """The model in `place`. Embeds in memory what the catalogue has no vector of; changes nothing."""
    model = load_model(place)
    stock = catalogue_vectors(catalogue, folder, model, cancel=cancel, progress=progress)
    return Contender(place, model, stock, catalogue.view(), folder)


def pooled_features(
    contenders: Sequence[Contender],
    crops: Iterable[Callable[[tuple[int, int]], Crop]],
    *,
    total: int,
    cancel: CancelToken,
    progress: Progress,
) -> dict[str, Pooled]:
    """By network, (n, pooled) float32: each crop is made once and shown once to every different network.

    `crops`: each makes its crop for a network's (width, height).
    """
    networks = {one.network: one.model.embedder for one in contenders}
    parts: dict[str, list[Pooled]] = {network: [] for network in networks}
    waiting: list[Callable[[tuple[int, int]], Crop]] = []

    def embed() -> None:
        sizes = {embedder.spec.size for embedder in networks.values()}
        made = {size: [crop(size) for crop in waiting] for size in sizes}
        for network, embedder in networks.items():
            fitted = [fit(crop, embedder.spec) for crop in made[embedder.spec.size]]
            parts[network].append(embedder.pooled(fitted))
        waiting.clear()

    done = 0
    for done, crop in enumerate(crops, start=1):
        cancel.check()
        waiting.append(crop)
        if len(waiting) == EMBEDDED_AT_ONCE:
            embed()
            progress(done, total)
    if waiting:
        embed()
        progress(done, total)
    return {network: np.concatenate(some) if some else np.empty((0, 1), np.float32) for network, some in parts.items()}
