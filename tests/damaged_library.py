"""A small library whose files are damaged one at a time: what doctor says, what the repair leaves, what is answered."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from karuta import bootstrap
from karuta.paths import LibraryFolder
from karuta.store.shots import ShotFile
from tests.damage import damaged
from tests.e2e.conftest import pack, photo

WAYS = ("flips", "cut", "zeros", "gone")
# Of JSON, instead: sound JSON with other values, or none that can be borne.
OTHER_VALUES = "other values"
# How often each is damaged: most of what may go wrong lies in the catalogue.
PLACES = {
    "catalogue.db": 8,
    "index": 2,
    "models": 3,
    "artworks": 2,
    "reliefs": 1,
    "siblings": 1,
    "crops": 1,
    "thumbnails": 1,
    "shots.db": 1,
}
# What a repair or another addition may change without changing an answer.
_CHANGING = frozenset({"timings_ms", "added", "time", "seconds", "source", "same", "cards", "artworks", "additions"})


@dataclass(frozen=True)
class Ran:
    """How one command went on a damaged file."""

    command: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str | None:
        """What is wrong with how it ended: a traceback, another exit code, no sentence."""
        if self.code not in (0, 1):
            return f"exit code {self.code}"
        for word in ("Traceback", "please report it", "Warning:"):
            if word in self.err:
                return word
        if self.code == 1 and self.command[0] != "doctor" and not self.err.strip().endswith((".", ")")):
            return "no sentence"
        return None


@dataclass(frozen=True)
class Mended:
    """What became of one damage. `wrong`: each promise that was broken; `end`: `as before` or `source named`."""

    seed: int
    place: str
    way: str
    seen: bool = False
    end: str = ""
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class TinyLibrary:
    """`sources`: the folders that made its packs. `sound`: what it answered before any damage."""

    library: LibraryFolder
    spare: Path
    sources: tuple[Path, ...]
    asked: tuple[tuple[str, ...], ...]
    sound: dict[tuple[str, ...], str] = field(default_factory=dict)

    def run(self, *command: str) -> Ran:
        return run(self.library, command)

    def answers(self) -> dict[tuple[str, ...], str]:
        return {command: _answer(self.run(*command)) for command in self.asked}

    def put_back(self) -> None:
        shutil.rmtree(self.library.root)
        shutil.copytree(self.spare, self.library.root)

    def damage(self, seed: int) -> tuple[str, str]:
        """Damages one file, always the same by the same seed. Returns which, and how."""
        lot = random.Random(f"mended {seed}")
        (place,) = lot.choices(list(PLACES), list(PLACES.values()))
        where = self.library.root / place
        files = [where] if where.is_file() else sorted(path for path in where.rglob("*") if path.is_file())
        path, way = lot.choice(files), lot.choice(WAYS)
        if path.suffix == ".json" and lot.random() < 0.5:
            way = OTHER_VALUES
            path.write_bytes(damaged(path.read_bytes(), lot))
        elif way == "gone":
            _removed(path, where, lot)
        else:
            path.write_bytes(damaged_bytes(path.read_bytes(), way, lot))
        return path.relative_to(self.library.root).as_posix(), way


def run(library: LibraryFolder, command: Sequence[str]) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    heard = logging.StreamHandler(err)
    logging.getLogger().addHandler(heard)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = bootstrap.run(["--library", str(library.root), *command])
    finally:
        logging.getLogger().removeHandler(heard)
    return Ran(tuple(command), code, out.getvalue(), err.getvalue())


def _done(library: LibraryFolder, *command: str) -> None:
    ran = run(library, command)
    assert ran.code == 0, ran.err


def damaged_bytes(data: bytes, way: str, lot: random.Random) -> bytes:
    if way == "cut":
        return data[: lot.randrange(len(data))]
    if way == "zeros":
        at, long = lot.randrange(len(data)), lot.choice([8, 64, 512, 4096])
        return data[:at] + bytes(min(long, len(data) - at)) + data[at + long :]
    # Half of the flips hit what is not empty: a small database is mostly empty pages.
    written = np.flatnonzero(np.frombuffer(data, np.uint8))
    changed = bytearray(data)
    for _ in range(lot.choice([1, 1, 4, 20])):
        at = int(lot.choice(written)) if lot.random() < 0.5 and len(written) else lot.randrange(len(data))
        changed[at] ^= 1 << lot.randrange(8)
    return bytes(changed)


def _removed(path: Path, where: Path, lot: random.Random) -> None:
    """A file; or the whole folder in which it lies, or all of its kind."""
    what = lot.choice([path, path.parent, where]) if where.is_dir() else path
    if what.is_dir():
        shutil.rmtree(what)
    else:
        what.unlink()


def build_tiny(place: Path) -> TinyLibrary:
    """Two packs of a few drawn cards, a labelled photo, and every kind of cache."""
    place.mkdir(exist_ok=True)
    library, shot = LibraryFolder(place / "library"), photo(place / "1.jpg", 1)
    sources = (pack(place / "first", seeds=range(1, 5)), pack(place / "second", game="more", seeds=range(11, 13)))
    for source in sources:
        _done(library, "catalogue", "add", str(source))
    _done(library, "confirm", str(shot), "ohajiki:1", "--annotator", "anna")
    _done(library, "index", "rebuild")
    ShotFile(library).close()
    asked = (
        ("lookup", str(shot), "--json"),
        ("catalogue", "info", "--json"),
        ("catalogue", "search", "ohajiki", "-k", "9", "--json"),
        ("catalogue", "search", "more", "--json"),
        *(("catalogue", "show", f"ohajiki:{number}", "--json") for number in range(1, 5)),
        *(("catalogue", "show", f"more:{number}", "--json") for number in range(1, 3)),
        ("title", "ohajiki 2", "--json"),
        ("pack", "list", "--json"),
        *(("pack", "show", source.name, "--json") for source in sources),
        ("index", "info", "--json"),
        ("model", "list"),
        ("labels", "export", str(place / "labels.csv"), "--force"),
        *(("catalogue", "add", str(source), "--json") for source in sources),
    )
    spare = place / "spare"
    shutil.copytree(library.root, spare)
    tiny = TinyLibrary(library, spare, sources, asked)
    tiny.sound.update(tiny.answers())
    assert all(answer.startswith("0 ") for answer in tiny.sound.values()), tiny.sound
    tiny.put_back()
    return tiny


def tried(tiny: TinyLibrary, seed: int) -> Mended:
    """One damage: doctor, the repair, and where it names a source, that added again."""
    place, way = tiny.damage(seed)
    try:
        return _tried(tiny, Mended(seed, place, way))
    finally:
        tiny.put_back()


def _tried(tiny: TinyLibrary, begun: Mended) -> Mended:
    wrong: list[str] = []

    def said(*command: str) -> Ran:
        ran = tiny.run(*command)
        if ran.complaint not in (None, "no sentence"):
            wrong.append(f"{' '.join(command)}: {ran.complaint}\n{ran.err[-1500:]}")
        return ran

    seen = said("doctor", "--all", "--json").code != 0
    if not seen:
        wrong += [f"doctor saw nothing: {file}" for file in _differing(tiny)]
        tiny.put_back()
        tiny.damage(begun.seed)
    repaired = said("doctor", "--repair", "--json")
    end = "as before"
    if repaired.code:
        end = "source named"
        advice = [
            finding["advice"] or "" for finding in map(json.loads, repaired.out.splitlines()) if not finding["ok"]
        ]
        named = [source for source in tiny.sources if any(str(source) in text for text in advice)]
        if not named:
            wrong.append(f"not mended, and no source named: {advice}\n{repaired.out[-3000:]}")
        for source in named:
            said("catalogue", "add", str(source), "--json")
        repaired = said("doctor", "--repair", "--json")
        if repaired.code:
            wrong.append(f"still wrong after {len(named)} sources were added again\n{_not_ok(repaired)}")
    if not repaired.code:
        wrong += [f"{end}, then {file}" for file in _differing(tiny)]
    return Mended(begun.seed, begun.place, begun.way, seen, end, tuple(wrong))


def _not_ok(ran: Ran) -> str:
    return "\n".join(line for line in ran.out.splitlines() if not json.loads(line)["ok"])


def _differing(tiny: TinyLibrary) -> Iterator[str]:
    for command, answer in tiny.answers().items():
        if answer != tiny.sound[command]:
            yield f"{' '.join(command)}\n  was {tiny.sound[command][:700]}\n  is  {answer[:700]}"


def _answer(ran: Ran) -> str:
    """Its exit code and what it printed, or wrote, without what may change."""
    if ran.code:
        return f"{ran.code} {ran.out} {ran.err}"
    if ran.command[:2] == ("labels", "export"):
        return f"0 {Path(ran.command[2]).read_text(encoding='utf-8')}"
    if "--json" not in ran.command:
        return f"0 {ran.out}"
    lines = [json.dumps(_steady(json.loads(line)), sort_keys=True) for line in ran.out.splitlines()]
    return f"0 {sorted(lines) if ran.command[:2] == ('pack', 'list') else lines}"


def _steady(value: Any) -> Any:
    """A pack that was added again is the newest; sums of vectors computed anew differ in their last digits."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict) and "packs" in value:
        value = {**value, "packs": sorted(value["packs"], key=str)}
    if isinstance(value, dict):
        return {key: _steady(one) for key, one in value.items() if key not in _CHANGING}
    return [_steady(part) for part in value] if isinstance(value, list) else value


def table(done: Sequence[Mended]) -> str:
    """One line a place: how many damages, how many doctor saw, how they ended, how many promises were broken."""
    lines = ["place | damages | seen by doctor | as before | source named | wrong"]
    for place in PLACES:
        of = [mending for mending in done if mending.place.split("/")[0] == place]
        ends = (sum(mending.end == end for mending in of) for end in ("as before", "source named"))
        numbers = (len(of), sum(mending.seen for mending in of), *ends, sum(bool(mending.wrong) for mending in of))
        lines.append(" | ".join([place, *map(str, numbers)]))
    return "\n".join(lines)
