"""Makes the layer of a model that says what looks like a card: draws examples, trains on the embedder's features.

python -m workshop.card_like --model resources/models/NAME [--catalogue FOLDER] [--draws 2400] [--seed 41] [--write]

A draw is some crops of cards, or what the detector or chance outlines beside the cards of a photo, or on a drawn
screen, mat, cloth or page. Without a catalogue the demo's pictures are the cards' art. Of the cards of one draw in
five, which are kept apart (so 25 draws at least), `--lost` are given up: so the threshold is chosen.
"""

from __future__ import annotations

import argparse
import logging
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, overlap_share, picture_corners
from karuta.engine.embed import Embedder, card_likeness
from karuta.engine.model import CARD, Model, load_model
from karuta.engine.rectify import rectify
from karuta.json_files import read_json
from karuta.paths import resources_folder
from karuta.training.model_folder import save_array, write_card
from karuta.training.photographer import Grade, simulated_crop, surfaces
from karuta.training.photographer.arrays import clouds, draw_colour, grain, print_text, ramp
from karuta.training.photographer.camera import expose
from karuta.training.photographer.clutter import _card_back
from karuta.training.photographer.conditions import draw_conditions
from workshop.faces import FaceMaker
from workshop.model_card import CARD_LIKE_FILE, described_card_like
from workshop.photographer.posted import _page
from workshop.scenes import SceneMaker, SceneMix, mistaken

# Three layers of eight units learn each by itself; their mean errs less than any, or than one of 24.
LAYERS, UNITS = 3, 24
# Draws come in turn; of five turns one is kept apart.
WAYS = 5
DECAY, EPOCHS = 1e-2, 18
SIDE = 1000
MIX = SceneMix(
    single=0.1, near=0, whole=0, scatter=0.1, page=0.4, nothing=0.4, odd_colours=0.3, any_face=0.7, no_card=0.6
)
# So much of an outline without a card may lie on one. With parts of cards and gaps among the others, cards and others
# were parted worse: of drawn outlines without a card 8 and 12 % passed, not 4 and 6.
APART = 0.02
Features = NDArray[np.float32]
Draw = tuple[Features, NDArray[np.bool_]]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DrawPlan:
    """What a draw needs; it is sent to other processes, so it names files."""

    model: Path
    pictures: tuple[Path, ...]
    seed: int


@cache
def _loaded(folder: Path) -> Model:
    return load_model(folder)


@cache
def _scenes(plan: DrawPlan) -> SceneMaker:
    return SceneMaker(plan.pictures, side=SIDE, mix=MIX, seed=plan.seed)


def drawn(plan: DrawPlan, number: int) -> Draw:
    """The features of one draw's crops, (n, pooled), and which are cards."""
    rng = np.random.default_rng([plan.seed, 7, number])
    model = _loaded(plan.model)
    ways = (_cards, _scene, _cards, _made, _made)
    shown = list(ways[number % len(ways)](plan, model, number, rng))
    if not shown:  # a page full of cards
        return np.zeros((0, int(model.card["embedder"]["pooled"])), dtype=np.float32), np.zeros(0, dtype=bool)
    crops, are_cards = zip(*shown, strict=True)
    return model.embedder.pooled(crops), np.array(are_cards)


Examples = Iterator[tuple[Pixels, bool]]


def _cards(plan: DrawPlan, model: Model, number: int, rng: np.random.Generator) -> Examples:
    """Crops of cards, backs among them; some are upside down, some lie half under another."""
    faces = FaceMaker(plan.pictures, mix=MIX.faces)
    other: Pixels | None = None
    for _ in range(5):
        is_back = rng.random() < 0.06
        face = np.asarray(_card_back(4.0, rng).image.convert("RGB")) if is_back else faces.face(rng, width=240).pixels
        grade = tuple(Grade)[int(rng.choice(3, p=(0.35, 0.4, 0.25)))]
        crop = simulated_crop(face, grade=grade, rng=rng, jitter=float(rng.choice([0.02, 0.05, 0.1])))
        crop, other = crop if rng.random() > 0.08 else np.ascontiguousarray(crop[::-1, ::-1]), crop
        if rng.random() < 0.12:
            at = round(float(rng.uniform(0.35, 0.7)) * (crop.shape[0] if rng.random() < 0.5 else crop.shape[1]))
            crop = crop.copy()
            part = np.s_[at:] if at > crop.shape[1] or rng.random() < 0.5 else np.s_[:, at:]
            crop[part] = np.roll(other, 40, axis=(0, 1))[part]
        yield crop, True


def _scene(plan: DrawPlan, model: Model, number: int, rng: np.random.Generator) -> Examples:
    """Outlines beside the cards of a photo: empty pockets, tables, things of another shape."""
    scene = _scenes(plan).scene(number)
    size = model.embedder.spec.size
    assert model.detector is not None
    felt = [hypothesis.corners for hypothesis in model.detector.propose(scene.pixels)[:30]]
    by_chance = [_anywhere(rng, SIDE, SIDE) for _ in range(8)]
    for outlines in (felt, by_chance):
        apart = [outline for outline in outlines if all(overlap_share(outline, card) < APART for card in scene.corners)]
        crops = [rectify(scene.pixels, outline, size=size) for outline in apart[:4]]
        # What lies beside the photo is grey in a scene.
        yield from ((crop, False) for crop in crops if crop.std() > 4)


def _made(plan: DrawPlan, model: Model, number: int, rng: np.random.Generator) -> Examples:
    """What no photographed scene has: pages of text, screens, keys, zones on mats, patterns, a part of a picture."""
    wide, tall = int(rng.integers(420, 1000)), int(rng.integers(420, 1000))
    image = _ground(plan, (wide, tall), rng)
    places = _grid(image, rng) if rng.random() < 0.7 else []
    if rng.random() < 0.3:
        _bars(image, rng)
    conditions = draw_conditions(tuple(Grade)[int(rng.choice(3, p=(0.35, 0.4, 0.25)))], rng)
    is_photo = rng.random() < 0.75
    pixels = expose(image, conditions, scale=0.8, rng=rng, cards=[]) if is_photo else np.asarray(image)
    chosen = [places[at] for at in rng.permutation(len(places))[:3]]
    chosen += [_anywhere(rng, wide, tall) for _ in range(2)]
    if rng.random() < 0.3:
        chosen.append(picture_corners(wide, tall))
    for corners in chosen:
        loose = mistaken(corners, rng, scale=1.0)
        if loose is not None:
            yield rectify(pixels, loose, size=model.embedder.spec.size), False


def _anywhere(rng: np.random.Generator, wide: int, tall: int) -> Corners:
    """An outline of a card's shape, upright or lying, seldom at another angle."""
    height = float(rng.uniform(0.12, 0.95)) * tall
    width = height * float(rng.uniform(0.6, 0.8))
    angle = math.radians(float(rng.choice([0, 90, 180, 270, rng.uniform(0, 360)])) + rng.normal(0, 3))
    turn = np.array([(math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))])
    middle = rng.uniform(0.15, 0.85, 2) * (wide, tall)
    return np.asarray((picture_corners(width, height) - (width / 2, height / 2)) @ turn + middle)


def _ground(plan: DrawPlan, size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    wide, tall = size
    kind = int(rng.choice(6, p=(0.3, 0.2, 0.1, 0.13, 0.14, 0.13)))
    if kind == 0:
        return surfaces.paint(surfaces.draw_surface(rng, held=bool(rng.random() < 0.3)), size, rng).convert("RGB")
    if kind == 1:
        return _page(size, dark=bool(rng.random() < 0.5), rng=rng)
    if kind == 2:
        # A part of somebody's art, much larger than on a card.
        face = FaceMaker(plan.pictures, mix=MIX.faces).face(rng, width=400).pixels
        high, across = face.shape[:2]
        part = float(rng.uniform(0.2, 0.5)) * across
        x, y = float(rng.uniform(0.05, 0.95)) * (across - part), float(rng.uniform(0.1, 0.7)) * (high - part)
        return Image.fromarray(face).resize(size, Image.Resampling.BICUBIC, box=(x, y, x + part, y + part))
    cells = (int(rng.integers(2, 30)), int(rng.integers(2, 30)))
    plane = clouds(rng, size, cells, octaves=int(rng.integers(1, 5)))
    x, y = np.arange(wide, dtype=np.float32)[None, :], np.arange(tall, dtype=np.float32)[:, None]
    if kind == 3:  # veins, grain, folds
        period = float(rng.uniform(2, 60))
        slope = rng.normal(0, 1 / period, 2)
        plane = np.sin(x * float(slope[0]) + y * float(slope[1]) + plane * float(rng.uniform(0, 25)))
    elif kind == 4:  # checks, stripes, dots
        period = float(rng.uniform(6, 120))
        across, down = np.sin(x / period * 3), np.sin(y / period * 3)
        pattern = (across * down, across + 0 * y, down + 0 * x, across + down)[int(rng.integers(4))]
        plane = np.sign(pattern) if rng.random() < 0.6 else pattern
    plane = np.asarray(plane + grain(rng, (tall, wide)) * float(rng.uniform(0, 0.3)), dtype=np.float32)
    low, high = float(plane.min()), float(plane.max())
    colours = draw_colour(rng, value=(0, 255)), draw_colour(rng, value=(0, 255))
    return Image.fromarray(ramp((plane - low) / (high - low + 1e-6), *colours))


def _grid(image: Image.Image, rng: np.random.Generator) -> list[Corners]:
    """Boxes in rows, with or without text: zones of a mat, keys, tiles, a calendar, a book's cover. Their corners."""
    wide, tall = image.size
    height = float(rng.uniform(0.12, 0.9)) * tall
    width = height * float(rng.uniform(0.6, 0.85) if rng.random() < 0.7 else rng.uniform(0.3, 2))
    gaps, start = rng.uniform(1.0, 1.4, 2), rng.uniform(0, 0.2, 2) * (wide, tall)
    line, radius = int(rng.integers(1, 8)), float(rng.choice([0, 0, 6, 14]))
    ink = draw_colour(rng, value=(0, 255))
    fill = draw_colour(rng, value=(0, 255)) if rng.random() < 0.25 else None
    with_text, colourful = rng.random() < 0.45, rng.random() < 0.2
    cells = []
    for y in np.arange(start[1], tall - height, height * gaps[1])[:8]:
        for x in np.arange(start[0], wide - width, width * gaps[0])[:8]:
            box = (round(x), round(y), round(x + width), round(y + height))
            inside = draw_colour(rng, value=(0, 255)) if colourful else fill
            ImageDraw.Draw(image).rounded_rectangle(box, radius, fill=inside, outline=ink, width=line)
            low = int(height * rng.uniform(0.1, 0.7))
            part = image.crop((box[0] + line, box[1] + low, box[2] - line, box[3] - line))
            if with_text and min(part.size) > 14:
                print_text(ImageDraw.Draw(part), part.size, max(6, round(float(rng.uniform(0.05, 0.3)) * low)), rng)
                image.paste(part, (box[0] + line, box[1] + low))
            cells.append(picture_corners(width, height) + (x, y))
    return cells


def _bars(image: Image.Image, rng: np.random.Generator) -> None:
    """A window's or a phone's bars at some of the edges."""
    wide, tall = image.size
    for box in ((0, 0, 1, 0), (0, 1, 1, 1), (0, 0, 0, 1), (1, 0, 1, 1)):
        if rng.random() < 0.5:
            thick = float(rng.uniform(0.02, 0.15)) * min(wide, tall)
            grown = np.array(box) * (wide, tall, wide, tall) + np.array([-1, -1, 1, 1]) * thick
            ImageDraw.Draw(image).rectangle(tuple(grown), fill=draw_colour(rng, value=(0, 255)))


def trained(seen: Features, are_cards: NDArray[np.bool_], *, seed: int) -> NDArray[np.float32]:
    """(features + 2, units + 1) float32, as `Embedder` takes them; 0 parts cards from the rest.

    By Adam with decaying weights; features are blurred by noise and units left out at random, because the drawn
    examples are few beside the features.
    """
    rng = np.random.default_rng(seed)
    middle, spread = seen.mean(axis=0), seen.std(axis=0) + np.float32(0.05)
    values, targets = (seen - middle) / spread, are_cards.astype(np.float32)[:, None]
    width = seen.shape[1]
    own = np.kron(np.eye(LAYERS), np.ones((UNITS // LAYERS, 1)))
    into, out = rng.normal(0, width**-0.5, (width, UNITS)), rng.normal(0, (LAYERS / UNITS) ** 0.5, own.shape) * own
    began = (into, np.zeros(UNITS), out, np.zeros(LAYERS))
    state: list[Any] = [part.astype(np.float32) for part in began]
    means, squares, step = [np.zeros_like(part) for part in state], [np.zeros_like(part) for part in state], 0
    for _ in range(EPOCHS):
        for batch in np.array_split(rng.permutation(len(values)), max(1, len(values) // 128)):
            step += 1
            noise = rng.standard_normal((len(batch), width), dtype=np.float32)
            given = values[batch] + np.float32(0.3) * noise
            kept = (rng.random((len(batch), UNITS)) < 0.8) / np.float32(0.8)
            units = np.maximum(given @ state[0] + state[1], 0) * kept
            probabilities = 1 / (1 + np.exp(-np.clip(units @ state[2] + state[3], -30, 30)))
            wrong = (probabilities - targets[batch]) / len(batch)
            back = (wrong @ state[2].T) * (units > 0) * kept
            into, out = given.T @ back + DECAY * state[0], units.T @ wrong * own + DECAY * state[2]
            slopes = (into, back.sum(0), out, wrong.sum(0))
            for at, slope in enumerate(slopes):
                means[at] = 0.9 * means[at] + 0.1 * slope
                squares[at] = 0.999 * squares[at] + 0.001 * slope**2
                moved = means[at] / (1 - 0.9**step) / (np.sqrt(squares[at] / (1 - 0.999**step)) + 1e-8)
                state[at] = (state[at] - 1e-3 * moved).astype(np.float32)
    into = state[0] / spread[:, None]
    # The last bias is that of one more unit, which is always 1.
    layer = np.zeros((width + 2, UNITS + 1), dtype=np.float32)
    layer[:-2, :-1], layer[-2] = into, [*(state[1] - middle @ into), 1]
    layer[-1] = [*state[2].sum(axis=1) / LAYERS, state[3].mean()]
    return layer


def layer_of(draws: Sequence[Draw], embedder: Embedder, *, lost: float, seed: int) -> NDArray[np.float32]:
    """Trained on four of five draws; of the other cards it gives up `lost`."""
    sides = []
    for is_kept in (False, True):
        some = [draw for number, draw in enumerate(draws) if (number // WAYS % 5 == 4) == is_kept]
        seen, are_cards = (np.concatenate(parts) for parts in zip(*some, strict=True))
        sides.append((embedder.seen_of_cards(seen), are_cards))
    (seen, are_cards), (kept_seen, kept_cards) = sides
    layer = trained(seen, are_cards, seed=seed)
    kept = card_likeness(kept_seen, layer)
    layer[-1, -1] -= np.quantile(kept[kept_cards], lost)
    passed = (card_likeness(kept_seen, layer) >= 0)[~kept_cards]
    log.info(
        "of %d cards and %d others; of %d others kept apart %.3f pass",
        *np.bincount(~are_cards),
        len(passed),
        passed.mean(),
    )
    return layer


def write_layer(layer: NDArray[np.float32], model: Path) -> None:
    """Into a model's folder, and its entry into the card."""
    save_array(model / CARD_LIKE_FILE, layer)
    write_card(model, {**read_json(model / CARD, dict[str, Any]), **described_card_like(model)})


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.card_like", description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, default=resources_folder() / "demo" / "catalogue")
    parser.add_argument("--draws", type=int, default=2400)
    parser.add_argument("--seed", type=int, default=41)
    parser.add_argument("--lost", type=float, default=0.02)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="put the layer into the model's folder and card")
    chosen = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    plan = DrawPlan(chosen.model, tuple(sorted((chosen.catalogue / "images").glob("*.webp"))), chosen.seed)
    with ProcessPoolExecutor(chosen.processes) as pool:
        draws = list(pool.map(partial(drawn, plan), range(chosen.draws), chunksize=4))
    layer = layer_of(draws, load_model(chosen.model).embedder, lost=chosen.lost, seed=chosen.seed)
    if chosen.write:
        write_layer(layer, chosen.model)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
