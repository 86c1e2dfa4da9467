"""Photos that stand in several listings: what is found, and what a shop's stock photo costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from karuta.engine.same_shot import SIDE, Grey
from karuta.listings.services.check import same_photos as module
from karuta.listings.services.check.same_photos import MOST_LAID_OVER, SeenShots, same_photos


def square(seed: int) -> NDArray[np.uint8]:
    """A drawn scene of soft patches, as a photo's grey square."""
    small = np.random.default_rng(seed).integers(0, 256, (8, 8)).astype(np.uint8)
    return np.kron(small, np.ones((SIDE // 8, SIDE // 8), np.uint8))


def brighter(photo: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """As encoded anew: each pixel a little otherwise."""
    return np.clip(photo.astype(np.int16) + 2, 0, 255).astype(np.uint8)


def of(tmp_path: Path, photos: list[NDArray[np.uint8]]) -> dict[int, tuple[int, ...]]:
    file = tmp_path / "greys"
    file.write_bytes(b"".join(photo.tobytes() for photo in photos))
    return same_photos([file], [1] * len(photos))


def test_equal_photos_and_one_that_was_encoded_anew_name_each_other(tmp_path: Path) -> None:
    photos = [square(1), square(2), square(1), brighter(square(1)), square(1)]
    expected = {0: (2, 3, 4), 2: (0, 3, 4), 3: (0, 2, 4), 4: (0, 2, 3)}
    assert of(tmp_path, photos) == expected
    seen = SeenShots()
    for at, photo in enumerate(photos):
        seen.add(str(at), [photo])
    assert {at: tuple(sorted(map(int, seen.others(str(at))))) for at in expected} == expected
    assert not seen.others("1")


def test_a_stock_photo_of_many_listings_is_laid_over_others_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    really = module.is_one_shot

    def counted(one: Grey, other: Grey) -> bool:
        asked.append(1)
        return really(one, other)

    monkeypatch.setattr(module, "is_one_shot", counted)
    found = of(tmp_path, [square(1)] * 300 + [brighter(square(1))])
    assert len(asked) <= 4
    # Each names the first ones, and the first ones all.
    assert len(found) == 301 and found[0] == tuple(range(1, 301))
    assert found[200] == tuple(range(MOST_LAID_OVER))
    assert found[300] == tuple(range(MOST_LAID_OVER))
