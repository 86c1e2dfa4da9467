"""A small catalogue whose titles are hard to tell apart, for tests of titles and listings; all made up."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.domain.card import CardKey, Printing, TitleFacts
from karuta.domain.text import Nickname, Nicknames
from karuta.listings.domain.titles.read_title import TitleReader
from karuta.listings.domain.titles.title_catalogue import TitleCatalogue, title_parts
from karuta.listings.services.check.read_titles import AlikeIndex, grams_of, read_words
from karuta.paths import resources_folder

GAME = "kazeyomi"


def key(card_id: str) -> CardKey:
    return CardKey(GAME, card_id)


def facts(card_id: str, names: dict[str, str], *printings: Printing, passcode: str = "") -> TitleFacts:
    return TitleFacts(
        key(card_id), names["en"], tuple(names.items()), (passcode,) if passcode else (), tuple(printings)
    )


def printing(code: str, lang: str = "en", *rarities: str, set_name: str = "") -> Printing:
    return Printing(code, set_name, lang, rarities)


CARDS = (
    facts(
        "wizard",
        {"en": "Ember Wizard", "ja": "熾火・ウィザード", "fr": "Sorcier de Braise", "es": "Mago Brasa"},
        printing("KZF-EN001", "en", "Ultra Rare", "Secret Rare"),
        printing("KZF-JP001", "ja", "Ultra Rare"),
        printing("KZF-FR001", "fr", "Ultra Rare"),
        passcode="28891358",
    ),
    facts(
        "girl", {"en": "Ember Wizard Girl", "ja": "熾火・ウィザード・ガール"}, printing("KZF-EN002", "en", "Super Rare")
    ),
    facts("storm", {"en": "Storm", "ja": "嵐"}, printing("KZT-EN003", "en", "Common")),
    facts("fine", {"en": "Fine", "ja": "ファイン"}, printing("KZT-EN004", "en", "Common")),
    facts("proxy", {"en": "Proxy Dragon", "ja": "プロキシー・ドラゴン"}, printing("KZT-EN005", "en", "Common")),
    facts(
        "envoy",
        {"en": "Envoy of the Silent Mountain", "ja": "静山の使者"},
        printing("KZP-EN010", "en", "Starfoil Rare"),
    ),
    facts("fusion", {"en": "Union", "ja": "融合"}, printing("KZP-EN011", "en", "Common")),
    facts("wolf", {"en": "Frost Hawk", "ja": "ウルフェン"}, printing("KZP-EN012", "en", "Common")),
    facts("majin", {"en": "Night Juggler", "ja": "ナイト・ジャグラー"}, printing("KZP-EN013", "en", "Common")),
    facts("twin-1", {"en": "Silver Soldier", "ja": "銀の兵士"}, printing("KZA-EN001", "en", "Rare")),
    facts("twin-2", {"en": "Silver Soldier", "ja": "銀の兵士"}, printing("KZB-EN001", "en", "Rare")),
    facts("short-lantern", {"en": "Lantern"}, printing("KZL-EN003", "en", "Common")),
    facts("lantern", {"en": "Lantern, the Keeper of Dusk"}, printing("KZL-EN002", "en", "Common")),
    facts("hound-5", {"en": "Ember Hound LV5", "ja": "熾火・ハウンド ＬＶ５"}),
    facts("hound-7", {"en": "Ember Hound LV7", "ja": "熾火・ハウンド ＬＶ７"}),
    facts("jewel", {"en": "Jewel of the Wing"}),
    facts("valley", {"en": "Hermit of the Silent Valley"}),
    facts("guard", {"en": "Eastern Warden of the Gate"}),
    facts("number", {"en": "Number 39: Lamplight"}, printing("KZQ1-EN039", "en", "Common")),
    facts("super", {"en": "Super Hawk"}, printing("KZS-EN001", "en", "Common")),
    facts("super-2", {"en": "Super Tide"}, printing("KZS-EN002", "en", "Common")),
    facts("super-3", {"en": "Super Harbour"}, printing("KZS-EN003", "en", "Common")),
    facts("master", {"en": "Lantern Master"}, printing("KZL-EN001", "en", "Common", set_name="Legend of Ember Wizard")),
)
NICKNAMES = Nicknames(
    (
        Nickname(GAME, "EWG", "Ember Wizard Girl"),
        Nickname(GAME, "オキウィザ", "Ember Wizard"),
        Nickname(GAME, "ナイト・ジャグラー", "Number 39: Lamplight"),
        Nickname(GAME, "Silent", "Envoy of the Silent Mountain"),
        Nickname("other", "NJ", "Night Juggler"),
    )
)


def reader() -> TitleReader:
    return reader_of(CARDS, NICKNAMES)


def reader_of(cards: Sequence[TitleFacts], nicknames: Nicknames | None = None) -> TitleReader:
    """With the words that are shipped."""
    words = read_words(resources_folder())
    catalogue = TitleCatalogue(title_parts(cards), nicknames, words.ordinary)
    return TitleReader(catalogue, words.words, AlikeIndex(catalogue.folded, grams_of(catalogue.folded)))
