"""The fifth step of labels.db: the kind of label that says *a back*, and whose back a look saw; holds no rows."""

from __future__ import annotations

_IN_FORCE = """coalesce((SELECT u.kind FROM events AS u
    WHERE u.target_action_id = {e}.action_id ORDER BY u.id DESC LIMIT 1), 'redo') = 'redo'"""
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
