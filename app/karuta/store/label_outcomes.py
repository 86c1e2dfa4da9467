"""Reads what people said about suggestions, and which sightings are undecided. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.label import ANSWERS_A_LIST, LABELS, Kind
from karuta.domain.match import Match, Verdict
from karuta.store.confirmed_crops import DISPUTED
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_matches, parsed_shown

MACHINE = Kind.AUTO_CONFIRM.value


@dataclass(frozen=True)
class SaidAboutShown:
    """One standing label of a person, and the matches that they had before them, best first."""

    kind: Kind
    card: CardKey | None
    shown: tuple[Match, ...]


@dataclass(frozen=True)
class WaitingSighting:
    """A sighting that nobody has labelled, with what its newest lookup suggests."""

    photo_sha256: str
    sighting_id: str
    verdict: Verdict
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class AutomaticLabel:
    """A machine's current label, or one that a person has since followed with a label (`right`: the same one)."""

    event_id: str
    photo_sha256: str
    sighting_id: str
    right: bool | None


def said_about_shown(file: LabelFile, *, model_hash: str, newest: int, cancel: CancelToken) -> list[SaidAboutShown]:
    """The `newest` labels by people on what this model had suggested, oldest first; disputed ones are left out.

    Raises `Cancelled`.
    """
    rows = file.rows(
        f"""SELECT t.kind, t.game, t.card_id, t.shown, t.reordered_by FROM true_labels AS t
        WHERE t.model_hash = ? AND t.shown IS NOT NULL AND t.kind IN {sql_list(ANSWERS_A_LIST)}
        AND (t.photo_sha256, t.sighting_id) NOT IN ({DISPUTED}) ORDER BY t.id DESC LIMIT ?""",
        [model_hash, newest],
    )
    said = []
    for kind, game, card, *shown in reversed(rows):
        # Parsing four thousand lists of matches takes a fifth of a second.
        cancel.check()
        said.append(SaidAboutShown(Kind(kind), None if card is None else CardKey(game, card), parsed_shown(*shown)))
    return said


def waiting_sightings(file: LabelFile, *, model_hash: str) -> list[WaitingSighting]:
    """In stack order.

    A sighting that ever had a label, even a machine's, is left out, so an undone label is not given again.
    """
    rows = file.rows(
        f"""SELECT l.photo_sha256, s.sighting_id, s.verdict, s.matches
        FROM queued AS q JOIN lookups AS l ON l.photo_sha256 = q.photo_sha256
        JOIN suggestions AS s ON s.lookup_id = l.id
        WHERE NOT q.removed AND q.state = 'open' AND l.model_hash = ?
        AND l.id = (SELECT max(id) FROM lookups WHERE photo_sha256 = q.photo_sha256)
        AND NOT EXISTS (SELECT 1 FROM events AS e WHERE e.photo_sha256 = l.photo_sha256
            AND e.sighting_id IN (s.sighting_id, '') AND e.kind IN
            {sql_list(LABELS)})
        ORDER BY q.position, s.sighting_id""",
        [model_hash],
    )
    return [WaitingSighting(photo, name, Verdict(said), parsed_matches(text)) for photo, name, said, text in rows]


def automatic_labels(file: LabelFile) -> list[AutomaticLabel]:
    """Every machine's label in force, oldest first, and what a person said about it since."""
    rows = file.rows(
        f"""SELECT a.id, a.photo_sha256, a.sighting_id, t.kind, t.game IS a.game AND t.card_id IS a.card_id
        FROM events_in_force AS a LEFT JOIN true_labels AS t
            ON t.photo_sha256 = a.photo_sha256 AND t.sighting_id = a.sighting_id
        WHERE a.kind = '{MACHINE}' ORDER BY a.id"""
    )
    return [
        AutomaticLabel(event, photo, name, None if kind is None else kind == Kind.CONFIRM.value and bool(same))
        for event, photo, name, kind, same in rows
    ]
