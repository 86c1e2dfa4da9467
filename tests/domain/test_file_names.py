"""Names of files and folders that Windows, macOS and Linux take, each given once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.file_names import NamesTaken, leads_away, safe_name
from karuta.files import write_whole


@given(st.text(max_size=200))
def test_a_name_is_one_that_windows_takes(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= 81
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name == name.strip() and not name.endswith(".")
    assert len(name.encode("utf-8")) <= 201


@pytest.mark.parametrize("letter", ["a", "é", "龍", "\N{MATHEMATICAL BOLD CAPITAL A}"])
def test_a_name_of_letters_with_many_bytes_is_one_that_a_disk_takes(letter: str, tmp_path: Path) -> None:
    name = safe_name(letter * 300)
    write_whole(tmp_path / f"{name} (2).webp", lambda beside: beside.write_bytes(b""))
    assert 50 <= len(name) <= 80


@pytest.mark.parametrize("device", ["CON", "nul.txt", "com1", "Aux . b"])
def test_a_device_is_no_name(device: str) -> None:
    assert safe_name(device).startswith("_")


def test_a_card_keeps_its_name() -> None:
    assert safe_name("白龍: Blue/White  Dragon") == "白龍_ Blue_White Dragon"


@given(st.lists(st.sampled_from(["a", "A", "a (2)", "b", "ﬁ", "fi"]), max_size=12))
def test_each_name_is_given_once_also_where_case_does_not_count(names: list[str]) -> None:
    taken = NamesTaken("B")
    given_names = [taken.free(name).casefold() for name in names]
    assert len({*given_names, "b"}) == len(names) + 1


@pytest.mark.parametrize(
    "path",
    [
        *("//host/share/a.jpg", "///host/share/a.jpg", r"\\host\share\a.jpg", r"\/host\a.jpg", r"/\host/a.jpg"),
        *(r"\\?\C:\a.jpg", r"\\.\COM1", r"\??\UNC\host\a.jpg", "file:///home/a.jpg", "smb://host/a.jpg"),
        *("/dev/zero", "/home/../dev/zero", "/proc/self/fd/0", "/net/host/a.jpg", "/Network/Servers/host/a.jpg"),
        *(
            "/run/user/1000/gvfs/smb-share:server=host/a.jpg",
            "C:/photos/NUL.jpg",
            r"C:\con",
            "a.jpg",
            "C:a.jpg",
            "a\0b",
        ),
    ],
)
def test_a_strangers_path_that_asks_a_server_or_a_device_leads_away(path: str) -> None:
    assert leads_away(path)


@pytest.mark.parametrize(
    "path",
    [
        "/home/anna/a.jpg",
        r"C:\Users\anna\a.jpg",
        "d:/a.jpg",
        "/home/net/dev/console.jpg",
        "/run/media/anna/a.jpg",
        "/dev/shm/a.jpg",
    ],
)
def test_a_path_on_a_disk_of_this_computer_does_not(path: str) -> None:
    assert not leads_away(path)
