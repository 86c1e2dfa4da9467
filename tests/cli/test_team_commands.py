"""`karuta team` through the real command line: exit codes, JSON, and one sentence for whatever goes wrong."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.commands import Run
from tests.labelling import ANNA, BEN, confirmed
from tests.merging import laptop, places
from tests.postgres import Postgres, postgres, why_no_postgres

from karuta.paths import LibraryFolder
from karuta.services.labels.decide import decide
from karuta.store.label_file import LabelFile

needs_postgres = pytest.mark.skipif(bool(why_no_postgres()), reason=why_no_postgres())


@pytest.fixture(autouse=True)
def no_other_team(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KARUTA_TEAM", raising=False)


@pytest.fixture
def server() -> Iterator[Postgres]:
    with postgres() as started:
        started.do("boss", "postgres", "CREATE DATABASE cards")
        yield started


@needs_postgres
def test_a_team_from_init_to_status(
    run: Run, server: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = laptop(tmp_path, "one"), laptop(tmp_path, "other")
    assert run("team", "init", server.url("boss", "cards"), of=one)[:2] == (0, "The team's store is made.\n")
    people = ("--person", "anna", "--person", "ben")
    code, out, err = run("team", "init", server.url("boss", "cards"), *people, of=one)
    assert (code, err) == (0, "") and out.splitlines() == [
        "The team's store was there already.",
        "anna is admitted, as a new role without a password.",
        "ben is admitted, as a new role without a password.",
    ]
    assert run("team", "push", of=one) == (1, "", "This library is in no team; `karuta team join URL` joins one.\n")
    for library, who, origin in ((one, "anna", ANNA), (other, "ben", BEN)):
        with LabelFile.open_writing(library) as file:
            decide(file, [confirmed(*places(file)[0], 1 + (who == "ben"))], origin)
        joined = f"Joined as {who}; labels by {who} are yours. Next: `karuta team pull` and `team push`.\n"
        assert run("team", "join", server.url(who, "cards"), of=library) == (0, joined, "")
    assert run("team", "push", of=one) == (0, "1 event sent.\n", "")
    sent = {"sent": 1, "unsent": 0, "crops": 0, "refused": []}
    assert run("team", "push", "--json", of=other).one == sent
    assert run("team", "status", "--json", of=one).one == {
        "to_send": 0,
        "new": 1,
        "conflicts": 0,
        "people": [
            {"annotator": "anna", "labels": 1, "batch": "of one"},
            {"annotator": "ben", "labels": 1, "batch": "of other"},
        ],
    }
    assert run("team", "pull", of=one) == (0, "1 new event, 1 conflict.\n", "")
    # The crops of the card that they disagree about are at hand; one that was lost is asked for, sent and taken.
    assert run("team", "pull", "--crops", of=one).out.endswith("0 crops came, 0 asked for.\n")
    shutil.rmtree(one.crops)
    asked = "0 new events, 1 conflict.\n0 crops came, 1 asked for.\n"
    assert run("team", "pull", "--crops", of=one) == (0, asked, "")
    assert run("team", "push", of=other).out == "0 events, 1 crop sent.\n"
    assert run("team", "pull", "--crops", "--json", of=one).one["crops"] == 1
    assert run("team", "status", of=one).out.splitlines() == [
        "0 to send, 0 new, 1 conflict.",
        "  anna: 1 label, works on of one",
        "  ben: 1 label, works on of other",
    ]
    # A name that is somebody else's is refused, and what is one's own goes all the same.
    with LabelFile.open_writing(other) as file:
        decide(file, [confirmed(*places(file)[1], 3)], ANNA)
        decide(file, [confirmed(*places(file)[2], 3)], BEN)
    refused = "Refused: not sent (1): the annotator anna is bound to the role anna, not to ben.\n"
    assert run("team", "push", of=other) == (1, "1 event sent.\n", refused)
    server.kill()
    for command in ("push", "pull", "status"):
        code, out, err = run("team", command, of=one)
        assert (code, out, err.count("\n")) == (3, "", 1), err
        assert "cannot be reached" in err
    monkeypatch.setenv("KARUTA_TEAM", "http://here")
    assert run("team", "push", of=one).code == 2


def test_without_psycopg_it_is_said_how_to_get_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "karuta.store.team_server", None)
    library = laptop(tmp_path, "one")
    for command in ("init", "join"):
        code, out, err = run("team", command, "postgresql://anna@127.0.0.1:9/team", of=library)
        assert (code, out) == (1, "")
        assert err.endswith("`pip install 'karuta[team]'` adds it.\n")


def test_what_is_no_address_of_a_team_is_wrong_usage(run: Run, library: LibraryFolder) -> None:
    assert [run("team", *words).code for words in (("join", "http://here"), ("init",), ("status",))] == [2, 2, 1]
    assert not library.root.exists()
