"""One step of the training of a whole network: its pictures, and what it learns from them. Writes no file.

The pictures of a step depend only on the seed and the step's number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray

from karuta.engine.model import Model
from karuta.engine.prepare import network_input
from karuta.engine.similarity import coarsened, contrast_map
from karuta.training.head.fit import EXPLODED, SMOOTHED
from karuta.training.head.gather import TrainingFeatures
from karuta.training.head.stock import drawn
from karuta.training.head.task import Recipe, TrainingError
from workshop.backbone.embedder_net import EmbedderNet

Values = NDArray[np.float32]


class Layers(StrEnum):
    """The blocks that are trained: those of the last stages, or all (but never the stem and 5x5 depthwise weights)."""

    LAST = "last"
    ALL = "all"

    @property
    def frozen_stages(self) -> int:
        return 5 if self is Layers.LAST else 0


@dataclass(frozen=True)
class FullRecipe(Recipe):
    """`pairs`: crops per step, each with its artwork.

    `memory`: how many artworks of earlier steps count as other cards.
    """

    steps: int = 600
    rate: float = 1e-4
    pairs: int = 48
    memory: int = 4096
    warmup: int = 20
    weight_decay: float = 0.01
    layers: Layers = Layers.LAST

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.pairs < 4:
            raise ValueError("a step of a training needs at least four crops")


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


@dataclass(frozen=True)
class Schedule:
    """Rises for `warmup` steps, stays, and falls as a half cosine to zero over the last `fall` steps.

    Before the fall it does not depend on `steps`, so a run may be made longer or shorter on the way.
    """

    steps: int
    warmup: int
    fall: int
    rate: float

    def at(self, step: int) -> float:
        """The learning rate of step 0, 1, ... `steps` - 1."""
        rate = self.rate * min(1.0, (step + 1) / max(1, self.warmup))
        left = (self.steps - step) / max(1, self.fall)
        return rate * (0.5 - 0.5 * math.cos(math.pi * left)) if left < 1 else rate


@dataclass(frozen=True, eq=False)
class PictureBatch:
    """One step's pictures: crops and their artworks, pair by pair, then artworks of refused cards.

    `contrasts`: of the same pictures, (n, cells) float32, for a model that counts them. `cards`: of the pairs.
    `weights`: (pairs, refused), how many times each refused card counts for each crop.
    """

    pictures: Values
    contrasts: Values | None
    cards: NDArray[np.int64]
    refused: NDArray[np.int64]
    weights: Values


class FullTraining:
    """Network, optimiser and memory; advances one step at a time."""

    def __init__(self, net: EmbedderNet, recipe: FullRecipe, *, device: torch.device) -> None:
        self.net = net.to(device)
        self.recipe = recipe
        self.device = device
        self.losses: list[float] = []
        self.rights: list[float] = []
        self.seconds = 0.0
        self.memory = Memory(recipe.memory, net.weight.shape[1])
        self.schedule = Schedule(recipe.steps, recipe.warmup, recipe.steps, recipe.rate)
        trained = [parameter for parameter in net.parameters() if parameter.requires_grad]
        self._optimiser = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=recipe.weight_decay)

    @property
    def step(self) -> int:
        return len(self.losses)

    def take(self, batch: PictureBatch) -> None:
        """One step. Raises `TrainingError` if the training diverges."""
        for group in self._optimiser.param_groups:
            group["lr"] = self.schedule.at(self.step)
        pairs = len(batch.cards)
        contrasts = None if batch.contrasts is None else torch.from_numpy(batch.contrasts).to(self.device)
        vectors = self.net(torch.from_numpy(batch.pictures).to(self.device), contrasts)
        crops, clean, refused = vectors[:pairs], vectors[pairs : 2 * pairs], vectors[2 * pairs :]
        cards = torch.from_numpy(batch.cards).to(self.device)
        loss, right = self._loss(crops, clean, refused, cards=cards, batch=batch)
        self._check_sane(float(loss.detach()))
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self._optimiser.step()
        self.memory.add(clean, cards)
        self.losses.append(float(loss.detach()))
        self.rights.append(right)

    def _loss(
        self,
        crops: torch.Tensor,
        clean: torch.Tensor,
        refused: torch.Tensor,
        *,
        cards: torch.Tensor,
        batch: PictureBatch,
    ) -> tuple[torch.Tensor, float]:
        """Symmetric InfoNCE. A crop is also contrasted with refused cards, which count more, and with the memory's."""
        own = torch.arange(len(cards), device=self.device)
        there = crops @ clean.T / self.recipe.temperature
        back = F.cross_entropy(there.T, own)
        parts = [there]
        if len(refused):
            hard = crops @ refused.T / self.recipe.temperature
            same = cards[:, None] == torch.from_numpy(batch.refused).to(self.device)[None, :]
            parts.append((hard + torch.from_numpy(batch.weights).to(self.device)).masked_fill(same, float("-inf")))
        if len(self.memory.cards):
            others = crops @ self.memory.vectors.to(self.device).T / self.recipe.temperature
            same = cards[:, None] == self.memory.cards.to(self.device)[None, :]
            parts.append(others.masked_fill(same, float("-inf")))
        logits = torch.cat(parts, dim=1)
        right = float((logits.argmax(dim=1) == own).float().mean())
        return (F.cross_entropy(logits, own) + back) / 2, right

    def _check_sane(self, loss: float) -> None:
        began = self.losses[0] if self.losses else loss
        recent = float(np.mean([*self.losses[-SMOOTHED + 1 :], loss]))
        if math.isfinite(loss) and (self.step < SMOOTHED or recent < 2 * began + EXPLODED):
            return
        raise TrainingError(
            f"The training diverged at step {self.step + 1} (the loss went from {began:.2f} to {recent:.2f}), so no "
            f"model was made; run it again with a learning rate below {self.recipe.rate:g}."
        )

    def state(self) -> dict[str, Any]:
        return {
            "net": self.net.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "memory": self.memory.state(),
            "losses": self.losses,
            "rights": self.rights,
            "seconds": self.seconds,
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(state["optimiser"])
        self.memory.restore(state["memory"])
        self.losses, self.rights = list(state["losses"]), list(state["rights"])
        self.seconds = float(state["seconds"])


class Batches:
    """Draws the pictures of each step: class-balanced labels, filled up with simulated photos of other cards."""

    def __init__(self, features: TrainingFeatures, recipe: FullRecipe, model: Model) -> None:
        self._features = features
        self._recipe = recipe
        self._spec = model.embedder.spec
        self._contrast = model.embedder.contrast

    def batch(self, step: int) -> PictureBatch:
        stock, recipe = self._features.stock, self._recipe
        rng = np.random.default_rng([recipe.seed, step, 7])
        labels = round(recipe.pairs * recipe.labelled) if len(stock.simulations) else recipe.pairs
        picked = [int(rng.choice(stock.cards[card])) for card in drawn(len(stock.cards), labels, rng)]
        picked += stock.simulations[drawn(len(stock.simulations), 2 * recipe.pairs, rng)].tolist()
        rows: list[int] = []
        cards: set[int] = set()
        for row in picked:
            card = int(stock.identity[stock.own[row]])
            if card not in cards and len(rows) < recipe.pairs:
                cards.add(card)
                rows.append(row)
        hard = sorted({int(place) for row in rows if row < len(stock.refused) for place in stock.refused[row]})
        weights = np.zeros((len(rows), len(hard)), dtype=np.float32)
        for at, row in enumerate(rows):
            for place in stock.refused[row] if row < len(stock.refused) else ():
                weights[at, hard.index(int(place))] = math.log(recipe.hard)
        pictures = [self._features.crops[row].make() for row in rows]
        pictures += [self._features.artworks[place].make() for place in [*stock.own[rows].tolist(), *hard]]
        return PictureBatch(
            network_input(pictures, self._spec),
            None if self._contrast is None else coarsened(list(map(contrast_map, pictures)), self._contrast),
            stock.identity[stock.own[rows]].astype(np.int64),
            stock.identity[hard].astype(np.int64),
            weights,
        )
