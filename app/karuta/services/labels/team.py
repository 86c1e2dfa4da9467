"""A team works on one table: sends this library's events to its store, and takes everybody's as a merge.

What is sent is what was decided here, and what is taken is verified as if nobody had done so before. Only `team_server`
connects, and it is loaded when a person asks for the team.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import chain
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.label import MACHINE, Origin
from karuta.domain.sentence import Sentence, counted_labels
from karuta.engine.decode import open_picture
from karuta.services.backups.back_up_labels import MANY, back_up_before
from karuta.services.labels.second_look import conflicts
from karuta.store.event_lines import NothingTaken, read_line
from karuta.store.label_file import LabelFile
from karuta.store.merge import Merged, merge
from karuta.store.other_labels import opened_lines
from karuta.store.picture_files import crop_at_hand, keep_crop, keep_stand_in, sound_crop
from karuta.store.seals import seal_of
from karuta.store.teamed import (
    Membership,
    TeamPerson,
    TeamRow,
    count_unsent,
    crops_known,
    crops_of_labelled,
    has_set_aside,
    is_machines,
    known_rows,
    membership,
    newest_batch,
    note_known,
    note_rows,
    people_by_device,
    people_here,
    people_of_this_file,
    unsent_rows,
    write_crop,
    write_leases,
    write_membership,
)
from karuta.store.teamed import TeamAway as TeamAway
from karuta.store.teamed import TeamError as TeamError

if TYPE_CHECKING:
    from karuta.store.team_server import NamedRow, TeamServer

_AT_ONCE = 200
_LONGEST = 1_000_000
"""Bytes of a line, and of a crop, that a team's store takes."""
_NUL = re.compile(r"(?<!\\)(\\\\)*\\u0000")
"""The one character with which PostgreSQL can read no JSON."""
_CROPS = 500
"""So many are sent with one push, and asked for at once."""
_CROP_PIXELS = 4_000_000
_RECENT = timedelta(hours=1)
_Kept = tuple[str, bool]
Names = dict[tuple[str, str], str]
"""(annotator or device, name) -> role."""


@dataclass
class TeamJoined:
    """`name`: whom the server calls you. `is_kept`: False where the address held a password, which is not kept."""

    role: str
    names: tuple[str, ...]
    is_kept: bool
    said: list[Sentence]


@dataclass
class Sent:
    """Events that the team has now; `refused`: what was not sent, and why; `said`: warnings.

    `unsent`: events of others, that came by a file; `crops`: those that somebody had asked for.
    """

    events: int = 0
    unsent: int = 0
    crops: int = 0
    refused: list[Sentence] = field(default_factory=list)
    said: list[Sentence] = field(default_factory=list)


@dataclass
class Fetched:
    """What the team's store has and this library has not, in a folder that `close` removes: a file a role.

    `first`: the first row of each role; `seen`: the last row that was read; `away`: why not all came. `begins`: the
    store was read from its first row, because it holds less than it did.
    """

    where: str
    folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="karuta-team-")
    )
    roles: list[str] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    known: list[tuple[str, str]] = field(default_factory=list)
    rows: dict[str, list[tuple[str, str, bytes]]] = field(default_factory=dict)
    refused: dict[int, Sentence] = field(default_factory=dict)
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


@dataclass(frozen=True)
class TeamStatus:
    """`to_send`, `new`: events. `conflicts`: sightings on which people disagree here."""

    to_send: int
    new: int
    conflicts: int
    people: tuple[TeamPerson, ...]


def _loaded() -> tuple[Callable[[str, CancelToken], AbstractContextManager[TeamServer]], Callable[[str], _Kept]]:
    """How to open a team's store, and to take a password out of its address. Raises `TeamError` without psycopg."""
    try:
        from karuta.store.team_server import opened_team, without_secrets
    except ImportError as error:
        raise TeamError(
            "A team needs Karuta's extra `team`, which is not installed; `pip install 'karuta[team]'` adds it."
        ) from error
    return opened_team, without_secrets


def _opened(url: str, token: CancelToken | None = None) -> AbstractContextManager[TeamServer]:
    return _loaded()[0](url, token or CancelToken())


def init_team(url: str, sql: str, people: Sequence[str]) -> tuple[bool, list[str]]:
    """Make a team's store in a database, and admit people. Whether it was made, and the roles that were."""
    with _opened(url) as server:
        return server.make(sql, people)


def join_team(file: LabelFile, url: str, origin: Origin, *, annotator: str | None) -> TeamJoined:
    """Make this library one of a team. `annotator`: the name to bind; else whoever labelled here, or the origin's."""
    kept, had_secret = _loaded()[1](url)
    with _opened(url) as server:
        team = server.team()
        bound = _bound(file, server, origin, annotator, joins=True)
        if annotator is not None and bound.names.get(("annotator", annotator)) != bound.role:
            raise TeamError(
                "The annotator {name} is bound to the role {role} in this team; give another with --annotator, or ask "
                "the team's owner.",
                name=annotator,
                role=bound.names.get(("annotator", annotator), annotator),
            )
        names = tuple(sorted(bound.mine("annotator")))
        member, before = Membership(team, kept, names), membership(file)
        if before is not None and before.team == team and server.holds(before):
            member = replace(before, url=kept, annotators=names)
        write_membership(file, member)
        return TeamJoined(bound.role, names, not had_secret, server.warnings)


@dataclass(frozen=True)
class _Bound:
    role: str
    names: Names

    def mine(self, kind: str) -> set[str]:
        return {name for (of, name), role in self.names.items() if of == kind and role == self.role}

    def why_not(self, row: TeamRow) -> Sentence | None:
        """Why this role may not add the row."""
        return None if row.table != "events" else _fault(self.names, self.role, row.values)

    def whose(self, row: TeamRow) -> str:
        """Whose an event is that this role may not add: a stranger's, another's, or said to be its own."""
        device = self.names.get(("device", row.values["device"]))
        person = device if is_machines(row.values) else self.names.get(("annotator", row.values["annotator"]))
        if person is None:
            return "strangers"
        return "mine" if self.role in (person, device) else "others"


def _bound(
    file: LabelFile, server: TeamServer, origin: Origin, annotator: str | None = None, *, joins: bool = False
) -> _Bound:
    """What is bound to this role. Its own name is; else `annotator`, or who labelled here before a name was bound.

    A device on which nobody else labelled is bound too, unless it is somebody's.
    """
    here = {device: people - {MACHINE} for device, people in people_by_device(file).items()}
    with file.writing():
        device = file.here(origin).device
    role = server.role
    mine = _Bound(role, server.names()).mine("annotator")
    wanted = {role}
    if annotator is not None:
        wanted.add(annotator)
    elif joins or mine <= {role} or server.may_change:
        people = here.get(device) or people_of_this_file(file) - {MACHINE}
        wanted |= people if len(people) == 1 or server.may_change else set()
    server.bind("annotator", sorted(wanted - mine))
    bound = _Bound(role, server.names())
    mine = bound.mine("annotator")
    devices = {device, *(name for name, people in here.items() if people and people <= mine)}
    server.bind("device", sorted(name for name in devices if ("device", name) not in bound.names))
    return _Bound(role, server.names())


def _fault(names: Names, role: str, event: Mapping[str, Any]) -> Sentence | None:
    """Why an event is not this role's; None where it is."""
    asked = [("device", Sentence("device")), ("annotator", Sentence("annotator"))]
    for kind, word in asked[: 1 if is_machines(event) else 2]:
        name = event.get(kind)
        bound = names.get((kind, str(name)))
        if bound is None:
            return Sentence("the {kind} {name} is not bound to the role {role}", kind=word, name=name, role=role)
        if bound != role:
            return Sentence(
                "the {kind} {name} is bound to the role {other}, not to {role}",
                kind=word,
                name=name,
                other=bound,
                role=role,
            )
    return None


def push(file: LabelFile, url: str, origin: Origin, *, cancel: CancelToken | None = None) -> Sent:
    """Send what was decided here and the team lacks. Cut off anywhere, the next one goes on."""
    token = cancel or CancelToken()
    file.seal_unsealed()
    done = Sent()
    with _opened(url, token) as server:
        member = _entered(file, server)
        bound = _bound(file, server, origin)
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
            unfit = [row for row in portion if len(row.line.encode()) > _LONGEST or _NUL.search(row.line)]
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
        done.said += _staying(stays)
        done.crops = _send_crops(file, server, token)
        write_leases(file, _leases(file, server, bound.names))
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


def _entered(file: LabelFile, server: TeamServer) -> Membership:
    """The team that this library is in, which this server has to be."""
    member = membership(file)
    if member is None:
        raise TeamError("This library is in no team; `karuta team join URL` joins one.")
    if server.team() != member.team:
        raise TeamError(
            "The store at {where} is another team's than the one that this library joined; `karuta team join URL` "
            "joins it.",
            where=server.where,
        )
    # Where the store was restored from a backup, what it lost is sent again.
    return member if server.holds(member) else Membership(member.team, member.url, member.annotators)


def fetch(file: LabelFile, url: str, *, cancel: CancelToken | None = None, batch: str | None = None) -> Fetched:
    """Read what the team has and this library has not. Changes nothing here; what came before a cut is kept.

    `batch`: the one that is on the desk.
    """
    token = cancel or CancelToken()
    with _opened(url, token) as server:
        member = _entered(file, server)
        found = Fetched(server.where, said=server.warnings, begins=member != membership(file))
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
            found.leases = _leases(file, server, server.names(), batch)
        except TeamAway as error:
            found.away = error
        except BaseException:
            found.close()
            raise
    return found


def _sort_in(found: Fetched, rows: Sequence[NamedRow], lines: Sequence[str], names: Names) -> None:
    for row, line in zip(rows, lines, strict=True):
        data = line.encode() + b"\n"
        seal, fault = _verified(row, data, names)
        if fault is not None:
            found.refuse(row, fault)
            continue
        if row.role not in found.first:
            found.roles.append(row.role)
            found.first[row.role] = row.seq
        with found.file_of(row.role).open("ab") as file:
            file.write(data)
        found.rows.setdefault(row.role, []).append((row.table, row.row_id, seal))


def _verified(row: NamedRow, data: bytes, names: Names) -> tuple[bytes, Sentence | None]:
    """The seal of what was fetched, or why it is refused."""
    try:
        ((table, values, seal),) = read_line(data, row.seq, Path("team"))
        sealed = seal_of(table, tuple(values), tuple(values.values()))
    except (NothingTaken, ValueError, TypeError, OverflowError):
        return b"", Sentence("it is no sealed event")
    if seal != sealed or (table, values.get("id")) != (row.table, row.row_id):
        return b"", Sentence("it is not as it was written (its seal is broken)")
    if table != "events":
        return seal, None
    return seal, _fault(names, row.role, values)


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
            seen = min(refused, default=found.seen + 1) - 1
            member = replace(member, seen=max(member.seen, seen))
            write_membership(file, member.knows(found.seen, found.newest_id) if found.newest_id else member)
        if found.away is None:
            write_leases(file, found.leases)
    finally:
        found.close()
    count = len(conflicts(file))
    new = sum(done.new for done in merged)
    return Pulled(new, count, tuple(merged), [refused[seq] for seq in sorted(refused)], found.said, found.away)


def _merged(file: LabelFile, found: Fetched, roles: Sequence[str], origin: Origin) -> Merged:
    with opened_lines(chain.from_iterable(map(_lines_in, map(found.file_of, roles))), found.where) as other:
        return merge(file, other, origin)


def _lines_in(path: Path) -> Iterator[bytes]:
    with path.open("rb") as lines:
        yield from lines


def pull(file: LabelFile, url: str, origin: Origin, *, cancel: CancelToken | None = None) -> Pulled:
    """Take what the team has and this library has not."""
    return take(file, fetch(file, url, cancel=cancel), origin)


@dataclass(frozen=True)
class FetchedCrops:
    """Crops that came; that nobody has sent yet, and were asked for; and what was refused, and why."""

    came: int
    asked: int
    refused: list[Sentence]


def _send_crops(file: LabelFile, server: TeamServer, token: CancelToken) -> int:
    """Send crops that somebody asked for and that are here. Returns how many."""
    sent = 0
    for sighting, crop in crops_known(file, server.wanted()):
        token.check()
        kept = sound_crop(file.folder, crop)
        if kept is not None and kept.path.stat().st_size <= _LONGEST:
            server.add_crop(sighting, kept.path.read_bytes())
            sent += 1
            if sent == _CROPS:
                break
    return sent


def fetch_crops(
    file: LabelFile, url: str, *, only_conflicts: bool = False, cancel: CancelToken | None = None
) -> FetchedCrops:
    """Take the crops of labelled sightings that are not here, and ask for those that nobody has sent yet.

    `only_conflicts`: of sightings on which people disagree.
    """
    token = cancel or CancelToken()
    found = crops_of_labelled(file)
    if only_conflicts:
        found = [(one.sighting_id, one.crop_sha256) for one, _ in conflicts(file) if one.sighting_id]
    lacking = {name: crop for name, crop in found if crop is None or crop_at_hand(file.folder, crop) is None}
    if not lacking:
        return FetchedCrops(0, 0, [])
    came: set[str] = set()
    refused: list[Sentence] = []
    with _opened(url, token) as server, tempfile.TemporaryDirectory(prefix="karuta-team-") as folder:
        _entered(file, server)
        for sighting, role, data in server.crops(sorted(lacking)):
            token.check()
            came.add(sighting)
            fault = _fault_of_crop(Path(folder, "crop.webp"), data)
            if fault is not None:
                refused.append(
                    Sentence(
                        "The crop of sighting {sighting}, sent by {role}: {fault}",
                        sighting=sighting,
                        role=role,
                        fault=fault,
                    )
                )
                continue
            name = lacking[sighting]
            if name is None:
                write_crop(file, sighting, keep_crop(file.folder, data))
            elif hashlib.sha256(data).hexdigest() == name:
                keep_crop(file.folder, data)
            else:
                keep_stand_in(file.folder, name, data)
        asked = sorted(lacking.keys() - came)
        for at in range(0, len(asked), _CROPS):
            server.want(asked[at : at + _CROPS])
    return FetchedCrops(len(came) - len(refused), len(asked), refused)


def _fault_of_crop(path: Path, data: bytes) -> Sentence | None:
    """Why these bytes are no crop. `path`: where they are tried."""
    try:
        path.write_bytes(data)
        picture = open_picture(path)
        if len(data) > _LONGEST or prod(picture.size) > _CROP_PIXELS:
            return Sentence("it is too large")
        picture.pixels()
    except PictureError:
        return Sentence("it is no picture")
    return None


def status(file: LabelFile, url: str) -> TeamStatus:
    """How far this library and the team are. Changes nothing."""
    with _opened(url) as server:
        new = _count_new(file, server)
        return TeamStatus(to_send(file) or 0, new, len(conflicts(file)), tuple(server.people()))


def _count_new(file: LabelFile, server: TeamServer) -> int:
    new = 0
    for named in server.after(_entered(file, server).seen):
        events = [(row.table, row.row_id) for row in named if row.table == "events"]
        new += len(events) - len(known_rows(file, events))
    return new


def glance(file: LabelFile, url: str, *, batch: str | None, cancel: CancelToken) -> tuple[int, str]:
    """How many events there are to take, and who else works on `batch`, the one on the desk ("": nobody).

    Who works on which batch is told and noted.
    """
    with _opened(url, cancel) as server:
        new = _count_new(file, server)
        leases = _leases(file, server, server.names(), batch)
    write_leases(file, leases)
    return new, next((who for held, who, _ in leases if held == batch), "")


def team_url(file: LabelFile) -> str:
    """The address of the team that this library is in. Raises `TeamError`."""
    member = membership(file)
    if member is None:
        raise TeamError("This library is in no team; `karuta team join URL` joins one.")
    return member.url


def to_send(file: LabelFile) -> int | None:
    """How many events of this library the team lacks; None in no team. Asks nobody."""
    member = membership(file)
    return None if member is None else count_unsent(file, member.annotators)


def team_here(file: LabelFile) -> list[Sentence]:
    """How far everybody is, as far as it was fetched; nothing in no team. Asks nobody."""
    return [] if membership(file) is None else list(map(said_of_person, people_here(file)))


def said_of_person(person: TeamPerson) -> Sentence:
    """How many labels somebody gave, and which batch they work on."""
    labels = counted_labels(person.labels)
    if person.batch is None:
        return Sentence("{name}: {labels}", name=person.annotator, labels=labels)
    batch = person.batch or Sentence("photos without a batch")
    return Sentence("{name}: {labels}, works on {batch}", name=person.annotator, labels=labels, batch=batch)


def _leases(
    file: LabelFile, server: TeamServer, names: Names, batch: str | None = None
) -> list[tuple[str, str, float]]:
    """Say which batch is worked on here, if any, and hear who works on the others. `batch`: else the last label's."""
    bound = _Bound(server.role, names)
    recent = newest_batch(file, bound.mine("device"), _RECENT)
    mine = bound.mine("annotator")
    if batch is not None and mine:
        # An annotator who is not the role itself has said so.
        server.lease(
            batch, recent[0] if recent and recent[0] in mine else max(mine, key=lambda name: name != bound.role)
        )
    elif recent is not None and recent[0] in mine:
        server.lease(recent[1], recent[0])
    return [lease for lease in server.leases() if lease[1] not in mine]
