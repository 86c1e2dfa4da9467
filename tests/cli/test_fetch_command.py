"""`karuta catalogue fetch` through the real command line: what it says, where it puts things, and that it adds none."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests import published
from tests.commands import Run
from tests.fetching import files_of
from tests.loopback import Instead, Loopback

from karuta import bootstrap
from karuta.domain.fetch_progress import (
    FetchBegun,
    FetchCounted,
    FetchEnded,
    FetchFailed,
    FetchMoved,
    FetchProgress,
    FetchStep,
    FetchWaits,
    MissingPicture,
    fetch_heard,
    fetch_values,
)
from karuta.domain.sentence import Sentence
from karuta.services.catalogue.fetch.web import WallClock


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(published.ygoprodeck(3)).serving() as one:
        yield one


@pytest.fixture
def run(run: Run, server: Loopback) -> Run:
    return partial(run, "catalogue", "fetch", "--mirror", server.address)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long it waits is tested elsewhere."""
    monkeypatch.setattr(WallClock, "wait", lambda clock, seconds: None)


def test_it_says_what_came_and_which_command_adds_it(tmp_path: Path, run: Run, server: Loopback) -> None:
    del server.files[f"{published.DECK_PICTURES}/{published.passcode(2)}.jpg"]
    folder = tmp_path / "a folder"
    code, out, err = run("ygoprodeck", "--to", str(folder))
    assert code == 0
    assert out.splitlines() == [
        "5 new lists, 0 as they were.",
        "3 new pictures, 0 here already, 1 missing.",
        f"  images/{published.passcode(2)}.jpg: 127.0.0.1 does not have it (404)",
        f"Next: `karuta catalogue add '{folder}'`.",
    ]
    assert err.startswith("Downloading YGOPRODeck from db.ygoprodeck.com, images.ygoprodeck.com into ")
    assert not (tmp_path / "library").exists()


def test_json_says_each_event_on_a_line_of_its_own(tmp_path: Path, run: Run) -> None:
    code, out, _ = run("ygoprodeck", "--to", str(tmp_path / "to"), "--json")
    assert code == 0
    events = [fetch_heard(line) for line in out.splitlines()]
    assert isinstance(events[0], FetchBegun)
    assert all(isinstance(event, FetchMoved) for event in events[1:-1])
    ended = events[-1]
    assert isinstance(ended, FetchEnded)
    assert (ended.lists, ended.pictures) == (FetchCounted(5, 0), FetchCounted(4, 0))
    assert ended.bytes == sum(len(body) for name, body in files_of(tmp_path / "to").items() if name[0] != ".")


def test_without_pictures_no_host_of_pictures_is_named_or_asked(tmp_path: Path, run: Run, server: Loopback) -> None:
    _, _, err = run("ygoprodeck", "--to", str(tmp_path / "to"), "--no-pictures", "--language", "de")
    assert "images.ygoprodeck.com" not in err
    assert server.paths() == [f"{published.DECK}&language=de"]


@pytest.mark.parametrize(
    "arguments", [("nothing",), ("karuta",), ("ygoprodeck", "--language", "ja"), ("scryfall", "--language", "de")]
)
def test_what_cannot_be_had_is_wrong_usage(run: Run, server: Loopback, arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2
    assert not server.asked


def test_a_failure_is_one_sentence_and_an_event(tmp_path: Path, run: Run, server: Loopback) -> None:
    server.misbehave = lambda path, before: Instead(status=403, body=b"")
    code, out, err = run("ygoprodeck", "--to", str(tmp_path / "to"), "--json")
    assert code == 1
    failed = fetch_heard(out.splitlines()[-1])
    assert isinstance(failed, FetchFailed)
    assert err.strip() == failed.sentence
    assert "127.0.0.1 refuses it (403)" in err


@pytest.mark.parametrize("mirror", ["mirror.example", "ftp://mirror.example", "http://"])
def test_a_mirror_that_is_no_address_is_told(tmp_path: Path, mirror: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.run(["catalogue", "fetch", "scryfall", "--to", str(tmp_path), "--mirror", mirror]) == 2
    assert "is not the address of a mirror" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="there is no polite request to end on Windows")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_stopped_at_any_time_the_same_command_goes_on(tmp_path: Path, server: Loopback, how: signal.Signals) -> None:
    reached, may_go = threading.Event(), threading.Event()

    def misbehave(path: str, before: int) -> Instead | None:
        if path.endswith(f"{published.passcode(2)}.jpg") and before == 0:
            reached.set()
            may_go.wait(120)
        return None

    server.misbehave = misbehave
    command = [sys.executable, "-m", "karuta", "catalogue", "fetch", "ygoprodeck", "--mirror", server.address]
    process = subprocess.Popen(
        [*command, "--to", str(tmp_path / "to")],
        env={**os.environ, "HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
        # A shell starts what runs behind it deaf to Ctrl+C, and a child inherits that.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - it takes no lock
    )
    assert reached.wait(120)
    process.send_signal(how)
    _, err = process.communicate(timeout=120)
    may_go.set()
    assert process.returncode == (-signal.SIGKILL if how == signal.SIGKILL else 130)
    if how != signal.SIGKILL:
        assert b"Stopped; what was finished is kept." in err
    server.asked.clear()
    ended = subprocess.run(
        [*command, "--to", str(tmp_path / "to"), "--json"],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        check=True,
        timeout=180,
    )
    assert json.loads(ended.stdout.splitlines()[-1])["pictures"] == {"new": 2, "same": 2, "missing": 0}
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "progress",
    [
        FetchBegun("scryfall", "/a folder", ("a.example", "b.example")),
        FetchMoved(FetchStep.PICTURES, "images/1.jpg", 3, 4, missing=1),
        FetchWaits(Sentence("{host} broke off", host="a.example"), 2.0),
        FetchEnded(
            "x", "/f", FetchCounted(1, 0), FetchCounted(2, 3, 1), (MissingPicture("images/1.jpg", "no"),), 5, 1.5
        ),
        FetchFailed(Sentence("{host} broke off", host="a.example")),
    ],
)
def test_what_the_lines_say_is_heard_as_it_was_said(progress: FetchProgress) -> None:
    heard = fetch_heard(json.dumps(fetch_values(progress)))
    assert heard == progress
    if isinstance(progress, FetchFailed | FetchWaits):
        assert isinstance(heard, FetchFailed | FetchWaits)
        assert heard.sentence.template == progress.sentence.template


@pytest.mark.parametrize(
    "line", ["", "[]", "{}", '{"event": "newer"}', '{"event": "waits"}', '{"event": "ended", "source": 3}']
)
def test_a_line_that_nobody_knows_is_passed_over(line: str) -> None:
    assert fetch_heard(line) is None
