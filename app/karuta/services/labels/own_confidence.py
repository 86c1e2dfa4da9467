"""What this library's own labels say about the present model's claims. Reads only."""

from __future__ import annotations

from karuta.domain.auto_confirm import OwnConfidence, learned, outcome_of
from karuta.domain.cancel import CancelToken
from karuta.store.label_file import LabelFile
from karuta.store.label_outcomes import said_about_shown

NEWEST = 4000
"""More would be slower and tell of older days."""


def own_confidence(file: LabelFile, *, model_hash: str, cancel: CancelToken | None = None) -> OwnConfidence:
    """Learned only from people's labels on this model's suggestions, because another model makes other claims.

    Raises `Cancelled`.
    """
    said = said_about_shown(file, model_hash=model_hash, newest=NEWEST, cancel=cancel or CancelToken())
    found = (outcome_of(one.kind, one.card, one.shown) for one in said)
    return learned([outcome for outcome in found if outcome is not None])
