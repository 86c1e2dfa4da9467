"""How many titles in photos of hands a finder of lines finds, how many lines it says beside, and what that costs.

python -m workshop.bench.found_lines --finder FINDER.onnx --hands FOLDER --part look|judge

FOLDER has `hands/` (photos) and `hands.csv` (photo, title_boxes, part). A title is found where a line's middle is in
its box and the line covers 80 % of its length within 12 degrees. `look` is for choosing, `judge` for judging.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.sighting import Corners
from karuta.domain.statistics import wilson
from karuta.engine.name_lines import LineFinder
from karuta.engine.sessions import open_session

COVERED, TURNED = 0.8, 12.0


def finds(line: Corners, box: Corners) -> bool:
    """Whether a line, from its upper left round, is this box's; the box begins at any of its corners."""
    sides = box[1] - box[0], box[2] - box[1]
    way, across = sorted(sides, key=lambda side: -float(np.hypot(*side)))
    length, high = float(np.hypot(*way)), float(np.hypot(*across))
    axes = np.stack([way / length, [-way[1] / length, way[0] / length]])
    x, y = ((line - box.mean(axis=0)) @ axes.T).T
    along = (line[1] - line[0]) @ axes.T
    turned = np.rad2deg(np.arctan2(abs(along[1]), abs(along[0])))
    covered = min(x.max(), length / 2) - max(x.min(), -length / 2)
    is_inside = abs(x.mean()) < length / 2 and abs(y.mean()) < high / 2
    return bool(is_inside and covered >= COVERED * length and turned <= TURNED)


def boxes_of(text: str) -> NDArray[np.float64]:
    """(n, 4, 2): boxes as the table has them, eight numbers each."""
    return np.array([[float(n) for n in box.split()] for box in text.split("|")]).reshape(-1, 4, 2)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.bench.found_lines", description=__doc__)
    parser.add_argument("--finder", type=Path, required=True)
    parser.add_argument("--hands", type=Path, required=True)
    parser.add_argument("--part", choices=("look", "judge"), required=True)
    chosen = parser.parse_args(argv)
    finder = LineFinder(open_session(chosen.finder, threads=1))
    with (chosen.hands / "hands.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == chosen.part]
    found: list[bool] = []
    lines, milliseconds = 0, []
    for row in rows:
        with Image.open(chosen.hands / "hands" / row["photo"]) as photo:
            pixels = np.asarray(photo.convert("RGB"))
        began = time.process_time()
        said = finder.lines(pixels)
        milliseconds.append(1000 * (time.process_time() - began))
        lines += len(said)
        here = [any(finds(line.corners, box) for line in said) for box in boxes_of(row["title_boxes"])]
        found += here
        if not all(here):
            print(f"{row['photo']}: {here.count(False)} not found")
    share = wilson(sum(found), len(found))
    print(f"{chosen.part}: {sum(found)} of {len(found)} titles ({share.low:.3f}-{share.high:.3f}), ", end="")
    print(f"{lines / len(rows):.1f} lines a photo, {np.median(milliseconds):.0f} ms of processor")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
