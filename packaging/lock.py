"""Writes packaging/requirements/*.txt from pyproject.toml: every package with its hashes, no registry's address.

    python packaging/lock.py                        keeps the pins that still fit
    python packaging/lock.py --upgrade              takes the newest of everything
    python packaging/lock.py --upgrade-package NAME

Needs `uv` on PATH (`pip install uv`). The files hold for Python 3.11 to 3.14 on Linux, Windows and macOS.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = Path("packaging", "requirements")

COMPILE = [
    *("uv", "pip", "compile", "pyproject.toml", "--group", "build", "--quiet"),
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"),
]
RUN = [*COMPILE, "--output-file", str(REQUIREMENTS / "run.txt")]
# The same versions as in run.txt, so that `test` only adds to what `demo` installed.
DEV = [
    *COMPILE,
    *("--extra", "dev", "--constraint", str(REQUIREMENTS / "run.txt")),
    *("--output-file", str(REQUIREMENTS / "dev.txt")),
]
# What the starter's environment needs besides, for the camera: pip install --require-hashes -r ...
CAMERA = [
    *COMPILE,
    *("--extra", "camera", "--constraint", str(REQUIREMENTS / "run.txt")),
    *("--output-file", str(REQUIREMENTS / "camera.txt")),
]
# And for a cluster: the same on every machine of it.
CLUSTER = [
    *COMPILE,
    *("--extra", "cluster", "--constraint", str(REQUIREMENTS / "run.txt")),
    *("--output-file", str(REQUIREMENTS / "cluster.txt")),
]
# And for a team.
TEAM = [
    *COMPILE,
    *("--extra", "team", "--constraint", str(REQUIREMENTS / "run.txt")),
    *("--output-file", str(REQUIREMENTS / "team.txt")),
]
# What packaging/bundle.py installs.
BUNDLE = [
    *COMPILE,
    *("--group", "bundle", "--constraint", str(REQUIREMENTS / "run.txt")),
    *("--output-file", str(REQUIREMENTS / "bundle.txt")),
]


def main(arguments: Sequence[str]) -> int:
    if shutil.which("uv") is None:
        sys.stderr.write("Locking needs uv: install it (pip install uv) and run this again.\n")
        return 1
    for command in (RUN, DEV, CAMERA, CLUSTER, TEAM, BUNDLE):
        process = subprocess.run([*command, *arguments], cwd=ROOT, check=False)
        if process.returncode != 0:
            return process.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
