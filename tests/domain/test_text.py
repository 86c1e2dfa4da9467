"""Folding: what a person types and what a catalogue says become the same text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.text import fold, squeeze


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("blue-eyes white dragon", "Ｂｌｕｅ－Ｅｙｅｓ　Ｗｈｉｔｅ　Ｄｒａｇｏｎ"),
        ("blueeyes", "Blue-Eyes"),
        ("ぶらっくまじしゃん", "ブラック・マジシャン"),
        ("ﾌﾞﾗｯｸﾏｼﾞｼｬﾝ", "ブラック・マジシャン"),
        ("クリボ", "クリボー"),
        ("クリボ-", "クリボー"),
        ("ベノム", "ヴェノム"),
        ("ブイオン", "ヴイオン"),
        ("キャノン", "キヤノン"),
        ("青眼の白竜", "青眼の白龍"),
        ("damon", "Dämon"),
        ("DÄMON", "dämon"),
        ("dämon", "dämon"),
        ("strasse", "Straße"),
        ("elephant rose", "Éléphant-Rosé"),
        ("oeuvre", "Œuvre"),
        ("텐사우전드", "텐 사우전드"),
        ("number 39 ii", "NUMBER ３９： Ⅱ"),
    ],
)
def test_two_ways_to_write_one_thing_fold_to_one_text(typed: str, written: str) -> None:
    assert squeeze(fold(typed)) == squeeze(fold(written))


@pytest.mark.parametrize(("one", "other"), [("バ", "ハ"), ("が", "か"), ("パ", "バ"), ("서", "어"), ("1", "7")])
def test_what_is_not_the_same_stays_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_punctuation_parts_words_and_spaces_are_single() -> None:
    assert fold("  Duelist's\tAdvance -- X/Y ") == "duelist s advance x y"


def test_marks_that_are_letters_of_their_script_stay() -> None:
    assert fold("हिन्दी") == "हिन्दी"
    assert fold("ไทย ดี") == "ไทย ดี"


@given(st.text())
def test_folding_twice_changes_nothing_and_gives_one_line(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert len(folded.splitlines()) <= 1
    assert folded == " ".join(folded.split(" ")).strip()
