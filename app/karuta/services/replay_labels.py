"""Proves that labels can be replayed: what was shown comes back from the stored vectors; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.catalogue import EverArtwork
from karuta.domain.replay import Replayed, same_list
from karuta.engine.search import stock_hash
from karuta.paths import LibraryFolder
from karuta.services.embed_artworks import Progress
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile
from karuta.store.shown_events import ShownEvent, count_shown_events, shown_events

Vectors = NDArray[np.float32]


def replay_labels(folder: LibraryFolder, *, cancel: CancelToken, progress: Progress) -> Iterator[Replayed]:
    """Every label event that showed something, undone ones too. Raises `LibraryError`, `Cancelled`."""
    with LabelFile.open_reading(folder) as file, Catalogue.open_reading(folder.catalogue_db) as catalogue:
        memory = _Memory(catalogue)
        done, total = 0, count_shown_events(file)
        for some in shown_events(file):
            cancel.check()
            yield from _replayed(some, memory)
            done += len(some)
            progress(done, total)


@dataclass(frozen=True, eq=False)
class _Stock:
    """The pictures of one moment. `cards`: for each row of `vectors`, the cards that its picture shows."""

    vectors: Vectors
    cards: tuple[tuple[CardKey, ...], ...]


@dataclass(eq=False)
class _Memory:
    """What was asked of the catalogue once: vectors by model and picture, and which pictures there were when."""

    catalogue: Catalogue
    _ever: list[EverArtwork] | None = None
    _vectors: dict[tuple[str, str], Vectors | None] = field(default_factory=dict)
    _moments: dict[str, dict[str, tuple[EverArtwork, ...]]] = field(default_factory=dict)
    _stocks: dict[str, _Stock | None] = field(default_factory=dict)

    def vectors(self, pictures: Sequence[str], model_hash: str, dimension: int) -> list[Vectors | None]:
        """None for a picture that this model never embedded, or whose vector is damaged."""
        new = [picture for picture in dict.fromkeys(pictures) if (model_hash, picture) not in self._vectors]
        if new:
            found = self.catalogue.vectors(new, model_hash, dimension=dimension)
            self._vectors.update(dict.fromkeys(((model_hash, picture) for picture in new), None))
            self._vectors.update(
                {(model_hash, picture): row for picture, row in zip(found.pictures, found.vectors, strict=True)}
            )
        return [self._vectors[model_hash, picture] for picture in pictures]

    def stock(self, index_hash: str | None, model_hash: str, dimension: int) -> _Stock | None:
        """The pictures of which this is the index hash; None where it is none of the catalogue's moments."""
        if index_hash is None:
            return None
        if index_hash not in self._stocks:
            self._stocks[index_hash] = self._found(index_hash, model_hash, dimension)
        return self._stocks[index_hash]

    def _found(self, index_hash: str, model_hash: str, dimension: int) -> _Stock | None:
        if model_hash not in self._moments:
            self._moments[model_hash] = {
                stock_hash({artwork.picture_sha256 for artwork in moment}, model_hash): moment
                for moment in self._all_moments()
            }
        moment = self._moments[model_hash].get(index_hash)
        if moment is None:
            return None
        cards: dict[str, list[CardKey]] = {}
        for artwork in moment:
            cards.setdefault(artwork.picture_sha256, []).append(artwork.card)
        rows = self.vectors(list(cards), model_hash, dimension)
        whole = [row for row in rows if row is not None]
        if len(whole) != len(rows):
            return None
        return _Stock(np.stack(whole), tuple(tuple(shown) for shown in cards.values()))

    def _all_moments(self) -> Iterator[tuple[EverArtwork, ...]]:
        """The live artworks after each pack, as far as the catalogue still tells; the newest first."""
        if self._ever is None:
            self._ever = self.catalogue.ever_artworks()
        yield tuple(
            EverArtwork(artwork.card, artwork.file, artwork.picture_sha256, 0)
            for artwork in self.catalogue.view().artworks
        )
        for pack in sorted({artwork.pack for artwork in self._ever}, reverse=True):
            # A later row of the same card and file took the earlier one's place.
            standing = {(one.card, one.file): one for one in self._ever if one.pack <= pack}
            yield tuple(standing.values())


def _replayed(some: Sequence[ShownEvent], memory: _Memory) -> Iterator[Replayed]:
    for event in some:
        if event.embedding is None or event.model_hash is None:
            yield _result(event, checked=0, lost=0, largest=0.0, same=None)
            continue
        query, model, dimension = event.embedding, event.model_hash, len(event.embedding)
        asked = [match for match in event.shown if not match.exemplar]
        rows = memory.vectors([match.picture_sha256 for match in asked], model, dimension)
        differences = [
            abs(float(row @ query) - match.score) for match, row in zip(asked, rows, strict=True) if row is not None
        ]
        stock = None if len(asked) < len(event.shown) else memory.stock(event.index_hash, model, dimension)
        yield _result(
            event,
            checked=len(differences),
            lost=len(asked) - len(differences),
            largest=max(differences, default=0.0),
            same=None if stock is None else same_list(event.shown, _best_scores(stock, query)),
        )


def _best_scores(stock: _Stock, query: Vectors) -> dict[CardKey, float]:
    best: dict[CardKey, float] = {}
    for cards, score in zip(stock.cards, (stock.vectors @ query).tolist(), strict=True):
        for card in cards:
            best[card] = max(score, best.get(card, -2.0))
    return best


def _result(event: ShownEvent, *, checked: int, lost: int, largest: float, same: bool | None) -> Replayed:
    return Replayed(
        event_id=event.event_id,
        photo_sha256=event.photo_sha256,
        sighting_id=event.sighting_id,
        card=event.card,
        model_hash=event.model_hash,
        shown=len(event.shown),
        checked=checked,
        lost=lost,
        largest=largest,
        same_list=same,
    )
