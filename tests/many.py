"""Makes a label file with very many photos in moments, for tests and measurements of the queue; no photo is opened."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from karuta.domain.journal import uuid7
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.store.label_file import LabelFile

CORNERS = "100.25 200.5 700.75 210.25 690.5 1010.75 95.25 1000.5"
TIME = "2026-01-01T00:00:00.000Z"
VERDICTS = ("sure", "sure", "sure", "sure", "likely", "likely", "unsure", "unknown")
BATCHES, LISTINGS, CARDS = 50, 400, 5000
DECIDED_OF_TEN = 3


def fill(
    library: LibraryFolder,
    photos: int,
    *,
    real: Sequence[Path] = (),
    decided_of_ten: int = DECIDED_OF_TEN,
    annotator: str = "anna",
    begun_ms: int = 1_700_000_000_000,
) -> None:
    """`photos` rows as the program writes them; the first are the files of `real`, the others lie nowhere.

    Of ten photos the last few are decided, by `annotator` on a device of that name, from `begun_ms` on. The triggers
    are made again after it, and the queue with them.
    """
    LabelFile.open_writing(library).close()
    connection = sqlite3.connect(library.labels_db, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    connection.execute("BEGIN")
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    identifiers = _identifiers(begun_ms)
    for number in range(photos):
        file = real[number] if number < len(real) else None
        by = annotator if number % 10 >= 10 - decided_of_ten else None
        _add(connection, identifiers, number, file, by=by)
    for _, sql in triggers:
        connection.execute(sql)
    connection.execute("DELETE FROM queue")
    connection.execute("INSERT INTO queue SELECT * FROM queue_now")
    connection.execute("COMMIT")
    connection.close()


def hash_of(number: int, file: Path | None) -> str:
    """The hash of a photo that `fill` adds, with its file if it has one."""
    return file_hash(file) if file else hashlib.sha256(str(number).encode()).hexdigest()


def _add(
    connection: sqlite3.Connection, identifiers: Iterator[str], number: int, file: Path | None, *, by: str | None
) -> None:
    photo = hash_of(number, file)
    sighting, lookup = photo[:32], next(identifiers)
    name = file.name if file else f"IMG_{number:06}.jpg"
    path = str(file) if file else f"/nowhere/{name}"
    batch, listing = f"batch {number % BATCHES:02}", f"listing {number % LISTINGS:03}"
    card = str(number * 7919 % CARDS + 1)
    verdict = VERDICTS[number % len(VERDICTS)]
    place = (next(identifiers), photo, TIME, "desk", name, path, 0, 1, batch, listing)
    looked = (lookup, photo, TIME, 3024, 4032, "m@1", "m" * 64, "annoy@1", "i" * 64, *_UNKNOWN)
    certainty = 0.2 + number % 97 / 121
    said = (lookup, sighting, verdict, certainty, "shapes", card, _matches(card), _VECTOR, *(None,) * 4)
    connection.execute("INSERT INTO photos VALUES (?, 1000)", (photo,))
    connection.execute(f"INSERT INTO places VALUES ({_marks(place)})", place)
    connection.execute("INSERT INTO sightings VALUES (?, ?, ?, NULL)", (sighting, photo, CORNERS))
    connection.execute(f"INSERT INTO suggestions VALUES ({_marks(said)})", said)
    connection.execute(f"INSERT INTO lookups VALUES ({_marks(looked)})", looked)
    if by is not None:
        event = next(identifiers)
        who = (event, event, "confirm", None, TIME, by, f"desk of {by}", "window")
        about = (photo, name, sighting, CORNERS, batch, listing, "shapes", card, f"Shape {card}", None)
        seen = ("m@1", "m" * 64, "annoy@1", "i" * 64, None, None, None, _matches(card), _VECTOR, *_UNKNOWN[2:])
        seen += (None, None, None, "", None)  # of no listing, nothing read, no earlier label, no finish
        values = (*who, *about, *seen)
        connection.execute(f"INSERT INTO events VALUES ({_marks(values)})", values)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _matches(card: str) -> str:
    """Nine, as a lookup keeps them."""
    return json.dumps(
        [
            {
                "game": "shapes",
                "card_id": str(int(card) + place),
                "name": f"Shape {int(card) + place}",
                "artwork": f"{card}.webp",
                "picture_sha256": hashlib.sha256(card.encode()).hexdigest(),
                "score": 0.9 - place / 50,
                "probability": None,
                "exemplar": False,
                "pack": "shapes@1",
            }
            for place in range(9)
        ],
        separators=(",", ":"),
    )


def _identifiers(now_ms: int) -> Iterator[str]:
    latest: str | None = None
    while True:
        latest = uuid7(now_ms=now_ms, entropy=bytes(10), after=latest)
        now_ms += 1
        yield latest


_VECTOR = np.random.default_rng(1).normal(size=256).astype("<f4").tobytes()
# No error, and nothing about what it rests on: as in a file of before.
_UNKNOWN = (None,) * 5
