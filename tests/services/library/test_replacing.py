"""Operations that replace files of a library: the page has the table, and a kill of any of them loses no event."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.amounts import amount
from tests.replacing import REPLACING

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "app/karuta/services/decisions/operations-that-replace.md"
QUICK = ("move", "import", "merge")


def test_the_page_of_decisions_has_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [row.name for row in REPLACING if f"| {row.name} |" not in page] == []


@pytest.mark.long(share=True)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process that was forked")
def test_killed_anywhere_no_event_is_lost_and_none_is_there_twice() -> None:
    kills = amount(60, least=6)
    names = QUICK if kills < 60 else [row.name for row in REPLACING]
    command = [sys.executable, "-m", "tests.lab.replace_kill", "--kills", str(kills), "--only", *names]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT / "app", ROOT)))}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
