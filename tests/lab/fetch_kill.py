"""Kill -9 at random moments of `karuta catalogue fetch`: started again, it leaves the same files to the byte.

    python -m tests.lab.fetch_kill [--rounds 50] [--seed 1]

For each source a server on this computer publishes 40 made cards with pictures. Each round begins an empty folder,
kills the real command after a random share of the time that an unbroken run takes, a second one too, and lets the third
run to its end. Every file and checksum is then compared with those of the unbroken run.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import published
from tests.fetching import files_of
from tests.lab import figures
from tests.loopback import Loopback

CARDS = 40


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        wrong = sum(
            _rounds(source, Path(name, source), rounds=asked.rounds, dice=random.Random(asked.seed))
            for source in published.ALL
        )
    rounds = asked.rounds * len(published.ALL)
    figures.share("downloads killed twice: ended as an unbroken one", rounds - wrong, rounds, least=1)
    return 1 if wrong else 0


def _rounds(source: str, place: Path, *, rounds: int, dice: random.Random) -> int:
    place.mkdir()
    with Loopback(published.ALL[source](CARDS)).serving() as server:
        begun = time.monotonic()
        _begin(source, place / "unbroken", server).wait()
        seconds, whole = time.monotonic() - begun, files_of(place / "unbroken")
        assert len(whole) > 1
        wrong = cut = 0
        for _ in range(rounds):
            folder = place / "killed"
            shutil.rmtree(folder, ignore_errors=True)
            for _ in range(2):
                process = _begin(source, folder, server)
                try:
                    process.wait(dice.uniform(0, seconds))
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    cut += 1
            _begin(source, folder, server).wait()
            wrong += files_of(folder) != whole
    print(f"{source}: {rounds - wrong} of {rounds} rounds end as the unbroken run, {cut} kills in {seconds:.1f} s each")
    return wrong


def _begin(source: str, folder: Path, server: Loopback) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "karuta", "catalogue", "fetch", source, "--to", str(folder)]
    return subprocess.Popen(
        [*command, "--mirror", server.address],
        env={**os.environ, "HOME": str(folder.parent)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    sys.exit(main())
