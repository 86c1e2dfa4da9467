"""How a projection is trained: every number that determines it. Trains nothing."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.training.recipe import Recipe


@dataclass(frozen=True)
class HeadRecipe(Recipe):
    """`rate`: Adam's, falling as a half cosine.

    It is meant for weights with a root mean square of 0.03, and scaled to the projection's own. `pull`: the penalty for
    a projection whose distance from the old one equals the old one's length. `others`: how many artworks of other cards
    per step.
    """

    batch: int = 256
    others: int = 2048
    pull: float = 0.5

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.batch < 2:
            raise ValueError("a step of a training needs at least two crops")
