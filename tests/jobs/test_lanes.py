"""What lanes share: heaps, where the C library is told how many."""

from __future__ import annotations

import platform
import sys

import pytest

from karuta.jobs import lanes


def test_lanes_share_heaps_where_glibc_is_the_c_library() -> None:
    is_glibc = sys.platform.startswith("linux") and platform.libc_ver()[0] == "glibc"
    assert lanes.share_heaps() is is_glibc


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes.platform, "libc_ver", lambda: ("musl", "1.2"))
    assert lanes.share_heaps() is False
