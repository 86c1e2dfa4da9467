"""Writes what reads titles as networks that the program loads, also while a training still runs.

python -m workshop.backbone.export_titles --reader RUNS/title-reader --finder RUNS/line-finder --out FOLDER
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from karuta.files import make_folder, write_whole
from workshop.backbone.codes_net import TitlesNetwork, titles_graph
from workshop.backbone.lines_net import LinesNetwork, lines_graph
from workshop.backbone.run_folder import RunFolder

READER, FINDER = "reader.onnx", "finder.onnx"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.backbone.export_titles", description=__doc__)
    parser.add_argument("--reader", type=Path, help="the run that trained the reader")
    parser.add_argument("--finder", type=Path, help="the run that trained the finder of lines")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(argv)
    make_folder(chosen.out)
    if chosen.reader:
        write_whole(chosen.out / READER, titles_graph(_filled(TitlesNetwork(), chosen.reader, parser)).save)
    if chosen.finder:
        write_whole(chosen.out / FINDER, lines_graph(_filled(LinesNetwork(), chosen.finder, parser)).save)
    return 0


def _filled(net: Any, run: Path, parser: argparse.ArgumentParser) -> Any:
    state = RunFolder(run).load()
    if state is None:
        parser.error(f"{run} has no checkpoint")
    net.load_state_dict(state["net"])
    return net.eval()


if __name__ == "__main__":
    raise SystemExit(main())
