"""The results of a training: figures before and after, remarks, and what a candidate's card says. Measures nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from karuta.domain import sentence
from karuta.domain.errors import ModelError
from karuta.domain.sentence import Sentence
from karuta.domain.statistics import counts, newcombe, share_of
from karuta.domain.training_progress import JUDGED, NEW_CARDS, OTHER_PHOTOS, SIMULATED, Compared, Finished
from karuta.engine.model import CARD, Model, load_model
from karuta.engine.model_shape import read_training
from karuta.training.head.task import HeadTask, Recipe

POINTS_KEPT = 100


class Course(Protocol):
    """The course of a training."""

    losses: list[float]
    seconds: float


def finished_before(folder: Path) -> Finished | None:
    """The result of an earlier run of the very same training. Raises `ModelError` if it cannot be used."""
    if not (folder / CARD).is_file():
        return None
    try:
        training = read_training(load_model(folder).card)
    except ModelError as error:
        raise ModelError(error.fault, "delete its folder and train again") from error
    if training is None:
        raise ModelError("{folder} contains a model that was not made by training", "move it away", folder=folder)
    return Finished(
        folder.name,
        str(folder),
        already=True,
        figures=training.figures,
        remarks=sentence.of_texts(training.remarks, training.sentences),
        seconds=training.seconds,
    )


def compared(before: NDArray[np.bool_], after: NDArray[np.bool_]) -> Compared | None:
    first, second = share_of(int(before.sum()), len(before)), share_of(int(after.sum()), len(after))
    if first is None or second is None:
        return None
    return Compared(first, second, newcombe(counts(before, after)))


def remarked(
    figures: Mapping[str, Compared | None], *, unusable: int, without_labels: bool = False
) -> tuple[Sentence, ...]:
    """Remarks for a person to know before this model answers."""
    remarks = []
    if unusable == 1:
        remarks.append(Sentence("One picture could not be read and was skipped."))
    elif unusable:
        remarks.append(Sentence("{count} pictures could not be read and were skipped.", count=f"{unusable:,}"))
    held = [comparison for which, comparison in figures.items() if which != SIMULATED and comparison]
    if without_labels:
        remarks.append(
            Sentence(
                "It learned from simulated photos alone; the standard test and your own eyes decide whether to use it."
            )
        )
    elif not held:
        remarks.append(
            Sentence("No label is kept for evaluation yet, so it is not known whether it is better on your own photos.")
        )
    for which, comparison in figures.items():
        if comparison and comparison.gain.gain < 0:
            remarks.append(Sentence("Worse on {judged}: {shares}.", judged=JUDGED[which], shares=comparison.sentence))
    if held and all(comparison.gain.gain <= 0 for comparison in held):
        remarks.append(Sentence("It is not better on your own photos that were kept for evaluation."))
    return tuple(remarks)


def described(
    task: HeadTask,
    recipe: Recipe,
    *,
    parent: Model,
    run: str,
    state: Course,
    figures: Mapping[str, Compared | None],
    remarks: tuple[Sentence, ...],
    scope: str = "head",
) -> dict[str, Any]:
    """How the candidate was made, for its card."""
    learned = [label for label in task.labels if not label.held_out]
    return {
        "scope": scope,
        "run": run,
        "parent": {"name": parent.name, "sha256": parent.hash},
        "training_set": {
            "checksum": task.training_set,
            "labels": len(learned),
            "cards": len({label.card for label in learned}),
            "held_out": len(task.labels) - len(learned),
            "split": task.split,
        },
        "recipe": asdict(recipe),
        "seconds": round(state.seconds, 1),
        "loss": [round(value, 4) for value in curve(state.losses)],
        "figures": {which: comparison and asdict(comparison) for which, comparison in figures.items()},
        "remarks": [str(remark) for remark in remarks],
        "sentences": [sentence.as_values(remark) for remark in remarks],
    }


def curve(losses: list[float]) -> list[float]:
    """The losses as at most a hundred means of equal stretches."""
    parts = np.array_split(np.array(losses), min(POINTS_KEPT, max(1, len(losses))))
    return [float(part.mean()) for part in parts]


def measures(figures: Mapping[str, Compared | None], *, command: str) -> list[dict[str, Any]]:
    """The figures as a model's card lists accuracies."""
    titles = {
        OTHER_PHOTOS: "held-out labels of this library, against its whole catalogue",
        NEW_CARDS: "held-out labels of cards that are held out of all training, against the whole catalogue",
        SIMULATED: "simulated crops of cards that are held out of all training, against the whole catalogue",
    }
    return [
        {
            "set": titles[which],
            "measure": "right at 1",
            "k": comparison.after.k,
            "n": comparison.after.n,
            "low": round(comparison.after.low, 4),
            "high": round(comparison.after.high, 4),
            "command": command,
        }
        for which, comparison in figures.items()
        if comparison
    ]
