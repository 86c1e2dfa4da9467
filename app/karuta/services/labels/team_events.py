"""Sends what was decided here to a team's store, and takes everybody's events as a merge.

What is taken is verified as if nobody had done so before. A push cut off anywhere goes on with the next one.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karuta.domain.cancel import CancelToken
from karuta.domain.journal import taken_from, waits
from karuta.domain.label import Origin
from karuta.domain.sentence import Sentence
from karuta.services.backups.back_up_labels import MANY, back_up_before
from karuta.services.labels.merge import said_of_waiting
from karuta.services.labels.second_look import conflicts
from karuta.services.labels.team import (
    LONGEST,
    Names,
    bound_here,
    entered,
    fault_of,
    leases_of,
    opened_store,
)
from karuta.services.labels.team_crops import send_crops
from karuta.store.event_lines import NothingTaken, read_line
from karuta.store.label_file import LabelFile
from karuta.store.merge import Merged, merge
from karuta.store.other_labels import opened_lines
from karuta.store.seals import seal_of
from karuta.store.teamed import (
    Membership,
    has_set_aside,
    is_said_anew,
    known_rows,
    membership,
    note_known,
    note_rows,
    unsent_rows,
    write_leases,
    write_membership,
)
from karuta.store.teamed import TeamAway as TeamAway
from karuta.store.teamed import TeamError as TeamError

if TYPE_CHECKING:
    from karuta.services.labels.team import NamedRow

_AT_ONCE = 200
_NUL = re.compile(r"(?<!\\)(\\\\)*\\u0000")
"""The one character with which PostgreSQL can read no JSON."""


@dataclass
class Sent:
    """Events that the team has now; `refused`: what was not sent, and why; `said`: warnings.

    `unsent`: events of others, that came by a file, and `stays` says whose; `crops`: those that somebody had asked for.
    """

    events: int = 0
    unsent: int = 0
    stays: list[Sentence] = field(default_factory=list)
    crops: int = 0
    refused: list[Sentence] = field(default_factory=list)
    said: list[Sentence] = field(default_factory=list)


@dataclass
class Fetched:
    """Fetched events that this library lacks, in a folder that `close` removes: a file a role.

    `waiting`: events that a clock far ahead has stamped, with their roles. `first`: the first row of each role; `seen`:
    the last row that was read; `away`: why not all came. `begins`: the store was read from its first row, because it
    holds less than it did.
    """

    where: str
    now: datetime
    folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="karuta-team-")
    )
    roles: list[str] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    known: list[tuple[str, str]] = field(default_factory=list)
    rows: dict[str, list[tuple[str, str, bytes]]] = field(default_factory=dict)
    refused: dict[int, Sentence] = field(default_factory=dict)
    waiting: dict[int, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    leases: list[tuple[str, str, float]] = field(default_factory=list)
    seen: int = 0
    newest_id: str = ""
    begins: bool = False
    said: list[Sentence] = field(default_factory=list)
    away: TeamAway | None = None

    def close(self) -> None:
        self.folder.cleanup()

    def refuse(self, row: NamedRow, fault: Sentence) -> None:
        self.refused[row.seq] = Sentence(
            "Row {seq} of the team's store, added by {role}: {fault}", seq=row.seq, role=row.role, fault=fault
        )

    def file_of(self, role: str) -> Path:
        return Path(self.folder.name, f"{self.roles.index(role)}.jsonl")


@dataclass(frozen=True)
class Pulled:
    """`refused`: what was not taken, and why; it is asked for again."""

    new: int
    conflicts: int
    merged: tuple[Merged, ...]
    refused: list[Sentence]
    said: list[Sentence]
    away: TeamAway | None


def push(file: LabelFile, url: str, origin: Origin, *, cancel: CancelToken | None = None) -> Sent:
    """Send what was decided here and the team lacks. Cut off anywhere, the next one goes on."""
    token = cancel or CancelToken()
    file.seal_unsealed()
    done = Sent()
    with opened_store(url, token) as server:
        member = entered(file, server)
        bound = bound_here(file, server, origin)
        member = replace(member, annotators=tuple(sorted(bound.mine("annotator"))))
        write_membership(file, member)
        done.said += server.warnings
        not_ours: Counter[Sentence] = Counter()
        stays: Counter[str] = Counter()
        kept_back: set[str] = set()
        for portion in unsent_rows(file):
            token.check()
            for row in portion:
                if (why := bound.why_not(row)) is not None:
                    kept_back.add(row.row_id)
                    whose = bound.whose(row)
                    stays[whose] += 1
                    if whose == "mine":
                        not_ours[why] += 1
            unfit = [row for row in portion if len(row.line.encode()) > LONGEST or _NUL.search(row.line)]
            ours = [row for row in portion if row.row_id not in kept_back and row not in unfit]
            there = server.add(ours)
            with file.writing():
                note_rows(file, [(row.table, row.row_id, row.seal) for row in there])
                for row, seq in there.items():
                    member = member.knows(seq, row.row_id)
                write_membership(file, member)
            done.events += sum(row.table == "events" for row in there)
            done.refused += [
                Sentence(
                    "{row} of {table} is too long for a team's store, or holds a NUL", row=row.row_id, table=row.table
                )
                for row in unfit
            ]
            done.refused += [
                Sentence("{row} of {table} says something else in the team's store", row=row.row_id, table=row.table)
                for row in ours
                if row not in there
            ]
        done.refused += [
            Sentence("not sent ({count}): {why}", count=count, why=why) for why, count in sorted(not_ours.items())
        ]
        done.unsent = stays["strangers"] + stays["others"]
        done.stays = _staying(stays)
        done.crops = send_crops(file, server, token)
        write_leases(file, leases_of(file, server, bound.names))
    return done


def _staying(stays: Counter[str]) -> list[Sentence]:
    said = []
    if stays["strangers"] == 1:
        said.append(Sentence("1 label of somebody who has not joined stays here."))
    elif stays["strangers"]:
        said.append(
            Sentence("{count} labels of people who have not joined stay here.", count=f"{stays['strangers']:,}")
        )
    if stays["others"]:
        said.append(Sentence("Others send their own labels; kept here: {count}.", count=f"{stays['others']:,}"))
    return said


def fetch(file: LabelFile, url: str, *, cancel: CancelToken | None = None, batch: str | None = None) -> Fetched:
    """Read what the team has and this library has not. Changes nothing here; what came before a cut is kept.

    `batch`: the one that is on the desk.
    """
    token = cancel or CancelToken()
    with opened_store(url, token) as server:
        member = entered(file, server)
        found = Fetched(server.where, file.at_least_now(), said=server.warnings, begins=member != membership(file))
        found.seen = 0 if has_set_aside(file) else member.seen
        role = server.role
        try:
            for named in server.after(found.seen):
                known = known_rows(file, [(row.table, row.row_id) for row in named])
                wanted = [row for row in named if (row.table, row.row_id) not in known]
                for row in named:
                    seal = known.get((row.table, row.row_id), row.seal)
                    if seal != row.seal:
                        fault = Sentence("{row} of {table} says something else here", row=row.row_id, table=row.table)
                        found.refuse(row, fault)
                    elif row.role != role and (row.table, row.row_id) in known:
                        # A program that was killed may have taken it and not have noted it.
                        found.known.append((row.table, row.row_id))
                for at in range(0, len(wanted), _AT_ONCE):
                    token.check()
                    some = wanted[at : at + _AT_ONCE]
                    lines = server.lines(some)
                    # Asked after them: a name is bound before anything is added under it.
                    _sort_in(found, some, lines, server.names())
                found.seen, found.newest_id = named[-1].seq, named[-1].row_id
            found.leases = leases_of(file, server, server.names(), batch)
        except TeamAway as error:
            found.away = error
        except BaseException:
            found.close()
            raise
    return found


def _sort_in(found: Fetched, rows: Sequence[NamedRow], lines: Sequence[str], names: Names) -> None:
    for row, line in zip(rows, lines, strict=True):
        data = line.encode() + b"\n"
        values, seal, fault = _verified(row, data, names)
        if fault is not None:
            found.refuse(row, fault)
            continue
        if waits(row.row_id, values.get("time"), now=found.now):
            if row.table == "events":
                found.waiting[row.seq] = row.role, values
            continue
        if row.role not in found.first:
            found.roles.append(row.role)
            found.first[row.role] = row.seq
        with found.file_of(row.role).open("ab") as file:
            file.write(data)
        found.rows.setdefault(row.role, []).append((row.table, row.row_id, seal))


def _verified(row: NamedRow, data: bytes, names: Names) -> tuple[dict[str, Any], bytes, Sentence | None]:
    """The columns and the seal of what was fetched, or why it is refused."""
    try:
        ((table, values, seal),) = read_line(data, row.seq, Path("team"))
        sealed = seal_of(table, tuple(values), tuple(values.values()))
    except (NothingTaken, ValueError, TypeError, OverflowError):
        return {}, b"", Sentence("it is no sealed event")
    if seal != sealed or (table, values.get("id")) != (row.table, row.row_id):
        return {}, b"", Sentence("it is not as it was written (its seal is broken)")
    return values, seal, fault_of(names, row.role, values) if table == "events" else None


def take(file: LabelFile, found: Fetched, origin: Origin) -> Pulled:
    """Merge what was fetched, as one action that an undo takes back here alone; then the folder is gone."""
    merged: list[Merged] = []
    refused = dict(found.refused)
    try:
        if sum(map(len, found.rows.values())) > MANY:
            back_up_before(file.folder)
        try:
            merged = [_merged(file, found, found.roles, origin)] if found.roles else []
            taken = found.roles
        except NothingTaken:
            # One person's lie costs the others nothing.
            taken = []
            for role in found.roles:
                try:
                    merged.append(_merged(file, found, [role], origin))
                    taken.append(role)
                except NothingTaken as error:
                    refused[found.first[role]] = error.sentence
        member = membership(file)
        if member is not None:
            if found.begins:
                member = Membership(member.team, member.url, member.annotators)
                write_membership(file, member)
            note_known(file, found.known)
            for role in taken:
                note_rows(file, found.rows[role])
            later = [seq for seq, (_, event) in found.waiting.items() if not is_said_anew(file, event)]
            seen = min([*refused, *later], default=found.seen + 1) - 1
            member = replace(member, seen=max(member.seen, seen))
            write_membership(file, member.knows(found.seen, found.newest_id) if found.newest_id else member)
        if found.away is None:
            write_leases(file, found.leases)
    finally:
        found.close()
    count = len(conflicts(file))
    new = sum(done.new for done in merged)
    said = [*found.said, *_said_of_waiting(found)]
    return Pulled(new, count, tuple(merged), [refused[seq] for seq in sorted(refused)], said, found.away)


def _said_of_waiting(found: Fetched) -> list[Sentence]:
    later: dict[str, list[str]] = {}
    for role, event in found.waiting.values():
        later.setdefault(role, []).append(event["id"])
    return [said_of_waiting(role, len(ids), taken_from(max(ids))) for role, ids in sorted(later.items())]


def _merged(file: LabelFile, found: Fetched, roles: Sequence[str], origin: Origin) -> Merged:
    with opened_lines(chain.from_iterable(map(_lines_in, map(found.file_of, roles))), found.where) as other:
        return merge(file, other, origin)


def _lines_in(path: Path) -> Iterator[bytes]:
    with path.open("rb") as lines:
        yield from lines


def pull(file: LabelFile, url: str, origin: Origin, *, cancel: CancelToken | None = None) -> Pulled:
    """Take what the team has and this library has not."""
    return take(file, fetch(file, url, cancel=cancel), origin)
