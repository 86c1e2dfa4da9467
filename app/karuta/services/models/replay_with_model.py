"""What another model would have offered for each confirmed sighting, from its stored crop. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import PictureError
from karuta.domain.match import Match
from karuta.domain.ranking import RANKS, rank
from karuta.engine.decode import decode
from karuta.engine.prepare import fit
from karuta.engine.proposal_views import quality
from karuta.engine.search import ExactSearch
from karuta.engine.verify import FIRST_COUNT, enough_neighbours
from karuta.paths import LibraryFolder
from karuta.services.library.keeping.crops import crops_for_reading
from karuta.services.lookups.look_up import MATCHES_KEPT
from karuta.services.models.contender import Told, contender, contenders_reliefs
from karuta.services.models.list_models import find_model
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile
from karuta.store.shown_events import ShownEvent, count_shown_events, shown_events


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
        reliefs = contenders_reliefs(catalogue, folder)
        new = contender(catalogue, reliefs, folder, place, cancel=cancel, told=told)
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
                found, new.view, k=MATCHES_KEPT, judge=model.judge, quality=looks, likeness=reliefs.likeness(crop)
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
