"""Which Pythons Karuta can run on, and where to find one; readable by Python 3.6, so that an old one can say so."""

import os
import shutil
import subprocess
import sys
from typing import Callable, NamedTuple, Sequence  # noqa: UP035 - collections.abc's cannot be subscripted before 3.9

OLDEST = (3, 11)
NEWEST = (3, 14)
# The order in which others are tried: newest first, but those that have Annoy before 3.14.
SEARCHED = ("3.13", "3.12", "3.11", "3.14")

# Prints what `Python` holds.
PROBE = (
    "import platform, sys;"
    "print('%d.%d %s %d %d' % (sys.version_info[0], sys.version_info[1], platform.python_implementation(),"
    " 64 if sys.maxsize > 2**32 else 32, 'free-threading' in sys.version))"
)


class Python(NamedTuple):
    """What decides whether there are wheels for an interpreter."""

    version: "tuple[int, ...]"
    implementation: str
    bits: int
    free_threaded: bool


def this_python() -> Python:
    return Python(
        version=tuple(sys.version_info[:2]),
        implementation={"cpython": "CPython", "pypy": "PyPy"}.get(sys.implementation.name, sys.implementation.name),
        bits=64 if sys.maxsize > 2**32 else 32,
        free_threaded="free-threading" in sys.version,
    )


def why_unfit(python: Python) -> "str | None":
    """What this interpreter is, when it cannot run Karuta; None when it can."""
    name = ".".join(str(part) for part in python.version)
    if python.implementation != "CPython":
        return f"{python.implementation} {name}"
    if not OLDEST <= python.version <= NEWEST:
        return f"Python {name}"
    if python.bits != 64:
        return f"a 32-bit Python {name}"
    if python.free_threaded:
        return f"a free-threaded Python {name}"
    return None


def parsed(answer: str) -> "Python | None":
    """The probe's answer; None for anything else (a shim that only prints an error)."""
    words = answer.split()
    try:
        version = tuple(int(part) for part in words[0].split("."))
        return Python(version=version, implementation=words[1], bits=int(words[2]), free_threaded=words[3] == "1")
    except (IndexError, ValueError):
        return None


def usual_commands(system: str) -> "list[list[str]]":
    """How Pythons are called on a system; `system` as in `os.name`."""
    launcher = [["py", "-" + version] for version in SEARCHED] if system == "nt" else []
    return [*launcher, *(["python" + version] for version in SEARCHED), ["python3"], ["python"]]


def asked(command: "Sequence[str]") -> "Python | None":
    """Asks the interpreter itself: a command of that name may be a shim, a shop's stub or nothing."""
    place = shutil.which(command[0])
    if place is None:
        return None
    try:
        answer = subprocess.run(
            [place, *command[1:], "-c", PROBE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return parsed(answer.stdout.decode("ascii", "replace")) if answer.returncode == 0 else None


def another(ask: "Callable[[Sequence[str]], Python | None]" = asked) -> "list[str] | None":
    """The first command on PATH that starts a fit Python; None when there is none."""
    for command in usual_commands(os.name):
        python = ask(command)
        if python is not None and why_unfit(python) is None:
            return command
    return None


def sentence(unfit: str, executable: str) -> str:
    return (
        f"Karuta needs a 64-bit Python 3.11, 3.12 or 3.13, and {executable} is {unfit};"
        " install one of them and run the same line again."
    )
