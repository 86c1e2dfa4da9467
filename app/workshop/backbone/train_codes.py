"""Trains the code reader on drawn strips. Exports nothing; measures on fonts that it has not drawn with.

python -m workshop.backbone.train_codes --config app/workshop/code_reader/recipes/code-reader.json \
    --run RUNS/code-reader [--pictures FOLDER] [--start READER]

A run that was killed goes on from its last checkpoint with the same command, and ends as an unbroken one would.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray

from karuta.domain.printing.verifying import BLANK, text_of
from karuta.json_files import read_json
from workshop.backbone.codes_net import CodesNetwork, ReaderNetwork
from workshop.backbone.net_training import NetConfig, NetTraining, TrainingPlan, run_steps
from workshop.backbone.norms_back import code_layers, read_codes
from workshop.backbone.run_folder import RunFolder
from workshop.code_reader.reader_folder import NETWORK
from workshop.code_reader.strings import StringMix
from workshop.code_reader.strips import StripBatch, StripMaker, Wear, grey_pictures
from workshop.code_reader.typefaces import FOLDERS, MOST_FACES, parted, type_faces

PICTURES = 400
# Steps from here on are those of the test.
TEST = 10_000_000


@dataclass(frozen=True, kw_only=True)
class CodesConfig(NetConfig):
    """`strips`: how many a step."""

    strips: int
    mix: StringMix
    wear: Wear


def read_config(path: Path) -> CodesConfig:
    values = read_json(path, dict[str, Any])
    mix, wear = values.pop("mix"), values.pop("wear")
    return CodesConfig(mix=StringMix(**mix), wear=Wear(**{**wear, "pixels": tuple(wear["pixels"])}), **values)


class ReaderTraining(NetTraining[ReaderNetwork]):
    """Advances one step at a time."""

    def take(self, batch: StripBatch) -> dict[str, float | int]:
        # A third less time on a processor that knows bfloat16; weights and loss stay float32.
        with torch.autocast("cpu", torch.bfloat16, enabled=knows_bfloat16()):
            answer = self.net(torch.from_numpy(prepared(batch.pixels)))[:, :, 0].float()
        logs = F.log_softmax(answer, dim=1).permute(2, 0, 1)
        loss = F.ctc_loss(
            logs,
            torch.from_numpy(batch.letters),
            torch.full((len(batch.pixels),), answer.shape[2]),
            torch.from_numpy(batch.lengths),
            blank=BLANK,
            zero_infinity=True,
        )
        return {**self.descend(loss, clip=2.0), "exact": exact_share(answer.detach().numpy(), batch)}


@cache
def knows_bfloat16() -> bool:
    """Where a processor only imitates it, it takes longer than float32."""
    try:
        known = Path("/proc/cpuinfo").read_text(encoding="utf-8").split()
    except OSError:
        return False
    return "avx512_bf16" in known or "amx_bf16" in known


def prepared(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, 32, width) uint8 to (n, 1, 32, width) float32: mean 0 and spread 1 in each strip; as the engine does."""
    values = pixels.astype(np.float32)
    middle = values.mean(axis=(1, 2), keepdims=True)
    spread = values.std(axis=(1, 2), keepdims=True)
    return np.asarray(((values - middle) / (spread + 1.0))[:, None], dtype=np.float32)


def exact_share(answer: NDArray[np.float32], batch: StripBatch) -> float:
    """Share of strips whose freely read string is the written one; `answer` (n, classes, places)."""
    ends = np.cumsum(batch.lengths)
    expected = [tuple(batch.letters[end - n : end].tolist()) for end, n in zip(ends, batch.lengths, strict=True)]
    texts = [freely(array) for array in answer]
    return sum(a == b for a, b in zip(expected, texts, strict=True)) / len(expected)


def freely(answer: NDArray[np.float32]) -> tuple[int, ...]:
    """Read one strip by its likeliest letters; `answer` (classes, places)."""
    best = answer.argmax(axis=0)
    return tuple(int(n) for i, n in enumerate(best) if n != BLANK and (i == 0 or best[i - 1] != n))


class Maker(Protocol):
    def batch(self, step: int, *, size: int) -> StripBatch: ...


def measure(
    net: ReaderNetwork,
    maker: Maker,
    *,
    letters: Callable[[tuple[int, ...]], str] = text_of,
    count: int = 8,
    size: int = 64,
) -> tuple[float, list[str]]:
    """Share read exactly of fresh strips in the maker's fonts, and those that were not, as `written: read`."""
    net.eval()
    exact, wrong = [], []
    for number in range(count):
        batch = maker.batch(TEST + number, size=size)
        with torch.no_grad():
            answer = net(torch.from_numpy(prepared(batch.pixels)))[:, :, 0].numpy()
        exact.append(exact_share(answer, batch))
        ends = np.cumsum(batch.lengths)
        for logits, end, length in zip(answer, ends, batch.lengths, strict=True):
            read, expected = letters(freely(logits)), letters(tuple(batch.letters[end - length : end].tolist()))
            wrong += [f"{expected}: {read}"] if read != expected else []
    net.train()
    return float(np.mean(exact)), wrong


def begun(maker: StripMaker, start: Path | None) -> CodesNetwork:
    """A network to train: new, or a reader's as it answers, with its norms measured again."""
    net = CodesNetwork()
    if start is not None:
        # Needs more packages than the rest of this training.
        from workshop.backbone.norms_back import measure as norms_measured

        read_codes(net, start / NETWORK)
        strips = maker.batch(TEST, size=128).pixels
        norms_measured(net, code_layers(net), torch.from_numpy(prepared(strips)))
        net.train()
    return net


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.backbone.train_codes", description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, help="pictures whose parts stand above codes, as art does")
    parser.add_argument("--fonts", type=Path, nargs="*", default=(), help="folders with fonts besides the computer's")
    parser.add_argument("--start", type=Path, help="a reader's folder, whose network the run begins with")
    parser.add_argument("--run", type=Path, required=True, help="the run's folder, outside the repository")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--save-every", type=int, default=100)
    chosen = parser.parse_args(argv)
    torch.set_num_threads(chosen.threads)
    config = read_config(chosen.config)
    torch.manual_seed(config.seed)
    files = sorted(chosen.pictures.iterdir()) if chosen.pictures else []
    pictures = grey_pictures(files, count=PICTURES, rng=np.random.default_rng(config.seed))
    learned, held_out = parted(type_faces([*FOLDERS, *chosen.fonts], most=MOST_FACES))
    maker, other = (
        StripMaker(faces, pictures, mix=config.mix, wear=config.wear, seed=config.seed) for faces in (learned, held_out)
    )
    # On a processor this order of the values is a quarter quicker.
    net = begun(maker, chosen.start).to(memory_format=torch.channels_last)
    training = ReaderTraining(net, config)
    plan = TrainingPlan(
        config.steps,
        draw=lambda step: maker.batch(step, size=config.strips),
        take=training.take,
        config=asdict(config),
        entry={"what": "codes", "steps": config.steps, "seed": config.seed, "batch": config.strips},
        cost="strips_cpu_s",
    )
    run_steps(training, plan, RunFolder(chosen.run), save_every=chosen.save_every)
    share, wrong = measure(training.net, other)
    print(f"{len(learned)} fonts, {len(held_out)} held out; of 512 strips in these {share:.3f} read exactly")
    print("\n".join(wrong[:30]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
