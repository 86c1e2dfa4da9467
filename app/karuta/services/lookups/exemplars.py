"""Gives a library's recogniser its exemplars, keeps them in step with the labels, and embeds those of another model."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from karuta.domain.errors import LibraryError, PictureError
from karuta.domain.match import Exemplar
from karuta.domain.sentence import Sentence
from karuta.engine.decode import decode
from karuta.engine.model import THREADS, Model
from karuta.engine.prepare import fit
from karuta.engine.search import Exemplars
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary, open_for_reading
from karuta.store.cards import Catalogue
from karuta.store.exemplars import exemplars_of
from karuta.store.label_file import LabelFile, has_labels

if TYPE_CHECKING:
    from karuta.services.library.keeping.crops import Crops

log = logging.getLogger(__name__)
_AT_ONCE = 8


@dataclass(frozen=True)
class Asking:
    """The model that needs exemplars."""

    model_hash: str
    dimension: int


@dataclass(frozen=True, eq=False)
class PhotoExemplars:
    """All exemplars of these photos, as the label file has them now; one lane reads them and another takes them."""

    asking: Asking
    photos: tuple[str, ...]
    exemplars: tuple[Exemplar, ...]


def open_for_answers(
    folder: LibraryFolder, resources: Path, *, exemplars: bool, exact: bool = False, threads: int = THREADS
) -> OpenLibrary:
    """A library that is asked for answers; with `exemplars` it answers from its confirmed crops too.

    `exact`: every artwork is compared, and no index asked. `threads`: of the networks.
    """
    opened = open_for_reading(folder, resources, exact=exact, threads=threads)
    return with_exemplars(opened) if exemplars else opened


def with_exemplars(opened: OpenLibrary) -> OpenLibrary:
    """The library, answering from its confirmed crops too. Changes nothing in it.

    Crops that only another model has embedded are left out until `embed_lacking` has run. If the label file cannot be
    read, the library still answers without crops, and the warning says so.
    """
    recogniser = opened.recogniser
    asked = Asking(recogniser.model.hash, recogniser.model.embedder.dimension)
    book = Exemplars(recogniser.view, dimension=asked.dimension, model_hash=asked.model_hash)
    warning = opened.warning
    try:
        if has_labels(opened.folder):
            with LabelFile.open_reading(opened.folder) as file:
                exemplars = exemplars_of(file, None, model_hash=asked.model_hash, dimension=asked.dimension)
            book.replace([], exemplars)
            _take_kept(opened.folder, book, asked)
    except LibraryError as error:
        left_out = Sentence("Confirmed crops are not used: {reason}", reason=error.sentence)
        warning = left_out if warning is None else Sentence("{first} {second}", first=warning, second=left_out)
    return replace(opened, recogniser=replace(recogniser, exemplars=book), warning=warning)


def asking(opened: OpenLibrary) -> Asking | None:
    """The model for which this library needs exemplars; None if it answers without."""
    if opened.recogniser.exemplars is None:
        return None
    return Asking(opened.recogniser.model.hash, opened.recogniser.model.embedder.dimension)


def read_exemplars(file: LabelFile, photos: Sequence[str], asked: Asking) -> PhotoExemplars:
    """Read what the recogniser has to learn after something was decided about these photos."""
    exemplars = exemplars_of(file, photos, model_hash=asked.model_hash, dimension=asked.dimension)
    return PhotoExemplars(asked, tuple(photos), tuple(exemplars))


def take_exemplars(opened: OpenLibrary, exemplars: PhotoExemplars) -> None:
    """Make the recogniser use these photos' exemplars as they are now.

    For the lane that owns the recogniser, between two lookups. A recogniser opened with another model since has read
    them itself.
    """
    book = opened.recogniser.exemplars
    if book is not None and exemplars.asking == asking(opened):
        book.replace(exemplars.photos, exemplars.exemplars)
        _take_kept(opened.folder, book, exemplars.asking)


def embed_lacking(opened: OpenLibrary) -> Generator[int, None, None]:
    """Embed the crops that only another model has embedded, in steps; yields how many are left. Stored in catalogue.db.

    A lost crop is cut again from its photo, or left out if that is impossible. Raises `LibraryError` if the vectors
    could not be stored; they are used all the same.
    """
    book = opened.recogniser.exemplars
    if book is None or not book.lacking:
        return
    # Not needed by a lookup, which is to start soon.
    from karuta.services.library.keeping.crops import Crops

    model = opened.recogniser.model
    lacking = list(book.lacking)
    made: list[str] = []
    vectors: list[NDArray[np.float32]] = []
    with LabelFile.open_reading(opened.folder) as file:
        kept = Crops(file)
        for at in range(0, len(lacking), _AT_ONCE):
            crops = _crops(kept, lacking[at : at + _AT_ONCE], model)
            if crops:
                names = [name for name, _ in crops]
                embedded = model.embedder.embed([pixels for _, pixels in crops])
                book.embedded(names, embedded)
                made += names
                vectors.append(embedded)
            yield max(0, len(lacking) - at - _AT_ONCE)
    if made:
        with Catalogue.open_writing(opened.folder.catalogue_db) as catalogue:
            catalogue.add_vectors(made, np.concatenate(vectors), model.hash)


def _take_kept(folder: LibraryFolder, book: Exemplars, asked: Asking) -> None:
    """Vectors of crops that this model embedded before."""
    lacking = book.lacking
    if lacking:
        with Catalogue.open_reading(folder.catalogue_db) as catalogue:
            kept = catalogue.vectors(lacking, asked.model_hash, dimension=asked.dimension)
        book.embedded(kept.pictures, kept.vectors)


def _crops(kept: Crops, names: Sequence[str], model: Model) -> list[tuple[str, NDArray[np.uint8]]]:
    crops = []
    for name in names:
        crop = kept.find(name)
        if crop is None:
            log.warning("crop %s is lost: %s", name, kept.lost[name])
            continue
        try:
            crops.append((name, fit(decode(crop.path), model.embedder.spec)))
        except PictureError as error:
            log.warning("crop %s: %s", name, error)
    return crops
