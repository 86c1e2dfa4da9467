"""Trains the embedder: crops and artworks of one card get similar vectors. Exports and measures nothing.

python -m workshop.backbone.train_embedder --config app/workshop/backbone/recipes/embedder.json \
    --catalogue FOLDER --run RUNS/NAME

A run that was killed goes on from its last checkpoint with the same command, and ends as an unbroken one would.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from karuta.engine.prepare import InputSpec, network_input
from workshop.backbone.embedder_net import EmbedderNet
from workshop.backbone.export import SPEC
from workshop.backbone.full_steps import Memory
from workshop.backbone.lite0 import Pooling, read_weights
from workshop.backbone.net_training import (
    NetConfig,
    NetTraining,
    TrainingPlan,
    chosen_run,
    config_values,
    contrastive,
    run_parser,
    run_steps,
)
from workshop.backbone.pretrained import build_backbone
from workshop.backbone.run_folder import RunFolder
from workshop.pairs import PairBatch, PairMaker, PairMix, pair_sources

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class EmbedderConfig(NetConfig):
    """`pairs`: how many per step.

    `memory`: how many artworks of earlier steps count too, from step `memory_from` on.
    """

    pairs: int
    temperature: float
    memory: int
    memory_from: int
    gem_power: float
    mix: PairMix
    bands: tuple[tuple[int, int], ...] = ()

    @property
    def pooling(self) -> Pooling:
        return Pooling("gem", self.gem_power, bands=self.bands)


def read_config(path: Path) -> EmbedderConfig:
    values, mix = config_values(path, "grades")
    bands = tuple((int(start), int(end)) for start, end in values.pop("bands", ()))
    return EmbedderConfig(mix=PairMix(**mix), bands=bands, **values)


class EmbedderTraining(NetTraining[EmbedderNet]):
    """Advances one step at a time, with a memory of earlier artworks."""

    def __init__(self, net: EmbedderNet, config: EmbedderConfig, *, spec: InputSpec = SPEC) -> None:
        super().__init__(net, config)
        self.config = config
        self.spec = spec
        self.memory = Memory(config.memory, net.weight.shape[1])

    def take(self, batch: PairBatch, cards: NDArray[np.intp]) -> dict[str, float | int]:
        """One step on the batch; `cards`: (n,), a number for each card. Returns what the log shows."""
        numbers = torch.from_numpy(cards.astype(np.int64))
        pictures = [*batch.photographed, *batch.clean]
        vectors = self.net(torch.from_numpy(network_input(pictures, self.spec)))
        photographed, clean = vectors.chunk(2)
        memory = self.memory if self.step >= self.config.memory_from else None
        loss, right = contrastive(
            photographed, clean, cards=numbers, memory=memory, temperature=self.config.temperature
        )
        figures = self.descend(loss)
        self.memory.add(clean, numbers)
        return {**figures, "right": right}

    def state(self) -> dict[str, object]:
        return {**super().state(), "memory": self.memory.state()}

    def restore(self, state: Mapping[str, Any]) -> None:
        super().restore(state)
        self.memory.restore(state["memory"])


def train(
    training: EmbedderTraining, maker: PairMaker, cards: NDArray[np.intp], run: RunFolder, *, save_every: int
) -> None:
    """Steps until the schedule ends; `cards`: each source's card as a number."""
    config = training.config
    plan = TrainingPlan(
        config.steps,
        draw=lambda step: maker.batch(step, size=config.pairs),
        take=lambda batch: training.take(batch, cards[batch.sources]),
        config=asdict(config),
        entry={"what": "embedder", "steps": config.steps, "seed": config.seed, "batch": config.pairs},
        cost="pairs_cpu_s",
    )
    run_steps(training, plan, run, save_every=save_every)


def main(argv: Sequence[str] | None = None) -> int:
    parser = run_parser("train_embedder", __doc__, start="an embedder.onnx whose network this one begins with")
    parser.add_argument("--projection", type=Path, required=True, help="projection.npy of a model to start from")
    chosen = chosen_run(parser, argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    config = read_config(chosen.config)
    sources = pair_sources(chosen.catalogue, sharp=chosen.sharp, other_faces=chosen.other_faces)
    cards = np.unique([str(source.artwork.key) for source in sources], return_inverse=True)[1]
    maker = PairMaker(sources, spec=SPEC, mix=config.mix, seed=config.seed)
    backbone = build_backbone(pooling=config.pooling)
    if chosen.start is not None:
        read_weights(backbone.network, chosen.start)
    projection = np.load(chosen.projection, allow_pickle=False)
    net = EmbedderNet(backbone, projection, frozen_stages=config.frozen_stages)
    train(EmbedderTraining(net, config), maker, cards, RunFolder(chosen.run), save_every=chosen.save_every)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
