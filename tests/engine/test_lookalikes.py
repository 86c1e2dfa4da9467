"""When a picture counts as another one: near enough, alike place by place, or nearer than all others by far."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.pictures import card

from karuta.engine.lookalikes import COSINE, LEAD, LEADING_COSINE, LED, NearPicture, SamePicture, most_alike, nearest

Vectors = NDArray[np.float32]
NONE = np.zeros(LED + 2, dtype=np.bool_)


def unit(*parts: float) -> Vectors:
    """A vector of 4 numbers with these first; the last makes it one long."""
    rest = 1.0 - sum(part * part for part in parts)
    return np.array([*parts, *[0.0] * (3 - len(parts)), np.sqrt(rest)], dtype=np.float32)


def stock(near: float, rival: float, *, count: int = LED + 2) -> Vectors:
    """Row 0 is as near as `near` to the picture (1, 0, 0, 0), row 1 as near as `rival`; all others are far."""
    return np.stack([unit(near), unit(rival, 0.8), *[unit(0.0, -0.9)] * (count - 2)])


def said(others: Vectors, own: NDArray[np.bool_] = NONE) -> SamePicture | None:
    picture = np.array([[1, 0, 0, 0]], dtype=np.float32)
    found = nearest(picture, others, own[: len(others)])
    # Pictures that are gone: only the embeddings speak.
    return most_alike(card(1), picture, found, others, [None] * len(found))


@pytest.mark.parametrize(
    ("near", "rival", "is_same"),
    [
        (COSINE + 0.01, 0.2, True),
        (0.62, 0.2, True),  # cropped far, and nothing else is like it
        (0.62, 0.62 - LEAD / 2, False),  # others are as like it
        (LEADING_COSINE - 0.01, 0.1, False),
    ],
)
def test_what_leads_all_others_by_far_needs_to_be_less_near(near: float, rival: float, *, is_same: bool) -> None:
    found = said(stock(near, rival))
    assert (found is not None and found.row == 0) == is_same


def test_a_copy_of_what_leads_is_no_rival_and_few_pictures_say_nothing() -> None:
    others = stock(0.62, 0.2)
    others[2] = others[0]
    assert said(others) is not None
    assert said(stock(0.62, 0.2, count=20)) is None


def test_only_the_nearest_leads_and_the_rows_of_its_own_card_do_not_count() -> None:
    others = stock(0.62, 0.4)
    own = NONE.copy()
    own[0] = True
    found = nearest(np.array([[1, 0, 0, 0]], dtype=np.float32), others, own)
    assert [near.row for near in found][:1] == [1] and all(near.row != 0 for near in found)
    assert [picture.lead for picture in found[1:]] == [0.0, 0.0]
    assert found[0] == NearPicture(1, 0, pytest.approx(0.4))
