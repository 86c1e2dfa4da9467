"""Takes out of the build's environment what the bundle does not use, before PyInstaller looks.

So what only these parts need (GTK, CUPS, databases) stays out too.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_PLUGINS = (
    *("egldeviceintegrations", "generic", "networkinformation", "printsupport", "sqldrivers", "tls"),
    *("qmltooling", "vectorimageformats", "wayland-graphics-integration-server"),
    *(f"imageformats/*q{name}.*" for name in ("icns", "pdf", "tga", "tiff", "wbmp")),
    *(f"platforms/libq{name}.so" for name in ("eglfs", "linuxfb", "minimalegl", "vkkhrdisplay", "vnc")),
    *("platformthemes/libqgtk3.so", "platforminputcontexts/*virtualkeyboard*"),
    *(f"wayland-shell-integration/lib{name}*" for name in ("fullscreen", "ivi", "qt-", "wl-")),
    *(f"wayland-graphics-integration-client/lib{name}*" for name in ("dmabuf", "drm", "shm", "vulkan")),
)
UNUSED = (
    # ONNX Runtime for programs in C; its Python module holds all of it once more.
    "onnxruntime/capi/libonnxruntime.*",
    # Each of RapidFuzz's modules a second time, for newer processors.
    *("rapidfuzz/*_avx2.*", "rapidfuzz/distance/*_avx2.*"),
    *(f"PySide6/**/plugins/{place}" for place in _PLUGINS),
    # What translators write.
    "karuta/resources/translations/*.ts",
    # Qt's texts are needed in Japanese alone.
    *("PySide6/**/translations/*_[!j]*.qm", "PySide6/**/translations/[!q]*.qm"),
)
# Imported by something inside, and needed by nothing.
UNUSED_MODULES = (
    *("pip", "setuptools", "pkg_resources", "tkinter", "curses", "readline", "pydoc_data"),
    *("test", "unittest", "doctest", "pdb", "lib2to3", "xmlrpc", "numpy.f2py", "numpy.testing"),
    # Tables are read in Unicode and in Windows' encodings of English and Japanese.
    *(f"_codecs_{place}" for place in ("cn", "hk", "kr", "tw")),
    *("numpy.polynomial", "sqlite_utils.cli"),
    *(f"PySide6.Qt{name}" for name in ("DBus", "Network", "Test")),
)
# These hold symbols that only a debugger reads. The libraries in `numpy.libs` do not load when they are stripped.
_WITH_SYMBOLS = (
    *("annoy/*.so", "numpy/_core/*.so", "PIL/*.so", "pillow.libs/*", "_pi_heif*.so", "pi_heif.libs/*"),
    "PySide6/Qt/lib/libicu*.so.*",
)
# Of ICU, Qt uses the order of words alone; it stays for Karuta's two languages. Names of languages, places, units and
# time zones, and other encodings are 27 of its 32 MB.
_ICU_UNUSED = re.compile(
    r"coll/(?!(root|en|en_US|ja|res_index|ucadata)\.).*"
    r"|(curr|lang|rbnf|region|translit|unit|zone|brkitr)/.*|.*\.(cnv|spp)|(unames|confusables)\..*"
    r"|(?!(en|ja)\.|res_index)[a-z]{2,3}(_\w+)?\.res"
)
_ICU_SOURCE = """
.section .rodata
.global {name}_dat
.type {name}_dat, @object
.balign 16
{name}_dat: .incbin "{data}"
.size {name}_dat, . - {name}_dat
.section .note.GNU-stack,"",%progbits
"""


def take_out(packages: Path) -> None:
    """`packages`: the environment's site-packages."""
    for pattern in UNUSED:
        for path in list(packages.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def shrink(packages: Path) -> None:
    """Make smaller what stays; once for an environment."""
    if sys.platform == "linux" and shutil.which("strip"):
        for library in (library for pattern in _WITH_SYMBOLS for library in packages.glob(pattern)):
            subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)
    for library in packages.glob("PySide6/Qt/lib/libicudata.so.*"):
        if shutil.which("icupkg"):
            slim_icu(library)
        else:
            print("ICU stays whole (27 MB more): icupkg is not installed (Debian's icu-devtools).")


def slim_icu(library: Path) -> None:
    """Make the library of ICU's data anew, with ICU's own tool, without what Qt does not use."""
    # A package's items are named after its file.
    name = f"icudt{library.suffix[1:]}"
    with tempfile.TemporaryDirectory() as place:
        data, less = Path(place, f"{name}l.dat"), Path(place, "less", f"{name}l.dat")
        less.parent.mkdir()
        _run("objcopy", "-O", "binary", "--only-section=.rodata", library, data)
        items = _run("icupkg", "-l", data).split()
        unused = Path(place, "unused.txt")
        unused.write_text("\n".join(item for item in items if _ICU_UNUSED.fullmatch(item)), encoding="utf-8")
        _run("icupkg", "-r", unused, data, less)
        source = Path(place, "data.s")
        source.write_text(_ICU_SOURCE.format(name=name, data=less), encoding="utf-8")
        _run("as", "-o", Path(place, "data.o"), source)
        _run("ld", "-shared", "-z", "noexecstack", "-soname", library.name, "-o", library, Path(place, "data.o"))


def _run(*command: str | Path) -> str:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True).stdout
