"""Trains a library's network on its labels, with the same code on CPU and GPU. Decides nothing about the candidate.

The pictures of a step depend only on the seed and the step's number, so a killed run continues from its checkpoint.
"""

from __future__ import annotations

import shutil
import time

import numpy as np
import torch

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled
from karuta.domain.training_progress import Finished, Stepped, TellProgress
from karuta.engine.model import load_model
from karuta.files import make_folder
from karuta.training.backbone.embedder_net import EmbedderNet
from karuta.training.backbone.full_export import check_recall, exported, moved_verdict
from karuta.training.backbone.full_steps import Batches, FullTraining
from karuta.training.backbone.loaded import loaded_backbone
from karuta.training.backbone.run_folder import RunFolder
from karuta.training.head.candidate import Candidate, candidate_name, is_normalised, write_candidate
from karuta.training.head.fit import within_class_normalised
from karuta.training.head.gather import gather_features
from karuta.training.head.report import compared, described, finished_before, measures, remarked
from karuta.training.head.stock import right_at_1
from karuta.training.head.task import FULL_RUNS, HeadTask, Workplace, forget_other_runs
from karuta.training.head.train import (
    SAVED_EVERY_SECONDS,
    begun,
    judged,
    refuse_too_few,
)
from karuta.training.recipe import FullRecipe, TrainingError, run_name


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
