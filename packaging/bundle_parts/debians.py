"""Debians in folders, made by debootstrap and entered by chroot, of this processor or, under emulation, of arm64.

Nothing in them reaches the machine, but for the kernel's word on programs of arm64, which is taken back at the end.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import bundle
from bundle_parts import screen

PERSON = "hanako"
"""Somebody without rights."""
HOME = Path("/home", PERSON)
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_CLONE_NEWNS = 0x00020000
"""Of Linux's <sched.h>."""
ARM64 = "aarch64"
_QEMU = "qemu-aarch64-static"
_PROCESSOR = "cortex-a72"
"""With qemu's default one numpy's products are wrong, and the model's own check refuses."""
_KERNELS = Path("/proc/sys/fs/binfmt_misc")
# An ELF file's first bytes, and which bits of them count: 64 bits, little-endian, any system; a program of AArch64.
_MAGIC = r"\x7fELF\x02\x01\x01" + r"\x00" * 9 + r"\x02\x00\xb7\x00"
_MASK = r"\xff" * 7 + r"\x00" + r"\xff" * 8 + r"\xfe\xff\xff\xff"


class NoDebian(Exception):  # noqa: N818 - what is wrong
    """Debian's packages do not come, for want of a network or of a mirror."""


def why_not(*, arm64: bool = False) -> str | None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root can make and enter another Debian."
    if shutil.which("debootstrap") is None:
        return "debootstrap is not installed."
    if arm64 and platform.machine() != ARM64 and shutil.which(_QEMU) is None:
        return "qemu-user-static is not installed."
    # A container may let root change its root, and not mount.
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    )
    return "this machine lets nobody mount." if tried.returncode else None


def exit_status(what: str, walk: Callable[[], object], *, arm64: bool = False) -> int:
    """Of a program that does `walk`; it is skipped, in a sentence, where there can be no Debian."""
    if (reason := why_not(arm64=arm64)) is not None:
        print(f"{what} is skipped: {reason}")
        return 0
    try:
        walk()
    except NoDebian as reason:
        print(f"{what} is skipped: none is to be had here ({reason})")
    except (bundle.Failed, screen.NotSeen) as failed:
        sys.stderr.write(f"{failed}\n")
        return 1
    return 0


def make(place: Path, suite: str, *options: str) -> None:
    """A Debian that has nothing, unless it was made before; `options`: debootstrap's."""
    if (place / "usr").is_dir():
        return
    unfinished = place.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        bundle.run(["debootstrap", *options, "--variant=minbase", suite, unfinished])
    except bundle.Failed as failed:
        raise NoDebian(str(failed).strip()) from failed
    # No service is started in there.
    refuses = unfinished / "usr" / "sbin" / "policy-rc.d"
    refuses.write_text("#!/bin/sh\nexit 101\n")
    refuses.chmod(0o755)
    unfinished.rename(place)


def furnish(place: Path, *packages: str) -> None:
    """Installs packages, and the certificates that this machine knows: a network may have an authority of its own."""
    try:
        apt(place, "update")
        apt(place, "install", "ca-certificates", *packages)
    except bundle.Failed as failed:
        raise NoDebian(str(failed).strip()) from failed
    if CERTIFICATES.exists():
        shutil.copy(CERTIFICATES, place / CERTIFICATES.relative_to("/"))


def apt(place: Path, command: str, *words: str) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    bundle.run(["chroot", place, "apt-get", "--quiet", "--yes", "--no-install-recommends", command, *words], quiet)


def keep_downloads(tried: Path, bare: Path) -> None:
    """What apt downloaded is there for the next run; nothing of it is installed in the bare Debian."""
    for package in (tried / "var/cache/apt/archives").glob("*.deb"):
        shutil.copy(package, bare / package.relative_to(tried))


def as_person(place: Path, words: Sequence[str]) -> list[str]:
    return [shutil.which("chroot") or "chroot", f"--userspec={PERSON}", str(place), *words]


def mounts_of_its_own() -> None:
    """What this process mounts is seen by it and its children alone, and is gone with them, however they end."""
    if ctypes.CDLL(None).unshare(_CLONE_NEWNS):
        raise bundle.Failed("This process was not given mounts of its own.")
    bundle.run(["mount", "--make-rprivate", "/"])


@contextmanager
def entered(place: Path) -> Iterator[None]:
    """With /proc, which worker processes read."""
    with mounted("-t", "proc", "proc", place / "proc"):
        yield


@contextmanager
def mounted(*words: str | Path) -> Iterator[None]:
    bundle.run(["mount", *words])
    with ExitStack() as left:
        left.callback(bundle.run, ["umount", words[-1]])
        yield


@contextmanager
def emulated() -> Iterator[None]:
    """Meanwhile the kernel starts programs of arm64 too, wherever they lie: it keeps the interpreter open (flag F)."""
    if platform.machine() == ARM64:
        yield
        return
    with mounted("-t", "binfmt_misc", "none", _KERNELS), ExitStack() as left:
        rule = _KERNELS / f"karuta-arm64-{os.getpid()}"
        (_KERNELS / "register").write_text(f":{rule.name}:M::{_MAGIC}:{_MASK}:{shutil.which(_QEMU)}:F")
        left.callback(rule.write_text, "-1")
        os.environ["QEMU_CPU"] = _PROCESSOR
        # What this machine says of its own processor.
        os.environ.pop("OPENBLAS_CORETYPE", None)
        yield
