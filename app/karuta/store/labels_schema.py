"""The tables and views of labels.db, migration by migration. Holds no rows and runs no queries.

One rule holds everywhere: tables only grow, every key is a UUIDv7 or a content hash, and what a person sees
(`current_labels`, `queue_now`) depends only on the set of rows. So two copies of a library can be merged with `INSERT
OR IGNORE`, in any order. There are no foreign keys, because a label must never be refused for want of a photo's row.
Only the table `queue` is derived; triggers keep it equal to `queue_now`.
"""

from __future__ import annotations

import re

from karuta.domain.sentence import Sentence
from karuta.store.database import Database, Migrations, Schema
from karuta.store.seals import SEALS, seal_unsealed

_COLUMNS = ("artworks_hash", "reader_hash", "searched")

GROUNDS_OF_LOOKS = tuple(
    f"ALTER TABLE {table} ADD COLUMN {column} TEXT"
    for table in ("lookups", "outlines", "events")
    for column in _COLUMNS
)

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

CHECKS = (
    "ALTER TABLE events ADD COLUMN checked_key TEXT",
    "ALTER TABLE events ADD COLUMN checked TEXT",
    "CREATE INDEX events_of_checks ON events (checked_key, id) WHERE kind = 'check'",
    """CREATE INDEX events_by_checker ON events (annotator, id, kind, action_id, target_action_id)
        WHERE source = 'check'""",
)

migrations = Migrations("labels")

_TABLES = (
    """CREATE TABLE photos (
        sha256 TEXT PRIMARY KEY,
        bytes INTEGER NOT NULL)""",
    # One row each time the photo's bytes arrived or were found somewhere. `path` is relative (with /) if `inside` the
    # library, else a hint. A name that is not UTF-8 is kept as its bytes.
    """CREATE TABLE places (
        id TEXT PRIMARY KEY,
        photo_sha256 TEXT NOT NULL,
        time TEXT NOT NULL,
        device TEXT NOT NULL,
        name TEXT NOT NULL,
        path TEXT NOT NULL,
        inside INTEGER NOT NULL CHECK (inside IN (0, 1)),
        arrived INTEGER NOT NULL CHECK (arrived IN (0, 1)),
        batch TEXT,
        listing TEXT)""",
    """CREATE TABLE lookups (
        id TEXT PRIMARY KEY,
        photo_sha256 TEXT NOT NULL,
        time TEXT NOT NULL,
        width INTEGER,
        height INTEGER,
        model TEXT,
        model_hash TEXT,
        index_name TEXT,
        index_hash TEXT,
        error_code TEXT,
        error TEXT)""",
    """CREATE TABLE sightings (
        id TEXT PRIMARY KEY,
        photo_sha256 TEXT NOT NULL,
        corners TEXT NOT NULL,
        crop_sha256 TEXT)""",
    # What a lookup said about a sighting. `top_*` and `certainty` are of the first match, for the queue.
    """CREATE TABLE suggestions (
        lookup_id TEXT NOT NULL,
        sighting_id TEXT NOT NULL,
        verdict TEXT NOT NULL,
        certainty REAL NOT NULL,
        top_game TEXT,
        top_card_id TEXT,
        matches TEXT NOT NULL,
        embedding BLOB,
        PRIMARY KEY (lookup_id, sighting_id))""",
    # The heavy columns come last, so that reading the others does not touch their pages.
    """CREATE TABLE events (
        id TEXT PRIMARY KEY,
        action_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        target_action_id TEXT,
        time TEXT NOT NULL,
        annotator TEXT NOT NULL,
        device TEXT NOT NULL,
        source TEXT NOT NULL,
        photo_sha256 TEXT,
        photo_name TEXT,
        sighting_id TEXT,
        corners TEXT,
        batch TEXT,
        listing TEXT,
        game TEXT,
        card_id TEXT,
        name TEXT,
        printing TEXT,
        model TEXT,
        model_hash TEXT,
        index_name TEXT,
        index_hash TEXT,
        file_sha256 TEXT,
        file_line INTEGER,
        reordered_by TEXT,
        shown TEXT,
        embedding BLOB)""",
    # Facts about each photo, each computed once; `queued` draws the conclusions.
    """CREATE TABLE queue (
        photo_sha256 TEXT PRIMARY KEY,
        first_place TEXT NOT NULL,
        last_arrival TEXT NOT NULL,
        name TEXT NOT NULL,
        batch TEXT,
        listing TEXT,
        skip_id TEXT,
        remove_id TEXT,
        lookup_id TEXT,
        error_code TEXT,
        whole_photo TEXT,
        decided INTEGER NOT NULL,
        undecided INTEGER NOT NULL,
        judged_twice INTEGER NOT NULL,
        disputed INTEGER NOT NULL,
        verdict TEXT,
        certainty REAL,
        top_game TEXT,
        top_card_id TEXT)""",
)

_INDEXES = (
    # Covers everything that the current label and the statistics need of an event.
    """CREATE INDEX events_by_sighting ON events
        (photo_sha256, sighting_id, id, kind, action_id, annotator, game, card_id) WHERE photo_sha256 IS NOT NULL""",
    "CREATE INDEX events_by_target ON events (target_action_id, id, kind) WHERE target_action_id IS NOT NULL",
    "CREATE INDEX events_by_action ON events (action_id)",
    "CREATE INDEX events_by_machines ON events (photo_sha256, sighting_id) WHERE kind = 'auto_confirm'",
    "CREATE INDEX events_by_annotator ON events (annotator, id, kind, action_id, target_action_id)",
    "CREATE INDEX places_by_photo ON places (photo_sha256, id)",
    "CREATE INDEX lookups_by_photo ON lookups (photo_sha256, id)",
    "CREATE INDEX sightings_by_photo ON sightings (photo_sha256)",
    "CREATE INDEX queue_in_stack_order ON queue (max(first_place, coalesce(skip_id, '')))",
)

# {e} stands for the event in question: the newest undo or redo of its action decides.
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
# Sightings that more than one annotator labelled, or that have different labels. Nearly every photo has one annotator,
# and checking that first costs a tenth.
_JUDGED = (
    "CASE WHEN (SELECT min(e.annotator) <> max(e.annotator) FROM events AS e WHERE e.photo_sha256 = p.sha256) THEN "
    "(SELECT count(*) FROM (SELECT 1 FROM labels_by_annotator AS w WHERE w.photo_sha256 = p.sha256 "
    "GROUP BY w.sighting_id HAVING count({more_than_one}) > 1)) ELSE 0 END"
)

_SAYS = "'confirm', 'unknown', 'unreadable', 'no_card'"


def _current_labels(says: str) -> str:
    """A sighting's current label is the newest by a person. A machine's counts only if no person's does (or the
    person's was withdrawn before it). So a machine never hides what a person said, not even after a merge.
    """
    return f"""CREATE VIEW current_labels AS
        SELECT e.* FROM events AS e
        WHERE e.photo_sha256 IS NOT NULL
        AND e.kind IN ({says}, 'auto_confirm')
        AND {_IN_FORCE.format(e="e")}
        AND NOT EXISTS (
            SELECT 1 FROM events AS l
            WHERE l.photo_sha256 = e.photo_sha256 AND l.sighting_id = e.sighting_id AND l.id > e.id
            AND l.kind IN ({says}, 'withdraw', 'auto_confirm') AND (e.kind = 'auto_confirm' OR l.kind <> 'auto_confirm')
            AND {_IN_FORCE.format(e="l")})
        AND (e.kind <> 'auto_confirm' OR coalesce((
            SELECT l.kind FROM events AS l
            WHERE l.photo_sha256 = e.photo_sha256 AND l.sighting_id = e.sighting_id
            AND l.kind IN ({says}, 'withdraw') AND {_IN_FORCE.format(e="l")}
            ORDER BY l.id DESC LIMIT 1), 'withdraw') = 'withdraw')"""


def _labels_by_annotator(says: str) -> str:
    """Each person's last label on each sighting. If two of them differ, the people disagree."""
    return f"""CREATE VIEW labels_by_annotator AS
        SELECT e.* FROM events AS e
        WHERE e.photo_sha256 IS NOT NULL AND e.kind IN ({says})
        AND {_IN_FORCE.format(e="e")}
        AND NOT EXISTS (
            SELECT 1 FROM events AS l
            WHERE l.photo_sha256 = e.photo_sha256 AND l.sighting_id = e.sighting_id AND l.id > e.id
            AND l.annotator = e.annotator AND l.kind IN ({says}, 'withdraw') AND {_IN_FORCE.format(e="l")})"""


def _queue_now(*, undecided: str, answer: str, seen: str, disputed: str = _JUDGED.format(more_than_one=_SAID)) -> str:
    """A photo's newest lookup is the one that counts. A sighting is live if that lookup saw it or it has a label. Every
    fact is queried once, because SQLite computes a view's column anew wherever it is named.

    `answer`: the columns of the least certain undecided sighting, which `seen` finds.
    """
    return f"""CREATE VIEW queue_now AS
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
            (SELECT count(*) FROM suggestions AS o WHERE o.lookup_id = l.id AND {_OPEN}){undecided} AS undecided,
            {_JUDGED.format(more_than_one="*")} AS judged_twice,
            {disputed} AS disputed,
            {answer}
        FROM photos AS p
        LEFT JOIN places AS first ON first.id = (SELECT x.id FROM places AS x
            WHERE x.photo_sha256 = p.sha256 AND x.arrived ORDER BY x.id LIMIT 1)
        LEFT JOIN lookups AS l ON l.id = (SELECT x.id FROM lookups AS x
            WHERE x.photo_sha256 = p.sha256 ORDER BY x.id DESC LIMIT 1)
        LEFT JOIN suggestions AS s ON s.lookup_id = l.id AND s.sighting_id = (SELECT o.sighting_id
            FROM suggestions AS o WHERE o.lookup_id = l.id AND {_OPEN}{seen}"""


_ANSWER = ("verdict", "certainty", "top_game", "top_card_id")
_VIEWS = (
    f"""CREATE VIEW events_in_force AS
        SELECT e.* FROM events AS e WHERE e.target_action_id IS NULL AND {_IN_FORCE.format(e="e")}""",
    _current_labels(_SAYS),
    # What may teach the program: a machine's label counts for nothing until a person confirms it.
    "CREATE VIEW true_labels AS SELECT * FROM current_labels WHERE kind <> 'auto_confirm'",
    _labels_by_annotator(_SAYS),
    _queue_now(
        undecided="",
        answer=",\n            ".join(f"s.{column} AS {column}" for column in _ANSWER),
        seen=" ORDER BY o.certainty, o.sighting_id LIMIT 1)",
    ),
    """CREATE VIEW queued AS
        SELECT q.photo_sha256, q.name, q.batch, q.listing, q.error_code, q.whole_photo, q.decided,
            max(q.first_place, coalesce(q.skip_id, '')) AS position,
            coalesce(q.skip_id, '') > q.first_place AS skipped,
            coalesce(q.remove_id, '') > q.last_arrival AS removed,
            CASE
                WHEN q.whole_photo IS NOT NULL OR (q.decided > 0 AND q.undecided = 0) THEN 'done'
                WHEN q.error_code IS NOT NULL THEN 'failed'
                WHEN q.lookup_id IS NULL THEN 'waiting'
                ELSE 'open' END AS state,
            q.decided + q.undecided AS sightings,
            CASE
                WHEN q.whole_photo IS NOT NULL THEN 0
                WHEN q.decided + q.undecided = 0 THEN 1
                ELSE q.undecided END AS left_to_do,
            q.judged_twice, q.disputed,
            q.verdict, q.certainty, q.top_game, q.top_card_id
        FROM queue AS q""",
)

# DELETE and INSERT, not INSERT OR REPLACE: inside a trigger the conflict rule of the outer statement applies, and a
# merge uses INSERT OR IGNORE.
_REFRESH = """DELETE FROM queue WHERE photo_sha256 {photos};
    INSERT INTO queue SELECT * FROM queue_now WHERE photo_sha256 {photos};"""

# (name, after a row of which table, which photos it touches). Any insert, a merge's too, keeps the queue right.
_REFRESHED = (
    ("queue_after_photo", "photos", "= NEW.sha256"),
    ("queue_after_place", "places", "= NEW.photo_sha256"),
    ("queue_after_lookup", "lookups", "= NEW.photo_sha256"),
    ("queue_after_suggestion", "suggestions", "= (SELECT photo_sha256 FROM lookups WHERE id = NEW.lookup_id)"),
    ("queue_after_event", "events WHEN NEW.photo_sha256 IS NOT NULL", "= NEW.photo_sha256"),
    (
        "queue_after_undo",
        "events WHEN NEW.target_action_id IS NOT NULL",
        "IN (SELECT photo_sha256 FROM events WHERE action_id = NEW.target_action_id)",
    ),
)
_TRIGGERS = tuple(
    f"CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN {_REFRESH.format(photos=photos)} END"
    for name, table, photos in _REFRESHED
)


# An event of the kind `corners` says where a sighting is; the newest one in force overrides every lookup. `outlines`
# keeps what was seen at such corners, one row per look, so undo and redo find each look again.
# What a lookup said about a sighting no longer counts once a person moved its corners.
_NOT_MOVED = (
    "NOT EXISTS (SELECT 1 FROM corners_by_hand AS h WHERE h.photo_sha256 = p.sha256 AND h.sighting_id = o.sighting_id)"
)
_NOT_SEEN = "NOT EXISTS (SELECT 1 FROM suggestions AS g WHERE g.lookup_id = l.id AND g.sighting_id = o.sighting_id)"
_LEAST_CERTAIN = "CASE WHEN h.certainty < coalesce(s.certainty, 2) THEN h.{column} ELSE s.{column} END AS {column}"

_WITH_CORNERS = {
    "undecided": f"""
                + (SELECT count(*) FROM corners_by_hand AS o
                    WHERE o.photo_sha256 = p.sha256 AND {_OPEN} AND {_NOT_SEEN})""",
    "answer": ", ".join(_LEAST_CERTAIN.format(column=column) for column in _ANSWER),
    "seen": f""" AND {_NOT_MOVED}
            ORDER BY o.certainty, o.sighting_id LIMIT 1)
        LEFT JOIN outlines AS h ON h.id = (SELECT k.id
            FROM corners_by_hand AS o JOIN outlines AS k ON k.id = o.outline_id
            WHERE o.photo_sha256 = p.sha256 AND {_OPEN} ORDER BY k.certainty, o.sighting_id LIMIT 1)""",
}

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
    _queue_now(**_WITH_CORNERS),
    """CREATE TRIGGER queue_after_outline AFTER INSERT ON outlines BEGIN
        DELETE FROM queue WHERE photo_sha256 = NEW.photo_sha256;
        INSERT INTO queue SELECT * FROM queue_now WHERE photo_sha256 = NEW.photo_sha256; END""",
)

# `true_labels`, `queue_now` and `queued` ask these by name and stay as they are.
BACKS = (
    "ALTER TABLE suggestions ADD COLUMN back TEXT",
    "ALTER TABLE outlines ADD COLUMN back TEXT",
    "DROP VIEW current_labels",
    _current_labels(f"{_SAYS}, 'back'"),
    "DROP VIEW labels_by_annotator",
    _labels_by_annotator(f"{_SAYS}, 'back'"),
)


# `merges`, `set_aside`, `joined` and `devices` are this file's own and never passed on: what each merge brought, what a
# merge that was undone took with it, which events are counted for another sighting than they name, who writes here.
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
        WHERE e.photo_sha256 IS NOT NULL AND e.kind IN ({_SAYS}, 'back')
        AND {_IN_FORCE.format(e="e")}
        AND NOT EXISTS (
            SELECT 1 FROM events AS l
            WHERE l.photo_sha256 = e.photo_sha256 AND l.sighting_id = e.sighting_id AND l.id > e.id
            AND l.kind IN ({_SAYS}, 'back', 'withdraw')
            AND ((l.annotator = e.annotator AND (l.device = e.device OR l.follows IS NULL)) OR instr(l.follows, e.id))
            AND {_IN_FORCE.format(e="l")})""",
    "DROP VIEW queue_now",
    _queue_now(**_WITH_CORNERS, disputed=_SIDES),
)

# This file's own too: the team that it is in, up to which row of the team's store it was read, which rows are there, as
# they were sealed then, and who else works on which batch.
TEAM = (
    """CREATE TABLE team (
        id TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        annotators TEXT NOT NULL,
        seen INTEGER NOT NULL,
        newest INTEGER NOT NULL,
        newest_id TEXT NOT NULL)""",
    """CREATE TABLE teamed (
        of_table TEXT NOT NULL,
        row_id TEXT NOT NULL,
        seal BLOB NOT NULL,
        PRIMARY KEY (of_table, row_id)) WITHOUT ROWID""",
    "CREATE TABLE team_leases (batch TEXT NOT NULL, annotator TEXT NOT NULL, until TEXT NOT NULL)",
)


@migrations()
def m001_photos_sightings_and_events(database: Database) -> None:
    for statement in (*_TABLES, *_INDEXES, *_VIEWS, *_TRIGGERS):
        database.execute(statement)


@migrations()
def m002_corners_by_hand(database: Database) -> None:
    for statement in CORNERS_BY_HAND:
        database.execute(statement)


@migrations()
def m003_seals(database: Database) -> None:
    for statement in (SEALS, *IMPORTS):
        database.execute(statement)
    seal_unsealed(database.conn)


@migrations()
def m004_grounds_of_looks(database: Database) -> None:
    for statement in GROUNDS_OF_LOOKS:
        database.execute(statement)


@migrations()
def m005_backs_of_cards(database: Database) -> None:
    for statement in BACKS:
        database.execute(statement)


@migrations()
def m006_checks_of_listings(database: Database) -> None:
    for statement in CHECKS:
        database.execute(statement)


@migrations()
def m007_print_that_was_read(database: Database) -> None:
    """Columns for a card's small print as read when it was labelled; empty in older events."""
    database.execute("ALTER TABLE events ADD COLUMN print_read TEXT")


@migrations()
def m008_seals_of_suggestions(database: Database) -> None:
    """Columns that rows of older looks leave empty until the photo is looked up again."""
    database.execute("ALTER TABLE suggestions ADD COLUMN seal BLOB")


@migrations()
def m009_libraries_that_are_merged(database: Database) -> None:
    for statement in TOGETHER:
        database.execute(statement)


@migrations()
def m010_team(database: Database) -> None:
    for statement in TEAM:
        database.execute(statement)


@migrations()
def m011_whether_it_looks_like_a_card(database: Database) -> None:
    """Columns that older looks leave empty: 1 where a sighting looks like a card of any game, 0 where it does not."""
    for table in ("suggestions", "outlines"):
        database.execute(f"ALTER TABLE {table} ADD COLUMN card_like INTEGER")


# An undo reaches what its annotator did, and what came with their import on the same device, and nothing else.
_SETTLED = re.compile(r"u\.target_action_id = (\w)\.action_id")
_BY_ITS_AUTHOR = r"""\g<0> AND (u.annotator = \1.annotator OR EXISTS (SELECT 1 FROM events AS i
        WHERE i.action_id = \1.action_id AND i.kind = 'import' AND i.device = \1.device
        AND i.annotator = u.annotator))"""
_SETTLED_BY_OTHERS = """IN (SELECT e.photo_sha256 FROM events AS u JOIN events AS e ON e.action_id = u.target_action_id
    WHERE u.annotator <> e.annotator)"""


@migrations()
def m012_what_an_undo_reaches(database: Database) -> None:
    views = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall()
    for name, sql in views:
        if _SETTLED.search(sql):
            database.execute(f"DROP VIEW {name}")
            database.execute(_SETTLED.sub(_BY_ITS_AUTHOR, sql))
    for statement in _REFRESH.format(photos=_SETTLED_BY_OTHERS).split(";")[:2]:
        database.execute(statement)
    # This file's own: the rows of the team's store that were refused here, and who added them.
    database.execute("CREATE TABLE team_refused (seq INTEGER PRIMARY KEY, role TEXT NOT NULL)")


@migrations()
def m013_entries(database: Database) -> None:
    """What was typed in rapid entry; an undo or redo names its entry (`target`). This file's own: no merge takes it."""
    database.execute(
        """CREATE TABLE entries (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            target TEXT,
            session TEXT NOT NULL,
            time TEXT NOT NULL,
            annotator TEXT NOT NULL,
            device TEXT NOT NULL,
            game TEXT,
            card_id TEXT,
            name TEXT,
            set_code TEXT,
            finish TEXT,
            condition TEXT,
            language TEXT,
            count INTEGER)"""
    )
    database.execute("CREATE INDEX entries_by_target ON entries (target)")


@migrations()
def m014_finish(database: Database) -> None:
    """Columns for what a person said of a card's finish; empty in older events."""
    database.execute("ALTER TABLE events ADD COLUMN finish TEXT")


SCHEMA = Schema(
    noun=Sentence("label file"),
    application_id=0x4B52544C,  # "KRTL"
    version=14,
    migrations=migrations,
    made_by="`karuta confirm PHOTO CARD_ID`",
    mended_by=Sentence("the next `karuta confirm` or the window"),
    shape="f87cc413a1ee040b70775283be2d6d6a132fa6eb8d415c712592ecce6f3a5547",
    restored=Sentence("`karuta backups` lists its intact copies, and `karuta restore BACKUP` restores one"),
)
