"""A quick hand at a real screen: bursts of real keys in the real program, and frames of the screen as the judge.

    python -m tests.lab.real_hand --keys 20000 --seed 1 --resume FOLDER [--displays 2] [--loops 2] [--unripe]

Each seed is a stretch of `--stretch` keys: a new library of drawn cards, a new program on its own X display, bursts of
two to four keys 20 to 150 ms apart (`real_keys.py`) in real time, beside two busy loops. All frames of the screen
are kept until the stretch is judged: what a key decided was on the screen for 0.1 s before the key (`real_judge.py`).
FOLDER has a line for each stretch that is judged, in results.jsonl, and the frames of what was wrong; a run with the
same FOLDER goes on where it ended. `--unripe`: the program's guards are off, and the judge must find it. `--edges N`:
N keys each 0.05 and 0.2 s after another photo came to the screen, in that program: the judge must call them wrong and
right.
Needs Linux, xvfb and openbox. Exit 1 where a label was wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from PIL import Image
from tests.lab import figures
from tests.lab.real_eyes import Seen, see
from tests.lab.real_judge import LATE_OR_WRONG, About, Decision, Judge, Judgement, Looked, Outcome, Pressed
from tests.lab.real_keys import Dice
from tests.lab.real_photos import PHOTOS, MadePhoto, make_library, make_photo
from tests.lab.real_screen import Frame, Frames, Keys, Screen, come_first, looks, screen

from karuta.domain.label import DECIDES, STRIKES, Kind

FRAME_SECONDS = 0.012
MOST_LOST = 5
"""So many stretches may fail before a run ends: the display did not come, the window never showed a photo."""
_PATIENCE, MOST_TURNS = 120.0, 1200
EARLY, LATE = 0.05, 0.2
_BEFORE = "recheck_"
_EVIDENCE_SECONDS = 0.6
RESULTS, PRESSED, FILM = "results.jsonl", "pressed.jsonl", "film"


@dataclass(frozen=True)
class Pool:
    """What all stretches of a run begin with: photos in folders, and a library that has all but the last of these."""

    folder: Path

    @property
    def library(self) -> Path:
        return self.folder / "library"

    @property
    def boxes(self) -> list[Path]:
        return sorted((self.folder / "photos").iterdir())

    @property
    def _list(self) -> Path:
        return self.folder / "photos.json"

    def make(self, seed: int) -> None:
        """Here, as the library remembers where its photos lie."""
        if self._list.is_file():
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        make_library(self.folder)
        dice = random.Random(seed)
        made = []
        for number in range(PHOTOS):
            box = self.folder / "photos" / f"box {number // 80}" / f"listing {number // 8}"
            made.append(make_photo(box / f"{number:04}.png", number, dice))
        self._look_up(80 * (len(self.boxes) - 1))
        self._list.write_text(json.dumps([asdict(one) for one in made]), encoding="utf-8")

    def _look_up(self, count: int) -> None:
        with screen(self.folder / "screen") as on:
            program = Program(on, self.library, self.boxes[:-1])
            try:
                for _ in range(MOST_TURNS):
                    time.sleep(1)
                    with contextlib.suppress(sqlite3.OperationalError):
                        if rows_in(self.library, "SELECT count(DISTINCT photo_sha256) FROM lookups")[0][0] == count:
                            return
                raise TimeoutError("the photos of a new run were not looked up")
            finally:
                program.end()

    def read(self) -> dict[str, MadePhoto]:
        rows = json.loads(self._list.read_text(encoding="utf-8"))
        made = (MadePhoto(row["sha256"], row["number"], tuple(map(tuple, row["cards"]))) for row in rows)
        return {one.sha256: one for one in made}


def rows_in(library: Path, sql: str, values: Sequence[str] = ()) -> list[Any]:
    with contextlib.closing(sqlite3.connect(library / "labels.db")) as file:
        return file.execute(sql, values).fetchall()


class Program:
    """The real program on a screen; opened again where a key has closed it."""

    def __init__(self, on: Screen, library: Path, boxes: Sequence[Path], *, unripe: bool = False) -> None:
        self._on, self._library, self._boxes = on, library, boxes
        self._module = "tests.lab.unripe_window" if unripe else "karuta"
        self.starts = 0
        self._begin()

    def _begin(self) -> None:
        self.starts += 1
        folders = [] if self.starts > 1 else [str(box) for box in self._boxes]
        words = [sys.executable, "-m", self._module, "--library", str(self._library), "gui", *folders]
        log = (self._on.folder / "program.log").open("ab")
        self._process = subprocess.Popen(words, env=self._on.environment, stdout=log, stderr=log)

    def await_photo(self, frames: Frames) -> None:
        """Until a photo with its matches is on the desk."""
        until = time.monotonic() + _PATIENCE
        while (seen := see(frames.look())).photo is None or not seen.rows:
            if time.monotonic() > until:
                raise TimeoutError("the window did not show a photo")
            time.sleep(0.2)

    def look_after(self, frames: Frames) -> None:
        if self._process.poll() is not None:
            self._begin()
            self.await_photo(frames)

    def end(self) -> None:
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(20)
        self._process.kill()
        self._process.wait()


@contextlib.contextmanager
def filmed(on: Screen, film: Path) -> Iterator[None]:
    words = [sys.executable, "-m", "tests.lab.real_screen", str(on.folder), str(film), str(FRAME_SECONDS)]
    camera = subprocess.Popen(words)
    try:
        yield
    finally:
        camera.terminate()
        camera.wait()


def play(folder: Path, pool: Pool, *, seed: int, count: int, unripe: bool) -> int:
    """So many keys on a display of its own; the film and the keys with their times lie in `folder` then.

    How often the program was begun.
    """
    shutil.copytree(pool.library, folder / "library")
    with screen(folder / "screen") as on, (folder / PRESSED).open("w", encoding="utf-8") as out:
        frames, keys = Frames(on.folder), Keys(on.display)
        keys.put_pointer_away()
        program = Program(on, folder / "library", pool.boxes[-1:], unripe=unripe)
        try:
            program.await_photo(frames)
            with filmed(on, folder / FILM):
                come_first()
                await_film(folder / FILM)
                for number, burst in enumerate(Dice(seed).bursts()):
                    if count <= 0:
                        break
                    if number % 4 == 0:
                        program.look_after(frames)
                        for key in put_right(frames):
                            press(keys, key, out)
                    due = time.monotonic()
                    for stroke in burst:
                        due = max(due + stroke.after, time.monotonic())
                        time.sleep(max(0.0, due - time.monotonic()))
                        press(keys, stroke.key, out)
                    count -= len(burst)
                time.sleep(2)
        finally:
            program.end()
    return program.starts


def decisions_in(library: Path, photos: dict[str, MadePhoto], *, offset: float) -> list[Decision]:
    """What the window stored, an action a decision. `offset`: what the clock of keys has more than that of labels."""
    kinds = [kind for plain in sorted(DECIDES | STRIKES) for kind in (plain, _BEFORE + plain)]
    marks = ", ".join("?" * len(kinds))
    rows = rows_in(
        library,
        f"""SELECT action_id, time, kind, photo_sha256, sighting_id, corners, card_id, printing, shown FROM events
        WHERE source = 'window' AND kind IN ({marks}) AND (kind <> 'skip' OR sighting_id <> '') ORDER BY id""",
        kinds,
    )
    actions: dict[str, list[Any]] = {}
    for row in rows:
        actions.setdefault(row[0], []).append(row)
    found = []
    for events in actions.values():
        kind = events[0][2]
        # Cut off after the milliseconds.
        at = datetime.fromisoformat(events[-1][1]).timestamp() + 0.001 + offset
        cards = tuple(_about(photos[event[3]], *event[4:]) for event in events)
        plain = Kind(kind.removeprefix(_BEFORE))
        is_printed = any(event[7] for event in events)
        found.append(Decision(at, plain, cards, has_printing=is_printed, blind=kind.startswith(_BEFORE)))
    return found


def _about(photo: MadePhoto, sighting: str, corners: str, card: str | None, printing: object, shown: str) -> About:
    del printing
    there = None
    if sighting:
        points = np.array([float(value) for value in corners.split()]).reshape(4, 2)
        there = photo.card_at(*points.mean(axis=0)) if photo.cards else None
    listed = tuple(int(row["card_id"]) for row in json.loads(shown or "[]"))
    return About(photo.number, there, int(card) if card else None, listed)


def await_film(film: Path) -> None:
    """Until the camera has looked for a while."""
    for _ in range(MOST_TURNS):
        time.sleep(0.1)
        if film.is_file() and film.stat().st_size:
            break
    time.sleep(0.5)


def put_right(frames: Frames) -> Sequence[str]:
    """Keys of a person who sees that no photo is there any more: what lies over it goes, or the filter."""
    for wait in (0.0, 0.3):
        time.sleep(wait)
        if (seen := see(frames.look())).photo is not None:
            return ()
    is_comparing = bool(seen.rows) and not seen.is_dialog
    return ("c", "0") if is_comparing else ("Escape", "Escape", "BackSpace")


def play_edges(folder: Path, pool: Pool, *, count: int) -> list[float]:
    """So many keys, each 0.05 or 0.2 s after the screen showed another photo; which it was each time."""
    shutil.copytree(pool.library, folder / "library")
    after = [EARLY, LATE] * count
    with screen(folder / "screen") as on, (folder / PRESSED).open("w", encoding="utf-8") as out:
        frames, keys = Frames(on.folder), Keys(on.display)
        keys.put_pointer_away()
        program = Program(on, folder / "library", pool.boxes[-1:], unripe=True)
        try:
            program.await_photo(frames)
            with filmed(on, folder / FILM):
                come_first()
                await_film(folder / FILM)
                for seconds in after:
                    last = see(frames.look())
                    pressed = press(keys, "s", out)
                    while not is_another(see(frames.look()), last):
                        if time.monotonic() > pressed + 3:
                            pressed = press(keys, "s", out)
                        time.sleep(0.002)
                    time.sleep(seconds)
                    press(keys, "n", out)
                    time.sleep(1.0)
        finally:
            program.end()
    return after


def is_another(seen: Seen, last: Seen) -> bool:
    """Another photo is there, with its card and its matches."""
    return seen.photo not in (None, last.photo) and seen.crop not in (None, last.crop) and bool(seen.rows)


def press(keys: Keys, key: str, out: TextIO) -> float:
    """When it went down."""
    before, after = keys.press(key, held=0.012)
    row = {"key": key, "before": before, "after": after, "wall": time.time(), "monotonic": time.monotonic()}
    out.write(json.dumps(row) + "\n")
    return after


@dataclass
class Result:
    """Of one stretch. `keys`: how often each was pressed. `exact`: by how many milliseconds a key's time is not known;
    `between`: milliseconds between two looks. `least`: of right decisions, how long they had been there, under 0.3 s.
    """

    seed: int
    keys: int
    decisions: int
    starts: int
    outcomes: dict[str, int]
    whys: dict[str, int]
    wrong: list[str]
    exact: list[float] = field(default_factory=list)
    between: list[float] = field(default_factory=list)
    least: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Filmed:
    """What a stretch left: keys, what the screen showed, and each decision as it is judged."""

    keys: list[Pressed]
    looked: list[Looked]
    found: list[tuple[Decision, Judgement]]


def read_film(folder: Path, pool: Pool) -> Filmed:
    rows = [json.loads(line) for line in (folder / PRESSED).read_text(encoding="utf-8").splitlines()]
    keys = [Pressed(row["key"], row["before"], row["after"]) for row in rows]
    looked: list[Looked] = []
    for look in looks(folder / FILM):
        seen = see(look.frame) if look.has_changed else looked[-1].seen
        looked.append(Looked(look.began, look.ended, seen))
    offset = float(np.median([row["monotonic"] - row["wall"] for row in rows]))
    decisions = decisions_in(folder / "library", pool.read(), offset=offset)
    judge = Judge(keys, looked)
    return Filmed(keys, looked, [(decision, judge.judge(decision)) for decision in decisions])


def judged(folder: Path, pool: Pool, *, seed: int, starts: int, evidence: Path) -> Result:
    film = read_film(folder, pool)
    keys, looked, found = film.keys, film.looked, film.found
    texts = []
    for number, (decision, judgement) in enumerate(found):
        if judgement.key is None or not (judgement.outcome is Outcome.WRONG or judgement.why == LATE_OR_WRONG):
            continue
        words, kept = _words(decision, judgement, keys), evidence / f"{seed}-{number}"
        keep_frames(folder / FILM, kept, judgement.key.before)
        (kept / "words.txt").write_text(words, encoding="utf-8")
        texts.extend([words] if judgement.outcome is Outcome.WRONG else [])
    ended = np.array([look.ended for look in looked])
    return Result(
        seed=seed,
        keys=len(keys),
        decisions=len(found),
        starts=starts,
        outcomes=dict(Counter(str(judgement.outcome) for _, judgement in found)),
        whys=dict(Counter(f"{one.outcome}: {one.why.partition(': not on')[0]}" for _, one in found)),
        wrong=texts,
        exact=_spread([1000 * (key.after - key.before) for key in keys]),
        between=_spread((1000 * np.diff(ended)).tolist()),
        least=[round(one.least, 4) for _, one in found if one.outcome is Outcome.RIGHT and one.least < 0.3],
    )


def _spread(values: Sequence[float]) -> list[float]:
    """Median, the 99th of a hundred, the largest."""
    return [round(float(np.quantile(values, share)), 2) for share in (0.5, 0.99, 1.0)] if len(values) else []


def _words(decision: Decision, judgement: Judgement, keys: Sequence[Pressed]) -> str:
    key = judgement.key
    assert key is not None
    around = [one for one in keys if -2.5 < one.before - key.before < 0.3]
    pressed = " ".join(f"{one.key}@{1000 * (one.before - key.before):+.0f}" for one in around)
    times = f"{1000 * judgement.least:.0f} to {1000 * judgement.most:.0f} ms"
    stored = f"stored {1000 * (decision.at - key.before):+.0f} ms"
    return f"{judgement.why}; {key.key}, on the screen for {times}, {stored}; {decision}; keys: {pressed}"


def keep_frames(film: Path, out: Path, at: float) -> None:
    """As PNG what was on the screen before and after this moment, with the milliseconds in the files' names."""
    out.mkdir(parents=True, exist_ok=True)
    last: Frame | None = None
    for look in looks(film):
        if look.began > at + _EVIDENCE_SECONDS / 2:
            break
        if look.has_changed and look.began > at - _EVIDENCE_SECONDS:
            if last is not None:
                _save(last, out / "before.png")
                last = None
            _save(look.frame, out / f"{1000 * (look.began - at):+05.0f}.png")
        elif look.began <= at - _EVIDENCE_SECONDS:
            last = look.frame.copy()


def _save(frame: Frame, path: Path) -> None:
    Image.fromarray(np.stack([frame >> 16, frame >> 8 & 0xFF, frame & 0xFF], axis=-1).astype(np.uint8)).save(path)


def stretch(run: Path, *, seed: int, count: int, unripe: bool) -> Result:
    """One seed in a folder that goes when it is judged."""
    pool = Pool(run / "pool")
    with tempfile.TemporaryDirectory(prefix=f"real-hand-{seed}-") as name:
        starts = play(Path(name), pool, seed=seed, count=count, unripe=unripe)
        return judged(Path(name), pool, seed=seed, starts=starts, evidence=run / "wrong")


def edges(run: Path, *, count: int) -> int:
    """Tells how often the judge was right about keys that were known to be too early, or late enough."""
    pool = Pool(run / "pool")
    with tempfile.TemporaryDirectory(prefix="real-hand-edges-") as name:
        after = play_edges(Path(name), pool, count=count)
        film = read_film(Path(name), pool)
    pressed = [key for key in film.keys if key.key == "n"]
    found = {judgement.key: judgement.outcome for _, judgement in film.found if judgement.key is not None}
    for seconds, meant in ((EARLY, Outcome.WRONG), (LATE, Outcome.RIGHT)):
        outcomes = [found[key] for key, one in zip(pressed, after, strict=True) if one == seconds and key in found]
        figures.share(f"keys {1000 * seconds:.0f} ms after a change are {meant}", outcomes.count(meant), len(outcomes))
        print(Counter(map(str, outcomes)))
    return 0


@contextlib.contextmanager
def busy(loops: int) -> Iterator[None]:
    """Beside everything: loops that want a core each."""
    words = [sys.executable, "-c", "while True: pass"]
    processes = [subprocess.Popen(words) for _ in range(loops)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


class Run:
    """Stretches side by side until there are enough keys."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self._asked = asked
        self.folder: Path = asked.resume
        self.folder.mkdir(parents=True, exist_ok=True)
        Pool(self.folder / "pool").make(asked.seed)
        self._lock = threading.Lock()
        self.results = [Result(**row) for row in self._lines()]
        self._begun = {result.seed for result in self.results}
        self._under_way = self._lost = 0
        self._processes: list[subprocess.Popen[str]] = []

    def _lines(self) -> list[dict[str, Any]]:
        path = self.folder / RESULTS
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []

    def work(self) -> None:
        while (seed := self._next()) is not None:
            words = ["--one", str(seed), "--stretch", str(self._asked.stretch), "--resume", str(self.folder)]
            command = [sys.executable, "-m", "tests.lab.real_hand", *words, *["--unripe"] * self._asked.unripe]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            self._processes.append(process)
            told, _ = process.communicate()
            with self._lock:
                self._under_way -= self._asked.stretch
                if process.returncode:
                    print(f"seed {seed} did not come to its end", flush=True)
                    self._lost += 1
                    continue
                self._keep(Result(**json.loads(told.splitlines()[-1])))

    def end(self) -> None:
        """What is under way is left; it begins anew when the run goes on."""
        self._lost = MOST_LOST
        for process in self._processes:
            process.terminate()

    def _next(self) -> int | None:
        with self._lock:
            enough = sum(result.keys for result in self.results) + self._under_way >= self._asked.keys
            if enough or self._lost >= MOST_LOST:
                return None
            seed = next(seed for seed in range(self._asked.seed, sys.maxsize) if seed not in self._begun)
            self._begun.add(seed)
            self._under_way += self._asked.stretch
            return seed

    def _keep(self, result: Result) -> None:
        self.results.append(result)
        with (self.folder / RESULTS).open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(result)) + "\n")
        keys = sum(one.keys for one in self.results)
        print(f"seed {result.seed}: {result.keys} keys, {result.outcomes}; {keys} keys in all", flush=True)
        for text in result.wrong:
            print(f"  WRONG: {text}", flush=True)


def tell(results: Sequence[Result]) -> int:
    outcomes, whys, keys = Counter[str](), Counter[str](), 0
    for result in results:
        outcomes.update(result.outcomes)
        whys.update(result.whys)
        keys += result.keys
    for why, count in whys.most_common():
        print(f"{count:6} {why}")
    wrong, decisions = outcomes[Outcome.WRONG], outcomes.total()
    undecided = outcomes[Outcome.NEAR] + outcomes[Outcome.UNJUDGED]
    figures.share("real keys in bursts: a label of what was not on the screen for 0.1 s", wrong, keys, most=0)
    figures.share("of what they decided: the frames cannot tell", undecided, decisions)
    figures.spread("between two looks at the screen", [result.between[0] for result in results], "ms")
    figures.spread("between two looks, the worst of a hundred", [result.between[1] for result in results], "ms")
    figures.spread("a key's time is exact to, the worst of a hundred", [one.exact[1] for one in results], "ms")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", type=Path, default=Path("real-hand"))
    parser.add_argument("--stretch", type=int, default=800)
    parser.add_argument("--displays", type=int, default=1)
    parser.add_argument("--loops", type=int, default=2)
    parser.add_argument("--unripe", action="store_true")
    parser.add_argument("--edges", type=int, default=0)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    # Whatever was begun ends with it.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    if asked.one is not None:
        print(json.dumps(asdict(stretch(asked.resume, seed=asked.one, count=asked.stretch, unripe=asked.unripe))))
        return 0
    run = Run(asked)
    if asked.edges:
        with busy(asked.loops):
            return edges(run.folder, count=asked.edges)
    with busy(asked.loops):
        workers = [threading.Thread(target=run.work) for _ in range(asked.displays)]
        try:
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        finally:
            run.end()
    return tell(run.results)


if __name__ == "__main__":
    sys.exit(main())
