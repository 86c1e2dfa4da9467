"""The small picture arithmetic does what its name says."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from karuta.training.photographer.arrays import blur, clouds, grain, sharpen, smear, to_image, to_planes


def dot() -> np.ndarray:
    planes = np.zeros((3, 61, 81), dtype=np.float32)
    planes[:, 30, 40] = 1000.0
    return planes


def spread(planes: np.ndarray) -> tuple[float, float]:
    """Standard deviation along x and along y."""
    weights = planes[0] / planes[0].sum()
    y, x = np.mgrid[0 : planes.shape[1], 0 : planes.shape[2]]
    middle_x, middle_y = (weights * x).sum(), (weights * y).sum()
    return float((weights * (x - middle_x) ** 2).sum() ** 0.5), float((weights * (y - middle_y) ** 2).sum() ** 0.5)


@pytest.mark.parametrize("sigma", [0.7, 1.4, 2.6])
def test_a_blur_keeps_the_light_and_spreads_it_by_sigma(sigma: float) -> None:
    planes = dot()
    blur(planes, sigma)
    assert planes.sum() == pytest.approx(3000, rel=1e-3)
    assert spread(planes) == pytest.approx((sigma, sigma), rel=0.15)


def test_motion_goes_along_its_angle_only() -> None:
    across, down = dot(), dot()
    smear(across, 16, 0.0)
    smear(down, 16, np.pi / 2)
    assert (across[0] > 0).any(axis=1).sum() == 1
    assert (across[0] > 0).any(axis=0).sum() == pytest.approx(16, abs=1)
    assert (down[0] > 0).any(axis=0).sum() == 1
    assert (down[0] > 0).any(axis=1).sum() == pytest.approx(16, abs=1)


def test_sharpening_leaves_a_flat_picture_alone_and_steepens_an_edge() -> None:
    flat = np.full((3, 20, 20), 90, dtype=np.float32)
    sharpen(flat, 0.8, 1)
    assert np.allclose(flat, 90)
    edge = np.full((3, 20, 20), 50, dtype=np.float32)
    edge[:, :, 10:] = 150
    sharpen(edge, 0.8, 1)
    assert edge.min() < 50
    assert edge.max() > 150


def test_planes_become_the_image_they_came_from() -> None:
    image = Image.fromarray(np.random.default_rng(0).integers(0, 256, (7, 5, 3), dtype=np.uint8))
    assert np.array_equal(np.asarray(to_image(to_planes(image))), np.asarray(image))


def test_grain_has_mean_zero_and_sigma_one() -> None:
    noise = grain(np.random.default_rng(0), (200, 200))
    assert noise.mean() == pytest.approx(0, abs=0.02)
    assert noise.std() == pytest.approx(1, abs=0.02)


def test_clouds_fill_the_size_with_about_zero_to_one() -> None:
    plane = clouds(np.random.default_rng(0), (50, 30), (3, 4), octaves=3)
    assert plane.shape == (30, 50)
    assert -0.3 < plane.min() < plane.max() < 1.3
