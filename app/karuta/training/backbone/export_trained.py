"""Makes a model's folder from trainings' checkpoints: ONNX files, projection, golden vectors, card; trains nothing.

python -m karuta.training.backbone.export_trained --embedder RUNS/EMBEDDER --detector RUNS/DETECTOR \
    --verdict app/karuta/training/backbone/recipes/verdict.json --out resources/models/NAME

Without `--embedder` the embedder is another model's (`--base`), without `--detector` the new model has none.
"""

from __future__ import annotations

import argparse
import datetime
import json
import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from karuta.domain.errors import ModelError
from karuta.domain.ranking import Thresholds
from karuta.engine.cards_net import CardsNet, whole_view
from karuta.engine.golden import golden_crops
from karuta.engine.model import load_model, open_session, read_model_card
from karuta.engine.prepare import network_input
from karuta.training.backbone.detector_net import DetectorNet
from karuta.training.backbone.detector_onnx import detector_graph
from karuta.training.backbone.embedder_net import EmbedderNet
from karuta.training.backbone.export import SPEC, check_against_torch, identity, onnx_embedder
from karuta.training.backbone.lite0 import LICENCE, POOLED, Pooling, build_backbone
from karuta.training.backbone.lite0_onnx import INPUT, embedder_graph
from karuta.training.backbone.run_folder import CONFIG, RunFolder
from karuta.training.backbone.train_detector import input_spec
from karuta.training.backbone.train_detector import read_config as detector_config
from karuta.training.backbone.train_embedder import read_config as embedder_config
from karuta.training.model_folder import (
    DETECTOR,
    EMBEDDER,
    GOLDEN,
    PROJECTION,
    ModelDescription,
    save_array,
    write_model_card,
)

ORIGIN = "ImageNet-1k (the pretrained weights), then simulated photos of a card catalogue's pictures"
HELD_OUT = "one card in ten held out by a hash of its id. The pictures are their publishers'; the weights hold none."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ingredients:
    """What the model is made of: folders of runs, or of the model whose embedder it keeps.

    `share`, `projection`: how much of the training counts beside what it began with, 1 for all of it, and the
    projection that it began with. Weights between the two forget less of what the training never showed (WiSE-FT:
    Wortsman et al., CVPR 2022).
    """

    embedder: Path | None
    base: Path | None
    detector: Path | None
    share: float = 1.0
    projection: Path | None = None


def write_embedder(run: Path, out: Path, *, share: float, projection: Path | None) -> None:
    """The network and the projection of a training. Raises `ModelError` where the file answers unlike torch."""
    config = embedder_config(run / CONFIG)
    backbone = build_backbone(pretrained=False, pooling=Pooling("gem", config.gem_power))
    state = trained_state(run)
    empty = np.ones((POOLED + 1, state["bias"].shape[0]), dtype=np.float32)
    net = EmbedderNet(backbone, empty, frozen_stages=config.frozen_stages)
    net.load_state_dict(state if projection is None else between(run, state, share=share, projection=projection))
    embedder_graph(net.backbone).save(out / EMBEDDER)
    network = onnx_embedder(out / EMBEDDER, identity(), normalise_pooled=False, threads=1)
    check_against_torch(network, net.backbone)
    save_array(out / PROJECTION, net.projection())


def between(run: Path, state: dict[str, torch.Tensor], *, share: float, projection: Path) -> dict[str, torch.Tensor]:
    """The training's tensors, `share` of the way from those that it began with."""
    config = embedder_config(run / CONFIG)
    backbone = build_backbone(pooling=Pooling("gem", config.gem_power))
    began = EmbedderNet(backbone, np.load(projection), frozen_stages=config.frozen_stages).state_dict()
    return {
        name: torch.lerp(began[name], tensor, share) if tensor.dtype.is_floating_point else tensor
        for name, tensor in state.items()
    }


def write_detector(run: Path, out: Path) -> int:
    """The network of a training; returns its square's side. Raises `ModelError` where it answers unlike torch."""
    config = detector_config(run / CONFIG)
    net = DetectorNet(pretrained=False, frozen_stages=config.frozen_stages)
    net.load_state_dict(trained_state(run))
    net.eval()
    detector_graph(net, side=config.side).save(out / DETECTOR)
    square = whole_view(golden_crops()[0], side=config.side).pixels
    pictures = network_input([square], input_spec(config.side))
    (found,) = open_session(out / DETECTOR, threads=1).run(None, {INPUT: pictures})
    with torch.inference_mode():
        wanted = net(torch.from_numpy(pictures)).numpy()
    if np.abs(found - wanted).max() > 0.02 * np.abs(wanted).max():
        raise ModelError("The detector's ONNX file answers unlike torch", "report it")
    return config.side


def trained_state(run: Path) -> dict[str, torch.Tensor]:
    """The network's tensors at the run's last checkpoint. Raises `ModelError` where there is none."""
    found = RunFolder(run).load()
    if found is None:
        raise ModelError(f"The training in {run} has no checkpoint yet", "let it go on")
    steps = json.loads((run / CONFIG).read_text(encoding="utf-8"))["steps"]
    if found["step"] != steps:
        log.warning("the training in %s is at step %d of %d", run, found["step"], steps)
    state: dict[str, torch.Tensor] = found["net"]
    return state


def export(parts: Ingredients, out: Path, *, verdict: Path, made: str) -> None:
    """Fill the new folder `out` and load it as the program will."""
    out.mkdir(parents=True, exist_ok=False)
    if parts.embedder is not None:
        write_embedder(parts.embedder, out, share=parts.share, projection=parts.projection)
    elif parts.base is not None:
        card = read_model_card(parts.base)
        for name, part in ((EMBEDDER, "embedder"), (PROJECTION, "projection")):
            shutil.copyfile(parts.base / card[part]["file"], out / name)
    else:
        raise ModelError("A model needs an embedder", "name its training or a model that has one")
    side = write_detector(parts.detector, out) if parts.detector is not None else None
    projection = np.load(out / PROJECTION, allow_pickle=False)
    embedder = onnx_embedder(out / EMBEDDER, projection, normalise_pooled=True, threads=1)
    save_array(out / GOLDEN, embedder.embed(list(golden_crops())))
    write_model_card(out, described(parts, name=out.resolve().name, side=side, verdict=verdict, made=made))
    model = load_model(out)
    if side is not None and not isinstance(model.detector, CardsNet):
        raise ModelError("The model was written without its detector", "report it")
    log.info("%s answers as it was made", model.title)


def described(parts: Ingredients, *, name: str, side: int | None, verdict: Path, made: str) -> ModelDescription:
    numbers = json.loads(verdict.read_text(encoding="utf-8"))
    trained = {"embedder": parts.embedder, "detector": parts.detector}
    said = [f"{part}: {said_of(run)}" for part, run in trained.items() if run is not None]
    if parts.base is not None:
        said.insert(0, f"the embedder is that of {parts.base.name}")
    return ModelDescription(
        name=name,
        made=made,
        licence=f"Apache-2.0. {LICENCE}",
        trained_on=f"{ORIGIN} ({'; '.join(said)}); {HELD_OUT}",
        made_by=(
            "pip install 'karuta[train]'",
            *(
                f"python -m karuta.training.backbone.train_{part} --config recipes/{run.name}.json "
                f"--catalogue FOLDER --run RUNS/{run.name}"
                for part, run in trained.items()
                if run is not None
            ),
            "python -m karuta.training.backbone.export_trained "
            + " ".join(f"--{part} RUNS/{run.name}" for part, run in trained.items() if run is not None)
            + (f" --base {parts.base.name}" if parts.base is not None else "")
            + f" --verdict recipes/{verdict.name} --out {name}",
        ),
        spec=SPEC,
        normalise_pooled=True,
        judge=Thresholds(**numbers["thresholds"]),
        least_evidence=float(numbers["least_evidence"]),
        detector=None if side is None else input_spec(side),
    )


def said_of(run: Path) -> str:
    config = json.loads((run / CONFIG).read_text(encoding="utf-8"))
    each = f"{config['pairs']} pairs" if "pairs" in config else f"{config['scenes']} scenes"
    return f"{config['steps']} steps of {each}, seed {config['seed']}"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m karuta.training.backbone.export_trained", description=__doc__)
    parser.add_argument("--embedder", type=Path, help="the folder of an embedder's training")
    parser.add_argument("--base", type=Path, help="the model whose embedder is kept")
    parser.add_argument("--detector", type=Path, help="the folder of a detector's training")
    parser.add_argument("--share", type=float, default=1.0, help="of the way from what the embedder began with")
    parser.add_argument("--projection", type=Path, help="what it began with, where --share is less than 1")
    parser.add_argument("--verdict", type=Path, required=True, help="thresholds and least_evidence, as JSON")
    parser.add_argument("--out", type=Path, required=True, help="the model's new folder; its name is the model's")
    parser.add_argument("--made", default=datetime.datetime.now(tz=datetime.UTC).date().isoformat())
    chosen = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if chosen.share < 1 and chosen.projection is None:
        parser.error("--share needs --projection")
    parts = Ingredients(
        embedder=chosen.embedder,
        base=chosen.base,
        detector=chosen.detector,
        share=chosen.share,
        projection=chosen.projection,
    )
    export(parts, chosen.out, verdict=chosen.verdict, made=chosen.made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
