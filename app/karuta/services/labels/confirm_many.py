"""Finds many undecided sightings with their likeliest card, and confirms those that a person checked as one action."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from karuta.domain.cancel import CancelToken
from karuta.domain.label import ChosenCard, Kind, Origin
from karuta.domain.queue import MOST_PAIRS, DecidedTogether, Pair, Pairs, PairsWanted
from karuta.services.backups.back_up_labels import MANY, back_up_before
from karuta.services.labels.cards_there import gone_cards
from karuta.services.labels.decide import Choice, decide
from karuta.store.label_file import LabelFile
from karuta.store.pairs import undecided_pairs
from karuta.store.picture_files import sound_crop


def pairs_to_confirm(file: LabelFile, wanted: PairsWanted, *, most: int = MOST_PAIRS) -> Pairs:
    """Sightings that can be compared with a card: undecided, in readable photos, with an available crop."""
    found = undecided_pairs(file, wanted, count=most + 1)
    whole = [one for one in found[:most] if one.crop_sha256 and sound_crop(file.folder, one.crop_sha256)]
    # Grouped by card, so that odd ones stand out; the least certain first.
    whole.sort(key=lambda one: (one.match.name, one.match.card, one.certainty))
    return Pairs(tuple(whole), has_more=len(found) > most)


def confirm_pairs(
    file: LabelFile,
    pairs: Sequence[Pair],
    origin: Origin,
    *,
    cancel: CancelToken | None = None,
    told: Callable[[int, int], None] | None = None,
) -> DecidedTogether:
    """Confirm each pair's sighting as its card, all as one action: one undo takes it back.

    What somebody decided meanwhile, what a newer lookup sees as another card, or what the catalogue has no more is left
    out. Raises `Cancelled` and
    `LibraryError`; nothing was stored then. Before very many, the label file is backed up.
    """
    if len(pairs) > MANY:
        back_up_before(file.folder)
    with file.writing():
        asked = PairsWanted(photos=tuple({pair.photo_sha256 for pair in pairs}))
        still = {(one.photo_sha256, one.sighting_id): one.match.card for one in undecided_pairs(file, asked, count=-1)}
        gone = gone_cards(file.folder, (pair.match.card for pair in pairs))
        good = [
            pair
            for pair in pairs
            if still.get((pair.photo_sha256, pair.sighting_id)) == pair.match.card and pair.match.card not in gone
        ]
        if not good:
            return DecidedTogether(None, len(pairs))
        choices = [
            Choice(pair.photo_sha256, Kind.CONFIRM, pair.sighting_id, ChosenCard(pair.match.card, pair.match.name))
            for pair in good
        ]
        action = decide(file, choices, origin, cancel=cancel, told=told)
    return DecidedTogether(action, len(pairs) - len(good))
