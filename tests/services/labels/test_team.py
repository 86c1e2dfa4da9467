"""A team's store on a PostgreSQL of the tests' own: everybody ends with the same, and who lies is refused."""

from __future__ import annotations

import io
import json
import shutil
import socket
from base64 import b64decode
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from tests.forging import line_of
from tests.labelling import ANNA, BEN, CHIE, confirmed
from tests.merging import exported, laptop, merged, places, said
from tests.postgres import SQL, CutNet, Postgres, postgres, why_no_postgres

from karuta import clock
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled
from karuta.domain.label import ChosenCard, Origin
from karuta.domain.queue import EVERYTHING, QueueFilter
from karuta.paths import LibraryFolder
from karuta.services.labels import team, team_crops, team_events
from karuta.services.labels.decide import decide
from karuta.services.labels.undo import redo, undo, write_note
from karuta.store import team_server
from karuta.store.label_file import LabelFile
from karuta.store.queue import first_open, open_among
from karuta.store.seals import seal_of
from karuta.store.teamed import membership, write_leases

if TYPE_CHECKING:
    from karuta.store.team_server import NamedRow

pytestmark = pytest.mark.skipif(bool(why_no_postgres()), reason=why_no_postgres())

DATABASES = count()
BY = {"anna": ANNA, "ben": BEN}


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as started:
        yield started


class Store:
    """A team's store in a database of its own, to which Anna and Ben are admitted."""

    def __init__(self, server: Postgres) -> None:
        self.server, self.name = server, f"team{next(DATABASES)}"
        server.do("boss", "postgres", f"CREATE DATABASE {self.name}")
        team.init_team(self.url("boss"), SQL, ["anna", "ben"])

    def url(self, who: str, port: int | None = None) -> str:
        return self.server.url(who, self.name, port=port)

    def do(self, who: str, sql: str, *values: object) -> list[tuple[object, ...]]:
        return self.server.do(who, self.name, sql, *values)


@pytest.fixture
def store(server: Postgres) -> Store:
    return Store(server)


class Member:
    """A person with a laptop that joined the team."""

    def __init__(self, store: Store, folder: Path, who: str, *, name: str = "") -> None:
        self.library, self.by = laptop(folder, name or f"{who}'s"), BY[who]
        self.url = store.url(who)
        with LabelFile.open_writing(self.library) as file:
            team.join_team(file, self.url, self.by, annotator=who)

    def labels(self, place: int, card: int, *, by: Origin | None = None) -> None:
        with LabelFile.open_writing(self.library) as file:
            decide(file, [confirmed(*places(file)[place], card)], by or self.by)

    def sends(self, place: int, card: int) -> None:
        self.labels(place, card)
        self.push()

    def push(self) -> team_events.Sent:
        with LabelFile.open_writing(self.library) as file:
            return team_events.push(file, team.team_url(file), self.by)

    def pull(self) -> team_events.Pulled:
        with LabelFile.open_writing(self.library) as file:
            return team_events.pull(file, team.team_url(file), self.by)

    def status(self) -> team.TeamStatus:
        with LabelFile.open_reading(self.library) as file:
            return team.status(file, team.team_url(file))


@pytest.fixture
def anna(store: Store, tmp_path: Path) -> Member:
    return Member(store, tmp_path, "anna")


@pytest.fixture
def ben(store: Store, tmp_path: Path) -> Member:
    return Member(store, tmp_path, "ben")


def test_two_people_end_with_the_same_and_the_same_again_changes_nothing(
    anna: Member, ben: Member, tmp_path: Path
) -> None:
    anna.labels(0, 1)
    anna.labels(1, 3)
    ben.labels(0, 2)
    assert (anna.status().to_send, ben.status().new) == (2, 0)
    assert (anna.push().events, ben.status().new) == (2, 2)
    assert ben.pull().new == 2
    assert ben.push().events == 1
    assert (anna.pull().new, anna.pull().new) == (1, 0)
    assert said(anna.library) == said(ben.library)
    assert exported(anna.library, tmp_path / "a") == exported(ben.library, tmp_path / "b")
    for one in (anna, ben):
        assert (one.push().events, one.pull().new) == (0, 0)
        assert (one.status().to_send, one.status().new, one.status().conflicts) == (0, 0, 1)
    assert [tuple(person) for person in anna.status().people] == [("anna", 2, "of anna's"), ("ben", 1, "of ben's")]


def test_an_undo_takes_a_pull_back_here_alone_and_a_pull_brings_it_back(anna: Member, ben: Member) -> None:
    anna.sends(0, 1)
    assert ben.pull().new == 1
    with LabelFile.open_writing(ben.library) as file:
        undo(file, BEN)
    assert (ben.push().events, ben.status().to_send) == (0, 0)
    assert anna.pull().new == 0
    assert ben.pull().new == 1
    with LabelFile.open_writing(ben.library) as file:
        undo(file, BEN)
        redo(file, BEN)
    assert (ben.pull().new, said(ben.library)) == (0, said(ben.library))


def test_a_role_may_read_and_add_and_nothing_else(store: Store, anna: Member) -> None:
    import psycopg

    anna.sends(0, 1)
    before = store.do("boss", "SELECT * FROM karuta.rows ORDER BY seq")
    for table in ("rows", "names", "leases", "people", "team"):
        for sql in ("DELETE FROM karuta.{}", "TRUNCATE karuta.{}", "DROP TABLE karuta.{}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                store.do("anna", sql.format(table))
    for sql in (
        "UPDATE karuta.rows SET line = line",
        "UPDATE karuta.names SET role = 'anna'",
        "INSERT INTO karuta.rows (line, role) SELECT line, 'ben' FROM karuta.rows",
        "INSERT INTO karuta.rows (line, seq) SELECT line, 0 FROM karuta.rows",
        "INSERT INTO karuta.names VALUES ('annotator', 'x', 'ben')",
        "INSERT INTO karuta.people VALUES ('anna')",
        "INSERT INTO karuta.rows (line) SELECT line FROM karuta.rows ON CONFLICT (seq) DO UPDATE SET line = ''",
        "ALTER TABLE karuta.rows DISABLE TRIGGER ALL",
        "SELECT nextval('karuta.rows_seq')",
        "SELECT karuta.admit('ben')",
        "SET session_replication_role = replica",
        "SET SESSION AUTHORIZATION ben",
        "CREATE TABLE karuta.mine ()",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            store.do("anna", sql)
    assert store.do("boss", "SELECT * FROM karuta.rows ORDER BY seq") == before
    # Whoever adds a row is written beside it by the server.
    store.do("boss", "CREATE ROLE guest LOGIN")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        store.do("guest", "SELECT * FROM karuta.rows")
    assert store.do("boss", "SELECT DISTINCT role FROM karuta.rows") == [("anna",)]


def altered(line: str, **said: object) -> str:
    """An event that says something else, as its old seal or, with `seal` None, a new one bears out."""
    event = json.loads(line) | said
    if said.get("seal", "") is None:
        event.pop("seal")
        event["embedding"] = b64decode(event["embedding"]["base64"])
        seal = seal_of("events", tuple(event), tuple(event.values())).hex()
        event |= {"seal": seal, "embedding": json.loads(line)["embedding"]}
    return json.dumps(event)


OTHER_ID = "01900000-0000-7000-8000-00000000000"


def test_what_a_liar_adds_by_hand_is_refused_by_the_server_or_by_whoever_pulls(
    store: Store, anna: Member, ben: Member, tmp_path: Path
) -> None:
    import psycopg

    anna.sends(0, 1)
    ben.sends(1, 2)
    own, others = (lines_by(store, who)[0] for who in ("ben", "anna"))
    adds = "INSERT INTO karuta.rows (line) VALUES (%s) ON CONFLICT DO NOTHING RETURNING role::text"
    for lie, why in (
        (altered(others, id=f"{OTHER_ID}1"), "the device .* is not bound to the role ben"),
        (altered(own, id=f"{OTHER_ID}1", annotator="anna"), "the annotator anna is not bound to the role ben"),
        (altered(own, id=f"{OTHER_ID}1", annotator="karuta"), "the annotator karuta is not bound"),
        (altered(own, id=f"{OTHER_ID}1", device=json.loads(others)["device"]), "the device .* is not bound"),
        (altered(own, id=f"{OTHER_ID}1", device=None), "the device"),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=why):
            store.do("ben", adds, lie)
    # Under the identifier of another event nothing is added.
    assert store.do("ben", adds, altered(own, id=json.loads(others)["id"])) == []
    # These the server cannot know: it keeps what they say, and nobody takes it.
    lies = [
        altered(own, id=f"{OTHER_ID}1"),
        altered(own, id=f"{OTHER_ID}2", card_id="7"),
        altered(own, id=f"{OTHER_ID}3", kind="nonsense", seal=None),
        altered(own, id=f"{OTHER_ID}4", seal="00"),
        altered(own, id=f"{OTHER_ID}5", wrong="column", seal=None),
    ]
    for lie in lies:
        assert store.do("ben", adds, lie) == [("ben",)]
    anna.sends(2, 4)
    done = anna.pull()
    assert (done.new, len(done.refused)) == (1, 5)
    assert [str(why) for why in done.refused[:2]] == [
        f"Row {seq} of the team's store, added by ben: it is not as it was written (its hash does not match)"
        for seq in done_rows(store, 1, 2)
    ]
    # What is right is taken all the same; and the lie is asked for again until the owner takes it out.
    chie = Member(store, tmp_path, "anna", name="third")
    assert (chie.pull().new, chie.pull().new) == (3, 0)
    assert chie.pull().refused == done.refused
    store.do("boss", "DELETE FROM karuta.rows WHERE id LIKE %s", f"{OTHER_ID}%")
    for one in (chie, anna):
        done = one.pull()
        assert (done.new, done.refused) == (0, [])


def done_rows(store: Store, *numbers: int) -> list[object]:
    sql = "SELECT seq FROM karuta.rows WHERE id = %s"
    return [store.do("boss", sql, f"{OTHER_ID}{number}")[0][0] for number in numbers]


def test_what_is_another_persons_is_not_sent(anna: Member, ben: Member) -> None:
    anna.sends(0, 1)
    ben.labels(0, 2)
    ben.labels(1, 2, by=ANNA)
    done = ben.push()
    assert (done.events, [str(why) for why in done.refused]) == (
        1,
        ["not sent (1): the annotator anna is bound to the role anna, not to ben"],
    )
    # What came by a file is its maker's to send, and what came from the team is not sent again.
    ben.pull()
    merged(anna.library, ben.library.root)
    assert anna.push().events == 0
    anna.labels(3, 5)
    with LabelFile.open_writing(anna.library) as file:
        file.connection.execute("UPDATE events SET device = 'x' WHERE card_id = '5'")
    with pytest.raises(team.TeamError, match=r"Nothing more was sent: .* \(its hash does not match\)"):
        anna.push()


def test_what_came_by_a_file_stays_here_and_is_counted(anna: Member, ben: Member, tmp_path: Path) -> None:
    chie = laptop(tmp_path, "chie's")
    with LabelFile.open_writing(chie) as file:
        decide(file, [confirmed(*places(file)[0], 1)] * 14, CHIE)
    anna.labels(0, 1)
    merged(ben.library, chie.root, anna.library.root)
    ben.labels(1, 2)
    done = ben.push()
    assert (done.events, done.unsent, done.refused) == (1, 15, [])
    assert [str(what) for what in done.stays] == [
        "14 labels of people who have not joined stay here.",
        "Others send their own labels; kept here: 1.",
    ]
    ben.labels(1, 3, by=CHIE)
    assert (ben.push().unsent, ben.push().refused, ben.status().to_send) == (16, [], 0)
    # Once they have sent it, it is no longer spoken of.
    anna.push()
    ben.pull()
    assert [str(what) for what in ben.push().stays] == ["15 labels of people who have not joined stay here."]


def test_a_name_that_came_by_a_file_does_not_become_ones_own(anna: Member, tmp_path: Path) -> None:
    """Before the first label of one's own."""
    chie = laptop(tmp_path, "chie's")
    with LabelFile.open_writing(chie) as file:
        decide(file, [confirmed(*places(file)[0], 1)], CHIE)
    merged(anna.library, chie.root)
    done = anna.push()
    assert (done.events, done.unsent, done.refused) == (0, 1, [])
    assert [person.annotator for person in anna.status().people] == ["anna"]


def test_an_event_that_was_sent_and_says_something_else_now_is_named(anna: Member) -> None:
    anna.sends(0, 1)
    with LabelFile.open_writing(anna.library) as file:
        file.connection.execute("UPDATE events SET card_id = '9'")
        columns = [row[1] for row in file.rows("PRAGMA table_info(events)")]
        (row,) = file.rows("SELECT * FROM events")
        seal = seal_of("events", columns, row)
        file.connection.execute("UPDATE seals SET seal = ? WHERE of_table = 'events'", [seal])
    with pytest.raises(team.TeamError, match="says something else here than in the team's store"):
        anna.push()


def test_a_server_that_is_away_costs_nothing(
    store: Store, anna: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(team_server._ASKED, "connect_timeout", "2")
    anna.labels(0, 1)
    net = CutNet(store.server.port, lambda: 0)
    try:
        for url in (store.url("anna", net.port), "postgresql://anna@127.0.0.1:1/x"):
            with LabelFile.open_writing(anna.library) as file, pytest.raises(team.TeamAway, match="Nothing is lost"):
                team_events.push(file, url, ANNA)
    finally:
        net.close()
    store.server.kill()
    with pytest.raises(team.TeamAway):
        anna.push()
    store.server.start()
    assert (anna.push().events, ben.pull().new) == (1, 1)


def test_a_connection_over_which_nothing_comes_any_more_is_given_up(
    store: Store, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karuta.store.team_server.PATIENCE_SECONDS", 0.0)
    anna.labels(0, 1)
    net = CutNet(store.server.port, lambda: 3000, hangs=True)
    try:
        url = store.url("anna", net.port)
        with LabelFile.open_writing(anna.library) as file, pytest.raises(team.TeamAway, match="does not answer"):
            team_events.push(file, url, ANNA)
    finally:
        net.close()


def test_who_stops_does_not_wait_for_a_server_that_never_takes_the_call_up() -> None:
    stopped = CancelToken()
    stopped.cancel()
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        opens = team_server.opened_team(f"postgresql://anna@127.0.0.1:{deaf.getsockname()[1]}/x", stopped)
        with pytest.raises(Cancelled), opens:
            pass


def test_a_store_that_was_restored_gets_back_what_it_lost(store: Store, anna: Member, ben: Member) -> None:
    anna.sends(0, 1)
    ben.pull()
    store.do("boss", "DELETE FROM karuta.rows")
    assert anna.push().events == 1
    ben.labels(1, 2)
    assert (ben.push().events, anna.pull().new, ben.pull().new) == (1, 1, 0)


def test_who_asks_wrongly_is_told_so(store: Store, anna: Member) -> None:
    store.do("boss", "CREATE DATABASE empty")
    with LabelFile.open_writing(laptop(anna.library.root.parent, "new")) as file:
        for url, annotator, why in (
            (store.server.url("anna", "empty"), None, "There is no team at"),
            (store.url("nobody"), None, "does not let you in"),
            (store.url("anna"), "ben", "The annotator ben is bound to the role ben in this team"),
        ):
            with pytest.raises(team.TeamError, match=why):
                team.join_team(file, url, ANNA, annotator=annotator)
        with pytest.raises(team.TeamError, match="in no team"):
            team_events.push(file, anna.url, ANNA)
        url = anna.url.replace("anna@", "anna:secret@")
        assert team.join_team(file, url, ANNA, annotator=None).left_out == ("password",)
        assert "secret" not in team.team_url(file)
    assert b"secret" not in LibraryFolder(anna.library.root.parent / "new").labels_db.read_bytes()
    with LabelFile.open_writing(anna.library) as file, pytest.raises(team.TeamError, match="another team's"):
        team_events.pull(file, Store(store.server).url("anna"), ANNA)


def test_a_batch_that_somebody_works_on_is_not_offered_to_others_for_an_hour(store: Store, tmp_path: Path) -> None:
    one, other = (Member(store, tmp_path / who, who, name="sheets") for who in ("anna", "ben"))

    def offered(wanted: QueueFilter = EVERYTHING) -> bool:
        with LabelFile.open_reading(other.library) as file:
            photos = [photo for (photo,) in file.rows("SELECT sha256 FROM photos")]
            found = {
                bool(open_among(file, photos, queue_filter=wanted)),
                first_open(file, queue_filter=wanted) is not None,
            }
            assert len(found) == 1
            return found.pop()

    one.labels(0, 1)
    assert offered()
    one.push()
    assert offered()
    other.pull()
    assert not offered()
    assert offered(QueueFilter(batch="of sheets"))
    # It expires without a word of the server.
    with LabelFile.open_writing(other.library) as file:
        write_leases(file, [("of sheets", "anna", -1.0)])
    assert offered()
    other.pull()
    assert not offered()
    # It is Anna's, also where Ben labels a photo of it all the same and says so.
    other.sends(1, 2)
    assert [person.batch for person in other.status().people] == ["of sheets", None]
    store.do("boss", "UPDATE karuta.leases SET until = now()")
    other.pull()
    assert offered()
    assert [person.batch for person in other.status().people] == [None, "of sheets"]


def test_a_net_that_is_cut_anywhere_costs_nothing(store: Store, anna: Member, ben: Member) -> None:
    for _ in range(5):
        anna.labels(0, 1)
    allowed = count(3000, 2500)
    net = CutNet(store.server.port, lambda: next(allowed))
    tries = 0
    try:
        for who, act in ((anna, team_events.push), (ben, team_events.pull)):
            while True:
                tries += 1
                with suppress(team.TeamAway), LabelFile.open_writing(who.library) as file:
                    done = act(file, store.url(who.by.annotator, net.port), who.by)
                    if isinstance(done, team_events.Sent) or done.away is None:
                        break
            allowed = count(3000, 2500)
    finally:
        net.close()
    assert tries > 4
    assert (anna.push().events, ben.pull().new) == (0, 0)
    with LabelFile.open_reading(ben.library) as file:
        assert file.value("SELECT count(*) FROM events WHERE source <> 'merge'") == 5


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("postgresql://anna@cards.example/x", "require"),
        ("postgresql://anna@192.0.2.7,127.0.0.1/x", "require"),
        ("postgresql://anna@cards.example/x?sslmode=verify-full", "verify-full"),
        ("postgresql://anna@cards.example/x?sslmode=disable", "disable"),
        ("postgresql://anna@localhost/x", None),
        ("postgresql://anna@[::1]/x", None),
        ("postgresql:///x?host=/run/postgresql", None),
    ],
)
def test_another_computer_is_asked_for_tls_unless_the_address_says_otherwise(
    address: str, asked: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from psycopg.conninfo import conninfo_to_dict

    said: list[str] = []

    def refuses(conninfo: str, where: str, token: CancelToken) -> None:
        said.append(conninfo)
        raise team.TeamAway(where)

    monkeypatch.delenv("PGSSLMODE", raising=False)
    monkeypatch.setattr(team_server, "_connected", refuses)
    with pytest.raises(team.TeamAway), team_server.opened_team(address, CancelToken()):
        pass
    assert conninfo_to_dict(said[0]).get("sslmode") == asked


def test_what_was_taken_and_not_noted_is_not_sent_as_ones_own(anna: Member, ben: Member) -> None:
    """Cut off before the first whole portion, or killed between the merge and its note."""
    anna.sends(0, 1)
    with LabelFile.open_writing(ben.library) as file:
        found = team_events.fetch(file, ben.url)
        found.seen, found.newest_id, found.away = 0, "", team.TeamAway("cut")
        assert team_events.take(file, found, BEN).new == 1
    assert ben.push().refused == []
    with LabelFile.open_writing(ben.library) as file, file.writing():
        file.change("DELETE FROM teamed", [()])
        file.change("UPDATE team SET seen = 0", [()])
    assert ben.pull().new == 0
    assert ben.push().refused == []


def test_crops_travel_on_request(store: Store, anna: Member, ben: Member, tmp_path: Path) -> None:
    """Ben has none of Anna's photos."""
    import psycopg

    ben.library = LibraryFolder(tmp_path / "empty")
    with LabelFile.open_writing(ben.library) as file:
        team.join_team(file, ben.url, BEN, annotator="ben")
    anna.labels(0, 1)
    anna.labels(1, 3)
    assert anna.push().crops == 0
    ben.pull()

    def crops() -> tuple[int, int, list[str]]:
        with LabelFile.open_writing(ben.library) as file:
            done = team_crops.fetch_crops(file, ben.url)
            return done.came, done.asked, [str(why) for why in done.refused]

    assert (crops(), crops()) == ((0, 2, []), (0, 2, []))
    assert (anna.push().crops, anna.push().crops) == (2, 0)
    ((sighting, webp), *_) = store.do("boss", "SELECT sighting, crop FROM karuta.crops ORDER BY 1")
    assert (crops(), crops()) == ((2, 0, []), (0, 0, []))
    kept = {path.name: path.read_bytes() for path in ben.library.crops.rglob("*.webp")}
    assert kept == {path.name: path.read_bytes() for path in anna.library.crops.rglob("*.webp") if path.name in kept}
    with LabelFile.open_reading(ben.library) as file:
        assert file.value("SELECT count(*) FROM sightings WHERE crop_sha256 IS NOT NULL") == len(kept) == 2
    # A file that is lost comes again; what is no picture, or too large a one, is refused by whoever asks.
    shutil.rmtree(ben.library.crops)
    bomb = io.BytesIO()
    Image.new("RGB", (4096, 4096)).save(bomb, "WEBP", lossless=True)
    for lie, why in ((b"RIFF....WEBP", "it is no picture"), (bomb.getvalue(), "it is too large")):
        store.do("boss", "UPDATE karuta.crops SET crop = %s WHERE sighting = %s", lie, sighting)
        came, asked, refused = crops()
        assert (came, asked, refused) == (came, 0, [f"The crop of sighting {sighting}, sent by anna: {why}"])
    store.do("boss", "UPDATE karuta.crops SET crop = %s WHERE sighting = %s", webp, sighting)
    assert crops() == (1, 0, [])
    # The server takes a small WebP of a sighting that somebody asked for, each once, and who sent it is its own word.
    adds = "INSERT INTO karuta.crops (sighting, crop) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING role::text"
    for name, data in (("0" * 32, webp), (sighting, b"GIF89a" * 9), (sighting, bytes(webp) + bytes(1_000_000))):
        with pytest.raises(psycopg.errors.IntegrityError):
            store.do("ben", adds, name, data)
    assert store.do("ben", adds, sighting, webp) == []
    for sql in (
        "INSERT INTO karuta.crops VALUES ('', '', 'anna')",
        "UPDATE karuta.crops SET role = 'anna'",
        "DELETE FROM karuta.wanted",
        "INSERT INTO karuta.wanted VALUES ('', 'anna')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            store.do("ben", sql)


def test_a_store_that_is_not_as_karuta_made_it_is_one_sentence(store: Store, anna: Member, ben: Member) -> None:
    """Its owner can do anything; what is here stays, and a pull goes on once it is mended."""
    anna.sends(0, 1)
    ben.labels(1, 2)
    before = said(ben.library)
    version, rename = "UPDATE karuta.team SET version = {}", "ALTER TABLE karuta.{} RENAME TO {}"
    to_number = "ALTER TABLE karuta.rows ALTER seq TYPE numeric USING seq + 1e30"
    back = "ALTER TABLE karuta.rows ALTER seq TYPE bigint USING (seq - 1e30)::bigint"
    column = "ALTER TABLE karuta.rows RENAME {} TO {}"
    for spoils, mends, why in (
        (version.format(9), version.format(2), "made by a newer Karuta"),
        (version.format(1), version.format(2), "an older Karuta; its owner brings"),
        (version.format(0), version.format(2), "not as Karuta made it"),
        (rename.format("rows", "gone"), rename.format("gone", "rows"), "not as Karuta made it"),
        (rename.format("names", "gone"), rename.format("gone", "names"), "not as Karuta made it"),
        (rename.format("team", "gone"), rename.format("gone", "team"), "There is no team at"),
        (column.format("line", "x"), column.format("x", "line"), "not as Karuta made it"),
        (to_number, back, "not as Karuta made it"),
    ):
        store.do("boss", spoils)
        for act in (ben.pull, ben.status):
            with pytest.raises(team.TeamError, match=why):
                act()
        store.do("boss", mends)
        assert said(ben.library) == before
    assert (ben.pull().new, ben.push().events) == (1, 1)


def test_rows_that_a_server_lies_about_are_named_and_cost_the_others_nothing(
    store: Store, anna: Member, ben: Member
) -> None:
    anna.sends(0, 1)
    ben.pull()
    (line,) = lines_by(store, "anna")
    store.do("boss", "ALTER TABLE karuta.rows DISABLE TRIGGER USER")
    store.do("boss", "ALTER TABLE karuta.rows DROP CONSTRAINT rows_of_table_id_key")
    columns = "(seq, of_table, id, role, annotator, kind, line)"
    adds = f"INSERT INTO karuta.rows {columns} SELECT %s, 'events', %s, 'anna', 'anna', 'confirm', %s"
    known = json.loads(str(line))["id"]
    huge = 9_000_000_000_000_000_000
    for seq, name, lie in (
        (1000, known, altered(line, card_id="7", seal=None)),
        (1001, f"{OTHER_ID}1", altered(line, id=f"{OTHER_ID}1", seal=None)),
        (1002, f"{OTHER_ID}1", altered(line, id=f"{OTHER_ID}1", card_id="7", seal=None)),
        (1003, f"{OTHER_ID}2", altered(line, id=f"{OTHER_ID}2", seal=None).replace(",", ",\n", 1)),
        (1004, f"{OTHER_ID}3", altered(line, id=f"{OTHER_ID}3", name="x\0", seal=None)),
        (1005, f"{OTHER_ID}4", altered(line, id=f"{OTHER_ID}4", name="x" * 900_000, seal=None)),
        (huge, f"{OTHER_ID}5", altered(line, id=f"{OTHER_ID}6", seal=None)),
    ):
        store.do("boss", adds, seq, name, lie)
    before = said(ben.library)
    for _ in range(2):
        done = ben.pull()
        assert done.new <= 1
        assert len(done.refused) >= 2
        assert f"added by anna: {known} of events says something else here" in str(done.refused[0])
    assert said(ben.library) == before or done.new
    store.do("boss", "DELETE FROM karuta.rows WHERE seq >= 1000")
    anna.labels(1, 4)
    assert (ben.pull().refused, ben.status().new) == ([], 0)


def test_an_older_store_is_brought_up_to_date_by_its_owner(server: Postgres, tmp_path: Path) -> None:
    server.do("boss", "postgres", "CREATE DATABASE older")
    older = SQL.split("-- Version 2")[0]
    server.do("boss", "older", older.replace("%", "%%") if "%%" in older else older)
    server.do("boss", "older", "SELECT karuta.admit('anna')")
    anna = laptop(tmp_path, "anna's")
    with LabelFile.open_writing(anna) as file:
        with pytest.raises(team.TeamError, match="made by an older Karuta; its owner brings it up to date"):
            team.join_team(file, server.url("anna", "older"), ANNA, annotator=None)
        with pytest.raises(team.TeamError, match="The role anna does not own the team's store"):
            team.init_team(server.url("anna", "older"), SQL, ["ben"])
        assert team.init_team(server.url("boss", "older"), SQL, []) == (False, [])
        assert team.init_team(server.url("boss", "older"), SQL, []) == (False, [])
        team.join_team(file, server.url("anna", "older"), ANNA, annotator=None)
        decide(file, [confirmed(*places(file)[0], 1)], ANNA)
        assert team_events.push(file, team.team_url(file), ANNA).events == 1


def test_a_label_that_is_too_long_for_the_store_holds_up_no_other(anna: Member) -> None:
    with LabelFile.open_writing(anna.library) as file:
        write_note(file, [places(file)[0][0]], "\\u0000 is no NUL", ANNA)
        for place, name in enumerate(("x" * 10_000_000, "a\0b")):
            choice = confirmed(*places(file)[place], 1)
            decide(file, [replace(choice, card=ChosenCard(choice.card.key, name))], ANNA)
    anna.labels(2, 1)
    done = anna.push()
    assert (done.events, len(done.refused)) == (2, 2)
    assert all(str(why).endswith("of events is too long for a team's store, or holds a NUL") for why in done.refused)


ADDS = "INSERT INTO karuta.rows (line) VALUES (%s)"


def lines_by(store: Store, who: str) -> list[str]:
    sql = "SELECT line FROM karuta.rows WHERE annotator = %s ORDER BY seq"
    return [str(line) for (line,) in store.do("boss", sql, who)]


class Travelled:
    """What came over the net, statement by statement: how many rows, and how many letters."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from karuta.store.team_server import TeamServer

        self.rows: list[int] = []
        self.letters: list[int] = []
        self.lines = 0
        asked, lines = TeamServer._rows, TeamServer.lines

        def rows(server: TeamServer, sql: str, *values: object) -> list[tuple[object, ...]]:
            found = asked(server, sql, *values)
            self.rows.append(len(found))
            self.letters.append(sum(len(value) for row in found for value in row if isinstance(value, str | bytes)))
            return found

        def counted(server: TeamServer, named: Sequence[NamedRow]) -> list[str]:
            self.lines += len(named)
            return lines(server, named)

        monkeypatch.setattr(TeamServer, "_rows", rows)
        monkeypatch.setattr(TeamServer, "lines", counted)


@pytest.mark.parametrize("comes", ["first", "later"])
def test_an_undo_of_what_somebody_else_did_costs_nobody_anything(
    store: Store, anna: Member, ben: Member, tmp_path: Path, comes: str
) -> None:
    """Also where who pulls has nothing yet, and after the owner took the row out."""
    ben.sends(1, 2)
    anna.sends(0, 1)
    (event,) = map(json.loads, lines_by(store, "anna"))
    (own,) = lines_by(store, "ben")
    bare = {name: said for name, said in json.loads(own).items() if name in ("annotator", "device", "source", "time")}
    name = f"{OTHER_ID}1"
    row = bare | {"id": name, "action_id": name, "kind": "undo", "target_action_id": event["action_id"]}
    store.do("ben", ADDS, line_of(row))
    if comes == "first":
        rows = store.do("boss", "DELETE FROM karuta.rows WHERE role = 'anna' RETURNING line")
    chie = Member(store, tmp_path, "anna", name="third")
    if comes == "first":
        assert (chie.pull().new, chie.pull().refused) == (2, [])
        for (line,) in rows:
            store.do("anna", ADDS, line)
    done = chie.pull()
    assert (done.new, done.refused) == (1 if comes == "first" else 3, [])
    store.do("boss", "DELETE FROM karuta.rows WHERE id = %s", name)
    assert (chie.pull().new, chie.pull().refused) == (0, [])
    with LabelFile.open_reading(chie.library) as file:
        assert file.value("SELECT count(*) FROM labels_by_annotator WHERE annotator = 'anna'") == 1


def test_only_who_added_an_event_says_from_which_file_it_came(store: Store, anna: Member, ben: Member) -> None:
    anna.sends(0, 1)
    (event,) = map(json.loads, lines_by(store, "anna"))
    source = {"table": "imports", "id": event["id"], "imported_from": "forged.csv", "number": 7}
    store.do("ben", ADDS, line_of(source))
    done = ben.pull()
    assert (done.new, [str(why).rpartition(": ")[2] for why in done.refused]) == (1, ["its event was not added by ben"])
    store.do("boss", "DELETE FROM karuta.rows WHERE of_table = 'imports'")
    store.do("anna", ADDS, line_of(source))
    assert ben.pull().refused == []
    with LabelFile.open_reading(ben.library) as file:
        assert file.rows("SELECT id, imported_from FROM imports") == [(event["id"], "forged.csv")]


def test_rows_that_were_refused_are_asked_for_again_a_few_at_a_time(
    store: Store, anna: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben.sends(1, 2)
    (own,) = lines_by(store, "ben")
    ids = [f"01900000-0000-7000-8000-{number:012}" for number in range(70)]
    for name in ids[:-1]:
        store.do("ben", ADDS, altered(own, id=name, kind="x" * 200, seal=None))
    store.do("ben", ADDS, altered(own, id=ids[-1], seal=None))
    travelled = Travelled(monkeypatch)
    done = anna.pull()
    # What is right is taken, also behind what is not.
    assert done.new == 2
    assert len(done.refused) == 21
    assert str(done.refused[-1]) == "further rows added by ben, not listed: 49"
    assert all(len(why) < 300 and not why.endswith(".") for why in done.refused)
    travelled.lines = 0
    assert anna.pull().refused == done.refused
    assert travelled.lines == 20
    # It goes on from there as soon as the cause is gone.
    sql = "DELETE FROM karuta.rows WHERE id = ANY(%s)"
    store.do("boss", sql, ids[:30])
    assert len(anna.pull().refused) == 21
    store.do("boss", sql, ids)
    assert anna.pull().refused == []
    travelled.lines = 0
    assert (anna.pull().new, travelled.lines) == (0, 0)


def test_what_one_labeller_heaps_up_does_not_travel(
    store: Store, anna: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names, crops that are asked for, batches that are worked on, and long rows."""
    series = "FROM generate_series(1, 3000) AS n"
    for kind in ("annotator", "device"):
        store.do("ben", f"INSERT INTO karuta.names (kind, name) SELECT '{kind}', '{kind} ' || n {series}")
    store.do("ben", f"INSERT INTO karuta.wanted (sighting) SELECT lpad(n::text, 32, '0') {series}")
    sql = "INSERT INTO karuta.leases (batch, annotator) SELECT repeat('b', {}) || n, 'annotator ' || n {}"
    for letters in (1, 9000):
        store.do("ben", sql.format(letters, "FROM generate_series(1, 100) AS n"))
    ben.sends(1, 2)
    (own,) = lines_by(store, "ben")
    for number in range(10):
        name = f"01900000-0000-7000-8000-{number:012}"
        store.do("ben", ADDS, altered(own, id=name, kind="x" * 210_000, seal=None))
    travelled = Travelled(monkeypatch)
    anna.sends(0, 1)
    done = anna.pull()
    status = anna.status()
    assert (done.new, len(done.refused)) == (1, 10)
    assert all(len(why) < 300 for why in done.refused)
    assert max(travelled.rows) < 60
    assert max(travelled.letters) < 1_000_000
    assert len(status.people) < 30
    assert {"anna", "ben"} <= {person.annotator for person in status.people}


def test_who_holds_up_all_writers_is_named_and_nobody_waits_for_ever(
    store: Store, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    anna.sends(0, 1)
    monkeypatch.setattr("karuta.store.team_server.LOCK_MS", 1)
    anna.labels(1, 2)
    with psycopg.connect(store.url("ben"), autocommit=True) as holds:
        holds.execute("SELECT pg_advisory_lock('karuta.rows'::regclass::bigint)")
        with pytest.raises(team.TeamAway, match="is locked by ben, and nobody else can write to it"):
            anna.push()
    assert anna.push().events == 1


def test_a_server_that_sends_a_byte_now_and_then_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often something comes: what counts is that a statement's answer is whole."""
    import psycopg
    from psycopg.waiting import Ready

    seconds = count(0, 3)
    monkeypatch.setattr(team_server.time, "monotonic", lambda: next(seconds))

    def endless() -> Generator[Any, Any, Any]:
        while True:
            yield None

    exchange = team_server._bounded(endless(), CancelToken())
    next(exchange)
    with pytest.raises(psycopg.OperationalError, match="does not answer"):
        while True:
            exchange.send(Ready.R)
    assert next(seconds) < 2 * team_server.EXCHANGE_SECONDS


class SteadyClock:
    """What the computers of the team say now; for all of them the same."""

    def __init__(self) -> None:
        self.moment = datetime(2030, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(milliseconds=10)
        return self.moment


def test_labels_pushed_under_a_clock_that_was_ahead_wait_and_what_follows_them_comes(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = SteadyClock()
    monkeypatch.setattr(clock, "machine", wall)
    anna, ben = (Member(store, tmp_path, who) for who in ("anna", "ben"))
    years = timedelta(days=3 * 365)
    anna.labels(0, 1)
    wall.moment += years
    anna.labels(1, 2)
    assert anna.push().events == 2
    wall.moment -= years
    pulled = ben.pull()
    assert (pulled.new, pulled.refused) == (1, [])
    assert "the clock of anna was ahead (or this one is behind): 1 event" in str(pulled.sentences[-1])
    seen = read_up_to(ben)
    anna.labels(2, 3)
    # The one from the future is taken back and said anew, and the new one is sent.
    assert anna.push().events == 3
    pulled = ben.pull()
    assert (pulled.new, pulled.refused) == (3, [])
    # The place up to which the store was read is held back no longer.
    assert seen < read_up_to(ben)
    assert (ben.pull().new, ben.status().new) == (0, 0)
    assert (ben.push().events, anna.pull().new, anna.push().events) == (0, 0, 0)
    assert said(anna.library) == said(ben.library)
    wall.moment += 2 * years
    chie = laptop(tmp_path, "new")
    with LabelFile.open_writing(chie) as file:
        team.join_team(file, ben.url, BEN, annotator="ben")
        team_events.pull(file, ben.url, BEN)
    assert said(chie)[0] == said(ben.library)[0]


def read_up_to(member: Member) -> int:
    with LabelFile.open_reading(member.library) as file:
        joined = membership(file)
        assert joined is not None
        return joined.seen
