"""Fills a model's folder with networks and arrays, from trainings' checkpoints and from other models.

Trains nothing.
"""

from __future__ import annotations

import logging
import math
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from karuta.domain.errors import ModelError
from karuta.domain.sighting import Corners, picture_corners
from karuta.engine.cards_net import whole_view
from karuta.engine.model import CARD_LIKE, read_model_card
from karuta.engine.prepare import golden_crops, network_input
from karuta.engine.rectify import rectify
from karuta.engine.sessions import open_session
from karuta.json_files import read_json
from karuta.training.model_folder import DETECTOR, EMBEDDER, GOLDEN, PROJECTION, save_array
from workshop.backbone.corners_net import CornersNetwork, corners_graph
from workshop.backbone.detector_net import DetectorNet, detector_graph
from workshop.backbone.embedder_net import EmbedderNet
from workshop.backbone.export import check_against_torch, identity, onnx_embedder
from workshop.backbone.graph import INPUT, embedder_graph
from workshop.backbone.lite0 import loaded_backbone, read_weights
from workshop.backbone.pretrained import build_backbone
from workshop.backbone.refit import RefitPlan, fitted_projection, refitted
from workshop.backbone.run_folder import CONFIG, RunFolder
from workshop.backbone.train_corners import SPEC as CORNERS_SPEC
from workshop.backbone.train_corners import read_config as corners_config
from workshop.backbone.train_detector import input_spec
from workshop.backbone.train_detector import read_config as detector_config
from workshop.backbone.train_embedder import read_config as embedder_config
from workshop.model_card import CARD_LIKE_FILE, CORNERS

# How far two computations of one corner may differ, in the card's units.
LEAST_MOVE = 2e-3

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ingredients:
    """The parts of a model: folders of training runs, and the model whose embedder is kept.

    `share`: the weight of the training against what it began with, 0 to 1; `detector_share`: of the detector's against
    the base's. Weights between the two forget less of what the training never showed (WiSE-FT: Wortsman et al., CVPR
    2022). `projection`: the projection that it began with. `start`: the embedder file that it began with, None for the
    pretrained weights; without `embedder`, the network of that file itself. `refit`: how to fit the projection to the
    finished network; None keeps the trained one.
    """

    embedder: Path | None
    base: Path | None
    detector: Path | None
    corners: Path | None = None
    share: float = 1.0
    detector_share: float = 1.0
    projection: Path | None = None
    start: Path | None = None
    refit: RefitPlan | None = None


@dataclass(frozen=True)
class Eyes:
    """The networks of a model's folder that find cards.

    `side`: of the detector's input in pixels, None if there is no detector. `corners`: whether there is a corners net.
    """

    side: int | None
    corners: bool


def assemble(parts: Ingredients, out: Path) -> Eyes:
    """All files of the model except its card. Raises `ModelError` if an ONNX file does not answer as torch does."""
    assemble_embedder(parts, out)
    eyes = assemble_eyes(parts, out)
    projection = np.load(out / PROJECTION, allow_pickle=False)
    embedder = onnx_embedder(
        out / EMBEDDER, projection, normalise_pooled=True, threads=1, contrast=cells_of_contrast(parts)
    )
    save_array(out / GOLDEN, embedder.embed(list(golden_crops())))
    return eyes


def cells_of_contrast(parts: Ingredients) -> tuple[int, int] | None:
    """The cells that the new or the kept projection is fitted with; a trained one has none."""
    if parts.refit is not None:
        return parts.refit.contrast
    if parts.base is None or parts.embedder is not None or parts.start is not None:
        return None
    return contrast_cells(read_model_card(parts.base))


def contrast_cells(card: Mapping[str, Any]) -> tuple[int, int] | None:
    cells = card["embedder"].get("relief")
    return (int(cells["down"]), int(cells["across"])) if cells else None


def assemble_embedder(parts: Ingredients, out: Path) -> None:
    """The embedder of a training, else the one that a training would begin with, else the base's."""
    if parts.embedder is not None:
        write_embedder(trained_embedder(parts, parts.embedder), parts.refit, out)
    elif parts.start is not None:
        write_embedder(kept_embedder(parts.start), parts.refit, out)
    elif parts.base is not None:
        keep_embedder(parts.base, parts.refit, out)
    else:
        raise ModelError("A model needs an embedder", "name its training or a model that has one")


def assemble_eyes(parts: Ingredients, out: Path) -> Eyes:
    """The networks of trainings, else the base's."""
    side = None
    if parts.detector is not None:
        side = write_detector(parts.detector, out)
        if parts.base is not None and parts.detector_share < 1:
            mix_detectors(parts.base, out, share=parts.detector_share)
    elif parts.base is not None:
        side = kept_detector(parts.base, out)
    if parts.corners is not None:
        write_corners(parts.corners, out)
        return Eyes(side, corners=True)
    return Eyes(side, corners=parts.base is not None and kept_corners(parts.base, out))


def write_embedder(net: EmbedderNet, refit: RefitPlan | None, out: Path) -> None:
    """Writes network and projection. Raises `ModelError` if the file does not answer as torch does."""
    projection = net.projection() if refit is None else refitted(net.backbone, refit)
    embedder_graph(net.backbone).save(out / EMBEDDER)
    network = onnx_embedder(out / EMBEDDER, identity(net.backbone.pooled), normalise_pooled=False, threads=1)
    check_against_torch(network, net.backbone)
    save_array(out / PROJECTION, projection)


def trained_embedder(parts: Ingredients, run: Path) -> EmbedderNet:
    """The network at the end of the training, or `share` of the way there from its start."""
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
    """The network in a model's embedder file, untrained since, with its projection."""
    return EmbedderNet(loaded_backbone(start), np.load(start.parent / PROJECTION, allow_pickle=False), frozen_stages=0)


def between(
    began: Mapping[str, torch.Tensor], ended: Mapping[str, torch.Tensor], *, share: float
) -> dict[str, torch.Tensor]:
    """The tensors `share` (0 to 1) of the way from the first to the last."""
    return {
        name: torch.lerp(began[name], tensor, share) if tensor.dtype.is_floating_point else tensor
        for name, tensor in ended.items()
    }


def write_detector(run: Path, out: Path) -> int:
    """Writes a trained detector; returns its input's side in pixels.

    Raises `ModelError` if the file differs from torch.
    """
    config = detector_config(run / CONFIG)
    net = DetectorNet(pretrained=False, frozen_stages=config.frozen_stages)
    net.load_state_dict(trained_state(run))
    net.eval()
    detector_graph(net, side=config.side).save(out / DETECTOR)
    square = whole_view(golden_crops()[0], side=config.side).pixels
    pictures = network_input([square], input_spec(config.side))
    (answer,) = open_session(out / DETECTOR, threads=1).run(None, {INPUT: pictures})
    with torch.inference_mode():
        expected = net(torch.from_numpy(pictures)).numpy()
    if np.abs(answer - expected).max() > 0.02 * np.abs(expected).max():
        raise ModelError("The detector's ONNX file answers unlike torch", "report it")
    return config.side


def mix_detectors(base: Path, out: Path, *, share: float) -> None:
    """Bring the weights of the base's detector `share` (0 to 1) of the way to those of the file in `out`.

    The batch normalisation is part of the weights in both, so they are of one graph.
    """
    before, after = onnx.load(base / DETECTOR), onnx.load(out / DETECTOR)
    for weights, other_weights in zip(before.graph.initializer, after.graph.initializer, strict=True):
        own, new = (numpy_helper.to_array(each) for each in (weights, other_weights))
        if new.dtype.kind == "f":
            mixed = (1 - share) * own.astype(np.float32) + share * new.astype(np.float32)
            other_weights.CopyFrom(numpy_helper.from_array(mixed.astype(new.dtype), other_weights.name))
    onnx.save(after, out / DETECTOR)


def write_corners(run: Path, out: Path) -> None:
    """Writes a trained corners net. Raises `ModelError` if the file does not answer as torch does."""
    net = CornersNetwork(pretrained=False, frozen_stages=corners_config(run / CONFIG).frozen_stages)
    net.load_state_dict(trained_state(run))
    net.eval()
    corners_graph(net).save(out / CORNERS)
    view = rectify(golden_crops()[0], golden_frame(), size=CORNERS_SPEC.size)
    pictures = network_input([view], CORNERS_SPEC)
    (answer,) = open_session(out / CORNERS, threads=1).run(None, {INPUT: pictures})
    with torch.inference_mode():
        expected = net(torch.from_numpy(pictures)).numpy()
    if np.abs(answer.reshape(expected.shape) - expected).max() > LEAST_MOVE:
        raise ModelError("The corners' ONNX file answers unlike torch", "report it")


def golden_frame() -> Corners:
    """The outline of a golden picture, (4, 2) in pixels."""
    tall, wide = golden_crops()[0].shape[:2]
    return picture_corners(wide, tall)


def trained_state(run: Path) -> dict[str, torch.Tensor]:
    """The network's tensors at the run's last checkpoint. Raises `ModelError` if there is none."""
    checkpoint = RunFolder(run).load()
    if checkpoint is None:
        raise ModelError("The training in {run} has no checkpoint yet", run=run, mend="let it go on")
    steps = read_json(run / CONFIG, dict[str, Any])["steps"]
    if checkpoint["step"] != steps:
        log.warning("the training in %s is at step %d of %d", run, checkpoint["step"], steps)
    state: dict[str, torch.Tensor] = checkpoint["net"]
    return state


def keep_embedder(base: Path, refit: RefitPlan | None, out: Path) -> None:
    """Another model's network, with its projection or with one newly fitted to it.

    What it says of card-like things stays where the features do; else `workshop.card_like` makes it anew.
    """
    card = read_model_card(base)
    shutil.copyfile(base / card["embedder"]["file"], out / EMBEDDER)
    if CARD_LIKE in card and (refit is None or refit.contrast == contrast_cells(card)):
        shutil.copyfile(base / card[CARD_LIKE]["file"], out / CARD_LIKE_FILE)
    if refit is None:
        shutil.copyfile(base / card["projection"]["file"], out / PROJECTION)
        return
    pooled = int(card["embedder"]["pooled"]) - math.prod(contrast_cells(card) or (0,))
    network = onnx_embedder(
        out / EMBEDDER, identity(pooled), normalise_pooled=False, threads=refit.threads, contrast=refit.contrast
    )
    save_array(out / PROJECTION, fitted_projection(network, refit))


def kept_detector(base: Path, out: Path) -> int | None:
    """Another model's detector; returns its input's side in pixels, None if it has none."""
    described = read_model_card(base).get("detector")
    if described is None:
        return None
    shutil.copyfile(base / described["file"], out / DETECTOR)
    return int(described["input"]["width"])


def kept_corners(base: Path, out: Path) -> bool:
    """Another model's corners net; returns whether it has one."""
    described = read_model_card(base).get("corners")
    if described is not None:
        shutil.copyfile(base / described["file"], out / CORNERS)
    return described is not None
