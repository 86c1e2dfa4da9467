"""Traits by which the queue is filtered, besides a photo's state: whose labels, what these say, remarks."""

from __future__ import annotations

from enum import StrEnum


class Trait(StrEnum):
    """`machine`: a label is a machine's, which no person has confirmed. `mine`, `others`: a person's label is the
    annotator's, or somebody else's. `disputed`: a label is contradicted. `printed`: a label names the printing.

    `back`: a label says that it is the back of a card.

    `flagged`, `noted`: a flag, or a note, stands on the photo.

    `unlabelled`: there is no label at all. `skipped`: it was skipped, and waits behind the others.
    `known_now`: a card was labelled as not in the catalogue, and one of the catalogue answers for it by now.
    """

    MACHINE = "machine"
    MINE = "mine"
    OTHERS = "others"
    DISPUTED = "disputed"
    PRINTED = "printed"
    BACK = "back"
    FLAGGED = "flagged"
    NOTED = "noted"
    UNLABELLED = "unlabelled"
    SKIPPED = "skipped"
    KNOWN_NOW = "known_now"


WANTS_A_LABEL = frozenset(
    {Trait.MACHINE, Trait.MINE, Trait.OTHERS, Trait.DISPUTED, Trait.PRINTED, Trait.BACK, Trait.KNOWN_NOW}
)
"""Whoever asks for these wants to look at labels, and not for what is left to decide."""
NAMES_THE_ANNOTATOR = frozenset({Trait.MINE, Trait.OTHERS})
