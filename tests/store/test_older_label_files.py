"""A label file of any earlier version is brought up to date with all that it says, and its seals stay right."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest
from tests.labelling import ANNA, square

from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.store.database import Database
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health
from karuta.store.label_shape import parts_of, shape_of
from karuta.store.labels_schema import SCHEMA, migrations
from karuta.store.seals import seal_unsealed

NEXT = {version: after for version, (_, after) in enumerate(pairwise(migrations.steps), start=1)}
OLDER = "01900000-0000-7000-8000-00000000000"
SAID = (
    "INSERT INTO photos VALUES ('aa', 1)",
    "INSERT INTO places VALUES ('1', 'aa', 't', 'd', 'a.png', 'a.png', 0, 1, NULL, NULL)",
    f"INSERT INTO lookups (id, photo_sha256, time) VALUES ('{OLDER}1', 'aa', 't')",
    f"""INSERT INTO suggestions (lookup_id, sighting_id, verdict, certainty, matches)
        VALUES ('{OLDER}1', 's', 'sure', 1, '[]')""",
    f"""INSERT INTO events (id, action_id, kind, time, annotator, device, source, photo_sha256, sighting_id)
        VALUES ('{OLDER}2', '{OLDER}2', 'unknown', 't', 'anna', 'desk', 'window', 'aa', '')""",
    f"""INSERT INTO events (id, action_id, kind, target_action_id, time, annotator, device, source)
        VALUES ('{OLDER}3', '{OLDER}3', 'undo', '{OLDER}2', 't', 'ben', 'other', 'window')""",
)


@pytest.mark.parametrize("version", NEXT)
def test_a_label_file_of_any_version_is_brought_up_to_date(library: LibraryFolder, version: int) -> None:
    library.root.mkdir()
    with closing(sqlite3.connect(library.labels_db, isolation_level=None)) as raw:
        SCHEMA.migrations.apply(Database(raw), stop_before=NEXT[version])
        for statement in (*SAID, f"PRAGMA application_id={SCHEMA.application_id}", f"PRAGMA user_version={version}"):
            raw.execute(statement)
        if version > 2:
            raw.execute("BEGIN")
            seal_unsealed(raw)
            raw.execute("COMMIT")
    with LabelFile.open_writing(library) as file:
        assert file.first_row("PRAGMA user_version") == (SCHEMA.version,)
        assert (file.broken_seals(), file.broken_suggestions(), label_health(file).queue_astray) == ([], [], 0)
        assert file.value("SELECT count(*) FROM seals WHERE of_table = 'events'") == 2
        # Ben's undo took Anna's label back before an undo asked whose action it is.
        assert file.rows("SELECT kind, annotator FROM current_labels") == [("unknown", "anna")]
        assert file.value("SELECT whole_photo FROM queue") == "unknown"
        decide(file, [Choice("aa", Kind.NO_CARD)], ANNA)
        set_corners(file, "aa", square(), ANNA)
        assert (file.broken_seals(), label_health(file).queue_astray) == ([], 0)
    with closing(sqlite3.connect(library.labels_db)) as raw:
        assert shape_of(parts_of(raw)) == SCHEMA.shape
