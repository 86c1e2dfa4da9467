"""Starts Karuta or its tests from a checkout: makes an environment of its own once, then steps aside.

    python3 packaging/start.py demo        Karuta on the bundled demo library
    python3 packaging/start.py run ...     karuta with these arguments; without any, the window
    python3 packaging/start.py test ...    the tests, with any arguments of pytest
    python3 packaging/start.py check       format, lint and types

The environment lies in .venv (or in the folder that KARUTA_ENVIRONMENT names); its packages are locked
with hashes. As root on Debian and Ubuntu, the system's packages that venv and Qt need are installed too.
A second start installs nothing and needs no network.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Sequence  # noqa: UP035 - Python 3.6 reads this file

ROOT = Path(__file__).resolve().parent.parent
# A script's own folder is on the path already, but not with PYTHONSAFEPATH.
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "app")]

from starter import fitness  # noqa: E402 - needs the line above

WORDS = ("demo", "run", "test", "check")


def main(arguments: "Sequence[str]") -> int:
    if not arguments or arguments[0] not in WORDS:
        asked = bool(arguments) and arguments[0] in ("-h", "--help", "help")
        (sys.stdout if asked else sys.stderr).write(__doc__ or "")
        return 0 if asked else 2
    unfit = fitness.why_unfit(fitness.this_python())
    if unfit is None:
        # Not before: these modules need the Python that Karuta needs.
        from starter import commands

        return commands.start(ROOT, arguments)
    other = fitness.another()
    if other is None:
        sys.stderr.write(fitness.sentence(unfit, sys.executable) + "\n")
        return 1
    again = [*other, str(Path(__file__).resolve()), *arguments]
    if os.name != "nt":
        os.execvp(again[0], again)
    return subprocess.run(again, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
