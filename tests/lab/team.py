"""A team of three on a server that is killed, over a net that is cut; and one person's program killed at any moment.

    python -m tests.lab.team [--events 10000] [--kills 5] [--rounds 300] [--seed 1]

First three laptops with so many events each push and pull at once, each over a proxy that ends connections after a
random number of bytes, while the server is killed (every process of it, by -9) and started again. Each tries again
until it has everything. Then all export the same bytes, with each event once.

Then a process that labels, pushes, pulls, merges a stranger's library, takes merges back and brings them back, backs up
and restores is killed so many times within 1.5 s; every ten rounds libraries and database are new ones. A label that
was saved is in its file or in one that a restore put aside, what a push said to be sent is on the server, and at the
end both laptops say the same. Needs PostgreSQL, psycopg and `fork`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NoReturn

from tests.lab import figures
from tests.labelling import ANNA, CHIE, confirmed
from tests.lost_labels import events
from tests.many import fill
from tests.merging import exported, laptop, merged, places
from tests.postgres import SQL, CutNet, Postgres, postgres, why_no_postgres

from karuta.domain.errors import KarutaError
from karuta.domain.label import Origin, Source
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_now
from karuta.services.backups.restore import restore
from karuta.services.labels import team, team_events
from karuta.services.labels.decide import decide
from karuta.services.labels.undo import redo, undo
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health

PEOPLE = ("anna", "ben", "chie")
MOST_BYTES = 8_000_000
LONGEST_LIFE = 1.5
ROUNDS_OF_A_LIBRARY = 10
STEPS = ("label", "label", "push", "push", "pull", "pull", "merge", "undo", "redo", "backup", "restore")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--client", nargs=3, metavar=("LIBRARY", "WHO", "ALL"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.client:
        return _until_all_is_here(LibraryFolder(Path(asked.client[0])), asked.client[1], int(asked.client[2]))
    if why := why_no_postgres():
        print(why)
        return 1
    with postgres() as server, tempfile.TemporaryDirectory() as name:
        if asked.events:
            wrong, cuts = faults(server, Path(name), events=asked.events, kills=asked.kills, seed=asked.seed)
            print(f"connections cut: {cuts}")
            what = f"3 x {asked.events:,} events, server killed, net cut"
            figures.share(f"{what}: unequal", wrong, 3 * 3 * asked.events, most=0)
        if asked.rounds:
            lost, calls = killed(server, Path(name), rounds=asked.rounds, seed=asked.seed)
            figures.share(f"team killed {asked.rounds} times: lost", lost, calls, most=0)
    return 0


def made(server: Postgres, database: str) -> None:
    """A team's store for all three."""
    server.do("boss", "postgres", f"CREATE DATABASE {database}")
    team.init_team(server.url("boss", database), SQL, PEOPLE)


def faults(server: Postgres, folder: Path, *, events: int, kills: int, seed: int) -> tuple[int, int]:
    """How many events are missing or too many anywhere at the end, and how often a connection was cut."""
    made(server, "faults")
    dice = random.Random(seed)
    libraries = [LibraryFolder(folder / who) for who in PEOPLE]
    for at, (who, library) in enumerate(zip(PEOPLE, libraries, strict=True)):
        fill(library, events, decided_of_ten=10, annotator=who, begun_ms=1_700_000_000_000 + at * 10_000_000_000)
        with LabelFile.open_writing(library) as file:
            while file.seal_unsealed():
                pass
            team.join_team(file, server.url(who, "faults"), _by(who), annotator=who)
    nets = [CutNet(server.port, lambda: dice.randint(0, MOST_BYTES)) for _ in PEOPLE]
    began = time.monotonic()
    clients = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.lab.team", "--client", str(library.root), who, str(3 * events)],
            env=os.environ | {"KARUTA_TEAM": server.url(who, "faults", port=net.port)},
        )
        for who, library, net in zip(PEOPLE, libraries, nets, strict=True)
    ]
    try:
        for _ in range(kills):
            with suppress(subprocess.TimeoutExpired):
                clients[0].wait(dice.uniform(1, 5))
            server.kill()
            with suppress(subprocess.TimeoutExpired):
                clients[0].wait(dice.uniform(0, 1))
            server.start()
        while any(client.poll() is None for client in clients):
            assert not any(client.poll() for client in clients)
            with suppress(subprocess.TimeoutExpired):
                clients[0].wait(1) or clients[1].wait(1) or clients[2].wait(1)
        assert [client.returncode for client in clients] == [0, 0, 0]
    finally:
        for client in clients:
            client.kill()
        for net in nets:
            net.close()
    print(f"all three have everything after {time.monotonic() - began:.0f} s", flush=True)
    return _unequal(server, "faults", libraries, 3 * events), sum(net.cuts for net in nets)


def _unequal(server: Postgres, database: str, libraries: list[LibraryFolder], total: int) -> int:
    """Events that are missing somewhere, are there twice, or say something else than elsewhere."""
    sql = "SELECT count(*), count(DISTINCT id), count(*) FILTER (WHERE role::text = annotator) FROM karuta.rows"
    ((rows, ids, own),) = server.do("boss", database, f"{sql} WHERE of_table = 'events'")
    said = [exported(library, library.root / "out.jsonl").splitlines() for library in libraries]
    kept = [Counter(json.loads(line)["id"] for line in lines) for lines in said]
    wrong = abs(int(str(rows)) - total) + abs(int(str(ids)) - total) + abs(int(str(own)) - total)
    wrong += sum(abs(len(some) - total) + sum(count - 1 for count in some.values()) for some in kept)
    wrong += sum(len(set(said[0]) ^ set(other)) for other in said[1:])
    for library in libraries:
        with LabelFile.open_reading(library) as file:
            wrong += len(file.broken_seals()) + label_health(file).queue_astray
    return wrong


def _by(who: str) -> Origin:
    return Origin(who, "desk", Source.COMMAND)


def _until_all_is_here(library: LibraryFolder, who: str, total: int) -> int:
    url = os.environ["KARUTA_TEAM"]
    tries = 0
    while True:
        tries += 1
        with LabelFile.open_writing(library) as file:
            with suppress(team.TeamAway):
                team_events.push(file, url, _by(who))
            with suppress(team.TeamAway):
                done = team_events.pull(file, url, _by(who))
                assert not done.refused, done.refused
            # Each event has a photo that arrived in a place of its own, and all of it is known to be on the server.
            here = "(SELECT count(*) FROM events WHERE source <> 'merge') + (SELECT count(*) FROM places)"
            if file.first_row(f"SELECT {here}, (SELECT count(*) FROM teamed)") == (2 * total, 2 * total):
                print(f"{who}: everything after {tries} tries", flush=True)
                return 0


def killed(server: Postgres, folder: Path, *, rounds: int, seed: int) -> tuple[int, int]:
    """How many acknowledged things are lost, and of how many."""
    dice = random.Random(seed)
    seen: Counter[str] = Counter()
    lost = 0
    for begun in range(0, rounds, ROUNDS_OF_A_LIBRARY):
        some = folder / f"killed{begun}"
        some.mkdir()
        lost += _killed_some(server, some, dice, seen, rounds=min(ROUNDS_OF_A_LIBRARY, rounds - begun))
        shutil.rmtree(some)
        print(f"{begun + ROUNDS_OF_A_LIBRARY} kills; {lost} lost; acknowledged: {dict(seen)}", flush=True)
    return lost, sum(seen.values())


def _killed_some(server: Postgres, folder: Path, dice: random.Random, seen: Counter[str], *, rounds: int) -> int:
    database = folder.name
    made(server, database)
    anna, ben, chie = (laptop(folder, who, photos=3) for who in PEOPLE)
    for who, library in (("anna", anna), ("ben", ben)):
        with LabelFile.open_writing(library) as file:
            team.join_team(file, server.url(who, database), _by(who), annotator=who)
    with LabelFile.open_writing(chie) as file:
        decide(file, [confirmed(*places(file)[1], 3)] * 50, CHIE)
    saved: set[str] = set()
    sent: set[str] = set()
    lost = 0
    for _ in range(rounds):
        with LabelFile.open_writing(ben) as file:
            decide(file, [confirmed(*dice.choice(places(file)), dice.randint(1, 9))] * dice.randint(1, 30), _by("ben"))
            team_events.push(file, team.team_url(file), _by("ben"))
        work = partial(_work, anna, chie, random.Random(dice.random()))
        for step, *names in map(str.split, _killed(work, dice.uniform(0, LONGEST_LIFE))):
            seen[step] += 1
            if step in ("label", "push"):
                (saved if step == "label" else sent).update(names)
        lost += _lost(server, anna, saved, sent)
    for library, who in ((anna, "anna"), (ben, "ben"), (anna, "anna")):
        with LabelFile.open_writing(library) as file:
            assert not team_events.push(file, team.team_url(file), _by(who)).refused
            assert not team_events.pull(file, team.team_url(file), _by(who)).refused
    there = _there(server, database)
    said = []
    for library in (anna, ben):
        lines = map(json.loads, exported(library, library.root / "out.jsonl").splitlines())
        # Beside which event a photo's place stands depends on who else labelled it here.
        own = [line | {"with": None} for line in lines if line["annotator"] != CHIE.annotator]
        said.append({line["id"]: line for line in own})
    return lost + len(said[0].keys() ^ there) + sum(said[0].get(name) != said[1].get(name) for name in there)


def _there(server: Postgres, database: str) -> set[str]:
    return {str(row) for (row,) in server.do("boss", database, "SELECT id FROM karuta.rows WHERE of_table = 'events'")}


def _killed(work: Callable[[int], NoReturn], life: float) -> list[str]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(writing)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as lines:
        assert lines.read(1) == b"!"  # it is at work
        time.sleep(life)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        text = b"".join(iter(lambda: lines.read(65536), b"")).decode()
    return [line for line in text.split("\n")[:-1] if line]


def _work(library: LibraryFolder, stranger: LibraryFolder, dice: random.Random, out: int) -> NoReturn:
    """Writes a line for each call that returned: what it did, and the events that it saved or that are sent by then."""
    os.write(out, b"!")
    while True:
        step = dice.choice(STEPS)
        with suppress(KarutaError):
            names = _step(library, stranger, dice, step)
            os.write(out, f"{' '.join([step, *names])}\n".encode())


def _step(library: LibraryFolder, stranger: LibraryFolder, dice: random.Random, step: str) -> list[str]:
    if step == "merge":
        merged(library, stranger.root)
    elif step == "backup":
        back_up_now(library)
    elif step == "restore":
        if copies := sorted(library.backups.glob("labels-2*.db")):
            restore(library, dice.choice(copies[-3:]).name)
    else:
        with LabelFile.open_writing(library) as file:
            return _said(file, dice, step)
    return []


def _said(file: LabelFile, dice: random.Random, step: str) -> list[str]:
    if step == "label":
        decide(file, [confirmed(*dice.choice(places(file)), 1)] * dice.randint(1, 5), ANNA)
        return _own(file)[-1:]
    if step == "push":
        own = _own(file)
        team_events.push(file, team.team_url(file), ANNA)
        return own
    if step == "pull":
        team_events.pull(file, team.team_url(file), ANNA)
    else:
        (undo if step == "undo" else redo)(file, ANNA)
    return []


def _own(file: LabelFile) -> list[str]:
    sql = "SELECT id FROM events WHERE annotator = 'anna' AND source <> 'merge' ORDER BY id"
    return [name for (name,) in file.rows(sql)]


def _lost(server: Postgres, library: LibraryFolder, saved: set[str], sent: set[str]) -> int:
    with LabelFile.open_writing(library) as file:
        assert file.first_row("PRAGMA integrity_check") == ("ok",)
        wrong = len(file.broken_seals()) + label_health(file).queue_astray
        here = {row[0] for row in file.rows("SELECT id FROM events")}
    kept = {event for copy in library.backups.glob("labels-kept-*.db") for event in events(copy)}
    return wrong + len(saved - here - kept) + len(sent - _there(server, library.root.parent.name))


if __name__ == "__main__":
    sys.exit(main())
