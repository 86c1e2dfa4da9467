"""`backup`, `backups` and `restore` through the real command line, and what every writing command does beside."""

from __future__ import annotations

import errno
import io
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from tests.cli.test_label_commands import library as library
from tests.cli.test_label_commands import photo as photo
from tests.cli.test_label_commands import told as told
from tests.commands import Run
from tests.labelling import draw_photo

from karuta import paths
from karuta.bootstrap import root
from karuta.cli import writing
from karuta.domain.errors import LibraryError
from karuta.paths import LibraryFolder
from karuta.services.backups import back_up_labels
from karuta.settings import Settings, write_settings


def listed(run: Run) -> list[dict[str, object]]:
    told = run("backups", "--json")
    assert told.code == 0
    return told.json


def test_the_first_label_of_a_day_is_backed_up(run: Run, photo: Path, tmp_path: Path) -> None:
    assert run("backups")[1:] == ("", "There are no backups yet; `karuta backup` makes one.\n")
    assert run("confirm", photo, "2")[0] == 0
    run("confirm", draw_photo(tmp_path / "b.png", 5), "2")
    (one,) = listed(run)
    assert (one["events"], one["sound"], one["fault"]) == (1, True, None)
    assert str(one["made"]).endswith("Z")
    code, out, err = run("backups")
    assert (code, err) == (0, "")
    assert out.endswith(f"  {one['file']}  1 label (1 event), sound\n")


def test_a_backup_when_it_is_asked_for(run: Run, photo: Path, tmp_path: Path) -> None:
    assert run("backup")[0] == 1
    run("confirm", photo, "2")
    told = run("backup", "--json")
    one = told.one
    assert (told.code, told.err, one["events"], one["sound"]) == (0, "", 1, True)
    newest, _ = listed(run)
    assert newest["file"] == one["file"]
    assert Path(run("backup", "--to", tmp_path / "a stick", "--json").one["file"]).parent == tmp_path / "a stick"
    assert len(listed(run)) == 2


def test_a_restore_says_what_it_gains_and_loses(run: Run, photo: Path, tmp_path: Path) -> None:
    run("confirm", photo, "2")
    run("confirm", draw_photo(tmp_path / "b.png", 5), "2")
    (one,) = listed(run)
    assert run("restore", one["file"], "--dry-run", "--json").one == {"gained": 0, "lost": 1, "kept_as": None}
    done = run("restore", one["file"], "--json").one
    assert (done["gained"], done["lost"]) == (0, 1)
    assert Path(done["kept_as"]).is_file()
    assert run("labels", "stats", "--json").one["events"] == 1
    code, out, _ = run("restore", Path(done["kept_as"]).name)
    assert code == 0
    assert out.startswith("Restored: 1 event came back, 0 events of the file that was there are not in it.\n")


@pytest.mark.parametrize("arguments", [(), ("a.db", "--empty")])
def test_a_restore_of_nothing_or_of_two_things_is_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run("restore", *arguments)
    assert (code, out) == (2, "")
    assert "Name one BACKUP" in err


WRITERS: dict[str, Callable[[Path], tuple[object, ...]]] = {
    "catalogue add": lambda folder: (folder / "pack",),
    "catalogue self-test": lambda folder: (),
    "confirm": lambda folder: (folder / "a.png", "2"),
    "undo": lambda folder: (),
    "redo": lambda folder: (),
    "labels import": lambda folder: (folder / "truth.csv",),
    "labels merge": lambda folder: (folder / "pack",),
    "index rebuild": lambda folder: (),
    "pack remove": lambda folder: ("pack",),
    "pack rollback": lambda folder: (),
    "model promote": lambda folder: ("x",),
    "model rollback": lambda folder: (),
    "train": lambda folder: (),
    "backup": lambda folder: (),
    "team join": lambda folder: ("postgresql://anna@127.0.0.1:9/team",),
    "team push": lambda folder: (),
    "team pull": lambda folder: (),
}


@pytest.mark.parametrize("command", WRITERS)
def test_no_command_writes_beside_a_lost_label_file(
    run: Run, library: LibraryFolder, photo: Path, tmp_path: Path, command: str
) -> None:
    run("confirm", photo, "2")
    library.labels_db.unlink()
    before = {path: path.stat().st_mtime_ns for path in library.root.rglob("*")}
    code, out, err = run(*command.split(), *WRITERS[command](tmp_path))
    assert (code, out) == (1, "")
    assert "labels.db is missing, and it held 1 event; `karuta restore labels-v" in err
    assert err.count("\n") == 1
    assert {path: path.stat().st_mtime_ns for path in library.root.rglob("*")} == before
    assert run("restore", "--empty")[0] == 0
    assert run("confirm", photo, "2")[0] == 0


def test_every_command_that_writes_looks_first() -> None:
    """Those of the contract; `restore` is what mends, and `demo` has a library of its own."""
    context = click.Context(root)

    def commands(group: click.Group, name: str) -> dict[str, click.Command]:
        found: dict[str, click.Command] = {}
        for each in group.list_commands(context):
            command = group.get_command(context, each)
            assert command is not None
            path = f"{name} {each}".strip()
            found |= commands(command, path) if isinstance(command, click.Group) else {path: command}
        return found

    looking = {name for name, one in commands(root, "").items() if hasattr(one.callback, writing.MARK)}
    # Repairs and restores are what helps then; they look whether they can write at all.
    assert looking == {*WRITERS, "doctor", "restore"}


def test_a_copy_that_cannot_be_made_is_said_and_fails_nothing(
    run: Run, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(library: LibraryFolder, second: Path | None) -> bool:
        raise LibraryError("There is no room for a backup.")

    monkeypatch.setattr(back_up_labels, "back_up_labels_if_due", full)
    code, out, err = run("confirm", photo, "2")
    assert code == 0
    assert out.startswith("Saved: ")
    assert err == (
        "What was done is stored; only today's backup was not made. There is no room for a backup. "
        "`karuta backup` makes it.\n"
    )


class FullDisk(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("command", ["confirm", "undo", "redo", "import", "restore", "restore --json"])
def test_what_is_stored_is_no_failure_where_the_output_cannot_be_written(
    run: Run, photo: Path, tmp_path: Path, library: LibraryFolder, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    run("confirm", photo, "2")
    if command == "redo":
        run("undo")
    truth = tmp_path / "truth.csv"
    truth.write_text(f"photo,card_id\n{photo.name},menko:1\n", encoding="utf-8")
    lines: dict[str, tuple[object, ...]] = {
        "confirm": ("confirm", photo, "menko:1"),
        "import": ("labels", "import", truth, "--photos", photo.parent),
        "restore": ("restore", "--empty"),
        "restore --json": ("restore", "--empty", "--json"),
    }
    before = library.labels_db.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", FullDisk())
        code, _, err = run(*lines.get(command, (command,)))
    assert code == 0, err
    assert err.endswith("; only the command's output could not be written (No space left on device).\n")
    assert library.labels_db.read_bytes() != before


def test_the_second_folder_of_the_settings_counts_for_commands_too(
    run: Run, library: LibraryFolder, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings.json")
    (tmp_path / "stick").mkdir()
    write_settings(tmp_path / "settings.json", Settings(backup_folder=str(tmp_path / "stick")))
    run("confirm", photo, "2")
    (copy,) = (tmp_path / "stick").glob("library-*/labels-v*.db")
    (library.backups / copy.name).unlink()
    assert [row["file"] for row in listed(run)] == [str(copy)]
    library.labels_db.unlink()
    assert f"`karuta restore {copy}`" in run("confirm", photo, "2")[2]
    assert run("restore", copy)[0] == 0
