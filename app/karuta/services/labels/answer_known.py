"""Says what a card is that was labelled as not in the catalogue, or once more that it is not there; one action."""

from __future__ import annotations

from karuta.domain.journal import Action
from karuta.domain.label import ChosenCard, Kind, Origin
from karuta.domain.unknowns import KnownNow
from karuta.services.labels.decide import Choice, decide
from karuta.store.current_labels import labels_of
from karuta.store.label_file import LabelFile


def answer_known(file: LabelFile, known: KnownNow, kind: Kind, origin: Origin) -> Action | None:
    """`kind`: confirm the card that answers, or unknown. The earlier label stays in the history; undo brings it back.

    None where somebody has decided otherwise in the meantime; nothing was stored, then. Raises `LibraryError`.
    """
    photo, sighting = known.card.photo_sha256, known.card.sighting_id
    with file.writing():
        stands = [label for label in labels_of(file, [photo]) if label.sighting_id == sighting]
        if not stands or stands[0].kind is not Kind.UNKNOWN:
            return None
        card = ChosenCard(known.match.card, known.match.name) if kind is Kind.CONFIRM else None
        return decide(file, [Choice(photo, kind, sighting, card)], origin)
