"""Cards whose names are misspelled, shortened, cut off or in Latin letters, in what other words left. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter

from karuta.domain.sentence import Sentence
from karuta.domain.text import fold_romaji
from karuta.listings.domain.titles.reading import TitleCard, TitleField
from karuta.listings.domain.titles.set_codes import AlikeNames, AlikeSpan, Letters, letters_of
from karuta.listings.domain.titles.spans import Span, gaps
from karuta.listings.domain.titles.title_catalogue import TitleCatalogue

# One letter in so many may be wrong.
_LETTERS_AN_EDIT = 4
_SHORTEST = 5
_SHORTEST_JAPANESE = 4
_LONGEST = 240
_WORDS = 8
_LEAST_BEGUN = 8
_LEAST_ROMAJI, _LONGEST_ROMAJI = 6, 60
# No real title has more; what is written to cost time has.
_MOST_ROMAJI = 100
_MOST_STRETCHES = 3
# A card that the set code names is also known by a name that is this much like its own.
_LETTERS_AN_EDIT_OF_THE_CODE = 2.5

_LETTERS_AN_EDIT_OF_JOINED = 8
_LETTERS_AN_EDIT_OF_KANA = 5
# An ordinary word is a slip for one that begins alike: `alternate` for `alternative`.
_SAME_STEM = 5
_LETTERS_AN_EDIT_OF_A_WORD, _LETTERS_AN_EDIT_OF_WORDS_IN_ONE = 7, 12
_LONG_JAPANESE = 8
_SMALL = frozenset(
    ("of", "the", "a", "an", "and", "in", "on", "to", "for", "with", "de", "la", "der", "die", "des", "le")
)

# Sellers part what they say with these.
_PARTING = frozenset("|*★☆~")
_KEPT = frozenset((TitleField.SET_CODE, TitleField.PASSCODE, TitleField.GRADE))


_MISSPELLED = frozenset(("alike", "near", "romaji"))
# So much more may be wrong in the other card's name.
_MORE_EDITS = 2
# People leave off a subtitle, which has several words, or a level; `Dark Magician Girl` is no longer `Dark Magician`.
_LEFT_OFF = 2


def unread_letters(letters: Letters, taken: Sequence[Span]) -> bytearray:
    """1 where nothing explains a letter."""
    free = bytearray(len(letters.text))
    for start, end in gaps(letters, taken):
        free[start:end] = b"\x01" * (end - start)
    return free


def misspelled(letters: Letters, taken: Sequence[Span], catalogue: TitleCatalogue, alike: AlikeNames) -> list[Span]:
    """Names that stand there with wrong letters. What is explained already is given up only for what explains more."""
    free = unread_letters(letters, taken)
    found: list[Span] = []
    for begin, end in _stretches(letters, taken):
        if sum(free[begin:end]) < 2:
            continue
        borders = letters.parted[begin : end + 1]
        for alike_span in alike.inside(letters.text[begin:end], borders):
            span = _span(letters, alike_span, begin, catalogue, free, alike)
            if span is not None:
                found.append(span)
    return _apart(found)


def of_the_code(
    letters: Letters, taken: Sequence[Span], place: int, catalogue: TitleCatalogue, alike: AlikeNames
) -> Span | None:
    """The words that name the card of a set code, however badly: the code says which card to look for."""
    best: tuple[float, int, int, int] | None = None
    windows = list(_windows(letters, taken))
    for name in catalogue.own_names(place):
        most = int(len(name) / _LETTERS_AN_EDIT_OF_THE_CODE)
        for start, end in windows:
            if abs(end - start - len(name)) > most:
                continue
            edits = alike.edits(letters.text[start:end], name)
            if edits <= most and (best is None or edits / len(name) < best[0]):
                best = (edits / len(name), start, end, edits)
    if best is None:
        return None
    _, start, end, edits = best
    rule = Sentence("like the name of the set code's card")
    return Span(start, end, TitleField.CARD, "", rule, (place,), "alike", edits=edits)


def begun(letters: Letters, taken: Sequence[Span], catalogue: TitleCatalogue) -> Iterator[Span]:
    """The beginning of one card's name, standing for all of it; the longest at each place."""
    free = unread_letters(letters, taken)
    at = 0
    for start, ends in groupby(_windows(letters, taken), key=itemgetter(0)):
        # Nothing that is longer begins a name where so much begins none.
        if start < at or not free[start] or not catalogue.begun(letters.text[start : start + _LEAST_BEGUN]):
            continue
        for _, end in sorted(ends, reverse=True):
            if end - start < _LEAST_BEGUN or not free[end - 1] or _is_one_word(letters, start, end):
                continue
            places = catalogue.begun(letters.text[start:end])
            if len(places) == 1:
                rule = Sentence("begins the name of one card alone")
                yield Span(start, end, TitleField.CARD, "", rule, places, "begun")
                at = end
                break


def in_romaji(letters: Letters, taken: Sequence[Span], catalogue: TitleCatalogue) -> Iterator[Span]:
    """Japanese names in Latin letters: `burakku majishan`."""
    free = unread_letters(letters, taken)
    at = 0
    fitting = (
        (start, end)
        for start, end in _windows(letters, taken)
        if _LEAST_ROMAJI <= end - start <= _LONGEST_ROMAJI
        and letters.text[start:end].isascii()
        and any(free[start:end])
    )
    for start, end in sorted(islice(fitting, _MOST_ROMAJI), key=lambda one: (one[0], -one[1])):
        if start < at:
            continue
        places = catalogue.by_romaji.get(fold_romaji(letters.text[start:end]))
        if places:
            yield Span(start, end, TitleField.CARD, "", Sentence("a Japanese name in Latin letters"), places, "romaji")
            at = end


def _span(
    letters: Letters, one: AlikeSpan, begin: int, catalogue: TitleCatalogue, free: bytearray, alike: AlikeNames
) -> Span | None:
    start, end = begin + one.start, begin + one.end
    unread = sum(free[start:end])
    japanese = not one.name.isascii()
    shortest = _SHORTEST_JAPANESE if japanese else _SHORTEST
    if not one.edits or len(one.name) < shortest or one.edits > len(one.name) / _LETTERS_AN_EDIT or not unread:
        return None
    if not _PARTING.isdisjoint(letters.written(start, end)):
        return None
    if _digits(letters.text[start:end]) != _digits(one.name):
        # LV5 is no slip for LV7, and `Jinzo` none for `Jinzo #7`.
        return None
    # Each wrong letter must explain more of what nothing else did: `Dark Magician xyz` is no Dark Magician Girl.
    if one.edits > 1 and one.edits * 2 > unread:
        return None
    if not japanese and neighbours(letters, start, end, free) & catalogue.vocabulary:
        return None
    if japanese and len(one.name) < _SHORTEST and _runs_on(letters, start, end, free):
        # ゆうゆう of ゆうゆうメルカリ便 is no ゆうごう.
        return None
    if not (_is_slip_of_kana if japanese else _is_slip_of_words)(letters, start, end, one.name, catalogue, alike):
        return None
    places = catalogue.called(one.name)
    # One wrong kanji, several kana or a word that is missing, and it may well be another card's name.
    written = letters.text[start:end]
    words = sum(letters.parted[start:end]), catalogue.spelled(one.name).count(" ") + 1
    doubtful = _kanji(written) != _kanji(one.name) if japanese else words[0] != words[1]
    by = "near" if (one.edits > 1 and (japanese or doubtful)) or (japanese and doubtful) else "alike"
    return Span(start, end, TitleField.CARD, "", Sentence("like a name of the card"), places, by, edits=one.edits)


def _is_one_word(letters: Letters, start: int, end: int) -> bool:
    """One word begins names by chance: `multiple`, `performance`. A Japanese stretch has no words."""
    return letters.text[start:end].isascii() and sum(letters.parted[start:end]) < 2


def _runs_on(letters: Letters, start: int, end: int, free: bytearray) -> bool:
    """Whether unread letters stand right beside these, with nothing between."""
    before = start > 0 and free[start - 1] and letters.first[start] == letters.last[start - 1]
    return bool(before or (end < len(free) and free[end] and letters.first[end] == letters.last[end - 1]))


def neighbours(letters: Letters, start: int, end: int, free: bytearray) -> frozenset[str]:
    """The unread words right before and after these letters; a separator does not matter."""
    found = set()
    if start and free[start - 1]:
        begin = next(at for at in range(start - 1, -1, -1) if letters.parted[at])
        found.add(letters.text[begin:start])
    if end < len(letters.text) and free[end]:
        stop = next(at for at in range(end + 1, len(letters.text) + 1) if letters.parted[at])
        found.add(letters.text[end:stop])
    return frozenset(found)


def _is_slip_of_words(
    letters: Letters, start: int, end: int, name: str, catalogue: TitleCatalogue, alike: AlikeNames
) -> bool:
    """Whether each word is right or nearly. A word that names have is no slip for another one: white for black."""
    borders = [at for at in range(start, end) if letters.parted[at]]
    written = [letters.text[at:stop] for at, stop in zip(borders, [*borders[1:], end], strict=True)]
    spelled = catalogue.spelled(name).split()
    if len(written) == 1 and not _is_slip_of_a_word(written[0], name, catalogue, alike, words=len(spelled)):
        return False
    if len(written) != len(spelled):
        written, spelled = ([word for word in words if word not in _SMALL] for words in (written, spelled))
    if len(written) != len(spelled):
        # A space too much or too little, and a slip.
        unlike = (word for word in written if word not in spelled)
        is_foreign = any(word in catalogue.vocabulary or word in catalogue.ordinary for word in unlike)
        return not is_foreign and alike.edits("".join(written), name) <= max(1, len(name) // _LETTERS_AN_EDIT_OF_JOINED)
    for typed, meant in zip(written, spelled, strict=True):
        if typed == meant:
            continue
        if typed in catalogue.vocabulary or typed.isdigit() or meant.isdigit():
            return False
        if typed in catalogue.ordinary and typed[:_SAME_STEM] != meant[:_SAME_STEM]:
            return False
        if alike.edits(typed, meant) > max(1, len(meant) // 3):
            return False
    return True


def _is_slip_of_a_word(typed: str, name: str, catalogue: TitleCatalogue, alike: AlikeNames, *, words: int) -> bool:
    """One word alone may be any word of a language, so it must be nearly the name: `description` is no Conscription."""
    if typed in catalogue.ordinary:
        return False
    letters = _LETTERS_AN_EDIT_OF_A_WORD if words == 1 else _LETTERS_AN_EDIT_OF_WORDS_IN_ONE
    return typed[0] == name[0] and alike.edits(typed, name) <= len(name) // letters


def _is_slip_of_kana(
    letters: Letters, start: int, end: int, name: str, catalogue: TitleCatalogue, alike: AlikeNames
) -> bool:
    """Kana slip; a kanji more or less is mostly another card, but in a long name."""
    del catalogue
    typed = letters.text[start:end]
    if alike.edits(typed, name) > max(1, len(name) // _LETTERS_AN_EDIT_OF_KANA):
        return False
    changed = sum((Counter(_kanji(typed)) - Counter(_kanji(name))).values())
    return (changed == 0 and (len(name) >= _LONG_JAPANESE or _kanji(typed) == _kanji(name))) or (
        changed == 1 and len(name) >= _LONG_JAPANESE
    )


def _kanji(text: str) -> list[str]:
    """In no order: two of them may have changed places."""
    return sorted(letter for letter in text if "\u3400" <= letter <= "\u9fff")


def _digits(text: str) -> list[str]:
    return [letter for letter in text if letter.isdecimal()]


def _apart(found: Iterable[Span]) -> list[Span]:
    """Non-maximum suppression: spans that explain most, first."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (-(one.length - 2 * one.edits), one.places)):
        if not any(span.meets(other) for other in kept):
            kept.append(span)
    return kept


def _stretches(letters: Letters, taken: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Between set codes, passcodes and grades: everything else may be part of a name."""
    stretches = gaps(letters, [span for span in taken if span.field in _KEPT])
    return ((start, min(end, start + _LONGEST)) for start, end in islice(stretches, _MOST_STRETCHES))


def _windows(letters: Letters, taken: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """From a word's beginning to the end of one of the next words."""
    for begin, end in _stretches(letters, taken):
        borders = [at for at in range(begin, end + 1) if letters.parted[at] or at in (begin, end)]
        for number, start in enumerate(borders):
            for stop in borders[number + 1 : number + 1 + _WORDS]:
                yield start, stop


def may_mean(said: TitleCard, own: Sequence[str], names: Sequence[str], alike: AlikeNames) -> bool:
    """`own`: folded names of the card that the title is read as; `names`: those of another one, words parted by spaces.

    A seller of `Dark Magician Girl the Dragon Knight` may write `Dark Magician Girl`. A set code leaves no doubt.
    """
    if said.by.endswith("+code"):
        return False
    written = letters_of(said.words).text
    if said.by == "called":
        return any(_may_be_called(said.words, written, name) for name in names) or any(
            text in name.replace(" ", "") for text in own for name in names
        )
    if any(_is_short_for(short, name.split()) for short in (written, *own) for name in names):
        return True
    if said.by not in _MISSPELLED:
        return False
    least = min((alike.edits(written, name) for name in own), default=0)
    return any(alike.edits(written, name.replace(" ", "")) <= least + _MORE_EDITS for name in names)


def _may_be_called(words: str, written: str, name: str) -> bool:
    """`words`: a nickname, `written` folded. BEWD is initials, Droll a word, ブラマジ letters in their order."""
    joined = name.replace(" ", "")
    if not written.isascii():
        return _is_within(written, joined)
    initials = "".join(word[0] for word in name.split())
    return written in joined or (words.isupper() and _is_within(written, initials))


def _is_short_for(short: str, words: Sequence[str]) -> bool:
    """Whether some of a name's words, one after another, are these letters, and a subtitle is left."""
    for start in range(len(words)):
        joined = ""
        for end in range(start + 1, len(words) + 1):
            joined += words[end - 1]
            if joined == short:
                left = [*words[:start], *words[end:]]
                return len(left) >= _LEFT_OFF or any(letter.isdecimal() for word in left for letter in word)
            if not short.startswith(joined):
                break
    return False


def _is_within(short: str, name: str) -> bool:
    """Whether these letters stand in a name, one after another, with others between."""
    letters = iter(name)
    return all(letter in letters for letter in short)
