"""Which Pythons the starter accepts, how it finds another, and that an old one can read its sentence."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import start
from starter import fitness
from starter.fitness import Python

FIT = Python(version=(3, 13), implementation="CPython", bits=64, free_threaded=False)


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_the_supported_pythons_are_fit(minor: int) -> None:
    assert fitness.why_unfit(FIT._replace(version=(3, minor))) is None


@pytest.mark.parametrize(
    ("python", "why"),
    [
        (FIT._replace(version=(3, 10)), "Python 3.10"),
        (FIT._replace(version=(2, 7)), "Python 2.7"),
        (FIT._replace(version=(3, 15)), "Python 3.15"),
        (FIT._replace(implementation="PyPy"), "PyPy 3.13"),
        (FIT._replace(bits=32), "a 32-bit Python 3.13"),
        (FIT._replace(free_threaded=True), "a free-threaded Python 3.13"),
    ],
)
def test_an_unfit_python_is_named(python: Python, why: str) -> None:
    assert fitness.why_unfit(python) == why
    assert why in fitness.sentence(why, "/somewhere/python3")


def test_the_python_of_these_tests_is_fit_and_says_so_itself() -> None:
    assert fitness.why_unfit(fitness.this_python()) is None
    assert fitness.asked([sys.executable]) == fitness.this_python()


def test_the_first_fit_python_on_the_path_is_taken() -> None:
    there = {
        "python3.13": None,
        "python3.12": FIT._replace(version=(3, 12), bits=32),
        "python3.11": FIT._replace(version=(3, 11)),
    }

    def ask(command: Sequence[str]) -> Python | None:
        return there.get(command[0])

    assert fitness.another(ask) == ["python3.11"]
    assert fitness.another(lambda command: None) is None


@pytest.mark.parametrize("file", ["start.py", "starter/__init__.py", "starter/fitness.py"])
def test_an_old_python_can_read_what_tells_it_that_it_is_too_old(root: Path, file: str) -> None:
    ast.parse((root / "packaging" / file).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_unfit_python_without_another_ends_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fitness, "this_python", lambda: FIT._replace(version=(3, 9)))
    monkeypatch.setattr(fitness, "another", lambda: None)
    assert start.main(["demo"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Python 3.9" in said
