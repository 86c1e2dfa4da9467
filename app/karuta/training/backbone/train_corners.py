"""Trains the corners' net on simulated views; exports and judges nothing.

python -m karuta.training.backbone.train_corners --config app/karuta/training/backbone/recipes/corners.json \
    --catalogue FOLDER --run RUNS/NAME

A run that was killed goes on from its last checkpoint with the same command, and ends as an unbroken one would.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from karuta.engine.prepare import InputSpec, network_input
from karuta.training.backbone.corners_net import HEIGHT, WIDTH, CornersNetwork
from karuta.training.backbone.lite0 import MEAN, SCALE
from karuta.training.backbone.lite0_read import read_first_weights
from karuta.training.backbone.run_folder import Plan, RunFolder, run_steps
from karuta.training.backbone.schedule import Schedule
from karuta.training.backbone.train_detector import face_files
from karuta.training.outlines import Outlined, OutlineMaker, OutlineMix

# Errors under this share of a card count quadratically.
SMOOTH = 0.01
SPEC = InputSpec(width=WIDTH, height=HEIGHT, mean=(MEAN, MEAN, MEAN), scale=(SCALE, SCALE, SCALE))


@dataclass(frozen=True)
class CornersConfig:
    """What decides a run, besides the pictures."""

    steps: int
    warmup: int
    fall: int
    rate: float
    weight_decay: float
    views: int
    frozen_stages: int
    seed: int
    mix: OutlineMix

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.steps, self.warmup, self.fall, self.rate)


def read_config(path: Path) -> CornersConfig:
    values = json.loads(path.read_text(encoding="utf-8"))
    mix = values.pop("mix")
    pairs = {name: tuple(mix[name]) for name in ("grades", "wrong")}
    return CornersConfig(mix=OutlineMix(**{**mix, **pairs}), **values)


class CornersTraining:
    """Network and optimiser of one run, a step at a time."""

    def __init__(self, net: CornersNetwork, config: CornersConfig, *, spec: InputSpec = SPEC) -> None:
        self.net = net
        self.config = config
        self.spec = spec
        self.step = 0
        trained = [parameter for parameter in net.parameters() if parameter.requires_grad]
        self._optimiser = torch.optim.AdamW(trained, lr=config.rate, weight_decay=config.weight_decay)

    def take(self, views: Sequence[Outlined]) -> dict[str, float | int]:
        """One step. Returns what the log shows; `error`: mean distance of a coordinate, `before`: as it was given."""
        rate = self.config.schedule.at(self.step)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        wanted = torch.from_numpy(np.stack([one.move.ravel() for one in views]))
        answer = self.net(torch.from_numpy(network_input([one.pixels for one in views], self.spec)))
        loss = F.smooth_l1_loss(answer, wanted, beta=SMOOTH)
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self._optimiser.step()
        self.step += 1
        error = float((answer.detach() - wanted).abs().mean())
        before = float(wanted.abs().mean())
        return {"step": self.step - 1, "rate": rate, "loss": float(loss.detach()), "error": error, "before": before}

    def state(self) -> dict[str, object]:
        return {"step": self.step, "net": self.net.state_dict(), "optimiser": self._optimiser.state_dict()}

    def restore(self, state: dict[str, object]) -> None:
        self.step = int(state["step"])  # type: ignore[call-overload]
        self.net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(state["optimiser"])


def train(training: CornersTraining, maker: OutlineMaker, run: RunFolder, *, save_every: int) -> None:
    """Steps until the schedule ends."""
    config = training.config
    plan = Plan(
        config.steps,
        draw=lambda step: maker.batch(step, size=config.views),
        take=training.take,
        config=asdict(config),
        entry={"what": "corners", "steps": config.steps, "seed": config.seed, "batch": config.views},
        cost="views_cpu_s",
    )
    run_steps(training, plan, run, save_every=save_every)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m karuta.training.backbone.train_corners", description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True, help="a folder with cards.jsonl, images.csv, images/")
    parser.add_argument("--sharp", type=Path, help="larger pictures under the same file names")
    parser.add_argument("--other-faces", type=Path, help="images.csv and images/: the cards in another language")
    parser.add_argument("--run", type=Path, required=True, help="the run's folder, outside the repository")
    parser.add_argument("--start", type=Path, help="a detector.onnx whose first stages this one begins with")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--save-every", type=int, default=25)
    chosen = parser.parse_args(argv)
    torch.set_num_threads(chosen.threads)
    config = read_config(chosen.config)
    torch.manual_seed(config.seed)
    faces = face_files(chosen.catalogue, sharp=chosen.sharp, other_faces=chosen.other_faces)
    maker = OutlineMaker(faces, size=SPEC.size, mix=config.mix, seed=config.seed)
    net = CornersNetwork(frozen_stages=config.frozen_stages)
    if chosen.start is not None:
        read_first_weights(net.network, chosen.start)
    train(CornersTraining(net, config), maker, RunFolder(chosen.run), save_every=chosen.save_every)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
