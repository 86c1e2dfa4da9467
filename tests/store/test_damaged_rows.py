"""What a disk or somebody else made of a row is read as it was meant, or refused in one sentence."""

from __future__ import annotations

import json
import random
from typing import Any

import numpy as np
import pytest
from tests.damage import damaged

from karuta.domain.card import CardKey
from karuta.domain.errors import DamagedRow
from karuta.domain.label import corners_text, parsed_corners
from karuta.domain.match import Match
from karuta.store.match_json import check_matches, embedding_bytes, matches_json, parsed_embedding, parsed_matches

SHA256 = "0a" * 32
MATCHES = (
    Match(CardKey("ohajiki", "1"), "札", "0001.png", SHA256, 0.75, 0.5, exemplar=False),
    Match(CardKey("ohajiki", "2"), "Card 2", "0002.png", SHA256, 0.5, None, exemplar=True),
)
CORNERS = ((1.5, 2.0), (30.0, 2.25), (30.0, 40.0), (1.0, 40.0))


def test_rows_come_back() -> None:
    assert parsed_matches(matches_json(MATCHES)) == MATCHES
    assert parsed_corners(corners_text(CORNERS)) == CORNERS


def test_damaged_matches_are_matches_or_refused() -> None:
    whole = matches_json(MATCHES).encode()
    refused = 0
    for seed in range(500):
        try:
            found = parsed_matches(damaged(whole, random.Random(seed)).decode("utf-8", "replace"))
        except DamagedRow as error:
            assert "karuta doctor" in str(error)
            refused += 1
        else:
            assert all(isinstance(match.score, float) and isinstance(match.name, str) for match in found)
    assert refused > 100


@pytest.mark.parametrize("text", ["1 2 3", "1 x", "nan 1 2 3", "1e999 0", "\0", "6<5 1"])
def test_damaged_corners_are_refused(text: str) -> None:
    with pytest.raises(DamagedRow):
        parsed_corners(text)


def test_a_damaged_embedding_is_refused() -> None:
    whole = embedding_bytes(np.ones(4, dtype=np.float32))
    for data in (whole[:-1], whole + b"\0"):
        with pytest.raises(DamagedRow):
            parsed_embedding(data)


def _two(**other: Any) -> list[dict[str, Any]]:
    match = Match(CardKey("shapes", "1"), "Étoile", "1.webp", "0" * 64, score=-1e-5, probability=None, exemplar=False)
    whole = json.loads(matches_json([match, match]))
    return [whole[0], {**whole[1], **other}]


@pytest.mark.parametrize(
    "text", [None, "", "[]", json.dumps(_two()), json.dumps(_two(name='a "quoted" one', one_of=2))]
)
def test_matches_are_accepted_in_whatever_way_they_are_spaced(text: str | None) -> None:
    check_matches(text)
    plain = json.dumps(json.loads(text or "[]"), ensure_ascii=False, separators=(",", ":"))
    check_matches(plain)
    assert parsed_matches(plain) == parsed_matches(text)


@pytest.mark.parametrize(
    "text",
    [
        *(json.dumps(_two(**{name: 1}), separators=(",", ":")) for name in ("game", "name", "artwork", "pack")),
        *(json.dumps(_two(**{name: "1"}), separators=(",", ":")) for name in ("score", "probability", "one_of")),
        *(json.dumps(_two(), separators=(",", ":"))[:-1], "[{}]", "[1]", '{"a":1}', "1"),
        json.dumps(_two(score=12345), separators=(",", ":")).replace("12345", "012345"),
        json.dumps(_two(name="here"), separators=(",", ":")).replace("here", "he\nre"),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(DamagedRow):
        check_matches(text)
