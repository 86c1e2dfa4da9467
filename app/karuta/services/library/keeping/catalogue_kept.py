"""A library's catalogue, artworks, their vectors and reliefs, and the index: checked, and made again where possible."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from karuta.domain.cancel import CancelToken
from karuta.domain.counted import counted
from karuta.domain.errors import IndexDamaged, LibraryError, ModelError
from karuta.engine.index import annoy_available, open_index
from karuta.engine.model import CARD, Model, load_model
from karuta.engine.search import PictureVectors
from karuta.services.catalogue.embed_artworks import embedded
from karuta.services.catalogue.index_place import index_folder
from karuta.services.catalogue.kept_reliefs import damaged_reliefs, keep_missing_reliefs
from karuta.services.catalogue.rebuild_index import lags_a_little, rebuild_index
from karuta.services.library.keeping.finding import REPAIR, Finding, Patient
from karuta.services.library.open_library import library_model
from karuta.store.cards import Catalogue
from karuta.store.catalogue_schema import SCHEMA
from karuta.store.damaged import set_aside
from karuta.store.database import is_damage
from karuta.store.picture_files import is_whole

ADD_AGAIN = "add their catalogue folder again (`karuta catalogue add FOLDER`)"


def check_catalogue(patient: Patient) -> Iterator[Finding]:
    path = patient.folder.catalogue_db
    if not path.is_file():
        return
    if not path.stat().st_size:
        yield Finding("catalogue", ok=False, message=f"{path} is empty", advice="run `karuta catalogue add FOLDER`")
        return
    with Catalogue.open_reading(path) as catalogue:
        complaint = catalogue.integrity_check()
        view = catalogue.view()
    if complaint:
        yield Finding("catalogue", ok=False, message=f"damaged: {complaint}", advice=SCHEMA.restored)
        return
    pictures = f"{counted(len(view.artworks), 'artwork')} of {counted(view.card_count, 'card')}"
    advice = None if view.artworks else "run `karuta catalogue add FOLDER`"
    yield Finding("catalogue", ok=bool(view.artworks), message=pictures, advice=advice)


def mend_catalogue(patient: Patient) -> Iterator[str]:
    """An unreadable catalogue is put aside, so that `catalogue add` can begin anew.

    One that can be read in part stays and answers with what it has; its SQLite indexes are rebuilt.
    """
    path = patient.folder.catalogue_db
    try:
        if not patient.has_catalogue:
            return
        with Catalogue.open_reading(path) as catalogue:
            catalogue.view()
        with Catalogue.open_writing(path) as catalogue:
            if catalogue.reindex():
                yield "SQLite's own indexes in catalogue.db were made again; every row is there."
    except LibraryError as error:
        if not is_damage(error):
            raise
        if not _can_be_read(path):
            aside = set_aside(patient.folder, path)
            yield f"catalogue.db could not be read and lies in {aside} now; adding the catalogue folders makes another."


def _can_be_read(path: Path) -> bool:
    try:
        with Catalogue.open_reading(path) as catalogue:
            return bool(catalogue.view().artworks)
    except LibraryError:
        return False


def check_artworks(patient: Patient) -> Iterator[Finding]:
    if not patient.has_catalogue:
        return
    with Catalogue.open_reading(patient.folder.catalogue_db) as catalogue:
        packs = catalogue.packs_of_pictures()
        pictures = catalogue.live_pictures()
    files = {patient.folder.artwork_file(one.picture_sha256, one.suffix): one.picture_sha256 for one in pictures}
    gone = [path for path in files if not _is_there(path)]
    read = [path for path in patient.rounds.take("artworks", list(files)) if _is_there(path)]
    altered = [path for path in read if not is_whole(path)]
    lost = sorted({packs[files[path]] for path in [*gone, *altered]})
    yield Finding(
        "artworks",
        ok=not lost,
        message=(
            f"{len(files) - len(gone):,} of {len(files):,} picture files are there; of the {len(read):,} that were "
            f"read now {len(altered):,} are damaged"
        ),
        advice=f"{ADD_AGAIN}: {', '.join(lost)}" if lost else None,
        rows=tuple(str(path) for path in sorted([*gone, *altered])),
    )


def check_vectors(patient: Patient) -> Iterator[Finding]:
    if not patient.has_catalogue:
        return
    model = library_model(patient.folder)
    with Catalogue.open_reading(patient.folder.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)
        lacking = set(catalogue.missing_vectors(live, model.hash))
        damaged = catalogue.damaged_vectors()
        astray = _astray(catalogue, patient, model)
    others = {(one, picture) for one, pictures in damaged.items() for picture in pictures}
    others -= {(model.hash, picture) for picture in lacking}
    faults = {
        "without a sound one": len(lacking),
        "with another one than the index": len(astray),
        "of other pictures and models damaged": len(others),
    }
    wrong = ", ".join(f"{count:,} {what}" for what, count in faults.items() if count)
    yield Finding(
        "vectors",
        ok=not wrong,
        message=f"of {counted(len(live), 'artwork')}: {wrong or 'all sound'}",
        advice=REPAIR if wrong else None,
    )


def mend_vectors(patient: Patient) -> Iterator[str]:
    """First from the index, which has the same bits; then by embedding the pictures again."""
    model = library_model(patient.folder)
    with Catalogue.open_writing(patient.folder.catalogue_db) as catalogue:
        stock = _index_stock(patient, model)
        right = _astray(catalogue, patient, model) if stock else []
        lacking = set(catalogue.missing_vectors(sorted(catalogue.view().by_picture), model.hash))
        if stock is not None:
            right += [picture for picture in stock.pictures if picture in lacking]
            _take(catalogue, stock, right, model)
        if right:
            yield f"{counted(len(right), 'vector')} taken from the index."
        wanted = {one: list(pictures) for one, pictures in catalogue.damaged_vectors().items()}
        lacking = set(catalogue.missing_vectors(sorted(catalogue.view().by_picture), model.hash))
        wanted[model.hash] = sorted({*wanted.get(model.hash, ()), *lacking})
        for model_hash, pictures in wanted.items():
            yield from _embed(catalogue, patient, model, model_hash, pictures)


def check_index(patient: Patient) -> Iterator[Finding]:
    if not patient.has_catalogue:
        return
    model = library_model(patient.folder)
    with Catalogue.open_reading(patient.folder.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)
        lacking = set(catalogue.missing_vectors(live, model.hash))
    rebuild = "run `karuta index rebuild`"
    place = index_folder(patient.folder, model.hash)
    try:
        _, stock, manifest = open_index(place, model_hash=model.hash, dimension=model.embedder.dimension)
    except IndexDamaged as error:
        message = f"{error}; exact search answers meanwhile"
        yield Finding("index", ok=not annoy_available(), message=message, advice=rebuild)
        return
    # What has no vector cannot be in it; that is reported with the vectors.
    behind = len(set(live) - set(stock.pictures) - lacking)
    fine = not behind or lags_a_little(stock.pictures, live)
    yield Finding(
        "index",
        ok=fine,
        message=f"{manifest.name}@{manifest.index_hash[:12]} holds {counted(len(stock), 'artwork')}, {behind} behind",
        advice=None if fine else rebuild,
    )


def mend_index(patient: Patient) -> Iterator[str]:
    model = library_model(patient.folder)
    with Catalogue.open_writing(patient.folder.catalogue_db) as catalogue:
        report = rebuild_index(
            catalogue, patient.folder, model, cancel=CancelToken(), progress=lambda done, total: None, anew=True
        )
    yield f"The index was built again over {counted(report.pictures, 'artwork')}."


def check_reliefs(patient: Patient) -> Iterator[Finding]:
    """Missing ones are no fault: they are made again by themselves."""
    kept, damaged = damaged_reliefs(patient.folder)
    if kept:
        message = f"{counted(kept, 'relief')} of artworks, {damaged} damaged"
        yield Finding("reliefs", ok=not damaged, message=message, advice=REPAIR if damaged else None)


def mend_reliefs(patient: Patient) -> Iterator[str]:
    before = damaged_reliefs(patient.folder)[1]
    keep_missing_reliefs(patient.folder, cancel=CancelToken(), most=sys.maxsize)
    yield f"{counted(before - damaged_reliefs(patient.folder)[1], 'relief')} made again from the artworks."


def _is_there(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _index_stock(patient: Patient, model: Model) -> PictureVectors | None:
    """What the index holds, proven by its hashes; None if it is not sound."""
    place = index_folder(patient.folder, model.hash)
    try:
        return open_index(place, model_hash=model.hash, dimension=model.embedder.dimension)[1]
    except IndexDamaged:
        return None


def _astray(catalogue: Catalogue, patient: Patient, model: Model) -> list[str]:
    """The pictures whose vector looks sound but differs from the one in the index."""
    stock = _index_stock(patient, model)
    if stock is None:
        return []
    found = catalogue.vectors(list(stock.pictures), model.hash, dimension=model.embedder.dimension)
    place = {picture: row for row, picture in enumerate(stock.pictures)}
    same = (np.asarray(stock.vectors)[[place[one] for one in found.pictures]] == found.vectors).all(axis=1)
    return [picture for picture, fine in zip(found.pictures, same, strict=True) if not fine]


def _take(catalogue: Catalogue, stock: PictureVectors, pictures: Sequence[str], model: Model) -> None:
    place = {picture: row for row, picture in enumerate(stock.pictures)}
    rows = np.array(stock.vectors[[place[picture] for picture in pictures]]) if pictures else None
    if rows is not None:
        catalogue.replace_vectors(pictures, rows, model.hash)


def _embed(
    catalogue: Catalogue, patient: Patient, active: Model, model_hash: str, pictures: Sequence[str]
) -> Iterator[str]:
    """For one model, those whose pictures are sound."""
    if not pictures:
        return
    model = active if model_hash == active.hash else _model_of(patient, model_hash)
    if model is None:
        yield f"{counted(len(pictures), 'vector')} stay damaged: the model {model_hash[:12]} that made them is gone."
        return
    made = 0
    for some, vectors in embedded(
        catalogue, patient.folder, model, pictures, cancel=CancelToken(), progress=lambda done, total: None
    ):
        catalogue.replace_vectors(some, vectors, model_hash)
        made += len(some)
    if made:
        yield f"{counted(made, 'vector')} made again from their pictures."
    if made < len(pictures):
        yield f"{counted(len(pictures) - made, 'vector')} not: the pictures are missing or damaged."


def _model_of(patient: Patient, model_hash: str) -> Model | None:
    for card in sorted(patient.folder.models.glob(f"*/{CARD}")):
        try:
            model = load_model(card.parent)
        except ModelError:
            continue
        if model.hash == model_hash:
            return model
    return None
