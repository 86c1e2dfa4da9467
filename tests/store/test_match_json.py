"""Tests of what is accepted as the matches of a row that somebody else wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest

from karuta.domain.card import CardKey
from karuta.domain.errors import DamagedRow
from karuta.domain.match import Match
from karuta.store.match_json import check_matches, matches_json, parsed_matches


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
