"""Says beforehand what adding a source of cards would change. Changes nothing, anywhere.

The source is read as `catalogue add` reads it, but the result stays in memory. Then the new pictures are compared with
existing ones, confirmed labels are looked up again, and cards with a picture are counted.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.catalogue import NewArtwork, NewBack
from karuta.domain.errors import PictureError, reason_of
from karuta.domain.sentence import Sentence
from karuta.engine.decode import decode
from karuta.engine.model import Model, load_model
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import AddReport, as_text, report_of
from karuta.services.catalogue.catalogue_folder import BACK, ArtworkRow, SkippedRow
from karuta.services.catalogue.new_pictures import Collision, NewPictures
from karuta.services.catalogue.pack_pictures import PackProgress, skipped_row
from karuta.services.catalogue.sources.card_source import CardSource
from karuta.services.catalogue.take_in import TakenIn, take_in
from karuta.services.library.open_library import library_model, shipped_model_folder
from karuta.store.cards import Catalogue


@dataclass(frozen=True)
class Coverage:
    """How many of all cards would have a picture. `missing`: cards without one, by set, most first."""

    cards: int
    with_picture: int
    missing: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Rehearsal:
    """What adding would do. `report`: what `catalogue add` would report.

    `new_printings`: printings that no card has now. `labels_changed`: confirmed labels whose first match would change.
    """

    report: AddReport
    new_printings: int
    collisions: tuple[Collision, ...]
    labels_changed: int
    labels: int
    coverage: Coverage


def rehearse_pack(
    source: CardSource,
    *,
    pack: str | None,
    library: LibraryFolder,
    resources: Path,
    cancel: CancelToken,
    progress: PackProgress,
) -> Rehearsal:
    """Raises `CatalogueError` for a source that cannot be read, `LibraryError` and `ModelError`."""
    started = time.perf_counter()
    name = as_text((pack or "").strip() or source.name)
    with _catalogue(library) as catalogue:
        addition = Rehearsed(catalogue)
        there = set(catalogue.view().by_picture)

        def bring(rows: Sequence[ArtworkRow]) -> Iterator[NewArtwork | SkippedRow]:
            return _bring(rows, there, cancel, progress)

        taken = take_in(source, catalogue, addition, bring, pack=name, cancel=cancel, progress=progress)
        pictures = NewPictures(
            library, catalogue, _model(library, resources), addition.artworks, _paths(taken), name, cancel, progress
        )
        labels_changed, labels = pictures.labels_changed()
        return Rehearsal(
            report=report_of(source, name, taken, started=started),
            new_printings=addition.new_printings,
            collisions=tuple(pictures.collisions()),
            labels_changed=labels_changed,
            labels=labels,
            coverage=_coverage(catalogue, addition, taken),
        )


class Rehearsed:
    """Takes what an addition would write, and keeps it in memory."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known = set(catalogue.card_hashes())
        self.cards: dict[CardKey, Card] = {}
        self.artworks: list[NewArtwork] = []
        self.new_printings = 0

    def card(self, key: CardKey) -> Card:
        return self.cards.get(key) or self._catalogue.card(key)

    def put_cards(self, new: Sequence[Card]) -> None:
        for card in new:
            before = self.card(card.key).printings if card.key in self._known or card.key in self.cards else ()
            # Counted as the catalogue counts them: sets may share a code, or have none.
            self.new_printings += (_issues(card.printings) - _issues(before)).total()
            self.cards[card.key] = card

    def put_artworks(self, new: Sequence[NewArtwork]) -> None:
        self.artworks += new

    def put_backs(self, new: Sequence[NewBack]) -> None:
        del new


def _issues(printings: Sequence[Printing]) -> Counter[tuple[str, str, str]]:
    return Counter((printing.set_code, printing.set_name, printing.lang) for printing in printings)


@contextmanager
def _catalogue(library: LibraryFolder) -> Iterator[Catalogue]:
    """The library's catalogue; without a library, a temporary empty one."""
    if library.catalogue_db.is_file() and library.catalogue_db.stat().st_size:
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            yield catalogue
        return
    with TemporaryDirectory() as folder, Catalogue.open_writing(Path(folder) / "catalogue.db") as catalogue:
        yield catalogue


def _model(library: LibraryFolder, resources: Path) -> Model:
    if library.catalogue_db.is_file():
        return library_model(library)
    return load_model(shipped_model_folder(resources))


def _bring(
    rows: Sequence[ArtworkRow], there: set[str], cancel: CancelToken, progress: PackProgress
) -> Iterator[NewArtwork | SkippedRow]:
    """Every row whose picture can be read and decoded; those in the library were before. Others get a reason."""
    for done, row in enumerate(rows, start=1):
        cancel.check()
        try:
            picture = file_hash(row.path)
            if picture not in there:
                decode(row.path)
            yield NewArtwork(row.card, row.file, row.artwork, picture, row.path.suffix.lower())
        except OSError as error:
            reason = Sentence("picture {file} cannot be read: {reason}", file=row.file, reason=reason_of(error))
            yield skipped_row(row, reason)
        except PictureError as error:
            yield skipped_row(row, error.message)
        progress("pictures", done, len(rows))


def _paths(taken: TakenIn) -> dict[tuple[CardKey, str], Path]:
    return {(row.card, row.file): row.path for row in taken.rows if row.artwork != BACK}


def _coverage(catalogue: Catalogue, addition: Rehearsed, taken: TakenIn) -> Coverage:
    cards = set(catalogue.card_hashes()) | set(addition.cards)
    pictured = {card for card, _ in catalogue.pictured_cards()} | {artwork.card for artwork in taken.shown}
    missing: Counter[str] = Counter()
    for key in cards - pictured:
        sets = dict.fromkeys(printing.set_code.partition("-")[0] for printing in addition.card(key).printings)
        missing.update(list(sets) or [""])
    return Coverage(len(cards), len(cards & pictured), tuple(missing.most_common()))
