"""The words of the queue's search box: a text as a filter and an order, and these as a text, in English or Japanese.

Knows no screen and no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from karuta.domain.match import Verdict
from karuta.domain.queue import EVERYTHING, UNDECIDED, PhotoState, QueueFilter, QueueOrder, Trait


class Key(StrEnum):
    """What stands before a colon. `queue`, `keep` and `forget` are about kept queries, and filter nothing."""

    IS = "is"
    BY = "by"
    BATCH = "batch"
    LISTING = "listing"
    CARD = "card"
    GAME = "game"
    SINCE = "since"
    ORDER = "order"
    ACTION = "action"
    QUEUE = "queue"
    KEEP = "keep"
    FORGET = "forget"


_OPEN = frozenset({PhotoState.OPEN})
KINDS: Mapping[str, QueueFilter] = {
    "undecided": QueueFilter(states=UNDECIDED),
    **{verdict.value: QueueFilter(_OPEN, frozenset({verdict})) for verdict in Verdict},
    "empty": QueueFilter(_OPEN, without_sighting=True),
    "open": QueueFilter(_OPEN),
    "waiting": QueueFilter(frozenset({PhotoState.WAITING})),
    "failed": QueueFilter(frozenset({PhotoState.FAILED})),
    "decided": QueueFilter(frozenset({PhotoState.DONE})),
    **{trait.replace("_", "-"): QueueFilter(trait=trait) for trait in Trait},
    "removed": QueueFilter(removed=True),
}
"""What each word after `is:` asks for. Verdicts and `empty` are of open photos, unless a state is named."""
ORDERS = {"added": QueueOrder.STACK, "uncertain": QueueOrder.UNCERTAIN, "fewest": QueueOrder.FEWEST}
DAYS_AGO = {"today": 0, "yesterday": 1, "week": 7}
_FIELDS = {Key.BY: "by", Key.BATCH: "batch", Key.LISTING: "listing", Key.CARD: "card", Key.GAME: "game"}
_FIELDS |= {Key.ACTION: "action"}
ABOUT_KEPT = frozenset({Key.QUEUE, Key.KEEP, Key.FORGET})

_JAPANESE = {
    "is": "状態",
    "by": "作業者",
    "batch": "バッチ",
    "listing": "出品",
    "card": "カード",
    "game": "ゲーム",
    "since": "以降",
    "order": "並び順",
    "action": "操作",
    "queue": "一覧",
    "keep": "保存",
    "forget": "削除",
    "undecided": "未決定",
    "open": "照合済み",
    "waiting": "照合待ち",
    "failed": "開けない",
    "decided": "決定済み",
    "sure": "確実",
    "likely": "有力",
    "unsure": "不確か",
    "unknown": "該当なし",
    "unreadable": "判読不能",
    "empty": "カード未検出",
    "machine": "自動確定",
    "mine": "自分",
    "others": "ほかの作業者",
    "disputed": "不一致",
    "printed": "セットコードあり",
    "back": "裏面",
    "flagged": "旗",
    "noted": "メモ",
    "unlabelled": "ラベルなし",
    "skipped": "後回し",
    "known-now": "今は見つかる可能性あり",
    "removed": "外したもの",
    "added": "追加順",
    "uncertain": "不確かな順",
    "fewest": "ラベルの少ない順",
    "today": "今日",
    "yesterday": "昨日",
    "week": "一週間",
}
_ENGLISH = {japanese: english for english, japanese in _JAPANESE.items()}
_KEYS = {name: key for key in Key for name in (key.value, _JAPANESE[key])}
# A colon and a space may come from a Japanese input method, as wide as its letters.
_LETTER = re.compile(r"\S")
_WORD = re.compile(rf'(?:({"|".join(_KEYS)})[:\uff1a])?("(?:[^"]|"")*(?:"|$)|[^\s"]\S*)?', re.IGNORECASE)


def in_language(word: str, language: str) -> str:
    """A word of this module, as it is written in `en` or `ja`."""
    return _JAPANESE[word] if language == "ja" else word


@dataclass(frozen=True)
class Word:
    """One word of a text, from `start` to `end`; without a `key` a plain one. `value`: without its quotes."""

    key: Key | None
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Query:
    """What a text asks for. `passed_over`: words that say nothing, or something else than one before them."""

    wanted: QueueFilter = EVERYTHING
    order: QueueOrder = QueueOrder.STACK
    passed_over: tuple[str, ...] = ()


def words_of(text: str) -> Iterator[Word]:
    at = 0
    while (start := _LETTER.search(text, at)) is not None:
        found = _WORD.match(text, start.start())
        assert found is not None and found.end() > found.start()
        key, value = found.groups(default="")
        at = found.end()
        yield Word(_KEYS.get(key.lower()), _without_quotes(value), found.start(), at)


def _without_quotes(value: str) -> str:
    if not value.startswith('"'):
        return value
    inner = value[1:]
    is_closed = len(inner) - len(inner.rstrip('"')) & 1
    return (inner[:-1] if is_closed else inner).replace('""', '"')


def word_at(text: str, cursor: int) -> Word:
    """The word that is being written; an empty one between two others."""
    here = (word for word in words_of(text) if word.start <= cursor <= word.end)
    return next(here, Word(None, "", cursor, cursor))


def is_unfinished(word: Word) -> bool:
    """Whether what is being written may become another word's key or value: nothing is to be read into it yet."""
    begun = word.value.lower()
    return word.key is not None or bool(begun and any(key.startswith(begun) for key in _KEYS))


def read(text: str, *, today: date) -> Query:
    """`today`: by the clock on the wall."""
    plain: list[str] = []
    passed_over: list[str] = []
    asked: dict[str, Any] = {}
    states: frozenset[PhotoState] = frozenset()
    for word in words_of(text):
        meant = _meant(word, today)
        if word.key is None:
            plain.append(word.value)
        elif not meant or any(asked.get(name, value) != value for name, value in meant.items() if name not in _SETS):
            passed_over.append(text[word.start : word.end])
        else:
            # Of several states or verdicts each will do; a verdict is of open photos where no state is named.
            states |= meant["states"] if meant.keys() == {"states"} else frozenset()
            asked |= {name: value | asked.get(name, frozenset()) for name, value in meant.items() if name in _SETS}
            asked |= {name: value for name, value in meant.items() if name not in _SETS}
    order = asked.pop("order", QueueOrder.STACK)
    asked |= {"states": states} if states else {}
    return Query(QueueFilter(**asked, text=" ".join(plain)), order, tuple(passed_over))


_SETS = frozenset({"states", "verdicts"})


def _meant(word: Word, today: date) -> dict[str, Any]:
    """The fields that a word sets; none if it says nothing."""
    if word.key in _FIELDS:
        return {_FIELDS[word.key]: word.value} if word.value else {}
    value = word.value.lower()
    value = _ENGLISH.get(value, value)
    if word.key is Key.IS and value in KINDS:
        return {name: said for name, said in vars(KINDS[value]).items() if said != getattr(EVERYTHING, name)}
    if word.key is Key.ORDER and value in ORDERS:
        return {"order": ORDERS[value]}
    if word.key is Key.SINCE and (day := _day(value, today)):
        return {"since": day}
    return {}


def _day(value: str, today: date) -> date | None:
    if value in DAYS_AGO:
        return today - timedelta(days=DAYS_AGO[value])
    try:
        return date.fromisoformat(value.replace("/", "-"))
    except ValueError:
        return None


def written(wanted: QueueFilter, order: QueueOrder, *, language: str) -> str:
    """The text that `read` reads so, in `en` or `ja`; a filter of open photos by their verdict is of open ones."""
    words = [one_word(Key.IS, kind, language=language) for kind in _kinds_of(wanted)]
    words += [
        one_word(key, value, language=language) for key, field in _FIELDS.items() if (value := getattr(wanted, field))
    ]
    words += [one_word(Key.SINCE, wanted.since.isoformat(), language=language)] if wanted.since else []
    if order is not QueueOrder.STACK:
        (name,) = (name for name, one in ORDERS.items() if one is order)
        words.append(one_word(Key.ORDER, name, language=language))
    return " ".join([*words, *([_plain(wanted.text)] if wanted.text else [])])


def one_word(key: Key, value: str, *, language: str) -> str:
    """`value`: in English, if it is a word of this module and no name."""
    if key in (Key.IS, Key.ORDER, Key.SINCE) and value in _JAPANESE:
        value = in_language(value, language)
    needs_quotes = value.startswith('"') or len(value.split()) != 1 or value != value.strip()
    return f"{in_language(key, language)}:{_quoted(value) if needs_quotes else value}"


def _kinds_of(wanted: QueueFilter) -> Iterator[str]:
    """The words after `is:` for a filter."""
    states = wanted.states
    if states == _OPEN and (wanted.verdicts or wanted.without_sighting):
        states = frozenset()
    if states >= UNDECIDED:
        yield "undecided"
        states -= UNDECIDED
    for kind, asks in KINDS.items():
        by_state = asks.states <= states and asks == QueueFilter(asks.states)
        by_verdict = bool(asks.verdicts & wanted.verdicts)
        by_other = (asks.trait is not None and asks.trait is wanted.trait) or (asks.removed and wanted.removed)
        if by_state or by_verdict or by_other or (asks.without_sighting and wanted.without_sighting):
            yield kind


def _plain(text: str) -> str:
    """A text that is no word with a key, however it looks."""
    alone = list(words_of(text))
    is_plain = '"' not in text and all(word.key is None for word in alone)
    return text if is_plain and " ".join(word.value for word in alone) == text else _quoted(text)


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))


def without_text(text: str) -> str:
    """Without its plain words: those with a key stay as they are."""
    return " ".join(text[word.start : word.end] for word in words_of(text) if word.key is not None)


def with_word(text: str, at: Word, new: str, *, instead: frozenset[Key] = frozenset()) -> str:
    """`new` in the place of one word, and of all other words with these keys."""
    stay = (word for word in words_of(text) if word.key not in instead or word.key is None or word.start == at.start)
    parts = [new if word.start == at.start else text[word.start : word.end] for word in stay]
    return " ".join(part for part in (parts if at.start < at.end else [*parts, new]) if part)
