"""The steps that `power_cut` records: what each does, by which word it promises, and what must be there after it."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.conftest import photo
from tests.lab.train_kill import make
from tests.labelling import ANNA, ToldRecogniser, draw_photo, find_card, put_photo
from tests.learning import RESOURCES, candidate, slightly
from tests.next_version import next_version

from karuta.domain.errors import LibraryError
from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.labels.confirm import ConfirmRequest, confirm_photo
from karuta.services.labels.decide import Choice, decide
from karuta.services.library.open_library import open_for_reading
from karuta.services.lookups.add_photos import add_photos, keep_pasted
from karuta.services.models.active_model import active_model
from karuta.store import database as door
from karuta.store.backups import back_up, backups_of
from karuta.store.database import Database, Schema
from karuta.store.label_file import LabelFile, has_labels
from karuta.store.label_guard import LabelsAstray
from karuta.store.picture_files import crop_file

BULK = 120
NEW = "twin"
GUARDS = ("extra", "folders")
"""What `--without` can take out."""


@dataclass(frozen=True)
class Place:
    """A folder with photos, a library and what is exported from it."""

    folder: Path

    @property
    def library(self) -> LibraryFolder:
        return LibraryFolder(self.folder / "library")


Dump = dict[str, list[tuple[Any, ...]]]


def dump(path: Path) -> Dump:
    """All rows of all tables as the next program finds them, a hot journal rolled back. Empty without the file."""
    if not path.is_file():
        return {}
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        (said,) = file.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            raise ValueError(f"{path.name} is damaged: {said}")
        tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        version = {"version": file.execute("PRAGMA user_version").fetchall()} if tables else {}
        return version | {table: sorted(file.execute(f'SELECT * FROM "{table}"'), key=repr) for table in tables}


def labels(place: Place) -> Dump:
    return dump(place.library.labels_db)


def events_alone(now: Dump, before: Dump, after: Dump) -> bool:
    """An action is there or not. Photos and lookups that it needs are kept before it, one by one."""
    return now.get("events", []) in (before.get("events", []), after["events"])


def one_or_other(now: object, before: object, after: object) -> bool:
    return now in (before, after)


def nothing_wrong(place: Place) -> list[str]:
    del place
    return []


def pictures_gone(place: Place) -> list[str]:
    """Crops that a sighting cites, and pasted photos, that are not there or are not what they were."""
    kept = labels(place)
    if not kept:
        return []
    with closing(sqlite3.connect(place.library.labels_db)) as file:
        crops = [row[0] for row in file.execute("SELECT crop_sha256 FROM sightings WHERE crop_sha256 IS NOT NULL")]
        places = [row[0] for row in file.execute("SELECT path FROM places")]
    faults = taken_for_another(place)
    if any(not _is(crop_file(place.library, crop), crop) for crop in crops):
        faults.append("a crop that is cited is not there")
    pasted = [place.library.root / path for path in places if path.startswith("photos/")]
    if any(not _is(path, path.stem) for path in pasted):
        faults.append("a pasted photo that is cited is not there")
    return faults


def taken_for_another(place: Place) -> list[str]:
    """What is remembered outside the file must not be ahead of it: a person would be asked to choose a backup."""
    try:
        has_labels(place.library)
    except LabelsAstray as error:
        return [f"the label file is refused: {error.kind}"]
    except LibraryError:
        pass
    return []


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


@dataclass(frozen=True)
class Step:
    """`do`: in a process of its own; `word`: the output that promises; `seen`: what was promised, as it is now."""

    do: Callable[[Place], object]
    word: bytes = b"saved"
    begins_with: str = "labels"
    seen: Callable[[Place], Any] = labels
    is_between: Callable[[Any, Any, Any], bool] = events_alone
    faults: Callable[[Place], list[str]] = pictures_gone


def karuta(*arguments: str) -> Callable[[Place], None]:
    """The real command line, in this process; `{}` is the place's folder."""

    def run(place: Place) -> None:
        from karuta.bootstrap import run

        given = [argument.format(place.folder) for argument in arguments]
        assert run(["--library", str(place.library.root), *given]) == 0, given

    return run


def begin(place: Place) -> None:
    request = ConfirmRequest(place.folder / "shots" / "new.png", "1")
    confirm_photo(place.library, request, origin=ANNA, find_card=find_card, recognise=ToldRecogniser())


def bulk(place: Place) -> None:
    with LabelFile.open_writing(place.library) as file:
        wanted = file.rows("SELECT photo_sha256, id FROM sightings ORDER BY id DESC LIMIT ?", [BULK])
        decide(file, [Choice(photo, Kind.UNKNOWN, sighting) for photo, sighting in wanted], ANNA)


def paste(place: Place) -> None:
    data = (place.folder / "shots" / "new.png").read_bytes()
    with LabelFile.open_writing(place.library) as file:
        list(add_photos(file, [keep_pasted(place.library, data, suffix=".png")]))


def migrate(place: Place) -> None:
    LabelFile.open_writing(place.library, schema=next_version()).close()


def copy(place: Place) -> None:
    back_up(place.library.labels_db, place.library.backups, "label file")


def restore(place: Place) -> None:
    oldest = backups_of(place.library.labels_db, place.library.backups)[0]
    karuta("restore", oldest.name)(place)


def migrated_without_copy(place: Place) -> list[str]:
    if labels(place)["version"] == [(next_version().version,)] and not copies(place):
        return ["migrated, and no copy of the older file"]
    return pictures_gone(place)


def copies(place: Place) -> list[Dump]:
    """What is in the backups; one that is damaged is an error."""
    return [dump(path) for path in backups_of(place.library.labels_db, place.library.backups)]


def exported(place: Place) -> dict[str, bytes]:
    out = place.folder / "out"
    files = [path for path in (out.rglob("*") if out.is_dir() else [out]) if path.is_file()]
    return {str(path.relative_to(place.folder)): path.read_bytes() for path in files}


def answering(place: Place) -> str | None:
    active = active_model(place.library)
    return active.name if active else None


def answers_wrong(place: Place) -> list[str]:
    opened = open_for_reading(place.library, RESOURCES)
    return [f"the model that answers: {opened.warning}"] if opened.warning else []


_EXPORTING = ("labels", "export", "{}/out", "--force", "--format")
STEPS: dict[str, Step] = {
    "first": Step(begin, begins_with="photos"),
    "confirm": Step(karuta("confirm", "{}/shots/new.jpg", "3"), word=b"Saved"),
    "undo": Step(karuta("undo"), word=b"Undone"),
    "bulk": Step(bulk),
    "import": Step(karuta("labels", "import", "{}/shots/more.csv"), word=b" added"),
    "paste": Step(paste),
    "migration": Step(migrate, faults=migrated_without_copy),
    "backup": Step(copy, seen=copies, is_between=one_or_other, faults=nothing_wrong),
    "restore": Step(restore, b"Restored", "backup", is_between=one_or_other),
    "export": Step(
        karuta(*_EXPORTING, "csv"), b"written to", "csv", seen=exported, is_between=one_or_other, faults=nothing_wrong
    ),
    "folder": Step(
        karuta(*_EXPORTING, "folders"), b"written", "folder", exported, is_between=one_or_other, faults=nothing_wrong
    ),
    "promotion": Step(
        karuta("model", "promote", NEW, "--force", "--crops", "10"),
        word=b"is now active",
        seen=answering,
        is_between=one_or_other,
        faults=answers_wrong,
    ),
    "rollback": Step(
        karuta("model", "rollback"),
        b"is active again",
        "promoted",
        answering,
        is_between=one_or_other,
        faults=answers_wrong,
    ),
}


def prepare(folder: Path) -> dict[str, Place]:
    """The places that the steps begin with."""
    place = Place(folder / "labels")
    place.folder.mkdir()
    make(place.folder)
    shots = place.folder / "shots"
    photo(shots / "new.jpg", 103)
    draw_photo(shots / "new.png", 7)
    rows = [f"{photo(shots / f'{seed}.jpg', seed).name},{seed - 100}" for seed in range(104, 110)]
    (shots / "more.csv").write_text("\n".join(["photo,card_id", *rows, ""]), encoding="utf-8")
    with LabelFile.open_writing(place.library) as file:
        for number in range(BULK):
            put_photo(file, draw_photo(shots / "drawn" / f"{number}.png", 1000 + number))
    candidate(place.library, NEW, change=slightly)
    made = {"labels": place}
    for name in ("photos", "csv", "folder", "promoted", "backup"):
        made[name] = Place(folder / name)
        shutil.copytree(place.folder, made[name].folder)
    shutil.rmtree(made["photos"].library.root)
    (made["csv"].folder / "out").write_text("an older export\n", encoding="utf-8")
    karuta(*_EXPORTING, "folders")(made["folder"])
    karuta("undo")(made["folder"])
    karuta("model", "promote", NEW, "--force", "--crops", "10")(made["promoted"])
    for kept in backups_of(place.library.labels_db, made["backup"].library.backups):
        kept.unlink()
    copy(made["backup"])
    karuta("confirm", "{}/shots/new.jpg", "3")(made["backup"])
    return made


def run_child(step: str, place: Place, *, without: tuple[str, ...]) -> int:
    """Do one step as its process does it, with a guard out where it is asked for."""
    if "folders" in without:
        _flush_no_folder()
    if "extra" in without:
        _write_with_full()
    STEPS[step].do(place)
    print("saved", flush=True)
    return 0


def _flush_no_folder() -> None:
    flush = os.fsync

    def fsync(fd: Any) -> None:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            flush(fd)

    os.fsync = fsync


def _write_with_full() -> None:
    connect = door._connect

    def connected(path: Path, mode: str, schema: Schema) -> Database:
        database = connect(path, mode, schema)
        database.execute("PRAGMA synchronous=FULL")
        return database

    door._connect = connected
