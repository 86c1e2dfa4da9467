"""The floor plan holds: who may import whom, and which libraries stay in which rooms."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[1] / "app" / "karuta"
ROOMS = ("domain", "log", "engine", "store", "services", "training", "jobs", "cli", "gui")

# Room -> the rooms it may import besides itself.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "log": {"domain"},
    "engine": {"domain"},
    "store": {"domain"},
    "services": {"domain", "log", "engine", "store", "training"},
    "training": {"domain", "engine"},
    "jobs": {"domain"},
    "cli": {"domain", "log", "services", "jobs"},
    "gui": {"domain", "log", "services", "jobs"},
}

# The rooms of the window from top to bottom: each imports only those that stand after it.
GUI_ROOMS = ("shell", "features", "intake", "desk", "queue", "library", "kit")

# These stand beside the rooms, and import no more of Karuta than this.
BESIDE_THE_ROOMS: dict[str, set[str]] = {
    "paths.py": {"domain"},
    "settings.py": {"domain", "files", "json_files"},
    "files.py": {"domain"},
    "json_files.py": {"domain", "files"},
    "whole_folder.py": {"domain", "files"},
}

# What knows a whole window. They are built here, in the composition and its two parts, and handed to nobody else.
COMPOSITION = ("LibraryWork", "Composition")
MAY_KNOW_THE_COMPOSITION = tuple(
    f"gui/shell/{name}.py" for name in ("composition", "subjects", "presenters", "library_work", "app")
)

# Library -> the places (relative to app/karuta) where it may be imported.
FENCES: dict[str, tuple[str, ...]] = {
    "PySide6": ("gui/", "jobs/", "bootstrap.py"),
    "pyqtgraph": (
        *("gui/kit/plot.py", "gui/features/bias/bias_plots.py", "gui/features/check/price_plots.py"),
        "gui/features/listed/demand_plot.py",
    ),
    "sqlite3": ("store/",),
    "sqlite_utils": ("store/",),
    "openpyxl": ("services/catalogue/sources/table_files.py",),
    # Makes quick forms of networks in the workshop, and runs none.
    "onnxruntime": ("engine/sessions.py", "training/backbone/quicken.py"),
    "annoy": ("engine/",),
    "torch": ("training/backbone/",),
    "torchvision": ("training/backbone/",),
    "timm": ("training/backbone/",),
    "click": ("cli/", "bootstrap.py"),
    # It starts none, and hears of what ends one.
    "threading": ("jobs/", "log/hooks.py"),
    "multiprocessing": ("jobs/",),
    "concurrent": ("jobs/",),
    "distributed": ("jobs/cluster.py",),
    "dask": ("jobs/cluster.py",),
}

# Whoever else reads JSON reads it through `domain/shape`, which bounds it and says what is wrong with it.
MAY_READ_JSON = (
    "domain/shape.py",
    # Rows of ours that are read by the thousand.
    "store/card_rows.py",
    "store/match_json.py",
    # Catalogues are other people's: a bad line is skipped with its reason.
    "services/catalogue/catalogue_rows.py",
    "services/catalogue/sources/json_rows.py",
    "training/artworks.py",
    "training/pairs.py",
    "training/bench/judge_sets.py",
    # What it has just written itself.
    "training/model_folder.py",
)

# What can open a connection, and the one module that may. It is named by the one command that asks a person's leave.
NETWORK = {
    *("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc", "asyncio"),
    *("socketserver", "webbrowser", "requests", "httpx", "httpcore", "urllib3", "aiohttp", "websockets"),
}
QT_NETWORK = ("PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore", "PySide6.QtHttpServer")
MAY_REACH_THE_NETWORK = ("services/catalogue/fetch/wire.py",)
THE_WIRE = "karuta.services.catalogue.fetch.wire"
THE_CLUSTER = "karuta.jobs.cluster"
# What opens connections, and the one command that names it.
NAMED_BY = {THE_WIRE: "cli/fetch.py", THE_CLUSTER: "cli/check.py"}
# From tables of their own, which stand in the same file.
MAY_LOAD_BY_NAME = ("cli/root.py", "services/exports/formats.py")

# Exceptions to all of the above, as (file, imported module). Empty, and meant to stay so.
EXCEPTIONS: frozenset[tuple[str, str]] = frozenset()


def modules() -> list[Path]:
    return sorted(APP.rglob("*.py"))


@cache
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
    assert not [name for name in imported(path) if name.startswith(QT_NETWORK)], f"{place} may not reach the network"


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(APP).as_posix())
def test_only_its_command_names_what_opens_connections(path: Path) -> None:
    """By any way of writing it: no other module has its name in it at all, and the command names it once it runs."""
    place, tree = path.relative_to(APP).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    at_once = {name for node in tree.body for name in _names_of(node)}
    for opens, command in NAMED_BY.items():
        assert any(opens in name for name in (*imported(path), *texts)) == (place == command)
        assert not [name for name in at_once if name.startswith(opens)]
    loads = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & {"import_module"}
    assert not loads or place in MAY_LOAD_BY_NAME, f"{place} loads modules by names that nobody sees here"
    assert "__import__" not in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _names_of(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def test_what_opens_connections_is_loaded_by_nothing_else() -> None:
    """Every other module together, in a process of its own: none has brought it along."""
    names = [".".join(("karuta", *path.relative_to(APP).with_suffix("").parts)) for path in modules()]
    optional = ("karuta.training.backbone", "karuta.gui.features.camera.qt_camera", "karuta.__main__")
    others = [name for name in names if name not in NAMED_BY and not name.startswith(optional)]
    code = (
        f"import importlib, sys\nfor name in {others!r}: importlib.import_module(name.removesuffix('.__init__'))\n"
        f"assert not [name for name in {[*NAMED_BY, 'distributed', 'dask']!r} if name in sys.modules]"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_json_is_read_in_one_way() -> None:
    """`json_files.read_json` for files, `domain.shape` for texts: damage of any kind ends in a sentence then."""
    readers = {
        path.relative_to(APP).as_posix()
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("load", "loads", "JSONDecoder")
        if isinstance(node.value, ast.Name) and node.value.id == "json"
    }
    assert readers == set(MAY_READ_JSON)


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(APP).as_posix())
def test_every_module_opens_with_a_sentence(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text and text.splitlines()[0].rstrip().endswith((".", ":", ";", ",")), f"{path} opens without a sentence"


def gui_room(module: str) -> str | None:
    parts = module.split(".")
    return parts[2] if parts[:2] == ["karuta", "gui"] and len(parts) > 2 else None


@pytest.mark.parametrize("path", sorted((APP / "gui").rglob("*.py")), ids=lambda p: p.relative_to(APP).as_posix())
def test_the_rooms_of_the_window_import_only_downwards(path: Path) -> None:
    place = path.relative_to(APP / "gui")
    if len(place.parts) == 1:
        assert place.name == "__init__.py", f"{place} stands in no room of the window"
        return
    floor = GUI_ROOMS.index(place.parts[0])
    wrong = [name for name in imported(path) if (room := gui_room(name)) and GUI_ROOMS.index(room) < floor]
    assert not wrong, f"{place} may not import {sorted(wrong)}"


@pytest.mark.parametrize("name", sorted(BESIDE_THE_ROOMS))
def test_what_stands_beside_the_rooms_imports_little(name: str) -> None:
    wrong = {
        module.split(".")[1] for module in imported(APP / name) if module.startswith("karuta.")
    } - BESIDE_THE_ROOMS[name]
    assert not wrong, f"{name} may not import {sorted(wrong)}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(APP).as_posix())
def test_no_module_takes_the_composition(path: Path) -> None:
    """Each part of the window is handed the few things that it uses, so that its signature says what those are."""
    if path.relative_to(APP).as_posix() in MAY_KNOW_THE_COMPOSITION:
        return
    known = {node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)}
    known |= {name.rsplit(".", 1)[-1] for name in imported(path)}
    assert not known & set(COMPOSITION)


def test_the_services_are_sorted_by_subject() -> None:
    entries = [path.name for path in (APP / "services").iterdir() if path.name not in ("__init__.py", "__pycache__")]
    assert len([name for name in entries if not name.endswith(".md")]) <= 9
    assert not [name for name in entries if name.endswith(".py")]


_A_KIND = r"'(?:confirm|unknown|unreadable|no_card|withdraw|auto_confirm|skip|remove|undo|redo)'"
KINDS_IN_SQL = re.compile(rf"IN \(\s*{_A_KIND}")


@pytest.mark.parametrize("path", sorted((APP / "store").glob("*.py")), ids=lambda p: p.name)
def test_sets_of_label_kinds_come_from_the_domain(path: Path) -> None:
    """A new kind is one row of `domain/label`. Migrations are frozen as they were published."""
    if not path.name.endswith("_schema.py"):
        assert not KINDS_IN_SQL.search(path.read_text(encoding="utf-8"))


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


# Where any error at all is caught and not raised again, with why that is right there. Everywhere else only what is
# expected is caught.
CATCH_EVERYTHING: dict[str, str] = {
    "bootstrap.py": "the last of a process",
    "cli/root.py": "the last of a command",
    "engine/decode.py": "a file that is broken in a way that nobody knew of is logged",
    "engine/opened.py": "a broken EXIF block must not cost the photo",
    "engine/sessions.py": "ONNX Runtime's own errors have nothing else in common",
    "gui/desk/decisions.py": "a label is stored; what went wrong after it is logged",
    "gui/features/bulk_confirm/bulk.py": "labels are stored; what went wrong after them is logged",
    "gui/library/lookup_queue.py": "one photo's bug, which is logged, costs the others nothing",
    "jobs/lane.py": "the door through which bugs of jobs go into the log",
    "log/log.py": "whoever logs has an error to deal with already",
    "log/shorten.py": "an error that cannot say what it is",
    "services/library/doctor.py": "one check's bug, which is logged, costs the others nothing",
    "services/catalogue/pack_pictures.py": "what was half copied goes, and the error goes on",
    "services/evaluation/evaluate.py": "one photo's bug, which is logged, costs the others nothing",
    "services/lookups/identify.py": "one photo's bug, which is logged, costs the others nothing",
}


def test_any_error_at_all_is_caught_only_where_it_is_decided() -> None:
    found = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                names = {kind.id if isinstance(kind, ast.Name) else None for kind in kinds if kind is not None}
                is_raised_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
                if (node.type is None or names & {"Exception", "BaseException"}) and not is_raised_again:
                    found.add(path.relative_to(APP).as_posix())
    assert found == set(CATCH_EVERYTHING)


def test_every_job_says_what_becomes_of_its_failure() -> None:
    """And by a function that has a name: `lambda error: None` would drop it unseen."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr not in ("submit", "submit_steps"):
                continue
            place = f"{path.relative_to(APP).as_posix()}:{node.lineno}"
            said = [word.value for word in node.keywords if word.arg == "failed"]
            assert said, f"{place} says nothing of its failure"
            for one in said:
                used = {name.id for name in ast.walk(one) if isinstance(name, ast.Name)}
                given = [arg.arg for arg in one.args.args] if isinstance(one, ast.Lambda) else []
                assert set(given) <= used, f"{place} drops an error"


def test_no_error_is_shown_by_its_python_name() -> None:
    for path in modules():
        if path.relative_to(APP).parts[0] in ("gui", "cli"):
            assert "type(error).__name__" not in path.read_text(encoding="utf-8"), path
