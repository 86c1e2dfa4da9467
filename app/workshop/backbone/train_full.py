"""Trains a library's network on its labels, with the same code on CPU and GPU, and writes its model's files.

The pictures of a step depend only on the seed and the step's number, so a killed run continues from its checkpoint. The
files are checked to answer as torch does. Decides nothing about the candidate.
"""

from __future__ import annotations

import io
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, ModelError
from karuta.domain.training_progress import SIMULATED, Finished, Stepped, TellProgress
from karuta.engine.embed import Embedder, unit
from karuta.engine.model import Model
from karuta.engine.prepare import fit, golden_crops, network_input
from karuta.engine.sessions import open_session
from karuta.files import file_hash, make_folder, write_whole
from karuta.training.head.candidate import is_normalised
from karuta.training.head.fit import within_class_normalised
from karuta.training.head.gather import TrainingFeatures, gather_features
from karuta.training.head.stock import right_at_1
from karuta.training.head.task import HeadTask, TrainingError, Workplace
from karuta.training.head.train import SAVED_EVERY_SECONDS, Attempt, judged
from karuta.training.model_folder import EMBEDDER, Projection, project
from workshop.backbone.embedder_net import EmbedderNet
from workshop.backbone.full_steps import Batches, FullRecipe, FullTraining
from workshop.backbone.graph import embedder_graph
from workshop.backbone.lite0 import loaded_backbone

LEAST_COSINE = 0.9999
# The number of correct crops may differ by this many between the ONNX file and torch.
RECALL_APART = 0.005
COMPARED = 256
CHECKPOINT = "checkpoint.pt"
# Kept apart, so that a training of minutes does not throw away one of hours.
RUNS = "full-runs"


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
        contrast=parent.embedder.contrast,
    )
    crops = [fit(crop, spec) for crop in golden_crops()] + [crop.make() for crop in features.crops[:32]]
    with torch.inference_mode():
        expected = net.backbone(torch.from_numpy(network_input(crops, spec))).numpy()
    pooled = embedder.seen_by_network(crops)
    cosines = (unit(expected) * unit(pooled)).sum(axis=1)
    if float(cosines.min()) < LEAST_COSINE:
        raise ModelError(
            "The ONNX file answers unlike torch (cosine {cosine})", cosine=f"{cosines.min():.6f}", mend="report it"
        )
    card = {**parent.card, "embedder": {**parent.card["embedder"], "file": EMBEDDER, "sha256": file_hash(made)}}
    return replace(parent, embedder=embedder, card=card), net.projection()


def check_recall(net: EmbedderNet, embedder: Embedder, features: TrainingFeatures) -> None:
    """Raises `ModelError` if the ONNX file finds other cards than torch does on the test crops."""
    crops = features.stock.judged[SIMULATED]
    some = slice(0, COMPARED)
    if not len(crops.features[some]):
        return
    made = [picture.make() for picture in features.judged[some]]
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


def train_full(
    task: HeadTask,
    recipe: FullRecipe,
    *,
    place: Workplace,
    cancel: CancelToken,
    told: TellProgress,
    threads: int = 2,
    device: str | None = None,
) -> Finished:
    """Train, resume, or report that it was done before. `device`: torch's name of one; else a GPU if there is one.

    Raises `TrainingError`, `ModelError`, `OSError`, and `Cancelled`. After `Cancelled` the same call resumes.
    """
    attempt = Attempt.of(task, recipe, place, runs=RUNS, scope="full", threads=threads)
    torch.set_num_threads(threads)
    torch.manual_seed(recipe.seed)
    parent, old, folder = attempt.parent, attempt.old, attempt.folder
    if not is_normalised(parent):
        raise TrainingError("The network of this model is of another kind than the one that can be trained whole.")
    if (outcome := attempt.finished_before(told)) is not None:
        return outcome
    backbone = loaded_backbone(task.parent / parent.card["embedder"]["file"])
    net = EmbedderNet(backbone, old, frozen_stages=recipe.layers.frozen_stages)
    training = FullTraining(
        net, recipe, device=torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    )
    if (folder / CHECKPOINT).exists():
        training.restore(torch.load(folder / CHECKPOINT, map_location="cpu", weights_only=True))
    attempt.begin(training.step, told)
    before = gather_features(task, recipe, parent, old=old, place=place, cancel=cancel, told=told)
    first = right_at_1(before.stock, old)
    told(judged(0, first))
    _steps(training, Batches(before, recipe, parent), folder, cancel=cancel, told=told)
    made = place.training / f"{attempt.name}.network"
    try:
        fresh, network = exported(training.net, parent, before, made)
        after = gather_features(task, recipe, fresh, old=network, place=place, cancel=cancel, told=told)
        projection = within_class_normalised(network, after.stock, recipe)
        check_recall(training.net, fresh.embedder, after)
        second = right_at_1(after.stock, projection)
        told(judged(recipe.steps, second))
        return attempt.finish((before, after), (first, second), projection, state=training, told=told, network=made)
    finally:
        made.unlink(missing_ok=True)


def _steps(training: FullTraining, batches: Batches, folder: Path, *, cancel: CancelToken, told: TellProgress) -> None:
    """All remaining steps; the state is on the disk whenever it stops."""
    steps, first, began, earlier = training.recipe.steps, training.step, time.monotonic(), training.seconds
    saved = began
    make_folder(folder)
    try:
        while training.step < steps:
            cancel.check()
            training.take(batches.batch(training.step))
            now = time.monotonic()
            training.seconds = earlier + now - began
            left = (now - began) / (training.step - first) * (steps - training.step)
            told(Stepped(training.step, steps, training.losses[-1], training.rights[-1], left))
            if now - saved > SAVED_EVERY_SECONDS:
                _save(training, folder)
                saved = now
    except Cancelled as stopped:
        _save(training, folder)
        raise Cancelled(
            "Paused at step {step} of {steps}; the same call resumes from there.",
            step=training.step,
            steps=steps,
        ) from stopped
    _save(training, folder)


def _save(training: FullTraining, folder: Path) -> None:
    """Leaves the old checkpoint or the new one, never something between."""
    # Given a path, torch reports a full disk only as some failure.
    packed = io.BytesIO()
    torch.save(training.state(), packed)
    write_whole(folder / CHECKPOINT, lambda beside: beside.write_bytes(packed.getvalue()))
