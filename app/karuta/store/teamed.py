"""Notes of a label file on the team that it is in: which of its rows the team has, and who works where.

Connects to nothing.

All of it is this file's own and can be learned anew: a file that is restored, copied or has forgotten it sends and
reads again, which changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from karuta import clock
from karuta.domain.errors import KarutaError
from karuta.domain.label import BY_A_MACHINE, BY_A_PERSON, MACHINE, Kind, Source
from karuta.domain.sentence import Sentence
from karuta.store.event_lines import NothingTaken, written_line
from karuta.store.label_file import LabelFile
from karuta.store.merge import own_labels
from karuta.store.seals import SEALED

# What is sent or fetched with one statement has to come within its time, also over a slow net.
_PART_ROWS, _PART_BYTES = 500, 1_000_000
LABELS = sorted(kind.value for kind in BY_A_PERSON - {Kind.WITHDRAW})
_WHOSE = ("annotator", "device", "source", "kind")
_NOT_THERE = """NOT EXISTS (SELECT 1 FROM teamed AS t WHERE t.of_table = 'events' AND t.row_id = e.id)
    AND e.source <> 'merge'"""
_ALTERED = """SELECT t.row_id, t.of_table FROM teamed AS t JOIN seals AS s ON s.row_id = t.row_id
    AND s.of_table = t.of_table LEFT JOIN joined AS j ON j.id = t.row_id AND t.of_table = 'events'
    WHERE coalesce(j.seal, s.seal) <> t.seal LIMIT 1"""


_Thing = TypeVar("_Thing")


class TeamError(KarutaError):
    """The team's store refuses, or is not what it should be. The sentence says what, whose and what next."""


class TeamAway(TeamError):  # noqa: N818 - the condition is the point
    """The server cannot be reached now. Nothing is lost."""


@dataclass(frozen=True)
class Membership:
    """The team that a library is in. `annotators`: whose labels it sends. `seen`: the store was read up to this row.

    `newest`, `newest_id`: the newest row that is known to have been there, which tells an older copy of the store.
    """

    team: str
    url: str
    annotators: tuple[str, ...]
    seen: int = 0
    newest: int = 0
    newest_id: str = ""

    def knows(self, seq: int, row_id: str) -> Membership:
        """The same with this row as the newest, if it is newer."""
        return replace(self, newest=seq, newest_id=row_id) if seq > self.newest else self


class TeamPerson(NamedTuple):
    """`labels`: events of theirs that are labels. `batch`: the one they work on now."""

    annotator: str
    labels: int
    batch: str | None


@dataclass(frozen=True, eq=False)
class TeamRow:
    """One sealed row as it travels. `line`: as JSON; `values`: what of an event says whose it is."""

    table: str
    row_id: str
    seal: bytes
    line: str
    values: dict[str, Any]


def is_machines(event: Mapping[str, Any]) -> bool:
    """Whether Karuta made this event by itself: its annotator is nobody's."""
    made = (*BY_A_MACHINE, Kind.UNDO, Kind.REDO)
    return event.get("annotator") == MACHINE and event.get("source") == Source.MACHINE and event.get("kind") in made


def membership(file: LabelFile) -> Membership | None:
    row = file.first_row("SELECT id, url, annotators, seen, newest, newest_id FROM team")
    return None if row is None else Membership(row[0], row[1], tuple(row[2].splitlines()), *row[3:])


def write_membership(file: LabelFile, member: Membership) -> None:
    """Keep it. To another team, or to a store that holds less than it did, nothing is sent yet."""
    before = membership(file)
    row = (member.team, member.url, "\n".join(member.annotators), member.seen, member.newest, member.newest_id)
    with file.writing():
        if before is None or before.team != member.team or member.newest < before.newest:
            file.change("DELETE FROM teamed", [()])
            file.change("DELETE FROM team_refused", [()])
        file.change("DELETE FROM team", [()])
        file.change("INSERT INTO team VALUES (?, ?, ?, ?, ?, ?)", [row])


def note_known(file: LabelFile, named: Sequence[tuple[str, str]]) -> None:
    """Note that the team has these, which others added and which are here already: table, identifier."""
    with file.writing():
        file.change(
            """INSERT OR IGNORE INTO teamed SELECT s.of_table, s.row_id, coalesce(j.seal, s.seal) FROM seals AS s
            LEFT JOIN joined AS j ON j.id = s.row_id AND s.of_table = 'events' WHERE s.of_table = ? AND s.row_id = ?""",
            named,
        )


def note_rows(file: LabelFile, rows: Iterable[tuple[str, str, bytes]]) -> None:
    """Note that the team has these: table, identifier, seal."""
    with file.writing():
        file.change("INSERT OR REPLACE INTO teamed VALUES (?, ?, ?)", list(rows))


def columns_of_rows(file: LabelFile) -> dict[str, tuple[str, ...]]:
    """The columns of each sealed table."""
    return {table: tuple(row[1] for row in file.rows(f"PRAGMA table_info({table})")) for table in SEALED}


def refused_before(file: LabelFile) -> dict[str, list[int]]:
    """Each role -> the rows of the store that it added and that were refused here, the oldest first."""
    refused: dict[str, list[int]] = {}
    for role, seq in file.rows("SELECT role, seq FROM team_refused ORDER BY seq"):
        refused.setdefault(role, []).append(seq)
    return refused


def note_refused(file: LabelFile, refused: Mapping[int, str], *, no_more: Iterable[int]) -> None:
    """Note which rows of the store (with the role that added each) were refused, and which are `no_more`."""
    with file.writing():
        file.change("DELETE FROM team_refused WHERE seq = ?", [(seq,) for seq in no_more])
        file.change("INSERT OR REPLACE INTO team_refused VALUES (?, ?)", list(refused.items()))


def known_rows(file: LabelFile, named: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Those of these (table, identifier) that the label file holds, with the seal that they were written with."""
    sql = """SELECT s.of_table, s.row_id, lower(hex(coalesce(j.seal, s.seal))) FROM json_each(?) AS n JOIN seals AS s
        ON s.of_table = json_extract(n.value, '$[0]') AND s.row_id = json_extract(n.value, '$[1]')
        LEFT JOIN joined AS j ON j.id = s.row_id AND s.of_table = 'events'"""
    return {(table, row): seal for table, row, seal in file.rows(sql, [json.dumps(named)])}


def people_by_device(file: LabelFile) -> dict[str, set[str]]:
    """Each device of the events here -> who labelled on it."""
    people: dict[str, set[str]] = {}
    for device, annotator in file.rows("SELECT DISTINCT device, annotator FROM events WHERE source <> 'merge'"):
        people.setdefault(device, set()).add(annotator)
    return people


def people_of_this_file(file: LabelFile) -> set[str]:
    """Who labelled here, as far as no merge and no pull brought it."""
    sql = """SELECT DISTINCT annotator FROM events WHERE source <> 'merge' AND id NOT IN (
        SELECT b.value FROM merges AS m, json_each(m.brought, '$.events') AS b)"""
    return {annotator for (annotator,) in file.rows(sql)}


def count_unsent(file: LabelFile, annotators: Iterable[str]) -> int:
    """How many events of these the team lacks, and of what Karuta decided by itself where nobody else labels."""
    which = """e.annotator IN (SELECT value FROM json_each(?1)) OR (e.annotator = ?2 AND e.device NOT IN (
        SELECT device FROM events WHERE source <> 'merge' AND annotator <> ?2
        AND annotator NOT IN (SELECT value FROM json_each(?1))))"""
    sql = f"SELECT count(*) FROM events AS e WHERE {_NOT_THERE} AND ({which})"
    count: int = file.value(sql, [json.dumps([*annotators]), MACHINE])
    return count


def unsent_rows(file: LabelFile) -> Iterator[list[TeamRow]]:
    """What the team lacks, in portions. Every row is verified first. Raises `TeamError` for one that was altered."""
    there = set(file.rows("SELECT of_table, row_id FROM teamed"))
    altered = file.first_row(_ALTERED)
    if altered is not None:
        raise TeamError(
            "Nothing was sent: {row} of {table} says something else here than in the team's store, where nothing is "
            "ever changed. `karuta doctor` says what is damaged.",
            row=altered[0],
            table=altered[1],
        )
    try:
        yield from portions(_unsent(file, there), lambda row: len(row.line))
    except NothingTaken as error:
        why = why_nothing(error)
        raise TeamError("Nothing more was sent: {why}. `karuta doctor` says what to do.", why=why) from error


def why_nothing(error: NothingTaken) -> object:
    """Why nothing was taken, as a part of a sentence."""
    return error.sentence.values.get("why", Sentence("a row is damaged"))


def _unsent(file: LabelFile, there: set[tuple[str, str]]) -> Iterator[TeamRow]:
    own = own_labels(file)
    own.check_whole()
    for table in SEALED:
        for some in own.rows(table):
            for row, seal in zip(some.rows, some.seals, strict=True):
                values = dict(zip(some.columns, row, strict=True))
                if (table, values["id"]) in there:
                    continue
                is_event = table == "events"
                line = written_line(values, seal, []) if is_event else written_line({}, b"", [(table, values, seal)])
                whose = {name: values[name] for name in _WHOSE} if is_event else {}
                yield TeamRow(table, values["id"], seal, line.decode().rstrip("\n"), whose)


def portions(
    things: Iterable[_Thing], size: Callable[[_Thing], int] = lambda thing: 0, *, most: int = _PART_ROWS
) -> Iterator[list[_Thing]]:
    """Up to `most` at once, and no more than a megabyte of them, or one that is larger; `size`: of one, in bytes."""
    some: list[_Thing] = []
    total = 0
    for thing in things:
        total += size(thing)
        if some and (len(some) >= most or total > _PART_BYTES):
            yield some
            some, total = [], size(thing)
        some.append(thing)
    if some:
        yield some


def has_set_aside(file: LabelFile) -> bool:
    """Whether a merge was taken back: the same again brings it back."""
    return file.first_row("SELECT 1 FROM set_aside WHERE merge_id IN (SELECT id FROM events) LIMIT 1") is not None


def is_said_anew(file: LabelFile, event: Mapping[str, Any]) -> bool:
    """Whether whoever stamped an event under a clock that was ahead has stamped it anew since: it need not come."""
    sql = "SELECT 1 FROM events WHERE target_action_id = ? AND annotator = ? AND kind = ?"
    if event.get("target_action_id"):
        return file.first_row(sql, [event["target_action_id"], event["annotator"], event["kind"]]) is not None
    return file.first_row(sql, [event["action_id"], event["annotator"], Kind.UNDO.value]) is not None


def newest_batch(file: LabelFile, devices: Iterable[str], within: timedelta) -> tuple[str, str] | None:
    """Who labelled last on these devices, and in which batch ("" for none); None if that is longer ago."""
    row = file.first_row(
        """SELECT annotator, coalesce(batch, ''), time FROM events WHERE photo_sha256 IS NOT NULL
        AND source <> 'machine' AND device IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT 1""",
        [json.dumps([*devices])],
    )
    if row is None or datetime.fromisoformat(row[2]) < datetime.fromisoformat(file.now()) - within:
        return None
    return row[0], row[1]


def people_here(file: LabelFile) -> list[TeamPerson]:
    """Everybody whose labels are here, by how many, with the batch that somebody else of the team works on."""
    return [
        TeamPerson(*row)
        for row in file.rows(
            """SELECT e.annotator, count(*) AS labels, (SELECT batch FROM team_leases AS l
                WHERE l.annotator = e.annotator AND l.until > this_moment())
            FROM events AS e WHERE e.kind IN (SELECT value FROM json_each(?)) AND e.source <> 'merge'
            GROUP BY e.annotator ORDER BY labels DESC, e.annotator""",
            [json.dumps(LABELS)],
        )
    ]


def crops_of_labelled(file: LabelFile) -> list[tuple[str, str | None]]:
    """Every labelled sighting with the name of its crop, None where none is known."""
    return file.rows(
        """SELECT DISTINCT c.sighting_id, g.crop_sha256 FROM true_labels AS c
        JOIN sightings AS g ON g.id = c.sighting_id WHERE c.sighting_id > '' ORDER BY 1"""
    )


def crops_known(file: LabelFile) -> list[tuple[str, str]]:
    """The sightings that have a crop, with its name."""
    return file.rows("SELECT id, crop_sha256 FROM sightings WHERE crop_sha256 IS NOT NULL ORDER BY id")


def write_crop(file: LabelFile, sighting: str, crop: str) -> None:
    """Note which crop a sighting has, where none was known."""
    with file.writing():
        file.change("UPDATE sightings SET crop_sha256 = ? WHERE id = ? AND crop_sha256 IS NULL", [(crop, sighting)])


def write_leases(file: LabelFile, leases: Iterable[tuple[str, str, float]]) -> None:
    """Who else works on which batch, and for how many seconds from now; their photos are not offered here."""
    now = clock.now()
    with file.writing():
        file.change("DELETE FROM team_leases", [()])
        rows = [
            (batch, who, (now + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ"))
            for batch, who, seconds in leases
        ]
        file.change("INSERT INTO team_leases VALUES (?, ?, ?)", rows)
