"""`karuta check --scheduler` with two workers of which one is killed, and a scheduler that is killed: the same bytes.

    python -m tests.lab.check_cluster [--listings 250] [--seed 1]

Needs the extra `cluster`. The demo's cards and photos; some listings have no photo. The report of one job of this
computer is compared with that of the cluster, and with that of a second run after the scheduler was killed too. Where
`strace` is installed, the command is watched from outside: it may connect to the scheduler alone.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.dask_cluster import DaskCluster, dask_cluster
from tests.lab import figures
from tests.lab.check_kill import PHOTOS, shards, write_listings

from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.demo import ready_demo

PATIENCE = 900.0
_CONNECTS = re.compile(r"connect\(\d+, (\{sa_family=AF_INET6?.*?\}), ")


def begun(folder: Path, out: Path, *more: str, traced: Path | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "karuta", "--library", str(folder / "library"), "check"]
    command += [str(folder / "listings.csv"), "--photos", str(PHOTOS), "--out", str(out), "--html", f"{out}.html"]
    if traced is not None and shutil.which("strace"):
        command = ["strace", "-f", "-qq", "-e", "trace=connect,sendto", "-o", str(traced), *command]
    return subprocess.Popen([*command, *more], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> str:
    """What it said."""
    return process.communicate(timeout=PATIENCE)[1]


def wait_for_shard(out: Path, process: subprocess.Popen[str], count: int) -> None:
    while process.poll() is None and len(shards(out)) < count:
        time.sleep(0.02)


def same(out: Path, whole: Path) -> None:
    for ending in ("", ".html"):
        assert Path(f"{out}{ending}").read_bytes() == Path(f"{whole}{ending}").read_bytes(), f"another report{ending}"


def killed_worker(folder: Path, whole: Path) -> None:
    (folder / "first").mkdir()
    with dask_cluster(folder / "first", workers=2) as cluster:
        out, traced = folder / "cluster.csv", folder / "connects"
        process = begun(folder, out, "--scheduler", cluster.address, traced=traced)
        wait_for_shard(out, process, 1)
        done = len(shards(out))
        cluster.workers[0].kill()
        ended(process)
        same(out, whole)
        print(f"two workers, one killed with {done} shards done: both reports are the same bytes", flush=True)
        if traced.exists():
            port = cluster.address.rpartition(":")[2]
            places = set(_CONNECTS.findall(traced.read_text()))
            others = [place for place in places if f"htons({port})" not in place or '"127.0.0.1"' not in place]
            assert not others, f"it connected elsewhere too: {others}"
            print(f"connected to the scheduler alone ({len(places)} address)", flush=True)


def killed_scheduler(folder: Path, whole: Path) -> None:
    (folder / "second").mkdir()
    cluster = DaskCluster(folder / "second")
    out = folder / "lost.csv"
    try:
        cluster.add_worker()
        process = begun(folder, out, "--scheduler", cluster.address)
        wait_for_shard(out, process, 1)
    finally:
        cluster.end()
    said, kept = ended(process), shards(out)
    assert process.returncode == 1 and "is gone" in said and kept and not out.exists(), said
    again = begun(folder, out)
    said = ended(again)
    same(out, whole)
    print(f"scheduler killed: exit code 1 and {len(kept)} shards kept; the rest done here, the same bytes", flush=True)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listings", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = LibraryFolder(folder / "library")
        ready_demo(library, resources_folder(), cancel=CancelToken(), progress=lambda *_: None)
        write_listings(folder / "listings.csv", wanted.listings, wanted.seed, gone=lambda number: number % 17 == 0)
        whole = folder / "whole.csv"
        ended(begun(folder, whole))
        killed_worker(folder, whole)
        killed_scheduler(folder, whole)
    figures.tell("worker and scheduler killed: the same bytes", "yes", 2)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
