"""OPENS THE CONNECTION TO A TEAM'S STORE, a PostgreSQL database; `resources/team.sql` makes what is in it.

Only adds and reads, each statement a transaction of its own, so that a connection may be cut at any point. Keeps no
password: it comes in the address, or by libpq's own ways (PGPASSWORD, ~/.pgpass, a service file).
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
import time
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, LiteralString, NamedTuple, cast

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import PGconn, Ping, TransactionStatus
from psycopg.waiting import Ready

from karuta.domain.cancel import CancelToken
from karuta.domain.sentence import Sentence, quoted
from karuta.store.teamed import LABELS, Membership, TeamAway, TeamError, TeamPerson, TeamRow, portions

VERSION = 2
PATIENCE_SECONDS = 30.0
"""A server that says nothing for so long is away."""
EXCHANGE_SECONDS = 180.0
"""A server that has not answered a statement whole by then is away, too: none asks for more than a megabyte."""
LOCK_MS = 10_000
"""So long does a statement wait for somebody who holds what it needs."""
_WAIT_SECONDS = 0.5
# A person's own say in the address counts more.
_ASKED = {
    "application_name": "karuta",
    "client_encoding": "utf8",
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
# What is known to be no secret; libpq learns new parameters, and `options` may hold anything.
_HARMLESS = frozenset(
    """
    service user dbname host hostaddr port passfile requirepeer require_auth connect_timeout client_encoding
    application_name fallback_application_name tcp_user_timeout keepalives keepalives_idle keepalives_interval
    keepalives_count channel_binding sslmode sslnegotiation sslcompression sslcert sslkey sslcertmode sslrootcert
    sslcrl sslcrldir sslsni ssl_min_protocol_version ssl_max_protocol_version min_protocol_version
    max_protocol_version gssencmode krbsrvname gsslib gssdelegation target_session_attrs load_balance_hosts
    oauth_issuer oauth_client_id oauth_scope
""".split()
)
_AT_ONCE = 2000
_MOST_OF_A_ROLE = 20
"""So many names, and so many batches that they work on, are heard of each role."""
_LONGEST_BATCH = 1000
_MOST = 1 << 63
# Ends of sessions, too many of them, no resources: what another try may find mended.
_AWAY = ("08", "53", "57")


class NamedRow(NamedTuple):
    """A row of the store without its line. `role`: who added it, by the server; `seal`: as its line has it; `size`: of
    its line, in bytes.
    """

    seq: int
    table: str
    row_id: str
    role: str
    seal: str
    size: int


# A seal is 16 bytes, and an identifier 36 letters; more of either is a lie.
_NAMED: LiteralString = """SELECT seq, of_table, left(id, 40), role,
    coalesce(left(substring(line FROM '"seal":"([0-9a-f]+)"'), 40), ''), octet_length(line)
    FROM karuta.rows WHERE """
_WANTED: LiteralString = """FROM karuta.wanted AS w
    WHERE NOT EXISTS (SELECT FROM karuta.crops AS c WHERE c.sighting = w.sighting)"""


class _Connection(psycopg.Connection[tuple[Any, ...]]):  # type: ignore[misc]
    """Gives up where nothing comes, also where something on the way keeps the connection open."""

    token = CancelToken()

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> Generator[Any, Any, Any]:
        return _bounded(super()._connect_gen(conninfo), cls.token)

    def wait(self, gen: Generator[Any, Any, Any], interval: float = _WAIT_SECONDS) -> Any:
        return super().wait(_bounded(gen, self.token), interval=_WAIT_SECONDS)


def _bounded(gen: Generator[Any, Any, Any], token: CancelToken) -> Generator[Any, Any, Any]:
    began = since = time.monotonic()
    try:
        waits_for = next(gen)
        while True:
            ready = yield waits_for
            now = time.monotonic()
            if now - began > EXCHANGE_SECONDS or (ready == Ready.NONE and now - since > PATIENCE_SECONDS):
                raise psycopg.OperationalError("it does not answer")
            if ready != Ready.NONE:
                since = now
            token.check()
            waits_for = gen.send(ready)
    except StopIteration as stop:
        return stop.value


def without_secrets(url: str) -> tuple[str, tuple[str, ...]]:
    """The address as it may be kept, and which parameters were taken out. Raises `TeamError`."""
    parameters = _parsed(url)
    kept = {name: value for name, value in parameters.items() if name in _HARMLESS and not _may_hold_pin(name, value)}
    return make_conninfo("", **kept), tuple(sorted(parameters.keys() - kept.keys()))


def _may_hold_pin(name: str, value: object) -> bool:
    """A key on a device is named by an address, with its PIN; a file by a path, with a colon on Windows alone."""
    return name == "sslkey" and ":" in str(value)[2:]


def _parsed(url: str) -> dict[str, Any]:
    try:
        parameters: dict[str, Any] = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise TeamError(
            "That is not the address of a team; write it like postgresql://anna@host/database?sslmode=verify-full."
        ) from error
    return parameters


def place_of(url: str) -> str:
    """What a person calls the server."""
    parameters = _parsed(url)
    host = parameters.get("host") or parameters.get("hostaddr") or parameters.get("service") or "localhost"
    port = f":{parameters['port']}" if "port" in parameters else ""
    return f"{host}{port}/{parameters.get('dbname') or parameters.get('user') or ''}"


def _is_here(host: str) -> bool:
    """Whether a host is this computer: a socket of it, or a loopback address."""
    try:
        return host in ("", "localhost") or host.startswith(("/", "@")) or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def opened_team(url: str, token: CancelToken) -> Iterator[TeamServer]:
    """Connect, for as long as the block lasts. Raises `TeamAway` and `TeamError`."""
    parameters, where = _parsed(url), place_of(url)
    hosts = str(parameters.get("hostaddr") or parameters.get("host") or os.environ.get("PGHOST") or "").split(",")
    asked = {**_ASKED, **{name: value for name, value in parameters.items() if value is not None}}
    if not all(map(_is_here, hosts)) and "sslmode" not in parameters and "PGSSLMODE" not in os.environ:
        # libpq itself would go on without TLS where the server has none.
        asked["sslmode"] = "require"
    with closing(_connected(make_conninfo("", **asked), where, token)) as connection:
        server = TeamServer(connection, where)
        server.wait_for_locks(LOCK_MS)
        yield server


def _connected(asked: str, where: str, token: CancelToken, *, again: bool = True) -> _Connection:
    kind = cast(type[_Connection], type("_Connection", (_Connection,), {"token": token}))
    try:
        made: _Connection = kind.connect(asked, autocommit=True, prepare_threshold=None)
        return made
    except psycopg.OperationalError as error:
        reason = _first_line(error)
        if isinstance(error, psycopg.errors.ConnectionTimeout):
            raise _away(where, reason) from error
        answer = PGconn.ping(asked.encode())
        if answer == Ping.NO_ATTEMPT:
            raise TeamError(
                "The address of the team's server cannot be used ({reason}); `karuta team join URL` takes a right one.",
                reason=reason,
            ) from error
        if answer != Ping.OK:
            raise _away(where, reason) from error
        if error.pgconn is not None and error.pgconn.needs_password:
            raise TeamError(
                "The team's server at {where} asks for a password; put yours into ~/.pgpass or PGPASSWORD.", where=where
            ) from error
        if not again:
            raise TeamError(
                "The team's server at {where} does not let you in ({reason}).", where=where, reason=reason
            ) from error
    # It answers now: it may have been starting.
    return _connected(asked, where, token, again=False)


def _first_line(error: psycopg.Error) -> str:
    """Why, as libpq says it, without the server's address, and without its advice on further lines."""
    line = next(iter(str(error).splitlines()), "").rpartition(" failed: ")[2]
    return line.removeprefix("FATAL:").strip()


def _away(where: str, reason: object) -> TeamAway:
    return TeamAway(
        "The team's server at {where} cannot be reached ({reason}). Nothing is lost: go on labelling, and send and "
        "fetch later.",
        where=where,
        reason=reason,
    )


def _explained(error: psycopg.Error, where: str, *, is_lost: bool) -> TeamError:
    reason = quoted(error.diag.message_primary or _first_line(error)).rstrip(".")
    if is_lost or (error.sqlstate is None and isinstance(error, psycopg.OperationalError)):
        return _away(where, reason)
    if (error.sqlstate or "").startswith(_AWAY):
        return _away(where, reason)
    if isinstance(error, psycopg.errors.UndefinedTable) and '"karuta.team"' in reason:
        return TeamError("There is no team at {where}; its owner makes one with `karuta team init URL`.", where=where)
    if isinstance(error, psycopg.errors.InsufficientPrivilege) and "schema karuta" in reason:
        return TeamError(
            "The team at {where} has not admitted you; its owner does so with `karuta team init URL --person ROLE`.",
            where=where,
        )
    if (error.sqlstate or "").startswith("42") and not isinstance(error, psycopg.errors.InsufficientPrivilege):
        return _spoilt(where, reason)
    return TeamError("The team's server at {where} refused it: {reason}.", where=where, reason=reason)


def _spoilt(where: str, reason: str) -> TeamError:
    return TeamError(
        "The team's store at {where} is not as Karuta made it ({reason}); its owner restores it from a backup.",
        where=where,
        reason=reason,
    )


class TeamServer:
    """An open team's store."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]], where: str) -> None:
        self._connection = connection
        self.where = where

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except psycopg.errors.LockNotAvailable as error:
            raise TeamAway(
                "The team's store at {where} is locked by {role}, and nobody else can write to it; they end that, or "
                "its owner does. Nothing is lost: go on labelling, and send and fetch later.",
                where=self.where,
                role=self._holder(),
            ) from error
        except psycopg.Error as error:
            lost = self._connection.closed or self._connection.broken
            raise _explained(error, self.where, is_lost=lost) from error

    def _holder(self) -> str:
        """Who holds what every writer needs."""
        if self._connection.info.transaction_status != TransactionStatus.IDLE:
            return Sentence("somebody")
        sql = """SELECT a.usename FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
            WHERE l.granted AND l.pid <> pg_backend_pid() AND l.locktype = 'advisory' AND l.classid = 0
            AND l.objid IN ('karuta.rows'::regclass, 'karuta.leases'::regclass)"""
        return next((role for (role,) in self._rows(sql) if isinstance(role, str)), Sentence("somebody"))

    def wait_for_locks(self, milliseconds: int) -> None:
        """For so long, and no longer, may somebody else keep this one from writing."""
        self._do("SELECT set_config('lock_timeout', %s, false)", f"{milliseconds}ms")

    def _do(self, sql: str, *values: object) -> None:
        with self._told():
            self._connection.execute(sql, values or None)

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._told():
            rows: list[tuple[Any, ...]] = self._connection.execute(sql, values or None).fetchall()
        return rows

    def _value(self, sql: str, *values: object) -> Any:
        return self._rows(sql, *values)[0][0]

    @property
    def warnings(self) -> list[Sentence]:
        """What is to be said of the connection."""
        warnings = []
        info = self._connection.info
        if not _is_here(info.hostaddr or info.host) and not self._connection.pgconn.ssl_in_use:
            warnings.append(
                Sentence(
                    "The connection to {where} is not encrypted: whoever is between here and there can read and change "
                    "what is sent. `sslmode=verify-full` in the address asks for TLS.",
                    where=self.where,
                )
            )
        if self.may_change:
            warnings.append(
                Sentence(
                    "The role {role} may change rows of the team's store; work with a role that only reads and adds.",
                    role=self.role,
                )
            )
        return warnings

    @property
    def may_change(self) -> bool:
        """Whether this is the owner's role, or another one that can do more than read and add."""
        return bool(self._value("SELECT has_table_privilege('karuta.rows', 'UPDATE')"))

    @property
    def role(self) -> str:
        return str(self._value("SELECT session_user"))

    def make(self, sql: str, people: Sequence[str]) -> tuple[bool, list[str]]:
        """Make the store where there is none, bring an older one up to date, and admit people.

        Their roles are made where they are not there. Returns whether the store was made, and the roles.
        """
        parts = re.split(r"\n(?=-- Version )", sql)
        with self._told(), self._connection.transaction():
            is_new = bool(self._value("SELECT to_regnamespace('karuta') IS NULL"))
            if not is_new and not self.may_change:
                raise TeamError(
                    "The role {role} does not own the team's store at {where}; its owner admits people.",
                    role=self.role,
                    where=self.where,
                )
            for part in parts[0 if is_new else self._version() :]:
                self._do(part)
            made = []
            for person in people:
                if not self._value("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", person):
                    self._connection.execute(
                        psycopg.sql.SQL("CREATE ROLE {} LOGIN").format(psycopg.sql.Identifier(person))
                    )
                    made.append(person)
                self._do("SELECT karuta.admit(%s)", person)
        return is_new, made

    def _version(self) -> int:
        """Raises `TeamError` for the store of a newer Karuta, and for what is none."""
        rows = self._rows("SELECT version FROM karuta.team")
        if len(rows) != 1 or not isinstance(rows[0][0], int) or rows[0][0] < 1:
            raise _spoilt(self.where, Sentence("it has no version"))
        if rows[0][0] > VERSION:
            raise TeamError("The team at {where} was made by a newer Karuta; update this one.", where=self.where)
        return int(rows[0][0])

    def team(self) -> str:
        """The team's identifier. Raises `TeamError` for one of another version."""
        if self._version() < VERSION:
            raise TeamError(
                "The team at {where} was made by an older Karuta; its owner brings it up to date with `karuta team "
                "init URL`.",
                where=self.where,
            )
        return str(self._value("SELECT id FROM karuta.team"))

    def holds(self, member: Membership) -> bool:
        """Whether the newest row that a library knows of is there still."""
        sql = "SELECT EXISTS (SELECT FROM karuta.rows WHERE seq = %s AND id = %s)"
        return not member.newest or bool(self._value(sql, member.newest, member.newest_id))

    def bind(self, kind: str, names: Sequence[str]) -> None:
        """Name annotators or devices as this role's own, where they are nobody's."""
        for name in names:
            self._do("INSERT INTO karuta.names (kind, name) VALUES (%s, %s) ON CONFLICT DO NOTHING", kind, name)

    def names(self, asked: Collection[tuple[str, str]] = ()) -> dict[tuple[str, str], str]:
        """(kind, name) -> the role that it is bound to, of those that were asked for and are bound, and of this role's
        own.
        """
        sql = """SELECT kind, name, role FROM karuta.names WHERE role = session_user
            OR (kind = 'annotator' AND name = ANY(%s)) OR (kind = 'device' AND name = ANY(%s))"""
        by_kind = [sorted({name for of, name in asked if of == kind}) for kind in ("annotator", "device")]
        return {(kind, name): role for kind, name, role in self._rows(sql, *by_kind)}

    def add(self, rows: Sequence[TeamRow]) -> dict[TeamRow, int]:
        """Add rows; the same again changes nothing. Returns those that are there as they are here, with their place.

        Under the identifier of the others something else is there.
        """
        sql = "INSERT INTO karuta.rows (line) SELECT unnest(%s::text[]) ON CONFLICT (of_table, id) DO NOTHING"
        self._do(sql, [row.line for row in rows])
        sql = """SELECT of_table, id, sha256(convert_to(line, 'UTF8')), seq FROM karuta.rows
            WHERE id = ANY(%s) AND of_table = ANY(%s)"""
        added = self._rows(sql, [row.row_id for row in rows], sorted({row.table for row in rows}))
        there = {(table, name, bytes(sha)): seq for table, name, sha, seq in added}
        keys = ((row, (row.table, row.row_id, hashlib.sha256(row.line.encode()).digest())) for row in rows)
        return {row: there[key] for row, key in keys if key in there}

    def after(self, seq: int) -> Iterator[list[NamedRow]]:
        """The rows that were added after this one, in portions in their order."""
        while rows := self._named("seq > %s ORDER BY seq LIMIT %s", seq, _AT_ONCE, after=seq):
            seq = rows[-1].seq
            yield rows

    def rows(self, seqs: Sequence[int]) -> list[NamedRow]:
        """Those of these rows that are there still, in their order."""
        return self._named("seq = ANY(%s) ORDER BY seq", list(seqs), after=-1)

    def _named(self, which: LiteralString, *values: object, after: int) -> list[NamedRow]:
        rows = [NamedRow(*row) for row in self._rows(_NAMED + which, *values)]
        for row in rows:
            if (
                not isinstance(row.seq, int)
                or not isinstance(row.size, int)
                or not after < row.seq < _MOST
                or not all(isinstance(text, str) for text in row[1:-1])
            ):
                raise _spoilt(self.where, Sentence("row {row} follows row {other}", row=quoted(row.seq), other=after))
            after = row.seq
        return rows

    def lines(self, rows: Sequence[NamedRow]) -> list[str]:
        """Their lines, in the order of the rows."""
        sql = "SELECT line FROM karuta.rows WHERE seq = ANY(%s) ORDER BY seq"
        lines = [line for (line,) in self._rows(sql, [row.seq for row in rows])]
        if len(lines) != len(rows) or not all(isinstance(line, str) for line in lines):
            raise _spoilt(self.where, Sentence("rows are gone, or are there twice"))
        return lines

    def added_by(self, events: Sequence[str]) -> dict[str, str]:
        """Each of these events that is there -> the role that added it."""
        sql = "SELECT id, role FROM karuta.rows WHERE of_table = 'events' AND id = ANY(%s)"
        return dict(self._rows(sql, list(events))) if events else {}

    def want(self, sightings: Sequence[str]) -> None:
        """Ask for the crops of these."""
        sql = "INSERT INTO karuta.wanted (sighting) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"
        self._do(sql, list(sightings))

    def wants_crops(self) -> bool:
        """Whether somebody asked for a crop that nobody has sent yet."""
        return bool(self._value(f"SELECT EXISTS (SELECT {_WANTED})"))

    def crops_to_send(self, sightings: Sequence[str]) -> list[str]:
        """Those of these sightings whose crops somebody asked for and nobody has sent yet."""
        return [name for (name,) in self._rows(f"SELECT sighting {_WANTED} AND sighting = ANY(%s)", list(sightings))]

    def add_crop(self, sighting: str, crop: bytes) -> None:
        sql = "INSERT INTO karuta.crops (sighting, crop) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        self._do(sql, sighting, crop)

    def crops(self, sightings: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
        """Sighting, who sent its crop, and the crop, of those that are there."""
        sql = "SELECT sighting, octet_length(crop) FROM karuta.crops WHERE sighting = ANY(%s)"
        for asked in portions(sightings):
            for some in portions(self._rows(sql, asked), lambda row: int(row[1])):
                names = [name for name, _ in some]
                yield from self._rows("SELECT sighting, role, crop FROM karuta.crops WHERE sighting = ANY(%s)", names)

    def lease(self, batch: str, annotator: str) -> None:
        """Say who works on this batch; nothing happens where somebody else does."""
        self._do("INSERT INTO karuta.leases (batch, annotator) VALUES (%s, %s)", batch, annotator)

    def leases(self) -> list[tuple[str, str, float]]:
        """Batch, who works on it, and for how many seconds from now."""
        sql = """SELECT batch, annotator, seconds FROM (
            SELECT h.batch, h.annotator, extract(epoch FROM h.until - now())::float8 AS seconds,
                row_number() OVER (PARTITION BY n.role ORDER BY h.until DESC, h.annotator) AS place
            FROM karuta.held AS h JOIN karuta.names AS n ON n.kind = 'annotator' AND n.name = h.annotator
            WHERE octet_length(h.batch) <= %s) AS held WHERE place <= %s"""
        leases = self._rows(sql, _LONGEST_BATCH, _MOST_OF_A_ROLE)
        return [(batch, annotator, seconds) for batch, annotator, seconds in leases]

    def people(self) -> list[TeamPerson]:
        sql = """SELECT n.name, (SELECT count(*) FROM karuta.rows AS r WHERE r.annotator = n.name AND r.kind = ANY(%s)),
            (SELECT batch FROM karuta.held AS h WHERE h.annotator = n.name AND octet_length(batch) <= %s)
            FROM (SELECT name, row_number() OVER (PARTITION BY role ORDER BY name <> role::text, name) AS place
                FROM karuta.names WHERE kind = 'annotator') AS n WHERE n.place <= %s ORDER BY n.name"""
        return [TeamPerson(*row) for row in self._rows(sql, LABELS, _LONGEST_BATCH, _MOST_OF_A_ROLE)]
