"""What the starter asks of the system and hands on to what it starts."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from starter import debian, install
from starter.surroundings import cleaned

APT = """#!/bin/sh
echo "$1" >> {notes}
case "$1" in
  update) touch {lists}; exit {update} ;;
  install) test -e {lists} ;;
esac
"""


@pytest.mark.skipif(os.name == "nt", reason="apt is a shell script here")
@pytest.mark.parametrize("update", [0, 100])
def test_apt_gets_its_lists_first_where_it_has_none_even_if_one_source_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: int
) -> None:
    notes = tmp_path / "notes"
    apt = tmp_path / "apt-get"
    apt.write_text(APT.format(notes=notes, lists=tmp_path / "lists", update=update), encoding="utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert debian.install(["libegl1"], tmp_path / "log")
    assert notes.read_text(encoding="utf-8").split() == ["install", "update", "install"]


@pytest.mark.skipif(os.name == "nt", reason="apt is a shell script here")
def test_missing_libraries_are_named_with_the_command_when_apt_may_not_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(install, "missing_libraries", lambda: ["libEGL.so.1"])
    monkeypatch.setattr(debian, "may_install", lambda: False)
    monkeypatch.setattr(debian, "has_apt", lambda: True)
    install.need_libraries(tmp_path / "log")
    assert "sudo apt-get install libegl1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("machine", "glibc", "refused"), [("aarch64", "2.36", True), ("aarch64", "2.41", False), ("x86_64", "2.36", False)]
)
def test_an_arm64_whose_c_library_is_too_old_for_qt_is_told_so(
    machine: str, glibc: str, *, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install.platform, "machine", lambda: machine)
    monkeypatch.setattr(install.platform, "libc_ver", lambda: ("glibc", glibc))
    with pytest.raises(install.SetUpFailed, match=f"needs glibc 2.39, .* has {glibc}") if refused else nullcontext():
        install.need_c_library()


def test_what_bends_python_or_pip_is_not_handed_on() -> None:
    given = {
        "PATH": "/bin",
        "HOME": "",
        "PYTHONPATH": "/other",
        "PYTHONHOME": "/other",
        "PIP_TARGET": "/other",
        "PIP_USER": "1",
        "PIP_NO_BINARY": ":all:",
        "PIP_INDEX_URL": "mirror",
        "PIP_CERT": "cert",
    }
    assert cleaned(given) == {"PATH": "/bin", "PIP_INDEX_URL": "mirror", "PIP_CERT": "cert"}
    assert cleaned({"HOME": "/home/x"}) == {"HOME": "/home/x"}
