"""Reads a label file for the window, and arranges the queue. Labels and files stay as they are."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date

from karuta.domain.desk import DeskPhoto
from karuta.domain.errors import KarutaError
from karuta.domain.journal import Action
from karuta.domain.label import Kind, Origin
from karuta.domain.match import Verdict
from karuta.domain.photo import KnownPhoto
from karuta.domain.printing.answer import BatchSet
from karuta.domain.printing.judging import batch_set
from karuta.domain.queue import (
    EVERYTHING,
    CountedFilter,
    KeptQuery,
    PhotoState,
    QueueFilter,
    QueueOrder,
    QueueView,
    Trait,
)
from karuta.domain.queue_words import KINDS, QueryKey
from karuta.files import write_whole
from karuta.json_files import KeptFile, read_kept
from karuta.paths import LibraryFolder
from karuta.services.backups.label_state import why_read_only
from karuta.services.labels.decide import Choice, decide
from karuta.store.current_labels import codes_of_batch, history, on_the_desk
from karuta.store.label_file import LabelFile
from karuta.store.photos import PhotoMark, photo_mark
from karuta.store.picture_files import crop_at_hand as crop_path
from karuta.store.queue import (
    batches,
    changes_since,
    count_photos,
    counted_games,
    counted_people,
    first_open,
    games_of_photos,
    kinds_of_photos,
    needing_look,
    needing_look_among,
    next_open,
    open_among,
    photos_with,
    queue_counts,
    queue_ids,
    queue_in_portions,
    queue_page,
    queue_rows,
    watermark,
)
from karuta.store.refusals import whole_history
from karuta.store.traits import known_now_in

__all__ = [
    "PhotoMark",
    "batches",
    "changes_since",
    "count_photos",
    "counted_values",
    "crop_path",
    "desk",
    "first_open",
    "games_of_photos",
    "history",
    "kinds_of_photos",
    "needing_look",
    "needing_look_among",
    "next_open",
    "open_among",
    "photo_mark",
    "photos_with",
    "queue_counts",
    "queue_ids",
    "queue_in_portions",
    "queue_page",
    "queue_rows",
    "watermark",
    "whole_history",
]


def desk(file: LabelFile, photo_sha256: str) -> DeskPhoto | None:
    """One photo with its live sightings and labels; None where the library does not know it."""
    for desk_photo in on_the_desk(file, [photo_sha256]):
        if not any(
            sighting.label is not None and sighting.label.kind is Kind.UNKNOWN for sighting in desk_photo.sightings
        ):
            return desk_photo
        known_now = known_now_in(file, photo_sha256)
        sightings = (
            replace(sighting, is_known_now=sighting.sighting_id in known_now) for sighting in desk_photo.sightings
        )
        return replace(desk_photo, sightings=tuple(sightings))
    return None


def skip(file: LabelFile, photos: Sequence[str], origin: Origin) -> Action:
    """Move photos (by hash) to the end of the present stack. This is no label: it changes only the order."""
    return decide(file, [Choice(photo, Kind.SKIP) for photo in photos], origin)


def remove(file: LabelFile, photos: Sequence[str], origin: Origin) -> Action:
    """Take photos (by hash) out of the queue. Undo, or adding the photo again, brings one back."""
    return decide(file, [Choice(photo, Kind.REMOVE) for photo in photos], origin)


def read_batch_set(file: LabelFile, photo: KnownPhoto) -> BatchSet | None:
    """None where the photo came alone, and where few codes are known or they differ."""
    return None if photo.batch is None else batch_set(codes_of_batch(file, photo.batch, besides=photo.sha256))


def counted_values(
    file: LabelFile, key: QueryKey, *, queue_filter: QueueFilter = EVERYTHING
) -> Generator[list[CountedFilter], None, None]:
    """What a word with this key can ask for, some at a time. States and marks are counted among what `queue_filter`
    asks for, which also says whose labels are mine.
    """
    if key is QueryKey.IS:
        kinds = kinds_of_photos(file, queue_filter=queue_filter)
        for asks in KINDS.values():
            if asks.traits:
                # Labels take longer to count than rows.
                (trait,) = asks.traits
                yield [CountedFilter(asks, photos_with(file, trait, queue_filter=queue_filter))]
            elif not asks.removed:
                yield [CountedFilter(asks, sum(kind.photos for kind in kinds if asks.takes_kind(kind)))]
    elif key in (QueryKey.BATCH, QueryKey.LISTING):
        yield _counted_places(file, with_batches=key is QueryKey.BATCH)
    elif key in (QueryKey.BY, QueryKey.GAME):
        yield counted_people(file) if key is QueryKey.BY else counted_games(file)


def _counted_places(file: LabelFile, *, with_batches: bool) -> list[CountedFilter]:
    """Batches and then listings, the newest first."""
    places = [place for place in reversed(batches(file)) if place.batch is not None]
    whole: dict[str | None, int] = {}
    for place in places if with_batches else ():
        whole[place.batch] = whole.get(place.batch, 0) + place.photos
    filters = [CountedFilter(QueueFilter(batch=batch), photos) for batch, photos in whole.items()]
    listings = (place for place in places if place.listing is not None)
    return filters + [
        CountedFilter(QueueFilter(batch=place.batch, listing=place.listing), place.photos) for place in listings
    ]


@dataclass(frozen=True)
class _Said:
    """`trait`: one of `traits`, as an older Karuta has it. `since`: the day, in ISO form."""

    order: QueueOrder
    states: frozenset[PhotoState]
    verdicts: frozenset[Verdict]
    batch: str | None
    listing: str | None
    without_sighting: bool
    trait: Trait | None = None
    traits: frozenset[Trait] = frozenset()
    text: str = ""
    game: str = ""
    by: str = ""
    card: str = ""
    since: str | None = None
    photo: str | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.day()

    def day(self) -> date | None:
        return None if self.since is None else date.fromisoformat(self.since)


_BESIDE_THE_FILTER = ("order", "photo", "places")


def read_queue_view(library: LibraryFolder) -> QueueView:
    """As stored; missing or damaged parts have their defaults."""
    return examine_queue_view(library).value


def examine_queue_view(library: LibraryFolder) -> KeptFile[QueueView]:
    """The view, and what is wrong with the file."""
    kept = read_kept(library.queue_view, _Said, instead=None)
    view = kept.value
    if view is None:
        return KeptFile(QueueView(), kept.path, kept.fault)
    values = {name: value for name, value in vars(view).items() if name not in (*_BESIDE_THE_FILTER, "trait")}
    values |= {"since": view.day(), "traits": view.traits | ({view.trait} if view.trait else set())}
    return KeptFile(QueueView(QueueFilter(**values), view.order, view.photo, view.places), kept.path)


def keep_queue_view(library: LibraryFolder, view: QueueView) -> None:
    """Raises `OSError`; the file is unchanged then."""
    values = vars(view.filter) | {name: getattr(view, name) for name in _BESIDE_THE_FILTER}
    values |= {"since": view.filter.since and view.filter.since.isoformat()}
    values |= {"trait": min(view.filter.traits, default=None)}
    written = {part.name: values[part.name] for part in fields(_Said)}
    text = json.dumps(written, ensure_ascii=False, indent=2, default=sorted)
    write_whole(library.queue_view, lambda beside: beside.write_text(text, encoding="utf-8"))


@dataclass(frozen=True)
class _SaidQueries:
    queries: tuple[KeptQuery, ...]


_LONGEST_NAME, _MOST_KEPT = 60, 200


def kept_queries(library: LibraryFolder) -> list[KeptQuery]:
    """In the order in which they were kept; none of a file that is missing or damaged."""
    return examine_kept_queries(library).value


def examine_kept_queries(library: LibraryFolder) -> KeptFile[list[KeptQuery]]:
    """The queries, and what is wrong with the file."""
    kept = read_kept(library.kept_queries, _SaidQueries, instead=_SaidQueries(()))
    return KeptFile(list(kept.value.queries), kept.path, kept.fault)


def keep_query(library: LibraryFolder, query: KeptQuery) -> list[KeptQuery]:
    """All of them now. Raises `KarutaError` where the name or the words will not do, and `OSError`."""
    kept = _sound_queries(library)
    name = query.name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise KarutaError("A kept search needs a name of 1 to {most} letters.", most=_LONGEST_NAME)
    if not query.words.strip():
        raise KarutaError("There is nothing to keep as {name}: the search box is empty.", name=name)
    if any(kept_query.name.casefold() == name.casefold() for kept_query in kept):
        raise KarutaError("There is a kept search {name} already; remove it first, or take another name.", name=name)
    if len(kept) >= _MOST_KEPT:
        raise KarutaError("There are {most} kept searches already; remove one first.", most=_MOST_KEPT)
    return _write_queries(library, [*kept, KeptQuery(name, query.words.strip())])


def forget_query(library: LibraryFolder, name: str) -> list[KeptQuery]:
    """Those that are left. Raises `KarutaError` where none is called so, and `OSError`."""
    kept = _sound_queries(library)
    left = [kept_query for kept_query in kept if kept_query.name.casefold() != name.strip().casefold()]
    if len(left) == len(kept):
        raise KarutaError("There is no kept search {name}.", name=name)
    return _write_queries(library, left)


def _sound_queries(library: LibraryFolder) -> list[KeptQuery]:
    """To be changed. What is not understood is not written over."""
    if (read_only := why_read_only(library)) is not None:
        raise read_only
    kept = examine_kept_queries(library)
    if kept.fault is not None:
        raise KarutaError("{path} is damaged: {reason}.", path=kept.path, reason=kept.fault)
    return kept.value


def _write_queries(library: LibraryFolder, queries: list[KeptQuery]) -> list[KeptQuery]:
    text = json.dumps({"queries": [asdict(query) for query in queries]}, ensure_ascii=False, indent=2)
    write_whole(library.kept_queries, lambda beside: beside.write_text(text, encoding="utf-8"))
    return queries
