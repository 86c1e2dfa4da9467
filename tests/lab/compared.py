"""How many of the first cards are to be compared with a crop: right at first by that number, on brutal simulated crops.

    python -m tests.lab.compared --library DIR [--crops 600] [--seed 77]

DIR: a library that was made with `karuta catalogue add`. Each crop is of one of its artworks, drawn by lot.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tests.lab import figures

from karuta.domain.ranking import COMPARED, MOST_COMPARED, NEARLY
from karuta.engine.decode import decode
from karuta.engine.similarity import contrast_map, most_and_least
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue.catalogue_pictures import picture_file
from karuta.services.library.open_library import open_for_reading
from karuta.training.photographer import Grade, simulated_crop

LISTED = 48


def asked(library: LibraryFolder, *, crops: int, seed: int) -> list[tuple[list[float], list[float], list[bool]]]:
    """For each crop, of the first cards by score: scores, similarities, and whether each is its own."""
    recogniser = open_for_reading(library, resources_folder(), exact=True, own_test=False).recogniser
    view, embedder, contrasts = recogniser.view, recogniser.model.embedder, recogniser.contrasts
    assert contrasts is not None
    found = []
    for picture in np.random.default_rng(seed).permutation(sorted(view.by_picture))[:crops].tolist():
        path = picture_file(library, view, picture)
        if path is None:
            continue
        rng = np.random.default_rng([seed, int(picture[:15], 16)])
        crop = simulated_crop(decode(path), grade=Grade.BRUTAL, rng=rng, size=embedder.spec.size)
        (near,) = recogniser.search.neighbours(embedder.embed([crop]), count=4 * LISTED)
        first: dict[object, tuple[str, float]] = {}
        for neighbour in near:
            first.setdefault(
                view.by_picture[neighbour.picture_sha256][0].card, (neighbour.picture_sha256, neighbour.score)
            )
        cards = list(first)[:LISTED]
        held = [contrasts.of(first[card][0]) for card in cards]
        alike = most_and_least(contrast_map(crop), [outline for outline in held if outline is not None])[:, 0]
        own = view.by_picture[picture][0].card
        found.append(([first[card][1] for card in cards], alike.tolist(), [card == own for card in cards]))
    return found


def right(one: tuple[list[float], list[float], list[bool]], count: int) -> bool:
    scores, alike, own = one
    return own[max(range(min(count, len(scores))), key=lambda at: scores[at] + alike[at])]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--crops", type=int, default=600)
    parser.add_argument("--seed", type=int, default=77)
    chosen = parser.parse_args(argv)
    found = asked(LibraryFolder(chosen.library), crops=chosen.crops, seed=chosen.seed)
    for count in (1, COMPARED, 16, MOST_COMPARED, 32, LISTED):
        print(f"{count:3} compared: {figures.in_words(sum(right(question, count) for question in found), len(found))}")
    for most in (16, MOST_COMPARED, 32):
        counts = [
            max(COMPARED, sum(question[0][0] - score <= NEARLY for score in question[0][:most])) for question in found
        ]
        hits = sum(right(one, count) for one, count in zip(found, counts, strict=True))
        print(f"up to {most}: {figures.in_words(hits, len(found))}, {sum(counts) / len(counts):.1f} compared")


if __name__ == "__main__":
    main()
