"""The command line as a whole: where its options may stand, paths alone, and commands that are misspelled."""

from __future__ import annotations

import io
import signal
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import click
import pytest
from tests.commands import Run
from tests.e2e.test_promises import every_command

from karuta import bootstrap
from karuta.cli.lookup import photos_named
from karuta.cli.root import COMMANDS, HEADINGS, STOPPED, CommandTable, in_order
from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from karuta.services.lookups.add_photos import arrivals


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("lookup a.png --library DIR --json", "--library DIR lookup a.png --json"),
        ("--library DIR lookup a.png", "--library DIR lookup a.png"),
        ("lookup --library=DIR a.png", "--library=DIR lookup a.png"),
        ("lookup -- --library DIR", "lookup -- --library DIR"),
        ("lookup a.png --library", "--library lookup a.png"),
        ("--version", "--version"),
        ("version", "--version"),
        ("help", "--help"),
        ("help labels export", "labels export --help"),
        ("", ""),
    ],
)
def test_the_library_may_be_named_anywhere(given: str, read: str) -> None:
    assert in_order(given.split()) == read.split()


def test_paths_alone_are_the_windows_and_a_commands_name_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("check", "photos", "library"):
        (tmp_path / name).mkdir()
    (tmp_path / "library" / "labels.db").touch()
    assert in_order(["photos"]) == ["gui", "photos"]
    assert in_order(["photos", "check"]) == ["gui", "photos", "check"]
    assert in_order(["check"]) == ["check"]
    assert in_order(["./check", "--screenshot", "x.png"]) == ["gui", "./check", "--screenshot", "x.png"]
    assert in_order(["library"]) == ["--library", "library", "gui"]
    assert in_order(["library", "--screenshot", "x.png"]) == ["--library", "library", "gui", "--screenshot", "x.png"]
    assert in_order(["gone"]) == ["gone"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("labels replay --json", "`karuta labels replay` is in Karuta's sources now: "),
        ("labels --library DIR replay --model NAME", "`karuta labels replay` is in Karuta's sources now: "),
        ("train --scope full", "`karuta train --scope full` is in Karuta's sources now: "),
        (
            "train --steps 3 --scope=full --layers all --json",
            "`karuta train --scope full` is in Karuta's sources now: ",
        ),
        ("catalogue add decks --format=tts", "Decks of Tabletop Simulator are no longer read; "),
    ],
)
def test_what_is_gone_says_in_one_sentence_where_it_went(
    typed: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.run(typed.split()) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.startswith(words)
    assert told.err.endswith(".\n") and told.err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_ctrl_c_while_it_is_being_loaded_ends_it_without_a_traceback() -> None:
    code = (
        "import os, signal, sys\n"
        "class Typed:\n"
        "    def find_spec(name, *_):\n"
        "        if name == 'karuta.bootstrap': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Typed)\n"
        "import karuta.__main__"
    )
    # What runs behind a shell is deaf to Ctrl+C, and a child inherits that.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, preexec_fn=heard)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, b"")


def test_what_is_neither_a_command_nor_a_file_names_the_nearest_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.run(["lokup", "a.png"]) == 2
    said = capsys.readouterr().err
    assert "There is no command and no file called lokup. Did you mean `karuta lookup`?" in said
    assert bootstrap.run(["zzz"]) == 2
    assert "Did you mean" not in capsys.readouterr().err


@pytest.mark.parametrize("name", [name for rows in HEADINGS.values() for name in rows])
def test_each_line_of_the_help_is_a_command(name: str) -> None:
    group, _, part = name.partition(" ")
    assert sum(group in rows for rows in HEADINGS.values()) == (group in COMMANDS) == 1
    command = CommandTable().get_command(click.Context(CommandTable()), group)
    assert command and command.name == group
    assert not part or (isinstance(command, click.Group) and part in command.commands)


def test_a_folder_stands_for_its_pictures_and_a_dash_for_paths_on_stdin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "photos"
    for name in ("b.PNG", "a/2.jpg", "a/10.jpg", "a/._2.jpg", "notes.txt", "empty/notes.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    found = [str(folder / name) for name in ("a/10.jpg", "a/2.jpg", "b.PNG")]
    assert photos_named([str(folder), "gone.png"]) == [*found, "gone.png"]
    assert capsys.readouterr().err == f"{folder}: 3 files passed over (no pictures).\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"one.png\r\n\n{folder / 'a'}\n".encode())))
    assert photos_named(["-"]) == ["one.png", *found[:2]]
    assert photos_named(["-"]) == [] and "No path came on stdin" in capsys.readouterr().err
    assert photos_named([str(folder / "empty")]) == []
    assert f"There is no picture in {folder / 'empty'}." in capsys.readouterr().err


def test_a_name_that_no_file_can_have_is_a_photo_that_is_not_there_and_no_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    photos = [f"{'x' * 300}.jpg", "a\0b.jpg", "gone.jpg"]
    assert photos_named(photos) == photos
    assert [arrival.path for arrival in arrivals(map(Path, photos), LibraryFolder(Path()))] == [*map(Path, photos)]
    assert bootstrap.run(photos[:1]) == 2
    assert "There is no command and no file called xxx" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["labels stats", "gui --screenshot s.png", "catalogue add x", "doctor", "lookup x"])
def test_a_file_is_no_library(run: Run, library: LibraryFolder, command: str) -> None:
    library.root.touch()
    told = f"{library.root} is a file, not a library's folder; name a folder.\n"
    assert run(*command.split()) == (1, "", told)


@pytest.mark.parametrize(
    "command",
    [
        *("undo", "redo", "labels export o.csv", "labels stats", "catalogue search x", "catalogue show 1"),
        *("catalogue info", "pack list", "pack show x", "pack remove x", "pack rollback", "model list", "model show"),
        *("model compare a b", "model promote a", "model rollback", "index info", "index rebuild", "lookup p.jpg"),
        "evaluate truth.csv",
    ],
)
def test_without_a_library_what_reads_or_takes_back_says_so_and_makes_none(
    run: Run, library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("truth.csv").write_text("photo,card_id\np.jpg,1\n", encoding="utf-8")
    told = run(*command.split())
    assert (told.code, told.out) == (1, "") and told.sentence
    if command.split()[0] in ("catalogue", "index", "lookup", "evaluate"):
        assert "karuta catalogue add" in told.sentence
    assert not library.root.exists()


def test_a_machine_without_a_library_is_not_ill(run: Run) -> None:
    told = run("doctor", "--json")
    (found,) = [finding for finding in told.json if finding["check"] == "library"]
    assert told.code == 0 and "karuta catalogue add FOLDER" in found["message"]


@pytest.mark.parametrize(
    "words",
    [
        *("nonsense", "--nonsense", "index", "lookup", "lookup -k 0 p.jpg", "catalogue x", "catalogue add"),
        *("catalogue search", "catalogue search -k 0 x", "catalogue show", "evaluate", "evaluate a.csv b.csv"),
        "evaluate a.csv --no",
    ],
)
def test_wrong_usage_ends_with_2(run: Run, words: str) -> None:
    code, out, err = run(*words.split())
    assert (code, out) == (2, "") and err and "Traceback" not in err


@pytest.mark.parametrize("command", ["inventory photos --out", "listed --out", "bench --plot"])
def test_a_place_that_cannot_be_written_is_refused_before_any_work(
    run: Run, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.png").write_bytes(b"never opened")
    out = tmp_path / "gone" / "result"
    # Without a library: whoever begins the work says that there is none.
    code, _, err = run(*command.split(), out)
    assert code == 1 and err.splitlines()[-1] == f"There is no folder {out.parent}; make it first."


# What each writes where it is told to, and what of the person's it reads for that.
REPORTS = {
    "evaluate truth.csv --html": ("truth.csv", "photos/a.png"),
    "inventory photos --sales sales.csv --force --out": ("photos/a.png", "sales.csv"),
    "check listings.csv --photos photos --force --out": ("listings.csv", "photos/a.png"),
    "check listings.csv --photos photos --force --html": ("listings.csv", "photos/a.png"),
    "listed listings.csv --searches sales.csv --force --out": ("listings.csv", "sales.csv"),
    "gui photos --screenshot": ("photos/a.png",),
}


@pytest.mark.parametrize("command", REPORTS)
def test_what_is_read_is_not_written_over_and_nothing_of_a_library_is(
    run: Run, library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("photos").mkdir()
    library.root.mkdir()
    for place in ("photos/a.png", "sales.csv", "library/labels.db"):
        Path(place).write_bytes(b"kept")
    for table, head in (("truth.csv", "photo,card_id"), ("listings.csv", "listing_id,photos")):
        Path(table).write_text(f"{head}\nphotos/a.png,1\n1,a.png\n", encoding="utf-8")
    for out in (*REPORTS[command], "library/labels.db"):
        before = Path(out).read_bytes()
        told = run(*command.split(), out)
        assert (told.code, Path(out).read_bytes()) == (1, before) and "so it is not written over" in told.err, told


def test_whatever_command_is_stopped_ends_with_the_same_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it takes a Ctrl+C: at once, at its next step (a training), or in other code, which fails of it."""

    def at_its_next_step() -> None:
        token = CancelToken()
        token.cancel()
        token.check()

    def as_something_else() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as stop:
            raise sqlite3.OperationalError("interrupted") from stop

    for name, command in every_command():
        for stop in (partial(signal.raise_signal, signal.SIGINT), at_its_next_step, as_something_else):
            monkeypatch.setattr(command, "invoke", lambda context, stop=stop: stop())
            monkeypatch.setattr(command, "parse_args", lambda context, args: args)
            told = run(*name.split())
            assert (told.code, told.err.strip()) == (STOPPED, "Stopped; what was finished is kept."), name
