"""Tells foil, reverse and plain by the coloured light on a card's crop, beside the catalogue's picture of it.

In each of 22 x 32 cells the crop is explained by the picture's ink as this camera sees it, in more or less light, with
some white glare over it. What no ink and no glare explain is coloured light: over the art, over the frame, or over
neither. It survives a small picture, and it decides no card.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.errors import ModelError
from karuta.domain.finish import FINISHES, NOT_TOLD, Finish
from karuta.domain.match import Match
from karuta.domain.pixels import Pixels
from karuta.domain.shape import Misshapen, shaped
from karuta.engine.arrays import read_array
from karuta.engine.model import SEAL, card_hash
from karuta.engine.model_shape import NamedFile
from karuta.files import file_hash
from karuta.json_files import read_json

Floats = NDArray[np.float32]

CARD = "finish.json"
FEATURES, UNITS = 25, 24
_ACROSS, _DOWN = 22, 32
_DARK, _BRIGHT = 14, 247
# Added to levels before their logarithms, so that noise in the dark counts little.
_INK = 24
_X, _Y = np.meshgrid((np.arange(_ACROSS) + 0.5) / _ACROSS, (np.arange(_DOWN) + 0.5) / _DOWN)
_PLANE = np.stack([np.ones(_X.size), (_X - 0.5).ravel(), (_Y - 0.5).ravel()], axis=1).astype(np.float32)
_ART = ((abs(_X - 0.5) < 0.33) & (abs(_Y - 0.43) < 0.21)).ravel()
_IS_OUTER = (abs(_X - 0.5) > 0.4) | (_Y < 0.15) | (_Y > 0.73)
_FRAME = (_IS_OUTER & (abs(_X - 0.5) < 0.45) & (abs(_Y - 0.5) < 0.46)).ravel()


def features(crop: Pixels, picture: Pixels) -> Floats:
    """(FEATURES,): how much coloured light there is on the art and on the frame, and how well it can be seen.

    `crop`, `picture`: (height, width, 3) uint8, RGB, upright, of any size: the card in the photo, and the catalogue's.
    """
    seen, ink = _cells(crop), np.log(_cells(picture) + _INK)
    light = seen.max(axis=1)
    is_lit = (light > _DARK) & (light < _BRIGHT)
    rough = _roughness(ink)
    hue, along, glare = _coloured_light(seen, ink, is_lit / (1 + (rough / 0.25) ** 2) + 1e-3)
    values: list[float] = []
    for place in (_ART, _FRAME):
        at = place & is_lit if (place & is_lit).sum() >= 20 else place
        smooth = at & (rough <= _quantiles(rough[at], 0.6))
        values += np.log(_quantiles(hue[smooth], 0.5, 0.75, 0.9) + 0.004).tolist()
        values += np.log(_quantiles(hue[at], 0.5, 0.9) + 0.004).tolist()
        values += np.log(np.sqrt(_quantiles(along[smooth], 0.5, 0.9)) + 0.003).tolist()
        values += [
            np.log(np.abs(glare[smooth]).mean() + 2),
            is_lit[place].mean(),
            float(np.log(_quantiles(rough[smooth], 0.5) + 0.02)[0]),
        ]
    bright, printed = np.log(seen + _INK).mean(axis=1), ink.mean(axis=1)
    spread, contrast = bright.std(), printed.std()
    alike = ((bright - bright.mean()) * (printed - printed.mean())).mean() / (spread * contrast + 1e-3)
    colourful = np.abs(ink[:, 0] - ink[:, 2]).mean()
    values += [bright.mean(), np.log(spread + 0.01), np.log(contrast + 0.01), np.log(colourful + 0.01), alike]
    return np.array(values, dtype=np.float32)


def _quantiles(values: Floats, *shares: float) -> Floats:
    """As numpy's, in a tenth of its time."""
    places = np.array(shares) * (len(values) - 1)
    return np.asarray(np.interp(places, np.arange(len(values)), np.sort(values)), dtype=np.float32)


def _cells(picture: Pixels) -> Floats:
    small = Image.fromarray(picture).resize((_ACROSS, _DOWN), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float32).reshape(-1, 3)


def _roughness(ink: Floats) -> Floats:
    """(cells,): how much the picture changes from a cell to the next; corners are never exact."""
    plane, rough = ink.reshape(_DOWN, _ACROSS, 3), np.zeros((_DOWN, _ACROSS), dtype=np.float32)
    for here, there in ((np.s_[:-1], np.s_[1:]), (np.s_[:, :-1], np.s_[:, 1:])):
        change = np.abs(plane[there] - plane[here]).max(axis=2)
        rough[here] = np.maximum(rough[here], change)
        rough[there] = np.maximum(rough[there], change)
    return rough.ravel()


def _coloured_light(seen: Floats, ink: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """(cells,) each: how strong it is, how far it is the same in the next cells, and the white glare."""
    tone, target, calm = ink - ink.mean(axis=0), np.log(seen + _INK), weights
    # Inks on paper are no screen's colours, and every print has its own: all products of two of them count.
    known = np.concatenate([_PLANE, tone, tone * tone, tone * np.roll(tone, 1, axis=1)], axis=1)
    white = np.exp((target - ink).mean(axis=0))
    white /= white.mean()
    for _ in range(2):
        weighed = known * weights[:, None]
        curve = np.linalg.solve(weighed.T @ known + np.eye(known.shape[1], dtype=np.float32), weighed.T @ target)
        body = np.exp(known @ curve) - _INK
        more = seen - body
        # Of each cell, by least squares: so much more or less light on the ink, so much white over it.
        bodies, across, whites = (body * body).sum(axis=1) * 1.05 + 1, body @ white, float(white @ white) * 1.02
        on_body, on_white = (body * more).sum(axis=1), more @ white
        scale = bodies * whites - across * across
        shade, glare = (on_body * whites - on_white * across) / scale, (on_white * bodies - on_body * across) / scale
        rest = (more - shade[:, None] * body - glare[:, None] * white) / (seen.mean(axis=1, keepdims=True) + 25)
        hue = np.sqrt((rest * rest).sum(axis=1))
        weights = calm / (1 + (hue / (2 * float(np.median(hue)) + 1e-3)) ** 2)
    plane, along = rest.reshape(_DOWN, _ACROSS, 3), np.zeros((_DOWN, _ACROSS), dtype=np.float32)
    along[:, :-1] += (plane[:, :-1] * plane[:, 1:]).sum(axis=2)
    along[:-1] += (plane[:-1] * plane[1:]).sum(axis=2)
    return hue, np.maximum(along, 0).ravel(), glare


def probabilities(seen: Floats, layer: Floats) -> Floats:
    """(n, 3) of `FINISHES`; `seen`: (n, FEATURES), `layer`: (FEATURES + 4, UNITS + 1): into the units, their bias, and
    out of them, the last of which is always 1.
    """
    into, bias, out = layer[:FEATURES], layer[FEATURES], layer[FEATURES + 1 :]
    scores = np.tanh(seen @ into + bias) @ out.T
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(chances / chances.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class FinishCard:
    """`least`: a finish that is less probable is not told."""

    format: Literal[1]
    layer: NamedFile
    least: float


@dataclass(frozen=True, eq=False)
class FinishReader:
    """`picture`: the catalogue's picture of what a match names; None where it is not at hand. `has_reverse`: whether a
    game has cards of which all but the art shines; in others what seems so is foil under a dark art.
    """

    layer: Floats
    least: float
    picture: Callable[[Match], Pixels | None]
    has_reverse: Callable[[str], bool]

    def of(self, crop: Pixels, match: Match) -> Finish:
        """The finish of the card in a crop of the whole of it, if it is this one."""
        picture = self.picture(match)
        if picture is None:
            return NOT_TOLD
        (chances,) = probabilities(features(crop, picture)[None], self.layer)
        if not self.has_reverse(match.card.game):
            chances = np.array([chances[0] + chances[1], 0, chances[2]])
        best = int(chances.argmax())
        probability = round(float(chances[best]), 4)
        return Finish(FINISHES[best] if probability >= self.least else None, probability)


def load_finish_reader(
    folder: Path, picture: Callable[[Match], Pixels | None], *, has_reverse: Callable[[str], bool] = lambda game: True
) -> FinishReader:
    """Load and check what is in `folder`. Raises `ModelError`."""
    path = folder / CARD
    try:
        sealed = read_json(path, dict[str, Any])
        card = shaped(sealed, FinishCard)
        if sealed.get(SEAL) != card_hash(sealed) or file_hash(folder / card.layer.file) != card.layer.sha256:
            raise Misshapen("it was altered")
        layer = read_array(folder / card.layer.file, shape=(FEATURES + 4, UNITS + 1))
        return FinishReader(layer, card.least, picture, has_reverse)
    except (OSError, Misshapen) as error:
        raise ModelError(
            "The file that tells finishes, {path}, cannot be used: {reason}", path=path, reason=error
        ) from error
