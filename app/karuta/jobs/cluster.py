"""Does many equal pieces of work on a Dask cluster. Connects to the scheduler that a person names, and to nothing else.

Results come as they are done, in any order. A piece whose worker ends is done by another one; that is Dask's doing.
"""

from __future__ import annotations

import logging
import pickle
import time
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from karuta.domain.errors import KarutaError
from karuta.domain.sentence import Sentence

if TYPE_CHECKING:
    from distributed import Client, Future

Piece = TypeVar("Piece")
Result = TypeVar("Result")

CONNECT_SECONDS = 10
NO_WORKER_SECONDS = 60.0
"""So long a cluster may have no worker at all."""

_LOOK_SECONDS = 2.0
# So many pieces wait for each worker: none is idle, and little is lost with the scheduler.
_WAITING = 2
# What the library would do besides: messages of its own on the terminal, modules that a settings file names.
_SETTINGS = {"distributed.client.preload": [], "distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s"}
_TALKATIVE = ("distributed", "tornado", "asyncio", "bokeh")


class ClusterError(KarutaError):
    """The cluster cannot be used, or is gone."""


def on_cluster(address: str) -> Callable[..., Iterator[Any]]:
    """A runner of pieces like `pool.in_order`, on the cluster of this scheduler. Raises `ClusterError` without Dask."""
    try:
        _quieten()
        import distributed  # noqa: F401
    except ImportError as error:
        raise ClusterError(
            "A Dask cluster needs Karuta's extra `cluster`, which is not installed; `pip install 'karuta[cluster]'` "
            "adds it."
        ) from error

    def run(
        work: Callable[[Piece], Result],
        pieces: Iterable[Piece],
        *,
        jobs: int,
        begin: Callable[..., None],
        given: tuple[object, ...] = (),
    ) -> Iterator[Result]:
        """`jobs` says nothing here: the cluster has the workers that it has."""
        del jobs
        _quieten()
        with _connected(address) as client:
            yield from _Run(client, address, (begin, given, work)).results(pieces)

    return run


class _Run:
    """One run: so many pieces with the scheduler as its workers need."""

    def __init__(self, client: Client, address: str, how: tuple[object, ...]) -> None:
        self._client = client
        self._address = address
        self._how = how
        self._name = uuid.uuid4().hex
        self._seen = time.monotonic()
        self._most = _WAITING

    def results(self, pieces: Iterable[Piece]) -> Iterator[Any]:
        waiting: set[Future] = set()
        rest = iter(pieces)
        is_more = True
        try:
            self._look()
            while True:
                while is_more and len(waiting) < self._most:
                    piece = next(rest, None)
                    is_more = piece is not None
                    if piece is not None:
                        waiting.add(self._handed_in(piece))
                if not waiting:
                    return
                finished = self._done_of(waiting)
                waiting -= finished
                for future in finished:
                    yield _result(future)
        except (CancelledError, OSError) as error:
            raise ClusterError(
                "The scheduler at {address} is gone; start it and run this again, what is finished is kept.",
                address=self._address,
            ) from error

    def _handed_in(self, piece: object) -> Future:
        # One packet that the scheduler passes on unread, so that it needs to load nothing of ours but this module.
        packet = pickle.dumps((*self._how, piece))
        hand_in = self._client.submit
        return hand_in(_do, self._name, packet, key=f"karuta-{uuid.uuid4().hex}", pure=False)

    def _done_of(self, waiting: set[Future]) -> set[Future]:
        """The pieces that are done; none after a while in which nothing was."""
        from distributed import wait

        try:
            return set(wait(waiting, timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            self._look()
            return set()

    def _look(self) -> None:
        """How many workers there are. Raises `ClusterError` where there is none for a long time."""
        workers = len(self._client.nthreads())
        now = time.monotonic()
        if workers:
            self._seen = now
            self._most = _WAITING * workers
        elif now - self._seen > NO_WORKER_SECONDS:
            raise ClusterError(
                "The cluster at {address} has no worker; start one (`dask worker {address} --nthreads 1`) and run this "
                "again, what is finished is kept.",
                address=self._address,
            )


def _result(future: Future) -> Any:
    from distributed import KilledWorker

    try:
        result = future.result()
    except KilledWorker as error:
        raise ClusterError(
            "Four workers of the cluster ended with the same piece of work; their own messages say why. What is "
            "finished is kept."
        ) from error
    except ImportError as error:
        raise ClusterError(
            "A worker of the cluster cannot load Karuta ({reason}); it needs the same version as this computer has.",
            reason=error,
        ) from error
    if isinstance(result, _Refused):
        raise ClusterError(result.sentence)
    return result


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    import dask.config
    from distributed import Client

    with dask.config.set(_SETTINGS), warnings.catch_warnings():
        # Other versions are said by whoever cannot do the work.
        warnings.simplefilter("ignore")
        try:
            client = Client(address, timeout=CONNECT_SECONDS, direct_to_workers=False, name="karuta")
        except (OSError, ValueError) as error:
            raise ClusterError(
                "No scheduler answers at {address}; `dask scheduler` starts one and names its address.", address=address
            ) from error
        try:
            yield client
        finally:
            client.close(timeout=CONNECT_SECONDS)


def _quieten() -> None:
    """Silence the library's own messages: Karuta says what is to be said of a cluster."""
    for name in (*_TALKATIVE, *(name for name in logging.root.manager.loggerDict if name.startswith("distributed."))):
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False


# On a worker


class _Refused:
    """A known error, as a value: Dask would log an exception with its traceback."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence


class _Worker:
    """The run that this process of a cluster has begun. One thread of it does the work, however many Dask gives it."""

    run = ""
    thread: ThreadPoolExecutor | None = None


def _do(run: str, packet: bytes) -> object:
    if _Worker.thread is None:
        _Worker.thread = ThreadPoolExecutor(1)
    hand_in = _Worker.thread.submit
    return hand_in(_result_of, run, packet).result()


def _result_of(run: str, packet: bytes) -> object:
    begin, given, work, piece = pickle.loads(packet)
    try:
        if _Worker.run != run:
            begin(*given)
            _Worker.run = run
        return work(piece)
    except KarutaError as error:
        return _Refused(error.sentence)
