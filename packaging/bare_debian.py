"""Builds the bundle from a fresh clone in one Debian 12, and tries its .deb in a second one that has nothing.

    sudo python3 packaging/bare_debian.py FOLDER        both are made in FOLDER, by debootstrap

Downloads Debian and the locked packages, and takes ten minutes or more. Says why where it cannot run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))

import bundle  # noqa: E402 - needs the line above

SUITE = "bookworm"
CLONE = "karuta"


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write(__doc__ or "")
        return 2
    if (reason := why_not()) is not None:
        print(f"Skipped: {reason}")
        return 0
    try:
        walk(Path(arguments[0]).absolute())
    except bundle.Failed as failed:
        sys.stderr.write(f"{failed}\n")
        return 1
    return 0


def why_not() -> str | None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root can make and enter another Debian."
    return None if shutil.which("debootstrap") else "debootstrap is not installed."


def walk(folder: Path) -> None:
    builder, bare = folder / "builder", folder / "bare"
    with timed("make two Debians"):
        make(builder, "--include=ca-certificates,git,python3-venv")
        make(bare, "--variant=minbase")
    clone = builder / CLONE
    shutil.rmtree(clone, ignore_errors=True)
    bundle.run(["git", "clone", "--quiet", ROOT, clone])
    with timed("build"), entered(builder):
        # Its own words are the news here.
        if subprocess.run(["chroot", builder, "python3", f"/{CLONE}/packaging/bundle.py"], check=False).returncode:
            raise bundle.Failed("The bundle was not built.")
    (package,) = (clone / "build" / "bundle").glob("*.deb")
    shutil.copy(package, bare / "karuta.deb")
    for name in ("python3", "git"):
        if shutil.which(name, path=f"{bare}/usr/bin:{bare}/bin"):
            raise bundle.Failed(f"The bare Debian has {name}.")
    with entered(bare):
        with timed("install the .deb and what it depends on"):
            apt(bare, "install", "/karuta.deb")
        bundle.check(Path("/usr/bin/karuta"), within=bare, keep=folder / "window.png")
        with timed("remove it"):
            apt(bare, "remove", "karuta")
    left = [
        place
        for place in ("usr/lib/karuta", "usr/bin/karuta", "usr/share/applications/karuta.desktop")
        if (bare / place).exists()
    ]
    if left:
        raise bundle.Failed(f"Removing it left {', '.join(left)}.")


def make(place: Path, *options: str) -> None:
    """A new Debian, unless it was made before."""
    if (place / "etc" / "debian_version").exists():
        return
    bundle.run(["debootstrap", *options, SUITE, place])
    certificates = Path("/etc/ssl/certs/ca-certificates.crt")
    if certificates.exists() and (place / "etc" / "ssl" / "certs").is_dir():
        # Where a network has an authority of its own, this machine knows it.
        shutil.copy(certificates, place / certificates.relative_to("/"))
    # No service is started in there.
    refuses = place / "usr" / "sbin" / "policy-rc.d"
    refuses.write_text("#!/bin/sh\nexit 101\n")
    refuses.chmod(0o755)


def apt(place: Path, command: str, what: str) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    if command == "install":
        bundle.run(["chroot", place, "apt-get", "--quiet", "update"], quiet)
    bundle.run(["chroot", place, "apt-get", "--quiet", "--yes", "--no-install-recommends", command, what], quiet)


@contextmanager
def entered(place: Path) -> Iterator[None]:
    """With /proc, which worker processes read."""
    bundle.run(["mount", "-t", "proc", "proc", place / "proc"])
    try:
        yield
    finally:
        bundle.run(["umount", place / "proc"])


@contextmanager
def timed(what: str) -> Iterator[None]:
    before = time.monotonic()
    yield
    print(f"{time.monotonic() - before:7.1f} s  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
