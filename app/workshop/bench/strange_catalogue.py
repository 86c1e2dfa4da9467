"""Writes a catalogue folder of cards of no game, so that verdicts can be fitted on more than one game's frames.

python -m workshop.bench.strange_catalogue --catalogue FOLDER --count 1200 --out OUT
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from workshop.artworks import artwork_files
from workshop.faces import FaceMaker, FaceMix

GAME = "strange"
WIDTH = 240


def write_strange(faces: Sequence[Path], out: Path, *, count: int, seed: int, game: str = GAME) -> None:
    """`faces`: pictures of real cards, from whose art some of the new ones are made. The same seed, the same cards."""
    (out / "images").mkdir(parents=True)
    maker = FaceMaker(faces, mix=FaceMix(odd_colours=0.0, any_face=1.0))
    lines, rows = [], ["file,card_id,artwork"]
    for number in range(count):
        name = f"{number:05d}"
        face = maker.face(np.random.default_rng([seed, number]), width=WIDTH)
        Image.fromarray(face.pixels).save(out / "images" / f"{name}.webp", quality=90)
        lines.append(json.dumps({"card_id": name, "game": game, "names": {"en": name}}))
        rows.append(f"{name}.webp,{name},main")
    (out / "cards.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (out / "images.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.bench.strange_catalogue", description=__doc__)
    parser.add_argument("--catalogue", type=Path, required=True, help="a folder with cards.jsonl, images.csv, images/")
    parser.add_argument("--count", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=51)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(argv)
    faces = [file.path for file in artwork_files(chosen.catalogue)]
    write_strange(faces, chosen.out, count=chosen.count, seed=chosen.seed)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
