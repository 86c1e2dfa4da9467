"""Where the time of the tests goes, by file and by kind: what each test spends, and the figures made of it.

    python3 packaging/start.py test --all -p tests.lab.durations --spent RUN.jsonl
    python -m tests.lab.durations RUN.jsonl [--name quick] [--files 10]

As pytest's plugin it writes one line a test (and one a process, for collecting): seconds by the clock and of the
processor with those of ended child processes, networks opened, libraries made and starts of the program.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

KINDS = {"starts": "starts of the program", "networks": "networks opened", "libraries": "libraries made"}


def processor_seconds() -> float:
    """Of this process and of its ended children."""
    return sum(os.times()[:4])


class Spent:
    """The plugin of one process: counts what tests do, and writes it down."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kinds: dict[str, list[float]] = {kind: [0, 0.0] for kind in KINDS}
        self._inside: set[str] = set()
        self._collected = False

    def counts(self, kind: str, of: Any, name: str) -> None:
        """Wraps a function, so that its calls and their processor time are counted; calls within it are its own."""
        inner = getattr(of, name)

        @functools.wraps(inner)
        def counted(*arguments: Any, **named: Any) -> Any:
            if kind in self._inside:
                return inner(*arguments, **named)
            self._inside.add(kind)
            begun = time.process_time()
            try:
                return inner(*arguments, **named)
            finally:
                self._inside.discard(kind)
                self._kinds[kind][0] += 1
                self._kinds[kind][1] += time.process_time() - begun

        setattr(of, name, counted)

    def watch(self) -> None:
        import onnxruntime

        from karuta import bootstrap
        from karuta.services.catalogue import add_folder

        self.counts("networks", onnxruntime.InferenceSession, "__init__")
        self.counts("libraries", add_folder, "add_folder")
        self.counts("starts", bootstrap, "run")

    def write(self, row: dict[str, object]) -> None:
        # One write a line: lines of several processes do not mix.
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")

    @pytest.hookimpl
    def pytest_collection_finish(self) -> None:
        if not self._collected:
            self._collected = True
            self.write({"test": "", "clock": time.perf_counter() - BEGUN, "processor": processor_seconds()})

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        before = {kind: tuple(row) for kind, row in self._kinds.items()}
        clock, processor = time.perf_counter(), processor_seconds()
        try:
            return (yield)
        finally:
            row: dict[str, object] = {
                "test": item.nodeid,
                "clock": round(time.perf_counter() - clock, 4),
                "processor": round(processor_seconds() - processor, 4),
            }
            for kind, (n, seconds) in self._kinds.items():
                row[kind] = [n - before[kind][0], round(seconds - before[kind][1], 4)]
            self.write(row)


BEGUN = time.perf_counter()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--spent", type=Path, help="write what each test spends to this file, a line a test")


def pytest_configure(config: pytest.Config) -> None:
    file = config.getoption("--spent")
    # The process that only hands tests out runs none.
    if file is not None and (hasattr(config, "workerinput") or not config.getoption("numprocesses", None)):
        plugin = Spent(file)
        plugin.watch()
        config.pluginmanager.register(plugin)


def figures_of(rows: list[dict[str, Any]], *, files: int = 10) -> Iterator[tuple[str, str, int | None]]:
    """What was measured, its figure and its n: all tests, each kind of work, and the files that take most."""
    tests = [row for row in rows if row["test"]]
    clock, processor = (sum(row[key] for row in tests) for key in ("clock", "processor"))
    yield "each test's clock / processor, together", f"{clock:.0f} / {processor:.0f} s", len(tests)
    kinds = {"collecting": sum(row["processor"] for row in rows if not row["test"])}
    for kind, words in KINDS.items():
        n = sum(row[kind][0] for row in tests)
        kinds[f"{n:,.0f} {words}"] = sum(row[kind][1] for row in tests)
    kinds["waiting"] = max(0.0, clock - processor)
    yield "by kind, s", ", ".join(f"{kind} {seconds:.0f}" for kind, seconds in kinds.items()), None
    by_file: Counter[str] = Counter()
    for row in tests:
        file = Path(row["test"].partition("::")[0])
        by_file[f"{file.parent.name}/{file.stem.removeprefix('test_')}"] += row["processor"]
    yield "slowest files, s", ", ".join(f"{file} {seconds:.0f}" for file, seconds in by_file.most_common(files)), None


def main(arguments: list[str]) -> None:
    # Not at the head: as a plugin this module brings nothing with it.
    from tests.lab import figures

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--name", default="quick", help="of the run: its figures stand apart from another one's")
    parser.add_argument("--files", type=int, default=10)
    asked = parser.parse_args(arguments)
    rows = [json.loads(line) for line in asked.run.read_text(encoding="utf-8").splitlines()]
    for what, figure, n in figures_of(rows, files=asked.files):
        figures.tell(f"{asked.name}: {what}", figure, n)


if __name__ == "__main__":
    main(sys.argv[1:])
