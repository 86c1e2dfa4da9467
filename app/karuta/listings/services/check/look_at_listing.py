"""Checks one listing for the eye, or recalls what was seen in its photos. Changes no library.

What was seen: a file for each text of a listing, which says what it rests on: the photos, the model, the catalogue.
Where one of these is another now, or the file is damaged, nothing is found. All of it may be deleted at any time.
"""

from __future__ import annotations

import json
import logging
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta import __version__
from karuta.domain.card import Card
from karuta.domain.errors import ModelError
from karuta.domain.shape import Misshapen, parsed, shaped
from karuta.engine.recognise import Recogniser
from karuta.files import file_hash
from karuta.listings.domain.check.checked import CheckedPhoto, ShownListing
from karuta.listings.domain.check.listing import CloseUp, ListingFinding, SeenCard
from karuta.listings.domain.titles.read_title import TitleReader
from karuta.listings.services.check.check_listing import CheckedListing, ListingChecker
from karuta.listings.services.check.finding_json import finding_json
from karuta.listings.services.check.listing_sources import QueuedListing
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.read_prints import PrintReader, open_print_reader
from karuta.training.head.task import Damaged, read_sealed, write_sealed

# Incremented whenever what is kept has another form or meaning.
EDITION = 1
MOST_KEPT = 2000
"""A listing takes some 10 KB."""

_SIDE = 64


@dataclass(frozen=True)
class SeenPhotos:
    """What a finding is judged from. `greys`: the photos' grey squares, (64, 64) uint8, in base 64."""

    seen: tuple[SeenCard, ...]
    close_ups: tuple[CloseUp, ...]
    greys: tuple[str, ...]

    @property
    def squares(self) -> tuple[NDArray[np.uint8], ...]:
        """Raises `ValueError`."""
        return tuple(np.frombuffer(b64decode(grey), np.uint8).reshape(_SIDE, _SIDE) for grey in self.greys)


class KeptLooks:
    """Of one library. `key`: a listing's. `rests_on`: everything that what was seen depends on, as text."""

    def __init__(self, library: LibraryFolder) -> None:
        self._folder = library.listing_looks

    def read(self, key: str, rests_on: str) -> SeenPhotos | None:
        """What was seen of a listing; None where that is not known, or depends on something else."""
        try:
            header, payload = read_sealed(self._folder / key)
            if header.get("rests_on") != _provenance_hash(rests_on):
                return None
            found = shaped(parsed(payload, halves=True), SeenPhotos)
            found.squares  # noqa: B018 - it is whole
        except FileNotFoundError:
            return None
        except (Damaged, Misshapen, NoBase64, ValueError) as error:
            log.info("%s", error)
            return None
        return found

    def keep(self, key: str, rests_on: str, checked: CheckedListing) -> None:
        """Where it cannot be written, the listing is looked at again the next time."""
        finding = checked.finding
        greys = tuple(b64encode(np.ascontiguousarray(grey).tobytes()).decode() for grey in checked.greys)
        kept = asdict(SeenPhotos(finding.seen, finding.close_ups, greys))
        try:
            write_sealed(self._folder / key, {"rests_on": _provenance_hash(rests_on)}, json.dumps(kept).encode())
        except OSError as error:
            log.warning("what was seen of a listing is not kept: %s", error)

    def thin(self) -> None:
        """The oldest go."""
        with suppress(OSError):
            files = sorted(self._folder.iterdir(), key=lambda one: one.stat().st_mtime)
            for older in files[: max(0, len(files) - MOST_KEPT)]:
                older.unlink()


def _provenance_hash(rests_on: str) -> str:
    return sha256(f"{EDITION} {rests_on}".encode("utf-8", "surrogatepass")).hexdigest()


log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class ListingLook:
    """`shown`: what a decision about it keeps. `checked`: the finding, and grey squares of its photos."""

    queued: QueuedListing
    checked: CheckedListing
    shown: ShownListing

    @property
    def finding(self) -> ListingFinding:
        return self.checked.finding

    def path(self, photo: str) -> Path:
        """Where a photo is that the listing names."""
        return self.queued.folder / photo

    def sha256(self, photo: str) -> str:
        """A photo's hash; empty where it could not be read."""
        return next((checked_photo.sha256 for checked_photo in self.shown.photos if checked_photo.name == photo), "")


class ListingLooker:
    """Looks at any number of listings; belongs to the thread that has the engine."""

    def __init__(self, titles: TitleReader, resources: Path, kept: KeptLooks | None = None) -> None:
        """`kept`: what was seen before is not looked at again where nothing has changed."""
        self._titles, self._kept = titles, kept
        self._resources = resources
        self._recogniser: Recogniser | None = None
        self._checker: ListingChecker | None = None

    def check(self, opened: OpenLibrary, queued: QueuedListing) -> CheckedListing:
        """The finding alone: no photo is hashed."""
        return self._with(opened).check(queued.listing, photos=queued.folder)

    def _with(self, opened: OpenLibrary) -> ListingChecker:
        recogniser = opened.recogniser
        if self._checker is None or recogniser is not self._recogniser:
            prints = _prints(opened, self._resources)
            self._recogniser, self._checker = recogniser, ListingChecker(recogniser, self._titles, Path(), prints)
        return self._checker

    def _checked(self, opened: OpenLibrary, queued: QueuedListing, photos: Sequence[CheckedPhoto]) -> CheckedListing:
        """As it was seen before, where that is kept and rests on the same."""
        checker, listing = self._with(opened), queued.listing
        if self._kept is None or listing.trouble or not photos or not all(photo.sha256 for photo in photos):
            return self.check(opened, queued)
        rests_on = self._rests_on(opened, checker.sold_card(listing), photos)
        seen = self._kept.read(queued.key, rests_on)
        if seen is not None:
            return checker.again(listing, seen.seen, seen.close_ups, seen.squares)
        checked = self.check(opened, queued)
        if checked.greys and not checked.finding.troubles:
            self._kept.keep(queued.key, rests_on, checked)
        return checked

    def _rests_on(self, opened: OpenLibrary, sold: Card | None, photos: Sequence[CheckedPhoto]) -> str:
        """What a lookup of these photos depends on. Labels do not count, as for looks of the library's photos."""
        recogniser, catalogue = opened.recogniser, opened.folder.catalogue_db.stat()
        # Of the index the name alone: the hash behind it counts confirmed crops too.
        answers = recogniser.index_title.partition("@")[0], recogniser.provenance
        return repr((__version__, answers, catalogue.st_size, catalogue.st_mtime_ns, sold, tuple(photos)))

    def look(self, opened: OpenLibrary, queued: QueuedListing) -> ListingLook:
        """A listing that cannot be read is an error in its finding, and no exception."""
        recogniser = opened.recogniser
        listing = queued.listing
        # Before the lookup: a file that changes meanwhile is not the one that was shown.
        photos = tuple(CheckedPhoto(name, _hash(queued.folder / name)) for name in listing.photos)
        checked = self._checked(opened, queued, photos)
        model = recogniser.model
        shown = ShownListing(
            key=queued.key,
            listing_id=listing.listing_id,
            source=queued.source,
            title=listing.title,
            description=listing.description,
            photos=photos,
            verdict=checked.finding.verdict,
            found=finding_json(checked),
            model=model.title,
            model_hash=model.hash,
            index=recogniser.index_title,
            index_hash=recogniser.answering_hash,
            artworks_hash=recogniser.provenance.artworks_hash,
        )
        return ListingLook(queued, checked, shown)


def _prints(opened: OpenLibrary, resources: Path) -> PrintReader | None:
    """A damaged reader costs no finding: its fields say that nothing was read."""
    try:
        return open_print_reader(opened, resources)
    except ModelError as error:
        log.error("no small print is read in listings: %s", error)
        return None


def _hash(path: Path) -> str:
    try:
        return file_hash(path)
    except OSError:
        return ""
