"""Installs Karuta in each way that a person can, in Debians that have nothing, and has the demo's photos looked up.

    sudo python3 packaging/installs.py [FOLDER]                    every way; then help's table of them is made anew
    sudo python3 packaging/installs.py [FOLDER] --only arm64       those whose row has this word

A row of WAYS is a way: its lines are typed as they stand, those with `sudo` by root, the others by somebody without
rights. What they took is kept in packaging/installs.json. Debians of arm64 run under emulation, which takes most of an
hour. Needs debootstrap and a network; arm64 needs Debian's qemu-user-static. FOLDER keeps the Debians.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "app")]

import bare_debian  # noqa: E402 - needs the line above
import bundle  # noqa: E402
from bundle_parts import debians  # noqa: E402
from bundle_parts.debians import HOME, PERSON  # noqa: E402

KEPT = Path(__file__).with_name("installs.json")
PAGES = tuple(ROOT / "resources" / "help" / language / "8-installing.md" for language in ("en", "ja"))
TWELVE, THIRTEEN, ARM64 = "Debian 12", "Debian 13", "Debian 13, arm64 (qemu)"
SUITES = {TWELVE: ("bookworm",), THIRTEEN: ("trixie",), ARM64: ("trixie", "--arch=arm64")}
DEMO = "karuta demo"
RULE = "|---|---|---|---|---|---|\n"
"""Below the head of help's table; no other one has six columns."""
_PIP = "python3 -m venv ENV && ENV/bin/pip install FILE.whl"
_UV = "python3 -m venv .uv && .uv/bin/pip install uv"
_UV_TOOL, _PIPX = "uv tool install FILE.whl", "pipx install ./FILE.whl"
_APT = "sudo apt install ./karuta_*.deb"
_CLONE, _START = "git clone --quiet karuta.git karuta", "python3 packaging/start.py demo"
_TEST = "sudo python3 karuta/packaging/start.py test tests/engine tests/store"


@dataclass(frozen=True)
class Way:
    """`typed` installs, `then` looks up; both are timed. `packages` and what is typed `before` are there first."""

    by: str
    on: str
    python: str
    typed: str
    then: str = DEMO
    packages: tuple[str, ...] = ()
    before: str = ""
    folder: str = "."

    @property
    def name(self) -> str:
        return f"{self.by}, {self.on}, {self.python}"


def _of_wheels(on: str, python: str, *packages: str, chosen: str = "") -> Iterator[Way]:
    """`chosen`: the Python's name where it is not the system's own."""
    yield Way("pip", on, python, _PIP.replace("python3", chosen or "python3"), f"ENV/bin/{DEMO}", packages)
    option = f"--python {chosen} " if chosen else ""
    yield Way("uv", on, python, _UV_TOOL.replace("FILE", option + "FILE"), packages=packages, before=_UV)
    yield Way("pipx", on, python, _PIPX.replace("./FILE", option + "./FILE"), packages=("pipx",))


WAYS = (
    Way("`.deb`", TWELVE, "", _APT),
    Way("`.deb`", THIRTEEN, "", _APT),
    *_of_wheels(TWELVE, "3.11", "python3-venv"),
    *_of_wheels(THIRTEEN, "3.12", "python3-venv", chosen="python3.12"),
    *_of_wheels(THIRTEEN, "3.13", "python3-venv"),
    Way("git", THIRTEEN, "3.13", _START, "", ("git", "python3-venv"), _CLONE, "karuta"),
    Way("pip", ARM64, "3.13", _PIP, f"ENV/bin/{DEMO}", ("python3-venv",)),
)
TESTS = Way("tests", ARM64, "3.13", _TEST, "", ("git", "python3-venv"), _CLONE)


@dataclass(frozen=True)
class Took:
    """What a way took, in seconds, and how many cards were right, or tests; kept by `way`."""

    way: str
    installed: int
    looked_up: int
    right: str
    commit: str
    date: str


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser.add_argument("folder", nargs="?", type=Path, default=cache / "karuta-debian")
    parser.add_argument("--only", metavar="WORD", default="", help="only the ways whose row has this word")
    asked = parser.parse_args(arguments)
    ways = [way for way in (*WAYS, TESTS) if asked.only in way.name]
    is_arm64 = any(way.on == ARM64 for way in ways)
    return debians.exit_status("Installing", lambda: walk(asked.folder.absolute(), ways), arm64=is_arm64)


def walk(folder: Path, ways: Sequence[Way]) -> None:
    """Raises `Failed` at the end, where a way did not end in 37 of 37."""
    debians.mounts_of_its_own()
    given, commit = folder / "given", bundle.asked_git("rev-parse", "--short=8", "HEAD")
    make_given(folder, given, with_deb=any(way.by == "`.deb`" for way in ways))
    failed = []
    for way in ways:
        bundle.say(way.name)
        try:
            keep(tried(way, folder, given, commit))
        except bundle.Failed as why:
            bundle.say(str(why))
            failed.append(way.name)
    for page in PAGES:
        page.write_text(with_table(page.read_text(encoding="utf-8"), read()), encoding="utf-8")
    if failed:
        raise bundle.Failed(f"Not as they should: {'; '.join(failed)}.")


def make_given(folder: Path, given: Path, *, with_deb: bool) -> None:
    """What a person has who installs: the wheel, the sources' repository and the .deb, made of this commit."""
    shutil.rmtree(given, ignore_errors=True)
    given.mkdir(parents=True)
    bundle.run(["git", "clone", "--quiet", "--bare", "--depth=1", f"file://{ROOT}", given / "karuta.git"])
    makes = folder / "makes-wheels"
    bundle.run([sys.executable, "-m", "venv", "--clear", makes])
    bundle.run([makes / "bin" / "python", "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", given, ROOT])
    if with_deb:
        bare, builder = folder / "bare", folder / "builder"
        bare_debian.make(bare, builder)
        with debians.entered(builder):
            shutil.copy(bare_debian.build(builder, quick=True), given)


def tried(way: Way, folder: Path, given: Path, commit: str) -> Took:
    """`commit`: what is given was made of it. Raises `Failed`."""
    suite, *options = SUITES[way.on]
    bare, place = folder / ("bare" if way.on == TWELVE else "-".join((suite, *options))), folder / "tried"
    with ExitStack() as inside:
        if way.on == ARM64:
            inside.enter_context(debians.emulated())
        debians.make(bare, suite, *options)
        prepare(way, bare, place, given)
        inside.enter_context(debians.entered(place))
        inside.enter_context(debians.mounted("-t", "tmpfs", "tmpfs", place / "dev" / "shm"))
        paths = [HOME / ".local/bin", HOME / ".uv/bin", *inside.enter_context(other_python(way, place))]
        if way.before:
            typed(way.before, place, paths)
        began = time.monotonic()
        said = typed(way.typed, place, paths, folder=way.folder)
        installed = time.monotonic()
        said = typed(way.then, place, paths) if way.then else said
        ended = time.monotonic()
    debians.keep_downloads(place, bare)
    shutil.rmtree(place)
    right = re.search(r"^(\d+) of (\d+) right|\b(\d+) passed", said, re.MULTILINE)
    if right is None or right[1] != right[2]:
        raise bundle.Failed(said)
    bundle.say(f"  {installed - began:.0f} s, {ended - installed:.0f} s, {right[0]}")
    count = f"{right[1]} of {right[2]}" if right[1] else right[0]
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return Took(way.name, round(installed - began), round(ended - installed), count, commit, today)


def prepare(way: Way, bare: Path, place: Path, given: Path) -> None:
    """A copy of a bare Debian with somebody who has what is given, and with the way's packages."""
    shutil.rmtree(place, ignore_errors=True)
    bundle.run(["cp", "--archive", "--reflink=auto", bare, place])
    (place / "etc/apt/apt.conf.d/99asks-nothing").write_text(_ASKS_NOTHING)
    bundle.run(["chroot", place, "useradd", "--create-home", PERSON])
    shutil.copytree(given, place / HOME.relative_to("/"), dirs_exist_ok=True)
    bundle.run(["chroot", place, "chown", "--recursive", f"{PERSON}:", HOME])
    if way.packages:
        debians.furnish(place, *way.packages)
    else:
        debians.apt(place, "update")


_ASKS_NOTHING = 'APT::Get::Assume-Yes "true";\nAPT::Install-Recommends "false";\nDpkg::Use-Pty "false";\n'


@contextmanager
def other_python(way: Way, place: Path) -> Iterator[list[Path]]:
    """Where its programs are; from this machine, where a Debian has no such Python. Raises `Failed`."""
    if way.python != "3.12":
        yield []
        return
    asked = ["python3.12", "-c", "import sys; print(sys.base_prefix)"]
    try:
        prefix = Path(bundle.run(asked).strip())
    except (OSError, bundle.Failed) as error:
        raise bundle.Failed("This machine has no Python 3.12.") from error
    there = place / prefix.relative_to("/")
    there.mkdir(parents=True, exist_ok=True)
    (place / "root").chmod(0o755)
    with debians.mounted("--bind", prefix, there):
        yield [prefix / "bin"]


def typed(line: str, place: Path, paths: Sequence[Path], *, folder: str = ".") -> str:
    """What a line prints that is typed in a folder of home. Raises `Failed`."""
    is_root = line.startswith("sudo ")
    variables = {name: os.environ[name] for name in ("QEMU_CPU",) if name in os.environ}
    variables |= {"LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "HOME": "/root" if is_root else str(HOME)}
    # Where a network has an authority of its own.
    variables |= dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE"), str(debians.CERTIFICATES))
    variables["PATH"] = ":".join((*map(str, paths), "/usr/local/bin:/usr/bin:/bin" + ":/usr/sbin:/sbin" * is_root))
    (wheel,) = (place / HOME.relative_to("/")).glob("*.whl")
    words = ["sh", "-c", f"cd {HOME}/{folder} && {line.removeprefix('sudo ')}".replace("FILE.whl", wheel.name)]
    command = [shutil.which("chroot") or "chroot", str(place), *words] if is_root else debians.as_person(place, words)
    process = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if process.returncode:
        raise bundle.Failed(
            f"{line} ended with {process.returncode}:\n{process.stdout[-4000:]}{process.stderr[-4000:]}"
        )
    return process.stdout


def read() -> dict[str, Took]:
    kept = [Took(**row) for row in json.loads(KEPT.read_text(encoding="utf-8"))] if KEPT.is_file() else []
    return {took.way: took for took in kept}


def keep(took: Took) -> None:
    kept = read() | {took.way: took}
    rows = [asdict(kept[way.name]) for way in (*WAYS, TESTS) if way.name in kept]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    KEPT.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def with_table(page: str, kept: dict[str, Took]) -> str:
    """A page of help with the rows of all ways that were tried, below the head that the page has in its language."""
    rows = "".join(
        f"| {way.by} | {way.on} | {way.python} | `{way.typed}` | {took.installed + took.looked_up} s | {took.right} |\n"
        for way in WAYS
        if (took := kept.get(way.name)) is not None
    )
    return re.sub(rf"(?<=\n{re.escape(RULE)})(\|.*\n)*", lambda _: rows, page)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
