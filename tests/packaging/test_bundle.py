"""Parts of the bundle, as far as they can be told without building it, which `packaging/bare_debian.py` does."""

from __future__ import annotations

import configparser
import mimetypes
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import bare_debian
import bundle
import installs
from bundle_parts import licences, of_the_system, slim
from bundle_parts.addresses import Addresses
from karuta import __version__
from karuta.domain.photo import PHOTO_SUFFIXES
from karuta.system_libraries import QT_LIBRARIES


def test_every_package_inside_brings_its_licence_or_is_known_not_to() -> None:
    texts = list(licences.of_packages(licences.required()))
    assert {"numpy", "onnxruntime", "pillow"} <= {place.partition("/")[0] for place, _ in texts}
    # Two of pypdfium2 say in a line which shared text is theirs; that one is inside too.
    assert all(source.stat().st_size > 100 or source.read_text().startswith("#include ") for _, source in texts)
    assert "General Public" in (licences.TEXTS / "LGPL-3.0.txt").read_text(encoding="utf-8")


def test_a_deb_depends_on_what_the_bundle_leaves_to_the_system() -> None:
    packages = of_the_system.debian_packages()
    assert {"libgl1", "libxkbcommon0", "libstdc++6"} <= set(packages)
    assert "libxcb-cursor0" not in packages
    assert set(QT_LIBRARIES) > of_the_system.BROUGHT


def test_the_control_file_says_version_and_what_it_depends_on(tmp_path: Path) -> None:
    control = bundle.control(tmp_path, "amd64", Addresses())
    said = dict(line.split(": ", 1) for line in control.splitlines() if line[0] != " ")
    assert re.fullmatch(rf"{re.escape(__version__)}(~r\d+)?", said["Version"])
    assert said["Maintainer"] == "The Karuta developers"
    assert re.match(r"libc6 \(>= [\d.]+\), lib", said["Depends"])


def test_each_commit_has_a_version_of_its_own_until_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    git = {"tag": "", "rev-list": "1739"}
    monkeypatch.setattr(bundle, "asked_git", lambda word, *more: git[word])
    assert bundle.debian_version() == f"{__version__}~r1739"
    git["tag"] = f"kept\nv{__version__}"
    assert bundle.debian_version() == __version__
    git |= {"tag": "", "rev-list": ""}
    assert bundle.debian_version() == __version__


@pytest.mark.skipif(not all(map(shutil.which, ("dpkg-deb", "ar", "xz"))), reason="needs dpkg-deb, ar and xz")
def test_dpkg_reads_the_deb_that_xz_packed_apart_and_it_is_the_same_an_hour_later(tmp_path: Path) -> None:
    package, again = (_small_deb(tmp_path / name, age=age) for name, age in (("first", 3600), ("again", 0)))
    assert package.read_bytes() == again.read_bytes()
    assert {*tmp_path.glob("*/*.deb")} == {package, again}, "the one before stays beside it"
    listed = subprocess.run(["dpkg-deb", "-c", str(package)], capture_output=True, text=True, check=True).stdout
    assert "./usr/bin/karuta -> ../lib/karuta/karuta" in listed
    assert re.search("^-rwxr-xr-x .* ./usr/lib/karuta/karuta$", listed, re.MULTILINE)
    assert re.search("^-rw-r--r-- .* ./usr/lib/karuta/lib.so$", listed, re.MULTILINE)
    assert "./usr/share/icons/hicolor/48x48/apps/karuta.png" in listed
    version = subprocess.run(["dpkg-deb", "-f", str(package), "Version"], capture_output=True, text=True, check=True)
    assert version.stdout.strip() == bundle.debian_version()


def _small_deb(place: Path, *, age: int) -> Path:
    """Of files written `age` seconds ago; a library may be executed, as Qt's wheel has them."""
    made, icons = place / "dist" / "karuta", place / "icons"
    place.mkdir()
    (place / "karuta_0.2.0~r1_amd64.deb").touch()
    for file in (made / "karuta", made / "lib.so", *(icons / f"karuta-{size}.png" for size in bundle.ICON_SIZES)):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"a program" * 1000)
        file.chmod(0o755)
        os.utime(file, (time.time() - age,) * 2)
    return bundle.deb(made, icons, place, packing=bundle.small())


def test_what_builds_finds_the_installed_program_and_no_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "app")
    code = "import os; print(os.environ.get('PYTHONPATH', 'none'))"
    assert bundle.run([sys.executable, "-c", code]).strip() == "none"


def test_what_is_taken_out_leaves_the_window_its_plugins(tmp_path: Path) -> None:
    plugins = tmp_path / "PySide6" / "Qt" / "plugins"
    kept = ["platforms/libqxcb.so", "platforms/libqwayland.so", "platforms/libqoffscreen.so", "imageformats/libqsvg.so"]
    kept += ["iconengines/libqsvgicon.so", "imageformats/libqjpeg.so", "wayland-shell-integration/libxdg-shell.so"]
    gone = ["platformthemes/libqgtk3.so", "platforms/libqvnc.so", "sqldrivers/libqsqlpsql.so"]
    for name in (*kept, *gone):
        (plugins / name).parent.mkdir(parents=True, exist_ok=True)
        (plugins / name).touch()
    translations = tmp_path / "PySide6" / "Qt" / "translations"
    translations.mkdir()
    for name in ("qtbase_ja.qm", "qtbase_de.qm", "qt_help_ja.qm", "qtbase_ja.qm"):
        (translations / name).touch()
    slim.take_out(tmp_path)
    left = {path.relative_to(plugins).as_posix() for path in plugins.rglob("*.so")}
    assert left == set(kept)
    assert {path.name for path in translations.iterdir()} >= {"qtbase_ja.qm"}
    assert not (translations / "qtbase_de.qm").exists()


def test_the_menu_entry_opens_what_the_window_takes() -> None:
    file = bundle.PARTS / "karuta.desktop"
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(file, encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Exec"] == "karuta gui %F"
    types = entry["MimeType"].rstrip(";").split(";")
    mimetypes.add_type("image/heif", ".heif")
    for kind in types:
        assert set(mimetypes.guess_all_extensions(kind)) & PHOTO_SUFFIXES, kind
    if shutil.which("desktop-file-validate"):
        subprocess.run(["desktop-file-validate", str(file)], check=True)


def test_helps_tables_have_each_way_that_was_tried_with_what_it_took(root: Path) -> None:
    kept = installs.read()
    assert kept and set(kept) <= {way.name for way in (*installs.WAYS, installs.TESTS)}
    for page in (path.read_text(encoding="utf-8") for path in installs.PAGES):
        assert installs.with_table(page, kept) == page, "packaging/installs.py makes it"
        assert page.count("| 37 of 37 |\n") == len(kept.keys() - {installs.TESTS.name})
    way = installs.WAYS[0]
    took = installs.Took(way.name, 20, 12, "36 of 37", "", "")
    head, end = "# Page\n\n| a | b |\n", "\nEnd\n"
    shown = installs.with_table(f"{head}{installs.RULE}| old |\n| older |\n{end}", {way.name: took})
    assert shown == f"{head}{installs.RULE}| `.deb` | Debian 12 |  | `{way.typed}` | 32 s | 36 of 37 |\n{end}"


@pytest.mark.parametrize(("compiler", "compiled"), [("gcc", 1), ("", 0)])
def test_the_bootloader_is_compiled_from_the_locked_source_where_a_compiler_is(
    compiler: str, compiled: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(bundle.shutil, "which", lambda name: name if name == compiler else None)
    monkeypatch.setattr(bundle, "run", lambda command, *_: ran.append([*map(str, command)]) or "")
    (tmp_path / "bin").mkdir()
    bundle.compile_bootloader(tmp_path / "bin" / "python", bundle.ROOT / "packaging/requirements/bundle.txt")
    assert len([command for command in ran if "--require-hashes" in command]) == compiled
    for command in ran[-compiled:] if compiled else ():
        locked = Path(command[-1]).read_text(encoding="utf-8")
        assert re.fullmatch(r"pyinstaller==[\d.]+ \\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n)+", locked)
        assert {"--no-binary=pyinstaller", "--no-build-isolation"} <= set(command)


def test_the_menus_command_is_taken_from_the_entry_whose_program_and_icons_are_there(tmp_path: Path) -> None:
    put = {f"{size}x{size}/apps/karuta.png" for size in bundle.ICON_SIZES} | {"scalable/apps/karuta.svg"}
    for file in (*(tmp_path / "usr/share/icons/hicolor" / name for name in put), tmp_path / "usr/bin/of-another"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / "usr/share/applications").mkdir()
    shutil.copy(bundle.PARTS / "karuta.desktop", tmp_path / "usr/share/applications")
    with pytest.raises(bundle.Failed, match="names a program or an icon that is not there"):
        bare_debian.menu_entry(tmp_path)
    (tmp_path / "usr/bin/karuta").symlink_to("../lib/karuta/karuta")
    assert bare_debian.menu_entry(tmp_path) == ["karuta", "gui"]
