"""Trains the title reader on drawn title lines. Exports nothing; measures in typefaces that it has not drawn with.

python -m workshop.backbone.train_names --config app/workshop/name_reader/recipes/name-reader.json \
    --run RUNS/name-reader [--fonts FOLDER]

A run that was killed goes on from its last checkpoint with the same command, and ends as an unbroken one would.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from karuta.domain.printing.letters import text_of
from karuta.json_files import read_json
from workshop.backbone.codes_net import NamesNetwork
from workshop.backbone.net_training import NetConfig, TrainingPlan, run_steps
from workshop.backbone.run_folder import RunFolder
from workshop.backbone.train_codes import ReaderTraining, measure
from workshop.code_reader.strips import Wear
from workshop.code_reader.typefaces import FOLDERS, UNFIT_FOR_NAMES, TypeFace, parted_by_family, type_faces
from workshop.name_reader.name_strips import TitleLook, TitleMaker
from workshop.name_reader.names import WORDS, NameMaker, NameMix, read_words

MOST_FACES = 2000
SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class NamesConfig(NetConfig):
    """`strips`: how many a step. `held_out`: families of typefaces that are only measured with."""

    strips: int
    held_out: tuple[str, ...]
    mix: NameMix
    look: TitleLook
    wear: Wear


def read_config(path: Path) -> NamesConfig:
    values = read_json(path, dict[str, Any])
    mix, look, wear = (values.pop(name) for name in ("mix", "look", "wear"))
    look |= {"widths": tuple(map(tuple, look["widths"])), "squeezed": tuple(look["squeezed"])}
    wear |= {"pixels": tuple(wear["pixels"])}
    values["held_out"] = tuple(values["held_out"])
    return NamesConfig(mix=NameMix(**mix), look=TitleLook(**look), wear=Wear(**wear), **values)


def maker_of(config: NamesConfig, families: Sequence[Sequence[TypeFace]], words: Sequence[str]) -> TitleMaker:
    return TitleMaker(families, NameMaker(config.mix, words), config.look, config.wear, config.seed)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.backbone.train_names", description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, nargs="*", default=(), help="folders with fonts besides the computer's")
    parser.add_argument("--words", type=Path, default=WORDS, help="words, one a line")
    parser.add_argument("--run", type=Path, required=True, help="the run's folder, outside the repository")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--save-every", type=int, default=100)
    parser.add_argument("--batches", type=int, default=8, help="of how many batches the share is measured")
    chosen = parser.parse_args(argv)
    torch.set_num_threads(chosen.threads)
    config = read_config(chosen.config)
    torch.manual_seed(config.seed)
    faces = type_faces([*FOLDERS, *chosen.fonts], most=MOST_FACES, unfit=UNFIT_FOR_NAMES)
    learned, held_out = parted_by_family(faces, config.held_out)
    maker, other = (maker_of(config, families, read_words(chosen.words)) for families in (learned, held_out))
    training = ReaderTraining(NamesNetwork().to(memory_format=torch.channels_last), config)
    plan = TrainingPlan(
        config.steps,
        draw=lambda step: maker.batch(step, size=config.strips),
        take=training.take,
        config=asdict(config),
        entry={"what": "titles", "steps": config.steps, "seed": config.seed, "batch": config.strips},
        cost="strips_cpu_s",
    )
    run_steps(training, plan, RunFolder(chosen.run), save_every=chosen.save_every)
    share, wrong = measure(training.net, other, letters=text_of, count=chosen.batches, size=config.strips)
    fonts, others = (f"{sum(map(len, some))} fonts of {len(some)} families" for some in (learned, held_out))
    print(f"{fonts}, {others} held out; of {chosen.batches * config.strips} strips in these {share:.3f} read exactly")
    print("\n".join(wrong[:SHOWN]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
