"""Parts of a title that may mean something, numbers too, and which together explain it best. Decides no card."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from karuta.domain.sentence import Sentence
from karuta.listings.domain.titles.reading import TitleField
from karuta.listings.domain.titles.set_codes import Letters, is_japanese, passcodes_in, set_codes_in
from karuta.listings.domain.titles.title_catalogue import TitleCatalogue, TitleWord, TitleWords

MOST = 100_000


GOODS = "goods"
"""The tables' word for things that are no card but have a card's name on them: a deck box, a playmat, a figure."""
_ROUNDS = 5
SMALL = "small"
"""The tables' word for words such as `of` and の."""
# So few Japanese letters without a border mean a card only where words that are understood surround them.
_SHORT_JAPANESE = 6


_CODE = Sentence("a set code of the catalogue")
_CODE_LIKE = Sentence("written like a set code; the catalogue has none such")
_PASSCODE = Sentence("a passcode of the catalogue")
_PASSCODE_LIKE = Sentence("eight digits, as a passcode has")
_NUMBER = Sentence("a number of cards")
_COLLECTORS = Sentence("a collector's number, as other games have")
_GRADER = Sentence("the name of a grader")
_NAME = Sentence("a name of the card")
_NICKNAME = Sentence("a nickname of the card")
_ABSENT = Sentence("a nickname of a card that the catalogue lacks")
_SET_NAME = Sentence("the name of a set")
_SET_HEAD = Sentence("how set codes of the catalogue begin")
_LEVEL = Sentence("the level of a card")
_STRENGTH = Sentence("attack or defence of a card")
_YEAR = Sentence("a year")
LEVEL = "level"
"""The value of a token that names a card's level."""
_HEAD = re.compile(r"(?<![A-Za-z0-9-])[A-Z0-9]{3,5}(?![A-Za-z0-9-])")


# Whether the words say that different cards are sold together, and the number of cards. Every repetition is bounded.
_AMOUNTS = tuple(
    (is_lot, re.compile(pattern, re.IGNORECASE))
    for is_lot, pattern in (
        (True, r"(?<![a-z0-9])(?:lot|bundle|bulk)\s?(?:of|:|-|x)?\s?([0-9]{1,5})(?![0-9a-z]|st|nd|rd|th)"),
        (
            True,
            r"(?<![a-z0-9-])([0-9]{1,5})[\s-]?(?:x\s)?(?:different\s|assorted\s|random\s)?(?:cards?\s?)(?:lot|bundle|bulk)(?![a-z])",
        ),
        (
            True,
            r"(?<![a-z0-9-])([0-9]{1,5})\+?\s?(?:different|assorted|random|various|mixed|unique)(?:\s(?:yu-?gi-?oh!?|ygo|pokemon|mtg|rare|holo|foil|common|trading)){0,2}\scards?(?![a-z])",
        ),
        (False, r"^\W{0,3}\(\s?x?([0-9]{1,2})\s?x?\)"),
        (False, r"(?<![a-z0-9])(two|three|four|five|six|seven|eight|nine|ten)\s(?:copies|cards?)(?![a-z])"),
        (False, r"(?<![a-z0-9])(?:set|pack|playset)\s?of\s?([0-9]{1,3})(?![0-9a-z])"),
        (False, r"(?<![a-z0-9])(?:qty|quantity|amount)\s?[:.=]?\s?([0-9]{1,5})(?![0-9a-z])"),
        (False, r"(?<![a-z0-9])[x×✕✖]\s?([0-9]{1,3})(?![0-9a-z])"),
        (False, r"(?<![a-z0-9-])([0-9]{1,3})\s?[x×✕✖](?![a-z0-9])"),
        (False, r"(?<![a-z0-9-])([0-9]{1,5})[\s-]?(?:copies|copy|cards?|pcs|pieces|piece|count|ct)(?![a-z])"),
        (False, r"(?<![0-9])([0-9]{1,5})\s?(?:枚|まい)(?:組み?|セット|入り)?"),
        (True, r"(?<![0-9])([0-9]{1,5})\s?(?:種)(?:類)?(?:セット)?"),
        (False, r"([一二三四五六七八九十])枚(?:組み?|セット)?"),
    )
)
COLLECTORS_NUMBER = re.compile(r"(?<![0-9/])#?[0-9]{1,3}/[0-9]{1,3}(?![0-9/])")
# A card's own numbers, which sellers copy: its level, attack and defence. They say nothing of how many there are.
LEVELS = re.compile(
    r"(?<![a-z0-9])(?:levels?|lvl?|lev|rank|rk|link)[\s.:\-]{0,2}[0-9]{1,2}(?![0-9a-z/])"
    r"|[★☆星][\s×x]{0,2}[0-9]{1,2}(?![0-9])|(?<![0-9a-z])[0-9]{1,2}\s?(?:stars?(?![a-z])|つ?星|★|☆)"
    r"|(?:レベル|ランク)\s?[0-9]{1,2}(?![0-9])",
    re.IGNORECASE,
)
STRENGTHS = re.compile(
    r"(?<![a-z0-9])(?:atk|def|attack|defen[cs]e)(?:\s?points?)?[\s.:/]{0,2}[0-9]{1,5}(?![0-9])"
    r"|(?<![0-9/])[0-9]{1,5}\s?(?:atk|def|attack|defen[cs]e)(?![a-z])"
    r"|(?<![0-9/\-])[0-9]{2,3}0\s?/\s?[0-9]{1,3}0(?![0-9/])"
    r"|(?:攻撃力|守備力|攻|守)[\s::]{0,2}[0-9]{1,5}(?![0-9])",
    re.IGNORECASE,
)
YEARS = re.compile(r"(?<![0-9a-z/.-])(?:199[5-9]|20[0-3][0-9])(?:年製?)?(?![0-9a-z/.])", re.IGNORECASE)
_WORDS = {letter: number for number, letter in enumerate("一二三四五六七八九十", start=1)}
_WORDS |= {
    word: number
    for number, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2)
}

_GRADE = re.compile(
    r"[\s:：・\-]{0,3}(?:(?:gem|mint|mt|nm|pristine|black|label|grade|graded|鑑定|鑑定済|鑑定品)[\s\-]{0,2}){0,3}"
    r"(10|[1-9](?:\.5)?)(?![0-9]|\.[0-9])(?:[\s\-]{0,2}(?:gem|mint|mt|pristine|black label)(?![a-z])){0,2}"
    r"(\s?(?:相当|狙い|候補|級|レベル|ready|worthy|candidate|potential|\?))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Span:
    """Letters `start` to `end` of a title. `places`: the cards that they may mean. `weak`: an ordinary word as well.

    `by`: what a card is named by (`name`, `nickname`, `alike`, `romaji`, `begun`, `code`, `passcode`), else "".
    `edits`: how many letters are wrong. `common`: of a name, weak for no other reason than that many names have the
    word; of a nickname, an ordinary word.
    """

    start: int
    end: int
    field: TitleField
    value: str
    rule: Sentence
    places: tuple[int, ...] = ()
    by: str = ""
    weak: bool = False
    edits: int = 0
    common: bool = False

    @property
    def length(self) -> int:
        return self.end - self.start

    def meets(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def numbered(letters: Letters, plain: str, catalogue: TitleCatalogue) -> Iterator[Span]:
    """Set codes, passcodes and numbers of cards, found in the title as it is written."""
    for code in set_codes_in(plain, catalogue):
        rule = _CODE if code.known else _CODE_LIKE
        yield from _spans(letters, code.start, code.end, TitleField.SET_CODE, code.code, rule)
    for start, end, passcode in passcodes_in(plain, catalogue):
        rule = _PASSCODE if catalogue.by_passcode.get(passcode) else _PASSCODE_LIKE
        yield from _spans(letters, start, end, TitleField.PASSCODE, passcode, rule)
    for is_lot, pattern in _AMOUNTS:
        for found in pattern.finditer(plain):
            count = _WORDS.get(found[1].casefold()) or int(found[1])
            if 0 < count < MOST:
                field = TitleField.LOT if is_lot else TitleField.QUANTITY
                yield from _spans(letters, *found.span(), field, str(count), _NUMBER)
    for number in COLLECTORS_NUMBER.finditer(plain):
        yield from _spans(letters, *number.span(), TitleField.OTHER, number[0], _COLLECTORS)
    for pattern, value, rule in ((LEVELS, LEVEL, _LEVEL), (STRENGTHS, "strength", _STRENGTH), (YEARS, "year", _YEAR)):
        for found in pattern.finditer(plain):
            yield from _spans(letters, *found.span(), TitleField.OTHER, value, rule)
    for word in _HEAD.finditer(plain):
        if word[0] in catalogue.set_heads and word[0].casefold() not in catalogue.vocabulary:
            for span in _spans(letters, *word.span(), TitleField.SET_NAME, word[0], _SET_HEAD):
                yield replace(span, weak=True)


def worded(letters: Letters, plain: str, words: TitleWords) -> Iterator[Span]:
    """The words of the tables."""
    for start in letters.words_begin() if letters.text.isascii() else range(len(letters.text)):
        for row in words.at(letters.text, start):
            end = start + len(row.folded)
            if not _fits(letters, start, end, row):
                continue
            graded = None
            if row.field is TitleField.GRADE:
                graded = _GRADE.match(plain, at := letters.last[end - 1], min(len(plain), at + 60))
            if graded is not None:
                # "" if the seller only compares the card with one.
                value = "" if graded[2] else f"{row.value} {graded[1]}"
                rule = Sentence("graded by {grader}", grader=row.value)
                field = TitleField.GRADE if value else TitleField.OTHER
                yield from _spans(letters, letters.first[start], graded.end(), field, value, rule)
            elif row.field is not TitleField.GRADE:
                rule = Sentence("a row of the words of titles: {words}", words=row.words)
                yield Span(start, end, row.field, row.value, rule)
            elif not row.is_capital or letters.written(start, end).isupper():
                yield Span(start, end, TitleField.OTHER, row.value, _GRADER)


def named(letters: Letters, catalogue: TitleCatalogue, words: Iterable[Span]) -> Iterator[Span]:
    """Whole names, nicknames and names of sets. A name that is a word of the tables too is a weak one."""
    ordinary = {(span.start, span.end) for span in words}
    text = letters.text
    for start in range(len(text)):
        japanese = is_japanese(letters.first_letter(start))
        if not letters.parted[start] and not japanese:
            continue
        for end in filter(partial(_bordered, letters, start), catalogue.names_at(text, start)):
            name, is_word = text[start:end], (start, end) in ordinary
            weak = catalogue.is_weak(name) or is_word or (japanese and end - start <= 2)
            # ドロバ is the whole name of one card, and what people call another.
            places = tuple(dict.fromkeys((*catalogue.named(name), *catalogue.by_nickname.get(name, ()))))
            if places:
                common = weak and name.isascii() and not catalogue.is_ordinary(name) and not is_word
                yield Span(start, end, TitleField.CARD, "", _NAME, places, "name", weak, common=common)
        for end in filter(partial(_bordered, letters, start), catalogue.nicknames_at(text, start)):
            places = catalogue.by_nickname.get(text[start:end], ())
            if places:
                common = text[start:end] in catalogue.ordinary
                yield Span(start, end, TitleField.CARD, "", _NICKNAME, places, "nickname", weak=True, common=common)
            else:
                yield Span(start, end, TitleField.OTHER, "absent", _ABSENT, weak=True)
        for end in filter(partial(_bordered, letters, start), catalogue.set_names_at(text, start)):
            yield Span(start, end, TitleField.SET_NAME, catalogue.set_name(text[start:end]), _SET_NAME)


def chosen(letters: Letters, candidates: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap, the longest first; of equally long ones a name, then a word, then a nickname.

    Japanese words have no spaces. One inside another word which nothing explains is no word: ウル in ウルフ.
    """
    taken: list[Span] = []
    free = bytearray(b"\x01") * len(letters.text)
    for span in sorted(candidates, key=_strength):
        if all(free[span.start : span.end]):
            free[span.start : span.end] = bytes(span.length)
            taken.append(span)
    for _ in range(_ROUNDS):
        lost = [span for span in taken if _is_inside_a_word(letters, span, free)]
        if not lost:
            break
        for span in lost:
            taken.remove(span)
            free[span.start : span.end] = b"\x01" * span.length
    return sorted(taken, key=lambda one: one.start)


def gaps(letters: Letters, taken: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The stretches of letters that no span explains."""
    at = 0
    for span in [*sorted(taken, key=lambda one: one.start), None]:
        until = span.start if span is not None else len(letters.text)
        if until > at:
            yield at, until
        at = span.end if span is not None else at


_ORDER = {TitleField.SET_CODE: 0, TitleField.PASSCODE: 0, TitleField.GRADE: 1}


def _strength(span: Span) -> tuple[int, int, int, int]:
    """A name that is one ordinary word, or a nickname, does not stand against a word of the same length."""
    strong, weak = (1, 3) if span.field is TitleField.CARD else (2, 4)
    rank = weak if span.weak else strong
    return _ORDER.get(span.field, 2), -span.length, rank, span.start


def _fits(letters: Letters, start: int, end: int, row: TitleWord) -> bool:
    if not _bordered(letters, start, end):
        return False
    written = unicodedata.normalize("NFKC", letters.written(start, end))
    if row.is_capital and row.field is not TitleField.GRADE:
        return written == row.words
    if end - start <= 2 and not written.isascii():
        # の is a word, ノ is a letter of one.
        same = written.rstrip("ー") == unicodedata.normalize("NFKC", row.words).rstrip("ー")
        return same and letters.parted[start] and letters.parted[end]
    return True


def _bordered(letters: Letters, start: int, end: int) -> bool:
    """Words of letters with spaces between them begin and end where words do."""
    begins = letters.parted[start] or is_japanese(letters.first_letter(start))
    return begins and (letters.parted[end] or is_japanese(letters.first_letter(end - 1)))


def _is_inside_a_word(letters: Letters, span: Span, free: bytearray) -> bool:
    if span.by == "name" and span.length >= _SHORT_JAPANESE:
        return False
    before = not letters.parted[span.start] and free[span.start - 1]
    after = not letters.parted[span.end] and free[span.end]
    return bool(before or after)


def _spans(letters: Letters, start: int, end: int, field: TitleField, value: str, rule: Sentence) -> Iterator[Span]:
    """A part of the title as a span of its letters; none where it has none."""
    places = letters.places
    covered = [places[place] for place in range(start, end) if place in places]
    if covered:
        yield Span(covered[0], covered[-1] + 1, field, value, rule)
