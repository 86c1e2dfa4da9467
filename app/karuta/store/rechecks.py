"""Second looks in labels.db: which labels wait for one, what they found, and where people disagree. Writes nothing."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from karuta.domain.label import BY_A_PERSON, Kind
from karuta.domain.recheck import RECHECKS, SAID, Agreement, Disagreement, ReviewAnswer
from karuta.domain.statistics import wilson
from karuta.store.kinds import IN_FORCE, in_force, sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import card_of

_KINDS = sql_list(set(RECHECKS.values()))
_PERSONS = sql_list(BY_A_PERSON)


def _answer(alias: str) -> str:
    """The statement of an event, in one form for labels and second looks."""
    kind = f"replace({alias}.kind, 'recheck_', '')"
    return f"({kind} || char(31) || coalesce({alias}.game, '') || char(31) || coalesce({alias}.card_id, ''))"


# Second looks in force.
_STANDING = f"""SELECT r.* FROM events AS r WHERE r.kind IN {_KINDS} AND {in_force("r")}"""
_CONTRADICTED = f"""EXISTS (SELECT 1 FROM ({_STANDING} AND r.photo_sha256 = {{c}}.photo_sha256
    AND r.sighting_id = {{c}}.sighting_id AND r.id > {{c}}.id) AS r WHERE {_answer("r")} <> {_answer("{c}")})"""
# Each person's last label on a sighting, unless somebody who knew it has answered it since.
_WORDS = f"""labels_by_annotator AS w WHERE NOT EXISTS (SELECT 1 FROM events AS e
    WHERE e.photo_sha256 = w.photo_sha256 AND e.sighting_id = w.sighting_id AND e.id > w.id
    AND e.kind IN {_PERSONS} AND instr(e.follows, w.id) AND {IN_FORCE})"""
# A label without a printing contradicts none. Nearly every photo has one annotator, and asking that first is cheaper.
_SEVERAL = f"""((SELECT min(e.annotator) <> max(e.annotator) FROM events AS e
        WHERE e.photo_sha256 = {{c}}.photo_sha256)
    AND (SELECT count(DISTINCT {_answer("w")}) > 1 OR count(DISTINCT nullif(upper(w.printing), '')) > 1 FROM {_WORDS}
        AND w.photo_sha256 = {{c}}.photo_sha256 AND w.sighting_id = {{c}}.sighting_id))"""

DISPUTED = f"({_SEVERAL.format(c='c')} OR {_CONTRADICTED.format(c='c')})"
"""Whether a current label `c` by a person is disputed: another person's last label names another card, or another
printing of it, and nobody who knew both has decided since; or a second look since says something else. This is the one
place that says so.
"""
# Where two people labelled a sighting, the queue's row knows whether they named different cards.
_TWO_SAY = """({row}.disputed > 0 OR ({row}.judged_twice > 0
    AND EXISTS (SELECT 1 FROM events AS e WHERE e.photo_sha256 = {row}.photo_sha256 AND e.printing > '')))"""
MAY_BE_DISPUTED = f"""({_TWO_SAY} OR EXISTS (SELECT 1 FROM events AS e
    WHERE e.photo_sha256 = {{row}}.photo_sha256 AND e.kind IN {_KINDS}))"""
"""Whether it is worth asking that of the labels of a photo in the queue."""
# All photos of which that holds. One without a row in the queue was merged without its file.
_CANDIDATES = f"""SELECT photo_sha256 FROM queue WHERE {_TWO_SAY.format(row="queue")}
    UNION SELECT photo_sha256 FROM events WHERE kind IN {_KINDS}
    UNION SELECT photo_sha256 FROM events WHERE photo_sha256 IS NOT NULL
        AND photo_sha256 NOT IN (SELECT photo_sha256 FROM queue)"""
_PLACES = f"""SELECT c.photo_sha256, c.sighting_id FROM ({{photos}}) AS a
    CROSS JOIN true_labels AS c ON c.photo_sha256 = a.photo_sha256 WHERE {DISPUTED}"""
DISPUTED_PLACES = _PLACES.format(photos=_CANDIDATES)
"""(photo, sighting) of every disputed label."""


def count_disputed(file: LabelFile, *, game: str = "") -> int:
    """How many labels are disputed. `game`: of those that name this one alone."""
    sql = f"""SELECT count(*) FROM ({DISPUTED_PLACES}) AS d JOIN true_labels AS c USING (photo_sha256, sighting_id)
        WHERE ? IN ('', c.game)"""
    return int(file.value(sql, [game]))


def disputed_among(file: LabelFile, photos: Sequence[str]) -> frozenset[tuple[str, str]]:
    """(photo, sighting) of the disputed labels in these photos."""
    asked = f"""SELECT value AS photo_sha256 FROM json_each(?) LEFT JOIN queue AS q ON q.photo_sha256 = value
        WHERE q.photo_sha256 IS NULL OR {MAY_BE_DISPUTED.format(row="q")}"""
    return frozenset(file.rows(_PLACES.format(photos=asked), [json.dumps(list(photos))]))


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
    looked = Counter((answer, reviewed) for answer, reviewed, _ in rows)
    upheld = Counter((answer, reviewed) for answer, reviewed, is_same in rows if is_same)
    return [Agreement(*pair, wilson(upheld[pair], looked[pair])) for pair in sorted(looked)]


# Where the first label came without a crop: that of another sighting of the same place.
_CROP_BESIDE = """(SELECT min(o.crop_sha256) FROM events AS e JOIN joined AS j ON j.id = e.id
    JOIN sightings AS o ON o.id = j.sighting_id
    WHERE e.photo_sha256 = c.photo_sha256 AND e.sighting_id = c.sighting_id)"""


def disagreements(file: LabelFile) -> list[Disagreement]:
    """Every disputed sighting, in order of arrival; each with all last labels."""
    rows = file.rows(
        f"""SELECT c.photo_sha256, coalesce(q.name, c.photo_name), c.sighting_id,
            coalesce(g.crop_sha256, {_CROP_BESIDE})
        FROM ({DISPUTED_PLACES}) AS d JOIN true_labels AS c USING (photo_sha256, sighting_id)
        LEFT JOIN queue AS q USING (photo_sha256) LEFT JOIN sightings AS g ON g.id = c.sighting_id
        ORDER BY coalesce(q.first_place, ''), c.photo_sha256, c.sighting_id"""
    )
    words = last_words(file, [row[0] for row in rows])
    return [Disagreement(photo, name, sighting, crop, words[photo, sighting]) for photo, name, sighting, crop in rows]


_LAST_WORDS = f"""SELECT {{columns}} FROM (SELECT w.* FROM {_WORDS} AND w.photo_sha256 = :photo) AS o
    UNION ALL SELECT {{columns}} FROM ({_STANDING} AND r.photo_sha256 = :photo) AS o
    JOIN true_labels AS c ON c.photo_sha256 = :photo AND c.sighting_id = o.sighting_id AND o.id > c.id
    ORDER BY 2""".format(
    columns="o.sighting_id, o.id, o.annotator, o.time, o.kind, o.game, o.card_id, o.name, o.device, o.printing"
)


def last_words(file: LabelFile, photos: Iterable[str]) -> dict[tuple[str, str], tuple[ReviewAnswer, ...]]:
    """What was said last of each sighting of these photos, the oldest first: each person's label, and second looks
    since the current one.
    """
    by_sighting: dict[tuple[str, str], list[ReviewAnswer]] = defaultdict(list)
    for photo in dict.fromkeys(photos):
        for sighting, *values in file.rows(_LAST_WORDS, {"photo": photo}):
            by_sighting[photo, sighting].append(_answer_of(*values))
    return {place: tuple(words) for place, words in by_sighting.items()}


def _answer_of(
    event: str, annotator: str, time: str, kind: str, game: Any, card_id: Any, name: Any, device: str, printing: Any
) -> ReviewAnswer:
    answer_kind, card = Kind(kind), card_of(game, card_id)
    return ReviewAnswer(
        annotator,
        time,
        SAID.get(answer_kind, answer_kind),
        card,
        name,
        answer_kind in SAID,
        event,
        device,
        printing or None,
    )
