"""Without room for a lookup there is one sentence, before OpenBLAS asks for memory and never comes back."""

from __future__ import annotations

import mmap
import subprocess
import sys
from pathlib import Path

import pytest
from tests.e2e.conftest import pack, photo

from karuta import bootstrap
from karuta.domain.errors import KarutaError
from karuta.engine.sessions import check_room

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no such limit there")


def test_too_little_memory_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    check_room()
    monkeypatch.setattr("karuta.engine.sessions.ROOM", 1 << 62)
    with pytest.raises(KarutaError, match="MB more memory"):
        check_room()
    assert mmap.mmap(-1, 1).close() is None, "what was asked for is given back"


@pytest.mark.long
def test_a_lookup_under_any_limit_ends_with_an_answer_or_a_sentence(tmp_path: Path) -> None:
    library = tmp_path / "library"
    assert bootstrap.run(["--library", str(library), "catalogue", "add", str(pack(tmp_path / "cards"))]) == 0
    asked = photo(tmp_path / "1.jpg", 1)
    command = f"exec {sys.executable} -m karuta --library {library} lookup {asked}"
    for limit in (*range(300_000, 740_000, 14_000), 2_000_000):
        ended = subprocess.run(
            ["/bin/sh", "-c", f"ulimit -v {limit}; {command}"], capture_output=True, text=True, timeout=100, check=False
        )
        assert ended.returncode == (0 if ended.stdout else 1), (limit, ended)
        assert ended.stdout or len(ended.stderr.splitlines()) == 1, (limit, ended)
        assert "OpenBLAS" not in ended.stderr and "went wrong" not in ended.stderr, (limit, ended)
