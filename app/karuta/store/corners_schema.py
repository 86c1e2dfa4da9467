"""Three steps of labels.db: corners that a person sets and the queue that counts them, the label *a back*, and merges.

An event of the kind `corners` says where a sighting is; the newest one in force overrides every lookup. `outlines`
keeps what was seen at such corners, one row per look, so undo and redo find each look again.

`merges`, `set_aside`, `joined` and `devices` are this file's own and are never passed on: what each merge brought, what
a merge that was undone took with it, which events are counted for another sighting than they name, and who writes here.
"""

from __future__ import annotations

_IN_FORCE = """coalesce((SELECT u.kind FROM events AS u
    WHERE u.target_action_id = {e}.action_id ORDER BY u.id DESC LIMIT 1), 'redo') = 'redo'"""
_NEWEST = (
    "(SELECT max(e.id) FROM events AS e WHERE e.photo_sha256 = p.sha256 AND e.sighting_id = '' "
    "AND e.kind = '{kind}' AND " + _IN_FORCE.format(e="e") + ")"
)
_OPEN = (
    "NOT EXISTS (SELECT 1 FROM current_labels AS c WHERE c.photo_sha256 = p.sha256 AND c.sighting_id = o.sighting_id)"
)
_SAID = "DISTINCT w.kind || char(31) || coalesce(w.game, '') || char(31) || coalesce(w.card_id, '')"
_JUDGED = (
    "CASE WHEN (SELECT min(e.annotator) <> max(e.annotator) FROM events AS e WHERE e.photo_sha256 = p.sha256) THEN "
    "(SELECT count(*) FROM (SELECT 1 FROM labels_by_annotator AS w WHERE w.photo_sha256 = p.sha256 "
    "GROUP BY w.sighting_id HAVING count({more_than_one}) > 1)) ELSE 0 END"
)
# What a lookup said about a sighting no longer counts once a person moved its corners.
_NOT_MOVED = (
    "NOT EXISTS (SELECT 1 FROM corners_by_hand AS h WHERE h.photo_sha256 = p.sha256 AND h.sighting_id = o.sighting_id)"
)
_NOT_SEEN = "NOT EXISTS (SELECT 1 FROM suggestions AS g WHERE g.lookup_id = l.id AND g.sighting_id = o.sighting_id)"
_LEAST_CERTAIN = "CASE WHEN h.certainty < coalesce(s.certainty, 2) THEN h.{column} ELSE s.{column} END AS {column}"

_QUEUE_NOW = f"""CREATE VIEW queue_now AS
        SELECT p.sha256 AS photo_sha256,
            coalesce(first.id, '') AS first_place,
            coalesce((SELECT x.id FROM places AS x WHERE x.photo_sha256 = p.sha256 AND x.arrived
                ORDER BY x.id DESC LIMIT 1), '') AS last_arrival,
            coalesce((SELECT x.name FROM places AS x WHERE x.photo_sha256 = p.sha256
                ORDER BY x.id DESC LIMIT 1), '') AS name,
            first.batch AS batch,
            first.listing AS listing,
            {_NEWEST.format(kind="skip")} AS skip_id,
            {_NEWEST.format(kind="remove")} AS remove_id,
            l.id AS lookup_id,
            l.error_code AS error_code,
            (SELECT c.kind FROM current_labels AS c
                WHERE c.photo_sha256 = p.sha256 AND c.sighting_id = '') AS whole_photo,
            (SELECT count(*) FROM current_labels AS c
                WHERE c.photo_sha256 = p.sha256 AND c.sighting_id > '') AS decided,
            (SELECT count(*) FROM suggestions AS o WHERE o.lookup_id = l.id AND {_OPEN})
                + (SELECT count(*) FROM corners_by_hand AS o
                    WHERE o.photo_sha256 = p.sha256 AND {_OPEN} AND {_NOT_SEEN}) AS undecided,
            {_JUDGED.format(more_than_one="*")} AS judged_twice,
            {_JUDGED.format(more_than_one=_SAID)} AS disputed,
            {", ".join(_LEAST_CERTAIN.format(column=c) for c in ("verdict", "certainty", "top_game", "top_card_id"))}
        FROM photos AS p
        LEFT JOIN places AS first ON first.id = (SELECT x.id FROM places AS x
            WHERE x.photo_sha256 = p.sha256 AND x.arrived ORDER BY x.id LIMIT 1)
        LEFT JOIN lookups AS l ON l.id = (SELECT x.id FROM lookups AS x
            WHERE x.photo_sha256 = p.sha256 ORDER BY x.id DESC LIMIT 1)
        LEFT JOIN suggestions AS s ON s.lookup_id = l.id AND s.sighting_id = (SELECT o.sighting_id
            FROM suggestions AS o WHERE o.lookup_id = l.id AND {_OPEN} AND {_NOT_MOVED}
            ORDER BY o.certainty, o.sighting_id LIMIT 1)
        LEFT JOIN outlines AS h ON h.id = (SELECT k.id
            FROM corners_by_hand AS o JOIN outlines AS k ON k.id = o.outline_id
            WHERE o.photo_sha256 = p.sha256 AND {_OPEN} ORDER BY k.certainty, o.sighting_id LIMIT 1)"""

CORNERS_BY_HAND = (
    """CREATE TABLE outlines (
        id TEXT PRIMARY KEY,
        photo_sha256 TEXT NOT NULL,
        corners TEXT NOT NULL,
        time TEXT NOT NULL,
        model TEXT,
        model_hash TEXT,
        index_name TEXT,
        index_hash TEXT,
        crop_sha256 TEXT,
        verdict TEXT NOT NULL,
        certainty REAL NOT NULL,
        top_game TEXT,
        top_card_id TEXT,
        matches TEXT NOT NULL,
        embedding BLOB)""",
    "CREATE INDEX outlines_by_corners ON outlines (photo_sha256, corners, id)",
    "CREATE INDEX events_of_corners ON events (photo_sha256, sighting_id, id) WHERE kind = 'corners'",
    f"""CREATE VIEW corners_by_hand AS
        SELECT e.photo_sha256, e.sighting_id, e.corners, e.id AS event_id, (SELECT max(x.id) FROM outlines AS x
            WHERE x.photo_sha256 = e.photo_sha256 AND x.corners = e.corners) AS outline_id
        FROM events AS e
        WHERE e.kind = 'corners' AND {_IN_FORCE.format(e="e")}
        AND NOT EXISTS (SELECT 1 FROM events AS l WHERE l.kind = 'corners' AND l.photo_sha256 = e.photo_sha256
            AND l.sighting_id = e.sighting_id AND l.id > e.id AND {_IN_FORCE.format(e="l")})""",
    "DROP VIEW queue_now",
    _QUEUE_NOW,
    """CREATE TRIGGER queue_after_outline AFTER INSERT ON outlines BEGIN
        DELETE FROM queue WHERE photo_sha256 = NEW.photo_sha256;
        INSERT INTO queue SELECT * FROM queue_now WHERE photo_sha256 = NEW.photo_sha256; END""",
)


_PERSONS = "('confirm', 'unknown', 'unreadable', 'no_card', 'back', 'withdraw')"
_LABELS = "('confirm', 'unknown', 'unreadable', 'no_card', 'back', 'withdraw', 'auto_confirm')"

# `true_labels`, `queue_now` and `queued` ask these by name and stay as they are.
BACKS = (
    "ALTER TABLE suggestions ADD COLUMN back TEXT",
    "ALTER TABLE outlines ADD COLUMN back TEXT",
    "DROP VIEW current_labels",
    f"""CREATE VIEW current_labels AS
        SELECT e.* FROM events AS e
        WHERE e.photo_sha256 IS NOT NULL
        AND e.kind IN ('confirm', 'unknown', 'unreadable', 'no_card', 'back', 'auto_confirm')
        AND {_IN_FORCE.format(e="e")}
        AND NOT EXISTS (
            SELECT 1 FROM events AS l
            WHERE l.photo_sha256 = e.photo_sha256 AND l.sighting_id = e.sighting_id AND l.id > e.id
            AND l.kind IN {_LABELS} AND (e.kind = 'auto_confirm' OR l.kind <> 'auto_confirm')
            AND {_IN_FORCE.format(e="l")})
        AND (e.kind <> 'auto_confirm' OR coalesce((
            SELECT l.kind FROM events AS l
            WHERE l.photo_sha256 = e.photo_sha256 AND l.sighting_id = e.sighting_id
            AND l.kind IN {_PERSONS} AND {_IN_FORCE.format(e="l")}
            ORDER BY l.id DESC LIMIT 1), 'withdraw') = 'withdraw')""",
    "DROP VIEW labels_by_annotator",
    f"""CREATE VIEW labels_by_annotator AS
        SELECT e.* FROM events AS e
        WHERE e.photo_sha256 IS NOT NULL AND e.kind IN ('confirm', 'unknown', 'unreadable', 'no_card', 'back')
        AND {_IN_FORCE.format(e="e")}
        AND NOT EXISTS (
            SELECT 1 FROM events AS l
            WHERE l.photo_sha256 = e.photo_sha256 AND l.sighting_id = e.sighting_id AND l.id > e.id
            AND l.annotator = e.annotator AND l.kind IN {_PERSONS} AND {_IN_FORCE.format(e="l")})""",
)

_SIDES = (
    "CASE WHEN (SELECT min(e.annotator) <> max(e.annotator) OR min(e.device) <> max(e.device) FROM events AS e "
    "WHERE e.photo_sha256 = p.sha256) THEN (SELECT count(*) FROM (SELECT 1 FROM sides AS w "
    f"WHERE w.photo_sha256 = p.sha256 GROUP BY w.sighting_id HAVING count({_SAID}) > 1)) ELSE 0 END"
)
TOGETHER = (
    # The labels that were known when this one was given and that it answers, by their identifiers with spaces between.
    # Empty, and not NULL, where it answers none: older events do not say.
    "ALTER TABLE events ADD COLUMN follows TEXT",
    # As the look named it, where it has the name of a labelled sighting since.
    "ALTER TABLE suggestions ADD COLUMN seen_as TEXT",
    "CREATE TABLE merges (id TEXT PRIMARY KEY, brought TEXT NOT NULL)",
    """CREATE TABLE set_aside (
        merge_id TEXT NOT NULL,
        part INTEGER NOT NULL,
        lines BLOB NOT NULL,
        PRIMARY KEY (merge_id, part))""",
    # The sighting that the event names, and the seal of the event as it was written.
    "CREATE TABLE joined (id TEXT PRIMARY KEY, sighting_id TEXT NOT NULL, seal BLOB NOT NULL)",
    "CREATE INDEX joined_by_sighting ON joined (sighting_id)",
    "CREATE TABLE devices (place TEXT PRIMARY KEY, tag TEXT NOT NULL)",
    "DROP INDEX events_by_sighting",
    """CREATE INDEX events_by_sighting ON events
        (photo_sha256, sighting_id, id, kind, action_id, annotator, game, card_id, device)
        WHERE photo_sha256 IS NOT NULL""",
    # What each person said last of a sighting, on each device, unless another answer followed it knowingly.
    f"""CREATE VIEW sides AS
        SELECT e.* FROM events AS e
        WHERE e.photo_sha256 IS NOT NULL AND e.kind IN ('confirm', 'unknown', 'unreadable', 'no_card', 'back')
        AND {_IN_FORCE.format(e="e")}
        AND NOT EXISTS (
            SELECT 1 FROM events AS l
            WHERE l.photo_sha256 = e.photo_sha256 AND l.sighting_id = e.sighting_id AND l.id > e.id
            AND l.kind IN {_PERSONS}
            AND ((l.annotator = e.annotator AND (l.device = e.device OR l.follows IS NULL)) OR instr(l.follows, e.id))
            AND {_IN_FORCE.format(e="l")})""",
    "DROP VIEW queue_now",
    _QUEUE_NOW.replace(_JUDGED.format(more_than_one=_SAID), _SIDES),
)
