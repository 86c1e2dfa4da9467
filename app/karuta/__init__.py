"""Karuta knows a trading card when it sees one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from karuta.api import Error as Error
    from karuta.api import Library as Library
    from karuta.api import open as open

__version__ = "0.2.0"

# ONNX Runtime 1.32, once imported, writes an identifier of this computer into the person's cache folder. After some 25
# s it sends it to its maker, with the paths and the processor. This variable, set before that import, stops both;
# `disable_telemetry_events()` stops neither. Every process of ours begins with this file, so it is set here. It is not
# merely a default, because a person's `0` would mean yes. `engine/sessions` refuses to run a network without it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__all__ = ("Error", "Library", "__version__", "open")


def __getattr__(name: str) -> object:
    """Programmers' names are loaded when they are used, so that commands do not wait for them."""
    if name in __all__:
        from karuta import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
