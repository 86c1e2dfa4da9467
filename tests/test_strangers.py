"""The table of what strangers write is whole: its modules and tests are there, and every reader stands in it."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.strangers import ENTRANCES

TESTS = Path(__file__).resolve().parent
APP = TESTS.parent / "app" / "karuta"

# These read what Karuta itself keeps, or pixels.
OURS = {f"services/lookups/{name}.py" for name in ("read_queue", "read_desk_print", "read_names", "read_prints")}


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_row_names_modules_and_tests_that_are_there() -> None:
    named = {node for row in ENTRANCES for node in row.held_by}
    files = {node.partition("::")[0] for node in named}
    there = {f"{file}::{test}" for file in files if (TESTS / file).is_file() for test in names_in(TESTS / file)}
    assert sorted(named - there) == []
    assert [path for row in ENTRANCES for path in row.enters if not (APP / path).is_file()] == []
    assert [row.what for row in ENTRANCES if not (row.what and row.enters and row.becomes and row.held_by)] == []


def test_every_reader_of_a_table_and_of_a_source_of_cards_has_its_row() -> None:
    formats = ast.parse((APP / "services/catalogue/sources/source_formats.py").read_text(encoding="utf-8"))
    imported = (node for node in formats.body if isinstance(node, ast.ImportFrom))
    sources = {
        f"services/catalogue/sources/{name.name}.py"
        for node in imported
        if node.module == "karuta.services.catalogue.sources"
        for name in node.names
    }
    readers = {path.relative_to(APP).as_posix() for path in APP.glob("**/services/**/read_*.py")}
    assert len(sources) == 8
    assert readers >= OURS
    assert sorted((sources | readers) - OURS - {path for row in ENTRANCES for path in row.enters}) == []
