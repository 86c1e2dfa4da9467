"""Backs of cards: `python -m tests.lab.backs [--photos N] [--seed S] [--cards CATALOGUE]`.

Not part of the suite: it looks thousands of simulated photos up. How many photos of a back are called a back of its
game, how many of a card, of a back of a game that is not there, and of a table are; each with n and 95 % interval. The
known backs are the demo's and three made-up designs; the strangers are drawn at random by the photographer. Without
`--cards` the demo's cards are the catalogue.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from tests.lab import figures

from karuta.domain.match import Verdict
from karuta.domain.sighting import iou
from karuta.engine.backs import Backs, KnownBack
from karuta.engine.decode import decode
from karuta.engine.model import load_model
from karuta.engine.prepare import fit
from karuta.engine.recognise import Recogniser
from karuta.engine.rectify import FrameSource
from karuta.paths import resources_folder
from karuta.services.library.open_library import shipped_model_folder
from karuta.training.photographer import Grade, Scene, photograph
from karuta.training.photographer.clutter import _card_back
from workshop.artworks import artwork_files
from workshop.bench.crop_test import embedded_artworks
from workshop.bench.fit_verdict import recogniser_of
from workshop.photographer.pages import photograph_nothing

Pixels = NDArray[np.uint8]
SIZE = (421, 614)
SAME_PLACE = 0.5


def ovals() -> Pixels:
    """A brown spiral of ovals: the same upside down but for its line of text."""
    image, draw = _sheet((96, 52, 24))
    wide, tall = SIZE
    draw.rectangle((18, 18, wide - 18, tall - 18), fill=(150, 92, 40))
    for ring in range(14, 0, -1):
        tone = (70 + ring * 8, 36 + ring * 5, 20) if ring % 2 else (20, 12, 8)
        across, down = ring * 12, ring * 18
        draw.ellipse((wide / 2 - across, tall / 2 - down, wide / 2 + across, tall / 2 + down), fill=tone)
    draw.text((wide / 2 - 40, 40), "MADE UP", fill=(240, 220, 180))
    return np.asarray(image)


def ball() -> Pixels:
    """A two-coloured ball on blue stripes, which has a top."""
    image, draw = _sheet((24, 60, 140))
    wide, tall = SIZE
    draw.rectangle((14, 14, wide - 14, tall - 14), fill=(40, 90, 180))
    for row in range(40):
        draw.line((0, row * 30 - 300, wide, row * 30), fill=(60, 120, 210), width=6)
    draw.ellipse((80, 180, 340, 440), fill=(230, 40, 50))
    draw.pieslice((80, 180, 340, 440), 0, 180, fill=(245, 245, 245))
    draw.ellipse((180, 280, 240, 340), fill=(20, 20, 20))
    return np.asarray(image)


def lattice() -> Pixels:
    """A red lattice with a white rim, as playing cards have: the same upside down, and nearly nothing else on it."""
    image, draw = _sheet((150, 20, 40))
    wide, tall = SIZE
    for step in range(-30, 60):
        left = 24 + step * 22
        draw.line((left, 24, left + tall, tall - 24), fill=(245, 230, 230), width=3)
        draw.line((left + tall, 24, left, tall - 24), fill=(245, 230, 230), width=3)
    draw.rectangle((0, 0, wide - 1, tall - 1), outline=(245, 245, 240), width=24)
    draw.ellipse((160, 257, 260, 357), fill=(245, 245, 240))
    draw.ellipse((185, 282, 235, 332), fill=(150, 20, 40))
    return np.asarray(image)


def _sheet(colour: tuple[int, int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", SIZE, colour)
    return image, ImageDraw.Draw(image)


def stranger(rng: np.random.Generator) -> Pixels:
    """A back of nobody's."""
    thing = _card_back(7.0, rng)
    ground = Image.new("RGB", thing.image.size, (0, 0, 0))
    ground.paste(thing.image, mask=thing.image.getchannel("A"))
    return np.asarray(ground.resize(SIZE))


def known_backs() -> dict[str, Pixels]:
    demo = decode(resources_folder() / "demo" / "catalogue" / "images" / "back.webp")
    return {"kazeyomi": demo, "ovals": ovals(), "ball": ball(), "lattice": lattice()}


@dataclass(frozen=True)
class Case:
    """A photo; `game`: of the back in it, None where there is none that is known."""

    set: str
    scene: Scene
    game: str | None


def cases(cards: Sequence[Path], backs: dict[str, Pixels], *, count: int, seed: int) -> Iterator[Case]:
    """`count` photos of each set and grade."""
    for number in range(count):
        for at, grade in enumerate(Grade):
            rng = np.random.default_rng([seed, number, at])
            game = list(backs)[number % len(backs)]
            yield Case(f"back, {grade}", photograph([backs[game]], grade=grade, rng=rng), game)
            card = decode(cards[int(rng.integers(len(cards)))])
            yield Case(f"card, {grade}", photograph([card], grade=grade, rng=rng), None)
            yield Case(f"another back, {grade}", photograph([stranger(rng)], grade=grade, rng=rng), None)
            yield Case(f"table, {grade}", photograph_nothing(grade=grade, rng=rng), None)


@dataclass(frozen=True)
class Told:
    """What was answered. `called`: the games of backs; `right`: the back in it, in its place; `sure`: as a card."""

    called: tuple[str, ...]
    right: bool
    sure: bool
    ms: float


def told(case: Case, answering: Recogniser) -> Told:
    frame = FrameSource(case.scene.pixels).frame
    began = time.process_time()
    found = answering.recognise_frame(frame, k=5).sightings
    took = 1000 * (time.process_time() - began)
    backs = [sighting for sighting in found if sighting.back]
    here = [back for back in backs if any(iou(back.corners, card.corners) >= SAME_PLACE for card in case.scene.cards)]
    return Told(
        tuple(back.back or "" for back in backs),
        right=any(sighting.back == case.game for sighting in here),
        sure=any(sighting.verdict is Verdict.SURE for sighting in found),
        ms=took,
    )


def answering_with(catalogue: Path, backs: dict[str, Pixels]) -> Recogniser:
    model = load_model(shipped_model_folder(resources_folder()), threads=1)
    artworks = artwork_files(catalogue)
    plain = recogniser_of(model, artworks, embedded_artworks(model.embedder, artworks))
    vectors = model.embedder.embed([fit(back, model.embedder.spec) for back in backs.values()])
    known = [KnownBack(game, game) for game in backs]
    return replace(plain, backs=Backs(known, vectors, lambda picture: backs[picture]))


def _line(name: str, flags: Sequence[bool]) -> str:
    return f"{name:44} {figures.in_words(sum(flags), len(flags))}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=200, help="of each set and grade")
    parser.add_argument("--seed", type=int, default=81)
    parser.add_argument("--cards", type=Path, default=resources_folder() / "demo" / "catalogue")
    asked = parser.parse_args()
    backs = known_backs()
    answering = answering_with(asked.cards, backs)
    cards = [file.path for file in artwork_files(asked.cards)]
    found: dict[str, list[tuple[Case, Told]]] = {}
    for case in cases(cards, backs, count=asked.photos, seed=asked.seed):
        answer = told(case, answering)
        # Thousands of photos would not fit into memory.
        bare = replace(case, scene=replace(case.scene, pixels=case.scene.pixels[:1, :1]))
        found.setdefault(case.set, []).append((bare, answer))
    for name, rows in sorted(found.items()):
        if name.startswith("back"):
            sys.stdout.write(_line(f"{name}: called so", [one.right for _, one in rows]))
            sys.stdout.write(_line(f"{name}: sure as a card", [one.sure for _, one in rows]))
            wrong = [any(game != case.game for game in one.called) for case, one in rows]
            sys.stdout.write(_line(f"{name}: another game's", wrong))
        else:
            sys.stdout.write(_line(f"{name}: called a back", [bool(one.called) for _, one in rows]))
        sys.stdout.write(f"{'':44} {np.median([one.ms for _, one in rows]):.0f} ms of CPU\n")
    plain = [one.right for _, one in found["back, plain"]]
    figures.share("a back called a back of its game: plain", sum(plain), len(plain))
    others = [bool(one.called) for name, rows in found.items() if not name.startswith("back") for _, one in rows]
    figures.share("a card, a stranger's back or a table called a back", sum(others), len(others))


if __name__ == "__main__":
    main()
