"""A team works on one table: who is in it, which names are whose, who works on what. Sends and takes no event.

Only `team_server` connects, and it is loaded when a person asks for the team.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from karuta.domain.cancel import CancelToken
from karuta.domain.label import MACHINE, Origin
from karuta.domain.sentence import Sentence, counted_labels, quoted
from karuta.services.labels.second_look import conflicts
from karuta.store.label_file import LabelFile
from karuta.store.teamed import (
    Membership,
    TeamPerson,
    TeamRow,
    count_unsent,
    is_machines,
    known_rows,
    membership,
    newest_batch,
    people_by_device,
    people_here,
    people_of_this_file,
    write_leases,
    write_membership,
)
from karuta.store.teamed import TeamAway as TeamAway
from karuta.store.teamed import TeamError as TeamError

if TYPE_CHECKING:
    from karuta.store.team_server import NamedRow as NamedRow
    from karuta.store.team_server import TeamServer as TeamServer

LONGEST = 1_000_000
"""Bytes of a line, and of a crop, that a team's store takes."""
_RECENT = timedelta(hours=1)
_Kept = tuple[str, tuple[str, ...]]
Names = dict[tuple[str, str], str]
"""(annotator or device, name) -> role."""


@dataclass
class TeamJoined:
    """`role`: whom the server calls you. `left_out`: parameters of the address that may be secret and are not kept."""

    role: str
    names: tuple[str, ...]
    left_out: tuple[str, ...]
    sentences: list[Sentence]


@dataclass(frozen=True)
class TeamStatus:
    """`to_send`, `new`: events. `conflicts`: sightings on which people disagree here."""

    to_send: int
    new: int
    conflicts: int
    people: tuple[TeamPerson, ...]


def _loaded() -> tuple[Callable[[str, CancelToken], AbstractContextManager[TeamServer]], Callable[[str], _Kept]]:
    """How to open a team's store, and to take secrets out of its address. Raises `TeamError` without psycopg."""
    try:
        from karuta.store.team_server import opened_team, without_secrets
    except ImportError as error:
        raise TeamError(
            "A team needs Karuta's extra `team`, which is not installed; `pip install 'karuta[team]'` adds it."
        ) from error
    return opened_team, without_secrets


def opened_store(url: str, token: CancelToken | None = None) -> AbstractContextManager[TeamServer]:
    return _loaded()[0](url, token or CancelToken())


def init_team(url: str, sql: str, people: Sequence[str]) -> tuple[bool, list[str]]:
    """Make a team's store in a database, and admit people. Whether it was made, and the roles that were."""
    with opened_store(url) as server:
        return server.make(sql, people)


def join_team(file: LabelFile, url: str, origin: Origin, *, annotator: str | None) -> TeamJoined:
    """Make this library one of a team. `annotator`: the name to bind; else whoever labelled here, or the origin's."""
    kept, left_out = _loaded()[1](url)
    with opened_store(url) as server:
        team = server.team()
        bound = bound_here(file, server, origin, annotator, joins=True)
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
        return TeamJoined(bound.role, names, left_out, server.warnings)


@dataclass(frozen=True)
class BoundNames:
    role: str
    names: Names

    def mine(self, kind: str) -> set[str]:
        return {name for (of, name), role in self.names.items() if of == kind and role == self.role}

    def why_not(self, row: TeamRow) -> Sentence | None:
        """Why this role may not add the row."""
        return None if row.table != "events" else fault_of(self.names, self.role, row.values)

    def whose(self, row: TeamRow) -> str:
        """Whose an event is that this role may not add: a stranger's, another's, or said to be its own."""
        device = self.names.get(("device", row.values["device"]))
        person = device if is_machines(row.values) else self.names.get(("annotator", row.values["annotator"]))
        if person is None:
            return "strangers"
        return "mine" if self.role in (person, device) else "others"


def bound_here(
    file: LabelFile, server: TeamServer, origin: Origin, annotator: str | None = None, *, joins: bool = False
) -> BoundNames:
    """What is bound to this role. Its own name is; else `annotator`, or who labelled here before a name was bound.

    A device on which nobody else labelled is bound too, unless it is somebody's.
    """
    people_here = {device: people - {MACHINE} for device, people in people_by_device(file).items()}
    with file.writing():
        device = file.on_this_copy(origin).device
    role = server.role
    people = {MACHINE, *([annotator] if annotator is not None else ()), *chain.from_iterable(people_here.values())}
    asked = [("device", device), *(("device", name) for name in people_here), *(("annotator", name) for name in people)]
    mine = BoundNames(role, server.names()).mine("annotator")
    roles = {role}
    if annotator is not None:
        roles.add(annotator)
    elif joins or mine <= {role} or server.may_change:
        own = people_here.get(device) or people_of_this_file(file) - {MACHINE}
        roles |= own if len(own) == 1 or server.may_change else set()
    server.bind("annotator", sorted(roles - mine))
    bound = BoundNames(role, server.names(asked))
    mine = bound.mine("annotator")
    devices = {device, *(name for name, people in people_here.items() if people and people <= mine)}
    server.bind("device", sorted(name for name in devices if ("device", name) not in bound.names))
    return BoundNames(role, server.names(asked))


def fault_of(names: Names, role: str, event: Mapping[str, Any]) -> Sentence | None:
    """Why an event is not this role's; None where it is."""
    asked = [("device", Sentence("device")), ("annotator", Sentence("annotator"))]
    for kind, word in asked[: 1 if is_machines(event) else 2]:
        name = event.get(kind)
        bound = names.get((kind, str(name)))
        if bound is None:
            return Sentence(
                "the {kind} {name} is not bound to the role {role}", kind=word, name=quoted(name), role=role
            )
        if bound != role:
            return Sentence(
                "the {kind} {name} is bound to the role {other}, not to {role}",
                kind=word,
                name=quoted(name),
                other=bound,
                role=role,
            )
    return None


def entered(file: LabelFile, server: TeamServer) -> Membership:
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


def status(file: LabelFile, url: str) -> TeamStatus:
    """How far this library and the team are. Changes nothing."""
    with opened_store(url) as server:
        new = _count_new(file, server)
        return TeamStatus(to_send(file) or 0, new, len(conflicts(file)), tuple(server.people()))


def _count_new(file: LabelFile, server: TeamServer) -> int:
    new = 0
    for named in server.after(entered(file, server).seen):
        events = [(row.table, row.row_id) for row in named if row.table == "events"]
        new += len(events) - len(known_rows(file, events))
    return new


def glance(file: LabelFile, url: str, *, batch: str | None, cancel: CancelToken) -> tuple[int, str]:
    """How many events there are to take, and who else works on `batch`, the one on the desk ("": nobody).

    Who works on which batch is told and noted.
    """
    with opened_store(url, cancel) as server:
        new = _count_new(file, server)
        leases = leases_of(file, server, server.names(), batch)
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


def leases_of(
    file: LabelFile, server: TeamServer, names: Names, batch: str | None = None
) -> list[tuple[str, str, float]]:
    """Say which batch is worked on here, if any, and hear who works on the others. `batch`: else the last label's."""
    bound = BoundNames(server.role, names)
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
