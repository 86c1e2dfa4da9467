"""Reads labels from a truth file as events of their own source, in one action. The same file twice changes nothing.

A row is skipped if its sighting already got this label by an import that still counts. So a file that was imported
before, in part or with fewer rows, adds only what is new. An import never guesses: a row that is unclear is refused
with its line and the reason, and the others are imported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card
from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.errors import CatalogueError, PictureError
from karuta.domain.journal import Action, SkippedLabel
from karuta.domain.journal import Imported as Imported  # passed on by name
from karuta.domain.label import WHOLE_PHOTO, ChosenCard, Kind, LabelError, Origin, Points, as_points
from karuta.domain.photo import Arrival, Refused
from karuta.domain.truth import Place, TruthCard, TruthPhoto, placed
from karuta.files import file_hash
from karuta.services.backups.back_up_labels import back_up_before
from karuta.services.evaluation.read_truth import read_truth
from karuta.services.labels.confirm import FindCard
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.import_export import ImportSource, PhotoEyes, import_export
from karuta.services.labels.read_export import is_export
from karuta.services.lookups.add_photos import seen_file
from karuta.services.lookups.look_up import Recognise, RecogniseCorners, keep_drawn, keep_look, look_at, look_up
from karuta.store.current_labels import on_the_desk
from karuta.store.imports import import_stands, note_source
from karuta.store.label_file import LabelFile
from karuta.store.photos import arrive

Told = Callable[[int, int], None]
"""Called with (photos read, photos in the file)."""


class _RowRefused(LabelError):  # noqa: N818 - the condition is the point
    """Why one row is not imported."""


def import_labels(
    file: LabelFile,
    path: Path,
    *,
    photos: Path | None = None,
    origin: Origin,
    find_card: FindCard,
    recognise: Recognise | None,
    recognise_corners: RecogniseCorners | None,
    cancel: CancelToken | None = None,
    told: Told | None = None,
) -> Imported:
    """Import the truth file or the export at `path`; its photos lie relative to `photos`, else to the file.

    A truth file's photos have to be recognised; an export's labels do not need that. The label file is backed up first.
    Photos are looked up and stored one by one; then all labels are stored in one transaction, or none. Raises
    `TruthError` for a file that cannot be read, `LibraryError`, and `Cancelled`.
    """
    token, told = cancel or CancelToken(), told or _untold
    eyes = PhotoEyes(recognise, recognise_corners) if recognise and recognise_corners else None
    export = is_export(path)
    source = ImportSource(path, file_hash(path), photos or path.parent, given=photos is not None)
    if export:
        return import_export(file, source, origin=origin, find_card=find_card, eyes=eyes, cancel=token, told=told)
    truth = read_truth(path)
    if eyes is None:
        raise ValueError("the photos of a truth file have to be looked up")
    back_up_before(file.folder)
    work = _Import(file, source.photos, origin, find_card=find_card, eyes=eyes, sha256=source.sha256)
    for finished, photo in enumerate(truth.photos, start=1):
        token.check()
        work.take(photo)
        told(finished, len(truth.photos))
    action: Action | None = None
    if work.choices:
        with file.writing():
            action = decide(file, work.choices, origin)
            note_source(file, action.action_id, source.name)
    return Imported(len(work.choices), work.same, work.replaced, tuple(work.skipped), action)


def _untold(done: int, total: int) -> None:
    del done, total


class _Import:
    """One import under way: what it will store, and what it skipped."""

    def __init__(
        self, file: LabelFile, folder: Path, origin: Origin, *, find_card: FindCard, eyes: PhotoEyes, sha256: str
    ) -> None:
        self._file, self._folder, self._origin = file, folder, origin
        self._find_card, self._eyes, self._sha256 = find_card, eyes, sha256
        self.choices: list[Choice] = []
        self.skipped: list[SkippedLabel] = []
        self.same = 0
        self._given: dict[tuple[str, str], tuple[int, tuple[str, ...]]] = {}
        self.replaced = 0

    def take(self, photo: TruthPhoto) -> None:
        try:
            desk = self._on_the_desk(photo)
        except (_RowRefused, PictureError) as error:
            self.skipped += [SkippedLabel(row.line, photo.name, str(error)) for row in photo.cards]
            return
        for row, place in zip(photo.cards, placed(desk, photo.cards), strict=True):
            try:
                self._take_row(desk, row, place, self._folder / photo.name)
            except (_RowRefused, CatalogueError, PictureError) as error:
                self.skipped.append(SkippedLabel(row.line, photo.name, str(error)))

    def _on_the_desk(self, photo: TruthPhoto) -> DeskPhoto:
        """The photo on the desk, added and looked up first if necessary."""
        path = self._folder / photo.name
        seen = seen_file(Arrival(path))
        if isinstance(seen, Refused):
            raise _RowRefused(seen.message)
        desk_photos = on_the_desk(self._file, [seen.sha256])
        looked_up = bool(desk_photos) and desk_photos[0].looked_up
        look = None if looked_up else look_up(path, seen.sha256, self._file.folder, self._eyes.recognise)
        if look is not None and look.error is not None:
            raise look.error
        with self._file.writing():
            arrive(self._file, seen, device=self._origin.device)
            if look is not None:
                keep_look(self._file, seen.sha256, look)
        return on_the_desk(self._file, [seen.sha256])[0]

    def _take_row(self, desk: DeskPhoto, row: TruthCard, place: Place, path: Path) -> None:
        if place.unclear:
            raise _RowRefused(place.unclear)
        cards = self._cards(row)
        name = WHOLE_PHOTO
        if place.sighting is not None:
            name = place.sighting.sighting_id
        elif row.corners is not None:
            name = self._drawn(desk, as_points(row.corners.tolist()), path)
        kind = Kind.CONFIRM if cards else Kind.UNKNOWN
        card = _likeliest(cards, place.sighting) if cards else None
        if import_stands(self._file, desk.photo.sha256, name, kind, [card.key for card in cards]):
            self.same += 1
            return
        # One photo under two names is one photo: its second row says the same, or the file contradicts itself.
        given = self._given.setdefault((desk.photo.sha256, name), (row.line, row.ids))
        if given != (row.line, row.ids):
            if given[1] != row.ids:
                raise _RowRefused(f"line {given[0]} labels the same sighting otherwise")
            self.same += 1
            return
        earlier = place.sighting.label if place.sighting else desk.whole_photo if name == WHOLE_PHOTO else None
        self.replaced += earlier is not None
        self.choices.append(
            Choice(
                photo_sha256=desk.photo.sha256,
                kind=kind,
                sighting_id=name,
                card=ChosenCard(card.key, card.name) if card else None,
                file_sha256=self._sha256,
                file_line=row.line,
            )
        )

    def _drawn(self, desk: DeskPhoto, corners: Points, path: Path) -> str:
        """A sighting that no lookup saw: looked up, so that its label has a crop and an embedding."""
        photo, library = desk.photo.sha256, self._file.folder
        look = look_at(path, photo, [corners], library=library, recognise_corners=self._eyes.recognise_corners)
        return keep_drawn(self._file, photo, look)[0]

    def _cards(self, row: TruthCard) -> list[Card]:
        """The row's cards that the catalogue has; one of several is enough."""
        cards, unknown = [], None
        for text in row.ids:
            try:
                cards.append(self._find_card(text))
            except CatalogueError as error:
                unknown = unknown or error
        if not cards and unknown is not None:
            raise unknown
        return cards


def _likeliest(cards: Sequence[Card], place: LiveSighting | None) -> Card:
    """Of several right cards (`a|b`) the one that the lookup ranks best, else the first."""
    ranks = {match.card: rank for rank, match in reversed(list(enumerate(place.matches if place else ())))}
    return min(cards, key=lambda card: ranks.get(card.key, len(ranks)))
