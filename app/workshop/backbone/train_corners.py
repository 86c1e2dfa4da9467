"""Trains the corners net on simulated views. Exports and measures nothing.

python -m workshop.backbone.train_corners --config app/workshop/backbone/recipes/corners.json \
    --catalogue FOLDER --run RUNS/NAME

A run that was killed goes on from its last checkpoint with the same command, and ends as an unbroken one would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from karuta.engine.prepare import InputSpec, network_input
from workshop.backbone.corners_net import HEIGHT, WIDTH, CornersNetwork
from workshop.backbone.lite0 import MEAN, SCALE
from workshop.backbone.net_training import (
    NetConfig,
    NetTraining,
    TrainingPlan,
    chosen_run,
    config_values,
    run_parser,
    run_steps,
)
from workshop.backbone.norms_back import corners_head, measure, read_corners, read_first_weights, unfold
from workshop.backbone.run_folder import RunFolder
from workshop.model_card import CORNERS
from workshop.outlines import Outlined, OutlineMaker, OutlineMix
from workshop.pairs import face_files

# Errors below this share of a card count quadratically.
SMOOTH = 0.01
# So many views tell how large the answers of a layer are.
FIRST_LOOK = 96
SPEC = InputSpec(width=WIDTH, height=HEIGHT, mean=(MEAN, MEAN, MEAN), scale=(SCALE, SCALE, SCALE))


@dataclass(frozen=True, kw_only=True)
class CornersConfig(NetConfig):
    """`views`: how many per step."""

    views: int
    mix: OutlineMix


def read_config(path: Path) -> CornersConfig:
    values, mix = config_values(path, "grades", "wrong")
    if "situations" in mix:
        mix["situations"] = tuple(mix["situations"])
    return CornersConfig(mix=OutlineMix(**mix), **values)


class CornersTraining(NetTraining[CornersNetwork]):
    """Advances one step at a time."""

    def __init__(self, net: CornersNetwork, config: CornersConfig, *, spec: InputSpec = SPEC) -> None:
        super().__init__(net, config)
        self.config = config
        self.spec = spec

    def take(self, views: Sequence[Outlined]) -> dict[str, float | int]:
        """One step.

        Returns what the log shows; `error`: mean distance per coordinate, `before`: the same before correction.
        """
        targets = torch.from_numpy(np.stack([view.move.ravel() for view in views]))
        answer = self.net(torch.from_numpy(network_input([view.pixels for view in views], self.spec)))
        loss = F.smooth_l1_loss(answer, targets, beta=SMOOTH)
        figures = self.descend(loss, clip=1.0)
        return {
            **figures,
            "error": float((answer.detach() - targets).abs().mean()),
            "before": float(targets.abs().mean()),
        }


def train(
    training: CornersTraining, maker: OutlineMaker, run: RunFolder, *, save_every: int, painters: int = 0
) -> None:
    """Steps until the schedule ends."""
    config = training.config
    plan = TrainingPlan(
        config.steps,
        draw=lambda step: maker.batch(step, size=config.views),
        take=training.take,
        config=asdict(config),
        entry={"what": "corners", "steps": config.steps, "seed": config.seed, "batch": config.views},
        cost="views_cpu_s",
        painters=painters,
    )
    run_steps(training, plan, run, save_every=save_every)


def main(argv: Sequence[str] | None = None) -> int:
    parser = run_parser(
        "train_corners",
        __doc__,
        start="a corners.onnx that this one begins with, or a detector.onnx for its first stages",
    )
    chosen = chosen_run(parser, argv)
    config = read_config(chosen.config)
    torch.manual_seed(config.seed)
    faces = face_files(chosen.catalogue, sharp=chosen.sharp, other_faces=chosen.other_faces)
    maker = OutlineMaker(faces, size=SPEC.size, mix=config.mix, seed=config.seed)
    net = CornersNetwork(frozen_stages=config.frozen_stages)
    if chosen.start is not None and chosen.start.name == CORNERS:
        read_corners(net, chosen.start)
        unfold(net.network)
        views = [outlined.pixels for outlined in maker.batch(config.steps, size=FIRST_LOOK)]
        measure(net, corners_head(net), torch.from_numpy(network_input(views, SPEC)))
        net.train()
    elif chosen.start is not None:
        read_first_weights(net.network, chosen.start)
    train(
        CornersTraining(net, config),
        maker,
        RunFolder(chosen.run),
        save_every=chosen.save_every,
        painters=chosen.painters,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
