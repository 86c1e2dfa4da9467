"""Readies the demo library (once, in the user's data folder) and looks its photos up against their truth."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.judging import PhotoOutcome, failed, judge
from karuta.domain.recognition import Recognition
from karuta.files import file_hash, write_whole
from karuta.json_files import read_kept
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.evaluation.read_truth import read_truth

PACK = "demo"
MARK = "demo.json"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class DemoFiles:
    """Where the bundled cards and photos lie."""

    catalogue: Path
    photos: Path
    truth: Path

    @classmethod
    def within(cls, resources: Path) -> DemoFiles:
        demo = resources / "demo"
        return cls(demo / "catalogue", demo / "photos", demo / "photos" / "truth.csv")


@dataclass(frozen=True, eq=False)
class DemoAnswer:
    """One demo photo: what was recognised (None where it could not be read), and what became of each true card."""

    outcome: PhotoOutcome
    recognition: Recognition | None


def ready_demo(folder: LibraryFolder, resources: Path, *, fresh: bool, cancel: CancelToken, progress: Progress) -> bool:
    """Make the demo library where it is missing, unfinished or of an older release; True when it was made.

    `fresh` throws the old one away first, labels and all.
    """
    files = DemoFiles.within(resources)
    mark = {"cards": file_hash(files.catalogue / "cards.jsonl"), "images": file_hash(files.catalogue / "images.csv")}
    if fresh:
        shutil.rmtree(folder.root, ignore_errors=True)
    if _mark_of(folder) == mark:
        return False
    add_folder(files.catalogue, pack=PACK, library=folder, resources=resources, cancel=cancel, progress=progress)
    # Written last: a library whose making was stopped has no mark, and is finished by the next call.
    write_whole(folder.root / MARK, lambda path: path.write_text(json.dumps(mark), encoding="utf-8"))
    return True


def _mark_of(folder: LibraryFolder) -> dict[str, str]:
    return read_kept(folder.root / MARK, dict[str, str], instead={}).value


def demo_photos(resources: Path) -> list[Path]:
    """The demo photos, in the order of their truth file."""
    files = DemoFiles.within(resources)
    return [files.photos / photo.name for photo in read_truth(files.truth).photos]


def look_demo_up(
    resources: Path, recognise: Callable[[Path], Recognition], *, cancel: CancelToken
) -> Iterator[DemoAnswer]:
    """Each demo photo's answer beside its truth, as it is made."""
    files = DemoFiles.within(resources)
    for photo in read_truth(files.truth).photos:
        cancel.check()
        try:
            recognition = recognise(files.photos / photo.name)
        except PictureError as error:
            yield DemoAnswer(failed(photo, error.code), None)
            continue
        yield DemoAnswer(judge(photo, recognition), recognition)
