"""Confirms by machine where the library's own labels show that it is hardly ever wrong.

Off until a person switches it on. Every such label is marked as a machine's, and all of one run are one action. None
counts for anything until a person confirms it. A tenth of them is shown to a person without the answer.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from karuta.domain.auto_confirm import ErrorBound, OwnConfidence, bounded, claimed, is_sampled, learned, outcome_of
from karuta.domain.cancel import CancelToken
from karuta.domain.journal import Action
from karuta.domain.label import MACHINE, ChosenCard, Kind, Origin, Source
from karuta.domain.sentence import Sentence
from karuta.domain.statistics import Share, share_of
from karuta.files import write_whole
from karuta.json_files import KeptFile, read_kept
from karuta.paths import LibraryFolder
from karuta.services.labels import undo
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.open_labels import device_name
from karuta.store.confirmed_crops import (
    AutomaticLabel,
    WaitingSighting,
    automatic_labels,
    said_about_shown,
    waiting_sightings,
)
from karuta.store.label_file import LabelFile

NEWEST = 4000
"""More would be slower and tell of older days."""


def own_confidence(file: LabelFile, *, model_hash: str, cancel: CancelToken | None = None) -> OwnConfidence:
    """Learned only from people's labels on this model's suggestions, because another model makes other claims.

    Raises `Cancelled`.
    """
    said = said_about_shown(file, model_hash=model_hash, newest=NEWEST, cancel=cancel or CancelToken())
    found = (outcome_of(item.kind, item.card, item.shown) for item in said)
    return learned([outcome for outcome in found if outcome is not None])


FILE = "auto-confirm.json"
ANNOTATOR = MACHINE
RATES = (0.005, 0.01, 0.02, 0.05)


@dataclass(frozen=True)
class Rule:
    """The permission that a person has given in this library. `error_rate`: the highest share of errors, with 95 %
    confidence.
    """

    on: bool = False
    error_rate: float = 0.01


@dataclass(frozen=True)
class Outlook:
    """The effect that a rule would have now.

    `bound` None: there are too few labels for this error rate, or too many of them are wrong. `wrong`: of `labels`,
    those whose suggestion was wrong. `waiting`: what would be confirmed.
    `checked`: of the automatic labels that a person checked, how many were wrong. `broken`: that share is above the
    rate with 95 % confidence, so nothing more is confirmed.
    """

    rule: Rule
    labels: int
    bound: ErrorBound | None
    waiting: tuple[WaitingSighting, ...]
    standing: int
    checked: Share | None
    broken: bool
    wrong: int = 0


def read_rule(library: LibraryFolder) -> Rule:
    """Off if nobody has set it, or if the file cannot be read."""
    return examine_rule(library).value


def examine_rule(library: LibraryFolder) -> KeptFile[Rule]:
    """The rule, and what is wrong with the file."""
    kept = read_kept(library.root / FILE, Rule, instead=Rule())
    if kept.value.error_rate not in RATES:
        fault = Sentence("`{place}` is `{value}`, which is not known", place="error_rate", value=kept.value.error_rate)
        return KeptFile(Rule(), kept.path, fault)
    return kept


def write_rule(library: LibraryFolder, rule: Rule) -> None:
    """Raises `OSError`; the rule is unchanged then."""
    text = json.dumps(asdict(rule))
    write_whole(library.root / FILE, lambda beside: beside.write_text(text, encoding="utf-8"))


def outlook(file: LabelFile, rule: Rule, *, model_hash: str) -> Outlook:
    """List what would be confirmed, and why. Reads only."""
    own = own_confidence(file, model_hash=model_hash)
    bound = bounded(own.outcomes, error_rate=rule.error_rate)
    automatic = automatic_labels(file)
    looked_at = [label for label in automatic if label.right is not None]
    checked = share_of(sum(not label.right for label in looked_at), len(looked_at))
    broken = checked is not None and checked.low > rule.error_rate
    waiting = () if bound is None or broken else tuple(_covered(file, bound, model_hash=model_hash))
    standing = len(automatic) - len(looked_at)
    wrong = sum(not outcome.right for outcome in own.outcomes)
    return Outlook(rule, len(own.outcomes), bound, waiting, standing, checked, broken, wrong)


def auto_confirm(file: LabelFile, rule: Rule, *, model_hash: str, cancel: CancelToken | None = None) -> Action | None:
    """Confirm all of it as one action; None if the rule is off or nothing qualifies. Raises `LibraryError`."""
    if not rule.on:
        return None
    found = outlook(file, rule, model_hash=model_hash)
    (cancel or CancelToken()).check()
    choices = [
        Choice(
            photo_sha256=sighting.photo_sha256,
            kind=Kind.AUTO_CONFIRM,
            sighting_id=sighting.sighting_id,
            card=ChosenCard(sighting.matches[0].card, sighting.matches[0].name),
        )
        for sighting in found.waiting
    ]
    return decide(file, choices, _origin()) if choices else None


def take_back(file: LabelFile) -> Action:
    """Undo the whole last run; its photos wait for a person again. Raises `NothingLeft`, `LibraryError`."""
    return undo.undo(file, _origin())


def waiting_for_a_blind_look(file: LabelFile) -> list[AutomaticLabel]:
    """The sampled automatic labels that no person has checked yet, oldest first."""
    return [label for label in automatic_labels(file) if label.right is None and is_sampled(label.event_id)]


def _covered(file: LabelFile, bound: ErrorBound, *, model_hash: str) -> list[WaitingSighting]:
    return [
        sighting
        for sighting in waiting_sightings(file, model_hash=model_hash)
        if sighting.verdict.accepts
        and not any(match.one_of for match in sighting.matches)
        and (claim := claimed(sighting.matches)) is not None
        and claim >= bound.threshold
    ]


def _origin() -> Origin:
    return Origin(ANNOTATOR, device_name(), Source.MACHINE)
