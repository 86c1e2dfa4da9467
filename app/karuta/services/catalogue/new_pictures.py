"""Compares a pack's new pictures with existing ones, and looks confirmed labels up again. Keeps nothing.

A picture that is there already, or that another pack has for the same card, is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Artwork, CardKey
from karuta.domain.errors import PictureError
from karuta.domain.match import CatalogueView, Exemplar
from karuta.domain.pixels import Pixels
from karuta.domain.ranking import MOST_COMPARED, Similarity, in_order
from karuta.engine.decode import decode
from karuta.engine.lookalikes import most_alike, nearest, views
from karuta.engine.model import Model
from karuta.engine.prepare import fit
from karuta.engine.search import ExactSearch, PictureVectors
from karuta.engine.similarity import ContrastMaps
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_pictures import picture_reader
from karuta.services.catalogue.pack_pictures import PackProgress
from karuta.services.library.open_library import stored_vectors
from karuta.store.cards import Catalogue
from karuta.store.exemplars import exemplars_of
from karuta.store.label_file import LabelFile, has_labels
from karuta.store.picture_files import sound_crop

_COUNT = 100
_AT_ONCE = 512


@dataclass(frozen=True)
class Collision:
    """A new artwork that looks like another card's existing one: `path` and `there` are their pictures."""

    file: str
    card: CardKey
    path: Path
    other: Artwork
    there: Path
    similarity: float


class NewPictures:
    """The artworks that a rehearsed addition brought, and the catalogue before and after it."""

    def __init__(
        self,
        library: LibraryFolder,
        model: Model,
        catalogue: Catalogue,
        before: CatalogueView,
        paths: Mapping[str, Path],
        cancel: CancelToken,
        progress: PackProgress,
    ) -> None:
        """`catalogue`: with the addition; `paths`: of its pictures, by their hashes."""
        self._library = library
        self._model = model
        self._cancel = cancel
        self._progress = progress
        self._view, self._view_after = before, catalogue.view()
        self._stock = stored_vectors(catalogue, sorted(before.by_picture), model)
        shown = {(artwork.card, artwork.picture_sha256) for artwork in before.artworks}
        self._new = [
            artwork for artwork in self._view_after.artworks if (artwork.card, artwork.picture_sha256) not in shown
        ]
        self._paths = paths
        self._read = picture_reader(library, before)

    def collisions(self) -> Iterator[Collision]:
        """Each new artwork that looks like one of another card, with the most similar one."""
        pictures, vectors = self._stock.pictures, np.asarray(self._stock.vectors)
        if not len(pictures):
            return  # the first catalogue of a library, of which no picture is looked at
        cards = [{artwork.card for artwork in self._view.by_picture[picture]} for picture in pictures]
        rows_of: dict[CardKey, list[int]] = {}
        for row, of in enumerate(cards):
            for card in of:
                rows_of.setdefault(card, []).append(row)
        for artwork, seen in self._looked_at:
            self._cancel.check()
            own = np.zeros(len(pictures), dtype=np.bool_)
            own[[row for row in rows_of.get(artwork.card, []) if cards[row] == {artwork.card}]] = True
            candidates = nearest(seen, vectors, own)
            others = [self._read(pictures[candidate.row]) for candidate in candidates]
            closest = most_alike(self._pixels(artwork), seen, candidates, vectors, others)
            if closest is not None:
                yield self._collision(artwork, pictures[closest.row], closest.similarity)

    def _collision(self, new: Artwork, picture: str, similarity: float) -> Collision:
        other = next(artwork for artwork in self._view.by_picture[picture] if artwork.card != new.card)
        return Collision(
            file=new.file,
            card=new.card,
            path=self._paths[new.picture_sha256],
            other=other,
            there=self._library.artwork_file(picture, Path(other.file).suffix),
            similarity=round(similarity, 4),
        )

    def labels_changed(self) -> tuple[int, int]:
        """Confirmed labels whose first match would change, and how many were looked up."""
        labels = self._labels()
        new = {artwork.picture_sha256 for artwork in self._new}
        gone = set(self._view.by_picture) - set(self._view_after.by_picture)
        if not labels or not new | gone:
            return 0, len(labels)
        before, after = ExactSearch(self._stock), ExactSearch(self._stock_after)
        changed = 0
        for at in range(0, len(labels), _AT_ONCE):
            self._cancel.check()
            some = labels[at : at + _AT_ONCE]
            queries = np.stack([vector for _, vector in some])
            for (label, _), was, now in zip(
                some,
                before.neighbours(queries, count=_COUNT),
                after.neighbours(queries, count=_COUNT),
                strict=True,
            ):
                touched = {near.picture_sha256 for near in (*was[: 2 * MOST_COMPARED], *now[: 2 * MOST_COMPARED])}
                if not touched & (new | gone):
                    continue
                similarity = self._similarity(label)
                firsts = [
                    {
                        artwork.card
                        for artwork, _ in in_order(
                            neighbours, view, judge=self._model.judge, similarity=similarity
                        ).cards[:1]
                    }
                    for neighbours, view in ((was, self._view), (now, self._view_after))
                ]
                changed += firsts[0] != firsts[1]
        return changed, len(labels)

    def _labels(self) -> list[tuple[Exemplar, NDArray[np.float32]]]:
        if not has_labels(self._library):
            return []
        dimension = self._model.embedder.dimension
        with LabelFile.open_reading(self._library) as file:
            exemplars = exemplars_of(file, None, model_hash=self._model.hash, dimension=dimension)
        with_vector = [(label, label.vector) for label in exemplars]
        return [(label, vector) for label, vector in with_vector if vector is not None]

    def _similarity(self, label: Exemplar) -> Similarity | None:
        kept = sound_crop(self._library, label.crop_sha256)
        try:
            return None if kept is None else self._contrasts.similarity(decode(kept.path))
        except PictureError:
            return None

    @cached_property
    def _contrasts(self) -> ContrastMaps:
        new = {artwork.picture_sha256 for artwork in self._new}

        def read(picture: str) -> Pixels | None:
            try:
                return decode(self._paths[picture]) if picture in new else self._read(picture)
            except PictureError:
                return None

        return ContrastMaps(read)

    @cached_property
    def _stock_after(self) -> PictureVectors:
        rows = dict(zip(self._stock.pictures, self._stock.vectors, strict=True))
        rows.update({artwork.picture_sha256: seen[0] for artwork, seen in self._looked_at})
        pictures = tuple(picture for picture in sorted(rows) if picture in self._view_after.by_picture)
        return PictureVectors(pictures, np.stack([rows[picture] for picture in pictures]))

    def _pixels(self, artwork: Artwork) -> Pixels:
        return fit(decode(self._paths[artwork.picture_sha256]), self._model.embedder.spec)

    @cached_property
    def _looked_at(self) -> list[tuple[Artwork, NDArray[np.float32]]]:
        """Each new artwork with the vectors of its views.

        One that cannot be decoded is left out; adding it says why.
        """
        embedded = []
        for done, artwork in enumerate(self._new, start=1):
            self._cancel.check()
            try:
                embedded.append((artwork, self._model.embedder.embed(views(self._pixels(artwork)))))
            except PictureError:
                continue
            self._progress("vectors", done, len(self._new))
        return embedded
