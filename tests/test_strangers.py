"""The table of what strangers write is whole: its modules and tests are there, and every reader stands in it."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).resolve().parent
APP = TESTS.parent / "app" / "karuta"
TABLE = (TESTS / "strangers.md").read_text(encoding="utf-8").partition("|---|---|---|---|\n")[2]
ROWS = [[cell.strip() for cell in line.strip("|\n").split(" | ")] for line in TABLE.splitlines()]
# These read what Karuta itself keeps, or pixels.
OURS = {f"services/lookups/{name}.py" for name in ("read_queue", "read_desk_print", "read_names", "read_prints")}


def test_every_row_names_modules_and_tests_that_are_there() -> None:
    assert all(len(row) == 4 and all(row) for row in ROWS)
    assert [path for _, enters, _, _ in ROWS for path in enters.split() if not (APP / path).is_file()] == []
    assert [path for *_, held_by in ROWS for path in held_by.split() if not (TESTS / path).is_file()] == []


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
    assert sorted((sources | readers) - OURS - {path for row in ROWS for path in row[1].split()}) == []
