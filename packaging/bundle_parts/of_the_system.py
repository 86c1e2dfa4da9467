"""Which libraries a Linux bundle takes from the system, as the wheels do: they belong to its drivers and its fonts."""

from __future__ import annotations

from karuta.system_libraries import QT_LIBRARIES

# Desktops without Qt often lack these, and they are small.
BROUGHT = frozenset(
    f"libxcb-{name}"
    for name in ("cursor.so.0", "icccm.so.4", "image.so.0", "keysyms.so.1", "render-util.so.0", "util.so.1")
)
# What the wheels need besides Qt's, with Debian's package.
OTHERS = {
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
    "libexpat.so.1": "libexpat1",
    "libuuid.so.1": "libuuid1",
}
# And what only those need.
_BEHIND = (
    *("libgthread-2.0.so.0", "libpcre2-8.so.0", "libsystemd.so.0", "libgcrypt.so.20", "libgpg-error.so.0"),
    *("liblz4.so.1", "libcap.so.2", "libXau.so.6", "libXdmcp.so.6", "libbsd.so.0", "libmd.so.0", "libpng16.so.16"),
    *("libkrb5.so.3", "libk5crypto.so.3", "libkrb5support.so.0", "libcom_err.so.2", "libkeyutils.so.1"),
    *("libbrotlicommon.so.1", "libgcc_s.so.1"),
)
_OF_QTNETWORK = frozenset(("libgssapi_krb5.so.2", "libbrotlidec.so.1"))
"""Not needed: it is left out."""
OF_THE_SYSTEM = frozenset((*QT_LIBRARIES, *OTHERS, *_BEHIND)) - BROUGHT


def debian_packages() -> list[str]:
    """What a .deb of the bundle depends on, besides the C library."""
    return sorted(
        {package for soname, package in {**QT_LIBRARIES, **OTHERS}.items() if soname in OF_THE_SYSTEM - _OF_QTNETWORK}
    )
