"""Where the time of the tests goes, by file and by kind: what each test spends, and the table made of it.

    python3 packaging/start.py test --all -p tests.long.durations --spent RUN.jsonl
    python -m tests.long.durations RUN.jsonl [--files 20]

As pytest's plugin it writes one line a test (and one a process, for collecting): seconds by the clock and of the
processor with those of ended child processes, networks opened, libraries made, starts of the program and waits.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

KINDS = ("networks", "libraries", "starts", "processes")


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
        self.counts("processes", subprocess.Popen, "__init__")

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


def table(rows: list[dict[str, Any]], *, files: int) -> str:
    tests = [row for row in rows if row["test"]]
    collecting = [row for row in rows if not row["test"]]
    clock, processor = (sum(row[key] for row in tests) for key in ("clock", "processor"))
    lines = [
        f"{len(tests):,} tests in {len(collecting)} processes: {clock:.0f} s by the clock, "
        f"{processor:.0f} s of processor",
        "",
        "| kind | n | processor, s |",
        "|---|---|---|",
        f"| collecting and importing | {len(collecting)} | {sum(row['processor'] for row in collecting):.0f} |",
    ]
    said = {
        "starts": "the real `run` of the program",
        "networks": "networks opened",
        "libraries": "libraries made",
        "processes": "processes started (their own time is in the tests')",
    }
    for kind, words in said.items():
        n, seconds = (sum(row[kind][at] for row in tests) for at in (0, 1))
        lines.append(f"| {words} | {n:.0f} | {seconds:.0f} |")
    lines.append(f"| waiting (clock less processor) | | {max(0.0, clock - processor):.0f} |")
    lines += ["", "| file | tests | clock, s | processor, s | the longest test |", "|---|---|---|---|---|"]
    by_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tests:
        by_file[row["test"].partition("::")[0]].append(row)
    order = sorted(by_file.items(), key=lambda pair: -sum(row["processor"] for row in pair[1]))
    for file, of_file in order[:files]:
        longest = max(of_file, key=lambda row: row["processor"])
        lines.append(
            f"| {file.removeprefix('tests/')} | {len(of_file)} | {sum(row['clock'] for row in of_file):.1f} "
            f"| {sum(row['processor'] for row in of_file):.1f} | {longest['processor']:.1f} |"
        )
    rooms: Counter[str] = Counter()
    for file, of_file in by_file.items():
        rooms[file.split("/")[1]] += round(sum(row["processor"] for row in of_file))
    lines += ["", "By room, processor: " + ", ".join(f"{room} {seconds} s" for room, seconds in rooms.most_common())]
    over = [row for row in tests if row["processor"] > 5]
    lines.append(f"Tests over 5 s of processor: {len(over)}")
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--files", type=int, default=20)
    asked = parser.parse_args(arguments)
    rows = [json.loads(line) for line in asked.run.read_text(encoding="utf-8").splitlines()]
    print(table(rows, files=asked.files))


if __name__ == "__main__":
    main(sys.argv[1:])
