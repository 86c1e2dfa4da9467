"""Verifies that labels can be replayed: that stored vectors give back what was shown. Changes nothing.

    python -m tests.lab.replay LIBRARY [--model NAME] [--json]

Each label's stored vector is compared with the pictures that were live then: the scores that were shown must come back
to 1e-4, and an exact search, or the forest that had proposed the list, must give the same list up to ties. The exit
code is 1 where one does not. With `--model`: what that model would have offered, from the crops.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import cached_property
from heapq import nlargest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.learning import RESOURCES

from karuta.cli import output
from karuta.domain.cancel import CancelToken
from karuta.domain.card import Artwork, CardKey
from karuta.domain.errors import DamagedRow, KarutaError, PictureError, why
from karuta.domain.match import CatalogueView, Match
from karuta.domain.ranking import COMPARED, FIRST_COUNT, MOST_COMPARED, NEARLY, RANKS, rank
from karuta.domain.recognition import EXACT, Forest
from karuta.domain.sentence import counted, filled
from karuta.domain.shape import Misshapen, parsed, shaped
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
from karuta.store.match_json import card_of, parsed_embedding, parsed_shown

TOLERANCE = 1e-4
"""Between a score as it was shown and as it comes out of the stored vectors."""

SHOWN_FAULTS = 10
AT_ONCE = 500
SHOWN = """SELECT e.id, e.photo_sha256, e.photo_name, e.sighting_id, s.crop_sha256, e.game, e.card_id, e.model_hash,
        e.index_hash, e.artworks_hash, e.searched, e.shown, e.reordered_by, e.embedding
    FROM events AS e LEFT JOIN sightings AS s ON s.id = e.sighting_id
    WHERE e.shown IS NOT NULL AND e.id > ? ORDER BY e.id LIMIT ?"""


@dataclass(frozen=True, eq=False)
class ShownEvent:
    """One label event, in force or not. `embedding`: (dimension,) float32, the query; None for an import without one.

    `forest`: what had proposed the candidates; None if the search was exact.
    """

    event_id: str
    photo_sha256: str
    photo: str
    sighting_id: str
    crop_sha256: str | None
    card: CardKey | None
    model_hash: str | None
    index_hash: str | None
    artworks_hash: str | None
    forest: Forest | None
    shown: tuple[Match, ...]
    embedding: NDArray[np.float32] | None


def shown_events(file: LabelFile) -> Iterator[list[ShownEvent]]:
    """Every label event that showed matches, oldest first, in short reads."""
    after = ""
    while rows := file.rows(SHOWN, [after, AT_ONCE]):
        after = rows[-1][0]
        yield [_event(row) for row in rows]


def _event(row: tuple[Any, ...]) -> ShownEvent:
    event, photo, name, sighting, crop, game, card_id, model, index, artworks, searched, shown, ordered, vector = row
    place, card, hashes = (event, photo, name, sighting, crop), card_of(game, card_id), (model, index, artworks)
    answered = (parsed_searched(searched), parsed_shown(shown, ordered), parsed_embedding(vector))
    return ShownEvent(*place, card, *hashes, *answered)


def embedding_of_crop(file: LabelFile, crop_sha256: str, *, model_hash: str) -> NDArray[np.float32] | None:
    """The embedding that this model gave when something was decided about the crop; None if it never did."""
    embedding = file.value(
        """SELECT e.embedding FROM events AS e JOIN sightings AS s ON s.id = e.sighting_id
        WHERE s.crop_sha256 = ? AND e.model_hash = ? AND e.embedding IS NOT NULL ORDER BY e.id LIMIT 1""",
        [crop_sha256, model_hash],
    )
    return parsed_embedding(embedding)


def count_shown_events(file: LabelFile) -> int:
    return int(file.value("SELECT count(*) FROM events WHERE shown IS NOT NULL"))


def parsed_searched(text: str | None) -> Forest | None:
    """The search that `searched_text` wrote; None for an exact search. Raises `DamagedRow` for any other text."""
    if text is None or text == EXACT:
        return None
    try:
        return shaped(parsed(text), Forest)
    except Misshapen as error:
        raise DamagedRow() from error


@dataclass(frozen=True)
class EverArtwork:
    """A picture that shows a card now, or did once."""

    card: CardKey
    file: str
    picture_sha256: str


@dataclass(frozen=True)
class LoggedState:
    """`pictures_sha256`: of the pictures that were live; `artworks`: that were live together."""

    pictures_sha256: str
    artworks: tuple[EverArtwork, ...]


def logged_states(catalogue_db: Path) -> list[LoggedState]:
    """Every state of the catalogue in its log, the newest first."""
    with closing(sqlite3.connect(f"{catalogue_db.as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "SELECT artwork, game, card_id, file, picture_sha256 FROM artworks JOIN cards USING (card)"
        ).fetchall()
        states = database.execute("SELECT pictures_sha256, artworks FROM states ORDER BY state DESC").fetchall()
    ever = {number: EverArtwork(CardKey(game, card_id), file, sha256) for number, game, card_id, file, sha256 in rows}
    return [LoggedState(sha256, tuple(ever[number] for number in _from_ranges(text))) for sha256, text in states]


def _from_ranges(text: str) -> Iterator[int]:
    """Of `1-11001 11003`, as the log writes them."""
    for run in text.split():
        first, _, last = run.partition("-")
        yield from range(int(first), int(last or first) + 1)


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
        for near in enough_neighbours(search, query, first, live, least_cards=MOST_COMPARED):
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


def replayed(folder: LibraryFolder) -> list[Replayed]:
    """All of them at once."""
    return list(replay_labels(folder, cancel=CancelToken(), progress=lambda done, total: None))


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
        return [state.artworks for state in logged_states(self.labels.folder.catalogue_db)]


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
    artworks = [match for match in _compared(event.shown) if not match.exemplar]
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
    return Replayed(*place, len(_compared(event.shown)), checked, lost, largest, same, not_provable)


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
            found = enough_neighbours(search, vector[0], nearest, new.view, least_cards=RANKS.stop)
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


@dataclass(frozen=True)
class Replayed:
    """The result for one label. `event_id` and `card` are the label's; `card` is None if it names none.

    `shown`: how many matches were on the screen. `checked`: how many scores could be computed again. `lost`: artworks
    without a vector. `largest`: the largest difference of a score. `same_list`: whether a search over the same pictures
    gives the same list. The search is exact or, if a forest proposed the list, uses that forest built again. It is None
    if the pictures of that time are not known, or if the forest cannot be built here (`not_provable_here`).
    """

    event_id: str
    photo_sha256: str
    sighting_id: str
    card: CardKey | None
    model_hash: str | None
    shown: int
    checked: int
    lost: int
    largest: float
    same_list: bool | None
    not_provable_here: bool = False

    @property
    def fault(self) -> str | None:
        """The complaint about what does not come back; None if everything that could be checked does."""
        if self.lost:
            return f"{self.lost} of {self.shown} pictures that were shown have no vector of that model any more"
        if self.largest > TOLERANCE:
            return f"a score differs by {self.largest:.6f}"
        return "a search gives another list" if self.same_list is False else None


def _compared(shown: Sequence[Match]) -> list[Match]:
    """Without those that a name alone has brought: no picture was compared with them."""
    return [match for match in shown if match.by is None or match.score > -1.0]


def same_beside(shown: Sequence[Match], best: Mapping[CardKey, float]) -> bool:
    """`same_list` if confirmed crops were shown too, by the artworks between them; `best`: of artworks alone.

    For each card that a name alone has brought, one of the list's own may have gone.
    """
    crops = {match.card for match in shown if match.exemplar}
    compared = _compared(shown)
    others = [match for match in compared if not match.exemplar]
    rest = {card: score for card, score in best.items() if card not in crops} if crops else best
    if len(compared) < len(shown):
        least = nlargest(len(shown), rest.values())[-1]
        return all(abs(rest.get(match.card, -2.0) - match.score) <= TOLERANCE for match in others) and all(
            match.score >= least - TOLERANCE for match in others
        )
    return same_list(others, rest) or (len(shown) >= COMPARED and _one_from_behind(others, rest, shown))


def same_list(shown: Sequence[Match], best: Mapping[CardKey, float]) -> bool:
    """Whether the best cards of an exact search are those shown. `best`: every card's score over the same pictures.

    Two lists are the same up to ties if their scores agree place by place and every card has its own score. The order
    on the screen may differ (the event says what changed it), so both are sorted best first.
    """
    told = sorted((match.score for match in shown), reverse=True)
    found = nlargest(len(shown), best.values())
    if len(found) != len(told) or any(abs(a - b) > TOLERANCE for a, b in zip(told, found, strict=True)):
        return False
    return all(abs(best.get(match.card, -2.0) - match.score) <= TOLERANCE for match in shown)


def _one_from_behind(others: Sequence[Match], best: Mapping[CardKey, float], shown: Sequence[Match]) -> bool:
    """Whether all but one are the first ones, and that one is a candidate that its picture may have brought forward.

    `others`: those `shown` that are artworks. A candidate has nearly the first one's score, is among the first few, and
    became the likeliest of the list.
    """
    if not others or any(abs(best.get(match.card, -2.0) - match.score) > TOLERANCE for match in others):
        return False
    found = nlargest(MOST_COMPARED, best.values())
    least = found[min(len(others), len(found)) - 1]
    brought = [match for match in others if match.score < least - TOLERANCE]
    first = max(match.score for match in (*others, *shown))
    bound = max(max(first, found[0]) - NEARLY, found[-1]) - TOLERANCE
    return len(brought) <= 1 and all(match.score >= bound and _was_first(match, shown) for match in brought)


def _was_first(one: Match, shown: Sequence[Match]) -> bool:
    """A person may have refused it since, which moved it; its probability stayed."""
    others = [match.probability or 0.0 for match in shown if match.card != one.card]
    return shown[0].card == one.card or (one.probability or 0.0) > max(others, default=0.0)


def tell_replay(library: LibraryFolder, *, as_json: bool) -> int:
    """Returns the exit code: 1 if something does not come back."""
    labels = scores = faults = lists = unknown = unprovable = 0
    largest = 0.0
    for label in replay_labels(library, cancel=CancelToken(), progress=output.PacedLine("replaying")):
        labels, scores, largest = labels + 1, scores + label.checked, max(largest, label.largest)
        lists += label.same_list is not None
        unknown += label.same_list is None and not label.not_provable_here
        unprovable += label.not_provable_here
        if as_json:
            output.json_line({**asdict(label), "card": label.card and str(label.card), "fault": label.fault})
        if label.fault is not None:
            faults += 1
            if faults <= SHOWN_FAULTS:
                output.say(
                    f"{label.event_id} ({label.card or 'no card'}): " + filled("{fault}.", {"fault": label.fault})
                )
    if not as_json:
        output.line(
            f"{counted(labels, 'label event')}, {counted(scores, 'shown score')}: "
            f"the largest difference is {largest:.7f}"
        )
        output.line(f"{counted(lists, 'list')} searched again; of {unknown:,} the pictures of that day are not known")
        if unprovable:
            output.line(f"{unprovable:,} not provable here: the index that proposed the list cannot be made again")
        output.line("everything comes back" if not faults else f"{faults:,} do not come back")
    return 1 if faults else 0


def tell_offers(library: LibraryFolder, resources: Path, name: str, *, as_json: bool) -> int:
    labels = changed = was = now = named = 0
    for offered in replay_with_model(library, resources, name, cancel=CancelToken(), told=output.Steps()):
        first = offered.offered[0] if offered.offered else None
        differs = bool(offered.shown) and (first is None or first.card != offered.shown[0].card)
        labels, changed, named = labels + 1, changed + differs, named + (offered.card is not None)
        was, now = was + bool(offered.was_right), now + bool(offered.is_right)
        if as_json:
            output.json_line(
                {
                    "event_id": offered.event_id,
                    "photo": offered.photo,
                    "card": offered.card and str(offered.card),
                    "shown": [_match(match) for match in offered.shown],
                    "offered": [_match(match) for match in offered.offered],
                }
            )
        elif differs and first is not None:
            output.line(
                f"{offered.photo}: {offered.shown[0].name} ({offered.shown[0].card}) -> {first.name} ({first.card})"
            )
    if not as_json:
        output.line(f"{changed:,} of {labels:,} first matches would be others")
        output.line(f"of {named:,} that name a card, {was:,} were right first, {now:,} would be")
    return 0


def _match(match: Match) -> dict[str, Any]:
    return {
        "game": match.card.game,
        "card_id": match.card.card_id,
        "name": match.name,
        "artwork": match.artwork,
        "score": match.score,
        "probability": match.probability,
        "exemplar": match.exemplar,
        "pack": match.pack,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--model", help="what this model would have offered")
    parser.add_argument("--json", action="store_true", help="one JSON object per label")
    asked = parser.parse_args(arguments)
    library = LibraryFolder(asked.library)
    try:
        if asked.model is None:
            return tell_replay(library, as_json=asked.json)
        return tell_offers(library, RESOURCES, asked.model, as_json=asked.json)
    except KarutaError as error:
        output.say(why(error))
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
