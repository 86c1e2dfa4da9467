"""Preparing: the network's size, its channel order and its scale, whatever the picture's own size."""

from __future__ import annotations

import numpy as np
import pytest
from tests.fakes import SPEC
from tests.pictures import card

from karuta.engine.prepare import fit, network_input


@pytest.mark.parametrize("size", [(260, 178), (614, 421), (1024, 704), (40, 28)])
def test_a_card_face_of_any_size_fits_the_network(size: tuple[int, int]) -> None:
    plain = np.full((*size, 3), (10, 120, 230), np.uint8)
    fitted = fit(plain, SPEC)
    assert fitted.shape == (256, 176, 3)
    assert (fitted == (10, 120, 230)).all()


def test_a_picture_of_the_right_size_is_left_as_it_is() -> None:
    crop = fit(card(1), SPEC)
    assert fit(crop, SPEC) is crop


def test_the_networks_input_is_channels_first_rgb_scaled() -> None:
    crop = np.zeros((256, 176, 3), np.uint8)
    crop[:, :, 0], crop[:, :, 2] = 255, 127
    values = network_input([crop, crop], SPEC)
    assert values.shape == (2, 3, 256, 176) and values.dtype == np.float32
    assert values[0, :, 5, 5].tolist() == [1.0, -127 / 128, 0.0]
