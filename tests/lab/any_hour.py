"""The quick suite on machines just started and long up, in another year, zone, language, home, and as another user.

    python -m tests.lab.any_hour [--only NAME ...] [-- PYTEST ARGUMENTS]

Each condition runs the suite, or what the arguments of pytest name, on a fresh clone of the last commit, and tells how
many tests passed. What a machine lacks (time namespaces, `faketime`, a Python that another user may run) is said, and
that condition is left out.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab import figures

ROOT = Path(__file__).resolve().parents[2]
DAY = 24 * 3600
NOBODY = 65534


@dataclass(frozen=True)
class Condition:
    """`before`: the words in front of the command. `environment`: what differs from this one's. `user`: by number."""

    name: str
    before: Callable[[], Sequence[str]] = tuple
    environment: Mapping[str, str] = field(default_factory=dict)
    user: int = field(default_factory=os.getuid)


def up_for(seconds: int) -> Sequence[str]:
    """A time namespace of its own in which the machine was started so long ago."""
    clocks = ["--monotonic", str(seconds - uptime()), "--boottime", str(seconds - uptime())]
    return ("unshare", "--time", "--fork", *clocks)


def uptime() -> int:
    return int(float(Path("/proc/uptime").read_text(encoding="ascii").split()[0]))


def another_date(date: str) -> Sequence[str]:
    return ("faketime", "-f", f"@{date}")


def another_user() -> Sequence[str]:
    return ("setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups")


CONDITIONS = (
    Condition("up for 30 s", lambda: up_for(30)),
    Condition("up for 400 s", lambda: up_for(400)),
    Condition("up for 60 days", lambda: up_for(60 * DAY)),
    Condition("2031", lambda: another_date("2031-05-14 23:58:00"), {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}),
    Condition("Apia", environment={"TZ": "Pacific/Apia"}),
    Condition("UTC, C.UTF-8", environment={"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}),
    Condition("Japanese", environment={"LANG": "ja_JP.UTF-8", "LC_ALL": "ja_JP.UTF-8"}),
    Condition("no other programs", environment={"PATH": "/nonexistent"}),
    Condition("another user, a home that cannot be written", another_user, {"HOME": "/"}, NOBODY),
)


def why_not(condition: Condition) -> str:
    """What this machine lacks for it; empty where it can be had."""
    words = condition.before()
    if not words:
        return ""
    if shutil.which(words[0]) is None:
        return f"{words[0]} is not here"
    starts_itself = "import subprocess, sys; subprocess.run([sys.executable, '-c', ''], check=True)"
    ended = subprocess.run([*words, sys.executable, "-c", starts_itself], capture_output=True, text=True, check=False)
    return "" if ended.returncode == 0 else ended.stderr.strip().rpartition("\n")[2]


def run(condition: Condition, arguments: Sequence[str]) -> tuple[int, int]:
    """How many tests passed, and how many did not."""
    with tempfile.TemporaryDirectory() as folder:
        place, clone = Path(folder), Path(folder) / "karuta"
        place.chmod(0o755)  # PostgreSQL runs as a user of its own
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        for file in (place, *place.rglob("*")):
            shutil.chown(file, condition.user, condition.user)
        command = [*condition.before(), sys.executable, "-m", "pytest", "-q", *arguments]
        environment = os.environ | {"TMPDIR": str(place), "PYTHONPATH": os.pathsep.join(["app", "."])}
        ended = subprocess.run(
            command,
            cwd=clone,
            env=environment | condition.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    counts = {word: int(count) for count, word in re.findall(r"(\d+) (passed|failed|error)", ended.stdout)}
    failed = counts.get("failed", 0) + counts.get("error", 0)
    if failed or ended.returncode != 0:
        sys.stderr.write(ended.stdout)
    return counts.get("passed", 0), failed or int(ended.returncode != 0)


def asked_for(names: Iterable[str]) -> Sequence[Condition]:
    chosen = set(names)
    return [condition for condition in CONDITIONS if not chosen or condition.name in chosen]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], choices=[condition.name for condition in CONDITIONS])
    parser.add_argument("pytest", nargs="*")
    asked = parser.parse_args()
    for condition in asked_for(asked.only):
        lacks = why_not(condition)
        if lacks:
            print(f"{condition.name}: left out: {lacks}", flush=True)
            continue
        passed, failed = run(condition, asked.pytest)
        figures.share(f"the quick suite, {condition.name}", passed, passed + failed, least=1)


if __name__ == "__main__":
    main()
