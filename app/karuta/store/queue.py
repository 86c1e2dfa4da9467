"""Reads the queue from labels.db: which photos wait, in which order, and whose look is stale. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from karuta import clock
from karuta.domain.card import CardKey
from karuta.domain.journal import iso
from karuta.domain.label import BY_A_MACHINE, CHANGES_THE_ORDER, NO_REMARKS, Kind
from karuta.domain.match import Verdict
from karuta.domain.queue import (
    EVERYTHING,
    BatchSummary,
    Changes,
    CountedFilter,
    KindOfPhoto,
    PhotoState,
    QueueCounts,
    QueueFilter,
    QueueOrder,
    QueueRow,
    RowLabel,
    Trait,
    Watermark,
    in_plain_letters,
)
from karuta.domain.recognition import Provenance
from karuta.store.current_labels import note, remarks_of
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import card_of
from karuta.store.photos import stands_also
from karuta.store.rechecks import disputed_among
from karuta.store.traits import A_LABEL, IS_LABELLED, known_now_among, where_trait

_COLUMNS = (
    "photo_sha256, name, state, sightings, decided, whole_photo, verdict, certainty, top_game, top_card_id, skipped, "
    "batch, listing, error_code, removed"
)
_TO_DECIDE = "state NOT IN ('done', 'failed')"
# Somebody else of the team works on its batch just now.
_ANOTHERS = """coalesce(queued.batch, '') IN
    (SELECT batch FROM team_leases WHERE until > this_moment())"""
# An open photo in which nothing was found is the hardest: somebody has to look for the card.
_ORDERS = {
    QueueOrder.STACK: "position, photo_sha256",
    QueueOrder.UNCERTAIN: (
        "CASE state WHEN 'open' THEN coalesce(certainty, 0) WHEN 'waiting' THEN 1 WHEN 'failed' THEN 2 ELSE 3 END, "
        "position, photo_sha256"
    ),
    QueueOrder.FEWEST: (
        "CASE state WHEN 'open' THEN top_card_id IS NULL WHEN 'waiting' THEN 2 WHEN 'failed' THEN 3 ELSE 4 END, "
        "CASE WHEN top_card_id IS NOT NULL THEN coalesce(made.labels, 0) + "
        "row_number() OVER (PARTITION BY top_game, top_card_id ORDER BY position, photo_sha256) END, "
        "position, photo_sha256"
    ),
}
_WITH_LABELS = """(SELECT game, card_id, count(*) AS labels FROM true_labels WHERE kind = 'confirm'
    GROUP BY game, card_id) AS made ON made.game = top_game AND made.card_id = top_card_id"""
_FROM = {
    QueueOrder.STACK: "queued",
    QueueOrder.UNCERTAIN: "queued",
    QueueOrder.FEWEST: f"queued LEFT JOIN {_WITH_LABELS}",
}
_PORTION_WITH_TEXT = 1000
# How many photos are checked at once. Usually the next one is open; a whole list takes a few steps.
_FIRST_STEP, _LAST_STEP = 32, 8192


def queue_ids(
    file: LabelFile, *, queue_filter: QueueFilter = EVERYTHING, order: QueueOrder = QueueOrder.STACK
) -> list[str]:
    """The hashes of all photos that `queue_filter` asks for, in order.

    With `queue_rows`, a list of any length stays fluid.
    """
    where, values = where_for(queue_filter)
    sql = f"SELECT photo_sha256 FROM {_FROM[order]} {where} ORDER BY {_ORDERS[order]}"
    return [row[0] for row in file.rows(sql, values)]


def queue_in_portions(
    file: LabelFile,
    *,
    queue_filter: QueueFilter = EVERYTHING,
    order: QueueOrder = QueueOrder.STACK,
    portion: int = 5000,
) -> Iterator[list[str]]:
    """The result of `queue_ids` in portions, so that others get their turn in between.

    Only the stack's order can be read in portions. A photo that moves meanwhile may come twice, or not at all.
    """
    if order is not QueueOrder.STACK:
        yield queue_ids(file, queue_filter=queue_filter, order=order)
        return
    where, values = where_for(replace(queue_filter, text=""))
    sql = f"""SELECT photo_sha256, position FROM queued {where}
        AND position >= ? AND (position > ? OR photo_sha256 > ?) ORDER BY {_ORDERS[order]} LIMIT ?"""
    # A text is searched in every name of a photo: 17 ms for this many, and a key waits for one portion.
    portion = min(portion, _PORTION_WITH_TEXT) if queue_filter.text else portion
    photo, position = "", ""
    while rows := file.rows(sql, [*values, position, position, photo, portion]):
        photos = [row[0] for row in rows]
        yield _with_text(file, photos, queue_filter) if queue_filter.text else photos
        photo, position = rows[-1]


def _with_text(file: LabelFile, photos: Sequence[str], queue_filter: QueueFilter) -> list[str]:
    """The photos among these that the filter's text matches, in their order."""
    text, values = _text_for(queue_filter)
    rows = file.rows(
        f"SELECT photo_sha256 FROM json_each(?) AS asked CROSS JOIN queued ON photo_sha256 = asked.value WHERE {text} "
        "ORDER BY asked.key",
        [json.dumps(photos), *values],
    )
    return [row[0] for row in rows]


def queue_page(
    file: LabelFile,
    *,
    start: int = 0,
    count: int = 200,
    queue_filter: QueueFilter = EVERYTHING,
    order: QueueOrder = QueueOrder.STACK,
) -> list[QueueRow]:
    """`count` rows of the queue from position `start`."""
    where, values = where_for(queue_filter)
    sql = f"SELECT {_COLUMNS} FROM {_FROM[order]} {where} ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?"
    return _with_more(file, [_row(row) for row in file.rows(sql, [*values, count, start])])


def queue_rows(file: LabelFile, photos: Sequence[str]) -> list[QueueRow]:
    """The rows of these photos, in their order; unknown photos are left out."""
    rows = file.rows_among(f"SELECT {_COLUMNS} FROM queued WHERE photo_sha256 IN ({{marks}})", photos)
    by_photo = {row[0]: _row(row) for row in rows}
    return _with_more(file, [by_photo[photo] for photo in photos if photo in by_photo])


def _with_more(file: LabelFile, rows: Sequence[QueueRow]) -> list[QueueRow]:
    labelled = [row.photo_sha256 for row in rows if row.decided or row.whole_photo]
    labels, known_now = _labels(file, labelled), known_now_among(file, labelled)
    disputed = {photo for photo, _ in disputed_among(file, labelled)}
    photos = [row.photo_sha256 for row in rows]
    also, remarks, came = stands_also(file, photos), remarks_of(file, photos), _came_on(file, photos)
    more = []
    for row in rows:
        labels_of_row = labels.get(row.photo_sha256, ())
        more.append(
            replace(
                row,
                labels=tuple(label for sighting, label in labels_of_row if sighting),
                about_photo=next((label for sighting, label in labels_of_row if not sighting), None),
                is_disputed=row.photo_sha256 in disputed,
                is_known_now=row.photo_sha256 in known_now,
                also=also.get(row.photo_sha256, ()),
                remarks=remarks.get(row.photo_sha256, NO_REMARKS),
                came_on=came.get(row.photo_sha256),
            )
        )
    return more


def _came_on(file: LabelFile, photos: Sequence[str]) -> dict[str, date]:
    rows = file.rows_among(
        "SELECT k.photo_sha256, x.time FROM queue AS k JOIN places AS x ON x.id = k.first_place "
        "WHERE k.photo_sha256 IN ({marks})",
        photos,
    )
    return {photo: _day_of(time) for photo, time in rows}


def _day_of(time: str) -> date:
    return clock.in_this_zone(datetime.fromisoformat(time)).date()


def _labels(file: LabelFile, photos: Sequence[str]) -> dict[str, tuple[tuple[str, RowLabel], ...]]:
    """(sighting, label) of these photos and their cards, the oldest first."""
    by_photo: dict[str, tuple[tuple[str, RowLabel], ...]] = {}
    rows = file.rows(
        """SELECT c.photo_sha256, c.sighting_id, c.kind, c.game, c.card_id, c.name, c.time, c.annotator, c.printing
        FROM json_each(?) AS asked CROSS JOIN current_labels AS c ON c.photo_sha256 = asked.value ORDER BY c.id""",
        [json.dumps(photos)],
    )
    for photo, sighting, kind, game, card_id, name, time, *given in rows:
        label = RowLabel(Kind(kind), card_of(game, card_id), name or card_id or "", *(*given, _day_of(time)))
        by_photo[photo] = (*by_photo.get(photo, ()), (sighting, label))
    return by_photo


def _offered(queue_filter: QueueFilter) -> str:
    """Of photos that a person has to decide about, and that nobody else does now; of a batch asked for, all."""
    return _TO_DECIDE if queue_filter.batch is not None else f"{_TO_DECIDE} AND NOT {_ANOTHERS}"


def next_open(file: LabelFile, *, after: str | None = None, queue_filter: QueueFilter = EVERYTHING) -> str | None:
    """The next photo in stack order, after the photo `after`, that a person has to decide about; None at the end."""
    where, values = where_for(queue_filter)
    place = "SELECT max(first_place, coalesce(skip_id, '')) FROM queue WHERE photo_sha256 = ?"
    photo: str | None = file.value(
        f"""SELECT photo_sha256 FROM queued {where} AND {_offered(queue_filter)}
        AND position > coalesce(({place}), '') ORDER BY position LIMIT 1""",
        [*values, after],
    )
    return photo


def first_open(
    file: LabelFile, *, queue_filter: QueueFilter = EVERYTHING, order: QueueOrder = QueueOrder.STACK
) -> str | None:
    """The first photo in this order that a person has to decide about; None if there is none."""
    where, values = where_for(queue_filter)
    offered = _offered(queue_filter)
    sql = f"SELECT photo_sha256 FROM {_FROM[order]} {where} AND {offered} ORDER BY {_ORDERS[order]} LIMIT 1"
    photo: str | None = file.value(sql, values)
    return photo


def open_among(
    file: LabelFile, photos: Sequence[str], *, count: int = 1, queue_filter: QueueFilter = EVERYTHING
) -> list[str]:
    """The first `count` of these photos, in their order, that a person has to decide about.

    If `queue_filter` asks only for others (decided ones, say), the first of those.
    """
    where, values = where_for(queue_filter)
    where += f" AND {_offered(queue_filter)}" if queue_filter.asks_for_open else ""
    sql = f"""SELECT photo_sha256 FROM json_each(?) AS asked CROSS JOIN queued ON photo_sha256 = asked.value
        {where} ORDER BY asked.key LIMIT ?"""
    open_photos: list[str] = []
    at, step = 0, _FIRST_STEP
    while at < len(photos) and len(open_photos) < count:
        rows = file.rows(sql, [json.dumps(photos[at : at + step]), *values, count - len(open_photos)])
        open_photos += [row[0] for row in rows]
        at, step = at + step, min(_LAST_STEP, step * 8)
    return open_photos


def kinds_of_photos(file: LabelFile, *, queue_filter: QueueFilter = EVERYTHING) -> list[KindOfPhoto]:
    """How many photos there are of each state and verdict."""
    where, values = where_for(queue_filter)
    rows = file.rows(
        f"SELECT state, verdict, sightings > 0, count(*) FROM queued {where} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3", values
    )
    return [
        KindOfPhoto(PhotoState(state), Verdict(verdict) if verdict else None, bool(seen), photos)
        for state, verdict, seen, photos in rows
    ]


def photos_with(file: LabelFile, trait: Trait, *, queue_filter: QueueFilter = EVERYTHING) -> int:
    """How many of the photos that `queue_filter` asks for have this trait; it says whose labels are mine."""
    return count_photos(file, queue_filter=replace(queue_filter, traits=queue_filter.traits | {trait}))


def count_photos(file: LabelFile, *, queue_filter: QueueFilter = EVERYTHING) -> int:
    where, values = where_for(queue_filter)
    return int(file.value(f"SELECT count(*) FROM queued {where}", values))


def queue_counts(file: LabelFile, *, queue_filter: QueueFilter = EVERYTHING) -> QueueCounts:
    """How far the work is. A photo without a sighting counts as one thing to decide."""
    where, values = where_for(queue_filter)
    row = file.first_row(
        f"""SELECT count(*), sum(state = 'waiting'), sum(state = 'failed'), sum(state = 'open'), sum(state = 'done'),
        sum(decided + (whole_photo IS NOT NULL)), sum(left_to_do) FROM queued {where}""",
        values,
    )
    disputed = photos_with(file, Trait.DISPUTED, queue_filter=queue_filter)
    return replace(QueueCounts(*(int(value or 0) for value in row or [0] * 7)), disputed=disputed)


def batches(file: LabelFile) -> list[BatchSummary]:
    """Every batch and listing with photos in the queue, in order of arrival; a picture counts in each of its places."""
    # Few photos arrived more than once: only of these all places are read.
    rows = file.rows(
        """SELECT batch, listing, count(*), sum(done) FROM (
            SELECT batch, listing, state = 'done' AS done, position FROM queued WHERE NOT removed
            UNION ALL SELECT x.batch, x.listing, q.state = 'done', q.position
            FROM (SELECT DISTINCT p.photo_sha256, p.batch, p.listing FROM queue AS k
                CROSS JOIN places AS p ON p.photo_sha256 = k.photo_sha256 AND p.arrived
                WHERE k.first_place <> k.last_arrival) AS x
            CROSS JOIN queued AS q ON q.photo_sha256 = x.photo_sha256
            WHERE NOT q.removed AND (x.batch IS NOT q.batch OR x.listing IS NOT q.listing))
        GROUP BY batch, listing ORDER BY min(position)"""
    )
    return [BatchSummary(*row) for row in rows]


def watermark(file: LabelFile) -> Watermark:
    """How much the file holds now."""
    tables = ("events", "lookups", "places")
    return Watermark(*(file.value(f"SELECT max(rowid) FROM {table}") or 0 for table in tables))


def changes_since(file: LabelFile, seen: Watermark) -> Changes:
    """The photos about which another process (a command, a merge) wrote something after `seen`."""
    now = watermark(file)
    rows = file.rows(
        """SELECT photo_sha256 FROM events WHERE rowid > :events AND photo_sha256 IS NOT NULL
        UNION SELECT e.photo_sha256 FROM events AS u JOIN events AS e ON e.action_id = u.target_action_id
            WHERE u.rowid > :events AND u.target_action_id IS NOT NULL AND e.photo_sha256 IS NOT NULL
        UNION SELECT t.value FROM events AS u JOIN merges AS m ON m.id IN (u.action_id, u.target_action_id),
            json_each(m.brought, '$.touched') AS t WHERE u.rowid > :events AND u.source = 'merge'
        UNION SELECT photo_sha256 FROM lookups WHERE rowid > :lookups
        UNION SELECT photo_sha256 FROM places WHERE rowid > :places""",
        {"events": seen.events, "lookups": seen.lookups, "places": seen.places},
    )
    moved = file.first_row(
        f"SELECT 1 FROM events WHERE rowid > ? AND kind IN {sql_list(CHANGES_THE_ORDER)} LIMIT 1", [seen.events]
    )
    return Changes(frozenset(row[0] for row in rows), now, reorders=moved is not None)


def where_for(queue_filter: QueueFilter) -> tuple[str, list[Any]]:
    """The SQL condition on `queued` for these photos, and its values."""
    allowed: dict[str, Sequence[Any]] = {
        "removed": [int(queue_filter.removed)],
        "state": sorted(queue_filter.states),
        "verdict": sorted(queue_filter.verdicts),
    }
    asked = {column: values for column, values in allowed.items() if values}
    parts = [f"queued.{column} IN ({', '.join('?' * len(values))})" for column, values in asked.items()]
    parts += ["queued.sightings = 0"] if queue_filter.without_sighting else []
    bound = [value for values in asked.values() for value in values]
    more = [_place_for(queue_filter)] if queue_filter.batch is not None or queue_filter.listing is not None else []
    more += [(_DRAWN, [json.dumps(sorted(queue_filter.drawn))])] if queue_filter.drawn is not None else []
    more += [where_trait(trait, queue_filter.annotator) for trait in sorted(queue_filter.traits)]
    more += [_text_for(queue_filter)] if queue_filter.text else []
    more += [(_OF_GAME, [queue_filter.game, queue_filter.game])] if queue_filter.game else []
    more += [_of_card(queue_filter.card, queue_filter.of_card)] if queue_filter.card else []
    more += [_by_person(queue_filter.by, queue_filter.since)] if queue_filter.by else []
    more += [_since(queue_filter.since)] if queue_filter.since is not None and not queue_filter.by else []
    for part, values in more:
        parts.append(part)
        bound += values
    return f"WHERE {' AND '.join(parts)}", bound


def games_of_photos(file: LabelFile) -> list[str]:
    """The games of labels, and of the likeliest cards of photos."""
    rows = file.rows(
        "SELECT top_game FROM queue WHERE top_game IS NOT NULL UNION SELECT game FROM current_labels "
        "WHERE card_id IS NOT NULL ORDER BY 1"
    )
    return [row[0] for row in rows]


_DRAWN = "queued.photo_sha256 IN (SELECT value FROM json_each(?))"


def counted_games(file: LabelFile) -> list[CountedFilter]:
    rows = file.rows(
        """SELECT game, count(DISTINCT photo_sha256) FROM (
            SELECT top_game AS game, photo_sha256 FROM queued
            WHERE top_game IS NOT NULL AND state <> 'done' AND NOT removed
            UNION ALL SELECT c.game, c.photo_sha256 FROM queued AS q
            CROSS JOIN current_labels AS c ON c.photo_sha256 = q.photo_sha256
            WHERE q.decided AND NOT q.removed AND c.card_id IS NOT NULL)
        GROUP BY game ORDER BY game"""
    )
    return [CountedFilter(QueueFilter(game=game), photos) for game, photos in rows]


def counted_people(file: LabelFile) -> list[CountedFilter]:
    """Whose labels there are; a machine is nobody."""
    rows = file.rows(
        f"""SELECT c.annotator, count(DISTINCT c.photo_sha256) FROM queued AS q
        CROSS JOIN current_labels AS c ON c.photo_sha256 = q.photo_sha256
        WHERE (q.decided OR q.whole_photo IS NOT NULL) AND NOT q.removed AND c.kind NOT IN {sql_list(BY_A_MACHINE)}
        GROUP BY c.annotator ORDER BY c.annotator"""
    )
    return [CountedFilter(QueueFilter(by=annotator), photos) for annotator, photos in rows]


_OF_GAME = """((queued.state <> 'done' AND queued.top_game = ?) OR (queued.decided AND EXISTS (
    SELECT 1 FROM current_labels AS named WHERE named.photo_sha256 = queued.photo_sha256 AND named.card_id IS NOT NULL
    AND named.game = ?)))"""


def _place_for(queue_filter: QueueFilter) -> tuple[str, list[Any]]:
    """The batch or listing, or both, in which the picture stands first, or in which it stands too."""
    asked = {"batch": queue_filter.batch, "listing": queue_filter.listing}
    columns = {column: value for column, value in asked.items() if value is not None}
    same_place = " AND ".join(f"queued.{column} = ?" for column in columns)
    also = " AND ".join(f"x.{column} = ?" for column in columns)
    # Few photos arrived more than once: only of these all places are read, once for the whole question.
    where = f"""(({same_place}) OR queued.photo_sha256 IN (SELECT x.photo_sha256 FROM queue AS k
        CROSS JOIN places AS x ON x.photo_sha256 = k.photo_sha256 AND x.arrived
        WHERE k.first_place <> k.last_arrival AND {also}))"""
    return where, [*columns.values(), *columns.values()]


def _text_for(queue_filter: QueueFilter) -> tuple[str, list[Any]]:
    """SQL for the rule of `QueueFilter.takes`: part of a name or note, or the card of a label or the first match."""
    text = in_plain_letters(queue_filter.text)
    of_card, named = _of_card(queue_filter.text, queue_filter.cards)
    names = [f"instr(lower(coalesce(queued.{column}, '')), ?)" for column in ("name", "batch", "listing")]
    # The same picture may have another name in another listing.
    also = """EXISTS (SELECT 1 FROM places AS x WHERE x.photo_sha256 = queued.photo_sha256 AND x.arrived AND (
        instr(lower(x.name), ?) OR instr(lower(coalesce(x.batch, '')), ?)
        OR instr(lower(coalesce(x.listing, '')), ?)))"""
    noted = f"instr(lower({note('queued.photo_sha256')}), ?)"
    return f"({' OR '.join([*names, of_card, also, noted])})", [*[text] * 3, *named, *[text] * 4]


def _of_card(name: str, among: Iterable[CardKey]) -> tuple[str, list[Any]]:
    """The card of a label is called so, or it or the first match is among these."""
    cards = json.dumps([f"{card.game}:{card.card_id}" for card in sorted(among)], ensure_ascii=False)
    first = (
        "(queued.state <> 'done' AND queued.top_game || ':' || queued.top_card_id IN (SELECT value FROM json_each(?)))"
    )
    label = """(queued.decided AND EXISTS (SELECT 1 FROM current_labels AS named
        WHERE named.photo_sha256 = queued.photo_sha256 AND named.card_id IS NOT NULL
        AND (instr(lower(coalesce(named.name, '')), ?)
            OR named.game || ':' || named.card_id IN (SELECT value FROM json_each(?)))))"""
    return f"({first} OR {label})", [cards, in_plain_letters(name), cards]


def _by_person(annotator: str, since: date | None) -> tuple[str, list[Any]]:
    given = f"c.annotator = ? AND c.kind NOT IN {sql_list(BY_A_MACHINE)} AND c.time >= ?"
    return A_LABEL.format(so=given), [annotator, "" if since is None else _begin_of(since)]


def _since(day: date) -> tuple[str, list[Any]]:
    came = """queued.photo_sha256 IN (SELECT k.photo_sha256 FROM queue AS k
        JOIN places AS x ON x.id = k.first_place WHERE x.time >= ?)"""
    return f"({came} OR {A_LABEL.format(so='c.time >= ?')})", [_begin_of(day)] * 2


def _begin_of(day: date) -> str:
    """When a day begins here, as the file has its times."""
    return iso(clock.midnight(day))


def _row(row: tuple[Any, ...]) -> QueueRow:
    sha256, name, state, sightings, decided, whole, verdict, sure, game, card_id, skipped, *rest, removed = row
    kind, verdict_shown = Kind(whole) if whole else None, Verdict(verdict) if verdict else None
    counted = (sha256, name, PhotoState(state), sightings, decided)
    return QueueRow(*counted, kind, verdict_shown, sure, card_of(game, card_id), bool(skipped), *(*rest, bool(removed)))


_UNDECIDED = QueueFilter(states=frozenset({PhotoState.OPEN, PhotoState.WAITING}))
_DONE = QueueFilter(states=frozenset({PhotoState.DONE}))
# An older look does not record its grounds, and counts as stale.
_STALE = (
    "({look}.model_hash IS NOT :model_hash OR {look}.artworks_hash IS NOT :artworks_hash "
    "OR {look}.reader_hash IS NOT :reader_hash)"
)
_STALE_BY_HAND = f"""EXISTS (SELECT 1 FROM corners_by_hand AS h JOIN outlines AS o ON o.id = h.outline_id
    WHERE h.photo_sha256 = q.photo_sha256 AND {_STALE.format(look="o")}
    AND NOT EXISTS (SELECT 1 FROM current_labels AS c
        WHERE c.photo_sha256 = h.photo_sha256 AND c.sighting_id = h.sighting_id))"""


def needing_look(file: LabelFile, provenance: Provenance, *, portion: int = 500) -> Generator[list[str], None, None]:
    """Undecided photos of the queue whose look rests on other grounds than these, or that have none; in stack order,
    some at a time, so that others get their turn in between. After them decided ones with a card that somebody said is
    not in the catalogue: it may be by now.

    So is one of which a look at corners that a person set does.
    """
    for some in queue_in_portions(file, queue_filter=_UNDECIDED, portion=portion):
        yield needing_look_among(file, provenance, some)
    for some in queue_in_portions(file, queue_filter=_DONE, portion=portion):
        yield needing_look_among(file, provenance, some)


def needing_look_among(file: LabelFile, provenance: Provenance, photos: Sequence[str]) -> list[str]:
    """The photos among these that need a look, in their order."""
    rows = file.rows(
        f"""SELECT q.photo_sha256 FROM json_each(:photos) AS asked
        CROSS JOIN queued AS q ON q.photo_sha256 = asked.value
        LEFT JOIN lookups AS l ON l.id = (SELECT max(id) FROM lookups WHERE photo_sha256 = q.photo_sha256)
        WHERE NOT q.removed AND (q.state IN ('open', 'waiting')
            OR (q.state = 'done' AND q.decided AND {IS_LABELLED.format(photo="q.photo_sha256")}))
        AND (l.id IS NULL OR {_STALE.format(look="l")} OR {_STALE_BY_HAND})
        ORDER BY asked.key""",
        asdict(provenance) | {"photos": json.dumps(list(photos))},
    )
    return [row[0] for row in rows]
