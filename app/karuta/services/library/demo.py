"""Prepares the demo library (once, in the user's data folder) and looks its photos up against their truth."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError, PictureError
from karuta.domain.judging import PhotoOutcome, failed, judge
from karuta.domain.recognition import Recognition
from karuta.files import file_hash, write_whole
from karuta.json_files import read_kept
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.evaluation.read_truth import read_truth
from karuta.services.library.demo_vectors import give_vectors
from karuta.services.library.open_library import bring_up_to_date
from karuta.store.lock import without_window

PACK = "demo"
MARK = "demo.json"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class DemoFiles:
    """The folders of the bundled cards and photos."""

    catalogue: Path
    photos: Path
    truth: Path

    @classmethod
    def within(cls, resources: Path) -> DemoFiles:
        demo = resources / "demo"
        return cls(demo / "catalogue", demo / "photos", demo / "photos" / "truth.csv")


@dataclass(frozen=True, eq=False)
class DemoAnswer:
    """One demo photo: what was recognised (None if it could not be read), and the outcome of each true card."""

    outcome: PhotoOutcome
    recognition: Recognition | None


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


def look_demo_up(
    resources: Path, recognise: Callable[[Path], Recognition], *, cancel: CancelToken
) -> Iterator[DemoAnswer]:
    """Each demo photo's answer beside its truth, as soon as it is known."""
    files = DemoFiles.within(resources)
    for photo in read_truth(files.truth).photos:
        cancel.check()
        try:
            recognition = recognise(files.photos / photo.name)
        except PictureError as error:
            yield DemoAnswer(failed(photo, error.code), None)
            continue
        yield DemoAnswer(judge(photo, recognition), recognition)
