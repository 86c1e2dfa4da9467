"""The floor plan holds: who may import whom, and which libraries stay in which rooms."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[1] / "app" / "karuta"
ROOMS = ("domain", "engine", "store", "services", "training", "jobs", "cli", "gui")

# Room -> the rooms it may import besides itself.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "engine": {"domain"},
    "store": {"domain"},
    "services": {"domain", "engine", "store", "training"},
    "training": {"domain", "engine"},
    "jobs": {"domain"},
    "cli": {"domain", "services", "jobs"},
    "gui": {"domain", "services", "jobs"},
}

# Library -> the places (relative to app/karuta) where it may be imported.
FENCES: dict[str, tuple[str, ...]] = {
    "PySide6": ("gui/", "jobs/", "bootstrap.py"),
    "pyqtgraph": ("gui/features/bias/bias_plots.py",),
    "sqlite3": ("store/",),
    "sqlite_utils": ("store/",),
    "onnxruntime": ("engine/sessions.py",),
    "annoy": ("engine/",),
    "torch": ("training/backbone/",),
    "torchvision": ("training/backbone/",),
    "timm": ("training/backbone/",),
    "click": ("cli/", "bootstrap.py"),
    "threading": ("jobs/",),
    "multiprocessing": ("jobs/",),
    "concurrent": ("jobs/",),
}

# Modules that may reach the network: none.
NETWORK = {"socket", "urllib", "http", "ssl", "requests", "httpx", "ftplib", "smtplib", "asyncio"}
MAY_REACH_THE_NETWORK: tuple[str, ...] = ()

# Exceptions to all of the above, as (file, imported module). Empty, and meant to stay so.
EXCEPTIONS: frozenset[tuple[str, str]] = frozenset()


def modules() -> list[Path]:
    return sorted(APP.rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            names.add(module)
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return {name for name in names if (path.relative_to(APP).as_posix(), name) not in EXCEPTIONS}


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(APP).as_posix())
def test_a_room_imports_only_the_rooms_below_it(path: Path) -> None:
    place = path.relative_to(APP).as_posix()
    room = place.split("/")[0]
    if room not in ROOMS:
        return
    wrong = [
        name
        for name in imported(path)
        if name.startswith("karuta.")
        and (target := name.split(".")[1]) in (*ROOMS, "bootstrap")
        and target != room
        and target not in MAY_IMPORT[room]
    ]
    assert not wrong, f"{place} may not import {sorted(wrong)}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(APP).as_posix())
def test_a_library_stays_behind_its_fence(path: Path) -> None:
    place = path.relative_to(APP).as_posix()
    tops = {name.split(".")[0] for name in imported(path)}
    wrong = [name for name, allowed in FENCES.items() if name in tops and not any(place.startswith(a) for a in allowed)]
    assert not wrong, f"{place} may not import {wrong}"
    if place not in MAY_REACH_THE_NETWORK:
        assert not tops & NETWORK, f"{place} may not reach the network: {tops & NETWORK}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(APP).as_posix())
def test_every_module_opens_with_a_sentence(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text and text.splitlines()[0].rstrip().endswith((".", ":", ";", ",")), f"{path} opens without a sentence"


def test_the_plan_sees_the_modules() -> None:
    assert len(modules()) > 10
    assert "sqlite3" in imported(APP / "store" / "database.py")


def test_no_public_class_name_stands_twice() -> None:
    """One name, one thing: who searches for a class finds it, and no second one that means something else."""
    places: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(path.relative_to(APP).as_posix())
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert not twice
