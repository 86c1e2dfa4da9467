"""Trains the detector on simulated scenes; exports and judges nothing.

python -m karuta.training.backbone.train_detector --config app/karuta/training/backbone/recipes/detector.json \
    --catalogue FOLDER --run RUNS/NAME

A run that was killed goes on from its last checkpoint with the same command, and ends as an unbroken one would.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from karuta.engine.prepare import InputSpec, network_input
from karuta.training.backbone.detector_loss import detector_loss
from karuta.training.backbone.detector_net import DetectorNet
from karuta.training.backbone.lite0 import MEAN, SCALE
from karuta.training.backbone.run_folder import Plan, RunFolder, run_steps
from karuta.training.backbone.schedule import Schedule
from karuta.training.pairs import pair_sources
from karuta.training.scenes import Framed, SceneMaker, SceneMix
from karuta.training.targets import stacked, targets


@dataclass(frozen=True)
class DetectorConfig:
    """What decides a run, besides the pictures."""

    steps: int
    warmup: int
    fall: int
    rate: float
    weight_decay: float
    scenes: int
    side: int
    frozen_stages: int
    seed: int
    mix: SceneMix
    corner_weight: float = 8.0

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.steps, self.warmup, self.fall, self.rate)


def read_config(path: Path) -> DetectorConfig:
    values = json.loads(path.read_text(encoding="utf-8"))
    mix = values.pop("mix")
    return DetectorConfig(mix=SceneMix(**{**mix, "grades": tuple(mix["grades"])}), **values)


def input_spec(side: int) -> InputSpec:
    return InputSpec(width=side, height=side, mean=(MEAN, MEAN, MEAN), scale=(SCALE, SCALE, SCALE))


class DetectorTraining:
    """Network and optimiser of one run, a step at a time."""

    def __init__(self, net: DetectorNet, config: DetectorConfig) -> None:
        self.net = net
        self.config = config
        self.step = 0
        trained = [parameter for parameter in net.parameters() if parameter.requires_grad]
        self._optimiser = torch.optim.AdamW(trained, lr=config.rate, weight_decay=config.weight_decay)

    def take(self, scenes: Sequence[Framed]) -> dict[str, float | int]:
        """One step. Returns what the log shows."""
        rate = self.config.schedule.at(self.step)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        side = self.config.side
        wanted = stacked([targets(scene.corners, scene.visible, side=side) for scene in scenes])
        answer = self.net(torch.from_numpy(network_input([scene.pixels for scene in scenes], input_spec(side))))
        loss, centres, error = detector_loss(answer, wanted, corner_weight=self.config.corner_weight)
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 10.0)
        self._optimiser.step()
        self.step += 1
        return {
            "step": self.step - 1,
            "rate": rate,
            "loss": float(loss.detach()),
            "centres": float(centres),
            "corner_error": float(error),
        }

    def state(self) -> dict[str, object]:
        return {"step": self.step, "net": self.net.state_dict(), "optimiser": self._optimiser.state_dict()}

    def restore(self, state: dict[str, object]) -> None:
        self.step = int(state["step"])  # type: ignore[call-overload]
        self.net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(state["optimiser"])


def train(training: DetectorTraining, maker: SceneMaker, run: RunFolder, *, save_every: int) -> None:
    """Steps until the schedule ends."""
    config = training.config
    plan = Plan(
        config.steps,
        draw=lambda step: [maker.scene(step * config.scenes + number) for number in range(config.scenes)],
        take=training.take,
        config=asdict(config),
        entry={"what": "detector", "steps": config.steps, "seed": config.seed, "batch": config.scenes},
        cost="scenes_cpu_s",
    )
    run_steps(training, plan, run, save_every=save_every)


def face_files(catalogue: Path, *, sharp: Path | None, other_faces: Path | None) -> list[Path]:
    """Pictures of the cards that are not held out, each once, the sharper one where there are two."""
    sources = pair_sources(catalogue, sharp=sharp, other_faces=other_faces)
    others = sorted({source.other_face for source in sources if source.other_face})
    return [source.sharp or source.artwork.path for source in sources] + others


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m karuta.training.backbone.train_detector", description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True, help="a folder with cards.jsonl, images.csv, images/")
    parser.add_argument("--sharp", type=Path, help="larger pictures under the same file names")
    parser.add_argument("--other-faces", type=Path, help="images.csv and images/: the cards in another language")
    parser.add_argument("--run", type=Path, required=True, help="the run's folder, outside the repository")
    parser.add_argument("--start", type=Path, help="another run's folder, whose network this one begins with")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--save-every", type=int, default=25)
    chosen = parser.parse_args(argv)
    torch.set_num_threads(chosen.threads)
    config = read_config(chosen.config)
    torch.manual_seed(config.seed)
    faces = face_files(chosen.catalogue, sharp=chosen.sharp, other_faces=chosen.other_faces)
    maker = SceneMaker(faces, side=config.side, mix=config.mix, seed=config.seed)
    net = DetectorNet(frozen_stages=config.frozen_stages)
    before = RunFolder(chosen.start).load() if chosen.start else None
    if before is not None:
        net.load_state_dict(before["net"])
    training = DetectorTraining(net, config)
    train(training, maker, RunFolder(chosen.run), save_every=chosen.save_every)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
