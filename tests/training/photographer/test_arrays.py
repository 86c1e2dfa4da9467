"""The small picture arithmetic does what its name says."""

from __future__ import annotations

import numpy as np
import pytest

from karuta.training.photographer.arrays import blur, sharpen, smear


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
