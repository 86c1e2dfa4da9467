"""Second looks in labels.db: which labels wait for one, what they found, and where people disagree. Writes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.label import BY_A_PERSON, Kind
from karuta.domain.recheck import RECHECKS, SAID, Agreement, Disagreement, ReviewAnswer
from karuta.domain.statistics import wilson
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile

_KINDS = sql_list(set(RECHECKS.values()))
_PERSONS = sql_list(BY_A_PERSON)


def _answer(alias: str) -> str:
    """The statement of an event, in one form for labels and second looks."""
    kind = f"replace({alias}.kind, 'recheck_', '')"
    return f"({kind} || char(31) || coalesce({alias}.game, '') || char(31) || coalesce({alias}.card_id, ''))"


# Second looks in force.
_STANDING = f"""SELECT r.* FROM events AS r WHERE r.kind IN {_KINDS} AND coalesce((SELECT u.kind FROM events AS u
    WHERE u.target_action_id = r.action_id ORDER BY u.id DESC LIMIT 1), 'redo') = 'redo'"""
_CONTRADICTED = f"""EXISTS (SELECT 1 FROM ({_STANDING} AND r.photo_sha256 = {{c}}.photo_sha256
    AND r.sighting_id = {{c}}.sighting_id AND r.id > {{c}}.id) AS r WHERE {_answer("r")} <> {_answer("{c}")})"""
# Sides whose last labels differ. Nearly every photo has one annotator, and checking that first is cheaper.
_SEVERAL = f"""((SELECT min(e.annotator) <> max(e.annotator) OR min(e.device) <> max(e.device) FROM events AS e
        WHERE e.photo_sha256 = {{c}}.photo_sha256)
    AND (SELECT count(DISTINCT {_answer("w")}) FROM sides AS w
        WHERE w.photo_sha256 = {{c}}.photo_sha256 AND w.sighting_id = {{c}}.sighting_id) > 1)"""

DISPUTED = f"({_SEVERAL.format(c='c')} OR {_CONTRADICTED.format(c='c')})"
"""Whether a current label `c` is contradicted: by another annotator's last word, or by a second look since."""


def waiting(file: LabelFile, annotator: str, *, count: int, seed: str) -> list[tuple[str, str]]:
    """(photo, sighting) of `count` confirmed sightings on which this annotator has not had a second look.

    A random sample: each label's place is drawn from its own identifier and `seed`. So the same labels give the same
    sample, and those already checked do not shift the others.
    """
    rows = file.rows(
        f"""SELECT c.photo_sha256, c.sighting_id, c.id FROM true_labels AS c WHERE c.kind = 'confirm'
        AND c.sighting_id > '' AND NOT EXISTS (SELECT 1 FROM ({_STANDING} AND r.photo_sha256 = c.photo_sha256
            AND r.sighting_id = c.sighting_id AND r.id > c.id AND r.annotator = ?))""",
        [annotator],
    )
    drawn = sorted(rows, key=lambda row: sha256(f"{seed}:{row[2]}".encode()).digest())
    return [(photo, sighting) for photo, sighting, _ in drawn[:count]]


def agreement(file: LabelFile) -> list[Agreement]:
    """Of each annotator's labels that had a second look, how many it confirmed, by who looked; in the order of names.

    A second look is compared with the label that was current at that time, whatever came later.
    """
    rows = file.rows(
        f"""SELECT b.annotator, r.annotator, {_answer("r")} = {_answer("b")} FROM ({_STANDING}) AS r
        JOIN events_in_force AS b ON b.id = (SELECT max(l.id) FROM events_in_force AS l
            WHERE l.photo_sha256 = r.photo_sha256 AND l.sighting_id = r.sighting_id AND l.id < r.id
            AND l.kind IN {_PERSONS})
        WHERE b.kind <> 'withdraw'"""
    )
    looked = Counter((said, reviewed) for said, reviewed, _ in rows)
    upheld = Counter((said, reviewed) for said, reviewed, is_same in rows if is_same)
    return [Agreement(*pair, wilson(upheld[pair], looked[pair])) for pair in sorted(looked)]


# Where the first label came without a crop: that of another sighting of the same place.
_CROP_BESIDE = """(SELECT min(o.crop_sha256) FROM events AS e JOIN joined AS j ON j.id = e.id
    JOIN sightings AS o ON o.id = j.sighting_id
    WHERE e.photo_sha256 = c.photo_sha256 AND e.sighting_id = c.sighting_id)"""


def disagreements(file: LabelFile) -> list[Disagreement]:
    """Every sighting whose current label is contradicted, in order of arrival; each with all last labels."""
    rows = file.rows(
        f"""SELECT c.photo_sha256, coalesce(q.name, c.photo_name), c.sighting_id,
            coalesce(g.crop_sha256, {_CROP_BESIDE})
        FROM true_labels AS c LEFT JOIN queue AS q USING (photo_sha256) LEFT JOIN sightings AS g ON g.id = c.sighting_id
        WHERE (q.photo_sha256 IS NULL OR q.disputed > 0 OR c.photo_sha256 IN (SELECT photo_sha256 FROM ({_STANDING})))
        AND {DISPUTED} ORDER BY coalesce(q.first_place, ''), c.photo_sha256, c.sighting_id"""
    )
    said = _said(file, [row[0] for row in rows])
    return [
        Disagreement(photo, name, sighting, crop, tuple(said[photo, sighting])) for photo, name, sighting, crop in rows
    ]


def _said(file: LabelFile, photos: Sequence[str]) -> dict[tuple[str, str], list[ReviewAnswer]]:
    """The last statements about the sightings of these photos: each annotator's label, and second looks since then."""
    found: dict[tuple[str, str], list[tuple[str, ReviewAnswer]]] = defaultdict(list)
    for photo in dict.fromkeys(photos):
        rows = file.rows(
            f"""SELECT w.sighting_id, w.id, w.device, w.annotator, w.time, w.kind, w.game, w.card_id, w.name
            FROM sides AS w WHERE w.photo_sha256 = :photo
            UNION ALL SELECT r.sighting_id, r.id, r.device, r.annotator, r.time, r.kind, r.game, r.card_id, r.name
            FROM ({_STANDING} AND r.photo_sha256 = :photo) AS r
            JOIN true_labels AS c ON c.photo_sha256 = :photo AND c.sighting_id = r.sighting_id AND r.id > c.id""",
            {"photo": photo},
        )
        for sighting, event, device, *rest in rows:
            found[photo, sighting].append((event, replace(_one(*rest), event_id=event, device=device)))
    return {place: [word for _, word in sorted(words, key=lambda pair: pair[0])] for place, words in found.items()}


def _one(annotator: str, time: str, kind: str, game: Any, card_id: Any, name: Any) -> ReviewAnswer:
    one = Kind(kind)
    card = None if card_id is None else CardKey(game, card_id)
    return ReviewAnswer(annotator, time, SAID.get(one, one), card, name, blind=one in SAID)
