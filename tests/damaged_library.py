"""A library with every kind of file of ours in it, and for each kind the commands that read it; see `damage`."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import random
import shutil
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from karuta import bootstrap, paths
from karuta.cli import output
from karuta.engine.model import CARD, SEAL
from karuta.paths import LibraryFolder
from karuta.settings import Settings, write_settings
from tests.damage import damaged
from tests.e2e.conftest import pack, photo

LABELS = 20
QUICK = ("--steps", "2", "--simulated", "0")
STOPPED = ("--steps", "30", "--simulated", "0", "--seed", "5")
DOCTOR = ("doctor", "--json")
Command = tuple[str, ...]


@dataclass(frozen=True)
class FileKind:
    """One kind of file, and what reads it, the quickest first. `check`: what `doctor` calls it, if it does.

    `sealed`: a model's card is damaged with its seal on it; without, as it was before there were seals, damage gets
    further than that hash.
    """

    name: str
    path: Path
    commands: tuple[Command, ...]
    check: str | None
    sealed: bool = True

    @property
    def sound(self) -> bytes:
        whole = self.path.read_bytes()
        if self.sealed:
            return whole
        card = json.loads(whole)
        del card[SEAL]
        return json.dumps(card).encode()


@dataclass(frozen=True)
class Ran:
    """How one command went on a damaged file."""

    command: Command
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
        if self.code == 1 and self.command != DOCTOR and not self.err.strip().endswith((".", ")")):
            return "no sentence"
        return None

    @property
    def is_told(self) -> bool:
        """Whether it said that something is wrong."""
        return self.code == 1 or "damaged" in self.err


@dataclass(frozen=True)
class DamagedLibrary:
    """`library` and `settings`, the folder with the settings, which can both be put back as they were."""

    library: LibraryFolder
    settings: Path
    spare: Path
    kinds: tuple[FileKind, ...]

    def run(self, command: Sequence[str]) -> Ran:
        return run(self.library, command)

    def damage(self, kind: FileKind, seed: int) -> None:
        kind.path.write_bytes(damaged(kind.sound, random.Random(f"{kind.name} {seed}")))

    def put_back(self) -> None:
        """Whatever was damaged, and whatever commands made of it."""
        for place, spare in ((self.library.root, self.spare / "library"), (self.settings, self.spare / "settings")):
            there, wanted = _stamps(place), _stamps(spare)
            for name in there.keys() - wanted.keys():
                (place / name).unlink()
            for name, stamp in wanted.items():
                if there.get(name) != stamp:
                    (place / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(spare / name, place / name)


def build_library(place: Path) -> DamagedLibrary:
    """Drawn cards, labels of most of them, a trained model promoted over the shipped one, a training that stopped."""
    cards, shots = pack(place / "cards"), place / "shots"
    shots.mkdir(parents=True)
    rows = [f"{photo(shots / f'{seed}.jpg', seed).name},{seed}" for seed in range(1, LABELS + 1)]
    (shots / "truth.csv").write_text("\n".join(["photo,card_id", *rows, ""]), encoding="utf-8")
    library = LibraryFolder(place / "library")
    _done(library, "catalogue", "add", str(cards))
    _done(library, "labels", "import", str(shots / "truth.csv"), "--annotator", "anna")
    _done(library, "train", *QUICK)
    (trained,) = (path for path in library.models.iterdir() if "-head-" in path.name)
    _done(library, "model", "promote", trained.name, "--force", "--crops", "4")
    _stop_a_training(library)
    _convenience_files(library)
    settings, spare = paths.settings_file().parent, place / "spare"
    shutil.copytree(library.root, spare / "library")
    shutil.copytree(settings, spare / "settings")
    return DamagedLibrary(library, settings, spare, _kinds(library, trained))


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


def _stop_a_training(library: LibraryFolder) -> None:
    told: Any = output.json_line

    def stop_at_the_judging(value: dict[str, Any]) -> None:
        told(value)
        if value["event"] == "judged" and value["step"]:
            signal.raise_signal(signal.SIGINT)

    with mock.patch.object(output, "json_line", stop_at_the_judging):
        ran = run(library, ("train", *STOPPED, "--json"))
    assert ran.code == 130 and "resumes from there" in ran.err, ran.err


def _convenience_files(library: LibraryFolder) -> None:
    write_settings(paths.settings_file(), Settings(annotator="anna", keys={"skip": ("X",)}))
    view = {"order": "stack", "states": [], "verdicts": ["sure"], "batch": "b", "listing": None}
    said = {
        library.queue_view: {**view, "without_sighting": False},
        library.kept_queries: {"queries": [{"name": "hard", "words": "is:unsure"}]},
        library.watched_json: {"folder": str(library.root.parent), "device": "elsewhere", "before": ["1.jpg"]},
        paths.settings_file().with_name("window.json"): {"place": "", "columns": {"desk": [300, 400]}},
        library.root / "window.notes" / "0.json": {"photos": [str(library.root.parent / "shots" / "1.jpg")]},
    }
    for path, values in said.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")


def _kinds(library: LibraryFolder, trained: Path) -> tuple[FileKind, ...]:
    place = library.root.parent
    lookup = ("lookup", str(place / "shots" / "1.jpg"), "--json")
    window = ("gui", "--screenshot", str(place / "window.png"))
    (shipped,) = (path for path in library.models.iterdir() if path.is_dir() and path != trained)
    compare = ("model", "compare", shipped.name, trained.name)
    models: tuple[Command, ...] = (("model", "list"), ("model", "show", "--json"), ("index", "info"))
    wide = (*models, ("model", "show"), lookup, compare, ("model", "rollback"), ("index", "rebuild"))
    train = ("train", *QUICK)
    (index,) = (path.parent for path in library.index.glob("*/manifest.json"))
    (state,) = library.training.glob("runs/*/state")
    (shown,) = library.standard_tests.glob("*.shown")
    standard = (*compare, "--standard", "--crops", "4")
    (features, *_) = sorted(library.training.glob("features/*/*"))
    settings = paths.settings_file()
    return (
        FileKind("manifest.json", index / "manifest.json", (("index", "info"), lookup), "index"),
        FileKind("the index's vectors", next(index.glob("*.npy")), (("index", "info"), lookup), "index"),
        FileKind("the index's list", next(index.glob("*.txt")), (("index", "info"), lookup), "index"),
        FileKind("active.json", library.models / "active.json", wide, "models"),
        FileKind("model.json", trained / CARD, wide, "models"),
        FileKind("model.json without a seal", trained / CARD, (*wide, train), "models", sealed=False),
        FileKind("another model.json", shipped / CARD, (*models, ("model", "rollback"), compare), "models"),
        FileKind("another model.json without a seal", shipped / CARD, (*models, compare), "models", sealed=False),
        FileKind("projection.npy", trained / "projection.npy", (("model", "list"), lookup), "models"),
        FileKind("golden.npy", trained / "golden.npy", (("model", "list"), lookup), "models"),
        FileKind("learned_from.txt", trained / "learned_from.txt", (compare, train), "models"),
        FileKind("what the standard test keeps", shown, (standard,), None),
        FileKind("features", features, (train,), None),
        FileKind("the state of a training", state, (("train", *STOPPED),), None),
        FileKind("settings.json", settings, (lookup, window), "settings"),
        FileKind("queue-view.json", library.queue_view, (window,), "queue-view"),
        FileKind("kept-queries.json", library.kept_queries, (window,), "kept-queries"),
        FileKind("watched.json", library.watched_json, (window,), "watched"),
        FileKind("window.json", settings.with_name("window.json"), (window,), None),
        FileKind("a note to the window", library.root / "window.notes" / "0.json", (window,), None),
    )


def _stamps(place: Path) -> dict[str, tuple[int, int]]:
    return dict(_each_stamp(place))


def _each_stamp(place: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    for path in place.rglob("*"):
        if path.is_file():
            status = path.stat()
            yield path.relative_to(place).as_posix(), (status.st_size, status.st_mtime_ns)
