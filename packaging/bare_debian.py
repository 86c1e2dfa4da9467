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
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "app")]

import bundle  # noqa: E402 - needs the line above
from bundle_parts import debians, screen  # noqa: E402
from bundle_parts.debians import (  # noqa: E402
    HOME,
    PERSON,
    apt,
    as_person,
    entered,
    furnish,
    keep_downloads,
    mounted,
    mounts_of_its_own,
)

SUITE = "bookworm"
BUILD = Path("/build")
"""In the builder: clone, environment and what is made."""
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
_ENTRY = Path("usr/share/applications/karuta.desktop")
# What apt and dpkg note of themselves, and caches that their triggers make.
_NOTED = ("var/lib/dpkg", "var/lib/apt", "var/cache", "var/log", "proc", "tmp", "run", "etc/ld.so.cache", "home")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser.add_argument("folder", nargs="?", type=Path, default=cache / "karuta-debian")
    parser.add_argument("--quick", action="store_true", help="pack the .deb fast and large, make no .tar.xz")
    asked = parser.parse_args(arguments)
    return debians.exit_status("The bare Debian", lambda: walk(asked.folder.absolute(), quick=asked.quick))


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
        make(bare, builder)
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
        return as_person(self.within, words)

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
    debians.make(bare, SUITE)
    if not (builder / BUILD.relative_to("/")).is_dir():
        shutil.rmtree(builder, ignore_errors=True)
        bundle.run(["cp", "--archive", bare, builder])
        furnish(builder, "git", "python3-venv", *bundle.VALIDATORS, *screen.TOOLS)
        (builder / BUILD.relative_to("/")).mkdir()


def files(place: Path) -> set[str]:
    """All files of a Debian but what its package system notes of itself, and people's."""
    names = {str(file.relative_to(place)) for file in place.rglob("*") if file.is_symlink() or not file.is_dir()}
    return {name for name in names if not name.startswith(_NOTED) and not name.endswith(("~", "-"))}


@contextmanager
def sockets_of(builder: Path, bare: Path) -> Iterator[None]:
    """The screen of one Debian is seen in the other."""
    there = bare / "tmp" / ".X11-unix"
    there.mkdir(exist_ok=True)
    with mounted("--bind", builder / "tmp" / ".X11-unix", there):
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
