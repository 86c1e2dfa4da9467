"""The words of the queue's search box: a text as a filter and an order, and these as a text, in English or Japanese.

Knows no screen and no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from karuta.domain.match import Verdict
from karuta.domain.queue import EVERYTHING, UNDECIDED, KeptQuery, PhotoState, QueueFilter, QueueOrder, Trait


class QueryKey(StrEnum):
    """The part of a word before its colon: `card` in `card:Agate`.

    `keep`, `queue` and `forget` manage kept queries and filter nothing. All that follows `keep` is one name.
    """

    IS = "is"
    BATCH = "batch"
    LISTING = "listing"
    CARD = "card"
    BY = "by"
    GAME = "game"
    SINCE = "since"
    ORDER = "order"
    KEEP = "keep"
    QUEUE = "queue"
    FORGET = "forget"


_OPEN = frozenset({PhotoState.OPEN})


def _verdict(verdict: Verdict) -> QueueFilter:
    return QueueFilter(_OPEN, frozenset({verdict}))


def _state(state: PhotoState) -> QueueFilter:
    return QueueFilter(frozenset({state}))


_KINDS = (
    ("undecided", "未決定", QueueFilter(UNDECIDED)),
    ("sure", "確実", _verdict(Verdict.SURE)),
    ("likely", "有力", _verdict(Verdict.LIKELY)),
    ("unsure", "不確か", _verdict(Verdict.UNSURE)),
    ("unknown", "該当なし", _verdict(Verdict.UNKNOWN)),
    ("unreadable", "判読不能", _verdict(Verdict.UNREADABLE)),
    ("empty", "カード未検出", QueueFilter(_OPEN, without_sighting=True)),
    ("open", "照合済み", _state(PhotoState.OPEN)),
    ("waiting", "照合待ち", _state(PhotoState.WAITING)),
    ("failed", "開けない", _state(PhotoState.FAILED)),
    ("decided", "決定済み", _state(PhotoState.DONE)),
    ("mine", "自分", QueueFilter(traits=frozenset({Trait.MINE}))),
    ("others", "ほかの作業者", QueueFilter(traits=frozenset({Trait.OTHERS}))),
    ("machine", "自動確定", QueueFilter(traits=frozenset({Trait.MACHINE}))),
    ("disputed", "不一致", QueueFilter(traits=frozenset({Trait.DISPUTED}))),
    ("printed", "セットコードあり", QueueFilter(traits=frozenset({Trait.PRINTED}))),
    ("back", "裏面", QueueFilter(traits=frozenset({Trait.BACK}))),
    ("flagged", "旗", QueueFilter(traits=frozenset({Trait.FLAGGED}))),
    ("noted", "メモ", QueueFilter(traits=frozenset({Trait.NOTED}))),
    ("unlabelled", "ラベルなし", QueueFilter(traits=frozenset({Trait.UNLABELLED}))),
    ("doubted", "要確認", QueueFilter(traits=frozenset({Trait.UNSURE}))),
    ("skipped", "後回し", QueueFilter(traits=frozenset({Trait.SKIPPED}))),
    ("known-now", "今は見つかる可能性あり", QueueFilter(traits=frozenset({Trait.KNOWN_NOW}))),
    ("uncatalogued", "カタログ外", QueueFilter(traits=frozenset({Trait.UNCATALOGUED}))),
    ("removed", "外したもの", QueueFilter(removed=True)),
)
KINDS: Mapping[str, QueueFilter] = {english: asks for english, _, asks in _KINDS}
"""Word after `is:` -> its filter. Verdicts and `empty` are of open photos, unless a state is named."""
ORDERS = {"added": QueueOrder.STACK, "uncertain": QueueOrder.UNCERTAIN, "fewest": QueueOrder.FEWEST}
DAYS_AGO = {"today": 0, "yesterday": 1, "week": 7}
# Each is called as its field of the filter.
_NAMED = (QueryKey.BATCH, QueryKey.LISTING, QueryKey.CARD, QueryKey.BY, QueryKey.GAME)
VALUES = {QueryKey.IS: tuple(KINDS), QueryKey.ORDER: tuple(ORDERS), QueryKey.SINCE: tuple(DAYS_AGO)}
"""The words that may stand after a key which no name follows."""
# One letter begins half of all words.
_SHORTEST = 2

_JAPANESE = {english: japanese for english, japanese, _ in _KINDS} | {
    "is": "状態",
    "by": "作業者",
    "batch": "バッチ",
    "listing": "出品",
    "card": "カード",
    "game": "ゲーム",
    "since": "以降",
    "order": "並び順",
    "queue": "一覧",
    "keep": "保存",
    "forget": "削除",
    "added": "追加順",
    "uncertain": "不確かな順",
    "fewest": "ラベルの少ない順",
    "today": "今日",
    "yesterday": "昨日",
    "week": "一週間",
}
_ENGLISH = {japanese: english for english, japanese in _JAPANESE.items()}
_KEYS = {name: key for key in QueryKey for name in (key.value, _JAPANESE[key])}
# A colon and a space may come from a Japanese input method, as wide as its letters.
_LETTER = re.compile(r"\S")
_WORD = re.compile(rf'(?:({"|".join(_KEYS)})[:\uff1a])?("(?:[^"]|"")*(?:"|$)|[^\s"]\S*)?', re.IGNORECASE)


def in_language(word: str, language: str) -> str:
    """A word of this module, as it is written in `en` or `ja`."""
    return _JAPANESE[word] if language == "ja" else word


@dataclass(frozen=True)
class Word:
    """One word of a text, from `start` to `end`; without a `key` a plain one. `value`: without its quotes."""

    key: QueryKey | None
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Query:
    """The filter and order of a text. `passed_over`: words without a meaning, or against an earlier one."""

    filter: QueueFilter = EVERYTHING
    order: QueueOrder = QueueOrder.STACK
    passed_over: tuple[str, ...] = ()


def words_of(text: str) -> Iterator[Word]:
    at = 0
    while (start := _LETTER.search(text, at)) is not None:
        matched = _WORD.match(text, start.start())
        assert matched is not None and matched.end() > matched.start()
        name, value = matched.groups(default="")
        key, at = _KEYS.get(name.lower()), matched.end()
        if key is QueryKey.KEEP:
            # Nobody puts a name that stands last into quotes.
            at = len(text.rstrip())
            value = text[matched.end(1) + 1 : at].strip()
        yield Word(key, _without_quotes(value), matched.start(), at)


def _without_quotes(value: str) -> str:
    if not value.startswith('"'):
        return value
    inner = value[1:]
    is_closed = len(inner) - len(inner.rstrip('"')) & 1
    return (inner[:-1] if is_closed else inner).replace('""', '"')


def word_at(text: str, cursor: int) -> Word:
    """The word that is being written; an empty one between two others."""
    touching = (word for word in words_of(text) if word.start <= cursor <= word.end)
    return next(touching, Word(None, "", cursor, cursor))


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
        condition = _condition_of(word, today)
        if word.key is None:
            plain.append(word.value)
        elif not condition or any(
            asked.get(name, value) != value for name, value in condition.items() if name not in _SETS
        ):
            passed_over.append(text[word.start : word.end])
        else:
            # Of several states or verdicts each will do, marks count together; a verdict is of open photos where no
            # state is named.
            states |= condition["states"] if condition.keys() == {"states"} else frozenset()
            asked |= {name: value | asked.get(name, frozenset()) for name, value in condition.items() if name in _SETS}
            asked |= {name: value for name, value in condition.items() if name not in _SETS}
    order = asked.pop("order", QueueOrder.STACK)
    asked |= {"states": states} if states else {}
    return Query(QueueFilter(**asked, text=" ".join(plain)), order, tuple(passed_over))


_SETS = frozenset({"states", "verdicts", "traits"})


def _condition_of(word: Word, today: date) -> dict[str, Any]:
    """The fields that a word sets; none if it says nothing."""
    if word.key in _NAMED:
        return {word.key.value: word.value} if word.value else {}
    value = word.value.lower()
    value = _ENGLISH.get(value, value)
    if word.key is QueryKey.IS and value in KINDS:
        return {
            name: narrowed for name, narrowed in vars(KINDS[value]).items() if narrowed != getattr(EVERYTHING, name)
        }
    if word.key is QueryKey.ORDER and value in ORDERS:
        return {"order": ORDERS[value]}
    if word.key is QueryKey.SINCE and (day := _day(value, today)):
        return {"since": day}
    return {}


def _day(value: str, today: date) -> date | None:
    if value in DAYS_AGO:
        return today - timedelta(days=DAYS_AGO[value])
    try:
        return date.fromisoformat(value.replace("/", "-"))
    except ValueError:
        return None


def written(query: QueueFilter, order: QueueOrder, *, language: str) -> str:
    """The text that `read` reads so, in `en` or `ja`; a filter of open photos by their verdict is of open ones."""
    words = [one_word(QueryKey.IS, kind, language=language) for kind in _kinds_of(query)]
    words += [one_word(key, value, language=language) for key in _NAMED if (value := getattr(query, key))]
    words += [one_word(QueryKey.SINCE, query.since.isoformat(), language=language)] if query.since else []
    if order is not QueueOrder.STACK:
        (name,) = (name for name, named_order in ORDERS.items() if named_order is order)
        words.append(one_word(QueryKey.ORDER, name, language=language))
    return " ".join([*words, *([_plain(query.text)] if query.text else [])])


def one_word(key: QueryKey, value: str, *, language: str) -> str:
    """`value`: in English, if it is a word of this module and no name."""
    if key in (QueryKey.IS, QueryKey.ORDER, QueryKey.SINCE) and value in _JAPANESE:
        value = in_language(value, language)
    needs_quotes = value.startswith('"') or len(value.split()) != 1 or value != value.strip()
    return f"{in_language(key, language)}:{_quoted(value) if needs_quotes else value}"


def _kinds_of(query: QueueFilter) -> Iterator[str]:
    """The words after `is:` for a filter."""
    states = query.states
    if states == _OPEN and (query.verdicts or query.without_sighting):
        states = frozenset()
    if states >= UNDECIDED:
        yield "undecided"
        states -= UNDECIDED
    for kind, asks in KINDS.items():
        by_state = asks.states <= states and asks == QueueFilter(asks.states)
        by_verdict = bool(asks.verdicts & query.verdicts)
        by_other = bool(asks.traits & query.traits) or (asks.removed and query.removed)
        if by_state or by_verdict or by_other or (asks.without_sighting and query.without_sighting):
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


def with_word(text: str, at: Word, new: str, *, alone: bool = False) -> str:
    """`new` in the place of one word, and of those beside which it says nothing. `alone`: of all other kinds, too."""
    gone = _TOGETHER.get(at.key, (at.key,)) if alone or at.key is not QueryKey.IS else ()
    stay = (word for word in words_of(text) if word.key is None or word.key not in gone or word.start == at.start)
    parts = [new if word.start == at.start else text[word.start : word.end] for word in stay]
    return " ".join(part for part in (parts if at.start < at.end else [*parts, new]) if part)


_PLACE = (QueryKey.BATCH, QueryKey.LISTING)
_TOGETHER: Mapping[QueryKey | None, tuple[QueryKey | None, ...]] = {
    QueryKey.BATCH: _PLACE,
    QueryKey.LISTING: _PLACE,
    QueryKey.IS: (QueryKey.IS,),
}


@dataclass(frozen=True)
class Completion:
    """What may stand in the place of the word that is being written. `name`: which word of this module it is.

    `kept`: the query that is put there instead, or removed.
    """

    text: str
    name: str = ""
    kept: KeptQuery | None = None

    @property
    def value(self) -> str:
        return self.text if self.kept else self.text.partition(":")[2]


def offers(
    text: str, word: Word, *, names: Iterable[str], kept: Sequence[KeptQuery], language: str, may_be_any: bool = False
) -> list[Completion]:
    """What may be written in `text` where `word` stands. `names`: words with its key and a name, of all that there are.

    `may_be_any`: that nothing is asked for with this key can be chosen, too.
    """
    begun = word.value.lower()
    if word.key is None:
        if text.strip() and not begun:
            return []
        all_kept = [Completion(query.name, kept=query) for query in kept]
        keys = [Completion(f"{in_language(key, language)}:", key) for key in QueryKey]
        rows = [*all_kept, *keys, *(_values(QueryKey.IS, language) if len(begun) >= _SHORTEST else ())]
        return [row for row in rows if any(name.lower().startswith(begun) for name in (row.text, row.value, row.name))]
    may_be_any = may_be_any and word.key in (QueryKey.IS, QueryKey.BATCH) and not begun
    any_value = [Completion("", f"any {word.key}")] if may_be_any else []
    if word.key in (QueryKey.QUEUE, QueryKey.FORGET):
        rows = [Completion(query.name, kept=query) for query in kept]
    else:
        rows = _values(word.key, language) if word.key in VALUES else [Completion(name) for name in names]
    return any_value + [row for row in rows if begun in f"{row.value} {row.name}".lower()]


def _values(key: QueryKey, language: str) -> list[Completion]:
    return [Completion(one_word(key, name, language=language), name) for name in VALUES[key]]
