"""Exemplars: confirmed crops that are searched beside their card's artworks. Plain values; nothing is embedded here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import CatalogueView


@dataclass(frozen=True, eq=False)
class Exemplar:
    """A crop that a person confirmed as `card`.

    `vector`: (dimension,) float32, unit length; None until this model embeds it.
    """

    photo_sha256: str
    sighting_id: str
    crop_sha256: str
    card: CardKey
    vector: NDArray[np.float32] | None = None

    @property
    def place(self) -> tuple[str, str]:
        return self.photo_sha256, self.sighting_id


def stands_for(card: CardKey, view: CatalogueView, mains: Mapping[CardKey, Artwork]) -> tuple[Artwork, ...]:
    """The artworks that a crop of `card` speaks for; none if the card has no picture (it is never matched then).

    A photo cannot tell cards with one and the same picture apart, so the crop stands for all of them. Their order, and
    that neither is called sure, stay as they are without exemplars.
    """
    main = mains.get(card)
    if main is None:
        return ()
    twins = {artwork.card for artwork in view.by_picture[main.picture_sha256]}
    return tuple(mains[twin] for twin in sorted(twins) if mains[twin].picture_sha256 == main.picture_sha256)


def main_artworks(view: CatalogueView) -> dict[CardKey, Artwork]:
    """Each card's main artwork, else its first."""
    mains: dict[CardKey, Artwork] = {}
    for artwork in view.artworks:
        held = mains.get(artwork.card)
        if held is None or (artwork.is_main and not held.is_main):
            mains[artwork.card] = artwork
    return mains
