"""The loss that pulls a photo to its own card and away from others. Knows vectors, no pictures."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812


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


def contrastive(
    photographed: torch.Tensor,
    clean: torch.Tensor,
    *,
    cards: torch.Tensor,
    memory: Memory | None,
    temperature: float,
) -> tuple[torch.Tensor, float]:
    """The loss, and the share of photos nearest to their own card.

    Symmetric InfoNCE; photos are also contrasted with the memory's cards. `photographed`, `clean`: (n, dimension) unit
    vectors, pair by pair; `cards`: (n,) numbers, all different.
    """
    own = torch.arange(len(cards))
    to_clean = photographed @ clean.T / temperature
    back = F.cross_entropy(to_clean.T, own)
    if memory is not None and len(memory.cards):
        others = photographed @ memory.vectors.T / temperature
        others = others.masked_fill(cards[:, None] == memory.cards[None, :], float("-inf"))
        to_clean = torch.cat([to_clean, others], dim=1)
    there = F.cross_entropy(to_clean, own)
    right = float((to_clean.argmax(dim=1) == own).float().mean())
    return (there + back) / 2, right
