"""The figures of the laboratory: what a check tells is printed, kept where that is asked for, and put on one page.

    python -m tests.lab.figures                      makes README.md of results/*.json
    python -m tests.lab.figures CHECK [ARGUMENT...]  runs a check, keeps what it tells, then makes the page

A figure by hand: add a line with the fields of `Row` to results/CHECK.json, then make the page. What a check tells
takes the place of the row with the same `what`; what no longer holds is removed, and stays in the history.
"""

from __future__ import annotations

import datetime
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from karuta.domain.statistics import wilson

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RESULTS = HERE / "results"
PAGE = HERE / "README.md"
MOST_BYTES = 15_000
_USUAL = "2 cores, VNNI"
# The environment of a check whose figures are kept: its command as it is written down.
_KEPT = "KARUTA_KEPT_CHECK"
_MANY = 20
MET, MISSED, WITHIN = "met", "missed", "within"

# Where a program is gone because its question is answered, its figures stand as long as its file of results.
SECTIONS = {
    "Cards (Yu-Gi-Oh; photos are simulated)": (
        *("recognition", "siblings", "self_tests", "beside", "backs", "card_like"),
    ),
    "Games that nobody trained on": ("other_games", "nine_games"),
    "Print and names": ("print_parts", "printing", "print_evidence", "game_prints", "hands"),
    "Learning": ("shifted_look", "exemplars", "wrong_labels", "own_confidence", "full_scope"),
    "Listings": (*("check", "check_keys", "check_kill", "check_cluster", "titles", "prices"),),
    "Catalogue": (
        *("search_names", "unknowns", "collisions", "pack_speed", "catalogue_scale", "scryfall_memory"),
        *("annoy_lists", "million", "hostile_lists"),
    ),
    "Nothing is lost, nothing is sent": (
        *("power_cut", "power_cut_disk", "labels_kill", "labels_faults", "window_kill"),
        *("train_kill", "pack_kill", "fetch_kill", "full_disk", "trust", "real_hand"),
        *("damaged_files", "fuzz_strangers", "hostile_texts", "nothing_sent"),
        *("merge_kill", "replace_kill", "merge_histories", "team"),
    ),
    "Time and memory": (
        *("lookup_pairs", "lookup_cost", "recognition_speed", "first_light", "lookup_memory", "picture_memory"),
        *("demo_start", "window_speed", "queue_scale", "labels_speed", "keys", "bare_debian", "merge_speed", "soak"),
    ),
    "The tests themselves": ("durations", "any_hour", "planted_faults"),
}

_HEAD = """# The laboratory

`python -m tests.lab.figures CHECK ARGUMENTS` runs a check, keeps its figures, makes this page.

In brackets 95 % intervals, of times their range. Aims are met unless it says *missed*, or *within* the interval.
A commit before 2026-11-29 noted the figure. A check in *italics* is gone: see its commit.
"""


@dataclass(frozen=True)
class Row:
    """One figure. `outcome` is met, missed, within (its interval) or nothing; `n` is None where nothing is counted."""

    what: str
    figure: str
    n: int | None
    interval: str
    aim: str
    outcome: str
    command: str
    commit: str
    date: str
    machine: str

    @property
    def said(self) -> str:
        """The figure with its interval and n."""
        counted = "" if self.n is None or f"of {self.n:,}" in self.figure else f", n = {self.n:,}"
        return self.figure + (f" ({self.interval})" if self.interval else "") + counted

    @property
    def wanted(self) -> str:
        return self.aim if self.outcome in ("", MET) else f"{self.aim}: {self.outcome}"


def in_words(k: int, n: int) -> str:
    """A share with its interval."""
    return f"{k:,} of {n:,} ({_interval(k, n)})" if n else "none"


def share(what: str, k: int, n: int, *, least: float | None = None, most: float | None = None) -> None:
    """Tells `k` of `n`; `least` and `most` are aims, from 0 to 1. Nothing where there is nothing to count."""
    if not n:
        print(f"{what}: none", flush=True)
        return
    aim = outcome = ""
    found = wilson(k, n)
    if least is not None:
        aim = "all" if least == 1 else f"{100 * least:g} %"
        outcome = MET if found.share >= least else WITHIN if found.high >= least else MISSED
    elif most is not None:
        aim = "none" if most == 0 else f"≤ {100 * most:g} %"
        outcome = MET if found.share <= most else WITHIN if found.low <= most else MISSED
    _put(what, f"{k:,} of {n:,}", n, _interval(k, n), aim, outcome)


def spread(what: str, values: Sequence[float], unit: str, *, most: float | None = None) -> None:
    """Tells the median of what was measured again and again, in `unit`, and its range; `most` is an aim."""
    if not values:
        print(f"{what}: none", flush=True)
        return
    # Of many, what nine of ten lie within.
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95) if len(values) >= _MANY else (0.0, 0.5, 1.0))
    interval = f"{low:.3g} to {high:.3g}" if len(values) > 1 else ""
    aim, met = ("", None) if most is None else (f"{most:g} {unit}", bool(middle <= most))
    tell(what, f"{middle:.3g} {unit}", len(values), interval=interval, aim=aim, met=met)


def tell(what: str, figure: str, n: int | None, *, interval: str = "", aim: str = "", met: bool | None = None) -> None:
    """Tells any other figure, in the words that shall stand on the page."""
    _put(what, figure, n, interval, aim, "" if met is None else MET if met else MISSED)


def _put(what: str, figure: str, n: int | None, interval: str, aim: str, outcome: str) -> None:
    """Prints one figure, and keeps it where the check was run by this module."""
    command = os.environ.get(_KEPT, "")
    row = Row(what, figure, n, interval, aim, outcome, command, *_where() if command else ("", "", ""))
    print(f"{what}: {row.said}" + (f"; aim {aim}: {outcome}" if aim else ""), flush=True)
    if command:
        keep(command.split()[2].rpartition(".")[2], row)


def keep(check: str, row: Row) -> None:
    """Puts a row into the check's file, in the place of the one that measured the same."""
    path = RESULTS / f"{check}.json"
    rows = {old.what: old for old in read(path)} if path.is_file() else {}
    rows[row.what] = row
    lines = (json.dumps(asdict(kept), ensure_ascii=False) for kept in rows.values())
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def read(path: Path) -> list[Row]:
    return [Row(**line) for line in json.loads(path.read_text(encoding="utf-8"))]


def page() -> str:
    """The whole page, as Markdown."""
    machines = {_USUAL: ""}
    parts = [_HEAD]
    for title, checks in SECTIONS.items():
        lines = [line for check in checks for line in _lines(check, machines)]
        if lines:
            parts.append("\n".join((f"## {title}\n", "| | figure | aim | check | when |", "|-|-|-|-|-|", *lines, "")))
    others = "".join(f"; *{letter}*: {machine}" for machine, letter in machines.items() if letter)
    return "\n".join((*parts, f"Measured on {_USUAL}{others}.\n"))


def has_program(check: str) -> bool:
    return (HERE / f"{check}.py").is_file()


def _lines(check: str, machines: dict[str, str]) -> Iterator[str]:
    path, before = RESULTS / f"{check}.json", ""
    for row in read(path) if path.is_file() else ():
        letter = machines.setdefault(row.machine, chr(ord("a") + len(machines) - 1))
        run = f"{row.date} {row.commit} {letter}".rstrip()
        # What stands in the row above is not said again.
        name, here = "" if before else check if has_program(check) else f"*{check}*", "" if run == before else run
        yield (
            "|"
            + "|".join(f" {cell} ".replace("  ", " ") for cell in (row.what, row.said, row.wanted, name, here))
            + "|"
        )
        before = run


def _interval(k: int, n: int) -> str:
    found = wilson(k, n)
    # A bound that is not 0 or 100 is not written so.
    ends = (f"{100 * end:.{1 if 0.0005 < end < 0.9995 else 2}f}" for end in (found.low, found.high))
    return "-".join(end.rstrip("0").removesuffix(".") or "0" for end in ends)


def _where() -> tuple[str, str, str]:
    """Commit (with + where the program differs from it), date and machine of what is measured now."""
    # Also for a user whom the checkout does not belong to.
    git = ("git", "-c", "safe.directory=*", "-C", str(HERE))
    commit = subprocess.check_output((*git, "rev-parse", "--short=7", "HEAD"), text=True).strip()
    changed = subprocess.run((*git, "diff", "--quiet", "HEAD", "--", ":/app"), check=False).returncode
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return commit + "+" * bool(changed), today, _machine()


def _machine() -> str:
    """Cores, and what decides which form of the networks answers."""
    cpuinfo = Path("/proc/cpuinfo")
    flags = cpuinfo.read_text(encoding="utf-8") if cpuinfo.is_file() else ""
    kinds = (("amx_int8", "AMX"), ("vnni", "VNNI"), ("avx2", "AVX2"))
    best = next((name for flag, name in kinds if flag in flags), "no AVX2 known")
    return f"{os.cpu_count()} cores, {best}"


def _written(arguments: Sequence[str]) -> str:
    """A command without the folders of one machine."""
    return shlex.join("DIR" if word.startswith(("/", "..", "~")) else word for word in arguments)


def main(arguments: Sequence[str]) -> int:
    code = 0
    if arguments:
        check, *rest = arguments
        kept = f"python -m tests.lab.{check} {_written(rest)}".strip()
        run = (sys.executable, "-m", f"tests.lab.{check}", *rest)
        code = subprocess.run(run, env={**os.environ, _KEPT: kept}, check=False).returncode
    text = page()
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE.name}: {len(text.encode()):,} bytes of {MOST_BYTES:,} at most")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
