"""Kill -9 at random moments of `karuta catalogue add` and `karuta pack rollback`: the catalogue is whole.

    python -m tests.lab.pack_kill [--rounds 50] [--seed 1]

Each round starts the real command in a process of its own, on a library with one pack, and kills it after a random
share of the time until the catalogue is as it should be. The second pack brings 60 cards, changes texts of the first
one's, and is added a second time with other pictures; a folder of sub-folders brings three packs of 20. Then the
library is looked over: texts, printings, pictures, backs and packs are those of before or those of after (or after some
of the sub-folders), every live picture finds itself, and `karuta doctor` finds nothing wrong. The same command must
then go through.
"""

from __future__ import annotations

import argparse
import io
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from tests.lab import figures
from tests.learning import RESOURCES
from tests.packs import card, small_pack, write_pack, write_picture

from karuta import bootstrap
from karuta.engine.decode import decode
from karuta.engine.prepare import fit
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import open_for_reading
from karuta.store.cards import Catalogue


@dataclass(frozen=True)
class Whole:
    """Everything that a person can see of a catalogue."""

    cards: tuple[tuple[str, str], ...]
    printings: int
    artworks: tuple[tuple[str, str, str, str], ...]
    backs: tuple[str, ...]
    packs: tuple[tuple[str, int, int], ...]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        before, more = _prepare(place)
        folders = _sub_folders(place)
        for title, begin, command, between in (
            ("catalogue add", before, ("catalogue", "add", str(more)), []),
            ("pack rollback", _after(before, more, place), ("pack", "rollback"), []),
            ("sub-folders", before, ("catalogue", "add", str(folders)), sorted(folders.iterdir())),
        ):
            whole = _between(before, between, place)
            ended, seconds = _rounds(title, begin, command, whole, place, rounds=asked.rounds, seed=asked.seed)
            print(
                f"{title}: {asked.rounds} kills within {seconds:.1f} s left {dict(ended)}, each whole, every picture "
                "found itself, doctor found nothing wrong, and the command went through the second time",
                flush=True,
            )
    figures.share("packs added or rolled back, killed: not whole", 0, 3 * asked.rounds, most=0)
    return 0


def _prepare(place: Path) -> tuple[LibraryFolder, Path]:
    library = LibraryFolder(place / "before")
    _run(library, "catalogue", "add", str(small_pack(place / "base", 20)))
    numbers = range(10, 70)
    more = write_pack(
        place / "more",
        [card(str(i), f"More {i}", printings=[{"set_code": f"MORE-{i:03}"}]) for i in numbers],
        images=[(f"{i:04}.png", str(i), "main") for i in numbers] + [("back.png", "", "back")],
        pictures={**{f"{i:04}.png": i for i in numbers}, "back.png": 999},
    )
    return library, more


def _after(before: LibraryFolder, more: Path, place: Path) -> LibraryFolder:
    """With the pack, and again with other pictures: a rollback brings the first ones back."""
    after = LibraryFolder(place / "after")
    shutil.copytree(before.root, after.root)
    _run(after, "catalogue", "add", str(more))
    changed = place / "changed" / more.name
    shutil.copytree(more, changed)
    for number in range(40, 70):
        write_picture(changed / "images" / f"{number:04}.png", 500 + number)
    _run(after, "catalogue", "add", str(changed))
    return after


def _sub_folders(place: Path) -> Path:
    """Three packs of pictures alone."""
    for first, name in ((200, "spring"), (220, "summer"), (240, "winter")):
        for number in range(first, first + 20):
            write_picture(place / "seasons" / name / f"Kite {number}.png", number)
    return place / "seasons"


def _between(before: LibraryFolder, folders: Sequence[Path], place: Path) -> list[Whole]:
    """The catalogue when each of these but the last one has been added."""
    library, states = LibraryFolder(place / "between"), []
    shutil.copytree(before.root, library.root)
    for number, folder in enumerate(folders[:-1]):
        alone = place / str(number) / folder.parent.name
        shutil.copytree(folder, alone / folder.name)
        _run(library, "catalogue", "add", str(alone))
        states.append(_seen(library))
    shutil.rmtree(library.root)
    return states


def _rounds(
    title: str,
    begin: LibraryFolder,
    command: tuple[str, ...],
    between: Sequence[Whole],
    place: Path,
    *,
    rounds: int,
    seed: int,
) -> tuple[Counter[str], float]:
    dice = random.Random(f"{seed} {title}")
    undone = LibraryFolder(place / f"{title} whole")
    shutil.copytree(begin.root, undone.root)
    seconds = _run_until_whole(undone, command)
    old, new = _seen(begin), _seen(undone)
    assert old != new
    names = ["old", *(f"{number} added" for number, _ in enumerate(between, start=1)), "new"]
    states = [old, *between, new]
    ended: Counter[str] = Counter()
    for number in range(rounds):
        library = LibraryFolder(place / f"{title} {number}")
        shutil.copytree(begin.root, library.root)
        process = _start(library, command)
        time.sleep(dice.uniform(0.0, 1.1 * seconds))
        process.send_signal(signal.SIGKILL)
        process.wait()
        seen = _seen(library)
        assert seen in states, f"{title}, round {number}: no catalogue of before or after"
        ended[names[states.index(seen)]] += 1
        _look_over(library)
        if seen != new:
            assert _start(library, command).wait() == 0
            assert _seen(library) == new
            _look_over(library)
        shutil.rmtree(library.root)
    return ended, seconds


def _run_until_whole(library: LibraryFolder, command: tuple[str, ...]) -> float:
    """Seconds until the catalogue is as the command leaves it; a self-test may follow."""
    began, states = time.perf_counter(), [(0.0, _seen(library))]
    process = _start(library, command)
    while process.poll() is None:
        if (seen := _seen(library)) != states[-1][1]:
            states.append((time.perf_counter() - began, seen))
        time.sleep(0.02)
    assert process.returncode == 0
    return states[-1][0]


def _start(library: LibraryFolder, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "karuta", "--library", str(library.root), *command]
    return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _run(library: LibraryFolder, *command: str) -> None:
    assert _start(library, command).wait() == 0


def _seen(library: LibraryFolder) -> Whole:
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        keys = sorted(catalogue.card_hashes())
        found = [catalogue.card(key) for key in keys]
        return Whole(
            cards=tuple((str(stored_card.key), stored_card.name) for stored_card in found),
            printings=sum(len(stored_card.printings) for stored_card in found),
            artworks=tuple(
                (str(artwork.card), artwork.file, artwork.picture_sha256, artwork.pack)
                for artwork in catalogue.view().artworks
            ),
            backs=tuple(back.picture_sha256 for back in catalogue.backs()),
            packs=tuple((pack.name, pack.cards, pack.artworks) for pack in catalogue.packs()),
        )


def _look_over(library: LibraryFolder) -> None:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = bootstrap.run(["--library", str(library.root), "doctor", "--all"])
    assert code == 0, said.getvalue()
    opened = open_for_reading(library, RESOURCES)
    assert opened.warning is None, opened.warning
    recogniser = opened.recogniser
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        pictures = catalogue.live_pictures()
    for picture in pictures[:: max(1, len(pictures) // 20)]:
        face = decode(library.artwork_file(picture.picture_sha256, picture.suffix))
        vector = recogniser.model.embedder.embed([fit(face, recogniser.model.embedder.spec)])
        assert recogniser.search.neighbours(vector, count=1)[0][0].picture_sha256 == picture.picture_sha256


if __name__ == "__main__":
    raise SystemExit(main())
