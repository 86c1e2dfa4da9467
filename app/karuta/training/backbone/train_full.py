"""Trains a library's network on its labels, with the same code on CPU and GPU, and writes its model's files.

The pictures of a step depend only on the seed and the step's number, so a killed run continues from its checkpoint. The
files are checked to answer as torch does. Decides nothing about the candidate.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, ModelError
from karuta.domain.training_progress import SIMULATED, Finished, Stepped, TellProgress
from karuta.engine.embed import Embedder, unit
from karuta.engine.model import Model, load_model
from karuta.engine.prepare import fit, golden_crops, network_input
from karuta.engine.sessions import open_session
from karuta.files import file_hash, make_folder
from karuta.training.backbone.embedder_net import EmbedderNet
from karuta.training.backbone.full_steps import Batches, FullTraining
from karuta.training.backbone.graph import embedder_graph
from karuta.training.backbone.lite0 import loaded_backbone
from karuta.training.backbone.run_folder import RunFolder
from karuta.training.head.candidate import Candidate, candidate_name, is_normalised, write_candidate
from karuta.training.head.fit import within_class_normalised
from karuta.training.head.gather import TrainingFeatures, gather_features
from karuta.training.head.report import compared, described, finished_before, measures, remarked
from karuta.training.head.stock import right_at_1
from karuta.training.head.task import (
    FULL_RUNS,
    FullRecipe,
    HeadTask,
    TrainingError,
    Workplace,
    forget_other_runs,
    run_name,
)
from karuta.training.head.train import (
    SAVED_EVERY_SECONDS,
    begun,
    judged,
    refuse_too_few,
)
from karuta.training.model_folder import EMBEDDER, Projection, project
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
        contrast=parent.embedder.contrast,
    )
    crops = [fit(crop, spec) for crop in golden_crops()] + [crop.make() for crop in features.crops[:32]]
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
    refuse_too_few(task)
    began = time.monotonic()
    torch.set_num_threads(threads)
    torch.manual_seed(recipe.seed)
    parent = load_model(task.parent, threads=threads)
    if not is_normalised(parent):
        raise TrainingError("The network of this model is of another kind than the one that can be trained whole.")
    run = run_name(recipe, training_set=task.training_set, parent=parent.hash)
    name = candidate_name(parent.name, run, scope="full")
    done = finished_before(place.models / name)
    if done is not None:
        told(done)
        return done
    folder = place.training / FULL_RUNS / run[:16]
    old = np.ascontiguousarray(np.load(task.parent / parent.card["projection"]["file"]), dtype=np.float32)
    net = EmbedderNet(
        loaded_backbone(task.parent / parent.card["embedder"]["file"]), old, frozen_stages=recipe.layers.frozen_stages
    )
    where = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    training = FullTraining(net, recipe, device=where)
    kept = RunFolder(folder)
    found = kept.load()
    if found is not None:
        training.restore(found)
    told(begun(task, recipe, name=name, parent=parent, step=training.step))
    forget_other_runs(folder)
    before = gather_features(task, recipe, parent, old=old, place=place, cancel=cancel, told=told)
    first = right_at_1(before.stock, old)
    told(judged(0, first))
    _steps(training, Batches(before, recipe, parent), kept, cancel=cancel, told=told)
    made = place.training / f"{name}.network"
    try:
        fresh, network = exported(training.net, parent, before, made)
        after = gather_features(task, recipe, fresh, old=network, place=place, cancel=cancel, told=told)
        projection = within_class_normalised(network, after.stock, recipe)
        check_recall(training.net, fresh.embedder, after)
        second = right_at_1(after.stock, projection)
        told(judged(recipe.steps, second))
        figures = {which: compared(first[which], second[which]) for which in first}
        remarks = remarked(figures, unusable=before.unusable)
        candidate = Candidate(
            name=name,
            projection=projection,
            training=described(
                task, recipe, parent=parent, run=run, state=training, figures=figures, remarks=remarks, scope="full"
            ),
            accuracy=tuple(measures(figures, command="karuta train --scope full")),
            photos=frozenset(label.photo for label in task.labels if not label.held_out),
            verdict=moved_verdict(parent, before, after, old=old, new=projection, seed=recipe.seed),
            network=made,
        )
        target = write_candidate(candidate, parent, task.parent, models=place.models, workplace=place.training)
    finally:
        made.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    done = Finished(
        name, str(target), already=False, figures=figures, remarks=remarks, seconds=time.monotonic() - began
    )
    told(done)
    return done


def _steps(
    training: FullTraining, batches: Batches, kept: RunFolder, *, cancel: CancelToken, told: TellProgress
) -> None:
    """All remaining steps; the state is on the disk whenever it stops."""
    steps, first, began, earlier = training.recipe.steps, training.step, time.monotonic(), training.seconds
    saved = began
    make_folder(kept.folder)
    try:
        while training.step < steps:
            cancel.check()
            training.take(batches.batch(training.step))
            now = time.monotonic()
            training.seconds = earlier + now - began
            left = (now - began) / (training.step - first) * (steps - training.step)
            told(Stepped(training.step, steps, training.losses[-1], training.rights[-1], left))
            if now - saved > SAVED_EVERY_SECONDS:
                kept.save(training.state())
                saved = now
    except Cancelled as stopped:
        kept.save(training.state())
        raise Cancelled(
            "Paused at step {step} of {steps}; `karuta train --scope full` resumes from there.",
            step=training.step,
            steps=steps,
        ) from stopped
    kept.save(training.state())
