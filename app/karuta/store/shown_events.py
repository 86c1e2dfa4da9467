"""Reads label events with what was shown when they were made, one by one or as counts. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.bias import PairAgreement, Told
from karuta.domain.card import CardKey
from karuta.domain.doubt import REORDERED_BY
from karuta.domain.label import ANSWERS_A_LIST
from karuta.domain.match import Match
from karuta.domain.recheck import BLIND
from karuta.domain.recognition import Forest, parsed_searched
from karuta.domain.statistics import wilson
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import card_of, parsed_embedding, parsed_shown

_AT_ONCE = 500
_SHOWN = """SELECT e.id, e.photo_sha256, e.photo_name, e.sighting_id, s.crop_sha256, e.game, e.card_id, e.model_hash,
        e.index_hash, e.artworks_hash, e.searched, e.shown, e.reordered_by, e.embedding
    FROM events AS e LEFT JOIN sightings AS s ON s.id = e.sighting_id
    WHERE e.shown IS NOT NULL AND e.id > ? ORDER BY e.id LIMIT ?"""


@dataclass(frozen=True, eq=False)
class ShownEvent:
    """One label event, in force or not. `embedding`: (dimension,) float32, the query; None for an import without one.

    `forest`: what had proposed the candidates; None if the search was exact.
    """

    event_id: str
    photo_sha256: str
    photo: str
    sighting_id: str
    crop_sha256: str | None
    card: CardKey | None
    model_hash: str | None
    index_hash: str | None
    artworks_hash: str | None
    forest: Forest | None
    shown: tuple[Match, ...]
    embedding: NDArray[np.float32] | None


def shown_events(file: LabelFile) -> Iterator[list[ShownEvent]]:
    """Every label event that showed matches, oldest first, in short reads."""
    after = ""
    while rows := file.rows(_SHOWN, [after, _AT_ONCE]):
        after = rows[-1][0]
        yield [_event(row) for row in rows]


def _event(row: tuple[Any, ...]) -> ShownEvent:
    event, photo, name, sighting, crop, game, card_id, model, index, artworks, searched, shown, ordered, vector = row
    place, card, hashes = (event, photo, name, sighting, crop), card_of(game, card_id), (model, index, artworks)
    answered = (parsed_searched(searched), parsed_shown(shown, ordered), parsed_embedding(vector))
    return ShownEvent(*place, card, *hashes, *answered)


def embedding_of_crop(file: LabelFile, crop_sha256: str, *, model_hash: str) -> NDArray[np.float32] | None:
    """The embedding that this model gave when something was decided about the crop; None if it never did."""
    embedding = file.value(
        """SELECT e.embedding FROM events AS e JOIN sightings AS s ON s.id = e.sighting_id
        WHERE s.crop_sha256 = ? AND e.model_hash = ? AND e.embedding IS NOT NULL ORDER BY e.id LIMIT 1""",
        [crop_sha256, model_hash],
    )
    return parsed_embedding(embedding)


def count_shown_events(file: LabelFile) -> int:
    return int(file.value("SELECT count(*) FROM events WHERE shown IS NOT NULL"))


FIRST = "json_extract({matches}, '$[0].{key}')"
# A blind review shows them in an order drawn by lot: suggested first is the best of them, as `best_first` says.
SHOWN = f"""CASE WHEN reordered_by = '{BLIND}' THEN (SELECT json_array(json(value)) FROM json_each(shown)
    ORDER BY json_extract(value, '$.probability') DESC, json_extract(value, '$.score') DESC,
    json_extract(value, '$.card_id') LIMIT 1) ELSE shown END"""
# With what was ruled out moved below, the first match is a person's doing as well as Karuta's.
_ANSWERED = f"""shown IS NOT NULL AND json_array_length(shown) > 0 AND kind IN {sql_list(ANSWERS_A_LIST)}"""
_REORDERED = f"instr(coalesce(reordered_by, ''), '{REORDERED_BY}')"


def told_counts(file: LabelFile) -> list[Told]:
    """People's current labels on sightings that had a suggestion, equal ones counted together.

    Unreadable sightings are left out: they say nothing about a suggestion. So are those whose matches stood in another
    order because of rejections (`reordered_count`).
    """
    game, card_id = (FIRST.format(matches=SHOWN, key=key) for key in ("game", "card_id"))
    rows = file.rows(
        f"""SELECT substr(time, 1, 10), annotator, coalesce(model, ''), {game}, {card_id}, game, card_id, count(*)
        FROM true_labels WHERE {_ANSWERED} AND NOT {_REORDERED}
        GROUP BY 1, 2, 3, 4, 5, 6, 7"""
    )
    return [
        Told(day, annotator, model, CardKey(*suggested), None if card is None else CardKey(game_, card), times)
        for day, annotator, model, *suggested, game_, card, times in rows
    ]


def reordered_count(file: LabelFile) -> int:
    """How many current labels answer a list in which rejected cards had been moved below the others."""
    return int(file.value(f"SELECT count(*) FROM true_labels WHERE {_ANSWERED} AND {_REORDERED}"))


def suggested_names(file: LabelFile) -> dict[CardKey, str]:
    """The names of cards that were suggested or are first suggestions of undecided photos."""
    shown, waiting = (
        ", ".join(FIRST.format(matches=matches, key=key) for key in ("game", "card_id", "name"))
        for matches in (SHOWN, "matches")
    )
    rows = file.rows(
        f"""SELECT {shown} FROM events WHERE shown IS NOT NULL AND json_array_length(shown) > 0 GROUP BY 1, 2
        UNION SELECT {waiting} FROM suggestions
        WHERE json_array_length(matches) > 0 GROUP BY 1, 2"""
    )
    return {CardKey(game, card): name for game, card, name in rows}


def waiting_by_card(file: LabelFile) -> dict[CardKey, int]:
    """Undecided photos, counted by the first suggestion of their least certain undecided sighting."""
    rows = file.rows(
        """SELECT top_game, top_card_id, count(*) FROM queued
        WHERE NOT removed AND state = 'open' AND top_card_id IS NOT NULL GROUP BY 1, 2"""
    )
    return {CardKey(game, card): count for game, card, count in rows}


def agreements(file: LabelFile) -> list[PairAgreement]:
    """For each two annotators: how many sightings both decided about, and on how many their last labels agree."""
    said = "{w}.kind || char(31) || coalesce({w}.game, '') || char(31) || coalesce({w}.card_id, '')"
    rows = file.rows(
        f"""SELECT a.annotator, b.annotator, sum({said.format(w="a")} = {said.format(w="b")}), count(*)
        FROM queue AS q JOIN labels_by_annotator AS a ON a.photo_sha256 = q.photo_sha256
        JOIN labels_by_annotator AS b ON b.photo_sha256 = a.photo_sha256 AND b.sighting_id = a.sighting_id
            AND b.annotator > a.annotator
        WHERE q.judged_twice > 0 GROUP BY 1, 2 ORDER BY 1, 2"""
    )
    return [PairAgreement(one, other, wilson(int(same), int(n))) for one, other, same, n in rows]
