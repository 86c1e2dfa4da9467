"""Conditions on photos in the queue: whose labels they have, and cards that the catalogue lacks. Writes nothing.

Each is asked of one photo at a time by an index, cheap questions first: a list of 100,000 is read in portions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.doubt import LIKELIER, SLIP
from karuta.domain.label import BY_A_MACHINE, DECIDES
from karuta.domain.queue import Trait
from karuta.domain.unknowns import KnownNow, UnknownCard
from karuta.store.current_labels import flagged, note
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_embedding, parsed_matches
from karuta.store.rechecks import DISPUTED, MAY_BE_DISPUTED

_PORTION = 400
_ANSWERS = "('sure', 'likely')"
# Photos in which anything may be unknown, in order of arrival.
_PHOTOS = """SELECT photo_sha256, position FROM queued WHERE NOT removed AND sightings > 0
    AND position >= ? AND (position > ? OR photo_sha256 > ?) ORDER BY position, photo_sha256 LIMIT ?"""
# As the newest look saw it; as the label's own did, where the newest is of another model.
_UNKNOWN = """SELECT q.photo_sha256, q.name, s.sighting_id, g.crop_sha256, 0, s.card_like IS NOT 0, s.embedding
    FROM json_each(:photos) AS asked CROSS JOIN queue AS q ON q.photo_sha256 = asked.value
    JOIN lookups AS l ON l.id = q.lookup_id JOIN suggestions AS s ON s.lookup_id = l.id
    JOIN sightings AS g ON g.id = s.sighting_id
    WHERE s.verdict = 'unknown' AND s.back IS NULL AND l.model_hash = :model AND q.whole_photo IS NULL
    AND s.embedding IS NOT NULL AND NOT EXISTS (SELECT 1 FROM current_labels AS c
        WHERE c.photo_sha256 = q.photo_sha256 AND c.sighting_id = s.sighting_id)
    UNION ALL
    SELECT q.photo_sha256, q.name, c.sighting_id, g.crop_sha256, 1, s.card_like IS NOT 0,
        CASE WHEN l.model_hash = :model AND s.embedding IS NOT NULL THEN s.embedding
            WHEN c.model_hash = :model THEN c.embedding END AS vector
    FROM json_each(:photos) AS asked CROSS JOIN queue AS q ON q.photo_sha256 = asked.value AND q.decided > 0
    JOIN current_labels AS c ON c.photo_sha256 = q.photo_sha256 AND c.kind = 'unknown' AND c.sighting_id > ''
    LEFT JOIN lookups AS l ON l.id = q.lookup_id
    LEFT JOIN suggestions AS s ON s.lookup_id = l.id AND s.sighting_id = c.sighting_id
    LEFT JOIN sightings AS g ON g.id = c.sighting_id
    WHERE vector IS NOT NULL"""
# A label that was given with the present catalogue before one's eyes stands, whatever the look says.
_KNOWN = f"""FROM current_labels AS c JOIN queue AS k ON k.photo_sha256 = c.photo_sha256
    JOIN lookups AS l ON l.id = k.lookup_id
    JOIN suggestions AS s ON s.lookup_id = l.id AND s.sighting_id = c.sighting_id
    WHERE c.kind = 'unknown' AND c.sighting_id > '' AND s.verdict IN {_ANSWERS}
    AND (c.artworks_hash IS NOT l.artworks_hash OR c.model_hash IS NOT l.model_hash)"""
MAY_BE_KNOWN = f"EXISTS (SELECT 1 {_KNOWN} AND c.photo_sha256 = {{photo}})"
"""Whether a photo holds a card that was labelled as not in the catalogue and that a card answers for by now."""
IS_LABELLED = """EXISTS (SELECT 1 FROM current_labels AS c
    WHERE c.photo_sha256 = {photo} AND c.kind = 'unknown' AND c.sighting_id > '')"""
"""Whether somebody said of a card in a photo that it is not in the catalogue."""


@dataclass(frozen=True, eq=False)
class UnknownRows:
    """Some sightings with their embeddings, (n, dimension) float32, and those that a card answers for by now."""

    cards: tuple[UnknownCard, ...]
    vectors: NDArray[np.float32]
    known_now: tuple[KnownNow, ...]


def unknown_rows(file: LabelFile, model_hash: str, *, portion: int = _PORTION) -> Iterator[UnknownRows]:
    """All of them, in order of arrival, some photos at a time. Vectors of other models are left out."""
    photo, position = "", ""
    while rows := file.rows(_PHOTOS, [position, position, photo, portion]):
        yield _of_photos(file, [row[0] for row in rows], model_hash)
        photo, position = rows[-1]


def _of_photos(file: LabelFile, photos: Sequence[str], model_hash: str) -> UnknownRows:
    asked = {"photos": json.dumps(list(photos)), "model": model_hash}
    place = {photo: number for number, photo in enumerate(photos)}
    rows = sorted(file.rows(_UNKNOWN, asked), key=lambda row: (place[row[0]], row[2]))
    cards: list[UnknownCard] = []
    vectors: list[NDArray[np.float32]] = []
    for photo, name, sighting, crop, is_labelled, card_like, data in rows:
        vector = parsed_embedding(data)
        if vector is not None and (not vectors or vector.shape == vectors[0].shape):
            traits = {"is_labelled": bool(is_labelled), "card_like": bool(card_like)}
            cards.append(UnknownCard(photo, name, sighting, crop, **traits))
            vectors.append(vector)
    known_now = _known_now(file, [card.photo_sha256 for card in cards if card.is_labelled])
    answered = {now.card.sighting_id for now in known_now}
    kept = [at for at, card in enumerate(cards) if card.sighting_id not in answered]
    empty = np.zeros((0, 1), dtype=np.float32)
    return UnknownRows(
        tuple(cards[at] for at in kept), np.stack([vectors[at] for at in kept]) if kept else empty, tuple(known_now)
    )


def _known_now(file: LabelFile, photos: Sequence[str]) -> list[KnownNow]:
    rows = file.rows(
        f"""SELECT k.photo_sha256, k.name, c.sighting_id,
            (SELECT g.crop_sha256 FROM sightings AS g WHERE g.id = c.sighting_id), s.matches {_KNOWN}
        AND c.photo_sha256 IN (SELECT value FROM json_each(?)) ORDER BY c.id""",
        [json.dumps(sorted(set(photos)))],
    )
    return [
        KnownNow(UnknownCard(photo, name, sighting, crop, is_labelled=True), matches_kept[0])
        for photo, name, sighting, crop, matches in rows
        if (matches_kept := parsed_matches(matches))
    ]


_MACHINES = sql_list(BY_A_MACHINE)
_LABELLED = "(queued.decided > 0 OR queued.whole_photo IS NOT NULL)"
A_LABEL = (
    f"({_LABELLED} AND EXISTS (SELECT 1 FROM current_labels AS c "
    "WHERE c.photo_sha256 = queued.photo_sha256 AND {so}))"
)
# As `doubt_about` says it; what was ruled out on another photo of the same shot is not asked here.
_SHOWN = "json_each(CASE WHEN json_valid(c.shown) THEN c.shown ELSE '[]' END)"
_IS_CHOSEN = "(m.value ->> 'game' IS c.game AND m.value ->> 'card_id' IS c.card_id)"
_DOUBTED = f"""c.source IN ('window', 'check') AND c.kind IN {sql_list(DECIDES)} AND EXISTS (SELECT 1 FROM {_SHOWN} AS f
    WHERE f.value ->> 'probability' > {LIKELIER}
    AND NOT (f.value ->> 'game' IS c.game AND f.value ->> 'card_id' IS c.card_id)
    AND coalesce((SELECT coalesce(m.value ->> 'probability', 0) FROM {_SHOWN} AS m WHERE {_IS_CHOSEN}),
        (SELECT 1 - total(m.value ->> 'probability') FROM {_SHOWN} AS m)) < {SLIP}
    AND NOT EXISTS (SELECT 1 FROM {_SHOWN} AS m
        WHERE {_IS_CHOSEN} AND m.value ->> 'picture_sha256' = f.value ->> 'picture_sha256'))"""
_SAID_UNKNOWN = "c.kind = 'unknown' AND c.sighting_id > ''"
# A machine's labels have an index of their own, and are asked for by it alone.
_WHERE = {
    Trait.MACHINE: "(queued.decided > 0 AND EXISTS (SELECT 1 FROM events AS a WHERE a.kind = 'auto_confirm' "
    "AND a.photo_sha256 = queued.photo_sha256) AND " + A_LABEL.format(so=f"c.kind IN {_MACHINES}") + ")",
    Trait.MINE: A_LABEL.format(so=f"c.annotator = ? AND c.kind NOT IN {_MACHINES}"),
    Trait.OTHERS: A_LABEL.format(so=f"c.annotator <> ? AND c.kind NOT IN {_MACHINES}"),
    Trait.DISPUTED: f"({MAY_BE_DISPUTED.format(row='queued')} AND "
    + A_LABEL.format(so=f"c.kind NOT IN {_MACHINES} AND {DISPUTED}")
    + ")",
    Trait.PRINTED: A_LABEL.format(so="c.printing > ''"),
    Trait.BACK: A_LABEL.format(so="c.kind = 'back'"),
    Trait.FLAGGED: flagged("queued.photo_sha256"),
    Trait.NOTED: f"({note('queued.photo_sha256')} IS NOT NULL)",
    Trait.UNLABELLED: "(queued.decided = 0 AND queued.whole_photo IS NULL)",
    Trait.SKIPPED: "(queued.skipped AND queued.state <> 'done')",
    Trait.UNSURE: f"((queued.state = 'open' AND queued.verdict = 'unsure') OR {flagged('queued.photo_sha256')} "
    f"OR {A_LABEL.format(so=_DOUBTED)})",
    Trait.UNCATALOGUED: "((queued.state = 'open' AND queued.verdict = 'unknown') "
    f"OR {A_LABEL.format(so=_SAID_UNKNOWN)})",
    Trait.KNOWN_NOW: f"(queued.decided > 0 AND {MAY_BE_KNOWN.format(photo='queued.photo_sha256')})",
}


def where_trait(trait: Trait, annotator: str) -> tuple[str, list[Any]]:
    """The condition on `queued`, and its values."""
    where = _WHERE[trait]
    return where, [annotator] * where.count("?")


def known_now_in(file: LabelFile, photo: str) -> frozenset[str]:
    """The sightings in a photo that a card answers for by now."""
    return frozenset(answered.card.sighting_id for answered in _known_now(file, [photo]))


def known_now_among(file: LabelFile, photos: Sequence[str]) -> frozenset[str]:
    """The photos among these with a card that was not in the catalogue, and may be by now."""
    rows = file.rows(
        f"""SELECT photo_sha256 FROM json_each(?) AS asked CROSS JOIN queued ON photo_sha256 = asked.value
        WHERE {_WHERE[Trait.KNOWN_NOW]}""",
        [json.dumps(photos)],
    )
    return frozenset(row[0] for row in rows)
