"""Each command on a disk that is full, or nearly: one sentence that names what is full, exit code 1, nothing lost.

    python -m tests.lab.full_disk [--only NAME,...]

A small library is copied to a tmpfs of its own size and a few bytes, the real command is run there, then the ballast is
taken away and the same command must go through. Needs Linux and root; elsewhere it says so and ends with 1.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.conftest import pack, photo
from tests.lab import figures
from tests.lab.train_kill import make
from tests.learning import candidate, slightly

from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue

SPARES = (0, 4096, 40_000, 200_000, 1_000_000)
ROOM = 400_000_000
COMMANDS: dict[str, tuple[str, ...]] = {
    "confirm": ("confirm", "{shots}/new.jpg", "ohajiki:3"),
    "undo": ("undo",),
    "import": ("labels", "import", "{shots}/more.csv"),
    "csv": ("labels", "export", "{disk}/out.csv"),
    "coco": ("labels", "export", "{disk}/out.json", "--format", "coco"),
    "folders": ("labels", "export", "{disk}/out", "--format", "folders", "--with-photos"),
    "training": ("labels", "export", "{disk}/out", "--format", "training"),
    "add": ("catalogue", "add", "{shots}/pack"),
    "rollback": ("pack", "rollback"),
    "index": ("index", "rebuild"),
    "promote": ("model", "promote", "twin", "--force", "--crops", "10"),
    "train": ("train", "--steps", "5", "--simulated", "20"),
    "evaluate": ("evaluate", "{shots}/more.csv", "--html", "{disk}/report.html"),
}
# The library is written here; whatever it says there, the labels must be those of before or after.
_WRITES_LABELS = ("confirm", "undo", "import")


@dataclass(frozen=True)
class Ended:
    code: int
    said: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(COMMANDS))
    asked = parser.parse_args()
    if sys.platform != "linux" or os.geteuid() != 0:
        print("not run: mounting a small disk needs Linux and root", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        shots = _prepare(Path(name))
        with _disk(Path(name) / "disk") as disk:
            for command in asked.only.split(","):
                said = {sentence for spare in SPARES for sentence in _try(command, spare, shots, disk)}
                print(f"{command}: {len(said)} sentence(s): {sorted(said)}", flush=True)
    tried = len(asked.only.split(","))
    figures.share("a full disk: not one sentence, or not through after", 0, tried, most=0)
    return 0


def _prepare(folder: Path) -> Path:
    """The folder with photos, a second pack and, beside it, the library."""
    library = make(folder)
    candidate(LibraryFolder(library), "twin", change=slightly)
    shots = folder / "shots"
    photo(shots / "new.jpg", 103)
    pack(shots / "last", game="last", seeds=range(300, 304))
    line = [sys.executable, "-m", "karuta", "--library", str(library), "catalogue", "add", str(shots / "last")]
    subprocess.run(line, check=True, capture_output=True)
    rows = [f"{photo(shots / f'{seed}.jpg', seed).name},ohajiki:{seed - 100}" for seed in range(104, 108)]
    (shots / "more.csv").write_text("\n".join(["photo,card_id", *rows, ""]), encoding="utf-8")
    pack(shots / "pack", game="more", seeds=range(200, 212))
    return shots


@contextmanager
def _disk(place: Path) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _try(command: str, spare: int, shots: Path, disk: Path) -> Iterator[str]:
    for left in disk.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    library, ballast = disk / "library", disk / "ballast"
    shutil.copytree(shots.parent / "library", library)
    labels, packs = (library / "labels.db").read_bytes(), _packs(library)
    free = os.statvfs(disk)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - spare)
    ended = _run(command, library, shots, disk)
    what = f"{command} with {spare} bytes left: {ended}"
    assert "Traceback" not in ended.said, what
    if ended.code:
        assert ended.code == 1, what
        last = ended.said.strip().splitlines()[-1]
        assert "full" in last, what
        assert str(disk) in last or "library" in last, what
        assert _packs(library) == packs, what
        assert command in _WRITES_LABELS or (library / "labels.db").read_bytes() == labels, what
        yield last.replace(str(disk), "DISK")
    left = list(disk.rglob("*.part"))
    assert not left, f"{what}: {left}"
    ballast.unlink()
    if ended.code:
        again = _run(command, library, shots, disk)
        assert again.code == 0, f"{what}, then with room: {again}"
    doctor = [sys.executable, "-m", "karuta", "--library", str(library), "doctor"]
    healthy = subprocess.run(doctor, capture_output=True, text=True, check=False)
    assert healthy.returncode == 0, f"{what}, then with room:\n{healthy.stdout}"


def _packs(library: Path) -> list[object]:
    """The packs in force with all that they show: a command that fails has changed nothing of it."""
    with Catalogue.open_reading(library / "catalogue.db") as catalogue:
        assert catalogue.health().is_sound
        return [*catalogue.packs(), *catalogue.view().artworks, *sorted(catalogue.card_hashes().items())]


def _run(command: str, library: Path, shots: Path, disk: Path) -> Ended:
    given = [argument.format(shots=shots, disk=disk) for argument in COMMANDS[command]]
    line = [sys.executable, "-m", "karuta", "--library", str(library), *given]
    surroundings = {**os.environ, "TMPDIR": tempfile.gettempdir()}
    done = subprocess.run(line, capture_output=True, text=True, check=False, env=surroundings)
    return Ended(done.returncode, done.stderr)


if __name__ == "__main__":
    sys.exit(main())
