"""Feathers and wings: how they are laid in rows over a bone; it knows no bird."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kazeyomi.colour import Colour, mix, shade
from kazeyomi.noise import Rng
from kazeyomi.sketch import Sketch, curve, petal, placed


@dataclass(frozen=True)
class Plumage:
    """Long feathers at the hem, short ones over the bone, and what the tips are dipped in."""

    long: Colour
    short: Colour
    tips: Colour


def feather(
    sketch: Sketch,
    *,
    x: float,
    y: float,
    turn: float,
    length: float,
    width: float,
    colour: Colour,
    tip: Colour | None = None,
) -> None:
    """One feather from its root outwards, with a quill and a darker rim."""
    shape = petal(length, width, tip=0.55)
    sketch.polygon(placed(shape * np.array([1.02, 1.2]), x=x, y=y, turn=turn), shade(colour, 0.62))
    sketch.polygon(placed(shape, x=x, y=y, turn=turn), colour)
    if tip is not None:
        end = shape[shape[:, 0] > 0.62 * length]
        sketch.polygon(placed(end, x=x, y=y, turn=turn), tip)
    quill = np.array([(0.0, 0.0), (length * 0.94, 0.0)])
    sketch.stroke(placed(quill, x=x, y=y, turn=turn), [width * 0.14, 0.002], shade(colour, 0.7))


def wing(
    sketch: Sketch,
    rng: Rng,
    bone: ArrayLike,
    coat: Plumage,
    *,
    turn: tuple[float, float],
    length: tuple[float, float],
    count: int = 20,
    width: float = 0.075,
) -> None:
    """A spread wing. `turn` and `length` of its long feathers go from the shoulder's to the tip's value."""
    way = curve(bone, 100)
    for row, (reach, share, thick) in enumerate(
        ((1.0, 1.0, 1.0), (0.62, 0.8, 0.95), (0.4, 0.5, 0.9), (0.24, 0.3, 0.9))
    ):
        colour = mix(coat.long, coat.short, row / 3)
        many = count - row
        for i in range(many):
            t = i / (many - 1)
            at = way[int((0.04 + 0.96 * t**0.85) * 99)]
            a = turn[0] + (turn[1] - turn[0]) * t**1.15 + rng.normal(0, 0.012)
            far = (length[0] + (length[1] - length[0]) * t) * reach * (0.9 + 0.1 * np.sin(t * np.pi))
            tint = shade(colour, 0.9 + 0.12 * ((i * 7) % 3) / 2)
            feather(
                sketch,
                x=at[0],
                y=at[1],
                turn=a,
                length=far,
                width=width * thick * (0.6 + 0.4 * share),
                colour=tint,
                tip=coat.tips if row == 0 else None,
            )
    widths = np.interp(np.linspace(0, 1, 100), [0, 0.5, 1], [width * 1.5, width * 0.9, width * 0.2])
    sketch.stroke(way, widths, coat.short)
