"""What it gives to stretch colours before embedding: right at 1 by scores alone, for several strengths of it.

    python -m tests.lab.levels CATALOGUE [--faces FOLDER] [--crops 500] [--seed 91] [--strengths 0 0.5 1]

Crops as detect and rectify would cut them, of cards that are held out of all training, against the whole catalogue.
Sets: hard; brutal; both under another lamp (`photographer.toned`, which no set that accuracy is measured on has);
another language's face (hard); the camera of `tests.lab.shifted_look` at two strengths. Artworks are stretched alike.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.lab import figures
from tests.lab.shifted_look import SHIPPED, shifted_crop

from karuta.engine.decode import decode
from karuta.engine.embed import Embedder
from karuta.engine.model import load_model
from karuta.engine.prepare import Levels, fit
from karuta.training.photographer import Grade, simulated_crop
from workshop.artworks import artwork_files
from workshop.bench.crop_test import AT_ONCE
from workshop.pairs import pair_faces
from workshop.photographer.tone import toned

Pixels = NDArray[np.uint8]
CUT = 0.001


def crop_of(face: Pixels, kind: str, *, size: tuple[int, int], seed: int, number: int) -> Pixels:
    rng = np.random.default_rng([seed, number])
    if kind.startswith("camera"):
        return shifted_crop(face, seed=seed, number=number, strength=float(kind.split()[1]), size=size)
    crop = simulated_crop(face, grade=Grade.BRUTAL if kind.startswith("brutal") else Grade.HARD, rng=rng, size=size)
    return toned(crop, rng) if kind.endswith("lamp") else crop


def embedded(embedder: Embedder, pictures: Sequence[Callable[[], Pixels]]) -> NDArray[np.float32]:
    parts = [
        embedder.embed([make() for make in pictures[at : at + AT_ONCE]]) for at in range(0, len(pictures), AT_ONCE)
    ]
    return np.concatenate(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--faces", type=Path)
    parser.add_argument("--model", type=Path, help="else the shipped one")
    parser.add_argument("--crops", type=int, default=500, help="of each set")
    parser.add_argument("--seed", type=int, default=91)
    parser.add_argument("--strengths", type=float, nargs="+", default=[0.0, 0.5, 1.0])
    asked = parser.parse_args()
    folder = asked.model or next(path for path in sorted(SHIPPED.iterdir()) if path.is_dir())
    artworks = artwork_files(asked.catalogue)
    faces = pair_faces(asked.faces) if asked.faces else {}
    embedder = load_model(folder, threads=2).embedder
    size, plain = embedder.spec.size, replace(embedder.spec, levels=None)
    _, card = np.unique([str(artwork.key) for artwork in artworks], return_inverse=True)
    unseen = [at for at, one in enumerate(artworks) if one.held_out]
    abroad = [at for at in unseen if artworks[at].key.card_id in faces]
    rng = np.random.default_rng(asked.seed)
    pictures = [fit(decode(artwork.path), plain) for artwork in artworks]
    sets: dict[str, tuple[list[int], list[Pixels]]] = {}
    for kind in ("hard", "brutal", "hard, another lamp", "brutal, another lamp", "face", "camera 0.7", "camera 1.3"):
        pool = abroad if kind == "face" else unseen
        chosen = [int(at) for at in rng.permutation(pool)[: asked.crops]]
        crops = []
        for number, at in enumerate(chosen):
            path = artworks[at].path if kind != "face" else faces[artworks[at].key.card_id]
            crops.append(crop_of(decode(path), kind, size=size, seed=asked.seed, number=number))
        if crops:
            sets[kind] = chosen, crops
    print(f"{folder.name}, {len(artworks)} artworks, seed {asked.seed}", flush=True)
    for strength in asked.strengths:
        embedder.spec = replace(plain, levels=Levels(CUT, strength) if strength else None)
        vectors = embedded(embedder, [lambda at=at: pictures[at] for at in range(len(pictures))])  # type: ignore[misc]
        for kind, (chosen, crops) in sets.items():
            scores = embedded(embedder, [lambda crop=crop: crop for crop in crops]) @ vectors.T  # type: ignore[misc]
            line = figures.in_words(int((card[scores.argmax(axis=1)] == card[chosen]).sum()), len(chosen))
            print(f"strength {strength}: {kind:22} {line}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
