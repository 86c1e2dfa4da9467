"""The floor plan holds: who may import whom, and which libraries stay in which rooms."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

APP = Path(__file__).resolve().parents[1] / "app" / "karuta"
ROOMS = ("domain", "log", "engine", "store", "services", "training", "jobs", "cli", "gui")
# A wing has rooms of the same names, which stand on those of the house; no room of the house imports it.
WING = "listings"
# What `import karuta` gives stands before both, as the bootstrap does.
FACE = ("api.py", "answers.py")

# Room -> the rooms it may import besides itself.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "log": {"domain"},
    "engine": {"domain", "jobs"},
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
    "clock.py": set(),
    "paths.py": {"domain", "files"},
    "print_table.py": {"domain", "paths"},
    "settings.py": {"domain", "files", "json_files"},
    "files.py": {"domain"},
    "json_files.py": {"domain", "files"},
    "tables.py": {"domain", "lines"},
    "whole_folder.py": {"domain", "files"},
}

# What the workshop beside the program may import of it.
MAY_SERVE_THE_WORKSHOP = ("domain", "engine", "training", "paths", "files", "json_files", "print_table")

# What knows a whole window. They are built here, in the composition and its two parts, and handed to nobody else.
COMPOSITION = ("LibraryWork", "Composition")
MAY_KNOW_THE_COMPOSITION = tuple(
    f"gui/shell/{name}.py" for name in ("composition", "presenters", "library_work", "app")
)

# Library -> the places (relative to app/karuta) where it may be imported.
FENCES: dict[str, tuple[str, ...]] = {
    "PySide6": ("gui/", "jobs/", "bootstrap.py", "listings/gui/"),
    "sqlite3": ("store/", "listings/store/"),
    "sqlite_utils": ("store/database.py",),
    "jinja2": ("services/evaluation/report_template.py",),
    # It makes markup of a text that is not escaped.
    "markupsafe": (),
    "openpyxl": ("tables.py",),
    "onnxruntime": ("engine/sessions.py",),
    "annoy": ("engine/",),
    "pypdfium2": (),
    # Where it can open nothing.
    "pypdfium2_raw": ("engine/draw_pdf.py",),
    "torch": (),
    "torchvision": (),
    "timm": (),
    "click": ("cli/", "bootstrap.py", "listings/cli/"),
    # It starts none, and hears of what ends one.
    # The face starts none either; it keeps those of whoever calls it apart.
    "threading": ("jobs/", "log/hooks.py", "api.py"),
    "multiprocessing": ("jobs/",),
    "concurrent": ("jobs/",),
    "distributed": ("jobs/cluster.py",),
    "dask": ("jobs/cluster.py",),
    "psycopg": ("store/team_server.py",),
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
THE_TEAM = "karuta.store.team_server"
# What opens connections, and the one command or service that names it.
NAMED_BY = {THE_WIRE: "cli/fetch.py", THE_CLUSTER: "cli/scheduler.py", THE_TEAM: "services/labels/team.py"}
# From tables of their own, which stand in the same file.
MAY_LOAD_BY_NAME = (
    *("cli/root.py", "gui/shell/features.py", "services/catalogue/beside_catalogue.py"),
    "services/exports/formats.py",
)

# Exceptions to all of the above, as (file, imported module). Empty, and meant to stay so.
EXCEPTIONS: frozenset[tuple[str, str]] = frozenset()


@cache
def modules() -> list[Path]:
    return sorted(APP.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    """Parsed once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


def place_of(path: Path) -> str:
    """Where a module stands in the program; one of the workshop, beside it."""
    return path.relative_to(APP if path.is_relative_to(APP) else APP.parent).as_posix()


@cache
def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            names.add(module)
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return {name for name in names if (place_of(path), name) not in EXCEPTIONS}


def test_a_room_imports_only_the_rooms_below_it() -> None:
    wrong = [
        f"{place_of(path)} may not import {name}"
        for path in modules()
        if (room := place_of(path).split("/")[0]) in ROOMS
        for name in sorted(imported(path))
        if name.startswith("karuta.")
        and (target := name.split(".")[1]) in (*ROOMS, "bootstrap")
        and target != room
        and target not in MAY_IMPORT[room]
    ]
    assert not wrong


def test_the_wing_is_layered_as_the_house_and_the_house_knows_nothing_of_it() -> None:
    wrong = []
    for path in modules():
        place = place_of(path).split("/")
        for name in sorted(imported(path)):
            target = name.split(".")[1:]
            if place[0] != WING:
                is_wrong = target[:1] == [WING] and place[0] not in FACE
            elif len(place) == 2 or not target:
                continue
            else:
                below = target[1:2] if target[0] == WING else target[:1]
                is_wrong = bool(below) and below[0] in ROOMS and below[0] not in {place[1], *MAY_IMPORT[place[1]]}
            if is_wrong and name.startswith("karuta."):
                wrong.append(f"{place_of(path)} may not import {name}")
    assert not wrong


def test_nothing_of_the_program_imports_the_workshop_and_that_no_upper_room() -> None:
    shop = sorted((APP.parent / "workshop").rglob("*.py"))
    assert shop
    upward = {
        f"{path.relative_to(APP.parent)} imports {name}"
        for path in shop
        for name in imported(path)
        if name.startswith("karuta.") and name.split(".")[1] not in MAY_SERVE_THE_WORKSHOP
    }
    assert not upward
    assert not {
        place_of(path) for path in modules() if any(name.split(".")[0] == "workshop" for name in imported(path))
    }


def test_a_library_stays_behind_its_fence() -> None:
    wrong = [
        f"{place} may not import {top}"
        for path in modules()
        if (place := place_of(path))
        for top in sorted({name.split(".")[0] for name in imported(path)})
        if not place.startswith(FENCES.get(top, place)) or (top in NETWORK and place not in MAY_REACH_THE_NETWORK)
    ]
    wrong += [
        f"{place_of(path)} may not reach the network by {name}"
        for path in modules()
        for name in sorted(imported(path))
        if name.startswith(QT_NETWORK)
    ]
    assert not wrong


def test_only_its_command_names_what_opens_connections() -> None:
    """By any way of writing it: no other module has its name in it at all, and the command names it once it runs."""
    wrong = []
    for path in modules():
        place, found = place_of(path), nodes(path)
        texts = {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        at_once = {name for node in tree_of(path).body for name in _names_of(node)}
        for opens, command in NAMED_BY.items():
            if any(opens in name for name in (*imported(path), *texts)) != (place == command):
                wrong.append(f"{place} names {opens}, or no longer does")
            if any(name.startswith(opens) for name in at_once):
                wrong.append(f"{place} loads {opens} before its command runs")
        called = {
            getattr(node.func, "attr", getattr(node.func, "id", "")) for node in found if isinstance(node, ast.Call)
        }
        if "import_module" in called and place not in MAY_LOAD_BY_NAME:
            wrong.append(f"{place} loads modules by names that nobody sees here")
        if any(isinstance(node, ast.Name) and node.id == "__import__" for node in found):
            wrong.append(f"{place} uses __import__")
    assert not wrong


def _names_of(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def test_what_opens_connections_or_makes_pages_is_loaded_by_nothing_else() -> None:
    """Every other module together, in a process of its own: none has brought it along."""
    names = [".".join(("karuta", *path.relative_to(APP).with_suffix("").parts)) for path in modules()]
    optional = ("karuta.gui.features.present.qt_camera", "karuta.__main__")
    others = [name for name in names if name not in NAMED_BY and not name.startswith(optional)]
    never = [*NAMED_BY, "distributed", "dask", "psycopg", "jinja2"]
    code = (
        f"import importlib, sys\nfor name in {others!r}: importlib.import_module(name.removesuffix('.__init__'))\n"
        f"assert not [name for name in {never!r} if name in sys.modules]"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_a_lookup_loads_nothing_that_only_other_photos_and_commands_need() -> None:
    """A tenth of a second of its start, all together: HEIC, migrations, processes, locks, fonts, trainings."""
    not_needed = (
        "PySide6",
        "sqlite_utils",
        "pi_heif",
        "filelock",
        "concurrent.futures.process",
        "PIL.ImageFont",
        "difflib",
    )
    code = (
        "import sys, karuta.bootstrap, karuta.cli.lookup\n"
        f"found = [name for name in {(*not_needed, 'karuta.training.head.task')!r} if name in sys.modules]\n"
        "assert not found, found"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_json_is_read_in_one_way() -> None:
    """`json_files.read_json` for files, `domain.shape` for texts: damage of any kind ends in a sentence then."""
    readers = {
        place_of(path)
        for path in modules()
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in ("load", "loads", "JSONDecoder")
        if isinstance(node.value, ast.Name) and node.value.id == "json"
    }
    assert readers == set(MAY_READ_JSON)


# Catalogues and training sets are read by programs alone, which take each cell as it stands.
MAY_WRITE_RAW_ROWS = frozenset(("services/exports/export_training.py",))


def test_every_row_that_may_reach_a_spreadsheet_is_guarded() -> None:
    """A cell of a stranger that begins with `=` would run there; `domain.file_names` knows how to write it."""
    bare = {
        f"{place_of(path)}:{node.lineno}"
        for path in modules()
        if not path.is_relative_to(APP / "training") and place_of(path) not in MAY_WRITE_RAW_ROWS
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("writerow", "writerows") and "written" not in ast.unparse(node.args[0])
    }
    assert not bare


def test_every_module_opens_with_a_sentence() -> None:
    heads = {place_of(path): (ast.get_docstring(tree_of(path)) or "").partition("\n")[0] for path in modules()}
    assert not [place for place, head in heads.items() if not head.rstrip().endswith((".", ":", ";", ","))]


def gui_room(module: str) -> str | None:
    parts = module.split(".")
    return parts[2] if parts[:2] == ["karuta", "gui"] and len(parts) > 2 else None


def test_the_rooms_of_the_window_import_only_downwards() -> None:
    window = [path for path in modules() if place_of(path).startswith("gui/")]
    assert [path.name for path in window if path.parent.name == "gui"] == ["__init__.py"], "stands in no room of it"
    assert not [
        f"{place_of(path)} may not import {name}"
        for path in window
        if path.parent.name != "gui"
        for name in sorted(imported(path))
        if (room := gui_room(name)) and GUI_ROOMS.index(room) < GUI_ROOMS.index(place_of(path).split("/")[1])
    ]


def test_what_stands_beside_the_rooms_imports_little() -> None:
    assert not [
        f"{beside} may not import {name}"
        for beside, allowed in BESIDE_THE_ROOMS.items()
        for name in sorted(imported(APP / beside))
        if name.startswith("karuta.") and name.split(".")[1] not in allowed
    ]


# Ways to ask the machine what day it is, or which zone it is in: `datetime.now`, `moment.astimezone()`, SQLite's 'now'.
ASKS_THE_CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
ASKS_THE_CLOCK |= {("time", name) for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime")}


def test_one_module_asks_what_time_it_is() -> None:
    """Whoever wants to know asks `karuta.clock`: a test that gives it another clock has changed all of them."""
    asking = set()
    for path in modules():
        for node in nodes(path):
            if isinstance(node, ast.Attribute):
                owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
                is_asked = (owner, node.attr) in ASKS_THE_CLOCK
            elif isinstance(node, ast.Call):
                is_asked = getattr(node.func, "attr", "") == "astimezone" and not node.args
            else:
                text = getattr(node, "value", None)
                is_asked = isinstance(text, str) and ("'now'" in text or "CURRENT_TIME" in text)
            if is_asked:
                asking.add(place_of(path))
    assert asking == {"clock.py"}


def test_no_module_takes_the_composition() -> None:
    """Each part of the window is handed the few things that it uses, so that its signature says what those are."""
    wrong = {
        place_of(path): sorted(known)
        for path in modules()
        if place_of(path) not in MAY_KNOW_THE_COMPOSITION
        if (
            known := set(COMPOSITION)
            & {
                *(node.id for node in nodes(path) if isinstance(node, ast.Name)),
                *(name.rsplit(".", 1)[-1] for name in imported(path)),
            }
        )
    }
    assert not wrong


def test_the_services_are_sorted_by_subject() -> None:
    assert len(list((APP / "services").glob("*/__init__.py"))) <= 9
    assert [path.name for path in (APP / "services").glob("*.py")] == ["__init__.py"]


_A_KIND = r"'(?:confirm|unknown|unreadable|no_card|withdraw|auto_confirm|skip|remove|undo|redo)'"
KINDS_IN_SQL = re.compile(rf"IN \(\s*{_A_KIND}")


def test_sets_of_label_kinds_come_from_the_domain() -> None:
    """A new kind is one row of `domain/label`. Migrations are frozen as they were published."""
    store = [path for path in modules() if place_of(path).startswith("store/") and not path.name.endswith("_schema.py")]
    assert len(store) > 10
    assert not [path.name for path in store if KINDS_IN_SQL.search(path.read_text(encoding="utf-8"))]


def test_the_plan_sees_the_modules() -> None:
    assert len(modules()) > 10
    assert "sqlite3" in imported(APP / "store" / "database.py")


def test_no_public_class_name_stands_twice() -> None:
    """One name, one thing: who searches for a class finds it, and no second one that means something else."""
    places: dict[str, list[str]] = {}
    for path in modules():
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(place_of(path))
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
        for node in nodes(path):
            if isinstance(node, ast.ExceptHandler):
                kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                names = {kind.id if isinstance(kind, ast.Name) else None for kind in kinds if kind is not None}
                is_raised_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
                if (node.type is None or names & {"Exception", "BaseException"}) and not is_raised_again:
                    found.add(place_of(path))
    assert found == set(CATCH_EVERYTHING)


def test_every_job_says_what_becomes_of_its_failure() -> None:
    """And by a function that has a name: `lambda error: None` would drop it unseen."""
    for path in modules():
        for node in nodes(path):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr not in ("submit", "submit_steps"):
                continue
            place = f"{place_of(path)}:{node.lineno}"
            said = [word.value for word in node.keywords if word.arg == "failed"]
            assert said, f"{place} says nothing of its failure"
            for expression in said:
                used = {name.id for name in ast.walk(expression) if isinstance(name, ast.Name)}
                given = [arg.arg for arg in expression.args.args] if isinstance(expression, ast.Lambda) else []
                assert set(given) <= used, f"{place} drops an error"


def test_no_error_is_shown_by_its_python_name() -> None:
    for path in modules():
        if path.relative_to(APP).parts[0] in ("gui", "cli"):
            assert "type(error).__name__" not in path.read_text(encoding="utf-8"), path
