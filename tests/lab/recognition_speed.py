"""How long a photo of 12 megapixels takes: `python -m tests.lab.recognition_speed --model FOLDER --catalogue FOLDER`.

Not part of the suite: it times. One simulated photo with one card, as a phone saves it, is answered again and again,
and beside each answer Pillow decodes the same file at half its size (`draft`): what counts is the ratio within a run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from tests.lab import figures

from karuta.engine.cards_net import CardsNet, RefinedDetector
from karuta.engine.decode import decode, open_picture
from karuta.engine.int8_networks import Int8Networks
from karuta.engine.model import load_model
from karuta.paths import resources_folder
from karuta.services.library.open_library import INT8_FOLDER
from karuta.training.photographer import Grade, Range, photograph
from workshop.artworks import artwork_files
from workshop.bench.crop_test import embedded_artworks
from workshop.bench.fit_verdict import recogniser_of

SIZE = (3000, 4000)


def milliseconds(job: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    job()
    return (clock() - began) * 1000


def half_size(path: Path) -> None:
    with Image.open(path) as image:
        image.draft("RGB", (image.width // 2, image.height // 2))
        image.load()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--processor", action="store_true", help="processor time, which other work hardly changes")
    parser.add_argument("--most", type=int, help="so many artworks alone")
    parser.add_argument("--exact", action="store_true", help="networks in their exact form")
    asked = parser.parse_args()
    # As the program has them, where the processor gains by it.
    int8 = None if asked.exact else Int8Networks(resources_folder() / INT8_FOLDER)
    model = load_model(asked.model, threads=asked.threads, int8=int8)
    artworks = artwork_files(asked.catalogue)[: asked.most]
    clock = time.process_time if asked.processor else time.perf_counter
    answering = recogniser_of(model, artworks, embedded_artworks(model.embedder, artworks))
    card = next(artwork for artwork in artworks if artwork.held_out)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "photo.jpg"
        scene = photograph(
            [decode(card.path)], grade=Grade.HARD, rng=np.random.default_rng(8), size=SIZE, share=Range(0.35, 0.35)
        )
        Image.fromarray(scene.pixels).save(path, quality=92)
        megabytes = path.stat().st_size / 1e6
        pixels = open_picture(path).pixels(longest=answering.detector.longest)
        found = answering.recognise(path, k=5).sightings
        told = found[0].matches[0].card.card_id == card.key.card_id if found else False
        jobs: dict[str, Callable[[], object]] = {
            "whole answer": lambda: answering.recognise(path, k=5),
            "Pillow's half-size decode": lambda: half_size(path),
            "detecting, corners too": lambda: answering.detector.propose(pixels),
            "embedding one crop": lambda: model.embedder.embed([found[0].crop]),
        }
        spent: dict[str, list[float]] = {job: [] for job in jobs}
        for _ in range(asked.times + 3):
            for job, run in jobs.items():
                # A detector remembers what it saw last, and nobody looks one photo up again and again.
                answering.detector.propose(pixels[::-1])
                spent[job].append(milliseconds(run, clock))
    refined = isinstance(answering.detector, RefinedDetector | CardsNet)
    said = f"right: {told}; {megabytes:.1f} MB; a trained detector: {refined}"
    sys.stdout.write(f"{said}; {asked.threads} threads, n = {asked.times}\n")
    for job, times in spent.items():
        low, middle, high = np.quantile(times[3:], (0.05, 0.5, 0.95))
        sys.stdout.write(f"{job:28} {middle:7.1f} ms (5-95 %: {low:.1f}-{high:.1f})\n")
    ratio = np.array(spent["whole answer"][3:]) / np.array(spent["Pillow's half-size decode"][3:])
    figures.spread("12 MP answered, of Pillow's half-size decode", list(ratio), "times", most=2)


if __name__ == "__main__":
    main()
