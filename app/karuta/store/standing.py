"""Current labels of a whole file in one pass over one index; querying the view for each would take seconds.

The view `current_labels` is the definition; a test holds these answers to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.label import BY_A_MACHINE, BY_A_PERSON, Kind
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile

_PERSONS = sql_list(BY_A_PERSON)
_UNDONE = """SELECT target_action_id FROM (
    SELECT target_action_id, kind, max(id) FROM events WHERE target_action_id IS NOT NULL GROUP BY target_action_id)
    WHERE kind = 'undo'"""
# Sightings that a machine labelled too go through the view: there the newest label need not be the current one.
_MACHINES = f"SELECT photo_sha256, sighting_id FROM events WHERE kind IN {sql_list(BY_A_MACHINE)}"
# The other columns are those of the row with the greatest id (SQLite's rule for a single max).
_NEWEST = f"""SELECT photo_sha256, kind, annotator, game, card_id, max(id) FROM events INDEXED BY events_by_sighting
    WHERE photo_sha256 IS NOT NULL AND kind IN {_PERSONS} AND action_id NOT IN ({_UNDONE}) {{without_machines}}
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
    if file.one(f"{_MACHINES} LIMIT 1") is None:
        return _NEWEST.format(without_machines="")
    without = f"AND (photo_sha256, sighting_id) NOT IN ({_MACHINES})"
    return f"{_NEWEST.format(without_machines=without)} UNION ALL {_BY_MACHINES}"
