"""Photos with their current labels, as exports for other programs need them. Plain values only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.label import Kind, Label, Points, is_truth

NOT_A_CARD = (Kind.UNKNOWN, Kind.UNREADABLE, Kind.BACK)
"""What a person may say of a sighting that names no card and is one all the same, if only its back."""


@dataclass(frozen=True)
class LabelledPhoto:
    """A photo and its labels. `size` is upright (width, height), None if no lookup of it is stored.

    `file`: where the export puts the photo, else the file's last known name.
    """

    sha256: str
    file: str
    size: tuple[int, int] | None
    labels: tuple[Label, ...]

    @property
    def in_view(self) -> tuple[Label, ...]:
        """Labels by people about cards with corners. A machine's label is no truth, and `no_card` is no card."""
        return tuple(
            label
            for label in self.labels
            if label.corners is not None and is_truth(label.kind) and (label.card or label.kind in NOT_A_CARD)
        )


def card_titles(photos: list[LabelledPhoto]) -> dict[CardKey, str]:
    """A title for each card, in order of id. Cards that share a name are told apart by their ids."""
    names = {label.card: label.name or label.card.card_id for photo in photos for label in photo.in_view if label.card}
    uses = Counter(names.values())
    return {
        card: name if uses[name] == 1 else f"{name} ({card.card_id})"
        for card, name in sorted(names.items(), key=lambda item: (item[0].game, item[0].card_id))
    }


def outline(corners: Points) -> tuple[float, float, float, float]:
    """The upright bounding box of corners: left, top, right, bottom."""
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(down), max(across), max(down)
