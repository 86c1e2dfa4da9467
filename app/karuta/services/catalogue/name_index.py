"""All names of a catalogue in memory, to find misspelled ones. Reads no files and keeps no cards.

Candidates are the names that share the rarest pairs of letters with the text; rapidfuzz scores those few. So a text
costs about as much with ten times as many names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import CardNames, Closeness, ListedCards, Matched, packed
from karuta.domain.text import fold, fold_romaji, romaji_of, squeeze

SHORTEST = 3
"""In fewer letters no typing error is guessed at."""

_CANDIDATES = 1500
_JUDGED = 80
# A candidate that is this much less alike than the best one is not worth showing.
_BEHIND = 0.12
# No name is longer; a page that is pasted by mistake is.
_LONGEST = 200
_END = "\n"


@dataclass(frozen=True)
class AlikeName:
    """A card with a name similar to the text: its folded `words`, or its `romaji`, and how similar (0 to 1)."""

    card: CardKey
    words: str
    romaji: str
    share: float

    def matched(self, card: Card, text: str) -> Matched:
        """The kind of the name. Romaji may match exactly or by its beginning; words only approximately."""
        terms = [("name", *term) for term in card.names.items()] + [
            ("reading", *term) for term in card.readings.items()
        ]
        if not self.romaji:
            field, lang, name = next((term for term in terms if fold(term[2]) == self.words), terms[0])
            return Matched(field, lang, name, Closeness.SIMILAR)
        name = next((name for _, lang, name in terms if lang == "ja" and romaji_of(name) == self.romaji), card.name)
        typed = fold_romaji(text)
        closeness = Closeness.PREFIX if self.romaji.startswith(typed) else Closeness.SIMILAR
        return Matched("romaji", "ja", name, Closeness.EXACT if typed == self.romaji else closeness)


class NameIndex:
    """Built once per catalogue; `cards` in the order in which equally good hits are listed."""

    def __init__(self, cards: Iterable[CardNames]) -> None:
        keys: list[str] = []
        self._of: list[int] = []
        self._names: list[str] = []
        romaji: list[str] = []
        romaji_of_card: list[int] = []
        for number, card in enumerate(cards):
            keys.append(packed(card.card))
            for words in dict.fromkeys(fold(name) for name in (*card.names.values(), *card.readings.values())):
                self._names.append(words)
                self._of.append(number)
            for written in _romaji(card):
                romaji.append(written)
                romaji_of_card.append(number)
        self._cards = ListedCards(keys)
        self._romaji_from = len(self._names)
        self._names += romaji
        self._of += romaji_of_card
        self._pairs = _Pairs([squeeze(name) for name in self._names])

    def __len__(self) -> int:
        """How many names."""
        return len(self._names)

    def alike(self, text: str, limit: int) -> list[AlikeName]:
        """Cards with a name, the beginning of a name, or words similar to the text; the best first."""
        words = fold(text)
        whole = squeeze(words)
        if not SHORTEST <= len(whole) <= _LONGEST or whole.isdigit():
            return []
        judged = self._judged(words, self._pairs.sharing(whole, before=self._romaji_from), is_romaji=False)
        if whole.isascii() and (written := fold_romaji(text)):
            judged += self._judged(written, self._pairs.sharing(written, after=self._romaji_from), is_romaji=True)
        return self._best(judged, limit)

    def _judged(self, words: str, places: NDArray[np.int64], *, is_romaji: bool) -> list[tuple[float, int, bool]]:
        """Each candidate's place and similarity; only plausible ones."""
        whole = squeeze(words)
        if not len(places):
            return []
        names = [squeeze(self._names[place]) for place in places]
        share = np.maximum(_share(whole, names), 0.98 * _begins(whole, names))
        least = _least(len(whole))
        near = np.argsort(-share, kind="stable")[:_JUDGED]
        each = words.split()
        if len(each) > 1:
            for place in near:
                by_word = 0.95 * _by_words(each, self._names[places[place]].split())
                share[place] = max(share[place], by_word)
        return [(float(share[place]), int(places[place]), is_romaji) for place in near if share[place] >= least]

    def _best(self, judged: list[tuple[float, int, bool]], limit: int) -> list[AlikeName]:
        """Each card once; of equals the one with more printings, which is usually meant."""
        judged.sort(key=lambda name: (-round(name[0], 2), self._of[name[1]]))
        best: dict[int, AlikeName] = {}
        for share, place, is_romaji in judged:
            if share < judged[0][0] - _BEHIND:
                continue
            number = self._of[place]
            words, romaji = ("", self._names[place]) if is_romaji else (self._names[place], "")
            best.setdefault(number, AlikeName(self._cards[number], words, romaji, share))
        return list(best.values())[:limit]


def _romaji(card: CardNames) -> dict[str, None]:
    texts = (card.names.get("ja", ""), card.readings.get("ja", ""))
    return dict.fromkeys(written for text in texts if text and (written := romaji_of(text)))


class _Pairs:
    """For every pair of adjacent letters, the names that contain it."""

    def __init__(self, names: Sequence[str]) -> None:
        letters = _letters(_END + _END.join(names) + _END)
        pairs = _coded(letters)
        number = np.cumsum(letters[:-1] == ord(_END), dtype=np.int32) - 1
        inside = letters[1:] != ord(_END)
        pairs, number = pairs[inside], number[inside]
        order = np.argsort(pairs, kind="stable")
        self._names_with = number[order]
        self._pairs, first = np.unique(pairs[order], return_index=True)
        self._first = np.append(first, len(order))
        self._lengths = np.bincount(number, minlength=len(names)).astype(np.float32) + 1

    def sharing(self, text: str, *, before: int | None = None, after: int = 0) -> NDArray[np.int64]:
        """The places of the names that have most in common with the text, among those from `after` to `before`."""
        pairs = np.unique(_coded(_letters(_END + text)))
        places = np.searchsorted(self._pairs, pairs[np.isin(pairs, self._pairs)])
        if not len(places):
            return np.empty(0, np.int64)
        stretches = [self._names_with[self._first[place] : self._first[place + 1]] for place in places]
        count = len(self._lengths)
        weights = [np.full(len(stretch), np.log(1 + count / len(stretch)), np.float32) for stretch in stretches]
        common = np.bincount(np.concatenate(stretches), np.concatenate(weights), minlength=count)[after:before]
        # Of two with as many common pairs, the shorter name fits better.
        shared = common * (1 + 2 / self._lengths[after:before])
        best = np.argpartition(-shared, min(_CANDIDATES, len(shared) - 1))[:_CANDIDATES]
        return np.sort(best[shared[best] > 0]) + after


def _letters(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _coded(letters: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Two letters as one number. Letters beyond the first 65,536 may collide, which does no harm."""
    narrow = letters & np.uint32(0xFFFF)
    return ((narrow[:-1] << np.uint32(16)) | narrow[1:]).astype(np.uint32, copy=False)


def _share(text: str, names: Sequence[str]) -> NDArray[np.float32]:
    return np.asarray(process.cdist([text], names, scorer=OSA.normalized_similarity, dtype=np.float32)[0])


def _begins(text: str, names: Sequence[str]) -> NDArray[np.float32]:
    """How similar the text is to a beginning of each name of the same length, give or take a letter."""
    length = len(text)
    cuts = [_share(text, [name[:end] for name in names]) for end in (length - 1, length, length + 1)]
    return np.maximum(np.maximum(cuts[0], cuts[1]), cuts[2])


def _by_words(asked: Sequence[str], words: Sequence[str]) -> float:
    """Each typed word compared with the most similar word, or beginning of one; long words weigh more."""
    total = 0.0
    for each in asked:
        best = max(
            max(OSA.normalized_similarity(each, word), 0.95 * OSA.normalized_similarity(each, word[: len(each)]))
            for word in words
        )
        total += len(each) * best
    return total / sum(map(len, asked))


def _least(length: int) -> float:
    """How similar a name must be: one error in four letters, then one more in about every three."""
    return 0.62 if length > 5 else 0.7
