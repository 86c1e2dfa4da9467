"""The windows of the frames: eight outlines around the art, each also a little inside itself; geometry only."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet
from kazeyomi.sketch import Points, curve

WIDTH, HEIGHT = 842, 1228
CARD = Sheet(WIDTH, HEIGHT)
# The window's outermost box, in pixels of the card.
WINDOW = (54, 52, 788, 850)
ART = Sheet(WINDOW[2] - WINDOW[0], WINDOW[3] - WINDOW[1])


def at(x: float, y: float) -> tuple[float, float]:
    """Pixels of the card in the units of its sheet."""
    return ((x - WIDTH / 2) / CARD.unit, (y - HEIGHT / 2) / CARD.unit)


def px(points: object) -> Points:
    return np.asarray(
        (np.asarray(points, dtype=np.float64) - np.array([WIDTH / 2, HEIGHT / 2])) / CARD.unit, dtype=np.float64
    )


def _box(inset: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = WINDOW
    return left + inset, top + inset, right - inset, bottom - inset


def arched(inset: float) -> Points:
    left, top, right, bottom = _box(inset)
    return px(
        np.concatenate(
            [
                curve(
                    [
                        (left, top + 96),
                        (left + 60, top + 34),
                        ((left + right) / 2, top),
                        (right - 60, top + 34),
                        (right, top + 96),
                    ],
                    60,
                ),
                [(right, bottom), (left, bottom)],
            ]
        )
    )


def notched(inset: float) -> Points:
    left, top, right, bottom = _box(inset)
    r = 54 - inset * 0.2
    corners = ((left, top, 90, 0), (right, top, 180, 90), (right, bottom, 270, 180), (left, bottom, 360, 270))
    parts = [
        np.stack(
            [x + r * np.cos(np.radians(np.linspace(a, b, 16))), y + r * np.sin(np.radians(np.linspace(a, b, 16)))],
            axis=1,
        )
        for x, y, a, b in corners
    ]
    return px(np.concatenate(parts))


def cut(inset: float) -> Points:
    left, top, right, bottom = _box(inset)
    c = 62 - inset * 0.4
    return px(
        [
            (left + c, top),
            (right - c, top),
            (right, top + c),
            (right, bottom - c),
            (right - c, bottom),
            (left + c, bottom),
            (left, bottom - c),
            (left, top + c),
        ]
    )


def scalloped(inset: float) -> Points:
    left, top, right, bottom = _box(inset)
    x = np.linspace(left, right, 240)
    hem = 17 * np.abs(np.sin((x - left) / (right - left) * np.pi * 9))
    upper = np.stack([x, top + 20 - hem], axis=1)
    lower = np.stack([x[::-1], bottom - 20 + hem], axis=1)
    return px(np.concatenate([upper, lower]))


def domed(inset: float) -> Points:
    left, top, right, bottom = _box(inset)
    a = np.linspace(np.pi, 2 * np.pi, 90)
    half = (right - left) / 2
    dome = np.stack([(left + right) / 2 + half * np.cos(a), top + half * 0.74 + half * 0.74 * np.sin(a)], axis=1)
    return px(np.concatenate([dome, [(right, bottom), (left, bottom)]]))


def rounded(inset: float) -> Points:
    left, top, right, bottom = _box(inset)
    cx, cy, rx, ry = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    a = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    power = 0.32
    return px(
        np.stack(
            [
                cx + rx * np.sign(np.cos(a)) * np.abs(np.cos(a)) ** power,
                cy + ry * np.sign(np.sin(a)) * np.abs(np.sin(a)) ** power,
            ],
            axis=1,
        )
    )


def plain(inset: float) -> Points:
    left, top, right, bottom = _box(inset)
    return px([(left, top), (right, top), (right, bottom), (left, bottom)])


def gate(inset: float) -> Points:
    """Ogee: a pointed arch, as of a palace window."""
    left, top, right, bottom = _box(inset)
    middle = (left + right) / 2
    half = curve(
        [(left, top + 170), (left + 36, top + 92), (left + 170, top + 52), (middle - 60, top + 30), (middle, top - 2)],
        60,
    )
    other = half[::-1] * np.array([-1, 1]) + np.array([2 * middle, 0])
    return px(np.concatenate([half, other, [(right, bottom), (left, bottom)]]))
