"""What sellers write around a card's name, and titles made of it alone: none names a card."""

from __future__ import annotations

import random
from collections.abc import Iterator

PHRASES = (
    *("read description!!", "please read description", "see description for details", "description below"),
    *("check my other listings", "check out my store", "see my other items", "visit my shop", "more cards in my store"),
    *("combined shipping available", "combine shipping", "free shipping", "FAST FREE SHIPPING", "ships next day"),
    *("same day dispatch", "ships from USA", "ships worldwide", "international shipping available", "royal mail"),
    *("tracked and signed for", "first class post", "1st class postage", "shipped in toploader", "bubble mailer included"),
    *("plain white envelope", "PWE shipping", "postage included", "delivery included", "local pickup only"),
    *("free returns", "30 day returns", "no returns accepted", "returns welcome", "money back guarantee"),
    *("satisfaction guaranteed", "100% positive feedback", "top rated seller", "trusted seller", "smoke free home"),
    *("pet free home", "authentic guaranteed", "100% authentic", "genuine item", "official product", "original owner"),
    *("pack fresh", "straight from pack", "pulled from pack", "opened today", "never played", "unplayed condition"),
    *("kept in binder", "from my childhood collection", "personal collection", "estate sale find", "attic find"),
    *("old collection clear out", "collection for sale", "moving sale", "must go", "everything must go", "clearance"),
    *("price drop", "reduced price", "make an offer", "offers welcome", "open to offers", "no lowballs", "negotiable"),
    *("lowest price online", "bargain", "great value", "limited time only", "last one left", "only one available"),
    *("few left in stock", "back in stock", "pre order", "preorder now", "new release", "just released", "hard to find"),
    *("highly sought after", "investment quality", "great gift idea", "birthday gift", "perfect gift for kids"),
    *("collectors item", "collector must have", "must see", "don't miss out", "wow look", "hot item", "trending now"),
    *("message me with questions", "ask for more photos", "contact before buying", "questions welcome"),
    *("multiple available", "more available", "choose your card", "pick your own", "you choose", "select from list"),
    *("complete your set", "playset available", "quantity discount", "buy more save more", "bundle discount"),
    *("condition as shown", "condition in pictures", "see scans", "actual scan", "real pictures", "pictured item"),
    *("minor whitening on edges", "slight edge wear", "small crease", "light scratches", "corner wear", "off center"),
    *("surface scratches on holo", "a bit bent", "some damage", "well loved", "played with care", "clean front"),
    *("ready for grading", "grade worthy", "potential PSA 10", "should grade well", "possible gem mint", "send to grading"),
    *("error card?", "misprint", "off cut", "foreign print", "unknown edition", "not sure which edition"),
    *("random cards", "mystery pack", "repack", "bulk cards", "assorted cards", "job lot", "mixed lot", "cards lot"),
    *("no duplicates", "all different", "includes foils", "rares included", "holos guaranteed", "vintage cards"),
    *("ask questions first", "serious buyers only", "payment within two days", "paypal accepted", "cash only"),
    *("will post tomorrow", "posting on monday", "away until friday", "holiday mode", "slow shipping", "signature required"),
    *("bitte Beschreibung lesen", "siehe Fotos", "siehe Bilder", "guter Zustand", "sehr guter Zustand", "Versand möglich"),
    *("kostenloser Versand", "Privatverkauf keine Rücknahme", "aus meiner Sammlung", "Sammlungsauflösung", "wie neu"),
    *("voir photos", "voir description", "bon état", "très bon état", "envoi rapide", "envoi suivi", "frais de port"),
    *("carte neuve", "lire la description", "collection personnelle", "prix négociable", "remise en main propre"),
    *("ver fotos", "leer descripción", "buen estado", "muy buen estado", "envío gratis", "envío certificado"),
    *("come da foto", "leggere descrizione", "ottime condizioni", "buone condizioni", "spedizione gratuita"),
    *("ver descrição", "portes grátis", "bom estado", "coleção particular", "spedizione tracciata", "pronta consegna"),
    *("商品説明をご覧ください", "説明文必読", "プロフ必読", "即購入可", "即購入OK", "コメント不要", "値下げ中", "値下げ交渉可"),
    *("送料込み", "送料無料", "匿名配送", "らくらくメルカリ便", "ゆうゆうメルカリ便", "普通郵便", "追跡あり", "補償あり"),
    *("即日発送", "翌日発送", "まとめ買い割引", "まとめ売り", "バラ売り不可", "バラ売り可", "専用出品", "取り置き中"),
    *("写真参照", "画像参照", "現物写真", "状態良好", "美品です", "傷あり", "白かけあり", "初期傷あり", "神経質な方はご遠慮ください"),
    *("スリーブに入れて発送", "自宅保管", "コレクション整理", "引退品", "断捨離", "早い者勝ち", "残りわずか", "最安値"),
)
"""In eight languages, as they stand in listings; none is a card's name."""
_BETWEEN = (" ", " ", " - ", " | ", ", ", "! ", " * ", "・")
_SET_BESIDE = ("NM", "1st edition", "holo", "rare", "yugioh", "遊戯王", "TCG", "x3", "LP", "英語版", "ウル", "")


def seller_titles(*, count: int, seed: int) -> Iterator[str]:
    """Titles of one to four phrases, half of them with what else a title says of a card."""
    dice = random.Random(seed)
    for _ in range(count):
        parts = dice.sample(PHRASES, k=dice.randint(1, 4))
        if dice.random() < 0.5:
            parts.insert(dice.randrange(len(parts) + 1), dice.choice(_SET_BESIDE))
        title = dice.choice(_BETWEEN).join(part for part in parts if part)
        yield dice.choice((title, title, title.upper(), title.title()))
