"""Which of a library's labels neither of two models learned from, by their cards. Reads no picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from karuta.domain.errors import ModelError
from karuta.engine.model_shape import read_training
from karuta.files import file_hash
from karuta.services.models.compare_on_labels import of_the_fold
from karuta.services.models.contender import Contender
from karuta.store.confirmed_crops import ConfirmedCrop

Unseen = Callable[[ConfirmedCrop], bool]
"""Says of a label whether it is so."""


def unseen_labels(*contenders: Contender) -> Unseen:
    """Whether none of the models has seen a label's photo. Raises `ModelError` for a list that was altered.

    A model that names no training has seen none: it was shipped. A trained one that does not list its photos has at
    least not seen the new-card fold, which no training ever sees.
    """
    rules = [_unseen_by(one) for one in contenders]
    return lambda label: all(rule(label) for rule in rules)


def learned_labels(contender: Contender) -> Unseen | None:
    """Whether the model learned from a label's photo; None for a model that lists no photos."""
    learned = photos_learned_from(contender.place, contender.model.card)
    return None if learned is None else lambda label: label.photo_sha256 in learned


def photos_learned_from(place: Path, card: Mapping[str, Any]) -> frozenset[str] | None:
    """The hashes that a model's list names; None without a list. Raises `ModelError` for an altered one.

    `place`: the model's folder.
    """
    training = read_training(card)
    said = training.learned_from if training is not None else None
    if said is None:
        return None
    path = place / said.file
    if not path.is_file() or file_hash(path) != said.sha256:
        raise ModelError(
            "The list of what the model was trained on, {path}, was altered or is missing", "train it again", path=path
        )
    return frozenset(path.read_text(encoding="ascii").split())


def _unseen_by(contender: Contender) -> Unseen:
    if contender.model.card.get("training") is None:
        return lambda label: True
    learned = photos_learned_from(contender.place, contender.model.card)
    return of_the_fold if learned is None else lambda label: label.photo_sha256 not in learned
