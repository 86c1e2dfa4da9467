"""Trains the embedder: photographed crops and artworks of one card come to one place; exports and judges nothing.

python -m karuta.training.backbone.train_embedder --config app/karuta/training/backbone/recipes/embedder.json \
    --catalogue FOLDER --run RUNS/NAME

A run that was killed goes on from its last checkpoint with the same command, and ends as an unbroken one would.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from karuta.engine.prepare import InputSpec, network_input
from karuta.training.backbone.contrast import Memory, contrastive
from karuta.training.backbone.embedder_net import EmbedderNet
from karuta.training.backbone.export import SPEC
from karuta.training.backbone.lite0 import Pooling, build_backbone
from karuta.training.backbone.lite0_read import read_weights
from karuta.training.backbone.run_folder import Plan, RunFolder, run_steps
from karuta.training.backbone.schedule import Schedule
from karuta.training.pairs import PairBatch, PairMaker, PairMix, pair_sources

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class EmbedderConfig:
    """What decides a run, besides the pictures."""

    steps: int
    warmup: int
    fall: int
    rate: float
    weight_decay: float
    pairs: int
    temperature: float
    memory: int
    memory_from: int
    frozen_stages: int
    gem_power: float
    seed: int
    mix: PairMix
    bands: tuple[tuple[int, int], ...] = ()

    @property
    def pooling(self) -> Pooling:
        return Pooling("gem", self.gem_power, bands=self.bands)

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.steps, self.warmup, self.fall, self.rate)


def read_config(path: Path) -> EmbedderConfig:
    values = json.loads(path.read_text(encoding="utf-8"))
    mix = values.pop("mix")
    bands = tuple((int(start), int(end)) for start, end in values.pop("bands", ()))
    return EmbedderConfig(mix=PairMix(**{**mix, "grades": tuple(mix["grades"])}), bands=bands, **values)


class EmbedderTraining:
    """Network, optimiser and memory of one run, a step at a time."""

    def __init__(self, net: EmbedderNet, config: EmbedderConfig, *, spec: InputSpec = SPEC) -> None:
        self.net = net
        self.config = config
        self.spec = spec
        self.step = 0
        self.memory = Memory(config.memory, net.weight.shape[1])
        trained = [parameter for parameter in net.parameters() if parameter.requires_grad]
        self._optimiser = torch.optim.AdamW(trained, lr=config.rate, weight_decay=config.weight_decay)

    def take(self, batch: PairBatch, cards: NDArray[np.intp]) -> dict[str, float | int]:
        """One step on the batch; `cards`: (n,) a number for each card. Returns what the log shows."""
        rate = self.config.schedule.at(self.step)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        numbers = torch.from_numpy(cards.astype(np.int64))
        pictures = [*batch.photographed, *batch.clean]
        vectors = self.net(torch.from_numpy(network_input(pictures, self.spec)))
        photographed, clean = vectors.chunk(2)
        memory = self.memory if self.step >= self.config.memory_from else None
        loss, right = contrastive(
            photographed, clean, cards=numbers, memory=memory, temperature=self.config.temperature
        )
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self._optimiser.step()
        self.memory.add(clean, numbers)
        self.step += 1
        return {"step": self.step - 1, "rate": rate, "loss": float(loss.detach()), "right": right}

    def state(self) -> dict[str, object]:
        return {
            "step": self.step,
            "net": self.net.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "memory": self.memory.state(),
        }

    def restore(self, state: dict[str, object]) -> None:
        self.step = int(state["step"])  # type: ignore[call-overload]
        self.net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(state["optimiser"])
        self.memory.restore(state["memory"])  # type: ignore[arg-type]


def train(
    training: EmbedderTraining, maker: PairMaker, cards: NDArray[np.intp], run: RunFolder, *, save_every: int
) -> None:
    """Steps until the schedule ends; `cards`: each source's card as a number."""
    config = training.config
    plan = Plan(
        config.steps,
        draw=lambda step: maker.batch(step, size=config.pairs),
        take=lambda batch: training.take(batch, cards[batch.sources]),
        config=asdict(config),
        entry={"what": "embedder", "steps": config.steps, "seed": config.seed, "batch": config.pairs},
        cost="pairs_cpu_s",
    )
    run_steps(training, plan, run, save_every=save_every)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m karuta.training.backbone.train_embedder", description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True, help="a folder with cards.jsonl, images.csv, images/")
    parser.add_argument("--sharp", type=Path, help="larger pictures under the same file names")
    parser.add_argument("--other-faces", type=Path, help="images.csv and images/: the cards in another language")
    parser.add_argument("--projection", type=Path, required=True, help="projection.npy of a model to start from")
    parser.add_argument("--start", type=Path, help="an embedder.onnx whose network this one begins with")
    parser.add_argument("--run", type=Path, required=True, help="the run's folder, outside the repository")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--save-every", type=int, default=25)
    chosen = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(chosen.threads)
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
