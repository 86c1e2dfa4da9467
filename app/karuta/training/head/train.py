"""Trains a model's projection from a task to a candidate's folder, and resumes a killed run.

It does not decide about the candidate, and it always runs in a process of its own.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled
from karuta.domain.sentence import counted_cards, counted_labels
from karuta.domain.statistics import share_where
from karuta.domain.training_progress import Begun, Finished, Judged, Stepped, TellProgress
from karuta.engine.model import Model, load_model
from karuta.training.head.candidate import Candidate, candidate_name, command_of, write_candidate
from karuta.training.head.fit import State, load_state, save_state, take_step, within_class_normalised
from karuta.training.head.gather import TrainingFeatures, gather_features
from karuta.training.head.report import Course, compared, described, finished_before, measures, remarked
from karuta.training.head.stock import TrainingStock, right_at_1
from karuta.training.head.task import (
    RUNS,
    STATE,
    HeadRecipe,
    HeadTask,
    Recipe,
    TrainingError,
    Workplace,
    forget_other_runs,
    run_name,
)
from karuta.training.model_folder import Projection
from karuta.training.recalibrate import carried_verdict

FEWEST_LABELS, FEWEST_CARDS = 10, 5
# Without labels: of fewer cards nothing is learned that tells others apart.
FEWEST_PICTURED = 20
SAVED_EVERY_SECONDS = 10.0
TOLD_EVERY_SECONDS = 0.5
JUDGED_TIMES = 10

Right = Mapping[str, NDArray[np.bool_]]


def train_head(
    task: HeadTask, recipe: HeadRecipe, *, place: Workplace, cancel: CancelToken, told: TellProgress, threads: int = 2
) -> Finished:
    """Train, resume, or report that it was done before. The same task and recipe give the same candidate.

    Raises `TrainingError` (too few labels, divergence), `ModelError`, `OSError`, and `Cancelled`. After `Cancelled` the
    same call resumes.
    """
    attempt = Attempt.of(task, recipe, place, threads=threads)
    if (outcome := attempt.finished_before(told)) is not None:
        return outcome
    parent, run, old, folder = attempt.parent, attempt.run, attempt.old, attempt.folder
    state = load_state(folder / STATE, run=run, shape=old.shape) or State.beginning(
        old, without_labels=task.without_labels
    )
    attempt.begin(state.step, told)
    features = gather_features(task, recipe, parent, old=old, place=place, cancel=cancel, told=told)
    stock = features.stock
    before = right_at_1(stock, old)
    told(judged(0, before))
    fitted(state, stock, recipe, old=old, save=folder / STATE, run=run, cancel=cancel, told=told)
    projection = within_class_normalised(state.projection, stock, recipe)
    after = right_at_1(stock, projection)
    told(judged(recipe.steps, after))
    return attempt.finish((features, features), (before, after), projection, state=state, told=told)


@dataclass(frozen=True, eq=False)
class Attempt:
    """One training, as it begins and ends whatever is trained. `old`: the parent's projection; `began`: a moment."""

    task: HeadTask
    recipe: Recipe
    place: Workplace
    parent: Model
    run: str
    name: str
    old: Projection
    folder: Path
    began: float
    scope: str

    @classmethod
    def of(
        cls, task: HeadTask, recipe: Recipe, place: Workplace, *, threads: int, runs: str = RUNS, scope: str = "head"
    ) -> Attempt:
        """`runs`: the folder of trainings of this scope. Raises `TrainingError` if there is too little to learn."""
        refuse_too_few(task)
        began, parent = time.monotonic(), load_model(task.parent, threads=threads)
        run = run_name(recipe, training_set=task.training_set, parent=parent.hash)
        name = candidate_name(parent.name, run, scope=scope)
        old = np.ascontiguousarray(np.load(task.parent / parent.card["projection"]["file"]), dtype=np.float32)
        return cls(task, recipe, place, parent, run, name, old, place.training / runs / run[:16], began, scope)

    def finished_before(self, told: TellProgress) -> Finished | None:
        """The result of an earlier run of the very same training, which is told."""
        finished = finished_before(self.place.models / self.name)
        if finished is not None:
            told(finished)
        return finished

    def begin(self, step: int, told: TellProgress) -> None:
        """Runs of other labels are forgotten."""
        told(begun(self.task, self.recipe, name=self.name, parent=self.parent, step=step))
        forget_other_runs(self.folder)

    def finish(
        self,
        seen: tuple[TrainingFeatures, TrainingFeatures],
        right: tuple[Right, Right],
        projection: Projection,
        *,
        state: Course,
        told: TellProgress,
        network: Path | None = None,
    ) -> Finished:
        """Write the candidate. `seen`, `right`: before and after the training; `network`: the new one, if it is one."""
        task = self.task
        figures = {which: compared(right[0][which], right[1][which]) for which in right[0]}
        remarks = remarked(figures, unusable=seen[0].unusable, without_labels=task.without_labels)
        candidate = Candidate(
            name=self.name,
            projection=projection,
            training=described(
                task,
                self.recipe,
                parent=self.parent,
                run=self.run,
                state=state,
                figures=figures,
                remarks=remarks,
                scope=self.scope,
            ),
            accuracy=tuple(measures(figures, command=command_of(self.scope))),
            photos=frozenset(label.photo for label in task.labels if not label.held_out),
            verdict=carried_verdict(self.parent, *seen, projections=(self.old, projection), seed=self.recipe.seed),
            network=network,
        )
        models, workplace = self.place.models, self.place.training
        target = write_candidate(candidate, self.parent, task.parent, models=models, workplace=workplace)
        shutil.rmtree(self.folder, ignore_errors=True)
        seconds = time.monotonic() - self.began
        finished = Finished(self.name, str(target), already=False, figures=figures, remarks=remarks, seconds=seconds)
        told(finished)
        return finished


def refuse_too_few(task: HeadTask) -> None:
    """Raises `TrainingError` if there is too little to learn from."""
    if task.without_labels:
        _refuse_too_few_pictured(task)
        return
    learned = [label for label in task.labels if not label.held_out]
    cards = {label.card for label in learned}
    if len(learned) < FEWEST_LABELS or len(cards) < FEWEST_CARDS:
        raise TrainingError(
            "Training needs at least {least} of {least_cards}; this library has {labels} of {cards}, and {held} kept "
            "for evaluation. Confirm more and run it again.",
            least=counted_labels(FEWEST_LABELS),
            least_cards=counted_cards(FEWEST_CARDS),
            labels=counted_labels(len(learned)),
            cards=counted_cards(len(cards)),
            held=len(task.labels) - len(learned),
        )


def _refuse_too_few_pictured(task: HeadTask) -> None:
    pictured = len({artwork.identity for artwork in task.artworks if not artwork.new_card})
    if pictured < FEWEST_PICTURED:
        raise TrainingError(
            "Training without labels needs pictures of at least {least}; this library has {cards} to learn from. Add "
            "more cards and run it again.",
            least=counted_cards(FEWEST_PICTURED),
            cards=counted_cards(pictured),
        )


def begun(task: HeadTask, recipe: Recipe, *, name: str, parent: Model, step: int) -> Begun:
    learned = [label for label in task.labels if not label.held_out]
    return Begun(
        model=name,
        parent=parent.title,
        training_set=task.training_set,
        labels=len(learned),
        cards=len({label.card for label in learned}),
        held_out=len(task.labels) - len(learned),
        steps=recipe.steps,
        resumed_at=step,
    )


def fitted(
    state: State,
    stock: TrainingStock,
    recipe: HeadRecipe,
    *,
    old: Projection,
    save: Path,
    run: str,
    cancel: CancelToken,
    told: TellProgress,
) -> None:
    """All remaining steps; the state is on the disk whenever it stops."""
    first, began, earlier = state.step, time.monotonic(), state.seconds
    saved = last_told = began
    judged_every = max(1, recipe.steps // JUDGED_TIMES)
    since = state.step
    try:
        while state.step < recipe.steps:
            cancel.check()
            take_step(state, stock, recipe, old=old)
            now = time.monotonic()
            state.seconds = earlier + now - began
            if now - last_told > TOLD_EVERY_SECONDS or state.step == recipe.steps:
                left = (now - began) / (state.step - first) * (recipe.steps - state.step)
                told(stepped(state, recipe, since=since, seconds_left=left))
                last_told, since = now, state.step
            if now - saved > SAVED_EVERY_SECONDS:
                save_state(save, state, run=run)
                saved = now
            if state.step % judged_every == 0 and state.step < recipe.steps:
                told(judged(state.step, right_at_1(stock, state.projection)))
    except Cancelled as stopped:
        save_state(save, state, run=run)
        raise _paused(state, recipe) from stopped
    save_state(save, state, run=run)


def _paused(state: State, recipe: HeadRecipe) -> Cancelled:
    step, steps = state.step, recipe.steps
    if state.without_labels:
        return Cancelled(
            "Paused at step {step} of {steps}; `karuta train --without-labels` resumes from there.",
            step=step,
            steps=steps,
        )
    return Cancelled("Paused at step {step} of {steps}; `karuta train` resumes from there.", step=step, steps=steps)


def stepped(state: State, recipe: HeadRecipe, *, since: int, seconds_left: float) -> Stepped:
    return Stepped(
        step=state.step,
        steps=recipe.steps,
        loss=float(np.mean(state.losses[since:])),
        right=float(np.mean(state.rights[since:])),
        seconds_left=seconds_left,
    )


def judged(step: int, right: Right) -> Judged:
    return Judged(step, {which: share_where(flags.tolist()) for which, flags in right.items()})
