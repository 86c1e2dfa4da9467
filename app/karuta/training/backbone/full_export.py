"""Turns a fully trained network into a model's files, and checks that they answer as torch does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from karuta.domain.errors import ModelError
from karuta.domain.training_progress import SIMULATED
from karuta.engine.embed import Embedder, unit
from karuta.engine.model import Model
from karuta.engine.prepare import fit, golden_crops, network_input
from karuta.engine.sessions import open_session
from karuta.files import file_hash
from karuta.training.backbone.embedder_net import EmbedderNet
from karuta.training.backbone.lite0_onnx import embedder_graph
from karuta.training.head.gather import TrainingFeatures
from karuta.training.model_folder import EMBEDDER
from karuta.training.projection import Projection, project
from karuta.training.recalibrate import FEWEST, CropsAsSeen, carried

LEAST_COSINE = 0.9999
# The number of correct crops may differ by this many between the ONNX file and torch.
RECALL_APART = 0.005
COMPARED = 256


def exported(net: EmbedderNet, parent: Model, features: TrainingFeatures, made: Path) -> tuple[Model, Projection]:
    """Writes the network as an ONNX file at `made`; returns it as a model for features, and its projection.

    Raises `ModelError` if the file does not answer as torch does.
    """
    net = net.cpu().eval()
    spec = parent.embedder.spec
    embedder_graph(net.backbone, height=spec.height, width=spec.width).save(made)
    session = open_session(made, threads=2)
    embedder = Embedder(
        session,
        input_name=session.get_inputs()[0].name,
        spec=spec,
        projection=net.projection(),
        normalise_pooled=True,
        relief=parent.embedder.relief,
    )
    crops = [fit(crop, spec) for crop in golden_crops()] + [one.make() for one in features.crops[:32]]
    with torch.inference_mode():
        wanted = net.backbone(torch.from_numpy(network_input(crops, spec))).numpy()
    pooled = embedder.seen_by_network(crops)
    cosines = (unit(wanted) * unit(pooled)).sum(axis=1)
    if float(cosines.min()) < LEAST_COSINE:
        raise ModelError(
            "The ONNX file answers unlike torch (cosine {cosine})", cosine=f"{cosines.min():.6f}", mend="report it"
        )
    card = {**parent.card, "embedder": {**parent.card["embedder"], "file": EMBEDDER, "sha256": file_hash(made)}}
    return replace(parent, embedder=embedder, card=card), net.projection()


def moved_verdict(
    parent: Model, before: TrainingFeatures, after: TrainingFeatures, *, old: Projection, new: Projection, seed: int
) -> dict[str, Any] | None:
    """The parent's calibration, carried over with the simulated crops as both networks see them; None for too few."""
    if len(after.stock.judged[SIMULATED].features) < FEWEST:
        return None
    seen = [
        CropsAsSeen(project(one.stock.artworks, matrix), project(one.stock.judged[SIMULATED].features, matrix))
        for one, matrix in ((before, old), (after, new))
    ]
    return carried(parent, after, old=seen[0], new=seen[1], seed=seed)


def check_recall(net: EmbedderNet, embedder: Embedder, features: TrainingFeatures) -> None:
    """Raises `ModelError` if the ONNX file finds other cards than torch does on the test crops."""
    crops = features.stock.judged[SIMULATED]
    some = slice(0, COMPARED)
    if not len(crops.features[some]):
        return
    made = [one.make() for one in features.judged[some]]
    pictures = network_input(made, embedder.spec)
    with torch.inference_mode():
        network = np.concatenate(
            [net.backbone(torch.from_numpy(pictures[at : at + 32])).numpy() for at in range(0, len(pictures), 32)]
        )
    pooled = embedder.joined(network, made)
    projection = net.projection()
    artworks, identity = project(features.stock.artworks, projection), features.stock.identity
    right = [
        (identity[(project(rows, projection) @ artworks.T).argmax(axis=1)] == crops.identity[some]).mean()
        for rows in (unit(pooled), crops.features[some])
    ]
    if abs(right[0] - right[1]) > RECALL_APART + 1 / len(pooled):
        raise ModelError(
            "The ONNX file finds other cards than torch ({found} right instead of {wanted})",
            found=f"{right[1]:.3f}",
            wanted=f"{right[0]:.3f}",
            mend="report it",
        )
