"""How fast labels are: one commit beside a bare SQLite commit, what EXTRA costs, and reading among a million events.

    python -m tests.lab.labels_speed [--commits 300] [--events 1000000] [--photos 100000] [--folder DIR]

The folder must be on a real disk (a tmpfs flushes nothing), with 4 GB free for a million events.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from tests.lab import figures
from tests.labelling import ANNA, confirmed, draw_photo, library_in, put_photo

from karuta.domain.journal import uuid7
from karuta.domain.label import Kind
from karuta.domain.queue import PhotoState, QueueFilter, QueueOrder
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.open_labels import count_labels
from karuta.services.labels.undo import undo
from karuta.services.lookups.read_queue import desk, next_open, queue_counts, queue_ids, queue_page, queue_rows
from karuta.store import label_file
from karuta.store.current_labels import labels_of
from karuta.store.label_counts import labelled_photos
from karuta.store.label_file import LabelFile

T = TypeVar("T")
CORNERS = "100.25 200.5 700.75 210.25 690.5 1010.75 95.25 1000.5"
ANNOTATORS = ("anna", "ben", "知恵")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=300)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        _commits(Path(name), arguments.commits)
        _extra(Path(name) / "pairs", arguments.commits)
        _crowd(Path(name) / "crowd", arguments.events, arguments.photos)
    return 0


def _commits(folder: Path, count: int) -> None:
    """One label as the window stores it, alternating with the least that SQLite can commit in the same manner."""
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.execute("PRAGMA synchronous=EXTRA")
    bare.execute("CREATE TABLE notes (id TEXT PRIMARY KEY, note TEXT)")
    ours: list[float] = []
    theirs: list[float] = []
    with LabelFile.open_writing(library_in(folder)) as file:
        for number in range(30):
            put_photo(file, draw_photo(folder / f"{number}.png", number))
        seen = file.rows("SELECT photo_sha256, id FROM sightings")
        for number in range(count):
            theirs.append(_timed(partial(_note, bare, number))[0])
            photo, sighting = seen[number % len(seen)]
            choice = confirmed(photo, sighting, number % 9 + 1)
            ours.append(_timed(partial(decide, file, [choice], ANNA))[0])
        undone = [_timed(lambda: undo(file, ANNA))[0] for _ in range(count // 3)]
    bare.close()
    figures.spread("one label, on the disk", ours, "ms")
    print(f"one undo: {_spread(undone)}")
    print(
        f"a bare SQLite commit beside it: {_spread(theirs)}; ratio of the medians "
        f"{statistics.median(ours) / statistics.median(theirs):.2f}"
    )


def _extra(folder: Path, count: int) -> None:
    """The same label with `synchronous=EXTRA` and with FULL, in pairs, the first of a pair by lot.

    FULL does not flush the folder after the journal's end, so a power cut took labels that were said to be saved.
    """
    dice, spent = random.Random(1), {"FULL": list[float](), "EXTRA": list[float]()}
    with LabelFile.open_writing(library_in(folder)) as file:
        for number in range(30):
            put_photo(file, draw_photo(folder / f"{number}.png", number))
        seen = file.rows("SELECT photo_sha256, id FROM sightings")
        for number in range(count):
            for way in dice.sample(list(spent), 2):
                file.rows(f"PRAGMA synchronous={way}")
                photo, sighting = seen[number % len(seen)]
                choice = confirmed(photo, sighting, number % 9 + 1)
                spent[way].append(_timed(partial(decide, file, [choice], ANNA))[0])
    more = [extra - full for full, extra in zip(spent["FULL"], spent["EXTRA"], strict=True)]
    drawn = sorted(statistics.median(dice.choices(more, k=count)) for _ in range(2000))
    print(f"one label with EXTRA: {_spread(spent['EXTRA'])}; with FULL: {_spread(spent['FULL'])}")
    interval = f"{drawn[50]:+.2f} to {drawn[1949]:+.2f}"
    figures.tell("a label with EXTRA, beside FULL", f"{statistics.median(more):+.2f} ms", count, interval=interval)


def _note(bare: sqlite3.Connection, number: int) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.execute("INSERT INTO notes VALUES (?, ?)", (f"{number:036d}", "x" * 2500))
    bare.execute("COMMIT")


def _crowd(folder: Path, events: int, photos: int) -> None:
    library = library_in(folder)
    LabelFile.open_writing(library).close()
    seconds, _ = _timed(lambda: _fill(library.labels_db, events, photos))
    size = library.labels_db.stat().st_size / 1e9
    print(f"{events} events of {photos} photos in {size:.2f} GB, made in {seconds / 1000:.0f} s")
    dice = random.Random(1)
    chosen = [_photo(dice.randrange(photos)) for _ in range(200)]
    opening, file = _timed(lambda: LabelFile.open_writing(library))
    print(f"opened for writing in {opening:.1f} ms")
    with file:
        assert library.labels_db.stat().st_size > label_file.CHECKED_AT_OPENING_BYTES or events < 50_000
        _say("current labels of one photo", [partial(labels_of, file, [p]) for p in chosen])
        _say("one photo on the desk", [partial(desk, file, p) for p in chosen])
        _say("statistics", [lambda: count_labels(file)] * 5)
        _say("queue: all hashes in order", [lambda: queue_ids(file)] * 5)
        hard = QueueFilter(states=frozenset({PhotoState.OPEN}))
        _say(
            "queue: the open ones, least certain first",
            [lambda: queue_ids(file, queue_filter=hard, order=QueueOrder.UNCERTAIN)] * 5,
        )
        _say("queue: 200 rows of a list", [lambda: queue_rows(file, chosen)] * 20)
        _say("queue: first page of 200", [lambda: queue_page(file)] * 20)
        _say("queue: next open photo", [partial(next_open, file, after=p) for p in chosen])
        _say("queue: progress", [lambda: queue_counts(file)] * 5)
        _say(
            "one label committed",
            [partial(decide, file, [Choice(p, Kind.UNREADABLE, _sighting(p))], ANNA) for p in chosen],
        )
        bulk = [Choice(_photo(n), Kind.UNREADABLE, _sighting(_photo(n))) for n in range(min(photos, 10_000))]
        _say(f"a bulk action of {len(bulk)} labels", [lambda: decide(file, bulk, ANNA)])
        _say("its undo", [lambda: undo(file, ANNA)])
        _say("quick_check of the file", [lambda: file.complaint(quickly=True)])
        _say("export, all labels read", [lambda: labels_of(file, labelled_photos(file))])


def _fill(path: Path, events: int, photos: int) -> None:
    """Rows as the program writes them, without its triggers, which are made again and the queue with them."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-500000"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    connection.execute("BEGIN")
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    now = 1_700_000_000_000
    identifiers = _identifiers(now)
    shown = json.dumps([_shown(n) for n in range(9)], ensure_ascii=False)
    vector = np.random.default_rng(1).normal(size=256).astype("<f4").tobytes()
    for number in range(photos):
        photo = _photo(number)
        lookup = next(identifiers)
        rest = ("2026-01-01T00:00:00.000Z", 3024, 4032, "m@1", "m" * 64, "annoy@1", "i" * 64)
        connection.execute("INSERT INTO photos VALUES (?, 1000)", (photo,))
        place = (
            next(identifiers),
            photo,
            rest[0],
            "desk",
            f"{number}.jpg",
            f"/p/{number}.jpg",
            0,
            1,
            f"b{number % 50}",
        )
        connection.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", place)
        connection.execute("INSERT INTO sightings VALUES (?, ?, ?, NULL)", (_sighting(photo), photo, CORNERS))
        connection.execute(
            "INSERT INTO suggestions VALUES (?, ?, 'likely', ?, 'g', '1', ?, ?, NULL, NULL, NULL)",
            (lookup, _sighting(photo), number % 97 / 97, shown, vector),
        )
        looked = (lookup, photo, *rest, None, None, "c" * 64, None, "exact")
        connection.execute(f"INSERT INTO lookups VALUES ({', '.join('?' * 14)})", looked)
    connection.executemany(
        f"INSERT INTO events VALUES ({', '.join('?' * 30)}, NULL, NULL, NULL, NULL)",
        _events(events, photos, identifiers, shown, vector),
    )
    for _, sql in triggers:
        connection.execute(sql)
    connection.execute("DELETE FROM queue")
    connection.execute("INSERT INTO queue SELECT * FROM queue_now")
    connection.execute("COMMIT")
    connection.close()


def _events(
    count: int, photos: int, identifiers: Iterator[str], shown: str, vector: bytes
) -> Iterator[tuple[object, ...]]:
    """Of a hundred events two undo the one before; nine photos of ten are labelled, some many times."""
    dice = random.Random(2)
    action = ""
    for number in range(count):
        event, who = next(identifiers), ANNOTATORS[number % 3]
        head = (event, event)
        if number % 50 == 49:
            yield (*head, "undo", action, "t", ANNOTATORS[(number - 1) % 3], "desk", "window", *[None] * 22)
            continue
        action = event
        photo = _photo(dice.randrange(max(1, photos * 9 // 10)))
        card = str(dice.randrange(12_000))
        tail = ("m@1", "m" * 64, "annoy@1", "i" * 64, None, None, None, shown, vector, "c" * 64, None, "exact")
        about = (photo, "a.jpg", _sighting(photo), CORNERS, "b1", None, "g", card, f"Card {card}", None)
        yield (*head, "confirm", None, "2026-01-01T00:00:00.000Z", who, "desk", "window", *about, *tail)


def _identifiers(now_ms: int) -> Iterator[str]:
    latest: str | None = None
    while True:
        latest = uuid7(now_ms=now_ms, entropy=os.urandom(10), after=latest)
        now_ms += 1
        yield latest


def _shown(number: int) -> dict[str, object]:
    return {
        "game": "g",
        "card_id": str(number),
        "name": f"Card of number {number}",
        "artwork": f"{number}.webp",
        "picture_sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        "score": 0.9 - number / 50,
        "probability": None,
        "exemplar": False,
    }


def _photo(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def _sighting(photo: str) -> str:
    return photo[:32]


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    result = call()
    return (time.perf_counter() - began) * 1000, result


def _say(what: str, calls: Sequence[Callable[[], object]]) -> None:
    cpu = time.process_time()
    times = [_timed(call)[0] for call in calls]
    cpu = (time.process_time() - cpu) * 1000 / len(times)
    print(f"  {what}: {_spread(times)}, {cpu:.2f} ms of CPU each", flush=True)


def _spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    if len(ordered) < 10:
        return f"median {statistics.median(ordered):.1f} ms, longest {ordered[-1]:.1f} ms (n={len(ordered)})"
    return (
        f"median {statistics.median(ordered):.2f} ms, 5-95 % {ordered[len(ordered) // 20]:.2f} to "
        f"{ordered[len(ordered) * 19 // 20]:.2f} ms (n={len(ordered)})"
    )


if __name__ == "__main__":
    sys.exit(main())
