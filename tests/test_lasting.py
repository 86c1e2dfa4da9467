"""Whoever gives a name on a disk does it through `karuta.files`, which flushes the folder, or stands in a table."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).resolve().parents[1] / "app" / "karuta"
THE_DOORS = ("files.py", "whole_folder.py")

# Place -> why no promise rests on the names that are given there.
NEED_NOT = {
    "services/catalogue/pack_pictures.py": "artworks come from the catalogue's source and are compared with it again",
    "services/catalogue/sources/unpack_zip.py": "a temporary folder that goes when its cards are in",
    "services/exports/export_for_tools.py": "inside a folder that is flushed whole",
    "services/exports/export_sets.py": "inside a folder that is flushed whole",
    "services/exports/export_training.py": "inside a folder that is flushed whole",
    "gui/shell/app.py": "a picture of the window",
    "log/": "what is logged is no promise, and must not wait for a disk",
}


def names_given(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        # A text's `replace` takes two; a path's one.
        moves = node.func.attr == "replace" and len(node.args) == 1 and not node.keywords
        if moves or node.func.attr in ("mkdir", "makedirs", "rename", "renames"):
            yield f"{path.relative_to(APP).as_posix()}:{node.lineno}: {ast.unparse(node)}"


def test_every_name_that_a_promise_rests_on_is_given_through_one_door() -> None:
    given = [
        name
        for path in sorted(APP.rglob("*.py"))
        if path.relative_to(APP).as_posix() not in THE_DOORS
        for name in names_given(path)
        if not name.startswith(tuple(NEED_NOT))
    ]
    assert not given


def test_the_table_names_nobody_who_gives_no_name() -> None:
    for place in NEED_NOT:
        paths = APP.joinpath(place).rglob("*.py") if place.endswith("/") else [APP / place]
        assert any(list(names_given(path)) for path in paths), place
