"""Writes a trained finder of lines and a trained reader of names as the folder that the program loads.

python -m workshop.backbone.export_names --reader RUNS/name-reader --finder RUNS/line-finder \
    --out resources/models/name-reader-NAME --made 2026-12-03
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from karuta.files import make_folder
from workshop.backbone.codes_net import NamesNetwork, names_graph
from workshop.backbone.lines_net import LinesNetwork, lines_graph
from workshop.backbone.run_folder import RunFolder
from workshop.code_reader.reader_folder import FINDER, NETWORK, ReaderDescription, write_names_card

TRAINED_ON = (
    "Drawn names (English words, made-up words, numbers) in fonts of Debian's packages, on drawn grounds, and whole "
    "scenes of drawn cards. No photo, no real card and no real card's name."
)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.backbone.export_names", description=__doc__)
    parser.add_argument("--reader", type=Path, required=True, help="the run that trained the reader")
    parser.add_argument("--finder", type=Path, required=True, help="the run that trained the finder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--made", required=True, help="the day, as 2026-12-03")
    chosen = parser.parse_args(argv)
    make_folder(chosen.out)
    names_graph(_trained(NamesNetwork(), chosen.reader)).save(chosen.out / NETWORK)
    lines_graph(_trained(LinesNetwork(), chosen.finder)).save(chosen.out / FINDER)
    description = ReaderDescription(
        name=chosen.out.name,
        made=chosen.made,
        licence="Apache-2.0",
        trained_on=TRAINED_ON,
        made_by=(
            "python -m workshop.backbone.train_names --config app/workshop/name_reader/recipes/name-reader.json "
            "--fonts FOLDER --run RUN",
            "python -m workshop.backbone.train_lines --config app/workshop/name_reader/recipes/line-finder.json "
            "--fonts FOLDER --run RUN",
            "python -m workshop.backbone.export_names --reader RUN --finder RUN --out FOLDER --made DAY",
        ),
    )
    write_names_card(chosen.out, description)
    return 0


def _trained(net: Any, run: Path) -> Any:
    state = RunFolder(run).load()
    if state is None:
        raise SystemExit(f"{run} has no checkpoint")
    net.load_state_dict(state["net"])
    return net.eval()


if __name__ == "__main__":
    raise SystemExit(main())
