"""Titles of listings are read rightly: cards, codes and words, in both languages, whatever else stands there."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.made_listings import CARDS, GAME, facts, key, reader, reader_of
from tests.made_titles import hostile_titles, made_titles
from tests.seller_phrases import seller_titles

from karuta.domain.text import Nickname, Nicknames
from karuta.listings.services.check.read_titles import read_words
from karuta.paths import resources_folder

READER = reader()


def cards_in(title: str) -> list[str]:
    return [card.card.card_id for card in READER.read(title).cards]


@pytest.mark.parametrize(
    ("title", "cards"),
    [
        ("Ember Wizard", ["wizard"]),
        ("EMBER  WIZARD!!", ["wizard"]),
        ("Ember Wizard Girl ultra rare", ["girl"]),
        ("Ember Wizard Girl / Ember Wizard", ["girl", "wizard"]),
        ("熾火ウィザード ウル 美品", ["wizard"]),
        ("ｵｷﾋﾞ 熾火・ｳｨｻﾞｰﾄﾞ・ｶﾞｰﾙ", ["girl"]),
        ("Sorcier de Braise (Ember Wizard)", ["wizard"]),
        ("Mago Brasa KZF-SP001", ["wizard"]),
        ("naito jagura 1st", ["majin"]),
        ("Ember Wizzard", ["wizard"]),
        ("Ember Wizrad Grl NM", ["girl"]),
        ("Ember Wizard hovercraft", ["wizard"]),
        ("Envoy of the Silnet Mountain", ["envoy"]),
        ("Envoy of the Silent", ["envoy"]),
        ("熾火ウイザード", ["wizard"]),
        ("EWG 1st edition", ["girl"]),
        ("オキウィザ 3枚セット", ["wizard"]),
        ("KZF-EN002", ["girl"]),
        ("kzf en002 playset", ["girl"]),
        ("KZFEN002", ["girl"]),
        ("KZF-ENO02", ["girl"]),
        ("28891358", ["wizard"]),
        ("Proxy Dragon", ["proxy"]),
        ("Storm", ["storm"]),
        ("storm of cards, fine condition", []),
        ("Ember Wizard fine condition", ["wizard"]),
        ("Frost Hawk, Ember Wizard", ["wolf", "wizard"]),
        ("融合デッキ", ["fusion"]),
        ("超融合炉", []),
        ("Legend of Ember Wizard Lantern Master", ["master"]),
        ("Silver Soldier KZB-EN001", ["twin-2"]),
        ("Obsidian Wizard", []),
        ("NJ", []),
        ("Ember Hound Lvl. 7", ["hound-7"]),
        ("Ember Hound (Level 5) 1st", ["hound-5"]),
        ("熾火ハウンド レベル7", ["hound-7"]),
        ("Ember Hound LV6", []),
        ("No.39 Lamplight", ["number"]),
        ("Lampligt #7", []),
        ("2 different cards Ember Wizard and Frost Hawk", ["wizard", "wolf"]),
        ("", []),
        ("!!! 🔥", []),
    ],
)
def test_a_title_names_its_cards(title: str, cards: list[str]) -> None:
    assert cards_in(title) == cards


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Ember Wizard Starfoil Unlimited", {"rarity": "Starfoil Rare", "edition": "unlimited"}),
        (
            "熾火ウィザード レリーフ 初期 美品 3枚セット",
            {"rarity": "Ultimate Rare", "condition": "near_mint", "quantity": 3, "lot": False},
        ),
        ("熾火ウィザード ウル 傷あり", {"rarity": "Ultra Rare", "condition": "played"}),
        ("ウルフェン", {"rarity": None}),
        ("rare Ember Wizard KZF-EN001 Secret Rare", {"rarity": "Secret Rare", "language": "en"}),
        ("RARE! Ember Wizard Super Rare", {"rarity": "Super Rare"}),
        ("Ember Wizard 1st ed", {"edition": "first"}),
        ("Ember Wizard LTD", {"edition": "limited"}),
        ("Ember Wizard Spanish KZF-EN001", {"language": "es"}),
        ("Ember Wizard KZF-G009", {"language": "de"}),
        ("how it is: Ember Wizard", {"language": None}),
        ("Ember Wizard IT", {"language": "it"}),
        ("Ember Wizard PSA10", {"grade": "PSA 10", "condition": None}),
        ("BGS 9.5 Gem Mint Ember Wizard", {"grade": "BGS 9.5", "condition": None}),
        ("熾火ウィザード PSA10相当", {"grade": None}),
        ("Ember Wizard x3", {"quantity": 3}),
        ("3x Ember Wizard", {"quantity": 3}),
        ("Ember Wizard playset", {"quantity": 3, "lot": False}),
        ("(3) Ember Wizard", {"quantity": 3, "lot": False}),
        ("two copies Ember Wizard", {"quantity": 2, "lot": False}),
        ("Lot of 9 yugioh", {"quantity": 9, "lot": True}),
        ("3 different rare cards", {"quantity": 3, "lot": True}),
        ("まとめ 10枚", {"quantity": 10, "lot": True}),
        ("Ember Wizard 2004 ATK 3000 (level 7)", {"quantity": None}),
        ("Ember Wizard psa10 lp", {"grade": "PSA 10"}),
        ("lot of 10 Ember Wizard", {"quantity": 10, "lot": True}),
        ("引退品 まとめ売り 熾火ウィザード 100枚", {"quantity": 100, "lot": True}),
        ("熾火ウィザード 三枚", {"quantity": 3}),
        ("Ember Wizard orica", {"proxy": True}),
        ("熾火ウィザード オリカ", {"proxy": True}),
        ("Ember Wizard not a proxy", {"proxy": False}),
        ("Proxy Dragon NM", {"proxy": False, "condition": "near_mint"}),
        ("Ember Wizard lightly played reverse holo", {"condition": "good", "rarity": "Reverse Holo"}),
        ("Ember Wizard", {"rarity": None, "edition": None, "condition": None, "quantity": None, "lot": False}),
    ],
)
def test_the_words_of_a_title_are_read(title: str, said: dict[str, object]) -> None:
    read = READER.read(title)
    assert {name: getattr(read, name) for name in said} == said


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Ember Wizard KZF-EN001", ("KZF-EN001",)),
        ("Ember Wizard abc-en123", ("ABC-EN123",)),
        ("Ember Wizard LOD-034", ("LOD-034",)),
        ("Ember Wizard ＫＺＦ－ＥＮ００１", ("KZF-EN001",)),
        ("see KZF EN001", ("KZF-EN001",)),
        ("KZF-EN001 / KZF-EN002", ("KZF-EN001", "KZF-EN002")),
        ("Stygi-Gel COVID-19 2022-2023 PSA-10", ()),
        ("Ember Wizard 4/102", ()),
    ],
)
def test_set_codes_are_read_known_or_not(title: str, codes: tuple[str, ...]) -> None:
    assert READER.read(title).set_codes == codes


def test_a_set_code_that_names_another_card_than_the_title_is_said_with_both() -> None:
    read = READER.read("Ember Wizard KZT-EN003")
    assert read.disagree
    assert {card.card for card in read.cards} == {key("wizard"), key("storm")}
    assert all(card.probability <= 0.5 for card in read.cards)
    assert not READER.read("Ember Wizard KZF-EN001").disagree


def test_two_cards_of_one_name_are_rivals_until_a_set_code_tells_them_apart() -> None:
    (card,) = READER.read("Silver Soldier").cards
    assert card.rivals == (key("twin-2"),) and card.probability < 0.5
    (card,) = READER.read("Silver Soldier KZA-EN001").cards
    assert not card.rivals and card.probability > 0.9


def test_a_name_that_is_also_another_cards_nickname_has_a_rival_until_a_set_code_tells_them_apart() -> None:
    (card,) = READER.read("ナイト・ジャグラー").cards
    assert {card.card, *card.rivals} == {key("majin"), key("number")} and card.probability < 0.5
    (card,) = READER.read("ナイト・ジャグラー KZQ1-EN039").cards
    assert card.card == key("number") and not card.rivals and card.probability > 0.9


def test_a_name_beside_words_of_other_names_is_not_clear() -> None:
    """`Silent Ember Wizard` may be a card that this catalogue lacks."""
    (card,) = READER.read("Mountain Ember Wizard").cards
    assert card.probability < 0.9 < READER.read("shiny Ember Wizard").cards[0].probability


@pytest.mark.parametrize(
    ("title", "by"),
    [
        ("Ember Wizard", "name"),
        ("Ember Wizard NM KZP 2004", "name"),
        ("Ember Wizard (Zoltar)", "name"),
        ("Ember Wizard ATK 2500 / DEF 2100", "name"),
        ("Ember Wizard lvl 7", "beside"),
        ("Ember Wizard Zoltar", "beside"),
        ("Zoltar of the Ember Wizard", "beside"),
        ("Ember Wizard of Silence Mountain", "beside"),
        ("Ember Wizard of Mountain", "part"),
        ("Super Ember Wizard", "part"),
        ("Super Rare Ember Wizard", "name"),
        ("熾火ウィザード 静山", "part"),
        ("熾火ウィザード 水星", "beside"),
        ("大熾火ウィザード", "part"),
        ("熾火ウィザードの使者", "part"),
        ("Super Ember Wizard KZF-EN001", "part+code"),
        ("Ember Wizard playmat", "beside"),
        ("Ember Wizard The Super Mountain", "part"),
        ("Ember Wizard KZQ Super", "name"),
    ],
)
def test_a_name_is_sure_only_where_the_words_beside_it_are_understood(title: str, by: str) -> None:
    (card,) = READER.read(title).cards
    assert (card.card, card.by) == (key("wizard"), by)


def test_what_a_set_code_s_card_is_not_called_is_not_sure_to_be_it() -> None:
    (card,) = READER.read("Silent Mountain Hawk KZT-EN003").cards
    assert card.by == "foreign" and card.probability < 0.9
    assert READER.read("Zoltar KZT-EN003").cards[0].by == "code"


def test_made_titles_are_read() -> None:
    """A short run of what tests/lab/titles.py measures."""
    strong = [card for card in CARDS if card.card.card_id in ("wizard", "girl", "envoy", "majin", "wolf")]
    nicknames = [(Nickname("", "EWG", "Ember Wizard Girl"), strong[1])]
    wrong = []
    for title in made_titles(strong, nicknames, count=120, seed=7):
        read = READER.read(title.text)
        said = {name: getattr(read, name) for name in title.fields}
        if {card.card for card in read.cards} != set(title.cards) or said != title.fields:
            wrong.append((title, read))
    assert len(wrong) <= 4, [(title.text, read.cards, title.fields) for title, read in wrong]


def test_hostile_titles_end_soon() -> None:
    """A regular expression that explodes would take minutes; the exact figure is measured in tests/lab/titles.py."""
    names = [name for card in CARDS for _, name in card.names]
    started = time.process_time()
    for title in hostile_titles(names, count=60, seed=3):
        READER.read(title)
    assert time.process_time() - started < 60 * 0.1


def test_the_tables_of_words_are_sound() -> None:
    read = read_words(resources_folder())
    assert not read.troubles
    assert len(read.words) > 500


def test_a_bad_row_of_words_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "titles").mkdir()
    (tmp_path / "titles" / "xx.csv").write_text(
        "field,words,value\nrarity,shiny,Shiny Rare\nedition,third,third\ncolour,red,red\n"
        "quantity,many,many\nlot,heap\n",
        encoding="utf-8",
    )
    read = read_words(tmp_path)
    assert len(read.words) == 1
    assert [trouble.split(" is left")[0] for trouble in read.troubles] == [
        f"xx.csv line {line}" for line in (3, 4, 5, 6)
    ]


ORDINARY_NAMES = (
    *(
        "Conscription",
        "Question",
        "Mistake",
        "Summer",
        "Return",
        "Surface",
        "Supply",
        "Contact",
        "Attention!",
        "Recall",
    ),
    *("Performance Hurricane", "Multiple Destruction", "Worm King", "D - Time", "Little D", "BOXer", "Guiding Light"),
)


def test_what_sellers_write_of_any_card_names_none() -> None:
    """2,000 such titles against a whole catalogue: `python -m tests.lab.titles`."""
    found = reader_of([facts(name, {"en": name}) for name in ORDINARY_NAMES])
    for title in ("read description!!", "Free returns", "ERROR CARD? last one left", "message me with questions"):
        assert found.read(title).cards == (), title
    named = {title: found.read(title).cards for title in seller_titles(count=500, seed=7)}
    assert {title for title, cards in named.items() if cards} == set()
    # A name that is an ordinary word still is one where nothing else is said.
    for title in ("Summer ultra rare NM", "Return 1st edition", "Conscripton NM", "Multiple Destruction"):
        assert len(found.read(title).cards) == 1, title


def test_a_nickname_of_a_card_that_the_catalogue_lacks_names_none() -> None:
    nicknames = Nicknames((Nickname(GAME, "EWL", "Ember Wizard"), Nickname(GAME, "EWL Herald", "Herald of the Embers")))
    found = reader_of([facts("wizard", {"en": "Ember Wizard"})], nicknames)
    assert [card.name for card in found.read("EWL ultra rare").cards] == ["Ember Wizard"]
    assert found.read("EWL Herald of the Beginning").cards == ()
