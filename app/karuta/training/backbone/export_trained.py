"""Makes a model's folder from trainings' checkpoints: ONNX files, projection, golden vectors, card; trains nothing.

python -m karuta.training.backbone.export_trained --embedder RUNS/EMBEDDER --detector RUNS/DETECTOR \
    --verdict app/karuta/training/backbone/recipes/verdict.json --out resources/models/NAME

Without `--embedder` the embedder is another model's (`--base`), without `--detector` the new model has none.
"""

from __future__ import annotations

import argparse
import datetime
import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from karuta.domain.errors import ModelError
from karuta.domain.ranking import Thresholds
from karuta.domain.sighting import Corners
from karuta.engine.cards_net import whole_view
from karuta.engine.golden import golden_crops
from karuta.engine.model import load_model, read_model_card
from karuta.engine.prepare import network_input
from karuta.engine.rectify import rectify
from karuta.engine.sessions import open_session
from karuta.json_files import read_json
from karuta.training.backbone.corners_net import CornersNetwork
from karuta.training.backbone.corners_onnx import corners_graph
from karuta.training.backbone.detector_net import DetectorNet
from karuta.training.backbone.detector_onnx import detector_graph
from karuta.training.backbone.embedder_net import EmbedderNet
from karuta.training.backbone.export import SPEC, check_against_torch, identity, onnx_embedder
from karuta.training.backbone.lite0 import LICENCE, build_backbone
from karuta.training.backbone.lite0_onnx import INPUT, embedder_graph
from karuta.training.backbone.lite0_read import read_weights
from karuta.training.backbone.loaded import loaded_backbone
from karuta.training.backbone.refit import RefitPlan, fitted_projection, read_recipe, refitted
from karuta.training.backbone.run_folder import CONFIG, RunFolder
from karuta.training.backbone.train_corners import SPEC as CORNERS_SPEC
from karuta.training.backbone.train_corners import read_config as corners_config
from karuta.training.backbone.train_detector import input_spec
from karuta.training.backbone.train_detector import read_config as detector_config
from karuta.training.backbone.train_embedder import read_config as embedder_config
from karuta.training.model_folder import (
    CORNERS,
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

RECIPES = Path(__file__).parent / "recipes"
# How far two computations of one corner may part, in the card's units.
LEAST_MOVE = 2e-3

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ingredients:
    """What the model is made of: folders of runs, or of the model whose embedder it keeps.

    `share`, `projection`: how much of the training counts beside what it began with, 1 for all of it, and the
    projection that it began with; `start`: the embedder's file that it began with, None for the pretrained weights;
    without `embedder` that file's network itself.
    Weights between the two forget less of what the training never showed (WiSE-FT: Wortsman et al., CVPR 2022).
    `refit`: the projection is fitted anew on the finished network, None: the trained one.
    """

    embedder: Path | None
    base: Path | None
    detector: Path | None
    corners: Path | None = None
    share: float = 1.0
    projection: Path | None = None
    start: Path | None = None
    refit: RefitPlan | None = None


def write_embedder(net: EmbedderNet, refit: RefitPlan | None, out: Path) -> None:
    """Its network and projection. Raises `ModelError` where the file answers unlike torch."""
    projection = net.projection() if refit is None else refitted(net.backbone, refit)
    embedder_graph(net.backbone).save(out / EMBEDDER)
    network = onnx_embedder(out / EMBEDDER, identity(net.backbone.pooled), normalise_pooled=False, threads=1)
    check_against_torch(network, net.backbone)
    save_array(out / PROJECTION, projection)


def trained_embedder(parts: Ingredients, run: Path) -> EmbedderNet:
    """The network as the training left it, or `share` of the way there from what it began with."""
    config = embedder_config(run / CONFIG)
    state = trained_state(run)
    backbone = build_backbone(pretrained=parts.start is None, pooling=config.pooling)
    if parts.start is not None:
        read_weights(backbone.network, parts.start)
    began = np.ones((state["weight"].shape[0] + 1, state["bias"].shape[0]), dtype=np.float32)
    net = EmbedderNet(
        backbone, began if parts.projection is None else np.load(parts.projection), frozen_stages=config.frozen_stages
    )
    if parts.projection is not None and parts.share < 1:
        state = between(net.state_dict(), state, share=parts.share)
    net.load_state_dict(state)
    return net


def kept_embedder(start: Path) -> EmbedderNet:
    """The network in a model's embedder file, with its projection, untrained since."""
    return EmbedderNet(loaded_backbone(start), np.load(start.parent / PROJECTION, allow_pickle=False), frozen_stages=0)


def between(
    began: Mapping[str, torch.Tensor], ended: Mapping[str, torch.Tensor], *, share: float
) -> dict[str, torch.Tensor]:
    """The tensors `share` of the way from the first to the last."""
    return {
        name: torch.lerp(began[name], tensor, share) if tensor.dtype.is_floating_point else tensor
        for name, tensor in ended.items()
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


def write_corners(run: Path, out: Path) -> None:
    """The corners' network of a training. Raises `ModelError` where the file answers unlike torch."""
    net = CornersNetwork(pretrained=False, frozen_stages=corners_config(run / CONFIG).frozen_stages)
    net.load_state_dict(trained_state(run))
    net.eval()
    corners_graph(net).save(out / CORNERS)
    view = rectify(golden_crops()[0], golden_frame(), size=CORNERS_SPEC.size)
    pictures = network_input([view], CORNERS_SPEC)
    (found,) = open_session(out / CORNERS, threads=1).run(None, {INPUT: pictures})
    with torch.inference_mode():
        wanted = net(torch.from_numpy(pictures)).numpy()
    if np.abs(found.reshape(wanted.shape) - wanted).max() > LEAST_MOVE:
        raise ModelError("The corners' ONNX file answers unlike torch", "report it")


def golden_frame() -> Corners:
    """The outline of a golden picture, (4, 2)."""
    tall, wide = golden_crops()[0].shape[:2]
    return np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], dtype=np.float64)


def trained_state(run: Path) -> dict[str, torch.Tensor]:
    """The network's tensors at the run's last checkpoint. Raises `ModelError` where there is none."""
    found = RunFolder(run).load()
    if found is None:
        raise ModelError(f"The training in {run} has no checkpoint yet", "let it go on")
    steps = read_json(run / CONFIG, dict[str, Any])["steps"]
    if found["step"] != steps:
        log.warning("the training in %s is at step %d of %d", run, found["step"], steps)
    state: dict[str, torch.Tensor] = found["net"]
    return state


def keep_embedder(base: Path, refit: RefitPlan | None, out: Path) -> None:
    """Another model's network, with its projection, or with one that is fitted to it anew."""
    card = read_model_card(base)
    shutil.copyfile(base / card["embedder"]["file"], out / EMBEDDER)
    if refit is None:
        shutil.copyfile(base / card["projection"]["file"], out / PROJECTION)
        return
    network = onnx_embedder(
        out / EMBEDDER, identity(int(card["embedder"]["pooled"])), normalise_pooled=False, threads=refit.threads
    )
    save_array(out / PROJECTION, fitted_projection(network, refit))


def kept_detector(base: Path, out: Path) -> int | None:
    """Another model's detector; returns its square's side, None where it has none."""
    described = read_model_card(base).get("detector")
    if described is None:
        return None
    shutil.copyfile(base / described["file"], out / DETECTOR)
    return int(described["input"]["width"])


def kept_corners(base: Path, out: Path) -> bool:
    """Another model's net for the corners; whether it has one."""
    described = read_model_card(base).get("corners")
    if described is not None:
        shutil.copyfile(base / described["file"], out / CORNERS)
    return described is not None


def export(parts: Ingredients, out: Path, *, verdict: Path, made: str) -> None:
    """Fill the new folder `out` and load it as the program will."""
    out.mkdir(parents=True, exist_ok=False)
    if parts.embedder is not None:
        write_embedder(trained_embedder(parts, parts.embedder), parts.refit, out)
    elif parts.start is not None:
        write_embedder(kept_embedder(parts.start), parts.refit, out)
    elif parts.base is not None:
        keep_embedder(parts.base, parts.refit, out)
    else:
        raise ModelError("A model needs an embedder", "name its training or a model that has one")
    side = write_detector(parts.detector, out) if parts.detector is not None else None
    keeps_eyes = parts.detector is None
    if parts.base is not None and keeps_eyes:
        side = kept_detector(parts.base, out)
    has_corners = parts.corners is not None
    if parts.corners is not None:
        write_corners(parts.corners, out)
    elif parts.base is not None and keeps_eyes:
        has_corners = kept_corners(parts.base, out)
    projection = np.load(out / PROJECTION, allow_pickle=False)
    embedder = onnx_embedder(out / EMBEDDER, projection, normalise_pooled=True, threads=1)
    save_array(out / GOLDEN, embedder.embed(list(golden_crops())))
    write_model_card(
        out, described(parts, name=out.resolve().name, side=side, has_corners=has_corners, verdict=verdict, made=made)
    )
    model = load_model(out)
    if side is not None and model.detector is None:
        raise ModelError("The model was written without its detector", "report it")
    log.info("%s answers as it was made", model.title)


def described(
    parts: Ingredients, *, name: str, side: int | None, has_corners: bool, verdict: Path, made: str
) -> ModelDescription:
    numbers = read_json(verdict, dict[str, Any])
    trained = {"embedder": parts.embedder, "detector": parts.detector, "corners": parts.corners}
    said = [f"{part}: {said_of(run)}" for part, run in trained.items() if run is not None]
    if parts.base is not None:
        kept = "what is not named is" if parts.embedder is None and parts.start is None else "the detector is"
        said.insert(0, f"{kept} that of {parts.base.name}")
    if parts.start is not None:
        began = "the embedder's network is that of" if parts.embedder is None else "the embedder's began with"
        said.append(f"{began} {parts.start.parent.name}")
    if parts.refit is not None:
        said.append(f"the projection on {parts.refit.pairs} pairs, seed {parts.refit.seed}")
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
            " ".join(
                ("python -m karuta.training.backbone.export_trained", *asked(parts, trained, verdict), "--out", name)
            ),
        ),
        spec=SPEC,
        normalise_pooled=True,
        judge=Thresholds(**numbers["thresholds"]),
        least_evidence=float(numbers["least_evidence"]),
        detector=None if side is None else input_spec(side),
        corners=CORNERS_SPEC if has_corners else None,
    )


def asked(parts: Ingredients, trained: Mapping[str, Path | None], verdict: Path) -> Iterator[str]:
    """The options that make this model again, with placeholders for folders outside the repository."""
    for part, run in trained.items():
        if run is not None:
            yield f"--{part} RUNS/{run.name}"
    if parts.base is not None:
        yield f"--base {parts.base.name}"
    if parts.start is not None:
        yield f"--start {parts.start.parent.name}/{parts.start.name}"
    if parts.share < 1:
        yield f"--share {parts.share:g} --projection PROJECTION.npy"
    if parts.refit is not None:
        yield "--refit FOLDER --sharp FOLDER --other-faces FOLDER"
        yield f"--pairs {parts.refit.pairs} --seed {parts.refit.seed}"
    yield f"--verdict recipes/{verdict.name}"


def said_of(run: Path) -> str:
    config = read_json(run / CONFIG, dict[str, Any])
    each = next(f"{config[name]} {name}" for name in ("pairs", "scenes", "views") if name in config)
    return f"{config['steps']} steps of {each}, seed {config['seed']}"


def refit_plan(chosen: argparse.Namespace) -> RefitPlan | None:
    if chosen.refit is None:
        return None
    pooling, mix = read_recipe(chosen.recipe)
    return RefitPlan(
        chosen.refit,
        chosen.sharp,
        chosen.other_faces,
        pairs=chosen.pairs,
        seed=chosen.seed,
        pooling=pooling,
        mix=mix,
        threads=chosen.threads,
    )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m karuta.training.backbone.export_trained", description=__doc__)
    parser.add_argument("--embedder", type=Path, help="the folder of an embedder's training")
    parser.add_argument("--base", type=Path, help="the model whose embedder is kept")
    parser.add_argument("--detector", type=Path, help="the folder of a detector's training")
    parser.add_argument("--corners", type=Path, help="the folder of a training of the corners' net")
    parser.add_argument("--start", type=Path, help="the embedder.onnx that the embedder's training began with")
    parser.add_argument("--refit", type=Path, help="a catalogue's folder on which the projection is fitted anew")
    parser.add_argument("--recipe", type=Path, default=RECIPES / "bands.json", help="for --refit: pooling and pairs")
    parser.add_argument("--threads", type=int, default=2, help="for --refit")
    parser.add_argument("--sharp", type=Path, help="for --refit: larger pictures under the same file names")
    parser.add_argument("--other-faces", type=Path, help="for --refit: the cards in another language")
    parser.add_argument("--pairs", type=int, default=16000, help="for --refit: simulated crops")
    parser.add_argument("--seed", type=int, default=41, help="for --refit: of the simulated crops")
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
        corners=chosen.corners,
        start=chosen.start,
        refit=refit_plan(chosen),
        share=chosen.share,
        projection=chosen.projection,
    )
    export(parts, chosen.out, verdict=chosen.verdict, made=chosen.made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
