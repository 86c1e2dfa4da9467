"""The vectors of a library's artworks: checked; damaged ones are dropped and computed again from the pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import IndexDamaged
from karuta.domain.sentence import Sentence, counted_things
from karuta.engine.index import open_index
from karuta.engine.model import Model
from karuta.services.catalogue.rebuild_index import rebuild_index
from karuta.services.library.keeping.checking import MADE_AGAIN, REPAIR, Finding, RepairContext, fine, wrong
from karuta.services.library.open_library import index_folder, library_model
from karuta.store.cards import Catalogue


def check_vectors(context: RepairContext) -> Iterator[Finding]:
    model = library_model(context.folder)
    with Catalogue.open_reading(context.folder.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)
        unsound = _unsound(catalogue, context, model)
        unsound[model.hash].update(catalogue.missing_vectors(live, model.hash))
    artworks = counted_things(len(live), "artwork")
    if count := sum(map(len, unsound.values())):
        message = Sentence("of {artworks}: {count} lacking or damaged", artworks=artworks, count=f"{count:,}")
        yield wrong("vectors", message, REPAIR)
    else:
        yield fine("vectors", Sentence("of {artworks}: all intact", artworks=artworks))


def mend_vectors(context: RepairContext) -> Iterator[str]:
    """Those of other models are computed when such a model is chosen again."""
    model = library_model(context.folder)
    with Catalogue.open_writing(context.folder.catalogue_db) as catalogue:
        for model_hash, pictures in _unsound(catalogue, context, model).items():
            catalogue.forget_vectors(sorted(pictures), model_hash)
        # Another batch may give other last bits, and an index holds the vectors of the catalogue.
        report = rebuild_index(
            catalogue, context.folder, model, cancel=CancelToken(), progress=lambda done, total: None, anew=True
        )
    yield MADE_AGAIN
    if report.missing:
        left = counted_things(len(report.missing), "vector")
        yield Sentence("{vectors} not: the pictures are missing or damaged.", vectors=left)


def _unsound(catalogue: Catalogue, context: RepairContext, model: Model) -> defaultdict[str, set[str]]:
    """Model -> the pictures whose vector is damaged, is not the index's, or has a damaged name of its model."""
    unsound: defaultdict[str, set[str]] = defaultdict(set)
    for found in (catalogue.damaged_vectors(), catalogue.misnamed_vectors(model.hash)):
        for model_hash, pictures in found.items():
            unsound[model_hash].update(pictures)
    unsound[model.hash].update(_astray(catalogue, context, model))
    return unsound


def _astray(catalogue: Catalogue, context: RepairContext, model: Model) -> Iterator[str]:
    """The pictures whose vector looks sound but differs from the one in the index, which its hashes prove."""
    try:
        place, dimension = index_folder(context.folder, model.hash), model.embedder.dimension
        stock = open_index(place, model_hash=model.hash, dimension=dimension)[1]
    except IndexDamaged:
        return
    vectors = catalogue.vectors(list(stock.pictures), model.hash, dimension=dimension)
    row = {picture: at for at, picture in enumerate(stock.pictures)}
    same = (np.asarray(stock.vectors)[[row[picture] for picture in vectors.pictures]] == vectors.vectors).all(axis=1)
    yield from (picture for picture, fine in zip(vectors.pictures, same, strict=True) if not fine)
