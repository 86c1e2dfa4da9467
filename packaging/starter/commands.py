"""What the starter's words start, and how: decides no set-up, only whether there is one to do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from starter import environment
from starter.surroundings import cleaned, say


class Command(NamedTuple):
    """The environment that a word needs, and the command lines of its Python."""

    lock: str
    steps: tuple[tuple[str, ...], ...]
    in_root: bool = False


# numpy's types come in two pins, and each can be read only as its own Python.
HERE = ("--python-version", f"{sys.version_info[0]}.{sys.version_info[1]}")

SCRIPTS = tuple(sorted(str(script) for script in Path(__file__).resolve().parents[1].glob("*.py")))

# As many processes as tests/conftest.py thinks good, and each file whole in one of them; `-n 0` has one alone.
# Where one crashed or hung, the run ends with the name of the test.
SHARED_OUT = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart", "0")

# -P: the folder that a person stands in may hold a numpy.py.
COMMANDS = {
    "demo": Command(lock="run", steps=(("-P", "-m", "karuta", "demo"),)),
    "run": Command(lock="run", steps=(("-P", "-m", "karuta"),)),
    "test": Command(
        lock="dev",
        steps=(("-m", "pytest", *SHARED_OUT),),
        in_root=True,
    ),
    "check": Command(
        lock="dev",
        steps=(
            ("-m", "ruff", "format", "--check"),
            ("-m", "ruff", "check"),
            ("-m", "mypy", *HERE),
            ("-m", "mypy", *HERE, *SCRIPTS),
        ),
        in_root=True,
    ),
}


def start(root: Path, arguments: Sequence[str]) -> int:
    """Returns only when nothing could be started, or when the word has several steps."""
    command = COMMANDS[arguments[0]]
    ours = environment.of_this_python(root, os.environ)
    if not command_is_ready(ours, command):
        # Only now: a start that has nothing to install should not pay for these modules.
        from starter import install

        try:
            install.bring_to(ours, command.lock)
        except install.SetUpFailed as failed:
            say(str(failed))
            return 1
        except KeyboardInterrupt:
            say("Stopped; the same line begins again.")
            return 130
    if command.in_root:
        os.chdir(root)
    steps = [[str(ours.python), *step, *arguments[1:]] for step in command.steps]
    if len(steps) == 1:
        become(steps[0])
    # All of them, even after one failed: a person wants to see everything there is to mend.
    return max([subprocess.run(step, env=cleaned(os.environ), check=False).returncode for step in steps])


def command_is_ready(ours: environment.Environment, command: Command) -> bool:
    return ours.expected_lines(command.lock) <= ours.installed()


def become(command: Sequence[str]) -> NoReturn:
    """Hands this process over; on Windows, where the shell would not wait for that, stays until it ends."""
    sys.stdout.flush()
    if sys.platform == "win32":
        # Ctrl-C is the program's to answer.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.exit(subprocess.run(command, env=cleaned(os.environ), check=False).returncode)
    else:
        os.execve(command[0], list(command), cleaned(os.environ))
