"""Makes the environment, brings it to the lock and heals it; starts nothing in it but pip."""

from __future__ import annotations

import importlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from karuta.system_libraries import missing_libraries, packages_of
from starter import debian
from starter.environment import LOCKS, UNFINISHED, Environment
from starter.one_at_a_time import only_one
from starter.surroundings import cleaned, say

PIP_INSTALL = [
    *("-m", "pip", "install", "--no-user", "--no-input", "--no-color", "--progress-bar=off"),
    *("--no-warn-script-location", "--disable-pip-version-check", "--root-user-action=ignore"),
]

# What pip (22 to 26) prints when it cannot reach the index.
NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ConnectionResetError",
    "ProxyError",
    "Failed to establish a new connection",
    "connection broken by",
    "Max retries exceeded",
)


OLDEST_GLIBC_OF_ARM64 = (2, 39)


class SetUpFailed(Exception):  # noqa: N818 - reads as what happened
    """One sentence for a person: what, whose, what next."""


def bring_to(environment: Environment, lock: str) -> None:
    """Afterwards the environment holds what the lock names, and the project itself."""
    try:
        environment.folder.parent.mkdir(parents=True, exist_ok=True)
        with only_one(environment.lock_file, lambda: say("Another start is setting up Karuta; waiting for it ...")):
            # Whoever held it before may have done the work.
            if not environment.expected_lines(lock) <= environment.installed():
                set_up(environment, lock)
    except OSError as error:
        raise SetUpFailed(
            f"Karuta cannot make its environment in {environment.folder} ({error.strerror or error});"
            " mend that, or name another folder in KARUTA_ENVIRONMENT, and run the same line again."
        ) from error


def set_up(environment: Environment, lock: str) -> None:
    before = environment.installed()
    say(f"Setting up Karuta in {environment.folder} ...")
    environment.log.write_bytes(b"")
    need_c_library()
    need_venv(environment.log)
    need_libraries(environment.log)
    if not before:
        create(environment)
    environment.write_stamp([UNFINISHED])
    try:
        if environment.lock_line(lock) not in before:
            say(f"Installing the locked dependencies{'' if before else ' (about 200 MB to download)'} ...")
            locked = str(environment.requirements(lock))
            pip(environment, ["--require-hashes", "--only-binary=:all:", "--requirement", locked])
        # Its build tools are locked too, so this needs no network.
        pip(environment, ["--no-index", "--no-deps", "--no-build-isolation", "--editable", str(environment.root)])
    except SetUpFailed:
        # pip takes back what it began: what was whole before still is.
        environment.write_stamp(before or [UNFINISHED])
        raise
    environment.write_stamp(environment.expected_lines(lock) | still_installed(environment, before, lock))


def still_installed(environment: Environment, before: set[str], lock: str) -> set[str]:
    """The lock lines that hold besides the one just installed: dev holds all of run; a changed lock is dropped."""
    lines = {name: environment.lock_line(name) for name in LOCKS}
    return {line for name, line in lines.items() if line in before or (lock == "dev" and name == "run")}


def need_c_library() -> None:
    """Of Linux on arm64: Qt's wheels ask for a newer one than Debian 12 has, and pip says only that it finds none."""
    library, version = platform.libc_ver()
    if (platform.machine(), library) != ("aarch64", "glibc"):
        return
    if tuple(map(int, version.split("."))) < OLDEST_GLIBC_OF_ARM64:
        needed = ".".join(map(str, OLDEST_GLIBC_OF_ARM64))
        raise SetUpFailed(
            f"On arm64 Qt needs glibc {needed}, and this system has {version};"
            " use a newer one, such as Debian 13 or Ubuntu 24.04."
        )


def need_venv(log: Path) -> None:
    def complete() -> bool:
        importlib.invalidate_caches()
        return all(importlib.util.find_spec(module) is not None for module in ("venv", "ensurepip"))

    if complete():
        return
    package = debian.venv_package()
    if debian.is_python_of_the_system() and debian.may_install():
        say(f"Installing the system's package {package} ...")
        debian.install([package], log)
    if not complete():
        raise SetUpFailed(
            f"{sys.executable} lacks the modules venv and ensurepip;"
            f" on Debian and Ubuntu the package {package} brings them: install it and run the same line again."
        )


def need_libraries(log: Path) -> None:
    """Qt's: installed as root on Debian, else named; without them everything but the window works."""
    missing = missing_libraries() if sys.platform == "linux" else []
    if not missing:
        return
    packages = packages_of(missing)
    if debian.may_install():
        say("Installing the system's libraries that Qt needs ...")
        if debian.install(packages, log):
            return
    cure = f"sudo apt-get install {' '.join(packages)}" if debian.has_apt() else ", ".join(missing)
    say(f"Karuta's window will not open until the libraries that Qt needs are there: {cure}")


def create(environment: Environment) -> None:
    """A new, empty environment; whatever an interrupted set-up left goes first."""
    if os.path.lexists(environment.folder):
        shutil.rmtree(environment.folder)
    if run(environment, [sys.executable, "-m", "venv", str(environment.folder)]) != 0:
        raise failure(environment, f"{sys.executable} could not make an environment")


def pip(environment: Environment, arguments: Sequence[str]) -> None:
    if run(environment, [str(environment.python), *PIP_INSTALL, *arguments]) != 0:
        raise failure(environment, "pip could not install Karuta's dependencies")


def run(environment: Environment, command: Sequence[str]) -> int:
    with environment.log.open("ab") as stream:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env=cleaned(os.environ),
            cwd=environment.root,
            # The lock file goes with it.
            close_fds=False,
            check=False,
        ).returncode


def failure(environment: Environment, what: str) -> SetUpFailed:
    log_text = environment.log.read_text(encoding="utf-8", errors="replace")
    if any(sign in log_text for sign in NO_NETWORK):
        return SetUpFailed(
            "Karuta's dependencies cannot be downloaded because the package index does not answer;"
            f" check the network and run the same line again (details: {environment.log})."
        )
    tail = "\n".join(log_text.splitlines()[-15:])
    return SetUpFailed(f"{tail}\n{what}; the lines above say why, all of them are in {environment.log}.")
