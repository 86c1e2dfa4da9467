"""Keeps what was seen at corners set by a person, and reads which sightings have such corners. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from karuta.domain.label import Evidence, Points, corners_text, parsed_corners
from karuta.domain.match import Match, Verdict
from karuta.domain.queue import certainty
from karuta.store.label_file import LabelFile
from karuta.store.match_json import matches_json, parsed_matches
from karuta.store.seals import MADE_WITH, OPINION

_COLUMNS = ("id", "photo_sha256", "corners", "time", *MADE_WITH, "crop_sha256", *OPINION)
PROVENANCE = ", ".join(f"{{look}}.{column}" for column in MADE_WITH)
"""They, of the table that is put in for `look`."""


Looked = tuple[Any, ...]
"""The embedding, and these."""


@dataclass(frozen=True)
class SeenSighting:
    """One sighting of a lookup, as it is kept. `embedding`: little-endian float32 bytes; `back`: the game of a back.

    `card_like`: whether it looks like a card of any game; None if the model does not say.
    """

    corners: Points
    crop_sha256: str | None
    embedding: bytes | None
    verdict: Verdict
    matches: tuple[Match, ...]
    back: str | None = None
    card_like: bool | None = None

    @property
    def kept_likeness(self) -> int | None:
        """`card_like` as its column has it."""
        return None if self.card_like is None else int(self.card_like)


@dataclass(frozen=True)
class SeenPhoto:
    """A lookup, as stored. `size` is (width, height), upright. `by`: what answered, without what it said."""

    size: tuple[int, int]
    sightings: tuple[SeenSighting, ...]
    by: Evidence

    @property
    def provenance(self) -> tuple[str | None, ...]:
        """As `PROVENANCE` has them."""
        by = self.by
        return by.model, by.model_hash, by.index, by.index_hash, by.artworks_hash, by.reader_hash, by.searched


def evidence_of(seen: SeenPhoto, sighting: SeenSighting) -> Evidence:
    """The part that a label keeps of a look that was just taken."""
    return replace(seen.by, embedding=sighting.embedding, shown=sighting.matches)


@dataclass(frozen=True)
class ByHand:
    """A sighting whose corners a person set. The other fields are None until it is looked up there.

    `looked`: the embedding and what the look rests on, if they were asked for.
    """

    sighting_id: str
    corners: Points
    crop_sha256: str | None
    verdict: str | None
    matches: str | None
    back: str | None = None
    card_like: int | None = None
    looked: Looked = ()


def keep_outlines(file: LabelFile, photo_sha256: str, seen: SeenPhoto) -> None:
    """Store what was seen at corners set by a person, as the newest look there. Raises `LibraryError`."""
    with file.writing():
        for sighting in seen.sightings:
            top = sighting.matches[0].card if sighting.matches else (None, None)
            corners = corners_text(sighting.corners)
            row = (
                file.new_id(),
                photo_sha256,
                corners,
                file.now(),
                *seen.provenance,
                *(sighting.crop_sha256, sighting.verdict.value, certainty(sighting.verdict, sighting.matches), *top),
                matches_json(sighting.matches),
                sighting.embedding,
                sighting.back,
                sighting.kept_likeness,
            )
            file.insert("outlines", _COLUMNS, [row])
            # A drawn sighting has only the crop of its first corners.
            sql = "UPDATE sightings SET crop_sha256 = ? WHERE photo_sha256 = ? AND corners = ? AND crop_sha256 IS NULL"
            file.change(sql, [(sighting.crop_sha256, photo_sha256, corners)])


def set_by_hand(
    file: LabelFile, photos: Sequence[str], *, with_matches: bool = True
) -> Mapping[tuple[str, str], ByHand]:
    """(photo, sighting) -> the corners in force that a person set, and what was seen there."""
    rows = file.rows_among(
        f"""SELECT h.photo_sha256, h.sighting_id, h.corners, o.crop_sha256, o.verdict, o.back,
            o.card_like, {f"o.matches, o.embedding, {PROVENANCE.format(look='o')}" if with_matches else "NULL"}
        FROM corners_by_hand AS h LEFT JOIN outlines AS o ON o.id = h.outline_id
        WHERE h.photo_sha256 IN ({{marks}})""",
        photos,
    )
    return {
        (photo, name): ByHand(name, parsed_corners(text) or (), crop, verdict, matches, back, like, tuple(looked))
        for photo, name, text, crop, verdict, back, like, matches, *looked in rows
    }


def corners_set(file: LabelFile, photo_sha256: str, name: str) -> Points | None:
    """The corners in force that a person set for a sighting; None if nobody did."""
    place = [photo_sha256, name]
    sql = "SELECT corners FROM corners_by_hand WHERE photo_sha256 = ? AND sighting_id = ?"
    return parsed_corners(file.value(sql, place))


def crop_at(file: LabelFile, photo_sha256: str, corners: Points) -> str | None:
    """The crop that was cut at corners set by a person."""
    sql = "SELECT crop_sha256 FROM outlines WHERE photo_sha256 = ? AND corners = ? ORDER BY id DESC LIMIT 1"
    crop: str | None = file.value(sql, [photo_sha256, corners_text(corners)])
    return crop


def outline_evidence(file: LabelFile, photo_sha256: str, name: str) -> Evidence | None:
    """The evidence seen at a sighting's corners set by hand; empty until a lookup, None if it has no such corners."""
    row = file.first_row(
        f"""SELECT o.embedding, o.matches, {PROVENANCE.format(look="o")}
        FROM corners_by_hand AS h LEFT JOIN outlines AS o ON o.id = h.outline_id
        WHERE h.photo_sha256 = ? AND h.sighting_id = ?""",
        [photo_sha256, name],
    )
    return None if row is None else Evidence(row[0], parsed_matches(row[1]), None, *row[2:])
