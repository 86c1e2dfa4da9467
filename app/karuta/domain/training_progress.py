"""The reports of a training while it runs and when it is done: plain values, and the JSON lines that carry them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from karuta.domain import sentence
from karuta.domain.sentence import Sentence
from karuta.domain.shape import parsed as from_json
from karuta.domain.shape import shaped
from karuta.domain.statistics import Gain, Share

OTHER_PHOTOS, NEW_CARDS, SIMULATED = "other_photos", "new_cards", "simulated"
JUDGED = {
    OTHER_PHOTOS: Sentence("photos of learned cards, kept for evaluation"),
    NEW_CARDS: Sentence("photos of new cards, kept for evaluation"),
    SIMULATED: Sentence("simulated photos of new cards"),
}
"""The sets that it is judged on, in a person's words; new cards are those of the fold that no training sees."""


@dataclass(frozen=True)
class Begun:
    """`resumed_at`: the step at which an earlier run stopped. `labels`, `cards`: how many it learns from."""

    model: str
    parent: str
    training_set: str
    labels: int
    cards: int
    held_out: int
    steps: int
    resumed_at: int


@dataclass(frozen=True)
class Gathered:
    """Pictures whose features are computed, of those that lacked them."""

    done: int
    total: int
    seconds_left: float


@dataclass(frozen=True)
class Stepped:
    """The mean loss since the last such line, and the share of crops whose nearest artwork is their own."""

    step: int
    steps: int
    loss: float
    right: float
    seconds_left: float


@dataclass(frozen=True)
class Judged:
    """Right at 1 against the whole catalogue, per test set; None if there is nothing to test on."""

    step: int
    right_at_1: Mapping[str, Share | None]


@dataclass(frozen=True)
class Compared:
    """One test set before and after, on the same crops: `gain` with its 95 % interval."""

    before: Share
    after: Share
    gain: Gain

    @property
    def sentence(self) -> Sentence:
        new, n, old = (f"{count:,}" for count in (self.after.k, self.after.n, self.before.k))
        return Sentence("{new} of {n} correct, was {old}", new=new, n=n, old=old)


@dataclass(frozen=True)
class Finished:
    """`model`: the candidate's name. `already`: an earlier run had made it. `remarks`: what a person should know.

    The JSON lines carry the remarks as text and, in `sentences`, as templates with values.
    """

    model: str
    folder: str
    already: bool
    figures: Mapping[str, Compared | None]
    remarks: tuple[Sentence, ...]
    seconds: float


@dataclass(frozen=True)
class Failed:
    """It ended without a model. `sentence`: why, so that another process can say it in its own language.

    `report`: the traceback of a bug as it stands in the log; None if it was no bug.
    """

    sentence: Sentence
    report: str | None = None


Progress = Begun | Gathered | Stepped | Judged | Finished | Failed
TellProgress = Callable[[Progress], None]
_KINDS: dict[str, type[Progress]] = {
    "begun": Begun,
    "gathered": Gathered,
    "stepped": Stepped,
    "judged": Judged,
    "finished": Finished,
    "failed": Failed,
}


def as_values(progress: Progress) -> dict[str, Any]:
    """`event` names the kind; the other keys are its own."""
    event = next(name for name, kind in _KINDS.items() if type(progress) is kind)
    if isinstance(progress, Failed):
        written = {"event": event, "message": str(progress.sentence), **sentence.as_values(progress.sentence)}
        return written if progress.report is None else {**written, "report": progress.report}
    values = {"event": event, **asdict(progress)}
    if isinstance(progress, Finished):
        values["remarks"] = [str(remark) for remark in progress.remarks]
        values["sentences"] = [sentence.as_values(remark) for remark in progress.remarks]
    return values


def parsed(line: str) -> Progress | None:
    """The event that a line of `karuta train --json` tells; None for a kind that only a newer Karuta knows."""
    try:
        values = from_json(line)
        kind = _KINDS[values.pop("event")]
        if kind is Failed:
            return Failed(sentence.from_values(values), values.get("report"))
        if kind is Finished:
            remarks = sentence.of_texts(values["remarks"], values.get("sentences"))
            return replace(shaped(values | {"remarks": []}, Finished), remarks=remarks)
        return shaped(values, kind)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
