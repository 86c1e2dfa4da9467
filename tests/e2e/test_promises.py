"""What the README and the pages of help promise about a person's photos and library, by every command there is."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import pytest
from tests import amounts, published
from tests.cli.test_backup_commands import WRITERS
from tests.commands import Said
from tests.e2e.conftest import CARDS, Karuta, pack
from tests.e2e.test_training import QUICK, labelled
from tests.lab.replay import replayed
from tests.loopback import Loopback
from tests.read_only import take_writing_away

from karuta.bootstrap import root
from karuta.paths import LibraryFolder
from karuta.services.catalogue.fetch.web import WallClock

State = dict[str, tuple[int, int, bytes]]

# With what each command is run that is said to change nothing.
READERS = {
    "pack list": (),
    "pack show": ("{pack}",),
    "lookup": ("{shots}/3.jpg",),
    "evaluate": ("{shots}/truth.csv", "--html", "{out}/report.html"),
    "catalogue search": ("ohajiki",),
    "catalogue show": ("3",),
    "catalogue info": (),
    "catalogue fetch": ("yaml-yugi", "--to", "{out}/fetched", "--mirror", "{mirror}"),
    "labels export": ("{out}/folders", "--format", "folders", "--with-photos"),
    "labels stats": (),
    "labels conflicts": (),
    "index info": (),
    "model list": (),
    "model show": ("{model}",),
    "model compare": ("{model}", "{model}"),
    "doctor": (),
    "report": ("{out}/report.zip",),
    "backups": (),
    "restore": ("{backup}", "--dry-run"),
    "title": ("ohajiki 3",),
    "check": ("{listings}", "--photos", "{shots}", "--out", "{out}/report.csv"),
    "price": ("3", "--sales", "{sales}"),
    "fill": ("{shots}/3.jpg",),
    "inventory": ("{shots}", "--to", "cardmarket", "--out", "{out}/list.csv"),
    "bench": ("--photos", "{shots}", "--runs", "1"),
    "listed": ("{listings}", "--out", "{out}/listed.csv", "--force"),
}
OF_WRITERS = {
    **{"pack remove": ("{pack}",), "catalogue add": ("{shots}",), "model promote": ("{model}",)},
    **{"confirm": ("{shots}/3.jpg", "3"), "labels import": ("{shots}/truth.csv",)},
    "labels merge": ("{shots}",),
}
# The quick suite does without those that take half a minute.
SLOW = {"bench"}
QUICK_READERS = (
    "lookup",
    "catalogue search",
    "labels export",
    "labels stats",
    "index info",
    "doctor",
    "backups",
    "restore",
)
# What they change is said of them: the window writes, the demo has a library of its own, and a team is on a server.
ELSEWHERE = {"demo", "gui", "team init", "team status"}


def that_have_time(commands: Iterable[str]) -> list[str]:
    return sorted(command for command in commands if amounts.runs_all or command not in SLOW)


def state_of(folder: Path) -> State:
    """Every file with its bytes, its time and its number on the disk."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def every_command(group: click.Group = root, name: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(root)
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        assert command is not None
        path = f"{name} {each}".strip()
        if isinstance(command, click.Group):
            yield from every_command(command, path)
        else:
            yield path, command


@pytest.fixture(autouse=True)
def nobody_waits_for_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WallClock, "wait", lambda self, seconds: None)


@pytest.fixture
def words(karuta: Karuta, library: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A library with a few labels, and what the commands' arguments stand for."""
    labelled(karuta, tmp_path, cards=range(1, 5))
    (tmp_path / "out").mkdir()
    listings, sales = tmp_path / "listings.csv", tmp_path / "sales.csv"
    listings.write_text("listing_id,title,photos\n1,ohajiki 3,3.jpg\n", encoding="utf-8")
    sales.write_text("card_id,price,currency,date\n" + "3,10.00,EUR,2026-11-01\n" * 6, encoding="utf-8")
    backup = karuta("backups", "--json").json[0]["file"]
    model = next(path.parent.name for path in (library / "models").glob("*/model.json"))
    packs = karuta("pack", "list", "--json").json
    with Loopback(published.yaml_yugi()).serving() as server:
        yield {
            "pack": packs[0]["pack"],
            "shots": str(tmp_path / "shots"),
            "out": str(tmp_path / "out"),
            "model": model,
            "backup": backup,
            "mirror": server.address,
            "listings": str(listings),
            "sales": str(sales),
        }


def test_each_command_either_writes_or_changes_nothing() -> None:
    assert {name for name, _ in every_command()} == {*WRITERS, *READERS, *ELSEWHERE}


@pytest.mark.long(share=True)
def test_all_other_commands_change_nothing(karuta: Karuta, library: Path, words: dict[str, str]) -> None:
    shutil.rmtree(library / "crops")  # which an export needs
    before = state_of(library)
    for command in that_have_time(READERS):
        ended = karuta(*command.split(), *(argument.format(**words) for argument in READERS[command]))
        assert ended.code == (1 if command == "doctor" else 0), (command, ended)
        assert state_of(library) == before, command


@pytest.mark.long(share=True)
def test_a_library_that_cannot_be_written_is_read_by_all_others_and_is_whole(
    karuta: Karuta, library: Path, words: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state_of(library)
    take_writing_away(library, monkeypatch)
    reading = READERS if amounts.runs_all else {name: READERS[name] for name in QUICK_READERS}
    for command, arguments in {**reading, "backup": ("--to", "{out}/copies")}.items():
        ended = karuta(*command.split(), *(argument.format(**words) for argument in arguments))
        assert ended.code == 0, (command, ended)
        assert "`karuta restore" not in ended.out + ended.err, (command, ended)
    assert "it cannot be written (Permission denied) and is read" in karuta("doctor").out
    assert state_of(library) == before


def test_what_would_write_to_such_a_library_says_why_it_cannot(
    karuta: Karuta, library: Path, words: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state_of(library)
    take_writing_away(library, monkeypatch)
    writing = {name: OF_WRITERS.get(name, ()) for name in WRITERS}
    writing |= {"team join": ("postgresql://anna@127.0.0.1:9/team",), "restore": ("{backup}",)}
    for command, arguments in {**writing, "doctor": ("--repair",)}.items():
        ended = karuta(*command.split(), *(argument.format(**words) for argument in arguments))
        assert (ended.code, ended.out) == (1, ""), (command, ended)
        assert "cannot be written (Permission denied), so its library can only be read" in ended.sentence, command
        assert "restore" not in ended.err, command
    assert state_of(library) == before


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights there")
@pytest.mark.parametrize(("shared", "folders", "plain"), [(None, 0o700, 0o600), (0o2770, 0o2770, 0o660)])
def test_all_that_a_library_gets_is_its_owners_or_its_groups_alone(
    karuta: Karuta, library: Path, tmp_path: Path, shared: int | None, folders: int, plain: int
) -> None:
    if shared is not None:
        library.mkdir()
        library.chmod(shared)
    before = os.umask(0o022)
    try:
        labelled(karuta, tmp_path, cards=range(1, 5))
        other = tmp_path / "other"
        shutil.copytree(library, other)
        shots = tmp_path / "shots"
        karuta("--library", other, "confirm", shots / "3.jpg", "4", "--annotator", "ben")
        (library / "thumbnails").rename(tmp_path / "lost")
        for line in (
            ("confirm", shots / "3.jpg", "5"),
            ("undo",),
            ("labels", "merge", other),
            ("index", "rebuild"),
            ("backup",),
            ("doctor", "--repair"),
            ("restore", karuta("backups", "--json").json[0]["file"]),
            ("restore", "--empty"),
            ("pack", "rollback"),
        ):
            ended = karuta(*line)
            assert ended.code == 0, (line, ended)
    finally:
        os.umask(before)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (library, *library.rglob("*"))}
    assert {path: mode for path, mode in modes.items() if mode != (folders if path.is_dir() else plain)} == {}


def test_without_a_library_they_make_none(karuta: Karuta, library: Path, tmp_path: Path) -> None:
    words = {"pack": "none", "shots": str(tmp_path), "out": str(tmp_path), "model": "none", "backup": "none.db"}
    words |= {"mirror": "http://127.0.0.1:9/", "listings": "none.csv", "sales": "none.csv"}
    for command, arguments in READERS.items():
        karuta(*command.split(), *(argument.format(**words) for argument in arguments))
        assert not library.exists(), command


@pytest.mark.long(share=True)
def test_with_json_nothing_else_is_printed_whatever_happens(
    karuta: Karuta, library: Path, words: dict[str, str]
) -> None:
    speaking = {name for name, command in every_command() if any("--json" in param.opts for param in command.params)}
    assert {"lookup", "doctor", "catalogue add", "train", "backups"} <= speaking
    # An address that is none is wrong usage; at this one nobody answers.
    nowhere = {name: str(library / "nowhere") for name in words} | {"mirror": "http://127.0.0.1:9/"}
    for command in that_have_time(speaking - {"train"}):
        for given in (words, nowhere):
            arguments = READERS.get(command) or OF_WRITERS.get(command, ())
            ended = karuta(*command.split(), *(argument.format(**given) for argument in arguments), "--json")
            assert ended.code in (0, 1), (command, ended)
            for line in ended.out.splitlines():
                json.loads(line)


@pytest.mark.long
def test_photos_stay_where_they_are_and_are_never_changed(karuta: Karuta, library: Path, tmp_path: Path) -> None:
    labelled(karuta, tmp_path, cards=range(1, CARDS + 1))
    shots = tmp_path / "shots"
    before = state_of(shots)
    shutil.rmtree(library / "crops")
    for line in (
        ("lookup", shots / "3.jpg"),
        ("confirm", shots / "4.jpg", "5"),
        ("undo",),
        ("labels", "import", shots / "truth.csv", "--annotator", "ben"),
        ("evaluate", shots / "truth.csv", "--html", tmp_path / "report.html"),
        ("labels", "export", tmp_path / "set", "--format", "coco", "--with-photos"),
        ("labels", "export", tmp_path / "same", "--format", "coco", "--with-photos", "--keep-exif"),
        ("train", *QUICK),
        ("doctor", "--repair"),
    ):
        ended = karuta(*line)
        assert ended.code == 0, (line, ended.err)
        assert state_of(shots) == before, line


def answered(karuta: Karuta, photo: Path) -> object:
    [line] = karuta("lookup", photo, "--json").json
    return [line["size"], line["sightings"], line["model"], line["index"]]


@pytest.mark.long
def test_a_copied_folder_is_a_working_library(
    karuta: Karuta, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another computer: another place, another home, without the first one's photos."""
    labelled(karuta, tmp_path, cards=range(1, CARDS + 1))
    asked = tmp_path / "asked.jpg"
    shutil.copyfile(tmp_path / "shots" / "7.jpg", asked)
    before, stats = answered(karuta, asked), karuta("labels", "stats", "--json").out
    copied = tmp_path / "a stick" / "library"
    shutil.copytree(library, copied)
    for gone in ("library", "shots", "cards"):
        shutil.rmtree(tmp_path / gone)
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "another home"))

    def there(*arguments: object) -> Said:
        ended = karuta("--library", copied, *arguments)
        assert ended.code == 0, (arguments, ended)
        return ended

    assert answered(there, asked) == before
    assert there("labels", "stats", "--json").out == stats
    assert all(label.fault is None for label in replayed(LibraryFolder(copied)))
    there("labels", "export", tmp_path / "folders", "--format", "folders")
    assert len(list((tmp_path / "folders").rglob("*.webp"))) == CARDS
    there("doctor")
    there("undo", "--annotator", "anna")
    there("redo", "--annotator", "anna")
    there("train", *QUICK)
    assert not (tmp_path / "library").exists()
    there("catalogue", "add", pack(tmp_path / "more", game="more", seeds=range(50, 55)))
    there("index", "rebuild")
