"""The only door to ONNX Runtime: opens networks, and none if telemetry could be sent. Knows no model."""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from typing import Any

from karuta.domain.errors import KarutaError

_QUIET = "ORT_DISABLE_TELEMETRY"


class WouldSend(Exception):  # noqa: N818 - the condition, not the class of error, is the point
    """A bug of ours, because no person can cause it: something removed the setting of `karuta/__init__`."""


ROOM = 200_000_000
"""Bytes that are asked for before a network is loaded: for it, for OpenBLAS (134 MB) and for a usual photo."""


def check_room() -> None:
    """Raises `KarutaError` where the system gives less memory (`ulimit -v`).

    OpenBLAS asks for its own at its first product, and where it gets none it tries again, deaf to signals, or ends the
    process without a sentence of ours.
    """
    private = getattr(mmap, "MAP_PRIVATE", None)
    if private is None:
        return
    try:
        mmap.mmap(-1, ROOM, flags=private | mmap.MAP_ANONYMOUS).close()
    except OSError as error:
        raise KarutaError(
            "The system gives this process less than {megabytes} MB more memory, and looking cards up takes that; "
            "raise its limit (`ulimit -v`), or close other programs.",
            megabytes=ROOM // 1_000_000,
        ) from error


def open_session(path: Path, *, threads: int) -> Any:
    """Raises `OSError`, `ValueError` for a file that is not a network, and `KarutaError` without room for a lookup."""
    if os.environ.get(_QUIET) != "1":
        raise WouldSend(f"{_QUIET} is not 1, so ONNX Runtime would send who uses it; nothing was loaded")
    # Imported here: it takes 0.1-0.2 s, and commands without a model should not wait for it.
    import onnxruntime

    check_room()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(4, threads)
    options.inter_op_num_threads = 1
    # Threads that spin while idle doubled the CPU time.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Its memory pool would keep the peak of the largest run: 378 MB after 100 lookups instead of 230.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    network = path.read_bytes()
    try:
        return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's own classes derive from Exception only
        raise ValueError(str(error)) from error
