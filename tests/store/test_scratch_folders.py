"""What is somebody else's lies in a temporary folder while it is read, and does not stay where a program was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from tests.merging import exported, laptop, merged

from karuta.store.lock import scratch_folder

KILLED = """
import sys, time
from karuta.store.lock import scratch_folder
with scratch_folder("karuta-merge-") as folder:
    (folder / "lines.db").write_text("somebody's labels")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_what_a_killed_program_left_is_gone_after_the_next_merge(temporary: Path, tmp_path: Path) -> None:
    environment = os.environ | {"TMPDIR": str(temporary), "TEMP": str(temporary)}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().strip())
        assert left.parent == temporary
        # One that is in use stays.
        one, other = laptop(tmp_path, "one"), laptop(tmp_path, "other")
        exported(other, tmp_path / "events.jsonl")
        merged(one, tmp_path / "events.jsonl")
        assert [path.name for path in temporary.iterdir()] == [left.name]
        process.kill()
    assert list(left.iterdir())
    merged(one, tmp_path / "events.jsonl")
    assert list(temporary.iterdir()) == []


def test_a_link_and_what_has_no_lock_are_left_alone(temporary: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "in-use.lock").touch()
    (temporary / "karuta-merge-link").symlink_to(kept)
    (temporary / "karuta-merge-other").mkdir()
    with scratch_folder("karuta-merge-"):
        pass
    assert sorted(path.name for path in temporary.iterdir()) == ["karuta-merge-link", "karuta-merge-other"]
    assert [path.name for path in kept.iterdir()] == ["in-use.lock"]
