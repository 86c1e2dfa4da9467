"""Prepares the pictures of a pack: their hashes, their vectors, their copies in the library. Puts none in force."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.catalogue import NewArtwork
from karuta.domain.errors import LibraryError, PictureError, reason_of
from karuta.domain.sentence import Sentence
from karuta.files import file_hash, make_file, make_folder, open_regular
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_folder import BACK, ArtworkRow, SkippedRow
from karuta.store.cards import Catalogue
from karuta.store.damaged import set_aside
from karuta.store.picture_files import is_whole

BATCH = 32
_PIECE_BYTES = 1_000_000


PictureFiles = Iterable[tuple[str, Path]]
"""Hashes of bytes, and the files that have them; counted, and broken off, as they are taken."""


class EmbeddedBatch(NamedTuple):
    """`vectors`: (n, dimension) float32, unit length, one row for each of `pictures`. `refused`: why not the others."""

    pictures: list[str]
    vectors: NDArray[np.float32]
    refused: dict[str, str]


class ArtworkEmbedder(Protocol):
    """Turns pictures into vectors, as the engine does."""

    @property
    def model_hash(self) -> str:
        """SHA-256 of the model: vectors of two models are never compared."""

    def embedded(self, batches: Iterable[PictureFiles]) -> Iterator[EmbeddedBatch]:
        """Each batch once, in any order."""


def embedded_batch(
    files: PictureFiles,
    decode: Callable[[Path], NDArray[np.uint8]],
    embed: Callable[[Sequence[NDArray[np.uint8]]], NDArray[np.float32]],
) -> EmbeddedBatch:
    """One batch, in this process. `decode` raises `PictureError`."""
    pixels: dict[str, NDArray[np.uint8]] = {}
    refused: dict[str, str] = {}
    for sha256, path in files:
        try:
            pixels[sha256] = decode(path)
        except PictureError as error:
            refused[sha256] = error.message
    vectors = embed(list(pixels.values())) if pixels else np.empty((0, 0), dtype=np.float32)
    return EmbeddedBatch(list(pixels), vectors, refused)


class PackProgress(Protocol):
    """Is told how far a step is: `cards` (total unknown, 0), `pictures` (read) or `vectors` (made)."""

    def __call__(self, step: str, done: int, total: int, /) -> None: ...


class PackPictures:
    """Brings the pictures of one pack into one library."""

    def __init__(
        self,
        *,
        library: LibraryFolder,
        catalogue: Catalogue,
        engine: ArtworkEmbedder,
        cancel: CancelToken,
        progress: PackProgress,
        copies: bool = True,
    ) -> None:
        """`copies`: false where the library keeps none of them, as in a rehearsal."""
        self._library = library
        self._copies = copies
        self._catalogue = catalogue
        self._engine = engine
        self._cancel = cancel
        self._progress = progress
        self.copied: set[str] = set()
        """Of which the library had no whole copy until now."""
        self.faces: dict[str, Path] = {}
        """The files of those that were brought and show cards, no backs."""

    def bring(self, rows: Sequence[ArtworkRow]) -> Iterator[NewArtwork | SkippedRow]:
        """Every row whose picture now has a vector and a copy, and why the others have not.

        What an earlier run brought is not brought again.
        """
        read: list[tuple[ArtworkRow, NewArtwork]] = []
        for done, row in enumerate(rows, start=1):
            self._cancel.check()
            try:
                picture, suffix = file_hash(row.path), row.path.suffix.lower()
                read.append((row, NewArtwork(row.card, row.file, row.artwork, picture, suffix)))
            except OSError as error:
                yield skipped_row(row, _unreadable(row, reason_of(error)))
            self._progress("pictures", done, len(rows))
        refused = self._embed({artwork.picture_sha256: row.path for row, artwork in reversed(read)})
        for row, artwork in read:
            reason = refused.get(artwork.picture_sha256)
            if reason is None and self._copies:
                reason = self._copy(row, artwork)
            if reason:
                yield skipped_row(row, reason)
                continue
            if row.artwork != BACK:
                self.faces[artwork.picture_sha256] = row.path
            yield artwork

    def _embed(self, pictures: Mapping[str, Path]) -> dict[str, str]:
        """Make the missing vectors; returns the pictures that cannot be decoded, with the reason."""
        refused: dict[str, str] = {}
        missing = self._catalogue.missing_vectors(list(pictures), self._engine.model_hash)
        # A resumed run counts from where the previous one stopped.
        before = len(pictures) - len(missing)

        def files(at: int) -> Iterator[tuple[str, Path]]:
            for done, sha256 in enumerate(missing[at : at + BATCH], start=before + at + 1):
                self._cancel.check()
                yield sha256, pictures[sha256]
                self._progress("vectors", done, len(pictures))

        # Outside any transaction: this takes most of the time, and readers continue meanwhile.
        for batch in self._engine.embedded(map(files, range(0, len(missing), BATCH))):
            if batch.pictures:
                self._catalogue.add_vectors(batch.pictures, batch.vectors, self._engine.model_hash)
            refused |= batch.refused
        return refused

    def _copy(self, row: ArtworkRow, artwork: NewArtwork) -> str | None:
        """Keep the picture in the library. Returns None, or why this picture cannot be kept.

        A copy counts as present if its bytes are the picture's. Copies are not flushed one by one (for 11,000 that
        would add a minute), so a power cut may leave an empty one. A wrong copy is moved aside. Raises `LibraryError`
        if the library cannot take it (a full disk).
        """
        target = self._library.artwork_file(artwork.picture_sha256, artwork.suffix)
        try:
            if is_whole(target):
                return None
            with open_regular(row.path) as source:
                part = _copied(source, target, artwork.picture_sha256)
        except (OSError, _Unread) as error:
            return _unreadable(row, reason_of(error) if isinstance(error, OSError) else str(error))
        if part is None:
            return Sentence("picture {file} changed while it was being added", file=row.file)
        set_aside(self._library, target)
        with _copying_to(target):
            part.replace(target)
        self.copied.add(artwork.picture_sha256)
        return None


class _Unread(Exception):  # noqa: N818 - what happened
    """Why a picture could not be read during the copy."""


def _copied(source: IO[bytes], target: Path, sha256: str) -> Path | None:
    """The copy beside its place, written in pieces; None if the picture's bytes have changed."""
    part, seen = _part(target), hashlib.sha256()
    with _copying_to(target):
        make_folder(target.parent)
        part.unlink(missing_ok=True)
        make_file(part)
        with part.open("wb") as file:
            for piece in _pieces(source):
                seen.update(piece)
                file.write(piece)
    if seen.hexdigest() == sha256:
        return part
    part.unlink()
    return None


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    try:
        while piece := source.read(_PIECE_BYTES):
            yield piece
    except OSError as error:
        raise _Unread(error.strerror or str(error)) from error


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


@contextmanager
def _copying_to(target: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        with suppress(OSError):
            _part(target).unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise LibraryError(
            "No artwork can be copied to {folder}: {reason}; fix that and add the folder again. Nothing was lost.",
            folder=target.parent,
            reason=reason_of(error),
        ) from error


def _unreadable(row: ArtworkRow, reason: str) -> Sentence:
    return Sentence("picture {file} cannot be read: {reason}", file=row.file, reason=reason)


def skipped_row(row: ArtworkRow, reason: str) -> SkippedRow:
    return SkippedRow(row.source, row.line, reason)
