"""Reads current labels, flags and notes, and photos as they lie on the desk, from labels.db. Writes nothing.

Of each photo the newest note in force counts, whoever wrote it, and the newest of flag and unflag. So two copies of a
library that are joined agree.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.finish import Slab
from karuta.domain.label import (
    BY_A_MACHINE,
    LABELS,
    NAMES_A_CARD,
    NO_EVIDENCE,
    NO_REMARKS,
    REMARKS,
    WHOLE_PHOTO,
    Evidence,
    Kind,
    Label,
    Points,
    Remarks,
    note_text,
    parsed_corners,
)
from karuta.domain.match import Match, Verdict
from karuta.domain.photo import KnownPhoto
from karuta.domain.recheck import ReviewAnswer
from karuta.domain.sighting import reading_order
from karuta.store.kinds import IN_FORCE, sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import card_of, parsed_matches
from karuta.store.outlines import PROVENANCE, Looked, crop_at, set_by_hand
from karuta.store.photos import known_photos, stands_also
from karuta.store.rechecks import DISPUTED, disputed_among, last_words

_FLAGS = {Kind.FLAG, Kind.UNFLAG}
# Of one photo, by the index that begins with photo and sighting. A note's text stands where a label has a card's name.
_NEWEST = f"""(SELECT e.{{column}} FROM events AS e WHERE e.photo_sha256 = {{photo}} AND e.sighting_id = '{WHOLE_PHOTO}'
    AND e.kind IN {{kinds}} AND {IN_FORCE} ORDER BY e.id DESC LIMIT 1)"""


def flagged(photo: str) -> str:
    """Whether a photo is flagged, as SQL. `photo`: the column with its hash."""
    newest = _NEWEST.format(column="kind", photo=photo, kinds=sql_list(_FLAGS))
    return f"({newest} IS '{Kind.FLAG.value}')"


def note(photo: str) -> str:
    """The text of a photo's note as SQL, NULL if it has none."""
    return _NEWEST.format(column="name", photo=photo, kinds=sql_list({Kind.NOTE}))


def standing_events(photo: str) -> str:
    """The events of a photo's newest flag or unflag and of its newest note, as SQL: a list for IN."""
    newest = (_NEWEST.format(column="id", photo=photo, kinds=sql_list(kinds)) for kinds in (_FLAGS, {Kind.NOTE}))
    return f"({', '.join(newest)})"


_OF_PHOTOS = f"""SELECT asked.value, {flagged("asked.value")}, {note("asked.value")} FROM json_each(?) AS asked"""
_EVER = f"SELECT DISTINCT photo_sha256 FROM events WHERE photo_sha256 IS NOT NULL AND kind IN {sql_list(REMARKS)}"


def remarks_of(file: LabelFile, photos: Sequence[str]) -> dict[str, Remarks]:
    """The remarks that stand on each of these photos; photos without any are left out."""
    # A label file of another laptop may hold any text.
    remarks_by_photo = {
        photo: Remarks(bool(is_flagged), note_text(text or ""))
        for photo, is_flagged, text in file.rows(_OF_PHOTOS, [json.dumps(photos)])
    }
    return {photo: remarks for photo, remarks in remarks_by_photo.items() if remarks != NO_REMARKS}


def remarked_photos(file: LabelFile) -> list[str]:
    """The photos on which a flag or a note stands, in the order in which they arrived."""
    rows = file.rows(
        f"""SELECT photo_sha256 FROM ({_EVER}) LEFT JOIN queue USING (photo_sha256)
        WHERE {flagged("photo_sha256")} OR {note("photo_sha256")} IS NOT NULL
        ORDER BY coalesce(first_place, ''), photo_sha256"""
    )
    return [row[0] for row in rows]


def remarked_before(file: LabelFile, photo: str) -> frozenset[Kind]:
    """The kinds of remarks on a photo that are in force, whatever followed them."""
    sql = f"""SELECT DISTINCT e.kind FROM events AS e WHERE e.photo_sha256 = ? AND e.sighting_id = '{WHOLE_PHOTO}'
        AND e.kind IN {sql_list(REMARKS)} AND {IN_FORCE}"""
    return frozenset(Kind(row[0]) for row in file.rows(sql, [photo]))


# The file's name as last known: where the photo was last seen, else as the label has it.
_READ_THERE = "CASE WHEN json_valid(c.print_read) THEN json_extract(c.print_read, '$.{key}') END"
_READ_FROM = ("read.set_code", "verdict", "finish.value", "slab.company", "slab.grade", "slab.number")
_LABELS = """SELECT c.id, coalesce((SELECT x.name FROM places AS x WHERE x.photo_sha256 = c.photo_sha256
        ORDER BY x.id DESC LIMIT 1), c.photo_name), c.photo_sha256, c.sighting_id, {corners}, c.kind,
    c.game, c.card_id, c.name, c.printing, c.annotator, c.time, c.batch, c.listing, c.model,
    coalesce(i.imported_from, 'file@' || substr(c.file_sha256, 1, 12)), i.number,
    {read}, c.finish
    FROM {view} AS c LEFT JOIN imports AS i ON i.id = c.id""".replace(
    "{read}", ", ".join(_READ_THERE.format(key=key) for key in _READ_FROM)
)
# Corners that a person set count for the current label, whenever that was given.
_CURRENT = _LABELS.format(
    view="current_labels",
    corners="coalesce((SELECT h.corners FROM corners_by_hand AS h "
    "WHERE h.photo_sha256 = c.photo_sha256 AND h.sighting_id = c.sighting_id), c.corners)",
)
_SEEN = """SELECT l.photo_sha256, s.sighting_id, g.corners, g.crop_sha256, s.verdict, s.back, s.card_like, {matches}
    FROM lookups AS l JOIN suggestions AS s ON s.lookup_id = l.id JOIN sightings AS g ON g.id = s.sighting_id
    WHERE l.id IN (SELECT max(id) FROM lookups WHERE photo_sha256 IN ({marks}) GROUP BY photo_sha256)"""


@dataclass(frozen=True)
class _Live:
    sighting_id: str
    corners: Points
    crop_sha256: str | None = None
    verdict: str | None = None
    matches: str | None = None
    back: str | None = None
    card_like: int | None = None
    by_hand: bool = False
    looked: Looked = ()


def labels_of(file: LabelFile, photos: Sequence[str]) -> list[Label]:
    """The current labels of these photos, in their order, each photo's in reading order."""
    result: list[Label] = []
    labels = _labels(file, photos)
    live = _live(file, photos, labels, with_matches=False)
    for photo in photos:
        numbers = _numbers_in_file(labels[photo]) or {
            sighting.sighting_id: number for number, sighting in enumerate(live[photo], start=1)
        }
        numbered = [replace(label, sighting=numbers.get(label.sighting_id)) for label in labels[photo]]
        result += sorted(numbered, key=lambda label: label.sighting or 0)
    return result


def _numbers_in_file(labels: Sequence[Label]) -> dict[str, int]:
    """The sightings' numbers in the export that they came from, until somebody labels others in the photo.

    The export also counted sightings without a label, and a photo without its file shows none of those.
    """
    numbers = {label.sighting_id: label.number_in_file for label in labels if label.sighting_id != WHOLE_PHOTO}
    numbered = {name: number for name, number in numbers.items() if number is not None}
    return numbered if len(set(numbered.values())) == len(numbers) else {}


def on_the_desk(file: LabelFile, photos: Sequence[str]) -> list[DeskPhoto]:
    """These photos with their live sightings and labels, in their order; unknown ones are left out."""
    labels = _labels(file, photos)
    live = _live(file, photos, labels, with_matches=True)
    photos_by_hash, looked = known_photos(file, photos), _lookups(file, photos)
    elsewhere, remarks = stands_also(file, photos), remarks_of(file, photos)
    words = last_words(file, [photo for photo in photos if labels[photo]])
    return [
        replace(
            _desk_photo(photos_by_hash[photo], live[photo], labels[photo], looked.get(photo), words),
            also=elsewhere.get(photo, ()),
            remarks=remarks.get(photo, NO_REMARKS),
        )
        for photo in photos
        if photo in photos_by_hash
    ]


def history(file: LabelFile, photo_sha256: str, sighting_id: str) -> list[Label]:
    """Every label event in force about a sighting, oldest first: who, when, what."""
    sql = _LABELS.format(view="events_in_force", corners="c.corners")
    place = [photo_sha256, sighting_id]
    rows = file.rows(f"{sql} WHERE c.photo_sha256 = ? AND c.sighting_id = ? ORDER BY c.id", place)
    return [_label(row) for row in rows if row[5] in LABELS]


def standing_remarks(file: LabelFile, photo_sha256: str) -> list[Label]:
    """A photo's flag and its note, as far as it has them, as rows of an export: who, when, no card."""
    sql = _LABELS.format(view="events", corners="NULL")
    rows = file.rows(
        f"""{sql} WHERE c.id IN {standing_events("c.photo_sha256")} AND c.photo_sha256 = ?
        AND (c.kind = '{Kind.FLAG.value}' OR c.name IS NOT NULL) ORDER BY c.kind""",
        [photo_sha256],
    )
    return [replace(_label(row), name=None) for row in rows]


def _labels(file: LabelFile, photos: Sequence[str]) -> Mapping[str, list[Label]]:
    labels: dict[str, list[Label]] = defaultdict(list)
    disputed = disputed_among(file, photos)
    for row in file.rows_among(f"{_CURRENT} WHERE c.photo_sha256 IN ({{marks}})", photos):
        label = _label(row)
        is_disputed = (label.photo_sha256, label.sighting_id) in disputed
        labels[row[2]].append(replace(label, is_disputed=True) if is_disputed else label)
    return labels


def _live(
    file: LabelFile, photos: Sequence[str], labels: Mapping[str, list[Label]], *, with_matches: bool
) -> Mapping[str, list[_Live]]:
    """Each photo's live sightings in reading order. The matches are by far their largest part."""
    seen: dict[str, dict[str, _Live]] = {photo: {} for photo in photos}
    asked = f"s.matches, s.embedding, {PROVENANCE.format(look='l')}" if with_matches else "NULL"
    for photo, *row in file.rows_among(_SEEN.replace("{matches}", asked), photos):
        name, corners, crop, verdict, back, card_like, matches, *looked = row
        opinion = (verdict, matches, back, card_like)
        seen[photo][name] = _Live(name, parsed_corners(corners) or (), crop, *opinion, looked=tuple(looked))
    for (photo, _), hand in set_by_hand(file, photos, with_matches=with_matches).items():
        seen_there = (hand.crop_sha256, hand.verdict, hand.matches, hand.back, hand.card_like)
        seen[photo][hand.sighting_id] = _Live(
            hand.sighting_id, hand.corners, *seen_there, by_hand=True, looked=hand.looked
        )
    # A label's own corners are included: they are frozen, and a merged label may have come without its sighting.
    for label in (label for photo in photos for label in labels[photo]):
        if label.corners is None:
            continue
        sighting = seen[label.photo_sha256].get(label.sighting_id) or _Live(label.sighting_id, label.corners)
        if sighting.by_hand:
            continue
        crop = sighting.crop_sha256 or _crop_of(file, label)
        if sighting.corners != label.corners:
            crop = crop_at(file, label.photo_sha256, label.corners) or crop
        seen[label.photo_sha256][label.sighting_id] = replace(sighting, corners=label.corners, crop_sha256=crop)
    return {photo: list(_in_reading_order(by_name.values())) for photo, by_name in seen.items()}


def _crop_of(file: LabelFile, label: Label) -> str | None:
    crop: str | None = file.value("SELECT crop_sha256 FROM sightings WHERE id = ?", [label.sighting_id])
    return crop


def _in_reading_order(sightings: Iterable[_Live]) -> Iterator[_Live]:
    fixed = sorted(sightings, key=lambda sighting: sighting.sighting_id)
    return (fixed[position] for position in reading_order([np.array(sighting.corners) for sighting in fixed]))


def _lookups(file: LabelFile, photos: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    rows = file.rows_among(
        f"""SELECT photo_sha256, width, height, error_code, error, {PROVENANCE.format(look="l")}, max(id)
        FROM lookups AS l WHERE photo_sha256 IN ({{marks}}) GROUP BY photo_sha256""",
        photos,
    )
    return {row[0]: row[1:-1] for row in rows}


def _desk_photo(
    photo: KnownPhoto,
    live: Sequence[_Live],
    labels: Sequence[Label],
    looked: tuple[Any, ...] | None,
    answers: Mapping[tuple[str, str], tuple[ReviewAnswer, ...]],
) -> DeskPhoto:
    by_sighting = {label.sighting_id: label for label in labels}
    # What stands on no screen because the newest word took it back is not known to whoever decides.
    words = {name: answers.get((photo.sha256, name), ()) for name in by_sighting}
    width, height, code, message, *provenance = looked or (None, None, None, None)
    who_looked = Evidence(None, (), None, *provenance)
    sightings = [
        LiveSighting(
            number,
            sighting.sighting_id,
            sighting.corners,
            sighting.crop_sha256,
            verdict=Verdict(sighting.verdict) if sighting.verdict else None,
            matches=(matches := parsed_matches(sighting.matches)),
            label=replace(label, sighting=number) if (label := by_sighting.get(sighting.sighting_id)) else None,
            by_hand=sighting.by_hand,
            evidence=_evidence(sighting, matches, who_looked),
            back=sighting.back,
            answers=words.get(sighting.sighting_id, ()),
            card_like=None if sighting.card_like is None else bool(sighting.card_like),
        )
        for number, sighting in enumerate(live, start=1)
    ]
    size, is_seen = (width, height) if width else None, looked is not None and code is None
    about_photo = by_sighting.get(WHOLE_PHOTO)
    seen = (photo, is_seen, size, code, message, tuple(sightings))
    return DeskPhoto(*seen, about_photo, who_looked, answers=words.get(WHOLE_PHOTO, ()))


def _evidence(sighting: _Live, matches: tuple[Match, ...], who_looked: Evidence) -> Evidence:
    """The finding of `evidence_for`. For a sighting that the newest lookup did not see, only what answered."""
    if not sighting.looked:
        return NO_EVIDENCE if sighting.by_hand else who_looked
    embedding, *provenance = sighting.looked
    return Evidence(embedding, matches, None, *provenance)


def _label(row: tuple[Any, ...]) -> Label:
    event, photo, sha256, sighting, corners, kind, game, card_id, *rest = row
    place, of = (event, photo, sha256, sighting, None, parsed_corners(corners)), game if card_id is None else None
    # A label file of another laptop may hold anything as what was read.
    code, verdict, seen, company, grade, number, finish = map(_text, rest[-7:])
    read = (code, verdict, finish, seen, Slab(company, grade, number))
    return Label(*place, Kind(kind), card_of(game, card_id), *(*rest[:-7], of, *read))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


# Only the newest events are searched, so it costs the same in any file.
_EVENTS = 1000


def confirmed_last(file: LabelFile, limit: int) -> list[CardKey]:
    """The newest first, each once."""
    rows = file.rows(
        f"""SELECT game, card_id FROM (SELECT id, kind, game, card_id FROM events ORDER BY id DESC LIMIT {_EVENTS})
        WHERE kind IN {sql_list(NAMES_A_CARD - BY_A_MACHINE)} AND card_id IS NOT NULL ORDER BY id DESC"""
    )
    return list(dict.fromkeys(CardKey(*row) for row in rows))[:limit]


# Among so many of the newest events: it is asked before each photo is shown.
_NEWEST_LABELS = 300
# What is read as no printing of the card says nothing of it.
_READ = """CASE WHEN json_valid(print_read) AND json_extract(print_read, '$.verdict') = 'read'
    THEN json_extract(print_read, '$.read.set_code') END"""
_CODES = f"""SELECT coalesce(printing, {_READ}) AS code FROM true_labels AS c
    WHERE kind = 'confirm' AND code IS NOT NULL AND photo_sha256 <> ? AND NOT {DISPUTED} AND id IN (
        SELECT id FROM (SELECT id, batch, printing, print_read FROM events ORDER BY id DESC LIMIT {_NEWEST_LABELS})
        WHERE batch = ? AND (printing IS NOT NULL OR print_read IS NOT NULL))"""


def codes_of_batch(file: LabelFile, batch: str, *, besides: str) -> list[str]:
    """The code that each of the batch's newest confirmed cards has: as a person said it, else as it was read.

    `besides`: the hash of a photo that does not speak for itself.
    """
    return [str(code).upper() for (code,) in file.rows(_CODES, [besides, batch])]
