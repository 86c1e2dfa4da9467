"""The fourth step of labels.db: what each look rests on, and how its list was searched. Holds no rows.

The columns are empty in older looks and events. Such a look counts as stale once, and such a list as searched exactly.
"""

from __future__ import annotations

_COLUMNS = ("artworks_hash", "reader_hash", "searched")

GROUNDS_OF_LOOKS = tuple(
    f"ALTER TABLE {table} ADD COLUMN {column} TEXT"
    for table in ("lookups", "outlines", "events")
    for column in _COLUMNS
)
