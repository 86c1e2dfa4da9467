"""How many processes run the tests: one a core for all of them, this one alone for a few."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests import conftest

WANTED = {"keyword": "", "markexpr": "", "capture": "fd", "lf": False}


def processes(*arguments: str, **options: object) -> int:
    config: Any = SimpleNamespace(args=list(arguments), option=SimpleNamespace(**{**WANTED, **options}))
    return conftest.pytest_xdist_auto_num_workers(config)


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    monkeypatch.setattr(conftest, "cores", lambda: 6)
    monkeypatch.setattr(conftest, "memory", lambda: 64 * 2**30)


def test_all_tests_and_those_of_a_folder_share_the_cores() -> None:
    assert processes("tests") == 6
    assert processes("tests/gui") == 6


@pytest.mark.parametrize("options", [{"keyword": "corners"}, {"markexpr": "shared"}, {"lf": True}, {"capture": "no"}])
def test_a_choice_of_tests_stays_in_this_process(options: dict[str, object]) -> None:
    assert processes("tests", **options) == 0


def test_files_and_single_tests_stay_in_this_process() -> None:
    assert processes("tests/gui/test_desk.py") == 0
    assert processes("tests/gui/test_desk.py::test_a_photo", "tests/test_files.py") == 0


def test_there_are_no_more_processes_than_the_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "memory", lambda: 9 * 2**30)
    assert processes("tests") == 3
    monkeypatch.setattr(conftest, "memory", lambda: 4 * 2**30)
    assert processes("tests") == 0


def test_one_core_has_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "cores", lambda: 1)
    assert processes("tests") == 0
