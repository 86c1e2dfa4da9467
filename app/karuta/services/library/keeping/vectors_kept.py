"""The vectors of a library's artworks: checked, and made again where possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import IndexDamaged
from karuta.domain.sentence import Sentence, counted_things
from karuta.engine.index import open_index
from karuta.engine.model import Model
from karuta.engine.search import PictureVectors
from karuta.services.catalogue.embed_artworks import embedded
from karuta.services.library.keeping.checking import REPAIR, Finding, RepairContext, fine, wrong
from karuta.services.library.open_library import index_folder, library_model, model_of_hash
from karuta.store.cards import Catalogue


def check_vectors(context: RepairContext) -> Iterator[Finding]:
    model = library_model(context.folder)
    with Catalogue.open_reading(context.folder.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)
        lacking = set(catalogue.missing_vectors(live, model.hash))
        damaged, misnamed = catalogue.damaged_vectors(), catalogue.misnamed_vectors(model.hash)
        astray = _astray(catalogue, context, model)
    others = {(one, picture) for one, pictures in damaged.items() for picture in pictures}
    others -= {(model.hash, picture) for picture in lacking}
    others |= {(one, picture) for one, pictures in misnamed.items() for picture in pictures}
    if not (lacking or astray or others):
        yield fine("vectors", Sentence("of {artworks}: all sound", artworks=counted_things(len(live), "artwork")))
        return
    faults = Sentence(
        "of {artworks}: {lacking} without a sound one, {astray} with another one than the index; of other pictures and "
        "models {others} damaged",
        artworks=counted_things(len(live), "artwork"),
        lacking=f"{len(lacking):,}",
        astray=f"{len(astray):,}",
        others=f"{len(others):,}",
    )
    yield wrong("vectors", faults, REPAIR)


def mend_vectors(context: RepairContext) -> Iterator[str]:
    """First from the index, which has the same bits; then by embedding the pictures again."""
    model = library_model(context.folder)
    with Catalogue.open_writing(context.folder.catalogue_db) as catalogue:
        stock = _index_stock(context, model)
        right = _astray(catalogue, context, model) if stock else []
        lacking = set(catalogue.missing_vectors(sorted(catalogue.view().by_picture), model.hash))
        if stock is not None:
            right += [picture for picture in stock.pictures if picture in lacking]
            _take(catalogue, stock, right, model)
        if right:
            yield Sentence("{vectors} taken from the index.", vectors=counted_things(len(right), "vector"))
        yield from _forget_nobodys(catalogue)
        damaged = {one: list(pictures) for one, pictures in catalogue.damaged_vectors().items()}
        lacking = set(catalogue.missing_vectors(sorted(catalogue.view().by_picture), model.hash))
        damaged[model.hash] = sorted({*damaged.get(model.hash, ()), *lacking})
        for model_hash, pictures in damaged.items():
            yield from _embed(catalogue, context, model, model_hash, pictures)
        for name, misnamed in catalogue.misnamed_vectors(model.hash).items():
            catalogue.forget_vectors(misnamed, name)
            vectors = counted_things(len(misnamed), "vector")
            yield Sentence("{vectors} under the name of no model dropped.", vectors=vectors)


def _index_stock(context: RepairContext, model: Model) -> PictureVectors | None:
    """The contents of the index, proven by its hashes; None if it is not sound."""
    place = index_folder(context.folder, model.hash)
    try:
        return open_index(place, model_hash=model.hash, dimension=model.embedder.dimension)[1]
    except IndexDamaged:
        return None


def _astray(catalogue: Catalogue, context: RepairContext, model: Model) -> list[str]:
    """The pictures whose vector looks sound but differs from the one in the index."""
    stock = _index_stock(context, model)
    if stock is None:
        return []
    vectors = catalogue.vectors(list(stock.pictures), model.hash, dimension=model.embedder.dimension)
    place = {picture: row for row, picture in enumerate(stock.pictures)}
    same = (np.asarray(stock.vectors)[[place[picture] for picture in vectors.pictures]] == vectors.vectors).all(axis=1)
    return [picture for picture, fine in zip(vectors.pictures, same, strict=True) if not fine]


def _take(catalogue: Catalogue, stock: PictureVectors, pictures: Sequence[str], model: Model) -> None:
    place = {picture: row for row, picture in enumerate(stock.pictures)}
    rows = np.array(stock.vectors[[place[picture] for picture in pictures]]) if pictures else None
    if rows is not None:
        catalogue.replace_vectors(pictures, rows, model.hash)


def _forget_nobodys(catalogue: Catalogue) -> Iterator[str]:
    """Damaged ones under a name that no artwork ever had: damage made the name, too."""
    count = 0
    for model_hash, pictures in catalogue.damaged_vectors().items():
        nobodys = [picture for picture in pictures if not catalogue.suffix_of(picture)]
        catalogue.forget_vectors(nobodys, model_hash)
        count += len(nobodys)
    if count:
        yield Sentence("{vectors} of no picture dropped.", vectors=counted_things(count, "vector"))


def _embed(
    catalogue: Catalogue, context: RepairContext, active: Model, model_hash: str, pictures: Sequence[str]
) -> Iterator[str]:
    """For one model, those whose pictures are sound."""
    if not pictures:
        return
    model = active if model_hash == active.hash else model_of_hash(model_hash, context.folder.models)
    if model is None:
        yield Sentence(
            "{vectors} stay damaged: the model {model} that made them is gone.",
            vectors=counted_things(len(pictures), "vector"),
            model=model_hash[:12],
        )
        return
    made = 0
    for some, vectors in embedded(
        catalogue, context.folder, model, pictures, cancel=CancelToken(), progress=lambda done, total: None
    ):
        catalogue.replace_vectors(some, vectors, model_hash)
        made += len(some)
    if made:
        yield Sentence("{vectors} made again from their pictures.", vectors=counted_things(made, "vector"))
    if made < len(pictures):
        left = counted_things(len(pictures) - made, "vector")
        yield Sentence("{vectors} not: the pictures are missing or damaged.", vectors=left)
