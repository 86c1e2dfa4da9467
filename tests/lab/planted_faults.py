"""Faults planted one a line, by a seeded draw over all rooms: which of them do the tests find?

    python -m tests.lab.planted_faults draw --seed 30 --n 40 --out FAULTS.json
    python -m tests.lab.planted_faults reach FAULTS.json --tree COPY --out REACH.json [-- PYTEST ARGUMENTS]
    python -m tests.lab.planted_faults hunt FAULTS.json REACH.json --tree COPY --out FOUND.json [--only N,N] [-- ...]

`draw` chooses lines within functions and one change to each: another comparison, a negated condition, another sum,
another number, another boolean, `and` for `or`, nothing for what is returned, a call or an assignment left out.
`reach` plants no fault but a mark before each line, in COPY (a copy of the tree, which it changes and puts right
again), runs the tests, and notes which of them came by. `hunt` plants one fault after the other in COPY and runs the
tests that came by it until one fails.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.lab import figures

APP = Path(__file__).resolve().parents[2] / "app" / "karuta"
MARK = "karuta_marks"
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq},
    **{ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is},
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult},
}
MARKS = '''"""Notes which test came by which line."""
import os
SEEN = set()
def by(fault):
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
    if test and (fault, test) not in SEEN:
        SEEN.add((fault, test))
        with open(os.environ["KARUTA_MARKS"], "a", encoding="utf-8") as out:
            out.write(f"{fault}\\t{test}\\n")
'''


@dataclass(frozen=True)
class Fault:
    """One line (from 1) of a file below app/karuta, and what stands there instead of its statement."""

    file: str
    line: int
    before: str
    after: str


def faults_of(path: Path) -> Iterator[Fault]:
    text = path.read_text(encoding="utf-8")
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for statement in function.body:
                for inner in ast.walk(statement):
                    if isinstance(inner, ast.stmt) and not isinstance(
                        inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
                    ):
                        yield from _of_statement(path, inner)


def _of_statement(path: Path, statement: ast.stmt) -> Iterator[Fault]:
    header = [
        child for name, child in ast.iter_fields(statement) if name not in ("body", "orelse", "finalbody", "handlers")
    ]
    nodes = [node for child in header for node in _walk(child)]
    before = ast.unparse(statement).splitlines()[0]

    def changed(change: object) -> Fault | None:
        twin = copy.deepcopy(statement)
        change(twin)  # type: ignore[operator]
        after = ast.unparse(ast.fix_missing_locations(twin)).splitlines()[0]
        if after == before:
            return None
        return Fault(path.relative_to(APP).as_posix(), statement.lineno, before, after)

    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    if is_text or isinstance(statement, ast.Raise | ast.Import | ast.ImportFrom | ast.Assert):
        return
    for at, node in enumerate(nodes):
        for put in _changes(node):

            def change(twin: ast.stmt, at: int = at, put: object = put) -> None:
                put(_nodes(twin)[at])  # type: ignore[operator]

            if (fault := changed(change)) is not None:
                yield fault
    if isinstance(statement, ast.Return) and statement.value is not None and before != "return None":
        yield Fault(path.relative_to(APP).as_posix(), statement.lineno, before, "return None")
    if isinstance(statement, ast.If | ast.While):
        yield Fault(
            path.relative_to(APP).as_posix(),
            statement.lineno,
            before,
            f"{before.split(' ')[0]} not ({ast.unparse(statement.test)}):",
        )
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        yield Fault(path.relative_to(APP).as_posix(), statement.lineno, before, "pass")


def _nodes(statement: ast.stmt) -> list[ast.AST]:
    fields = [
        child for name, child in ast.iter_fields(statement) if name not in ("body", "orelse", "finalbody", "handlers")
    ]
    return [node for child in fields for node in _walk(child)]


def _walk(child: object) -> Iterator[ast.AST]:
    if isinstance(child, list):
        for statement in child:
            yield from _walk(statement)
    elif isinstance(child, ast.AST):
        yield from ast.walk(child)


def _changes(node: ast.AST) -> Iterator[object]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        yield lambda twin: twin.ops.__setitem__(0, COMPARISONS[type(twin.ops[0])]())
    if (
        isinstance(node, ast.BinOp)
        and type(node.op) in SUMS
        and not isinstance(node.left, ast.Constant | ast.JoinedStr)
    ):
        yield lambda twin: setattr(twin, "op", SUMS[type(twin.op)]())
    if isinstance(node, ast.BoolOp):
        yield lambda twin: setattr(twin, "op", ast.Or() if isinstance(twin.op, ast.And) else ast.And())
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield lambda twin: setattr(twin, "value", not twin.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield lambda twin: setattr(twin, "value", twin.value + 1)


def draw(seed: int, n: int) -> list[Fault]:
    """`n` lines, at least one of each room and the others as the rooms' lines go; one fault of each."""
    chosen = random.Random(seed)
    rooms: dict[str, dict[tuple[str, int], list[Fault]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(APP.rglob("*.py")):
        # The networks are trained where torch is, which tests do without.
        if "backbone" in path.parts:
            continue
        for fault in faults_of(path):
            rooms[fault.file.split("/")[0]][fault.file, fault.line].append(fault)
    names = [room for room in sorted(rooms) if not room.endswith(".py")]
    total = sum(len(rooms[room]) for room in names)
    shares = {room: max(1, round(n * len(rooms[room]) / total)) for room in names}
    largest = max(shares, key=lambda room: shares[room])
    shares[largest] += n - sum(shares.values())
    drawn = []
    for room in names:
        lines = chosen.sample(sorted(rooms[room]), shares[room])
        drawn += [chosen.choice(rooms[room][line]) for line in lines]
    return drawn


def planted(path: Path, fault: Fault) -> str:
    """The file with the fault in it: the statement's first line (up to its body) is replaced whole."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    statement, keyword = _statement_at(text, fault)
    first = lines[statement.lineno - 1]
    indent = first[: len(first) - len(first.lstrip())]
    body = getattr(statement, "body", None)
    end = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    if body and body[0].lineno == statement.lineno:
        raise ValueError(f"{fault.file}:{fault.line}: the body stands on the same line")
    # Comments between the head and the body go with it; they say nothing to the machine.
    return "".join([*lines[: statement.lineno - 1], f"{indent}{keyword}{fault.after}\n", *lines[end:]])


def marked(path: Path, faults: Sequence[tuple[int, Fault]]) -> str:
    """The file with a mark before each fault's statement; before the whole `if` for an `elif`."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    for at, fault in sorted(faults, key=lambda pair: -pair[1].line):
        line = fault.line
        while lines[line - 1].lstrip().startswith("elif"):
            line = _outer(text, line)
        first = lines[line - 1]
        indent = first[: len(first) - len(first.lstrip())]
        lines.insert(line - 1, f"{indent}__import__('{MARK}').by({at})\n")
    return "".join(lines)


def _outer(text: str, line: int) -> int:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.If) and any(
            isinstance(statement, ast.If) and statement.lineno == line for statement in node.orelse
        ):
            return node.lineno
    raise ValueError(f"line {line} belongs to no `if`")


def _statement_at(text: str, fault: Fault) -> tuple[ast.stmt, str]:
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.stmt)
            and node.lineno == fault.line
            and ast.unparse(node).splitlines()[0] == fault.before
        ):
            is_elif = text.splitlines()[fault.line - 1].lstrip().startswith("elif")
            return node, "el" if is_elif else ""
    raise ValueError(f"{fault.file}:{fault.line} says something else by now: {fault.before}")


def pytest_in(tree: Path, arguments: Sequence[str], marks: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(tree / "app"), "PYTHONDONTWRITEBYTECODE": "1"}
    if marks is not None:
        environment["KARUTA_MARKS"] = str(marks)
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)


def reach(faults: Sequence[Fault], tree: Path, arguments: Sequence[str]) -> dict[int, list[str]]:
    app, marks = tree / "app", tree / "marks.tsv"
    marks.unlink(missing_ok=True)
    by_file: dict[str, list[tuple[int, Fault]]] = defaultdict(list)
    for at, fault in enumerate(faults):
        by_file[fault.file].append((at, fault))
    before = {file: (app / "karuta" / file).read_text(encoding="utf-8") for file in by_file}
    (app / f"{MARK}.py").write_text(MARKS, encoding="utf-8")
    try:
        for file, of_file in by_file.items():
            (app / "karuta" / file).write_text(marked(app / "karuta" / file, of_file), encoding="utf-8")
        ended = pytest_in(tree, arguments, marks)
        print(ended.stdout[-3000:], ended.stderr[-1000:])
    finally:
        for file, text in before.items():
            (app / "karuta" / file).write_text(text, encoding="utf-8")
        (app / f"{MARK}.py").unlink()
    came: dict[int, set[str]] = defaultdict(set)
    for line in marks.read_text(encoding="utf-8").splitlines() if marks.exists() else []:
        at_text, _, test = line.partition("\t")
        came[int(at_text)].add(test)
    return {at: sorted(came[at]) for at in range(len(faults))}


def hunt(fault: Fault, tests: Sequence[str], tree: Path, arguments: Sequence[str]) -> dict[str, object]:
    path = tree / "app" / "karuta" / fault.file
    before = path.read_text(encoding="utf-8")
    begun = time.monotonic()
    if not tests:
        return {"found": False, "tests": 0, "by": "", "seconds": 0}
    named = tree / "tests_that_came_by.txt"
    named.write_text("\n".join(tests) + "\n", encoding="utf-8")
    try:
        path.write_text(planted(path, fault), encoding="utf-8")
        ended = pytest_in(tree, ["-x", "-q", "-n", "0", *arguments, f"@{named}"])
    finally:
        path.write_text(before, encoding="utf-8")
    by = [line for line in ended.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    seconds = round(time.monotonic() - begun, 1)
    # 1: a test failed. Anything else that is not 0 is no answer of a test's, but a tree that does not even start.
    return {
        "found": ended.returncode != 0,
        "tests": len(tests),
        "by": " ".join(by)[:300],
        "code": ended.returncode,
        "seconds": seconds,
    }


def main(arguments: list[str]) -> None:
    own, _, others = (
        (arguments, None, [])
        if "--" not in arguments
        else (arguments[: arguments.index("--")], None, arguments[arguments.index("--") + 1 :])
    )
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    one = kinds.add_parser("draw")
    one.add_argument("--seed", type=int, default=30)
    one.add_argument("--n", type=int, default=40)
    two, three = kinds.add_parser("reach"), kinds.add_parser("hunt")
    for parser_of in (two, three):
        parser_of.add_argument("faults", type=Path)
        parser_of.add_argument("--tree", type=Path, required=True)
    three.add_argument("reach", type=Path)
    three.add_argument("--only", default="")
    for parser_of in (one, two, three):
        parser_of.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(own)
    if asked.kind == "draw":
        asked.out.write_text(
            json.dumps([asdict(fault) for fault in draw(asked.seed, asked.n)], indent=1), encoding="utf-8"
        )
        return
    faults = [Fault(**row) for row in json.loads(asked.faults.read_text(encoding="utf-8"))]
    if asked.kind == "reach":
        asked.out.write_text(json.dumps(reach(faults, asked.tree.resolve(), others), indent=1), encoding="utf-8")
        return
    came = json.loads(asked.reach.read_text(encoding="utf-8"))
    chosen = [int(at) for at in asked.only.split(",") if at] or range(len(faults))
    found = {}
    for at in chosen:
        found[at] = hunt(faults[at], came[str(at)], asked.tree.resolve(), others)
        print(at, faults[at].file, faults[at].line, found[at], flush=True)
        asked.out.write_text(json.dumps(found, indent=1), encoding="utf-8")
    figures.share(
        "planted faults that the quick suite finds", sum(bool(row["found"]) for row in found.values()), len(found)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
