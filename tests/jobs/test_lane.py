"""A lane keeps its promises: one thread, the urgent first, the newest of a key, nothing lost and no thread left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Bug, Cancelled, LibraryError
from karuta.jobs import lane as lane_module
from karuta.jobs.lane import Lane, Urgency

# Far more than any machine needs: what hangs is ended by the run itself.
PATIENCE = 300.0


class Letters:
    """Delivers in the thread of the test, when it asks."""

    def __init__(self) -> None:
        self._came = threading.Condition()
        self._letters: list[Callable[[], None]] = []

    def post(self, letter: Callable[[], None]) -> None:
        with self._came:
            self._letters.append(letter)
            self._came.notify()

    def open(self, until: Callable[[], bool]) -> None:
        while not until():
            with self._came:
                assert self._came.wait_for(lambda: bool(self._letters), PATIENCE), "nothing came"
                letters, self._letters = self._letters, []
            for letter in letters:
                letter()


class Gate:
    """Work that stands still until it is let on."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.open = threading.Event()

    def __call__(self, resource: object, token: CancelToken) -> None:
        self.entered.set()
        assert self.open.wait(PATIENCE)
        token.check()


@pytest.fixture
def letters() -> Letters:
    return Letters()


@pytest.fixture
def lane(letters: Letters) -> Iterator[Lane[str]]:
    made = Lane("test", opened=lambda: "resource", deliver=letters.post)
    yield made
    made.stop()
    made.join()


def test_work_runs_in_one_thread_of_its_own_and_its_result_comes_where_it_is_waited_for(
    lane: Lane[str], letters: Letters
) -> None:
    threads: list[int] = []
    heard: list[tuple[str, int]] = []

    def work(resource: str, token: CancelToken) -> str:
        threads.append(threading.get_ident())
        return resource

    for _ in range(3):
        lane.submit(work, done=lambda result: heard.append((result, threading.get_ident())))
    letters.open(lambda: len(heard) == 3)
    assert set(heard) == {("resource", threading.get_ident())}
    assert set(threads) == {lane.thread_id}
    assert lane.thread_id != threading.get_ident()


def test_what_a_job_held_is_freed_in_the_thread_that_handed_it_in(lane: Lane[str], letters: Letters) -> None:
    freed: list[int] = []

    class Widget:
        def hear(self, result: object = None) -> None:
            del result

        def __del__(self) -> None:
            freed.append(threading.get_ident())

    gate = Gate()
    lane.submit(gate, done=Widget().hear)
    assert gate.entered.wait(PATIENCE)
    lane.submit(partial(lambda *_, widget: None, widget=Widget()), key="replaced")
    lane.submit(lambda *_: None, done=Widget().hear, key="replaced")
    lane.submit_steps(lambda *_: (step for step in range(2)), each=Widget().hear)
    gate.open.set()
    last: list[None] = []
    for number in range(2):
        lane.submit(lambda *_: None, done=last.append, urgency=Urgency.LATER)
        letters.open(lambda number=number: len(last) == number + 1)
    assert freed == [threading.get_ident()] * 4


def test_the_urgent_goes_first_and_of_equals_the_first(lane: Lane[str], letters: Letters) -> None:
    gate, order = Gate(), list[str]()
    lane.submit(gate)
    assert gate.entered.wait(PATIENCE)
    for name, urgency in (
        ("later", Urgency.LATER),
        ("soon 1", Urgency.SOON),
        ("now", Urgency.NOW),
        ("soon 2", Urgency.SOON),
    ):
        lane.submit(lambda _, token, name=name: name, done=order.append, urgency=urgency)
    gate.open.set()
    letters.open(lambda: len(order) == 4)
    assert order == ["now", "soon 1", "soon 2", "later"]


def test_the_newest_of_a_key_wins_whether_the_older_waits_runs_or_is_done(lane: Lane[str], letters: Letters) -> None:
    gate, ran, heard = Gate(), list[str](), list[str]()

    def work(name: str) -> Callable[[str, CancelToken], str]:
        def do(resource: str, token: CancelToken) -> str:
            ran.append(name)
            return name

        return do

    running = lane.submit(gate, key="photo", done=lambda _: heard.append("gate"), failed=lambda _: heard.append("no"))
    assert gate.entered.wait(PATIENCE)
    lane.submit(work("waits"), key="photo", done=heard.append)
    lane.submit(work("newest"), key="photo", done=heard.append)
    assert running.token.cancelled
    gate.open.set()
    letters.open(lambda: bool(heard))
    assert heard == ["newest"]
    assert ran == ["newest"]


def test_a_result_that_is_on_its_way_is_not_delivered_once_a_newer_job_came(lane: Lane[str], letters: Letters) -> None:
    heard: list[str] = []
    lane.submit(lambda _, token: "old", key="k", done=heard.append)
    done = threading.Event()
    lane.submit(lambda _, token: done.set())
    assert done.wait(PATIENCE)
    job = lane.submit(lambda _, token: "newer", key="other", done=heard.append)
    letters.open(lambda: len(heard) == 2)
    job.drop()
    late = lane.submit(lambda _, token: "late", done=heard.append)
    again = threading.Event()
    lane.submit(lambda _, token: again.set())
    assert again.wait(PATIENCE)
    late.drop()
    lane.submit(lambda _, token: "end", done=heard.append)
    letters.open(lambda: heard[-1] == "end")
    assert "late" not in heard


def test_between_two_steps_an_urgent_job_gets_its_turn(lane: Lane[str], letters: Letters) -> None:
    order: list[str] = []
    finished: list[None] = []

    def steps(resource: str, token: CancelToken) -> Generator[str, None, None]:
        for number in range(3):
            if number == 1:
                lane.submit(lambda _, t: order.append("urgent"), urgency=Urgency.NOW)
            order.append(f"step {number}")
            yield f"step {number}"

    lane.submit_steps(steps, each=lambda _: None, done=finished.append)
    letters.open(lambda: bool(finished))
    assert order == ["step 0", "step 1", "urgent", "step 2"]


def test_an_error_is_told_and_the_lane_goes_on(lane: Lane[str], letters: Letters) -> None:
    heard: list[Any] = []

    def fail(resource: str, token: CancelToken) -> None:
        raise LibraryError("The disk is full.")

    lane.submit(fail, failed=heard.append)
    lane.submit(lambda _, token: "goes on", done=heard.append)
    letters.open(lambda: len(heard) == 2)
    assert str(heard[0]) == "The disk is full."
    assert heard[1] == "goes on"


def test_a_person_who_stops_a_job_hears_that_it_stopped(lane: Lane[str], letters: Letters) -> None:
    gate, heard = Gate(), list[Exception]()
    job = lane.submit(gate, failed=heard.append)
    assert gate.entered.wait(PATIENCE)
    job.stop()
    gate.open.set()
    letters.open(lambda: bool(heard))
    assert isinstance(heard[0], Cancelled)


def test_a_resource_that_does_not_open_is_tried_again_and_closed_in_its_thread(letters: Letters) -> None:
    tries: list[int] = []
    closed: list[int] = []

    def opened() -> str:
        tries.append(threading.get_ident())
        if len(tries) == 1:
            raise LibraryError("There is no library.")
        return "open"

    lane = Lane("test", opened=opened, deliver=letters.post, closed=lambda _: closed.append(threading.get_ident()))
    heard: list[Any] = []
    lane.submit(lambda resource, token: resource, done=heard.append, failed=heard.append)
    lane.submit(lambda resource, token: resource, done=heard.append, failed=heard.append)
    letters.open(lambda: len(heard) == 2)
    lane.reopen()
    lane.submit(lambda resource, token: resource, done=heard.append)
    letters.open(lambda: len(heard) == 3)
    lane.stop()
    lane.join()
    assert [str(answer) for answer in heard] == ["There is no library.", "open", "open"]
    assert closed == [lane.thread_id] * 2
    assert set(tries) == {lane.thread_id}


def test_stopping_finishes_what_must_be_kept_drops_the_rest_and_leaves_no_thread(letters: Letters) -> None:
    before = threading.active_count()
    lane = Lane("test", opened=lambda: "resource", deliver=letters.post)
    gate, done = Gate(), list[str]()
    lane.submit(gate, failed=lambda _: None)
    assert gate.entered.wait(PATIENCE)
    lane.submit(lambda _, token: done.append("dropped"))
    lane.submit(lambda _, token: done.append("kept"), keep=True)
    lane.stop()
    gate.open.set()
    lane.join()
    assert done == ["kept"]
    lane.submit(lambda _, token: done.append("too late"))
    assert done == ["kept"]
    assert threading.active_count() == before


class Statement:
    """A resource as a database is one: what it does can be made to fail from another thread."""

    def __init__(self) -> None:
        self.began = threading.Semaphore(0)
        self._stop = threading.Event()
        self.times = 0

    def run(self, *, to_the_end: bool = False) -> int:
        self.times += 1
        self._stop.clear()
        self.began.release()
        if not to_the_end and self._stop.wait(PATIENCE):
            raise LibraryError("interrupted")
        return self.times

    def interrupt(self) -> None:
        self._stop.set()


def test_what_yields_is_cut_short_for_a_more_urgent_job_and_done_anew(letters: Letters) -> None:
    statement = Statement()
    lane = Lane("test", opened=lambda: statement, deliver=letters.post, interrupt=Statement.interrupt)
    done: list[Any] = []
    lane.submit(
        lambda one, token: one.run(to_the_end=one.times >= 2),
        done=done.append,
        failed=done.append,
        urgency=Urgency.LATER,
        yields=True,
    )
    for name in ("first", "second"):
        assert statement.began.acquire(timeout=PATIENCE)
        lane.submit(lambda one, token, name=name: name, done=done.append, urgency=Urgency.NOW)
    letters.open(lambda: len(done) == 3)
    lane.stop()
    lane.join()
    assert done == ["first", "second", 3]


@pytest.mark.parametrize(("yields", "urgency"), [(False, Urgency.NOW), (True, Urgency.LATER)])
def test_what_does_not_yield_is_left_to_end_and_so_is_what_yields_to_its_equal(
    letters: Letters, *, yields: bool, urgency: Urgency
) -> None:
    gate, done = Gate(), list[Any]()
    interrupted: list[str] = []
    lane = Lane("test", opened=lambda: "resource", deliver=letters.post, interrupt=interrupted.append)
    lane.submit(gate, done=lambda _: done.append("ran"), failed=done.append, urgency=Urgency.LATER, yields=yields)
    assert gate.entered.wait(PATIENCE)
    lane.submit(lambda *_: "other", done=done.append, urgency=urgency)
    gate.open.set()
    letters.open(lambda: len(done) == 2)
    lane.stop()
    lane.join()
    assert (done, interrupted) == (["ran", "other"], [])


def test_while_somebody_waits_nothing_is_begun_ahead(
    letters: Letters, lane: Lane[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(lane_module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    done: list[str] = []
    gate = Gate()
    lane.submit(gate, urgency=Urgency.NOW)
    assert gate.entered.wait(PATIENCE)
    for urgency in (Urgency.LATER, Urgency.AHEAD, Urgency.SOON, Urgency.NOW):
        lane.submit(lambda *_, urgency=urgency: urgency.name, done=done.append, urgency=urgency)
    lane.hold(PATIENCE * 100)
    gate.open.set()
    letters.open(lambda: len(done) == 2)
    assert done == ["NOW", "SOON"] and not lane.is_idle
    now[0] += PATIENCE * 100
    # A lane looks at its clock again when something comes.
    lane.submit(lambda *_: "once more", done=done.append, urgency=Urgency.NOW)
    letters.open(lambda: len(done) == 5)
    assert done == ["NOW", "SOON", "once more", "AHEAD", "LATER"]


@pytest.mark.plants_bugs
def test_a_bug_is_logged_once_with_where_it_came_from_and_who_asked_hears_only_that_there_was_one(
    lane: Lane[str], letters: Letters, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Any] = []

    def fail(resource: str, token: CancelToken) -> None:
        raise TypeError("'NoneType' object is not callable")

    lane.submit(fail, failed=heard.append)
    lane.submit(lambda _, token: "goes on", done=heard.append)
    letters.open(lambda: len(heard) == 2)
    assert isinstance(heard[0], Bug) and str(heard[0]) == "Something in Karuta went wrong."
    assert heard[1] == "goes on"
    (record,) = caplog.records
    assert record.levelname == "ERROR" and record.getMessage() == "a job of the lane test"
    assert record.exc_info is not None and isinstance(record.exc_info[1], TypeError)


@pytest.mark.plants_bugs
def test_a_bug_in_the_clearing_up_of_a_job_does_not_end_the_lane(
    lane: Lane[str], letters: Letters, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Any] = []

    def steps(resource: str, token: CancelToken) -> Generator[int, None, None]:
        try:
            yield 1
            yield 2
        finally:
            raise TypeError("in the clearing up")

    job = lane.submit_steps(steps, each=heard.append, failed=heard.append)
    letters.open(lambda: bool(heard))
    job.drop()
    lane.submit(lambda _, token: "goes on", done=heard.append)
    letters.open(lambda: "goes on" in heard)
    assert len(caplog.records) == 1
