"""Has two models of a library answer the same questions, and rules whether one may replace the other."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.cancel import CancelToken
from karuta.domain.gate import Comparison, Ruling, rule
from karuta.paths import LibraryFolder
from karuta.services.models.compare_on_labels import LabelComparisons, compare_on_labels
from karuta.services.models.contender import Contender, Told
from karuta.services.models.standard_test import standard_test
from karuta.services.models.unseen_labels import learned_labels, unseen_labels
from karuta.store.cards import Catalogue


@dataclass(frozen=True)
class Gate:
    """What the new model was asked, and how it compares with the old one."""

    old: str
    new: str
    standard: Comparison
    labels: LabelComparisons
    ruling: Ruling


def run_gate(
    catalogue: Catalogue,
    folder: LibraryFolder,
    *,
    old: Contender,
    new: Contender,
    crops: int,
    keep: bool,
    cancel: CancelToken,
    told: Told,
) -> Gate:
    """`crops`: how many the standard test has. `keep`: store the networks' features for the next gate."""
    labels = compare_on_labels(
        folder,
        old=old,
        new=new,
        unseen=unseen_labels(old, new),
        learned=learned_labels(new),
        cancel=cancel,
        told=told,
    )
    standard = standard_test(
        catalogue,
        folder,
        old=old,
        new=new,
        crops=crops,
        keep=keep,
        cancel=cancel,
        told=told,
    )
    return Gate(old.model.title, new.model.title, standard, labels, rule(standard, labels.held_out, labels.doubt))
