"""How a projection is trained: every number that decides it; trains nothing."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.training.recipe import Recipe


@dataclass(frozen=True)
class HeadRecipe(Recipe):
    """`rate`: Adam's, falling as a half cosine; it is for weights of a root mean square of 0.03 and scaled to the
    projection's own. `pull`: how much the loss grows for a projection as far from the old one as that is long.
    `others`: so many artworks of other cards a step.
    """

    batch: int = 256
    others: int = 2048
    pull: float = 0.5

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.batch < 2:
            raise ValueError("a step of a training needs at least two crops")
