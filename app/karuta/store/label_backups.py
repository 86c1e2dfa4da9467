"""Backups of the label file: made, thinned, listed, read through; each has a card beside it. Restores nothing.

The card holds a summary of the copy and the hash of its bytes, written right after the copy was verified. So a list is
quick, and a bit that flipped since is noticed.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from karuta import clock
from karuta.domain.backups import Examined, LabelBackup, LabelFacts, over_the_room, thinned_out
from karuta.domain.errors import reason_of
from karuta.domain.journal import first_ahead
from karuta.domain.sentence import Sentence
from karuta.domain.shape import Misshapen
from karuta.files import copy_whole, file_hash, make_folder, remove, write_whole
from karuta.json_files import read_json
from karuta.paths import LibraryFolder
from karuta.store import backups
from karuta.store.database import complaint_of
from karuta.store.labels_schema import SCHEMA
from karuta.store.seals import broken_seals, broken_seals_in
from karuta.store.witness import bear_witness, events_missing, facts_of_file, inode_of, opened_to_look

STEM = "labels"
_MADE = re.compile(rf"{STEM}-v\d+-\d{{8}}T\d{{12}}Z\.db")
_KEPT = re.compile(rf"{STEM}-kept-\d{{8}}T\d{{12}}Z\.db")
_MOST_BYTES = 1_000_000
_MOST_NAMED = 1000
_APPLICATION_ID_AT = 68


@dataclass(frozen=True)
class _Card:
    facts: LabelFacts
    labels: int
    sha256: str
    state: str
    broken: tuple[str, ...] = ()


Told = Callable[[int, int], None]
"""Called with how many rows of how many are done."""


def untold(done: int, of: int) -> None:
    """For whom nobody waits."""


def back_up_labels(
    folder: LibraryFolder, *, to: Path | None = None, now: datetime | None = None, told: Told = untold
) -> Path:
    """Make a copy that equals the file, its card and the witness; then thin out surplus copies.

    `to`: into a folder that the person chose, where nothing is ever thinned out. `told`: of the copy's rows, as they
    are verified. Raises `LibraryError` if no such copy could be made.
    """
    moment = now or clock.on_the_wall()
    # Taken before the copy. What is written meanwhile is in the copy and counts as new, so at worst one copy too many
    # is made.
    state = _state(folder.labels_db)
    made = backups.back_up(folder.labels_db, to or folder.backups, SCHEMA.noun, now=moment)
    card = _write_card(made, state, told)
    if to is None:
        # The copy is made. What could not be recorded, the next writer records.
        with suppress(OSError, sqlite3.Error), closing(sqlite3.connect(folder.labels_db, isolation_level=None)) as file:
            bear_witness(folder, file, inode_of(folder.labels_db), card.facts)
        thin(made, now=moment)
    return made


def mirror(copy: Path, place: Path, *, now: datetime | None = None) -> Path:
    """Keep the copy in another folder too, byte for byte, and that folder thinned. Raises `OSError`, `LibraryError`."""
    make_folder(place)
    backups.refuse_without_room(copy.stat().st_size, place)
    made = copy_whole(copy, place / copy.name)
    with suppress(FileNotFoundError):
        copy_whole(_card_of(copy), _card_of(made))
    thin(made, now=now or clock.on_the_wall())
    return made


def thin(newest: Path, *, now: datetime) -> None:
    """Delete surplus copies beside one just made, by age, then by disk space; never one with an event that it lacks."""

    @cache
    def may_go(copy: LabelBackup) -> bool:
        try:
            return not events_missing(copy.path, newest) and copy.facts is not None
        except (sqlite3.Error, OSError):
            return False

    copies = [at_a_glance(path) for path in backups.backups_of(newest.with_name(f"{STEM}.db"), newest.parent)]
    old = [copy for copy in thinned_out(copies, now) if copy.path != newest and may_go(copy)]
    left = [copy for copy in copies if copy not in old]
    free = shutil.disk_usage(newest.parent).free + sum(copy.size for copy in old)
    for copy in (*old, *over_the_room(left, free=free, last_sound=newest, may_go=may_go)):
        drop(copy.path)


def drop(copy: Path) -> None:
    """The card is deleted first. A copy without a card is read through; a card without a copy would stay for ever."""
    remove(_card_of(copy))
    remove(copy)


def anything_new(folder: LibraryFolder) -> bool:
    """Whether the label file differs from the state of every copy. Reads next to nothing."""
    state = _state(folder.labels_db)
    cards = (_read_card(copy) for copy in backups.backups_of(folder.labels_db, folder.backups))
    return bool(state) and all(card is None or card.state != state for card in cards)


def has_events(folder: LibraryFolder) -> bool:
    """Whether the label file, of whatever version, holds anything that a person said."""
    try:
        with closing(opened_to_look(folder.labels_db)) as connection:
            return connection.execute("SELECT 1 FROM events LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return False


def label_backups(*places: Path | None) -> list[LabelBackup]:
    """The copies in folders of backups, newest first, by their own cards; of what cannot be read, none."""
    copies: list[LabelBackup] = []
    for place in filter(None, places):
        with suppress(OSError):
            copies += [at_a_glance(path) for path in place.iterdir() if _is_backup(path)]
    return sorted(copies, key=lambda copy: copy.made, reverse=True)


def at_a_glance(path: Path) -> LabelBackup:
    kept = _KEPT.fullmatch(path.name) is not None
    return LabelBackup(path, backups.made_at(path), path.stat().st_size, _facts(path), kept)


def examine(backup: LabelBackup) -> Examined:
    """Read a backup through: what is wrong with it, and what it holds."""
    try:
        with closing(opened_to_look(backup.path)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != SCHEMA.application_id:
                return _unsound(backup, Sentence("it is not a Karuta label file"))
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA.version:
                fault = Sentence("it was made by a newer Karuta (version {version}); update this one", version=version)
                return replace(_unsound(backup, fault), is_newer=True)
            card = _read_card(backup.path)
            if card is not None:
                if card.sha256 == file_hash(backup.path):
                    return Examined(backup, None, card.facts, card.labels, card.broken)
                return _unsound(backup, Sentence("it is not what was written: some of it has changed since"))
            if complaint := complaint_of(connection):
                return _unsound(backup, Sentence("it is damaged ({complaint})", complaint=complaint))
            broken = tuple(seal.row_id for seal in broken_seals(connection))
        return Examined(backup, None, facts_of_file(backup.path), _labels(backup.path), broken)
    except sqlite3.DatabaseError as error:
        return _unsound(backup, Sentence("it is damaged ({complaint})", complaint=error))
    except OSError as error:
        return _unsound(backup, Sentence("it cannot be read ({reason})", reason=reason_of(error)))


def is_of_sound_rows(made: Path) -> bool:
    """Whether each row of a copy that was made a moment ago is as it was written."""
    card = _read_card(made)
    return card is not None and not card.broken


def newest_sound(folder: LibraryFolder, second: Path | None = None) -> Examined | None:
    """The sound copy with the newest events, whatever the clock said when it was made."""
    limit = first_ahead(clock.now())
    copies = label_backups(folder.backups, second)
    copies.sort(key=lambda copy: (*_last_events(copy, limit), copy.facts.events if copy.facts else -1, copy.made))
    return next((backup for backup in map(examine, reversed(copies)) if backup.sound), None)


def _last_events(backup: LabelBackup, limit: str) -> tuple[str, str]:
    """The newest event that no clock ahead has stamped, by this clock, and the newest of all."""
    last = (backup.facts and backup.facts.last) or ""
    right = last
    if last > limit:
        with suppress(sqlite3.Error), closing(opened_to_look(backup.path)) as copy:
            (right,) = copy.execute("SELECT coalesce(max(id), '') FROM events WHERE id <= ?", [limit]).fetchone()
    return right, last


def kept_name(moment: datetime) -> str:
    """The file name of what a restore puts aside."""
    return f"{STEM}-kept-{backups.stamped(moment)}.db"


def _is_backup(path: Path) -> bool:
    if path.suffix != ".db" or path.name.startswith(".") or not path.is_file():
        return False
    if _MADE.fullmatch(path.name):
        return True
    try:  # a copy that somebody put there by hand
        with path.open("rb") as file:
            file.seek(_APPLICATION_ID_AT)
            return int.from_bytes(file.read(4), "big") == SCHEMA.application_id
    except OSError:
        return False


def _unsound(backup: LabelBackup, fault: Sentence) -> Examined:
    return Examined(backup, fault, backup.facts, None)


def _facts(path: Path) -> LabelFacts | None:
    card = _read_card(path)
    if card is not None:
        return card.facts
    try:
        return facts_of_file(path)
    except sqlite3.Error:
        return None


def _labels(path: Path) -> int:
    with closing(opened_to_look(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM current_labels").fetchone()[0])


def _card_of(copy: Path) -> Path:
    return copy.with_suffix(".json")


def _state(path: Path) -> str:
    """A key for the file's present content; empty if it cannot be read.

    It asks the system and SQLite. Opening and closing the file directly would drop the locks that this process holds on
    it.
    """
    try:
        status = path.stat()
        with closing(opened_to_look(path)) as connection:
            newest = connection.execute("SELECT max(id) FROM events").fetchone()[0]
    except (OSError, sqlite3.Error):
        return ""
    return f"{status.st_mtime_ns} {status.st_size} {newest}"


def _write_card(copy: Path, state: str, told: Told = untold) -> _Card:
    broken = tuple(seal.row_id for seal in broken_seals_in(copy, told=told)[:_MOST_NAMED])
    card = _Card(facts_of_file(copy), _labels(copy), file_hash(copy), state, broken)
    text = json.dumps({"format": 1, **asdict(card)}, indent=2)
    write_whole(_card_of(copy), lambda beside: beside.write_text(text, encoding="utf-8"))
    return card


def _read_card(copy: Path) -> _Card | None:
    """None if there is no card, or none that can be read."""
    try:
        return read_json(_card_of(copy), _Card, most=_MOST_BYTES)
    except (OSError, Misshapen):
        return None
