"""Similarity: the same face is alike under other light and slightly wrong corners, another face is not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from tests.pictures import card

from karuta.domain.ranking import PictureSimilarity
from karuta.engine.similarity import ContrastMaps, contrast_map, once, similarities

FACES = [np.asarray(Image.fromarray(card(seed)).resize((178, 260))) for seed in range(6)]
Pixels = NDArray[np.uint8]


def changed(face: Pixels, *, gain: float = 1.0, lift: float = 0.0, blur: float = 0.0) -> Pixels:
    image = Image.fromarray(np.clip(face * gain + lift, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(blur)))


def alike(crop: Pixels, *faces: Pixels) -> list[float]:
    return [
        float(similarity) for similarity in similarities(contrast_map(crop), [contrast_map(face) for face in faces])
    ]


def test_a_face_is_wholly_like_itself_and_less_like_others() -> None:
    for number, face in enumerate(FACES):
        found = alike(face, *FACES)
        assert found[number] == pytest.approx(1.0, abs=0.02)
        assert max(one for place, one in enumerate(found) if place != number) < 0.9
        assert int(np.argmax(found)) == number


@pytest.mark.parametrize(
    "how", [{"gain": 0.3}, {"gain": 0.5, "lift": 90}, {"blur": 1.5}, {"gain": 0.25, "blur": 2.0, "lift": 30}]
)
def test_light_veil_and_blur_count_little(how: dict[str, float]) -> None:
    for number, face in enumerate(FACES):
        found = alike(changed(face, **how), *FACES)
        assert int(np.argmax(found)) == number
        assert found[number] > 0.7


def test_slightly_wrong_corners_count_little() -> None:
    for number, face in enumerate(FACES):
        moved = np.asarray(Image.fromarray(face).transform(
            (178, 260), Image.Transform.AFFINE, (1.02, 0.0, 3.0, 0.0, 0.98, -4.0), Image.Resampling.BILINEAR
        ))  # fmt: skip
        assert int(np.argmax(alike(moved, *FACES))) == number


def test_a_part_that_is_covered_does_not_count() -> None:
    covered = FACES[2].copy()
    covered[200:, :90] = (200, 160, 130)
    found = alike(covered, *FACES)
    assert int(np.argmax(found)) == 2
    assert found[2] > 0.85


def test_blank_paper_beside_lines_is_not_like_every_ground() -> None:
    page = np.full((260, 178, 3), 240, np.uint8)
    page[:, :118] = np.where((np.arange(260) // 5 % 2)[:, None, None] == 1, 20, 240).astype(np.uint8)
    ground = np.random.default_rng(3).normal(120, 25, (260, 178, 3)).clip(0, 255).astype(np.uint8)
    margin = np.zeros((8, 4), dtype=bool)
    margin[:, 3] = True
    (found,) = similarities(contrast_map(ground), [contrast_map(page)], blocks=margin)
    assert found < 0.5


def test_a_card_of_mostly_blank_paper_is_like_a_photo_of_itself_and_not_like_another() -> None:
    """Blank parts speak neither for it nor against it."""
    page = np.full((260, 178, 3), 240, np.uint8)
    page[:110] = FACES[0][:110, :178]
    other = page.copy()
    other[:110] = FACES[1][:110, :178]
    taken = np.clip(page + np.random.default_rng(4).normal(0, 6, page.shape), 0, 255).astype(np.uint8)
    own, others = similarities(contrast_map(taken), [contrast_map(page), contrast_map(other)])
    assert own > 0.85
    assert others < own - 0.1


def test_what_differs_in_one_place_only_shows_where_they_are_least_alike() -> None:
    other = FACES[3].copy()
    tall, wide = other.shape[:2]
    other[tall // 4 : tall // 2, wide // 4 : 3 * wide // 4] = FACES[0][tall // 4 : tall // 2, wide // 4 : 3 * wide // 4]
    contrasts = ContrastMaps(lambda name: {"own": FACES[3], "sibling": other}[name])
    own, sibling = contrasts.similarity(FACES[3])(["own", "sibling"])
    assert own is not None and sibling is not None
    assert sibling.most > 0.95
    assert own.least > 0.95 > 0.7 > sibling.least


def test_contrasts_are_made_once_and_a_picture_that_is_gone_is_none() -> None:
    read: list[str] = []

    def picture(name: str) -> Pixels | None:
        read.append(name)
        return None if name == "gone" else FACES[int(name)]

    contrasts = ContrastMaps(picture)
    asked = contrasts.similarity(FACES[3])
    first = asked(["3", "gone", "1"])
    assert first[1] is None
    assert first[0] == pytest.approx((1.0, 1.0), abs=0.02)
    assert asked(["3", "gone", "1"]) == first
    assert read == ["3", "gone", "1"]


def test_a_picture_is_compared_with_one_crop_once() -> None:
    asked: list[list[str]] = []

    def similarity(pictures: Sequence[str]) -> list[PictureSimilarity | None]:
        asked.append(list(pictures))
        return [None if picture == "gone" else PictureSimilarity(float(picture), 0.0) for picture in pictures]

    likest = once(similarity)
    assert likest(["3", "gone"]) == [PictureSimilarity(3.0, 0.0), None]
    assert likest(["1", "3", "gone"]) == [PictureSimilarity(1.0, 0.0), PictureSimilarity(3.0, 0.0), None]
    assert likest(["3"]) == [PictureSimilarity(3.0, 0.0)]
    assert asked == [["3", "gone"], ["1"]]
