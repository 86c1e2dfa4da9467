"""A folder replaced by a new one: killed at any rename, one of the two is there, or comes back at the next run."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from karuta import whole_folder
from karuta.whole_folder import bring_back, exchange, write_folder_whole

# Fills `out` anew and is killed after so many renames; without the exchange as on a system that has none.
_KILLED = """
import os, signal, sys
from pathlib import Path
from karuta import whole_folder
out, after, exchanging = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "True"
done = 0
def counted(call):
    def wrapped(*given, **more):
        global done
        made = call(*given, **more)
        done += 1
        if done >= after:
            os.kill(os.getpid(), signal.SIGKILL)
        return made
    return wrapped
os.replace = os.rename = counted(os.rename)
whole_folder.exchange = counted(whole_folder.exchange) if exchanging else (lambda one, other: False)
whole_folder.write_folder_whole(out, lambda beside: (beside / "file").write_text("new"))
"""


def killed(out: Path, *, after: int, exchanging: bool) -> None:
    command = [sys.executable, "-c", _KILLED, str(out), str(after), str(exchanging)]
    assert subprocess.run(command, check=False).returncode == -9


def fill(beside: Path) -> None:
    (beside / "file").write_text("new")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    path = tmp_path / "out"
    path.mkdir()
    (path / "file").write_text("old")
    return path


def test_the_two_change_places_in_one_move(out: Path) -> None:
    other = out.with_name("other")
    other.mkdir()
    if not exchange(other, out):
        pytest.skip("this system has no such move")
    assert (other / "file").read_text() == "old"
    assert not list(out.iterdir())
    with pytest.raises(OSError, match="No such file") as told:
        exchange(other, out.with_name("nothing"))
    assert told.value.errno == errno.ENOENT


def test_killed_after_the_exchange_the_new_one_is_there(out: Path) -> None:
    if not exchange(out, out):
        pytest.skip("this system has no such move")
    killed(out, after=1, exchanging=True)
    assert (out / "file").read_text() == "new"
    bring_back(out)
    assert list(out.parent.iterdir()) == [out]


def test_killed_between_two_renames_the_older_one_comes_back(out: Path) -> None:
    killed(out, after=1, exchanging=False)
    assert not out.exists()
    bring_back(out)
    assert (out / "file").read_text() == "old"
    assert list(out.parent.iterdir()) == [out]


def test_where_the_second_rename_fails_the_older_one_gets_its_name_back(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed = 0
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        nonlocal renamed
        renamed += 1
        if renamed == 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(source, target)

    monkeypatch.setattr(whole_folder, "exchange", lambda one, other: False)
    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OSError, match="Input/output"):
        write_folder_whole(out, fill)
    assert (out / "file").read_text() == "old"
    assert list(out.parent.iterdir()) == [out]


def test_what_another_process_fills_is_left_to_it(out: Path) -> None:
    """Two exports to one place: the later one is there, and neither takes the files from under the other."""

    def fill_slowly(beside: Path) -> None:
        (beside / "first").write_text("first")
        write_folder_whole(out, fill)
        assert (beside / "first").is_file()

    write_folder_whole(out, fill_slowly)
    assert [path.name for path in out.iterdir()] == ["first"]
    assert list(out.parent.iterdir()) == [out]


def test_a_link_to_a_folder_stays_a_link(out: Path) -> None:
    link = out.with_name("link")
    link.symlink_to(out)
    write_folder_whole(link, fill)
    assert link.is_symlink()
    assert (out / "file").read_text() == "new"
