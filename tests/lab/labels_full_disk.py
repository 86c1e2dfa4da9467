"""Label on a small disk until it is full: one sentence, nothing lost, and on with it once there is room.

    python -m tests.lab.labels_full_disk [--megabytes 60]

Mounts a tmpfs, so it needs Linux and root; elsewhere it says so and ends.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.exporting import export_labels
from tests.lab import figures
from tests.labelling import ANNA, ToldRecogniser, draw_photo, find_card

from karuta.domain.errors import KarutaError, LibraryError, refused_by_system
from karuta.domain.label import Origin, Source
from karuta.paths import LibraryFolder
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.confirm import ConfirmRequest, confirm_photo
from karuta.services.labels.import_labels import import_labels
from karuta.services.labels.undo import undo
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health

HAND = Origin("anna", "desk", Source.IMPORT)
TOLD = ToldRecogniser()
SPARES = (0, 4096, 20_000, 70_000, 200_000)
"""Bytes that are left on the disk."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=60)
    size = parser.parse_args().megabytes
    if sys.platform != "linux" or os.geteuid() != 0:
        print("not run: mounting a small disk needs Linux and root")
        return 0
    with tempfile.TemporaryDirectory() as name, _small_disk(Path(name) / "disk", size) as disk:
        for spare in SPARES:
            _fill(LibraryFolder(disk / f"library {spare}"), Path(name) / "photos", disk, spare=spare)
    figures.share("labels on a full disk: anything lost", 0, len(SPARES), most=0)
    return 0


@contextmanager
def _small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _fill(library: LibraryFolder, photos: Path, disk: Path, *, spare: int) -> None:
    """Confirm until the disk is full, with a ballast in its way that leaves `spare` bytes; then make room."""
    kept = 0
    for number in range(5):
        _confirm(library, photos, number)
        kept += 1
    ballast = disk / "ballast"
    free = os.statvfs(disk)
    ballast.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - spare)))
    sentences: set[str] = set()
    while not sentences:
        try:
            _confirm(library, photos, kept)
            kept += 1
        except (KarutaError, OSError) as error:
            sentences.add(_sentence(error))
    for refused in (_undo, _import, _export):
        try:
            refused(library, photos, disk)
            kept += refused is not _export
        except (KarutaError, OSError) as error:
            sentences.add(_sentence(error))
    _look_through(library, kept)
    ballast.unlink()
    for step in (_undo, _import, _export):
        step(library, photos, disk)
    _confirm(library, photos, kept + 50)
    _look_through(library, None)
    (disk / "out.csv").unlink()
    print(
        f"{spare} bytes left: {kept} events kept, refused in {len(sentences)} sentence(s), then on: {sorted(sentences)}"
    )


def _sentence(error: KarutaError | OSError) -> str:
    text = refused_by_system(error) if isinstance(error, OSError) else str(error)
    assert "\n" not in text
    assert "full" in text or "space" in text, text
    return text


def _confirm(library: LibraryFolder, photos: Path, number: int) -> None:
    photo = draw_photo(photos / f"{number}.png", number)
    request = ConfirmRequest(photo, str(number % 9 + 1))
    confirm_photo(library, request, origin=ANNA, find_card=find_card, recognise=ToldRecogniser())


def _undo(library: LibraryFolder, photos: Path, disk: Path) -> None:
    del photos, disk
    with LabelFile.open_writing(library) as file:
        undo(file, ANNA)


def _import(library: LibraryFolder, photos: Path, disk: Path) -> None:
    del disk
    truth = photos / "truth.csv"
    truth.write_text("photo,card_id\n0.png,9\n", encoding="utf-8")
    with LabelFile.open_writing(library) as file:
        import_labels(file, truth, origin=HAND, find_card=find_card, recognise=TOLD, recognise_corners=TOLD.at)


def _export(library: LibraryFolder, photos: Path, disk: Path) -> None:
    del photos
    with LabelFile.open_reading(library) as file:
        export_labels(file, disk / "out.csv", form=ExportFormat.CSV, force=True)


def _look_through(library: LibraryFolder, events: int | None) -> None:
    try:
        with LabelFile.open_reading(library) as file:
            assert file.first_row("PRAGMA integrity_check") == ("ok",)
            assert label_health(file).queue_astray == 0
            assert events is None or file.first_row("SELECT count(*) FROM events") == (events,)
    except LibraryError as error:
        raise AssertionError(f"the label file cannot be read on a full disk: {error}") from error


if __name__ == "__main__":
    sys.exit(main())
