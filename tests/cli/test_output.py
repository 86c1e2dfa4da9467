"""What a command prints: names from anybody's files command no terminal, JSON stays JSON, a full disk is said."""

from __future__ import annotations

import errno
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import Run
from tests.packs import card, write_pack

from karuta.cli import output

# A clear screen, a title, one in C1, and the one that turns the rest of the line around.
HOSTILE = "Rain\x1b[2J\x1b]0;x\x07\x9b31m\u202eniaR\u2066\r\nSaved"
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_what_a_terminal_would_obey_is_spelt_out() -> None:
    shown = r"Rain\x1b[2J\x1b]0;x\x07\x9b31m\u202eniaR\u2066\x0d\x0aSaved"
    assert output.visible(HOSTILE) == shown
    plain = "ブラック・マジシャン, é, 🂡, \u200f\u05e9\u05dc\u05d5\u05dd"
    assert output.visible(plain) == plain


def test_no_command_prints_it(run: Run, tmp_path: Path) -> None:
    named = tmp_path / "photo\x1b[2J\u202e.png"
    images = [("1\x1b[2J.png", "1", "main"), ("gone\x1b[2J.png", "1", "alternate")]
    pack = write_pack(tmp_path / "pack\x1b[2J", [card("1", HOSTILE)], images=images, pictures={images[0][0]: 1})

    named.write_bytes(b"no picture")
    for command in (
        ("catalogue", "add", pack),
        ("catalogue", "search", "Rain"),
        ("catalogue", "show", "1"),
        ("catalogue", "show", HOSTILE),
        ("catalogue", "info"),
        ("lookup", named),
        ("confirm", named, "1", "--sighting", "0"),
        ("confirm", named),
        ("evaluate", named),
        ("labels", "import", named),
        ("labels", "export", tmp_path / "\x1b[2J.csv"),
        ("doctor",),
        ("no\x1b[2Jcommand",),
        ("model", "promote", HOSTILE),
    ):
        _, out, err = run(*command)
        assert out + err and not OBEYED.search(out + err), (command, out, err)
    assert r"Rain\x1b[2J" in run("catalogue", "search", "Rain").out
    assert r"photo\x1b[2J\u202e.png" in run("lookup", named).out
    assert run("catalogue", "search", "Rain", "--json").one["name"].startswith("Rain\x1b[2J")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_where_the_output_finds_a_full_disk_it_is_said_and_the_command_failed(tmp_path: Path) -> None:
    # As a person's Python is, which keeps what it could not write and tries it again at its end.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "karuta", "--library", str(tmp_path / "none"), "doctor"]
        done = subprocess.run(command, text=True, check=False, stdout=full, stderr=subprocess.PIPE, env=buffered)
    assert done.returncode == 1
    assert done.stderr == (
        "The disk with the command's output is full; free some space and try again. Nothing was lost.\n"
    )


def test_a_message_that_nobody_can_hear_stops_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Deaf())
    output.say("half of it is done")
    monkeypatch.setattr(sys, "stdout", Deaf())
    with pytest.raises(OSError, match="the command's output"):
        output.line("all of it is done")
