"""Writes a trained code reader as the folder that the program loads.

python -m workshop.backbone.export_codes --run RUNS/code-reader --out resources/models/code-reader-NAME \
    --made 2026-11-26
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from karuta.files import make_folder
from workshop.backbone.codes_net import CodesNetwork, codes_graph
from workshop.backbone.run_folder import RunFolder
from workshop.code_reader.reader_folder import NETWORK, ReaderDescription, write_reader_card

TRAINED_ON = (
    "Drawn codes: strings of the patterns of set codes, numbers and words of editions in fonts of Debian's packages, "
    "on drawn grounds; parts of catalogue pictures stood above some of them. No photo, and no printed code."
)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.backbone.export_codes", description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--made", required=True, help="the day, as 2026-11-26")
    chosen = parser.parse_args(argv)
    state = RunFolder(chosen.run).load()
    if state is None:
        parser.error(f"{chosen.run} has no checkpoint")
    net = CodesNetwork()
    net.load_state_dict(state["net"])
    net.eval()
    make_folder(chosen.out)
    codes_graph(net).save(chosen.out / NETWORK)
    description = ReaderDescription(
        name=chosen.out.name,
        made=chosen.made,
        licence="Apache-2.0",
        trained_on=TRAINED_ON,
        made_by=(
            "python -m workshop.backbone.train_codes --config "
            "app/workshop/code_reader/recipes/code-reader.json --run RUN --pictures FOLDER",
            "python -m workshop.backbone.export_codes --run RUN --out FOLDER --made DAY",
        ),
    )
    write_reader_card(chosen.out, description)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
