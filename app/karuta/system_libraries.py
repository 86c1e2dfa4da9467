"""Finds the libraries of Linux that Qt needs, does not bring along, and misses; installs none.

Qt ends the process where one is missing, so whoever opens a window asks before. `packaging/starter` asks here too.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping

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

# Only for one kind of display, or for parts of Qt that Karuta does not load.
_OF = {"xcb": ("libxcb", "libX11", "libxkbcommon-x11"), "wayland": ("libwayland",), "": ("libgssapi", "libbrotlidec")}


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
    """Debian's packages of them."""
    return sorted({QT_LIBRARIES[soname] for soname in sonames})


def missing_for_window(
    present: Callable[[str], bool] = loads, environment: Mapping[str, str] = os.environ
) -> list[str]:
    """The libraries that a window lacks on the displays that there are; nothing where one of them lacks nothing."""
    if not sys.platform.startswith("linux"):
        return []
    platform = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    displays = [kind for kind, name in (("wayland", "WAYLAND_DISPLAY"), ("xcb", "DISPLAY")) if environment.get(name)]
    kinds = [platform] if platform else displays or ["xcb"]
    others = {kind: tuple(name for of, names in _OF.items() if of != kind for name in names) for kind in kinds}
    lacks = (
        [library for library in QT_LIBRARIES if not library.startswith(others[kind]) and not present(library)]
        for kind in kinds
    )
    return min(lacks, key=len)


def has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def lacks_japanese_font() -> bool:
    """Asks fontconfig, as Qt does: without such a font Japanese names are boxes."""
    try:
        fonts = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False  # another system, or no window either
    fonts.FcNameParse.restype = fonts.FcObjectSetCreate.restype = ctypes.c_void_p
    fonts.FcFontList.restype = ctypes.POINTER(ctypes.c_int)
    fonts.FcFontList.argtypes = [ctypes.c_void_p] * 3
    listed = fonts.FcFontList(None, fonts.FcNameParse(b":lang=ja"), fonts.FcObjectSetCreate())
    return not listed or listed[0] == 0


JAPANESE_FONT = "fonts-noto-cjk"


def how_to_get(sonames: Iterable[str]) -> str:
    """The way to get them: the command, else the names of the packages."""
    return how_to_install(packages_of(sonames))


def how_to_install(names: Iterable[str]) -> str:
    packages = " ".join(names)
    return f"`sudo apt-get install {packages}`" if shutil.which("apt-get") else f"what Debian calls {packages}"
