"""Kana in Latin letters: however people write a sound, it comes out as one."""

from __future__ import annotations

import pytest

from karuta.domain.text import fold_romaji, romaji_of


@pytest.mark.parametrize(
    ("kana", "typed"),
    [
        ("ブラック・マジシャン", "burakku majishan"),
        ("ブラック・マジシャン", "Burakku Majisyan"),
        ("サイバー・ドラゴン", "saibaa doragon"),
        ("サイバー・ドラゴン", "saiba-doragon"),
        ("ヴァンパイア・ロード", "vanpaia rōdo"),
        ("ヴァンパイア・ロード", "bampaia roodo"),
        ("シャドール・ファルコン", "shadōru farukon"),
        ("ジェルエンドゥオ", "jeruenduo"),
        ("ディフェンダー", "difendaa"),
        ("チューナー", "chuunaa"),
        ("ちょうゆうごう", "chouyuugou"),
        ("ウィッチ", "witchi"),
        ("マッチャ", "maccha"),
        ("ＤＤ・ゼロ", "DD zero"),
    ],
)
def test_one_sound_is_written_one_way(kana: str, typed: str) -> None:
    assert romaji_of(kana) == fold_romaji(typed)


@pytest.mark.parametrize("text", ["青眼の白龍", "Dark Magician", "", "・", "천둥"])
def test_what_has_no_kana_or_has_kanji_has_no_romaji(text: str) -> None:
    assert romaji_of(text) is None
