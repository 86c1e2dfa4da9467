"""Finds photos of a library that are one shot: re-encoded, resized or slightly cropped. Hides and removes nothing.

It compares thumbnails, which a library keeps, so photos that moved away are compared too. The card's embedding is not
used: it is similar for every photo of one card, and two different shots of one card are two photos.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator

from karuta.domain.cancel import CancelToken
from karuta.engine.same_shot import Grey, Prints, ShotIndex, is_one_shot, prints_of, small_grey
from karuta.paths import LibraryFolder
from karuta.store.picture_files import sound_thumbnail
from karuta.store.shots import Fingerprint, ShotFile

Pair = tuple[str, str]

MOST_LAID_OVER = 24
"""So many candidates are looked at closely, the nearest first: scans of one game's cards are all alike from afar."""

_AT_ONCE = 32


class ShotBook:
    """The known shots of a library. It belongs to the thread that opened it."""

    def __init__(self, library: LibraryFolder) -> None:
        """Raises `LibraryError`."""
        self._library = library
        self._file = ShotFile(library)
        fingerprints = self._file.fingerprints()
        self._photos = [fingerprint.photo_sha256 for fingerprint in fingerprints]
        self._compared = set(self._photos)
        self._index = ShotIndex(
            [fingerprint.whole for fingerprint in fingerprints], [item.inner for item in fingerprints]
        )

    def close(self) -> None:
        self._file.close()

    def pairs(self) -> list[Pair]:
        """All pairs of photos that are one shot."""
        return self._file.pairs()

    def compare(self, photos: Iterable[str], cancel: CancelToken) -> Generator[list[Pair], None, None]:
        """Compare photos with all that were compared before, a few at a time; yields the pairs that were found.

        A photo without a thumbnail was not looked up yet and is skipped. Raises `LibraryError`, and `Cancelled`.
        """
        fresh: list[Fingerprint] = []
        pairs: list[Pair] = []
        try:
            for photo in photos:
                cancel.check()
                fresh += self._compare(photo, pairs)
                if len(fresh) >= _AT_ONCE:
                    self._file.keep(fresh, pairs)
                    yield pairs
                    fresh, pairs = [], []
        finally:
            # Stopped half-way: what was compared so far is not compared again.
            self._file.keep(fresh, pairs)
        yield pairs

    def _compare(self, photo: str, pairs: list[Pair]) -> list[Fingerprint]:
        picture = None if photo in self._compared else self._picture(photo)
        if picture is None:
            return []
        prints = prints_of(picture)
        pairs += [(other, photo) for other in self._copies(picture, prints)]
        self._index.add(prints)
        self._photos.append(photo)
        self._compared.add(photo)
        return [Fingerprint(photo, prints.whole, prints.inner)]

    def _copies(self, picture: Grey, prints: Prints) -> Iterator[str]:
        for number in self._index.near(prints)[:MOST_LAID_OVER]:
            other = self._picture(self._photos[number])
            if other is not None and is_one_shot(other, picture):
                yield self._photos[number]

    def _picture(self, photo: str) -> Grey | None:
        path = sound_thumbnail(self._library, photo)
        try:
            return None if path is None else small_grey(path.read_bytes())
        except (OSError, ValueError, SyntaxError):  # not made yet, or damaged: the photo is compared once it is there
            return None
