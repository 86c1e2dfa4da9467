"""`karuta train`: trains a model on the library's labels, in this process, and reports progress."""

from __future__ import annotations

from typing import Any

import click

from karuta.cli import output
from karuta.cli.root import Invocation, told_why
from karuta.cli.writing import takes_labels, writes_library
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import is_known, why
from karuta.domain.sentence import counted
from karuta.domain.training_progress import (
    JUDGED,
    Begun,
    Compared,
    Failed,
    Finished,
    Gathered,
    Judged,
    Progress,
    Stepped,
    as_values,
)
from karuta.jobs.starter import ENDING, on_signals
from karuta.services.models.retrain import (
    HeadRecipe,
    retrain_head,
    retrain_without_labels,
)

DEFAULT = HeadRecipe()


@click.command(short_help="Train the model on this library's labels.")
@click.option("--scope", type=click.Choice(["head"]), hidden=True, expose_value=False)
@click.option("--steps", type=click.IntRange(min=1), default=DEFAULT.steps, show_default=True, help="Number of steps.")
@click.option(
    "--simulated",
    type=click.IntRange(min=0),
    default=DEFAULT.simulated,
    show_default=True,
    help="Simulated photos for cards without labels.",
)
@click.option("--learning-rate", type=click.FloatRange(min=0, min_open=True), default=DEFAULT.rate, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=DEFAULT.seed, show_default=True)
@click.option("--without-labels", is_flag=True, help="Learn from simulated photos of your catalogue's pictures alone.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per event, one per line.")
@click.pass_obj
@writes_library()
@takes_labels(unless=lambda options: options["without_labels"])
def train(
    invocation: Invocation,
    /,
    *,
    steps: int,
    simulated: int,
    learning_rate: float,
    seed: int,
    without_labels: bool,
    as_json: bool,
) -> int:
    """Train a candidate on the labels that people confirmed.

    The active model stays: `karuta model promote` makes a candidate active. A training that was stopped or killed
    resumes when the command is run again.

    A catalogue of which nobody has labelled anything can be trained on `--without-labels`. No label then says whether
    it got better: `karuta model promote NAME --few-labels` lets the standard test decide.
    """
    if without_labels and simulated == 0:
        raise click.UsageError("--without-labels trains on simulated photos.")
    told, cancel = tell_json if as_json else Teller(), CancelToken()

    def failed(error: Exception) -> dict[str, Any]:
        return as_values(Failed(why(error), None if is_known(error) else invocation.log.report(error)))

    # What was done is kept.
    with told_why(failed, as_json=as_json), on_signals(("SIGINT", *ENDING), lambda *_: cancel.cancel()):
        recipe = HeadRecipe(steps=steps, simulated=simulated, rate=learning_rate, seed=seed)
        train_on = retrain_without_labels if without_labels else retrain_head
        train_on(invocation.library, recipe, cancel=cancel, told=told)
    return 0


def tell_json(progress: Progress) -> None:
    output.json_line(as_values(progress))


class Teller:
    """Reports progress on stderr; the outcome goes to stdout."""

    def __init__(self) -> None:
        self._gathering = output.PacedLine("Reading pictures")
        self._stepping = output.PacedLine("Training")

    def __call__(self, progress: Progress) -> None:
        match progress:
            case Begun():
                self._begin(progress)
            case Gathered():
                self._gathering(progress.done, progress.total)
            case Stepped():
                self._stepping(progress.step, progress.steps)
            case Judged():
                pass
            case Finished():
                self._finish(progress)

    def _begin(self, progress: Begun) -> None:
        on = "simulated photos alone"
        if progress.labels:
            labels, cards = counted(progress.labels, "label"), counted(progress.cards, "card")
            on = f"{labels} of {cards}; kept for evaluation: {progress.held_out}"
        output.say(f"Training {progress.model} from {progress.parent} on {on}.")
        if progress.resumed_at:
            output.say(f"Resuming from step {progress.resumed_at} of {progress.steps}.")

    def _finish(self, progress: Finished) -> None:
        made = "was made before" if progress.already else f"was made in {progress.seconds:.0f} s"
        output.line(f"The candidate {progress.model} {made}; the library answers as before.")
        for which, figures in progress.figures.items():
            output.line(f"  {JUDGED.get(which, which)}: {compared_text(figures)}")
        for remark in progress.remarks:
            output.line(f"  {remark}")
        own = any(figures for which, figures in progress.figures.items() if which != "simulated")
        output.line(f"Next: `karuta model promote {progress.model}{'' if own else ' --few-labels'}`.")


def compared_text(figures: Compared | None) -> str:
    if figures is None:
        return "none"
    gain = figures.gain
    points = f"{100 * gain.gain:+.1f} points, 95 % {100 * gain.low:+.1f} to {100 * gain.high:+.1f}"
    return f"{figures.sentence} ({points})"
