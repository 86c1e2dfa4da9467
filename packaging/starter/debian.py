"""The system's packages that Python's venv and Qt need on Debian and Ubuntu; knows no other system."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

APT_INSTALL = [
    *("apt-get", "install", "--yes", "--quiet", "--no-install-recommends"),
    *("-o", "Dpkg::Use-Pty=0"),
    # Another apt (unattended upgrades) may hold the lock for a while.
    *("-o", "DPkg::Lock::Timeout=120"),
]


def venv_package() -> str:
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def has_apt() -> bool:
    return shutil.which("apt-get") is not None and shutil.which("dpkg") is not None


def may_install() -> bool:
    """apt is there and this is root."""
    return sys.platform == "linux" and has_apt() and os.geteuid() == 0


def is_python_of_the_system() -> bool:
    """Only Debian's own Python is completed by Debian's packages."""
    return sys.base_prefix == "/usr"


def install(packages: Sequence[str], log: Path) -> bool:
    """True when apt installed them. Its lists may be empty (a fresh image) or stale: then once more after an update."""
    variables = dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C")

    def succeeds(command: Sequence[str]) -> bool:
        with log.open("ab") as stream:
            process = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, env=variables, check=False
            )
        return process.returncode == 0

    command = [*APT_INSTALL, *packages]
    if succeeds(command):
        return True
    # Also fails for one broken source among many: the install itself shows whether it was enough.
    succeeds(["apt-get", "update", "--quiet"])
    return succeeds(command)
