"""Keeps what was seen in listings' photos, so that a table that is opened again asks no network. Judges nothing.

A file for each text of a listing, which says what it rests on: the photos, the model, the catalogue. Where one of these
is another now, or the file is damaged, nothing is found. All of it may be deleted at any time.
"""

from __future__ import annotations

import json
import logging
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from karuta.domain.shape import Misshapen, parsed, shaped
from karuta.listings.domain.check.listing import CloseUp, SeenCard
from karuta.listings.services.check.check_listing import CheckedListing
from karuta.paths import LibraryFolder
from karuta.training.head.task import Damaged, read_sealed, write_sealed

# Incremented whenever what is kept has another form or meaning.
EDITION = 1
MOST_KEPT = 2000
"""A listing takes some 10 KB."""

_SIDE = 64
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SeenPhotos:
    """What a finding is judged from. `greys`: the photos' grey squares, (64, 64) uint8, in base 64."""

    seen: tuple[SeenCard, ...]
    close_ups: tuple[CloseUp, ...]
    greys: tuple[str, ...]

    @property
    def squares(self) -> tuple[NDArray[np.uint8], ...]:
        """Raises `ValueError`."""
        return tuple(np.frombuffer(b64decode(one), np.uint8).reshape(_SIDE, _SIDE) for one in self.greys)


class KeptLooks:
    """Of one library. `key`: a listing's. `rests_on`: everything that what was seen depends on, as text."""

    def __init__(self, library: LibraryFolder) -> None:
        self._folder = library.listing_looks

    def read(self, key: str, rests_on: str) -> SeenPhotos | None:
        """What was seen of a listing; None where that is not known, or depends on something else."""
        try:
            header, payload = read_sealed(self._folder / key)
            if header.get("rests_on") != _hash(rests_on):
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
        greys = tuple(b64encode(np.ascontiguousarray(one).tobytes()).decode() for one in checked.greys)
        kept = asdict(SeenPhotos(finding.seen, finding.close_ups, greys))
        try:
            write_sealed(self._folder / key, {"rests_on": _hash(rests_on)}, json.dumps(kept).encode())
        except OSError as error:
            log.warning("what was seen of a listing is not kept: %s", error)

    def thin(self) -> None:
        """The oldest go."""
        with suppress(OSError):
            files = sorted(self._folder.iterdir(), key=lambda one: one.stat().st_mtime)
            for older in files[: max(0, len(files) - MOST_KEPT)]:
                older.unlink()


def _hash(rests_on: str) -> str:
    return sha256(f"{EDITION} {rests_on}".encode("utf-8", "surrogatepass")).hexdigest()
