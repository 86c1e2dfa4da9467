"""How a tree branches: limbs from a trunk by a rule with chance in it, and the tips for its leaves; no leaves."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kazeyomi.brush import Floats
from kazeyomi.colour import Colour, mix, shade
from kazeyomi.noise import Rng
from kazeyomi.sketch import Points, Sketch


@dataclass(frozen=True)
class Habit:
    """A kind of tree. Angles in radians; `droop` pulls limbs down (or up, below 0), `wind` to the right."""

    depth: int = 8
    fork: float = 0.5
    shrink: float = 0.76
    thin: float = 0.66
    wander: float = 0.2
    droop: float = 0.0
    wind: float = 0.0
    side_shoots: float = 0.35


@dataclass(frozen=True)
class Limb:
    way: Points
    widths: Floats
    level: int


@dataclass
class Tree:
    """Limbs from the trunk outwards and the places of its tips, `(x, y, direction)`."""

    limbs: list[Limb] = field(default_factory=list)
    tips: list[tuple[float, float, float]] = field(default_factory=list)


def grown(rng: Rng, habit: Habit, *, x: float, y: float, turn: float, length: float, width: float) -> Tree:
    tree = Tree()
    _grow(tree, rng, habit, (x, y, turn), length, width, habit.depth)
    return tree


def _grow(
    tree: Tree, rng: Rng, habit: Habit, start: tuple[float, float, float], length: float, width: float, level: int
) -> None:
    x, y, turn = start
    if level == 0 or length < 0.012:
        tree.tips.append(start)
        return
    steps = 10
    bend = rng.normal(0, habit.wander)
    way = np.empty((steps, 2))
    for i in range(steps):
        way[i] = x, y
        turn += (
            bend / steps
            + rng.normal(0, habit.wander * 0.22)
            + (habit.droop * np.cos(turn) + habit.wind * -np.sin(turn)) / steps
        )
        x, y = x + np.cos(turn) * length / (steps - 1), y + np.sin(turn) * length / (steps - 1)
    last = width * (0.78 if level > 1 else 0.4)
    tree.limbs.append(Limb(way, np.linspace(width, last, steps), habit.depth - level))
    if level <= 3:
        tree.tips.append((x, y, turn))
    forks = 3 if rng.random() < 0.25 else 2
    spread = habit.fork * rng.uniform(0.75, 1.25)
    for k in range(forks):
        off = spread * (k - (forks - 1) / 2) * 2 / max(1, forks - 1) + rng.normal(0, 0.1)
        _grow(
            tree,
            rng,
            habit,
            (way[-1][0], way[-1][1], turn + off),
            length * habit.shrink * rng.uniform(0.82, 1.12),
            last * habit.thin**0.6,
            level - 1,
        )
    if level > 2 and rng.random() < habit.side_shoots:
        i = int(rng.integers(3, 8))
        side = rng.choice([-1, 1])
        _grow(
            tree,
            rng,
            habit,
            (way[i][0], way[i][1], turn + side * habit.fork * 1.5),
            length * habit.shrink * 0.8,
            width * 0.45,
            level - 2,
        )


def draw_limbs(sketch: Sketch, tree: Tree, bark: Colour, *, light: Colour, side: float = -0.3) -> None:
    """All limbs: dark bark, a lighter stripe on the side that the light comes from."""
    for limb in tree.limbs:
        sketch.stroke(limb.way, limb.widths, shade(bark, 0.72))
        sketch.spot(limb.way[-1], limb.widths[-1] / 2, shade(bark, 0.72))
    for limb in tree.limbs:
        if limb.widths[0] < 0.006:
            continue
        offset = np.stack([limb.widths * side, limb.widths * side * 0.4], axis=1)
        sketch.stroke(limb.way + offset, limb.widths * 0.32, mix(bark, light, 0.55), alpha=0.8)
