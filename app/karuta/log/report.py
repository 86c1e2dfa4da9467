"""A report of what went wrong, for somebody who can mend it: no names, no folders, no pictures."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from collections.abc import Sequence

from karuta import __version__
from karuta.log.log import NotedBug

_PARTS = ("PySide6-Essentials", "onnxruntime", "numpy", "pillow", "annoy-mm", "sqlite-utils")


def report_text(bugs: Sequence[NotedBug], facts: Sequence[str]) -> str:
    """`facts`: lines about the library that was open."""
    lines = [*about_here(), *facts, "Names, folders and texts are left out: where there was one stands …", ""]
    for bug in bugs:
        lines += ["From an earlier run:"] if bug.is_earlier else []
        lines += [bug.entry, ""]
    return "\n".join(lines)


def about_here() -> list[str]:
    """The version of Karuta and the platform."""
    made = "bundle" if getattr(sys, "frozen", False) else "package"
    parts = [f"{name} {version}" for name in _PARTS if (version := _version(name))]
    system = f"{platform.system()} {platform.release()} {platform.machine()}, {os.cpu_count()} processors"
    return [f"Karuta {__version__} ({made}), Python {platform.python_version()}", ", ".join(parts), system]


def _version(part: str) -> str | None:
    try:
        return importlib.metadata.version(part)
    except importlib.metadata.PackageNotFoundError:
        return None
