"""Prepares the demo library (once, in the user's data folder) and looks its photos up against their truth.

Vectors ship with it. Computing them would be nine tenths of the wait at a first start (5 s of 5.5 on two cores).
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError
from karuta.domain.judging import PhotoOutcome
from karuta.engine.model import Model
from karuta.engine.search import PictureVectors
from karuta.files import copy_whole, file_hash, write_whole
from karuta.json_files import read_kept
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.catalogue.embed_artworks import catalogue_vectors
from karuta.services.evaluation.evaluate import Recognise, judged
from karuta.services.evaluation.read_truth import read_truth
from karuta.services.library.open_library import bring_up_to_date, ready_for_writing, stored_vectors
from karuta.store.cards import Catalogue
from karuta.store.lock import without_window, writer

FILE = "vectors.npz"
_UNIT_WITHIN = 1e-3


@dataclass(frozen=True, eq=False)
class DemoVectors:
    """`model`: the full hash of the model that made them."""

    model: str
    picture_vectors: PictureVectors


def give_vectors(folder: LibraryFolder, resources: Path) -> None:
    """Used if the shipped ones belong to the library's model and are sound; otherwise they are computed as for any
    pack.
    """
    model = ready_for_writing(folder, resources)
    shipped = shipped_vectors(resources)
    if (
        shipped is None
        or shipped.model != model.hash
        or shipped.picture_vectors.vectors.shape[1] != model.embedder.dimension
    ):
        return
    with (
        writer(folder.root / "catalogue.lock", "karuta demo"),
        Catalogue.open_writing(folder.catalogue_db) as catalogue,
    ):
        catalogue.add_vectors(list(shipped.picture_vectors.pictures), shipped.picture_vectors.vectors, model.hash)


def shipped_vectors(resources: Path) -> DemoVectors | None:
    """None if there are none, or if the file is damaged."""
    try:
        # Opened here: numpy leaves a damaged file open.
        with (resources / "demo" / FILE).open("rb") as whole, np.load(whole, allow_pickle=False) as file:
            model, pictures, vectors = str(file["model"]), file["pictures"], file["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    is_sound = vectors.dtype == np.float32 and vectors.ndim == 2 and len(pictures) == len(vectors)
    if not is_sound or not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=_UNIT_WITHIN):
        return None
    return DemoVectors(model, PictureVectors(tuple(str(picture) for picture in pictures), vectors))


def ship_vectors(folder: LibraryFolder, model: Model, resources: Path) -> None:
    """Write what a demo library holds, for the next release (packaging/demo/vectors.py)."""
    with Catalogue.open_reading(folder.catalogue_db) as catalogue:
        made = catalogue_vectors(catalogue, folder, model, cancel=CancelToken(), progress=lambda done, total: None)
        backs = stored_vectors(catalogue, sorted(back.picture_sha256 for back in catalogue.backs()), model)
    pictures, vectors = [*made.pictures, *backs.pictures], np.concatenate([made.vectors, backs.vectors])
    np.savez(resources / "demo" / FILE, model=model.hash, pictures=np.array(pictures), vectors=vectors)


PACK = "demo"
MARK = "demo.json"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class DemoFiles:
    """The folders of the bundled cards and photos; listings with some of these photos, and a pack of cards that they
    show and the catalogue lacks.
    """

    catalogue: Path
    photos: Path
    truth: Path
    listings: Path
    pack: Path

    @classmethod
    def within(cls, resources: Path) -> DemoFiles:
        demo = resources / "demo"
        photos = demo / "photos"
        return cls(demo / "catalogue", photos, photos / "truth.csv", demo / "listings.csv", demo / "letters")


def is_demo_ready(folder: LibraryFolder, resources: Path) -> bool:
    """Whether the demo library is complete and from this release."""
    return read_kept(folder.root / MARK, dict[str, str], instead={}).value == _mark(resources)


def ready_demo(folder: LibraryFolder, resources: Path, *, cancel: CancelToken, progress: Progress) -> bool:
    """Create the demo library if necessary; True if it was created. One from an older Karuta keeps its labels."""
    bring_up_to_date(folder, "karuta demo")
    if is_demo_ready(folder, resources):
        return False
    files, mark = DemoFiles.within(resources), _mark(resources)
    give_vectors(folder, resources)
    add_folder(files.catalogue, pack=PACK, library=folder, resources=resources, cancel=cancel, progress=progress)
    if not folder.sales_csv.exists():
        copy_whole(resources / "demo" / "sales.csv", folder.sales_csv)
    # Written last: a library that was left unfinished has no mark, and the next call finishes it.
    write_whole(folder.root / MARK, lambda path: path.write_text(json.dumps(mark), encoding="utf-8"))
    return True


def throw_demo_away(folder: LibraryFolder, *, has_window: bool = False) -> None:
    """Delete everything, labels too, except the window's lock. `has_window`: the caller holds it.

    Raises `LibraryError` if a window has the demo open.
    """
    if not folder.root.is_dir():
        return
    with nullcontext() if has_window else _without_window(folder):
        for path in folder.root.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path != folder.window_lock:
                with suppress(OSError):
                    path.unlink()


def open_elsewhere() -> LibraryError:
    """The error if an open window prevents making the demo anew."""
    return LibraryError("The demo is open in a window; close it, then make the demo anew. Nothing was changed.")


@contextmanager
def _without_window(folder: LibraryFolder) -> Iterator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(without_window(folder.window_lock))
        except LibraryError as error:
            raise open_elsewhere() from error
        yield


def _mark(resources: Path) -> dict[str, str]:
    files = DemoFiles.within(resources)
    return {"cards": file_hash(files.catalogue / "cards.jsonl"), "images": file_hash(files.catalogue / "images.csv")}


def demo_photos(resources: Path) -> list[Path]:
    """The demo photos, in the order of their truth file."""
    files = DemoFiles.within(resources)
    return [files.photos / photo.name for photo in read_truth(files.truth).photos]


def look_demo_up(resources: Path, recognise: Recognise, *, cancel: CancelToken) -> Iterator[PhotoOutcome]:
    """Each demo photo's answer beside its truth, as soon as it is known."""
    files = DemoFiles.within(resources)
    for photo in read_truth(files.truth).photos:
        cancel.check()
        yield judged(photo, files.photos, recognise)
