"""What the HTML report of a check calls things, in English and Japanese; the page takes the browser's language.

Names stay as the check wrote them; sentences are those of the window (`japanese_words`). No Qt here: a report is
written without a window.
"""

from __future__ import annotations

from karuta.listings.domain.check.listing import ListingVerdict
from karuta.listings.domain.listing_words import Buried
from karuta.listings.domain.prices.usual import PriceVerdict

COLUMNS = (
    *("listing", "title", "verdict", "card", "set code", "reasons", "same photos", "buried", "better title", "price"),
)

# By what stands in the rows, or in the page's own places: English, Japanese.
WORDS: dict[str, tuple[str, str]] = {
    "checked": (", checked", "の確認結果"),
    "listing": ("listing", "出品"),
    "title": ("title", "タイトル"),
    "verdict": ("verdict", "判定"),
    "card": ("card", "カード"),
    "set code": ("set code", "セットコード"),
    "reasons": ("reasons", "理由"),
    "same photos": ("same photos", "同じ写真"),
    "buried": ("buried", "見つからない理由"),
    "better title": ("better title", "よりよいタイトル"),
    "price": ("price", "価格"),
    ListingVerdict.MATCH.value: ("Match", "一致"),
    ListingVerdict.WRONG_CARD.value: ("Wrong card", "別のカード"),
    ListingVerdict.WRONG_PRINTING.value: ("Wrong printing", "別の版"),
    ListingVerdict.COUNT_DIFFERS.value: ("Count differs", "枚数が相違"),
    ListingVerdict.NOT_GENUINE.value: ("Possibly not genuine", "公式でない可能性"),
    ListingVerdict.CANNOT_TELL.value: ("Cannot tell", "判断不能"),
    ListingVerdict.ERROR.value: ("Could not be read", "読み取り不可"),
    Buried.NO_NAME.value: ("no name", "名前なし"),
    Buried.NICKNAME.value: ("a nickname alone", "通称だけ"),
    Buried.MISSPELLED.value: ("misspelled", "つづりの誤り"),
    Buried.PART.value: ("part of the name", "名前の一部"),
    Buried.ROMAJI.value: ("Japanese in Latin letters", "ローマ字の日本語"),
    Buried.NO_CODE.value: ("no set code", "セットコードなし"),
    Buried.WRONG_WORD.value: ("words of another game", "ほかのゲームの言葉"),
    f"price {PriceVerdict.LOW}": ("far below the others", "ほかより大きく低い"),
    f"price {PriceVerdict.HIGH}": ("far above the others", "ほかより大きく高い"),
    f"price {PriceVerdict.USUAL}": ("usual", "通常"),
    "other_conditions": ("other conditions count too", "ほかの状態も含む"),
    "other_printings": ("other printings count too", "ほかの版も含む"),
    "half": ("half of {n} sales: {low} to {high} {currency}", "{n}件の半分：{low}〜{high} {currency}"),
    "asks": ("asks {asked}", "出品 {asked}"),
    "aside": ("{n} set aside as far off", "大きく外れた{n}件を除外"),
    "sales": ("the newest sales", "新しい販売"),
    "search": ("Search", "検索"),
    ", ": (", ", "、"),
    "all": ("all verdicts", "すべての判定"),
    "found": ("found or not", "見つかるかどうか"),
    "any": ("any buried", "見つからないもの"),
}
