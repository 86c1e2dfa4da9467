"""Draws foil, reverse and plain cards, trains on them what tells finishes, and judges it by foil drawn in another way.

python -m workshop.finish --pictures FOLDER [--draws 1200] [--seed 31] [--processes 2] --out resources/models/finish
python -m workshop.finish --pictures FOLDER --judge resources/models/finish [--draws 400] [--seed 35]

A draw is one photo's crop of one card three times, the same but for its finish. It is trained on the photographer's
patterns of foil, over all of the card or where a sheen falls; `--judge` draws a grating under the ink, lit by some
lamps, on pictures that training leaves out. Of both, foil that leaves no light in the photo is left out: nobody could
tell it.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.finish import FINISHES, FOIL, PLAIN
from karuta.domain.pixels import Pixels
from karuta.engine.finish import CARD, FEATURES, UNITS, Floats, features, load_finish_reader, probabilities
from karuta.files import file_hash
from karuta.training.model_folder import save_array, sealed_text
from karuta.training.photographer import CROP_SIZE, CardLook, Conditions, Foil, Grade, pose
from karuta.training.photographer.arrays import clouds
from karuta.training.photographer.camera import expose
from karuta.training.photographer.conditions import PATTERN_ODDS, PATTERNS, draw_conditions, draw_look
from karuta.training.photographer.face import _shine, draw_art_box
from karuta.training.photographer.holder import dressed
from karuta.training.photographer.photograph import _DETAIL, _PHOTO_AREA, _cover, _cut, _squeezed
from workshop.faces import FaceMaker, FaceMix

MIX = FaceMix(odd_colours=0.2, any_face=0.3)
WIDTH = 360
# Wavelengths of red, green and blue light in nanometres, and how broad each is.
COLOURS = ((610, 45), (545, 42), (455, 32))
LEFT_OUT = 1500
# So much more colour has a tenth of the face of a foil that shows, as a share of its light.
SHOWS = 0.06
LEAST = 0.78


@dataclass(frozen=True)
class Drawing:
    """What a draw needs. `is_grating`: foil as it is judged by."""

    pictures: tuple[Path, ...]
    seed: int
    is_grating: bool


def drawn(drawing: Drawing, number: int) -> list[tuple[int, Floats]]:
    """The place in `FINISHES` and the features of each card of a draw that shows its finish."""
    rng = np.random.default_rng([drawing.seed, number])
    face = FaceMaker(drawing.pictures, mix=MIX).face(rng, width=240).pixels
    conditions = draw_conditions((Grade.PLAIN, Grade.HARD)[number % 2], rng)
    look = replace(draw_look(conditions, rng), foil=Foil.NONE, foil_strength=0.0, foil_whole=False)
    crops = {}
    for finish in FINISHES:
        ways = np.random.default_rng([drawing.seed, number, 2])
        shown = shiny(face, finish, look, ways, is_grating=drawing.is_grating)
        crops[finish] = _crop(shown, conditions, look, np.random.default_rng([drawing.seed, number, 3]))
    picture = _another_print(face, np.random.default_rng([drawing.seed, number, 4]))
    return [
        (place, features(crops[finish], picture))
        for place, finish in enumerate(FINISHES)
        if finish == PLAIN or _colour_more(crops[finish], crops[PLAIN]) >= SHOWS
    ]


def shiny(face: Pixels, finish: str, look: CardLook, rng: np.random.Generator, *, is_grating: bool) -> Pixels:
    """The face, `WIDTH` pixels wide, with foil over all of it, over its art alone, or over all but its art."""
    image = Image.fromarray(face).resize(
        (WIDTH, round(WIDTH * face.shape[0] / face.shape[1])), Image.Resampling.BICUBIC
    )
    plain = np.asarray(image, dtype=np.float32)
    if finish == PLAIN:
        return np.asarray(image)
    if is_grating:
        foil, part = _grating(plain, rng), np.ones(plain.shape[:2], dtype=np.float32)
    else:
        pattern = PATTERNS[int(rng.choice(len(PATTERNS), p=PATTERN_ODDS))]
        strong = replace(look, foil=pattern, foil_strength=float(rng.uniform(0.12, 0.45)), foil_whole=True)
        foil, part = np.asarray(_shine(image, strong, rng), dtype=np.float32), _sheen(image.size, rng)
    box, inside = draw_art_box(rng), np.zeros_like(part)
    down, across = plain.shape[:2]
    inside[round(box.top * down) : round(box.bottom * down), round(box.left * across) : round(box.right * across)] = 1
    if finish != FOIL:
        part = part * (1 - inside)
    elif rng.random() < 0.35:
        part = part * inside
    return np.clip(plain + (foil - plain) * part[..., None], 0, 255).astype(np.uint8)


def _sheen(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Where on the card foil is lit, (height, width), 0 to 1: everywhere, in clouds, or along a band."""
    wide, tall = size
    way = rng.random()
    if way < 0.4:
        return np.ones((tall, wide), dtype=np.float32)
    if way < 0.7:
        light = (clouds(rng, size, (2, 4)) - rng.uniform(0.3, 0.6)) * rng.uniform(2, 6)
    else:
        y, x = np.mgrid[:tall, :wide].astype(np.float32) / wide
        angle, bend = rng.uniform(0, math.pi), clouds(rng, size, (2, 3)) * rng.uniform(0, 0.4)
        far = (x - rng.uniform(0.1, 0.9)) * math.cos(angle) + (y - rng.uniform(0.1, 1.3)) * math.sin(angle)
        light = 1.5 - np.abs(far + bend - bend.mean()) / rng.uniform(0.08, 0.35)
    return np.asarray(np.clip(light, rng.uniform(0, 0.25), 1), dtype=np.float32)


def _grating(plain: Floats, rng: np.random.Generator) -> Floats:
    """Each lamp's light comes back from a point in the colour whose path from line to line is a whole wave longer."""
    tall, wide = plain.shape[:2]
    y, x = np.mgrid[:tall, :wide].astype(np.float32) / wide

    def towards(place: Sequence[float]) -> Floats:
        way = np.stack([place[0] - x, place[1] - y, np.full_like(x, place[2])], axis=2)
        return np.asarray(way / np.linalg.norm(way, axis=2, keepdims=True), dtype=np.float32)

    eye = towards([rng.uniform(0.2, 0.8), rng.uniform(0.3, 1.1), rng.uniform(1.8, 5)])
    bend, lines = clouds(rng, (wide, tall), (2, 3)) * rng.uniform(0, 0.12), rng.uniform(900, 2600)
    angle, is_round, soft = rng.uniform(0, math.pi), rng.random() < 0.4, rng.uniform(1, 2)
    light = np.zeros_like(plain)
    for _ in range(int(rng.integers(2, 6))):
        half = eye + towards([rng.uniform(-1.5, 2.5), rng.uniform(-1.5, 3), rng.uniform(1.2, 4)])
        slant = half[..., 0] * math.cos(angle) + half[..., 1] * math.sin(angle)
        path = np.abs((np.hypot(half[..., 0], half[..., 1]) if is_round else slant) + bend) * lines
        power = rng.uniform(0.3, 1)
        for order in (1, 2, 3):
            for channel, (middle, broad) in enumerate(COLOURS):
                light[..., channel] += power / order**0.7 * np.exp(-(((path / order - middle) / (broad * soft)) ** 2))
    light = np.minimum(light / max(1e-3, float(np.quantile(light, 0.95))), 1.3)
    through, above = plain * (rng.uniform(0.65, 0.95) + rng.uniform(0.25, 0.8) * light), rng.uniform(0, 0.12) * light
    return np.asarray(through + 255 * above, dtype=np.float32)


def _crop(face: Pixels, conditions: Conditions, look: CardLook, rng: np.random.Generator) -> Pixels:
    """As `simulated_crop`, of a look that is given."""
    aspect = CROP_SIZE[0] / CROP_SIZE[1]
    native = math.sqrt(look.share * _PHOTO_AREA * aspect)
    width = max(24, round(min(native, CROP_SIZE[0] * _DETAIL)))
    canvas = _squeezed((width, round(width / aspect)), look, rng)
    layer = dressed(face, look, width=max(canvas[0], round(canvas[1] * aspect)), rng=rng)
    picture = _cut(layer, canvas, 0.015, rng)
    _cover(picture, canvas, look, rng)
    edge = pose.rectangle(*canvas) + np.array(canvas) / 2
    pixels = expose(picture, conditions, scale=width / native, rng=rng, cards=[edge])
    return np.asarray(Image.fromarray(pixels).resize(CROP_SIZE, Image.Resampling.BICUBIC))


def _another_print(face: Pixels, rng: np.random.Generator) -> Pixels:
    """The face in the catalogue's colours, which are not those of ink: smoothly other ones, each by what it was."""
    planes = face.astype(np.float32) / 255
    red, green, blue = np.moveaxis(planes, 2, 0)
    pairs = (red, green, blue, red * green, green * blue, red * blue, red * red, green * green, blue * blue)
    amount = 0.12 * rng.random()
    moved = np.stack(pairs, axis=2) @ rng.normal(0, amount, (9, 3)) + rng.normal(0, amount / 4, 3)
    return np.clip((planes + moved) * 255, 0, 255).astype(np.uint8)


def _colour_more(crop: Pixels, plain: Pixels) -> float:
    """How much more colour than the plain card a tenth of the crop has, as a share of its light."""
    small = [np.asarray(Image.fromarray(each).resize((22, 32), Image.Resampling.BOX), float) for each in (crop, plain)]
    apart = small[0] - small[1]
    colour = np.linalg.norm(apart - apart.mean(axis=2, keepdims=True), axis=2)
    return float(np.quantile(colour, 0.9) / (small[1].mean() + 10))


def trained(seen: Floats, kinds: NDArray[np.int64], *, seed: int, epochs: int = 120) -> Floats:
    """The layer of `karuta.engine.finish.probabilities`, by Adam; each finish counts the same."""
    rng = np.random.default_rng(seed)
    middle, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-3
    values, target = (seen - middle) / spread, np.eye(3)[kinds]
    share = (1 / np.bincount(kinds, minlength=3))[kinds] * len(kinds) / 3
    state = [rng.normal(0, 0.2, (FEATURES, UNITS)), np.zeros(UNITS), rng.normal(0, 0.2, (UNITS, 3)), np.zeros(3)]
    means, squares, step = [np.zeros_like(each) for each in state], [np.zeros_like(each) for each in state], 0
    for epoch in range(epochs):
        for some in np.array_split(rng.permutation(len(values)), max(1, len(values) // 256)):
            step += 1
            given = values[some] + rng.normal(0, 0.1, (len(some), FEATURES))
            units = np.tanh(given @ state[0] + state[1])
            scores = units @ state[2] + state[3]
            chances = np.exp(scores - scores.max(axis=1, keepdims=True))
            wrong = (chances / chances.sum(axis=1, keepdims=True) - target[some]) * share[some, None] / len(some)
            back = (wrong @ state[2].T) * (1 - units * units)
            slopes = (given.T @ back + 1e-3 * state[0], back.sum(0), units.T @ wrong + 1e-3 * state[2], wrong.sum(0))
            for at, slope in enumerate(slopes):
                means[at] = 0.9 * means[at] + 0.1 * slope
                squares[at] = 0.999 * squares[at] + 0.001 * slope**2
                moved = means[at] / (1 - 0.9**step) / (np.sqrt(squares[at] / (1 - 0.999**step)) + 1e-8)
                state[at] = state[at] - 5e-3 * (1 - epoch / epochs) * moved
    layer = np.zeros((FEATURES + 4, UNITS + 1))
    layer[:FEATURES, :-1] = state[0] / spread[:, None]
    layer[FEATURES, :-1], layer[FEATURES, -1] = state[1] - (middle / spread) @ state[0], 20
    layer[FEATURES + 1 :, :-1], layer[FEATURES + 1 :, -1] = state[2].T, state[3]
    return layer.astype(np.float32)


def calibrated(layer: Floats, seen: Floats, kinds: NDArray[np.int64]) -> Floats:
    """The layer with scores as sure as they are right on what it was not trained on."""

    def cooled(cold: float) -> Floats:
        return np.concatenate([layer[: FEATURES + 1], layer[FEATURES + 1 :] * np.float32(cold)])

    def loss(cold: float) -> float:
        return -float(np.log(probabilities(seen, cooled(cold))[np.arange(len(kinds)), kinds] + 1e-9).mean())

    return cooled(min(np.linspace(0.3, 1.5, 25).tolist(), key=loss))


def draws(drawing: Drawing, count: int, processes: int) -> Iterator[list[tuple[int, Floats]]]:
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(partial(drawn, drawing), range(count), chunksize=8)


def judged(folder: Path, drawing: Drawing, count: int, processes: int) -> None:
    reader = load_finish_reader(folder, lambda match: None)
    found = [
        (number % 2, kind, row) for number, some in enumerate(draws(drawing, count, processes)) for kind, row in some
    ]
    grades, kinds = np.array([row[0] for row in found]), np.array([row[1] for row in found])
    chances = probabilities(np.array([row[2] for row in found]), reader.layer)
    told, right = chances.max(axis=1) >= reader.least, chances.argmax(axis=1) == kinds
    for name, some in (("plain", grades == 0), ("hard", grades == 1), ("both", grades >= 0)):
        seen = told & some
        print(
            f"{name}: n {some.sum()}, told {seen.sum()} ({seen.sum() / some.sum():.1%}), right {right[seen].mean():.1%}"
        )
    for place, finish in enumerate(FINISHES):
        said = [int((told & (kinds == place) & (chances.argmax(axis=1) == other)).sum()) for other in range(3)]
        print(f"{finish}: n {(kinds == place).sum()}, told as {dict(zip(FINISHES, said, strict=True))}")
    print(f"mean probability of what was told {chances.max(axis=1)[told].mean():.3f}")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.finish", description=__doc__)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--draws", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--judge", type=Path)
    chosen = parser.parse_args(argv)
    pictures = sorted(chosen.pictures.glob("*.webp"))
    order = [pictures[at] for at in np.random.default_rng(7).permutation(len(pictures))]
    if chosen.judge:
        drawing = Drawing(tuple(order[-LEFT_OUT:]), chosen.seed, is_grating=True)
        judged(chosen.judge, drawing, chosen.draws, chosen.processes)
    if chosen.out:
        some = list(
            draws(Drawing(tuple(order[:-LEFT_OUT]), chosen.seed, is_grating=False), chosen.draws, chosen.processes)
        )
        sides = [
            [row for number, each in enumerate(some) if (number // 2 % 6 == 5) == kept for row in each]
            for kept in (False, True)
        ]
        (kinds, seen), (kept_kinds, kept) = (
            (np.array([row[0] for row in side]), np.array([row[1] for row in side])) for side in sides
        )
        layer = calibrated(trained(seen, kinds, seed=chosen.seed), kept, kept_kinds)
        chosen.out.mkdir(parents=True, exist_ok=True)
        save_array(chosen.out / "layer.npy", layer)
        named = {"file": "layer.npy", "sha256": file_hash(chosen.out / "layer.npy")}
        (chosen.out / CARD).write_text(sealed_text({"format": 1, "layer": named, "least": LEAST}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
