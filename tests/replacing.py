"""Operations that replace files of a library: the table of them, and how a test runs, kills and repeats each."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import KarutaError
from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_now
from karuta.services.backups.restore import restore
from karuta.services.labels import team, team_events
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.import_labels import import_labels
from karuta.services.library.doctor import repair
from karuta.services.library.keeping.checking import RepairContext
from karuta.services.library.move_library import begin_move, end_move, finish_move
from karuta.services.models.active_model import active_model
from karuta.services.models.promote_model import PromotionRequest, promote_model, roll_back_model
from karuta.store.label_file import LabelFile
from tests.labelling import ANNA, BEN, confirmed, find_card
from tests.learning import RESOURCES, candidate, known_library, silent, slightly
from tests.merging import laptop, merged, places
from tests.postgres import SQL, Postgres

TWIN = "twin"


@dataclass
class Site:
    """What an operation works on, and what was acknowledged: the events that `decide` returned for."""

    folder: Path
    saved: set[str] = field(default_factory=set)

    @property
    def library(self) -> LibraryFolder:
        return LibraryFolder(self.folder / "library")

    @property
    def new(self) -> LibraryFolder:
        """Where a move goes."""
        return LibraryFolder(self.folder / "new place")

    @property
    def other(self) -> LibraryFolder:
        """Ben's, which a merge takes."""
        return LibraryFolder(self.folder / "ben's")

    @property
    def table(self) -> Path:
        """An export, which an import takes."""
        return self.folder / "table.csv"

    @property
    def libraries(self) -> list[LibraryFolder]:
        return [place for place in (self.library, self.new) if place.root.is_dir() and any(place.root.iterdir())]

    def work(self) -> int:
        """Label in every library that lets one; in how many."""
        count = 0
        for library in (place for place in self.libraries if place.labels_db.is_file()):
            with suppress(KarutaError), LabelFile.open_writing(library) as file:
                decide(file, [Choice(places(file)[0][0], Kind.NO_CARD)], ANNA)
                self.saved.add(str(file.value("SELECT max(id) FROM events")))
                count += 1
        return count


def make_site(folder: Path, server: Postgres | None = None) -> Site:
    """A library of drawn cards with two models and backups; Ben's; a table of labels.

    `server`: both are of one team there, to which Ben has sent his labels.
    """
    site = Site(folder)
    made = known_library(folder / "made", new=4, others=4)
    candidate(made, TWIN, change=slightly)
    laptop(folder, site.library.root.name)
    shutil.copytree(made.root, site.library.root, dirs_exist_ok=True)
    shutil.rmtree(folder / "made")
    ben = laptop(folder, site.other.root.name)
    with LabelFile.open_writing(ben) as file:
        decide(file, [confirmed(*place, 3) for place in places(file)], BEN)
    if server is not None:
        _join_team(server, site, ben)
    for _ in range(2):
        site.work()
        back_up_now(site.library)
    site.work()
    with LabelFile.open_reading(site.library) as file:
        (photo, sighting), *_ = places(file)
        del sighting
    lines = ["photo,photo_sha256,kind,game,card_id,name,annotator", f"0.png,{photo},confirm,shapes,4,Shape 4,chie"]
    site.table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return site


def _join_team(server: Postgres, site: Site, ben: LibraryFolder) -> None:
    server.do("boss", "postgres", "CREATE DATABASE replacing")
    team.init_team(server.url("boss", "replacing"), SQL, ["anna", "ben"])
    for library, by in ((site.library, ANNA), (ben, BEN)):
        with LabelFile.open_writing(library) as file:
            team.join_team(file, server.url(by.annotator, "replacing"), by, annotator=by.annotator)
            if library is ben:
                team_events.push(file, team.team_url(file), by)


def copy_of(site: Site, folder: Path) -> Site:
    shutil.copytree(site.folder, folder)
    return Site(folder, set(site.saved))


# The operations


def move(site: Site) -> None:
    begun = begin_move(site.library, site.new.root, cancel=CancelToken(), tell=silent)
    finish_move(begun)
    assert end_move(begun)


def restore_oldest(site: Site) -> None:
    restore(site.library, min(path.name for path in site.library.backups.glob("labels-v*.db")))


def promote(site: Site) -> None:
    wish = PromotionRequest(TWIN, force=True, crops=8)
    promote_model(site.library, RESOURCES, wish, cancel=CancelToken(), told=silent)


def roll_back(site: Site) -> None:
    roll_back_model(site.library, cancel=CancelToken(), told=silent)


def mend(site: Site) -> None:
    for library in site.libraries:
        repair(RepairContext(library, RESOURCES))


def import_table(site: Site) -> None:
    with LabelFile.open_writing(site.library) as file:
        import_labels(file, site.table, origin=BEN, find_card=find_card, recognise=None, recognise_corners=None)


def merge_bens(site: Site) -> None:
    merged(site.library, site.other.root)


def pull(site: Site) -> None:
    with LabelFile.open_writing(site.library) as file:
        team_events.pull(file, team.team_url(file), ANNA)


def answering(site: Site) -> str | None:
    active = active_model(site.library)
    return active.name if active else None


# What each needs first


def damage_row(site: Site) -> None:
    with closing(sqlite3.connect(site.library.labels_db)) as file:
        file.execute("UPDATE events SET device = 'x' WHERE id = (SELECT min(id) FROM events)")
        file.commit()


def nothing(site: Site) -> None:
    del site


@dataclass(frozen=True)
class Replacing:
    """One operation; the page of decisions says in words what it overwrites, checks and leaves.

    `run` does it; `first`: what it needs; `has_ended`: whether another time it would be refused. `loses`: it takes
    events out of the label file, as a person asked it to; they are in a copy then. `needs_server`: PostgreSQL.
    """

    name: str
    run: Callable[[Site], None]
    first: Callable[[Site], None] = nothing
    has_ended: Callable[[Site], bool] = lambda site: False
    loses: bool = False
    needs_server: bool = False


REPLACING = (
    Replacing("move", move),
    Replacing("restore", restore_oldest, loses=True),
    Replacing("promote", promote, has_ended=lambda site: answering(site) == TWIN),
    Replacing("roll back", roll_back, first=promote, has_ended=lambda site: answering(site) != TWIN),
    Replacing("repair", mend, first=damage_row),
    Replacing("import", import_table),
    Replacing("merge", merge_bens),
    Replacing("pull", pull, needs_server=True),
)


# Kills


_WRITES = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP")
_EVENTS = frozenset(
    ("os.rename", "os.remove", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.truncate", "os.utime", "os.chmod")
)


def run_killed(operation: Replacing, site: Site, at: int) -> int | None:
    """Do it in a process of its own, which is killed before its `at`th write; None if it was.

    Otherwise how many writes it took: what Python tells of files, and each statement that changes a database.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            count = _counting(at)
            operation.run(site)
            os.write(writing, str(count()).encode())
            code = 0
        except KarutaError as error:
            os.write(writing, f"refused: {error}".encode())
        except BaseException as error:
            os.write(writing, f"failed: {error!r}".encode())
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as lines:
        text = lines.read().decode()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return None
    assert text.isdigit(), f"{operation.name}: {text}"
    return int(text)


def _counting(at: int) -> Callable[[], int]:
    """From now on, end this process before the `at`th write; gives how many there were."""
    count = 0

    def write() -> None:
        nonlocal count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(sql: str) -> None:
        if sql.lstrip().upper().startswith(_WRITES):
            write()

    def hear(event: str, given: tuple[Any, ...]) -> None:
        if event in _EVENTS or (event == "open" and _is_written(*given)):
            write()

    real = sqlite3.connect

    def connect(*given: Any, **more: Any) -> sqlite3.Connection:
        connection = real(*given, **more)
        connection.set_trace_callback(statement)
        return connection

    sqlite3.connect = connect
    sys.addaudithook(hear)
    return lambda: count


def _is_written(path: object, mode: str | None, flags: int) -> bool:
    del path
    return bool(flags & (os.O_WRONLY | os.O_RDWR)) if mode is None else any(sign in mode for sign in "wax+")


def opened(operation: Replacing, site: Site) -> LibraryFolder:
    """The library that a person would open when it has ended."""
    return site.new if operation.run is move and site.new.labels_db.is_file() else site.library


def end(operation: Replacing, site: Site) -> str:
    """Work in what a kill left, then bring the operation to its end as a person would; by which way."""
    assert site.work() <= 1, "at most one library is written to"
    if operation.has_ended(site) or site.library not in site.libraries:
        return "had ended"
    try:
        operation.run(site)
    except KarutaError:
        mend(site)
        if operation.run is not move:
            operation.run(site)
        return "mended"
    return "again"


def brought_by(operation: Replacing, site: Site) -> int:
    """How many labels are not Anna's in what a person would open."""
    with LabelFile.open_reading(opened(operation, site)) as file:
        return int(file.value("SELECT count(*) FROM events WHERE annotator <> 'anna'"))


def look_over(operation: Replacing, site: Site, brought: int) -> None:
    """Every acknowledged event is where a person would look, once. `brought`: see `brought_by`."""
    library = opened(operation, site)
    assert site.libraries == [library], "one library is left"
    with LabelFile.open_writing(library) as file:
        assert file.complaint() is None
        assert file.broken_seals() == []
        here = {row[0] for row in file.rows("SELECT id FROM events")}
    kept = {event for copy in library.backups.glob("labels-kept-*.db") for event in _events(copy)}
    lost = site.saved - (here | kept if operation.loses else here)
    assert not lost, f"{len(lost)} events that were acknowledged are gone"
    assert brought_by(operation, site) == brought, "what it brings is there once"


def _events(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return [row[0] for row in file.execute("SELECT id FROM events")]
