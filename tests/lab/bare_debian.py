"""Builds the bundle in a Debian 12 and uses its .deb in a bare one: `packaging/bare_debian.py`, whose steps these are.

python -m tests.lab.bare_debian [FOLDER]      as root, with debootstrap and a network; FOLDER keeps what costs time
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.lab import figures

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

import bare_debian
import bundle
from bundle_parts import debians


def main() -> int:
    if (reason := debians.why_not()) is not None:
        print(f"skipped: {reason}")
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(*sys.argv[1:2] or (place,)).absolute()
        took = bare_debian.walk(folder, quick=False)
        made = folder / "builder" / bare_debian.BUILD.relative_to("/") / "made"
        sizes = [bundle.size_of(made / "dist" / "karuta"), *(bundle.size_of(*made.glob(f"*{end}")) for end in _ENDS)]
    most = (bundle.UNPACKED_AT_MOST, bundle.DOWNLOAD_AT_MOST, bundle.DOWNLOAD_AT_MOST)
    figures.tell(
        "bundle; `.tar.xz`; `.deb`",
        f"{'; '.join(f'{size / bundle.MB:.1f}' for size in sizes)} MB",
        None,
        aim="250; 100; 100 MB",
        met=all(size <= limit for size, limit in zip(sizes, most, strict=True)),
    )
    for what, seconds in took.items():
        print(f"{seconds:6.0f} s  {what}")
    shown = (bare_debian.INSTALL, bare_debian.START, bare_debian.CARDS, bare_debian.LABEL, bare_debian.AGAIN)
    figures.tell(
        "bare Debian 12: `.deb` in; window; cards; a label; again",
        f"{'; '.join(f'{took[what]:.2g}' for what in shown)} s, 37 of 37",
        None,
    )
    return 0


_ENDS = (".tar.xz", ".deb")

if __name__ == "__main__":
    sys.exit(main())
