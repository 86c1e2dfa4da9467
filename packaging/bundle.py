"""Makes what people install who have no Python: a folder with the program, a .tar.xz and a .deb of it.

    python packaging/bundle.py [FOLDER]                 makes them in FOLDER (build/bundle)
    python packaging/bundle.py --quick [FOLDER]         only the .deb, packed fast and large; tests nothing
    python packaging/bundle.py --check PROGRAM          tests a program that was made or installed
    python packaging/bundle.py --manifests [FOLDER]     winget's and Flatpak's for the installer and the .deb in FOLDER

A bundle runs where the C library is as new as the build machine's: build on Debian 12 for most of Linux. Writes into
FOLDER alone, and downloads only what packaging/requirements/bundle.txt locks.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence, Set
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "app")]

from bundle_parts.addresses import Addresses, addresses  # noqa: E402 - needs the line above
from bundle_parts.of_the_system import debian_packages  # noqa: E402
from bundle_parts.slim import shrink, take_out  # noqa: E402
from bundle_parts.stores import manifests  # noqa: E402
from starter import debian  # noqa: E402
from starter.install import PIP_INSTALL, SetUpFailed, need_libraries, need_venv  # noqa: E402

PARTS = ROOT / "packaging" / "bundle_parts"
_PIP = [*PIP_INSTALL, "--quiet"]
MB = 1_000_000
UNPACKED_AT_MOST, DOWNLOAD_AT_MOST = 260 * MB, 105 * MB
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
ICON_SIZES = (48, 64, 128, 256)
# What a system looks for in its own folders, by its place below `share`; `pyproject.toml` says the same of the wheel.
SHARED = {
    "karuta.1": "man/man1/karuta.1",
    "bash/karuta": "bash-completion/completions/karuta",
    "zsh/_karuta": "zsh/vendor-completions/_karuta",
    "fish/karuta.fish": "fish/vendor_completions.d/karuta.fish",
}
_BUILDS_WITH = ("binutils", "gcc", "icu-devtools", "libc6-dev", "xz-utils")
VALIDATORS = ("appstream", "desktop-file-utils")
QUICKLY = "-T0 -0"
"""For xz, as what `small` gives."""


class Failed(Exception):  # noqa: N818 - reads as what happened
    """One sentence for a person."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "bundle")
    parser.add_argument("--quick", action="store_true", help="only the .deb, packed fast and large, without the test")
    parser.add_argument("--check", metavar="PROGRAM", type=Path, help="only test this program")
    parser.add_argument(
        "--manifests", action="store_true", help="only winget's and Flatpak's, of what is in the folder"
    )
    asked = parser.parse_args(arguments)
    try:
        if asked.manifests:
            put_manifests(asked.folder.absolute())
        elif asked.check:
            check(asked.check.absolute())
        else:
            make(asked.folder.absolute(), quick=asked.quick)
    except (Failed, SetUpFailed) as failed:
        sys.stderr.write(f"{failed}\n")
        return 1
    return 0


def make(folder: Path, *, quick: bool) -> None:
    began = time.monotonic()
    python = environment(folder / "env")
    icons = folder / "icons"
    icons.mkdir(exist_ok=True)
    drawn = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    run([python, PARTS / "icons.py", ROOT / "resources" / "icon" / "karuta.svg", icons], drawn)
    run([python, PARTS / "imports.py"], drawn)
    say("Collecting the program ...")
    os.environ |= {"SOURCE_DATE_EPOCH": str(made_at()), "PYTHONHASHSEED": "1"}
    dist = folder / "dist"
    pyinstaller = ["-m", "PyInstaller", "--noconfirm", "--log-level=WARN", "--distpath", str(dist), "--workpath"]
    run([python, *pyinstaller, folder / "work", PARTS / "karuta.spec"])
    bundle = dist / "karuta"
    if quick:
        package = deb(bundle, icons, folder, packing=QUICKLY)
        say(f"{package}, made in {time.monotonic() - began:.0f} s")
        examine(package)
        return
    check(bundle / f"karuta{'.exe' if os.name == 'nt' else ''}", keep=folder / "window.png")
    for sentence in addresses().left_out():
        say(sentence)
    made = [bundle]
    if sys.platform == "linux":
        made += [tar(bundle, folder), deb(bundle, icons, folder, packing=small())]
        examine(made[-1])
        put_manifests(folder)
    too_large = False
    for path in made:
        size = size_of(path)
        most = UNPACKED_AT_MOST if path.is_dir() else DOWNLOAD_AT_MOST
        too_large |= size > most
        say(f"{path}: {size / MB:.1f} MB (at most {most / MB:.0f})")
    say(f"Made in {time.monotonic() - began:.0f} s")
    if too_large:
        largest = sorted(bundle.rglob("*"), key=lambda file: -file.lstat().st_size)[:12]
        lines = "".join(f"\n  {file.lstat().st_size / MB:.1f} MB {file.relative_to(bundle)}" for file in largest)
        raise Failed(f"The bundle is larger than it may be; its largest files:{lines}")


def environment(folder: Path) -> Path:
    """An environment with the locked packages and Karuta, less what the bundle does not use; its Python.

    Made anew where the locks or what is taken out changed.
    """
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    requirements = ROOT / "packaging" / "requirements" / "bundle.txt"
    made_of = hashlib.sha256(f"{sys.version}, a bootloader of its own".encode())
    for file in (requirements, PARTS / "slim.py"):
        made_of.update(file.read_bytes())
    stamp = folder / "made-of.txt"
    is_new = not stamp.is_file() or stamp.read_text(encoding="ascii") != made_of.hexdigest()
    if is_new:
        system(folder.with_name("system.log"))
        say(f"Installing the locked packages in {folder} ...")
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, "-m", "venv", folder])
        run([python, *_PIP, "--require-hashes", "--only-binary=:all:", "--requirement", requirements])
        compile_bootloader(python, requirements)
    run([python, *_PIP, "--no-index", "--no-deps", "--no-build-isolation", "--force-reinstall", ROOT])
    packages = Path(run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip())
    take_out(packages)
    if is_new:
        shrink(packages)
        stamp.write_text(made_of.hexdigest(), encoding="ascii")
    return python


def compile_bootloader(python: Path, lock: Path) -> None:
    """Puts a bootloader that was compiled here in the place of the one in PyInstaller's wheel, if it can.

    Virus scanners know that one, which is in other people's programs too; and a Debian's compiler hardens more.
    """
    if not any(map(shutil.which, ("cc", "gcc", "clang", "cl"))):
        say("PyInstaller's bootloader is its wheel's: there is no compiler.")
        return
    pin = re.search(r"^pyinstaller==(?:.*\\\n)*.*\n", lock.read_text(encoding="utf-8"), re.MULTILINE)
    assert pin is not None
    alone = python.parent.parent / "pyinstaller.txt"
    alone.write_text(pin[0], encoding="utf-8")
    anew = ["--force-reinstall", "--no-deps", "--no-build-isolation", "--no-binary=pyinstaller", "--no-cache-dir"]
    how = {"PYINSTALLER_COMPILE_BOOTLOADER": "1", "SOURCE_DATE_EPOCH": str(made_at())}
    # Without zlib's headers, and with nothing more for the .deb to depend on.
    how |= {"PYINSTALLER_BOOTLOADER_WAF_ARGS": "--static-zlib"} if sys.platform == "linux" else {}
    try:
        run([python, *_PIP, *anew, "--require-hashes", "--requirement", alone], os.environ | how)
    except Failed as failed:
        # pip takes back what it began.
        say(f"PyInstaller's bootloader is its wheel's: {failed}")


def system(log: Path) -> None:
    """The system's packages that the build needs: installed as root on Debian, as the starter does."""
    log.parent.mkdir(parents=True, exist_ok=True)
    need_venv(log)
    need_libraries(log)
    if debian.is_python_of_the_system() and debian.may_install():
        python = f"lib{debian.venv_package().removesuffix('-venv')}"
        debian.install([*_BUILDS_WITH, *VALIDATORS, python], log)


def check(program: Path, *, within: Path = Path("/"), keep: Path | None = None) -> None:
    """Look the demo's photos up, ask `doctor`, train ten steps, open the window offscreen with a photo.

    `program`: the bundle's, or a link to it. `within`: another system's root, entered by chroot, where it is installed.
    `keep`: where the window's picture stays.
    """
    entered = [] if within == Path("/") else ["chroot", str(within)]
    with tempfile.TemporaryDirectory(prefix="karuta-check-", dir=within / "tmp" if entered else None) as made:
        home = Path(made)
        as_seen = Path("/", home.relative_to(within)) if entered else home
        apart = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(as_seen))
        alone = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        alone |= apart | {"KARUTA_LIBRARY": f"{as_seen}/library", "QT_QPA_PLATFORM": "offscreen"}

        def answer(*arguments: str) -> str:
            before = time.monotonic()
            output = run([*entered, program, *arguments], alone)
            say(f"  {time.monotonic() - before:5.1f} s  karuta {' '.join(arguments)}")
            return output

        say(f"Testing {program} ...")
        answer("--version")
        answer("doctor")
        right = re.search(r"^(\d+) of (\d+) right", demo_output := answer("demo"), re.MULTILINE)
        if right is None or right[1] != right[2]:
            raise Failed(f"The program does not know the demo's cards:\n{demo_output}")
        say(f"           {right[0]}")
        library = re.search(r"^The demo library was created at (.+)$", demo_output, re.MULTILINE)
        assert library is not None
        photo = home / "photo.jpg"
        shutil.copy(sorted((ROOT / "resources" / "demo" / "photos").glob("*.jpg"))[0], photo)
        demo, seen, picture = ("--library", library[1]), str(as_seen / photo.name), home / "window.png"
        answer("doctor", *demo)
        answer("lookup", seen, *demo)
        answer("train", "--without-labels", "--steps", "10", "--simulated", "4", *demo)
        answer("gui", seen, "--screenshot", str(as_seen / picture.name), *demo)
        if not picture.is_file() or not picture.stat().st_size:
            raise Failed("The window did not open.")
        if keep is not None:
            shutil.copy(picture, keep)


def tar(bundle: Path, folder: Path) -> Path:
    say("Packing ...")
    packed = folder / f"karuta-{version()}-linux-{platform.machine()}.tar.xz"
    options = ["--xz", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", f"--mtime=@{made_at()}"]
    packing = os.environ | {"XZ_OPT": small()}
    run(["tar", "--create", *options, "--file", packed, "--directory", bundle.parent, bundle.name], packing)
    return packed


def deb(bundle: Path, icons: Path, folder: Path, *, packing: str) -> Path:
    """`packing`: options of xz."""
    architecture = ARCHITECTURES[platform.machine()]
    tree, packed = folder / "deb", folder / f"karuta_{debian_version()}_{architecture}.deb"
    shutil.rmtree(tree, ignore_errors=True)
    for older in folder.glob("karuta_*.deb"):
        older.unlink()
    shutil.copytree(bundle, tree / "usr" / "lib" / "karuta", symlinks=True)
    share = tree / "usr" / "share"
    of_debian, doc = PARTS / "debian", share / "doc" / "karuta"
    for place in (tree / "usr" / "bin", share / "applications", share / "metainfo", doc):
        place.mkdir(parents=True)
    (tree / "usr" / "bin" / "karuta").symlink_to("../lib/karuta/karuta")
    shutil.copy(PARTS / "karuta.desktop", share / "applications")
    shutil.copy(of_debian / "copyright", doc)
    put(of_debian / "lintian-overrides", share / "lintian" / "overrides" / "karuta")
    for file, shared in SHARED.items():
        put(ROOT / "packaging" / "shared" / file, share / shared)
    packed_page = gzip.compress((share / "man" / "man1" / "karuta.1").read_bytes(), mtime=0)
    (share / "man" / "man1" / "karuta.1.gz").write_bytes(packed_page)
    (share / "man" / "man1" / "karuta.1").unlink()
    hicolor = share / "icons" / "hicolor"
    put(ROOT / "resources" / "icon" / "karuta.svg", hicolor / "scalable" / "apps" / "karuta.svg")
    for size in ICON_SIZES:
        put(icons / f"karuta-{size}.png", hicolor / f"{size}x{size}" / "apps" / "karuta.png")
    its_addresses = addresses()
    (doc / "changelog.gz").write_bytes(gzip.compress(changelog(its_addresses.mail).encode(), mtime=0))
    metainfo = its_addresses.metainfo((PARTS / "karuta.metainfo.xml").read_text(encoding="utf-8"))
    for word, value in (("@VERSION@", version()), ("@DATE@", date())):
        metainfo = metainfo.replace(word, value)
    (share / "metainfo" / "karuta.metainfo.xml").write_text(metainfo, encoding="utf-8")
    validate(["desktop-file-validate"], share / "applications" / "karuta.desktop")
    metainfo_file = share / "metainfo" / "karuta.metainfo.xml"
    validate(["appstreamcli", "validate", "--no-net"], metainfo_file, passed_over=its_addresses.waiting())
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control(bundle, architecture, its_addresses), encoding="utf-8")
    program, moment = tree / "usr" / "lib" / "karuta" / "karuta", made_at()
    for place in [tree, *tree.rglob("*")]:
        if not place.is_symlink():
            place.chmod(0o755 if place.is_dir() or place == program else 0o644)
        os.utime(place, (moment, moment), follow_symlinks=False)
    run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, packed])
    # dpkg reads xz's filters and has no option for them.
    with tempfile.TemporaryDirectory() as parts:
        run(["ar", "x", packed, "--output", parts])
        run(["xz", *packing.split(), f"{parts}/data.tar"])
        run(["xz", f"{parts}/control.tar"])
        packed.unlink()
        run(["ar", "rcD", packed, *(f"{parts}/{name}" for name in ("debian-binary", "control.tar.xz", "data.tar.xz"))])
    return packed


def put_manifests(folder: Path) -> None:
    for place, text in manifests(folder, addresses(), version=version(), date=date()):
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
        say(str(place))


def examine(package: Path) -> None:
    """Raises `Failed` for an error that lintian sees in a .deb."""
    command = ["lintian", "--allow-root", "--fail-on=error", "--display-level=>=error"]
    validate(command, package, passed_over=addresses().waiting())


def small() -> str:
    """Options with which xz packs most; programs pack better after its filter for their processor.

    The number of threads is in what is packed: so it is not the machine's.
    """
    return "-T2 --x86 --lzma2=preset=9" if platform.machine() == "x86_64" else "-T2 -9"


def control(bundle: Path, architecture: str, known: Addresses) -> str:
    return (
        f"Package: karuta\nVersion: {debian_version()}\nArchitecture: {architecture}\n"
        f"Maintainer: {maintainer(known.mail)}\n"
        + (f"Homepage: {known.project}\n" if known.project else "")
        + f"Section: graphics\nPriority: optional\nInstalled-Size: {size_of(bundle) // 1024}\n"
        f"Depends: {', '.join([f'libc6 (>= {platform.libc_ver()[1]})', *debian_packages()])}\n"
        "Recommends: fonts-noto-cjk | fonts-vlgothic | fonts-ipafont-gothic\n"
        "Description: knows a trading card when it sees one\n"
        " Drop a photo on the window: the likeliest cards of your catalogue appear, and\n"
        " one key says which one it is. Runs offline.\n"
    )


def maintainer(mail: str) -> str:
    return f"The Karuta developers <{mail}>" if mail else "The Karuta developers"


def changelog(mail: str) -> str:
    """The newest entry, as Debian has it."""
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(made_at()))
    return (
        f"karuta ({debian_version()}) unstable; urgency=low\n\n"
        f"  * What is new stands in CHANGELOG.md of the sources.\n\n -- {maintainer(mail)}  {date}\n"
    )


def made_at() -> int:
    """Seconds of the Unix clock that stand in everything packed: the commit's, unless SOURCE_DATE_EPOCH says another.

    So what is built twice from one commit is the same to the byte.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    return int(asked_git("log", "-1", "--format=%ct") or time.time())


def date() -> str:
    """Of what is packed, as in 2026-12-31."""
    return time.strftime("%Y-%m-%d", time.gmtime(made_at()))


def debian_version() -> str:
    """The release's own at its tag; before it a number that each commit makes larger."""
    tags = asked_git("tag", "--points-at", "HEAD").split()
    commits = asked_git("rev-list", "--count", "HEAD")
    return version() if f"v{version()}" in tags or not commits else f"{version()}~r{commits}"


def asked_git(*words: str) -> str:
    """Nothing where there is no git or no checkout."""
    try:
        return run(["git", "-c", f"safe.directory={ROOT}", *words]).strip()
    except (Failed, OSError):
        return ""


def validate(command: Sequence[str], file: Path, passed_over: Set[str] = frozenset()) -> None:
    """Raises `Failed`, unless all that it complains of is passed over: releases of AppStream know different tags."""
    if shutil.which(command[0]) is None:
        say(f"{file.name} is not validated: {command[0]} is not installed.")
        return
    try:
        run([*command, file])
    except Failed as failed:
        complaints = set(re.findall(r"^[EW]: \S+ (\S+)", str(failed), re.MULTILINE))
        if not complaints or not complaints <= passed_over:
            raise


def version() -> str:
    source = (ROOT / "app" / "karuta" / "__init__.py").read_text(encoding="utf-8")
    number = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    assert number is not None
    return number[1]


def size_of(path: Path) -> int:
    """Bytes; of a folder those of its files, links as what they are."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_symlink() or file.is_file()]
    return sum(file.lstat().st_size for file in files)


def put(file: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, place)


def run(command: Sequence[str | Path], environment: Mapping[str, str] = os.environ) -> str:
    """What it prints. Raises `Failed`. A Python in it finds what is installed where it is, and no checkout."""
    words = [str(word) for word in command]
    apart = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
    process = subprocess.run(words, env=apart, capture_output=True, text=True, check=False, cwd=ROOT)
    if process.returncode != 0:
        raise Failed(
            f"{' '.join(words)} ended with {process.returncode}:\n{process.stdout[-4000:]}{process.stderr[-4000:]}"
        )
    return process.stdout


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
