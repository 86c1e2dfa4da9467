"""A library is moved: all of it arrives, the old one goes last, and whatever ends it in between loses nothing."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, LibraryError
from karuta.paths import LibraryFolder
from karuta.services.library.move_library import MARK, Move, begin_move, end_move, finish_move

FILES = {"labels.db": b"labels", "catalogue.db": b"catalogue", "artworks/ab/1.png": b"one", "photos/2.jpg": b"two"}


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    root = tmp_path / "old"
    for name, data in {**FILES, "window.lock": b"", "window.notes/1.json": b"{}"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return LibraryFolder(root)


def held(root: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if not name.endswith((".lock", ".holder", ".json", MARK))}


def begun(library: LibraryFolder, target: Path) -> Move:
    return begin_move(library, target, cancel=CancelToken(), tell=lambda done, total: None)


def test_all_of_it_arrives_with_what_was_written_meanwhile_and_the_old_one_goes_last(
    library: LibraryFolder, tmp_path: Path
) -> None:
    move = begun(library, tmp_path / "new")
    assert (move.new.root / MARK).is_file()
    library.labels_db.write_bytes(b"labels and one more")
    (library.root / "photos" / "3.jpg").write_bytes(b"three")
    (library.root / "photos" / "2.jpg").unlink()
    done = finish_move(move)
    now = {**FILES, "labels.db": b"labels and one more", "photos/3.jpg": b"three"}
    del now["photos/2.jpg"]
    assert held(done.new.root) == now and held(library.root) == now
    done.new.labels_db.write_bytes(b"the window has gone on")
    assert end_move(done) and not library.root.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_what_another_program_wrote_into_the_old_one_keeps_it(library: LibraryFolder, tmp_path: Path) -> None:
    done = finish_move(begun(library, tmp_path / "new"))
    library.labels_db.write_bytes(b"a label by the command line")
    assert not end_move(done)
    assert held(library.root)["labels.db"] == b"a label by the command line"


@pytest.mark.parametrize(
    ("target", "words"),
    [("old/inside", "into itself"), ("old", "into itself"), (".", "into itself"), ("full", "not empty")],
)
def test_a_wrong_place_is_one_sentence_and_nothing_is_touched(
    library: LibraryFolder, tmp_path: Path, target: str, words: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    with pytest.raises(LibraryError, match=words):
        begun(library, tmp_path / target)
    assert held(library.root) == FILES and (tmp_path / "full" / "letter.txt").read_text() == "dear"


def test_a_full_disk_is_said_before_anything_is_copied(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9, 40_000_000))
    with pytest.raises(LibraryError, match="it needs 50 MB, and 40 MB are free"):
        begun(library, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_stopped_it_leaves_nothing_there(library: LibraryFolder, tmp_path: Path) -> None:
    token = CancelToken()
    with pytest.raises(Cancelled):
        begin_move(library, tmp_path / "new", cancel=token, tell=lambda done, total: token.cancel())
    assert list((tmp_path / "new").iterdir()) == [] and held(library.root) == FILES


# Ends itself at the given call of what changes the disk.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from karuta.services.library import move_library as moving
left = int(sys.argv[3])
def hooked(module, name):
    real = getattr(module, name)
    def run(*arguments, **more):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **more)
    setattr(module, name, run)
for module, name in ((moving, "write_whole"), (moving, "_copy"), (Path, "unlink"), (Path, "rename"), (os, "rmdir")):
    hooked(module, name)
old, new = LibraryFolder(Path(sys.argv[1])), Path(sys.argv[2])
move = moving.begin_move(old, new, cancel=CancelToken(), tell=lambda *_: None)
assert moving.end_move(moving.finish_move(move))
print("ended")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_anywhere_a_whole_library_is_left_and_the_move_can_be_made_again(
    library: LibraryFolder, tmp_path: Path
) -> None:
    def run(step: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", KILLED, str(library.root), str(tmp_path / "new"), str(step)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    kept = tmp_path / "kept"
    shutil.copytree(library.root, kept)
    steps = 0
    for step in range(1, 60):
        ended = run(step)
        steps = step
        whole = [place for place in (library.root, tmp_path / "new") if place.is_dir() and held(place) == FILES]
        assert whole, (step, ended.stderr)
        if "ended" in ended.stdout:
            break
        assert ended.returncode == -signal.SIGKILL
        if library.root.exists():
            again = run(0)
            assert "ended" in again.stdout or "not empty" in again.stderr, (step, again.stderr)
        assert held(tmp_path / "new") == FILES
        shutil.rmtree(tmp_path / "new")
        shutil.rmtree(library.root, ignore_errors=True)
        shutil.copytree(kept, library.root)
    assert steps > 15 and (tmp_path / "new").is_dir() and not library.root.exists()
    assert not (tmp_path / "new" / MARK).exists()
