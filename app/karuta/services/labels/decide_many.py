"""Many at once: one label for everything undecided in some photos, or the likeliest cards that a person saw.

That is one action. Which of those cards it is not is an action each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from karuta.domain.cancel import CancelToken
from karuta.domain.desk import DeskPhoto
from karuta.domain.journal import Action
from karuta.domain.label import WHOLE_PHOTO, ChosenCard, Kind, Origin
from karuta.domain.queue import MOST_PAIRS, DecidedTogether, OpenCard, OpenCards, Pair, Pairs, PairsWanted
from karuta.services.backups.back_up_labels import MANY, back_up_before
from karuta.services.labels.decide import Choice, decide, gone_cards
from karuta.services.labels.refusals import refused_in
from karuta.store.current_labels import on_the_desk
from karuta.store.events import undo_strike
from karuta.store.label_file import LabelFile
from karuta.store.picture_files import sound_crop
from karuta.store.sightings import undecided_pairs


def open_cards(file: LabelFile, photos: Sequence[str]) -> OpenCards:
    """Every undecided sighting of these photos, in their order; a photo without one counts as a whole."""
    open_in_photos = [_open_in(photo) for photo in on_the_desk(file, photos)]
    return OpenCards(
        tuple(card for cards in open_in_photos for card in cards), sum(not cards for cards in open_in_photos)
    )


def decide_many(
    file: LabelFile,
    cards: Sequence[OpenCard],
    kind: Kind,
    origin: Origin,
    *,
    card: ChosenCard | None = None,
    cancel: CancelToken | None = None,
) -> DecidedTogether:
    """All of these or none. What somebody decided meanwhile is left out. Raises `Cancelled`, `LibraryError`."""
    if len(cards) > MANY:
        back_up_before(file.folder)
    with file.writing():
        now = open_cards(file, list(dict.fromkeys(open_card.photo_sha256 for open_card in cards)))
        still = {(open_card.photo_sha256, open_card.sighting_id) for open_card in now.cards}
        good = [open_card for open_card in cards if (open_card.photo_sha256, open_card.sighting_id) in still]
        if not good:
            return DecidedTogether(None, len(cards))
        is_back = kind is Kind.BACK
        choices = [
            Choice(open_card.photo_sha256, kind, open_card.sighting_id, card, game=open_card.back if is_back else None)
            for open_card in good
        ]
        action = decide(file, choices, origin, cancel=cancel)
    return DecidedTogether(action, len(cards) - len(good))


def _open_in(photo: DeskPhoto) -> list[OpenCard]:
    sha256, name = photo.photo.sha256, photo.photo.name
    if photo.whole_photo is not None:
        return []
    if not photo.sightings:
        return [OpenCard(sha256, name, WHOLE_PHOTO, None, looked_up=photo.looked_up)]
    several = len(photo.sightings) > 1
    return [
        OpenCard(
            sha256,
            name,
            sighting.sighting_id,
            sighting.crop_sha256,
            sighting.number if several else None,
            sighting.back,
            looked_up=sighting.verdict is not None,
        )
        for sighting in photo.sightings
        if sighting.label is None
    ]


def pairs_to_confirm(file: LabelFile, query: PairsWanted, *, most: int = MOST_PAIRS) -> Pairs:
    """Sightings that can be compared with a card: undecided, in readable photos, with an available crop."""
    undecided = undecided_pairs(file, query, count=most + 1)
    whole = [pair for pair in undecided[:most] if pair.crop_sha256 and sound_crop(file.folder, pair.crop_sha256)]
    # Grouped by card, so that odd ones stand out; the least certain first.
    whole.sort(key=lambda pair: (pair.match.name, pair.match.card, pair.certainty))
    refused = refused_in(file, list(dict.fromkeys(pair.photo_sha256 for pair in whole)))
    pairs = (
        replace(pair, is_ruled_out=pair.match.card in refused.get((pair.photo_sha256, pair.sighting_id), ()))
        for pair in whole
    )
    return Pairs(tuple(pairs), has_more=len(undecided) > most)


def rule_out(file: LabelFile, pair: Pair, origin: Origin) -> Action | None:
    """Store that a pair's sighting is not its card; None where it was decided, or is seen as another card, by now.

    It is no label. On the disk when this returns. Raises `LibraryError`.
    """
    with file.writing():
        if not _still_asked(file, [pair]):
            return None
        card = ChosenCard(pair.match.card, pair.match.name)
        return decide(file, [Choice(pair.photo_sha256, Kind.SKIP, pair.sighting_id, card)], origin)


def take_in(file: LabelFile, pair: Pair, origin: Origin) -> Action | None:
    """Take `rule_out` back; None where this annotator had not said so. Raises `LibraryError`."""
    with file.writing():
        return undo_strike(file, pair.photo_sha256, pair.sighting_id, pair.match.card, origin)


def _still_asked(file: LabelFile, pairs: Sequence[Pair]) -> list[Pair]:
    """Those of these that no person decided, and that no newer lookup sees as another card."""
    asked = PairsWanted(photos=tuple({pair.photo_sha256 for pair in pairs}), or_by_machine=True)
    still = {(pair.photo_sha256, pair.sighting_id): pair.match.card for pair in undecided_pairs(file, asked, count=-1)}
    return [pair for pair in pairs if still.get((pair.photo_sha256, pair.sighting_id)) == pair.match.card]


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
        gone = gone_cards(file.folder, (pair.match.card for pair in pairs))
        good = [pair for pair in _still_asked(file, pairs) if pair.match.card not in gone]
        if not good:
            return DecidedTogether(None, len(pairs))
        choices = [
            Choice(pair.photo_sha256, Kind.CONFIRM, pair.sighting_id, ChosenCard(pair.match.card, pair.match.name))
            for pair in good
        ]
        action = decide(file, choices, origin, cancel=cancel, told=told)
    return DecidedTogether(action, len(pairs) - len(good))
