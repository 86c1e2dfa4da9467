"""The power fails after every write, flush and name: what was said to be saved is there, the rest is before or after.

    python -m tests.lab.power_cut [--only confirm,undo,...] [--without extra,folders] [--seed 1]

Each step is the real process, recorded with `strace` (Linux; else it says so and ends with 1) and played again up to
each call that did something to the disk. There the power fails in four ways: what was not flushed is gone, or its names
alone are there, or its bytes alone, or what chance leaves of both. Bytes count as flushed by a flush of their file, a
name by one of its folder: ext4 often keeps more, no file system promises more. `--without` takes a guard out: `extra`
has SQLite write with FULL as before, `folders` flushes no folder of ours; then it only counts what is lost.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from tests.cut_disk import Cut, Disk
from tests.disk_trace import Call, NoTracing, Player, record
from tests.lab import figures
from tests.lab.power_cut_steps import GUARDS, STEPS, Place, Step, prepare, run_child

_LARGE = 262_144
_IN_MEMORY = Path("/dev/shm")


@dataclass
class Tally:
    """What became of the cuts of one step; `kept` and `lost`: of those after the word, with the label or without."""

    calls: int = 0
    cuts: int = 0
    disks: int = 0
    kept: int = 0
    lost: int = 0
    faults: Counter[str] = field(default_factory=Counter)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(STEPS))
    parser.add_argument("--without", default="", help=f"some of {','.join(GUARDS)}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, metavar=("STEP", "FOLDER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    without = tuple(filter(None, asked.without.split(",")))
    if asked.child:
        return run_child(asked.child[0], Place(Path(asked.child[1])), without=without)
    total = Tally()
    # In memory where there is such a disk: flushes are recorded here, and none is needed.
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as name:
        folder = Path(name).resolve()
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            fresh = prepare(folder)
        for step in asked.only.split(","):
            try:
                found = _Cuts(STEPS[step], step, fresh, folder, random.Random(asked.seed)).all(without)
            except NoTracing as error:
                print(f"not run: {error}", file=sys.stderr)
                return 1
            _tell(step, found)
            total = Tally(*(getattr(total, field) + getattr(found, field) for field in vars(total)))
    _tell("all", total)
    if not without:
        said = total.kept + total.lost
        figures.share("power cuts after each call: what was saved is gone", total.lost, said, most=0)
    return 1 if total.faults and not without else 0


def _tell(step: str, found: Tally) -> None:
    said = found.kept + found.lost
    print(
        f"{step}: {found.calls} calls, {found.cuts} cuts, {found.disks} different disks; "
        f"after the word {found.lost} of {said} without what was said",
        flush=True,
    )
    for fault, count in sorted(found.faults.items()):
        print(f"  {count} times: {fault}", flush=True)


class _Cuts:
    """One step of a process, and every cut in it."""

    def __init__(self, step: Step, name: str, fresh: dict[str, Place], folder: Path, dice: random.Random) -> None:
        self._step, self._name, self._dice = step, name, dice
        self._before, self._folder = fresh[step.begins_with], folder
        self._large: dict[int, tuple[bytes, Path]] = {}
        self._seen: dict[int, list[str]] = {}

    def all(self, without: tuple[str, ...]) -> Tally:
        run, log, tally = self._folder / "run", self._folder / "strace.log", Tally()
        shutil.rmtree(run, ignore_errors=True)
        shutil.copytree(self._before.folder, run)
        disk = Disk(run)
        calls = record(self._command(run, without), log, environment=dict(os.environ))
        before, after = self._step.seen(self._before), self._step.seen(Place(run))
        assert before != after, "the step changed nothing"
        player, said = Player(disk), False
        for call in calls:
            said = said or _says(call, self._step.word)
            if not player.play(call):
                continue
            tally.calls += 1
            for cut in Cut:
                tally.cuts += 1
                self._judge(disk.after(cut, self._dice), before, after, said=said, tally=tally)
        assert said, f"{self._name} never said {self._step.word!r}"
        # The last word may come after the last call.
        for cut in Cut:
            self._judge(disk.after(cut, self._dice), before, after, said=True, tally=tally)
        shutil.rmtree(run)
        return tally

    def _command(self, run: Path, without: tuple[str, ...]) -> list[str]:
        child = [sys.executable, "-B", "-m", "tests.lab.power_cut", "--without", ",".join(without)]
        return [*child, "--child", self._name, str(run)]

    def _judge(self, left: dict[str, bytes | None], before: object, after: object, *, said: bool, tally: Tally) -> None:
        what = hash((said, frozenset(left.items())))
        if what not in self._seen:
            tally.disks += 1
            self._seen[what] = self._faults(left, before, after, said=said)
        tally.lost += said and "what was said is not there" in self._seen[what]
        tally.kept += said and "what was said is not there" not in self._seen[what]
        tally.faults.update(self._seen[what])

    def _faults(self, left: dict[str, bytes | None], before: object, after: object, *, said: bool) -> list[str]:
        place = Place(self._folder / "cut")
        shutil.rmtree(place.folder, ignore_errors=True)
        self._write(left, place.folder)
        try:
            now = self._step.seen(place)
        except Exception as error:
            return [f"cannot be looked at: {type(error).__name__} {error}"]
        faults = []
        if said and now != after:
            faults.append("what was said is not there")
        if not said and not self._step.is_between(now, before, after):
            faults.append("neither before nor after")
        return faults + self._step.faults(place)

    def _write(self, left: dict[str, bytes | None], to: Path) -> None:
        to.mkdir()
        for path, content in left.items():
            if content is None:
                (to / path).mkdir()
            elif len(content) < _LARGE or ".db" in path:
                (to / path).write_bytes(content)
            else:
                # Models: nobody writes to them, so one copy serves all.
                if id(content) not in self._large:
                    blob = self._folder / "large" / str(len(self._large))
                    blob.parent.mkdir(exist_ok=True)
                    blob.write_bytes(content)
                    self._large[id(content)] = content, blob
                os.link(self._large[id(content)][1], to / path)


def _says(call: Call, word: bytes) -> bool:
    return call.name == "write" and call.given[0].split("<")[0] in ("1", "2") and word in call.text(1)


if __name__ == "__main__":
    sys.exit(main())
