"""Preparing: the network's size, its channel order and its scale, whatever the picture's own size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.fakes import SPEC
from tests.pictures import card

from karuta.engine.prepare import Levels, fit, levelled, network_input


@pytest.mark.parametrize("size", [(260, 178), (614, 421), (1024, 704), (40, 28)])
def test_a_card_face_of_any_size_fits_the_network(size: tuple[int, int]) -> None:
    plain = np.full((*size, 3), (10, 120, 230), np.uint8)
    fitted = fit(plain, SPEC)
    assert fitted.shape == (256, 176, 3)
    assert (fitted == (10, 120, 230)).all()


def test_the_networks_input_is_channels_first_rgb_scaled() -> None:
    crop = np.zeros((256, 176, 3), np.uint8)
    crop[:, :, 0], crop[:, :, 2] = 255, 127
    values = network_input([crop, crop], SPEC)
    assert values.shape == (2, 3, 256, 176) and values.dtype == np.float32
    assert values[0, :, 5, 5].tolist() == [1.0, -127 / 128, 0.0]


WHOLE, HALF = Levels(cut=0.001, strength=1.0), Levels(cut=0.001, strength=0.5)
LEVELS = replace(SPEC, levels=WHOLE)


def lit(crop: NDArray[np.uint8], *gains: float, veil: float = 0.0) -> NDArray[np.uint8]:
    return np.clip(crop * np.array(gains) + veil, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("gains", "veil"), [((0.45, 0.6, 0.9), 20.0), ((1.0, 0.8, 0.5), 0.0), ((0.3, 0.3, 0.3), 5.0)])
def test_a_lamps_colour_is_stretched_away(gains: tuple[float, ...], veil: float) -> None:
    crop = fit(card(1), SPEC)
    wanted = network_input([crop], LEVELS)
    before, after = (network_input([lit(crop, *gains, veil=veil)], spec) for spec in (SPEC, LEVELS))
    assert np.abs(after - wanted).mean() < 0.03
    assert np.abs(before - network_input([crop], SPEC)).mean() > 0.1


def test_what_has_hardly_a_range_is_given_none() -> None:
    noise = np.random.default_rng(1).integers(120, 124, (256, 176, 3)).astype(np.uint8)
    assert np.ptp(levelled(noise, WHOLE)) < 60
    flat = np.full((256, 176, 3), 120, np.uint8)
    assert np.ptp(levelled(flat, WHOLE)) == 0


def test_half_of_the_way_is_half_of_the_way() -> None:
    crop = lit(fit(card(1), SPEC), 0.4, 0.6, 0.9)
    wanted = (crop.astype(float) + levelled(crop, WHOLE)) / 2
    assert np.abs(levelled(crop, HALF) - wanted).max() <= 1
    assert (levelled(crop, Levels(cut=0.001, strength=0.0)) == crop).all()
