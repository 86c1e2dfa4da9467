"""`karuta team` through the real command line: exit codes, JSON, and one sentence for whatever goes wrong."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.labelling import ANNA, BEN, confirmed
from tests.merging import laptop, places
from tests.postgres import Postgres, postgres, why_no_postgres

from karuta import bootstrap
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import decide
from karuta.store.label_file import LabelFile

Run = Callable[..., tuple[int, str, str]]
needs_postgres = pytest.mark.skipif(bool(why_no_postgres()), reason=why_no_postgres())


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("KARUTA_TEAM", raising=False)

    def run(library: LibraryFolder, *arguments: str) -> tuple[int, str, str]:
        code = bootstrap.run(["--library", str(library.root), "team", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


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
    assert run(one, "init", server.url("boss", "cards"))[:2] == (0, "The team's store is made.\n")
    code, out, err = run(one, "init", server.url("boss", "cards"), "--person", "anna", "--person", "ben")
    assert (code, out.splitlines(), err) == (
        0,
        [
            "The team's store was there already.",
            "anna is admitted, as a new role without a password.",
            "ben is admitted, as a new role without a password.",
        ],
        "",
    )
    assert run(one, "push") == (1, "", "This library is in no team; `karuta team join URL` joins one.\n")
    for library, who, origin in ((one, "anna", ANNA), (other, "ben", BEN)):
        with LabelFile.open_writing(library) as file:
            decide(file, [confirmed(*places(file)[0], 1 + (who == "ben"))], origin)
        code, out, err = run(library, "join", server.url(who, "cards"))
        assert (code, out, err) == (
            0,
            f"Joined as {who}; labels by {who} are yours. Next: `karuta team pull` and `team push`.\n",
            "",
        )
    assert run(one, "push") == (0, "1 event sent.\n", "")
    assert json.loads(run(other, "push", "--json")[1]) == {"sent": 1, "unsent": 0, "crops": 0, "refused": []}
    code, out, _ = run(one, "status", "--json")
    assert (code, json.loads(out)) == (
        0,
        {
            "to_send": 0,
            "new": 1,
            "conflicts": 0,
            "people": [
                {"annotator": "anna", "labels": 1, "batch": "of one"},
                {"annotator": "ben", "labels": 1, "batch": "of other"},
            ],
        },
    )
    assert run(one, "pull") == (0, "1 new event, 1 conflict.\n", "")
    # The crops of the card that they disagree about are at hand; one that was lost is asked for, sent and taken.
    assert run(one, "pull", "--crops")[1].endswith("0 crops came, 0 asked for.\n")
    shutil.rmtree(one.crops)
    assert run(one, "pull", "--crops") == (0, "0 new events, 1 conflict.\n0 crops came, 1 asked for.\n", "")
    assert run(other, "push")[1] == "0 events, 1 crop sent.\n"
    assert json.loads(run(one, "pull", "--crops", "--json")[1])["crops"] == 1
    assert run(one, "status")[1].splitlines() == [
        "0 to send, 0 new, 1 conflict.",
        "  anna: 1 label, works on of one",
        "  ben: 1 label, works on of other",
    ]
    # A name that is somebody else's is refused, and what is one's own goes all the same.
    with LabelFile.open_writing(other) as file:
        decide(file, [confirmed(*places(file)[1], 3)], ANNA)
        decide(file, [confirmed(*places(file)[2], 3)], BEN)
    code, out, err = run(other, "push")
    assert (code, out) == (1, "1 event sent.\n")
    assert err == "Refused: not sent (1): the annotator anna is bound to the role anna, not to ben.\n"
    server.kill()
    for command in ("push", "pull", "status"):
        code, out, err = run(one, command)
        assert (code, out, err.count("\n")) == (3, "", 1), err
        assert "cannot be reached" in err
    monkeypatch.setenv("KARUTA_TEAM", "http://here")
    assert run(one, "push")[0] == 2


def test_without_psycopg_it_is_said_how_to_get_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "karuta.store.team_server", None)
    library = laptop(tmp_path, "one")
    for command in ("init", "join"):
        code, out, err = run(library, command, "postgresql://anna@127.0.0.1:9/team")
        assert (code, out) == (1, "")
        assert err.endswith("`pip install 'karuta[team]'` adds it.\n")


def test_what_is_no_address_of_a_team_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    library = LibraryFolder(tmp_path / "new")
    assert run(library, "join", "http://here")[0] == 2
    assert run(library, "init")[0] == 2
    assert run(library, "status")[0] == 1
    assert not library.root.exists()
