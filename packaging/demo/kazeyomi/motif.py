"""What a painter is told: which form to paint, in which colours, from which seed; it paints nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazeyomi.colour import Colour, rgb


@dataclass(frozen=True)
class Palette:
    """Five steps from darkest to palest and one colour against them."""

    deep: Colour
    dark: Colour
    mid: Colour
    light: Colour
    pale: Colour
    accent: Colour

    @property
    def all(self) -> tuple[Colour, ...]:
        return (self.deep, self.dark, self.mid, self.light, self.pale)


def _palette(codes: str) -> Palette:
    return Palette(*(rgb(code) for code in codes.split()))


PALETTES = {
    "dawn": _palette("#2b1b4a #6b3267 #d0627a #f6a77b #fdeec4 #e8432f"),
    "indigo": _palette("#0a1230 #172a5c #2f5597 #7fa6cf #e4eef5 #f0b93a"),
    "snow": _palette("#16233d #3a5a80 #7ba0c0 #c6dcea #fbfdff #d24a3a"),
    "rose": _palette("#3a1030 #7d2350 #c9527a #f0a0ac #fde9e4 #f4c542"),
    "amber": _palette("#3a1606 #8a3c0e #d67f1f #f2b957 #fdeec2 #1f6f78"),
    "lunar": _palette("#05060d #1a1d2e #4a4f66 #9aa0b5 #f0f0ee #e8c872"),
    "dusk": _palette("#140f33 #3c2368 #8b3f84 #e57a6a #fbd38a #5fd0c5"),
    "vermilion": _palette("#2a0606 #7d150f #d03a1f #f08a4b #fde3bf #1d7a74"),
    "ember": _palette("#0c0303 #45090a #b02a0c #f58220 #fff0a8 #6fd3ff"),
    "jade": _palette("#05231f #0f5147 #2f9077 #93cfae #eef8e2 #e8a33a"),
    "moss": _palette("#14210f #375023 #6d8a3a #b9c77a #f4f3d2 #c2442d"),
    "teal": _palette("#04202b #0b4d5c #1f8f99 #83d0cb #ecfaf2 #f28b50"),
    "storm": _palette("#0b0f17 #26313f #566778 #9fb0ba #e8edec #f1d04b"),
    "ink": _palette("#0d0d10 #33333a #77757a #c9c3b8 #f6f0e2 #b5271f"),
    "plum": _palette("#1f0a2b #4e1d5f #8f4797 #cf9bcb #faeaf5 #8fbf5a"),
    "gold": _palette("#241505 #6b430c #b98a26 #e6c566 #fff6d4 #8e1f1f"),
    "copper": _palette("#1c0d08 #5a2a18 #a8603a #dfa57a #fbead8 #2f7f7a"),
    "night": _palette("#04061a #0e1740 #283a82 #6f7fd0 #dfe3ff #ffd98a"),
    "violet": _palette("#12062e #37167a #7a45c8 #bf9bf0 #f6eeff #ffb45c"),
    "aurora": _palette("#03121c #0a3a42 #14a07a #8af0a8 #f0ffe8 #d65ad0"),
    "spring": _palette("#24421f #5f9440 #a9cf66 #f3bccb #fff4f2 #d9487d"),
    "autumn": _palette("#2b0f0a #7a2417 #c8501f #eda03a #fbe6b0 #2f5d50"),
    "sea": _palette("#031a3a #0a4380 #1f7fbf #7fc4e0 #effaff #f2c14e"),
    "lacquer": _palette("#120a0a #3a0f12 #8a1a1c #c9403a #f2d6b8 #d9a93f"),
}


@dataclass(frozen=True)
class Motif:
    """One picture to paint: a form that its family knows, a palette and a seed."""

    form: str
    palette: Palette
    seed: int

    def rng(self, lane: int = 0) -> np.random.Generator:
        """A fresh generator; each lane is a stream of its own, so one part can change without the others."""
        return np.random.default_rng([self.seed, lane])
