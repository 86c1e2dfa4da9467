"""The loss that pulls a photo to its own card and away from others. Knows vectors, no pictures."""

from __future__ import annotations

import torch


class Memory:
    """The artworks' vectors of the last steps: more cards to tell apart, at the cost of one matrix product.

    (Cross-batch memory: Wang et al., CVPR 2020.) The oldest are dropped.
    """

    def __init__(self, size: int, dimension: int) -> None:
        self._size = size
        self.vectors = torch.zeros(0, dimension)
        self.cards = torch.zeros(0, dtype=torch.long)

    def add(self, vectors: torch.Tensor, cards: torch.Tensor) -> None:
        self.vectors = torch.cat([self.vectors.to(vectors.device), vectors.detach().float()])[-self._size :]
        self.cards = torch.cat([self.cards.to(cards.device), cards])[-self._size :]

    def state(self) -> dict[str, torch.Tensor]:
        return {"vectors": self.vectors, "cards": self.cards}

    def restore(self, state: dict[str, torch.Tensor]) -> None:
        self.vectors, self.cards = state["vectors"], state["cards"]
