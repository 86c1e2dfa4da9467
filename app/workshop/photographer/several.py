"""Cards that lie over each other: a stack, whose top one is asked for, and a fan, of which each card shows a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import area
from karuta.training.photographer import covers, pose
from karuta.training.photographer.arrays import Size
from karuta.training.photographer.canvas import Canvas
from karuta.training.photographer.conditions import CardLook, Range
from karuta.training.photographer.covers import Finger
from karuta.training.photographer.photograph import Scene, taken
from karuta.training.photographer.table import LaidCard
from workshop.photographer.usual import easy_conditions, one_place


def stack(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """The last card lies on top and is asked for; of the others only edges are seen."""
    conditions = easy_conditions(rng)
    top = one_place(cards[-1], conditions, size, rng, Range(0.15, 0.4))
    top = replace(top, source=len(cards) - 1)
    middle = top.corners.mean(axis=0)
    width = float(np.linalg.norm(top.corners[1] - top.corners[0]))
    drift = rng.normal(0, 0.035, 2) * width
    below = [
        replace(
            top,
            source=number,
            corners=pose.turned(top.corners - middle, float(rng.normal(0, 3.5)))
            + middle
            + drift * (len(cards) - 1 - number)
            + rng.normal(0, 0.025, 2) * width,
        )
        for number in range(len(cards) - 1)
    ]
    scene = taken(cards, [*below, top], conditions, size, rng)
    return replace(scene, cards=scene.cards[-1:])


def fan(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """All are asked for: each shows a quarter at least. A thumb holds them below."""
    conditions = easy_conditions(rng)
    wide = size[0] * float(rng.uniform(0.3, 0.36))
    aspect = cards[0].shape[0] / cards[0].shape[1]
    card = pose.rectangle(wide, wide * aspect)
    far = wide * aspect * float(rng.uniform(0.95, 1.25))
    pivot = np.array([0.0, far])
    step = float(rng.uniform(14, 18))
    lean = float(rng.normal(0, 8))
    angles = [lean + step * (number - (len(cards) - 1) / 2) for number in range(len(cards))]
    shapes = np.stack([pose.turned(card - pivot, angle) for angle in angles])
    low, high = shapes.min(axis=(0, 1)), shapes.max(axis=(0, 1))
    fit = min(1.0, float((np.array(size) * 0.94 / (high - low)).min()))
    shift = np.array(size) * (0.5, float(rng.uniform(0.45, 0.52))) - (low + high) / 2 * fit
    plans = []
    for number, shape in enumerate(shapes):
        look = one_place(cards[number], conditions, size, rng, Range(0.1, 0.1)).look
        plans.append(_laid(number, shape * fit + shift, replace(look, rotation=angles[number]), size))
    hold = shift + np.array([0.0, (0.38 * wide * aspect - far) * fit])
    skin = covers.draw_skin(rng)

    def over(canvas: Canvas) -> None:
        for part in _thumb(hold, wide * fit, skin, rng):
            patch = covers.finger_patch(part, canvas.size, rng)
            if patch is not None:
                canvas.cover(patch)

    return taken(cards, plans, conditions, size, rng, over=over)


def _laid(source: int, corners: pose.Corners, look: CardLook, size: Size) -> LaidCard:
    return LaidCard(source, corners, replace(look, share=area(corners) / (size[0] * size[1])))


def _thumb(at: pose.Corners, width: float, skin: tuple[int, int, int], rng: np.random.Generator) -> list[Finger]:
    """A thumb over the lower corners, where all cards meet, and the hand below."""
    lean = np.array([float(rng.uniform(0.2, 0.6)), 1.0])
    tip, base = at - lean * 0.3 * width, at + lean * 0.7 * width
    palm = base + lean * width * 0.3
    return [
        Finger(_pair(palm), _pair(palm + lean * width * 6), width * 0.5, skin, nail=False),
        Finger(_pair(tip), _pair(base), width * 0.16, skin, nail=True),
    ]


def _pair(point: pose.Corners) -> tuple[float, float]:
    return float(point[0]), float(point[1])
