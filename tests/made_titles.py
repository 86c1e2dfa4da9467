"""Makes listing titles whose meaning is known, in both languages: seeded, from any catalogue's cards; and hostile ones.

The words are written here apart from the tables that are read, so that a word which the tables lack is a miss.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from karuta.domain.card import CardKey, Printing, TitleFacts
from karuta.domain.text import Nickname

RARITIES_EN = {
    "Common": ("Common", "common"),
    "Rare": ("Rare", "rare"),
    "Super Rare": ("Super Rare", "Super", "SR", "SUPER RARE"),
    "Ultra Rare": ("Ultra Rare", "Ultra", "UR", "ultra rare"),
    "Secret Rare": ("Secret Rare", "Secret", "ScR"),
    "Ultimate Rare": ("Ultimate Rare", "Ultimate"),
    "Ghost Rare": ("Ghost Rare", "Ghost"),
    "Gold Rare": ("Gold Rare",),
    "Starlight Rare": ("Starlight Rare", "Starlight"),
    "Collector's Rare": ("Collector's Rare", "Collectors Rare"),
    "Prismatic Secret Rare": ("Prismatic Secret Rare", "Prismatic Secret"),
    "Quarter Century Secret Rare": ("Quarter Century Secret Rare", "QCSR", "25th Quarter Century Secret"),
    "Starfoil Rare": ("Starfoil", "Starfoil Rare"),
    "Platinum Secret Rare": ("Platinum Secret Rare",),
}
RARITIES_JA = {
    "Common": ("ノーマル",),
    "Rare": ("レア", "字レア"),
    "Super Rare": ("スーパーレア", "スーパー", "スーレア"),
    "Ultra Rare": ("ウルトラレア", "ウルトラ", "ウル"),
    "Secret Rare": ("シークレットレア", "シークレット", "シク"),
    "Ultimate Rare": ("レリーフ", "アルティメットレア", "アルティメット"),
    "Holographic Rare": ("ホログラフィックレア", "ホロ"),
    "Prismatic Secret Rare": ("プリズマティックシークレット", "プリシク", "プリズマ"),
    "Quarter Century Secret Rare": ("25thシークレット", "クォーターセンチュリーシークレットレア", "クオシク"),
    "20th Secret Rare": ("20thシークレットレア", "20thシク"),
    "Extra Secret Rare": ("エクストラシークレットレア", "エクシク"),
    "Collector's Rare": ("コレクターズレア", "コレクターズ"),
    "Normal Parallel Rare": ("ノーマルパラレル", "ノーパラ"),
    "Ultra Parallel Rare": ("ウルトラパラレル",),
    "Starlight Rare": ("スターライトレア",),
    "Gold Rare": ("ゴールドレア",),
}
EDITIONS_EN = {
    "first": ("1st Edition", "1st Ed", "1st", "First Edition", "1ST EDITION", "1st ed."),
    "unlimited": ("Unlimited", "Unlimited Edition", "UNL"),
    "limited": ("Limited Edition", "Limited", "LTD"),
}
EDITIONS_JA = {"first": ("初版", "1st"), "limited": ("限定版",), "unlimited": ("アンリミ",)}
LANGUAGES_EN = {
    "en": ("English", "ENG"),
    "ja": ("Japanese", "JPN", "JP"),
    "de": ("German", "Deutsch"),
    "fr": ("French", "Français"),
}
LANGUAGES_JA = {
    "en": ("英語版", "英語"),
    "ja": ("日本語", "日本語版", "日版"),
    "de": ("ドイツ語",),
    "fr": ("フランス語版",),
}
CONDITIONS_EN = {
    "mint": ("Mint", "MINT"),
    "near_mint": ("NM", "Near Mint", "NM/M", "near mint condition"),
    "good": ("LP", "Lightly Played", "EX", "Excellent"),
    "played": ("MP", "Played", "HP", "Moderately Played"),
    "damaged": ("DMG", "Damaged", "Poor"),
}
CONDITIONS_JA = {
    "mint": ("完美品",),
    "near_mint": ("美品", "極美品", "【美品】"),
    "good": ("良品", "状態良好"),
    "played": ("傷あり", "キズ有", "プレイ用"),
    "damaged": ("難あり", "ジャンク", "折れあり"),
}
GRADES = ("PSA 10", "PSA 9", "BGS 9.5", "PSA 8", "BGS 9", "CGC 10")
COUNTS_EN = {"x{n}": 0, "{n}x": 0, "Lot of {n}": 1, "{n} copies": 0, "Set of {n}": 0, "Playset": -3}
COUNTS_JA = {"{n}枚": 0, "{n}枚セット": 0, "×{n}": 0, "{n}枚組": 0}
LOTS_EN = ("lot", "bundle", "bulk", "collection", "joblot")
LOTS_JA = ("まとめ売り", "引退品", "引退", "まとめ", "大量")
PROXIES_EN = ("PROXY", "Orica", "custom", "replica", "Proxy card")
PROXIES_JA = ("プロキシ", "オリカ", "レプリカ", "自作")
NOISE_EN = (*("Yugioh", "Yu-Gi-Oh!", "YuGiOh TCG", "Konami", "card", "TCG", "Free Shipping", "US Seller", "L@@K"),)
NOISE_EN += (
    "fast ship",
    "vintage",
    "HOT",
    "look!!",
    "in sleeve",
    "tournament legal",
    "Duel Monsters",
    "see pics",
    "🔥🔥",
    "⭐",
)
NOISE_JA = (
    *("遊戯王", "遊戯王OCG", "【遊戯王】", "送料無料", "即決", "匿名配送", "トレカ", "即日発送", "美麗", "希少", "✨"),
)
NOISE_JA += ("最安値", "初期", "早い者勝ち", "スリーブ付き", "コレクター必見", "デュエルモンスターズ", "値下げ不可")


@dataclass
class MadeTitle:
    """A title and what it means. `kind`: what is hard about it."""

    text: str
    kind: str
    cards: tuple[CardKey, ...]
    set_codes: tuple[str, ...] = ()
    fields: dict[str, object] = field(default_factory=dict)


def made_titles(
    cards: Sequence[TitleFacts], nicknames: Sequence[tuple[Nickname, TitleFacts]], *, count: int, seed: int
) -> Iterator[MadeTitle]:
    """`nicknames`: each with the one card that it means."""
    dice = random.Random(seed)
    kinds = (
        "plain",
        "plain",
        "plain",
        "misspelled",
        "nickname",
        "several",
        "code only",
        "two languages",
        "proxy",
        "lot",
    )
    for number in range(count):
        kind = kinds[number % len(kinds)]
        japanese = dice.random() < 0.45
        yield _made(dice, cards, nicknames, kind, japanese=japanese)


def _made(
    dice: random.Random,
    cards: Sequence[TitleFacts],
    nicknames: Sequence[tuple[Nickname, TitleFacts]],
    kind: str,
    *,
    japanese: bool,
) -> MadeTitle:
    lang = "ja" if japanese else "en"
    if kind == "nickname":
        fitting = [pair for pair in nicknames if pair[0].nickname.isascii() != japanese] or list(nicknames)
        nickname, card = dice.choice(fitting)
        chosen, parts = [card], [nickname.nickname]
    else:
        fitting_cards = [card for card in dice.sample(cards, min(80, len(cards))) if _name(card, lang)]
        chosen = fitting_cards[: dice.randint(2, 4) if kind == "several" else 1] or [dice.choice(cards)]
        parts = [_name(card, lang) or card.name for card in chosen]
    if kind == "misspelled":
        parts = [_slipped(dice, parts[0])]
    if kind == "two languages":
        other = [name for written, name in chosen[0].names if written not in (lang, "ko") and name]
        parts = [f"{parts[0]} {dice.choice(other or [parts[0]])}"]
    made = MadeTitle("", kind, tuple(card.card for card in chosen))
    printing = _printing(dice, chosen[0], lang) if kind != "several" else None
    said: list[str] = []
    if printing is not None and (kind == "code only" or dice.random() < 0.6):
        said.append(_coded(dice, printing.set_code))
        made.set_codes = (printing.set_code,)
        made.fields["language"] = printing.lang
    if kind == "code only" and printing is not None:
        parts = []
    said += _fields(dice, made, printing, kind, japanese=japanese)
    dice.shuffle(said)
    noise = dice.sample(NOISE_JA if japanese else NOISE_EN, dice.randint(1, 3))
    joint = dice.choice((" / ", " ", "・", " & ") if japanese else (" / ", " + ", ", ", " & "))
    body = [joint.join(parts)] if parts else []
    where = dice.randint(0, len(said))
    words = [*noise[:1], *said[:where], *body, *said[where:], *noise[1:]]
    made.text = " ".join(words) if not japanese or dice.random() < 0.7 else "　".join(words)
    return made


def _fields(dice: random.Random, made: MadeTitle, printing: Printing | None, kind: str, *, japanese: bool) -> list[str]:
    said: list[str] = []

    def say(name: str, table: dict[str, tuple[str, ...]], likely: float, only: Sequence[str] | None = None) -> None:
        values = [value for value in table if only is None or value in only]
        if values and dice.random() < likely:
            value = dice.choice(values)
            said.append(dice.choice(table[value]))
            made.fields[name] = value

    say("rarity", RARITIES_JA if japanese else RARITIES_EN, 0.6, printing.rarities if printing is not None else None)
    say("edition", EDITIONS_JA if japanese else EDITIONS_EN, 0.4)
    if dice.random() < 0.15:
        grade = dice.choice(GRADES)
        said.append(grade.replace(" ", "") if dice.random() < 0.3 else grade)
        made.fields["grade"] = grade
    else:
        say("condition", CONDITIONS_JA if japanese else CONDITIONS_EN, 0.5)
    if not made.set_codes:
        say("language", LANGUAGES_JA if japanese else LANGUAGES_EN, 0.25)
    if kind == "lot" or dice.random() < 0.15:
        pattern, is_lot = dice.choice(list((COUNTS_JA if japanese else COUNTS_EN).items()))
        count = 3 if is_lot < 0 else dice.randint(2, 30 if is_lot else 3)
        said.append(pattern.format(n=count))
        made.fields["quantity"] = count
        made.fields["lot"] = is_lot > 0
    if kind == "lot":
        said.append(dice.choice(LOTS_JA if japanese else LOTS_EN))
        made.fields["lot"] = True
    if kind == "proxy":
        said.append(dice.choice(PROXIES_JA if japanese else PROXIES_EN))
        made.fields["proxy"] = True
    return said


def _name(card: TitleFacts, lang: str) -> str:
    return next((name for written, name in card.names if written == lang), "")


def _printing(dice: random.Random, card: TitleFacts, lang: str) -> Printing | None:
    fitting = [printing for printing in card.printings if printing.lang == lang and "?" not in printing.set_code]
    return dice.choice(fitting) if fitting else None


def _coded(dice: random.Random, code: str) -> str:
    """Mostly as it is printed; sometimes in small letters or with a space."""
    ways = (code, code, code, code, code, code.lower(), code.replace("-", " "), f"[{code}]", f"#{code}")
    return dice.choice(ways)


def _slipped(dice: random.Random, name: str) -> str:
    """One wrong letter, two in a long name; never the first."""
    letters = list(name)
    for _ in range(1 if len(name) < 14 else dice.choice((1, 2))):
        places = [at for at in range(1, len(letters) - 1) if letters[at].isalpha() and letters[at + 1].isalpha()]
        if not places:
            break
        at = dice.choice(places)
        way = dice.randrange(4)
        if way == 0:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif way == 1:
            del letters[at]
        elif way == 2:
            letters.insert(at, letters[at])
        else:
            letters[at] = dice.choice("aeiourstn" if letters[at].isascii() else "アイウカサタナンル")
    return "".join(letters)


def hostile_titles(names: Sequence[str], *, count: int, seed: int, codes: Sequence[str] = ()) -> Iterator[str]:
    """Emoji, right-to-left, thousands of characters, what makes regular expressions explode, names cut and mixed.

    With `codes` every thirteenth has many words of names and as many set codes of other cards.
    """
    dice = random.Random(seed)
    pools = (
        "🔥⭐️👩‍👩‍👧‍👦🇯🇵✨💯",
        "\u202e\u202d\u200f\u200e\u2066\u2069אבגדהושלוםمرحبا",
        "a" * 3 + "-",
        "0123456789-/xX×",
        "LOB-EN005lob en 1Il0O",
        "((((((((()))))[[[]]]{}*+?^$|\\.",
        "ァーー゛゜ｶﾞﾊﾟヴァヴヴィ々〆",
        "\u0301\u0300\u0308e\u0301Z\u0351\u0363",
        "\x00\x01\x1b[31m\r\n\t ",
        "PSA 10 BGS 9.5 lot of 10 x3 3x 3枚 ",
        "\ud800\udfffあ",
        "のとはでに・、。",
    )
    for number in range(count):
        if codes and number % 13 == 0:
            yield _listed(dice, names, codes)
            continue
        pool = pools[number % len(pools)]
        length = dice.choice((0, 1, 5, 40, 80, 200, 1000, 10_000))
        if number % 3 == 0:
            text = "".join(dice.choice(pool) for _ in range(length))
        elif number % 3 == 1:
            text = (pool * (length // len(pool) + 1))[:length]
        else:
            words: list[str] = []
            size = 0
            while size < length:
                name = dice.choice(names)
                word = name[dice.randrange(len(name)) :] if dice.random() < 0.5 else _slipped(dice, name)
                words.append(word + dice.choice((" ", "", pool[:3], "-")))
                size += len(words[-1])
            text = "".join(words)
        yield text


def _listed(dice: random.Random, names: Sequence[str], codes: Sequence[str]) -> str:
    words = [name[dice.randrange(len(name)) :] for name in dice.choices(names, k=dice.choice((8, 20, 60)))]
    joint = dice.choice((" ", "", " of "))
    return f"{joint.join(words)[:250]} {dice.choice((' ', '/')).join(dice.choices(codes, k=60))}"
