"""A bug is written down once with where it came from, told once, and never hurts who met it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from karuta.domain.errors import Bug, LibraryError, is_known
from karuta.log.log import Log, NotedBug, listening

pytestmark = pytest.mark.plants_bugs

ours = logging.getLogger("karuta.test")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with listening(Log(tmp_path / "log", role="lookup", names=lambda: ["hanako"])) as made:
        yield made


def fail(message: str = "oh") -> None:
    raise ZeroDivisionError(message)


def meet(message: str = "oh") -> None:
    try:
        fail(message)
    except ZeroDivisionError:
        ours.exception("a job of the lane %s with %s", "store", Path("/home/hanako/party.jpg"))


def test_a_bug_is_written_down_with_where_it_came_from(log: Log) -> None:
    meet()
    text = log.file.path.read_text(encoding="utf-8")
    head, *rest = text.splitlines()
    assert " BUG karuta " in head and " lookup[" in head
    assert head.endswith("karuta.test: a job of the lane store with ….jpg")
    assert rest[0].startswith("  Python ")
    assert rest[-1] == "  ZeroDivisionError: oh"
    assert any(line.endswith("in fail") for line in rest)
    assert "hanako" not in text


def test_what_is_only_worth_knowing_is_written_down_and_is_no_bug(log: Log) -> None:
    ours.warning("crop %s: %s", "party.jpg", LibraryError("There is no {noun}.", noun="hanako"))
    ours.info("nothing")
    logging.getLogger("another.library").error("cannot open /home/hanako/x")
    assert not log.bugs and not log.has_news
    lines = log.file.path.read_text(encoding="utf-8").splitlines()
    assert [line.split()[1] for line in lines] == ["WARNING", "ERROR"]
    assert lines[0].endswith("crop ….jpg: karuta.domain.errors.LibraryError: There is no {noun}.")
    assert "hanako" not in "".join(lines)


def test_a_bug_that_comes_again_is_told_once_and_does_not_fill_the_file(log: Log) -> None:
    told: list[NotedBug] = []
    log.tell(told.append)
    for _ in range(500):
        meet()
    assert len(told) == len(log.bugs) == 1
    assert log.file.path.read_text(encoding="utf-8").count(" BUG ") == 3  # the 1st, 10th and 100th
    meet("another")
    assert len(told) == 2


def test_a_log_that_cannot_be_written_hurts_nobody_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with listening(Log(tmp_path / "file" / "log")) as log:
        meet()
    assert len(log.bugs) == 1
    assert "no report could be written" in log.sentence and log.sentence.endswith(").")
    with listening(Log(tmp_path / "log", names=lambda: 1 // 0)) as log:  # type: ignore[arg-type,return-value]
        meet()
    assert "ZeroDivisionError" in log.sentence


def test_who_does_not_listen_hears_nothing(tmp_path: Path) -> None:
    with listening(Log(tmp_path)) as log:
        pass
    meet()
    assert not log.bugs and not log.file.path.exists()


def test_the_two_families_are_told_apart() -> None:
    known = [LibraryError("x"), Bug(), PermissionError(13, "no"), OSError(28, "full", "f"), TimeoutError(110, "late")]
    ours = [TypeError(), KeyError("x"), OSError("no number"), OSError(9, "bad file"), MemoryError(), AssertionError()]
    assert [is_known(error) for error in (*known, *ours)] == [True] * len(known) + [False] * len(ours)
