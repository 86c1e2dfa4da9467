"""Sends what was decided here to a team's store, and takes everybody's events as a merge.

What is taken is verified as if nobody had done so before. A push cut off anywhere goes on with the next one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
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
from karuta.store.lock import scratch_folder
from karuta.store.merge import Merged, merge
from karuta.store.other_labels import opened_lines, why_not_taken
from karuta.store.seals import seal_of
from karuta.store.teamed import (
    Membership,
    columns_of_rows,
    has_set_aside,
    is_said_anew,
    known_rows,
    membership,
    note_known,
    note_refused,
    note_rows,
    portions,
    refused_before,
    unsent_rows,
    why_nothing,
    write_leases,
    write_membership,
)
from karuta.store.teamed import TeamAway as TeamAway
from karuta.store.teamed import TeamError as TeamError

if TYPE_CHECKING:
    from karuta.services.labels.team import NamedRow, TeamServer

_AT_ONCE = 200
_ASKED_AGAIN = 20
"""So many refused rows of a role are asked for again with each pull, and are spoken of."""
_NUL = re.compile(r"(?<!\\)(\\\\)*\\u0000")
"""The one character with which PostgreSQL can read no JSON."""


@dataclass
class Sent:
    """Events that the team has now; `refused`: what was not sent, and why; `sentences`: warnings.

    `unsent`: events of others, that came by a file, and `stays` says whose; `crops`: those that somebody had asked for.
    """

    events: int = 0
    unsent: int = 0
    stays: list[Sentence] = field(default_factory=list)
    crops: int = 0
    refused: list[Sentence] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True)
class FetchedRow:
    """A row that was fetched and is fit to be taken: its place in the store, what it is, and its seal."""

    seq: int
    table: str
    row_id: str
    seal: bytes


@dataclass(frozen=True)
class WaitingRow:
    """A row that is taken later, and the role that added it."""

    role: str
    table: str
    values: dict[str, Any]

    def is_due(self, file: LabelFile) -> bool:
        """Whether it is to come at all: what was said anew since need not."""
        return self.table != "events" or not is_said_anew(file, self.values)


@dataclass
class Refusals:
    """Rows of a team's store that are not taken, by their place in it, and who added each.

    `asked_again`: rows that were refused before and are taken now, or are gone from the store. `waiting`: how many rows
    of a role are taken later, because a clock that was ahead has stamped them.
    """

    roles: dict[int, str] = field(default_factory=dict)
    waiting: Counter[str] = field(default_factory=Counter)
    asked_again: list[int] = field(default_factory=list)
    _faults: dict[int, Sentence] = field(default_factory=dict)
    _spoken_of: Counter[str] = field(default_factory=Counter)

    def add(self, seq: int, role: str, fault: object) -> None:
        self.roles[seq] = role
        if self._spoken_of[role] < _ASKED_AGAIN:
            self._spoken_of[role] += 1
            self._faults[seq] = Sentence(
                "Row {seq} of the team's store, added by {role}: {fault}", seq=seq, role=role, fault=fault
            )

    def sentences(self, refused: Mapping[str, Sequence[int]]) -> list[Sentence]:
        """Why, of the first rows of each role, and how many more there are. `refused`: all of them, by role."""
        return [self._faults[seq] for seq in sorted(self._faults)] + [
            Sentence("further rows added by {role}, not listed: {count}", role=role, count=f"{more:,}")
            for role, seqs in sorted(refused.items())
            if (more := len(seqs) - self._spoken_of[role] - self.waiting[role]) > 0
        ]


@dataclass
class Fetched:
    """Fetched rows that this library lacks, in a folder that `close` removes: a file a role.

    `waiting`: rows that a clock far ahead has stamped, by their place in the store. `seen`: the last row that was read;
    `away`: why not all came. `begins`: the store was read from its first row, because it holds less than it did.
    """

    where: str
    folder: Path
    closing: ExitStack
    known_rows: list[tuple[str, str]] = field(default_factory=list)
    rows: dict[str, list[FetchedRow]] = field(default_factory=dict)
    refusals: Refusals = field(default_factory=Refusals)
    waiting: dict[int, WaitingRow] = field(default_factory=dict)
    leases: list[tuple[str, str, float]] = field(default_factory=list)
    seen: int = 0
    newest_id: str = ""
    begins: bool = False
    sentences: list[Sentence] = field(default_factory=list)
    away: TeamAway | None = None

    def close(self) -> None:
        self.closing.close()

    def file_of(self, role: str) -> Path:
        return self.folder / f"{list(self.rows).index(role)}.jsonl"

    def sort_in(self, row: NamedRow, read: _Read | Sentence, judge: _Judge) -> None:
        """What is fit goes into its role's file. Each row is judged by itself: what one role adds costs no other
        anything, nor the rest of its own.
        """
        fault = read if isinstance(read, Sentence) else judge.fault(read, row.role)
        if fault is not None or isinstance(read, Sentence):
            self.refusals.add(row.seq, row.role, fault)
            return
        if waits(row.row_id, read.values.get("time"), now=judge.now):
            self.waiting[row.seq] = WaitingRow(row.role, read.table, read.values)
            return
        fetched = self.rows.setdefault(row.role, [])
        with self.file_of(row.role).open("ab") as file:
            file.write(read.line)
        fetched.append(FetchedRow(row.seq, row.table, row.row_id, read.seal))


@dataclass(frozen=True)
class Pulled:
    """`refused`: what was not taken, and why; it is asked for again."""

    new: int
    conflicts: int
    merged: tuple[Merged, ...]
    refused: list[Sentence]
    sentences: list[Sentence]
    away: TeamAway | None


def push(file: LabelFile, url: str, origin: Origin, *, cancel: CancelToken | None = None) -> Sent:
    """Send what was decided here and the team lacks. Cut off anywhere, the next one goes on."""
    token = cancel or CancelToken()
    file.seal_unsealed()
    sent = Sent()
    with opened_store(url, token) as server:
        member = entered(file, server)
        bound = bound_here(file, server, origin)
        member = replace(member, annotators=tuple(sorted(bound.mine("annotator"))))
        write_membership(file, member)
        sent.sentences += server.warnings
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
            kept_back |= {row.row_id for row in unfit}
            ours = [row for row in portion if row.row_id not in kept_back]
            there = server.add(ours)
            with file.writing():
                note_rows(file, [(row.table, row.row_id, row.seal) for row in there])
                for row, seq in there.items():
                    member = member.knows(seq, row.row_id)
                write_membership(file, member)
            sent.events += sum(row.table == "events" for row in there)
            sent.refused += [
                Sentence(
                    "{row} of {table} is too long for a team's store, or holds a NUL", row=row.row_id, table=row.table
                )
                for row in unfit
            ]
            sent.refused += [
                Sentence("{row} of {table} says something else in the team's store", row=row.row_id, table=row.table)
                for row in ours
                if row not in there
            ]
        sent.refused += [
            Sentence("not sent ({count}): {why}", count=count, why=why) for why, count in sorted(not_ours.items())
        ]
        sent.unsent = stays["strangers"] + stays["others"]
        sent.stays = _staying(stays)
        sent.crops = send_crops(file, server, token)
        write_leases(file, leases_of(file, server, bound.names))
    return sent


def _staying(stays: Counter[str]) -> list[Sentence]:
    sentences = []
    if stays["strangers"] == 1:
        sentences.append(Sentence("1 label of somebody who has not joined stays here."))
    elif stays["strangers"]:
        sentences.append(
            Sentence("{count} labels of people who have not joined stay here.", count=f"{stays['strangers']:,}")
        )
    if stays["others"]:
        sentences.append(Sentence("Others send their own labels; kept here: {count}.", count=f"{stays['others']:,}"))
    return sentences


def fetch(file: LabelFile, url: str, *, cancel: CancelToken | None = None, batch: str | None = None) -> Fetched:
    """Read what the team has and this library has not. Changes nothing here; what came before a cut is kept.

    `batch`: the one that is on the desk.
    """
    token = cancel or CancelToken()
    with opened_store(url, token) as server, ExitStack() as stack:
        member = entered(file, server)
        folder = stack.enter_context(scratch_folder("karuta-team-"))
        fetched = Fetched(server.where, folder, stack, sentences=server.warnings, begins=member != membership(file))
        fetched.seen = 0 if has_set_aside(file) else member.seen
        try:
            before = {} if fetched.begins else refused_before(file)
            _ask_again(fetched, file, server, before, token)
            asked = set(chain.from_iterable(before.values()))
            for named in server.after(fetched.seen):
                _fetch(fetched, file, server, [row for row in named if row.seq not in asked], token)
                fetched.seen, fetched.newest_id = named[-1].seq, named[-1].row_id
            fetched.leases = leases_of(file, server, server.names(), batch)
        except TeamAway as error:
            fetched.away = error
        fetched.closing = stack.pop_all()
    return fetched


def _ask_again(
    fetched: Fetched, file: LabelFile, server: TeamServer, before: Mapping[str, Sequence[int]], token: CancelToken
) -> None:
    """What was refused before, until so many rows of its role are refused once more: what they cost has a bound."""
    for seqs in before.values():
        enough = len(fetched.refusals.roles) + len(fetched.waiting) + _ASKED_AGAIN
        for some in portions(seqs, most=_ASKED_AGAIN):
            _fetch(fetched, file, server, server.rows(some), token)
            fetched.refusals.asked_again += [seq for seq in some if seq not in fetched.refusals.roles]
            if len(fetched.refusals.roles) + len(fetched.waiting) >= enough:
                break


def _fetch(
    fetched: Fetched, file: LabelFile, server: TeamServer, named: Sequence[NamedRow], token: CancelToken
) -> None:
    known_here = known_rows(file, [(row.table, row.row_id) for row in named])
    for row in named:
        seal = known_here.get((row.table, row.row_id), row.seal)
        if seal != row.seal:
            fault = Sentence("{row} of {table} says something else here", row=row.row_id, table=row.table)
            fetched.refusals.add(row.seq, row.role, fault)
        elif row.role != server.role and (row.table, row.row_id) in known_here:
            # A program that was killed may have taken it and not have noted it.
            fetched.known_rows.append((row.table, row.row_id))
    new_rows = (row for row in named if (row.table, row.row_id) not in known_here)
    columns = columns_of_rows(file)
    for some in portions(new_rows, lambda row: row.size, most=_AT_ONCE):
        token.check()
        read = [_read(row, line.encode() + b"\n", columns) for row, line in zip(some, server.lines(some), strict=True)]
        fit = [row_read for row_read in read if isinstance(row_read, _Read)]
        # Asked after them: a name is bound before anything is added under it.
        asked = [(kind, str(row_read.values.get(kind))) for row_read in fit for kind in ("annotator", "device")]
        sources = [row_read.values["id"] for row_read in fit if row_read.table == "imports"]
        judge = _Judge(server.names(asked), server.added_by(sources), file.at_least_now())
        for row, row_read in zip(some, read, strict=True):
            fetched.sort_in(row, row_read, judge)


@dataclass(frozen=True)
class _Read:
    """A row whose seal bears it out, every column of it. `line`: as it came."""

    table: str
    values: dict[str, Any]
    seal: bytes
    line: bytes


def _read(row: NamedRow, line: bytes, columns: Mapping[str, Sequence[str]]) -> _Read | Sentence:
    """What a line says, or why it is refused."""
    try:
        ((table, values, seal),) = read_line(line, row.seq, Path("team"))
        sealed = seal_of(table, tuple(values), tuple(values.values()))
    except (NothingTaken, ValueError, TypeError, OverflowError):
        return Sentence("it is not an event that Karuta wrote")
    if seal != sealed or (table, values.get("id")) != (row.table, row.row_id):
        return Sentence("it is not as it was written (its hash does not match)")
    if not values.keys() <= set(columns.get(table, ())):
        return Sentence("it was written by a newer Karuta; update this one")
    return _Read(table, dict.fromkeys(columns[table]) | values, seal, line)


@dataclass(frozen=True)
class _Judge:
    """Says of one row after the other whether it is taken. `added_by`: event -> the role that added it."""

    names: Names
    added_by: Mapping[str, str]
    now: datetime

    def fault(self, row_read: _Read, role: str) -> Sentence | None:
        if row_read.table == "imports" and self.added_by.get(row_read.values["id"]) != role:
            return Sentence("its event was not added by {role}", role=role)
        why = why_not_taken(row_read.table, tuple(row_read.values), tuple(row_read.values.values()))
        return why or (fault_of(self.names, role, row_read.values) if row_read.table == "events" else None)


def take(file: LabelFile, fetched: Fetched, origin: Origin) -> Pulled:
    """Merge what was fetched, as one action that an undo takes back here alone; then the folder is gone."""
    merged: list[Merged] = []
    refusals = fetched.refusals
    try:
        if sum(map(len, fetched.rows.values())) > MANY:
            back_up_before(file.folder)
        taken = list(fetched.rows)
        try:
            merged = [_merged(file, fetched, taken, origin)] if taken else []
        except NothingTaken:
            # What was written here meanwhile may contradict some of it.
            taken = []
            for role, rows in fetched.rows.items():
                try:
                    merged.append(_merged(file, fetched, [role], origin))
                    taken.append(role)
                except NothingTaken as error:
                    for row in rows:
                        refusals.add(row.seq, role, why_nothing(error))
        member = membership(file)
        if member is not None:
            if fetched.begins:
                member = Membership(member.team, member.url, member.annotators)
                write_membership(file, member)
            note_known(file, fetched.known_rows)
            for role in taken:
                note_rows(file, [(row.table, row.row_id, row.seal) for row in fetched.rows[role]])
            for seq, waiting in fetched.waiting.items():
                if waiting.is_due(file):
                    refusals.roles[seq] = waiting.role
                    refusals.waiting[waiting.role] += 1
            no_more = [seq for seq in refusals.asked_again if seq not in refusals.roles]
            note_refused(file, refusals.roles, no_more=no_more)
            member = replace(member, seen=max(member.seen, fetched.seen))
            write_membership(file, member.knows(fetched.seen, fetched.newest_id) if fetched.newest_id else member)
        if fetched.away is None:
            write_leases(file, fetched.leases)
    finally:
        fetched.close()
    count = len(conflicts(file))
    new = sum(part.new for part in merged)
    refused = refusals.sentences(refused_before(file))
    return Pulled(new, count, tuple(merged), refused, [*fetched.sentences, *_said_of_waiting(fetched)], fetched.away)


def _said_of_waiting(fetched: Fetched) -> list[Sentence]:
    later: dict[str, list[str]] = {}
    for row in fetched.waiting.values():
        if row.table == "events":
            later.setdefault(row.role, []).append(row.values["id"])
    return [said_of_waiting(role, len(ids), taken_from(max(ids))) for role, ids in sorted(later.items())]


def _merged(file: LabelFile, fetched: Fetched, roles: Sequence[str], origin: Origin) -> Merged:
    with opened_lines(chain.from_iterable(map(_lines_in, map(fetched.file_of, roles))), fetched.where) as other:
        return merge(file, other, origin)


def _lines_in(path: Path) -> Iterator[bytes]:
    with path.open("rb") as lines:
        yield from lines


def pull(file: LabelFile, url: str, origin: Origin, *, cancel: CancelToken | None = None) -> Pulled:
    """Take what the team has and this library has not."""
    return take(file, fetch(file, url, cancel=cancel), origin)
