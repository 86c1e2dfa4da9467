"""Counts current labels, in about a second for a million events, and a day's decisions. Writes nothing.

The view `current_labels` is the definition; a test holds these answers to it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from karuta.domain.card import CardKey
from karuta.domain.journal import ENTROPY_BYTES, uuid7
from karuta.domain.label import BY_A_MACHINE, BY_A_PERSON, DECIDES, Kind, is_truth
from karuta.domain.recheck import DayCount, LabelCounts
from karuta.store import rechecks
from karuta.store.kinds import IN_FORCE, sql_list
from karuta.store.label_file import LabelFile

_PERSONS = sql_list(BY_A_PERSON)
_UNDONE = f"""SELECT e.id FROM events AS s CROSS JOIN events AS e ON e.action_id = s.target_action_id
    WHERE s.target_action_id IS NOT NULL AND NOT {IN_FORCE}"""
# Sightings that a machine labelled too go through the view: there the newest label need not be the current one.
_MACHINES = f"SELECT photo_sha256, sighting_id FROM events WHERE kind IN {sql_list(BY_A_MACHINE)}"
# The other columns are those of the row with the greatest id (SQLite's rule for a single max).
_NEWEST = f"""SELECT photo_sha256, kind, annotator, game, card_id, max(id) FROM events INDEXED BY events_by_sighting
    WHERE photo_sha256 IS NOT NULL AND kind IN {_PERSONS} AND id NOT IN ({_UNDONE}) {{without_machines}}
    GROUP BY photo_sha256, sighting_id"""
_BY_MACHINES = f"""SELECT photo_sha256, kind, annotator, game, card_id, id FROM current_labels
    WHERE (photo_sha256, sighting_id) IN ({_MACHINES})"""


@dataclass(frozen=True)
class StandingGroup:
    """How many current labels say this."""

    kind: Kind
    annotator: str
    game: str | None
    card_id: str | None
    labels: int


def standing_groups(file: LabelFile) -> list[StandingGroup]:
    """The current labels, counted by what they say and who gave them."""
    rows = file.rows(
        f"SELECT kind, annotator, game, card_id, count(*) FROM ({_standing(file)}) WHERE kind <> 'withdraw' "
        "GROUP BY 1, 2, 3, 4"
    )
    return [StandingGroup(Kind(kind), *rest) for kind, *rest in rows]


def labelled_photos(file: LabelFile) -> list[str]:
    """The hashes of all photos with a current label, in the order in which they arrived."""
    rows = file.rows(
        f"""SELECT photo_sha256 FROM (
            SELECT DISTINCT photo_sha256 FROM ({_standing(file)}) WHERE kind <> 'withdraw')
        LEFT JOIN queue USING (photo_sha256) ORDER BY coalesce(first_place, ''), photo_sha256"""
    )
    return [row[0] for row in rows]


def _standing(file: LabelFile) -> str:
    if file.first_row(f"{_MACHINES} LIMIT 1") is None:
        return _NEWEST.format(without_machines="")
    without = f"AND (photo_sha256, sighting_id) NOT IN ({_MACHINES})"
    return f"{_NEWEST.format(without_machines=without)} UNION ALL {_BY_MACHINES}"


def label_counts(file: LabelFile) -> LabelCounts:
    """Everything that `labels stats` reports. Raises `LibraryError`."""
    groups = standing_groups(file)
    kinds: Counter[str] = Counter()
    annotators: Counter[str] = Counter()
    for group in groups:
        kinds[group.kind.value] += group.labels
        annotators[group.annotator] += group.labels
    photos = file.first_row(
        """SELECT count(*), coalesce(sum(NOT removed), 0), coalesce(sum(state = 'done' AND NOT removed), 0),
        coalesce(sum(judged_twice), 0) FROM queued"""
    )
    assert photos is not None  # counts are always there
    photos_known, queued, decided, judged_twice = photos
    reviewed = rechecks.agreement(file)
    return LabelCounts(
        events=file.value("SELECT count(*) FROM events"),
        labels=sum(kinds.values()),
        truth=sum(group.labels for group in groups if is_truth(group.kind)),
        photos=photos_known,
        photos_in_queue=queued,
        photos_done=decided,
        cards=len({(group.game, group.card_id) for group in groups if group.card_id is not None}),
        by_kind=dict(sorted(kinds.items())),
        by_annotator=dict(sorted(annotators.items())),
        judged_twice=judged_twice,
        disagreements=rechecks.count_disputed(file),
        last=file.value("SELECT time FROM events ORDER BY id DESC LIMIT 1"),
        agreement={agreement.annotator: agreement.upheld for agreement in reviewed if agreement.is_own},
        reviewed=[agreement for agreement in reviewed if not agreement.is_own],
    )


# What a person decided here: not what a file brought, and not what was undone since.
_OF_THE_DAY = f"""+e.annotator = :annotator AND e.time >= :start AND e.time < :end
    AND e.kind IN {sql_list(DECIDES)} AND e.source IN ('window', 'command', 'check')"""
# By the index on annotators, whose identifiers begin with the time: an event's is never of an earlier moment.
_FROM_THE_START = f"""SELECT count(*) FROM events AS e WHERE e.annotator = :annotator AND e.source <> 'export'
    AND e.id >= :first AND {_OF_THE_DAY} AND {IN_FORCE}"""
_SINCE = f"SELECT count(*) FROM events AS e WHERE e.rowid > :seen AND {_OF_THE_DAY} AND {IN_FORCE}"
_SETTLED = """SELECT DISTINCT u.target_action_id, (SELECT t.kind FROM events AS t
    WHERE t.target_action_id = u.target_action_id AND t.annotator = u.annotator AND t.rowid <= :seen
    ORDER BY t.id DESC LIMIT 1) IS 'undo'
    FROM events AS u WHERE u.rowid > :seen AND +u.target_action_id IS NOT NULL AND +u.annotator = :annotator"""
_COUNTED = f"SELECT count(*) FROM events AS e WHERE e.action_id = :action AND e.rowid <= :seen AND {_OF_THE_DAY}"
_STANDS = f"SELECT {IN_FORCE} FROM (SELECT :action AS action_id, :annotator AS annotator, '' AS device) AS e"


def counted_further(file: LabelFile, day: DayCount) -> DayCount:
    """The counts brought up to now: new decisions, and those that were undone or redone."""
    (newest,) = file.rows("SELECT coalesce(max(rowid), 0) FROM events")[0]
    values = asdict(day)
    if not day.seen:
        first = uuid7(now_ms=round(datetime.fromisoformat(day.start).timestamp() * 1000), entropy=bytes(ENTROPY_BYTES))
        ((decided,),) = file.rows(_FROM_THE_START, values | {"first": first})
        return replace(day, decided=decided, seen=newest)
    ((decided,),) = file.rows(_SINCE, values)
    for action, was_undone in file.rows(_SETTLED, values):
        ((stands,),) = file.rows(_STANDS, values | {"action": action})
        if bool(stands) == bool(was_undone):
            ((events,),) = file.rows(_COUNTED, values | {"action": action})
            decided += events if stands else -events
    return replace(day, decided=day.decided + decided, seen=newest)


def labels_of_cards(file: LabelFile) -> dict[CardKey, int]:
    """How many current labels each card has, in the catalogue or not. Raises `LibraryError`."""
    counts: Counter[CardKey] = Counter()
    for group in standing_groups(file):
        if group.game is not None and group.card_id is not None:
            counts[CardKey(group.game, group.card_id)] += group.labels
    return dict(counts)
