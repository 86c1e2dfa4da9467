"""Suggestions against confirmations: what is counted, what is called too often, and the table."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.labelling import (
    ANNA,
    GAME,
    ToldRecogniser,
    confirmed,
    draw_photo,
    match,
    put_photo,
    stepping,
    suggested_and_decided,
)

from karuta.domain.bias import Told, bias_of
from karuta.domain.card import CardKey
from karuta.domain.doubt import REORDERED_BY
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import decide
from karuta.services.labels.describe_bias import accepted_by_model, describe_bias, write_bias
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile

CARDS = [CardKey("g", str(number)) for number in range(4)]
ONE, TWO, THREE = (CardKey(GAME, str(number)) for number in (1, 2, 3))


def told(rows: list[tuple[int, int | None, int]]) -> list[Told]:
    return [
        Told("2026-11-24", "anna", "m", CARDS[first], None if said is None else CARDS[said], times)
        for first, said, times in rows
    ]


ROWS = st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(0, 3)), st.integers(1, 30))


@given(st.lists(ROWS, max_size=20))
def test_the_parts_add_up_to_the_whole(rows: list[tuple[int, int | None, int]]) -> None:
    bias = bias_of(told(rows), waiting={CARDS[3]: 2}, packs={CARDS[0]: "first"})
    total = sum(times for _, _, times in rows)
    for parts in bias.parts.values():
        assert sum(part.taken.n for part in parts) == total
    assert sum(card.suggested for card in bias.cards) == total
    assert sum(card.confirmed for card in bias.cards if card.suggested) <= total
    assert (bias.overall is None) == (total == 0)
    assert [card.card for card in bias.label_next] == [CARDS[3]]


def test_a_popular_card_is_suggested_too_often_and_a_rare_one_is_not_accused() -> None:
    bias = bias_of(
        told([(0, 0, 10), (0, 1, 30), (1, 1, 200), (2, 3, 2)]),
        agreement=[],
        waiting={},
        names={CARDS[0]: "Popular"},
        packs={},
    )
    assert [card.name for card in bias.too_often] == ["Popular"]
    assert bias.cards[0].taken.k == 10 and bias.cards[0].taken.n == 40 and bias.cards[0].confirmed == 10
    assert bias.missed == {CARDS[1]: 30, CARDS[3]: 2}


def test_label_next_is_where_photos_wait_and_little_is_known() -> None:
    bias = bias_of(
        told([(0, 0, 100), (1, 1, 3)]),
        agreement=[],
        waiting={CARDS[0]: 10, CARDS[1]: 10, CARDS[2]: 10},
        names={},
        packs={},
    )
    assert [card.card for card in bias.label_next] == [CARDS[2], CARDS[1], CARDS[0]]


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    return suggested_and_decided(tmp_path)


def test_only_the_last_word_of_persons_counts(library: LibraryFolder) -> None:
    bias = describe_bias(library)
    assert bias.overall is not None and (bias.overall.k, bias.overall.n) == (0, 6)
    assert {part.name: part.taken.n for part in bias.parts["annotator"]} == {"anna": 3, "ben": 3}
    one = next(card for card in bias.cards if card.card == ONE)
    assert (one.name, one.suggested, one.confirmed) == ("Shape 1", 6, 0)
    assert bias.missed == {TWO: 5}
    assert [(two.first, two.second, two.same.k, two.same.n) for two in bias.agreement] == [("anna", "ben", 1, 3)]
    assert [(card.card, card.waiting) for card in bias.label_next] == [(THREE, 2)]
    assert [part.name for part in bias.parts["week"]] == ["2026-W01"]
    with LabelFile.open_reading(library) as file:
        accepted = accepted_by_model(file)
    assert (
        accepted == {part.name: part.taken for part in bias.parts["model"]}
        and sum(taken.n for taken in accepted.values()) == 6
    )


def test_a_list_that_rejections_reordered_is_counted_apart(library: LibraryFolder, tmp_path: Path) -> None:
    """Its first match is what was left over, so it says nothing of Karuta's suggestion."""
    before = describe_bias(library)
    with LabelFile.open_writing(library, surroundings=stepping()) as file:
        photo = put_photo(file, draw_photo(tmp_path / "r.png", 70), recognise=ToldRecogniser(matches=(match(1),)))
        name = on_the_desk(file, [photo])[0].sightings[0].sighting_id
        choice = replace(confirmed(photo, name, 2), shown=(match(2), match(1)), reordered_by=REORDERED_BY)
        decide(file, [choice], ANNA)
    bias = describe_bias(library)
    assert (before.reordered, bias.reordered) == (0, 1)
    assert bias.overall == before.overall
    count = write_bias(bias, tmp_path / "bias.csv")
    rows = list(csv.DictReader((tmp_path / "bias.csv").read_text(encoding="utf-8-sig").splitlines()))
    (left_out,) = (row for row in rows if row["kind"] == "left out")
    assert len(rows) == count and left_out["suggested"] == "1"
