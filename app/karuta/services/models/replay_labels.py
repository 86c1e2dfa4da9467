"""Verifies that labels can be replayed: that stored vectors give back what was shown. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Artwork, CardKey
from karuta.domain.catalogue import EverArtwork
from karuta.domain.errors import PictureError
from karuta.domain.gate import Replayed, same_beside
from karuta.domain.match import CatalogueView, Match
from karuta.domain.ranking import FIRST_COUNT, MOST_COMPARED, RANKS, rank
from karuta.domain.recognition import Forest
from karuta.engine.decode import decode
from karuta.engine.index import annoy_available, build_index, made_again
from karuta.engine.prepare import fit
from karuta.engine.proposal_views import quality
from karuta.engine.search import ExactSearch, JoinedSearch, PictureVectors, Search, stock_hash
from karuta.engine.verify import enough_neighbours
from karuta.paths import LibraryFolder
from karuta.services.catalogue.embed_artworks import Progress
from karuta.services.library.keeping.crops import crops_for_reading
from karuta.services.lookups.look_up import MATCHES_KEPT
from karuta.services.models.contender import Bench, Told
from karuta.services.models.list_models import find_model
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile
from karuta.store.shown_events import ShownEvent, count_shown_events, embedding_of_crop, shown_events

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


Vectors = NDArray[np.float32]


def replay_labels(folder: LibraryFolder, *, cancel: CancelToken, progress: Progress) -> Iterator[Replayed]:
    """Every label event that showed matches, undone ones too. Raises `LibraryError`, `Cancelled`."""
    with (
        LabelFile.open_reading(folder) as file,
        Catalogue.open_reading(folder.catalogue_db) as catalogue,
        # On Windows a forest keeps its file open.
        TemporaryDirectory(prefix="karuta-", ignore_cleanup_errors=True) as place,
    ):
        memory = _Memory(catalogue, file, Forests(Path(place)))
        done, total = 0, count_shown_events(file)
        for some in shown_events(file):
            for event in some:
                cancel.check()
                yield _replayed(event, memory)
            done += len(some)
            progress(done, total)


@dataclass(frozen=True, eq=False)
class _Stock:
    """The pictures of one state as one model embeds them.

    `rows` of `vectors`, grouped by card; `starts`: of each group.
    """

    vectors: Vectors
    rows: NDArray[np.intp]
    starts: NDArray[np.intp]
    cards: tuple[CardKey, ...]

    @classmethod
    def of(cls, vectors: Vectors, shown: Mapping[CardKey, Sequence[int]]) -> _Stock:
        """`shown`: the rows of each card's pictures."""
        counts = [len(rows) for rows in shown.values()]
        rows = np.array([row for some in shown.values() for row in some], dtype=np.intp)
        return cls(vectors, rows, np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp), tuple(shown))

    def best_scores(self, query: Vectors) -> dict[CardKey, float]:
        """The score of every card's best picture."""
        best = np.maximum.reduceat((self.vectors @ query)[self.rows], self.starts)
        return dict(zip(self.cards, best.tolist(), strict=True))


@dataclass(eq=False)
class _Memory:
    """Things read from the files once: vectors by model and picture, and which pictures were live when."""

    catalogue: Catalogue
    labels: LabelFile
    forests: Forests
    _vectors: dict[tuple[str, str], Vectors | None] = field(default_factory=dict)
    _crops: dict[tuple[str, str], Vectors | None] = field(default_factory=dict)
    _moments: dict[str, list[_Moment]] = field(default_factory=dict)

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

    def of_crop(self, crop: str, model_hash: str, dimension: int) -> Vectors | None:
        """A confirmed crop's vector: the label's own, or one stored for a later model."""
        if (model_hash, crop) not in self._crops:
            found = embedding_of_crop(self.labels, crop, model_hash=model_hash)
            if found is None or len(found) != dimension:
                [found] = self.vectors([crop], model_hash, dimension)
            self._crops[model_hash, crop] = found
        return self._crops[model_hash, crop]

    def moments(self, model_hash: str, dimension: int) -> list[_Moment]:
        """Every state of the catalogue in the log, the newest first."""
        if model_hash not in self._moments:
            pictures = [{artwork.picture_sha256 for artwork in artworks} for artworks in self._states]
            self._moments[model_hash] = [
                _Moment(stock_hash(shown, model_hash), artworks, self, model_hash, dimension)
                for shown, artworks in zip(pictures, self._states, strict=True)
            ]
        return self._moments[model_hash]

    @cached_property
    def _states(self) -> list[tuple[EverArtwork, ...]]:
        ever = self.catalogue.ever_artworks()
        return [tuple(ever[number] for number in state.artworks) for state in self.catalogue.states()]


@dataclass(frozen=True, eq=False)
class _Moment:
    """The artworks that were live together at one time. `index_hash`: theirs, without exemplars."""

    index_hash: str
    artworks: tuple[EverArtwork, ...]
    memory: _Memory
    model_hash: str
    dimension: int

    @cached_property
    def stock(self) -> _Stock | None:
        """None if a vector is missing."""
        place = {
            picture: row
            for row, picture in enumerate(dict.fromkeys(ever_artwork.picture_sha256 for ever_artwork in self.artworks))
        }
        found = self.vectors(list(place))
        if found is None:
            return None
        shown: dict[CardKey, list[int]] = {}
        for artwork in self.artworks:
            shown.setdefault(artwork.card, []).append(place[artwork.picture_sha256])
        return _Stock.of(found.vectors, shown)

    def vectors(self, pictures: Sequence[str]) -> PictureVectors | None:
        """None if one is missing."""
        rows = self.memory.vectors(pictures, self.model_hash, self.dimension)
        whole = [row for row in rows if row is not None]
        return PictureVectors(tuple(pictures), np.stack(whole)) if len(whole) == len(rows) and whole else None

    @cached_property
    def view(self) -> CatalogueView:
        return CatalogueView.of(
            [Artwork(artwork.card, "", artwork.file, "", artwork.picture_sha256) for artwork in self.artworks]
        )


def _replayed(event: ShownEvent, memory: _Memory) -> Replayed:
    if event.embedding is None or event.model_hash is None:
        return _result(event, checked=0, lost=0, largest=0.0, same=None)
    query, model, dimension = event.embedding, event.model_hash, len(event.embedding)
    artworks = [match for match in event.shown if not match.exemplar]
    rows = memory.vectors([match.picture_sha256 for match in artworks], model, dimension)
    lost = sum(row is None for row in rows)
    crops = [match for match in event.shown if match.exemplar]
    rows += [memory.of_crop(match.picture_sha256, model, dimension) for match in crops]
    differences = [
        abs(float(row @ query) - match.score)
        for match, row in zip([*artworks, *crops], rows, strict=True)
        if row is not None
    ]
    moments = memory.moments(model, dimension)
    same, not_provable = _same(event, query, moments), False
    if same is False and event.forest is not None:
        # Its candidates were compared exactly, but it may have left something out.
        same = _same_of_forest(event, event.forest, query, moments)
        not_provable = same is None
    largest = max(differences, default=0.0)
    return _result(event, checked=len(differences), lost=lost, largest=largest, same=same, not_provable=not_provable)


def _same_of_forest(event: ShownEvent, forest: Forest, query: Vectors, moments: Sequence[_Moment]) -> bool | None:
    """Whether the forest that had proposed the list, built again, gives it; None if it cannot be built here."""
    held = next((moment for moment in moments if moment.index_hash == forest.pictures), None)
    if held is None:
        return None
    answers = [
        held.memory.forests.best_scores(
            forest, query, held=held.view, live=live.view, model_hash=held.model_hash, stocks=held.vectors
        )
        for live in moments
        if live.index_hash == event.artworks_hash
    ]
    found = [same_beside(event.shown, best) for best in answers if best is not None]
    return any(found) if found else None


def _same(event: ShownEvent, query: Vectors, moments: Sequence[_Moment]) -> bool | None:
    """Whether an exact search gives the list that was shown; None if it is not known which pictures there were.

    The hash of the live artworks identifies the catalogue version, and so does an index hash without confirmed crops.
    An older event may have only an index hash that includes confirmed crops, which does not identify a version; replay
    then picks the version that reproduces the stored list. If none does (a merged library, a half-added catalogue),
    nothing is known. A confirmed crop is shown only if it is nearer than every artwork. So the rest of the list is what
    the artworks alone give, without the crops' cards.
    """
    name = event.artworks_hash or event.index_hash
    named = [moment for moment in moments if moment.index_hash == name]
    answers = (
        same_beside(event.shown, moment.stock.best_scores(query))
        for moment in named or moments
        if moment.stock is not None
    )
    if named:
        # The same pictures may have belonged to other cards in another state.
        found = list(answers)
        return any(found) if found else None
    return True if any(answers) else None


def _result(
    event: ShownEvent, *, checked: int, lost: int, largest: float, same: bool | None, not_provable: bool = False
) -> Replayed:
    place = (event.event_id, event.photo_sha256, event.sighting_id, event.card, event.model_hash)
    return Replayed(*place, len(event.shown), checked, lost, largest, same, not_provable)


@dataclass(frozen=True)
class Offered:
    """`card`: what the label says, None if it names none. `shown` at that time, `offered` now."""

    event_id: str
    photo: str
    card: CardKey | None
    shown: tuple[Match, ...]
    offered: tuple[Match, ...]

    @property
    def was_right(self) -> bool | None:
        return _first_is(self.shown, self.card)

    @property
    def is_right(self) -> bool | None:
        return _first_is(self.offered, self.card)


def replay_with_model(
    folder: LibraryFolder, resources: Path, name: str, *, cancel: CancelToken, told: Told
) -> Iterator[Offered]:
    """Every label event that has a crop. Raises `LibraryError`, `ModelError`, `Cancelled`."""
    place = find_model(folder, resources, name).folder
    with (
        LabelFile.open_reading(folder) as file,
        Catalogue.open_reading(folder.catalogue_db) as catalogue,
        crops_for_reading(file) as crops,
    ):
        new = Bench(catalogue, folder, cancel, told).contender(place)
        search, model = ExactSearch(new.stock), new.model
        done, total = 0, count_shown_events(file)

        def offered(event: ShownEvent) -> tuple[Match, ...] | None:
            kept = None if event.crop_sha256 is None else crops.find(event.crop_sha256)
            if kept is None:
                return None
            try:
                crop = fit(decode(kept.path), model.embedder.spec)
            except PictureError:
                return None
            vector = model.embedder.embed([crop])
            nearest = search.neighbours(vector, count=FIRST_COUNT)[0]
            found = enough_neighbours(search, vector[0], nearest, new.view, wanted=RANKS.stop)
            # The card's size in its photo is not stored; its crop's size stands for it.
            looks = quality(crop, pixels=float(model.embedder.spec.height), outline=1.0)
            return rank(
                found,
                new.view,
                k=MATCHES_KEPT,
                judge=model.judge,
                quality=looks,
                similarity=new.contrasts.similarity(crop),
            ).matches

        for some in shown_events(file):
            for event in some:
                cancel.check()
                matches = offered(event)
                if matches is not None:
                    yield Offered(event.event_id, event.photo, event.card, event.shown, matches)
                done += 1
                told("labels", done, total)


def _first_is(matches: tuple[Match, ...], card: CardKey | None) -> bool | None:
    return None if card is None else bool(matches) and matches[0].card == card
