"""Does many equal pieces of work in processes of their own, some at once; results come in the order of the pieces."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from karuta.domain.errors import KarutaError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Piece = TypeVar("Piece")
Result = TypeVar("Result")

# So many pieces wait for each process: none is idle, and few are in memory.
_WAITING = 2


def in_order(
    work: Callable[[Piece], Result],
    pieces: Iterable[Piece],
    *,
    jobs: int,
    begin: Callable[..., None],
    given: tuple[object, ...] = (),
) -> Iterator[Result]:
    """`begin(*given)` prepares each process once. All of it, and the pieces, must be picklable.

    With one job everything is done in this process. Raises what `work` raises, and `KarutaError` if a process ended by
    itself.
    """
    if jobs <= 1:
        begin(*given)
        yield from map(work, pieces)
        return
    with _pool(jobs, begin, given) as pool:
        hand_in = pool.submit
        waiting: deque[Future[Result]] = deque()
        for piece in pieces:
            waiting.append(hand_in(work, piece))
            if len(waiting) > jobs * _WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _pool(jobs: int, begin: Callable[..., None], given: tuple[object, ...]) -> Iterator[ProcessPoolExecutor]:
    from concurrent.futures import ProcessPoolExecutor  # a single photo has no pool
    from concurrent.futures.process import BrokenProcessPool

    # Networks do not survive a fork.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begun, initargs=(begin, given))
    others = set(multiprocessing.active_children())
    try:
        yield pool
    except (KeyboardInterrupt, GeneratorExit):
        # Nobody wants what they are at: a person pressed Ctrl-C, or the reader of the output is gone.
        for process in set(multiprocessing.active_children()) - others:
            process.kill()
        raise
    except BrokenProcessPool as error:
        raise KarutaError(
            "One of {jobs} processes ended by itself: the memory may be full, or a script starts them outside of "
            '`if __name__ == "__main__":`.',
            jobs=jobs,
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begun(begin: Callable[..., None], given: tuple[object, ...]) -> None:
    """In a process of the pool: it ends with the one that started it, however that ended."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Ctrl-C reaches every process of a terminal; the one that started them says what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begin(*given)


def _end_with_parent() -> None:
    """Without this, a killed parent leaves its processes waiting for pieces for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
