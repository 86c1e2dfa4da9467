"""How the tests themselves run: what the quick suite leaves out, and that nothing stands still after a crash."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import amounts

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
# That open the whole window in the quick suite. It falls; a new one takes the place of another.
WINDOWS = 66
SUITE = """
import os, pytest
from tests import amounts

@pytest.mark.long
def test_long(): ...

@pytest.mark.long(share=True)
def test_shared(): print("examples:", amounts.amount(100))

def test_short(): ...
"""
HOOKS = "from tests.conftest import *\n"
DIES = "import os\ndef test_dies(): os.kill(os.getpid(), 9)\ndef test_after(): ...\n"
WAITS = "from threading import Event\ndef test_waits(): Event().wait(100)\n"


def run(folder: Path, *arguments: str, **modules: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(HOOKS, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    long\n    shared\n    plants_bugs\n", encoding="utf-8")
    for name, text in modules.items():
        (folder / f"test_{name}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-s", "-v", "-p", "no:cacheprovider", *arguments, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_tenth_of_what_is_long_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amounts, "runs_all", False)
    assert (amounts.amount(200), amounts.amount(4), amounts.amount(5, least=3)) == (20, 1, 3)
    monkeypatch.setattr(amounts, "runs_all", True)
    assert (amounts.amount(200), amounts.amount(5, least=3)) == (200, 5)


@pytest.mark.long
def test_the_quick_suite_leaves_out_what_is_long_and_all_does_it(tmp_path: Path) -> None:
    quick = run(tmp_path, "-n", "0", some=SUITE)
    assert "2 passed, 1 deselected" in quick.stdout
    assert "examples: 10\n" in quick.stdout
    every = run(tmp_path, "-n", "0", "--all", some=SUITE)
    assert "3 passed" in every.stdout
    assert "examples: 100\n" in every.stdout
    rest = run(tmp_path, "-n", "0", "--all", "-m", "long", some=SUITE)
    assert "2 passed, 1 deselected" in rest.stdout


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_a_process_that_dies_or_hangs_ends_the_run_with_the_name_of_the_test(tmp_path: Path) -> None:
    shared = ("-n", "2", "--dist", "loadfile", "--max-worker-restart", "0")
    died = run(tmp_path, *shared, dying=DIES, waiting=WAITS)
    assert died.returncode == 1
    assert "the process died in test_dying.py::test_dies" in died.stdout
    (tmp_path / "test_dying.py").unlink()
    hangs = ("-o", "faulthandler_timeout=1", "-o", "faulthandler_exit_on_timeout=true")
    hung = run(tmp_path, *shared, *hangs, waiting=WAITS)
    assert hung.returncode == 1
    assert "the process died in test_waiting.py::test_waits" in hung.stdout


def test_no_test_sleeps() -> None:
    """What is slow is held until the test lets it go, and what another process does is waited for."""
    sleeps = re.compile(r"\bsleep\(")
    paths = [path for path in sorted(TESTS.rglob("*.py")) if "lab" not in path.relative_to(TESTS).parts]
    assert not [path.name for path in paths if path.name != Path(__file__).name and sleeps.search(path.read_text())]


def test_the_quick_suite_opens_few_windows() -> None:
    """Panels and presenters are tested with the fakes beside them; the whole window is where rooms meet."""
    opening = [name for path in sorted((TESTS / "gui").rglob("test_*.py")) for name in opening_windows(path)]
    assert WINDOWS - 5 < len(opening) <= WINDOWS, f"{len(opening)} open a window"


def opening_windows(path: Path) -> list[str]:
    """The tests of a module, without the long ones, from which a call leads to `play`."""
    functions = {
        node.name: node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
    }
    calls = {
        name: {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)} for name, node in functions.items()
    }
    leading = {"play", "play_beside", "walked", "window_with"}
    while more := {name for name, called in calls.items() if called & leading} - leading:
        leading |= more
    return [
        name
        for name, node in functions.items()
        if name.startswith("test_") and name in leading
        if "pytest.mark.long" not in [ast.unparse(decorator) for decorator in node.decorator_list]
    ]
