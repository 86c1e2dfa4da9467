"""Trains the detector on simulated scenes. Exports and measures nothing.

python -m workshop.backbone.train_detector --config app/workshop/backbone/recipes/detector.json \
    --catalogue FOLDER --run RUNS/NAME

A run that was killed goes on from its last checkpoint with the same command, and ends as an unbroken one would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from karuta.engine.prepare import InputSpec, network_input
from workshop.backbone.detector_net import DetectorNet, detector_loss
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
from workshop.backbone.norms_back import decoder, measure, read_detector, unfold
from workshop.backbone.run_folder import RunFolder
from workshop.pairs import face_files
from workshop.scenes import Framed, SceneMaker, SceneMix
from workshop.targets import stacked, targets

# So many scenes tell how large the answers of a layer are.
FIRST_LOOK = 48


@dataclass(frozen=True, kw_only=True)
class DetectorConfig(NetConfig):
    """`scenes`: how many per step, each `side` pixels wide and high."""

    scenes: int
    side: int
    mix: SceneMix
    corner_weight: float = 8.0


def read_config(path: Path) -> DetectorConfig:
    values, mix = config_values(path, "grades")
    if "situations" in mix:
        mix["situations"] = tuple(mix["situations"])
    return DetectorConfig(mix=SceneMix(**mix), **values)


def input_spec(side: int) -> InputSpec:
    return InputSpec(width=side, height=side, mean=(MEAN, MEAN, MEAN), scale=(SCALE, SCALE, SCALE))


class DetectorTraining(NetTraining[DetectorNet]):
    """Advances one step at a time."""

    def __init__(self, net: DetectorNet, config: DetectorConfig) -> None:
        super().__init__(net, config)
        self.config = config

    def take(self, scenes: Sequence[Framed]) -> dict[str, float | int]:
        """One step. Returns what the log shows."""
        side = self.config.side
        expected = stacked(
            [targets(scene.corners, scene.visible, side=side, has_top=scene.has_top) for scene in scenes]
        )
        answer = self.net(torch.from_numpy(network_input([scene.pixels for scene in scenes], input_spec(side))))
        loss, centres, error = detector_loss(answer, expected, corner_weight=self.config.corner_weight)
        return {**self.descend(loss, clip=10.0), "centres": float(centres), "corner_error": float(error)}


def train(training: DetectorTraining, maker: SceneMaker, run: RunFolder, *, save_every: int, painters: int = 0) -> None:
    """Steps until the schedule ends."""
    config = training.config
    plan = TrainingPlan(
        config.steps,
        draw=lambda step: [maker.scene(step * config.scenes + number) for number in range(config.scenes)],
        take=training.take,
        config=asdict(config),
        entry={"what": "detector", "steps": config.steps, "seed": config.seed, "batch": config.scenes},
        cost="scenes_cpu_s",
        painters=painters,
    )
    run_steps(training, plan, run, save_every=save_every)


def begin(net: DetectorNet, start: Path | None, some: Callable[[], Sequence[Framed]]) -> None:
    """With the weights of a detector's file or of another run; None: with Lite0's alone.

    `some`: scenes that show what the file's layers answer.
    """
    if start is not None and start.is_file():
        read_detector(net, start)
        unfold(net.network)
        scenes = [scene.pixels for scene in some()]
        measure(net, decoder(net), torch.from_numpy(network_input(scenes, input_spec(scenes[0].shape[0]))))
        net.train()
    elif start is not None and (before := RunFolder(start).load()) is not None:
        net.load_state_dict(before["net"])


def main(argv: Sequence[str] | None = None) -> int:
    parser = run_parser(
        "train_detector", __doc__, start="what this one begins with: a detector.onnx, or another run's folder"
    )
    chosen = chosen_run(parser, argv)
    config = read_config(chosen.config)
    torch.manual_seed(config.seed)
    faces = face_files(chosen.catalogue, sharp=chosen.sharp, other_faces=chosen.other_faces)
    maker = SceneMaker(faces, side=config.side, mix=config.mix, seed=config.seed)
    net = DetectorNet(frozen_stages=config.frozen_stages)
    begin(
        net, chosen.start, lambda: [maker.scene(config.steps * config.scenes + number) for number in range(FIRST_LOOK)]
    )
    training = DetectorTraining(net, config)
    train(training, maker, RunFolder(chosen.run), save_every=chosen.save_every, painters=chosen.painters)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
