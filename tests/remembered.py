"""Networks answer from memory what they were asked before in this process, and are opened once.

A network is a function of its input: the same drawn cards are looked at by hundreds of tests, so each distinct
picture is computed once. Everything around the networks runs as it is.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any, ClassVar

import numpy as np
import onnxruntime

from karuta.engine import int8_networks

Key = tuple[object, ...]

REAL = onnxruntime.InferenceSession
MOST_OPEN = 24
MOST_BYTES = 200 * 2**20


class Answers:
    """What was answered, the longest unused forgotten first; for several threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._known: OrderedDict[Key, list[Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> list[Any] | None:
        with self._lock:
            if key not in self._known:
                return None
            self._known.move_to_end(key)
            return [np.array(array) for array in self._known[key]]

    def put(self, key: Key, answer: list[Any]) -> None:
        with self._lock:
            self._bytes += sum(array.nbytes for array in answer)
            self._known[key] = [np.array(array) for array in answer]
            while self._bytes > self._most:
                self._bytes -= sum(array.nbytes for array in self._known.popitem(last=False)[1])


class RememberedSession:
    """In the place of `onnxruntime.InferenceSession`, for a network that is given as bytes."""

    _open: ClassVar[OrderedDict[Key, Any]] = OrderedDict()
    _answers: ClassVar = Answers(MOST_BYTES)
    _lock: ClassVar = Lock()

    def __init__(self, network: bytes, options: Any = None, providers: Sequence[str] = ()) -> None:
        # The last bits of an answer hang on how many threads share the sums.
        threads = getattr(options, "intra_op_num_threads", 0)
        self._network: Key = (threads, len(network), zlib.crc32(network), zlib.adler32(network))
        with self._lock:
            if self._network not in self._open:
                self._open[self._network] = REAL(network, options, providers=list(providers))
                while len(self._open) > MOST_OPEN:
                    self._open.popitem(last=False)
            self._open.move_to_end(self._network)
            self._session = self._open[self._network]

    def run(self, names: Sequence[str] | None, inputs: Mapping[str, Any]) -> list[Any]:
        asked = [(name, np.ascontiguousarray(value)) for name, value in sorted(inputs.items())]
        key = (
            *(self._network, tuple(names or ())),
            *((name, value.shape, value.dtype.str, hashlib.blake2b(value).digest()) for name, value in asked),
        )
        answer = self._answers.get(key)
        if answer is None:
            answer = self._session.run(names, inputs)
            self._answers.put(key, answer)
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


def session(network: bytes | str, options: Any = None, **named: Any) -> Any:
    """What `onnxruntime.InferenceSession` is while tests run; a network that is given as a path is opened as ever."""
    if isinstance(network, bytes):
        return RememberedSession(network, options, **named)
    return REAL(network, options, **named)


def remember() -> None:
    onnxruntime.InferenceSession = session


def choose_form(*, int8: bool) -> None:
    """Which form of the networks answers, here and in what is started: which is quicker hangs on the processor."""
    os.environ[int8_networks.CHOSEN] = "int8" if int8 else "exact"
