"""Strips of any size through the real command line, each in a process of its own: what one takes has a bound."""

from __future__ import annotations

import json
import math
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from karuta.paths import LibraryFolder

MOST_MEGABYTES, MOST_SECONDS = 700, 5
QUICK, ALL = 4, 40
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process's memory is told otherwise there")


# The command, and what it spent: a process that was started counts its parent's memory as its own until then.
COMMAND = """
import json, os, sys
from karuta import bootstrap
code = bootstrap.run(sys.argv[1:])
with open("/proc/self/status") as status:
    (most,) = [int(line.split()[1]) for line in status if line.startswith("VmHWM")]
print(json.dumps({"megabytes": most // 1000, "seconds": sum(os.times()[:4])}))
sys.exit(code)
"""


def strip_of(seed: int) -> tuple[int, int]:
    """(width, height): a longer side up to 65,000, as often short as long, and a third of that or less beside it."""
    dice = random.Random(seed)
    long = round(math.exp(dice.uniform(math.log(641), math.log(65_000))))
    short = round(math.exp(dice.uniform(0, math.log(long / 3))))
    return (short, long) if dice.random() < 0.5 else (long, short)


def write_png(path: Path, size: tuple[int, int]) -> None:
    """Grey, a few hundred bytes: as much as a stranger needs."""
    packer = zlib.compressobj(9)
    row = b"\0" + bytes([127, 127, 127]) * size[0]
    rows = size[1] if size[0] * size[1] <= 250_000_000 else 1
    data = b"".join(packer.compress(row) for _ in range(rows)) + packer.flush()
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for name, part in ((b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)), (b"IDAT", data), (b"IEND", b"")):
            file.write(struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part)))


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=() if seed < QUICK else pytest.mark.long) for seed in range(ALL)]
)
def test_a_strip_is_answered_or_refused_in_a_sentence_within_its_budget(
    made_demo: LibraryFolder, tmp_path: Path, seed: int
) -> None:
    size = strip_of(seed)
    photo = tmp_path / "strip.png"
    write_png(photo, size)
    command = [sys.executable, "-c", COMMAND, "--library", str(made_demo.root), "lookup", "--json", str(photo)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    line, spent = map(json.loads, ended.stdout.splitlines())
    if line["error"] is None:
        assert ended.returncode == 0 and line["size"] == list(size)
    else:
        assert ended.returncode == 1 and line["error"]["code"] in ("too_long", "too_large"), line
        assert line["error"]["message"].endswith(".")
    assert spent["megabytes"] < MOST_MEGABYTES, f"{size} took {spent}"
    assert spent["seconds"] < MOST_SECONDS, f"{size} took {spent}"
