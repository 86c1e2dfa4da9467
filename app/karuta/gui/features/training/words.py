"""The progress of a training in one line, for its page and for the window's bar. Promises only what was measured."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from karuta.gui.features.training.training import Training


@dataclass(frozen=True)
class Reached:
    """`words`: where it is. `done` of `total`: for a bar; a total of 0 if it is unknown."""

    words: str
    done: int = 0
    total: int = 0


def reached(training: Training) -> Reached:
    course = training.course
    if training.stopping:
        return Reached(QCoreApplication.translate("Training", "Pausing…"))
    if course.steps:
        step = course.steps[-1]
        if step.step >= step.steps:
            # What comes after the last step takes time, and nobody can measure it beforehand.
            words = QCoreApplication.translate("Training", "Almost done: evaluating and saving the candidate")
            return Reached(words)
        text = QCoreApplication.translate("Training", "Step {step} of {steps}, {left}")
        words = text.format(step=f"{step.step:,}", steps=f"{step.steps:,}", left=time_left(step.seconds_left))
        return Reached(words, step.step, step.steps)
    if course.gathered and course.gathered.done < course.gathered.total:
        seen = course.gathered
        text = QCoreApplication.translate("Training", "Reading pictures: {done} of {total}, {left}")
        words = text.format(done=f"{seen.done:,}", total=f"{seen.total:,}", left=time_left(seen.seconds_left))
        return Reached(words, seen.done, seen.total)
    return Reached(QCoreApplication.translate("Training", "Starting…"))


def time_left(seconds: float) -> str:
    if seconds < 60:
        return QCoreApplication.translate("Training", "less than a minute left")
    text = QCoreApplication.translate("Training", "{minutes} min left")
    return text.format(minutes=max(1, round(seconds / 60)))
