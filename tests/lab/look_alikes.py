"""Lists the pairs of cards whose pictures differ least, to take photos of: `workshop.bench.code_photos --only`.

python -m tests.lab.look_alikes --library DIR --count 300 --out FILE

A pair is two cards; how alike its pictures are place by place counts, among the pairs with the nearest vectors. Each
card stands in one pair at most. FILE gets a line for each pair: the file of the first picture, both names, how alike.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from karuta.domain.card import Artwork, CardKey
from karuta.engine.similarity import similarities
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.open_library import open_for_reading

# So many of a picture's nearest are looked at; so many pairs are laid over each other for each one that is wanted.
NEAREST, LAID = 6, 6


def pairs(library: LibraryFolder, count: int) -> list[tuple[Artwork, Artwork, float]]:
    recogniser = open_for_reading(library, resources_folder()).recogniser
    view = recogniser.view
    stock = recogniser.search._stock  # type: ignore[attr-defined]
    cards = [{artwork.card for artwork in view.by_picture[picture]} for picture in stock.pictures]
    found: dict[tuple[int, int], float] = {}
    for begin in range(0, len(stock.vectors), 500):
        scores = stock.vectors[begin : begin + 500] @ stock.vectors.T
        near = np.argpartition(-scores, NEAREST, axis=1)[:, :NEAREST]
        for at, others in enumerate(near):
            for other in others:
                one = begin + at
                if one < other and not cards[one] & cards[int(other)]:
                    found[one, int(other)] = float(scores[at, other])
    nearest = sorted(found, key=lambda pair: -found[pair])[: LAID * count]

    contrasts = recogniser.contrasts
    assert contrasts is not None
    alike = []
    for one, other in nearest:
        first, second = (contrasts.of(stock.pictures[at]) for at in (one, other))
        if first is not None and second is not None:
            alike.append((one, other, float(similarities(first.astype(np.float32), [second])[0])))
    chosen: list[tuple[Artwork, Artwork, float]] = []
    used: set[CardKey] = set()
    for one, other, share in sorted(alike, key=lambda pair: -pair[2]):
        pair = [view.by_picture[stock.pictures[at]][0] for at in (one, other)]
        keys = {artwork.card for artwork in pair}
        if len({artwork.name for artwork in pair}) == 2 and not keys & used:
            used |= keys
            chosen.append((pair[0], pair[1], share))
    return chosen[:count]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lab.look_alikes", description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(argv)
    found = pairs(LibraryFolder(asked.library), asked.count)
    with asked.out.open("w", encoding="utf-8") as file:
        file.writelines(f"{one.file}\t{one.name}\t{other.name}\t{share:.3f}\n" for one, other, share in found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
