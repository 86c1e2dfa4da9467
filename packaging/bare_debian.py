"""Builds the bundle from a fresh clone in one Debian 12, and tries its .deb in a second one that has nothing.

    sudo python3 packaging/bare_debian.py [--quick] [FOLDER]    both are made in FOLDER, by debootstrap

FOLDER is `karuta-debian` in the cache folder of who runs it, unless another is named. Both Debians and the locked
packages are kept there for the next run (2 GB). `--quick` packs the .deb fast and large, and makes no .tar.xz. Where it
cannot run it says why, and ends well.

What is tried: install the .deb; the self-test of `bundle.py`; start the window from the menu's entry on an X screen;
drag the demo's catalogue and a photo onto it with the mouse, from another program; press a key for a label; close the
window and start it again; remove the package. Pictures of the screen lie in FOLDER/seen.
"""

from __future__ import annotations

import argparse
import configparser
import ctypes
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "app")]

import bundle  # noqa: E402 - needs the line above
from bundle_parts import screen  # noqa: E402

SUITE = "bookworm"
BUILD = Path("/build")
"""In the builder: clone, environment and what is made."""
PERSON = "hanako"
HOME = Path("/home", PERSON)
LIBRARY = ".local/share/karuta/library"
PHOTO = "01-plain.jpg"
LEFT = 260
"""Where the window begins; what is dragged comes from beside it."""
MIDDLE = ((LEFT + screen.SIZE[0]) // 2, screen.SIZE[1] // 2)
ADD_CARDS = "^Add cards$"
# The steps that a person sees.
INSTALL, START = "install the .deb and what it depends on", "from the menu's entry to the window"
CARDS = "catalogue dropped by the mouse, Enter, added"
LABEL = "photo dropped by the mouse, 1 pressed, label kept"
AGAIN = "closed, and started again"
_CLONE_NEWNS = 0x00020000
"""Of Linux's <sched.h>."""
_ENTRY = Path("usr/share/applications/karuta.desktop")
# What apt and dpkg note of themselves, and caches that their triggers make.
_NOTED = ("var/lib/dpkg", "var/lib/apt", "var/cache", "var/log", "proc", "tmp", "run", "etc/ld.so.cache", "home")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser.add_argument("folder", nargs="?", type=Path, default=cache / "karuta-debian")
    parser.add_argument("--quick", action="store_true", help="pack the .deb fast and large, make no .tar.xz")
    asked = parser.parse_args(arguments)
    if (reason := why_not()) is not None:
        print(f"The bare Debian is skipped: {reason}")
        return 0
    try:
        walk(asked.folder.absolute(), quick=asked.quick)
    except NoDebian as reason:
        print(f"The bare Debian is skipped: none is to be had here ({reason})")
    except (bundle.Failed, screen.NotSeen) as failed:
        sys.stderr.write(f"{failed}\n")
        return 1
    return 0


class NoDebian(Exception):  # noqa: N818 - what is wrong
    """Debian's packages do not come, for want of a network or of a mirror."""


def why_not() -> str | None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root can make and enter another Debian."
    if shutil.which("debootstrap") is None:
        return "debootstrap is not installed."
    # A container may let root change its root, and not mount.
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    )
    return "this machine lets nobody mount." if tried.returncode else None


@dataclass
class Timed:
    """How long each step took, in seconds, in their order."""

    steps: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        before = time.monotonic()
        yield
        self.steps[what] = time.monotonic() - before
        print(f"{self.steps[what]:7.1f} s  {what}", flush=True)


def walk(folder: Path, *, quick: bool) -> dict[str, float]:
    """The seconds of each step."""
    mounts_of_its_own()
    timed = Timed()
    bare, builder, tried, seen = (folder / name for name in ("bare", "builder", "tried", "seen"))
    for made in (tried, seen):
        shutil.rmtree(made, ignore_errors=True)
    seen.mkdir(parents=True)
    with timed("two Debians"):
        try:
            make(bare, builder)
        except bundle.Failed as failed:
            raise NoDebian(str(failed).strip()) from failed
        bundle.run(["cp", "--archive", "--reflink=auto", bare, tried])
    with timed("build"), entered(builder):
        built = build(builder, quick=quick)
    shutil.copy(built, tried / "karuta.deb")
    for name in ("python3", "git", "Xorg"):
        if shutil.which(name, path=f"{tried}/usr/bin:{tried}/bin"):
            raise bundle.Failed(f"The bare Debian has {name}.")
    before = files(tried)
    with entered(builder), entered(tried):
        with timed(INSTALL):
            apt(tried, "update")
            apt(tried, "install", "/karuta.deb")
        keep_downloads(tried, bare)
        with timed("self-test, the demo's photos"):
            bundle.check(Path("/usr/bin/karuta"), within=tried, keep=seen / "self-test.png")
        use(Person(tried), builder, seen, timed)
        with timed("remove it"):
            apt(tried, "purge", "karuta")
            apt(tried, "autoremove", "--purge")
    left = sorted(files(tried) - before)
    if left:
        raise bundle.Failed(f"Removing it left {', '.join(left[:10])}.")
    if not (tried / HOME.relative_to("/") / LIBRARY / "labels.db").is_file():
        raise bundle.Failed("Removing it took the library too.")
    shutil.rmtree(tried)
    print(f"{sum(timed.steps.values()):7.1f} s  in all; the screens lie in {seen}", flush=True)
    return timed.steps


@dataclass(frozen=True)
class Person:
    """Somebody without rights in the bare Debian, who runs what is installed there."""

    within: Path

    def command(self, words: Sequence[str]) -> list[str]:
        return [shutil.which("chroot") or "chroot", f"--userspec={PERSON}", str(self.within), *words]

    def variables(self, display: str = "") -> dict[str, str]:
        return {"HOME": str(HOME), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | (
            {"DISPLAY": display} if display else {}
        )

    def says(self, *arguments: str) -> str:
        """What `karuta` prints; nothing where it fails."""
        process = subprocess.run(
            self.command(["karuta", *arguments]), env=self.variables(), capture_output=True, text=True, check=False
        )
        return "" if process.returncode else process.stdout

    def cards(self) -> str:
        """How many the library has; nothing where it has none."""
        packs = [json.loads(line) for line in self.says("pack", "list", "--json").splitlines()]
        return str(sum(pack["cards"] for pack in packs) or "")

    def labels(self) -> str:
        """The card of each label, as `karuta labels export` writes it; nothing where there is none."""
        table = f"{HOME}/labels.csv"
        (self.within / table.lstrip("/")).unlink(missing_ok=True)
        self.says("labels", "export", table)
        try:
            lines = (self.within / table.lstrip("/")).read_text(encoding="utf-8-sig").splitlines()
        except OSError:
            return ""
        return " ".join(line.split(",")[6] for line in lines[1:])


def use(person: Person, builder: Path, seen: Path, timed: Timed) -> None:
    """What a person does in the first five minutes; raises `Failed` or `NotSeen`."""
    bare = person.within
    bundle.run(["chroot", bare, "useradd", "--create-home", PERSON])
    home = bare / HOME.relative_to("/")
    shutil.copytree(ROOT / "resources" / "demo" / "catalogue", home / "cards")
    shutil.copy(ROOT / "resources" / "demo" / "photos" / PHOTO, home)
    expected = truth(PHOTO)
    entry = menu_entry(bare)
    with screen.screen(builder, str(BUILD / "made" / "env" / "bin" / "python")) as shown, sockets_of(builder, bare):
        with timed(START):
            program, window = started(person, entry, shown)
        shown.picture(seen / "1-first-start.png")
        with timed(CARDS):
            shown.drop(f"{HOME}/cards", MIDDLE)
            shown.window(ADD_CARDS)
            shown.picture(seen / "2-cards-dropped.png")
            cards = screen.awaited(shown.pressing("Return", person.cards, title=ADD_CARDS), "the catalogue's cards")
        print(f"           {cards} cards")
        shown.picture(seen / "3-catalogue.png")
        with timed(LABEL):
            shown.drop(f"{HOME}/{PHOTO}", MIDDLE)
            shown.picture(seen / "4-photo-dropped.png")
            labels = screen.awaited(shown.pressing("1", person.labels, title=screen.MAIN_WINDOW), "a label")
        shown.picture(seen / "5-label.png")
        if labels != expected:
            raise bundle.Failed(f"The label says {labels}, the photo shows {expected}.")
        with timed(AGAIN):
            shown.key(window, "ctrl+q")
            if code := program.wait(timeout=screen.PATIENCE_SECONDS):
                raise bundle.Failed(f"The window ended with {code}.")
            program, window = started(person, entry, shown)
        if (again := person.labels()) != labels:
            raise bundle.Failed(f"After the restart the label is {again or 'gone'}.")
        shown.picture(seen / "6-started-again.png")
        shown.key(window, "ctrl+q")
        program.wait(timeout=screen.PATIENCE_SECONDS)


def truth(photo: str) -> str:
    """The one card of a photo of the demo."""
    lines = (ROOT / "resources" / "demo" / "photos" / "truth.csv").read_text(encoding="utf-8").splitlines()
    (card,) = (line.split(",")[1] for line in lines if line.startswith(f"{photo},"))
    return card


def menu_entry(bare: Path) -> list[str]:
    """The command of the menu's entry, without files; the entry's program and icon must be there."""
    entry = configparser.ConfigParser(interpolation=None)
    entry.read_string((bare / _ENTRY).read_text(encoding="utf-8"))
    words = [word for word in shlex.split(entry["Desktop Entry"]["Exec"]) if not word.startswith("%")]
    icons = list((bare / "usr/share/icons/hicolor").glob(f"*/apps/{entry['Desktop Entry']['Icon']}.*"))
    if not (bare / "usr" / "bin" / words[0]).is_symlink() or len(icons) <= len(bundle.ICON_SIZES):
        raise bundle.Failed("The menu's entry names a program or an icon that is not there.")
    return words


def started(person: Person, entry: Sequence[str], shown: screen.Screen) -> tuple[subprocess.Popen[bytes], str]:
    """The program of the menu's entry and its window, at the right of the screen."""
    program = subprocess.Popen(person.command(entry), env=person.variables(shown.display))
    window = shown.window(screen.MAIN_WINDOW)
    shown.place(window, LEFT, 20, screen.SIZE[0] - LEFT - 10, screen.SIZE[1] - 50)
    return program, window


def build(builder: Path, *, quick: bool) -> Path:
    """The .deb, made of a fresh clone."""
    within = builder / BUILD.relative_to("/")
    clone = within / "clone"
    shutil.rmtree(clone, ignore_errors=True)
    bundle.run(["git", "clone", "--quiet", ROOT, clone])
    command = ["chroot", str(builder), "python3", str(BUILD / "clone" / "packaging" / "bundle.py"), str(BUILD / "made")]
    # Its own words are the news here.
    if subprocess.run([*command, *(["--quick"] if quick else [])], check=False).returncode:
        raise bundle.Failed("The bundle was not built.")
    (package,) = (within / "made").glob("*.deb")
    return package


def make(bare: Path, builder: Path) -> None:
    """Two Debians, unless they were made before: one has nothing, the other what builds and what tries."""
    if not (bare / "usr").is_dir():
        unfinished = bare.with_name("unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        bundle.run(["debootstrap", "--variant=minbase", SUITE, unfinished])
        # No service is started in there.
        refuses = unfinished / "usr" / "sbin" / "policy-rc.d"
        refuses.write_text("#!/bin/sh\nexit 101\n")
        refuses.chmod(0o755)
        unfinished.rename(bare)
    if not (builder / BUILD.relative_to("/")).is_dir():
        shutil.rmtree(builder, ignore_errors=True)
        bundle.run(["cp", "--archive", bare, builder])
        apt(builder, "update")
        apt(builder, "install", "ca-certificates", "git", "python3-venv", *bundle.VALIDATORS, *screen.TOOLS)
        certificates = Path("/etc/ssl/certs/ca-certificates.crt")
        if certificates.exists():
            # Where a network has an authority of its own, this machine knows it.
            shutil.copy(certificates, builder / certificates.relative_to("/"))
        (builder / BUILD.relative_to("/")).mkdir()


def apt(place: Path, command: str, *words: str) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    bundle.run(["chroot", place, "apt-get", "--quiet", "--yes", "--no-install-recommends", command, *words], quiet)


def keep_downloads(tried: Path, bare: Path) -> None:
    """What apt downloaded is there for the next run; nothing of it is installed in the bare Debian."""
    for package in (tried / "var/cache/apt/archives").glob("*.deb"):
        shutil.copy(package, bare / package.relative_to(tried))


def files(place: Path) -> set[str]:
    """All files of a Debian but what its package system notes of itself, and people's."""
    names = {str(file.relative_to(place)) for file in place.rglob("*") if file.is_symlink() or not file.is_dir()}
    return {name for name in names if not name.startswith(_NOTED) and not name.endswith(("~", "-"))}


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
def sockets_of(builder: Path, bare: Path) -> Iterator[None]:
    """The screen of one Debian is seen in the other."""
    there = bare / "tmp" / ".X11-unix"
    there.mkdir(exist_ok=True)
    with mounted("--bind", builder / "tmp" / ".X11-unix", there):
        yield


@contextmanager
def mounted(*words: str | Path) -> Iterator[None]:
    bundle.run(["mount", *words])
    with ExitStack() as left:
        left.callback(bundle.run, ["umount", words[-1]])
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
