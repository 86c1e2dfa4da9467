"""Stores a person's decisions, corners among them, as one action: the one door through which labels come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import KarutaError
from karuta.domain.journal import Action, sighting_id
from karuta.domain.label import (
    BY_A_MACHINE,
    NO_EVIDENCE,
    REMARKS,
    WHOLE_PHOTO,
    CardGone,
    ChosenCard,
    Decision,
    Evidence,
    FromExport,
    Kind,
    LabelError,
    Origin,
    Points,
    Source,
    Subject,
    as_points,
)
from karuta.domain.match import Match
from karuta.domain.photo import KnownPhoto
from karuta.domain.sighting import CornersError, as_corners, settled
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import MANY, back_up_before
from karuta.store.cards import Catalogue
from karuta.store.current_labels import on_the_desk
from karuta.store.events import AT_ONCE, append, cards_named
from karuta.store.label_file import LabelFile
from karuta.store.photos import known_photos
from karuta.store.sightings import corners_of, evidence_for, keep_its_name, keep_sighting, meant_sighting


def gone_cards(library: LibraryFolder, cards: Iterable[CardKey]) -> frozenset[CardKey]:
    """The cards that the catalogue does not have. None where it cannot be read: labels need no catalogue."""
    try:
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            return frozenset(card for card in set(cards) if not catalogue.has(card))
    except KarutaError:
        return frozenset()


_BY_HAND = frozenset({Source.WINDOW, Source.CHECK})


@dataclass(frozen=True)
class Choice:
    """The choice for one sighting of a photo, or with `WHOLE_PHOTO` for the photo itself.

    `evidence`: of the look that was on screen, where a newer one may have come since. `shown` and `reordered_by`: what
    stood on screen, where it was not simply that look's matches in their order. `corners`: those that a person sets,
    and of a sighting that no lookup saw. `game`: of a back, whose it is. `note`: a note's text. `batch`
    and `listing` only where they differ from those with which the photo arrived. `file_sha256` and `file_line`: where
    an import read it. `follows`: the labels that it settles, where people had disagreed. `from_export`: what an export
    says that is told here by the photo, the clock and the origin.
    """

    photo_sha256: str
    kind: Kind
    sighting_id: str = WHOLE_PHOTO
    card: ChosenCard | None = None
    evidence: Evidence | None = None
    shown: tuple[Match, ...] | None = None
    reordered_by: str | None = None
    game: str | None = None
    corners: Points | None = None
    batch: str | None = None
    listing: str | None = None
    file_sha256: str | None = None
    file_line: int | None = None
    note: str | None = None
    follows: tuple[str, ...] = ()
    from_export: FromExport | None = None


def decide(
    file: LabelFile,
    choices: Sequence[Choice],
    origin: Origin,
    *,
    cancel: CancelToken | None = None,
    told: Callable[[int, int], None] | None = None,
    action_id: str | None = None,
) -> Action:
    """Store choices as one action: one undo takes all of them back. They are on the disk when this returns.

    Raises `LabelError` for a photo or sighting that the library does not know, `CardGone` for a card that a person
    chose in the window and that is not in the catalogue any more, `Cancelled`, and `LibraryError` if
    saving failed (nothing was saved then). `told`: how many of how many steps are done. Before very many, the label
    file is backed up. `action_id`: of an action that has other events too.
    """
    if len(choices) > MANY and not file.is_writing:
        back_up_before(file.folder)
    # Each choice is read, then written.
    steps = 2 * len(choices)

    def step(done: int) -> None:
        if cancel is not None:
            cancel.check()
        if told is not None:
            told(done, steps)

    for choice in choices:
        is_ours = choice.from_export is None
        if is_ours and (choice.kind in BY_A_MACHINE) != (origin.source is Source.MACHINE):
            raise ValueError(f"a label `{choice.kind}` does not come from the source `{origin.source}`")
    _refuse_gone(file, choices, origin)
    # A list on the screen may be older than a merge.
    sightings = [meant_sighting(file, choice.photo_sha256, choice.sighting_id) for choice in choices]
    choices = [replace(choice, sighting_id=name) for choice, name in zip(choices, sightings, strict=True)]
    photos = known_photos(file, list({choice.photo_sha256 for choice in choices}))
    # Read before the transaction, so that a bulk action blocks others only while it writes.
    decisions = []
    for place, choice in enumerate(choices):
        if place % AT_ONCE == 0:
            step(place)
        decisions.append(_decision(file, choice, _photo(photos, choice)))
    with file.writing():
        for choice, decision in zip(choices, decisions, strict=True):
            if choice.corners is not None and decision.subject.corners is not None:
                photo, corners = choice.photo_sha256, decision.subject.corners
                keep_sighting(file, photo, decision.subject.sighting_id, corners, crop_sha256=None)
            elif choice.evidence is not None and decision.subject.corners is not None:
                keep_its_name(file, choice.photo_sha256, choice.sighting_id, decision.subject.corners)
        return append(file, decisions, origin, each=lambda written: step(len(choices) + written), action_id=action_id)


def _photo(photos: dict[str, KnownPhoto], choice: Choice) -> KnownPhoto:
    photo = photos.get(choice.photo_sha256)
    if photo is None:
        raise LabelError("This photo is not in the library; add it first.")
    return photo


def _decision(file: LabelFile, choice: Choice, photo: KnownPhoto) -> Decision:
    evidence = choice.evidence
    if choice.kind is Kind.CORNERS or choice.kind in REMARKS:
        # Nothing is known yet at corners other than the current ones, and a remark answers nothing.
        evidence = NO_EVIDENCE
    elif evidence is None:
        evidence = evidence_for(file, photo.sha256, choice.sighting_id)
    if choice.shown is not None:
        evidence = replace(evidence, shown=choice.shown, reordered_by=choice.reordered_by)
    return Decision(
        kind=choice.kind,
        subject=choice.from_export.subject if choice.from_export else _subject(file, choice, photo),
        card=choice.card,
        evidence=evidence,
        file_sha256=choice.file_sha256,
        file_line=choice.file_line,
        game=choice.game,
        note=choice.note,
        follows=choice.follows,
        from_export=choice.from_export,
    )


def _subject(file: LabelFile, choice: Choice, photo: KnownPhoto) -> Subject:
    return Subject(
        photo_sha256=photo.sha256,
        photo_name=photo.name,
        sighting_id=choice.sighting_id,
        corners=_corners(file, choice, photo),
        batch=choice.batch or photo.batch,
        listing=choice.listing or photo.listing,
    )


def _corners(file: LabelFile, choice: Choice, photo: KnownPhoto) -> Points | None:
    """A sighting's own corners; once it has a label, only a person changes them."""
    if choice.sighting_id == WHOLE_PHOTO:
        return None
    if choice.kind is Kind.CORNERS:
        return choice.corners
    corners = corners_of(file, photo.sha256, choice.sighting_id)
    if corners is not None:
        return corners
    if choice.corners is None:
        raise LabelError("{name} no longer has this card; look the photo up again.", name=photo.name)
    return choice.corners


def _refuse_gone(file: LabelFile, choices: Sequence[Choice], origin: Origin) -> None:
    """A list that stands on the screen may be older than the catalogue. An import names what its file names."""
    chosen = [choice for choice in choices if choice.card is not None and choice.from_export is None]
    if origin.source not in _BY_HAND or not chosen:
        return
    gone = gone_cards(file.folder, (choice.card.key for choice in chosen if choice.card))
    for choice in chosen:
        # Who settles what people disagree about may take what a label names already.
        if choice.card and choice.card.key in gone and choice.card.key not in cards_named(file, choice.follows):
            raise CardGone(choice.card.name)


@dataclass(frozen=True)
class CornersSet:
    """The corners as they were stored, and for which sighting."""

    action: Action
    sighting_id: str


def set_corners(
    file: LabelFile, photo_sha256: str, corners: Points, origin: Origin, *, of: str | None = None
) -> CornersSet:
    """Set the corners of the sighting `of`; its label stays. On the disk when this returns; the lookup comes later.

    Without `of` a sighting is drawn. If it covers more than half of a live one, that one's corners are set instead.
    Raises `LabelError` for corners that are not a card or an unknown photo, and `LibraryError`.
    """
    try:
        points = as_points(as_corners(corners).tolist())
    except CornersError as error:
        raise LabelError("These four corners do not form a card; move them so that its edges do not cross.") from error
    name = of or _sighting_around(file, photo_sha256, points)
    action = decide(file, [Choice(photo_sha256, Kind.CORNERS, name, corners=points)], origin)
    return CornersSet(action, name)


def _sighting_around(file: LabelFile, photo_sha256: str, points: Points) -> str:
    live = [sighting for photo in on_the_desk(file, [photo_sha256]) for sighting in photo.sightings]
    place = settled([points], [sighting.corners for sighting in live]).get(0)
    return sighting_id(photo_sha256, points) if place is None else live[place].sighting_id
