"""Trains a library's network on its labels, on a CPU or a GPU by the same code; decides nothing about the candidate.

What a step sees depends on the seed and the step alone, so a run that was killed goes on from its checkpoint.
"""

from __future__ import annotations

import math
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, ModelError
from karuta.domain.statistics import share_where
from karuta.domain.training_progress import SIMULATED, Begun, Finished, Judged, Stepped
from karuta.engine.embed import Embedder, unit
from karuta.engine.golden import golden_crops
from karuta.engine.model import Model, load_model, open_session
from karuta.engine.prepare import network_input
from karuta.training.backbone.contrast import Memory
from karuta.training.backbone.embedder_net import EmbedderNet
from karuta.training.backbone.lite0_onnx import embedder_graph
from karuta.training.backbone.loaded import loaded_backbone
from karuta.training.backbone.run_folder import RunFolder
from karuta.training.backbone.schedule import Schedule
from karuta.training.full_recipe import FullRecipe
from karuta.training.head.candidate import Candidate, candidate_name, is_normalised, write_candidate
from karuta.training.head.fit import EXPLODED, SMOOTHED, calmed
from karuta.training.head.recipe import HeadRecipe, TrainingError, run_name
from karuta.training.head.report import compared, described, finished_before, measures, remarked
from karuta.training.head.stock import drawn, right_at_1
from karuta.training.head.task import HeadTask
from karuta.training.head.train import (
    FULL_RUNS,
    SAVED_EVERY_SECONDS,
    Gathering,
    Told,
    Workplace,
    forget_other_runs,
    gathered,
    refuse_too_few,
)
from karuta.training.head.verdict import FEWEST, carried
from karuta.training.model_folder import EMBEDDER
from karuta.training.projection import Projection, project
from karuta.training.recalibrate import Seen

LEAST_COSINE = 0.9999
# Of the crops that are judged, so many more or fewer may be right by the ONNX file than by torch.
RECALL_APART = 0.005
COMPARED = 256

Values = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Batch:
    """One step's pictures: crops and their artworks, pair by pair, then artworks of cards that were refused.

    `cards`: of the pairs; `weights`: (pairs, refused) how many times each refused card counts for each crop.
    """

    pictures: Values
    cards: NDArray[np.int64]
    refused: NDArray[np.int64]
    weights: Values


class FullTraining:
    """Network, optimiser and memory, a step at a time."""

    def __init__(self, net: EmbedderNet, recipe: FullRecipe, *, device: torch.device) -> None:
        self.net = net.to(device)
        self.recipe = recipe
        self.device = device
        self.losses: list[float] = []
        self.rights: list[float] = []
        self.seconds = 0.0
        self.memory = Memory(recipe.memory, net.weight.shape[1])
        self.schedule = Schedule(recipe.steps, recipe.warmup, recipe.steps, recipe.rate)
        trained = [parameter for parameter in net.parameters() if parameter.requires_grad]
        self._optimiser = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=recipe.weight_decay)

    @property
    def step(self) -> int:
        return len(self.losses)

    def take(self, batch: Batch) -> None:
        """One step. Raises `TrainingError` where the training diverges."""
        for group in self._optimiser.param_groups:
            group["lr"] = self.schedule.at(self.step)
        pairs = len(batch.cards)
        vectors = self.net(torch.from_numpy(batch.pictures).to(self.device))
        crops, clean, refused = vectors[:pairs], vectors[pairs : 2 * pairs], vectors[2 * pairs :]
        cards = torch.from_numpy(batch.cards).to(self.device)
        loss, right = self._loss(crops, clean, refused, cards=cards, batch=batch)
        self._check_sane(float(loss.detach()))
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self._optimiser.step()
        self.memory.add(clean, cards)
        self.losses.append(float(loss.detach()))
        self.rights.append(right)

    def _loss(
        self,
        crops: torch.Tensor,
        clean: torch.Tensor,
        refused: torch.Tensor,
        *,
        cards: torch.Tensor,
        batch: Batch,
    ) -> tuple[torch.Tensor, float]:
        """Symmetric InfoNCE; a crop is also told from refused cards, which count more, and from the memory's."""
        own = torch.arange(len(cards), device=self.device)
        there = crops @ clean.T / self.recipe.temperature
        back = F.cross_entropy(there.T, own)
        parts = [there]
        if len(refused):
            hard = crops @ refused.T / self.recipe.temperature
            same = cards[:, None] == torch.from_numpy(batch.refused).to(self.device)[None, :]
            parts.append((hard + torch.from_numpy(batch.weights).to(self.device)).masked_fill(same, float("-inf")))
        if len(self.memory.cards):
            others = crops @ self.memory.vectors.to(self.device).T / self.recipe.temperature
            same = cards[:, None] == self.memory.cards.to(self.device)[None, :]
            parts.append(others.masked_fill(same, float("-inf")))
        logits = torch.cat(parts, dim=1)
        right = float((logits.argmax(dim=1) == own).float().mean())
        return (F.cross_entropy(logits, own) + back) / 2, right

    def _check_sane(self, loss: float) -> None:
        began = self.losses[0] if self.losses else loss
        recent = float(np.mean([*self.losses[-SMOOTHED + 1 :], loss]))
        if math.isfinite(loss) and (self.step < SMOOTHED or recent < 2 * began + EXPLODED):
            return
        raise TrainingError(
            f"The training diverged at step {self.step + 1} (the loss went from {began:.2f} to {recent:.2f}), so no "
            f"model was made; run it again with a learning rate below {self.recipe.rate:g}."
        )

    def state(self) -> dict[str, Any]:
        return {
            "net": self.net.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "memory": self.memory.state(),
            "losses": self.losses,
            "rights": self.rights,
            "seconds": self.seconds,
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(state["optimiser"])
        self.memory.restore(state["memory"])
        self.losses, self.rights = list(state["losses"]), list(state["rights"])
        self.seconds = float(state["seconds"])


class Batches:
    """Draws the steps' pictures: class-balanced labels, and simulated photos of other cards that fill in."""

    def __init__(self, found: Gathering, recipe: FullRecipe, model: Model) -> None:
        self._found = found
        self._recipe = recipe
        self._spec = model.embedder.spec

    def batch(self, step: int) -> Batch:
        stock, recipe = self._found.stock, self._recipe
        rng = np.random.default_rng([recipe.seed, step, 7])
        labels = round(recipe.pairs * recipe.labelled) if len(stock.simulations) else recipe.pairs
        wanted = [int(rng.choice(stock.cards[card])) for card in drawn(len(stock.cards), labels, rng)]
        wanted += stock.simulations[drawn(len(stock.simulations), 2 * recipe.pairs, rng)].tolist()
        rows: list[int] = []
        cards: set[int] = set()
        for row in wanted:
            card = int(stock.identity[stock.own[row]])
            if card not in cards and len(rows) < recipe.pairs:
                cards.add(card)
                rows.append(row)
        hard = sorted({int(place) for row in rows if row < len(stock.refused) for place in stock.refused[row]})
        weights = np.zeros((len(rows), len(hard)), dtype=np.float32)
        for at, row in enumerate(rows):
            for place in stock.refused[row] if row < len(stock.refused) else ():
                weights[at, hard.index(int(place))] = math.log(recipe.hard)
        pictures = [self._found.crops[row].make() for row in rows]
        pictures += [self._found.artworks[place].make() for place in [*stock.own[rows].tolist(), *hard]]
        return Batch(
            network_input(pictures, self._spec),
            stock.identity[stock.own[rows]].astype(np.int64),
            stock.identity[hard].astype(np.int64),
            weights,
        )


def train_full(
    task: HeadTask,
    recipe: FullRecipe,
    *,
    place: Workplace,
    cancel: CancelToken,
    told: Told,
    threads: int = 2,
    device: str | None = None,
) -> Finished:
    """Train, or go on, or say that it was done before. `device`: torch's name of one; else a GPU where there is one.

    Raises `TrainingError`, `ModelError`, `OSError`, and `Cancelled`: then the same call goes on from there.
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
    told(_begun(task, recipe, name=name, parent=parent, step=training.step))
    forget_other_runs(folder)
    head = _as_head(recipe)
    before = gathered(task, head, parent, old=old, place=place, cancel=cancel, told=told)
    first = right_at_1(before.stock, old)
    told(_judged(0, first))
    _steps(training, Batches(before, recipe, parent), kept, cancel=cancel, told=told)
    made = place.training / f"{name}.network"
    try:
        fresh, network = _exported(training, parent, before, made)
        after = gathered(task, head, fresh, old=network, place=place, cancel=cancel, told=told)
        projection = calmed(network, after.stock, head)
        check_recall(training.net, fresh.embedder, after)
        second = right_at_1(after.stock, projection)
        told(_judged(recipe.steps, second))
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
            verdict=_verdict(parent, before, after, old=old, new=projection, seed=recipe.seed),
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


def check_recall(net: EmbedderNet, embedder: Embedder, found: Gathering) -> None:
    """Raises `ModelError` where the ONNX file finds other cards than torch does, on the crops that are judged."""
    crops = found.stock.judged[SIMULATED]
    some = slice(0, COMPARED)
    if not len(crops.features[some]):
        return
    pictures = network_input([one.make() for one in found.judged[some]], embedder.spec)
    with torch.inference_mode():
        pooled = np.concatenate(
            [net.backbone(torch.from_numpy(pictures[at : at + 32])).numpy() for at in range(0, len(pictures), 32)]
        )
    projection = net.projection()
    artworks = project(found.stock.artworks, projection)
    right = [
        (found.stock.identity[(project(rows, projection) @ artworks.T).argmax(axis=1)] == crops.identity[some]).mean()
        for rows in (unit(pooled), crops.features[some])
    ]
    if abs(right[0] - right[1]) > RECALL_APART + 1 / len(pooled):
        raise ModelError(
            f"The ONNX file finds other cards than torch ({right[1]:.3f} right instead of {right[0]:.3f})", "report it"
        )


def _steps(training: FullTraining, batches: Batches, kept: RunFolder, *, cancel: CancelToken, told: Told) -> None:
    """All steps that are left; the state is on the disk whenever it stops."""
    steps, first, began, earlier = training.recipe.steps, training.step, time.monotonic(), training.seconds
    saved = began
    kept.folder.mkdir(parents=True, exist_ok=True)
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
            f"Stopped at step {training.step} of {steps}; `karuta train --scope full` goes on from there."
        ) from stopped
    kept.save(training.state())


def _exported(training: FullTraining, parent: Model, found: Gathering, made: Path) -> tuple[Model, Projection]:
    """The network as an ONNX file at `made`, as a model that can be asked for features; and its projection.

    Raises `ModelError` where the file answers unlike torch.
    """
    net = training.net.cpu().eval()
    spec = parent.embedder.spec
    embedder_graph(net.backbone, height=spec.height, width=spec.width).save(made)
    session = open_session(made, threads=2)
    embedder = Embedder(
        session,
        input_name=session.get_inputs()[0].name,
        spec=spec,
        projection=net.projection(),
        normalise_pooled=True,
    )
    from karuta.engine.prepare import fit
    from karuta.files import file_hash

    crops = [fit(crop, spec) for crop in golden_crops()] + [one.make() for one in found.crops[:32]]
    with torch.inference_mode():
        wanted = net.backbone(torch.from_numpy(network_input(crops, spec))).numpy()
    pooled = embedder.pooled(crops)
    cosines = (unit(wanted) * unit(pooled)).sum(axis=1)
    if float(cosines.min()) < LEAST_COSINE:
        raise ModelError(f"The ONNX file answers unlike torch (cosine {cosines.min():.6f})", "report it")
    card = {**parent.card, "embedder": {**parent.card["embedder"], "file": EMBEDDER, "sha256": file_hash(made)}}
    return replace(parent, embedder=embedder, card=card), net.projection()


def _verdict(
    parent: Model, before: Gathering, after: Gathering, *, old: Projection, new: Projection, seed: int
) -> dict[str, Any] | None:
    if len(after.stock.judged[SIMULATED].features) < FEWEST:
        return None
    seen = [
        Seen(project(one.stock.artworks, matrix), project(one.stock.judged[SIMULATED].features, matrix))
        for one, matrix in ((before, old), (after, new))
    ]
    return carried(parent, after, old=seen[0], new=seen[1], seed=seed)


def _as_head(recipe: FullRecipe) -> HeadRecipe:
    """What of the recipe decides which pictures are gathered, and how a projection is calmed."""
    return HeadRecipe(simulated=recipe.simulated, judged=recipe.judged, calm=recipe.calm, seed=recipe.seed)


def _begun(task: HeadTask, recipe: FullRecipe, *, name: str, parent: Model, step: int) -> Begun:
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


def _judged(step: int, right: dict[str, NDArray[np.bool_]]) -> Judged:
    return Judged(step, {which: share_where(flags.tolist()) for which, flags in right.items()})
