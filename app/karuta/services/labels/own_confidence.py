"""Learns from the library's own labels how far claims can be trusted, and finds machines' labels to look at again.

Earlier versions confirmed by machine where a person wished it. Those labels stay, marked as a machine's, and none
counts for anything until a person confirms it. A tenth of them is shown to a person without the answer.
"""

from __future__ import annotations

from karuta.domain.cancel import CancelToken
from karuta.domain.own_confidence import OwnConfidence, is_sampled, learned, outcome_of
from karuta.store.confirmed_crops import AutomaticLabel, automatic_labels, said_about_shown
from karuta.store.label_file import LabelFile

NEWEST = 4000
"""More would be slower and tell of older days."""


def own_confidence(file: LabelFile, *, model_hash: str, cancel: CancelToken | None = None) -> OwnConfidence:
    """Learned only from people's labels on this model's suggestions, because another model makes other claims.

    Raises `Cancelled`.
    """
    answers = said_about_shown(file, model_hash=model_hash, newest=NEWEST, cancel=cancel or CancelToken())
    outcomes = (outcome_of(answer.kind, answer.card, answer.shown) for answer in answers)
    return learned([outcome for outcome in outcomes if outcome is not None])


def waiting_for_a_blind_look(file: LabelFile) -> list[AutomaticLabel]:
    """The sampled automatic labels that no person has checked yet, oldest first."""
    return [label for label in automatic_labels(file) if label.right is None and is_sampled(label.event_id)]
