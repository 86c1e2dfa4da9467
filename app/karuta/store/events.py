"""Appends events to labels.db and settles what an undo takes back. Never changes or deletes an event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.journal import Action, JournalEntry, LostRedo, action_to_redo, action_to_undo, actions_to_redo
from karuta.domain.label import (
    BY_A_PERSON,
    DONE_AGAIN,
    LABELS,
    STRIKES,
    WHOLE_PHOTO,
    Decision,
    Kind,
    Origin,
    Source,
    Subject,
    corners_text,
)
from karuta.domain.queue import DecidedTogether
from karuta.store.joined_sightings import join_new
from karuta.store.kinds import IN_FORCE, settled_by, sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import card_of, matches_json

EVENT_COLUMNS = tuple(
    """
    id action_id kind target_action_id time annotator device source photo_sha256 photo_name sighting_id corners
    batch listing game card_id name printing model model_hash index_name index_hash file_sha256 file_line
    reordered_by shown embedding artworks_hash reader_hash searched print_read finish follows
""".split()
)
# An undo is nearly always about one of the last few events, so only few are read at first.
_READ_AT_ONCE = 64
# Undo at the desk knows nothing of checked listings, and the other way round.
OF_THE_DESK = "source <> 'export' AND source <> 'check'"
OF_CHECKS = "source = 'check'"
# Which action it is does not matter here, and the oldest is undone last.
_ANY_STANDS = f"""SELECT 1 FROM events AS e WHERE e.annotator = ? AND {OF_THE_DESK} AND e.target_action_id IS NULL
    AND 'undo' IS NOT (SELECT t.kind FROM events AS t
    WHERE t.target_action_id = e.action_id AND t.annotator = e.annotator
    ORDER BY t.id DESC LIMIT 1) ORDER BY e.id LIMIT 1"""
AT_ONCE = 50
"""So many events of a large action are read or written before somebody hears of it."""


def append(
    file: LabelFile,
    decisions: Sequence[Decision],
    origin: Origin,
    *,
    each: Callable[[int], None] = lambda written: None,
    action_id: str | None = None,
) -> Action:
    """Store one action: one event per decision, all of them or none; on the disk when this returns.

    `each` is called now and then with the number written; if it raises, nothing is stored. `action_id`: of an action
    that has other events too. What an export brings stays its annotator's, whose undo never takes it back. Raises
    `LibraryError`.
    """
    if not decisions:
        raise ValueError("an action has at least one event")
    # Serialised before the transaction, which blocks others.
    bodies = [event_body(decision, origin) for decision in decisions]
    with file.writing():
        action_id, time = action_id or file.new_id(), file.now()
        stamp = file.on_this_copy(origin)
        rows = []
        for decision, (*body, _) in zip(decisions, bodies, strict=True):
            brought = decision.from_export
            if brought is None:
                event_id, when, who = file.new_id(), time, _who(stamp)
                place = _place(decision.subject)
                follows = _follows(file, decision.kind, place, decision.follows, stamp.annotator, stamp.device)
            else:
                event_id, when, follows = brought.event_id, brought.time, None
                who = _who(replace(stamp, annotator=brought.annotator, source=Source.EXPORT))
            rows.append((event_id, action_id, decision.kind.value, None, when, *who, *body[len(who) :], follows))
        for at in range(0, len(rows), AT_ONCE):
            each(at)
            file.insert("events", EVENT_COLUMNS, rows[at : at + AT_ONCE])
        join_new(file, {decision.subject.photo_sha256 for decision in decisions})
    first = decisions[0]
    return Action(
        action_id=action_id,
        events=len(decisions),
        kind=first.kind,
        card=first.card.name if first.card else None,
        photo=first.subject.photo_name,
        photos=frozenset(decision.subject.photo_sha256 for decision in decisions),
        sighting=first.subject.sighting_id,
        key=first.card.key if first.card else None,
        printing=first.card.printing if first.card else None,
        time=time,
    )


_OWN = "SELECT id FROM sides WHERE photo_sha256 = ? AND sighting_id = ? AND annotator = ? AND device <> ?"


def _place(subject: Subject) -> tuple[str, str]:
    return subject.photo_sha256, subject.sighting_id


def _who(origin: Origin) -> tuple[str, str, str]:
    return origin.annotator, origin.device, origin.source.value


def _follows(
    file: LabelFile, kind: Kind, place: Sequence[str], settled: Sequence[str], annotator: str, device: str
) -> str | None:
    """The labels that a label answers: those that it settles, and the same word on another device, which is seen.

    `place`: photo and sighting.
    """
    if kind not in BY_A_PERSON:
        return None
    own = file.rows(_OWN, [*place, annotator, device])
    return " ".join(sorted({*settled, *(row[0] for row in own)}))


OF_DONE_AGAIN = f"""{{e}}.source <> 'export' AND {{e}}.kind IN {sql_list(DONE_AGAIN)}
    AND ({{e}}.kind NOT IN {sql_list(STRIKES)} OR {{e}}.card_id IS NOT NULL)"""
"""Of an event, which stands for `e`: its annotator can say it again."""
_OF_ACTION = f"FROM events AS e WHERE e.action_id = ? AND e.annotator = ? AND {OF_DONE_AGAIN.format(e='e')}"
_LOST = f"SELECT count(*), photo_sha256, photo_name, sighting_id, min(id) {_OF_ACTION}"
# What was labelled since stays; that one of which the history is looked at is seen to have another label.
_AGAIN = f"""SELECT {", ".join(EVENT_COLUMNS)}, e.kind IN {sql_list(LABELS)}
        AND NOT (e.photo_sha256, e.sighting_id) = (?, ?) AND EXISTS (SELECT 1 FROM current_labels AS c
            WHERE c.photo_sha256 = e.photo_sha256 AND c.sighting_id = e.sighting_id)
    {_OF_ACTION} AND NOT {IN_FORCE} ORDER BY e.id"""


def lost_redo(file: LabelFile, annotator: str, before: Sequence[str], action: Action) -> LostRedo | None:
    """What of `before` (`redoable`) the new `action` has put out of a redo's reach, and has not said anew itself."""
    gone = set(before) - set(redoable(file, annotator)) - {action.action_id}
    lost = [
        lost_action
        for lost_action in (_action(file, name, annotator) for name in before if name in gone)
        if not _says_anew(action, lost_action)
    ]
    redone = [
        (lost_action, row)
        for lost_action in lost
        if (row := file.first_row(_LOST, [lost_action.action_id, annotator])) and row[0]
    ]
    if not redone:
        return None
    first, (_, *place, _) = redone[0]
    return LostRedo(sum(row[0] for _, row in redone), first.action_id, *place)


def _says_anew(action: Action, lost: Action) -> bool:
    """Whether an action is about all that another one was about."""
    is_of_all = lost.photos <= action.photos and lost.events <= action.events
    return is_of_all and (lost.events > 1 or lost.sighting == action.sighting)


def count_again(file: LabelFile, action_id: str, annotator: str) -> int:
    """How many events of an action the annotator could say again."""
    row = file.first_row(_LOST, [action_id, annotator])
    return int(row[0]) if row else 0


def do_again(file: LabelFile, action_id: str, origin: Origin, *, besides: tuple[str, str]) -> DecidedTogether:
    """Say what the annotator had said in an action that is undone once more, as a new one, inside `writing`.

    What has another label by now is left out, unless it is `besides`: photo and sighting.
    """
    rows = file.rows(_AGAIN, [*besides, action_id, origin.annotator])
    again = [row[:-1] for row in rows if not row[-1]]
    if not again:
        return DecidedTogether(None, len(rows))
    at = {name: EVENT_COLUMNS.index(name) for name in ("kind", "photo_sha256", "sighting_id", "annotator", "follows")}
    name, time, who = file.new_id(), file.now(), _who(file.on_this_copy(origin))
    new = []
    for row in again:
        kind, place = Kind(row[at["kind"]]), (row[at["photo_sha256"]], row[at["sighting_id"]])
        follows = _follows(file, kind, place, (row[at["follows"]] or "").split(), *who[:2])
        content = row[at["annotator"] + len(who) : at["follows"]]
        new.append((file.new_id(), name, kind.value, None, time, *who, *content, follows))
    file.insert("events", EVENT_COLUMNS, new)
    join_new(file, {row[at["photo_sha256"]] for row in again})
    return DecidedTogether(_action(file, name, origin.annotator), len(rows) - len(new))


def next_to_undo(file: LabelFile, annotator: str) -> Action | None:
    """The annotator's last action that is not undone; None if nothing is left."""
    target = action_to_undo(newest_first(file, annotator))
    return None if target is None else _action(file, target, annotator)


def next_to_redo(file: LabelFile, annotator: str) -> Action | None:
    """What the annotator's last undo took; None after a new action."""
    target = action_to_redo(newest_first(file, annotator))
    return None if target is None else _action(file, target, annotator)


def cards_named(file: LabelFile, events: Sequence[str]) -> frozenset[CardKey]:
    """The cards that these labels name."""
    rows = file.rows_among("SELECT game, card_id FROM events WHERE card_id IS NOT NULL AND id IN ({marks})", events)
    return frozenset(CardKey(*row) for row in rows)


def undo(file: LabelFile, origin: Origin) -> Action | None:
    """Take back what `next_to_undo` says. Raises `LibraryError`."""
    with file.writing():
        action = next_to_undo(file, origin.annotator)
        return None if action is None else settle_action(file, Kind.UNDO, action, origin)


def redo(file: LabelFile, origin: Origin) -> Action | None:
    """Bring back what `next_to_redo` says. Raises `LibraryError`."""
    with file.writing():
        action = next_to_redo(file, origin.annotator)
        return None if action is None else settle_action(file, Kind.REDO, action, origin)


def can_undo(file: LabelFile, annotator: str) -> bool:
    """Whether an undo would take something back now; as fast after thousands of undos as after none."""
    newest = list(islice(newest_first(file, annotator), _READ_AT_ONCE))
    if action_to_undo(newest) is not None:
        return True
    return len(newest) == _READ_AT_ONCE and bool(file.rows(_ANY_STANDS, [annotator]))


def can_redo(file: LabelFile, annotator: str) -> bool:
    """Whether a redo would bring something back now."""
    return bool(redoable(file, annotator))


def redoable(file: LabelFile, annotator: str) -> tuple[str, ...]:
    """The actions that one redo after the other would bring back now."""
    return tuple(actions_to_redo(newest_first(file, annotator)))


_STRIKES = f"""SELECT e.action_id FROM events AS e WHERE e.photo_sha256 = ? AND e.sighting_id = ?
    AND e.kind IN {sql_list(STRIKES)} AND e.game = ? AND e.card_id = ? AND e.annotator = ? AND {IN_FORCE}
    ORDER BY e.id"""


def undo_strike(file: LabelFile, photo: str, sighting: str, card: CardKey, origin: Origin) -> Action | None:
    """Take back that the annotator ruled this card out there, whatever they did since; None where they did not.

    Inside `writing`.
    """
    actions = file.rows(_STRIKES, [photo, sighting, card.game, card.card_id, origin.annotator])
    for (action,) in actions:
        settle(file, Kind.UNDO, action, origin)
    return _action(file, actions[-1][0], origin.annotator) if actions else None


def settle(file: LabelFile, kind: Kind, target: str, origin: Origin) -> None:
    """Append an undo or redo of an action, inside `writing`."""
    append_bare(file, kind, origin, target_action_id=target)


def append_bare(file: LabelFile, kind: Kind, origin: Origin, **columns: str) -> str:
    """Append an event that is about no photo, inside `writing`; it is an action of its own unless `columns` have one.

    Returns its identifier.
    """
    event_id = file.new_id()
    annotator, device, source = _who(file.on_this_copy(origin))
    values = dict.fromkeys(EVENT_COLUMNS) | {"id": event_id, "action_id": event_id, "kind": kind.value}
    values |= {"time": file.now(), "annotator": annotator, "device": device, "source": source, **columns}
    file.insert("events", EVENT_COLUMNS, [tuple(values.values())])
    return event_id


def settle_action(file: LabelFile, kind: Kind, action: Action, origin: Origin) -> Action:
    """Append an undo or redo of an action, inside `writing`, and give it back."""
    # A merge is this library's own business, and so is its undo.
    settle(file, kind, action.action_id, replace(origin, source=Source.MERGE) if action.kind is Kind.MERGE else origin)
    return action


def newest_first(file: LabelFile, annotator: str, *, which: str = OF_THE_DESK) -> Iterator[JournalEntry]:
    """One person's journal, the newest first. `which`: `OF_THE_DESK` or `OF_CHECKS`."""
    before, count = "~", _READ_AT_ONCE  # "~" sorts after every identifier
    while True:
        rows = file.rows(
            "SELECT id, action_id, kind, target_action_id FROM events "
            f"WHERE annotator = ? AND id < ? AND {which} ORDER BY id DESC LIMIT ?",
            [annotator, before, count],
        )
        yield from (JournalEntry(event, action, Kind(kind), target) for event, action, kind, target in rows)
        if len(rows) < count:
            return
        before, count = rows[-1][0], count * 4


_OF_ITS_AUTHOR = f"""SELECT kind, name, photo_name, photo_sha256, sighting_id, game, card_id, printing, time
    FROM events AS e WHERE e.action_id = ?1 AND e.kind <> 'import' AND {settled_by("?2")} ORDER BY e.id"""


def _action(file: LabelFile, action_id: str, annotator: str) -> Action:
    rows = file.rows(_OF_ITS_AUTHOR, [action_id, annotator])
    kind, card, photo, _, sighting, game, card_id, printing, time = rows[0]
    key = card_of(game or None, card_id or None)
    photos = frozenset(row[3] for row in rows)
    return Action(action_id, len(rows), Kind(kind), card, photo, photos, sighting or WHOLE_PHOTO, key, printing, time)


def event_body(decision: Decision, origin: Origin) -> tuple[Any, ...]:
    """An event's columns from `annotator` on."""
    subject, card, evidence = decision.subject, decision.card, decision.evidence
    # A note's text stands where a label has its card's name.
    named = (decision.game, None, decision.note, None)
    return (
        *_who(origin),
        subject.photo_sha256,
        subject.photo_name,
        subject.sighting_id,
        corners_text(subject.corners) or None,
        subject.batch,
        subject.listing,
        *((card.key.game, card.key.card_id, card.name, card.printing) if card else named),
        evidence.model,
        evidence.model_hash,
        evidence.index,
        evidence.index_hash,
        decision.file_sha256,
        decision.file_line,
        evidence.reordered_by,
        matches_json(evidence.shown) if evidence.shown else None,
        evidence.embedding,
        evidence.artworks_hash,
        evidence.reader_hash,
        evidence.searched,
        evidence.print_read,
        card.finish if card else None,
        None,
    )
