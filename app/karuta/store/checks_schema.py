"""The sixth step of labels.db: what an agent decided about a listing, as an event like any other. Holds no rows.

Such an event has the kind `check`, the source `check` and no photo: it is no label, and no queue knows of it. Where the
agent said which card it is, a label stands beside it in the same action. `checked`: what was shown and decided, as
JSON. `checked_key`: which listing, with this text and these photos.
"""

from __future__ import annotations

CHECKS = (
    "ALTER TABLE events ADD COLUMN checked_key TEXT",
    "ALTER TABLE events ADD COLUMN checked TEXT",
    "CREATE INDEX events_of_checks ON events (checked_key, id) WHERE kind = 'check'",
    """CREATE INDEX events_by_checker ON events (annotator, id, kind, action_id, target_action_id)
        WHERE source = 'check'""",
)
