"""The third step of labels.db, beside the seals: which file an export brought a label back from; holds no rows.

Such an event has the source `export`: its annotator is the one who had decided, and its identifier is of that time.
So undo, which asks what a person did last, leaves it out and goes by the event `import` that stands beside it.
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
