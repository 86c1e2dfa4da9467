"""How large the house may be: each figure of `budget.json` falls, or rises in a commit that says why.

After a change: `python -m tests.test_budget` prints what there is now, as that file has it.
"""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app" / "karuta"
WORKSHOP = ROOT / "app" / "workshop"
TESTS = ROOT / "tests"
LABORATORY = TESTS / "lab"
BUDGET = Path(__file__).with_name("budget.json")
# A figure that is further below its budget than this takes the budget down with it.
SLACK_SHARE, SLACK = 0.01, 20
_SPLIT = ("gui", "services", "listings")
# What finds and recognises cards, besides the networks.
RECOGNITION = (
    "backs",
    "edge_outlines",
    "filled_by_part",
    "similarity",
    "loop",
    "proposal_views",
    "recognise",
    "siblings",
    "sources",
    "tight_outlines",
    "verify",
)
QUOTES = ('"""', "'''")
_HAVE_DOCSTRINGS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def modules(root: Path = APP) -> dict[Path, tuple[str, ast.Module]]:
    texts = {path.relative_to(root): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py"))}
    return {path: (text, ast.parse(text)) for path, text in texts.items()}


def room_of(path: Path) -> str:
    if len(path.parts) == 1:
        return "beside the rooms"
    deep = path.parts[0] in _SPLIT and len(path.parts) > 2
    return "/".join(path.parts[: 2 if deep else 1])


def _docstrings(tree: ast.Module) -> list[ast.stmt]:
    documented = (node for node in ast.walk(tree) if isinstance(node, _HAVE_DOCSTRINGS))
    return [node.body[0] for node in documented if ast.get_docstring(node, clean=False) is not None]


def statements(tree: ast.Module) -> int:
    """Of the syntax tree, however they are laid out in lines; a string that stands alone is a comment."""
    return sum(isinstance(node, ast.stmt) and not _is_comment(node) for node in ast.walk(tree))


def _is_comment(node: ast.stmt) -> bool:
    """A docstring, of a module, class, function or constant."""
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant):
        return False
    return isinstance(node.value.value, str)


def classes(tree: ast.Module) -> int:
    return sum(isinstance(node, ast.ClassDef) for node in ast.walk(tree))


def code_lines(text: str, tree: ast.Module) -> int:
    """Without blank lines, comments and docstrings."""
    written = text.split("\n")
    lines = {at for at, line in enumerate(written, start=1) if line.strip() and not line.lstrip().startswith("#")}
    for node in ast.walk(tree):
        # All of a text in three quotes, with what looks like a comment or is empty in it.
        if isinstance(node, ast.Constant | ast.JoinedStr) and any(
            quotes in written[node.lineno - 1] for quotes in QUOTES
        ):
            lines.update(range(node.lineno, (node.end_lineno or 0) + 1))
    for node in _docstrings(tree):
        lines.difference_update(range(node.lineno, (node.end_lineno or 0) + 1))
    return len(lines)


def _is_tuned(node: ast.stmt) -> bool:
    """A constant that is a number: somebody chose it."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
        return False
    is_number = isinstance(node.value.value, int | float) and not isinstance(node.value.value, bool)
    return is_number and all(isinstance(name, ast.Name) and name.id.isupper() for name in node.targets)


def _names_in_capitals(tree: ast.Module) -> int:
    """Constants of a module, several in one line counted each."""
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    names = [name for target in targets for name in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return sum(isinstance(name, ast.Name) and name.id.isupper() for name in names)


def _imports(tree: ast.Module) -> int:
    own = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return sum(name.startswith("karuta.") for name in own)


def _kilobytes(pages: Iterable[Path]) -> int:
    return round(sum(path.stat().st_size for path in pages) / 1000)


def _lines_in(root: Path) -> int:
    return sum(code_lines(*module) for module in modules(root).values())


def measured() -> dict[str, int]:
    """Code lines of each room, and what a reader has to keep in mind besides."""
    rooms: dict[str, int] = defaultdict(int)
    for path, (text, tree) in modules().items():
        rooms[f"lines: {room_of(path)}"] += code_lines(text, tree)
    trees = [tree for _, tree in modules().values()]
    recognition = [modules()[Path("engine", f"{name}.py")] for name in RECOGNITION]
    laboratory = _lines_in(LABORATORY)
    readmes = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "packaging" / "README.md"]
    readmes += (ROOT / "app").rglob("README.md")
    return {
        **dict(sorted(rooms.items())),
        "lines: all": sum(rooms.values()),
        "statements": sum(map(statements, trees)),
        "classes": sum(map(classes, trees)),
        "lines: workshop, not in the wheel": _lines_in(WORKSHOP),
        "lines: tests": _lines_in(TESTS) - laboratory,
        "lines: laboratory": laboratory,
        "lines: recognition": sum(code_lines(*module) for module in recognition),
        "constants of recognition": sum(_names_in_capitals(tree) for _, tree in recognition),
        "modules": len(trees),
        "constants to tune": sum(_is_tuned(node) for tree in trees for node in tree.body),
        "most imports of one module": max(map(_imports, trees)),
        "kilobytes of READMEs": _kilobytes(readmes),
        "kilobytes of decisions": _kilobytes((ROOT / "app").rglob("decisions/*.md")),
        "kilobytes of figures": _kilobytes([LABORATORY / "README.md"]),
    }


def test_nothing_grows_unsaid_and_what_has_shrunk_stays_so() -> None:
    budget, now = json.loads(BUDGET.read_text(encoding="utf-8")), measured()
    assert budget.keys() == now.keys(), "a room was opened or closed: python -m tests.test_budget"
    too_large = {name: (now[name], most) for name, most in budget.items() if now[name] > most}
    assert not too_large, f"(now, budget): make room, or raise it and say why: {too_large}"
    left = {
        name: (now[name], most)
        for name, most in budget.items()
        if most - now[name] > max(SLACK_SHARE * most, SLACK if name.startswith("lines") else 2)
    }
    assert not left, f"(now, budget): it has shrunk, so lower it: {left}"


if __name__ == "__main__":
    print(json.dumps(measured(), indent=1))
