"""A model's name is a name: a path or a pattern is the name of none, and nothing is looked for by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from karuta.paths import LibraryFolder
from karuta.services.models.list_models import is_under_way


@pytest.mark.parametrize("name", ["/etc", "x-/etc", "../..", "x-*", "x-**/", "*", "x-[", "", "x-", "a" * 5000, "x-\0"])
def test_what_is_no_name_is_nobodys(tmp_path: Path, name: str) -> None:
    (tmp_path / "training" / "runs" / "abc123").mkdir(parents=True)
    (tmp_path / "training" / "runs" / "abc123" / "state").touch()
    folder = LibraryFolder(tmp_path)
    assert is_under_way(folder, "lite0-head-abc1")
    assert not is_under_way(folder, name)
