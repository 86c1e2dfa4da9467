"""Reads an export's labels back as they were: kind, annotator, time, batch, listing and printing stay.

A machine's label stays a machine's. A label that is here already changes nothing. Of two that differ the later one
counts, whichever came first. Photos are found by the hash of their bytes; without its file a label stands alone. A
photo's flag and note come in where nobody here has flagged it or written a note on it: a row does not say when they
were made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import CatalogueError, LibraryError
from karuta.domain.journal import Action, ExportedLabel, ImportConflict, Imported, NamedPlace, SkippedLabel
from karuta.domain.label import (
    NO_EVIDENCE,
    REMARKS,
    ChosenCard,
    Evidence,
    FromExport,
    Kind,
    Label,
    Origin,
    Subject,
)
from karuta.domain.photo import KnownPhoto
from karuta.files import file_hash, size_or_none
from karuta.services.backups.back_up_labels import back_up_before
from karuta.services.labels.compare_export import (
    KnownPhotoLabels,
    conflict_with,
    is_same,
    known_to_library,
    said_by,
    sightings_of_rows,
    stands_still,
)
from karuta.services.labels.confirm import FindCard
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.read_export import read_export
from karuta.services.lookups.locate_photos import current_place, find_photos
from karuta.services.lookups.look_up import Recognise, RecogniseCorners, keep_look, look_at, look_up
from karuta.store.current_labels import remarked_before
from karuta.store.imports import event_id_at, note_export
from karuta.store.label_file import LabelFile
from karuta.store.outlines import crop_at, evidence_of, keep_outlines
from karuta.store.photos import SeenFile, arrive_as, known_photos
from karuta.store.sightings import evidence_for, keep_sighting

_PHOTOS_AT_ONCE = 500


@dataclass(frozen=True)
class PhotoEyes:
    """Looks a photo up: the whole of it, or at corners that a file gives."""

    recognise: Recognise
    recognise_corners: RecogniseCorners


@dataclass(frozen=True)
class ImportSource:
    """A file of labels: its path, its hash, and the folder with its photos (`given`: chosen by the person)."""

    path: Path
    sha256: str
    photos: Path
    given: bool

    @property
    def name(self) -> str:
        """The name that labels keep of it."""
        return f"{self.path.name}@{self.sha256[:12]}"


def import_export(
    file: LabelFile,
    source: ImportSource,
    *,
    origin: Origin,
    find_card: FindCard,
    eyes: PhotoEyes | None,
    cancel: CancelToken,
    told: Callable[[int, int], None],
) -> Imported:
    """Read the export back. `eyes` None: photos are not looked up now.

    The label file is backed up first. Photos are looked up and stored one by one; then all labels are stored in one
    transaction, or none. Raises `TruthError` for a file that cannot be read, `LibraryError`, and `Cancelled`.
    """
    read = read_export(source.path)
    back_up_before(file.folder)
    work = _ReadBack(file, source, origin, find_card, eyes, cancel, skipped=list(read.skipped))
    photos = work.by_photo(read.rows)
    work.find(photos)
    hashes = list(photos)
    for at in range(0, len(hashes), _PHOTOS_AT_ONCE):
        some = hashes[at : at + _PHOTOS_AT_ONCE]
        for finished, photo in enumerate(known_to_library(file, some), start=at + 1):
            cancel.check()
            work.take(photo, photos[photo.sha256])
            told(finished, len(hashes))
    return work.stored()


@dataclass
class _ReadBack:
    """One import under way: what it will store, and what it skipped."""

    file: LabelFile
    source: ImportSource
    origin: Origin
    find_card: FindCard
    eyes: PhotoEyes | None
    cancel: CancelToken
    skipped: list[SkippedLabel]
    labels: list[Choice] = field(default_factory=list)
    remarks: list[Choice] = field(default_factory=list)
    arriving: list[tuple[str, str, Sequence[ExportedLabel]]] = field(default_factory=list)
    conflicts: list[ImportConflict] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    same: int = 0
    replaced: int = 0

    def by_photo(self, rows: Sequence[ExportedLabel]) -> dict[str, list[ExportedLabel]]:
        """The rows of each photo; a row without a hash is about the file with its name."""
        by_photo: dict[str, list[ExportedLabel]] = {}
        for row in rows:
            sha256 = row.photo_sha256 or self._hash_of(row.photo)
            if sha256 is None:
                self._skip(row, "it has no photo_sha256, and there is no such file")
            else:
                by_photo.setdefault(sha256, []).append(row)
        return by_photo

    def find(self, photos: dict[str, list[ExportedLabel]]) -> None:
        """The file of each photo, where the library has it or below the folder of photos."""
        photos_by_hash: dict[str, KnownPhoto] = known_photos(self.file, list(photos))
        for photo in photos_by_hash.values():
            if (place := current_place(self.file, photo)) is not None:
                self.files[photo.sha256] = place
        names = {
            sha256: tuple(dict.fromkeys(name for row in rows for name in (row.photo, *(p.photo for p in row.places))))
            for sha256, rows in photos.items()
            if sha256 not in self.files
        }
        if names:
            self.files |= find_photos(self.source.photos, names, everywhere=self.source.given, cancel=self.cancel)
        self.missing = [names[sha256][0] for sha256 in names if sha256 not in self.files]

    def take(self, photo: KnownPhotoLabels, rows: Sequence[ExportedLabel]) -> None:
        """Look a photo up if possible, and settle what each of its rows says."""
        place = self.files.get(photo.sha256)
        if self.eyes is not None and place is not None and not (photo.desk and photo.desk.looked_up):
            look = look_up(place, photo.sha256, self.file.folder, self.eyes.recognise)
            with self.file.writing():
                self._arrive(photo.sha256, rows if photo.photo is None else (), name=_called(rows[0], photo.sha256))
                keep_look(self.file, photo.sha256, look)
            (photo,) = known_to_library(self.file, [photo.sha256])
        new = self._take_remarks(photo, rows)
        labels = [row for row in rows if row.kind not in REMARKS]
        names = sightings_of_rows(self.file, photo, labels)
        seen = self._looked_at(photo, labels, names)
        given: dict[str, ExportedLabel] = {}
        for row, name in zip(labels, names, strict=True):
            first = given.setdefault(name, row)
            if first is not row and said_by(first) != said_by(row):
                self._skip(row, f"line {first.line} labels the same sighting otherwise")
            elif first is not row:
                self.same += 1
            elif self._settle(photo, row, name, seen.get(row.line)):
                new.append(row)
        # A photo that the library knew already is not moved to where the export had it.
        self.arriving.append((photo.sha256, _called(rows[0], photo.sha256), new))

    def _take_remarks(self, photo: KnownPhotoLabels, rows: Sequence[ExportedLabel]) -> list[ExportedLabel]:
        """The photo's flag and note, each where none was here before. Returns the rows that bring the photo."""
        before, new = remarked_before(self.file, photo.sha256), []
        for kind, others in ((Kind.FLAG, {Kind.FLAG, Kind.UNFLAG}), (Kind.NOTE, {Kind.NOTE})):
            with_remark = [row for row in rows if (row.remarks.is_flagged if kind is Kind.FLAG else row.remarks.note)]
            own = [row for row in with_remark if row.kind is kind]
            if not before.isdisjoint(others):
                self.same += len(own)
            elif with_remark:
                self._remark(photo.sha256, kind, (own or with_remark)[0])
                new += (own or with_remark)[:1]
        return new if photo.photo is None else []

    def _remark(self, sha256: str, kind: Kind, row: ExportedLabel) -> None:
        """A row of its own says who remarked it and when; in a label's row that is whoever imports it."""
        is_own = row.kind is kind
        time = (is_own and row.time) or self.file.now()
        brought = FromExport(
            event_id=event_id_at(self.file, time, after=None),
            subject=Subject(sha256, _called(row, sha256), batch=row.batch, listing=row.listing),
            annotator=(is_own and row.annotator) or self.origin.annotator,
            time=time,
            imported_from=row.imported_from or self.source.name,
        )
        self.remarks.append(
            Choice(
                sha256,
                kind,
                file_sha256=self.source.sha256,
                file_line=row.line,
                note=row.remarks.note if kind is Kind.NOTE else None,
                from_export=brought,
            )
        )

    def stored(self) -> Imported:
        """Store everything in one transaction."""
        action: Action | None = None
        with self.file.writing():
            for sha256, name, rows in self.arriving:
                self.cancel.check()
                if rows or sha256 in self.files:
                    self._arrive(sha256, rows, name=name)
            choices = self.labels + self.remarks
            if choices:
                action = decide(self.file, choices, self.origin, cancel=self.cancel)
                brought = [choice.from_export for choice in choices if choice.from_export]
                note_export(self.file, action.action_id, brought, self.origin, file_sha256=self.source.sha256)
        skipped = tuple(sorted(self.skipped, key=lambda row: row.line))
        return Imported(
            added=len(self.labels),
            same=self.same,
            replaced=self.replaced,
            skipped=skipped,
            action=action,
            conflicts=tuple(self.conflicts),
            missing=tuple(self.missing),
            remarks=len(self.remarks),
        )

    def _settle(self, photo: KnownPhotoLabels, row: ExportedLabel, name: str, seen: Evidence | None) -> bool:
        """Whether a row brings something new, which is then stored."""
        try:
            card = self._card(row)
        except (CatalogueError, LibraryError) as error:
            self._skip(row, str(error).rstrip("."))
            return False
        in_force = [force for force in photo.in_force if force.sighting_id == name]
        annotator, time = row.annotator or self.origin.annotator, row.time
        if any(is_same(force, row, card, annotator) for force in in_force):
            self.same += 1
            return False
        earlier = [force.event_id for force in in_force if time is None or force.time <= time]
        time = time or self.file.now()
        event = event_id_at(self.file, time, after=max(earlier, default=None))
        self._compare(row, card, event, photo.standing.get(name))
        evidence = evidence_for(self.file, photo.sha256, name) if seen is None else seen
        brought = FromExport(
            event_id=event,
            subject=Subject(
                photo_sha256=photo.sha256,
                photo_name=_called(row, photo.sha256),
                sighting_id=name,
                corners=row.corners,
                batch=row.batch,
                listing=row.listing,
            ),
            annotator=annotator,
            time=time,
            imported_from=row.imported_from or self.source.name,
            number=row.number,
        )
        self.labels.append(
            Choice(
                photo.sha256,
                row.kind,
                name,
                card,
                evidence=replace(evidence, print_read=row.print_read),
                game=row.game,
                corners=row.corners,
                file_sha256=self.source.sha256,
                file_line=row.line,
                from_export=brought,
            )
        )
        return True

    def _compare(self, row: ExportedLabel, card: ChosenCard | None, event: str, standing: Label | None) -> None:
        if standing is None:
            return
        stays = stands_still(standing, row, event)
        self.replaced += not stays
        if (conflict := conflict_with(standing, row, card, stays=stays)) is not None:
            self.conflicts.append(conflict)

    def _looked_at(
        self, photo: KnownPhotoLabels, rows: Sequence[ExportedLabel], names: Sequence[str]
    ) -> dict[int, Evidence]:
        """Look at corners where no lookup saw the sighting, by line; stored, so that it has a crop."""
        place = self.files.get(photo.sha256)
        live = {sighting.sighting_id: sighting.corners for sighting in photo.desk.sightings} if photo.desk else {}
        unseen = [
            (row, name, row.corners)
            for row, name in zip(rows, names, strict=True)
            if row.corners is not None and live.get(name) != row.corners
        ]
        # Nothing is known yet at other corners, whatever was seen under the sighting's identifier.
        evidence = {row.line: NO_EVIDENCE for row, _, _ in unseen}
        lacking = [label for label in unseen if crop_at(self.file, photo.sha256, label[2]) is None]
        if self.eyes is None or place is None or not lacking:
            return evidence
        corners = [corners for _, _, corners in lacking]
        look = look_at(
            place,
            photo.sha256,
            corners,
            library=self.file.folder,
            recognise_corners=self.eyes.recognise_corners,
        )
        if look.seen is None:
            return evidence
        with self.file.writing():
            for _, name, at in lacking:
                keep_sighting(self.file, photo.sha256, name, at, crop_sha256=None)
            keep_outlines(self.file, photo.sha256, look.seen)
        seen = look.seen
        for (row, _, _), sighting in zip(lacking, seen.sightings, strict=True):
            evidence[row.line] = evidence_of(seen, sighting)
        return evidence

    def _arrive(self, sha256: str, rows: Sequence[ExportedLabel], *, name: str) -> None:
        """Put a photo into the batches and listings that its rows name, and record its file."""
        places = next((row.places for row in rows if row.places), ())
        decided = tuple(NamedPlace(_called(row, sha256), row.batch, row.listing) for row in rows)
        place = self.files.get(sha256)
        file = None if place is None else SeenFile(place, sha256, size_or_none(place) or 0)
        arrive_as(self.file, sha256, places or decided, name=name, seen_file=file, device=self.origin.device)

    def _card(self, row: ExportedLabel) -> ChosenCard | None:
        """The card as the export names it, which need not be in the catalogue; a bare id must be."""
        if row.bare_id is not None:
            card = self.find_card(row.bare_id)
            return ChosenCard(card.key, row.name or card.name, row.printing, row.finish)
        if row.card is None:
            return None
        return ChosenCard(row.card, row.name or self._name(row.card), row.printing, row.finish)

    def _name(self, key: CardKey) -> str:
        try:
            return self.find_card(str(key)).name
        except (CatalogueError, LibraryError):
            return key.card_id

    def _hash_of(self, name: str) -> str | None:
        try:
            return file_hash(self.source.photos / name)
        except (OSError, ValueError):
            return None

    def _skip(self, row: ExportedLabel, reason: str) -> None:
        self.skipped.append(SkippedLabel(row.line, row.photo, reason))


def _called(row: ExportedLabel, sha256: str) -> str:
    return row.photo or sha256[:12]
