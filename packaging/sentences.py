"""Collects the English sentences that rooms without Qt give the window, so that translate.py can offer them to lupdate.

They are the literal templates of errors and of `Sentence`, and `_("...")` in the templates of pages. A text that is put
together in any other way cannot be translated and is a complaint.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "app" / "karuta"
ROOMS = (
    "domain",
    "engine",
    "store",
    "services",
    "training/head",
    "gui",
    *("listings/domain", "listings/store", "listings/services", "listings/gui"),
    "files.py",
    "json_files.py",
    "paths.py",
    "tables.py",
)
# What these say is read in a terminal alone, and that is English.
ONLY_COMMANDS = frozenset(
    f"services/{name}.py"
    for name in (
        "evaluation/read_truth",
        "evaluation/evaluate",
        "labels/confirm",
        "labels/import_labels",
        "labels/import_export",
        "labels/read_export",
        "evaluation/report_html",
    )
)
CONTEXT = "Errors"
_TEXT_AT = {"PictureError": 1}
_MADE_OF = {"Sentence", "KarutaError", "Misshapen", "BadRow"}


@dataclass(frozen=True)
class Found:
    """A place where a sentence is made. `template` None: it is no literal."""

    place: str
    template: str | None


def made_sentences() -> list[Found]:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in _files()}
    makers = _family(trees.values())
    return [
        text
        for path, tree in trees.items()
        if path.relative_to(SOURCES).as_posix() not in ONLY_COMMANDS
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers
        for text in _texts(path, node)
    ] + list(_in_pages())


def templates(places: Iterable[Found]) -> list[str]:
    return sorted({place.template for place in places if place.template is not None})


def loose(places: Iterable[Found]) -> list[str]:
    """Where a sentence cannot be translated."""
    return [place.place for place in places if place.template is None]


def as_source(places: Iterable[Found]) -> str:
    """A module for lupdate to read."""
    return "".join(f"QT_TRANSLATE_NOOP({CONTEXT!r}, {_quoted(text)})\n" for text in templates(places))


def _in_pages() -> Iterator[Found]:
    for path in sorted((ROOT / "resources" / "templates").rglob("*.html")):
        for call in Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_":
                text = call.args[0].as_const() if isinstance(call.args[0], nodes.Const) else None
                yield Found(f"{path.relative_to(ROOT).as_posix()}:{call.lineno}", text)


def _files() -> Iterator[Path]:
    for room in ROOMS:
        place = SOURCES / room
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]


def _family(trees: Iterable[ast.Module]) -> set[str]:
    """`Sentence`, `KarutaError` and all classes that derive from it, by name."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    family = set(_MADE_OF)
    while True:
        more = {
            node.name for node in classes for base in node.bases if isinstance(base, ast.Name) and base.id in family
        }
        if more <= family:
            return family
        family |= more


def _texts(path: Path, call: ast.Call) -> Iterator[Found]:
    assert isinstance(call.func, ast.Name)
    at = _TEXT_AT.get(call.func.id, 0)
    given = [*call.args[at : at + (2 if call.func.id == "ModelError" else 1)]]
    given += [word.value for word in call.keywords if word.arg == "mend"]
    for text in given:
        place = f"{path.relative_to(ROOT).as_posix()}:{text.lineno}"
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield Found(place, text.value)
        elif not isinstance(text, ast.Name | ast.Attribute):
            # A name holds what was made elsewhere, and was looked at there.
            yield Found(place, None)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
