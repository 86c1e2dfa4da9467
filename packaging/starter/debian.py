"""The system's packages that Python's venv and Qt need on Debian and Ubuntu; knows no other system."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

# What Qt's core, gui, widgets, D-Bus, network, svg, offscreen, xcb and wayland parts name as NEEDED
# (readelf -d on PySide6 Essentials 6.11 and 6.12) and do not bring along, with the package that holds it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libzstd.so.1": "libzstd1",
}

APT_INSTALL = [
    *("apt-get", "install", "--yes", "--quiet", "--no-install-recommends"),
    *("-o", "Dpkg::Use-Pty=0"),
    # Another apt (unattended upgrades) may hold the lock for a while.
    *("-o", "DPkg::Lock::Timeout=120"),
]


def loads(soname: str) -> bool:
    """Asks the dynamic linker: a package's name says less (libglib2.0-0 is libglib2.0-0t64 since 2024)."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing_libraries(present: Callable[[str], bool] = loads) -> list[str]:
    return [soname for soname in QT_LIBRARIES if not present(soname)]


def packages_of(sonames: Iterable[str]) -> list[str]:
    return sorted({QT_LIBRARIES[soname] for soname in sonames})


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
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, env=variables, check=False
            )
        return done.returncode == 0

    wanted = [*APT_INSTALL, *packages]
    if succeeds(wanted):
        return True
    # Also fails for one broken source among many: the install itself shows whether it was enough.
    succeeds(["apt-get", "update", "--quiet"])
    return succeeds(wanted)
