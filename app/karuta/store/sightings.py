"""Keeps what lookups saw in photos, and reads a photo's live sightings. Decides nothing about cards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from karuta.domain.errors import DamagedRow, PictureError
from karuta.domain.journal import sighting_id
from karuta.domain.label import BY_A_MACHINE, Evidence, Points, corners_text, parsed_corners
from karuta.domain.match import Verdict
from karuta.domain.queue import Pair, PairsWanted, certainty
from karuta.domain.sighting import settled
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import matches_json, parsed_matches
from karuta.store.outlines import PROVENANCE, SeenPhoto, SeenSighting, corners_set, outline_evidence
from karuta.store.queue import where_for
from karuta.store.seals import MADE_WITH, SUGGESTED, seal_of

_LOOKUP = ("id", "photo_sha256", "time", "width", "height", "error_code", "error", *MADE_WITH)
_NEWEST = "(SELECT id FROM lookups WHERE photo_sha256 = ? ORDER BY id DESC LIMIT 1)"


def keep_lookup(file: LabelFile, photo_sha256: str, seen: SeenPhoto) -> tuple[str, ...]:
    """Store a lookup as the photo's newest, in one transaction. Returns the sightings' ids, in the order of `seen`.

    A detection of a labelled sighting becomes that sighting, whose corners stay; a second detection of it is left out.
    """
    with file.writing():
        lookup_id = file.new_id()
        names: list[str] = []
        for name, sighting in _named(photo_sha256, seen, frozen_sightings(file, photo_sha256)):
            if name not in names:  # two detections within a pixel of each other
                _keep(file, photo_sha256, lookup_id, name, sighting)
                names.append(name)
        row = (lookup_id, photo_sha256, file.now(), *seen.size, None, None, *seen.provenance)
        file.insert("lookups", _LOOKUP, [row])
        _drop_older(file, photo_sha256, lookup_id)
    return tuple(names)


def keep_drawn(file: LabelFile, photo_sha256: str, seen: SeenPhoto) -> tuple[str, ...]:
    """Add sightings to the photo's newest lookup, in one transaction. Returns their ids, in the order of `seen`.

    One that matches a labelled sighting becomes that one; one that overlaps an unlabelled one replaces it.
    """
    with file.writing():
        newest = file.first_row(f"SELECT id FROM lookups WHERE id = {_NEWEST} AND error_code IS NULL", [photo_sha256])
        if newest is None:
            return keep_lookup(file, photo_sha256, seen)
        frozen = frozen_sightings(file, photo_sha256)
        names: list[str] = []
        for name, drawn in _named(photo_sha256, seen, frozen):
            _clear_place(file, newest[0], name, drawn.corners, labelled={sighting for sighting, _ in frozen})
            _keep(file, photo_sha256, newest[0], name, drawn)
            names.append(name)
    return tuple(names)


def _named(
    photo_sha256: str, seen: SeenPhoto, frozen: Sequence[tuple[str, Points]]
) -> Iterator[tuple[str, SeenSighting]]:
    """Each sighting with its id: that of the labelled one in whose place it lies, else its own."""
    for position, place in settled([s.corners for s in seen.sightings], [corners for _, corners in frozen]).items():
        sighting = seen.sightings[position]
        yield sighting_id(photo_sha256, sighting.corners) if place is None else frozen[place][0], sighting


def _keep(file: LabelFile, photo_sha256: str, lookup_id: str, name: str, sighting: SeenSighting) -> None:
    keep_sighting(file, photo_sha256, name, sighting.corners, crop_sha256=sighting.crop_sha256)
    file.insert("suggestions", (*SUGGESTED, "seal"), [_suggestion(lookup_id, name, sighting)])


def _clear_place(file: LabelFile, lookup_id: str, name: str, corners: Points, *, labelled: set[str]) -> None:
    """Remove from a lookup what a drawn sighting replaces: itself, and unlabelled detections under it."""
    rows = file.rows(
        "SELECT s.sighting_id, g.corners FROM suggestions AS s JOIN sightings AS g ON g.id = s.sighting_id "
        "WHERE s.lookup_id = ?",
        [lookup_id],
    )
    under = [
        other
        for other, text in rows
        if other == name or (other not in labelled and settled([parsed_corners(text) or ()], [corners]) == {0: 0})
    ]
    file.change(
        "DELETE FROM suggestions WHERE lookup_id = ? AND sighting_id = ?", [(lookup_id, entry) for entry in under]
    )


def keep_failure(file: LabelFile, photo_sha256: str, error: PictureError) -> None:
    """Record that a photo's file could not be looked up, and why, unless an earlier lookup succeeded.

    The bytes are the same, so a failure now (a folder that is not there) does not undo what was seen.
    """
    with file.writing():
        if file.first_row("SELECT 1 FROM lookups WHERE photo_sha256 = ? AND error_code IS NULL", [photo_sha256]):
            return
        lookup_id = file.new_id()
        row = (lookup_id, photo_sha256, file.now(), None, None, error.code, error.message, *[None] * 7)
        file.insert("lookups", _LOOKUP, [row])
        _drop_older(file, photo_sha256, lookup_id)


def keep_sighting(file: LabelFile, photo_sha256: str, name: str, corners: Points, *, crop_sha256: str | None) -> None:
    """Store a sighting. A known one keeps its corners, and gets a crop if it had none."""
    with file.writing():
        row = (name, photo_sha256, corners_text(corners), crop_sha256)
        file.insert("sightings", ("id", "photo_sha256", "corners", "crop_sha256"), [row], conflict="OR IGNORE")
        file.change("UPDATE sightings SET crop_sha256 = ? WHERE id = ? AND crop_sha256 IS NULL", [(crop_sha256, name)])


def keep_its_name(file: LabelFile, photo_sha256: str, name: str, corners: Points) -> None:
    """A sighting about to be labelled replaces what the newest lookup sees in its place under another id.

    This happens when a lookup finishes first and the label is about the earlier look, still on the screen.
    """
    newest = f"SELECT 1 FROM suggestions WHERE lookup_id = {_NEWEST} AND sighting_id = ?"
    if file.first_row(newest, [photo_sha256, name]) or corners_set(file, photo_sha256, name) is not None:
        return
    frozen = {sighting for sighting, _ in frozen_sightings(file, photo_sha256)}
    rows = file.rows(
        f"""SELECT s.lookup_id, s.sighting_id, g.corners FROM suggestions AS s
        JOIN sightings AS g ON g.id = s.sighting_id WHERE s.lookup_id = {_NEWEST}""",
        [photo_sha256],
    )
    others = [row for row in rows if row[1] not in frozen]
    same = settled([parsed_corners(text) or () for _, _, text in others], [corners])
    for at, place in same.items():
        if place is not None:
            lookup_id, old, _ = others[at]
            _rename(file, lookup_id, old, new=name)


def _rename(file: LabelFile, lookup_id: str, old: str, *, new: str) -> None:
    """Raises `DamagedRow` for a row that is not as it was written: it is not sealed anew."""
    row = file.first_row(
        f"SELECT seal, {', '.join(SUGGESTED)} FROM suggestions WHERE lookup_id = ? AND sighting_id = ?",
        [lookup_id, old],
    )
    assert row is not None
    seal, *values = row
    if seal not in (None, seal_of("suggestions", SUGGESTED, values)):
        raise DamagedRow
    values[1] = new
    sql = """UPDATE suggestions SET sighting_id = ?, seal = ?, seen_as = nullif(coalesce(seen_as, sighting_id), ?)
        WHERE lookup_id = ? AND sighting_id = ?"""
    file.change(sql, [(new, seal_of("suggestions", SUGGESTED, values), new, lookup_id, old)])


def name_suggestions(file: LabelFile, photo_sha256: str, joined: Mapping[str, str]) -> None:
    """Give what the newest look saw of labelled sightings their names, wherever look and labels came from.

    It depends on the look and on the labels alone, not on the order in which they came. `meant`: by the name that
    events gave a sighting, the one that it counts for.
    """
    rows = file.rows(
        f"""SELECT s.lookup_id, s.sighting_id, coalesce(s.seen_as, s.sighting_id) AS seen, g.corners
        FROM suggestions AS s LEFT JOIN sightings AS g ON g.id = coalesce(s.seen_as, s.sighting_id)
        WHERE s.lookup_id = {_NEWEST} ORDER BY seen""",
        [photo_sha256],
    )
    frozen = sorted(frozen_sightings(file, photo_sha256))
    names = {seen: joined[seen] for _, _, seen, _ in rows if seen in joined}
    others = [(seen, parsed_corners(corners)) for _, _, seen, corners in rows if seen not in joined]
    unnamed = [(seen, corners) for seen, corners in others if corners is not None]
    for at, place in settled([corners for _, corners in unnamed], [corners for _, corners in frozen]).items():
        if place is not None:
            names[unnamed[at][0]] = frozen[place][0]
    taken: set[str] = set()
    missing: list[tuple[str, str, str]] = []
    # A sighting's own name is its own; then what events say comes before what lies near.
    for lookup_id, name, seen, _ in sorted(rows, key=lambda row: (names.get(row[2]) != row[2], row[2] not in joined)):
        new = names.get(seen, seen)
        new = seen if new in taken else new
        taken.add(new)
        if new != name:
            missing.append((lookup_id, name, new))
    for number, (lookup_id, name, _) in enumerate(missing):
        _rename(file, lookup_id, name, new=f"-{number}")
    for number, (lookup_id, _, new) in enumerate(missing):
        _rename(file, lookup_id, f"-{number}", new=new)


def meant_sighting(file: LabelFile, photo_sha256: str, name: str) -> str:
    """The sighting that this one counts for since a merge; itself, where it stands for itself."""
    row = name and file.first_row(
        """SELECT e.sighting_id FROM joined AS j JOIN events AS e ON e.id = j.id
        WHERE j.sighting_id = ? AND e.photo_sha256 = ? LIMIT 1""",
        [name, photo_sha256],
    )
    return row[0] if row else name


def frozen_sightings(file: LabelFile, photo_sha256: str) -> list[tuple[str, Points]]:
    """(id, corners) of every sighting of a photo that was ever labelled or set by hand; an undone label can be redone.

    One entry per place where it was: a detection at its earlier place is that sighting too.
    """
    rows = file.rows(
        """SELECT sighting_id, corners FROM (
            SELECT sighting_id, corners, id FROM events WHERE photo_sha256 = :photo AND sighting_id > ''
            UNION ALL SELECT s.id, s.corners, '~' FROM sightings AS s WHERE s.photo_sha256 = :photo AND EXISTS (
                SELECT 1 FROM events AS e WHERE e.photo_sha256 = :photo AND e.sighting_id = s.id))
        GROUP BY sighting_id, corners ORDER BY min(id)""",
        {"photo": photo_sha256},
    )
    return [(name, corners) for name, text in rows if (corners := parsed_corners(text)) is not None]


def corners_of(file: LabelFile, photo_sha256: str, name: str) -> Points | None:
    """A sighting's corners: as a person set them, else as in its first label, else as seen; None if unknown."""
    if (by_hand := corners_set(file, photo_sha256, name)) is not None:
        return by_hand
    place = [photo_sha256, name]
    row = file.first_row(
        "SELECT corners FROM events WHERE photo_sha256 = ? AND sighting_id = ? AND kind <> 'corners' "
        "ORDER BY id LIMIT 1",
        place,
    ) or file.first_row("SELECT corners FROM sightings WHERE photo_sha256 = ? AND id = ?", place)
    return parsed_corners(row[0]) if row else None


def evidence_for(file: LabelFile, photo_sha256: str, name: str) -> Evidence:
    """The last look at a sighting with its present corners; of a whole photo, only what answered."""
    if (by_hand := outline_evidence(file, photo_sha256, name)) is not None:
        return by_hand
    row = file.first_row(
        f"""SELECT s.embedding, s.matches, {PROVENANCE.format(look="l")}
        FROM lookups AS l LEFT JOIN suggestions AS s ON s.lookup_id = l.id AND s.sighting_id = ?
        WHERE l.id = {_NEWEST}""",
        [name, photo_sha256],
    )
    return Evidence() if row is None else Evidence(row[0], parsed_matches(row[1]), None, *row[2:])


def _suggestion(lookup_id: str, name: str, sighting: SeenSighting) -> Sequence[object]:
    top = sighting.matches[0].card if sighting.matches else (None, None)
    sure = certainty(sighting.verdict, sighting.matches)
    values = (
        *(lookup_id, name, sighting.verdict.value, sure, *top),
        matches_json(sighting.matches),
        sighting.embedding,
        sighting.back,
        sighting.kept_likeness,
    )
    return (*values, seal_of("suggestions", SUGGESTED, values))


def forget_looks(file: LabelFile, photos: Sequence[str]) -> None:
    """These photos wait to be looked up again; their labels stay. The queue has to be derived again afterwards."""
    with file.writing():
        for photo in photos:
            _drop_older(file, photo, "")


def _drop_older(file: LabelFile, photo_sha256: str, lookup_id: str) -> None:
    """Older lookups can be made again, and what a label needs of them is in its event."""
    older = [
        row[0]
        for row in file.rows("SELECT id FROM lookups WHERE photo_sha256 = ? AND id <> ?", [photo_sha256, lookup_id])
    ]
    file.change("DELETE FROM suggestions WHERE lookup_id = ?", [(name,) for name in older])
    file.change("DELETE FROM lookups WHERE id = ?", [(name,) for name in older])


# An open photo could be read and has no label on the whole photo.
_PAIRS = """SELECT queued.photo_sha256, queued.name, s.sighting_id, g.crop_sha256, s.verdict, s.certainty, s.matches
    FROM {source} JOIN lookups AS l
        ON l.id = (SELECT max(x.id) FROM lookups AS x WHERE x.photo_sha256 = queued.photo_sha256)
    JOIN suggestions AS s ON s.lookup_id = l.id
    JOIN sightings AS g ON g.id = s.sighting_id
    {where} AND queued.state IN {states} AND s.top_card_id IS NOT NULL {more}
    AND NOT EXISTS (SELECT 1 FROM current_labels AS c
        WHERE c.photo_sha256 = queued.photo_sha256 AND c.sighting_id = s.sighting_id {other})
    AND NOT EXISTS (SELECT 1 FROM corners_by_hand AS h
        WHERE h.photo_sha256 = queued.photo_sha256 AND h.sighting_id = s.sighting_id)
    ORDER BY queued.position, s.sighting_id LIMIT ?"""
_OTHER_THAN_A_MACHINES = f"""AND NOT (c.kind IN {sql_list(BY_A_MACHINE)}
    AND c.game = s.top_game AND c.card_id = s.top_card_id)"""


def undecided_pairs(file: LabelFile, pairs_wanted: PairsWanted, *, count: int) -> list[Pair]:
    """The first `count`, in stack order; never from a photo that was removed or could not be read.

    Nor one whose corners a person moved: what the lookup said, and its crop, are of another outline.
    """
    values: list[Any] = []
    source = "queued"
    if pairs_wanted.photos is not None:
        source = "json_each(?) AS asked CROSS JOIN queued ON queued.photo_sha256 = asked.value"
        values.append(json.dumps(pairs_wanted.photos))
    where, narrowed = where_for(pairs_wanted.queue)
    more = ""
    values += narrowed
    if pairs_wanted.card is not None:
        more += " AND s.top_game = ? AND s.top_card_id = ?"
        values += [pairs_wanted.card.game, pairs_wanted.card.card_id]
    if pairs_wanted.verdict is not None:
        more += " AND s.verdict = ?"
        values.append(pairs_wanted.verdict.value)
    states, other = ("('open', 'done')", _OTHER_THAN_A_MACHINES) if pairs_wanted.or_by_machine else ("('open')", "")
    query = _PAIRS.format(source=source, where=where, states=states, more=more, other=other)
    rows = file.rows(query, [*values, count])
    return [_pair(row) for row in rows]


def _pair(row: tuple[Any, ...]) -> Pair:
    photo, name, sighting, crop, verdict, certainty, matches = row
    return Pair(photo, name, sighting, crop, Verdict(verdict), certainty, parsed_matches(matches)[0])
