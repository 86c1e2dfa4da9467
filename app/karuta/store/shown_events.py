"""Counts what label events showed when they were made, and what people answered. Writes nothing."""

from __future__ import annotations

from karuta.domain.bias import PairAgreement, Told
from karuta.domain.card import CardKey
from karuta.domain.doubt import REORDERED_BY
from karuta.domain.label import ANSWERS_A_LIST
from karuta.domain.recheck import BLIND
from karuta.domain.statistics import wilson
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile

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
    answer = "{w}.kind || char(31) || coalesce({w}.game, '') || char(31) || coalesce({w}.card_id, '')"
    rows = file.rows(
        f"""SELECT a.annotator, b.annotator, sum({answer.format(w="a")} = {answer.format(w="b")}), count(*)
        FROM queue AS q JOIN labels_by_annotator AS a ON a.photo_sha256 = q.photo_sha256
        JOIN labels_by_annotator AS b ON b.photo_sha256 = a.photo_sha256 AND b.sighting_id = a.sighting_id
            AND b.annotator > a.annotator
        WHERE q.judged_twice > 0 GROUP BY 1, 2 ORDER BY 1, 2"""
    )
    return [PairAgreement(first, second, wilson(int(same), int(n))) for first, second, same, n in rows]
