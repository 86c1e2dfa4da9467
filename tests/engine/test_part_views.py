"""Parts of cards: which blocks are in view, and that only these are compared."""

from __future__ import annotations

import numpy as np
from tests.pictures import card

from karuta.engine.proposal_views import blocks_in_view
from karuta.engine.similarity import contrast_map, kept_contrast_map, similarities

WHOLE = np.array([(0.0, 0), (440, 0), (440, 640), (0, 640)])


def test_only_blocks_that_lie_wholly_in_the_photo_are_in_view() -> None:
    assert blocks_in_view(WHOLE, (440, 640)).all()
    left = blocks_in_view(WHOLE, (225, 640))
    assert left[:, :2].all() and not left[:, 2:].any()
    below = blocks_in_view(WHOLE - (0, 330), (440, 640))
    assert not below[:5].any() and below[5:].all()


def test_similarity_over_some_blocks_does_not_ask_the_others() -> None:
    face, other = card(3), card(4)
    half = face.copy()
    half[:, 88:] = other[:, 88:]
    blocks = blocks_in_view(WHOLE, (225, 640))
    over_all, over_some = (
        float(similarities(contrast_map(half), [kept_contrast_map(face)], blocks=outline)[0])
        for outline in (None, blocks)
    )
    assert over_some > 0.95 > over_all + 0.05
