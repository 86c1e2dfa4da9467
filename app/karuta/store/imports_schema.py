"""The third step of labels.db, beside the seals: which file an export brought a label back from. Holds no rows.

Such an event has the source `export`. Its annotator is the one who decided, and its identifier is of that time. Undo
asks what a person did last, so it skips these events and goes by the `import` event beside them.
"""

from __future__ import annotations

IMPORTS = (
    # `id` is the event's, `number` the sighting's in that file.
    """CREATE TABLE imports (
        id TEXT PRIMARY KEY,
        imported_from TEXT NOT NULL,
        number INTEGER)""",
    "DROP INDEX events_by_annotator",
    """CREATE INDEX events_by_actor ON events (annotator, id, kind, action_id, target_action_id)
        WHERE source <> 'export'""",
)
