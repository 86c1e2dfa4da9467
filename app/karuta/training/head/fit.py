"""The steps of a training, and what must survive a kill between them. Knows no pictures and no labels."""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from karuta.domain.sentence import Sentence
from karuta.domain.shape import Misshapen, shaped
from karuta.json_files import Damaged, read_header, read_sealed, write_sealed
from karuta.training.head.stock import TrainingStock, contrast, pull
from karuta.training.head.task import (
    HeadRecipe,
    Recipe,
    TrainingError,
)
from karuta.training.model_folder import Projection, normalising_map, within_class_covariance

FORMAT = 1
# The root mean square of the weights that the recipe's rate is meant for.
USUAL_WEIGHT = 0.03
FIRST_MOMENT, SECOND_MOMENT, EPSILON = 0.9, 0.999, 1e-8
# Unit vectors keep the loss from exploding. So divergence shows as a loss, averaged over this many steps, of more than
# twice the first one's and this much more.
EXPLODED, SMOOTHED = 0.5, 20


@dataclass(frozen=True)
class _Header:
    format: int
    run: str
    seconds: float
    without_labels: bool = False


@dataclass
class State:
    """The state of a training. `first`, `second`: Adam's moments; `losses`: of every step done.

    `without_labels`: it was begun on simulated photos alone.
    """

    projection: Projection
    first: Projection
    second: Projection
    losses: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    seconds: float = 0.0
    without_labels: bool = False

    @property
    def step(self) -> int:
        return len(self.losses)

    @classmethod
    def beginning(cls, old: Projection, *, without_labels: bool = False) -> State:
        return cls(old.copy(), np.zeros_like(old), np.zeros_like(old), without_labels=without_labels)


def rate_at(step: int, recipe: HeadRecipe, *, scale: float) -> float:
    """The learning rate: a half cosine from the recipe's rate to nearly zero."""
    return recipe.rate * scale * 0.5 * (1 + math.cos(math.pi * step / recipe.steps))


def weight_scale(old: Projection) -> float:
    """How large the projection's weights are relative to those that the rate is meant for."""
    return float(np.sqrt(np.mean(old[:-1] ** 2))) / USUAL_WEIGHT


def take_step(state: State, stock: TrainingStock, recipe: HeadRecipe, *, old: Projection) -> None:
    """One step of Adam. Raises `TrainingError` if the training diverges."""
    batch = stock.batch(state.step, recipe)
    slope = contrast(state.projection, batch, temperature=recipe.temperature)
    held, back = pull(state.projection, old, strength=recipe.pull)
    gradient = slope.gradient + back
    total = slope.loss + held
    check_sane(state, total if np.isfinite(gradient).all() else math.nan, recipe)
    number = state.step + 1
    state.first += (1 - FIRST_MOMENT) * (gradient - state.first)
    state.second += (1 - SECOND_MOMENT) * (gradient * gradient - state.second)
    corrected = state.first / (1 - FIRST_MOMENT**number)
    spread = np.sqrt(state.second / (1 - SECOND_MOMENT**number)) + EPSILON
    state.projection -= np.float32(rate_at(state.step, recipe, scale=weight_scale(old))) * corrected / spread
    state.losses.append(slope.loss)
    state.rights.append(slope.right)


def within_class_normalised(projection: Projection, stock: TrainingStock, recipe: Recipe) -> Projection:
    """The projection followed by a map that reduces what varies between photos of one card, scaled to the old length.

    Labels as a whole and simulated photos as a whole count the same, and so does each card with labels.
    """
    if not recipe.calm:
        return projection
    labels = np.arange(len(stock.refused))
    weights = np.ones(len(stock.crops))
    for own in stock.cards:
        weights[own] = 1 / len(own)
    covariances = [
        within_class_covariance((stock.crops[rows] - stock.artworks[stock.own[rows]]) @ projection[:-1], weights[rows])
        for rows in (labels, stock.simulations)
        if len(rows)
    ]
    made = projection.astype(np.float64) @ normalising_map(np.mean(covariances, axis=0), ridge=recipe.calm)
    return np.ascontiguousarray(made * (np.linalg.norm(projection) / np.linalg.norm(made)), dtype=np.float32)


def check_sane(state: State, loss: float, recipe: HeadRecipe) -> None:
    began = state.losses[0] if state.losses else loss
    recent = float(np.mean([*state.losses[-SMOOTHED + 1 :], loss]))
    if math.isfinite(loss) and (state.step < SMOOTHED or recent < 2 * began + EXPLODED):
        return
    fault = Sentence("the loss is not a number")
    if math.isfinite(loss):
        fault = Sentence("the loss went from {began} to {recent}", began=f"{began:.2f}", recent=f"{recent:.2f}")
    raise TrainingError(
        "The training diverged at step {step} ({said}), so no model was made; run it again with a learning rate below "
        "{rate}.",
        step=state.step + 1,
        said=fault,
        rate=f"{recipe.rate:g}",
    )


def save_state(path: Path, state: State, *, run: str) -> None:
    """Writes the whole state or leaves the previous one. Raises `OSError`."""
    buffer = io.BytesIO()
    np.savez(
        buffer,
        projection=state.projection,
        first=state.first,
        second=state.second,
        losses=np.array(state.losses, dtype=np.float64),
        rights=np.array(state.rights, dtype=np.float64),
    )
    head = _Header(format=FORMAT, run=run, seconds=state.seconds, without_labels=state.without_labels)
    write_sealed(path, asdict(head), buffer.getvalue())


def begun_without_labels(path: Path) -> bool:
    """Whether the training of this state was begun on simulated photos alone; False too where nobody can say."""
    try:
        return shaped(read_header(path), _Header).without_labels
    except (FileNotFoundError, Damaged, Misshapen):
        return False


def load_state(path: Path, *, run: str, shape: tuple[int, ...]) -> State | None:
    """The state of this run.

    None if there is none, if it belongs to another run, or if it is damaged (then training restarts).
    """
    try:
        header, payload = read_sealed(path)
        head = shaped(header, _Header)
        if (head.format, head.run) != (FORMAT, run):
            return None
        with np.load(io.BytesIO(payload), allow_pickle=False) as arrays:
            values = {name: arrays[name] for name in arrays.files}
        projection, first, second = (values[name] for name in ("projection", "first", "second"))
        if any(entry.shape != shape or not np.isfinite(entry).all() for entry in (projection, first, second)):
            return None
        losses, rights = values["losses"].tolist(), values["rights"].tolist()
        return State(projection, first, second, losses, rights, head.seconds, head.without_labels)
    except (FileNotFoundError, Damaged, KeyError, ValueError, TypeError, EOFError, zipfile.BadZipFile):
        return None
