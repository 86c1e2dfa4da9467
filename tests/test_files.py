"""Files that last: whole or not at all, on the disk when it is said so, and a sentence where the disk is full."""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest

from karuta.domain.errors import IrregularFile, KarutaError
from karuta.files import file_hash, make_folder, move, open_regular, remove, write_whole
from karuta.whole_folder import write_folder_whole
from tests.disk_record import DiskRecord, record_disk


def test_two_threads_may_write_the_same_file_at_once(tmp_path: Path) -> None:
    path, both_are_writing = tmp_path / "thumbnail.jpg", threading.Barrier(2, timeout=600)

    def write(data: bytes) -> None:
        def fill(beside: Path) -> None:
            beside.write_bytes(data)
            both_are_writing.wait()

        write_whole(path, fill)

    with ThreadPoolExecutor() as threads:
        for writing in [threads.submit(write, data) for data in (b"one" * 1000, b"other")]:
            writing.result()
    assert path.read_bytes() in (b"one" * 1000, b"other")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes with names")
def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target, link, dangling = tmp_path / "far" / "target", tmp_path / "link", tmp_path / "dangling"
    target.write_bytes(b"old")
    link.symlink_to(target)
    dangling.symlink_to("far/new")
    for path in (link, dangling):
        write_whole(path, lambda beside: beside.write_bytes(b"new"))
        assert path.is_symlink()
    assert target.read_bytes() == (tmp_path / "far" / "new").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["dangling", "far", "link", "new", "target"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with names")
@pytest.mark.parametrize("through", ["pipe", "link"])
def test_what_is_no_file_is_never_replaced_by_one(tmp_path: Path, through: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    with pytest.raises(KarutaError, match="not a file to write to"):
        write_whole(tmp_path / through, lambda beside: beside.write_bytes(b"new"))
    assert stat.S_ISFIFO((tmp_path / "pipe").lstat().st_mode) and (tmp_path / "link").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "pipe"]


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[Path]:
    """A pipe with somebody at its other end who never writes: reading it waits for ever."""
    os.mkfifo(tmp_path / "pipe")
    writer = os.open(tmp_path / "pipe", os.O_RDWR)
    yield tmp_path / "pipe"
    os.close(writer)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with names")
def test_of_what_strangers_name_only_files_are_opened(endless: Path, tmp_path: Path) -> None:
    (tmp_path / "device").symlink_to(os.devnull)
    (tmp_path / "file").write_bytes(b"content")
    (tmp_path / "link").symlink_to("file")
    for path in (tmp_path / "device", endless):
        for reading in (open_regular, file_hash):
            with pytest.raises(IrregularFile, match="a device or a pipe"):
                reading(path)
    with pytest.raises(IsADirectoryError):
        open_regular(tmp_path)
    with open_regular(tmp_path / "link") as file:
        assert file.read() == b"content"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with names")
def test_what_became_a_pipe_while_it_was_opened_is_not_waited_for(
    endless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "is_file", lambda self: True)
    with pytest.raises(IrregularFile):
        open_regular(endless)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> DiskRecord:
    return record_disk(monkeypatch)


def test_a_file_that_was_written_whole_outlasts_a_power_cut(tmp_path: Path, disk: DiskRecord) -> None:
    write_whole(tmp_path / "file", lambda beside: beside.write_bytes(b"new"))
    assert disk.folders_flushed == [tmp_path]
    assert not disk.early
    assert not disk.owed


def test_so_does_a_folder_with_all_that_is_in_it(tmp_path: Path, disk: DiskRecord) -> None:
    def fill(beside: Path) -> None:
        (beside / "inner" / "deep").mkdir(parents=True)
        for name in ("one", "inner/two", "inner/deep/three"):
            (beside / name).write_bytes(name.encode())

    write_folder_whole(tmp_path / "made" / "folder", fill)
    written = [(tmp_path / "made" / "folder" / name) for name in ("one", "inner/two", "inner/deep/three")]
    assert all(disk.has_flushed(path) for path in written)
    assert not disk.owed


def test_so_does_a_new_folder_and_each_above_it(tmp_path: Path, disk: DiskRecord) -> None:
    assert make_folder(tmp_path / "one" / "two").is_dir()
    assert disk.folders_flushed == [tmp_path, tmp_path / "one"]
    make_folder(tmp_path / "one" / "two")
    assert disk.folders_flushed == [tmp_path, tmp_path / "one"]


def test_so_does_a_move_and_a_removal(tmp_path: Path, disk: DiskRecord) -> None:
    for folder in ("here", "there"):
        make_folder(tmp_path / folder)
    (tmp_path / "here" / "file").write_bytes(b"moved")
    move(tmp_path / "here" / "file", tmp_path / "there" / "file")
    assert not disk.owed
    remove(tmp_path / "there" / "file")
    assert not disk.owed
    assert not (tmp_path / "there" / "file").exists()
    remove(tmp_path / "there" / "file")


def test_a_folder_that_cannot_be_flushed_is_an_error_and_one_on_a_system_that_never_can_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, told in ((errno.EIO, True), (errno.EINVAL, False)):

        def fail(handle: int, number: int = number) -> None:
            if stat.S_ISDIR(os.fstat(handle).st_mode):
                raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match=str(tmp_path)) if told else nullcontext():
            write_whole(tmp_path / "file", lambda beside: beside.write_bytes(b"new"))


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.ENOSPC, "No space left on device", "the photo that was copied"),
    ],
)
def test_a_full_disk_names_the_file_that_it_could_not_take(tmp_path: Path, error: OSError) -> None:
    def fill(beside: Path) -> None:
        raise error

    for write in (write_whole, write_folder_whole):
        with pytest.raises(OSError, match="No space left") as told:
            write(tmp_path / "out", fill)
        assert (told.value.errno, told.value.filename) == (errno.ENOSPC, str(tmp_path / "out"))
    assert not list(tmp_path.iterdir())


def test_what_is_wrong_with_another_file_names_that_one(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone") as told:
        write_whole(tmp_path / "out", lambda beside: (tmp_path / "gone").read_bytes())
    assert told.value.filename == str(tmp_path / "gone")
