"""Opens a library for reading or prepares it for writing: its model, its search, its catalogue as plain values."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.errors import IndexDamaged, LibraryError, ModelError, PictureError
from karuta.domain.match import CatalogueView, Match
from karuta.domain.recognition import Forest
from karuta.domain.sentence import Sentence
from karuta.engine.backs import Backs, KnownBack
from karuta.engine.code_reader import CARD as READER_CARD
from karuta.engine.code_reader import load_code_reader
from karuta.engine.detect import Detector
from karuta.engine.finish import FinishReader, load_finish_reader
from karuta.engine.index import MANIFEST, annoy_available, open_index, trees_for
from karuta.engine.int8_networks import Int8Networks
from karuta.engine.model import CARD, THREADS, Model, load_model, model_hash, read_model_card
from karuta.engine.reader_card import shipped
from karuta.engine.recognise import Recogniser
from karuta.engine.search import ExactSearch, JoinedSearch, PictureVectors, Search, stock_hash
from karuta.engine.sibling_file import sound_siblings
from karuta.engine.siblings import Siblings
from karuta.engine.slab_label import LabelReaders, SlabReader
from karuta.files import copy_whole, make_folder
from karuta.paths import LibraryFolder
from karuta.print_table import print_table
from karuta.services.backups.label_state import why_read_only
from karuta.services.catalogue.catalogue_pictures import artwork_pixels, library_contrasts, picture_reader
from karuta.services.catalogue.tested import corrected
from karuta.services.lookups.read_names import PrintedNames, open_names
from karuta.services.models.active_model import active_model, first_active
from karuta.store.cards import Catalogue
from karuta.store.damaged import set_aside
from karuta.store.lock import writer

log = logging.getLogger(__name__)

INT8_FOLDER = Path("models") / "quick-nets"
"""In the resources: the release's quick forms of networks, whatever library's model they are of."""


FINISH_FOLDER = Path("models") / "finish"


@dataclass(frozen=True, eq=False)
class OpenLibrary:
    """A library ready for lookups. `warning`: what a person should know about how it answers, or None."""

    folder: LibraryFolder
    recogniser: Recogniser
    warning: Sentence | None

    def by_pictures_alone(self) -> OpenLibrary:
        """The same, reading no names and no labels of slabs."""
        return replace(self, recogniser=replace(self.recogniser, names=None, slabs=None))


def open_for_reading(
    folder: LibraryFolder, resources: Path, *, exact: bool = False, own_test: bool = True, threads: int = THREADS
) -> OpenLibrary:
    """Open a library and change nothing in it. `exact`: every picture is compared, whatever index there is.

    `own_test`: probabilities are corrected by what the catalogue's own test found. `threads`: of the networks.

    Raises `LibraryError` (missing, older, unusable, without a picture) and `ModelError`, each with what mends it.
    """
    model = library_model(folder, threads=threads, int8=Int8Networks(resources / INT8_FOLDER))
    with Catalogue.open_reading(folder.catalogue_db) as catalogue:
        view = catalogue.view()
        backs = library_backs(folder, catalogue, model)
        if not view.artworks and not view.unpictured:
            raise LibraryError(
                "The catalogue in {folder} has no cards yet; `karuta catalogue add FOLDER` adds some.",
                folder=folder.root,
            )
        search, name, forest, warning = _search(folder, catalogue, view, model, exact=exact)
    names = open_names(folder.catalogue_db, resources, say=log.warning, picture=picture_reader(folder, view))
    recogniser = Recogniser(
        model=corrected(model, view, folder) if own_test else model,
        # A library answers with its own model, whatever a newer release ships. Vectors do not depend on the detector,
        # so a library whose model has none uses the release's.
        detector=model.detector or shipped_detector(resources),
        search=search,
        view=view,
        index_name=name,
        index_hash=stock_hash(view.by_picture, model.hash),
        contrasts=library_contrasts(folder, view),
        forest=forest,
        backs=backs,
        siblings=Siblings(sound_siblings(folder.siblings).named, view),
        names=names,
        finishes=library_finishes(folder, view, resources),
        slabs=slab_reader(names, resources),
    )
    return OpenLibrary(folder=folder, recogniser=recogniser, warning=warning)


def _search(
    folder: LibraryFolder, catalogue: Catalogue, view: CatalogueView, model: Model, *, exact: bool
) -> tuple[Search, str, Forest | None, Sentence | None]:
    """The index for what it holds, and the exact search for what came since.

    Exact for all where that is wanted, where there is no Annoy, where the index is damaged, and where an older release
    grew it: its many trees lose places in the lists of so small a catalogue.
    """
    dimension = model.embedder.dimension
    live = sorted(view.by_picture)
    if exact or not live or not annoy_available():
        return ExactSearch(stored_vectors(catalogue, live, model)), "exact", None, None
    try:
        index, stock, manifest = open_index(
            index_folder(folder, model.hash), model_hash=model.hash, dimension=dimension
        )
    except IndexDamaged as error:
        search = ExactSearch(stored_vectors(catalogue, live, model))
        return (
            search,
            "exact",
            None,
            Sentence("{fault}; exact search is used until `karuta index rebuild` repairs it.", fault=error),
        )
    if manifest.trees != trees_for(manifest.items):
        return ExactSearch(stored_vectors(catalogue, live, model)), "exact", None, None
    held = set(stock.pictures)
    since = [picture for picture in live if picture not in held]
    if not since:
        return index, "annoy", index.forest, None
    beside = stored_vectors(catalogue, since, model)
    forest = replace(index.forest, beside=stock_hash(beside.pictures, model.hash))
    return JoinedSearch([index, ExactSearch(beside)]), "annoy", forest, None


def library_finishes(folder: LibraryFolder, view: CatalogueView, resources: Path) -> FinishReader | None:
    """Tells finishes beside the catalogue's pictures, never beside a confirmed crop, which may be foil itself.

    None, and a line in the log, where what this release ships for it is damaged.
    """
    read, pictures = picture_reader(folder, view), {each.card: each.picture_sha256 for each in reversed(view.artworks)}

    def picture(match: Match) -> NDArray[np.uint8] | None:
        sha256 = match.picture_sha256 if match.picture_sha256 in view.by_picture else pictures.get(match.card)
        return None if sha256 is None else read(sha256)

    try:
        return load_finish_reader(
            resources / FINISH_FOLDER, picture, has_reverse=lambda game: print_table().of(game).has_reverse
        )
    except ModelError as error:
        log.warning("%s", error)
        return None


def slab_reader(names: PrintedNames, resources: Path) -> SlabReader:
    """With the readers of names and of codes that this release ships; a damaged one is a line in the log."""

    @cache
    def readers() -> LabelReaders | None:
        reader = names.open_reader()
        if reader is None:
            return None
        try:
            return LabelReaders(reader, load_code_reader(shipped_code_reader(resources)))
        except ModelError as error:
            log.warning("%s", error)
            return None

    return SlabReader(readers)


def stored_vectors(catalogue: Catalogue, pictures: list[str], model: Model) -> PictureVectors:
    """The vectors of these pictures that the catalogue has for this model; pictures without one are left out."""
    vectors = catalogue.vectors(pictures, model.hash, dimension=model.embedder.dimension)
    return PictureVectors(vectors.pictures, vectors.vectors)


def library_backs(folder: LibraryFolder, catalogue: Catalogue, model: Model) -> Backs | None:
    """The backs of the catalogue's games; one of which this model has no vector yet is left out. None without any."""
    files = {back.picture_sha256: folder.artwork_file(back.picture_sha256, back.suffix) for back in catalogue.backs()}
    stored = stored_vectors(catalogue, sorted(files), model)
    rows = {picture: row for row, picture in enumerate(stored.pictures)}
    backs = [back for back in catalogue.backs() if back.picture_sha256 in rows]
    if not backs:
        return None

    def picture(sha256: str) -> NDArray[np.uint8] | None:
        try:
            return artwork_pixels(files[sha256])
        except PictureError:
            return None

    vectors = stored.vectors[[rows[back.picture_sha256] for back in backs]]
    return Backs([KnownBack(back.game, back.picture_sha256) for back in backs], vectors, picture)


def refuse_without_library(folder: LibraryFolder) -> None:
    """Raises `LibraryError` if there is no library."""
    if not folder.catalogue_db.is_file():
        raise LibraryError(
            "There is no library at {folder}; `karuta catalogue add FOLDER` makes one.", folder=folder.root
        )


def active_model_folder(folder: LibraryFolder) -> Path:
    """The folder of the library's own model. Raises `LibraryError` if there is no library, or no model in it."""
    refuse_without_library(folder)
    active = active_model(folder)
    if active is None:
        raise LibraryError("The library at {folder} has no model; `karuta index rebuild` adds one.", folder=folder.root)
    return folder.models / active.name


def library_model(folder: LibraryFolder, *, threads: int = THREADS, int8: Int8Networks | None = None) -> Model:
    """The library's own model. Raises `LibraryError` if there is none, `ModelError` if it is damaged."""
    place = active_model_folder(folder)
    try:
        return load_model(place, threads=threads, int8=int8)
    except ModelError as error:
        raise ModelError(error.fault, mend="`karuta doctor --repair` restores it, or says what does") from error


def ready_for_writing(folder: LibraryFolder, resources: Path) -> Model:
    """The library's model; a library without a sound one gets the shipped model. Raises `ModelError`.

    If the record of the answering model is lost but the library has only one model, that one answers: the vectors are
    its.
    """
    try:
        active = active_model(folder)
    except LibraryError as error:
        log.warning("%s", error)
        active = None
    name = active.name if active is not None else _only_model(folder)
    if name is not None:
        try:
            model = load_model(folder.models / name)
            if active is None:
                first_active(folder, name)
            return model
        except ModelError as error:
            log.warning("%s; the model that this release ships takes its place", error.fault)
    source = shipped_model_folder(resources)
    # Checked before it is copied: a damaged release must not enter a library.
    model = load_model(source)
    set_aside(folder, folder.models / source.name)
    adopt(folder, source)
    return model


def shipped_model_folder(resources: Path) -> Path:
    """The model that this release ships. Raises `ModelError`."""
    return shipped(resources, CARD)


def shipped_code_reader(resources: Path) -> Path:
    """The reader of codes that this release ships. Raises `ModelError`."""
    return shipped(resources, READER_CARD)


def shipped_detector(resources: Path) -> Detector:
    """The detector of the release's model. Raises `ModelError` if it has none, or if it is damaged."""
    place = shipped_model_folder(resources)
    detector = load_model(place, int8=Int8Networks(resources / INT8_FOLDER)).detector
    if detector is None:
        raise ModelError("The model in {folder} has no detector", "install Karuta again", folder=place)
    return detector


def adopt(folder: LibraryFolder, source: Path) -> None:
    """Copy a model's files into the library, then make it the active one: all of it, or nothing."""
    copy_model(folder, source, name=source.name)
    first_active(folder, source.name)


def _only_model(folder: LibraryFolder) -> str | None:
    names = [path.parent.name for path in folder.models.glob(f"*/{CARD}")]
    return names[0] if len(names) == 1 else None


def model_of_hash(sha256: str, *folders: Path) -> Model | None:
    """The first model of this hash in these folders of models; a damaged one is passed over."""
    for card in (card for folder in folders for card in sorted(folder.glob(f"*/{CARD}"))):
        try:
            if model_hash(read_model_card(card.parent)) == sha256:
                return load_model(card.parent)
        except (ModelError, KeyError, TypeError):
            continue
    return None


def copy_model(folder: LibraryFolder, source: Path, *, name: str) -> Path:
    """Copy a model's files into the library under a name, unless they are there already. Returns its folder."""
    target = folder.models / name
    if not (target / CARD).is_file():
        shutil.rmtree(target, ignore_errors=True)
        make_folder(target)
        # The card is copied last: a folder without it is not a model yet.
        files = sorted(path for path in source.iterdir() if path.is_file() and path.name != CARD)
        for path in [*files, source / CARD]:
            copy_whole(path, target / path.name)
    return target


# 100,000 cards take half a minute on a slow disk, and a second lane waits for the first.
_WAIT_SECONDS = 120.0


def bring_up_to_date(library: LibraryFolder, who: str = "the window") -> None:
    """Migrate an older file after a backup; a current or missing one is left alone, and one that cannot be written.

    `who`: named to others who wait. Raises `LibraryError`.
    """
    if Catalogue.is_older(library.catalogue_db) and why_read_only(library) is None:
        with writer(library.root / "catalogue.lock", who, timeout=_WAIT_SECONDS):
            Catalogue.open_writing(library.catalogue_db).close()


def index_folder(folder: LibraryFolder, model_hash: str) -> Path:
    """The model's index, kept so that a switch back builds nothing.

    It lies beside `index/` itself if the model was promoted.
    """
    own = own_index_folder(folder, model_hash)
    return own if (own / MANIFEST).is_file() else folder.index


def own_index_folder(folder: LibraryFolder, model_hash: str) -> Path:
    """The place where a promotion builds it, whether or not it exists yet."""
    return folder.index / model_hash[:16]
