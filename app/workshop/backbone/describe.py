"""Writes a trained model's card in words: what it is made of, and the commands that make it again. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from karuta.domain.ranking import Thresholds
from karuta.json_files import read_json
from workshop.backbone.assemble import Eyes, Ingredients, cells_of_contrast
from workshop.backbone.export import SPEC
from workshop.backbone.pretrained import LICENCE
from workshop.backbone.run_folder import CONFIG
from workshop.backbone.train_corners import SPEC as CORNERS_SPEC
from workshop.backbone.train_detector import input_spec
from workshop.model_card import ModelDescription

PROGRAM = "python -m workshop.backbone.export_trained"
ORIGIN = "ImageNet-1k (the pretrained weights), then simulated photos of a card catalogue's pictures"
HELD_OUT = "one card in ten held out by a hash of its id. The pictures are their publishers'; the weights hold none."


def describe(parts: Ingredients, eyes: Eyes, *, name: str, verdict: Path, made: str) -> ModelDescription:
    """`verdict`: the file with the thresholds and the least evidence; `made`: the date."""
    numbers = read_json(verdict, dict[str, Any])
    return ModelDescription(
        name=name,
        made=made,
        licence=f"Apache-2.0. {LICENCE}",
        trained_on=f"{ORIGIN} ({'; '.join(origins(parts))}); {HELD_OUT}",
        made_by=tuple(commands(parts, name=name, verdict=verdict)),
        spec=SPEC,
        normalise_pooled=True,
        judge=Thresholds(**numbers["thresholds"]),
        least_evidence=float(numbers["least_evidence"]),
        detector=None if eyes.side is None else input_spec(eyes.side),
        corners=CORNERS_SPEC if eyes.corners else None,
        contrast=cells_of_contrast(parts),
    )


def trainings(parts: Ingredients) -> dict[str, Path]:
    """The training folder of each part that was trained for this model."""
    runs = {"embedder": parts.embedder, "detector": parts.detector, "corners": parts.corners}
    return {part: run for part, run in runs.items() if run is not None}


def origins(parts: Ingredients) -> Iterator[str]:
    """Say where each part comes from."""
    if parts.base is not None:
        kept = "what is not named is" if parts.embedder is None and parts.start is None else "the detector is"
        yield f"{kept} that of {parts.base.name}"
    for part, run in trainings(parts).items():
        yield f"{part}: {length_of(run)}"
    if parts.start is not None:
        began = "the embedder's network is that of" if parts.embedder is None else "the embedder's began with"
        yield f"{began} {parts.start.parent.name}"
    if parts.refit is not None:
        with_contrast = ", a coarse relief among its features" if parts.refit.contrast else ""
        yield f"the projection on {parts.refit.pairs} pairs, seed {parts.refit.seed}{with_contrast}"


def length_of(run: Path) -> str:
    """How long the training was and how much it saw."""
    config = read_json(run / CONFIG, dict[str, Any])
    each = next(f"{config[name]} {name}" for name in ("pairs", "scenes", "views") if name in config)
    return f"{config['steps']} steps of {each}, seed {config['seed']}"


def commands(parts: Ingredients, *, name: str, verdict: Path) -> Iterator[str]:
    """The commands that make this model again."""
    yield "pip install 'karuta[train]'"
    for part, run in trainings(parts).items():
        yield (
            f"python -m workshop.backbone.train_{part} --config recipes/{run.name}.json "
            f"--catalogue FOLDER --run RUNS/{run.name}"
        )
    yield " ".join((PROGRAM, *options(parts, verdict), "--out", name))


def options(parts: Ingredients, verdict: Path) -> Iterator[str]:
    """The program's options, with placeholders for folders outside the repository."""
    for part, run in trainings(parts).items():
        yield f"--{part} RUNS/{run.name}"
    if parts.base is not None:
        yield f"--base {parts.base.name}"
    if parts.start is not None:
        yield f"--start {parts.start.parent.name}/{parts.start.name}"
    if parts.share < 1:
        yield f"--share {parts.share:g} --projection PROJECTION.npy"
    if parts.refit is not None:
        yield "--refit FOLDER --sharp FOLDER --other-faces FOLDER"
        yield f"--pairs {parts.refit.pairs} --seed {parts.refit.seed}" + (" --relief" if parts.refit.contrast else "")
    yield f"--verdict recipes/{verdict.name}"
