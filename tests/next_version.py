"""For tests of migrations: the label file's schema as a Karuta has it that is one migration further."""

from __future__ import annotations

from collections.abc import Callable

from karuta.store.database import Database, Migrations, Schema
from karuta.store.labels_schema import SCHEMA


def next_version(migration: Callable[[Database], None] | None = None) -> Schema:
    further = Migrations("labels")
    further.steps.update(SCHEMA.migrations.steps)

    def next_step(database: Database) -> None:
        database.execute("ALTER TABLE events ADD COLUMN mood TEXT")
        if migration:
            migration(database)

    further.steps["next_step"] = next_step
    return Schema("label file", SCHEMA.application_id, SCHEMA.version + 1, further, SCHEMA.made_by, SCHEMA.mended_by)
