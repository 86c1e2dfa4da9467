"""Photos with their current labels, as exports for other programs take them; plain values only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.label import Kind, Label, Points, is_truth

NOT_A_CARD = (Kind.UNKNOWN, Kind.UNREADABLE)
"""What a person may say of a sighting that names no card and is one all the same."""


@dataclass(frozen=True)
class LabelledPhoto:
    """A photo and its labels. `size` is of the upright photo, None where no lookup of it is known.

    `file`: where the export has the photo, else the file's name as last known.
    """

    sha256: str
    file: str
    size: tuple[int, int] | None
    labels: tuple[Label, ...]

    @property
    def in_view(self) -> tuple[Label, ...]:
        """What persons said about cards with corners; a machine's label is no truth, `no_card` is no card."""
        return tuple(
            label
            for label in self.labels
            if label.corners is not None and is_truth(label.kind) and (label.card or label.kind in NOT_A_CARD)
        )


def card_titles(photos: list[LabelledPhoto]) -> dict[CardKey, str]:
    """A name for each card, in order of id; where two cards share one, their ids tell them apart."""
    names = {label.card: label.name or label.card.card_id for photo in photos for label in photo.in_view if label.card}
    uses = Counter(names.values())
    return {
        card: name if uses[name] == 1 else f"{name} ({card.card_id})"
        for card, name in sorted(names.items(), key=lambda item: (item[0].game, item[0].card_id))
    }


def outline(corners: Points) -> tuple[float, float, float, float]:
    """The upright box around corners: left, top, right, bottom."""
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(down), max(across), max(down)
