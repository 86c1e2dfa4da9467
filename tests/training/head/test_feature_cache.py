"""The cache of features: what was kept is there again, what is damaged is made again, networks are not mixed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from karuta.training.head.features import SUFFIX
from karuta.training.head.gather import FeatureCache, network_hash

NAMES = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(6)]
ROWS = np.random.default_rng(1).normal(size=(6, 5)).astype(np.float32)


def cache(folder: Path, network: str = "n" * 64) -> FeatureCache:
    return FeatureCache(folder, network=network, pooled=5)


def test_features_are_there_again_as_they_were_given_back(tmp_path: Path) -> None:
    first = cache(tmp_path)
    first.add(NAMES[:4], ROWS[:4])
    first.add(NAMES[4:], ROWS[4:])
    again = cache(tmp_path)
    assert again.missing([*NAMES, "0" * 64]) == ["0" * 64]
    np.testing.assert_array_equal(again.get(NAMES[::-1]), first.get(NAMES[::-1]))
    np.testing.assert_allclose(again.get(NAMES), ROWS, rtol=1e-3)


@pytest.mark.parametrize("at", [3, 200, 300, -1])
def test_a_damaged_part_is_dropped_and_its_pictures_are_missing(tmp_path: Path, at: int) -> None:
    first = cache(tmp_path)
    first.add(NAMES[:3], ROWS[:3])
    first.add(NAMES[3:], ROWS[3:])
    path = sorted(tmp_path.rglob(f"*{SUFFIX}"))[0]
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    again = cache(tmp_path)
    assert (again.damaged, len(again.missing(NAMES))) == (1, 3)
    assert not path.exists()


def test_the_projection_has_no_part_in_a_networks_name() -> None:
    card = {
        "embedder": {"sha256": "a", "input": {"width": 176}, "normalise_pooled": True},
        "projection": {"sha256": "b"},
    }
    other = {**card, "projection": {"sha256": "c"}}
    assert network_hash(card) == network_hash(other)
    assert network_hash(card) != network_hash({"embedder": {**card["embedder"], "sha256": "z"}})
