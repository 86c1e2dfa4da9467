"""A library of the system that Qt lacks is named with its package before Qt ends the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from karuta import bootstrap
from karuta.system_libraries import (
    lacks_japanese_font,
    missing_for_window,
    missing_libraries,
    packages_of,
)


def but(*missing: str) -> object:
    return lambda soname: soname not in missing


def test_only_the_packages_of_missing_libraries_are_named() -> None:
    missing = missing_libraries(but("libEGL.so.1", "libxcb-cursor.so.0"))
    assert missing == ["libEGL.so.1", "libxcb-cursor.so.0"]
    assert packages_of(missing) == ["libegl1", "libxcb-cursor0"]
    assert missing_libraries(but()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have all that Qt needs")
@pytest.mark.parametrize(
    ("shown", "missing", "named"),
    [
        ({"DISPLAY": ":0"}, ("libxcb-cursor.so.0", "libwayland-egl.so.1", "libbrotlidec.so.1"), ["libxcb-cursor.so.0"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, ("libxcb-cursor.so.0",), []),
        ({"QT_QPA_PLATFORM": "offscreen"}, ("libxcb-cursor.so.0",), []),
        ({"QT_QPA_PLATFORM": "offscreen"}, ("libGL.so.1",), ["libGL.so.1"]),
        ({}, ("libGL.so.1", "libxcb-cursor.so.0"), ["libGL.so.1", "libxcb-cursor.so.0"]),
    ],
)
def test_a_window_lacks_only_what_its_display_needs(
    shown: dict[str, str], missing: tuple[str, ...], named: list[str]
) -> None:
    assert missing_for_window(but(*missing), shown) == named


@pytest.mark.parametrize("command", [("gui",), ("demo",), ()])
def test_the_window_says_so_in_a_sentence_and_does_not_open(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "missing_for_window", lambda: ["libGL.so.1"])
    monkeypatch.setattr("karuta.cli.demo.has_display", lambda: True)
    monkeypatch.setattr("karuta.cli.gui.can_open", lambda: True)
    assert bootstrap.run(["--library", str(tmp_path), *command]) == 1
    said = capsys.readouterr().err
    assert "libGL.so.1" in said and "libgl1" in said and len(said.splitlines()) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have Japanese fonts")
def test_a_system_without_a_japanese_font_is_told(tmp_path: Path) -> None:
    """Fontconfig reads its settings once a process."""
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>", encoding="utf-8")
    ask = "from karuta.system_libraries import lacks_japanese_font; print(lacks_japanese_font())"
    answers = [
        subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True).stdout.strip()
        for env in (os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}, dict(os.environ))
    ]
    assert answers == ["True", str(lacks_japanese_font())]
