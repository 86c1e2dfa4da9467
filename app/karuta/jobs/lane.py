"""A lane is one worker thread that owns one resource and does its jobs, the most urgent first. Knows no screen.

The newest job of a key replaces an older one: a waiting one is dropped, a running one is asked to stop, and its result
is never delivered. Results go to `deliver`, which brings them to the thread that asked. A bug in a job is logged here,
once. Whoever asked hears of it as of any failure, so that nobody waits for a result that will not come. While a person
waits, work done ahead can be held back (`hold`), and a job that `yields` makes room: it is interrupted and done again
afterwards.
"""

from __future__ import annotations

import ctypes
import heapq
import itertools
import logging
import platform
import sys
import threading
import time
from collections.abc import Callable, Generator, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from typing import Any, Generic, TypeVar

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Bug, Cancelled, Known, is_known

log = logging.getLogger(__name__)

# A job that was interrupted this often is done to its end. Otherwise it would never finish while somebody types fast.
_CUTS = 5

Resource = TypeVar("Resource")
Result = TypeVar("Result")
Failed = Callable[[Known], None]
"""Hears why a job was not done. Of a bug only that there was one: where it came from stands in the log."""
Deliver = Callable[[Callable[[], None]], None]


# With Python's default of 5 ms, one lane's Python code can hold the window up five times as long.
SWITCH_SECONDS = 0.001
_M_ARENA_MAX, _HEAPS = -8, 2
_M_MMAP_THRESHOLD, _LARGE_BYTES = -3, 16_000_000


class Urgency(IntEnum):
    """The order in which waiting jobs go; among equals, the one that came first."""

    NOW = 0
    SOON = 1
    AHEAD = 2
    LATER = 3


@dataclass
class Job:
    """One job handed in. `silent` once nobody waits for its result any more."""

    key: Hashable | None
    urgency: Urgency
    keep: bool
    yields: bool
    work: Callable[[Any, CancelToken], Any]
    done: Callable[[Any], None] | None
    failed: Failed | None
    each: Callable[[Any], None] | None = None
    token: CancelToken = field(default_factory=CancelToken)
    silent: bool = False
    rest: Generator[Any, None, None] | None = None
    cuts: int = 0
    is_cut: bool = False
    # Tells its result, or why there is none.
    tell: Callable[[], None] | None = None

    def ended(self, hears: Callable[[Any], None] | None, end: Any) -> None:
        self.tell = None if hears is None else partial(hears, end)

    def drop(self) -> None:
        """Nobody waits for it any more: it stops as soon as it can, and reports nothing."""
        self.silent = True
        self.token.cancel()

    def stop(self) -> None:
        """A person asked: it stops as soon as it can, and reports that by failing with `Cancelled`."""
        self.token.cancel()


def _nothing(resource: object) -> None:
    del resource


def _tell_end(held: list[Job]) -> None:
    """Tell how a job ended, and free it where it came from: widgets may go with it, and Qt's connections to it."""
    job = held.pop()
    if job.tell is not None and not job.silent:
        job.tell()


class Lane(Generic[Resource]):
    """Opens its resource in its own thread at the first job, and closes it there."""

    def __init__(
        self,
        name: str,
        *,
        opened: Callable[[], Resource],
        deliver: Deliver,
        closed: Callable[[Resource], None] = _nothing,
        interrupt: Callable[[Resource], None] = _nothing,
    ) -> None:
        """`interrupt` makes the resource's present call fail; it is called from other threads."""
        self.name = name
        self._opened = opened
        self._closed = closed
        self._interrupt = interrupt
        self._deliver = deliver
        self._changed = threading.Condition()
        self._waiting: list[tuple[int, int, Job]] = []
        self._count = itertools.count()
        self._newest: dict[Hashable, Job] = {}
        # The job that is done now, alone in a list, so that no frame of this thread holds it; else empty.
        self._running: list[Job] = []
        self._stopping = False
        self._held_until = 0.0
        self._reopen = False
        self._resource: Resource | None = None
        self._thread = threading.Thread(target=self._run, name=f"karuta-{name}")
        self._thread.start()

    def submit(
        self,
        work: Callable[[Resource, CancelToken], Result],
        *,
        done: Callable[[Result], None] | None = None,
        failed: Failed | None = None,
        key: Hashable | None = None,
        urgency: Urgency = Urgency.SOON,
        keep: bool = False,
        yields: bool = False,
    ) -> Job:
        """Hand in a job. `keep`: it is done even if the lane is stopped before its turn.

        `yields`: it changes nothing, so a more urgent job may interrupt it, and it begins again afterwards.
        """
        return self._add(Job(key, urgency, keep=keep, yields=yields, work=work, done=done, failed=failed))

    def submit_steps(
        self,
        work: Callable[[Resource, CancelToken], Generator[Result, None, None]],
        *,
        each: Callable[[Result], None],
        done: Callable[[None], None] | None = None,
        failed: Failed | None = None,
        key: Hashable | None = None,
        urgency: Urgency = Urgency.LATER,
        yields: bool = False,
    ) -> Job:
        """A job in steps: between two of them more urgent jobs get their turn. Each step's result is delivered.

        `yields`: as in `submit`, also within a step. The steps begin again, and results already delivered come again.
        """
        return self._add(Job(key, urgency, keep=False, yields=yields, work=work, done=done, failed=failed, each=each))

    def hold(self, seconds: float) -> None:
        """Begin no work done ahead (or less urgent) for so many seconds; what runs is not stopped."""
        with self._changed:
            self._held_until = max(self._held_until, time.monotonic() + seconds)

    def reopen(self) -> None:
        """Close the resource; the next job opens it again."""
        with self._changed:
            self._reopen = True

    @property
    def is_idle(self) -> bool:
        with self._changed:
            return not self._waiting and not self._running

    def let_through(self, seconds: float) -> None:
        """For another thread: wait until this lane has nothing to do, at most so long."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting and not self._running, seconds)

    @property
    def thread_id(self) -> int | None:
        return self._thread.ident

    def stop(self) -> None:
        """Ask everything to stop, and finish only what must be kept. Does not wait; `join` does."""
        with self._changed:
            self._stopping = True
            for job in (*self._running, *(job for _, _, job in self._waiting)):
                if not job.keep:
                    job.drop()
            self._changed.notify_all()

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    def _add(self, job: Job) -> Job:
        with self._changed:
            if self._stopping:
                job.drop()
                return job
            if job.key is not None:
                older = self._newest.get(job.key)
                if older is not None:
                    older.drop()
                self._newest[job.key] = job
            self._push(job)
            self._make_room(job)
        return job

    def _push(self, job: Job) -> None:
        """With the lock held."""
        heapq.heappush(self._waiting, (job.urgency, next(self._count), job))
        self._changed.notify_all()

    def _make_room(self, job: Job) -> None:
        """Interrupt the running job if it yields to this one.

        Called with the lock held, so it is still the same job.
        """
        running = next(iter(self._running), None)
        if running is None or not running.yields or running.is_cut or job.urgency >= running.urgency:
            return
        if running.cuts < _CUTS:
            running.is_cut = True
            running.token.cancel()
            if self._resource is not None:
                self._interrupt(self._resource)

    def _run(self) -> None:
        while held := self._next():
            if held[0].silent or self._do(held[0]):
                self._forget(held[0])
                self._deliver(partial(_tell_end, held))
            with self._changed:
                self._running = []
                self._changed.notify_all()
        self._close()

    def _next(self) -> list[Job]:
        """The job whose turn it is, alone in a list; empty at the end."""
        with self._changed:
            while True:
                while self._waiting:
                    if (rest := self._held_for(self._waiting[0][2])) > 0:
                        self._changed.wait(rest)
                        continue
                    self._running = [heapq.heappop(self._waiting)[2]]
                    return self._running
                if self._stopping:
                    return []
                self._changed.wait()

    def _held_for(self, job: Job) -> float:
        if self._stopping or job.urgency < Urgency.AHEAD:
            return 0.0
        return self._held_until - time.monotonic()

    def _do(self, job: Job) -> bool:
        """Do a job, or its next step; whether it is over."""
        try:
            resource = self._ready()
            job.token.check()
            if job.each is not None:
                return not self._step(job, resource)
            job.ended(job.done, job.work(resource, job.token))
        except Exception as error:
            if self._begins_anew(job):
                return False
            job.ended(job.failed, self._as_heard(error, is_heard=job.failed is not None))
        return True

    def _as_heard(self, error: Exception, *, is_heard: bool = False) -> Known:
        """A known error that nobody would hear of is our mistake too, so it is logged; a cancellation is not."""
        if is_known(error) and (is_heard or isinstance(error, Cancelled)):
            return error
        log.error("a job of the lane %s", self.name, exc_info=error)
        return Bug()

    def _begins_anew(self, job: Job) -> bool:
        """Whether a job failed because it was interrupted for another; then it waits once more."""
        with self._changed:
            if not job.is_cut or job.silent:
                return False
            job.rest = None
            job.is_cut, job.cuts, job.token = False, job.cuts + 1, CancelToken()
            self._push(job)
        return True

    def _step(self, job: Job, resource: Resource) -> bool:
        """One step of a job in steps; True while there is more."""
        if job.rest is None:
            job.rest = job.work(resource, job.token)
        try:
            result = next(job.rest)
        except StopIteration:
            job.ended(job.done, None)
            return False
        # Checked again at delivery: a newer job may have come in between.
        self._deliver(lambda: None if job.silent or job.each is None else job.each(result))
        with self._changed:
            self._push(job)
        return True

    def _forget(self, job: Job) -> None:
        if job.rest is not None:
            try:
                job.rest.close()
            except Exception as error:  # the lane goes on
                self._as_heard(error)
        with self._changed:
            if job.key is not None and self._newest.get(job.key) is job:
                del self._newest[job.key]

    def _ready(self) -> Resource:
        with self._changed:
            reopen, self._reopen = self._reopen, False
        if reopen:
            self._close()
        if self._resource is None:
            self._resource = self._opened()
        return self._resource

    def _close(self) -> None:
        with self._changed:
            resource, self._resource = self._resource, None
        if resource is not None:
            self._closed(resource)


def share_heaps() -> bool:
    """Have the lanes share two heaps; false if the C library is not glibc. Call it before the first lane is started.

    glibc gives each thread its own heap, and each keeps what one large photo needed: 632 MB instead of 593 while photos
    are looked up beside a queue of 100,000. It also raises its limit for large blocks when a photo's pixels are freed,
    and then takes later ones from the heaps, where holes remain. So the limit is fixed here. It lies above what a
    network asks for, because the system clears each large block, which costs a tenth of a lookup's time.
    """
    if not sys.platform.startswith("linux") or platform.libc_ver()[0] != "glibc":
        return False
    library = ctypes.CDLL(None)
    return bool(library.mallopt(_M_ARENA_MAX, _HEAPS)) and bool(library.mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES))


@contextmanager
def short_turns() -> Iterator[None]:
    """Python threads take short turns while a window is open."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
