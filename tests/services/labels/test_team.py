"""A team's store on a PostgreSQL of the tests' own: everybody ends with the same, and who lies is refused."""

from __future__ import annotations

import io
import json
import shutil
import socket
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


@pytest.fixture
def database(server: Postgres) -> str:
    """An empty database with a team's store, to which Anna and Ben are admitted."""
    name = f"team{next(DATABASES)}"
    server.do("boss", "postgres", f"CREATE DATABASE {name}")
    team.init_team(server.url("boss", name), SQL, ["anna", "ben"])
    return name


class Member:
    """A person with a laptop that joined the team."""

    def __init__(self, server: Postgres, database: str, folder: Path, who: str, *, batch: str = "") -> None:
        self.library, self.by = laptop(folder / who if batch else folder, batch or f"{who}'s"), BY[who]
        self.url = server.url(who, database)
        with LabelFile.open_writing(self.library) as file:
            team.join_team(file, self.url, self.by, annotator=who)

    def labels(self, place: int, card: int, *, by: Origin | None = None) -> None:
        with LabelFile.open_writing(self.library) as file:
            decide(file, [confirmed(*places(file)[place], card)], by or self.by)

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
def anna(server: Postgres, database: str, tmp_path: Path) -> Member:
    return Member(server, database, tmp_path, "anna")


@pytest.fixture
def ben(server: Postgres, database: str, tmp_path: Path) -> Member:
    return Member(server, database, tmp_path, "ben")


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
    anna.labels(0, 1)
    anna.push()
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


def test_a_role_may_read_and_add_and_nothing_else(server: Postgres, database: str, anna: Member) -> None:
    import psycopg

    anna.labels(0, 1)
    anna.push()
    before = server.do("boss", database, "SELECT * FROM karuta.rows ORDER BY seq")
    for table in ("rows", "names", "leases", "people", "team"):
        for sql in ("DELETE FROM karuta.{}", "TRUNCATE karuta.{}", "DROP TABLE karuta.{}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                server.do("anna", database, sql.format(table))
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
            server.do("anna", database, sql)
    assert server.do("boss", database, "SELECT * FROM karuta.rows ORDER BY seq") == before
    # Whoever adds a row is written beside it by the server.
    server.do("boss", "postgres", "CREATE ROLE guest LOGIN")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        server.do("guest", database, "SELECT * FROM karuta.rows")
    assert server.do("boss", database, "SELECT DISTINCT role FROM karuta.rows") == [("anna",)]


def altered(line: str, **said: object) -> str:
    """An event that says something else, as its old seal or, with `seal` None, a new one bears out."""
    event = json.loads(line) | said
    if said.get("seal", "") is None:
        event.pop("seal")
        event["embedding"] = __import__("base64").b64decode(event["embedding"]["base64"])
        seal = seal_of("events", tuple(event), tuple(event.values())).hex()
        event |= {"seal": seal, "embedding": json.loads(line)["embedding"]}
    return json.dumps(event)


OTHER_ID = "01900000-0000-7000-8000-00000000000"


def test_what_a_liar_adds_by_hand_is_refused_by_the_server_or_by_whoever_pulls(
    server: Postgres, database: str, anna: Member, ben: Member
) -> None:
    import psycopg

    anna.labels(0, 1)
    anna.push()
    ben.labels(1, 2)
    ben.push()
    own, others = (
        str(server.do("boss", database, f"SELECT line FROM karuta.rows WHERE annotator = '{who}'")[0][0])
        for who in ("ben", "anna")
    )
    adds = "INSERT INTO karuta.rows (line) VALUES (%s) ON CONFLICT DO NOTHING RETURNING role::text"
    for lie, why in (
        (altered(others, id=f"{OTHER_ID}1"), "the device .* is not bound to the role ben"),
        (altered(own, id=f"{OTHER_ID}1", annotator="anna"), "the annotator anna is not bound to the role ben"),
        (altered(own, id=f"{OTHER_ID}1", annotator="karuta"), "the annotator karuta is not bound"),
        (altered(own, id=f"{OTHER_ID}1", device=json.loads(others)["device"]), "the device .* is not bound"),
        (altered(own, id=f"{OTHER_ID}1", device=None), "the device"),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=why):
            server.do("ben", database, adds, lie)
    # Under the identifier of another event nothing is added.
    assert server.do("ben", database, adds, altered(own, id=json.loads(others)["id"])) == []
    # These the server cannot know: it keeps what they say, and nobody takes it.
    lies = [
        altered(own, id=f"{OTHER_ID}1"),
        altered(own, id=f"{OTHER_ID}2", card_id="7"),
        altered(own, id=f"{OTHER_ID}3", kind="nonsense", seal=None),
        altered(own, id=f"{OTHER_ID}4", seal="00"),
        altered(own, id=f"{OTHER_ID}5", wrong="column", seal=None),
    ]
    for lie in lies:
        assert server.do("ben", database, adds, lie) == [("ben",)]
    anna.labels(2, 4)
    anna.push()
    done = anna.pull()
    assert (done.new, len(done.refused)) == (1, 5)
    assert [str(why) for why in done.refused[:2]] == [
        f"Row {seq} of the team's store, added by ben: it is not as it was written (its hash does not match)"
        for seq in done_rows(server, database, 1, 2)
    ]
    # What is right is taken all the same; and the lie is asked for again until the owner takes it out.
    chie = Member.__new__(Member)
    chie.library, chie.by = laptop(anna.library.root.parent, "third"), ANNA
    with LabelFile.open_writing(chie.library) as file:
        team.join_team(file, anna.url, ANNA, annotator="anna")
    assert (chie.pull().new, chie.pull().new) == (3, 0)
    assert chie.pull().refused == done.refused
    server.do("boss", database, "DELETE FROM karuta.rows WHERE id LIKE %s", f"{OTHER_ID}%")
    for one in (chie, anna):
        done = one.pull()
        assert (done.new, done.refused) == (0, [])


def done_rows(server: Postgres, database: str, *numbers: int) -> list[object]:
    sql = "SELECT seq FROM karuta.rows WHERE id = %s"
    return [server.do("boss", database, sql, f"{OTHER_ID}{number}")[0][0] for number in numbers]


def test_what_is_another_persons_is_not_sent(anna: Member, ben: Member) -> None:
    anna.labels(0, 1)
    anna.push()
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
    anna.labels(0, 1)
    anna.push()
    with LabelFile.open_writing(anna.library) as file:
        file.connection.execute("UPDATE events SET card_id = '9'")
        columns = [row[1] for row in file.rows("PRAGMA table_info(events)")]
        (row,) = file.rows("SELECT * FROM events")
        seal = seal_of("events", columns, row)
        file.connection.execute("UPDATE seals SET seal = ? WHERE of_table = 'events'", [seal])
    with pytest.raises(team.TeamError, match="says something else here than in the team's store"):
        anna.push()


def test_a_server_that_is_away_costs_nothing(server: Postgres, database: str, anna: Member, ben: Member) -> None:
    anna.labels(0, 1)
    net = CutNet(server.port, lambda: 0)
    try:
        for url in (server.url("anna", database, port=net.port), "postgresql://anna@127.0.0.1:1/x"):
            with LabelFile.open_writing(anna.library) as file, pytest.raises(team.TeamAway, match="Nothing is lost"):
                team_events.push(file, url, ANNA)
    finally:
        net.close()
    server.kill()
    with pytest.raises(team.TeamAway):
        anna.push()
    server.start()
    assert (anna.push().events, ben.pull().new) == (1, 1)


def test_a_connection_over_which_nothing_comes_any_more_is_given_up(
    server: Postgres, database: str, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    from karuta.store import team_server

    monkeypatch.setattr(team_server, "PATIENCE_SECONDS", 0.0)
    anna.labels(0, 1)
    net = CutNet(server.port, lambda: 3000, hangs=True)
    try:
        url = server.url("anna", database, port=net.port)
        with LabelFile.open_writing(anna.library) as file, pytest.raises(team.TeamAway, match="does not answer"):
            team_events.push(file, url, ANNA)
    finally:
        net.close()


def test_who_stops_does_not_wait_for_a_server_that_never_takes_the_call_up() -> None:
    from karuta.store import team_server

    stopped = CancelToken()
    stopped.cancel()
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        opens = team_server.opened_team(f"postgresql://anna@127.0.0.1:{deaf.getsockname()[1]}/x", stopped)
        with pytest.raises(Cancelled), opens:
            pass


def test_a_store_that_was_restored_gets_back_what_it_lost(
    server: Postgres, database: str, anna: Member, ben: Member
) -> None:
    anna.labels(0, 1)
    anna.push()
    ben.pull()
    server.do("boss", database, "DELETE FROM karuta.rows")
    assert anna.push().events == 1
    ben.labels(1, 2)
    assert (ben.push().events, anna.pull().new, ben.pull().new) == (1, 1, 0)


def test_who_asks_wrongly_is_told_so(server: Postgres, database: str, anna: Member) -> None:
    server.do("boss", "postgres", "CREATE DATABASE empty")
    with LabelFile.open_writing(laptop(anna.library.root.parent, "new")) as file:
        for url, annotator, why in (
            (server.url("anna", "empty"), None, "There is no team at"),
            (server.url("nobody", database), None, "does not let you in"),
            (server.url("anna", database), "ben", "The annotator ben is bound to the role ben in this team"),
        ):
            with pytest.raises(team.TeamError, match=why):
                team.join_team(file, url, ANNA, annotator=annotator)
        with pytest.raises(team.TeamError, match="in no team"):
            team_events.push(file, anna.url, ANNA)
        url = anna.url.replace("anna@", "anna:secret@")
        assert team.join_team(file, url, ANNA, annotator=None).left_out == ("password",)
        assert "secret" not in team.team_url(file)
    assert b"secret" not in LibraryFolder(anna.library.root.parent / "new").labels_db.read_bytes()
    other = f"other{database}"
    server.do("boss", "postgres", f"CREATE DATABASE {other}")
    team.init_team(server.url("boss", other), SQL, ["anna"])
    with LabelFile.open_writing(anna.library) as file, pytest.raises(team.TeamError, match="another team's"):
        team_events.pull(file, server.url("anna", other), ANNA)


def test_a_batch_that_somebody_works_on_is_not_offered_to_others_for_an_hour(
    server: Postgres, database: str, tmp_path: Path
) -> None:
    one, other = (Member(server, database, tmp_path, who, batch="sheets") for who in ("anna", "ben"))

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
    other.labels(1, 2)
    other.push()
    assert [person.batch for person in other.status().people] == ["of sheets", None]
    server.do("boss", database, "UPDATE karuta.leases SET until = now()")
    other.pull()
    assert offered()
    assert [person.batch for person in other.status().people] == [None, "of sheets"]


def test_a_net_that_is_cut_anywhere_costs_nothing(server: Postgres, database: str, anna: Member, ben: Member) -> None:
    for _ in range(5):
        anna.labels(0, 1)
    allowed = count(3000, 2500)
    net = CutNet(server.port, lambda: next(allowed))
    tries = 0
    try:
        for who, act in ((anna, team_events.push), (ben, team_events.pull)):
            while True:
                tries += 1
                with suppress(team.TeamAway), LabelFile.open_writing(who.library) as file:
                    done = act(file, server.url(who.by.annotator, database, port=net.port), who.by)
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

    from karuta.store import team_server

    said: list[str] = []

    def refuses(conninfo: str, where: str, token: CancelToken) -> None:
        said.append(conninfo)
        raise team.TeamAway(where)

    monkeypatch.delenv("PGSSLMODE", raising=False)
    monkeypatch.setattr(team_server, "_connected", refuses)
    with pytest.raises(team.TeamAway), team_server.opened_team(address, CancelToken()):
        pass
    assert conninfo_to_dict(said[0]).get("sslmode") == asked


def test_what_was_taken_and_not_noted_is_not_sent_as_ones_own(
    server: Postgres, database: str, anna: Member, ben: Member
) -> None:
    """Cut off before the first whole portion, or killed between the merge and its note."""
    anna.labels(0, 1)
    anna.push()
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


def test_crops_travel_on_request(server: Postgres, database: str, anna: Member, ben: Member, tmp_path: Path) -> None:
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
    ((sighting, webp), *_) = server.do("boss", database, "SELECT sighting, crop FROM karuta.crops ORDER BY 1")
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
        server.do("boss", database, "UPDATE karuta.crops SET crop = %s WHERE sighting = %s", lie, sighting)
        came, asked, refused = crops()
        assert (came, asked, refused) == (came, 0, [f"The crop of sighting {sighting}, sent by anna: {why}"])
    server.do("boss", database, "UPDATE karuta.crops SET crop = %s WHERE sighting = %s", webp, sighting)
    assert crops() == (1, 0, [])
    # The server takes a small WebP of a sighting that somebody asked for, each once, and who sent it is its own word.
    adds = "INSERT INTO karuta.crops (sighting, crop) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING role::text"
    for name, data in (("0" * 32, webp), (sighting, b"GIF89a" * 9), (sighting, bytes(webp) + bytes(1_000_000))):
        with pytest.raises(psycopg.errors.IntegrityError):
            server.do("ben", database, adds, name, data)
    assert server.do("ben", database, adds, sighting, webp) == []
    for sql in (
        "INSERT INTO karuta.crops VALUES ('', '', 'anna')",
        "UPDATE karuta.crops SET role = 'anna'",
        "DELETE FROM karuta.wanted",
        "INSERT INTO karuta.wanted VALUES ('', 'anna')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            server.do("ben", database, sql)


def test_a_store_that_is_not_as_karuta_made_it_is_one_sentence(
    server: Postgres, database: str, anna: Member, ben: Member
) -> None:
    """Its owner can do anything; what is here stays, and a pull goes on once it is mended."""
    anna.labels(0, 1)
    anna.push()
    ben.labels(1, 2)
    before = said(ben.library)
    for spoils, mends, why in (
        ("UPDATE karuta.team SET version = 9", "UPDATE karuta.team SET version = 2", "made by a newer Karuta"),
        (
            "UPDATE karuta.team SET version = 1",
            "UPDATE karuta.team SET version = 2",
            "an older Karuta; its owner brings",
        ),
        ("UPDATE karuta.team SET version = 0", "UPDATE karuta.team SET version = 2", "not as Karuta made it"),
        ("ALTER TABLE karuta.rows RENAME TO gone", "ALTER TABLE karuta.gone RENAME TO rows", "not as Karuta made it"),
        ("ALTER TABLE karuta.names RENAME TO gone", "ALTER TABLE karuta.gone RENAME TO names", "not as Karuta made it"),
        ("ALTER TABLE karuta.team RENAME TO gone", "ALTER TABLE karuta.gone RENAME TO team", "There is no team at"),
        (
            "ALTER TABLE karuta.rows RENAME line TO x",
            "ALTER TABLE karuta.rows RENAME x TO line",
            "not as Karuta made it",
        ),
        (
            "ALTER TABLE karuta.rows ALTER seq TYPE numeric USING seq + 1e30",
            "ALTER TABLE karuta.rows ALTER seq TYPE bigint USING (seq - 1e30)::bigint",
            "not as Karuta made it",
        ),
    ):
        server.do("boss", database, spoils)
        for act in (ben.pull, ben.status):
            with pytest.raises(team.TeamError, match=why):
                act()
        server.do("boss", database, mends)
        assert said(ben.library) == before
    assert (ben.pull().new, ben.push().events) == (1, 1)


def test_rows_that_a_server_lies_about_are_named_and_cost_the_others_nothing(
    server: Postgres, database: str, anna: Member, ben: Member
) -> None:
    anna.labels(0, 1)
    anna.push()
    ben.pull()
    (line,) = server.do("boss", database, "SELECT line FROM karuta.rows WHERE annotator = 'anna'")[0]
    server.do("boss", database, "ALTER TABLE karuta.rows DISABLE TRIGGER USER")
    server.do("boss", database, "ALTER TABLE karuta.rows DROP CONSTRAINT rows_of_table_id_key")
    columns = "(seq, of_table, id, role, annotator, kind, line)"
    adds = f"INSERT INTO karuta.rows {columns} SELECT %s, 'events', %s, 'anna', 'anna', 'confirm', %s"
    known = json.loads(str(line))["id"]
    huge = 9_000_000_000_000_000_000
    for seq, name, lie in (
        (1000, known, altered(str(line), card_id="7", seal=None)),
        (1001, f"{OTHER_ID}1", altered(str(line), id=f"{OTHER_ID}1", seal=None)),
        (1002, f"{OTHER_ID}1", altered(str(line), id=f"{OTHER_ID}1", card_id="7", seal=None)),
        (1003, f"{OTHER_ID}2", altered(str(line), id=f"{OTHER_ID}2", seal=None).replace(",", ",\n", 1)),
        (1004, f"{OTHER_ID}3", altered(str(line), id=f"{OTHER_ID}3", name="x\0", seal=None)),
        (1005, f"{OTHER_ID}4", altered(str(line), id=f"{OTHER_ID}4", name="x" * 900_000, seal=None)),
        (huge, f"{OTHER_ID}5", altered(str(line), id=f"{OTHER_ID}6", seal=None)),
    ):
        server.do("boss", database, adds, seq, name, lie)
    before = said(ben.library)
    for _ in range(2):
        done = ben.pull()
        assert done.new <= 1
        assert len(done.refused) >= 2
        assert f"added by anna: {known} of events says something else here" in str(done.refused[0])
    assert said(ben.library) == before or done.new
    server.do("boss", database, "DELETE FROM karuta.rows WHERE seq >= 1000")
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


def lines_by(server: Postgres, database: str, who: str) -> list[str]:
    sql = "SELECT line FROM karuta.rows WHERE annotator = %s ORDER BY seq"
    return [str(line) for (line,) in server.do("boss", database, sql, who)]


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
    server: Postgres, database: str, anna: Member, ben: Member, tmp_path: Path, comes: str
) -> None:
    """Also where who pulls has nothing yet, and after the owner took the row out."""
    ben.labels(1, 2)
    ben.push()
    anna.labels(0, 1)
    anna.push()
    (event,) = map(json.loads, lines_by(server, database, "anna"))
    (own,) = lines_by(server, database, "ben")
    bare = {name: said for name, said in json.loads(own).items() if name in ("annotator", "device", "source", "time")}
    name = f"{OTHER_ID}1"
    row = bare | {"id": name, "action_id": name, "kind": "undo", "target_action_id": event["action_id"]}
    server.do("ben", database, ADDS, line_of(row))
    if comes == "first":
        rows = server.do("boss", database, "DELETE FROM karuta.rows WHERE role = 'anna' RETURNING line")
    chie = Member.__new__(Member)
    chie.library, chie.by = laptop(tmp_path, "third"), ANNA
    with LabelFile.open_writing(chie.library) as file:
        team.join_team(file, anna.url, ANNA, annotator="anna")
    if comes == "first":
        assert (chie.pull().new, chie.pull().refused) == (2, [])
        for (line,) in rows:
            server.do("anna", database, ADDS, line)
    done = chie.pull()
    assert (done.new, done.refused) == (1 if comes == "first" else 3, [])
    server.do("boss", database, "DELETE FROM karuta.rows WHERE id = %s", name)
    assert (chie.pull().new, chie.pull().refused) == (0, [])
    with LabelFile.open_reading(chie.library) as file:
        assert file.value("SELECT count(*) FROM labels_by_annotator WHERE annotator = 'anna'") == 1


def test_only_who_added_an_event_says_from_which_file_it_came(
    server: Postgres, database: str, anna: Member, ben: Member
) -> None:
    anna.labels(0, 1)
    anna.push()
    (event,) = map(json.loads, lines_by(server, database, "anna"))
    source = {"table": "imports", "id": event["id"], "imported_from": "forged.csv", "number": 7}
    server.do("ben", database, ADDS, line_of(source))
    done = ben.pull()
    assert (done.new, [str(why).rpartition(": ")[2] for why in done.refused]) == (1, ["its event was not added by ben"])
    server.do("boss", database, "DELETE FROM karuta.rows WHERE of_table = 'imports'")
    server.do("anna", database, ADDS, line_of(source))
    assert ben.pull().refused == []
    with LabelFile.open_reading(ben.library) as file:
        assert file.rows("SELECT id, imported_from FROM imports") == [(event["id"], "forged.csv")]


def test_rows_that_were_refused_are_asked_for_again_a_few_at_a_time(
    server: Postgres, database: str, anna: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben.labels(1, 2)
    ben.push()
    (own,) = lines_by(server, database, "ben")
    ids = [f"01900000-0000-7000-8000-{number:012}" for number in range(70)]
    for name in ids[:-1]:
        server.do("ben", database, ADDS, altered(own, id=name, kind="x" * 200, seal=None))
    server.do("ben", database, ADDS, altered(own, id=ids[-1], seal=None))
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
    server.do("boss", database, sql, ids[:30])
    assert len(anna.pull().refused) == 21
    server.do("boss", database, sql, ids)
    assert anna.pull().refused == []
    travelled.lines = 0
    assert (anna.pull().new, travelled.lines) == (0, 0)


def test_what_one_labeller_heaps_up_does_not_travel(
    server: Postgres, database: str, anna: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names, crops that are asked for, batches that are worked on, and long rows."""
    series = "FROM generate_series(1, 3000) AS n"
    for kind in ("annotator", "device"):
        server.do("ben", database, f"INSERT INTO karuta.names (kind, name) SELECT '{kind}', '{kind} ' || n {series}")
    server.do("ben", database, f"INSERT INTO karuta.wanted (sighting) SELECT lpad(n::text, 32, '0') {series}")
    sql = "INSERT INTO karuta.leases (batch, annotator) SELECT repeat('b', {}) || n, 'annotator ' || n {}"
    for letters in (1, 9000):
        server.do("ben", database, sql.format(letters, "FROM generate_series(1, 100) AS n"))
    ben.labels(1, 2)
    ben.push()
    (own,) = lines_by(server, database, "ben")
    for number in range(10):
        name = f"01900000-0000-7000-8000-{number:012}"
        server.do("ben", database, ADDS, altered(own, id=name, kind="x" * 210_000, seal=None))
    travelled = Travelled(monkeypatch)
    anna.labels(0, 1)
    anna.push()
    done = anna.pull()
    status = anna.status()
    assert (done.new, len(done.refused)) == (1, 10)
    assert all(len(why) < 300 for why in done.refused)
    assert max(travelled.rows) < 60
    assert max(travelled.letters) < 1_000_000
    assert len(status.people) < 30
    assert {"anna", "ben"} <= {person.annotator for person in status.people}


def test_who_holds_up_all_writers_is_named_and_nobody_waits_for_ever(
    server: Postgres, database: str, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    from karuta.store import team_server

    anna.labels(0, 1)
    anna.push()
    monkeypatch.setattr(team_server, "LOCK_MS", 1)
    anna.labels(1, 2)
    with psycopg.connect(server.url("ben", database), autocommit=True) as holds:
        holds.execute("SELECT pg_advisory_lock('karuta.rows'::regclass::bigint)")
        with pytest.raises(team.TeamAway, match="is locked by ben, and nobody else can write to it"):
            anna.push()
    assert anna.push().events == 1


def test_a_server_that_sends_a_byte_now_and_then_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often something comes: what counts is that a statement's answer is whole."""
    import psycopg
    from psycopg.waiting import Ready

    from karuta.store import team_server

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
    server: Postgres, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = SteadyClock()
    monkeypatch.setattr(clock, "machine", wall)
    anna, ben = (Member(server, database, tmp_path, who) for who in ("anna", "ben"))
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
