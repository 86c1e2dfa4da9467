"""How often copies of a photo are missed and second shots are taken for copies, and how long a comparison takes.

    python -m tests.lab.near_duplicates [--cards 100] [--photos 100000] [--catalogue FOLDER]

Simulated photos of a catalogue's cards (the bundled demo's unless another is named), two of each card; copies of them
by JPEG, resizing and cropping; second shots from nearly the same place. Chose the limits in `engine/same_shot.py`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from tests.copies import EDITS, as_compared, two_shots
from tests.lab import figures

from karuta.engine.same_shot import (
    CANDIDATE_BITS,
    MOST_LEFT_OVER,
    MOST_SHEAR,
    Grey,
    Laid,
    Prints,
    ShotIndex,
    laid_over,
    prints_of,
)
from karuta.training.photographer import Grade, Range, photograph
from workshop.artworks import artwork_files

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo" / "catalogue"
SIZE = (640, 853)
SEED = 11
TURNED = ((0.5, 1.0), (1.0, 2.0), (2.0, 6.0))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=100)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--catalogue", type=Path, default=DEMO)
    arguments = parser.parse_args()
    artworks = artwork_files(arguments.catalogue)
    chosen = [artworks[at * len(artworks) // arguments.cards] for at in range(min(arguments.cards, len(artworks)))]
    faces = [np.asarray(Image.open(file.path).convert("RGB")) for file in chosen]
    photos = [_photo(face, at, shot) for at, face in enumerate(faces) for shot in range(2)]
    greys = [as_compared(photo) for photo in photos]
    prints = [prints_of(grey) for grey in greys]
    limits = f"{CANDIDATE_BITS} bits, {MOST_LEFT_OVER} left over, {MOST_SHEAR} sheared"
    print(f"{len(photos)} photos of {len(faces)} cards; at most {limits}")
    missed = 0
    for name, edit in EDITS.items():
        rng = np.random.default_rng([SEED, 1])
        missed += _missed(name, greys, prints, [as_compared(edit(photo, rng)) for photo in photos])
    figures.share("copies of a photo: missed", missed, len(EDITS) * len(photos))
    _grouped("two photos of one card", [(greys[at], greys[at + 1]) for at in range(0, len(greys), 2)])
    for turned in TURNED:
        rng = np.random.default_rng([SEED, 2])
        pairs = [two_shots(photo, rng, turned=turned) for photo in photos]
        named = f"second shot, turned by {turned[0]}-{turned[1]} degrees, moved, other light"
        _grouped(named, [(as_compared(one), as_compared(two)) for one, two in pairs])
    pairs = [(_photo(faces[at], at, 0), _photo(faces[at - 1], at, 0)) for at in range(len(faces))]
    _grouped("another card on the same spot", [(as_compared(one), as_compared(two)) for one, two in pairs])
    _all_pairs("all pairs of photos", greys, prints)
    alike = [as_compared(Image.fromarray(face)) for face in faces]
    _all_pairs("all pairs of artworks alone, as scans are", alike, [prints_of(grey) for grey in alike])
    _speed(arguments.photos, prints)
    return 0


def _photo(face: np.ndarray, number: int, shot: int) -> Image.Image:
    rng = np.random.default_rng([SEED, number, shot])
    grade = Grade.PLAIN if rng.random() < 0.5 else Grade.HARD
    return Image.fromarray(photograph([face], grade=grade, rng=rng, size=SIZE, share=Range(0.1, 0.35)).pixels)


def _bits(held: Prints, asked: Prints) -> int:
    both = np.array([held.whole, held.inner], np.uint64)
    return int(np.bitwise_count(asked.windows[:, None] ^ both[None, :]).min())


def _closest(first: Grey, second: Grey) -> Laid:
    """The better of both ways, as `is_one_shot` looks at both."""
    both = (laid_over(first, second), laid_over(second, first))
    return min(both, key=lambda laid: (not laid.is_copy, laid.left_over))


def _missed(name: str, greys: Sequence[Grey], prints: Sequence[Prints], copies: Sequence[Grey]) -> int:
    bits, laid, missed = [], [], 0
    for grey, held, copy in zip(greys, prints, copies, strict=True):
        asked = prints_of(copy)
        # The original may be there first, or the copy.
        bits += [_bits(held, asked), _bits(asked, held)]
        laid.append(_closest(grey, copy))
        missed += max(bits[-2:]) > CANDIDATE_BITS or not laid[-1].is_copy
    left, shear = max(pair.left_over for pair in laid), max(pair.shear for pair in laid)
    print(
        f"  {name}: missed {figures.in_words(missed, len(copies))}; "
        f"most {max(bits)} bits, {left:.3f} left, {shear:.4f} sheared"
    )
    return missed


def _grouped(name: str, pairs: Sequence[tuple[Grey, Grey]]) -> None:
    bits = [min(_bits(prints_of(one), prints_of(two)), _bits(prints_of(two), prints_of(one))) for one, two in pairs]
    laid = [_closest(one, two) for one, two in pairs]
    near = sum(apart <= CANDIDATE_BITS for apart in bits)
    wrong = sum(b <= CANDIDATE_BITS and one.is_copy for b, one in zip(bits, laid, strict=True))
    left, shear = min(pair.left_over for pair in laid), min(pair.shear for pair in laid)
    rest = f"candidates {near}, least {left:.3f} left, {shear:.4f} sheared"
    print(f"  {name}: grouped {figures.in_words(wrong, len(pairs))}; {rest}")


def _all_pairs(name: str, greys: Sequence[Grey], prints: Sequence[Prints]) -> None:
    index, candidates, wrong = ShotIndex(), 0, 0
    for at, asked in enumerate(prints):
        near = index.near(asked)
        candidates += len(near)
        wrong += sum(_closest(greys[other], greys[at]).is_copy for other in near)
        index.add(asked)
    pairs = len(greys) * (len(greys) - 1) // 2
    print(f"  {name}: grouped {figures.in_words(wrong, pairs)}; candidates {candidates}")


def _speed(count: int, prints: Sequence[Prints]) -> None:
    rng = np.random.default_rng(SEED)
    # The photos' own fingerprints with bits turned, so that bands are as crowded as photos of one kind crowd them.
    words = np.array([prints[int(at)].whole for at in rng.integers(0, len(prints), 2 * count)], np.uint64)
    for _ in range(16):
        words ^= np.uint64(1) << rng.integers(0, 64, 2 * count).astype(np.uint64)
    held = [int(word) for word in words]
    index = ShotIndex(held[:count], held[count:])
    some = prints[:20]
    quick, slow = _times(index.near, some), _times(index.near_by_brute_force, some)
    assert all(index.near(prints_) == index.near_by_brute_force(prints_) for prints_ in some)
    print(f"  a newcomer among {count:,}: {quick:.2f} ms by bands, {slow:.0f} ms one by one (medians of {len(some)})")
    began = time.perf_counter()
    ShotIndex(held[:count], held[count:])
    print(f"  the bands of {count:,} sorted: {1000 * (time.perf_counter() - began):.0f} ms")


def _times(find: Callable[[Prints], list[int]], asked: Sequence[Prints]) -> float:
    took = []
    for request in asked:
        began = time.perf_counter()
        find(request)
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)


if __name__ == "__main__":
    sys.exit(main())
