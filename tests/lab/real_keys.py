"""For the hand at a real screen: which keys a quick person presses, by dice; knows nothing of what is there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

NEXT_SECONDS, REST_SECONDS = (0.02, 0.15), (0.1, 1.5)
DECIDE = {
    **{str(digit): 9.0 / digit for digit in range(1, 8)},
    **{"Return": 14.0, "u": 3.0, "r": 3.0, "n": 3.0, "k": 3.0, "g": 1.5, "Ctrl+1": 1.0, "Ctrl+2": 0.5},
}
MOVE = {
    **{"Down": 8.0, "Up": 4.0, "Right": 6.0, "Left": 1.5, "Tab": 4.0, "Shift+Tab": 0.3},
    **{"Home": 0.2, "End": 0.2, "PageDown": 0.5, "PageUp": 0.5, "s": 1.0, "l": 3.0, "x": 1.0},
    **{"0": 0.5, "space": 2.0, "d": 0.5, "j": 0.5, "y": 0.5},
}
GRID = {
    **{"space": 5.0, "Return": 6.0, "x": 1.0, "p": 1.0, "1": 0.7, "2": 1.5, "3": 1.0},
    **{"Right": 3.0, "Down": 2.0, "Left": 1.0, "PageDown": 1.5, "PageUp": 0.5, "Home": 0.5},
}
BACK = {"Ctrl+z": 5.0, "Ctrl+y": 1.0}
OPEN = {
    **{"f": 8.0, "Shift+f": 8.0, "o": 4.0, "w": 22.0, "p": 5.0, "/": 5.0, "Ctrl+Shift+l": 4.0, "Ctrl+f": 2.0},
    **{
        "q": 5.0,
        "h": 3.0,
        "m": 2.0,
        "i": 2.0,
        "Ctrl+,": 2.0,
        "Ctrl+e": 1.0,
        "Ctrl+b": 2.0,
        "Ctrl+k": 2.0,
        "Ctrl+p": 3.0,
    },
    **{"Shift+/": 2.0, "F1": 1.0, "F10": 2.0, "Shift+Down": 4.0, "Alt+l": 5.0, "Alt+r": 1.0, "Alt+v": 1.0, "q": 5.0},
    **{"Alt+p": 1.0, "Alt+c": 0.5, "Alt+n": 0.5, "c": 1.5, "z": 1.5, "e": 1.0},
}
_SHUT = {"c": "c", "z": "0"}
"""What opens something that Escape does not shut, and the key that does."""
TYPED = "shape0123"
_GRIDS = frozenset(("w", "p"))
# In these an arrow or the space bar would set something that the judge relies on, or start what takes long.
_CLOSED_TO = {"Ctrl+,": ("Down", "Up", "Tab", "space", "Right", "Left", "Shift+Tab", "Return")}


@dataclass(frozen=True)
class Stroke:
    """A key, and how long after the one before it goes down."""

    key: str
    after: float


class Dice:
    """Bursts of two to four keys, with a rest before each. What a burst opened, a later one uses and leaves, the grid
    after some more.
    """

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._opened: str | None = None

    def bursts(self) -> Iterator[list[Stroke]]:
        while True:
            keys = self._keys()
            rest = REST_SECONDS[0] + (REST_SECONDS[1] - REST_SECONDS[0]) * self._dice.random() ** 2
            yield [Stroke(key, rest if not at else self._dice.uniform(*NEXT_SECONDS)) for at, key in enumerate(keys)]

    def _keys(self) -> list[str]:
        dice, opened = self._dice, self._opened
        count = dice.randrange(2, 5)
        if opened in _GRIDS and dice.random() < 0.8:
            return [self._one(GRID) for _ in range(count)]
        if opened is not None and opened not in _GRIDS and dice.random() < 0.5:
            # What was opened is used as a person would who had waited for it.
            if dice.random() < 0.5:
                self._opened = None
            if opened in ("/", "Ctrl+f", "f", "Shift+f") and dice.random() < 0.7:
                return [*dice.choices(TYPED, k=count - 1), "Return"]
            return self._fitting(opened, [self._one(dice.choice((DECIDE, DECIDE, MOVE))) for _ in range(count)])
        if opened is not None:
            self._opened = None
            return ["Escape", _SHUT.get(opened, "Escape"), *(self._one(DECIDE) for _ in range(count - 2))]
        kind = dice.choices(("desk", "open", "through", "back"), (56, 30, 7, 7))[0]
        if kind == "desk":
            return [self._one(dice.choices((DECIDE, MOVE), (60, 40))[0]) for _ in range(count)]
        if kind == "back":
            return [self._one(dice.choice((BACK, DECIDE, MOVE))) for _ in range(count)]
        opens = self._one(OPEN)
        if kind == "through":
            return [opens, *self._fitting(opens, [self._one(DECIDE)]), "Escape", self._one(DECIDE)][:count]
        self._opened = opens
        if opens in _GRIDS:
            return [opens]
        rest = [self._one(dice.choices((DECIDE, MOVE), (65, 35))[0]) for _ in range(count - 1)]
        return [opens, *self._fitting(opens, rest)]

    def _fitting(self, opened: str, keys: list[str]) -> list[str]:
        closed = _CLOSED_TO.get(opened, ("Up",) if opened.startswith(("Alt", "F10")) else ())
        return [key if key not in closed else "3" for key in keys]

    def _one(self, weights: dict[str, float]) -> str:
        return self._dice.choices(list(weights), list(weights.values()))[0]
