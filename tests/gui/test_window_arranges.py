"""The window class only arranges: it puts panels in their places and joins them; what is worked out is elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import karuta.gui.shell.window

SOURCE = Path(karuta.gui.shell.window.__file__).read_text(encoding="utf-8")
MOST_LINES = 200
MOST_LINES_OF_A_METHOD = 40
# What tells labels, photos and files apart, or reads and writes them.
FAR_ROOMS = ("domain", "engine", "store", "services", "training", "jobs", "paths", "files", "settings")
# Qt calls these; they ask somebody else and say yes or no to Qt.
QTS_SIDE = frozenset({"changeEvent", "keyPressEvent", "dragEnterEvent", "dropEvent", "closeEvent"})
# Words for people are said by who knows why; the window itself has a title.
SAYS = frozenset({"retranslate"})
COLLECTING = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def window_class(source: str) -> ast.ClassDef:
    (window,) = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == "Window"]
    return window


def methods(source: str) -> Iterator[ast.FunctionDef]:
    yield from (node for node in window_class(source).body if isinstance(node, ast.FunctionDef))


def complaints(source: str) -> list[str]:
    """Where a window does more than arrange."""
    found = [] if len(source.splitlines()) <= MOST_LINES else [f"over {MOST_LINES} lines"]
    for node in ast.walk(ast.parse(source)):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found += [f"imports {name}" for name in names if name.startswith(tuple(f"karuta.{room}" for room in FAR_ROOMS))]
    for method in methods(source):
        found += [f"{method.name}: {what}" for what in _more_than_arranging(method)]
    return found


def _more_than_arranging(method: ast.FunctionDef) -> Iterator[str]:
    if (method.end_lineno or 0) - method.lineno >= MOST_LINES_OF_A_METHOD:
        yield f"over {MOST_LINES_OF_A_METHOD} lines"
    for node in ast.walk(method):
        if isinstance(node, ast.While | ast.Try):
            yield "a loop that waits, or an error that is dealt with"
        elif _loops_further(node):
            yield "a loop over what is not written there"
        elif isinstance(node, ast.If | ast.IfExp) and method.name not in QTS_SIDE:
            yield "a decision"
        elif isinstance(node, ast.JoinedStr) or (_is_call_of(node, "tr") and method.name not in SAYS):
            yield "a text"
        elif isinstance(node, ast.BinOp | ast.Compare) and not _is_measure(node) and method.name not in QTS_SIDE:
            yield "something worked out"
        elif _is_call_of(node, "submit", "submit_steps"):
            yield "work in a lane"


def _loops_further(node: ast.AST) -> bool:
    """Over anything but a few panels that stand there, or a constant of the module."""
    if isinstance(node, ast.For):
        return not isinstance(node.iter, ast.Tuple | ast.List)
    return isinstance(node, COLLECTING) and not all(_is_own_table(generator.iter) for generator in node.generators)


def _is_call_of(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names


def _is_own_table(node: ast.expr) -> bool:
    """A constant of this module."""
    return isinstance(node, ast.Name) and node.id.isupper()


def _is_measure(node: ast.AST) -> bool:
    """A length on the grid or a place in a splitter, or tables that are joined."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.BitOr) or all(
            isinstance(part, ast.Constant) or (isinstance(part, ast.Name) and part.id == "GRID") or _is_count(part)
            for part in (node.left, node.right)
        )
    return False


def _is_count(node: ast.expr) -> bool:
    return _is_call_of(node, "count")


def test_the_window_class_only_arranges() -> None:
    assert complaints(SOURCE) == []


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("        if self.desk_panel.unsaved:\n            return", "a decision"),
        ("        for photo in self.queue_panel.photos:\n            print(photo)", "a loop over"),
        ("        names = [one.name for one in refused]", "a loop over"),
        ("        self.statusBar().showMessage(self.tr('{count} photos'))", "a text"),
        ("        self.statusBar().showMessage(f'{count} photos')", "a text"),
        ("        left = counts.photos - counts.done", "something worked out"),
        ("        self.session.store_lane.submit(read)", "work in a lane"),
    ],
)
def test_a_window_that_does_more_is_found(more: str, complaint: str) -> None:
    found = complaints(f"{SOURCE}\n    def _more(self) -> None:\n{more}\n")
    assert found
    assert all(item.startswith(f"_more: {complaint}") for item in found)


@pytest.mark.parametrize("room", FAR_ROOMS)
def test_a_window_that_reaches_further_is_found(room: str) -> None:
    assert complaints(f"from karuta.{room} import something\n{SOURCE}") == [f"imports karuta.{room}"]


def test_a_window_that_grows_is_found() -> None:
    assert complaints(SOURCE + "\n" * MOST_LINES) == [f"over {MOST_LINES} lines"]
