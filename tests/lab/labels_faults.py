"""The n-th write, flush, rename or removal fails, n = 1, 2, 3, ...: the state before or the state after, never between.

    python -m tests.lab.labels_faults [--only confirm,undo,migrate,import,export]

Each run is a process of its own under `strace`, which makes one system call fail (EIO), or it and all later ones
(ENOSPC). Afterwards the file must be whole, hold what it held before or what it was to hold, the sentence must
be one, and the same step must go through. Linux with strace only; elsewhere it says so and ends.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.exporting import export_labels
from tests.lab import figures
from tests.labelling import ANNA, ToldRecogniser, draw_photo, find_card
from tests.next_version import next_version

from karuta.domain.errors import KarutaError
from karuta.domain.label import Origin, Source
from karuta.paths import LibraryFolder
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.confirm import ConfirmRequest, confirm_photo
from karuta.services.labels.import_labels import import_labels
from karuta.services.labels.undo import undo
from karuta.store.backups import backups_of
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health
from karuta.store.labels_schema import SCHEMA

CALLS = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "unlink")
# (name, what strace does at the n-th call): once, as a bad sector; from then on, as a full disk.
WAYS = (("EIO once", "error=EIO:when={n}"), ("ENOSPC from then on", "error=ENOSPC:when={n}+"))
SAVED, TOLD = 0, 1
HAND = Origin("anna", "desk", Source.IMPORT)
EYES = ToldRecogniser()

NEXT_SCHEMA = next_version()


@dataclass(frozen=True)
class Place:
    """A library with its photos and exports beside it, in one folder that is copied for each run."""

    folder: Path

    @property
    def library(self) -> LibraryFolder:
        return LibraryFolder(self.folder / "library")


def confirm(place: Place) -> None:
    request = ConfirmRequest(place.folder / "new.png", "3")
    confirm_photo(place.library, request, origin=ANNA, find_card=find_card, recognise=ToldRecogniser())


def take_back(place: Place) -> None:
    with LabelFile.open_writing(place.library) as file:
        undo(file, ANNA)


def migrate(place: Place) -> None:
    LabelFile.open_writing(place.library, schema=NEXT_SCHEMA).close()


def take_in(place: Place) -> None:
    with LabelFile.open_writing(place.library) as file:
        truth = place.folder / "truth.csv"
        import_labels(file, truth, origin=HAND, find_card=find_card, recognise=EYES, recognise_corners=EYES.at)


def export(place: Place) -> None:
    with LabelFile.open_reading(place.library) as file:
        export_labels(file, place.folder / "out.csv", form=ExportFormat.CSV, force=True)


STEPS: dict[str, Callable[[Place], None]] = {
    "confirm": confirm,
    "undo": take_back,
    "migrate": migrate,
    "import": take_in,
    "export": export,
}


def state(place: Place) -> tuple[object, ...]:
    """What a person would see, without the identifiers and times, which differ from run to run."""
    version = LabelFile.open_reading(place.library, schema=NEXT_SCHEMA if _migrated(place) else SCHEMA)
    with version as file:
        assert file.first_row("PRAGMA integrity_check") == ("ok",)
        assert label_health(file).queue_astray == 0
        told = file.rows("SELECT kind, photo_name, card_id, source FROM events ORDER BY id")
        current = file.rows("SELECT kind, photo_name, card_id FROM current_labels ORDER BY id")
        photos = file.rows("SELECT sha256 FROM photos ORDER BY 1")
        columns = len(file.rows("PRAGMA table_info(events)"))
    out = place.folder / "out.csv"
    return tuple(told), tuple(current), tuple(photos), columns, out.read_bytes()


def _migrated(place: Place) -> bool:
    """By opening as this Karuta does: it rolls a hot journal back, which a plain look at the bytes would not."""
    try:
        LabelFile.open_reading(place.library).close()
    except KarutaError:
        return True
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(STEPS))
    parser.add_argument("--child", nargs=2, metavar=("STEP", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        return _child(*arguments.child)
    if shutil.which("strace") is None:
        print("not run: strace is not here")
        return 0
    with tempfile.TemporaryDirectory() as name:
        fresh = Place(Path(name) / "fresh")
        _prepare(fresh)
        runs = sum(_every_call(step, fresh, Path(name)) for step in arguments.only.split(","))
    figures.share("system calls that fail while labelling: neither before nor after", 0, runs, most=0)
    return 0


def _prepare(place: Place) -> None:
    for number, name in enumerate(("old", "other", "new", "newer")):
        draw_photo(place.folder / f"{name}.png", number)
    for name, card in (("old", "1"), ("other", "2")):
        request = ConfirmRequest(place.folder / f"{name}.png", card)
        confirm_photo(place.library, request, origin=ANNA, find_card=find_card, recognise=ToldRecogniser())
    (place.folder / "truth.csv").write_text("photo,card_id\nold.png,5\nnewer.png,6\n", encoding="utf-8")
    (place.folder / "out.csv").write_text("an older export")


def _every_call(step: str, fresh: Place, folder: Path) -> int:
    """How many calls were made to fail."""
    before = state(fresh)
    whole = _copied(fresh, folder / "whole")
    STEPS[step](whole)
    after = state(whole)
    assert after != before
    seen: Counter[str] = Counter()
    for call in CALLS:
        for way, injected in WAYS:
            n = 0
            while True:
                n += 1
                place = _copied(fresh, folder / "run")
                code, said, reached = _run(step, place, f"{call}:{injected.format(n=n)}")
                if not reached:
                    break
                what = f"{step}, {call} number {n}, {way}: code {code}, {said!r}"
                _judge(place, step, code, said, before, after, what, seen)
    runs = sum(seen.values())
    assert runs > 3, "nothing was made to fail"
    print(
        f"{step}: {runs} runs, each before or after, the file whole, the step then went through: {dict(seen)}",
        flush=True,
    )
    return runs


def _judge(
    place: Place,
    step: str,
    code: int,
    said: str,
    before: tuple[object, ...],
    after: tuple[object, ...],
    what: str,
    seen: Counter[str],
) -> None:
    now = state(place)
    if step == "import":
        # Its photos are kept one by one before its labels, which are the action, so that a second try goes on.
        kept, before, after = now, _without_photos(before), _without_photos(after)
        now = _without_photos(kept)
    assert now in (before, after), f"{what}: between"
    assert code in (SAVED, TOLD), what
    if code == SAVED:
        assert now == after, f"{what}: said to be saved and is not"
    else:
        assert now == before, f"{what}: saved, and said not to be"
        assert said.count("\n") == 1, what
        assert "Traceback" not in said, what
    seen["saved" if code == SAVED else "refused, as before"] += 1
    left = [path.name for path in place.folder.rglob("*.part")]
    assert step == "migrate" or not left or code == TOLD, f"{what}: {left}"
    if now == before:
        STEPS[step](place)
        again = state(place) if step != "import" else _without_photos(state(place))
        assert again == after, f"{what}: the same step did not go through afterwards"
        if step == "migrate":
            assert backups_of(place.library.labels_db, place.library.backups), what


def _without_photos(seen: tuple[object, ...]) -> tuple[object, ...]:
    told, current, _, *rest = seen
    return (told, current, *rest)


def _copied(place: Place, folder: Path) -> Place:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(place.folder, folder)
    return Place(folder)


def _run(step: str, place: Place, injected: str) -> tuple[int, str, bool]:
    """The exit code, what was said, and whether the call that was to fail was reached at all."""
    log = place.folder.with_name("strace.log")
    call = injected.split(":", 1)[0]
    command = ["strace", "-qq", "-f", "-o", str(log), "-e", f"trace={call}", "-e", f"inject={injected}"]
    child = [sys.executable, "-m", "tests.lab.labels_faults", "--child", step, str(place.folder)]
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, *child], capture_output=True, text=True, timeout=120, check=False, env=surroundings
    )
    reached = "(INJECTED)" in log.read_text(errors="replace")
    return done.returncode, done.stderr, reached


def _child(step: str, folder: str) -> int:
    """One step, ended as the command line ends it: 0, or 1 and a sentence."""
    try:
        STEPS[step](Place(Path(folder)))
    except (KarutaError, OSError) as error:
        sentence = f"{error}\n"
        try:
            os.write(2, sentence.encode())
        except OSError:
            # A terminal would have shown it; under strace the call that fails may be this one.
            os.writev(2, [sentence.encode()])
        return TOLD
    return SAVED


if __name__ == "__main__":
    sys.exit(main())
