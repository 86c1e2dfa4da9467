"""Opens every page of a library in which strangers wrote markup, and looks from outside which files that opens.

    python -m tests.lab.hostile_texts      first with one planted `<img>`, which must be seen, then without; exit
                                            code 1 where a file is looked for that only a text names (1 minute)

Needs Linux and `strace`: what Qt opens passes no audit hook of Python.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from tests.gui.test_manners import OPENING
from tests.hostile_library import hostile_library
from tests.lab import figures
from tests.markup import Walk, planted
from tests.outside import has_strace, own_surroundings
from tests.window import Condition, Hand, play

from karuta.paths import settings_file
from karuta.settings import write_settings

_TRACE = ("strace", "-f", "-qq", "-s", "4096", "--seccomp-bpf", "-e", "trace=%file")
# Where the HTML of a planted text leads; as a file's own name it has another way to write the slash.
_NAMED = re.compile(r'"(?:file://)?/planted-(\w+)\.png"')
_PROOF = "proof"


def visit(folder: Path, *, plants: bool) -> int:
    """What the process that is watched does."""
    hostile, walk = hostile_library(folder), Walk()
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    write_settings(settings_file(), hostile.settings)
    application = QApplication(["karuta"])

    def script(hand: Hand) -> Iterator[Condition]:
        if plants:
            label = QLabel(planted(_PROOF))
            label.setTextFormat(Qt.TextFormat.RichText)
            label.grab()
        yield from hostile.script(walk, OPENING)(hand)

    code = play(hostile.arguments, script)  # type: ignore[arg-type]
    del application
    sys.stdout.write(f"kinds of texts that were seen: {len(walk.seen)}; read as markup: {len(walk.found)}\n")
    return code


def named_files(scratch: Path, *options: str) -> Counter[str]:
    """The files that were looked for though only a text names them, by kind, with how often. Raises where it failed."""
    log = scratch / "strace"
    surroundings = own_surroundings(scratch / "home") | {"QT_QPA_PLATFORM": "offscreen", "ORT_DISABLE_TELEMETRY": "1"}
    surroundings["PYTHONPATH"] = str(Path(__file__).resolve().parents[2] / "app")
    visited = [sys.executable, "-m", "tests.lab.hostile_texts", "--visit", str(scratch / "visit"), *options]
    (scratch / "visit").mkdir()
    subprocess.run(
        [*_TRACE, "-o", str(log), *visited], env=surroundings, check=True, cwd=Path(__file__).resolve().parents[2]
    )
    with log.open(encoding="utf-8", errors="replace") as lines:
        return Counter(kind for line in lines for kind in _NAMED.findall(line))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visit", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--plant", action="store_true", help=argparse.SUPPRESS)
    said = parser.parse_args(arguments)
    if said.visit is not None:
        return visit(said.visit, plants=said.plant)
    if not has_strace():
        parser.error("strace is missing, or may not look")
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        proof = named_files(Path(one), "--plant")
        found = named_files(Path(other))
    for name, counted in (("with one planted", proof), ("without", found)):
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(counted.items())) or "none"
        sys.stdout.write(f"{name}: files that only a text names: {kinds}\n")
    what = "files looked for that only a stranger's text names"
    figures.tell(what, str(found.total()), None, aim="none", met=not found)
    return 0 if proof[_PROOF] and not found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
