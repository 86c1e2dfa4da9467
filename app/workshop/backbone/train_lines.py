"""Trains the finder of lines on drawn pieces of photos. Exports nothing; measures on fonts it has not drawn with.

python -m workshop.backbone.train_lines --config app/workshop/name_reader/recipes/line-finder.json \
    --run RUNS/line-finder [--fonts FOLDER]

A run that was killed goes on from its last checkpoint with the same command, and ends as an unbroken one would.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from karuta.json_files import read_json
from workshop.backbone.lines_net import LinesNetwork, prepared
from workshop.backbone.net_training import NetConfig, NetTraining, TrainingPlan, run_steps
from workshop.backbone.run_folder import RunFolder
from workshop.code_reader.typefaces import FOLDERS, MOST_FACES, parted, type_faces
from workshop.name_reader.scenes import Pieces, SceneMaker, SceneMix

# Steps from here on are those of the test.
TEST = 10_000_000


@dataclass(frozen=True, kw_only=True)
class LinesConfig(NetConfig):
    mix: SceneMix


def read_config(path: Path) -> LinesConfig:
    values = read_json(path, dict[str, Any])
    mix = values.pop("mix")
    first, second = (tuple(pair) for pair in mix.pop("pieces"))
    return LinesConfig(mix=SceneMix(**{**mix, "pieces": (first, second), "capitals": tuple(mix["capitals"])}), **values)


class LinesTraining(NetTraining[LinesNetwork]):
    """Advances one step at a time."""

    def take(self, pieces: Pieces) -> dict[str, float | int]:
        # Half the time on a processor that knows bfloat16, and far slower on another; weights and loss stay float32.
        with torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu._is_avx512_bf16_supported()):
            answer = self.net(_input(pieces)).float()
        parts = losses(answer, pieces)
        figures = self.descend(sum(parts.values(), torch.zeros(())), clip=4.0)
        return {**figures, **{name: float(part.detach()) for name, part in parts.items()}}


def _input(pieces: Pieces) -> torch.Tensor:
    return torch.from_numpy(prepared(pieces.pixels)).contiguous(memory_format=torch.channels_last)


def losses(answer: torch.Tensor, pieces: Pieces) -> dict[str, torch.Tensor]:
    """What is in a line: focal, over as many cells as are in one. Where it lies: only there."""
    said, weighs = torch.from_numpy(pieces.said), torch.from_numpy(pieces.weighs)
    inside = said[:, 0] * weighs
    count = inside.sum().clamp(min=500.0)
    entropy = F.binary_cross_entropy_with_logits(answer[:, 0], said[:, 0], reduction="none")
    # 1 where the answer is wrong, 0 where it is right: what is known already weighs little.
    wrong = 1 - torch.exp(-entropy)
    belief = (wrong.pow(1.5) * entropy * weighs).sum() / count
    off = F.smooth_l1_loss(answer[:, 1:], said[:, 1:], beta=0.1, reduction="none") * inside[:, None]
    way, height, aside = off[:, :2].sum() / count, off[:, 2].sum() / count, off[:, 3].sum() / count
    return {"belief": 2 * belief, "way": 0.5 * way, "height": height, "aside": 0.5 * aside}


def measure(net: LinesNetwork, maker: SceneMaker, *, steps: int = 20) -> dict[str, float]:
    """By cells of fresh pieces: how many are found, how many of those are right, and how well they are known."""
    net.eval()
    totals = np.zeros(5)
    for number in range(steps):
        pieces = maker.batch(TEST + number)
        with torch.no_grad():
            answer = net(_input(pieces)).numpy()
        said, counts = pieces.said, pieces.weighs > 0
        found, inside = (answer[:, 0] > 0) & counts, (said[:, 0] > 0) & counts
        right = found & inside
        upright = (answer[:, 1:3] * said[:, 1:3]).sum(axis=1)[right] > 0
        off = np.abs(answer[:, 3] - said[:, 3])[right]
        totals += (inside.sum(), found.sum(), right.sum(), upright.sum(), off.sum())
    net.train()
    inside_all, found_all, right_all, upright_all, off_all = np.maximum(totals, 1e-9).tolist()
    return {
        "recall": right_all / inside_all,
        "precision": right_all / found_all,
        "right way up": upright_all / right_all,
        "ln height off by": off_all / right_all,
    }


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.backbone.train_lines", description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, nargs="*", default=(), help="folders with fonts besides the computer's")
    parser.add_argument("--run", type=Path, required=True, help="the run's folder, outside the repository")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--painters", type=int, default=0, help="processes that draw pieces ahead of the training")
    parser.add_argument("--save-every", type=int, default=50)
    chosen = parser.parse_args(argv)
    torch.set_num_threads(chosen.threads)
    config = read_config(chosen.config)
    torch.manual_seed(config.seed)
    learned, held_out = parted(type_faces([*FOLDERS, *chosen.fonts], most=MOST_FACES))
    maker, other = (SceneMaker(faces, config.mix, seed=config.seed) for faces in (learned, held_out))
    training = LinesTraining(LinesNetwork().to(memory_format=torch.channels_last), config)
    plan = TrainingPlan(
        config.steps,
        draw=maker.batch,
        take=training.take,
        config=asdict(config),
        entry={"what": "lines", "steps": config.steps, "seed": config.seed, "batch": config.mix.pieces[0][1]},
        cost="pieces_cpu_s",
        painters=chosen.painters,
    )
    run_steps(training, plan, RunFolder(chosen.run), save_every=chosen.save_every)
    print(f"{len(learned)} fonts, {len(held_out)} held out; by cells of pieces drawn with these:")
    print(", ".join(f"{name} {figure:.3f}" for name, figure in measure(training.net, other).items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
